"""Medicines as people type them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from twitchcam.causes.data_files import read_table
from twitchcam.causes.typed_text import AND, holds_name, plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from importlib.abc import Traversable

UNLISTED = "not_listed"

_AND_OR_SLASH = re.compile(rf"{AND.pattern}|\s*/\s*")
# Right before and after the name of a medicine that is not taken, or not any more. In doubt it is.
_NOT_TAKEN_BEFORE = re.compile(
    r"\b(?:no|not|never|(?<!never )without|off|stopped|quit|formerly|previously|used to"
    r"|no longer|(?:do not|don'?t))\s+(?:(?:on|take|took|taken|taking|use|used|have|any|my)\s+)*$"
)
_NOT_TAKEN_AFTER = re.compile(
    r"[\s,(:]*(?:not any\s?more|any\s?more not|discontinued|stopped|no longer)\b"
)
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

    Beside a word of ``not_as``, a name stands for something else.
    """

    key: str
    name: str
    movement: str
    names: tuple[str, ...]
    not_as: tuple[str, ...]
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MedicinesFound:
    """What was recognised: classes by what was typed, what is not taken, what is not known here."""

    classes: dict[str, tuple[str, ...]]
    not_taken: tuple[str, ...]
    unknown: tuple[str, ...]


def load_medicines(folder: Traversable, sources: Collection[str]) -> dict[str, MedicineClass]:
    """Read ``medicines.toml``; raises KnowledgeError."""
    classes = {}
    for key, table in read_table(folder, "medicines.toml", "medicines/1").tables():
        name, movement = table.text("name"), table.text("movement", "")
        names, not_as = table.texts("names"), table.texts("not_as", ())
        classes[key] = MedicineClass(key, name, movement, names, not_as, table.sources(sources))
        table.finish()
    return classes


def find_medicines(typed: Iterable[str], classes: Mapping[str, MedicineClass]) -> MedicinesFound:
    """Recognise medicines by name, wherever the name stands in what was typed.

    Of several that are typed together, those that are not recognised are unknown.
    """
    found: dict[str, tuple[str, ...]] = {}
    not_taken: list[str] = []
    unknown: list[str] = []
    for text in typed:
        keys, named = _classes_in(text, classes), _classes_in(text, classes, also_not_taken=True)
        if keys:
            found[text] = keys
            parts = [part for part in _AND_OR_SLASH.split(text) if _has_name(part)]
            unknown += [p for p in parts if not _classes_in(p, classes, also_not_taken=True)]
        elif named:
            not_taken.append(text)
        elif not _NOTHING.fullmatch(plain(text)):
            unknown.append(text)
    return MedicinesFound(found, tuple(not_taken), tuple(unknown))


def similar_medicine(typed: str, classes: Mapping[str, MedicineClass]) -> str | None:
    """A name that may have been meant by one that is not known."""
    names = [name for known in classes.values() for name in known.names]
    words = [word for word in re.findall(r"[^\W\d_]+", plain(typed)) if word not in _DOSE_WORDS]
    near = (get_close_matches(word, names, n=1, cutoff=NEAR) for word in words)
    return next((found[0] for found in near if found), None)


def _has_name(text: str) -> bool:
    return not set(re.findall(r"[^\W\d_]+", plain(text))) <= _DOSE_WORDS


def _classes_in(
    text: str, classes: Mapping[str, MedicineClass], *, also_not_taken: bool = False
) -> tuple[str, ...]:
    letters = plain(text)
    return tuple(
        key
        for key, known in classes.items()
        if not any(holds_name(letters, word) for word in known.not_as)
        and any(_is_taken(letters, name, also_not_taken) for name in known.names)
    )


def _is_taken(letters: str, name: str, also_not_taken: bool) -> bool:  # noqa: FBT001 - see above
    """Whether a medicine is named, and not said not to be taken.

    Other languages leave out the last letter of "sertraline".
    """
    cut = name[:-1] if len(name) >= LONG and name.endswith("e") else name
    ending = "e?" if cut != name else ""
    return any(
        also_not_taken
        or not (
            _NOT_TAKEN_BEFORE.search(letters[: found.start()])
            or _NOT_TAKEN_AFTER.match(letters[found.end() :])
        )
        for found in re.finditer(rf"(?<!\w){re.escape(cut)}{ending}(?:s|es)?(?!\w)", letters)
    )
