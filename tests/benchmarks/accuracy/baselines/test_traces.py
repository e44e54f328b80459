"""Baselines make traces of what was seen, and those that cannot run are named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from benchmarks.accuracy.baselines.observing import mouth_motion
from benchmarks.accuracy.baselines.thresholds import Rule, Trace
from benchmarks.accuracy.baselines.traces import (
    ALL,
    NAMES,
    NO_MODEL,
    WIDE,
    WIDE_FRAMES,
    band_passed,
    choose_baselines,
    clock,
    lip_movement,
    mouth_width,
    shape_movement,
)
from twitchcam.vision.face_geometry import LEFT_EYE, LIP_QUADRANTS, MOUTH_CORNERS, RIGHT_EYE
from twitchcam.vision.face_landmarker import MODEL_VARIABLE

if TYPE_CHECKING:
    from pathlib import Path

    from twitchcam.vision.face_geometry import Landmarks

TIMES_S = np.arange(120) / 30
EYES_PX = 80.0
# A tremor that frames catch at its peaks.
TREMOR = np.cos(2 * np.pi * 5 * TIMES_S)


def faces() -> Landmarks:
    """Landmarks of a face that stands still."""
    points = np.zeros((len(TIMES_S), 478, 3), np.float32)
    points[:, RIGHT_EYE[0], 0], points[:, LEFT_EYE[0], 0] = 60.0, 60.0 + EYES_PX
    points[:, LIP_QUADRANTS] = (100.0, 80.0, 0.0)
    points[:, MOUTH_CORNERS[0], 0], points[:, MOUTH_CORNERS[1], 0] = 80.0, 120.0
    return points


def turned(points: Landmarks, angle: float) -> Landmarks:
    cos, sin = np.cos(angle), np.sin(angle)
    return points @ np.array([[cos, sin, 0], [-sin, cos, 0], [0, 0, 1]], np.float32)


def test_a_lip_that_shakes_moves_in_pupil_distances() -> None:
    points = faces()
    points[:, LIP_QUADRANTS[2], 1] += 2.0 * TREMOR[:, None]
    movement = lip_movement(points, TIMES_S)[30:90]
    assert movement.max() == pytest.approx(2.0 / EYES_PX, rel=0.1)


def test_a_head_that_shakes_and_tilts_does_not_move_the_lips() -> None:
    moved = np.stack(
        [
            turned(one, 0.1 * s) + np.array([5 * s, 0, 0], np.float32)
            for one, s in zip(faces(), TREMOR, strict=True)
        ]
    )
    assert np.nanmax(lip_movement(moved, TIMES_S)) < 1e-4


def test_frames_without_a_face_stay_unknown() -> None:
    points = faces()
    points[40:60] = np.nan
    inner = np.isnan(lip_movement(points, TIMES_S))[20:100]
    assert (np.flatnonzero(inner) + 20).tolist() == list(range(40, 60))


@pytest.mark.parametrize(("hz", "left"), [(0.5, 0.0), (5.0, 1.0)])
def test_the_band_keeps_twitches_and_drops_slow_movement(hz: float, left: float) -> None:
    wave = np.cos(2 * np.pi * hz * TIMES_S)[:, None]
    assert np.abs(band_passed(wave, TIMES_S)[30:90]).max() == pytest.approx(left, abs=0.1)


@pytest.mark.parametrize("rate_hz", [5.0, 15.0, 60.0])
def test_any_frame_rate_can_be_filtered_or_is_unknown(rate_hz: float) -> None:
    band = band_passed(np.ones((60, 1)), np.arange(60) / rate_hz)
    assert np.isnan(band).all() if rate_hz == 5.0 else np.nanmax(np.abs(band)) < 1e-6


def test_nothing_is_said_of_the_ends() -> None:
    unknown = np.isnan(band_passed(TREMOR[:, None], TIMES_S))[:, 0]
    assert np.flatnonzero(~unknown).tolist() == list(range(9, 111))


def test_too_few_frames_are_unknown() -> None:
    assert np.isnan(band_passed(np.ones((5, 1)), TIMES_S[:5])).all()


@pytest.mark.parametrize(("frames", "found"), [(WIDE_FRAMES - 1, 0), (WIDE_FRAMES, WIDE_FRAMES)])
def test_a_wide_mouth_counts_when_it_lasts(frames: int, found: int) -> None:
    points = faces()
    points[50 : 50 + frames, MOUTH_CORNERS[1], 0] += 10.0
    wide = mouth_width(points) > WIDE
    assert wide.sum() == found
    assert wide[50 : 50 + frames].sum() == found


def test_the_clock_raises_alarms_at_regular_times() -> None:
    ticks = Rule(0.9).events(Trace(TIMES_S, clock(TIMES_S)))
    assert len(ticks) == 3
    assert (ticks[1].onset_s + ticks[1].end_s) / 2 == pytest.approx(2.0)


def test_only_shapes_of_mouth_and_jaw_count() -> None:
    shapes = np.stack([TREMOR, 0.5 * TREMOR, np.zeros_like(TREMOR)], axis=1)
    names = ("eyeBlinkLeft", "mouthLeft", "jawOpen")
    assert shape_movement(shapes, names, TIMES_S)[30:90].max() == pytest.approx(0.5, abs=0.05)
    assert np.isnan(shape_movement(shapes, (), TIMES_S)).all()


def test_motion_energy_is_that_of_the_mouth() -> None:
    noise = np.random.default_rng(0).normal(128, 400, (200, 200))
    picture = np.clip(gaussian_filter(noise, 3), 0, 255).astype(np.uint8)
    mouth, elsewhere = picture.copy(), picture.copy()
    mouth[60:100, 90:110] = picture[62:102, 90:110]
    elsewhere[150:190, 90:110] = picture[152:192, 90:110]
    face = faces()[0]
    assert max(mouth_motion(picture, elsewhere, face)) < 1e-4
    assert min(mouth_motion(picture, mouth, face)) > 1e-3
    assert np.isnan(mouth_motion(picture, mouth, face + 500.0)).all()


def test_without_the_model_its_baselines_are_skipped_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(MODEL_VARIABLE, str(tmp_path / "none.task"))
    baselines, skipped, model = choose_baselines([ALL])
    assert model is None
    assert skipped == dict.fromkeys(("face-landmarker", "blendshapes"), NO_MODEL)
    assert {baseline.name for baseline in baselines} | set(skipped) == set(NAMES)
    assert choose_baselines(["face-mesh"])[1] == {}


def test_with_the_model_none_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = tmp_path / "some.task"
    model.touch()
    monkeypatch.setenv(MODEL_VARIABLE, str(model))
    baselines, skipped, found = choose_baselines([ALL])
    assert (len(baselines), skipped, found) == (len(NAMES), {}, model)
    assert choose_baselines([])[0] == ()
