"""Answers of a person: which are possible, and what they amount to."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from twitchcam.causes.drinks import HOW_TO_WRITE, find_caffeine
from twitchcam.causes.findings import TAKEN, TILL_LATELY
from twitchcam.causes.medicines import UNLISTED, find_medicines, similar_medicine
from twitchcam.causes.questions import Answer, Question, Questionnaire, as_answer
from twitchcam.causes.typed_text import how_nothing
from twitchcam.errors import AnswersError
from twitchcam.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from twitchcam.causes.knowledge import Knowledge
    from twitchcam.causes.medicines import MedicineClass, MedicinesFound

NOT_KNOWN = "don't know"
# How it may be written.
UNKNOWN_WORDS = (
    *("", "?", "unknown", NOT_KNOWN, "dont know", "i don't know", "do not know", "idk", "dunno"),
    *("not sure", "no idea"),
)
NEVER_STOP = "Do not stop or change a prescribed medicine on your own."
MOST_NAMES = 100
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Facts:
    """What the answers amount to.

    ``known`` holds the answers and what follows from them, by key; what is missing is unknown.
    ``to_be_asked`` has keys of questions that what was typed raises, or leaves open. ``notes`` are
    for the reader.
    """

    known: dict[str, Answer]
    to_be_asked: frozenset[str]
    notes: tuple[str, ...]


def check_answers(given: Mapping[str, object], questionnaire: Questionnaire) -> dict[str, Answer]:
    """Check answers and leave out those that say "don't know", or do not go with another.

    Parameters
    ----------
    given
        Answers by the key of their question. Yes and no are ``True`` and ``False`` or the words.
    questionnaire
        What may be asked.

    Returns
    -------
    dict
        Ordered as the questions are.

    Raises
    ------
    AnswersError
        Naming the first key that is no question, or answer that is not possible.
    """
    for key in given:
        if key not in questionnaire.questions:
            message = f"answers: {_shown(key)} is not a question of this version of twitchcam"
            raise AnswersError(message)
    checked = {
        key: check_answer(question, _as_python(given[key]))
        for key, question in questionnaire.questions.items()
        if key in given and not _is_unknown(given[key])
    }
    return {
        key: answer
        for key, answer in checked.items()
        if questionnaire.questions[key].applies_to(checked, if_unknown=True)
    }


def check_answer(question: Question, value: object) -> Answer:
    """Check one answer.

    Raises
    ------
    AnswersError
        If it is not one that can be given to this question.
    """
    if question.kind == "yes_no":
        return _yes_or_no(question, value)
    if question.kind == "number":
        return _number(question, value)
    if question.kind == "choice":
        if isinstance(value, str) and value in question.options:
            return value
        raise _impossible(question, value, f"one of {', '.join(question.options)}")
    if isinstance(value, (str, bytes)) or not isinstance(value, (list, tuple)):
        raise _impossible(question, value, "a list of texts")
    if not all(isinstance(item, str) for item in value):
        raise _impossible(question, value, "a list of texts")
    if question.kind == "choices":
        if wrong := [item for item in value if item not in question.options]:
            raise _impossible(question, wrong[0], f"some of {', '.join(question.options)}")
    elif len(value) > MOST_NAMES or any(len(item) > LONGEST_NAME for item in value):
        raise _impossible(question, "too much", f"at most {MOST_NAMES} short names")
    return as_answer(value)


def facts_of(answers: Mapping[str, Answer], knowledge: Knowledge) -> Facts:
    """Work out what checked answers amount to: classes of medicines, caffeine."""
    known = dict(answers)
    notes: list[str] = []
    to_be_asked: frozenset[str] = frozenset()
    if isinstance(typed := answers.get("medicines"), tuple):
        unsure = [name for name in typed if name.strip() and says_unknown(name)]
        found = find_medicines([name for name in typed if name not in unsure], knowledge.medicines)
        found = replace(found, unclear={**found.unclear, **dict.fromkeys(unsure, ())})
        _add_medicines(found, knowledge.medicines, known, notes)
        to_be_asked = frozenset(_asked_for(found, knowledge.medicines)) - known.keys()
        to_be_asked |= {"medicines"} if unsure else set()
    if isinstance(typed := answers.get("drinks"), tuple) and "caffeine_mg" not in answers:
        _add_caffeine(typed, knowledge, known, notes)
    return Facts(known, to_be_asked, tuple(notes))


def _asked_for(found: MedicinesFound, medicines: Mapping[str, MedicineClass]) -> Iterator[str]:
    """Questions whether something was stopped that are raised by what was typed."""
    # What is not known here may be a sedative as well; "nothing regular" names nothing.
    is_any = found.unknown or any(how_nothing(text) is None for text in found.unclear)
    unclear = {key for keys in found.unclear.values() for key in keys}
    taken = {key for keys in found.taken.values() for key in keys}
    for key, one in medicines.items():
        if key in unclear or (one.lately and (is_any or key in taken)):
            yield from {one.when_stopped} - {""}


def _add_medicines(
    found: MedicinesFound,
    medicines: Mapping[str, MedicineClass],
    known: dict[str, Answer],
    notes: list[str],
) -> None:
    classes = {key for keys in found.taken.values() for key in keys}
    unclear = {key for keys in found.unclear.values() for key in keys}
    known[TAKEN] = tuple(sorted(classes))
    known[TILL_LATELY] = tuple(sorted(classes | unclear))
    if found.is_open:
        known["medicine_unclear"] = True
    if found.unclear:
        names = ", ".join(map(quoted, found.unclear))
        counts = " Until then it counts as taken where that is more urgent." if unclear else ""
        notes.append(
            f"Left open, as it is not clear what is taken: {names}. Give the names alone of what is"
            f" taken now or was until 3 weeks ago, and leave out the rest.{counts}"
        )
    if found.unknown:
        names = ", ".join(_with_similar(name, found, medicines) for name in found.unknown)
        notes.append(f"Not in the table of medicines: {names}. Ask a pharmacist about them.")
    _add_stopped(found, medicines, known, notes)
    moving = [medicines[key] for key in classes if medicines[key].movement]
    if any(one.taken_counts for one in moving):
        known["medicines_given"] = "some_listed"
    elif not (moving or found.is_open or known.get("past_dopamine_blocker")):
        # What was taken for months may still be at work.
        known["medicines_given"] = "only_unlisted" if classes else "none"
    for name, keys in found.taken.items():
        movements = [
            f"{medicines[key].name} ({medicines[key].movement})"
            for key in keys
            if key != UNLISTED and medicines[key].movement
        ]
        if movements:
            notes.append(f"{quoted(name)}: {'; '.join(movements)}.")
    if classes or found.is_open:
        notes.append(NEVER_STOP)


def _add_stopped(
    found: MedicinesFound,
    medicines: Mapping[str, MedicineClass],
    known: dict[str, Answer],
    notes: list[str],
) -> None:
    """Take what may have been stopped for a yes to the question of it, unless it was answered."""
    answered = set(known)
    for text in found.stopped:
        for one in (medicines[key] for key in found.unclear[text] if medicines[key].when_stopped):
            if one.when_stopped not in answered:
                known[one.when_stopped] = True
                notes.append(
                    f"{quoted(text)}: taken to mean that {one.stopped_means}. If that is not so,"
                    f" answer no to {one.when_stopped}."
                )
            elif not known[one.when_stopped]:
                notes.append(
                    f"{quoted(text)} may not go with the answer to whether {one.stopped_means}."
                )


def _with_similar(name: str, found: MedicinesFound, medicines: Mapping[str, MedicineClass]) -> str:
    if meant := found.taken_for.get(name):
        return f"{quoted(name)} (read as {meant})"
    similar = similar_medicine(name, medicines)
    return quoted(name) + (f" (did you mean {similar}?)" if similar else "")


def _add_caffeine(
    typed: tuple[str, ...],
    knowledge: Knowledge,
    known: dict[str, Answer],
    notes: list[str],
) -> None:
    found = find_caffeine(typed, knowledge.drinks)
    if found.unknown:
        names = ", ".join(map(quoted, found.unknown))
        mg = found.mg_per_day
        counted = f" in full (at least {mg:.0f} mg of caffeine a day in all)" if mg else ""
        notes.append(f"Drinks that are not counted{counted}: {names}. Write {HOW_TO_WRITE}.")
    else:
        notes.append(f"Caffeine of these drinks: about {found.mg_per_day:.0f} mg a day.")
    # What is not known can only add to what is.
    if not found.unknown or found.mg_per_day >= knowledge.much_caffeine_mg:
        known["caffeine_mg"] = found.mg_per_day


def _yes_or_no(question: Question, value: object) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.casefold() in ("yes", "no"):
        return value.casefold() == "yes"
    raise _impossible(question, value, "true or false")


def _number(question: Question, value: object) -> float:
    span = f"a number from {question.least:g} to {question.most:g}"
    wanted = f"{span} ({question.unit})" if question.unit else span
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _impossible(question, value, wanted)
    # Checked before it becomes a float: integers can be too large for one.
    if not question.least <= value <= question.most or math.isnan(value):
        raise _impossible(question, value, wanted)
    if question.whole and value != int(value):
        raise _impossible(question, value, f"a whole number, as {wanted}")
    return float(value)


def _as_python(value: object) -> object:
    """Numbers of numpy, as a table of pandas holds them, as Python's own."""
    return value.item() if isinstance(value, np.generic) else value


def _is_unknown(value: object) -> bool:
    return value is None or (isinstance(value, str) and says_unknown(value))


def says_unknown(text: str) -> bool:
    """Whether a text says no more than "don't know"."""
    return text.strip().casefold().replace("\u2019", "'") in UNKNOWN_WORDS


def _impossible(question: Question, value: object, wanted: str) -> AnswersError:
    return AnswersError(f"answers: {question.key} is {_shown(value)}; it must be {wanted}")


def _shown(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    try:
        text = quoted(str(value))
    except ValueError:  # an integer of thousands of digits
        return "too large a number"
    return f"'{text}'" if isinstance(value, str) else text
