"""What is said of causes and urgency, on the screen and on the live page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from twitchcam.causes.cause_report import Urgency

FIT_WORDS = {
    "well": "fits well",
    "partly": "fits in part",
    "little": "fits little",
    "cannot_say": "cannot say",
}
OTHERS = "Others that fit"
# So many causes are shown in full, and so many open questions are named.
MOST_SHOWN, MOST_UNANSWERED = 3, 6
COMPARISON_NO_DIAGNOSIS = (
    "This is not a diagnosis. It compares answers and recording with what is described of each"
    " cause; most weights are judgements. Take it to a clinician."
)
CAN_WAIT = "What answers and recordings share with known causes can wait, and is not shown now."
NO_CLEAR_MATCH = "No named cause clearly matches what is known so far."
SHARED = "What the answers and recordings share with what is described of"


def could_be_more_urgent(urgency: Urgency) -> str:
    """Name what is not answered and could raise the level."""
    some = urgency.unanswered[:MOST_UNANSWERED]
    left = len(urgency.unanswered) - len(some)
    more = f" and {left} more" if left else ""
    return f"Not answered, and could make it more urgent: {', '.join(some)}{more}."
