"""Opening a video file, or saying in one line why it cannot be done."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, cast

import av
from av.stream import Disposition

from twitchcam.errors import SourceError

if TYPE_CHECKING:
    from pathlib import Path

    from av.container import InputContainer
    from av.video.stream import VideoStream

# A playlist must not lead to other machines: only files are opened.
_ONLY_FILES = {"protocol_whitelist": "file"}

_INCOMPLETE = "its beginning or end is missing: check that it plays"
_CUT_OFF = (
    "is incomplete: its index is missing, as when recording or copying was cut off; copy it again,"
    " or repair it with a program for that"
)
# How MP4 and MOV files begin, after four bytes of length.
_MP4_BEGINNINGS = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")

# As Matroska tells the end of a stream.
_CLOCK_TIME = re.compile(r"(\d+):(\d+):(\d+(?:\.\d+)?)")
_CLOCK_BEGINS, _A_DAY = 1970, timedelta(days=1)
_TIME_TAGS = ("com.apple.quicktime.creationdate", "creation_time")
# "+0100", which Python 3.10 does not read.
_ZONE = re.compile(r"([+-]\d{2})(\d{2})$")
# At this rate and above, a "rate" is the unit of the container's clock.
_CLOCK_UNIT_HZ = 1000


def open_video(path: Path) -> tuple[InputContainer, VideoStream]:
    """Open a file and find the pictures in it.

    Returns
    -------
    tuple
        The open container, which the caller closes, and its video stream.

    Raises
    ------
    SourceError
        If there is no such file, it may not be read, or it holds no video that can be decoded.
    """
    check_readable(path)
    try:
        # Titles and the like may be of any encoding; nobody reads them here.
        container = av.open(
            str(path.absolute()), container_options=_ONLY_FILES, metadata_errors="replace"
        )
    except av.FFmpegError as error:
        msg = f"{path} {_CUT_OFF if _begins_as_mp4(path) else f'is not a video, or {_INCOMPLETE}'}"
        raise SourceError(msg) from error
    try:
        return container, _find_stream(container, path)
    except SourceError:
        container.close()
        raise


def recorded_at(container: InputContainer) -> str | None:
    """When it was recorded as the container has it (ISO 8601), or ``None`` if it does not know."""
    # Phones tell their own time of day in a tag of their own.
    told = next((container.metadata[tag] for tag in _TIME_TAGS if tag in container.metadata), "")
    try:
        moment = datetime.fromisoformat(_ZONE.sub(r"\1:\2", told.replace("Z", "+00:00")))
    except ValueError:
        return None
    moment = moment.replace(tzinfo=moment.tzinfo or timezone.utc)
    # The clock of these files begins in 1904 or 1970: nobody had set it.
    is_set = moment.year > _CLOCK_BEGINS and moment < datetime.now(timezone.utc) + _A_DAY
    return moment.isoformat(timespec="seconds") if is_set else None


def claimed_rate_hz(stream: VideoStream) -> float | None:
    """Pictures per second as the container has it, or ``None`` if it does not know."""
    # Bare streams without times claim 25 whatever they are; the guess looks into the codec.
    rate = stream.guessed_rate if stream.start_time is None else stream.average_rate
    return float(rate) if rate and rate < _CLOCK_UNIT_HZ else None


def claimed_duration_s(container: InputContainer, stream: VideoStream) -> float | None:
    """Length in seconds as the container has it, or ``None`` if it does not know."""
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    # The length of all streams together is that of the pictures only if there are no others.
    together = container.duration if len(container.streams) == 1 else None
    together_s = together / av.time_base if together else None
    if container.format.name == "flv":
        return together_s
    # Matroska and others give the time of the end, not the length.
    start_s = float((stream.start_time or 0) * (stream.time_base or 0))
    end_s = _matroska_end_s(stream) or together_s
    return end_s - max(0.0, start_s) if end_s is not None and end_s > start_s else None


def _matroska_end_s(stream: VideoStream) -> float | None:
    told = _CLOCK_TIME.fullmatch(stream.metadata.get("DURATION", ""))
    return 3600 * float(told[1]) + 60 * float(told[2]) + float(told[3]) if told else None


def claimed_frame_count(stream: VideoStream, duration_s: float | None) -> int | None:
    """Count of pictures, the container's or from length and rate; ``None`` if it is unknown."""
    if stream.frames:
        return stream.frames
    rate = claimed_rate_hz(stream)
    return round(duration_s * rate) if duration_s and rate else None


def check_readable(path: Path) -> None:
    """Say in one line why a file cannot be read, if so.

    Raises
    ------
    SourceError
        If it cannot.
    """
    problem = _find_problem(path)
    if problem:
        msg = f"{path} {problem}"
        raise SourceError(msg)


def _begins_as_mp4(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(8)[4:] in _MP4_BEGINNINGS
    except OSError:
        return False


def _find_problem(path: Path) -> str | None:
    try:
        if path.is_dir():
            return "is a folder: name the video files in it"
        if path.is_fifo():
            return "is no file but a pipe: save the video to a file first"
        with path.open("rb") as file:
            return None if file.read(1) else "is empty (0 bytes): record or copy it again"
    except FileNotFoundError:
        return "does not exist: check the name and the folder"
    except PermissionError:
        return "may not be read by you: change its permissions or copy it"
    except OSError as error:
        return f"cannot be read ({error.strerror}): check the disk or copy the file"


def _find_stream(container: InputContainer, path: Path) -> VideoStream:
    stream = cast("VideoStream | None", container.streams.best("video"))
    problem = _find_stream_problem(container, stream)
    if stream is None or problem:
        msg = f"{path} {problem}"
        raise SourceError(msg)
    return stream


def _find_stream_problem(container: InputContainer, stream: VideoStream | None) -> str | None:
    kind = container.format.name
    if kind == "tty":
        return "is a text, not a video: check the name"
    if kind.endswith("_pipe") or kind == "image2":
        return "is a single picture, not a video: twitches need a recording"
    if len(container.streams) == 0:
        return f"is not a video, or {_INCOMPLETE}"
    if stream is None or stream.disposition & Disposition.attached_pic:
        return "holds no moving pictures, perhaps only sound: check that it is the right file"
    if stream.codec_context is None:
        return "is coded in a way that cannot be decoded here: convert it to H.264 (MP4)"
    return None
