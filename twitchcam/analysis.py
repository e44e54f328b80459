"""Takes frames to lip motion and to events, of a file and of a camera alike."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from twitchcam.native_threads import one_native_thread
from twitchcam.profile.use_profile import check_profile, profile_scale
from twitchcam.recording_facts import FactsSoFar
from twitchcam.records import (
    Event,
    Frame,
    Kind,
    LipMotion,
    LipSignals,
    RecordingFacts,
    Scale,
    SensorFacts,
)
from twitchcam.stages import backend_for, detector_for, sensor_for
from twitchcam.vision.frames_to_lip_motion import LipMotionReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from typing_extensions import Self

    from twitchcam.capture.frame_source import FrameSource
    from twitchcam.detection.detector import Detector
    from twitchcam.settings import Settings
    from twitchcam.stop_wish import StopWish
    from twitchcam.vision.face_backend import FaceBackend

# Frames per step of detection and progress; no result depends on it.
FRAMES_PER_STEP = 30


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an analysis has come; ``total_frames`` is an estimate."""

    frames: int
    time_s: float
    total_frames: int | None


class MotionSink(Protocol):
    """Takes what was measured, such as a motion file that is being written."""

    def write(self, motions: Sequence[LipMotion], signals: Sequence[LipSignals]) -> None:
        """Take the next frames and the next signals; either may be empty."""
        ...


class Analysis:
    """One recording on its way through the stages, for file and camera alike.

    Parameters
    ----------
    backend
        Finds the face; closed by the caller.
    settings
        Sensor and all defaults.
    sink
        Gets what is measured on the way.
    frames_per_step
        Frames are judged so many at a time; no result depends on it.

    Raises
    ------
    ProfileError
        If the profile does not go with the other settings.
    """

    def __init__(
        self,
        backend: FaceBackend,
        settings: Settings,
        sink: MotionSink | None,
        frames_per_step: int = FRAMES_PER_STEP,
    ) -> None:
        check_profile(settings)
        self.events: list[Event] = []
        self._backend = backend
        self._settings = settings
        self._sink = sink
        self._frames_per_step = frames_per_step
        scale = profile_scale(settings.profile) if settings.profile else None
        self._lips = sensor_for(settings)
        self._reader = LipMotionReader(backend, self._lips, settings.vision, scale)
        self._detector = detector_for(settings, keep_signals=True)
        self._waiting: list[LipMotion] = []
        self._facts = FactsSoFar(settings)
        self.is_partial = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End its background work. Further calls do nothing."""
        self._reader.close()

    def read(
        self,
        source: FrameSource,
        on_progress: Callable[[Progress], None] | None,
        stop: StopWish | None = None,
        *,
        until_s: float = float("inf"),
        on_frame: Callable[[Frame], None] | None = None,
    ) -> None:
        """Take the frames of ``source`` through all stages, to the end or until it is to stop.

        Parameters
        ----------
        source
            Gives the frames.
        on_progress
            Called after every step.
        stop
            Asked before every frame; what was seen until then is partial.
        until_s
            The last time of a frame that is taken: a camera has no end.
        on_frame
            Gets every frame before it is measured.

        Raises
        ------
        KeyboardInterrupt
            If it is to stop before anything was seen.
        """
        for frame in source:
            if stop and stop.is_wanted:
                self._stop_early(stop)
                break
            if frame.time_s > until_s:
                break
            if on_frame:
                on_frame(frame)
            self.push(frame)
            if on_progress and len(self._facts.times) % self._frames_per_step == 0:
                total = source.info.frame_count
                on_progress(Progress(len(self._facts.times), frame.time_s, total))
        self.finish()

    def push(self, frame: Frame) -> None:
        """Take the next frame."""
        self._facts.push(frame)
        self._waiting += self._reader.push(frame)
        if len(self._facts.times) % self._frames_per_step == 0:
            self._step()

    def finish(self) -> None:
        """Take what was still held back: no frames follow."""
        self._facts.finish()
        self._waiting += self._reader.flush()
        self._step(last=True)
        self._extend_to_the_end()

    @property
    def detector(self) -> Detector:
        """What judges, to be asked for what is not over yet."""
        return self._detector

    def _stop_early(self, stop: StopWish) -> None:
        stop.is_granted = True
        self.is_partial = True
        if not len(self._facts.times):
            raise KeyboardInterrupt

    def _extend_to_the_end(self) -> None:
        """Let what could not be observed in the last frame last as long as that frame is shown."""
        times = self._facts.times
        duration_s = times.duration_s
        last_s = duration_s - (times.usual_interval_s or 0.0)
        # The detector's time base may end just before the last frame.
        since_s = last_s - 1.5 / self._settings.detection.grid_rate_hz
        blind = [event for event in self.events if event.kind is Kind.UNOBSERVABLE]
        latest = max(blind, key=lambda event: (event.end_s, event.onset_s), default=None)
        if latest is not None and since_s <= latest.end_s < duration_s:
            longer = replace(latest, duration_s=duration_s - latest.onset_s)
            self.events[self.events.index(latest)] = longer

    def _step(self, *, last: bool = False) -> None:
        motions, self._waiting = self._waiting, []
        self._facts.measured(motions)
        self.events += self._detector.push(motions)
        if last:
            self.events += self._detector.flush()
        signals = self._detector.take_signals()
        if self._sink:
            self._sink.write(motions, signals)

    @property
    def scale(self) -> Scale | None:
        """How pupil distances become millimetres, once a face was seen for long enough."""
        return self._reader.scale

    @property
    def detectable_now_mm(self) -> float | None:
        """The smallest single twitch that would be found right now, where that is known."""
        return self._detector.limit.detectable_now_mm if self._lips.is_gauged else None

    def recording_facts(self, source: FrameSource) -> RecordingFacts:
        """What was read."""
        return self._facts.of_recording(source, self._reader, self._lips, partial=self.is_partial)

    def sensor_facts(self) -> SensorFacts:
        """What measured it."""
        return self._facts.of_sensor(self._backend, self._reader, self._lips, self._detector)


@contextmanager
def analysis_of(settings: Settings, sink: MotionSink | None) -> Iterator[Analysis]:
    """An analysis of one recording by the settings, with all that it needs.

    The live monitor puts the same together for itself: its backend outlives its sessions.

    Parameters
    ----------
    settings, sink
        As of :class:`Analysis`.

    Raises
    ------
    BackendError, ProfileError
        As :func:`twitchcam.stages.backend_for` and :class:`Analysis`.
    """
    with (
        one_native_thread(),
        backend_for(settings) as backend,
        Analysis(backend, settings, sink) as analysis,
    ):
        yield analysis
