"""Looks for the face in the background, one picture at a time."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from twitchcam.vision.face_geometry import read_face

if TYPE_CHECKING:
    from twitchcam.records import Face, Frame
    from twitchcam.vision.face_backend import FaceBackend, Sighting

# MediaPipe cuts a face out with a margin that makes it about so many pupil distances wide.
FACE_WITH_MARGIN = 3.6


class FaceSearch:
    """Runs a face backend beside the caller.

    The caller fetches the result of one search before it starts the next, at a frame of its own
    choosing: so results depend on the pictures alone and never on how fast the machine is.

    Parameters
    ----------
    backend
        Finds the face; not closed here.
    """

    def __init__(self, backend: FaceBackend) -> None:
        self._backend = backend
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="face-search")
        self._running: Future[Sighting] | None = None
        self._size_px = (0, 0)
        self._reduce = 1
        self._is_read = False
        self._face: Face | None = None
        self.other_faces = 0

    @property
    def is_running(self) -> bool:
        """Whether there is a result to fetch."""
        return self._running is not None

    @property
    def is_done(self) -> bool:
        """Whether there is a result that need not be waited for."""
        return self._running is not None and self._running.done()

    def start(self, frame: Frame) -> None:
        """Begin to look at a picture."""
        height, width = frame.gray.shape
        self._size_px = (width, height)
        self._running = self._thread.submit(self._find, frame, self._reduce)

    def peek(self) -> Face | None:
        """Wait for the face and leave it to be fetched; raises what the backend raised."""
        if self._running is None:
            message = "no search was started"
            raise RuntimeError(message)
        if not self._is_read:
            self._face, self._is_read = self._read(self._running.result()), True
        return self._face

    def fetch(self) -> Face | None:
        """Wait for the face and make room for the next search."""
        face = self.peek()
        self._running, self._is_read, self._face = None, False, None
        return face

    def close(self) -> None:
        """End the thread. Further calls do nothing."""
        self._thread.shutdown()

    def _read(self, sighting: Sighting) -> Face | None:
        self.other_faces = max(self.other_faces, sighting.others)
        if sighting.landmarks is None:
            self._reduce = 1
            return None
        width, height = self._size_px
        to_pixels = np.array([width, height, width], dtype=np.float32)
        face = read_face(sighting.landmarks * to_pixels, sighting.others, self._size_px)
        # What the model would scale down is scaled down beforehand: smaller pictures cost less.
        seen_px = FACE_WITH_MARGIN * face.pupil_distance_px
        self._reduce = max(1, int(seen_px / self._backend.input_px))
        return face

    def _find(self, frame: Frame, reduce: int) -> Sighting:
        return self._backend.find(frame.read_rgb(reduce), frame.time_s)
