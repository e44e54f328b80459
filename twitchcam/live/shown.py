"""Which session the monitor shows, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from twitchcam.live.messages import ClipsWish, SessionPhase
    from twitchcam.live.session import Session
    from twitchcam.live.session_folder import SessionFolder


@dataclass(slots=True)
class Shown:
    """What is true of sessions right now: kept by those who keep them, read by all others.

    Attributes
    ----------
    phase
        What is being done.
    session, folder
        What is watched, if anything is; its folder, as long as there is one.
    is_deleted
        Whether the newest session was deleted.
    clips
        What is to be kept of twitches.
    why_ended
        Why the newest session ended, if nobody wished so and it was not the end of a recording.
    broke_off
        The same if the source failed.
    recovered
        Names of the earlier sessions that were completed at the start.
    not_recovered
        Of those that could not be, which and why, in a sentence each.
    """

    phase: SessionPhase = "ready"
    session: Session | None = None
    folder: SessionFolder | None = None
    is_deleted: bool = False
    clips: ClipsWish = "off"
    why_ended: str = ""
    broke_off: str = ""
    recovered: list[str] = field(default_factory=list)
    not_recovered: list[str] = field(default_factory=list)

    @property
    def is_counting(self) -> bool:
        """Whether a session is under way."""
        return self.phase in ("running", "paused")

    @property
    def is_watching(self) -> bool:
        """Whether pictures are wanted."""
        return self.phase in ("ready", "running")

    @property
    def has_counted(self) -> bool:
        """Whether a picture of the session has come."""
        session = self.session
        return bool(session and session.saving and session.clock.started_s is not None)
