"""Which face backend, lip sensor, decision and detector go with the settings."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from twitchcam.decisions.fitted_decision import load_decision
from twitchcam.detection.detector import Detector
from twitchcam.vision.face_landmarker import FaceLandmarkerBackend
from twitchcam.vision.face_mesh import FaceMeshBackend
from twitchcam.vision.lip_sensors import FlowSensor, LandmarkSensor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from twitchcam.decisions.fitted_decision import FittedDecision
    from twitchcam.settings import Backend, Sensor, Settings
    from twitchcam.vision.face_backend import FaceBackend
    from twitchcam.vision.lip_sensors import LipSensor


@contextmanager
def backend_for(settings: Settings) -> Iterator[FaceBackend]:
    """The face backend that the settings name, closed at the end of the ``with`` block.

    Raises
    ------
    BackendError
        If it is not available.
    """
    backend = _BACKENDS[settings.backend](settings)
    try:
        yield backend
    finally:
        backend.close()


def sensor_for(settings: Settings) -> LipSensor:
    """The lip sensor that the settings name."""
    return _SENSORS[settings.sensor](settings)


def decision_for(settings: Settings) -> FittedDecision:
    """The fitted decision that the settings hold, or that goes with backend and sensor."""
    return settings.decision or load_decision(settings.backend, settings.sensor)


def detector_for(settings: Settings, *, keep_signals: bool = False) -> Detector:
    """The detector that goes with backend, sensor and profile of the settings."""
    decision = decision_for(settings)
    floor_mm = settings.profile.rest.noise_floor_mm if settings.profile else None
    return Detector(settings.detection, decision, floor_mm, keep_signals=keep_signals)


_BACKENDS: dict[Backend, Callable[[Settings], FaceBackend]] = {
    "face-mesh": lambda settings: FaceMeshBackend(settings.vision.other_faces_interval_s),
    "face-landmarker": lambda settings: FaceLandmarkerBackend(settings.landmarker_model),
}
_SENSORS: dict[Sensor, Callable[[Settings], LipSensor]] = {
    "flow": lambda settings: FlowSensor(settings.vision),
    "landmarks": lambda _: LandmarkSensor(),
}
