"""Advice comes where something falls short, and only there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.profile.made_up import PROFILE, REST, VIEW
from twitchcam.profile.advice import advice, resolution, what_hides
from twitchcam.records import Scale
from twitchcam.settings import CalibrationSettings, DetectionSettings, Settings
from twitchcam.wording import MEDICAL_CLAIMS, SHORT_ARE_MISSED, missed_below

if TYPE_CHECKING:
    from twitchcam.profile_records import Profile

SETTINGS = CalibrationSettings()

WORSE = {
    "far": (replace(PROFILE, view=replace(VIEW, pupil_distance_px=50.0)), "Move closer", "2.0"),
    "dark": (replace(PROFILE, view=replace(VIEW, level=30.0)), "more light", "30 of 255"),
    "bright": (replace(PROFILE, view=replace(VIEW, level=230.0)), "less light", "230 of 255"),
    "flat": (replace(PROFILE, view=replace(VIEW, contrast_levels=8.0)), "contrast", "8 of 255"),
    "slow": (replace(PROFILE, rate_hz=15.0), "Record 30 pictures", "15.0 new ones (those shown"),
    "loses": (replace(PROFILE, missing_pictures=101), "101 pictures of 1300", "missing"),
    "restless": (replace(PROFILE, rest=replace(REST, restlessness=2.0)), "Hold still", "2.0 times"),
    "turned left": (replace(PROFILE, view=replace(VIEW, yaw_deg=20.0)), "own right", "20 degrees"),
    "turned right": (replace(PROFILE, view=replace(VIEW, yaw_deg=-20.0)), "own left", "20 degrees"),
    "bent": (replace(PROFILE, view=replace(VIEW, pitch_deg=28.0)), "camera lower", "28 degrees"),
    "no iris": (replace(PROFILE, scale=Scale(63.0, "pupil-distance", 0.06)), "iris", "average"),
    "company": (replace(PROFILE, other_faces=1), "Be alone", "another face"),
    "short": (replace(PROFILE, rest=replace(REST, observable_s=12.0)), "Film 30 s", "12.0 s"),
}


def test_nothing_is_said_where_all_is_well() -> None:
    assert advice(PROFILE, SETTINGS) == ()
    # A picture of 900 is missing.
    assert advice(replace(PROFILE, rest=replace(REST, observable_s=29.97)), SETTINGS) == ()


def test_of_another_sensor_no_smallest_twitch_is_known() -> None:
    crude = replace(PROFILE, rest=replace(REST, smallest_detectable_mm=None))
    assert resolution(crude).startswith("Not known for this sensor")


@pytest.mark.parametrize("name", WORSE)
def test_each_shortcoming_has_its_line(name: str) -> None:
    profile, *words = WORSE[name]
    (line,) = advice(profile, SETTINGS)
    assert all(word in line for word in words)
    assert not MEDICAL_CLAIMS.search(line)


@pytest.mark.parametrize(("rate_hz", "misses"), [(20.0, True), (25.0, False)])
def test_short_twitches_are_missed_by_what_the_resolution_says_misses_them(
    rate_hz: float, *, misses: bool
) -> None:
    slow = replace(PROFILE, rate_hz=rate_hz)
    (line,) = advice(slow, SETTINGS)
    assert ("short twitches" in line) is misses
    assert (SHORT_ARE_MISSED[1:] in resolution(slow)) is misses


def test_a_slow_camera_in_the_dark_wants_light() -> None:
    dark = replace(PROFILE, rate_hz=15.0, view=replace(VIEW, level=30.0))
    assert "more light on the face helps" in advice(dark, SETTINGS)[1]


@pytest.mark.parametrize(
    ("profile", "says"),
    [
        (PROFILE, "nothing much"),
        (replace(PROFILE, rest=replace(REST, noise_floor_mm=(0.03,) * 4)), "noise of the picture"),
        (WORSE["restless"][0], "movements of head and face"),
    ],
)
def test_what_hides_small_twitches(profile: Profile, says: str) -> None:
    assert says in what_hides(profile, Settings())


def test_what_was_measured_with_other_settings_is_judged_by_them() -> None:
    deaf = Settings(detection=DetectionSettings(min_magnitude_mm=0.15))
    noisy = replace(PROFILE, rest=replace(REST, noise_floor_mm=(0.03,) * 4))
    assert "nothing much" in what_hides(noisy, deaf)


def test_the_smallest_twitch_is_said_with_what_the_frame_rate_hides() -> None:
    smallest_mm = REST.smallest_detectable_mm
    assert smallest_mm is not None
    assert missed_below(smallest_mm) in resolution(PROFILE).lower()
    assert "fall between" not in resolution(PROFILE)
    assert SHORT_ARE_MISSED[1:] in resolution(WORSE["slow"][0])
