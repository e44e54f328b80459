"""Turns a clip's table entry into the courses of everything that moves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sample_videos.lip_warp import smoothstep
from sample_videos.twitches import eye_closure, lip_displacement_mm, pulse_train

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sample_videos.clips import Clip, Spell
    from sample_videos.twitches import Twitch

Floats = NDArray[np.float64]

# A blink keeps this far from twitches, and everything it needs.
BLINK_MARGIN_S = 0.35
JAW_OPENING_MM = 12.0
SMILE_OPENING_MM = 7.0
LIP_ROUNDING_MM = 2.5
UPPER_LIP_SHARE = 0.2
# How far the picture pans when the person gets up, in mm: taller than the picture's upper half.
GETTING_UP_MM = 260.0


@dataclass(frozen=True, slots=True)
class Acting:
    """What the puppet does at each time; angles in degrees, towards the person's left positive.

    Parameters
    ----------
    lips_mm
        Motion of the lip quadrants (across, down), shape ``(times, 4, 2)``.
    jaw_mm, rounding_mm, smile
        Mouth opening; corners inward; smile from 0 to 1, shape ``(times,)`` each.
    lids
        Closure of left and right eye from 0 to 1, shape ``(times, 2)``.
    shift_mm
        Head in the picture (right, down), shape ``(times, 2)``.
    angles_deg
        Turn, nod, tilt of the head, shape ``(times, 3)``.
    pan_mm
        Camera downward relative to the person, shape ``(times,)``.
    """

    lips_mm: Floats
    jaw_mm: Floats
    rounding_mm: Floats
    smile: Floats
    lids: Floats
    shift_mm: Floats
    angles_deg: Floats
    pan_mm: Floats

    @classmethod
    def resting(cls, lips_mm: Floats | None = None, jaw_mm: float = 0.0) -> Acting:
        """Return a single frame in which nothing moves but what is given."""
        still = np.zeros(1)
        return cls(
            lips_mm=np.zeros((1, 4, 2)) if lips_mm is None else lips_mm[None],
            jaw_mm=still + jaw_mm,
            rounding_mm=still,
            smile=still,
            lids=np.zeros((1, 2)),
            shift_mm=np.zeros((1, 2)),
            angles_deg=np.zeros((1, 3)),
            pan_mm=still,
        )


def act(clip: Clip, time_s: Floats, seed: int) -> Acting:
    """Return what happens in ``clip`` at ``time_s``, shape ``(times,)``; the seed fixes chance."""
    rng = chance(clip, seed)
    shift_mm, angles_deg = _sway(clip.sway, time_s, rng)
    for axis, moves in enumerate((clip.turns, clip.nods)):
        for start_s, end_s, size_deg in moves:
            angles_deg[:, axis] += size_deg * spell_course((start_s, end_s), time_s, 0.5)
    jaw_mm, rounding_mm = _speech(clip.speech, time_s, rng)
    lips_mm = lip_displacement_mm(clip.twitches, time_s, seed)
    lips_mm[:, :2, 1] -= UPPER_LIP_SHARE * jaw_mm[:, None]
    smile = _any_spell(clip.smiles, time_s, 0.6)
    return Acting(
        lips_mm=lips_mm,
        jaw_mm=jaw_mm + SMILE_OPENING_MM * smile,
        rounding_mm=rounding_mm,
        smile=smile,
        lids=_lids(clip, time_s, rng, seed),
        shift_mm=shift_mm,
        angles_deg=angles_deg,
        pan_mm=GETTING_UP_MM * _any_spell(clip.away, time_s, 0.6),
    )


def chance(clip: Clip, seed: int) -> np.random.Generator:
    """Return random numbers that differ from clip to clip and seed to seed."""
    return np.random.default_rng([seed, *clip.name.encode()])


def spell_course(spell: Spell, time_s: Floats, ramp_s: float) -> Floats:
    """Return a course that rises from 0 to 1 at the spell's start and falls at its end."""
    start_s, end_s = spell
    return smoothstep(np.minimum(time_s - start_s, end_s - time_s) / ramp_s)


def frame_times(clip: Clip, seed: int) -> Floats:
    """Return the clip's frame times in seconds, shape ``(frames,)``, with its gaps."""
    time_s = np.arange(round(clip.duration_s * clip.rate_hz)) / clip.rate_hz
    slow = (time_s >= clip.slow_s[0]) & (time_s < clip.slow_s[1])
    missing = slow & (np.arange(len(time_s)) % 2 == 1)
    lost = chance(clip, seed).random(len(time_s)) < clip.dropped_share
    lost[0] = False
    return np.asarray(time_s[~(missing | lost)])


def blink_spells(clip: Clip, rng: np.random.Generator) -> Iterator[Spell]:
    """Yield the blinks (start, end): natural spacing, none near a twitch or while away."""
    mean_s = 60 / clip.blinks_per_min
    start_s = rng.uniform(0.5, 2.0)
    while start_s < clip.duration_s - 0.5:
        blink = (start_s, start_s + rng.uniform(0.16, 0.25))
        if not any(_close(blink, twitch) for twitch in clip.twitches):
            yield blink
            start_s += mean_s * rng.uniform(0.6, 1.4)
        else:
            start_s += 0.1


def _close(blink: Spell, twitch: Twitch) -> bool:
    return blink[0] < twitch.end_s + BLINK_MARGIN_S and blink[1] > twitch.onset_s - BLINK_MARGIN_S


def _any_spell(spells: tuple[Spell, ...], time_s: Floats, ramp_s: float) -> Floats:
    return sum((spell_course(spell, time_s, ramp_s) for spell in spells), np.zeros(len(time_s)))


def _sway(size: float, time_s: Floats, rng: np.random.Generator) -> tuple[Floats, NDArray[Any]]:
    """Return shift in mm, ``(times, 2)``, and angles in degrees, ``(times, 3)``: slow wandering."""
    rates_hz = rng.uniform(0.08, 0.5, (5, 4))
    phases = rng.uniform(0, 2 * np.pi, (5, 4))
    scales = size * np.array([1.0, 0.8, 1.5, 1.2, 0.6]) / np.sqrt(2)
    waves = np.sin(2 * np.pi * rates_hz * time_s[:, None, None] + phases).sum(axis=-1)
    return waves[:, :2] * scales[:2], waves[:, 2:] * scales[2:]


def _speech(
    spells: tuple[Spell, ...], time_s: Floats, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Return jaw opening and lip rounding in mm, ``(times,)`` each: irregular syllables."""
    jaw_mm, rounding_mm = np.zeros(len(time_s)), np.zeros(len(time_s))
    for spell in spells:
        jaw_mm += JAW_OPENING_MM * _syllables(spell, time_s, rng, 2.5, 6.5)
        rounding_mm += LIP_ROUNDING_MM * _syllables(spell, time_s, rng, 1.0, 2.5)
    return jaw_mm, rounding_mm


def _syllables(
    spell: Spell, time_s: Floats, rng: np.random.Generator, low_hz: float, high_hz: float
) -> Floats:
    """Return openings and closings of random height, as long as 1 / ``low_hz`` .. ``high_hz``."""
    count = int((spell[1] - spell[0]) * high_hz) + 1
    edges_s = np.concatenate([[0.0], np.cumsum(1 / rng.uniform(low_hz, high_hz, count))])
    edges_s = edges_s[edges_s <= spell[1] - spell[0]]
    heights = rng.uniform(0.45, 1.0, len(edges_s) - 1)
    return pulse_train(time_s - spell[0], edges_s, heights)


def _lids(clip: Clip, time_s: Floats, rng: np.random.Generator, seed: int) -> Floats:
    """Return the closure of left and right eye, ``(times, 2)``: blinks, and twitches of the eye."""
    lids = np.zeros((len(time_s), 2))
    for start_s, end_s in blink_spells(clip, rng):
        lids += spell_course((start_s, end_s), time_s, (end_s - start_s) / 3)[:, None]
    for twitch in clip.twitches:
        closing = np.array([twitch.eye in {"left", "both"}, twitch.eye in {"right", "both"}])
        lids += eye_closure(twitch, time_s, seed)[:, None] * closing
    return np.minimum(lids, 1)
