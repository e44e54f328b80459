"""The bars that cause matching has to clear, and what moved weights do."""

from __future__ import annotations

import pytest

from benchmarks.causes.scoring import Result, Shaker, gain, run, score
from benchmarks.causes.vignette_files import Vignette, read_vignettes


@pytest.fixture(scope="module")
def vignettes() -> list[Vignette]:
    """Read all cases."""
    return read_vignettes()


@pytest.fixture(scope="module")
def results(vignettes: list[Vignette]) -> list[Result]:
    """Match all cases once."""
    return run(vignettes)


def test_bars(results: list[Result]) -> None:
    found = score(results)
    assert found.top_1 is not None
    assert found.top_3 is not None
    assert found.over_triage is not None
    assert found.top_1 >= 0.80
    assert found.top_3 >= 0.95
    assert found.missed_emergencies == ()
    assert found.over_triage <= 0.15


def test_recordings_never_make_it_worse_on_the_whole(
    vignettes: list[Vignette], results: list[Result]
) -> None:
    found = gain(results, run(vignettes, recordings=False))
    assert found.cases >= 20
    assert found.with_recordings is not None
    assert found.without_recordings is not None
    assert found.with_recordings > found.without_recordings


def test_moved_weights(vignettes: list[Vignette]) -> None:
    shaker = Shaker(vignettes[::8], literal=False)
    steady = shaker.all_at_once(5, seed=3)
    assert steady == shaker.all_at_once(5, seed=3)
    assert steady.top_1_lowest <= steady.top_1_mean <= steady.top_1_highest
    assert 0 < steady.kept <= 1
    assert steady.moved > 500
