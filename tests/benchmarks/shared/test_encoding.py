"""Pictures are encoded as a recording was, and recordings repeated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from benchmarks.shared.encoding import (
    CRF_RANGE,
    bits_per_second,
    crf_like,
    repeat_video,
    write_video,
)
from twitchcam.capture.video_file import VideoFile

if TYPE_CHECKING:
    from pathlib import Path


def test_a_repeated_recording_is_long_and_even(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    pictures = [(i / 25, rng.integers(0, 255, (48, 64, 3), np.uint8)) for i in range(10)]
    short = write_video(tmp_path / "short.mp4", pictures)
    long = repeat_video(short, tmp_path / "long.mp4", duration_s=2.0)
    with VideoFile(long) as source:
        times_s = [frame.time_s for frame in source]
    assert len(times_s) == 50
    assert np.diff(times_s) == pytest.approx(0.04, abs=0.001)


@pytest.mark.parametrize(("start_s", "within"), [(0.0, 0.7), (1.0, 1.5)])
def test_a_stretch_is_encoded_as_well_as_its_recording(
    tmp_path: Path, start_s: float, within: float
) -> None:
    """Also one in which no picture is coded for itself, as the first is."""
    rng = np.random.default_rng(0)
    base = rng.uniform(40, 210, (90, 120, 3))
    times_s = np.arange(60) / 30
    noisy = [
        (float(t), np.clip(base + rng.normal(0, 6, base.shape), 0, 255).astype(np.uint8))
        for t in times_s
    ]

    def quality(crf: float) -> float:
        source = write_video(tmp_path / "source.mp4", noisy, crf)
        own = [(t - start_s, picture) for t, picture in noisy if start_s <= t < start_s + 1]
        return crf_like(source, lambda: own, start_s, start_s + 1)

    # The same encoder needs the same quality for the same bits.
    assert quality(19.0) == pytest.approx(19.0, abs=within)
    assert quality(25.0) == pytest.approx(25.0, abs=1.5)
    assert quality(40.0) == CRF_RANGE[1]
    assert quality(5.0) == CRF_RANGE[0]


def test_bits_are_those_of_the_stretch(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    still = np.full((90, 120, 3), 128, np.uint8)
    pictures = [
        (i / 10, still if i < 10 else rng.integers(0, 255, still.shape, np.uint8))
        for i in range(20)
    ]
    path = write_video(tmp_path / "half.mp4", pictures)
    assert bits_per_second(path, 1.0, 2.0) > 20 * bits_per_second(path, 0.0, 1.0) > 0
    assert bits_per_second(path, 5.0, 6.0) == 0
