"""What is to be watched, as the user named it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from twitchcam.capture.camera import Camera
from twitchcam.capture.file_identity import identify
from twitchcam.capture.file_replay import FileReplay
from twitchcam.capture.network_stream import SCHEMES, NetworkStream, name_of
from twitchcam.capture.open_video import check_readable
from twitchcam.errors import UsageError
from twitchcam.settings import LAST_CAMERA

if TYPE_CHECKING:
    from collections.abc import Callable

    from twitchcam.capture.live_source import LiveSource, SourceKind
    from twitchcam.records import FileIdentity


@dataclass(frozen=True, slots=True)
class SourcePlan:
    """A source that can be opened again and again; ``open`` may take seconds.

    ``spelled`` is how errors begin that name it by what the user typed: it keeps its letters, also
    at the beginning of a sentence. ``identity`` tells which file it is, ``None`` for all others.
    """

    kind: SourceKind
    name: str
    open: Callable[[], LiveSource]
    spelled: str = ""
    identity: FileIdentity | None = None


def plan_source(named: str) -> SourcePlan:
    """Read what the user named: a camera's number, an address, or a file.

    Raises
    ------
    UsageError
        If it is none of these.
    SourceError
        If it is a file that cannot be read.
    """
    if named.isdecimal():
        if int(named) > LAST_CAMERA:
            message = f"there is no camera {named}: they are numbered from 0, usually below 10"
            raise UsageError(message)
        return SourcePlan("camera", f"camera {named}", lambda: Camera(int(named)))
    if "://" in named:
        # Where it is none, it is not repeated: it may hold a password.
        if named.split("://", 1)[0].lower() not in SCHEMES:
            message = f"this is no address of a camera: those begin with {', '.join(SCHEMES)}"
            raise UsageError(message)
        try:
            name = name_of(named)
        except ValueError as error:
            message = "this is no address of a camera: its name or its port cannot be read"
            raise UsageError(message) from error
        return SourcePlan("stream", name, lambda: NetworkStream(named), spelled=name)
    path = Path(named)
    check_readable(path)
    return SourcePlan(
        "file",
        path.name,
        lambda: FileReplay(path),
        spelled=str(path),
        identity=identify(path),
    )
