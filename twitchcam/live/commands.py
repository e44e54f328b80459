"""What the page may ask of the monitor, checked before anything is done about it."""

from __future__ import annotations

import math
from typing import Annotated

import msgspec
from msgspec import Meta

from twitchcam.live.messages import (
    CAMERA_FRAME_HEAD,
    CAMERA_FRAME_MARK,
    MAX_PICTURE_BYTES,
    MAX_TEXT_BYTES,
    ClipsWish,
)

# The person pressed a key at most so long before the page's message arrived.
MAX_AGO_S = 5.0
NOT_JSON = "the message is not JSON"

ShortText = Annotated[str, Meta(min_length=1, max_length=200)]


class RefusedMessageError(ValueError):
    """A message from the page that is not one of those that exist; says why."""


class _Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type"):
    """A JSON object; its ``type`` is the ``tag`` of its class."""


class Start(_Message, frozen=True, tag="start"):
    """Begin a session."""


class Pause(_Message, frozen=True, tag="pause"):
    """Watch nothing for a while."""


class Resume(_Message, frozen=True, tag="resume"):
    """Go on after a pause."""


class Stop(_Message, frozen=True, tag="stop"):
    """Complete the session."""


class ProtocolStart(_Message, frozen=True, tag="protocol_start"):
    """Lead through the guided protocol."""


class ProtocolNext(_Message, frozen=True, tag="protocol_next"):
    """Go on to the next step of the guided protocol."""


class ProtocolCancel(_Message, frozen=True, tag="protocol_cancel"):
    """End the guided protocol here."""


class Felt(_Message, frozen=True, tag="felt"):
    """The person felt a twitch, ``ago_s`` before the message was sent."""

    ago_s: Annotated[float, Meta(ge=0, le=MAX_AGO_S)] = 0.0


class Shown(_Message, frozen=True, tag="shown"):
    """The page has drawn this preview; meanwhile only few others are sent to it."""

    frame: int


class KeepClips(_Message, frozen=True, tag="clips"):
    """Whether a short clip of each twitch is kept from now on, and of what."""

    wish: ClipsWish


class DeleteSession(_Message, frozen=True, tag="delete_session"):
    """Delete everything that was written of a session."""

    session: ShortText


class UseBrowserCamera(_Message, frozen=True, tag="browser_camera"):
    """Watch the pictures that this page sends (or stop doing so) instead of the source."""

    on: bool
    name: ShortText = "browser"


class CameraFrame(msgspec.Struct, frozen=True):
    """A picture from the browser's camera; ``time_s`` counts from any zero."""

    time_s: float
    jpeg: bytes


Command = (
    Start
    | Pause
    | Resume
    | Stop
    | ProtocolStart
    | ProtocolNext
    | ProtocolCancel
    | Felt
    | Shown
    | KeepClips
    | DeleteSession
    | UseBrowserCamera
)

_DECODER: msgspec.json.Decoder[Command] = msgspec.json.Decoder(Command)


def parse_text(text: str) -> Command:
    """Read a text frame from the page.

    Raises
    ------
    RefusedMessageError
        If it is too long or not one of the messages that exist.
    """
    if len(text) > MAX_TEXT_BYTES:
        message = "the message is too long"
        raise RefusedMessageError(message)
    try:
        return _DECODER.decode(text)
    except msgspec.ValidationError as error:
        raise RefusedMessageError(str(error)) from error
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise RefusedMessageError(NOT_JSON) from error


def parse_binary(data: bytes) -> CameraFrame:
    """Read a binary frame from the page: a picture from its camera.

    Raises
    ------
    RefusedMessageError
        If it is too large or not a picture with a time.
    """
    if len(data) > MAX_PICTURE_BYTES:
        message = "the picture is too large"
        raise RefusedMessageError(message)
    if len(data) < CAMERA_FRAME_HEAD.size:
        message = "the picture is cut off"
        raise RefusedMessageError(message)
    mark, time_ms = CAMERA_FRAME_HEAD.unpack_from(data)
    if mark != CAMERA_FRAME_MARK or not math.isfinite(time_ms):
        message = "the picture's beginning is malformed"
        raise RefusedMessageError(message)
    jpeg = data[CAMERA_FRAME_HEAD.size :]
    if not jpeg.startswith(b"\xff\xd8"):
        message = "the picture is no JPEG"
        raise RefusedMessageError(message)
    return CameraFrame(time_ms / 1000, jpeg)
