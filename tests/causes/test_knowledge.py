"""The data files: what comes with twitchcam, and mistakes in them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import numpy as np
import pytest

import twitchcam
from twitchcam.causes.answers import facts_of
from twitchcam.causes.cause_views import PARTLY_ODDS_WITH_MUCH
from twitchcam.causes.knowledge import Knowledge, load_knowledge, shipped_knowledge
from twitchcam.causes.matching import Matcher
from twitchcam.causes.odds import build_model
from twitchcam.errors import KnowledgeError

SHIPPED = Path(twitchcam.__file__).parent / "causes"
ARTICLE = {
    "caffeine",
    "potassium",
    "medicine",
    "stress",
    "alcohol_drugs",
    "facial_nerve_injury",
    "hemifacial_spasm",
    "hypoparathyroidism",
    "tics",
    "parkinsons",
    "als",
}


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """Read what comes with twitchcam."""
    return shipped_knowledge()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Copy the data files, so that they can be spoiled."""
    copy = tmp_path / "causes"
    shutil.copytree(SHIPPED, copy, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return copy


def spoil(folder: Path, name: str, old: str, new: str) -> str:
    """Replace something in a file, and say what is complained of."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(folder)
    return str(caught.value)


def test_every_cause_of_the_article_is_there(knowledge: Knowledge) -> None:
    assert {key for key, cause in knowledge.causes.items() if cause.from_article} == ARTICLE
    assert knowledge.causes["benign"].unexplained


def test_every_cause_can_be_explained(knowledge: Knowledge) -> None:
    for cause in knowledge.causes.values():
        assert cause.account.endswith(".")
        assert cause.advice
        assert any(weight.present > 1 for weight in cause.weights.values())


def test_every_question_bears_on_something(knowledge: Knowledge) -> None:
    asked = {finding.question for finding in knowledge.findings.values()} | {"age_years"}
    assert set(knowledge.questionnaire.questions) - asked == {"caffeine_mg"}


def test_every_finding_is_used(knowledge: Knowledge) -> None:
    used = {key for cause in knowledge.causes.values() for key in cause.weights}
    used |= {
        key for rule in knowledge.urgencies.rules for key in (*rule.all, *rule.any, *rule.none)
    }
    used |= {key for finding in knowledge.findings.values() for key in finding.none_of}
    # A finding or its twin is enough.
    names = {key.removesuffix("_till_lately") for key in knowledge.findings}
    assert names - {key.removesuffix("_till_lately") for key in used} == set()


@pytest.mark.parametrize("key", ["als", "kennedy", "parkinsons"])
def test_whatever_speaks_for_it_no_disease_of_adults_fits_a_child(
    knowledge: Knowledge, key: str
) -> None:
    model = build_model(knowledge)
    column = list(knowledge.causes).index(key)
    present, absent = model.present[:, column], model.absent[:, column]
    everything = np.where(present > 0, 1.0, np.where(absent > 0, -1.0, 0.0))[np.newaxis]

    def most(age_years: float) -> float:
        prior = model.prior({"age_years": age_years, "duration": "over_1_year"})
        return float(np.exp(model.log_odds(everything, prior)[0, column]))

    assert most(17.0) < PARTLY_ODDS_WITH_MUCH < 1 < most(18.0)


def test_a_weight_can_be_corrected_without_touching_code(folder: Path) -> None:
    path = folder / "knowledge" / "caffeine.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("jitters = { present = 1.8,", "jitters = { present = 3,"))
    corrected = load_knowledge(folder)
    assert corrected.causes["caffeine"].weights["jitters"].present == 3
    assert corrected.version != shipped_knowledge().version


def test_much_caffeine_stands_in_one_place(folder: Path) -> None:
    path = folder / "findings.toml"
    path.write_text(path.read_text("utf-8").replace("= 401", "= 201"), encoding="utf-8")
    answers = {"drinks": ("3 coffees", "zzz")}
    assert "caffeine_mg" not in facts_of(answers, shipped_knowledge()).known
    assert facts_of(answers, load_knowledge(folder)).known["caffeine_mg"] == 288


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        (
            "knowledge/als.toml",
            'name = "',
            "name = 3 # ",
            "als.toml: name: Expected `str`, got `int`",
        ),
        (
            "knowledge/als.toml",
            "account =",
            "acount =",
            "als.toml: Object contains unknown field `acount`",
        ),
        (
            "knowledge/als.toml",
            "present = 12",
            "present = 0",
            "weights.slurred_speech.present: Expected `float` > 0",
        ),
        (
            "knowledge/als.toml",
            "present = 12",
            'present = "x"',
            "weights.slurred_speech.present: Expected `float`, got",
        ),
        (
            "knowledge/als.toml",
            "present = 12",
            "presnt = 12",
            "weights.slurred_speech: Object contains unknown field `presnt`",
        ),
        (
            "knowledge/als.toml",
            "present = 12",
            "present = 1e9",
            "weights.slurred_speech: present and absent must lie within",
        ),
        ("knowledge/als.toml", "slurred_speech = {", "slured = {", "weights holds 'slured'"),
        (
            "knowledge/als.toml",
            'tag = "J"',
            'tag = "guess"',
            "age[0].tag: Invalid enum value 'guess'",
        ),
        ("knowledge/als.toml", 'advice = "', '# "', "missing required field `advice`"),
        ("knowledge/als.toml", '["S27"]', '["S99"]', "'S99'"),
        (
            "knowledge/caffeine.toml",
            'tag = "J"\nsource = ["S5"]',
            'tag = "data"',
            "prior: source is",
        ),
        (
            "knowledge/caffeine.toml",
            "from = 0, below",
            "form = 0, below",
            "age[0]: Object contains",
        ),
        ("knowledge/caffeine.toml", '"S8"]', '"S99"]', "weights.caffeine_at_once.source"),
        ("knowledge/als.toml", 'only_with = ["', 'only_with = ["x', "only_with holds"),
        ("shared_weights.toml", "present = 1.3", "present = -1", "everyday.look_flicks.present"),
        ("shared_weights.toml", "look_flicks = {", "look_flick = {", "everyday holds 'look_flick'"),
        ("knowledge/als.toml", "any_percent = 0.012", "any_percent = 120", "any_percent"),
        ("knowledge/als.toml", '["small_flicks"]', '["big_flicks"]', "'big_flicks'"),
        ("knowledge/benign.toml", '"everyday"', '"weekday"', "'weekday'"),
        ("knowledge/benign.toml", "unexplained = true", "", "exactly one"),
        ("knowledge/stress.toml", "better = { present = 1.2", "better = { present = 9", "benign"),
        ("knowledge/rabbit_syndrome.toml", 'part_of = "medicine"', 'part_of = "x"', "part_of"),
        ("findings.toml", 'answer = "look"', 'answer = "looks"', "'looks'"),
        ("findings.toml", 'video = "eye_share"', 'video = "ear"', "'ear'"),
        ("questions.toml", 'seen_by = "video_eye"', 'seen_by = "eye_none"', "'eye_none'"),
        ("findings.toml", 'is = ["quick_flicks"]', 'is = ["flicks"]', "'flicks'"),
        ("findings.toml", 'group = "eye"', 'group = "ear"', "'ear'"),
        ("findings.toml", '["thiazide_diuretic"', '["thiazide"', "'thiazide'"),
        ("urgency.toml", 'level = "emergency"', 'level = "soon"', "'soon'"),
        # A rule may only send somebody to a doctor: it would overrule that too little is answered.
        ("urgency.toml", 'level = "gp"', 'level = "self_care"', "'self_care'"),
        ("urgency.toml", 'level = "gp"', 'level = "cannot_say"', "'cannot_say'"),
        ("urgency.toml", '["sudden_droop"', '["droop"', "'droop'"),
        ("urgency.toml", '"thyroxine_till_lately"', '"thyroxine"', "name thyroxine_till_lately"),
        ("questions.toml", 'type = "yes_no"', 'type = "maybe"', "'maybe'"),
        ("questions.toml", 'screen = "flags"', 'screen = "flag"', "'flag'"),
        ("drinks.toml", "portion_ml = 237", "portion = 237", "coffee: Object contains unknown"),
        ("drinks.toml", "portion_ml = 237", "key = 237", "coffee.key is not a field"),
        ("medicines.toml", "names = [", "names = [3, ", "antipsychotic.names[0]: Expected `str`"),
        ("drinks.toml", "caffeine_mg = 96", "caffeine_mg = true", "coffee.caffeine_mg: Expected"),
        ("medicines.toml", 'source = ["', 'source = ["S999", "', "'S999'"),
        ("drinks.toml", 'source = ["', 'source = ["S999", "', "'S999'"),
        ("urgency.toml", 'source = ["', 'source = ["S999", "', "'S999'"),
        ("sources.toml", "sources/1", "sources/2", "'twitchcam.sources/2'"),
        ("recordings.toml", "video_in_sleep = 0.15", "video_in_sleep = 0", "tells.video_in_sleep"),
        ("recordings.toml", "video_in_sleep = 0.15", "video_asleep = 0.15", "'video_asleep'"),
        (
            "recordings.toml",
            "why = ",
            "because = ",
            "rest: Object contains unknown field `because`",
        ),
        ("movement_kinds.toml", '["look_flicks"', '["flicks"', "small_flicks.signs holds 'flicks'"),
        ("movement_kinds.toml", "signs = ", "sign = ", "unknown field `sign`"),
        ("sources.toml", "S1 = ", "S1 = 3 # ", "S1: Expected `str`"),
        ("recordings.toml", 'without = "video_held_back"', 'without = "x"', "'x'"),
        ("findings.toml", 'is = ["quick_flicks"]', 'has = ["quick_flicks"]', "by is alone"),
        ("findings.toml", 'is = ["some_listed"]', 'is = ["some_lsted"]', "'some_lsted'"),
        ("findings.toml", 'answer = "began_before_18"', 'answer = "caffeine_mg"', "from or below"),
        ("findings.toml", "from = 100\nbelow = 401", "from = 500\nbelow = 401", "above 500"),
        ("findings.toml", "from = 401\n", "", "caffeine_400_to_1000 must be there"),
        (
            "findings.toml",
            'answer = "caffeine_mg"\nfrom = 401',
            'answer = "sleep_hours"\nfrom = 401',
            "caffeine_400_to_1000 must be there, and be read from caffeine_mg",
        ),
        ("questions.toml", '["same_side_together"', '["same_side"', "'same_side'"),
        (
            "questions.toml",
            'applies = { sex = ["male"] }',
            'applies = { sex = "male" }',
            "applies.sex: Expected `array`",
        ),
        ("questions.toml", "applies = { sex = [", "applies = { drinks = [", "drinks"),
        ("questions.toml", "usual = 0.005", "usual = 1.5", "usual: Expected `float` < 1"),
        (
            "questions.toml",
            "value = 10 }",
            "vaule = 10 }",
            "examples[0]: Object contains unknown field `vaule`",
        ),
        ("urgency.toml", "[levels.gp]", "[levels.soon]", "'soon'"),
        ("urgency.toml", "[levels.gp]\nheadline = ", "[levels.gp]\nhead = ", "levels.gp"),
        ("urgency.toml", '[levels.cannot_say]\nheadline = "', '[unsaid]\nx = "', "unsaid"),
        ("urgency.toml", 'any = ["sudden_droop", "sudden_arm_or_speech"]', "", "rules[0]: all and"),
        ("urgency.toml", 'source = ["S41"]', "source = []", "rules[0].source"),
        (
            "urgency.toml",
            '["sudden_droop"',
            '["nothing_loses_potassium"',
            "name what it is made of",
        ),
        (
            "urgency.toml",
            'headline_today = "See a GP or a clinic today."',
            "",
            "levels.gp has no headline_today",
        ),
        ("urgency.toml", "headline = ", 'colour = "red"\nheadline = ', "colour"),
        ("urgency.toml", "[watch]", '[watch]\ncolour = "red"', "colour"),
        ("questions.toml", "usual = 0.005", "", "sudden_droop: usual must be a number above 0"),
        (
            "questions.toml",
            "weeks = { under_2_weeks = 0, ",
            "weeks = { ",
            "duration.weeks must have",
        ),
        (
            "questions.toml",
            "weeks = {",
            "days = {",
            "duration: Object contains unknown field `days`",
        ),
        ("questions.toml", "months = 1,", "months = 2,", "duration.weeks.1_to_12_months: Expected"),
        ("questions.toml", "options.over_1_year", "options.over_5_years", "duration: usual must"),
        (
            "questions.toml",
            "most = 120",
            "most = 120\nweeks = { x = 1 }",
            "age_years.weeks must have",
        ),
        ("questions.toml", "place = 1", "place = 0", "screens.emergency.place"),
        ("questions.toml", "place = 1", "place = 3", "screens has none with place 1"),
        ("questions.toml", "{ at_rest = 0.4, ", "{ ", "shaking_when: usual must have a number"),
        ("questions.toml", "in_use = 0.4, ", "in_use = 0, ", "shaking_when.usual.in_use: Expected"),
        ("questions.toml", "options.at_rest", "usual.at_rest", "questions.toml"),
        (
            "questions.toml",
            'table = "medicines"',
            'table = "drugs"',
            "medicines.table: Invalid enum",
        ),
        ("questions.toml", 'table = "medicines"', "", "medicines: table belongs to names"),
        (
            "questions.toml",
            "share = 0.6, value = []",
            "share = 0.6, value = 3",
            "examples must have",
        ),
        ("questions.toml", "most = 120", "most = 0", "age_years: most is 0"),
        ("questions.toml", 'type = "choice"', 'type = "choice"\nscreen = "flags"', "screen is for"),
        ("questions.toml", 'type = "choice"', 'type = "yes_no"', "options belong to choices"),
        (
            "questions.toml",
            "usual = 0.005",
            "usual = 0.5\nexamples = [{ share = 1, value = 3 }]",
            "usual",
        ),
        ("disagreements.toml", '"eye_none"', '"video_eye"', "disagreements[0].answered holds"),
        ("disagreements.toml", '"video_eye_seen"', '"eye_none"', "disagreements[0].recorded holds"),
        ("disagreements.toml", "so = true", "so = 1", "disagreements[0].so: Expected `bool`"),
        ("medicines.toml", '"past_dopamine_blocker"', '"past_dopamine"', "'past_dopamine'"),
    ],
)
def test_mistakes_are_named(folder: Path, name: str, old: str, new: str, says: str) -> None:
    message = spoil(folder, name, old, new)
    assert says in message
    assert Path(name).name in message or "knowledge" in message
    assert "\n" not in message


def test_causes_that_are_not_there_are_named(folder: Path) -> None:
    shutil.rmtree(folder / "knowledge")
    with pytest.raises(KnowledgeError, match="knowledge: cannot be read"):
        load_knowledge(folder)


def test_what_is_no_toml_is_named(folder: Path) -> None:
    assert "drinks.toml: cannot be read" in spoil(folder, "drinks.toml", "[coffee]", "[coffee")


def test_a_question_of_which_no_usual_answer_is_given_is_not_weighed(folder: Path) -> None:
    path = folder / "questions.toml"
    text = path.read_text(encoding="utf-8")
    kept, dropped = text.split("[drinks]")
    without = re.sub(r"\nexamples = .*", "", dropped, count=1)
    assert without != dropped
    path.write_text(f"{kept}[drinks]{without}", encoding="utf-8")

    def named(knowledge: Knowledge) -> set[str]:
        report = Matcher.of(knowledge).match([], {"jitters": True})
        return {step.key for step in report.next_steps}

    assert "drinks" in named(shipped_knowledge())
    unweighed = named(load_knowledge(folder))
    assert unweighed
    assert "drinks" not in unweighed
