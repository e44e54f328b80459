"""Noise of the sensor and movement of the lips are told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from benchmarks.limits import bound_px, halves_of, main, measure_limits, motion_px
from benchmarks.recordings.stretches import REST, Stretch
from sample_videos.clips import SAMPLES
from tests.vision.made_skin import placed_flow, skin
from twitchcam.errors import SourceError

if TYPE_CHECKING:
    from pathlib import Path

    from twitchcam.records import Floats
    from twitchcam.vision.region_flow import Patch, RegionFlow


@pytest.fixture
def flow() -> RegionFlow:
    return placed_flow()


def noisy(patch: Patch, levels: float, seed: int) -> Patch:
    noise = np.random.default_rng(seed).normal(0.0, levels, patch.shape)
    return (patch + noise).astype(np.float32)


@pytest.mark.parametrize("shift", [(0.05, -0.02), (-1.25, 0.75)])
def test_halves_agree(flow: RegionFlow, shift: tuple[float, float]) -> None:
    flow.between(skin(), skin(*shift))
    halves = motion_px(flow, halves_of(flow))
    assert halves.shape == (8, 2)
    first, second = np.split(halves, 2)
    assert np.abs(first - second).max() < 0.01 + 0.05 * np.hypot(*shift)


def test_halves_read_a_small_shift_as_the_whole_does(flow: RegionFlow) -> None:
    motion, _ = flow.between(skin(), skin(0.05, -0.02))
    assert motion_px(flow, halves_of(flow)) == pytest.approx(np.tile(motion[:4], (2, 1)), abs=0.01)


def test_noise_shows_in_the_bound_and_where_halves_differ(flow: RegionFlow) -> None:
    def apart(levels: float) -> tuple[float, float]:
        differences: list[Floats] = []
        for seed in range(0, 40, 2):
            flow.between(noisy(skin(), levels, seed), noisy(skin(), levels, seed + 1))
            first, second = np.split(motion_px(flow, halves_of(flow)), 2)
            differences.append((first - second) / 2)
        return float(np.std(differences)), bound_px(flow)

    (little, low), (much, high) = apart(0.5), apart(2.0)
    assert much == pytest.approx(4 * little, rel=0.3)
    assert high == pytest.approx(4 * low, rel=0.3)
    # Each picture adds noise, so that a step has twice the variance of one picture.
    assert 0.5 * low < little / np.sqrt(2) < 2.0 * low


def test_a_twitching_lip_moves_more_than_a_resting_one() -> None:
    """The sample clips are known: one rests, in the other the lower lip trembles."""
    still = measure_limits(SAMPLES / "still.mp4", Stretch("still.mp4", REST, 0.0, 4.0))
    name = "lower_tremor_5hz.mp4"
    tremor = measure_limits(SAMPLES / name, Stretch(name, REST, 0.0, 8.0))
    assert still.noise_mm < still.lips_mm < 0.3 * tremor.lips_mm
    assert still.bound_mm < still.twitch_mm
    assert still.twitch_mm == pytest.approx(tremor.twitch_mm, rel=0.05)


def test_a_stretch_that_is_too_short_is_refused() -> None:
    with pytest.raises(SourceError, match="at rest for long enough"):
        measure_limits(SAMPLES / "still.mp4", Stretch("still.mp4", REST, 0.0, 0.2))


def test_without_any_rest_the_program_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "stretches.tsv"
    rows = ("file\tkind\tstart_s\tend_s", "still.mp4\ttalking\t0\t2")
    table.write_text("\n".join(rows) + "\n", "utf-8")
    assert main([str(SAMPLES), "--stretches", str(table)]) == 1
    assert "no rest could be measured" in capsys.readouterr().out


def test_the_program(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "stretches.tsv"
    rows = ["file\tkind\tstart_s\tend_s\tperson"]
    rows += [f"{name}\trest\t0\t2\tsomeone" for name in ("still.mp4", "gone.mp4")]
    table.write_text("\n".join(rows) + "\n", "utf-8")
    assert main([str(SAMPLES), "--stretches", str(table)]) == 0
    shown = capsys.readouterr().out
    assert "still.mp4 from 0 s" in shown
    assert "left out: gone.mp4" in shown
