"""Light is that of the face, measured where the face turns out to be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.made_motion import RESTING_FACE, make_motion
from twitchcam.records import Floats, Frame, Gray, Rgb
from twitchcam.vision.face_light import LightMeter, measure_light

LANDMARKS = np.random.default_rng(0).uniform((200, 100, 0), (300, 250, 1), (478, 3))
FACE = replace(RESTING_FACE, landmarks=LANDMARKS.astype(np.float32))


def picture(level: int) -> Gray:
    """A dark picture with a face of this level."""
    gray = np.full((480, 640), 5, np.uint8)
    gray[100:250, 200:300] = level
    return gray


def frame(index: int, level: int) -> Frame:
    def read_rgb(reduce: int = 1) -> Rgb:
        raise NotImplementedError

    return Frame(index, index / 30, picture(level), read_rgb)


def test_the_background_does_not_count() -> None:
    assert measure_light(picture(180), FACE.landmarks) == (180.0, 0.0)


def test_a_face_outside_the_picture_has_no_light() -> None:
    assert np.isnan(measure_light(picture(180), FACE.landmarks + np.float32(1000))).all()
    assert np.isnan(measure_light(picture(180), FACE.landmarks - np.float32(1000))).all()


def test_a_reading_outside_the_picture_does_not_count() -> None:
    meter = LightMeter(0.5)
    away = replace(FACE, landmarks=FACE.landmarks + np.float32(1000))
    for index in range(60):
        meter.keep(frame(index, 200))
    motions = make_motion(np.arange(60) / 30, face_at=lambda time_s: FACE if time_s < 1 else away)
    meter.meet(motions)
    assert meter.light == (200.0, 0.0)


def test_pictures_wait_for_their_face() -> None:
    meter = LightMeter(0.5)
    assert np.isnan(meter.light).all()
    times_s: Floats = np.arange(60) / 30
    for index in range(60):
        meter.keep(frame(index, 60 if index < 30 else 200))
    motions = make_motion(times_s, face_at=lambda time_s: FACE if time_s >= 1 else None)
    meter.meet(motions[:20])
    meter.meet(motions[20:])
    assert meter.light == (200.0, 0.0)
