"""Calibrating on the sample clips, and what a profile changes in an analysis."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest

import twitchcam
from tests.sample_frames import SAMPLE_VIDEOS, Frames, decoded, pictures_changed, retimed
from twitchcam import Settings
from twitchcam.analysis import analysis_of
from twitchcam.errors import CalibrationError, ProfileError
from twitchcam.profile_pipeline import measure
from twitchcam.records import Event, Kind, SensorFacts, twitches_of
from twitchcam.settings import DARK_LEVEL

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from twitchcam.profile_records import Profile

Label = tuple[object, ...]
# Clips whose first seconds hold twitches, a tremor among them.
CLIPS = ("both_sides", "lower_tremor_5hz", "one_sided_bursts_eye")


@cache
def profile_of(clip: str) -> Profile:
    return measure(Frames(decoded(clip)), Settings())


def analysed_with(
    clip: str, profile: Profile | None, start_s: float = 0.0
) -> tuple[list[Event], SensorFacts]:
    late = [frame for frame in decoded(clip) if frame.time_s >= start_s]
    frames = [
        replace(frame, index=index, time_s=frame.time_s - late[0].time_s)
        for index, frame in enumerate(late)
    ]
    with analysis_of(Settings(profile=profile), None) as analysis:
        analysis.read(Frames(frames), None)
        return analysis.events, analysis.sensor_facts()


def labels(events: list[Event]) -> dict[float, Label]:
    """Lip, side and pattern of each twitch, by its onset in tenths of a second."""
    return {
        round(twitch.onset_s, 1): (twitch.lip, twitch.side, twitch.pattern)
        for twitch in twitches_of(events)
    }


def test_a_still_face_is_measured() -> None:
    profile = twitchcam.calibrate(SAMPLE_VIDEOS / "still.mp4")
    in_memory = profile_of("still")
    assert replace(in_memory, name=profile.name, file=profile.file) == profile
    assert (profile.width_px, profile.height_px, profile.frames) == (640, 480, 450)
    # One of its 450 pictures shows the one before again.
    assert profile.rate_hz == pytest.approx(30.0, rel=0.005)
    assert profile.scale.method == "iris"
    assert profile.rest.observable_s == pytest.approx(15.0, abs=0.1)
    assert profile.rest.twitches == profile.missing_pictures == 0
    assert profile.view.pupil_distance_px == pytest.approx(97.5, abs=1.0)
    assert 140 < profile.view.level < 200
    assert profile.mouth.smile is profile.mouth.voluntary_opening is None


def test_a_smile_is_told_from_talking() -> None:
    assert profile_of("smiles").mouth.smile is not None
    talking = profile_of("speech_and_twitches")
    assert (talking.mouth.smile, talking.mouth.voluntary_opening) == (None, None)
    assert talking.rest.unobservable_s_by_reason["mouth movement"] > 3


def test_a_noisier_camera_resolves_less() -> None:
    def noisy(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
        # Each picture has its own grains, whichever thread asks for it.
        grains = np.random.default_rng(int(picture.sum())).normal(0.0, 12.0, picture.shape)
        return np.clip(picture + grains, 0, 255).astype(np.uint8)

    frames = pictures_changed(decoded("still")[:240], noisy)
    noise, still = measure(Frames(frames), Settings()).rest, profile_of("still").rest
    assert min(noise.noise_floor_mm) > 2 * max(still.noise_floor_mm)
    assert noise.smallest_detectable_mm is not None
    assert still.smallest_detectable_mm is not None
    assert noise.smallest_detectable_mm > 2 * still.smallest_detectable_mm


def test_low_light_shows() -> None:
    dark = pictures_changed(decoded("still")[:240], lambda picture: picture // 5)
    profile = measure(Frames(dark), Settings())
    assert profile.view.level < DARK_LEVEL
    assert sum(profile.rest.noise_floor_mm) > 1.1 * sum(profile_of("still").rest.noise_floor_mm)


def test_a_low_frame_rate_shows() -> None:
    every_other = retimed(decoded("still"), 1, lambda index: index % 2 == 0)
    assert measure(Frames(every_other), Settings()).rate_hz == pytest.approx(15.0, rel=0.01)
    in_whole_ms = [replace(one, time_s=round(one.time_s, 3)) for one in decoded("still")[:240]]
    assert measure(Frames(in_whole_ms), Settings()).rate_hz == pytest.approx(30.0, rel=0.001)
    lossy = profile_of("variable_rate")
    assert lossy.missing_pictures > 50


def test_too_few_pictures_are_no_rest() -> None:
    every_third = retimed(decoded("still"), 1, lambda index: index % 3 == 0)
    with pytest.raises(CalibrationError, match=r"too few new pictures.* choose a faster mode"):
        measure(Frames(every_third), Settings())


def test_a_recording_that_is_compressed_strongly_does_not_tell_of_its_camera() -> None:
    coarse = [replace(frame, quantiser=36) for frame in decoded("still")]
    with pytest.raises(CalibrationError, match=r"so strongly .* use the camera's own file"):
        measure(Frames(coarse), Settings())


def test_no_face_is_no_rest() -> None:
    blank = pictures_changed(decoded("still")[:90], lambda picture: picture * 0)
    with pytest.raises(CalibrationError, match=r"nothing of the face at rest \(mostly: no face"):
        measure(Frames(blank), Settings())


def test_a_source_without_end_is_measured_for_so_long() -> None:
    profile = measure(Frames(decoded("still")), Settings(), longest_s=6.0)
    assert profile.rest.duration_s == pytest.approx(6.0, abs=0.05)
    assert profile.file is None


@pytest.mark.parametrize("clip", CLIPS)
def test_with_its_own_profile_a_recording_shows_the_same_or_more(clip: str) -> None:
    profile = profile_of(clip)
    without, plain = analysed_with(clip, None)
    with_it, facts = analysed_with(clip, profile)
    assert labels(with_it) | labels(without) == labels(with_it)
    more = set(labels(with_it)) - set(labels(without))
    assert all(onset_s < 5 for onset_s in more)
    assert plain.profile is None
    assert facts.profile is not None
    assert (facts.profile.name, facts.profile.created) == (profile.name, profile.created)
    assert facts.scale == replace(profile.scale, method="iris (profile)")


@pytest.mark.parametrize(
    ("clip", "start_s"),
    [("lower_tremor_5hz", 5.5), ("one_sided_bursts_eye", 7.0), ("both_sides", 3.6)],
)
def test_a_recording_that_begins_within_a_movement_loses_nothing(clip: str, start_s: float) -> None:
    without, with_it = (
        twitches_of(analysed_with(clip, profile, start_s)[0])
        for profile in (None, profile_of(clip))
    )
    assert without
    for twitch in without:
        (same,) = (e for e in with_it if abs(e.onset_s - twitch.onset_s) < 0.2)
        assert (same.lip, same.side, same.pattern) == (twitch.lip, twitch.side, twitch.pattern)


def test_millimetres_are_those_of_the_profile() -> None:
    """Twice the scale is twice the amplitude."""
    profile = profile_of("both_sides")
    larger = replace(
        profile,
        scale=replace(profile.scale, mm_per_pupil_distance=2 * profile.scale.mm_per_pupil_distance),
    )
    once, twice = (analysed_with("both_sides", one)[0] for one in (profile, larger))
    assert labels(once)
    assert labels(once) == labels(twice)
    for one, other in zip(once, twice, strict=False):
        if one.kind is Kind.TWITCH and one.amplitude_mm:
            assert other.amplitude_mm == pytest.approx(2 * one.amplitude_mm, rel=0.1)


def test_a_profile_of_another_sensor_is_refused_before_anything_is_read() -> None:
    settings = Settings(sensor="landmarks", profile=profile_of("still"))
    with pytest.raises(ProfileError):
        twitchcam.analyze(SAMPLE_VIDEOS / "none.mp4", write=False, settings=settings)
