"""Puts known twitches into a stretch of a real recording in which the person rests.

The lips are pushed by a smooth local warp that follows the smoothed landmarks of the face, at the
exact times of the frames, and the stretch is encoded anew. Sizes are shares of the pupil distance.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import permutations, product, takewhile
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from benchmarks.shared.encoding import CRF, crf_like, write_video
from sample_videos.lip_warp import LipWarp, MouthGeometry
from sample_videos.twitches import (
    PULL,
    SIDEWAYS,
    Twitch,
    burst,
    lip_displacement_mm,
    moved_quadrants,
    single,
    tremor,
)
from twitchcam.capture.video_file import VideoFile
from twitchcam.errors import SourceError
from twitchcam.records import LIPS, SIDES, Rgb
from twitchcam.vision.face_geometry import pupil_distance_px
from twitchcam.vision.face_mesh import FaceMeshBackend

if TYPE_CHECKING:
    from pathlib import Path

    from twitchcam.records import Frame, Gray, Lip, Pattern, Side

Floats = NDArray[np.float64]
# Pictures with their times in seconds.
Pictures: TypeAlias = Iterator[tuple[float, Rgb]]

# A quiet spell before the first twitch, between two, and after the last; the pause is longer than
# the 0.4 s by which two events are told apart, and up to so much longer by chance.
LEAD_S, PAUSE_S, TAIL_S = 0.4, 0.9, 0.4
PAUSE_SPREAD_S = 0.5
# The gap within a pair, which moves two places: in one place, contractions with such gaps are a
# burst. After scoring widens the two, they still lie apart.
PAIR_GAP_S, PAIR_SPREAD_S = 0.2, 0.3
# Single twitches are the most common and the hardest: half of all.
PATTERNS_IN_TURN: tuple[Pattern, ...] = ("single", "single", "burst", "tremor")
SINGLE_S = (0.10, 0.30)
BURST_HZ, BURST_PEAKS = (5.0, 8.0), (3, 7)
TREMOR_HZ, TREMOR_CYCLES = (4.0, 6.0), (4, 10)
# Standard deviation of the smoothing over time of the landmarks that carry the warp.
SMOOTHING_S = 0.08
# A picture that changes by less than this share of the usual change repeats the one before.
REPEATED_SHARE = 0.1
# So much of a stretch is encoded to learn which quality takes as many bits as the recording.
TRIAL_S = 3.0
# A face must be found in at least this share of the pictures.
FACE_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class LipTrack:
    """Where the lips are in each picture of a stretch.

    Parameters
    ----------
    path, start_s, end_s
        The recording, and the stretch in its own time.
    time_s
        Time of each picture from the first of the stretch, shape ``(pictures,)``.
    shown_s
        The same, with a repeated picture at the time of the one it repeats.
    landmarks_px
        Smoothed over time, shape ``(pictures, 478, 3)``.
    pupil_distance_px
        From those landmarks, shape ``(pictures,)``.
    crf
        Quality of H.264 at which the stretch is written.
    """

    path: Path
    start_s: float
    end_s: float
    time_s: Floats
    shown_s: Floats
    landmarks_px: Floats
    pupil_distance_px: Floats
    crf: float = CRF

    @property
    def duration_s(self) -> float:
        """From the first picture to the last."""
        return float(self.time_s[-1])


def track_lips(path: Path, start_s: float, end_s: float, crf: float | None = None) -> LipTrack:
    """Find the face in every picture of a stretch.

    Parameters
    ----------
    path, start_s, end_s
        The recording, and the stretch in its own time.
    crf
        Quality of H.264 at which the stretch will be written; by default as the recording's.

    Raises
    ------
    SourceError
        If the recording cannot be read, or shows no face for much of the stretch.
    """
    times: list[float] = []
    changes: list[float] = []
    landmarks: list[Floats] = []
    backend = FaceMeshBackend(other_faces_interval_s=1.0)
    before: Gray | None = None
    for frame in frames_of(path, start_s, end_s):
        times.append(frame.time_s)
        changes.append(_change(before, frame.gray))
        landmarks.append(_landmarks_px(backend, frame))
        before = frame.gray
    backend.close()
    if not times:
        message = f"{path.name} ends before {start_s:g} s: choose other stretches"
        raise SourceError(message)
    if np.isfinite([points[0, 0] for points in landmarks]).sum() < max(2, FACE_SHARE * len(times)):
        until = "its end" if end_s == math.inf else f"{end_s:g} s"
        message = f"{path.name} shows no face in much of {start_s:g} s to {until}: choose others"
        raise SourceError(message)
    time_s = np.array(times) - times[0]
    smooth_px = smooth_over_time(np.stack(landmarks), time_s)
    pupils_px = np.array([pupil_distance_px(points.astype(np.float32)) for points in smooth_px])
    shown_s = shown_times(time_s, np.array(changes))
    if crf is None:
        crf = _crf_like(path, start_s, min(end_s, start_s + TRIAL_S))
    return LipTrack(path, start_s, end_s, time_s, shown_s, smooth_px, pupils_px, crf)


def plan_twitches(
    duration_s: float, rng: np.random.Generator, *, paired: bool = False
) -> tuple[Twitch, ...]:
    """Choose twitches of size 1 for a stretch, in the order of time.

    Patterns, lips and sides are drawn from a shuffled deck that holds each combination; one that
    is too long for the time left makes way for the next one that fits.

    Parameters
    ----------
    duration_s
        Length of the stretch.
    paired
        Whether they come in pairs: within half a second of the first, a second one moves what
        rested before.
    """
    if paired:
        return _paired_twitches(duration_s, rng)
    deck = _shuffled_deck(rng)
    onset_s = LEAD_S + rng.uniform(0, PAUSE_SPREAD_S)
    chosen: list[Twitch] = []
    while twitch := next((t for t in deck if onset_s + t.duration_s <= duration_s - TAIL_S), None):
        deck.remove(twitch)
        chosen.append(replace(twitch, onset_s=onset_s))
        onset_s = chosen[-1].end_s + PAUSE_S + rng.uniform(0, PAUSE_SPREAD_S)
        deck = deck or _shuffled_deck(rng)
    return tuple(chosen)


def write(track: LipTrack, pictures: Pictures, target: Path) -> Path:
    """Write what was made of a stretch into ``target``, as sharp as its recording."""
    return write_video(target, pictures, track.crf)


def inject(
    track: LipTrack,
    twitches: tuple[Twitch, ...],
    share: float,
    seed: int = 0,
    *,
    sideways: bool = False,
) -> Pictures:
    """Yield the pictures of the stretch with twitches in them.

    Parameters
    ----------
    track
        The stretch.
    twitches
        As planned, at times from the first picture of the stretch.
    share
        Peak-to-peak excursion of a twitch of size 1, as a share of the pupil distance.
    seed
        Fixes the irregularity of bursts.
    sideways
        Whether lips are pulled towards the corners of the mouth instead of away from its line.
    """
    direction = SIDEWAYS if sideways else PULL
    return push_lips(track, lip_displacement_mm(twitches, track.shown_s, seed, direction), share)


def push_lips(track: LipTrack, unit: Floats, share: float) -> Pictures:
    """Yield the pictures of the stretch with its lips pushed.

    Parameters
    ----------
    track
        The stretch.
    unit
        How far each quadrant goes at size 1, shape ``(pictures, 4, 2)``: across, down.
    share
        Size 1 as a share of the pupil distance.
    """
    push_px = unit * share * track.pupil_distance_px[:, None, None]
    moments = zip(pictures_of(track), track.landmarks_px, push_px, strict=True)
    for (time_s, picture), landmarks_px, push in moments:
        if push.any():
            pushed = LipWarp(MouthGeometry.from_landmarks(landmarks_px)).apply(picture, push)
            yield time_s, pushed
        else:
            yield time_s, picture


def pictures_of(track: LipTrack) -> Pictures:
    """Yield the pictures of the stretch as they are, with their times."""
    frames = frames_of(track.path, track.start_s, track.end_s)
    for frame, time_s in zip(frames, track.time_s, strict=True):
        yield float(time_s), frame.read_rgb()


def smooth_over_time(landmarks_px: Floats, time_s: Floats) -> Floats:
    """Fill gaps and smooth landmarks, shape ``(pictures, points, 3)``, without delay."""
    seen = np.isfinite(landmarks_px[:, 0, 0])
    flat = landmarks_px.reshape(len(time_s), -1)
    filled = np.stack([np.interp(time_s, time_s[seen], column[seen]) for column in flat.T], axis=1)
    width = SMOOTHING_S / np.median(np.diff(time_s))
    smooth = gaussian_filter1d(filled, width, axis=0, mode="nearest")
    return np.asarray(smooth.reshape(landmarks_px.shape), np.float64)


def shown_times(time_s: Floats, changes: Floats) -> Floats:
    """Time at which what each picture shows was recorded, shape ``(pictures,)``.

    Some recordings hold a picture twice; its lips then stand still as well. ``changes`` says by
    how much each picture differs from the one before. Never two repeats in a row: that would be
    a picture coded as unchanged because nothing moved.
    """
    shown_s = time_s.copy()
    repeats = changes < REPEATED_SHARE * np.median(changes[1:])
    for i in range(1, len(time_s)):
        if repeats[i] and shown_s[i - 1] == time_s[i - 1]:
            shown_s[i] = time_s[i - 1]
    return shown_s


def _paired_twitches(duration_s: float, rng: np.random.Generator) -> tuple[Twitch, ...]:
    chosen: list[Twitch] = []
    onset_s = LEAD_S + rng.uniform(0, PAUSE_SPREAD_S)
    while True:
        pair = _shuffled_pair(rng)
        gap_s = PAIR_GAP_S + rng.uniform(0, PAIR_SPREAD_S)
        second_s = onset_s + pair[0].duration_s + gap_s
        if second_s + pair[1].duration_s > duration_s - TAIL_S:
            return tuple(chosen)
        chosen += [replace(pair[0], onset_s=onset_s), replace(pair[1], onset_s=second_s)]
        onset_s = chosen[-1].end_s + PAUSE_S + rng.uniform(0, PAUSE_SPREAD_S)


def _shuffled_pair(rng: np.random.Generator) -> tuple[Twitch, Twitch]:
    """Draw two twitches that share no place."""
    pairs = permutations(_shuffled_deck(rng), 2)
    return next((one, two) for one, two in pairs if not (_places(one) & _places(two)).any())


def _places(twitch: Twitch) -> NDArray[np.bool_]:
    return moved_quadrants(twitch.lip, twitch.side)


def _shuffled_deck(rng: np.random.Generator) -> list[Twitch]:
    places = list(product(LIPS, SIDES))
    deck = [_draw(pattern, *place, rng) for pattern in PATTERNS_IN_TURN for place in places]
    return [deck[index] for index in rng.permutation(len(deck))]


def _draw(pattern: Pattern, lip: Lip, side: Side, rng: np.random.Generator) -> Twitch:
    """Return a twitch of that kind, of size 1, at time 0."""
    if pattern == "single":
        return single(0.0, rng.uniform(*SINGLE_S), lip, side, 1.0)
    if pattern == "burst":
        return burst(0.0, int(rng.integers(*BURST_PEAKS)), rng.uniform(*BURST_HZ), lip, side, 1.0)
    cycles = int(rng.integers(*TREMOR_CYCLES))
    return tremor(0.0, cycles, rng.uniform(*TREMOR_HZ), lip, side, 1.0)


def frames_of(path: Path, start_s: float, end_s: float) -> Iterator[Frame]:
    """Yield the frames of a stretch; the end itself is not part of it."""
    with VideoFile(path) as source:
        for frame in takewhile(lambda frame: frame.time_s < end_s, source):
            if frame.time_s >= start_s:
                yield frame


def _crf_like(path: Path, start_s: float, end_s: float) -> float:
    def pictures() -> Pictures:
        return ((frame.time_s, frame.read_rgb()) for frame in frames_of(path, start_s, end_s))

    return crf_like(path, pictures, start_s, end_s)


def _landmarks_px(backend: FaceMeshBackend, frame: Frame) -> Floats:
    """Return landmarks in pixels, shape ``(478, 3)``, NaN without a face."""
    landmarks = backend.find(frame.read_rgb(), frame.time_s).landmarks
    height, width = frame.gray.shape
    if landmarks is None:
        return np.full((478, 3), np.nan)
    return np.asarray(landmarks * (width, height, width), np.float64)


def _change(before: Gray | None, now: Gray) -> float:
    """Mean change from picture to picture in grey levels, on every fourth pixel each way."""
    if before is None:
        return np.inf
    return float(np.abs(now[::4, ::4].astype(np.int16) - before[::4, ::4]).mean())
