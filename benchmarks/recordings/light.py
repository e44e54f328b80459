"""Changes of light in a stretch of rest: nothing may be found there but twitches that were put in.

The pictures of a real recording get another exposure and are encoded anew; so they are synthetic.
A change of light multiplies what reaches the sensor, and pixels keep a power of that
(:data:`GAMMA`), so they are multiplied by that power of the gain. What leaves the range of a pixel
is cut off, as in a camera.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from benchmarks.recordings.injection import Pictures
    from twitchcam.records import Rgb

Floats = NDArray[np.float64]
# From the times of the pictures, how many rows each has, and a source of chance: the gain of the
# light, shape (pictures, 1) or (pictures, rows).
Light: TypeAlias = Callable[[Floats, int, np.random.Generator], Floats]

GAMMA = 2.2
# One stop is a factor of two. A lamp or cloud: so many stops up and down, in so many seconds.
RAMP_STOPS, RAMP_PERIOD_S = 0.5, (4.0, 10.0)
# Auto-exposure: a new exposure within so many stops, after so long, settling with such a time.
STEP_STOPS, STEP_AFTER_S, STEP_SETTLES_S = 0.5, (1.2, 3.0), (0.07, 0.2)
# Lamps on the mains flicker at twice its frequency; so deep once the exposure has evened it out: a
# sixtieth of a second leaves a sixth of what a lamp of 100 Hz has.
LAMPS_HZ, FLICKER_SHARE = (100.0, 120.0), 0.05
# From the first row of a picture to its last one (rolling shutter).
READOUT_S = 0.02


def ramp(time_s: Floats, rows: int, rng: np.random.Generator) -> Floats:
    """Light that slowly comes and goes."""
    del rows
    turns = time_s / rng.uniform(*RAMP_PERIOD_S) + rng.uniform()
    return np.exp2(RAMP_STOPS * np.sin(2 * np.pi * turns))[:, None]


def steps(time_s: Floats, rows: int, rng: np.random.Generator) -> Floats:
    """Auto-exposure that changes its mind, and settles within some pictures."""
    del rows
    stops, level = np.zeros_like(time_s), 0.0
    at_s = rng.uniform(0, STEP_AFTER_S[0])
    while at_s < time_s[-1]:
        goal = rng.uniform(-STEP_STOPS, STEP_STOPS)
        since_s = np.maximum(time_s - at_s, 0.0)
        stops += (goal - level) * (1 - np.exp(-since_s / rng.uniform(*STEP_SETTLES_S)))
        level, at_s = goal, at_s + rng.uniform(*STEP_AFTER_S)
    return np.exp2(stops)[:, None]


def flicker(time_s: Floats, rows: int, rng: np.random.Generator) -> Floats:
    """A lamp on the mains: bands that wander, as fast as it beats against the pictures' rate.

    Of 50 and 60 Hz the one with the faster beat is taken: 10 Hz at 30 pictures a second, 5 at 25.
    """
    rate_hz = 1 / float(np.median(np.diff(time_s)))
    lamp_hz = max(LAMPS_HZ, key=lambda lamp_hz: beat_hz(lamp_hz, rate_hz))
    row_s = time_s[:, None] + np.arange(rows) / rows * READOUT_S
    phase = rng.uniform(0, 2 * np.pi)
    return np.asarray(1 + FLICKER_SHARE * np.cos(2 * np.pi * lamp_hz * row_s + phase), np.float64)


LIGHTS: dict[str, Light] = {
    "light ramp (synthetic)": ramp,
    "light steps (synthetic)": steps,
    "light flicker (synthetic)": flicker,
}


def beat_hz(lamp_hz: float, rate_hz: float) -> float:
    """Frequency at which a lamp seems to flicker in pictures taken at a rate."""
    return abs(lamp_hz - round(lamp_hz / rate_hz) * rate_hz)


def change_light(
    shown_s: Floats, pictures: Pictures, light: Light, rng: np.random.Generator
) -> Pictures:
    """Yield pictures under another light.

    Parameters
    ----------
    shown_s
        When what each picture shows was recorded, shape ``(pictures,)``.
    pictures
        Of a stretch, with twitches or without.
    light
        How it changes; ``rng`` is its source of chance.
    """
    gains: Floats | None = None
    for number, (time_s, picture) in enumerate(pictures):
        if gains is None:
            gains = light(shown_s, len(picture), rng) ** (1 / GAMMA)
        yield time_s, lit(picture, gains[number])


def lit(picture: Rgb, gain: Floats) -> Rgb:
    """Multiply the rows of a picture by gains, shape ``(1,)`` or ``(rows,)``."""
    bright = picture * gain.astype(np.float32)[:, None, None]
    return np.clip(np.rint(bright), 0, 255).astype(np.uint8)
