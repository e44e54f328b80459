"""The way of the data to a profile: frames → lip motion at rest → what was measured → profile."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from twitchcam.analysis import analysis_of
from twitchcam.capture.camera import Camera
from twitchcam.capture.file_identity import identify
from twitchcam.capture.video_file import VideoFile
from twitchcam.evidence.events_to_evidence import summarise
from twitchcam.profile.make_profile import make_profile
from twitchcam.profile.rest_measurement import RestMeasurement
from twitchcam.settings import Settings
from twitchcam.stop_wish import stop_wish
from twitchcam.vision.face_light import LightMeter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from twitchcam.analysis import Progress
    from twitchcam.capture.frame_source import FrameSource
    from twitchcam.profile_records import Profile
    from twitchcam.records import FileIdentity, LipMotion, LipSignals


def calibrate(
    path: str | Path,
    *,
    settings: Settings | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    on_trouble: Callable[[str], None] | None = None,
) -> Profile:
    """Measure camera and rest of the person in a recording.

    Parameters
    ----------
    path
        The video file: half a minute or so of the face at rest.
    settings
        Backend, sensor and all defaults; a profile among them is left aside.
    on_progress
        Called every 30 pictures.
    on_trouble
        Told how the file ended before the recording did, if so: it was measured up to there, also
        where that did not suffice.

    Raises
    ------
    SourceError
        If the file is no video that can be read.
    BackendError
        If the face backend is not available.
    CalibrationError
        If it shows too little rest.
    KeyboardInterrupt
        If Ctrl-C was pressed: half a measurement is none.
    """
    with VideoFile(Path(path)) as source:
        try:
            return measure(source, settings or Settings(), identify(Path(path)), on_progress)
        finally:
            if on_trouble and source.cut_off:
                on_trouble(source.cut_off)


def calibrate_camera(
    number: int,
    *,
    settings: Settings | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Profile:
    """Measure the camera of this number and the rest of the person before it.

    Takes as long as ``settings.calibration`` asks for rest and gestures; else as `calibrate`.

    Raises
    ------
    CameraError
        If the camera gives no pictures.
    """
    settings = settings or Settings()
    longest_s = settings.calibration.rest_s + settings.calibration.gestures_s
    # A camera that is lost ends the measurement.
    with Camera(number, retry_s=None) as source:
        return measure(source, settings, None, on_progress, longest_s)


def measure(
    source: FrameSource,
    settings: Settings,
    file: FileIdentity | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    longest_s: float = float("inf"),
) -> Profile:
    """Measure what a frame source shows, to its end or for ``longest_s``; else as `calibrate`."""
    settings = replace(settings, profile=None)
    meters = _Meters.of(settings)
    with stop_wish() as stop, analysis_of(settings, meters) as run:
        run.read(source, on_progress, stop, until_s=longest_s, on_frame=meters.light.keep)
        if run.is_partial:
            raise KeyboardInterrupt
        facts = run.recording_facts(source)
        evidence = summarise(run.events, facts, run.sensor_facts(), file)
        today = datetime.now().astimezone().date().isoformat()
        return make_profile(evidence, meters.rest, meters.light.light, settings, today)


@dataclass(frozen=True, slots=True)
class _Meters:
    """Everything that is measured on the way."""

    rest: RestMeasurement
    light: LightMeter

    @classmethod
    def of(cls, settings: Settings) -> _Meters:
        rest = RestMeasurement(settings.calibration, settings.detection)
        return cls(rest, LightMeter(settings.calibration.light_interval_s))

    def write(self, motions: Sequence[LipMotion], signals: Sequence[LipSignals]) -> None:
        self.light.meet(motions)
        self.rest.push(motions, signals)
