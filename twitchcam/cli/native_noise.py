"""Keeping the chatter of native libraries off the user's screen."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

DEBUG_VARIABLE = "TWITCHCAM_DEBUG"


def is_debugging() -> bool:
    """Whether the user asked for everything to be shown."""
    return bool(os.environ.get(DEBUG_VARIABLE))


@contextmanager
def native_noise_hidden() -> Iterator[None]:
    """Send what native code writes to standard error to nowhere; Python's own still arrives.

    MediaPipe's TensorFlow Lite writes there whatever log level is asked for, from threads of its
    own. Does nothing while debugging, or where standard error is no real file.
    """
    try:
        own = None if is_debugging() else os.dup(2)
    except OSError:
        own = None
    if own is None:
        yield
        return
    python_stderr = sys.stderr
    writes_to_screen = _descriptor(python_stderr) == 2
    with open(own, "w", buffering=1, encoding="utf-8", errors="backslashreplace") as screen:  # noqa: PTH123 - a descriptor, not a path
        os.environ.setdefault("GLOG_minloglevel", "2")
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
        _point_stderr_to(os.devnull)
        if writes_to_screen:
            sys.stderr = screen
        try:
            yield
        finally:
            sys.stderr = python_stderr
            os.dup2(own, 2)


def _point_stderr_to(path: str) -> None:
    nowhere = os.open(path, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def _descriptor(stream: object) -> int | None:
    with suppress(AttributeError, OSError, ValueError):
        return int(stream.fileno())  # type: ignore[attr-defined]
    return None
