"""Found events held against true ones: raw counts that add up over clips."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from benchmarks.recordings.stretches import uncovered
from twitchcam.evidence.observable_time import (
    observable_within_s,
    reason_name,
    unobservable_spans,
)
from twitchcam.records import Event, Kind
from twitchcam.settings import DetectionSettings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmarks.recordings.stretches import Span
    from sample_videos.twitches import Twitch

Floats = NDArray[np.float64]

# Both events are widened by this on either side before they are asked whether they overlap.
WIDENING_S = 0.1
# How often false events come is told of time so far from all true ones: nearer to them, one that
# lasts up to 0.6 s would be joined to what is told of a true one, or paired with it. (False ones of
# the recordings in calibration/README.md last 0.1 to 0.6 s, one of eight 0.7 s.)
LONGEST_FALSE_S = 0.6
APART_S = DetectionSettings().max_gap_s + LONGEST_FALSE_S / 2
# So much of a missed one must lie where the program said that it could not see.
LEAST_UNSEEN_SHARE = 0.5


class Timed(Protocol):
    """Anything with a start and an end in seconds."""

    @property
    def onset_s(self) -> float:
        """Start."""
        ...

    @property
    def end_s(self) -> float:
        """End."""
        ...


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over any number of clips; scores of clips are added with ``+``.

    Parameters
    ----------
    found, false_alarms
        True events that were found; found events that are not true.
    false_apart
        Those of the latter whose middle lies apart from all true events.
    silent
        Missed without a word.
    rejected, unobservable
        Missed, by the reason given: a movement was seen and rejected, or the program said that it
        could not see then.
    true_patterns, found_patterns
        True events, and those of them that were found, by their true pattern.
    lip_right, side_right
        Of the found events.
    right_patterns
        Found events that are told as what they are, by pattern.
    onset_errors_s, amplitude_ratios, frequency_errors_hz
        One per found event where it exists: found minus true, found ÷ true, and found minus true
        for tremor that was found as tremor.
    true_confidences, false_confidences
        The program's confidence in each twitch it reported, by whether it was one; where it says.
    duration_s
        Length of the clips.
    free_s, free_observable_s
        How much of it lies apart from all true events, and how much of that the program says that
        it could judge.
    detectable_percent
        What the program says of each clip to be the smallest twitch it could have found there, in
        percent of the pupil distance.
    quantisers
        How coarsely each clip is coded, where that can be read.
    errors
        Each miss and false alarm in words, for whoever looks for the cause.
    """

    found: int = 0
    false_alarms: int = 0
    false_apart: int = 0
    silent: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    unobservable: Counter[str] = field(default_factory=Counter)
    true_patterns: Counter[str] = field(default_factory=Counter)
    found_patterns: Counter[str] = field(default_factory=Counter)
    lip_right: int = 0
    side_right: int = 0
    right_patterns: Counter[str] = field(default_factory=Counter)
    onset_errors_s: tuple[float, ...] = ()
    amplitude_ratios: tuple[float, ...] = ()
    frequency_errors_hz: tuple[float, ...] = ()
    true_confidences: tuple[float, ...] = ()
    false_confidences: tuple[float, ...] = ()
    duration_s: float = 0.0
    free_s: float = 0.0
    free_observable_s: float = 0.0
    detectable_percent: tuple[float, ...] = ()
    quantisers: tuple[float, ...] = ()
    errors: tuple[str, ...] = ()

    def __add__(self, other: Score) -> Score:
        names = [entry.name for entry in fields(self)]
        return Score(**{name: getattr(self, name) + getattr(other, name) for name in names})

    @property
    def missed(self) -> int:
        """True events that were not found, for whatever reason."""
        return self.silent + self.rejected.total() + self.unobservable.total()

    @property
    def true(self) -> int:
        """True events, found or not."""
        return self.found + self.missed

    @property
    def recall(self) -> float | None:
        """Share of the true events that were found."""
        return ratio(self.found, self.true)

    @property
    def recall_of_observable(self) -> float | None:
        """The same without those that the program says it could not have seen."""
        return ratio(self.found, self.true - self.unobservable.total())

    @property
    def precision(self) -> float | None:
        """Share of the found events that are true."""
        return ratio(self.found, self.found + self.false_alarms)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of recall and precision."""
        return ratio(2 * self.found, 2 * self.found + self.missed + self.false_alarms)

    @property
    def false_alarms_per_minute(self) -> float | None:
        """False alarms per minute, both apart from all true events."""
        return ratio(60 * self.false_apart, self.free_s)

    @property
    def false_alarms_per_observable_minute(self) -> float | None:
        """The same per minute that the program says it could judge."""
        return ratio(60 * self.false_apart, self.free_observable_s)


def ratio(part: float, whole: float) -> float | None:
    """Return ``part ÷ whole``, ``None`` of nothing."""
    return part / whole if whole else None


def match(one: Sequence[Timed], other: Sequence[Timed]) -> list[tuple[int, int]]:
    """Pair events of two lists one to one, as index pairs sorted by the first list.

    Events that overlap after widening may be paired. Of all ways to pair them, one with the most
    pairs is taken, and among those the one with the longest overlaps.
    """
    overlap_s = _overlaps_s(one, other)
    # A pair more outweighs any overlap gained without it.
    worth = np.where(overlap_s > 0, overlap_s + 1 + overlap_s.sum(), 0)
    pairs = zip(*linear_sum_assignment(worth, maximize=True), strict=True)
    return [(int(i), int(j)) for i, j in pairs if overlap_s[i, j] > 0]


def false_alarms(truth: Sequence[Twitch], events: Iterable[Event]) -> list[Event]:
    """Twitches among ``events`` that are not true."""
    twitches = _twitches(events)
    true = {found for _, found in match(truth, twitches)}
    return [twitch for index, twitch in enumerate(twitches) if index not in true]


def middle_s(event: Event) -> float:
    """When the middle of an event is."""
    return event.onset_s + event.duration_s / 2


def time_watched(
    truth: Sequence[Twitch], events: Sequence[Event], spell: Span, duration_s: float
) -> Score:
    """Count the time of a spell of a clip, and the false alarms apart from all true events.

    Parameters
    ----------
    truth, events
        True events, and all events that the program reports of the clip.
    spell
        Start and end in seconds.
    duration_s
        Length of the clip.
    """
    unseen = unobservable_spans(events, duration_s)
    free = uncovered(spell, [(one.onset_s, one.end_s) for one in truth], APART_S, APART_S)
    wrong_s = [middle_s(event) for event in false_alarms(truth, events)]
    return Score(
        false_apart=sum(from_s <= at_s < until_s for at_s in wrong_s for from_s, until_s in free),
        duration_s=max(0.0, spell[1] - spell[0]),
        free_s=sum(end_s - start_s for start_s, end_s in free),
        free_observable_s=sum(observable_within_s(one, unseen, duration_s) for one in free),
    )


def score_clip(truth: Sequence[Twitch], events: Sequence[Event], duration_s: float) -> Score:
    """Score what a program says of one clip.

    Parameters
    ----------
    truth
        True events; their sizes in the millimetres of the program's own scale.
    events
        All events that the program reports, of every kind, in any order.
    duration_s
        Length of the clip.
    """
    twitches = _twitches(events)
    pairs = match(truth, twitches)
    found, true = {index for index, _ in pairs}, {index for _, index in pairs}
    parts = [_score_found(truth[i], twitches[j]) for i, j in pairs]
    parts += [_score_missed(twitch, events) for i, twitch in enumerate(truth) if i not in found]
    parts += [score_false(twitch) for j, twitch in enumerate(twitches) if j not in true]
    return sum(parts, time_watched(truth, events, (0.0, duration_s), duration_s))


def _score_found(true: Twitch, event: Event) -> Score:
    return Score(
        found=1,
        true_patterns=Counter([true.pattern]),
        found_patterns=Counter([true.pattern]),
        lip_right=int(event.lip == true.lip),
        side_right=int(event.side == true.side),
        right_patterns=Counter([true.pattern] if event.pattern == true.pattern else []),
        onset_errors_s=(event.onset_s - true.onset_s,),
        amplitude_ratios=_amplitude_ratio(true, event),
        frequency_errors_hz=_frequency_error(true, event),
        true_confidences=_confidence(event),
    )


def score_told_as_twitches(movements: Sequence[Timed], events: Sequence[Event]) -> Score:
    """Score movements that are no twitches: found are those that were told as one all the same.

    Twitches beside them are false alarms.
    """
    twitches = _twitches(events)
    told = [any(overlap_s(movement, one) > 0 for one in twitches) for movement in movements]
    missed = [one for one, is_told in zip(movements, told, strict=True) if not is_told]
    beside = [one for one in twitches if not any(overlap_s(one, m) > 0 for m in movements)]
    parts = [_missed(*_how_missed(one, events)) for one in missed] + [*map(score_false, beside)]
    return sum(parts, Score(found=sum(told)))


def _score_missed(true: Twitch, events: Iterable[Event]) -> Score:
    how, reason = _how_missed(true, events)
    told = f"missed {in_words(true)}: {how} {reason}".rstrip()
    return replace(_missed(how, reason), true_patterns=Counter([true.pattern]), errors=(told,))


def _how_missed(true: Timed, events: Iterable[Event]) -> tuple[str, str]:
    """How, and the reason given; that it could not be seen outweighs a rejected movement."""
    near = [event for event in events if overlap_s(true, event) > 0]
    blind = [event for event in near if event.kind is Kind.UNOBSERVABLE]
    unseen = [reason_name(e) for e in blind if _covered_share(true, e) >= LEAST_UNSEEN_SHARE]
    rejected = [reason_name(event) for event in near if event.kind is Kind.REJECTED]
    how = "unobservable" if unseen else "rejected" if rejected else "silent"
    return how, (unseen or rejected or [""])[0]


def _covered_share(one: Timed, other: Timed) -> float:
    """Share of an event that lies within another one."""
    common_s = min(one.end_s, other.end_s) - max(one.onset_s, other.onset_s)
    return common_s / (one.end_s - one.onset_s)


def _missed(how: str, reason: str) -> Score:
    return Score(
        silent=int(how == "silent"),
        rejected=Counter([reason] if how == "rejected" else []),
        unobservable=Counter([reason] if how == "unobservable" else []),
    )


def score_false(event: Event) -> Score:
    """Count a twitch that is none."""
    told = (f"false {in_words(event)}",)
    return Score(false_alarms=1, false_confidences=_confidence(event), errors=told)


def in_words(event: Event | Twitch) -> str:
    """Say what an event is and when."""
    told = (event.lip, event.side, event.pattern)
    what = " ".join(word for word in told if word) or "movement"
    return f"{what} at {event.onset_s:.2f} to {event.end_s:.2f} s"


def overlap_s(one: Timed, other: Timed) -> float:
    """Overlap of two events widened, in seconds; negative for a gap."""
    common_s = min(one.end_s, other.end_s) - max(one.onset_s, other.onset_s)
    return common_s + 2 * WIDENING_S


def _overlaps_s(one: Sequence[Timed], other: Sequence[Timed]) -> Floats:
    """Positive overlaps, shape ``(len(one), len(other))``."""
    overlaps = [[max(overlap_s(a, b), 0.0) for b in other] for a in one]
    return np.array(overlaps, dtype=np.float64).reshape(len(one), len(other))


def _amplitude_ratio(true: Twitch, event: Event) -> tuple[float, ...]:
    return () if event.amplitude_mm is None else (event.amplitude_mm / true.size_mm,)


def _frequency_error(true: Twitch, event: Event) -> tuple[float, ...]:
    if true.frequency_hz is None or event.frequency_hz is None:
        return ()
    return (event.frequency_hz - true.frequency_hz,)


def _confidence(event: Event) -> tuple[float, ...]:
    return () if event.confidence is None else (event.confidence,)


def _twitches(events: Iterable[Event]) -> list[Event]:
    return [event for event in events if event.kind is Kind.TWITCH]
