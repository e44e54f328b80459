"""What has to be said of the recordings themselves: what they saw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twitchcam.causes.rest_looks import all_can_be_false, rest_looks
from twitchcam.evidence.false_twitches import twitches_in
from twitchcam.evidence.what_it_tells import tells_rate
from twitchcam.wording import counted, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from twitchcam.records import Counts, Evidence

LITTLE_TIME_S = 30.0
FEW_EVENTS = 5
# So many on one side are more than chance.
SIDE_EVENTS = 4
# Copies of a recording are as long, but for a picture or two.
SAME_LENGTH_S = 0.1


def recording_notes(recordings: Sequence[Evidence]) -> tuple[str, ...]:
    """Say what the reader must know of what the recordings could see."""
    if not recordings:
        return ()
    events = sum(recording.counts.all.events for recording in recordings if recording.counts)
    telling = [recording for recording in recordings if tells_rate(recording)]
    if not events and telling:
        return (_none_found(telling, len(recordings) - len(telling)),)
    what = _what(recordings)
    if not events:
        says = "it says" if len(recordings) == 1 else "they say"
        return (f"{what}: {says} nothing about twitches, for or against.",)
    found = f"{what}, {counted(events, 'twitch', 'twitches')} found."
    alike = (*_alike_notes(recordings), *_mirrored_notes(recordings))
    if all_can_be_false(rest_looks(recordings)):
        return (f"{found} So few can all be false: they weigh little.", *alike)
    weighed = sum(twitches_in(recording.counts) for recording in recordings if recording.counts)
    if weighed < FEW_EVENTS or _observable_s(recordings) < LITTLE_TIME_S:
        return (f"{found} That is little, and weighs little.", *alike)
    return (found, *alike)


def _none_found(telling: Sequence[Evidence], others: int) -> str:
    """What it means that recordings show none, beside others that cannot say."""
    neither = "That speaks neither for nor against a cause: twitches come and go, and small ones"
    cannot = f" {counted(others, 'further recording')} cannot say whether there were any."
    return f"{_what(telling)}, no twitches found. {neither} are missed.{cannot if others else ''}"


def _what(recordings: Sequence[Evidence]) -> str:
    return f"{counted(len(recordings), 'recording')}, {_observable_s(recordings):.0f} s observable"


def _observable_s(recordings: Sequence[Evidence]) -> float:
    return sum(recording.time.observable_s for recording in recordings)


def _alike_notes(recordings: Sequence[Evidence]) -> Iterator[str]:
    """Name those that show the same: copies in another form count as further recordings."""
    for number, one in enumerate(recordings):
        for other in recordings[:number]:
            if _shows_the_same(one, other):
                names = " and ".join(quoted(r.recording.source.name) for r in (other, one))
                yield f"{names} show the same: if one is a copy of the other, give one only."


def _mirrored_notes(recordings: Sequence[Evidence]) -> Iterator[str]:
    """Say so where each recording keeps to one side, but not all to the same one."""
    sides = {side: [r for r in recordings if _only_side(r) == side] for side in ("left", "right")}
    if all(sides.values()):
        left, right = (quoted(of_side[0].recording.source.name) for of_side in sides.values())
        yield (
            f"{left} shows twitches on the left alone, {right} on the right alone: make sure that"
            " neither is mirrored, as front cameras often do. A mirrored one may speak against"
            " what is really so: leave it out."
        )


def _only_side(recording: Evidence) -> str | None:
    """The side that all of some twitches are on; ``None`` if there is none."""
    counts = recording.counts
    seen = [side for side, tally in counts.by_side.items() if tally.events] if counts else []
    return seen[0] if len(seen) == 1 and counts and counts.all.events >= SIDE_EVENTS else None


def _shows_the_same(one: Evidence, other: Evidence) -> bool:
    if one.counts is None or other.counts is None or not one.counts.all.events:
        return False
    off_s = abs(one.recording.duration_s - other.recording.duration_s)
    return off_s < SAME_LENGTH_S and _numbers(one.counts) == _numbers(other.counts)


def _numbers(counts: Counts) -> list[dict[str, tuple[int, int]]]:
    parts = (counts.by_lip, counts.by_side, counts.by_pattern)
    return [{name: (t.events, t.peaks) for name, t in tallies.items()} for tallies in parts]
