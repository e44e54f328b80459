"""The causes panel: what the running evidence and saved answers share with known causes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twitchcam.causes.matching import match_causes
from twitchcam.errors import TwitchcamError
from twitchcam.outputs.causes_words import (
    CAN_WAIT,
    COMPARISON_NO_DIAGNOSIS,
    FIT_WORDS,
    MOST_SHOWN,
    NO_CLEAR_MATCH,
    OTHERS,
    could_be_more_urgent,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from twitchcam.causes.cause_report import CauseMatch, CauseReason, CauseReport
    from twitchcam.live.messages import CauseRow, CausesMessage
    from twitchcam.records import Evidence

NO_CAUSES: CausesMessage = {
    "type": "causes",
    "text": "What the record fits is worked out once something has been seen.",
    "urgent": [],
    "causes": [],
    "footnote": "",
}


def causes_panel(
    answers: Mapping[str, object], note: str = ""
) -> Callable[[Evidence | None], CausesMessage]:
    """Make what the monitor asks for its panel; without evidence, it is of the answers alone.

    Parameters
    ----------
    answers
        The person's saved answers, by the keys of their questions; may be empty.
    note
        What must be known of the answers, such as that they are old; said first.

    Raises
    ------
    AnswersError
        If an answer is impossible.
    """
    # What is urgent by the answers is said before anything is seen.
    alone = _message(match_causes(None, answers), note) if answers else NO_CAUSES

    def panel(evidence: Evidence | None) -> CausesMessage:
        if evidence is None:
            return alone
        try:
            return _message(match_causes(evidence, answers), note)
        except TwitchcamError as error:
            # Counting goes on without the panel.
            return _without(str(error))

    return panel


def _message(report: CauseReport, note: str) -> CausesMessage:
    urgency = report.urgency
    said = [urgency.headline, *(rule.says for rule in urgency.deciding)]
    urgent, text = (said, []) if urgency.is_pressing else ([], said)
    if note:
        (urgent or text).insert(len(urgent), note)
    footnote = [COMPARISON_NO_DIAGNOSIS, *report.notes]
    fitting: tuple[CauseMatch, ...] = ()
    if urgency.is_emergency:
        text.append(CAN_WAIT)
    else:
        text += [rule.says for rule in urgency.lesser]
        text += [could_be_more_urgent(urgency)] if urgency.unanswered else []
        text += [NO_CLEAR_MATCH] if report.no_clear_match else []
        fitting = report.fitting
        if others := fitting[MOST_SHOWN:]:
            told = "; ".join(f"{cause.name} ({FIT_WORDS[cause.fit]})" for cause in others)
            footnote.append(f"{OTHERS}: {told}.")
        footnote.append(urgency.watch)
    return {
        "type": "causes",
        "text": " ".join(text),
        "urgent": urgent,
        "causes": [_row(cause) for cause in fitting[:MOST_SHOWN]],
        "footnote": " ".join(footnote),
    }


def _without(why: str) -> CausesMessage:
    return {
        "type": "causes",
        "text": f"Nothing can be said of causes: {why}.",
        "urgent": [],
        "causes": [],
        "footnote": COMPARISON_NO_DIAGNOSIS,
    }


def _row(cause: CauseMatch) -> CauseRow:
    return {
        "id": cause.key,
        "name": cause.name,
        "summary": f"{FIT_WORDS[cause.fit].capitalize()}.",
        "speaks_for": _says(cause.reasons_for),
        "speaks_against": _says(cause.reasons_against),
        "unknown": list(cause.unknown),
    }


def _says(reasons: Sequence[CauseReason]) -> list[str]:
    return [reason.says for reason in reasons]
