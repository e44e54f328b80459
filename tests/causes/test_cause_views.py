"""How well causes fit, and what is said for and against them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from msgspec import structs

from tests.causes.made_up_knowledge import LEAK, cause, filmed, knowledge
from twitchcam.causes.cause_views import CausesInView
from twitchcam.causes.foresight import Situation, build_foresight
from twitchcam.causes.knowledge import Knowledge, MovementKind
from twitchcam.causes.odds import build_model
from twitchcam.causes.video_findings import Measured

if TYPE_CHECKING:
    from collections.abc import Mapping

    from twitchcam.causes.cause_records import Cause
    from twitchcam.causes.cause_report import CauseMatch
    from twitchcam.causes.questions import Answer

RARE_LEAK = cause(LEAK, (1, 1))
GROUPS = {"one": (1000.0, "a b c d e f")}


def view(
    known: Knowledge, states: Mapping[str, float], measured: Mapping[str, Measured] | None = None
) -> CausesInView:
    """What is seen where findings are in these states, by answers or recordings."""
    model = build_model(known)
    every = {**dict.fromkeys(known.findings, 0.0), **states}
    answers: dict[str, Answer] = {
        key: state > 0 for key, state in states.items() if known.findings[key].answer
    }
    situation = Situation(answers, answers, every)
    return CausesInView(known, model, build_foresight(known, model), situation, measured or {})


def known(*causes: Cause) -> Knowledge:
    return knowledge(*causes, groups=GROUPS)


def matched(*causes: Cause, leak: Cause = RARE_LEAK, **states: float) -> dict[str, CauseMatch]:
    found = view(known(leak, *causes), states).causes()
    return {match.key: match for match in found}


def test_reasons_are_named_by_their_weight_weightiest_first() -> None:
    stress = cause("stress", a=(1.19, 1), b=(1.2, 1), c=(2, 1), d=(5, 1), e=(1, 0.5), f=(1, 0.2))
    match = matched(stress, a=1, b=1, c=1, d=1, e=-1, f=-1)["stress"]
    assert [(r.says, r.weight) for r in match.reasons_for] == [
        ("d is so", "strong"),
        ("c is so", "moderate"),
        ("b is so", "weak"),
    ]
    assert [(r.says, r.weight) for r in match.reasons_against] == [
        ("no f", "strong"),
        ("no e", "moderate"),
    ]


def test_a_finding_that_is_half_known_is_a_weaker_reason() -> None:
    (reason,) = matched(cause("stress", a=(9, 1)), a=0.5)["stress"].reasons_for
    assert reason.weight == "moderate"


@pytest.mark.parametrize(
    ("percent", "states", "fit"),
    [
        (10, {}, "cannot_say"),
        (90, {"b": 1}, "little"),
        # Being common alone is no fit.
        (90, {"e": 1}, "little"),
        (40, {"a": 1}, "well"),
        # Well: at odds of 0.6 with something that speaks for it, or at 0.2 with much.
        (16, {"a": 1}, "partly"),
        (17, {"a": 1}, "well"),
        (1.9, {"a": 1, "c": 1}, "partly"),
        (2, {"a": 1, "c": 1}, "well"),
        # In part: rare with much, common with little, but not where more speaks against it.
        (0.02, {"a": 1, "c": 1}, "partly"),
        (0.01, {"a": 1, "c": 1}, "little"),
        (40, {"a": 1, "b": 1}, "little"),
        (40, {"b": 1, "d": 1}, "little"),
    ],
)
def test_fit_goes_by_odds_and_by_what_speaks_for_it(
    percent: float, states: dict[str, float], fit: str
) -> None:
    stress = cause(
        "stress", (percent, percent), a=(3, 1), b=(0.1, 1), c=(3.4, 1), d=(2, 1), e=(1.1, 1)
    )
    assert {one.key: one for one in view(known(RARE_LEAK, stress), states).causes()}[
        "stress"
    ].fit == fit


@pytest.mark.parametrize("told", [False, True])
def test_by_recordings_alone_only_what_they_tell_apart_fits_well(*, told: bool) -> None:
    kind = MovementKind(name="", signs=("a",), says="", told_by_recording=told)
    whole = filmed(known(RARE_LEAK, cause("stress", b=(2, 1))), "a", 0.3)
    stress = cause("stress", (40, 40), kinds=("kind",), video_a=(9, 1), b=(2, 1), c=(0.9, 1))
    whole = replace(whole, kinds={"kind": kind}, causes={**whole.causes, "stress": stress})

    def fit(**states: float) -> str:
        causes = view(whole, states, {"x": Measured(1.0, "")}).causes()
        return next(one for one in causes if one.key == "stress").fit

    assert fit(video_a=1.0) == fit(video_a=1.0, c=1) == ("well" if told else "partly")
    assert fit(video_a=1.0, b=1) == fit(b=1) == "well"


def test_what_speaks_for_unexplained_as_well_makes_no_cause_fit() -> None:
    stress = cause("stress", (40, 40), a=(3, 1))
    assert matched(stress, a=1)["stress"].fit == "well"
    leak = cause(LEAK, (40, 40), a=(3, 1))
    shared = matched(stress, leak=leak, a=1)
    assert shared["stress"].fit == "partly"
    assert shared[LEAK].fit == "well"


def test_causes_that_fit_come_first_then_the_likelier_ones_and_closed_ones_never() -> None:
    causes = (
        cause("common", (60, 60), b=(3, 1)),
        cause("fits", (20, 20), a=(5, 1)),
        cause("rare", (1, 1), a=(1.1, 1)),
        cause("closed", (90, 90), only_with=("c",), a=(9, 1)),
    )
    assert list(matched(*causes, a=1)) == ["fits", "rare", "common", LEAK]
    assert "closed" in matched(*causes, a=1, c=1)


def test_what_is_not_known_is_named_by_what_usually_weighs_most() -> None:
    """At most four of them, and none that hardly weighs anything."""
    stress = cause("stress", a=(9, 1), b=(2, 1), c=(3, 1), d=(4, 1), e=(5, 1), f=(1.1, 1))
    labels = ["whether a", "whether e", "whether d", "whether c"]
    assert list(matched(stress)["stress"].unknown) == labels
    assert list(matched(stress, a=1, c=-1)["stress"].unknown) == [
        "whether e",
        "whether d",
        "whether b",
    ]


def test_what_looks_alike_is_said_of_causes_that_fit() -> None:
    causes = (
        cause("one", (40, 40), kinds=("flicks", "pulls"), a=(3, 1)),
        cause("two", (40, 40), kinds=("flicks", "pulls"), a=(3, 1)),
        cause("far", (40, 40), kinds=("flicks",), a=(0.1, 1)),
    )
    kinds = {
        "flicks": MovementKind(name="flicks", signs=("b",), says="alike"),
        "pulls": MovementKind(name="pulls", signs=("c",), says="alike too"),
    }

    def groups(**states: float) -> list[tuple[str, tuple[str, ...]]]:
        seen = view(replace(known(RARE_LEAK, *causes), kinds=kinds), {"a": 1, **states})
        found = seen.causes()
        assert next(one for one in found if one.key == "one").alike == ("two",)
        return [(group.kind, group.causes) for group in seen.cannot_tell_apart(found)]

    assert groups() == [("flicks", ("One", "Two")), ("pulls", ("One", "Two"))]
    assert groups(c=1) == [("pulls", ("One", "Two"))]


def test_a_reason_from_a_recording_says_what_it_rests_on() -> None:
    whole = filmed(known(RARE_LEAK, cause("stress", a=(3, 1))), "a", 0.3)
    video = structs.replace(whole.findings["video_a"], says="it is seen")
    stress = cause("stress", video_a=(3, 1))
    whole = replace(
        whole,
        findings={**whole.findings, "video_a": video},
        causes={**whole.causes, "stress": stress},
    )
    seen = view(whole, {"video_a": 1.0}, {"x": Measured(1.0, "9 of 10")})
    match = next(one for one in seen.causes() if one.key == "stress")
    (reason,) = match.reasons_for
    assert (reason.origin, reason.says) == ("recording", "it is seen: 9 of 10")
