"""From what was measured at rest to a profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from twitchcam.errors import CalibrationError
from twitchcam.profile_records import FaceView, Profile, RestFacts
from twitchcam.reason_words import OWN_FILE, advice_on, reason_words
from twitchcam.records import Reason
from twitchcam.settings import DARK_LEVEL, measuring_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from twitchcam.profile.rest_measurement import RestMeasurement
    from twitchcam.records import Evidence
    from twitchcam.settings import CalibrationSettings, Settings

# A profile made with other values of these holds other millimetres and another noise floor.
VISION_SETTINGS = (
    *("flow_gain", "patch_pixels_per_pupil_distance"),
    *("iris_diameter_mm", "adult_pupil_distance_mm"),
)
DETECTION_SETTINGS = (
    *("grid_rate_hz", "band_hz", "floor_quantile", "floor_window_s"),
    *("floor_spread_factor", "floor_min_mm", "floor_max_mm"),
)


def make_profile(
    evidence: Evidence,
    rest: RestMeasurement,
    light: tuple[float, float],
    settings: Settings,
    created: str,
) -> Profile:
    """Put a profile together.

    Parameters
    ----------
    evidence
        Of the recording that shows the rest.
    rest
        What its motion amounts to.
    light
        Mean and standard deviation of the face's grey levels; NaN without a face.
    settings
        With which it was analysed.
    created
        Today, ISO 8601.

    Raises
    ------
    CalibrationError
        If it shows too little rest, or is compressed too strongly.
    """
    recording, sensor, time = evidence.recording, evidence.sensor, evidence.time
    noise_floor_mm = sensor.noise_floor_mm
    # First of all: it may be what hides the rest, or stops pictures from showing anything new.
    if recording.is_coarsely_coded:
        message = (
            f"{recording.source.name}: is compressed so strongly that it does not tell what the"
            f" camera can see; {OWN_FILE}"
        )
        raise CalibrationError(message)
    if (
        time.observable_s < settings.calibration.least_rest_s
        or noise_floor_mm is None
        or sensor.scale is None
        or recording.seen_rate_hz is None
        or not rest.is_seen
    ):
        missing = _what_was_missing(evidence, light[0], settings.calibration)
        message = f"{recording.source.name}: {missing}"
        raise CalibrationError(message)
    usual = rest.usual
    return Profile(
        name=recording.source.name,
        created=created,
        backend=sensor.backend,
        model=sensor.model,
        sensor=sensor.sensor,
        width_px=recording.source.width_px,
        height_px=recording.source.height_px,
        rate_hz=recording.seen_rate_hz,
        frames=recording.frames,
        missing_pictures=recording.dropped_frames,
        other_faces=recording.other_faces,
        scale=sensor.scale,
        rest=RestFacts(
            duration_s=recording.duration_s,
            observable_s=time.observable_s,
            unobservable_s_by_reason=time.unobservable_s_by_reason,
            noise_floor_mm=noise_floor_mm,
            restlessness=rest.restlessness,
            twitches=evidence.counts.all.events if evidence.counts else 0,
            smallest_detectable_mm=sensor.smallest_detectable_mm,
        ),
        view=FaceView(
            pupil_distance_px=usual["pupil_distance_px"],
            level=light[0],
            contrast_levels=light[1],
            yaw_deg=usual["yaw_deg"],
            pitch_deg=usual["pitch_deg"],
            roll_deg=usual["roll_deg"],
        ),
        mouth=rest.mouth(),
        settings=deciding_settings(settings),
        file=evidence.file,
    )


def deciding_settings(settings: Settings) -> dict[str, object]:
    """The settings that a profile's scale and noise floor depend on, by name."""
    told = measuring_settings(settings)
    return {name: told[name] for name in (*VISION_SETTINGS, *DETECTION_SETTINGS)}


def _what_was_missing(evidence: Evidence, level: float, settings: CalibrationSettings) -> str:
    seconds_by_reason = evidence.time.unobservable_s_by_reason
    why, most = "", ""
    if seconds_by_reason:
        most = max(seconds_by_reason, key=seconds_by_reason.__getitem__)
        why = f" (mostly: {reason_words(most)}, {seconds_by_reason[most]:.1f} s)"
    seen_s = np.floor(10 * evidence.time.observable_s) / 10
    seen = f"only {seen_s:.1f} s" if seen_s > 0 else "nothing"
    least = f"{settings.least_rest_s:.0f} s are the least"
    remedy = advice_on(most, is_file=evidence.file is not None).remedy
    what_to_do = "; ".join(_remedies(most, remedy, level, settings))
    return f"shows {seen} of the face at rest{why}; {least}: {what_to_do}"


def _remedies(
    reason: str, remedy: str, level: float, settings: CalibrationSettings
) -> Iterator[str]:
    is_dark = level < DARK_LEVEL
    if is_dark:
        yield f"put more light on the face (its brightness is {level:.0f} of 255)"
    # What was measured says more than what it may have been.
    if remedy and not (is_dark and reason in (Reason.COVERED.value, Reason.NOISE.value)):
        yield remedy
    yield f"film {settings.rest_s:.0f} s, still and silent"
