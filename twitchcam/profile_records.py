"""What a personal calibration measures, and what a profile holds.

Units and signs as in :mod:`twitchcam.records`.
"""

from __future__ import annotations

from dataclasses import dataclass

from twitchcam.records import FileIdentity, Scale  # noqa: TC001 - profiles are read by these types

SCHEMA = "twitchcam.profile/1"


@dataclass(frozen=True, slots=True)
class FaceView:
    """How a camera saw a face: medians over a recording.

    ``level`` and ``contrast_levels`` are mean and standard deviation of the face's grey levels, of
    255. Signs of the angles as in :class:`Face`.
    """

    pupil_distance_px: float
    level: float
    contrast_levels: float
    yaw_deg: float
    pitch_deg: float
    roll_deg: float


@dataclass(frozen=True, slots=True)
class RestFacts:
    """What was measured at rest.

    ``noise_floor_mm`` is that of each quadrant, ``smallest_detectable_mm`` as in
    :class:`SensorFacts`. ``restlessness`` says how far movement of head and face raised the
    threshold above what the noise floor asks for: 1 is not at all. ``twitches`` counts those that
    were found meanwhile; they do not lift the floor.
    """

    duration_s: float
    observable_s: float
    unobservable_s_by_reason: dict[str, float]
    noise_floor_mm: tuple[float, float, float, float]
    restlessness: float
    twitches: int
    smallest_detectable_mm: float | None = None


@dataclass(frozen=True, slots=True)
class MouthFacts:
    """The mouth at rest, and what was shown of it on purpose, in shares of the pupil distance.

    ``smile`` is how much wider than at rest the mouth was held, ``voluntary_opening`` how much
    further open; ``None`` where no such movement was shown.
    """

    opening: float
    width: float
    smile: float | None = None
    voluntary_opening: float | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """A person's own camera and rest, measured once and used by later analyses.

    ``name`` is that of the recording or camera, ``created`` the date (ISO 8601). ``rate_hz`` is
    that of pictures that show something new, ``missing_pictures`` counts those lacking from the
    rhythm of all. ``settings``
    are those without which the figures would be others; ``file`` is ``None`` for a camera.
    """

    name: str
    created: str
    backend: str
    model: str
    sensor: str
    width_px: int
    height_px: int
    rate_hz: float
    frames: int
    missing_pictures: int
    other_faces: int
    scale: Scale
    rest: RestFacts
    view: FaceView
    mouth: MouthFacts
    settings: dict[str, object]
    file: FileIdentity | None = None
    schema: str = SCHEMA
