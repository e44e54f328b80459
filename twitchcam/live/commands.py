"""What the page may ask of the monitor, checked before anything is done about it."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NoReturn, cast

from twitchcam.live.messages import (
    CAMERA_FRAME_HEAD,
    CAMERA_FRAME_MARK,
    MAX_PICTURE_BYTES,
    MAX_TEXT_BYTES,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from twitchcam.live.messages import ClipsWish

# The person pressed a key at most so long before the page's message arrived.
MAX_AGO_S = 5.0
NOT_JSON = "the message is not JSON"


class RefusedMessageError(ValueError):
    """A message from the page that is not one of those that exist; says why."""


@dataclass(frozen=True, slots=True)
class Simple:
    """A wish without details."""

    name: Literal[
        "start", "pause", "resume", "stop", "protocol_start", "protocol_next", "protocol_cancel"
    ]


@dataclass(frozen=True, slots=True)
class Felt:
    """The person felt a twitch, ``ago_s`` before the message was sent."""

    ago_s: float


@dataclass(frozen=True, slots=True)
class Shown:
    """The page has drawn this preview; meanwhile only few others are sent to it."""

    frame: int


@dataclass(frozen=True, slots=True)
class KeepClips:
    """Whether a short clip of each twitch is kept from now on, and of what."""

    wish: ClipsWish


@dataclass(frozen=True, slots=True)
class DeleteSession:
    """Delete everything that was written of a session."""

    session: str


@dataclass(frozen=True, slots=True)
class UseBrowserCamera:
    """Watch the pictures that this page sends (or stop doing so) instead of the source."""

    on: bool
    name: str


@dataclass(frozen=True, slots=True)
class CameraFrame:
    """A picture from the browser's camera; ``time_s`` counts from any zero."""

    time_s: float
    jpeg: bytes


Command = Simple | Felt | Shown | KeepClips | DeleteSession | UseBrowserCamera


def parse_text(text: str) -> Command:
    """Read a text frame from the page.

    Raises
    ------
    RefusedMessageError
        If it is too long or not one of the messages that exist.
    """
    if len(text) > MAX_TEXT_BYTES:
        _refuse("the message is too long")
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RefusedMessageError(NOT_JSON) from error
    if not isinstance(content, dict) or not isinstance(content.get("type"), str):
        _refuse("the message has no type")
    name = content.pop("type")
    if name in _SIMPLE:
        _only(content)
        return Simple(cast("Any", name))
    if name not in _PARSERS:
        _refuse("there is no message of this type")
    return _PARSERS[name](content)


def parse_binary(data: bytes) -> CameraFrame:
    """Read a binary frame from the page: a picture from its camera.

    Raises
    ------
    RefusedMessageError
        If it is too large or not a picture with a time.
    """
    if len(data) > MAX_PICTURE_BYTES:
        _refuse("the picture is too large")
    if len(data) < CAMERA_FRAME_HEAD.size:
        _refuse("the picture is cut off")
    mark, time_ms = CAMERA_FRAME_HEAD.unpack_from(data)
    if mark != CAMERA_FRAME_MARK or not math.isfinite(time_ms):
        _refuse("the picture's beginning is malformed")
    jpeg = data[CAMERA_FRAME_HEAD.size :]
    if not jpeg.startswith(b"\xff\xd8"):
        _refuse("the picture is no JPEG")
    return CameraFrame(time_ms / 1000, jpeg)


_SIMPLE = (
    "start",
    "pause",
    "resume",
    "stop",
    "protocol_start",
    "protocol_next",
    "protocol_cancel",
)


def _felt(content: Mapping[str, Any]) -> Felt:
    _only(content, "ago_s")
    ago_s = content.get("ago_s", 0.0)
    if isinstance(ago_s, bool) or not isinstance(ago_s, (int, float)):
        _refuse("ago_s must be a number")
    if not 0 <= ago_s <= MAX_AGO_S:
        _refuse(f"ago_s must lie between 0 and {MAX_AGO_S:g}")
    return Felt(float(ago_s))


def _shown(content: Mapping[str, Any]) -> Shown:
    _only(content, "frame")
    frame = content.get("frame")
    if isinstance(frame, bool) or not isinstance(frame, int):
        _refuse("frame must be a whole number")
    return Shown(frame)


def _clips(content: Mapping[str, Any]) -> KeepClips:
    _only(content, "wish")
    wish = content.get("wish")
    if wish not in ("off", "mouth", "picture"):
        _refuse("wish must be off, mouth or picture")
    return KeepClips(wish)


def _delete(content: Mapping[str, Any]) -> DeleteSession:
    _only(content, "session")
    return DeleteSession(_short_text(content, "session"))


def _browser_camera(content: Mapping[str, Any]) -> UseBrowserCamera:
    _only(content, "on", "name")
    on = content.get("on")
    if not isinstance(on, bool):
        _refuse("on must be true or false")
    return UseBrowserCamera(on, _short_text(content, "name") if "name" in content else "browser")


_PARSERS: dict[str, Callable[[Mapping[str, Any]], Command]] = {
    "felt": _felt,
    "shown": _shown,
    "clips": _clips,
    "delete_session": _delete,
    "browser_camera": _browser_camera,
}


def _short_text(content: Mapping[str, Any], name: str) -> str:
    text = content.get(name)
    if not isinstance(text, str) or not 0 < len(text) <= 200:
        _refuse(f"{name} must be a short text")
    return text


def _only(content: Mapping[str, Any], *names: str) -> None:
    if set(content) - set(names):
        _refuse("the message has parts that do not belong there")


def _refuse(why: str) -> NoReturn:
    raise RefusedMessageError(why)
