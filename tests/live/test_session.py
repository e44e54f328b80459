"""A session by itself, without the monitor that runs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tests.live.made_up_source import MadeUpSource, Told
from twitchcam.live.session import Session
from twitchcam.records import Frame
from twitchcam.settings import Settings
from twitchcam.vision.face_backend import Sighting

if TYPE_CHECKING:
    from twitchcam.records import Rgb


class NobodyThere:
    """A backend that finds no face."""

    name, model, input_px = "made up", "none", 192

    def find(self, rgb: Rgb, time_s: float) -> Sighting:
        del rgb, time_s
        return Sighting(None, 0)

    def close(self) -> None:
        """Nothing to free."""


def test_the_light_is_measured_anew_where_pictures_are_dropped() -> None:
    """Of a picture's number it would never be the turn where every second one is dropped."""
    levels = [100] * 30 + [200] * 60
    frames = [
        Frame(
            max(0, 2 * number - 1),
            number / 15,
            np.full((48, 64), level, np.uint8),
            lambda _reduce=1, level=level: np.full((48, 64, 3), level, np.uint8),
        )
        for number, level in enumerate(levels)
    ]
    session = Session(MadeUpSource(frames), NobodyThere(), Settings(), Told(), None)
    session.push(frames[0])
    assert session.light == 100.0
    for frame in frames[1:]:
        session.push(frame)
    assert session.light == 200.0
    session.finish()
