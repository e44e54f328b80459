"""Goes through recordings of faces and keeps every moment at which the lips stand out.

Into stretches of rest, synthetic twitches of known size are put; rest under changing light, and
recordings as they are, show what is no twitch. Each clip is seen by all backends and sensors asked
for. Run it from the project's folder:
``python -m calibration.collect_candidates FOLDER --stretches TABLE --out FOLDER``.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, product
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import numpy as np
from rich.progress import Progress

from benchmarks.command_line import add_recordings, program_parser, run
from benchmarks.frozen import living_stretches
from benchmarks.measuring import Plan, rest_jobs, whole_jobs
from benchmarks.running import run_jobs
from calibration.candidates import (
    Candidates,
    Source,
    free_of_twitches_s,
    join,
    label,
    save,
)
from twitchcam.capture.video_file import VideoFile
from twitchcam.cli.find_videos import videos_in
from twitchcam.cli.native_noise import native_noise_hidden
from twitchcam.decisions.fitted_decision import FittedDecision, file_name
from twitchcam.detection.candidates import CandidateFinder
from twitchcam.detection.decision import decide
from twitchcam.detection.features import FEATURES
from twitchcam.detection.history import History
from twitchcam.detection.movements import measure_movement
from twitchcam.detection.spells import Judged, Spell
from twitchcam.detection.stream import RowStream
from twitchcam.errors import UsageError
from twitchcam.pipeline import backend_for, sensor_for
from twitchcam.records import Kind
from twitchcam.settings import Backend, DetectionSettings, Sensor, Settings
from twitchcam.vision.frames_to_lip_motion import LipMotionReader

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from benchmarks.results import Case
    from sample_videos.twitches import Twitch
    from twitchcam.detection.candidates import Candidate
    from twitchcam.detection.history import Rows
    from twitchcam.records import LipMotion

SIZES, LIT_SIZES = (0.5, 1.0, 2.0, 4.0), (1.0, 2.0, 4.0)
INJECTED = "injected"


@dataclass(frozen=True, slots=True)
class Collector:
    """Has a recording seen by several backends and sensors; can be sent to another process."""

    settings: tuple[Settings, ...]

    def __call__(self, case: Case) -> tuple[Candidates, ...]:
        """Candidates of a recording, for each of the settings."""
        return tuple(collect(case, settings) for settings in self.settings)


def collect(case: Case, settings: Settings) -> Candidates:
    """Candidates of one recording with their truth."""
    motions = read_motion(case.path, settings)
    rows = rows_of(motions, settings.detection)
    found = find_candidates(rows, settings.detection) if rows else []
    told = [rows is not None and is_told(one, rows, settings.detection) for one in found]
    twitches = case.truth or ()
    duration_s = motions[-1].time_s if motions else 0.0
    stretches = _stretches(case, duration_s)
    own, unsure = label(found, twitches, [edge_s for _, *span in stretches for edge_s in span])
    source = Source(case.clip, case.person, case.size, len(twitches), _free_s(stretches, twitches))
    return Candidates(
        sources=(source,),
        features=np.array([one.features for one in found]).reshape(-1, len(FEATURES)),
        source=np.zeros(len(found), dtype=np.int64),
        twitch=np.array(own, dtype=np.int64),
        unsure=np.array(unsure, dtype=np.bool_),
        observable=np.array([one.observable for one in found], dtype=np.bool_),
        told=np.array(told, dtype=np.bool_),
        time_s=np.array([one.time_s for one in found]),
        strength=np.array([one.strength for one in found]),
        kind=np.array([_kind(stretches, one.time_s) for one in found], dtype=np.str_),
    )


def read_motion(path: Path, settings: Settings) -> list[LipMotion]:
    """Lip motion of a whole recording."""
    motions: list[LipMotion] = []
    with (
        backend_for(settings) as backend,
        VideoFile(path) as source,
        LipMotionReader(backend, sensor_for(settings), settings.vision) as reader,
    ):
        for frame in source:
            motions += reader.push(frame)
        motions += reader.flush()
    return motions


def rows_of(motions: Sequence[LipMotion], settings: DetectionSettings) -> Rows | None:
    """All that is known of a recording, row by row; ``None`` for an empty one."""
    stream, history = RowStream(settings), History()
    for block in chain(stream.push(motions), stream.flush()):
        history.push(block)
    return history.rows() if history else None


def find_candidates(rows: Rows, settings: DetectionSettings) -> list[Candidate]:
    """All candidates, as the detector finds them."""
    return CandidateFinder(settings).push(rows, ended=True)


def is_told(found: Candidate, rows: Rows, settings: DetectionSettings) -> bool:
    """Whether it would be told as a twitch, if it alone were taken for one.

    A lip that goes far and stays there, or a word that begins, is refused by plain rules, whatever
    its score.
    """
    spell = Spell.of([Judged(found, 0.0, accepted=True)])
    movement = measure_movement(spell, rows, settings)
    event = decide(movement, spell, accept_nothing(), settings)
    return event.kind is Kind.TWITCH and not movement.unobservable


def accept_nothing() -> FittedDecision:
    """Return a decision without points, to which nothing is a twitch."""
    n = len(FEATURES)
    return FittedDecision(
        names=tuple(feature.name for feature in FEATURES),
        edges=np.full((n, 1), np.inf),
        points=np.zeros((n, 2)),
        offset=0.0,
        accept=np.inf,
        slope=1.0,
        intercept=0.0,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Collect, and return the exit code."""
    options = _options(arguments)
    stretches = living_stretches(options.folder, options.stretches)
    plan = Plan(
        tuple(options.sizes), options.seed, options.rounds, lit_sizes=tuple(options.lit_sizes)
    )
    known = {stretch.file for stretch in stretches}
    videos = [video for video in videos_in(options.folder) if video.name in known]
    jobs = whole_jobs(videos, stretches) + rest_jobs(options.folder, stretches, plan)
    pairs: list[tuple[Backend, Sensor]] = list(product(options.backend, options.sensor))
    collector = Collector(tuple(Settings(backend=one, sensor=other) for one, other in pairs))
    collected: list[list[Candidates]] = [[] for _ in pairs]
    with native_noise_hidden(), Progress(transient=True) as progress:
        done = run_jobs(jobs, collector, options.jobs)
        for one in progress.track(done, total=len(jobs), description="recordings"):
            if one.failure:
                print(f"{one.name}: left out: {one.failure}")
            for parts in one.measured:
                for own, part in zip(collected, parts, strict=True):
                    own.append(part)
    options.out.mkdir(parents=True, exist_ok=True)
    for (backend, sensor), own in zip(pairs, collected, strict=True):
        if not own:
            message = "no recording could be measured: nothing is written"
            raise UsageError(message)
        # Also those without any candidate: their minutes and their missed twitches count.
        whole = join(own)
        target = options.out / Path(file_name(backend, sensor)).with_suffix(".npz")
        save(target, whole)
        print(f"{target.name}: {len(whole.time_s)} candidates, {whole.is_true.sum()} in twitches")
    return 0


def _stretches(case: Case, duration_s: float) -> list[tuple[str, float, float]]:
    """What a recording shows: kind, start and end of each stretch."""
    if case.truth is not None:
        return [(INJECTED, 0.0, duration_s)]
    return [(one.kind, one.start_s, min(one.end_s, duration_s)) for one in case.stretches]


def _free_s(
    stretches: Iterable[tuple[str, float, float]], twitches: Sequence[Twitch]
) -> dict[str, float]:
    free_s: dict[str, float] = {}
    for kind, start_s, end_s in stretches:
        own_s = free_of_twitches_s(start_s, end_s, twitches)
        free_s[kind] = free_s.get(kind, 0.0) + own_s
    return free_s


def _kind(stretches: Iterable[tuple[str, float, float]], time_s: float) -> str:
    return next((kind for kind, start_s, end_s in stretches if start_s <= time_s <= end_s), "")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = program_parser("calibration.collect_candidates", __doc__)
    add_recordings(parser)
    add = parser.add_argument
    add("--out", type=Path, required=True, help="folder for the candidates")
    add("--sizes", type=float, nargs="+", default=SIZES, help="in percent of the pupil distance")
    add("--lit-sizes", type=float, nargs="*", default=LIT_SIZES, help="under changing light")
    add("--seed", type=int, default=1, help="fixes which twitches are put in")
    add("--rounds", type=int, default=3, help="how often each stretch is filled, anew each time")
    add("--backend", nargs="+", choices=get_args(Backend), default=get_args(Backend))
    add("--sensor", nargs="+", choices=get_args(Sensor), default=get_args(Sensor))
    add("--jobs", type=int, default=1, help="processes at once")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    run(main)
