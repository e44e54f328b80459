"""A made-up program, and the results of what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.accuracy.instruments import Measured
from benchmarks.accuracy.jobs import Whole
from benchmarks.accuracy.program_under_test import Analysed
from benchmarks.accuracy.run_jobs import run_jobs
from benchmarks.accuracy.scores.results import Results
from benchmarks.accuracy.scores.scoring import Score
from benchmarks.recordings.stretches import Stretch
from twitchcam.errors import SourceError
from twitchcam.records import Event, Kind, Reason

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.accuracy.case import Case

TWITCH = Event(Kind.TWITCH, 2.4, 0.2, "upper", "left", "single", 1, None, 2.0, 0.9, "none")
UNSEEN = Event(Kind.UNOBSERVABLE, 4.0, 2.0, reason=Reason.MOUTH_MOVEMENT)
TRUTH = (
    "onset\tduration\ttrial_type\tlip\tside\tpattern\tpeaks\tfrequency_hz\tamplitude_mm\n"
    "2.400\t0.200\ttwitch\tupper\tleft\tsingle\t1\tn/a\t2.00\n"
)


def analysed(*events: Event) -> Analysed:
    return Analysed(events, duration_s=10.0, mm_per_pupil_distance=62.0)


def program(path: Path) -> Analysed:
    if path.stem == "broken":
        message = "it is broken"
        raise SourceError(message)
    return analysed(TWITCH, UNSEEN)


def made_results(folder: Path) -> Results:
    (folder / "truth").mkdir()
    truth = folder / "truth" / "known_events.tsv"
    truth.write_text(TRUTH, encoding="utf-8")
    results = Results()
    videos = [folder / name for name in ("known.mp4", "other.mp4", "broken.mp4")]
    rest = Stretch("other.mp4", "rest", 0, 3)
    jobs = [Whole(video, (rest,) if video.stem == "other" else ()) for video in videos]
    for done in run_jobs(jobs, measure):
        for measured in done.measured:
            results.add(measured.case, measured.analysed)
        if done.failure:
            results.failures[done.name] = done.failure
    results.injected = {
        1.0: {"other.mp4": Score(found=1, silent=1, false_alarms=1)},
        2.0: {"other.mp4": Score(found=2, detectable_percent=(1.5,), quantisers=(23.0,))},
    }
    return results


def measure(case: Case) -> Measured:
    return Measured(case, program(case.path))
