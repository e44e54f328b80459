"""What one recording shows, line by line, for the screen and the report."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from twitchcam.detection.detection_limit import misses_short
from twitchcam.evidence.events_to_evidence import eyes_that_tell, with_eye_closure
from twitchcam.evidence.false_twitches import can_all_be_false
from twitchcam.evidence.rates import ENOUGH_EVENTS
from twitchcam.evidence.rhythms import folded, rhythms, tremor_peaks
from twitchcam.evidence.what_it_tells import (
    has_seen_little,
    is_long_enough,
    is_too_coarse,
    is_too_short,
    sees_only_large,
    tells_rate,
)
from twitchcam.outputs.words import (
    PHASE_WORDS,
    UNKNOWN,
    how_little,
    percent,
    rate_words,
    reasons,
    span,
)
from twitchcam.reason_words import OWN_FILE, reason_words
from twitchcam.records import (
    Counts,
    Estimate,
    Event,
    Evidence,
    FeltComparison,
    Kind,
    RecordingFacts,
    Scale,
    Tally,
    twitches_of,
)
from twitchcam.settings import GOOD_PUPILS_PX, SMALL_PUPILS_PX, is_slower
from twitchcam.wording import SHORT_ARE_MISSED, counted, missed_below

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Players begin before the first picture where there is sound before it: from here on it is said.
LATE_S = 0.05
# From so much regular shaking on that was not counted, it is said.
LONG_SHAKING_S = 3.0
CANNOT_SAY = "This recording cannot say whether there were twitches."
OTHER_FACES = (
    "other faces were in view; only one was followed, the largest at the start: make sure that it"
    " is the right person."
)

Fact = tuple[str, str]


class Warned(NamedTuple):
    """What a reader must know first; ``is_grave`` where the record says nothing at all."""

    text: str
    is_grave: bool = False


def pictures_of(evidence: Evidence) -> str:
    """How many pictures there are, how fast they follow, how long it lasts."""
    recording = evidence.recording
    rate = "" if recording.rate_hz is None else f" at {recording.rate_hz:.1f} per second"
    if has_repeated_pictures(recording):
        rate += f" ({recording.seen_rate_hz:.1f} of them new, the others shown again)"
    missing = f" ({recording.dropped_frames} missing)" if recording.dropped_frames else ""
    return f"{counted(recording.frames, 'picture')}{rate}{missing}, {span(recording.duration_s)}"


def has_repeated_pictures(recording: RecordingFacts) -> bool:
    """Whether it shows many pictures more than once."""
    rate_hz, new_hz = recording.rate_hz, recording.seen_rate_hz
    return rate_hz is not None and new_hz is not None and is_slower(new_hz, rate_hz)


def warnings_of(evidence: Evidence) -> Iterator[Warned]:
    """What a reader must know before any count."""
    time = evidence.time
    if not is_long_enough(time.observable_s):
        yield Warned(f"{how_little(evidence).upper()}.\n{CANNOT_SAY}", is_grave=True)
    elif (share := time.observable_share) is not None and has_seen_little(evidence):
        yield Warned(f"Only {percent(share)} of this recording could be observed.")
    if evidence.recording.partial:
        length = span(evidence.recording.duration_s)
        yield Warned(f"PARTIAL: stopped after {length}, not at the end.")
    pupils_px = evidence.sensor.pupil_distance_px
    if pupils_px is not None and pupils_px < SMALL_PUPILS_PX:
        size = f"{pupils_px:.0f} pixels between the pupils; {GOOD_PUPILS_PX:.0f} are good"
        yield Warned(f"The face is small ({size}): counts, places and sizes are uncertain.")
    if evidence.recording.is_coarsely_coded:
        yield _compressed(evidence)
    elif is_too_coarse(evidence):
        coarse = f"ONLY HUGE TWITCHES COULD BE SEEN: {_smallest(evidence)}."
        yield Warned(f"{coarse}\n{CANNOT_SAY}", is_grave=True)
    elif sees_only_large(evidence.sensor.smallest_detectable_mm):
        yield Warned(f"Only large twitches could be seen: {_smallest(evidence)}.")
    if can_all_be_false(evidence):
        # Without the time, which grows while a session lasts: each change is read aloud.
        few = f"up to {evidence.most_false} in so long a time"
        yield Warned(f"So few twitches can all be false ({few}).")
    if is_too_short(evidence):
        seen = span(time.observable_s)
        yield Warned(
            f"Only {seen} could be observed: too short to say anything about rare twitches."
        )


def _compressed(evidence: Evidence) -> Warned:
    if is_too_coarse(evidence) and is_long_enough(evidence.time.observable_s):
        return Warned(f"STRONGLY COMPRESSED: TWITCHES MAY BE MISSING.\n{CANNOT_SAY}", is_grave=True)
    return Warned(
        "Strongly compressed: small twitches are flattened or missing, and places and sizes of"
        f" others are uncertain. {OWN_FILE[0].upper()}{OWN_FILE[1:]}."
    )


def missed_in(recording: RecordingFacts, smallest_mm: float) -> str:
    """Say what may be missed: what is smaller and, where there are few new pictures, shorter."""
    small = missed_below(smallest_mm)
    return f"{small}; {SHORT_ARE_MISSED}" if misses_short(recording.seen_rate_hz) else small


def notes_of(evidence: Evidence) -> list[str]:
    """What else is worth knowing, each once."""
    notes = [OTHER_FACES] if evidence.recording.other_faces else []
    shown_s = evidence.recording.source.first_shown_s
    if shown_s >= LATE_S:
        notes.append(
            f"times count from the first picture; a player shows it at {shown_s:.2f} s, where sound"
            " or another picture came first."
        )
    return list(dict.fromkeys([*notes, *evidence.recording.notes]))


def fact_lines(evidence: Evidence, events: Sequence[Event]) -> Iterator[Fact]:
    """Names of what was found, and what it was.

    Parameters
    ----------
    evidence, events
        Of the same recording.
    """
    if evidence.phases:
        yield "Parts", ", ".join(PHASE_WORDS.get(phase, phase) for phase in evidence.phases)
    yield "Observable", _observable(evidence)
    if evidence.counts is not None:
        yield from _counted_facts(evidence, evidence.counts, twitches_of(events))
    if evidence.felt is not None:
        yield "Felt", _felt(evidence.felt)
    yield "Not counted", _rejected(evidence.rejected) + _shaking(events)
    yield "Detectable", _smallest(evidence)


def sensor_lines(evidence: Evidence) -> Iterator[Fact]:
    """What it was measured with."""
    yield "Scale", _scale(evidence.sensor.scale)
    pupils_px = evidence.sensor.pupil_distance_px
    size = "" if pupils_px is None else f", {pupils_px:.0f} pixels between the pupils"
    yield "Sensor", f"{evidence.sensor.sensor}, faces by {evidence.sensor.backend}{size}"
    if (profile := evidence.sensor.profile) is not None:
        yield "Profile", f"of {profile.name}, {profile.created}"


def _counted_facts(evidence: Evidence, counts: Counts, twitches: Sequence[Event]) -> Iterator[Fact]:
    total = counts.all
    if total.events:
        events, peaks = counted(total.events, "event"), counted(total.peaks, "peak")
        yield "Twitches", f"{events} with {peaks}: {_patterns(total)}"
        yield "Where", _where(counts)
    else:
        yield "Twitches", _none_found(evidence)
    if tells_rate(evidence):
        # A few of them cannot tell how much wider the interval of twitches in bouts is.
        bouts = ", wider if they come in bouts" if 0 < total.events < ENOUGH_EVENTS else ""
        yield "Rate", f"{rate_words(total.per_minute)} events per observable minute{bouts}"
    if total.events and evidence.most_false is not None:
        yield "Can be false", can_be_false(evidence)
    if evidence.dispersion_index is not None and total.events >= ENOUGH_EVENTS:
        bouts = f"dispersion index {evidence.dispersion_index:.1f} (1 random, more in bouts)"
        yield "Bouts", bouts
    if (index := evidence.laterality_index) is not None:
        yield "Laterality", f"{_signed(index)}, from -1 (right) to +1 (left)"
    if (amplitude := evidence.amplitude_mm) is not None:
        middle = f"{amplitude.lower_quartile:.1f} to {amplitude.upper_quartile:.1f}"
        extremes = f"{amplitude.minimum:.1f} to {amplitude.maximum:.1f}"
        median = f"median {amplitude.median:.1f} mm"
        yield "Amplitude", f"{median}, middle half {middle}, range {extremes}"
    if evidence.dominant_frequency_hz is not None:
        frequency = f"tremor at {evidence.dominant_frequency_hz:.1f} Hz"
        yield "Rhythm", frequency + _other_rhythms(evidence) + _faster_rhythms(evidence)
    if twitches:
        yield "Eye", _eyes(evidence.eye_closure_share, twitches)


def _other_rhythms(evidence: Evidence) -> str:
    """What rhythms there are, where one frequency alone would hide another."""
    found = rhythms(tremor_peaks(evidence))
    if len(found) < 2:
        return ""
    return f"; peaks by frequency: {', '.join(f'{one.peaks} at {one}' for one in found)}"


def _faster_rhythms(evidence: Evidence) -> str:
    """What else the rhythms could be, where pictures are too few to tell."""
    pairs: dict[float, list[str]] = {}
    for frequency_hz in tremor_peaks(evidence):
        for folded_hz, rate_hz in folded(frequency_hz, evidence):
            looks = f"{folded_hz:.1f} Hz looks like {frequency_hz:.1f} Hz"
            pairs.setdefault(rate_hz, []).append(looks)
    return "".join(
        f"; at {rate_hz:.1f} pictures per second, {', '.join(looks)}"
        for rate_hz, looks in sorted(pairs.items())
    )


def can_be_false(evidence: Evidence) -> str:
    """How many false twitches are nothing unusual."""
    most, seen = evidence.most_false, span(evidence.time.observable_s)
    return f"up to {most} in {seen}" if most else f"hardly any in {seen}"


def _none_found(evidence: Evidence) -> str:
    if evidence.recording.is_coarsely_coded:
        return "none found, but compression may have removed them"
    if is_too_coarse(evidence):
        return "none found, nor would any of usual size have been"
    smallest_mm = evidence.sensor.smallest_detectable_mm
    seen = span(evidence.time.observable_s)
    if smallest_mm is None:
        return f"none found in the {seen} observed; how large one must be to be found is not known"
    size = f"of about {smallest_mm:.1f} mm or more"
    return f"none {size} found in the {seen} observed; smaller ones may have passed unseen"


def _where(counts: Counts) -> str:
    left, right, both = (counts.by_side[side].events for side in ("left", "right", "both"))
    upper, lower, lips = (counts.by_lip[lip].events for lip in ("upper", "lower", "both"))
    sides = f"{left} left, {right} right, {both} on both sides"
    return f"{sides}; {upper} upper lip, {lower} lower lip, {lips} both lips"


def _eyes(closure: Estimate | None, twitches: Sequence[Event]) -> str:
    both = sum(twitch.eye == "both" for twitch in twitches)
    left_out = f"; both eyes closed with {both}, which tells nothing" if both else ""
    if closure is None:
        return f"unknown: no one-sided twitch of which the eyes tell anything{left_out}"
    closed, telling = with_eye_closure(twitches), eyes_that_tell(twitches)
    ends = f"95% interval {percent(closure.low)} to {percent(closure.high)}"
    ratio = f"{len(closed)} of {len(telling)} one-sided twitches"
    return f"the eye on the same side closed with {ratio} ({ends}){left_out}"


def _felt(felt: FeltComparison) -> str:
    return (
        f"{counted(len(felt.marks_s), 'mark')}: {felt.felt_and_detected} found,"
        f" {felt.felt_not_detected} not found, {felt.felt_not_observable} while nothing could be"
        f" observed; {felt.detected_not_felt} found since the first mark and not felt"
    )


def _observable(evidence: Evidence) -> str:
    time = evidence.time
    # Of next to nothing, all is nothing to speak of.
    has_share = time.observable_share is not None and is_long_enough(time.observable_s)
    share = f" ({percent(time.observable_share or 0.0)})" if has_share else ""
    seen = f"{span(time.observable_s)} of {span(evidence.recording.duration_s)}{share}"
    if not time.unobservable_s_by_reason:
        return seen
    return f"{seen}; not: {reasons(time.unobservable_s_by_reason)}"


def _patterns(tally: Tally) -> str:
    return ", ".join(f"{number} {pattern}" for pattern, number in tally.by_pattern.items())


def _rejected(rejected: dict[str, int] | None) -> str:
    if rejected is None:
        return UNKNOWN
    if not rejected:
        return "none"
    split = ", ".join(f"{reason_words(name)} {number}" for name, number in rejected.items())
    return f"{counted(sum(rejected.values()), 'movement')}: {split}"


def _shaking(events: Sequence[Event]) -> str:
    """Say that much of what was not counted shook regularly: faces make no such expression."""
    shaking_s = sum(
        event.duration_s
        for event in events
        if event.kind is Kind.REJECTED and event.pattern == "tremor"
    )
    if shaking_s < LONG_SHAKING_S:
        return ""
    return f"; {span(shaking_s)} of it shook regularly, and may be tremor all the same"


def _scale(scale: Scale | None) -> str:
    if scale is None:
        return UNKNOWN
    per_pupils = f"{scale.mm_per_pupil_distance:.1f} mm between the pupils"
    deviation = f"+/-{percent(scale.uncertainty)} (one standard deviation)"
    return f"by {scale.method}: {per_pupils}, {deviation}"


def _smallest(evidence: Evidence) -> str:
    sensor = evidence.sensor
    if not evidence.time.observable_s:
        return f"{UNKNOWN}: {how_little(evidence)}"
    if evidence.recording.is_coarsely_coded:
        return f"{UNKNOWN}: the recording is compressed too strongly"
    if sensor.smallest_detectable_mm is not None:
        return missed_in(evidence.recording, sensor.smallest_detectable_mm)
    if sensor.noise_floor_mm is None or not is_long_enough(evidence.time.observable_s):
        return f"{UNKNOWN}: there was too little rest to measure the noise in"
    return f"{UNKNOWN} for the sensor {sensor.sensor}"


def _signed(index: Estimate) -> str:
    value, low, high = map(_index, (index.value, index.low, index.high))
    return f"{value} (95% interval {low} to {high})"


def _index(value: float) -> str:
    """From -1 to 1 with a sign; only all on one side is said as 1."""
    rounded = round(value, 2) + 0.0  # makes -0.0 0.0
    if abs(rounded) == 1.0 > abs(value):
        rounded = 0.99 if value > 0 else -0.99
    return f"{rounded:+.2f}"
