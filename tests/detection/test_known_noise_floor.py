"""A noise floor that is known beforehand holds at once, and later on changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.made_motion import Pull, frame_times_s, make_motion
from twitchcam.detection.detector import Detector
from twitchcam.detection.motion_to_signals import SignalBlock
from twitchcam.detection.thresholds import START_LASTS_S, NoiseFloor
from twitchcam.settings import DetectionSettings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twitchcam.records import Event, LipMotion

SETTINGS = DetectionSettings()
KNOWN_MM = (0.05, 0.06, 0.07, 0.08)
ROWS = 12
# Beyond this nothing looks back to when the known floor had weight.
FORGOTTEN_S = START_LASTS_S + 4.0


def block(lips_mm: float) -> SignalBlock:
    lips = np.full((ROWS, 4), lips_mm)
    values = {
        "lips_mm": np.zeros((ROWS, 4, 2)),
        "magnitude_mm": lips,
        "head_mm": np.zeros(ROWS),
        "spread_mm": np.full(ROWS, 0.04),
    }
    return SignalBlock(**values)


def floor_after(known_mm: Sequence[float] | None, lips_mm: float, n_blocks: int) -> NoiseFloor:
    floor = NoiseFloor(SETTINGS, known_mm)
    for _ in range(n_blocks):
        floor.push(block(lips_mm))
    return floor


def events(motions: list[LipMotion], known_mm: Sequence[float] | None = None) -> list[Event]:
    detector = Detector(SETTINGS, noise_floor_mm=known_mm)
    return detector.push(motions) + detector.flush()


def test_it_holds_at_once() -> None:
    floor = floor_after(KNOWN_MM, 0.0, 0)
    assert floor.is_known
    assert floor.floor_mm == pytest.approx(KNOWN_MM)


def test_a_tremor_at_the_start_does_not_lift_it() -> None:
    assert floor_after(KNOWN_MM, 1.0, 30).floor_mm == pytest.approx(KNOWN_MM)
    assert floor_after(None, 1.0, 30).floor_mm.min() > 2 * max(KNOWN_MM)


def test_a_quieter_picture_lowers_it_within_a_second() -> None:
    assert floor_after(KNOWN_MM, 0.02, 8).floor_mm == pytest.approx(0.02)


@pytest.mark.parametrize("lips_mm", [0.02, 0.1])
def test_it_is_forgotten(lips_mm: float) -> None:
    n_blocks = round(START_LASTS_S / SETTINGS.block_s)
    assert floor_after(KNOWN_MM, lips_mm, n_blocks).floor_mm == pytest.approx(lips_mm)


@pytest.mark.parametrize("known_mm", [0.01, 0.2])
def test_what_a_short_recording_could_show_is_its_own(known_mm: float) -> None:
    motions = make_motion(frame_times_s(6.0, 30.0), noise_mm=0.05)
    limits = []
    for known in (None, (known_mm,) * 4):
        detector = Detector(SETTINGS, noise_floor_mm=known)
        detector.push(motions)
        detector.flush()
        limits.append(detector.limit)
    without, with_it = limits
    assert with_it.smallest_detectable_mm == pytest.approx(without.smallest_detectable_mm, rel=0.1)
    assert with_it.detectable_now_mm == pytest.approx(without.detectable_now_mm, rel=0.1)
    assert with_it.noise_floor_mm == pytest.approx(without.noise_floor_mm, rel=0.2)


@settings(max_examples=12)
@given(
    onsets_s=st.lists(st.floats(FORGOTTEN_S, 13.0), min_size=1, max_size=4),
    size_mm=st.floats(0.5, 3.0),
    known_mm=st.floats(0.005, 0.3),
    seed=st.integers(0, 20),
)
def test_once_forgotten_it_changes_nothing(
    onsets_s: list[float], size_mm: float, known_mm: float, seed: int
) -> None:
    pulls = [Pull(onset_s, 0.2, (0, 2), size_mm) for onset_s in onsets_s]
    motions = make_motion(frame_times_s(15.0, 30.0), pulls, seed=seed)
    without, with_it = (
        [event for event in events(motions, known) if event.onset_s > FORGOTTEN_S - 1.0]
        for known in (None, (known_mm,) * 4)
    )
    assert with_it == without
