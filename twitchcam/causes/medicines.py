"""Medicines as people type them: by name, with how much and how often at most.

A text that may say that something is not simply taken is not read: it is unclear as a whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from twitchcam.causes.data_files import Entry, as_entries, check_known, read_content
from twitchcam.causes.numbers_in_words import numbers_in_figures
from twitchcam.causes.typed_text import AND, Nothing, holds_name, how_nothing, plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from importlib.abc import Traversable

UNLISTED = "not_listed"

# The slash of "30/500" parts no names.
_AND_OR_SLASH = re.compile(rf"{AND.pattern}|\s*(?:(?<!\d)/|/(?!\d))\s*")
_CLAUSE_END = re.compile("[,;/]")
# Words that may say that something is taken no more, or less.
_STOPPED = re.compile(
    r"\b(?:stop\w*|quit\w*|finish\w*|end(?:ed|ing)|ceas\w*|discontinu\w*|paus\w*|suspend\w*"
    r"|g[ai]v(?:e|en|ing)\s+up|off|until|till|ago|last|former\w*|previous\w*|used|without"
    r"|less|more|longer|reduc\w*|taper\w*|wean\w*|cut\w*|lower\w*|decreas\w*|halv\w*|dropp\w*"
    r"|down|miss\w*|skip\w*|forg[eo]t\w*|out|withdr\w*|detox\w*|cold\s+turkey|clean|hold|switch\w*"
    r"|swap\w*|chang\w*|replaced|instead|left|gone|done|anymore)\b"
    # "No lorazepam for 3 days", "since Monday no lorazepam".
    r"|\b(?:no|not|none|\w+n't)\b.*\b(?:for|since)\b|\bsince\b.*\b(?:no|not|none)\b"
)
# Others that may say that something is not taken, not yet, or by somebody else; and a year.
_NOT_SIMPLY_TAKEN = re.compile(
    r"\b(?:no|not|none|never|nothing|neither|nor|cannot|\w+n't|(?:do|does|did|has|have|had)nt"
    r"|allerg\w*|avoid\w*|refus\w*|declin\w*|start\w*|tried|was|had|took|yesterday|as\s+an?\s+"
    r"(?:child|kid|teenager)|he|she|his|her|(?:step|grand)?(?:mother|mum|mom|father|dad|son|daughter"
    r"|child)|gran(?:ny|ma|pa)?|brother|sister|wife|husband|partner|aunt|uncle|cousin|niece|nephew"
    r"|(?:boy|girl)?friend)s?\b"
    # "2000 mg" is no year, and since one it is taken.
    r"|(?<!since )\b(?:19|20)(?!00)\d\d\b(?!\s*(?:mg|mcg|g|ml|iu)\b)"
)
# What stands beside the name of a medicine: how much, how often, when.
_BESIDE = {
    *("mg", "mcg", "g", "ml", "iu", "units", "tablet", "tablets", "pill", "pills", "capsule"),
    *("capsules", "drop", "drops", "puff", "puffs", "dose", "depot", "injection", "patch", "half"),
    *("x", "a", "an", "the", "per", "in", "at", "of", "on", "with", "for", "as", "or", "and", "to"),
    *(
        "i",
        "my",
        "it",
        "them",
        "since",
        "take",
        "taking",
        "use",
        "using",
        "still",
        "now",
        "currently",
    ),
    *("needed", "prn", "each", "every", "once", "twice", "times", "before", "after", "hour"),
    *("hours", "h", "d", "day", "days", "daily", "night", "nights", "nightly", "nocte", "morning"),
    *("mornings", "mane", "noon", "midday", "lunch", "lunchtime", "breakfast", "evening"),
    *("evenings", "dinner", "supper", "meal", "meals", "food", "bedtime", "week", "weeks"),
    *("weekly", "weekdays", "weekends", "month", "months", "monthly", "year", "years"),
}
# Names of fewer letters are taken as they are.
LONG = 7
# So alike (share of the letters) is a name that may have been meant, and one that a misspelling is
# taken for.
NEAR, SURE = 0.8, 0.85


class MedicineClass(Entry, frozen=True, kw_only=True):
    """Medicines that do the same; ``movement`` is empty where none is known.

    Beside a word of ``not_as``, a name stands for something else. ``when_stopped`` is the question
    whether one was stopped (``lately``, or at any time), if there is one; ``stopped_means`` says
    what yes to it means. What is ``vague`` says what a medicine is for, and not what it is. Without
    ``taken_counts``, that one is taken is no reason yet to expect its movement.
    """

    name: str
    movement: str = ""
    names: tuple[str, ...]
    not_as: tuple[str, ...] = ()
    when_stopped: str = ""
    stopped_means: str = ""
    lately: bool = False
    vague: bool = False
    taken_counts: bool = True
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MedicinesFound:
    """What was recognised, by what was typed.

    ``taken`` has the classes of what is taken, and ``unclear`` those that are named in a text of
    which it is not clear whether it is. ``stopped`` has those of the latter texts that may say that
    something is taken no more, or less. ``unknown`` is not known here. ``taken_for`` has the names
    for which misspelt ones were taken; what holds one is unknown as well, as it may be another.
    """

    taken: dict[str, tuple[str, ...]]
    unclear: dict[str, tuple[str, ...]]
    stopped: tuple[str, ...]
    unknown: tuple[str, ...]
    taken_for: dict[str, str]

    @property
    def is_open(self) -> bool:
        """Whether something else may be taken than what was recognised."""
        return bool(self.unknown or self.unclear)


def load_medicines(folder: Traversable, sources: Collection[str]) -> dict[str, MedicineClass]:
    """Read ``medicines.toml``; raises KnowledgeError."""
    content = read_content(folder, "medicines.toml", "medicines/1")
    classes = as_entries(content, MedicineClass, "medicines.toml")
    for key, known in classes.items():
        check_known(known.source, sources, f"medicines.toml: {key}.source", "sources.toml")
    return classes


def find_medicines(typed: Iterable[str], classes: Mapping[str, MedicineClass]) -> MedicinesFound:
    """Recognise medicines by name, wherever the name stands in what was typed.

    Of several that are typed together, those that are not recognised are unknown.
    """
    taken: dict[str, tuple[str, ...]] = {}
    unclear: dict[str, tuple[str, ...]] = {}
    unknown: list[str] = []
    taken_for: dict[str, str] = {}
    for text in _joined(typed, classes):
        parts = {part: _read(part, classes) for part in _AND_OR_SLASH.split(text)}
        keys = tuple(dict.fromkeys(key for named, _ in parts.values() for key in named))
        meant = [name for _, names in parts.values() for name in names]
        if is_unclear(text):
            unclear[text] = keys
            continue
        if how_nothing(text) is not None:
            continue
        if keys:
            taken[text] = keys
        if meant:
            taken_for[text] = ", ".join(meant)
        if meant or any(classes[key].vague for key in keys):
            unknown.append(text)
        unknown += [part for part, (named, _) in parts.items() if not named and _words(part)]
    stopped = tuple(text for text in unclear if _STOPPED.search(plain(text)))
    return MedicinesFound(taken, unclear, stopped, tuple(dict.fromkeys(unknown)), taken_for)


def is_unclear(text: str) -> bool:
    """Whether a text may say that something is not simply taken; that nothing is, is clear."""
    nothing = how_nothing(text)
    letters = plain(text)
    is_more = _STOPPED.search(letters) or _NOT_SIMPLY_TAKEN.search(letters)
    return nothing is Nothing.AS_A_RULE or (nothing is None and is_more is not None)


def similar_medicine(typed: str, classes: Mapping[str, MedicineClass]) -> str | None:
    """A name that may have been meant by one that is not known."""
    names = [name for known in classes.values() for name in known.names]
    near = (get_close_matches(word, names, n=1, cutoff=NEAR) for word in sorted(_words(typed)))
    return next((found[0] for found in near if found), None)


def _joined(typed: Iterable[str], classes: Mapping[str, MedicineClass]) -> list[str]:
    """Texts; what names no medicine and may be said of the one before goes with it."""
    joined: list[str] = []
    for text in typed:
        is_of_another = is_unclear(text) or not _words(text)
        if joined and is_of_another and how_nothing(text) is None and not _read(text, classes)[0]:
            joined[-1] = f"{joined[-1]}, {text}"
        else:
            joined.append(text)
    return joined


def _read(text: str, classes: Mapping[str, MedicineClass]) -> tuple[list[str], list[str]]:
    """Classes that are named, and the names for which misspelt ones were taken."""
    letters, meant = _spelt(plain(text), classes)
    return list(_named_in(letters, classes)), meant


def _spelt(letters: str, classes: Mapping[str, MedicineClass]) -> tuple[str, list[str]]:
    """A text with misspelt names as they are spelt, and these, where no other class is as near."""
    classes_of = {
        name: key for key, one in classes.items() for name in one.names if len(name) >= LONG
    }
    rest = letters
    for name in (name for one in classes.values() for name in one.names):
        rest = _pattern_of(name).sub(" ", rest)
    meant: list[str] = []
    for word in sorted(word for word in _words(rest) if len(word) >= LONG):
        near = _near(word, tuple(classes_of))
        if len({classes_of[name] for name in near}) == 1:
            letters = re.sub(rf"(?<!\w){word}(?!\w)", near[0], letters)
            meant.append(near[0])
    return letters, meant


@lru_cache(maxsize=1000)
def _near(word: str, names: tuple[str, ...]) -> list[str]:
    return get_close_matches(word, names, cutoff=SURE)


def _named_in(letters: str, classes: Mapping[str, MedicineClass]) -> Iterator[str]:
    """Classes of all names, but for those beside what makes them something else."""
    for clause in _CLAUSE_END.split(letters):
        for key, known in classes.items():
            is_named = any(_pattern_of(name).search(clause) for name in known.names)
            if is_named and not any(holds_name(clause, word) for word in known.not_as):
                yield key


def _words(text: str) -> set[str]:
    """Words of a text that may name a medicine."""
    return set(re.findall(r"[^\W\d_]+", numbers_in_figures(plain(text)))) - _BESIDE


@cache
def _pattern_of(name: str) -> re.Pattern[str]:
    """Where a name stands; other languages leave out the last letter of "sertraline"."""
    cut = name[:-1] if len(name) >= LONG and name.endswith("e") else name
    ending = "e?" if cut != name else ""
    return re.compile(rf"(?<!\w){re.escape(cut)}{ending}(?:s|es)?(?!\w)")
