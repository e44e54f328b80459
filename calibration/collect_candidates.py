"""Goes through recordings of faces and keeps what decisions are fitted on.

That is every moment at which the lips stand out (candidates), and how lips and face move all the
time (courses). Into stretches of rest, synthetic twitches of known size are put; rest under
changing light, slow movements of the lips, also put in, and recordings as they are show what is
no twitch. All that is also seen coded once more, coarsely, and rest with hardly anything lost by
coding, as a camera shows it. Each clip is seen by all backends and sensors asked for. Run it from
the project's folder:
``python -m calibration.collect_candidates FOLDER --stretches TABLE --out FOLDER``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain, product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, get_args

import numpy as np
from rich.progress import Progress

from benchmarks.accuracy.jobs import Plan, rest_jobs, whole_jobs
from benchmarks.accuracy.run_jobs import run_jobs
from benchmarks.recordings.frozen import NOBODY_LIVING, living_stretches
from benchmarks.recordings.slow_movements import SLOW_SIZES
from benchmarks.recordings.videos import videos_in
from benchmarks.shared.command_line import add_recordings, program_parser, run_program
from calibration.candidates import EDGE_S, Candidates, free_of_twitches_s, label
from calibration.coarse import coded_coarsely
from calibration.collected import (
    COARSE,
    FINE,
    INJECTED,
    PLAIN,
    SIDEWAYS,
    SLOW,
    SLOW_MOVEMENTS,
    Source,
    join,
)
from calibration.courses import Courses, course_of
from calibration.material import Material, save
from twitchcam.capture.video_file import VideoFile
from twitchcam.cli.native_noise import native_noise_hidden
from twitchcam.decisions.fitted_decision import FittedDecision, file_name
from twitchcam.detection.candidates import CandidateFinder
from twitchcam.detection.features import FEATURE_NAMES
from twitchcam.detection.history import History
from twitchcam.detection.motion_to_rows import RowStream
from twitchcam.detection.movements import measure_movement
from twitchcam.detection.observability import UnobservableStretches
from twitchcam.detection.spell_to_event import decide
from twitchcam.detection.spells import Judged, Spell
from twitchcam.errors import UsageError
from twitchcam.evidence.observable_time import unobservable_spans
from twitchcam.records import Kind
from twitchcam.settings import Backend, DetectionSettings, Sensor, Settings
from twitchcam.stages import backend_for, sensor_for
from twitchcam.vision.frames_to_lip_motion import LipMotionReader

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from benchmarks.accuracy.case import Case
    from benchmarks.accuracy.jobs import Job
    from benchmarks.recordings.stretches import Span
    from calibration.courses import Stretch
    from sample_videos.twitches import Twitch
    from twitchcam.detection.candidates import Candidate
    from twitchcam.detection.rows import Rows
    from twitchcam.records import LipMotion

SIZES, LIT_SIZES = (0.5, 1.0, 2.0, 4.0), (1.0, 2.0, 4.0)
# Quality of H.264 at which hardly anything is lost.
FINE_CRF = 10.0

Collected = tuple[Candidates, Courses]


@dataclass(frozen=True, slots=True)
class Collector:
    """Has a recording seen by several backends and sensors; can be sent to another process.

    ``variant`` says what is special about what is put in.
    """

    settings: tuple[Settings, ...]
    variant: str = PLAIN

    def __call__(self, case: Case) -> tuple[Collected, ...]:
        """What a recording gives for each of the settings; coded coarsely too, if not finely."""
        with TemporaryDirectory() as work:
            seen = [(case, self.variant)]
            if self.variant != FINE:
                coarse = coded_coarsely(case.path, case.clip, Path(work) / "it.mp4")
                seen.append((replace(case, path=coarse), COARSE))
            return tuple(
                _joined([collect(each, one, variant) for each, variant in seen])
                for one in self.settings
            )


def collect(case: Case, settings: Settings, variant: str = PLAIN) -> Collected:
    """Candidates and course of one recording with their truth."""
    motions = read_motion(case.path, settings)
    rows = rows_of(motions, settings.detection)
    twitches = case.truth or ()
    stretches = _stretches(case, motions[-1].time_s if motions else 0.0)
    seen = seen_spells(rows, motions[-1].time_s, settings.detection) if rows else []
    free_s = _free_s(stretches, twitches, seen)
    size = None if case.slow else case.size
    source = Source(case.clip, case.person, size, len(twitches), free_s, variant)
    candidates = candidates_of(rows, source, twitches, stretches, settings.detection)
    return candidates, course_of(rows, source, twitches, stretches)


def candidates_of(
    rows: Rows | None,
    source: Source,
    twitches: Sequence[Twitch],
    stretches: Sequence[Stretch],
    settings: DetectionSettings,
) -> Candidates:
    """Candidates of one recording with their truth."""
    found = find_candidates(rows, settings) if rows else []
    told = [rows is not None and is_told(one, rows, settings) for one in found]
    own, unsure = label(found, twitches, [edge_s for _, *span in stretches for edge_s in span])
    return Candidates(
        sources=(source,),
        features=np.array([one.features for one in found]).reshape(-1, len(FEATURE_NAMES)),
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

    A lip that goes too far, or a word that begins, is refused by plain rules, whatever its score.
    """
    spell = Spell.of([Judged(found, 0.0, accepted=True)])
    movement = measure_movement(spell, rows, settings)
    event = decide(movement, spell, accept_nothing(), settings)
    return event.kind is Kind.TWITCH and not movement.unobservable


def seen_spells(rows: Rows, duration_s: float, settings: DetectionSettings) -> list[Span]:
    """From when to when a recording could be judged: elsewhere no candidate is ever accepted."""
    hidden = UnobservableStretches(settings)
    stretches = [*hidden.push(rows.time_s, rows.codes), *hidden.flush(duration_s)]
    edges_s = [0.0, *chain(*unobservable_spans(stretches, duration_s)), duration_s]
    return list(zip(edges_s[::2], edges_s[1::2], strict=True))


def accept_nothing() -> FittedDecision:
    """Return a decision without points, to which nothing is a twitch."""
    n = len(FEATURE_NAMES)
    return FittedDecision(
        names=FEATURE_NAMES,
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
    pairs: list[tuple[Backend, Sensor]] = list(product(options.backend, options.sensor))
    settings = tuple(Settings(backend=one, sensor=other) for one, other in pairs)
    collected: list[list[Collected]] = [[] for _ in pairs]
    with native_noise_hidden(), Progress(transient=True) as progress:
        for variant, jobs in _jobs(options).items():
            done = run_jobs(jobs, Collector(settings, variant), options.jobs)
            for one in progress.track(done, total=len(jobs), description=variant):
                if one.failure:
                    print(f"{one.name}: left out: {one.failure}")
                for parts in one.measured:
                    for own, part in zip(collected, parts, strict=True):
                        own.append(part)
    for (backend, sensor), own in zip(pairs, collected, strict=True):
        if not own:
            message = "no recording could be measured: nothing is written"
            raise UsageError(message)
        candidates, courses = _joined(own)
        target = options.out / Path(file_name(backend, sensor)).with_suffix(".npz")
        # Also recordings without any candidate: their minutes and their missed twitches count.
        save(target, Material(candidates, courses))
        n_candidates, n_true = len(candidates.time_s), candidates.is_true.sum()
        print(f"{target.name}: {n_candidates} candidates, {n_true} in twitches")
    return 0


def _joined(parts: Sequence[Collected]) -> Collected:
    return join([candidates for candidates, _ in parts]), join([courses for _, courses in parts])


def _jobs(options: argparse.Namespace) -> dict[str, list[Job]]:
    """What is to be looked at, by variant."""
    stretches = living_stretches(options.folder, options.stretches)
    plan = Plan(
        tuple(options.sizes), options.seed, options.rounds, lit_sizes=tuple(options.lit_sizes)
    )
    sideways = replace(plan, rounds=options.sideways_rounds, light=False, sideways=True)
    fine = replace(plan, rounds=options.fine_rounds, crf=FINE_CRF)
    slow = Plan((), options.seed, options.slow_rounds, light=False, slow_sizes=SLOW_SIZES)
    known = {stretch.file for stretch in stretches}
    videos = [video for video in videos_in(options.folder) if video.name in known]
    return {
        PLAIN: whole_jobs(videos, stretches) + rest_jobs(options.folder, stretches, plan),
        SIDEWAYS: rest_jobs(options.folder, stretches, sideways),
        # Without any round, not under changing light either.
        FINE: rest_jobs(options.folder, stretches, fine) if fine.rounds else [],
        SLOW: rest_jobs(options.folder, stretches, slow),
    }


def _stretches(case: Case, duration_s: float) -> list[Stretch]:
    """What a recording shows: kind, start and end of each stretch."""
    if case.slow:
        return [(SLOW_MOVEMENTS, 0.0, duration_s)]
    if case.truth is not None:
        return [(INJECTED, 0.0, duration_s)]
    return [(one.kind, one.start_s, min(one.end_s, duration_s)) for one in case.stretches]


def _free_s(
    stretches: Iterable[Stretch], twitches: Sequence[Twitch], seen: Sequence[Span]
) -> dict[str, float]:
    """Time by kind in which a candidate would be false and counted: where nobody lives, none."""
    free_s: dict[str, float] = {}
    for kind, start_s, end_s in stretches:
        if kind in NOBODY_LIVING:
            continue
        # Stretches lose their edges, which are not known so exactly; where seeing ends is.
        parts = [(max(a - EDGE_S, start_s), min(b + EDGE_S, end_s)) for a, b in seen]
        own_s = sum(free_of_twitches_s(*part, twitches) for part in parts)
        free_s[kind] = free_s.get(kind, 0.0) + own_s
    return free_s


def _kind(stretches: Iterable[Stretch], time_s: float) -> str:
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
    add("--sideways-rounds", type=int, default=1, help="the same with lips pulled sideways")
    add("--fine-rounds", type=int, default=2, help="the same with next to no loss by coding")
    add("--slow-rounds", type=int, default=1, help="the same with slow movements, no twitches")
    add("--backend", nargs="+", choices=get_args(Backend), default=get_args(Backend))
    add("--sensor", nargs="+", choices=get_args(Sensor), default=get_args(Sensor))
    add("--jobs", type=int, default=1, help="processes at once")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    run_program(main)
