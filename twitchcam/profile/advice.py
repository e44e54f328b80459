"""What can be resolved with a camera, and what would help, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from twitchcam.detection.detection_limit import misses_short
from twitchcam.detection.thresholds import steady_threshold_mm
from twitchcam.reason_words import more_pictures
from twitchcam.settings import BRIGHT_LEVEL, DARK_LEVEL, GOOD_PUPILS_PX, is_slower
from twitchcam.wording import SHORT_ARE_MISSED, counted, missed_below

if TYPE_CHECKING:
    from collections.abc import Iterator

    from twitchcam.profile_records import Profile
    from twitchcam.settings import CalibrationSettings, Settings

# The head's resting tilt, as the landmarks have it, differs between people by this much.
RESTING_TILT_DEG = 10.0
# A face that is smaller by so little is near enough.
SIZE_TOLERANCE = 0.95


def resolution(profile: Profile) -> str:
    """Say which twitches can be seen."""
    smallest_mm = profile.rest.smallest_detectable_mm
    if smallest_mm is None:
        return "Not known for this sensor; it misses most twitches."
    found = [f"{missed_below(smallest_mm)}, unless several parts of the lips move"]
    if misses_short(profile.rate_hz):
        found.append(SHORT_ARE_MISSED)
    return " ".join(f"{words[0].upper()}{words[1:]}." for words in found)


def what_hides(profile: Profile, settings: Settings) -> str:
    """Say what hides smaller twitches most, with the settings that it was measured with."""
    if profile.rest.restlessness >= settings.calibration.restless:
        return "small movements of head and face"
    floor_mm = np.asarray(np.median(profile.rest.noise_floor_mm))
    if steady_threshold_mm(floor_mm, settings.detection) > settings.detection.min_magnitude_mm:
        return "noise of the picture (light, distance, camera)"
    return "nothing much; picture and face are quiet"


def advice(profile: Profile, settings: CalibrationSettings) -> tuple[str, ...]:
    """Say what would let smaller twitches be seen, what usually helps most first.

    Parameters
    ----------
    profile
        What was measured.
    settings
        What is called good.
    """
    return tuple(_advice(profile, settings))


def _advice(profile: Profile, settings: CalibrationSettings) -> Iterator[str]:
    yield from _distance(profile)
    yield from _steadiness(profile, settings)
    yield from _light(profile, settings)
    yield from _frame_rate(profile, settings)
    yield from _pose(profile, settings)
    yield from _scale(profile)
    if profile.other_faces:
        yield "Be alone in the picture: another face was in view."
    # As it is printed: 899 pictures of 900 are no reason to film again.
    if round(profile.rest.observable_s, 1) < settings.rest_s:
        yield (
            f"Film {settings.rest_s:.0f} s of rest: there were"
            f" {profile.rest.observable_s:.1f} s, so the figures above are less certain."
        )


def _distance(profile: Profile) -> Iterator[str]:
    pupils_px = profile.view.pupil_distance_px
    if pupils_px < SIZE_TOLERANCE * GOOD_PUPILS_PX:
        times = GOOD_PUPILS_PX / pupils_px
        yield (
            f"Move closer, or set the camera to a higher resolution: {pupils_px:.0f} pixels lie"
            f" between the pupils, and {GOOD_PUPILS_PX:.0f} are good ({times:.1f} times"
            " as many)."
        )


def _steadiness(profile: Profile, settings: CalibrationSettings) -> Iterator[str]:
    if profile.rest.restlessness >= settings.restless:
        yield (
            "Hold still: lean the head on something, and put the camera on a stand. Because of"
            f" movement, a twitch must be {profile.rest.restlessness:.1f} times as large to be seen"
            " as the picture alone would require."
        )


def _light(profile: Profile, settings: CalibrationSettings) -> Iterator[str]:
    view = profile.view
    if view.level < DARK_LEVEL:
        yield (
            "Put more light on the face, from the front: its brightness is"
            f" {view.level:.0f} of 255."
        )
    elif view.level > BRIGHT_LEVEL:
        yield (
            "Use less light, or none from close by: the brightness of the face is"
            f" {view.level:.0f} of 255."
        )
    elif view.contrast_levels < settings.flat_contrast_levels:
        yield (
            f"The face shows little contrast ({view.contrast_levels:.0f} of 255): clean the lens,"
            " avoid light from behind, and switch off filters that smooth the skin."
        )


def _frame_rate(profile: Profile, settings: CalibrationSettings) -> Iterator[str]:
    remedy = more_pictures(is_dark=profile.view.level < DARK_LEVEL)
    if is_slower(profile.rate_hz, settings.good_rate_hz):
        between = ", between which short twitches can fall" if misses_short(profile.rate_hz) else ""
        yield (
            f"Record {settings.good_rate_hz:.0f} pictures per second or more: there were"
            f" {profile.rate_hz:.1f} new ones (those shown again do not count){between}; {remedy}."
        )
    missing = profile.missing_pictures
    if missing > settings.missing_share * (profile.frames + missing):
        yield f"{counted(missing, 'picture')} of {profile.frames + missing} are missing: {remedy}."


def _pose(profile: Profile, settings: CalibrationSettings) -> Iterator[str]:
    view = profile.view
    if abs(view.yaw_deg) > settings.turned_deg:
        side = "right" if view.yaw_deg > 0 else "left"
        yield (
            f"Turn the face to the camera, to your own {side}: it was turned away by"
            f" {abs(view.yaw_deg):.0f} degrees."
        )
    if abs(view.pitch_deg) > settings.turned_deg + RESTING_TILT_DEG:
        where = "lower" if view.pitch_deg > 0 else "higher"
        yield (
            f"Put the camera {where}, level with the face: the face was tilted by"
            f" {abs(view.pitch_deg):.0f} degrees."
        )


def _scale(profile: Profile) -> Iterator[str]:
    if profile.scale.method != "iris":
        yield (
            "Look into the camera with open eyes: the iris could not be measured, so millimetres"
            " are those of an average adult."
        )
