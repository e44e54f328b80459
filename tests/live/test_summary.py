"""The counts as the page shows them hold back what the report holds back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.evidence.made_up import SENSOR, SINGLE, evidence_of
from twitchcam.evidence.false_twitches import most_false
from twitchcam.evidence.what_it_tells import HUGE_MM, LARGE_MM
from twitchcam.live.summary import summary_message
from twitchcam.records import Event, Kind, Reason
from twitchcam.wording import missed_below

if TYPE_CHECKING:
    from twitchcam.records import Evidence


def seen_down_to(smallest_mm: float, *, twitches: int) -> Evidence:
    sensor = replace(SENSOR, smallest_detectable_mm=smallest_mm)
    events = [replace(SINGLE, onset_s=10.0 * (n + 1)) for n in range(twitches)]
    return evidence_of(*events, sensor=sensor)


@pytest.mark.parametrize(
    ("smallest_mm", "twitches", "warning", "events"),
    [
        (1.0, 0, None, 0),
        (1.5 * LARGE_MM, 3, "Only large twitches could be seen", 3),
        (1.5 * HUGE_MM, 3, "Only large twitches could be seen", 3),
        # That none was found does not say that there were none.
        (1.5 * HUGE_MM, 0, "ONLY HUGE TWITCHES COULD BE SEEN", None),
    ],
)
def test_warnings_come_with_the_counts(
    smallest_mm: float, twitches: int, warning: str | None, events: int | None
) -> None:
    message = summary_message(seen_down_to(smallest_mm, twitches=twitches))
    assert (message["counts"] and message["counts"]["all"]["events"]) == events
    assert [text.split(":")[0] for text in message["warnings"]] == ([warning] if warning else [])
    assert not any("\n" in text for text in message["warnings"])
    assert message["missed"] == missed_below(smallest_mm)
    assert message["can_be_false"] == f"up to {most_false(60.0)} in 60.0 s"


def test_what_looked_covered_is_not_called_so_alone() -> None:
    """The page says of a reason what the report says; programs get its name."""
    events = [
        Event(Kind.UNOBSERVABLE, onset_s, duration_s, reason=reason)
        for onset_s, duration_s, reason in (
            (3.0, 4.0, Reason.NO_FACE),
            (10.0, 12.0, Reason.COVERED),
        )
    ]
    message = summary_message(evidence_of(*events))
    assert message["reasons_s"] == {"covered": 12.0, "no face": 4.0}
    assert message["reasons"] == "covered or too noisy 12.0 s, no face 4.0 s"
