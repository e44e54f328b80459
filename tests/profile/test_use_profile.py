"""A profile goes with the backend, sensor and settings it was measured with."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.profile.made_up import PROFILE
from twitchcam.errors import ProfileError
from twitchcam.outputs.profile_toml import read_profile
from twitchcam.profile.use_profile import check_profile, profile_scale, profile_use
from twitchcam.settings import Settings, VisionSettings

SETTINGS = Settings(profile=PROFILE)


def refusal(settings: Settings) -> str | None:
    """What is said against the profile of settings, if anything."""
    try:
        check_profile(settings)
    except ProfileError as error:
        return str(error)
    return None


def test_the_profile_among_the_samples_goes_with_this_version() -> None:
    profile = read_profile(Path("sample_videos/still_profile.toml"))
    assert refusal(Settings(profile=profile)) is None


def test_it_goes_with_what_it_was_measured_with() -> None:
    assert refusal(SETTINGS) is None
    assert refusal(replace(SETTINGS, backend="face-landmarker")) is not None
    assert refusal(replace(SETTINGS, backend="face-landmarker", profile=None)) is None


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        (replace(SETTINGS, sensor="landmarks"), "analyze with --sensor flow, or calibrate with"),
        (replace(SETTINGS, backend="face-landmarker"), "--backend face-mesh, not face-landmarker"),
        (replace(SETTINGS, vision=VisionSettings(flow_gain=2.5)), "other settings (flow_gain)"),
        (replace(SETTINGS, profile=replace(PROFILE, settings={})), "is of an earlier version"),
    ],
)
def test_others_are_refused_in_one_line(settings: Settings, says: str) -> None:
    with pytest.raises(ProfileError) as caught:
        check_profile(settings)
    assert says in str(caught.value)
    assert "rest.mp4 (2026-11-23)" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 2


def test_what_is_taken_from_it_says_so() -> None:
    scale = profile_scale(PROFILE)
    assert scale.method == "iris (profile)"
    assert scale.mm_per_pupil_distance == PROFILE.scale.mm_per_pupil_distance
    assert profile_use(PROFILE).name == "rest.mp4"
