"""All that is known of a session by now, of which its results are made."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from twitchcam.live.journal import SessionFacts, SessionRecord
from twitchcam.live.session_results import evidence_of, sorted_events
from twitchcam.reason_words import ANALYZE_WATCHES_ALL
from twitchcam.wording import counted

if TYPE_CHECKING:
    from twitchcam.analysis import Analysis
    from twitchcam.capture.live_source import LiveSource
    from twitchcam.live.protocol import GuidedProtocol
    from twitchcam.live.session_clock import SessionClock
    from twitchcam.records import Event, Evidence, FileIdentity
    from twitchcam.settings import LiveSettings


class SessionNotes:
    """Keeps the record of a session; it is brought up to date when something is asked of it.

    Parameters
    ----------
    source, analysis, clock, protocol
        What is watched, what that shows, when, and how the person is led meanwhile.
    file
        Which file is watched; ``None`` for a camera.
    settings
        Defaults of the live monitor.

    Attributes
    ----------
    record
        What the results are made from.
    evidence
        What the session showed when that was last worked out: over a day's events, it takes a
        moment.
    is_over
        Whether it has ended: what comes from then on is not of it.
    """

    def __init__(  # noqa: PLR0913 - what it joins
        self,
        source: LiveSource,
        analysis: Analysis,
        clock: SessionClock,
        protocol: GuidedProtocol,
        *,
        file: FileIdentity | None,
        settings: LiveSettings,
    ) -> None:
        self.record = SessionRecord(file=file)
        self.evidence: Evidence | None = None
        self.is_over = False
        self._source = source
        self._analysis = analysis
        self._clock = clock
        self._protocol = protocol
        self._settings = settings
        self._dropped_before = source.dropped
        self._dropped = 0
        self._given = 0

    @property
    def dropped(self) -> int:
        """How many pictures came during the session and were not watched."""
        return self._dropped if self.is_over else self._source.dropped - self._dropped_before

    @property
    def dropped_words(self) -> str:
        """Why they were not; empty if all were watched."""
        if not self.dropped:
            return ""
        lost = counted(self.dropped, "picture was", "pictures were")
        # Only those that a browser sends are counted when they are damaged.
        damaged = ", or damaged" if self._source.kind == "browser" else ""
        instead = f"; {ANALYZE_WATCHES_ALL}" if self._source.kind == "file" else ""
        return f"{lost} not watched: too fast for this computer{damaged}{instead}"

    def end(self) -> None:
        """Note that what comes from here on is not of the session: the source goes on."""
        self._dropped, self.is_over = self.dropped, True

    def new_events(self) -> list[Event]:
        """The events that are over and were not given before; once it has ended, all that is left.

        That includes the time without pictures, which the analysis does not know of.
        """
        new = self._with_reasons(self._analysis.events[self._given :])
        self._given = len(self._analysis.events)
        return new + self._silence() if self.is_over else new

    def events(self) -> tuple[Event, ...]:
        """All events, also the stretch that cannot be observed and is not over."""
        self._update_events()
        return sorted_events(self.record)

    def update(self) -> None:
        """Note all that is known by now; what is told of events alone needs less."""
        self._update_events()
        self._update_facts()

    def update_evidence(self) -> Evidence | None:
        """Work out what the events amount to so far; ``None`` before the first frame."""
        if self._clock.started_s is None:
            return None
        self.update()
        self.evidence = evidence_of(self.record, self._settings)
        return self.evidence

    def _with_reasons(self, events: list[Event]) -> list[Event]:
        return [self._clock.with_reason(event) for event in events]

    def _silence(self) -> list[Event]:
        return self._clock.silence(self._settings.longest_break_s)

    def _update_events(self) -> None:
        record, silence = self.record, self._silence()
        # All of them: the end of the analysis may have made the last one longer.
        record.events = self._with_reasons(self._analysis.events)
        if self.is_over:
            record.events += silence
            record.unfinished = []
        else:
            record.unfinished = self._with_reasons(self._analysis.detector.unfinished()) + silence
        record.stretches = list(self._protocol.stretches)

    def _update_facts(self) -> None:
        """Note what the recording is; over a day's pictures, that takes a moment."""
        if self._clock.began is None:
            return
        facts = self._analysis.recording_facts(self._source)
        if self._source.kind != "file":
            recorded_at = self._clock.began.isoformat(timespec="seconds")
            source = replace(facts.source, recorded_at=recorded_at)
            facts = replace(facts, source=source, dropped_frames=self.dropped)
        for event in self._silence():
            facts = replace(facts, duration_s=event.end_s)
        if note := self.dropped_words:
            facts = replace(facts, notes=(*facts.notes, note))
        self.record.facts = SessionFacts(facts, self._analysis.sensor_facts())
