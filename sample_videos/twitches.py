"""Lip twitches that are known exactly: what moved, when, how far, and how to draw it.

A `Twitch` says what happens, `unit_excursion` gives its course in time, `lip_displacement_mm`
turns many of them into motion of the four lip quadrants; `lip_warp.LipWarp` moves a picture's lips
by it. Quadrants, sides and axes are those of `twitchcam.records`: left is the person's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sample_videos.lip_warp import smoothstep

if TYPE_CHECKING:
    from collections.abc import Iterable

    from twitchcam.records import Eye, Lip, Pattern, Side

Floats = NDArray[np.float64]

# Direction of a pull in each quadrant, (across, down): away from the mouth line, a little outward.
PULL = np.array([[0.3, -1.0], [-0.3, -1.0], [0.3, 1.0], [-0.3, 1.0]]) / np.hypot(0.3, 1.0)
# The same straight towards the corner of the mouth.
SIDEWAYS = np.array([[1.0, 0.0], [-1.0, 0.0], [1.0, 0.0], [-1.0, 0.0]])
# A muscle shortens faster than it lets go.
RISE_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class Twitch:
    """One true event.

    Parameters
    ----------
    size_mm
        Peak-to-peak excursion of the lip at the middle of each moved quadrant; for pulses from
        rest to the highest peak.
    frequency_hz
        Only for tremor, else ``None``.
    peaks
        Number of contractions.
    eye
        Which eye closes with it.
    """

    onset_s: float
    duration_s: float
    lip: Lip
    side: Side
    pattern: Pattern
    size_mm: float
    frequency_hz: float | None = None
    peaks: int = 1
    eye: Eye = "none"

    @property
    def end_s(self) -> float:
        """Time at which the lip is back at rest, in seconds."""
        return self.onset_s + self.duration_s


def single(onset_s: float, duration_s: float, lip: Lip, side: Side, size_mm: float) -> Twitch:
    """Return one smooth contraction."""
    return Twitch(onset_s, duration_s, lip, side, "single", size_mm)


def burst(  # noqa: PLR0913, PLR0917 the six facts of a burst
    onset_s: float,
    peaks: int,
    rate_hz: float,
    lip: Lip,
    side: Side,
    size_mm: float,
    eye: Eye = "none",
) -> Twitch:
    """Return ``peaks`` irregular contractions, on average ``rate_hz`` per second (5 to 8)."""
    return Twitch(onset_s, peaks / rate_hz, lip, side, "burst", size_mm, None, peaks, eye)


def tremor(  # noqa: PLR0913, PLR0917 the six facts of a tremor
    onset_s: float, cycles: int, frequency_hz: float, lip: Lip, side: Side, size_mm: float
) -> Twitch:
    """Return ``cycles`` whole cycles of a regular oscillation about rest."""
    duration_s = cycles / frequency_hz
    return Twitch(onset_s, duration_s, lip, side, "tremor", size_mm, frequency_hz, cycles)


def unit_excursion(twitch: Twitch, time_s: Floats, seed: int = 0) -> Floats:
    """Return the twitch's course, shape ``(times,)``, with a peak-to-peak excursion of 1.

    Pulses rise from 0 to 1, tremor swings from -0.5 to 0.5; outside the event it is 0. The seed
    and the twitch together fix a burst's irregularity.
    """
    if twitch.pattern == "tremor":
        return _oscillation(twitch, time_s)
    edges_s, heights = _pulses(twitch, seed)
    return pulse_train(time_s - twitch.onset_s, edges_s, heights)


def eye_closure(twitch: Twitch, time_s: Floats, seed: int = 0) -> Floats:
    """Return how far the twitch closes the eye, shape ``(times,)``, 0 open to 1 shut.

    The eye narrows for the whole event and flickers with each contraction.
    """
    share = np.clip((time_s - twitch.onset_s) / twitch.duration_s, 0, 1)
    held = smoothstep(np.minimum(share, 1 - share) * twitch.duration_s / 0.15)
    return np.asarray(held * (0.6 + 0.4 * np.abs(unit_excursion(twitch, time_s, seed))))


def moved_quadrants(lip: Lip, side: Side) -> NDArray[np.bool_]:
    """Return which quadrants move, shape ``(4,)``, in the order of ``records.QUADRANTS``."""
    upper, left = np.array([True, True, False, False]), np.array([True, False, True, False])
    by_lip = {"upper": upper, "lower": ~upper, "both": upper | True}
    by_side = {"left": left, "right": ~left, "both": left | True}
    return np.asarray(by_lip[lip] & by_side[side])


def lip_displacement_mm(
    twitches: Iterable[Twitch], time_s: Floats, seed: int = 0, direction: Floats = PULL
) -> Floats:
    """Return the motion of the quadrant centres in mm, shape ``(times, 4, 2)``: across, down.

    ``direction`` is that of a pull in each quadrant, shape ``(4, 2)``.
    """
    total_mm = np.zeros((len(time_s), 4, 2))
    for twitch in twitches:
        course_mm = twitch.size_mm * unit_excursion(twitch, time_s, seed)
        pull = direction * moved_quadrants(twitch.lip, twitch.side)[:, None]
        total_mm += course_mm[:, None, None] * pull
    return total_mm


def pulse_train(time_s: Floats, edges_s: Floats, heights: Floats) -> Floats:
    """Return raised-cosine pulses, one between each pair of neighbouring edges.

    Parameters
    ----------
    time_s
        Shape ``(times,)``.
    edges_s, heights
        Where pulses begin and end, shape ``(pulses + 1,)``, and their heights, ``(pulses,)``.
    """
    pulse = np.searchsorted(edges_s, time_s, side="right") - 1
    inside = (pulse >= 0) & (pulse < len(heights))
    pulse = np.clip(pulse, 0, len(heights) - 1)
    share = np.clip((time_s - edges_s[pulse]) / np.diff(edges_s)[pulse], 0, 1)
    phase = np.interp(share, [0, RISE_SHARE, 1], [0, 0.5, 1])
    return np.asarray(inside * heights[pulse] * (0.5 - 0.5 * np.cos(2 * np.pi * phase)))


def _oscillation(twitch: Twitch, time_s: Floats) -> Floats:
    """Return a sine about rest whose first and last half cycle swell and fade."""
    cycles = (time_s - twitch.onset_s) * float(twitch.frequency_hz or 0)
    to_edge = np.minimum(cycles, twitch.peaks - cycles)
    return np.asarray(0.5 * np.sin(2 * np.pi * cycles) * smoothstep(2 * to_edge))


def _pulses(twitch: Twitch, seed: int) -> tuple[Floats, Floats]:
    """Return the pulses' edges in s from onset, ``(peaks + 1,)``, and heights, ``(peaks,)``."""
    rng = np.random.default_rng([seed, round(twitch.onset_s * 1000)])
    lengths = rng.uniform(0.75, 1.25, twitch.peaks)
    heights = rng.uniform(0.55, 1.0, twitch.peaks)
    edges = np.concatenate([[0.0], np.cumsum(lengths)])
    return edges * (twitch.duration_s / edges[-1]), heights / heights.max()
