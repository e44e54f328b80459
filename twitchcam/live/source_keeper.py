"""Keeps the source open while it is needed: the planned one, or the browser's camera instead."""

from __future__ import annotations

import time
from concurrent.futures import Future
from threading import Lock, Thread
from typing import TYPE_CHECKING

from twitchcam.capture.live_source import RETRY_S, CameraError, Health
from twitchcam.capture.pushed_frames import PushedFrames
from twitchcam.errors import TwitchcamError

if TYPE_CHECKING:
    from twitchcam.capture.live_source import LiveSource
    from twitchcam.live.commands import CameraFrame
    from twitchcam.live.messages import CameraOffMessage
    from twitchcam.live.outlet import Asker
    from twitchcam.live.source_plan import SourcePlan

NOT_WATCHED = "The camera of this page is off: it is not watched any more."


class SourceKeeper:
    """Opens sources without making anybody wait, and tries those again that are not there.

    Parameters
    ----------
    plan
        What is watched unless a page sends pictures of its own.

    Attributes
    ----------
    source
        What is open.
    trouble
        Why nothing is.
    browser
        Name of the browser's camera while it is to be used.
    """

    def __init__(self, plan: SourcePlan) -> None:
        self.plan = plan
        self.source: LiveSource | None = None
        self.trouble: Health | None = None
        self.browser: str | None = None
        self._owner: Asker | None = None
        self._pushed: PushedFrames | None = None
        self._first_picture: CameraFrame | None = None
        # A camera is opened once at a time: what is no longer wanted is closed first.
        self._opener = Lock()
        self._opening: Future[LiveSource] | None = None
        self._retry_at_s = 0.0

    def look(self) -> None:
        """Go on with opening what is needed, until ``source`` is there.

        Raises
        ------
        TwitchcamError
            If it cannot be opened and will not become so by itself.
        """
        if self.source is not None:
            return
        if self.browser is not None:
            self._open_browser(self.browser)
        elif self._opening is not None:
            self._take_opened()
        elif time.monotonic() >= self._retry_at_s:
            self._opening = Future()
            # The end of the program does not wait for it.
            Thread(
                target=self._open, args=[self._opening], name="twitchcam-opening", daemon=True
            ).start()

    def use_browser(self, name: str | None, owner: Asker | None) -> None:
        """Take the pictures that ``owner`` sends instead of the source; ``None`` for no longer."""
        self.close_source()
        self.trouble, self._first_picture = None, None
        self.browser = name
        self._hand_to(owner)

    def take_over(self, owner: Asker | None) -> bool:
        """Go on with the pictures of another page; false unless such pictures are wanted."""
        if self.browser is None:
            return False
        self._hand_to(owner)
        return True

    def belongs_to(self, owner: Asker | None) -> bool:
        """Whether pictures are watched that this page sends."""
        return self.browser is not None and owner is self._owner

    def push(self, picture: CameraFrame, owner: Asker | None) -> None:
        """Take a picture from a page; called from any thread, never waits."""
        if not self.belongs_to(owner):
            return
        pushed = self._pushed
        if pushed is not None:
            pushed.push(picture.jpeg, picture.time_s)
        else:
            self._first_picture = picture

    def close_source(self) -> None:
        """Close what is open or being opened; it can be looked for again."""
        if source := self.take_away():
            source.close()

    def take_away(self) -> LiveSource | None:
        """Want no source any more; gives the one that is open, for the caller to close."""
        if self._opening is not None:
            if not self._opening.cancel():
                self._opening.add_done_callback(_close_when_open)
            self._opening = None
        source, self.source, self._pushed = self.source, None, None
        return source

    def _open(self, opening: Future[LiveSource]) -> None:
        with self._opener:
            if not opening.set_running_or_notify_cancel():
                return
            try:
                opening.set_result(self.plan.open())
            except BaseException as error:  # noqa: BLE001 - raised where it is taken
                opening.set_exception(error)

    def _hand_to(self, owner: Asker | None) -> None:
        """Let whose camera was watched until now turn it off."""
        if self._owner and self._owner is not owner:
            self._owner.publish(camera_off(NOT_WATCHED))
        self._owner = owner

    def _open_browser(self, name: str) -> None:
        first, self._first_picture = self._first_picture, None
        if first is None:
            return
        try:
            self._pushed = self.source = PushedFrames(name, first.jpeg, first.time_s)
        except TwitchcamError:
            # So would be all that follow.
            self.use_browser(None, None)
            raise

    def _take_opened(self) -> None:
        if self._opening is None or not self._opening.done():
            return
        opening, self._opening = self._opening, None
        try:
            self.source = opening.result()
            self.trouble = None
        except CameraError as error:
            self.trouble = error.health
            self._retry_at_s = time.monotonic() + RETRY_S
        except TwitchcamError as error:
            self.trouble = Health("absent", str(error))
            raise


def camera_off(why: str) -> CameraOffMessage:
    """Tell a page that nobody watches its camera."""
    return {"type": "camera_off", "text": why}


def _close_when_open(opening: Future[LiveSource]) -> None:
    if opening.exception() is None:
        opening.result().close()
