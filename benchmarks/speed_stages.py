"""What each stage of an analysis takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mediapipe.python.solution_base import SolutionBase

from benchmarks.stages import Stage, StageClock
from twitchcam import pipeline
from twitchcam.capture.read_ahead import ReadAhead
from twitchcam.capture.upright_pictures import UprightPictures
from twitchcam.capture.video_file import VideoFile
from twitchcam.detection.detector import Detector
from twitchcam.outputs.motion_parquet import MotionWriter
from twitchcam.vision.face_mesh import FaceMeshBackend
from twitchcam.vision.frames_to_lip_motion import LipMotionReader
from twitchcam.vision.lip_sensors import FlowSensor

if TYPE_CHECKING:
    from pathlib import Path

READING, MAIN = "reading", "main"
REST = "everything else"

STAGES: tuple[Stage, ...] = (
    (VideoFile, "_decode_packet", "decoding"),
    (UprightPictures, "gray", "grey picture"),
    (ReadAhead, "_next", "waiting for pictures"),
    (UprightPictures, "rgb", "colour picture"),
    (SolutionBase, "__init__", "MediaPipe, loading"),
    (SolutionBase, "process", "MediaPipe"),
    (FaceMeshBackend, "find", "face"),
    (LipMotionReader, "push", "lip motion"),
    (FlowSensor, "read", "flow"),
    (Detector, "push", "detection"),
    (Detector, "flush", "detection"),
    (pipeline, "summarise", "evidence"),
    (MotionWriter, "write", "outputs"),
    (pipeline, "write_results", "outputs"),
)
THREADS = {
    stage: READING if stage in {"decoding", "grey picture"} else MAIN for *_, stage in STAGES
}
# Everything but decoding (to grey and to colour, as ``VideoCapture.read`` does) and MediaPipe.
OWN = ("face", "flow", "lip motion", "detection", "evidence", "outputs", REST)


@dataclass(frozen=True, slots=True)
class StageTimes:
    """Milliseconds per frame by stage: time gone by, and time worked; and each stage's thread."""

    wall_ms: dict[str, float]
    cpu_ms: dict[str, float]
    threads: dict[str, str]

    @property
    def own_wall_ms(self) -> float:
        """Time gone by in our own per-frame code."""
        return sum(self.wall_ms.get(stage, 0.0) for stage in OWN)

    @property
    def own_cpu_ms(self) -> float:
        """Time worked in our own per-frame code."""
        return sum(self.cpu_ms.get(stage, 0.0) for stage in OWN)


def measure_stages(clip: Path, out_dir: Path, frames: int) -> StageTimes:
    """Analyse a clip with outputs and time its stages."""
    clock = StageClock()
    with clock.watching(STAGES), clock.timed(REST):
        pipeline.analyze(clip, out_dir=out_dir)
    to_ms = 1000 / frames
    wall_ms = {stage: time_s * to_ms for stage, time_s in clock.wall_s.items()}
    cpu_ms = {stage: time_s * to_ms for stage, time_s in clock.cpu_s.items()}
    return StageTimes(wall_ms, cpu_ms, {**THREADS, REST: MAIN})
