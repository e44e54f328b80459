"""The sample clips: what happens in each, as a table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sample_videos.twitches import Twitch, burst, single, tremor

Spell = tuple[float, float]
HeadMove = tuple[float, float, float]

# Where the clips are.
SAMPLES = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """One clip to make. Spells are (start, end) in seconds.

    Parameters
    ----------
    sway
        Unintended head motion: 1 is a person sitting relaxed, about 1 mm and 1 degree.
    turns, nods
        Head turns and nods: (start, end, degrees), positive towards the person's left and down.
    smiles, speech, away
        When the person smiles, talks, is out of the picture.
    noise_levels, flicker_share
        Sensor noise (standard deviation, gray levels) and exposure flicker (share of brightness).
    slow_s, dropped_share
        Spell at half the frame rate, and share of frames lost: make a variable frame rate.
    rotation_deg
        Clockwise turn that a player has to apply to the stored pictures.
    crf
        Quality of H.264, smaller is better.
    """

    name: str
    about: str
    duration_s: float = 12.0
    twitches: tuple[Twitch, ...] = ()
    sway: float = 1.0
    blinks_per_min: float = 15.0
    turns: tuple[HeadMove, ...] = ()
    nods: tuple[HeadMove, ...] = ()
    smiles: tuple[Spell, ...] = ()
    speech: tuple[Spell, ...] = ()
    away: tuple[Spell, ...] = ()
    noise_levels: float = 1.5
    flicker_share: float = 0.0
    width_px: int = 640
    height_px: int = 480
    rate_hz: float = 30.0
    slow_s: Spell = (0.0, 0.0)
    dropped_share: float = 0.0
    rotation_deg: int = 0
    crf: int = 20


CLIPS = (
    Clip(
        name="still",
        about="no twitch: a person at rest who blinks",
        duration_s=15.0,
        sway=0.3,
    ),
    Clip(
        name="singles",
        about="single twitches in each quadrant",
        duration_s=15.0,
        sway=0.5,
        twitches=(
            single(2.4, 0.20, "upper", "left", 2.5),
            single(4.1, 0.15, "lower", "left", 2.0),
            single(5.6, 0.25, "upper", "right", 3.0),
            single(7.9, 0.12, "lower", "right", 2.5),
            single(9.5, 0.30, "upper", "left", 1.5),
            single(11.0, 0.18, "upper", "right", 2.0),
            single(13.2, 0.22, "lower", "left", 3.0),
        ),
    ),
    Clip(
        name="both_sides",
        about="twitches on both sides at once, upper lip, lower lip and both",
        twitches=(
            single(2.2, 0.20, "upper", "both", 2.0),
            burst(4.0, 4, 6.0, "lower", "both", 2.5),
            single(6.3, 0.16, "lower", "both", 3.0),
            burst(7.8, 5, 7.0, "upper", "both", 2.0),
            single(10.1, 0.25, "both", "both", 2.5),
        ),
    ),
    Clip(
        name="one_sided_bursts_eye",
        about="bursts in both lips on the left, the left eye closes with them",
        duration_s=15.0,
        sway=0.5,
        twitches=(
            burst(2.3, 5, 6.0, "both", "left", 3.0, "left"),
            burst(4.9, 3, 5.5, "both", "left", 2.5, "left"),
            burst(7.2, 8, 7.0, "both", "left", 3.5, "left"),
            burst(10.3, 4, 5.0, "both", "left", 2.0, "left"),
            burst(12.6, 6, 7.5, "both", "left", 3.0, "left"),
        ),
    ),
    Clip(
        name="lower_tremor_5hz",
        about="tremor of the lower lip at 5 Hz in three spells",
        sway=0.5,
        twitches=(
            tremor(2.1, 10, 5.0, "lower", "both", 2.0),
            tremor(5.4, 8, 5.0, "lower", "both", 3.0),
            tremor(8.6, 12, 5.0, "lower", "both", 1.5),
        ),
    ),
    Clip(
        name="speech",
        about="no twitch: talking with pauses",
        speech=((1.0, 3.4), (4.2, 7.0), (8.1, 11.2)),
        blinks_per_min=24.0,
    ),
    Clip(
        name="smiles",
        about="no twitch: three smiles that come, stay and go",
        smiles=((1.8, 4.2), (5.5, 8.4), (9.4, 11.6)),
        sway=0.5,
    ),
    Clip(
        name="head_turns",
        about="no twitch: head turns and nods",
        turns=((1.5, 3.5, 15.0), (4.0, 6.2, -18.0), (9.6, 11.4, -12.0)),
        nods=((6.6, 7.6, 8.0), (7.5, 8.5, 7.0), (9.4, 11.6, -6.0)),
        sway=2.0,
    ),
    Clip(
        name="speech_and_twitches",
        about="talking, and twitches in the pauses between",
        duration_s=15.0,
        speech=((0.8, 2.6), (6.6, 8.8), (13.0, 14.6)),
        sway=0.5,
        twitches=(
            single(3.6, 0.20, "upper", "left", 2.5),
            burst(5.0, 4, 6.5, "upper", "left", 3.0),
            single(9.9, 0.18, "lower", "left", 3.0),
            single(11.6, 0.25, "upper", "left", 2.0),
        ),
    ),
    Clip(
        name="phone_rotated",
        about="phone held upright: stored sideways, to be turned by 90 degrees",
        duration_s=10.0,
        sway=0.5,
        width_px=480,
        height_px=640,
        rotation_deg=90,
        twitches=(
            single(2.2, 0.20, "upper", "right", 2.5),
            burst(4.0, 4, 6.0, "lower", "right", 2.5),
            single(6.3, 0.22, "upper", "right", 3.0),
            single(8.2, 0.16, "lower", "left", 2.0),
        ),
    ),
    Clip(
        name="variable_rate",
        about="lost frames, and 15 frames/s for a while",
        sway=0.5,
        slow_s=(5.0, 8.0),
        dropped_share=0.15,
        twitches=(
            single(2.3, 0.25, "lower", "left", 2.5),
            burst(3.8, 4, 5.5, "upper", "left", 2.5),
            single(6.4, 0.30, "upper", "left", 3.0),
            tremor(8.6, 6, 5.0, "lower", "both", 2.5),
        ),
    ),
    Clip(
        name="face_leaves",
        about="the person gets up, is out of the picture for 3 s and sits down again",
        duration_s=14.0,
        sway=0.5,
        away=((5.0, 8.6),),
        twitches=(
            single(2.2, 0.20, "upper", "right", 2.5),
            single(3.6, 0.18, "lower", "right", 2.5),
            burst(10.2, 4, 6.0, "upper", "right", 3.0),
            single(12.3, 0.22, "lower", "right", 2.0),
        ),
    ),
    Clip(
        name="flicker",
        about="flickering lamp and a noisy camera",
        sway=0.5,
        noise_levels=3.5,
        crf=22,
        flicker_share=0.03,
        twitches=(
            single(2.4, 0.22, "upper", "left", 3.0),
            single(4.3, 0.18, "lower", "right", 2.5),
            burst(6.1, 5, 6.5, "lower", "left", 3.0),
            tremor(8.8, 8, 6.0, "lower", "both", 2.0),
        ),
    ),
)
