"""Words for people."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.evidence.made_up import AWAY, RECORDING, SENSOR, SINGLE, TALK, blind, evidence_of
from twitchcam.outputs.words import per_minute, percent, why_blind
from twitchcam.records import Event, Reason

LONG_AWAY = replace(AWAY, onset_s=0.0, duration_s=58.0)
SLOW = replace(blind(), reason=Reason.LOW_FRAME_RATE)
COVERED = replace(blind(), reason=Reason.COVERED)


@pytest.mark.parametrize(
    ("events", "says"),
    [
        ((SINGLE, AWAY, TALK), ""),
        ((blind(),), "nothing could be observed: no face was found; film the face from the front"),
        ((LONG_AWAY,), "hardly anything could be observed: no face was found"),
        ((SLOW,), "nothing could be observed: too few new pictures of the lips came; record 30"),
        (
            (replace(blind(), reason=TALK.reason), AWAY),
            f"nothing could be observed: {Reason(TALK.reason).value} 60.0 s, no face 10.0 s",
        ),
        # There may be pictures enough that show the last one again; noise may look like a hand.
        ((SLOW, AWAY), "nothing could be observed: too few new pictures 60.0 s, no face 10.0 s"),
        ((COVERED, AWAY), "nothing could be observed: covered or too noisy 60.0 s, no face 10.0 s"),
    ],
)
def test_why_blind(events: tuple[Event, ...], says: str) -> None:
    """The main reason is named, with what to do about it where there is something."""
    why = why_blind(evidence_of(*events))
    assert why.startswith(says)
    assert bool(why) == bool(says)


@pytest.mark.parametrize(
    ("floor_mm", "says"), [(0.05, "head and face kept moving; hold still"), (0.3, "is noisy")]
)
def test_where_only_huge_ones_could_be_seen_it_says_why(floor_mm: float, says: str) -> None:
    restless = replace(SENSOR, smallest_detectable_mm=8.8, noise_floor_mm=4 * (floor_mm,))
    why = why_blind(evidence_of(sensor=restless))
    assert why.startswith("only huge twitches could be seen: ")
    assert says in why
    # Those that were found were huge.
    assert why_blind(evidence_of(SINGLE, sensor=restless)) == ""


def test_where_compression_may_have_removed_them_it_says_what_to_do() -> None:
    coarse = replace(RECORDING, quantiser=36)
    why = why_blind(evidence_of(recording=coarse))
    assert why.startswith("twitches may be missing: the recording is compressed too strongly; use")
    assert why_blind(evidence_of(SINGLE, recording=coarse)) == ""


def test_what_hides_is_judged_by_the_settings_of_the_recording() -> None:
    strict: dict[str, object] = {**SENSOR.settings, "floor_factor": 24.0}
    restless = replace(SENSOR, smallest_detectable_mm=8.8, noise_floor_mm=4 * (0.05,))
    assert "kept moving" in why_blind(evidence_of(sensor=restless))
    assert "is noisy" in why_blind(evidence_of(sensor=replace(restless, settings=strict)))


def test_who_watches_live_is_not_told_to_use_the_cameras_own_file() -> None:
    why = why_blind(replace(evidence_of(SLOW), file=None))
    assert why.endswith(
        "too few new pictures of the lips came; close other programs, or choose a"
        " faster mode of the camera"
    )
    # What else hides is helped in the same way.
    far = evidence_of(blind())
    assert why_blind(replace(far, file=None)) == why_blind(far)


def test_every_reason_says_what_to_do() -> None:
    """But for those that no person at a camera can help."""
    helpless = {Reason.BLINK, Reason.FAINT, Reason.CUT_OFF, Reason.PAUSED, Reason.NO_PICTURES}
    for reason in set(Reason) - helpless:
        _, advice = why_blind(evidence_of(replace(blind(), reason=reason))).split("; ")
        assert advice


@pytest.mark.parametrize(("duration_s", "frames"), [(0.0, 1), (0.3, 10)])
def test_a_few_pictures_are_too_short(duration_s: float, frames: int) -> None:
    """A recording without length has no share that could be observed."""
    recording = replace(RECORDING, duration_s=duration_s, frames=frames)
    assert "it is too short" in why_blind(evidence_of(recording=recording))


@pytest.mark.parametrize(
    ("share", "says"),
    [(0.0, "0%"), (0.001, "<1%"), (0.005, "<1%"), (0.006, "1%"), (0.995, ">99%"), (1.0, "100%")],
)
def test_only_nothing_is_said_as_none(share: float, says: str) -> None:
    assert percent(share) == says


@pytest.mark.parametrize(
    ("rate", "says"),
    [(0.0, "0.0"), (12.34, "12.3"), (0.1, "0.1"), (0.0731, "0.073"), (0.0000749, "0.000075")],
)
def test_small_rates_have_two_digits_and_no_exponent(rate: float, says: str) -> None:
    assert per_minute(rate) == says
