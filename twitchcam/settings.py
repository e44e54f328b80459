"""Every default that can be changed, with its unit, in one place.

Commands have options for backend, sensor, model and profile; all else is set from Python. Results
record what measured values depend on: backend, model, sensor, decision, profile, and the settings
of vision and detection. What is no matter of choice (how noise is averaged, when light is called
bad) stands as constants, in the module that uses it or, where several do, here. Lengths called
*share* are shares of the pupil distance, so that they hold for any camera.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, field
from os import PathLike
from typing import TYPE_CHECKING, Literal, get_args, overload

import msgspec

from twitchcam.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from twitchcam.decisions.fitted_decision import FittedDecision
    from twitchcam.profile_records import Profile
    from twitchcam.records import Floats

# A rate that is measured so little below another is called the same: see ``is_slower``.
_RATE_TOLERANCE = 0.95

# The course of a movement is sampled at this rate; the rate of a time base is a multiple of it.
COURSE_RATE_HZ = 60.0

# No machine has cameras with larger numbers.
LAST_CAMERA = 99

Backend = Literal["face-mesh", "face-landmarker"]
Sensor = Literal["flow", "landmarks"]

# Adults' pupil distances; an iris reading outside would be a misreading.
PLAUSIBLE_PUPIL_DISTANCE_MM = (50.0, 77.0)

# Mean grey level of a face, of 255, below and above which light is called bad.
DARK_LEVEL, BRIGHT_LEVEL = 50.0, 215.0
# So many pixels between the pupils are called good; with fewer than so many, who sits before the
# camera is told to move closer; and counts of a recording with still fewer are called uncertain.
# Chosen by hand.
GOOD_PUPILS_PX, FAR_PUPILS_PX, SMALL_PUPILS_PX = 100.0, 60.0, 40.0
# Between fewer new pictures a second than so many, short twitches are lost. The recordings of
# calibration/README.md have about as many or more.
ENOUGH_HZ = 24.0


class _Numbers:
    """Settings that are all numbers, or pairs of them.

    Raises
    ------
    UsageError
        If one is no number, or no finite one, or below 0.
    """

    __slots__ = ()

    def __post_init__(self) -> None:
        for name, value in as_told(self).items():
            numbers = value if isinstance(value, list) else [value]
            if not all(map(_is_possible, numbers)):
                message = f"{name} must be a number of 0 or more, not {getattr(self, name)!r}"
                raise UsageError(message)


@dataclass(frozen=True, slots=True)
class VisionSettings(_Numbers):
    """From frames to lip motion."""

    landmark_interval_s: float = 0.2
    """Flow carries the lip patch in between. The landmark sensor reads every frame."""
    moving_interval_s: float = 0.1
    """Instead, while lips move: eyes that close with them do so for a moment only."""
    still_lips_share: float = 0.004
    """A lip that has gone no further than this against the head since the last look is still."""
    other_faces_interval_s: float = 1.0
    """How often to look for further faces."""
    patch_pixels_per_pupil_distance: int = 72
    """Resolution of the lip patch; finer costs time and sees no smaller twitches."""
    max_carry_share: float = 0.03
    """The patch is placed anew when flow has carried it this far from the landmarks."""
    max_carry_scale: float = 0.04
    """…or when its size is off by this share."""
    flow_gain: float = 1.2
    """True excursion ÷ what a quadrant's window reads: at its rim a lip moves less.
    Median over twitches of known size warped into real clips: ``calibration/flow_gain.py``."""
    iris_diameter_mm: float = 11.7
    """Horizontal visible iris diameter of adults, 11.7 ± 0.5 mm."""
    adult_pupil_distance_mm: float = 63.0
    """Mean of adults, used where the iris cannot be measured (standard deviation 3.6 mm)."""
    scale_window_s: float = 2.0
    """The millimetre scale is fixed from the landmarks of the first seconds with a face…"""
    scale_max_wait_s: float = 10.0
    """…or, if they show the iris too rarely, as soon as they show it often enough, up to this."""


@dataclass(frozen=True, slots=True)
class DetectionSettings(_Numbers):
    """From lip motion to events.

    Raises
    ------
    UsageError
        If the band does not lie below half the grid's rate, if that rate is no multiple of
        ``COURSE_RATE_HZ``, if a block is shorter than a row or longer than the window of the noise
        floor, if the frequencies of tremor do not rise from above 0, if the largest noise floor is
        below the smallest, or if nothing could be hidden by noise.
    """

    grid_rate_hz: float = 120.0
    """Rate of the uniform time base: several rows for every frame of usual cameras, and enough for
    the fastest twitch where a camera is faster."""
    block_s: float = 0.1
    """The detector works in steps of this length, however its input is cut."""
    band_hz: tuple[float, float] = (4.0, 12.0)
    """Single twitches of 100 to 300 ms, bursts and tremor lie inside; slow expressions do not."""
    max_gap_s: float = 0.4
    """Peaks closer than this belong to one event."""
    max_frame_gap_s: float = 0.25
    """A longer pause between frames is a gap, not a movement."""
    max_held_s: float = 0.5
    """A picture that repeats itself for longer is frozen: nobody is seen. No living face among the
    recordings of calibration/README.md did for more than 0.16 s (motion table, ``repeated``)."""
    min_rate_hz: float = 15.0
    """A 100 ms twitch would fall between the frames below this rate."""
    max_event_s: float = 30.0
    """Longer movement is cut into events of this length, so that memory stays bounded."""

    floor_window_s: float = 12.0
    floor_quantile: float = 0.25
    floor_spread_factor: float = 4.0
    """A quadrant's noise floor is not believed above this many times that of the surround."""
    floor_min_mm: float = 0.005
    floor_max_mm: float = 1.0
    """Beyond this, nothing can be observed for noise: times the factor below it is more than
    ``max_threshold_mm``."""
    floor_factor: float = 4.0
    """A movement in one quadrant must stand this many times above the noise floor…"""
    spread_factor: float = 3.0
    """…this many times above the disagreement of the surrounding patches…"""
    surround_factor: float = 0.72
    """…above this share of the surrounding face's own movement…"""
    min_magnitude_mm: float = 0.1
    """…and above this, all in the detection band."""
    candidate_strength: float = 0.4
    """A movement is looked at from this share of its threshold on."""
    moment_s: float = 0.2
    """How long the surround's movement keeps the threshold up."""
    max_threshold_mm: float = 3.6
    """Moments with a higher threshold cannot be observed."""
    active_share: float = 0.36
    """A side or lip takes part in an event when it moves this much of the other one."""

    max_yaw_deg: float = 35.0
    max_pitch_deg: float = 30.0
    max_residual: float = 0.3
    talking_opening_share: float = 0.09
    """The mouth opening changes by this much within the time below: talking, smiling, eating."""
    talking_window_s: float = 0.6
    margin_s: float = 0.3
    """Stretches that cannot be observed are widened by this on both sides."""
    eye_closed_share: float = 0.65
    """An eye counts as closed below this share of its usual opening."""
    min_rest_s: float = 0.05
    """A movement can be judged only if the lips were at rest in view for this long before it (a
    tremor needs no rest), and one or two peaks only if they were seen to end."""
    max_excursion_mm: float = 8.0
    """A lip that moves further makes an expression or opens the mouth."""
    tremor_min_cycles: int = 4
    tremor_hz: tuple[float, float] = (2.8, 12.0)
    tremor_min_regularity: float = 0.89
    """How well a tremor repeats itself after one period (autocorrelation)…"""
    even_tremor_min_regularity: float = 0.8
    """…and one whose peaks are evenly spaced, though larger and smaller."""

    def __post_init__(self) -> None:
        _Numbers.__post_init__(self)
        low_hz, high_hz = self.band_hz
        if not 0 < low_hz < high_hz < self.grid_rate_hz / 2:
            message = (
                f"band_hz must rise within 0 and half of grid_rate_hz ({self.grid_rate_hz / 2:g}),"
                f" not be {low_hz:g} to {high_hz:g}"
            )
            raise UsageError(message)
        if self.grid_rate_hz % COURSE_RATE_HZ:
            message = (
                f"grid_rate_hz must be a multiple of {COURSE_RATE_HZ:g}, not {self.grid_rate_hz:g}"
            )
            raise UsageError(message)
        if self.block_rows < 1:
            message = f"block_s must hold a row of the time base, not be {self.block_s:g}"
            raise UsageError(message)
        if self.blocks_in(self.floor_window_s) < 1:
            message = f"floor_window_s must hold a block_s, not be {self.floor_window_s:g}"
            raise UsageError(message)
        slowest_hz, fastest_hz = self.tremor_hz
        if not 0 < slowest_hz < fastest_hz:
            message = f"tremor_hz must rise from above 0, not be {slowest_hz:g} to {fastest_hz:g}"
            raise UsageError(message)
        if self.floor_min_mm > self.floor_max_mm:
            message = (
                f"floor_max_mm must be floor_min_mm ({self.floor_min_mm:g}) or more,"
                f" not {self.floor_max_mm:g}"
            )
            raise UsageError(message)
        # Else no noise would ever be too much for anything to be observed.
        if self.floor_factor * self.floor_max_mm <= self.max_threshold_mm:
            message = (
                f"max_threshold_mm must be less than floor_factor ({self.floor_factor:g}) times"
                f" floor_max_mm ({self.floor_max_mm:g}), not be {self.max_threshold_mm:g}"
            )
            raise UsageError(message)

    @classmethod
    def of(cls, told: Mapping[str, object]) -> DetectionSettings:
        """The settings among those that a file tells, as :func:`as_told` does.

        What is not told, as in older files, is as it is by default; so is all of it where a file
        tells what cannot be.
        """
        try:
            return msgspec.convert(told, cls)
        except (msgspec.ValidationError, OverflowError, UsageError):
            return cls()

    @property
    def block_rows(self) -> int:
        """Rows of the time base in one step of the detector."""
        return self.rows_in(self.block_s)

    def rows_in(self, duration_s: float) -> int:
        """How many rows of the time base last about so long."""
        return round(duration_s * self.grid_rate_hz)

    def blocks_in(self, duration_s: float) -> int:
        """How many steps of the detector last about so long."""
        return round(duration_s / self.block_s)


@dataclass(frozen=True, slots=True)
class LiveSettings(_Numbers):
    """The live monitor, beyond what it shares with the analysis of files."""

    foresee_rest_s: float = 0.05
    """A movement that has been at rest for this long is shown, though its pause may yet end."""
    longest_break_s: float = 600.0
    """A session ends when no picture has come for this long."""
    results_interval_s: float = 10.0
    """How often all result files of a running session are written anew."""
    preview_rate_hz: float = 15.0
    preview_width_px: int = 640
    preview_quality: int = 75
    preview_max_wait_s: float = 0.9
    """A preview is shown without its measurement when that takes longer than this. Which movement
    is a twitch is known some 0.5 s after it; so long the preview lags behind."""
    trace_rate_hz: float = 30.0
    trace_s: float = 20.0
    """How much of the traces a page that is opened gets at once."""
    clip_margin_s: float = 2.0
    """A clip of an event begins and ends this much before and after it."""
    felt_before_s: float = 2.0
    """A twitch is taken as the one that was felt when it ended at most this long before the key
    was pressed; people press half a second to a second after what they feel."""
    felt_after_s: float = 0.2
    """…or began at most this long after it."""


@dataclass(frozen=True, slots=True)
class CalibrationSettings(_Numbers):
    """Measuring a person's camera and rest, and what is called good."""

    rest_s: float = 30.0
    """So much rest is asked for."""
    least_rest_s: float = 5.0
    """With less, no profile is made."""
    gestures_s: float = 10.0
    """So long a camera is watched beyond the rest, for a smile and an open mouth."""
    light_interval_s: float = 0.5
    held_s: float = 1.0
    """Smile and opening of the mouth count as far as they are held for this long."""
    smile_share: float = 0.1
    """A smile was shown when the mouth became wider by this share of its width at rest."""

    flat_contrast_levels: float = 15.0
    """Standard deviation of the face's grey levels."""
    good_rate_hz: float = 30.0
    missing_share: float = 0.03
    """A camera that loses more pictures than this is busy, or in the dark."""
    turned_deg: float = 15.0
    restless: float = 1.5
    """From here on it is movement rather than the picture's noise that hides small twitches."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of one analysis.

    Raises
    ------
    UsageError
        If there is no such backend or sensor, or one of the others is not what belongs there.
    """

    backend: Backend = "face-mesh"
    sensor: Sensor = "flow"
    landmarker_model: Path | None = None
    """Model file of the ``face-landmarker`` backend; searched for when not given."""
    decision: FittedDecision | None = None
    """Instead of the decision that was fitted for backend and sensor."""
    profile: Profile | None = None
    """A person's own calibration, from which scale and noise floor start."""
    vision: VisionSettings = field(default_factory=VisionSettings)
    detection: DetectionSettings = field(default_factory=DetectionSettings)
    live: LiveSettings = field(default_factory=LiveSettings)
    calibration: CalibrationSettings = field(default_factory=CalibrationSettings)

    def __post_init__(self) -> None:
        if isinstance(self.profile, (str, PathLike)):
            message = "profile must be a profile, as calibrate gives or read_profile reads it"
            raise UsageError(message)
        for name, value, kind in (
            ("vision", self.vision, VisionSettings),
            ("detection", self.detection, DetectionSettings),
            ("live", self.live, LiveSettings),
            ("calibration", self.calibration, CalibrationSettings),
        ):
            if not isinstance(value, kind):
                message = f"{name} must be {kind.__name__}, not {type(value).__name__}"
                raise UsageError(message)
        if isinstance(self.landmarker_model, str):
            message = f"landmarker_model must be a pathlib.Path, not {self.landmarker_model!r}"
            raise UsageError(message)
        if isinstance(self.decision, (str, PathLike)):
            message = "decision must be a decision, as parse_decision reads it, not a name"
            raise UsageError(message)
        for name, chosen, known in (
            ("backend", self.backend, get_args(Backend)),
            ("sensor", self.sensor, get_args(Sensor)),
        ):
            if chosen not in known:
                message = f"{name} must be one of {', '.join(known)}, not {chosen!r}"
                raise UsageError(message)


@overload
def is_slower(rate_hz: float, than_hz: float) -> bool: ...


@overload
def is_slower(rate_hz: Floats, than_hz: float) -> NDArray[np.bool_]: ...


def is_slower(rate_hz: float | Floats, than_hz: float) -> bool | NDArray[np.bool_]:
    """Whether a rate (or which of several), as it was measured, lies below another.

    Cameras run a little slow: 15000/1001 pictures per second are called 15.
    """
    return rate_hz < _RATE_TOLERANCE * than_hz


def as_told(settings: _Numbers) -> dict[str, object]:
    """Settings by name, as files hold them: a list where there is more than one value."""
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(settings).items()  # type: ignore[call-overload]  # a dataclass
    }


def measuring_settings(settings: Settings) -> dict[str, object]:
    """All settings of vision and detection: measured values depend on them. See :func:`as_told`."""
    return {**as_told(settings.vision), **as_told(settings.detection)}


def _is_possible(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return math.isfinite(value) and value >= 0
