"""A patch of skin that moves as it is told, and a sensor that is placed on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from twitchcam.vision.region_flow import RegionFlow

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from twitchcam.records import Floats

WIDTH, HEIGHT, PIXELS = 104, 92, 72
MOUTH = np.array([WIDTH / 2, 0.55 * HEIGHT])
LIPS: Floats = MOUTH + np.array([[12.0, -9.0], [-12.0, -9.0], [12.0, 9.0], [-12.0, 9.0]])
RNG = np.random.default_rng(3)
WAVES = 60
FREQUENCY = RNG.uniform(-0.35, 0.35, (WAVES, 2))
PHASE = RNG.uniform(0.0, 2 * np.pi, WAVES)


def skin(across: float = 0.0, down: float = 0.0, stretch: float = 1.0) -> NDArray[Any]:
    """A smooth texture, known everywhere, after it has moved by this many pixels."""
    x, y = np.meshgrid(np.arange(WIDTH) - across, np.arange(HEIGHT) - down)
    turns = np.multiply.outer(x, FREQUENCY[:, 0]) + np.multiply.outer(y, FREQUENCY[:, 1])
    waves = np.sin(turns / stretch + PHASE).sum(axis=-1)
    return (128 + 40 * waves / np.sqrt(WAVES / 2)).astype(np.float32)


def placed_flow() -> RegionFlow:
    """A sensor that knows where the lips are."""
    flow = RegionFlow(WIDTH, HEIGHT)
    flow.place(LIPS, PIXELS)
    return flow
