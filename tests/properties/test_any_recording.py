"""What must hold for any recording: uneven pictures, gaps, repeats, lips that do anything."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.made_motion import RESTING_FACE, Pull, frame_times_s, make_motion
from twitchcam.detection.detector import Detector
from twitchcam.records import Event, Kind
from twitchcam.settings import DetectionSettings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twitchcam.records import Face, LipMotion

LONGEST_S = 40.0
# An event's ends are told to a row of the grid.
ROW_S = 2.0 / DetectionSettings().grid_rate_hz

quadrants = st.sets(st.integers(0, 3), min_size=1, max_size=3).map(tuple)
moments_s = st.floats(0.0, LONGEST_S)
sizes_mm = st.floats(0.3, 2.0)
single = st.builds(Pull, moments_s, st.floats(0.05, 0.4), quadrants, sizes_mm)
several = st.builds(
    lambda onset_s, duration_s, where, size_mm, frequency_hz: Pull(
        onset_s, duration_s, where, size_mm, cycles=max(1, round(duration_s * frequency_hz))
    ),
    moments_s,
    st.floats(0.5, 35.0),
    quadrants,
    sizes_mm,
    st.floats(2.0, 13.0),
)


@dataclass(frozen=True, slots=True)
class Hidden:
    """A stretch in which the face is gone, or turned away."""

    start_s: float
    duration_s: float
    face: Face | None

    def holds(self, time_s: float) -> bool:
        """Whether a moment lies within."""
        return self.start_s <= time_s <= self.start_s + self.duration_s


hidden = st.builds(
    Hidden,
    moments_s,
    st.sampled_from([0.01, 0.05, 0.1, 0.3, 1.0, 3.0]),
    st.sampled_from([None, replace(RESTING_FACE, yaw_deg=40.0)]),
)

# The left eye from some moment on: as usual, lowered, closed.
GAZES = [replace(RESTING_FACE, eye_opening_left=opening) for opening in (0.34, 0.2, 0.1)]
gazes = st.lists(st.tuples(moments_s, st.sampled_from(GAZES)), max_size=6)


@st.composite
def recordings(draw: st.DrawFn) -> list[LipMotion]:
    """A stream of lip motion with all that cameras and people do."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    rate_hz = draw(st.sampled_from([12.0, 15.0, 25.0, 30.0, 60.0, 120.0]) | st.floats(12.0, 120.0))
    times_s = frame_times_s(draw(st.floats(12.0, LONGEST_S)), rate_hz)
    times_s = np.sort(
        times_s + draw(st.floats(0.0, 0.6)) / rate_hz * rng.uniform(size=len(times_s))
    )
    stretches = draw(st.lists(hidden, max_size=6))
    looks = sorted(draw(gazes), key=lambda look: look[0])

    def face_at(time_s: float) -> Face | None:
        faces = [one.face for one in stretches if one.holds(time_s)]
        since = [face for start_s, face in looks if start_s <= time_s]
        return faces[0] if faces else (since or [RESTING_FACE])[-1]

    motions = make_motion(
        times_s,
        draw(st.lists(single | several, max_size=10)),
        noise_mm=draw(st.sampled_from([0.005, 0.02, 0.05])),
        seed=int(rng.integers(2**31)),
        face_at=face_at,
    )
    lost = rng.uniform(size=len(motions)) < draw(st.sampled_from([0.0, 0.05, 0.3]))
    gap = draw(hidden)
    kept = [
        motion
        for motion, is_lost in zip(motions, lost, strict=True)
        if not is_lost and not gap.holds(motion.time_s)
    ]
    return _repeating(kept, draw(st.sampled_from([0.0, 0.1, 0.5])), rng)


def _repeating(
    motions: Sequence[LipMotion], share: float, rng: np.random.Generator
) -> list[LipMotion]:
    """With some pictures shown again instead of the next one."""
    shown = list(motions)
    for at in range(1, len(shown)):
        if rng.uniform() < share:
            again = bool(rng.uniform() < 0.6)
            shown[at] = replace(
                shown[at - 1],
                index=shown[at].index,
                time_s=shown[at].time_s,
                repeated=True,
                same_picture=again,
            )
    return shown


def detect(motions: Sequence[LipMotion], cuts: Sequence[int]) -> list[Event]:
    """Events of a stream that comes in pieces, while a monitor asks what would be if it ended."""
    detector, found = Detector(), []
    for start, stop in pairwise([0, *cuts, len(motions)]):
        found += detector.push(motions[start:stop])
        detector.foresee(0.3)
        detector.unfinished()
    return sorted(found + detector.flush(), key=repr)


@given(motions=recordings(), data=st.data())
@settings(max_examples=12, deadline=None)
def test_events_of_any_recording(motions: list[LipMotion], data: st.DataObject) -> None:
    events = detect(motions, [])
    cuts = data.draw(st.lists(st.integers(0, len(motions)), max_size=20).map(sorted))
    # As text: NaN is not even equal to itself.
    assert repr(detect(motions, cuts)) == repr(events)
    assert repr(detect(motions, range(1, len(motions)))) == repr(events)
    last_s = motions[-1].time_s if motions else 0.0
    for event in events:
        assert 0.0 <= event.onset_s <= event.end_s <= last_s + ROW_S
    twitches = [event for event in events if event.kind is Kind.TWITCH]
    slowest, fastest = DetectionSettings().tremor_hz
    for twitch in twitches:
        assert twitch.frequency_hz is None or slowest - 1 < twitch.frequency_hz < fastest + 1
    for one, other in pairwise(sorted(twitches, key=_by_onset)):
        assert one.end_s <= other.onset_s + ROW_S


def _by_onset(event: Event) -> float:
    return event.onset_s
