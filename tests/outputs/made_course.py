"""A made-up course of a recording, for tests of what is drawn of it."""

from __future__ import annotations

import numpy as np

from twitchcam.outputs.motion_course import Course


def made_course(duration_s: float = 60.0, rate_hz: float = 30.0, seed: int = 0) -> Course:
    """Noise, and at 1.3 s a movement of 1.8 mm of the lower left lip."""
    rng = np.random.default_rng(seed)
    time_s = np.arange(0.0, duration_s, 1.0 / rate_hz)
    down_mm = rng.normal(0.0, 0.01, (len(time_s), 4))
    magnitude_mm = np.abs(rng.normal(0.0, 0.02, (len(time_s), 4)))
    pulse = np.exp(-(((time_s - 1.35) / 0.06) ** 2))
    down_mm[:, 2] += 1.8 * pulse
    magnitude_mm[:, 2] += 0.8 * pulse
    return Course(time_s, down_mm, magnitude_mm, np.full((len(time_s), 4), 0.03))
