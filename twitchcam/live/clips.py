"""Short clips of twitches and what lies around them, kept only when asked for."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import av
import cv2
import numpy as np

from twitchcam.errors import OutputError
from twitchcam.outputs.safe_file import PendingFile, writing
from twitchcam.vision.face_geometry import MOUTH_EDGES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from threading import Event as ThreadEvent

    from cv2.typing import MatLike

    from twitchcam.live.messages import ClipsWish
    from twitchcam.records import Event, Face, Frame, Rgb
    from twitchcam.settings import LiveSettings

_MILLISECOND = Fraction(1, 1000)
# The mouth region, as shares of the pupil distance around the middle of the lips: lips, tip of the
# nose and chin, and not the eyes, by which people are known.
_ACROSS_SHARE, _ABOVE_SHARE, _BELOW_SHARE = 0.75, 0.5, 0.65
_QUALITY = 92
# As good as slower presets, and as small, in a third of their time: clips come while others wait.
_CODING = {"preset": "veryfast", "crf": "20"}
_LONGER_SIDE_PX = {"mouth": 480, "picture": 1280}


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture that may become part of a clip."""

    time_s: float
    jpeg: bytes


class ClipPictures:
    """Keeps the last seconds of what clips show, in memory only.

    Parameters
    ----------
    settings
        How much before and after an event.

    Attributes
    ----------
    wish
        What clips show.
    """

    def __init__(self, settings: LiveSettings) -> None:
        self.wish: ClipsWish = "off"
        self._margin_s = settings.clip_margin_s
        self._recent: deque[Kept] = deque()
        self._wanted: list[Event] = []

    def keep(self, wish: ClipsWish) -> None:
        """What clips shall show from now on. What was kept for another wish is forgotten."""
        if wish != self.wish:
            self._recent.clear()
            self._wanted.clear()
        self.wish = wish

    def push(self, frame: Frame, face: Face | None, movement_since_s: float | None) -> None:
        """Take the next frame and the newest face.

        Parameters
        ----------
        frame, face
            Nothing is kept without a face, when only the mouth region is wanted.
        movement_since_s
            Since when a movement that is not over stands out: what may belong to its clip is kept.
        """
        if self.wish == "off":
            return
        picture = _mouth_region(frame, face) if self.wish == "mouth" else frame.read_rgb()
        if picture is not None and picture.size:
            fitted = _fitted(picture, _LONGER_SIDE_PX[self.wish])
            bgr = cv2.cvtColor(fitted, cv2.COLOR_RGB2BGR)
            coded, jpeg = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
            if coded:
                self._recent.append(Kept(frame.time_s, jpeg.tobytes()))
        starts = [event.onset_s for event in self._wanted]
        # A movement is known only some time after it has begun.
        oldest_s = min([movement_since_s or frame.time_s, *starts, frame.time_s - 1.5])
        while self._recent and self._recent[0].time_s < oldest_s - self._margin_s - 0.5:
            self._recent.popleft()

    def want(self, events: Sequence[Event]) -> None:
        """Ask for clips of these twitches."""
        if self.wish != "off":
            self._wanted += events

    def take(self, now_s: float | None) -> list[list[Kept]]:
        """The clips that are complete at ``now_s`` (``None``: at the end, whatever there is)."""
        ready = [
            event
            for event in self._wanted
            if now_s is None or now_s >= event.end_s + self._margin_s
        ]
        self._wanted = [event for event in self._wanted if event not in ready]
        return [pictures for event in ready if (pictures := self._around(event))]

    def _around(self, event: Event) -> list[Kept]:
        start_s, end_s = event.onset_s - self._margin_s, event.end_s + self._margin_s
        return [picture for picture in self._recent if start_s <= picture.time_s <= end_s]


def write_clip(path: Path, pictures: Sequence[Kept], unwanted: ThreadEvent) -> bool:
    """Write pictures as H.264 in MP4, each at its own time.

    Returns
    -------
    Whether the clip is there: nothing is left of it once it is unwanted.

    Raises
    ------
    OutputError
        If that fails.
    """
    # Even sides, as the usual colour format asks for; the region's size changes with the distance.
    height, width = (max(2, side // 2 * 2) for side in _decoded(pictures[0]).shape[:2])
    file = PendingFile(path)
    try:
        with writing(path), av.open(file.stream, "w", format="mp4") as container:
            stream = container.add_stream("libx264", rate=30, options=_CODING)
            # The other cores watch.
            stream.codec_context.thread_count = 1
            stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
            stream.codec_context.time_base = _MILLISECOND
            pts = -1
            # One after the other: a minute of whole pictures would fill the memory.
            for kept in pictures:
                if unwanted.is_set():
                    break
                picture = _decoded(kept)
                fitted = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
                frame = av.VideoFrame.from_ndarray(np.asarray(fitted, np.uint8), format="bgr24")
                # Two pictures may come within a millisecond.
                pts = max(pts + 1, round((kept.time_s - pictures[0].time_s) * 1000))
                frame.pts, frame.time_base = pts, _MILLISECOND
                container.mux(stream.encode(frame))
            else:
                container.mux(stream.encode(None))
        if unwanted.is_set():
            file.discard()
            return False
        file.commit()
    except (av.FFmpegError, ValueError) as error:
        # The second where a build of FFmpeg cannot code H.264.
        file.discard()
        message = f"cannot write {path}: {error}"
        raise OutputError(message) from error
    except BaseException:
        file.discard()
        raise
    return True


def _decoded(kept: Kept) -> MatLike:
    return cv2.imdecode(np.frombuffer(kept.jpeg, np.uint8), cv2.IMREAD_COLOR)


def _mouth_region(frame: Frame, face: Face | None) -> Rgb | None:
    if face is None:
        return None
    middle = face.landmarks[list(MOUTH_EDGES), :2].mean(axis=0)
    unit = face.pupil_distance_px
    left, right = (round(middle[0] + sign * _ACROSS_SHARE * unit) for sign in (-1, 1))
    top, bottom = round(middle[1] - _ABOVE_SHARE * unit), round(middle[1] + _BELOW_SHARE * unit)
    # A copy: the rest of the picture is not kept.
    return frame.read_rgb()[max(0, top) : max(0, bottom), max(0, left) : max(0, right)].copy()


def _fitted(picture: Rgb, longer_side_px: int) -> Rgb:
    share = longer_side_px / max(picture.shape[:2])
    if share >= 1:
        return picture
    return np.asarray(cv2.resize(picture, None, fx=share, fy=share, interpolation=cv2.INTER_AREA))
