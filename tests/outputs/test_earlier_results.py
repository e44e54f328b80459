"""What is said of the results that an earlier analysis of the same recording left."""

from __future__ import annotations

import math
import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.evidence.made_up import EVENTS, RECORDING, evidence_of
from twitchcam.evidence.phases import Stretch, with_phases
from twitchcam.outputs.earlier_results import finished_results, made_otherwise, went_as_far
from twitchcam.outputs.evidence_json import read_evidence
from twitchcam.outputs.result_files import ResultFiles, choose_result_files, write_results
from twitchcam.records import ProfileUse, RecordingFacts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def analyse(folder: Path, recording: RecordingFacts = RECORDING) -> ResultFiles:
    """Write results, as an analysis does."""
    video = folder / "clip.mp4"
    video.write_bytes(b"video")
    files = choose_result_files(video)
    evidence = evidence_of(*EVENTS, recording=recording)
    write_results(files, EVENTS, replace(evidence, file=files.identity))
    for path in (files.motion, files.report):
        path.touch()
    return files


@pytest.mark.parametrize(("cut_off", "is_finished"), [("", True), (None, False)])
def test_only_what_says_that_it_went_to_the_end_is_finished(
    tmp_path: Path, cut_off: str | None, *, is_finished: bool
) -> None:
    """Older files do not say."""
    files = analyse(tmp_path, replace(RECORDING, cut_off=cut_off))
    video = tmp_path / "clip.mp4"
    assert (finished_results(files, video, None) is not None) == is_finished


def test_a_copy_that_keeps_its_older_time_may_have_been_mended(tmp_path: Path) -> None:
    files = analyse(tmp_path, replace(RECORDING, cut_off="cut off"))
    video = tmp_path / "clip.mp4"
    os.utime(video, (1.0, 1.0))
    os.utime(files.evidence, (2.0, 2.0))
    assert finished_results(files, video, None) is None


@pytest.mark.parametrize(
    ("damage", "longest_s"),
    [
        (lambda text: text, math.inf),
        (lambda text: text.replace('"partial": false', '"partial": true'), RECORDING.duration_s),
        (lambda text: text[:100], 0.0),
        (lambda _: "[]", 0.0),
    ],
)
def test_how_far_earlier_results_go(
    tmp_path: Path, damage: Callable[[str], str], longest_s: float
) -> None:
    """Only results that say so themselves are complete."""
    files = analyse(tmp_path)
    files.evidence.write_text(damage(files.evidence.read_text("utf-8")), "utf-8")
    for duration_s in (0.01, RECORDING.duration_s, RECORDING.duration_s + 0.1, 1e6):
        now = evidence_of(recording=replace(RECORDING, duration_s=duration_s))
        assert went_as_far(files, now) == (duration_s <= longest_s)


def test_by_which_options_earlier_results_were_made(tmp_path: Path) -> None:
    files = analyse(tmp_path)
    evidence = read_evidence(files.evidence)
    assert made_otherwise(files, evidence) == ""
    crude = replace(evidence, sensor=replace(evidence.sensor, sensor="landmarks"))
    assert made_otherwise(files, crude) == "--sensor flow"
    used = replace(evidence.sensor, profile=ProfileUse("anna", "2026-11-29"))
    assert made_otherwise(files, replace(evidence, sensor=used)) == "no --profile"
    slower = replace(evidence.sensor, settings={**evidence.sensor.settings, "flow_gain": 1.0})
    assert made_otherwise(files, replace(evidence, sensor=slower)) == "other settings"
    stricter = replace(evidence.sensor, decision="0123456789")
    says = "unknown rules of what is a twitch"
    assert made_otherwise(files, replace(evidence, sensor=stricter)) == says
    newer = replace(evidence.sensor, versions={"mediapipe": "9"})
    asleep = with_phases(replace(evidence, sensor=newer), EVENTS, [Stretch("sleep", 0.0, 9.0)])
    assert made_otherwise(files, asleep) == "no --phase, other versions"
    files.evidence.write_text("{}", "utf-8")
    assert made_otherwise(files, evidence) == ""


def test_incomplete_set_of_files(tmp_path: Path) -> None:
    """Evidence whose table is gone is not complete."""
    files = analyse(tmp_path)
    files.events.unlink()
    assert not went_as_far(files, evidence_of())


def test_where_there_are_no_results_the_first_picture_is_more(tmp_path: Path) -> None:
    files = analyse(tmp_path)
    for path in files:
        path.unlink(missing_ok=True)
    still = evidence_of(recording=replace(RECORDING, duration_s=0.0, frames=1))
    assert not went_as_far(files, still)
