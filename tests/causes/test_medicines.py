"""Medicines as people type them."""

from __future__ import annotations

import pytest

from twitchcam.causes.answers import check_answers, facts_of
from twitchcam.causes.findings import state_of
from twitchcam.causes.knowledge import shipped_knowledge
from twitchcam.causes.matching import match_causes
from twitchcam.causes.medicines import find_medicines, is_unclear, similar_medicine

KNOWLEDGE = shipped_knowledge()


@pytest.mark.parametrize(
    ("typed", "classes"),
    [
        ("sertraline", {"ssri_or_snri"}),
        ("Sertraline 50 mg in the morning", {"ssri_or_snri"}),
        ("HALDOL", {"antipsychotic"}),
        ("water tablets", {"thiazide_diuretic"}),
        ("ramipril/hydrochlorothiazide", {"ace_inhibitor_or_arb", "thiazide_diuretic"}),
        ("hydrochlorothiazide/lisinopril 20/12.5", {"ace_inhibitor_or_arb", "thiazide_diuretic"}),
        ("contraceptive pill (ethinylestradiol)", {"estrogen"}),
        ("the pill", {"estrogen"}),
        ("paracetamol", {"not_listed"}),
        ("potassium-sparing diuretic", {"potassium_sparing_diuretic"}),
        ("sertraline 50 mg/day", {"ssri_or_snri"}),
        ("lithium (1/2 tablet)", {"lithium"}),
        ("haloperidol 5mg, and 2mg at night", {"antipsychotic"}),
        ("haloperidol 2000 mg", {"antipsychotic"}),
        ("furosemide 40mg, two at breakfast and one at lunch", {"loop_diuretic"}),
        ("Depakote ER 500 mg BID & Ventolin as needed", {"valproate", "beta_agonist"}),
        # As other languages spell them.
        ("Sertralin 50 mg", {"ssri_or_snri"}),
        ("Métoclopramide", {"dopamine_blocking_antiemetic"}),
    ],
)
def test_what_is_named_is_taken(typed: str, classes: set[str]) -> None:
    """Whether it is typed as one, or the interview parts it at its commas."""
    for texts in ([typed], typed.split(", ")):
        found = find_medicines(texts, KNOWLEDGE.medicines)
        assert {key for keys in found.taken.values() for key in keys} == classes
        assert not found.is_open


@pytest.mark.parametrize(
    "typed",
    [
        "hydrocortisone cream",
        "steroid inhaler",
        "prednisolone eyedrops",
        "asthma inhaler (steroid)",
    ],
)
def test_a_steroid_that_acts_where_it_is_put_is_no_tablet(typed: str) -> None:
    assert find_medicines([typed], KNOWLEDGE.medicines).taken == {}


@pytest.mark.parametrize(
    "typed", ["prednisone and steroid inhaler", "prednisone 40 mg, nasal spray", "steroid tablets"]
)
def test_what_is_put_somewhere_beside_a_tablet_takes_nothing_from_it(typed: str) -> None:
    assert find_medicines([typed], KNOWLEDGE.medicines).taken == {typed: ("corticosteroid",)}


@pytest.mark.parametrize("typed", ["none at all", "n/a", "not on any medication"])
def test_none_in_other_words(typed: str) -> None:
    facts = facts_of({"medicines": (typed,)}, KNOWLEDGE)
    assert (facts.known["medicines_given"], facts.notes) == ("none", ())


@pytest.mark.parametrize(
    ("typed", "key", "name"),
    [
        ("rispiridone 2mg", "antipsychotic", "risperidone"),
        ("Metaclopramide", "dopamine_blocking_antiemetic", "metoclopramide"),
        ("levadopa and paracetamol", "dopaminergic", "levodopa"),
        ("hydrochlorthiazide", "thiazide_diuretic", "hydrochlorothiazide"),
    ],
)
def test_a_misspelt_name_is_taken_for_the_one_that_is_near(typed: str, key: str, name: str) -> None:
    """And it may be another: what else is taken is not known."""
    facts = facts_of({"medicines": (typed,)}, KNOWLEDGE)
    assert key in facts.known["medicine_classes"]  # type: ignore[operator]
    assert facts.known["medicine_unclear"] is True
    assert facts.notes[0] == (
        f"Not in the table of medicines: {typed} (read as {name}). Ask a pharmacist about them."
    )


@pytest.mark.parametrize("typed", ["yesterday morning", "breakfast", "therapist", "hydroxyzine"])
def test_other_words_are_taken_for_no_medicine(typed: str) -> None:
    found = find_medicines([typed], KNOWLEDGE.medicines)
    assert not any((*found.taken.values(), *found.unclear.values()))


def test_no_name_is_unclear_or_taken_for_another() -> None:
    names = [name for one in KNOWLEDGE.medicines.values() for name in one.names]
    assert find_medicines(names, KNOWLEDGE.medicines).taken_for == {}
    assert not any(map(is_unclear, names))


@pytest.mark.parametrize(
    "typed", ["lorazepam since 2015", "lorazepam 1 mg daily, since 2015", "lorazepam 2000 mg"]
)
def test_since_when_something_is_taken_is_clear(typed: str) -> None:
    found = find_medicines([typed], KNOWLEDGE.medicines)
    assert (found.taken, found.unclear, found.unknown) == ({typed: ("benzodiazepine",)}, {}, ())


def test_a_name_that_may_have_been_meant_is_named() -> None:
    assert similar_medicine("halopridol 2 mg", KNOWLEDGE.medicines) == "haloperidol"
    assert similar_medicine("xyzzy", KNOWLEDGE.medicines) is None


@pytest.mark.parametrize(
    ("typed", "is_stopped"),
    [
        *((told, True) for told in ("stopped lorazepam", "lorazepam, none left", "off lorazepam")),
        *(
            (told, True)
            for told in ("ran out of lorazepam", "tapering lorazepam", "used lorazepam")
        ),
        *((told, True) for told in ("no lorazepam since Friday", "lorazepam until last week")),
        *((told, True) for told in ("since Friday no lorazepam", "lorazepam, none since Friday")),
        *(
            (told, True)
            for told in ("missed lorazepam", "forgot my lorazepam", "lorazepam reduced")
        ),
        *((told, True) for told in ("lorazepam 3 days ago", "haven't had lorazepam for 3 days")),
        *((told, True) for told in ("switched from lorazepam", "lorazepam withdrawal")),
        *(
            (told, False)
            for told in ("no lorazepam", "never took lorazepam", "mum takes lorazepam")
        ),
        *((told, False) for told in ("allergic to lorazepam", "lorazepam 2015", "had lorazepam")),
    ],
)
def test_what_may_not_simply_be_taken_is_unclear(typed: str, is_stopped: bool) -> None:  # noqa: FBT001
    found = find_medicines([typed], KNOWLEDGE.medicines)
    assert (found.taken, found.unclear) == ({}, {typed: ("benzodiazepine",)})
    assert (found.stopped == (typed,)) == is_stopped


@pytest.mark.parametrize(
    "typed",
    [
        *("sertraline with food", "lorazepam at night", "lithium for 10 years", "none", "no meds"),
        *("hormone replacement", "eye drops", "paracetamol when needed", "lithium 400 mg a day"),
    ],
)
def test_plain_use_is_clear(typed: str) -> None:
    assert not is_unclear(typed)


def test_what_names_no_medicine_may_be_said_of_the_one_before() -> None:
    found = find_medicines(
        ["lorazepam", "stopped 3 days ago", "sertraline", "50 mg", "none"], KNOWLEDGE.medicines
    )
    assert found.unclear == {"lorazepam, stopped 3 days ago": ("benzodiazepine",)}
    assert found.taken == {"sertraline, 50 mg": ("ssri_or_snri",)}
    assert found.unknown == ()
    beside = find_medicines(["furosemide", "stopped aspirin"], KNOWLEDGE.medicines)
    assert (set(beside.taken), set(beside.unclear)) == ({"furosemide"}, {"stopped aspirin"})


def test_what_is_unclear_is_open_and_counts_for_urgency() -> None:
    facts = facts_of({"medicines": ("mum takes haloperidol", "sertraline")}, KNOWLEDGE)
    assert facts.known["medicine_classes"] == ("ssri_or_snri",)
    assert facts.known["medicine_classes_till_lately"] == ("antipsychotic", "ssri_or_snri")
    assert state_of(KNOWLEDGE.findings["dopamine_blocker"], facts) == 0
    assert "past_dopamine_blocker" not in facts.known
    assert facts.notes[0] == (
        "Left open, as it is not clear what is taken: mum takes haloperidol. Give the names alone"
        " of what is taken now or was until 3 weeks ago, and leave out the rest. Until then it"
        " counts as taken where that is more urgent."
    )


def test_what_names_nothing_is_left_open() -> None:
    facts = facts_of({"medicines": ("no regular medicines",)}, KNOWLEDGE)
    assert "medicines_given" not in facts.known
    assert facts.notes[0].startswith("Left open")
    assert "counts as taken" not in facts.notes[0]
    assert facts.to_be_asked == set()


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("lorazepam", {"sedative_stopped"}),
        ("foobarine", {"sedative_stopped"}),
        ("setraline 50mg", {"sedative_stopped"}),
        ("stopped all my medication", {"sedative_stopped"}),
        ("my wife takes lithium", {"sedative_stopped"}),
        ("no haloperidol", {"sedative_stopped", "past_dopamine_blocker"}),
        ("haloperidol", set()),
        ("sertraline", set()),
    ],
)
def test_whether_something_was_stopped_is_asked(typed: str, asked: set[str]) -> None:
    assert facts_of({"medicines": (typed,)}, KNOWLEDGE).to_be_asked == asked


@pytest.mark.parametrize(
    ("typed", "key", "means"),
    [
        (
            "stopped lorazepam",
            "sedative_stopped",
            "a sleeping or anxiety tablet was stopped or cut down in the last 2 weeks",
        ),
        (
            "haloperidol until May",
            "past_dopamine_blocker",
            "a medicine that blocks dopamine was taken for months",
        ),
    ],
)
def test_what_may_have_been_stopped_is_taken_for_a_yes(typed: str, key: str, means: str) -> None:
    facts = facts_of({"medicines": (typed,)}, KNOWLEDGE)
    assert facts.known[key] is True
    assert f"{typed}: taken to mean that {means}. If that is not so, answer no to {key}." in (
        facts.notes
    )
    denied = facts_of({"medicines": (typed,), key: False}, KNOWLEDGE)
    assert denied.known[key] is False
    assert f"{typed} may not go with the answer to whether {means}." in denied.notes


def test_what_stopping_answers_can_be_answered() -> None:
    questions = KNOWLEDGE.questionnaire.questions
    for known in KNOWLEDGE.medicines.values():
        assert bool(known.when_stopped) == bool(known.stopped_means)
        assert not known.when_stopped or questions[known.when_stopped].kind == "yes_no"


def test_an_unknown_medicine_beside_a_known_one_is_unknown() -> None:
    found = find_medicines(["paracetamol and foobarine", "ramipril / zzz"], KNOWLEDGE.medicines)
    assert found.unknown == ("foobarine", "zzz")
    beside = find_medicines(["aspirin/10 foobarine"], KNOWLEDGE.medicines)
    assert beside.unknown == ("10 foobarine",)
    facts = facts_of({"medicines": ("paracetamol and foobarine",)}, KNOWLEDGE)
    assert "medicines_given" not in facts.known


def test_unknown_medicines_are_kept_and_said_to_be_unknown() -> None:
    answers = check_answers({"medicines": ["Foobarine", "ramipril"]}, KNOWLEDGE.questionnaire)
    facts = facts_of(answers, KNOWLEDGE)
    assert answers["medicines"] == ("Foobarine", "ramipril")
    assert any("Foobarine" in note for note in facts.notes)
    assert "medicines_given" not in facts.known
    assert facts.known["medicine_unclear"] is True


@pytest.mark.parametrize(
    ("typed", "given"),
    [
        ([], "none"),
        (["none"], "none"),
        (["aspirin"], "only_unlisted"),
        (["lithium"], "some_listed"),
    ],
)
def test_what_medicines_amount_to(typed: list[str], given: str) -> None:
    facts = facts_of({"medicines": tuple(typed)}, KNOWLEDGE)
    assert facts.known["medicines_given"] == given


@pytest.mark.parametrize("typed", ["diazepam", "senna", "lidocaine patch", "anxiety tablets"])
def test_what_moves_only_when_stopped_or_with_too_much_is_no_listed_medicine(typed: str) -> None:
    facts = facts_of({"medicines": (typed,)}, KNOWLEDGE)
    assert "medicines_given" not in facts.known
    beside = facts_of({"medicines": (typed, "sertraline")}, KNOWLEDGE)
    assert beside.known["medicines_given"] == "some_listed"
    report = match_causes(None, {"medicines": [typed]})
    cause = next(cause for cause in report.causes if cause.key == "medicine")
    assert (cause.reasons_for, cause.reasons_against) == ((), ())


def test_what_is_taken_is_not_said_to_be_missing() -> None:
    """Neither of both lowers potassium or magnesium, and both are what others of their kind are."""
    answers = {"medicines": ["spironolactone", "famotidine"], "fluid_loss": False}
    report = match_causes(None, {**answers, "alcohol": "none", "alcohol_stopped": False})
    against = {
        cause.key: " ".join(reason.says for reason in cause.reasons_against)
        for cause in report.causes
    }
    assert "no diuretic, steroid or laxative that can lower potassium" in against["potassium"]
    assert "no stomach tablet or diuretic that can lower magnesium" in against["low_magnesium"]


def test_estrogens_alone_weigh_little() -> None:
    report = match_causes(None, {"medicines": ["the pill"], "look": "quick_flicks"})
    cause = next(cause for cause in report.causes if cause.key == "medicine")
    weights = {one.says: one.weight for one in cause.reasons_for}
    assert weights["estrogens"] == "weak"
    assert "a medicine that is listed for twitching or shaking" not in weights


def test_promethazine_weighs_as_the_other_dopamine_blockers_against_nausea() -> None:
    promethazine, other = (
        {cause.key: cause.score for cause in match_causes(None, {"medicines": [name]}).causes}
        for name in ("promethazine", "metoclopramide")
    )
    assert promethazine == other
