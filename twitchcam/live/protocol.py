"""The guided protocol: what the person is asked to do, for how long, and what it showed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from twitchcam.evidence.events_to_evidence import with_eye_closure
from twitchcam.evidence.phases import Stretch, summarise_phases, twitches_within
from twitchcam.live.messages import estimate_row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twitchcam.live.messages import ProtocolMessage, ProtocolState, StepResult
    from twitchcam.records import Event

# The person reads what comes next.
LEAD_IN_S = 6.0


@dataclass(frozen=True, slots=True)
class ProtocolStep:
    """One part. ``phase`` is its name in ``records.PHASES``.

    ``cues`` (text, seconds) follow one another ``times`` times; without cues it lasts ``rest_s``.
    """

    name: str
    phase: str
    title: str
    instruction: str
    rest_s: float = 0.0
    cues: tuple[tuple[str, float], ...] = ()
    times: int = 1

    @property
    def duration_s(self) -> float:
        """How long it lasts."""
        return self.rest_s or self.times * sum(seconds for _, seconds in self.cues)

    def cue_at(self, elapsed_s: float) -> tuple[str, int]:
        """The instruction of the moment, and its number within the step, from 0."""
        if not self.cues:
            return self.title, 0
        number, left_s = 0, elapsed_s
        while number < self.times * len(self.cues) - 1:
            seconds = self.cues[number % len(self.cues)][1]
            if left_s < seconds:
                break
            number, left_s = number + 1, left_s - seconds
        return self.cues[number % len(self.cues)][0], number


STEPS = (
    ProtocolStep(
        "rest",
        "rest",
        "Rest",
        "Look at the camera, mouth closed, and do nothing for a minute.",
        rest_s=60.0,
    ),
    ProtocolStep(
        "gentle_eye_closure",
        "eye_closure",
        "Close your eyes gently",
        "Close your eyes gently at the tone and open them at the next one, five times.",
        cues=(("Close your eyes gently", 2.5), ("Open your eyes", 2.5)),
        times=5,
    ),
    ProtocolStep(
        "tight_eye_closure",
        "eye_closure",
        "Squeeze your eyes shut",
        "Squeeze your eyes shut at the tone and open them at the next one, five times.",
        cues=(("Squeeze your eyes shut", 2.5), ("Open your eyes", 2.5)),
        times=5,
    ),
    ProtocolStep(
        "brow_raise",
        "brow_raise",
        "Raise your eyebrows",
        "Raise your eyebrows at the tone and let go at the next one, three times.",
        cues=(("Raise your eyebrows", 2.5), ("Let go", 2.5)),
        times=3,
    ),
    ProtocolStep(
        "smile",
        "smile",
        "Smile",
        "Smile with closed lips at the tone and let go at the next one, three times.",
        cues=(("Smile", 2.5), ("Let go", 2.5)),
        times=3,
    ),
    ProtocolStep(
        "pucker",
        "pucker",
        "Purse your lips",
        "Purse your lips as for a kiss at the tone and let go at the next one, three times.",
        cues=(("Purse your lips", 2.5), ("Let go", 2.5)),
        times=3,
    ),
    ProtocolStep(
        "counting",
        "counting",
        "Count backwards",
        "Count backwards from 100 in sevens, silently: the mouth stays closed.",
        rest_s=30.0,
    ),
    ProtocolStep(
        "hold",
        "hold",
        "Try to hold it back",
        "For a minute, try not to let your lip twitch.",
        rest_s=60.0,
    ),
)


class GuidedProtocol:
    """Leads through the steps on the session's clock.

    Attributes
    ----------
    stretches
        When the steps took place; a step that was skipped or cancelled counts as far as it went.
    """

    def __init__(self, steps: Sequence[ProtocolStep] = STEPS) -> None:
        self.stretches: list[Stretch] = []
        self._steps = steps
        self._state: ProtocolState = "idle"
        self._step: int | None = None
        self._since_s = 0.0
        self._cue = ""
        self._cue_number = self._cue_in_step = 0
        self._taken: dict[str, list[Stretch]] = {}
        self._is_paused = False

    @property
    def is_under_way(self) -> bool:
        """Whether the person is being led."""
        return self._state in ("lead_in", "active")

    @property
    def is_over(self) -> bool:
        """Whether the person was led, to the end or until it was stopped."""
        return self._state in ("done", "cancelled")

    def start(self, now_s: float) -> None:
        """Begin with the first step; what was done before still counts, but is not shown."""
        self._taken.clear()
        self._is_paused = False
        self._state, self._step, self._since_s = "lead_in", 0, now_s
        self._say("")

    def skip(self, now_s: float) -> None:
        """Go on to the next step, also from a lead-in, but in no pause."""
        if self.is_under_way and not self._is_paused:
            self._end_step(now_s)

    def cancel(self, now_s: float) -> None:
        """End it here."""
        if self._state == "active":
            self._note_stretch(now_s)
        if self.is_under_way:
            self._state, self._step = "cancelled", None
            self._say("")

    def pause(self, now_s: float) -> None:
        """Let the part under way wait: with :meth:`resume`, it begins anew; both pieces count."""
        self._is_paused = True
        if self._state == "active":
            self._note_stretch(now_s)
            self._state, self._since_s = "lead_in", now_s
            self._say("")

    def resume(self, now_s: float) -> None:
        """Go on after a pause."""
        self._is_paused = False
        if self.is_under_way:
            self._since_s = now_s

    def stretches_until(self, now_s: float) -> list[Stretch]:
        """What took place, with what has taken place of the part under way."""
        if self._state != "active" or self._step is None or now_s <= self._since_s:
            return self.stretches
        return [*self.stretches, Stretch(self._steps[self._step].phase, self._since_s, now_s)]

    def advance(self, now_s: float) -> bool:
        """Go with the time; tells whether something changed."""
        before = (self._state, self._step, self._cue_number)
        if self._step is not None and not self._is_paused:
            elapsed_s = now_s - self._since_s
            if self._state == "lead_in" and elapsed_s >= LEAD_IN_S:
                self._begin(now_s)
            elif self._state == "active" and elapsed_s >= self._steps[self._step].duration_s:
                self._end_step(now_s)
            elif self._state == "active":
                self._say_cue(now_s)
        return before != (self._state, self._step, self._cue_number)

    def message(
        self, now_s: float, events: Sequence[Event], duration_s: float, *, is_told: bool = True
    ) -> ProtocolMessage:
        """Where it stands, and what the finished steps showed.

        ``is_told`` says whether the session as a whole tells how often twitches came.
        """
        return {
            "type": "protocol",
            "state": self._state,
            "steps": [
                {
                    "name": step.name,
                    "title": step.title,
                    "instruction": step.instruction,
                    "duration_s": step.duration_s,
                }
                for step in self._steps
            ],
            "lead_in_s": LEAD_IN_S,
            "step": self._step,
            "remaining_s": self._remaining_s(now_s),
            "cue": self._cue,
            "cue_number": self._cue_number,
            "results": [
                _result(step, self._taken[step.name], events, duration_s, is_told=is_told)
                for step in self._steps
                if step.name in self._taken
            ],
        }

    def _remaining_s(self, now_s: float) -> float | None:
        if self._step is None:
            return None
        lasts_s = LEAD_IN_S if self._state == "lead_in" else self._steps[self._step].duration_s
        since_s = now_s if self._is_paused else self._since_s
        return round(max(0.0, since_s + lasts_s - now_s), 2)

    def _begin(self, now_s: float) -> None:
        self._state, self._since_s = "active", now_s
        self._say_cue(now_s, first=True)

    def _say_cue(self, now_s: float, *, first: bool = False) -> None:
        if self._step is None:
            return
        step = self._steps[self._step]
        cue, number = step.cue_at(now_s - self._since_s)
        if first or number != self._cue_in_step:
            self._cue_in_step = number
            self._say(cue)

    def _say(self, cue: str) -> None:
        self._cue = cue
        self._cue_number += 1

    def _end_step(self, now_s: float) -> None:
        self._note_stretch(now_s)
        following = (self._step or 0) + 1
        self._since_s = now_s
        if following < len(self._steps):
            self._state, self._step = "lead_in", following
        else:
            self._state, self._step = "done", None
        self._say("")

    def _note_stretch(self, now_s: float) -> None:
        before = len(self.stretches)
        self.stretches = self.stretches_until(now_s)
        new = self.stretches[before:]
        if self._step is not None and new:
            self._taken.setdefault(self._steps[self._step].name, []).extend(new)


def _result(
    step: ProtocolStep,
    stretches: Sequence[Stretch],
    events: Sequence[Event],
    duration_s: float,
    *,
    is_told: bool,
) -> StepResult:
    shown = summarise_phases(events, stretches, duration_s, is_told=is_told)[step.phase]
    closures = with_eye_closure(twitches_within(events, stretches))
    seen = shown.observable_s > 0 or shown.events > 0
    return {
        "name": step.name,
        "title": step.title,
        "observable_s": round(shown.observable_s, 2),
        "twitches": shown.events if seen else None,
        "per_minute": estimate_row(shown.per_minute),
        "with_eye_closure": len(closures) if seen else None,
    }
