"""Candidates of made-up people, twitches where one feature says so."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from benchmarks.stretches import REST
from calibration.candidates import NO_TWITCH, Candidates, Source, join
from calibration.collect_candidates import INJECTED
from twitchcam.detection.features import FEATURES

TELLING = [feature.name for feature in FEATURES].index("lips_way")
MINUTES = 4.0
TALKING = "talking"


def made_source(person: str, seed: int, rows: int = 60) -> Candidates:
    """Half of a person's candidates are twitches: those whose one feature is above 0."""
    rng = np.random.default_rng(seed)
    features = rng.normal(size=(rows, len(FEATURES)))
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
