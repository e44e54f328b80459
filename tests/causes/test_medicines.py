"""Medicines as people type them."""

from __future__ import annotations

import pytest

from tests.causes.made_up import DAY
from twitchcam.causes.answers import check_answers, facts_of
from twitchcam.causes.findings import MEDICINE_LISTS, state_of
from twitchcam.causes.knowledge import shipped_knowledge
from twitchcam.causes.matching import match_causes
from twitchcam.causes.medicines import find_medicines, similar_medicine

KNOWLEDGE = shipped_knowledge()


@pytest.mark.parametrize(
    "typed",
    [
        "stopped diazepam 3 days ago",
        "used to take haloperidol",
        "I don't take sertraline",
        "sertraline not any more",
        "off sertraline",
    ],
)
def test_what_is_not_taken_any_more_is_not_counted(typed: str) -> None:
    found = find_medicines([typed], KNOWLEDGE.medicines, DAY)
    assert (found.classes, found.not_taken, found.unknown) == ({}, (typed,), ())


@pytest.mark.parametrize(
    ("typed", "classes"),
    [
        ("no more than 2 furosemide a day", {"loop_diuretic"}),
        ("never without my furosemide", {"loop_diuretic"}),
        ("no-name furosemide", {"loop_diuretic"}),
        ("sertraline until I feel better", {"ssri_or_snri"}),
        ("not only sertraline but also tramadol", {"ssri_or_snri", "serotonergic_opioid"}),
        ("i stopped risperidone but take olanzapine", {"antipsychotic"}),
        ("quit smoking, on bupropion", {"ssri_or_snri"}),
        ("can't sleep without zopiclone", {"benzodiazepine"}),
        ("potassium-sparing diuretic", {"potassium_sparing_diuretic"}),
        (
            "indapamide and potassium-sparing diuretic",
            {"thiazide_diuretic", "potassium_sparing_diuretic"},
        ),
        ("prednisone and hydrocortisone cream", {"corticosteroid"}),
        ("haven't stopped risperidone", {"antipsychotic"}),
        ("thinking of stopping risperidone", {"antipsychotic"}),
        ("on and off lorazepam", {"benzodiazepine"}),
        ("furosemide, stopped aspirin last week", {"loop_diuretic"}),
        ("furosemide 40 mg, stopped eating salt", {"loop_diuretic"}),
        ("furosemide until I feel better", {"loop_diuretic"}),
        ("lorazepam, last dose this morning", {"benzodiazepine"}),
        ("lorazepam, last one 2 hours ago", {"benzodiazepine"}),
        # What is not surely denied of both.
        ("no haloperidol, risperidone", {"antipsychotic"}),
        ("no haloperidol / lithium 400 mg", {"lithium"}),
        ("no haloperidol or lithium today", {"antipsychotic", "lithium"}),
        ("never without my lithium or furosemide", {"lithium", "loop_diuretic"}),
        ("stopped haloperidol or lithium", {"lithium"}),
        ("allergic to lithium or haloperidol (given on friday)", {"antipsychotic", "lithium"}),
    ],
)
def test_in_doubt_it_is_taken(typed: str, classes: set[str]) -> None:
    """Or a reason for more urgency would be lost."""
    assert set(find_medicines([typed], KNOWLEDGE.medicines, DAY).classes[typed]) == classes


@pytest.mark.parametrize(
    "typed",
    [
        *("hydrocortisone cream", "steroid inhaler", "inhaled steroid", "steroid eye drops"),
        *(
            "prednisolone eyedrops",
            "steroid injection",
            "nasal steroid",
            "asthma inhaler (steroid)",
        ),
    ],
)
def test_a_steroid_that_acts_where_it_is_put_is_no_tablet(typed: str) -> None:
    assert find_medicines([typed], KNOWLEDGE.medicines, DAY).classes == {}


@pytest.mark.parametrize(
    "typed",
    [
        *("steroid tablets", "prednisone and steroid inhaler", "prednisone 40 mg, nasal spray"),
        *(
            "prednisone 40 mg; steroid inhaler",
            "ear drops, prednisone",
            "methylprednisolone infusion",
        ),
    ],
)
def test_what_is_put_somewhere_beside_a_tablet_takes_nothing_from_it(typed: str) -> None:
    assert find_medicines([typed], KNOWLEDGE.medicines, DAY).classes == {typed: ("corticosteroid",)}


@pytest.mark.parametrize("typed", ["none at all", "n/a", "not on any medication"])
def test_none_in_other_words(typed: str) -> None:
    facts = facts_of({"medicines": (typed,)}, KNOWLEDGE, DAY)
    assert (facts.known["medicines_given"], facts.notes) == ("none", ())


LEFT_OPEN = "Left open, as it does not say what is taken: {}."
OF_OTHERS = (
    "Does the person whose lip twitches take this: {}? If so, give its name alone; if not, leave it"
    " out."
)


@pytest.mark.parametrize(
    ("typed", "says"),
    [("no regular medicines", LEFT_OPEN), ("my brother takes haloperidol", OF_OTHERS)],
)
def test_what_does_not_say_what_is_taken_is_left_open(typed: str, says: str) -> None:
    facts = facts_of({"medicines": (typed,)}, KNOWLEDGE, DAY)
    assert "medicines_given" not in facts.known
    assert facts.notes[0] == says.format(typed)
    assert state_of(KNOWLEDGE.findings["dopamine_blocker"], facts) == 0


@pytest.mark.parametrize("typed", ["my sister and I take lithium", "lithium, like mum and dad"])
def test_somebody_is_no_medicine(typed: str) -> None:
    found = find_medicines([typed], KNOWLEDGE.medicines, DAY)
    assert (set(found.classes[typed]), found.unknown) == ({"lithium"}, ())


@pytest.mark.parametrize("typed", ["haloperidol: no", "benzos? no", "sertraline, not started yet"])
def test_what_is_told_not_to_be_taken_is_named(typed: str) -> None:
    facts = facts_of({"medicines": (typed,)}, KNOWLEDGE, DAY)
    assert facts.known["medicine_classes"] == ()
    assert facts.notes == (f"Not counted among what is taken: {typed}.",)


@pytest.mark.parametrize(
    ("typed", "answers"),
    [
        ("metoclopramide once in 2019", {}),
        ("metoclopramide for a week in 2023", {}),
        ("metoclopramide twice last year", {}),
        ("metoclopramide, stopped yesterday", {"medicine_timing": True}),
    ],
)
def test_what_was_taken_briefly_was_not_taken_for_months(
    typed: str, answers: dict[str, bool]
) -> None:
    facts = facts_of({"medicines": (typed,), **answers}, KNOWLEDGE, DAY)
    assert "past_dopamine_blocker" not in facts.known
    assert not any("for months" in note for note in facts.notes)
    denied = facts_of(
        {"medicines": (typed,), **answers, "past_dopamine_blocker": False}, KNOWLEDGE, DAY
    )
    assert not any("for months" in note for note in denied.notes)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Sertralin 50 mg", "ssri_or_snri"),
        ("Métoclopramide", "dopamine_blocking_antiemetic"),
        ("Madopar", "dopaminergic"),
        ("Olanzapin", "antipsychotic"),
    ],
)
def test_other_spellings_are_recognised(typed: str, key: str) -> None:
    assert find_medicines([typed], KNOWLEDGE.medicines, DAY).classes == {typed: (key,)}


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
    facts = facts_of({"medicines": (typed,)}, KNOWLEDGE, DAY)
    assert key in facts.known["medicine_classes"]  # type: ignore[operator]
    assert facts.known["medicine_unclear"] is True
    assert facts.notes[0] == (
        f"Not in the table of medicines: {typed} (read as {name}). Ask a pharmacist about them."
    )


@pytest.mark.parametrize("typed", ["yesterday morning", "breakfast", "therapist", "hydroxyzine"])
def test_other_words_are_taken_for_no_medicine(typed: str) -> None:
    assert find_medicines([typed], KNOWLEDGE.medicines, DAY).named == frozenset()


def test_no_name_is_taken_for_another_or_for_itself() -> None:
    names = [name for one in KNOWLEDGE.medicines.values() for name in one.names]
    assert find_medicines(names, KNOWLEDGE.medicines, DAY).taken_for == {}


def test_a_name_that_may_have_been_meant_is_named() -> None:
    assert similar_medicine("halopridol 2 mg", KNOWLEDGE.medicines) == "haloperidol"
    assert similar_medicine("xyzzy", KNOWLEDGE.medicines) is None


@pytest.mark.parametrize(
    ("typed", "classes"),
    [
        ("sertraline", {"ssri_or_snri"}),
        ("Sertraline 50 mg in the morning", {"ssri_or_snri"}),
        ("HALDOL", {"antipsychotic"}),
        ("water tablets", {"thiazide_diuretic"}),
        ("ramipril/hydrochlorothiazide", {"ace_inhibitor_or_arb", "thiazide_diuretic"}),
        ("the pill", {"estrogen"}),
        ("paracetamol", {"not_listed"}),
    ],
)
def test_medicines(typed: str, classes: set[str]) -> None:
    found = find_medicines([typed], KNOWLEDGE.medicines, DAY)
    assert set(found.classes[typed]) == classes
    assert found.unknown == ()


@pytest.mark.parametrize(
    "typed",
    [
        *("stopped lorazepam 2 days ago", "ran out of lorazepam", "lorazepam, stopped"),
        *("not taking valium any more", "tapering off lorazepam", "coming off xanax"),
        *("cutting down on diazepam", "diazepam (tapering)", "lorazepam withdrawal"),
        *("lorazepam 1 mg, stopped 3 days ago", "stopped 1 mg lorazepam", "no more xanax"),
        *("diazepam tablets stopped", "lorazepam has been stopped", "gave up zopiclone"),
        *("out of lorazepam", "lorazepam until last week", "haven't taken valium for 3 days"),
        *(
            "halved lorazepam",
            "missed lorazepam",
            "benzo withdrawal",
            "stopping lorazepam tomorrow",
        ),
        *("finished lorazepam 2 days ago", "lorazepam finished", "lorazepam: ended on Monday"),
        *(
            "clonazepam, last dose 3 days ago",
            "last took xanax on Sunday",
            "my last xanax yesterday",
        ),
        *(
            "detox from valium",
            "valium detox",
            "cut out diazepam",
            "came off xanax",
            "xanax, came off",
        ),
        *(
            "weaned off xanax",
            "xanax - weaned off",
            "cold turkey off klonopin",
            "klonopin cold turkey",
        ),
        *("no lorazepam since Friday", "no xanax for four days", "xanax, none since Friday"),
        *(
            "haven't had lorazepam since Sunday",
            "lorazepam, not taken for 3 days",
            "a week without xanax",
        ),
        *(
            "didn't take lorazepam last night",
            "lorazepam, forgot it today",
            "missed two doses of xanax",
        ),
        *(
            "lorazepam, stopped it last week",
            "lorazepam but my doctor stopped it",
            "lorazepam until Sunday",
        ),
        *(
            "lorazepam since 2015, stopped 3 days ago",
            "stopped xanax yesterday, started 10 years ago",
        ),
        *(
            "my zopiclone prescription ran out",
            "had to stop zopiclone",
            "lorazepam, off it since November",
        ),
        *(
            "xanax bars, stopped Thursday",
            "stopped all my xanax",
            "diazepam reducing",
            "quitting xanax",
        ),
        *("decreased clonazepam last week", "lowered my diazepam", "diazepam being reduced"),
        *("switched from diazepam to sertraline", "stopped diazepam a few weeks ago"),
        *(
            "stopped diazepam 2 weeks ago",
            "stopped diazepam 2-3 weeks ago",
            "stopped xanax 20 days ago",
        ),
    ],
)
def test_a_sedative_that_was_stopped_is_never_nothing(typed: str) -> None:
    stopped = facts_of({"medicines": (typed,)}, KNOWLEDGE, DAY)
    assert stopped.known["sedative_stopped"] is True
    assert stopped.known.get("medicines_given") != "none"
    assert any("last 2 weeks" in note for note in stopped.notes)
    restless = {"agitated_and_jerky": True, "medicines": [typed]}
    assert match_causes(None, restless).urgency.level == "emergency"
    no = facts_of({"medicines": (typed,), "sedative_stopped": False}, KNOWLEDGE, DAY)
    assert no.known["sedative_stopped"] is False
    assert any("may not go with the answer" in note for note in no.notes)


@pytest.mark.parametrize(
    "typed",
    [
        *("never taken lorazepam", "no lorazepam", "lorazepam", "stopped lorazepam in 2015"),
        *(
            "used to take lorazepam 20 years ago",
            "haven't stopped lorazepam",
            "lorazepam not reduced",
        ),
        *("haven't run out of lorazepam", "lorazepam, stopped smoking", "on and off lorazepam"),
        *("lorazepam stopped my panic", "lorazepam reduced my anxiety"),
        *(
            "never missed a dose of lorazepam",
            "haven't finished lorazepam",
            "never skip my lorazepam",
        ),
        *("lorazepam, finished work", "lorazepam, finished my exams", "lorazepam, ended up in bed"),
        *(
            "never taken lorazepam in my life",
            "never taken lorazepam for sleep",
            "lorazepam at last",
        ),
        *("lorazepam, last dose today", "last lorazepam this morning", "lorazepam, last dose at 8"),
        *(
            "stopped diazepam 6 weeks ago",
            "stopped diazepam three weeks ago",
            "diazepam 10 years ago",
        ),
        *("stopped diazepam 25 days ago", "stopped diazepam ages ago", "valium as a teenager"),
    ],
)
def test_what_was_never_stopped(typed: str) -> None:
    assert "sedative_stopped" not in facts_of({"medicines": (typed,)}, KNOWLEDGE, DAY).known


def potassium_loser(*typed: str) -> float:
    facts = facts_of({"medicines": typed}, KNOWLEDGE, DAY)
    return state_of(KNOWLEDGE.findings["potassium_loser"], facts)


@pytest.mark.parametrize(
    "typed",
    [
        *("missed furosemide today", "skipped my furosemide this morning", "forgot my furosemide"),
        *("furosemide, missed this morning", "forgot to take furosemide", "no furosemide today"),
        *(
            "didn't take my furosemide",
            "did not take furosemide this morning",
            "furosemide (skipped)",
        ),
        *(
            "missed yesterday's furosemide",
            "missed two doses of furosemide",
            "furosemide not yet today",
        ),
    ],
)
def test_a_diuretic_that_was_missed_is_taken(typed: str) -> None:
    assert potassium_loser(typed) == 1
    heart = {"age_years": 70, "cramps": True, "heart_at_times": True, "fluid_loss": False}
    assert match_causes(None, {**heart, "medicines": [typed]}).urgency.level == "emergency"


@pytest.mark.parametrize(
    "typed",
    [
        *("stopped furosemide yesterday", "ran out of furosemide", "furosemide until last week"),
        *("haven't taken furosemide for 2 days", "furosemide was stopped by the doctor last week"),
        *(
            "off furosemide for a week",
            "paused furosemide",
            "furosemide on hold",
            "used to take lasix",
        ),
    ],
)
def test_whether_a_diuretic_stopped_not_long_ago_is_at_work_is_unknown(typed: str) -> None:
    assert potassium_loser(typed) == 0
    assert potassium_loser(typed, "furosemide") == 1


@pytest.mark.parametrize(
    "typed",
    ["never took furosemide", "no furosemide", "stopped furosemide 10 years ago", "stopped xanax"],
)
def test_who_takes_no_diuretic(typed: str) -> None:
    assert potassium_loser(typed) == -1


@pytest.mark.parametrize(
    "typed",
    [
        *("haloperidol in 2019", "risperidone 10 years ago", "took metoclopramide last year"),
        *(
            "10 years ago I took haloperidol",
            "last year: metoclopramide",
            "haloperidol (2018-2021)",
        ),
        *("haloperidol for 3 months in 2019", "haloperidol, 2019"),
        *(
            "haloperidol as a child",
            "haloperidol 2 years ago",
        ),
    ],
)
def test_a_medicine_with_a_date_is_of_the_past(typed: str) -> None:
    facts = facts_of({"medicines": (typed,)}, KNOWLEDGE, DAY)
    assert facts.known["medicine_classes"] == ()
    assert facts.known["past_dopamine_blocker"] is True


@pytest.mark.parametrize(
    "typed",
    [
        *("haloperidol since 2019", "started haloperidol in 2019", "haloperidol for 10 years"),
        *(
            "haloperidol, started 2 years ago",
            "haloperidol, dose raised last year",
            "haloperidol 2000",
        ),
        *("haloperidol 2010 to present", "haloperidol 2021-", "switched to haloperidol last year"),
        *(
            "prescribed haloperidol 3 years ago",
            "psychosis 2015, haloperidol",
            "haloperidol from 2015",
        ),
        *("lithium 2019: haloperidol", "haloperidol 10 years ago, still"),
        *("haloperidol 2 years ago, every day", "haloperidol last year, dose doubled this week"),
        *("got haloperidol 2 years ago, take it daily", "took haloperidol in 2019 and still do"),
        *("haloperidol 2 years ago - ongoing", f"haloperidol 2024 to {DAY.year}"),
        *("haloperidol after my breakdown 2 years ago", "haloperidol 5 mg, last year 10 mg"),
    ],
)
def test_a_medicine_with_the_date_of_something_else_is_taken(typed: str) -> None:
    facts = facts_of({"medicines": (typed,)}, KNOWLEDGE, DAY)
    assert "antipsychotic" in find_medicines([typed], KNOWLEDGE.medicines, DAY).classes[typed]
    assert "past_dopamine_blocker" not in facts.known


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        (["sertraline 50 mg, last year 100 mg"], "ssri_or_snri"),
        (["haloperidol 5 mg every day", "last year 10 mg"], "antipsychotic"),
        (["haloperidol last year", "dose doubled this week"], "antipsychotic"),
        (["haloperidol last year", "still taking it"], "antipsychotic"),
        (["furosemide 40 mg, last year 20 mg"], "loop_diuretic"),
    ],
)
def test_a_dose_of_the_past_is_not_its_end(typed: list[str], key: str) -> None:
    found = find_medicines(typed, KNOWLEDGE.medicines, DAY)
    assert (list(found.classes.values()), found.stopped) == ([(key,)], {})


@pytest.mark.parametrize(
    "typed",
    [
        *("lorazepam stopped only yesterday", "lorazepam stopped just yesterday"),
        *("lorazepam stopped taking it", "lorazepam stopped taking them yesterday"),
        *("lorazepam stopped it", "lorazepam stopped gradually over 2 weeks"),
        *("lorazepam stopped slowly", "lorazepam stopped from one day to the next"),
        *("lorazepam stopped not long ago", "lorazepam stopped altogether"),
        *("lorazepam stopped entirely", "lorazepam stopped without telling my doctor"),
        *("lorazepam ran out of it yesterday", "lorazepam ran out of them"),
        *("lorazepam, stopped the tablets", "lorazepam since 2015, stopped"),
    ],
)
def test_however_stopping_a_sedative_is_told_it_counts(typed: str) -> None:
    answers = {"medicines": [typed], "fever": True}
    assert match_causes(None, answers).urgency.level == "emergency"
    assert match_causes(None, {**answers, "medicines": []}).urgency.level != "emergency"


def test_a_medicine_that_may_be_stopped_may_be_taken() -> None:
    found = find_medicines(["furosemide, stopped taking liquorice"], KNOWLEDGE.medicines, DAY)
    assert list(found.classes.values()) == list(found.stopped.values()) == [("loop_diuretic",)]


def test_what_a_comma_parted_from_a_medicine_is_said_of_it() -> None:
    found = find_medicines(
        ["lorazepam", "stopped 3 days ago", "sertraline", "50 mg", "none"], KNOWLEDGE.medicines, DAY
    )
    assert found.stopped == {"lorazepam, stopped 3 days ago": ("benzodiazepine",)}
    assert found.classes == {"sertraline, 50 mg": ("ssri_or_snri",)}
    assert found.unknown == ()
    beside = find_medicines(["furosemide", "stopped foobarine"], KNOWLEDGE.medicines, DAY)
    assert (set(beside.classes), beside.unknown) == ({"furosemide"}, ("stopped foobarine",))


def test_what_stopping_answers_can_be_answered() -> None:
    questions = KNOWLEDGE.questionnaire.questions
    for known in KNOWLEDGE.medicines.values():
        assert bool(known.when_stopped) == bool(known.stopped_means)
        assert not known.when_stopped or questions[known.when_stopped].kind == "yes_no"


def test_what_is_not_taken_is_not_counted() -> None:
    found = find_medicines(["no haloperidol", "never took lithium"], KNOWLEDGE.medicines, DAY)
    assert found.classes == {}
    assert found.not_taken == ("no haloperidol", "never took lithium")


@pytest.mark.parametrize(
    "typed",
    [
        *("never took haloperidol or metoclopramide", "no haloperidol/risperidone"),
        *("no sleeping tablets or benzos", "no haloperidol, risperidone or any lithium"),
        *("allergic to haloperidol or metoclopramide", "avoid tramadol/fentanyl"),
        "neither lithium nor haloperidol",
    ],
)
def test_what_is_denied_of_one_or_the_other_is_denied_of_both(typed: str) -> None:
    found = find_medicines([typed], KNOWLEDGE.medicines, DAY)
    assert (found.classes, found.stopped, found.not_taken) == ({}, {}, (typed,))


def test_what_was_stopped_is_not_denied_of_one_or_the_other() -> None:
    typed = "no lorazepam or tramadol since friday"
    found = find_medicines([typed], KNOWLEDGE.medicines, DAY)
    assert found.classes == {}
    assert set(found.stopped[typed]) == {"benzodiazepine", "serotonergic_opioid"}


def test_only_what_comes_before_the_next_name_is_said_of_a_medicine() -> None:
    typed = ["allergic to metoclopramide", "given on friday and face pulled", "and lithium"]
    found = find_medicines([*typed, "stopped in may and foobarine"], KNOWLEDGE.medicines, DAY)
    assert list(found.classes.values()) == [("dopamine_blocking_antiemetic",)]
    assert found.not_taken == ("and lithium, stopped in may",)
    assert found.unknown == ("face pulled", "foobarine")


@pytest.mark.parametrize(
    "told", ["stopped in may", "haven't started", "not yet", "weaned off over the summer"]
)
def test_what_is_said_of_a_medicine_after_a_comma_is_no_medicine(told: str) -> None:
    facts = facts_of({"medicines": ("risperidone 2 years", told)}, KNOWLEDGE, DAY)
    assert not any("Not in the table" in note for note in facts.notes)


@pytest.mark.parametrize(
    "typed",
    ["sertraline 50 mg/day", "lithium (1/2 tablet)", "haloperidol 5mg, and 2mg at night"],
)
def test_a_dose_is_no_unknown_medicine(typed: str) -> None:
    assert find_medicines([typed], KNOWLEDGE.medicines, DAY).unknown == ()


ASKED = {"sedative_stopped"}


@pytest.mark.parametrize(
    ("typed", "taken", "stopped", "asked"),
    [
        ("Sertraline 50mg once daily, started in September", ["ssri_or_snri"], [], set()),
        ("I took half a tablet of diazepam last night", ["benzodiazepine"], [], ASKED),
        ("lorazepam prn for flying", ["benzodiazepine"], [], ASKED),
        ("stopped paroxetine two weeks ago", [], ["ssri_or_snri"], set()),
        ("my wife takes lithium", [], [], {"medicines", *ASKED}),
        ("never took any antipsychotics", [], [], set()),
        ("switched from haloperidol to sertraline", ["ssri_or_snri"], ["antipsychotic"], set()),
        (
            "GP swapped my Xanax for Lyrica",
            ["gabapentinoid_or_the_like"],
            ["benzodiazepine"],
            set(),
        ),
        ("setraline 50mg", ["ssri_or_snri"], [], ASKED),
        ("lorazepam 1mg, stoped 3 days ago", [], ["benzodiazepine"], set()),
        ("diazepam 5 mg, stopped 5wks ago", [], [], ASKED),
        ("metoclopramide once in A&E yesterday", ["dopamine_blocking_antiemetic"], [], set()),
        ("co-codamol 30/500 when my back is bad", ["not_listed"], [], set()),
        ("furosemide 40mg, two at breakfast and one at lunch", ["loop_diuretic"], [], set()),
        ("I was prescribed Prozac, but never took it", [], [], set()),
        ("Seroquel, not taking it any more", [], ["antipsychotic"], set()),
        ("I refuse to take antipsychotics", [], [], set()),
        ("dropped from 10 to 5 mg diazepam", ["benzodiazepine"], ["benzodiazepine"], set()),
        ("was on Risperdal for about 6 months, 2 yrs ago", [], ["antipsychotic"], set()),
        ("Depakote ER 500 mg BID & Ventolin as needed", ["valproate", "beta_agonist"], [], set()),
    ],
)
def test_as_patients_write_them(
    typed: str, taken: list[str], stopped: list[str], asked: set[str]
) -> None:
    """Whether it is typed as one, or the interview parts it at its commas."""
    for texts in ([typed], typed.split(", ")):
        found = find_medicines(texts, KNOWLEDGE.medicines, DAY)
        assert [key for keys in found.classes.values() for key in keys] == taken
        assert [key for keys in found.stopped.values() for key in keys] == stopped
        assert bool(found.unknown) == bool(found.taken_for)
        facts = facts_of({"medicines": tuple(texts)}, KNOWLEDGE, DAY)
        assert facts.to_be_asked == asked


def test_an_unknown_medicine_beside_a_known_one_is_unknown() -> None:
    found = find_medicines(
        ["paracetamol and foobarine", "ramipril / zzz"], KNOWLEDGE.medicines, DAY
    )
    assert found.unknown == ("foobarine", "zzz")
    beside = find_medicines(["aspirin/10 foobarine"], KNOWLEDGE.medicines, DAY)
    assert beside.unknown == ("10 foobarine",)
    facts = facts_of({"medicines": ("paracetamol and foobarine",)}, KNOWLEDGE, DAY)
    assert "medicines_given" not in facts.known


def test_unknown_medicines_are_kept_and_said_to_be_unknown() -> None:
    answers = check_answers({"medicines": ["Foobarine", "ramipril"]}, KNOWLEDGE.questionnaire)
    facts = facts_of(answers, KNOWLEDGE, DAY)
    assert answers["medicines"] == ("Foobarine", "ramipril")
    assert any("Foobarine" in note for note in facts.notes)
    assert "medicines_given" not in facts.known
    assert facts.open_lists == set(MEDICINE_LISTS)


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
    facts = facts_of({"medicines": tuple(typed)}, KNOWLEDGE, DAY)
    assert facts.known["medicines_given"] == given


@pytest.mark.parametrize("typed", ["diazepam", "senna", "lidocaine patch", "anxiety tablets"])
def test_what_moves_only_when_stopped_or_with_too_much_is_no_listed_medicine(typed: str) -> None:
    facts = facts_of({"medicines": (typed,)}, KNOWLEDGE, DAY)
    assert "medicines_given" not in facts.known
    beside = facts_of({"medicines": (typed, "sertraline")}, KNOWLEDGE, DAY)
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


ONES = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def in_words(number: int, between: str) -> str:
    if number < 20:
        return ONES[number - 1]
    tens = TENS[number // 10 - 2]
    return f"{tens}{between}{ONES[number % 10 - 1]}" if number % 10 else tens


@pytest.mark.parametrize(
    "told",
    [
        *("lorazepam|stopped {} days ago", "lorazepam, stopped {} weeks ago", "haloperidol {} mg"),
        *(
            "haloperidol for {} days, stopped",
            "no lorazepam for {} days",
            "haloperidol|{} months ago",
        ),
        "lorazepam, last {} yesterday",
    ],
)
def test_a_number_in_words_is_read_like_its_figures(told: str) -> None:
    def read(number: str) -> tuple[object, ...]:
        facts = facts_of({"medicines": tuple(told.format(number).split("|"))}, KNOWLEDGE, DAY)
        known = {**facts.known, "medicines": ()}
        return (known, facts.open_classes, facts.to_be_asked, len(facts.notes))

    for number in range(1, 100):
        for words in {in_words(number, "-"), in_words(number, " ")}:
            assert read(words) == read(str(number)), words


def test_promethazine_weighs_as_the_other_dopamine_blockers_against_nausea() -> None:
    promethazine, other = (
        {cause.key: cause.score for cause in match_causes(None, {"medicines": [name]}).causes}
        for name in ("promethazine", "metoclopramide")
    )
    assert promethazine == other
