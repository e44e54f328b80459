"""What each stage of an analysis takes, in the thread in which it runs."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mediapipe.python.solution_base import SolutionBase

from benchmarks.speed.stage_clock import Stage, StageClock
from twitchcam import pipeline
from twitchcam.analysis import Analysis
from twitchcam.capture.read_ahead import ReadAhead
from twitchcam.capture.upright_pictures import UprightPictures
from twitchcam.capture.video_file import VideoFile
from twitchcam.detection.detector import Detector
from twitchcam.outputs.motion_parquet import MotionWriter
from twitchcam.vision.face_mesh import FaceMeshBackend
from twitchcam.vision.face_search import FaceSearch
from twitchcam.vision.frames_to_lip_motion import LipMotionReader
from twitchcam.vision.lip_sensors import FlowSensor

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MEDIAPIPE, LOADING = "MediaPipe", "MediaPipe, loading"
REST = "everything else"


def _mediapipe_stage(solution: Any, *_: Any, **__: Any) -> str:  # noqa: ANN401 - MediaPipe has no types
    """Tell the first picture, which waits until the model is loaded, from the others."""
    return MEDIAPIPE if solution._simulated_timestamp else LOADING  # noqa: SLF001


# In the order of the table: the data's way through each thread.
STAGES: tuple[Stage, ...] = (
    (VideoFile, "_decode", "decoding"),
    (UprightPictures, "gray", "grey picture"),
    (VideoFile, "_read", "times, damage"),
    (ReadAhead, "_put_all", "waiting for room ahead"),
    (UprightPictures, "rgb", "colour picture"),
    (SolutionBase, "process", _mediapipe_stage),
    (SolutionBase, "__init__", LOADING),
    (SolutionBase, "close", LOADING),
    (ReadAhead, "_next", "waiting for pictures"),
    (Future, "result", "waiting for the face"),
    (FaceMeshBackend, "find", "face"),
    (FaceSearch, "_find", "face"),
    (FaceSearch, "fetch", "face"),
    (FlowSensor, "read", "flow"),
    (FlowSensor, "follow", "flow"),
    (LipMotionReader, "push", "lip motion"),
    (LipMotionReader, "flush", "lip motion"),
    (Detector, "push", "detection"),
    (Detector, "flush", "detection"),
    (Analysis, "recording_facts", "evidence"),
    (Analysis, "sensor_facts", "evidence"),
    (pipeline, "summarise", "evidence"),
    (pipeline, "choose_result_files", "outputs"),
    (MotionWriter, "write", "outputs"),
    (MotionWriter, "finish", "outputs"),
    (pipeline, "write_results", "outputs"),
)
ORDER = (*(MEDIAPIPE if stage is _mediapipe_stage else stage for *_, stage in STAGES), REST)
# Threads by their names: pictures are read ahead and the face is looked for beside the main thread.
THREADS = {
    "twitchcam-read-ahead": "reading",
    "face-search_0": "face search",
    "MainThread": "main",
}
# What `VideoCapture.read` and `FaceMesh.process` stand for in a plain loop, and time without work.
# All else is our own, in whichever thread it runs.
NOT_OWN = frozenset(
    {
        "decoding",
        "grey picture",
        "colour picture",
        MEDIAPIPE,
        LOADING,
        "waiting for room ahead",
        "waiting for pictures",
        "waiting for the face",
    }
)


@dataclass(frozen=True, slots=True)
class StageTime:
    """Milliseconds per frame of one stage in one thread: time gone by, and time worked."""

    thread: str
    stage: str
    wall_ms: float
    cpu_ms: float

    @property
    def is_own(self) -> bool:
        """Whether it is our own code that works."""
        return self.stage not in NOT_OWN


@dataclass(frozen=True, slots=True)
class StageTimes:
    """Where the time of one analysis went.

    Parameters
    ----------
    stages
        Of every thread that Python started; MediaPipe's and the decoder's own are not seen.
    loading_ms
        Loading the models up to their first answer, and closing them: once per recording.
    """

    stages: tuple[StageTime, ...]
    loading_ms: float

    @property
    def own_cpu_ms(self) -> float:
        """Time worked per frame in our own code, all threads together."""
        return sum(time.cpu_ms for time in self.stages if time.is_own)


def measure_stages(clip: Path, out_dir: Path, frames: int) -> StageTimes:
    """Analyse a clip with outputs and time its stages."""
    clock = StageClock()
    with clock.watching(STAGES), clock.timed(REST):
        pipeline.analyze(clip, out_dir=out_dir)
    return as_stage_times(clock, frames)


def as_stage_times(clock: StageClock, frames: int) -> StageTimes:
    """Times per frame, sorted by thread and stage, loading apart."""
    loading_ms = 1000 * sum(_of_stage(clock.wall_s, LOADING))
    rows = sorted(
        (row for row in clock.wall_s if row[1] != LOADING),
        key=lambda row: (list(THREADS).index(row[0]), ORDER.index(row[1])),
    )
    to_ms = 1000 / frames
    times = (
        StageTime(THREADS[row[0]], row[1], clock.wall_s[row] * to_ms, clock.cpu_s[row] * to_ms)
        for row in rows
    )
    return StageTimes(tuple(times), loading_ms)


def _of_stage(times_s: Mapping[tuple[str, str], float], stage: str) -> list[float]:
    return [time_s for row, time_s in times_s.items() if row[1] == stage]
