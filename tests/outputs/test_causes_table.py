"""The result of cause matching on the screen, and as JSON."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from rich.console import Console

from tests.causes.made_up import recording
from tests.evidence.made_up import BURST, TREMOR
from twitchcam.causes.knowledge import shipped_knowledge
from twitchcam.causes.matching import match_causes
from twitchcam.outputs.causes_json import causes_text
from twitchcam.outputs.causes_table import MOST_REASONS, print_causes
from twitchcam.outputs.causes_words import (
    CAN_WAIT,
    COMPARISON_NO_DIAGNOSIS,
    FIT_WORDS,
    MOST_UNANSWERED,
    NO_CLEAR_MATCH,
)

if TYPE_CHECKING:
    from twitchcam.records import Evidence

CANNOT_WAIT: dict[str, Any] = {
    **dict.fromkeys(shipped_knowledge().questionnaire.before_watching, False),
    "duration": "under_2_weeks",
    "weakness": "none",
}
SPASM = recording((replace(BURST, eye="left"), 30), duration_s=120.0)


def printed(evidence: Evidence | None = None, **answers: Any) -> str:  # noqa: ANN401 - any answer
    screen = StringIO()
    print_causes(Console(file=screen, width=200), match_causes(evidence, answers))
    return screen.getvalue()


def test_nobody_is_advised_before_what_cannot_wait_is_answered() -> None:
    answers: dict[str, Any] = {"stress": "high", "sleep_hours": 5.0}
    assert "What to do: " in printed(**CANNOT_WAIT, **answers)
    assert "What to do: " not in printed(**answers)
    assert "Stress and exhaustion" in printed(**answers)


def test_urgency_comes_first() -> None:
    text = printed(wasting=True, stress="high")
    assert text.index("neurologist soon") < text.index("Stress and exhaustion")


def test_in_an_emergency_nothing_else_is_shown() -> None:
    """Causes that fit little would only seem to take it back."""
    text = printed(heart_now=True, stress="high", medicines=["sertraline"])
    assert text.splitlines()[1].startswith("| Get help now")
    assert CAN_WAIT in text
    assert "fits" not in text.lower().replace("that fits", "")
    assert "Stress and exhaustion" not in text
    assert "'sertraline'" in text or "sertraline" in text


def test_causes_beyond_the_first_are_shown_in_short() -> None:
    text = printed(
        medicines=["sertraline", "furosemide"],
        drinks=["8 coffees"],
        stress="high",
        sleep_hours=4.0,
        cramps=True,
        constipation_or_fatigue=True,
    )
    (line,) = [line for line in text.splitlines() if line.strip().startswith("- Side effect of a")]
    assert ": + a medicine that is listed for twitching" in line
    assert "Do not stop or change a prescribed medicine on your own." in text


@pytest.mark.parametrize(
    ("answers", "headline"),
    [
        ({"wasting": True}, "neurologist soon"),
        ({"duration": "over_1_year"}, "appointment with a GP"),
        (CANNOT_WAIT, "watching it for now"),
        ({}, "Too little has been answered"),
    ],
)
def test_every_level_is_said(answers: dict[str, Any], headline: str) -> None:
    assert headline in printed(**answers)


def test_for_against_and_unknown_are_shown_with_their_weight() -> None:
    text = printed(SPASM, age_years=52, duration="over_1_year", in_sleep=False)
    assert "Hemifacial spasm: fits in part. Rare: about 1 in 10,000 people." in text
    assert "+ the eye on the same side closes with the twitches: 30 of 30 (strong, record" in text
    assert "- it stops in sleep (moderate, answers)" in text
    assert "? not known yet: " in text
    assert "Hemifacial spasm: it speaks more for it (" in text
    assert "2 recordings" not in text
    assert "1 recording, 120 s observable, 30 twitches found." in text


def test_always_said() -> None:
    for text in (printed(), printed(SPASM)):
        assert COMPARISON_NO_DIAGNOSIS in text
        assert "Knowledge version" in text
        assert "S3: NHS" in text


def test_no_clear_match() -> None:
    assert NO_CLEAR_MATCH in printed(look="quick_flicks", duration="under_2_weeks")
    assert NO_CLEAR_MATCH not in printed(stress="high", sleep_hours=4)


def test_alike_causes_are_named_together() -> None:
    text = printed(stress="high", drinks=["6 coffees"])
    assert "Stress and exhaustion; A lot of caffeine" in text
    assert "a recording cannot tell these apart" in text


def test_plain_text_is_ascii() -> None:
    assert printed(SPASM, age_years=52, drinks=["2 coffees"]).isascii()


def test_json_holds_the_whole_report() -> None:
    """In ASCII, which any standard output takes, whatever the answers hold."""
    answers = {"age_years": 52, "duration": "over_1_year", "medicines": ["Mittel gegen Übelkeit"]}
    report = match_causes(SPASM, answers)
    assert "Übelkeit" in str(report)
    text = causes_text(report)
    assert text.isascii()
    content = json.loads(text)
    assert list(content)[:2] == ["schema", "urgency"]
    assert content["schema"] == "twitchcam.causes/1"
    assert [cause["key"] for cause in content["causes"]] == [c.key for c in report.causes]
    assert content["causes"][0]["reasons_for"][0]["source"]


def test_it_says_what_it_is_not_and_where_to_take_it() -> None:
    for text in (printed(stress="high"), printed(heart_now=True)):
        assert "This is not a diagnosis." in text
        assert "Take it to a clinician." in text


def test_what_is_not_answered_and_could_be_more_urgent_is_named_with_how_many_more() -> None:
    text = " ".join(printed(duration="over_1_year").split())
    found = re.search(r"Not answered, and could make it more urgent: (.*?) and (\d+) more\.", text)
    assert found
    report = match_causes(None, {"duration": "over_1_year"})
    labels = [label for label in report.urgency.unanswered if label in found[1]]
    assert len(labels) == MOST_UNANSWERED
    assert int(found[2]) == len(report.urgency.unanswered) - MOST_UNANSWERED


def test_nobody_who_should_see_a_neurologist_is_told_what_to_do_instead() -> None:
    assert "What to do: " not in printed(wasting=True, stress="high", sleep_hours=5.0)


@pytest.mark.parametrize(
    "answers",
    [
        {"known_conditions": ["low_parathyroid"], "tingling_lips_fingers": True, "side": "both"},
        {"neck_surgery": "last_weeks"},
        {"fast_breathing": True, "tingling_lips_fingers": True, "hand_foot_spasm": True},
    ],
)
def test_nobody_who_is_to_be_seen_today_is_told_what_to_do_within_days(
    answers: dict[str, Any],
) -> None:
    text = printed(**{**CANNOT_WAIT, **answers})
    assert "See a GP or a clinic today." in text
    assert "fits in part" in text or "fits well" in text
    assert "What to do: " not in text


def test_what_the_recording_changed_is_told_in_the_right_order() -> None:
    report = match_causes(SPASM, {"stress": "high"})
    text = " ".join(printed(SPASM, stress="high").split())
    assert report.recording_effects
    for effect in report.recording_effects:
        before, after = FIT_WORDS[effect.fit_before], FIT_WORDS[effect.fit_after]
        assert f"speaks {effect.change} for it ({before} without it, {after} with it)" in text
    spasm = {effect.key: effect for effect in report.recording_effects}["hemifacial_spasm"]
    assert (spasm.change, spasm.fit_before) == ("more", "cannot_say")
    assert spasm.fit_after in ("partly", "well")


def test_what_the_recording_changed_says_what_was_seen() -> None:
    text = printed(SPASM, age_years=52, duration="over_1_year", stress="high")
    told = text[text.index("What the recording changed") :]
    line = next(line for line in told.splitlines() if "Hemifacial spasm" in line)
    assert "30 of 30" in line


def test_reasons_that_are_not_shown_are_counted() -> None:
    answers: dict[str, Any] = {
        **CANNOT_WAIT,
        "stress": "high",
        "sleep_hours": 5.0,
        "follows_strain": True,
        "look": "quick_flicks",
        "jitters": True,
    }
    stress = next(c for c in match_causes(None, answers).causes if c.key == "stress")
    assert len(stress.reasons_for) == MOST_REASONS + 1
    assert "+ and 1 more\n" in re.sub(" +\n", "\n", printed(**answers))


def test_rules_are_told_with_their_sources() -> None:
    report, text = match_causes(None, {"wasting": True}), printed(wasting=True)
    assert report.urgency.deciding
    for rule in report.urgency.deciding:
        assert f"- {rule.says} [{', '.join(rule.source)}]" in text


def test_what_speaks_for_a_cause_that_fits_little_is_said() -> None:
    """A recorded tremor alone is no fit, but says which causes it bears on."""
    text = " ".join(printed(recording((TREMOR, 3))).split())
    though = re.search(r"though something speaks for it: (.*?)\.\s", text)
    assert though is not None
    assert "Parkinson's disease (+ the lip shakes regularly" in though[1]
    rest = text.partition("by what is known so far: ")[2]
    assert rest.startswith("Stress and exhaustion; ")
    assert re.search(r"; \d+ other causes\.", rest)


def test_where_nothing_is_known_no_cause_fits_little() -> None:
    text = printed()
    assert "Fits little" not in text
    assert "Cannot say, nothing is known that bears on it: " in text
