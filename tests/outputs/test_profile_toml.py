"""Profiles as files, there and back, and never over something else."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.evidence.made_up import IDENTITY
from tests.profile.made_up import PROFILE
from twitchcam.errors import ProfileError
from twitchcam.outputs.profile_toml import check_replaceable, read_profile, write_profile
from twitchcam.profile_records import MouthFacts, Profile

if TYPE_CHECKING:
    from pathlib import Path

CAMERA = replace(PROFILE, name="camera 0", file=None, mouth=MouthFacts(0.01, 0.8))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give the place of a profile."""
    return tmp_path / "my_profile.toml"


@pytest.mark.parametrize("profile", [PROFILE, CAMERA])
def test_round_trip(path: Path, profile: Profile) -> None:
    write_profile(path, profile)
    assert read_profile(path) == profile


def test_people_can_read_it(path: Path) -> None:
    odd = replace(PROFILE, name="M\u00fcller \udcff.mp4", rate_hz=29.970029970029973)
    write_profile(path, odd)
    text = path.read_text("utf-8")
    assert 'schema = "twitchcam.profile/1"\nname = "Müller \\\\udcff.mp4"\n' in text
    assert "\nrate_hz = 29.97\n" in text
    assert "\n# Which recording was measured.\n[file]\n" in text
    assert read_profile(str(path)).rate_hz == 29.97


@pytest.mark.parametrize(
    ("pattern", "instead", "says"),
    [
        (r"profile/1", "profile/2", "schema is 'twitchcam.profile/2'"),
        (
            r"mm_per_pupil_distance = .*",
            "",
            "scale: object missing required field `mm_per_pupil_distance`",
        ),
        (r"mm_per_pupil_distance = .*", "mm_per_pupil_distance = 0.0", "is no such quantity"),
        (r"mm_per_pupil_distance = .*", "mm_per_pupil_distance = nan", "is nan"),
        (r"mm_per_pupil_distance = .*", "mm_per_pupil_distance = 5.81", "is no such quantity"),
        (r"uncertainty = .*", "uncertainty = 7.0", "scale.uncertainty is no such quantity"),
        (r"0\.023,\n", "", "rest.noise_floor_mm: expected `array` of length 4, got 3"),
        (r"0\.023,\n", "-0.1,\n", "rest.noise_floor_mm is no such quantity"),
        (r"\[scale\]", "[scale", "is no profile, or damaged"),
        (r"(?s).*", "hello", "is no profile, or damaged"),
    ],
)
def test_damage_is_named(path: Path, pattern: str, instead: str, says: str) -> None:
    write_profile(path, PROFILE)
    path.write_text(re.sub(pattern, instead, path.read_text("utf-8"), count=1), "utf-8")
    with pytest.raises(ProfileError) as caught:
        read_profile(path)
    assert says in str(caught.value)
    assert "my_profile.toml" in str(caught.value)
    assert str(caught.value).endswith("calibrate again")
    assert "\n" not in str(caught.value)


def test_missing_file(path: Path) -> None:
    with pytest.raises(ProfileError, match="cannot read"):
        read_profile(path)


def test_only_profiles_are_replaced(path: Path) -> None:
    check_replaceable(path, "rest.mp4", IDENTITY, was_named=False)
    path.write_text("a text of mine", "utf-8")
    for was_named in (False, True):
        with pytest.raises(ProfileError, match="exists and is no profile"):
            check_replaceable(path, "rest.mp4", IDENTITY, was_named=was_named)


def test_the_profile_of_another_recording_is_replaced_only_by_name(path: Path) -> None:
    write_profile(path, PROFILE)
    check_replaceable(path, "rest.mp4", IDENTITY, was_named=False)
    other = replace(IDENTITY, sha256_of_ends="cd" * 32)
    check_replaceable(path, "rest.mp4", other, was_named=True)
    with pytest.raises(ProfileError, match="of another recording"):
        check_replaceable(path, "rest.mp4", other, was_named=False)


def test_a_camera_replaces_its_own(path: Path) -> None:
    write_profile(path, CAMERA)
    check_replaceable(path, "camera 0", None, was_named=False)
    with pytest.raises(ProfileError, match="of another recording"):
        check_replaceable(path, "camera 1", None, was_named=False)
