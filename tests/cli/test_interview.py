"""The questions of ``twitchcam causes``, asked at a terminal."""

from __future__ import annotations

import os
import re
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

import pytest

from twitchcam.causes.interview import Interview, Step
from twitchcam.causes.knowledge import shipped_knowledge
from twitchcam.causes.matching import Matcher
from twitchcam.cli import causes, interview
from twitchcam.cli.interview import (
    NAMES_ALONE,
    TYPE_AGAIN,
    TYPE_DRINKS_AGAIN,
    ask_all,
    read_typed,
)
from twitchcam.cli.main import main
from twitchcam.errors import AnswersError, OutputError
from twitchcam.outputs.answers_toml import read_answers, read_kept_answers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


pytestmark = pytest.mark.usefixtures("here")


# Of weakness, what was stopped lately, and surgery on the neck, which come before the age.
TODAY_OPEN = ("", "", "")


def refuse(*_what: object) -> None:
    message = "no space"
    raise OutputError(message)


def test_interview_to_the_end(
    here: Path, type_in: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    # Of who is younger than 40, an eye is asked for next.
    type_in("?", "0", "", *TODAY_OPEN, "34", "", "1", "q")
    assert main(["causes"]) == 0
    out, err = capsys.readouterr()
    assert err.index("step 1") < err.index("One side of the face suddenly hung down")
    assert out.index("How soon") < out.index("This is not a diagnosis")
    assert "step 1" not in out
    answers = read_answers(here / "answers.toml")
    assert answers["sudden_droop"] is False
    assert answers["age_years"] == 34
    assert answers["duration"] == "under_2_weeks"
    assert "slurred_speech" not in answers


def test_interview_stopped_and_taken_up_again(
    here: Path, type_in: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    type_in("none", "3, 6")
    assert main(["causes"]) == 1
    out, err = capsys.readouterr()
    # What was answered may not wait for the rest.
    assert "neurologist soon" in out
    assert "This is not a diagnosis" not in out
    assert "answers.toml; twitchcam causes goes on from there" in err
    answers = read_answers(here / "answers.toml")
    assert [answers["wasting"], answers["hearing_loss"], answers["slurred_speech"]] == [
        True,
        True,
        False,
    ]
    type_in("70", "q")
    assert main(["causes"]) == 0
    out, err = capsys.readouterr()
    assert "going on from answers.toml" in err
    assert "One side of the face suddenly hung down" not in err
    assert "neurologist soon" in out


def test_old_answers_do_not_say_what_is_so_now(
    here: Path, type_in: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    first = "".join(f"{key} = false\n" for key in shipped_knowledge().questionnaire.first)
    path = here / "answers.toml"
    path.write_text(f'{first}duration = "under_2_weeks"\nwasting = true\n', "utf-8")
    os.utime(path, (0.0, 0.0))
    type_in("1", "q")
    assert main(["causes"]) == 0
    out, err = capsys.readouterr()
    assert "not from today: what may have changed is asked again" in err
    assert "One side of the face suddenly hung down" in err
    assert "Get help now" in out


def test_an_old_yes_counts_until_it_is_taken_back(
    here: Path, type_in: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    path = here / "answers.toml"
    path.write_text("sudden_droop = true\n", "utf-8")
    os.utime(path, (0.0, 0.0))
    type_in()
    assert main(["causes"]) == 1
    assert "Get help now" in capsys.readouterr().out
    assert read_answers(path)["sudden_droop"] is True
    type_in("none", "q")
    assert main(["causes"]) == 0
    assert "Get help now" not in capsys.readouterr().out
    assert read_answers(path)["sudden_droop"] is False


def test_medicines_typed_on_an_earlier_day_are_shown_and_asked_again(
    here: Path, type_in: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    path = here / "answers.toml"
    path.write_text('medicines = ["lorazepam", "stopped 3 days ago"]\n', "utf-8")
    os.utime(path, (0.0, 0.0))
    type_in("none", *[""] * 40, "lorazepam", "q")
    assert main(["causes"]) == 0
    assert "Before: lorazepam, stopped 3 days ago" in capsys.readouterr().err
    assert read_answers(path)["medicines"] == ["lorazepam"]


@pytest.mark.parametrize(
    ("again", "kept"),
    [
        ("sertraline", ["sertraline"]),
        ("", ["stopped lithium", "sertraline"]),
        ("no lithium", ["no lithium"]),
    ],
)
def test_medicines_are_asked_for_by_name_alone_once(
    here: Path,
    type_in: Callable[..., None],
    capsys: pytest.CaptureFixture[str],
    again: str,
    kept: list[str],
) -> None:
    """Whoever types something else, or nothing, goes on all the same."""
    path = here / "answers.toml"
    path.write_text('medicines = ["lithium"]\n', "utf-8")
    os.utime(path, (0.0, 0.0))
    type_in("none", *[""] * 40, "stopped lithium, sertraline", again, "q")
    assert main(["causes"]) == 0
    assert NAMES_ALONE in capsys.readouterr().err
    assert read_answers(path)["medicines"] == kept


def test_enter_takes_no_medicine_of_before_away(
    here: Path, type_in: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    path = here / "answers.toml"
    path.write_text('medicines = ["lithium"]\n', "utf-8")
    os.utime(path, (0.0, 0.0))
    type_in("none", *[""] * 40, "don't know", "q")
    assert main(["causes"]) == 0
    out, err = capsys.readouterr()
    assert TYPE_AGAIN in err
    assert "have it measured" in " ".join(out.replace("|", "").split())
    assert read_answers(path)["medicines"] == ["lithium", "don't know"]


class AboutDrinks(Interview):
    """Asks what is drunk, and nothing else."""

    def next_step(self) -> Step | None:
        """Ask it once."""
        question = self.matcher.knowledge.questionnaire.questions["drinks"]
        return None if self.asked else Step("", (question,))


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (("2 teas, coffee until 5", "2 teas, 3 coffees"), ["2 teas", "3 coffees"]),
        (("2 teas, coffee until 5", "coffee until 6"), ["coffee until 6"]),
        (("coffee until 5", ""), ["coffee until 5"]),
    ],
)
def test_drinks_that_are_not_understood_are_asked_for_once_more(
    lines: tuple[str, str],
    kept: list[str],
    here: Path,
    type_in: Callable[..., None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    now = datetime.now().astimezone()
    type_in(*lines)
    asked = AboutDrinks(Matcher.of(shipped_knowledge()), ())
    assert ask_all(asked, here / "answers.toml", now, now)
    assert read_answers(here / "answers.toml").get("drinks") == kept
    err = " ".join(capsys.readouterr().err.split())
    assert err.count(f"Not understood: coffee until 5. {TYPE_DRINKS_AGAIN}") == 1


def make_older(path: Path, by: timedelta) -> None:
    """Let answers be older, which a copy of the file does not hide."""
    told = re.search(r"^given_at = (.*)$", text := path.read_text("utf-8"), re.MULTILINE)
    assert told is not None
    before = datetime.fromisoformat(told[1]) - by
    path.write_text(text.replace(told[1], before.isoformat(" ")), "utf-8")


def test_going_on_makes_answers_no_younger(here: Path, type_in: Callable[..., None]) -> None:
    path = here / "answers.toml"
    path.write_text("wasting = true\n", "utf-8")
    type_in("", "q")
    assert main(["causes"]) == 0
    make_older(path, timedelta(minutes=50))
    before = read_kept_answers(path).when
    type_in("", "70", "q")
    assert main(["causes"]) == 0
    assert read_kept_answers(path).when == before


def test_what_cannot_wait_is_asked_again_after_an_hour(
    here: Path, type_in: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    first = "".join(f"{key} = false\n" for key in shipped_knowledge().questionnaire.first)
    path = here / "answers.toml"
    path.write_text(f'{first}duration = "under_2_weeks"\n', "utf-8")
    type_in("q")
    assert main(["causes"]) == 0
    assert "One side of the face suddenly hung down" not in capsys.readouterr().err
    make_older(path, timedelta(hours=1.5))
    # Stopped before it was asked, it is asked the next time.
    type_in()
    assert main(["causes"]) == 1
    capsys.readouterr()
    type_in("1", "q")
    assert main(["causes"]) == 0
    out, err = capsys.readouterr()
    assert "asked again" in err
    assert "Get help now" in out


def test_going_on_later_needs_the_same_recordings(
    evidence: Path, type_in: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    type_in("0")
    assert main(["causes", "--evidence", str(evidence)]) == 1
    said = " ".join(capsys.readouterr().err.split())
    assert f"twitchcam causes --evidence {evidence} goes on from there" in said


def test_an_emergency_ends_the_questions(
    type_in: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    type_in("1")
    assert main(["causes"]) == 0
    out, err = capsys.readouterr()
    assert "The other questions can wait." in err
    assert "Get help now" in out
    assert "step 2" not in err
    # Taken up again, it is confirmed first or taken back.
    type_in("1")
    assert main(["causes"]) == 0
    out, err = capsys.readouterr()
    assert "The other questions can wait." in err
    assert "Get help now" in out
    assert "step 2" not in err
    type_in("0", "", "q")
    assert main(["causes"]) == 0
    out, err = capsys.readouterr()
    assert "step 3" in err
    assert "Get help now" not in out


def test_an_emergency_is_told_though_the_answers_cannot_be_kept(
    type_in: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    type_in("1")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(interview, "write_answers", refuse)
        assert main(["causes"]) == 0
    out, err = capsys.readouterr()
    assert "Get help now" in out
    assert "The answers are not kept: no space" in err


def test_answers_that_cannot_be_kept_are_not_asked_for(
    here: Path, type_in: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "file").touch()
    type_in("0")
    assert main(["causes", "--ask", "--answers", "file/x.toml"]) == 1
    assert "keep them elsewhere with --ask --answers FILE" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("typed", "ticked"),
    [
        ("none of these", set()),
        ("No to all", set()),
        ("none at all.", set()),
        ("2 and 3", {2, 3}),
        ("1-3, 5", {1, 2, 3, 5}),
        ("3-1", {1, 2, 3}),
        ("4;6", {4, 6}),
    ],
)
def test_natural_ways_to_tick(
    typed: str, ticked: set[int], here: Path, type_in: Callable[..., None]
) -> None:
    type_in(typed, "q")
    assert main(["causes"]) == 0
    answers, first = read_answers(here / "answers.toml"), shipped_knowledge().questionnaire.first
    assert {number for number, key in enumerate(first, start=1) if answers[key]} == ticked


@pytest.mark.parametrize(
    ("typed", "is_none"),
    [
        *((typed, True) for typed in ("0", "n", "nope", "no, none", "not any", "never", "keine")),
        *((typed, True) for typed in ("i have none", "None of the above", "n/a")),
        *((typed, False) for typed in ("-", "not all", "not to all", "no, 15", "yes")),
        *((typed, False) for typed in ("none at the moment", "not often", "not now")),
    ],
)
def test_in_words_that_none_applies(typed: str, *, is_none: bool) -> None:
    """What was so until lately is none of it: of that, "not now" says nothing."""
    asked = shipped_knowledge().questionnaire
    step = Step("Is any of this so?", tuple(asked.questions[key] for key in asked.first))
    if is_none:
        assert read_typed(step, typed) == dict.fromkeys(asked.first, False)
    else:
        with pytest.raises(AnswersError, match="numbers from 1 to 14 are needed"):
            read_typed(step, typed)


@pytest.mark.parametrize("typed", ["dunno", "don\u2019t know", "Not sure", " "])
def test_natural_ways_not_to_know(typed: str, here: Path, type_in: Callable[..., None]) -> None:
    type_in(typed, "q")
    assert main(["causes"]) == 0
    assert "sudden_droop" not in read_answers(here / "answers.toml")


@pytest.mark.parametrize(
    ("typed", "years"),
    [
        *(("52", 52.0), ("52 years", 52.0), ("52y", 52.0), ("0 years old", 0.0)),
        *((slip, None) for slip in ("5o", "1O", "3weeks", "6 months", "9 weeks", "2 g")),
    ],
)
def test_a_slip_of_the_finger_is_no_age(typed: str, years: float | None) -> None:
    question = shipped_knowledge().questionnaire.questions["age_years"]
    step = Step("", (question,))
    if years is None:
        with pytest.raises(AnswersError, match="a number of years is needed"):
            read_typed(step, typed)
    else:
        assert read_typed(step, typed) == {"age_years": years}


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("15", "numbers go from 1 to 14"),
        ("x", "numbers from 1 to 14 are needed"),
        ("1 -2", "numbers from 1 to 14 are needed"),
    ],
)
def test_what_cannot_be_understood_is_asked_again(
    typed: str, says: str, type_in: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    type_in(typed, "0", "q")
    assert main(["causes"]) == 0
    assert says in capsys.readouterr().err


def test_impossible_answers_are_asked_again(
    here: Path, type_in: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    type_in("0", "0", *TODAY_OPEN, "300", "abc", "50 years", "q")
    assert main(["causes"]) == 0
    err = " ".join(capsys.readouterr().err.split())
    assert "it must be a number from 0 to 120 (years). Please try again." in err
    assert "a number of years is needed" in err
    assert read_answers(here / "answers.toml")["age_years"] == 50


def test_every_kind_of_question_can_be_answered(
    here: Path, type_in: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    """Questions come as they do; whatever kind they are, one of these lines answers them."""
    lines = ["0", "0", *TODAY_OPEN, "50"]
    lines += ["y", "n", "1", "none", "2 coffees, 1 zzz", "7,5"] * 60
    type_in(*lines)
    assert main(["causes", "--answers", "kept.toml", "--ask"]) == 0
    answers = read_answers(here / "kept.toml")
    assert len(answers) > 50
    assert "This is not a diagnosis" in capsys.readouterr().out


def test_who_leaves_it_open_has_answered_when_it_began(
    here: Path, type_in: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    began = datetime.now().astimezone() - timedelta(hours=9)

    class Clock(datetime):
        """Nine hours pass after its first look."""

        looks = 0

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            cls.looks += 1
            return began if cls.looks == 1 else datetime.now(tz)

    monkeypatch.setattr(causes, "datetime", Clock)
    type_in("", "q")
    assert main(["causes"]) == 0
    kept = read_kept_answers(here / "answers.toml")
    assert kept.when == began.replace(microsecond=0)


def test_one_can_go_back(
    here: Path, type_in: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    type_in("b", "0", "3", "back", "0", "q")
    assert main(["causes"]) == 0
    assert "There is nothing to go back to" in capsys.readouterr().err
    answers = read_answers(here / "answers.toml")
    assert answers["wasting"] is answers["slurred_speech"] is False


def test_a_slip_among_what_cannot_wait_can_be_corrected(
    here: Path, type_in: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    type_in("1", "b", "0", "q")
    assert main(["causes"]) == 0
    out, err = capsys.readouterr()
    assert "You said: one side of the face suddenly hanging." in err
    assert "Get help now" not in out
    assert read_answers(here / "answers.toml")["sudden_droop"] is False


def test_a_choice_is_made_by_its_words_as_well(
    here: Path, type_in: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    type_in("0", "0", *TODAY_OPEN, "200", "40", "x", "0", "12", "More than a year", "q")
    assert main(["causes"]) == 0
    err = " ".join(capsys.readouterr().err.split())
    assert "age is 200" in err
    assert err.count("one number from 1 to 4 is needed, or Enter alone") == 3
    assert read_answers(here / "answers.toml")["duration"] == "over_1_year"


def test_where_nothing_new_makes_an_emergency_nothing_is_to_be_confirmed(
    here: Path, type_in: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    """It comes from an answer of before, which going back would not reach."""
    path = here / "answers.toml"
    path.write_text('weakness = "severe"\n', "utf-8")
    type_in("0", "q")
    assert main(["causes"]) == 0
    out, err = capsys.readouterr()
    assert "You said" not in err
    assert "Get help now" in out


@pytest.mark.parametrize(
    ("key", "typed", "answer"),
    [
        *(
            ("eye_with_lip", "yes", None),
            ("eye_with_lip", "y", None),
            ("eye_with_lip", "Yes", None),
        ),
        *(("side", "n", None), ("side", "no", None), ("neck_surgery", "yes", None)),
        *(("eye_with_lip", "no", "no"), ("tongue", "No", "no"), ("side", "always", "one_side")),
        ("duration", "more than a year", "over_1_year"),
    ],
)
def test_a_word_chooses_what_begins_with_it_and_no_yes(
    key: str, typed: str, answer: str | None
) -> None:
    """Only one of the ways in which an eye may join in is called "yes", and it is the gravest."""
    step = Step("", (shipped_knowledge().questionnaire.questions[key],))
    if answer is None:
        with pytest.raises(AnswersError, match="one number from 1"):
            read_typed(step, typed)
    else:
        assert read_typed(step, typed) == {key: answer}


def test_what_was_chosen_is_shown(
    type_in: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    type_in("0", "0", *TODAY_OPEN, "40", "2", "q")
    assert main(["causes"]) == 0
    assert "Taken: 2 to 4 weeks." in capsys.readouterr().err
