"""What is told about a session while it runs, and how often."""

from __future__ import annotations

import time
from collections import defaultdict
from typing import TYPE_CHECKING

from twitchcam.live.causes_panel import NO_CAUSES
from twitchcam.live.messages import notice
from twitchcam.live.summary import summary_message

if TYPE_CHECKING:
    from collections.abc import Callable

    from twitchcam.live.messages import CausesMessage, Severity
    from twitchcam.live.outlet import Outlet
    from twitchcam.live.session import Session
    from twitchcam.live.snapshot import Snapshots
    from twitchcam.records import Evidence

STATUS_INTERVAL_S = 0.5
SUMMARY_INTERVAL_S = 1.0
CAUSES_INTERVAL_S = 5.0
KEEPING_INTERVAL_S = 1.0
# No one of these takes more of the thread's time.
MOST_BUSY_SHARE = 0.05


class Reports:
    """Tells an outlet at intervals, and when something has changed.

    Parameters
    ----------
    snapshots
        Makes the messages.
    outlet
        Who is told.
    match_causes
        Makes the causes panel from the running evidence, or without any; ``None`` leaves it empty.

    Attributes
    ----------
    causes
        The newest causes panel.
    """

    def __init__(
        self,
        snapshots: Snapshots,
        outlet: Outlet,
        match_causes: Callable[[Evidence | None], CausesMessage] | None,
    ) -> None:
        self._snapshots = snapshots
        self._outlet = outlet
        self._match_causes = match_causes
        self.causes = self._causes_by(None)
        self._due_s: defaultdict[str, float] = defaultdict(float)
        self._told_of_session: object = None

    def tell(self, session: Session | None) -> None:
        """Tell what is due; ``session`` is the one that is being counted."""
        if session:
            self._tell_protocol(session)
            self._when_due("keeping", KEEPING_INTERVAL_S, session.keep)
            self._when_due("summary", SUMMARY_INTERVAL_S, lambda: self._tell_evidence(session))
        # Clips are written also after their session.
        self._when_due("files", SUMMARY_INTERVAL_S, self._tell_of_files)
        self._when_due("status", STATUS_INTERVAL_S, self._tell_status)

    def tell_all(self, session: Session) -> None:
        """Tell everything about a session that is over."""
        self._due_s["causes"] = 0.0
        self._tell_evidence(session)

    def forget_causes(self) -> None:
        """Take back what was told of causes: it was of another session."""
        self._due_s["causes"] = 0.0
        self._tell_causes(None)

    def tell_session(self) -> None:
        """Tell which session it is."""
        self._outlet.publish(self._snapshots.session())

    def hurry(self) -> None:
        """Let the next status come at once."""
        self._due_s["status"] = 0.0

    def notify(self, severity: Severity, text: str) -> None:
        """Tell something once."""
        self._outlet.publish(notice(severity, text))

    def _tell_evidence(self, session: Session) -> None:
        """Tell what it shows so far: the counts and, less often, the causes."""
        evidence = session.notes.update_evidence()
        if evidence:
            self._outlet.publish(summary_message(evidence))
            self._when_due("causes", CAUSES_INTERVAL_S, lambda: self._tell_causes(evidence))
        if session.notes.record.marks_s:
            self._outlet.publish(session.felt())
        if session.protocol.is_over:
            # What its last part showed is judged only some time after it.
            self._outlet.publish(session.guided())

    def _tell_of_files(self) -> None:
        """Tell of the session when what is known of it has changed."""
        message = self._snapshots.session()
        clips = (message["clip_count"], message["clips_left_out"])
        known = (message["zero_epoch_ms"] is None, message["files"], *clips)
        if known != self._told_of_session:
            self._told_of_session = known
            self._outlet.publish(message)

    def _tell_status(self) -> None:
        self._outlet.publish(self._snapshots.status())

    def _tell_protocol(self, session: Session) -> None:
        if session.protocol.is_under_way:
            if session.protocol.advance(session.clock.now_s):
                self._due_s["protocol"] = 0.0
            self._when_due(
                "protocol", STATUS_INTERVAL_S, lambda: self._outlet.publish(session.guided())
            )

    def _tell_causes(self, evidence: Evidence | None) -> None:
        causes = self._causes_by(evidence)
        if causes != self.causes:
            self.causes = causes
            self._outlet.publish(causes)

    def _causes_by(self, evidence: Evidence | None) -> CausesMessage:
        return self._match_causes(evidence) if self._match_causes else NO_CAUSES

    def _when_due(self, what: str, interval_s: float, work: Callable[[], object]) -> None:
        """Do what is due; the more time it takes, the less often, since the same thread watches."""
        now_s = time.monotonic()
        if now_s < self._due_s[what]:
            return
        busy_s = time.thread_time()
        work()
        busy_s = time.thread_time() - busy_s
        self._due_s[what] = now_s + max(interval_s, busy_s / MOST_BUSY_SHARE)
