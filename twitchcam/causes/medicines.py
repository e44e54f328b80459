"""Medicines as people type them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum, auto
from typing import TYPE_CHECKING

from twitchcam.causes.data_files import read_table
from twitchcam.causes.typed_text import AND, holds_name, plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from importlib.abc import Traversable

UNLISTED = "not_listed"

_AND_OR_SLASH = re.compile(rf"{AND.pattern}|\s*/\s*")
# Before and after the name of a medicine that is not taken, or not any more, or less than it was.
# In doubt it is taken.
_GOES_ON = r"\s+(?:(?:on|of|from|take|took|taken|taking|use|used|have|any|my|the)\s+)*$"
_NOT_BEFORE = re.compile(rf"\b(?:no|not|never|without|(?:do not|don'?t)){_GOES_ON}")
_NEEDED_BEFORE = re.compile(
    r"\b(?:not|never|cannot|\w+n'?t)\b[^,;.]*\bwithout\s+(?:my\s+|the\s+)?$"
)
_STOPPED_BEFORE = re.compile(
    r"\b(?:off|stopp(?:ed|ing)|quit|formerly|previously|used to|no longer|r[au]n out"
    rf"|withdr[ae]w(?:n|ing)?|withdrawal){_GOES_ON}"
)
_STOPPED_AFTER = re.compile(
    r"[\s,(:-]*(?:not any\s?more|any\s?more not|discontinued|stopped|no longer|r[au]n out)\b"
)
_ANY_MORE_AFTER = re.compile(r"\s*any\s?more\b")
_LESS_BEFORE = re.compile(
    r"\b(?:taper(?:ed|ing)?|wean(?:ed|ing)?|reduc(?:ed|ing)|coming|cut(?:ting)?|less)"
    rf"(?:\s+(?:down|back|off))?{_GOES_ON}"
)
_LESS_AFTER = re.compile(r"[\s,(:-]*(?:\w+ )?(?:taper|wean|reduced|cut down|withdrawal)")
_NOTHING = re.compile(
    r"(?:-+|n/?a|no|nope|nil|none|nothing|keine?|(?:no|keine)\s+(?:meds?|medic\w*|medik\w*|tablets?|pills?)"
    r"|(?:i\s+)?(?:do not|don'?t)\s+take\s+any(?:thing)?(?:\s+\w+)?|i\s+take\s+n(?:one|othing))?"
    r"(?:\s+(?:at all|at the moment|at present|now))?[.!]?"
)
# What stands beside the name of a medicine without being one.
_DOSE_WORDS = {
    *("mg", "mcg", "g", "ml", "tablet", "tablets", "pill", "pills", "capsule", "capsules"),
    *("drop", "drops", "puff", "puffs", "x", "a", "an", "per", "in", "the", "at", "of", "on"),
    *("with", "day", "days", "daily", "d", "night", "nights", "morning", "mornings", "evening"),
    *("evenings", "noon", "bedtime", "once", "twice", "times", "week", "weeks", "weekly"),
    *("hour", "hours", "h", "as", "needed", "half", "each", "every", "food"),
}
# Names of fewer letters are taken as they are.
LONG = 7
# So alike (share of the letters) is a name that may have been meant.
NEAR = 0.8


@dataclass(frozen=True, slots=True)
class MedicineClass:
    """Medicines that do the same; ``movement`` is empty where none is known.

    Beside a word of ``not_as``, a name stands for something else. That one was stopped answers
    ``when_stopped`` with yes, if it is not empty, and ``stopped_means`` so much.
    """

    key: str
    name: str
    movement: str
    names: tuple[str, ...]
    not_as: tuple[str, ...]
    when_stopped: str
    stopped_means: str
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MedicinesFound:
    """What was recognised, by what was typed.

    Classes of what is taken, what is not taken, what is not known here, and classes of what was
    stopped or is taken less.
    """

    classes: dict[str, tuple[str, ...]]
    not_taken: tuple[str, ...]
    unknown: tuple[str, ...]
    stopped: dict[str, tuple[str, ...]]


class Use(Enum):
    """What is said of a medicine that is named."""

    TAKEN = auto()
    TAKEN_LESS = auto()
    STOPPED = auto()
    NOT_TAKEN = auto()


STILL = frozenset({Use.TAKEN, Use.TAKEN_LESS})
STOPPED = frozenset({Use.STOPPED, Use.TAKEN_LESS})


def load_medicines(folder: Traversable, sources: Collection[str]) -> dict[str, MedicineClass]:
    """Read ``medicines.toml``; raises KnowledgeError."""
    classes = {}
    for key, table in read_table(folder, "medicines.toml", "medicines/1").tables():
        name, movement = table.text("name"), table.text("movement", "")
        names, not_as = table.texts("names"), table.texts("not_as", ())
        stopped = table.text("when_stopped", ""), table.text("stopped_means", "")
        source = table.sources(sources)
        classes[key] = MedicineClass(key, name, movement, names, not_as, *stopped, source)
        table.finish()
    return classes


def find_medicines(typed: Iterable[str], classes: Mapping[str, MedicineClass]) -> MedicinesFound:
    """Recognise medicines by name, wherever the name stands in what was typed.

    Of several that are typed together, those that are not recognised are unknown.
    """
    taken: dict[str, tuple[str, ...]] = {}
    stopped: dict[str, tuple[str, ...]] = {}
    not_taken: list[str] = []
    unknown: list[str] = []
    for text in typed:
        uses = _uses_in(text, classes)
        if keys := tuple(key for key, use in uses.items() if use & STILL):
            taken[text] = keys
            parts = [part for part in _AND_OR_SLASH.split(text) if _has_name(part)]
            unknown += [part for part in parts if not _uses_in(part, classes)]
        elif uses:
            not_taken.append(text)
        elif not _NOTHING.fullmatch(plain(text)):
            unknown.append(text)
        if keys := tuple(key for key, use in uses.items() if use & STOPPED):
            stopped[text] = keys
    return MedicinesFound(taken, tuple(not_taken), tuple(unknown), stopped)


def similar_medicine(typed: str, classes: Mapping[str, MedicineClass]) -> str | None:
    """A name that may have been meant by one that is not known."""
    names = [name for known in classes.values() for name in known.names]
    words = [word for word in re.findall(r"[^\W\d_]+", plain(typed)) if word not in _DOSE_WORDS]
    near = (get_close_matches(word, names, n=1, cutoff=NEAR) for word in words)
    return next((found[0] for found in near if found), None)


def _has_name(text: str) -> bool:
    return not set(re.findall(r"[^\W\d_]+", plain(text))) <= _DOSE_WORDS


def _uses_in(text: str, classes: Mapping[str, MedicineClass]) -> dict[str, set[Use]]:
    """Classes that are named, with all that is said of their medicines."""
    letters = plain(text)
    uses = {
        key: {use for name in known.names for use in _uses(letters, name)}
        for key, known in classes.items()
        if not any(holds_name(letters, word) for word in known.not_as)
    }
    return {key: own for key, own in uses.items() if own}


def _uses(letters: str, name: str) -> Iterator[Use]:
    """What is said of a medicine, wherever it is named.

    Other languages leave out the last letter of "sertraline".
    """
    cut = name[:-1] if len(name) >= LONG and name.endswith("e") else name
    ending = "e?" if cut != name else ""
    for found in re.finditer(rf"(?<!\w){re.escape(cut)}{ending}(?:s|es)?(?!\w)", letters):
        yield _use(letters[: found.start()], letters[found.end() :])


def _use(before: str, after: str) -> Use:
    """What is said of a medicine by the words before and after its name."""
    if _NEEDED_BEFORE.search(before):
        return Use.TAKEN
    # "Tapering off" is not "off".
    if _LESS_BEFORE.search(before) or _LESS_AFTER.match(after):
        return Use.TAKEN_LESS
    if _STOPPED_BEFORE.search(before) or _STOPPED_AFTER.match(after):
        return Use.STOPPED
    if _NOT_BEFORE.search(before):
        return Use.STOPPED if _ANY_MORE_AFTER.match(after) else Use.NOT_TAKEN
    return Use.TAKEN
