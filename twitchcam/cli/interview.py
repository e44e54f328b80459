"""Asking, on a terminal: one question or one list to tick at a time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from twitchcam.causes.answers import says_unknown
from twitchcam.causes.drinks import HOW_TO_WRITE, find_caffeine
from twitchcam.causes.medicines import is_unclear
from twitchcam.causes.typed_text import NOTHING_NOW, THOUSANDS, Nothing, how_nothing, plain
from twitchcam.errors import AnswersError, OutputError
from twitchcam.outputs.answers_toml import ELSEWHERE, write_answers
from twitchcam.outputs.safe_file import check_writable
from twitchcam.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from twitchcam.causes.interview import Interview, Step
    from twitchcam.causes.questions import Question

WELCOME = (
    "Some questions about the twitching: first what cannot wait, then what tells most. Enter alone"
    " means don't know or rather not say; ? explains; b goes back; q ends and shows the result;"
    " Ctrl-C stops, to go on later."
)
TYPE_AGAIN = (
    "Enter alone does not say whether that is still so. Please type the names again, or none, or"
    " don't know."
)
NAMES_ALONE = (
    "Names alone, please, of what is taken now or was until 3 weeks ago; leave out the rest."
    " Whether a sedative was stopped is asked separately. Enter alone keeps what you typed."
)
TYPE_DRINKS_AGAIN = (
    f"Please type all drinks again, {HOW_TO_WRITE}; Enter alone keeps what you typed."
)
END_WORDS, BACK_WORDS = ("q", "quit"), ("b", "back")


class _BackError(Exception):
    """The person wants to answer the step before anew."""


class _EndError(Exception):
    """The person wants the result now."""


def ask_all(interview: Interview, path: Path, earlier: datetime, now: datetime) -> bool:
    """Ask until nothing is worth asking, and keep the answers after each step.

    Parameters
    ----------
    interview
        What is asked.
    path
        Where the answers are kept.
    earlier
        When those that are there already were given; now, if there are none.
    now
        When those that follow are given.

    Returns
    -------
    bool
        Whether it came to an end; ``False`` when it was stopped by Ctrl-C or end of input.

    Raises
    ------
    OutputError
        If the answers cannot be kept, except in an emergency: then the result matters more.
    """
    # Answers to whoever asks on a terminal; the result alone goes to the standard output.
    console = Console(highlight=False, emoji=False, markup=False, stderr=True)
    first = interview.matcher.knowledge.questionnaire.first
    check_writable(path.parent, ELSEWHERE)
    console.print(Text(WELCOME, "italic"))
    try:
        while (step := interview.next_step()) is not None:
            was_emergency = interview.is_emergency()
            try:
                _ask_step(console, interview, step)
            except _BackError:
                if not interview.go_back():
                    console.print("There is nothing to go back to.", style="yellow")
                continue
            is_said_again = {one.key for one in step.questions} & set(first)
            if interview.is_emergency() and (is_said_again or not was_emergency):
                if _is_a_slip(console, interview, step):
                    interview.go_back()
                    continue
                console.print("\nThe other questions can wait.")
                _keep_if_possible(console, interview, path, earlier, now)
                return True
            _keep(interview, path, earlier, now)
    except _EndError:
        _keep(interview, path, earlier, now)
    except (KeyboardInterrupt, EOFError):
        _keep(interview, path, earlier, now)
        console.print()
        return False
    _say_kept(console, path)
    return True


def _is_a_slip(console: Console, interview: Interview, step: Step) -> bool:
    """Repeat what ends the questions: one wrong number may have."""
    said = [question.label for question in step.questions if interview.answers.get(question.key)]
    if not said:
        # It is what was said before, and going back to this step would change nothing.
        return False
    console.print(f"\nYou said: {', '.join(said)}.", style="bold", soft_wrap=True)
    try:
        typed = console.input("Press Enter if that is right, b to correct it > ")
    except (EOFError, KeyboardInterrupt):
        return False
    return typed.strip().casefold() in BACK_WORDS


def _keep(interview: Interview, path: Path, earlier: datetime, now: datetime) -> None:
    # What was not asked again is as old as it was.
    is_asked_anew = bool(interview.again) and not interview.still_to_ask_again
    when = now if is_asked_anew else earlier
    write_answers(path, interview.answers, interview.matcher.knowledge.questionnaire, when)


def _keep_if_possible(
    console: Console, interview: Interview, path: Path, earlier: datetime, now: datetime
) -> None:
    try:
        _keep(interview, path, earlier, now)
    except OutputError as error:
        console.print(f"The answers are not kept: {error}.\n", style="yellow", soft_wrap=True)
    else:
        _say_kept(console, path)


def _say_kept(console: Console, path: Path) -> None:
    console.print(
        f"\nThe answers are kept in {path}: to correct one, change its line there, or delete it and"
        " be asked again.\n",
        soft_wrap=True,
    )


def _ask_step(console: Console, interview: Interview, step: Step) -> None:
    left = interview.left()
    console.print()
    console.rule(f"step {interview.asked + 1}, about {left - 1} more", align="left", style="dim")
    _show_step(console, step)
    is_shown = _show_earlier(console, interview, step)
    first = ""
    while True:
        typed = console.input("> ").strip() or first
        if is_shown and not typed:
            # Beside what was typed before, it looks as if it said "the same".
            console.print(TYPE_AGAIN, style="yellow", soft_wrap=True)
            continue
        if typed.casefold() in END_WORDS:
            raise _EndError
        if typed.casefold() in BACK_WORDS:
            raise _BackError
        if typed == "?":
            _explain(console, step)
            continue
        try:
            given = read_typed(step, typed)
            if not first and (again := _how_to_type(interview, step, given)):
                console.print(again, style="yellow", soft_wrap=True)
                first = typed
                continue
            interview.take(step, given)
        except AnswersError as error:
            console.print(f"{_in_words(error, step)}. Please try again.", style="yellow")
        else:
            _say_taken(console, step, given)
            return


def _say_taken(console: Console, step: Step, given: Mapping[str, object]) -> None:
    for question in step.questions:
        if question.kind == "choice" and question.key in given:
            chosen = question.options[str(given[question.key])]
            console.print(f"Taken: {chosen}.", style="dim", soft_wrap=True)


def _how_to_type(interview: Interview, step: Step, given: Mapping[str, object]) -> str:
    """How to type names that are not understood; empty if all are."""
    for question in step.questions:
        names = given.get(question.key)
        texts = (
            [name for name in names if not says_unknown(name)] if isinstance(names, list) else []
        )
        if question.names_from == "medicines" and any(map(is_unclear, texts)):
            return NAMES_ALONE
        if question.names_from == "drinks" and (
            unclear := find_caffeine(texts, interview.matcher.knowledge.drinks).unknown
        ):
            return f"Not understood: {', '.join(map(quoted, unclear))}. {TYPE_DRINKS_AGAIN}"
    return ""


def _in_words(error: AnswersError, step: Step) -> str:
    """What is wrong, by what was asked instead of what it is called in the file."""
    text = str(error).removeprefix("answers: ")
    for question in step.questions:
        text = re.sub(rf"\b{question.key}\b", question.label, text)
    return text


def _show_step(console: Console, step: Step) -> None:
    question = step.questions[0]
    if len(step.questions) > 1 or step.title:
        console.print(Text(step.title, "bold"))
        for number, item in enumerate(step.questions, start=1):
            console.print(f"  {number}  {item.text}")
        console.print("Type the numbers that apply, 0 if none does.", style="dim")
        return
    console.print(Text(question.text, "bold"))
    if question.options:
        for number, text in enumerate(question.options.values(), start=1):
            console.print(f"  {number}  {text}")
    console.print(_how(question), style="dim")


def _show_earlier(console: Console, interview: Interview, step: Step) -> bool:
    """Show the names that were typed on an earlier day, if any were: they are work to type."""
    question = step.questions[0]
    before = interview.answers.get(question.key)
    if not isinstance(before, tuple) or question.kind != "names":
        return False
    console.print(f"Before: {', '.join(before) or 'none'}", style="dim", soft_wrap=True)
    return True


def _how(question: Question) -> str:
    if question.kind == "yes_no":
        return f"Type y or n; Enter alone if {question.unless or 'you do not know'}."
    if question.kind == "choice":
        return "Type a number."
    if question.kind == "choices":
        return "Type the numbers that apply, 0 if none does."
    if question.kind == "number":
        return f"Type a number ({question.unit})."
    return "Type names, separated by commas, or none."


def _explain(console: Console, step: Step) -> None:
    for question in step.questions:
        if question.help:
            place = f"{question.text}: " if len(step.questions) > 1 else ""
            console.print(f"{place}{question.help}", style="dim")
    if not any(question.help for question in step.questions):
        console.print("Answer as well as you can; Enter alone if you do not know.", style="dim")


def read_typed(step: Step, typed: str) -> dict[str, object]:
    """Turn what was typed into answers; empty when nothing is known.

    Raises
    ------
    AnswersError
        If it cannot be understood.
    """
    if says_unknown(typed):
        return {}
    if step.title:
        ticked = _numbers(typed, len(step.questions))
        return {q.key: number in ticked for number, q in enumerate(step.questions, start=1)}
    question = step.questions[0]
    return {question.key: _read_one(question, typed)}


def _read_one(question: Question, typed: str) -> object:
    if question.kind == "yes_no":
        word = typed.casefold()
        if word not in ("y", "yes", "n", "no"):
            message = "y or n is needed, or Enter alone"
            raise AnswersError(message)
        return word.startswith("y")
    if question.kind == "number":
        match = re.fullmatch(r"(\d+(?:[.,]\d+)?)\s*([a-z]*)[a-z ]*", typed.casefold())
        # "52y" and "52 years", but not "5o", and not "6 months".
        if not match or (match[2] and not question.unit.startswith(match[2][0])):
            message = f"a number of {question.unit} is needed, 0 for less than one, or Enter alone"
            raise AnswersError(message)
        return float(THOUSANDS.sub(r"\1\2", match[1]).replace(",", "."))
    if question.kind == "names":
        names = [name.strip() for name in re.split(r";|,(?!\d)|(?<!\d),", typed) if name.strip()]
        return [] if len(names) == 1 and how_nothing(names[0]) in NOTHING_NOW else names
    options = list(question.options)
    if question.kind == "choices":
        return [options[number - 1] for number in sorted(_numbers(typed, len(options)))]
    if typed in map(str, range(1, len(options) + 1)):
        return options[int(typed) - 1]
    # Of several kinds of yes, nobody who types "yes" has chosen one.
    word = "" if plain(typed) in ("y", "yes") else re.escape(plain(typed))
    said = [
        key for key, text in question.options.items() if re.match(rf"{word}(?!\w)", plain(text))
    ]
    if not word or len(said) != 1:
        message = f"one number from 1 to {len(options)} is needed, or Enter alone"
        raise AnswersError(message)
    return said[0]


def _numbers(typed: str, most: int) -> set[int]:
    # A dash may be a slip, and "none at the moment" leaves open what was so some days ago.
    if how_nothing(typed) is Nothing.AT_ALL and any(map(str.isalnum, typed)):
        return set()
    words = re.split(r"[\s,;+&]+(?:and\s+)?", typed.casefold().strip(" ,;"))
    spans = [re.fullmatch(r"([0-9]{1,3})(?:-([0-9]{1,3}))?", word) for word in words]
    numbers: set[int] = set()
    for span in spans:
        if span is None:
            wanted = f"numbers from 1 to {most} are needed, 0 if none applies"
            message = f"{wanted}, or Enter alone if you do not know"
            raise AnswersError(message)
        first, last = sorted((int(span[1]), int(span[2] or span[1])))
        numbers.update(range(first, last + 1))
    if not numbers <= set(range(1, most + 1)):
        message = f"numbers go from 1 to {most}"
        raise AnswersError(message)
    return numbers
