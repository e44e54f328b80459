"""Candidates of made-up people, twitches where one feature says so, and made-up courses."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.recordings.stretches import REST
from calibration.candidates import NO_TWITCH, Candidates
from calibration.collected import INJECTED, Source, join
from calibration.courses import Courses, course_of
from calibration.material import Material
from sample_videos.twitches import single
from tests.made_motion import Pull, frame_times_s, make_motion
from tests.made_rows import rows_of
from twitchcam.detection.features import FEATURE_NAMES

if TYPE_CHECKING:
    from twitchcam.decisions.fitted_decision import FittedDecision
    from twitchcam.records import Floats

TELLING = FEATURE_NAMES.index("lips_way")
MINUTES = 4.0
TALKING = "talking"


def made_source(person: str, seed: int, rows: int = 60) -> Candidates:
    """Half of a person's candidates are twitches: those whose one feature is above 0."""
    rng = np.random.default_rng(seed)
    features = rng.normal(size=(rows, len(FEATURE_NAMES)))
    features[:, TELLING] = rng.permutation(np.linspace(-2.0, 2.0, rows))
    is_true = features[:, TELLING] > 0
    kinds = np.where(np.arange(rows) % 3 == 0, TALKING, INJECTED)
    return Candidates(
        sources=(
            Source(
                clip=f"{person}.mp4",
                person=person,
                size=2.0,
                twitches=int(is_true.sum()) + 2,
                free_s={INJECTED: 60 * MINUTES, TALKING: 60 * MINUTES, REST: 0.0},
            ),
        ),
        features=features,
        source=np.zeros(rows, dtype=np.int64),
        twitch=np.where(is_true, np.arange(rows), NO_TWITCH),
        unsure=np.zeros(rows, dtype=np.bool_),
        observable=np.ones(rows, dtype=np.bool_),
        told=np.ones(rows, dtype=np.bool_),
        time_s=np.arange(rows, dtype=np.float64),
        strength=np.full(rows, 3.0),
        kind=kinds,
    )


def made_people(*names: str) -> Candidates:
    """Candidates of several people."""
    return join(made_source(name, seed) for seed, name in enumerate(names))


def without_courses(candidates: Candidates) -> Material:
    """Candidates alone: no network can be fitted."""
    courses = [course_of(None, source, (), ()) for source in candidates.sources]
    return Material(candidates, join(courses))


def made_course(person: str, seed: int, onsets_s: tuple[float, ...] = (1.5, 2.8)) -> Courses:
    """Four seconds of somebody's lips: twitches of 2 mm, or none."""
    pulls = [Pull(onset_s, 0.2, (seed % 4,), 2.0) for onset_s in onsets_s]
    rows = rows_of(make_motion(frame_times_s(4.0, 30.0), pulls, seed=seed))
    twitches = tuple(single(onset_s, 0.2, "upper", "left", 2.0) for onset_s in onsets_s)
    source = Source(f"{person}{seed}.mp4", person, 2.0 if onsets_s else None, len(twitches), {})
    return course_of(rows, source, twitches, [(INJECTED, 0.0, 4.0)])


def scored(
    time_s: list[float], *, true: list[bool] | None = None, kind: str = REST, free_s: float = 60.0
) -> Candidates:
    """Candidates of one recording at these times, none a twitch unless told."""
    rows = len(time_s)
    plain = made_source("one", 0, rows)
    twitch = np.where(true or [False] * rows, np.arange(rows), NO_TWITCH)
    source = replace(plain.sources[0], free_s={kind: free_s})
    return replace(
        plain,
        sources=(source,),
        twitch=twitch,
        time_s=np.array(time_s, dtype=np.float64),
        kind=np.full(rows, kind),
    )


def scores(decision: FittedDecision, features: Floats) -> Floats:
    """What a decision makes of each row, by points alone."""
    return np.array([decision.points_score(row) for row in features])
