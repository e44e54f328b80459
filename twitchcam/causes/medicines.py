"""Medicines as people type them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from twitchcam.causes.data_files import Entry, as_entries, check_known, read_content
from twitchcam.causes.medicine_dates import DOSE, is_brief, is_long_ago, with_times_from
from twitchcam.causes.medicine_use import SOMEBODY, STOPPED_USES, TAKEN_USES, Use, use_said
from twitchcam.causes.numbers_in_words import numbers_in_figures
from twitchcam.causes.typed_text import AND, Nothing, holds_name, how_nothing, plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from datetime import date
    from importlib.abc import Traversable

UNLISTED = "not_listed"

# The slash of "30/500" parts no names.
_AND_OR_SLASH = re.compile(rf"{AND.pattern}|\s*(?:(?<!\d)/|/(?!\d))\s*")
# "Ramipril/hydrochlorothiazide" is one tablet, of which the same is said.
_AND = re.compile(rf"{AND.pattern}|\s+/\s+")
_CLAUSE_END = re.compile("[,;/]")
# Between medicines of which the same is said: "no haloperidol, risperidone or lithium".
_OR = re.compile(rf"{DOSE}\s*(?:,?\s*\bn?or\b(?:\s+(?:any|the)\b)?|[,/])\s*")
_IS_ONE = re.compile(r"\bn?or\b|/")
# What stands beside the name of a medicine without being one: of its dose, and of its use.
_OTHER_WORDS = {
    *("mg", "mcg", "g", "ml", "tablet", "tablets", "pill", "pills", "capsule", "capsules", "drop"),
    *("drops", "puff", "puffs", "x", "a", "an", "per", "in", "the", "at", "of", "on", "with"),
    *("day", "days", "daily", "d", "night", "nights", "morning", "mornings", "evening", "evenings"),
    *("breakfast", "lunch", "lunchtime", "midday", "dinner", "supper", "meal", "meals"),
    *(
        "weekdays",
        "weekends",
        "noon",
        "bedtime",
        "once",
        "twice",
        "times",
        "week",
        "weeks",
        "weekly",
        "hour",
        "hours",
        "h",
    ),
    *("as", "needed", "half", "each", "every", "food", "i", "it", "them", "was", "have", "been"),
    *("just", "recently", "stopped", "quit", "finished", "ended", "discontinued", "came", "off"),
    *("stoped", "stopt", "ceased", "dropped", "down", "cut", "switched", "swapped", "replaced"),
    *("refused", "giving", "prescribing", "me", "by", "never", "moment"),
    *("weaned", "tapered", "tapering", "reduced", "halved", "missed", "skipped", "forgot"),
    *("forgotten", "last", "dose", "taken", "took", "had", "not", "no", "longer", "more", "any"),
    *("anymore", "until", "till", "since", "for", "ago", "back", "yesterday", "today", "now"),
    *("this", "month", "months", "year", "years", "few", "still", "do", "am", "is", "take"),
    *("taking", "use", "using", "my", "to", "from", "and", "again", "ongoing", "current"),
    *("currently", "present", "continue", "continued", "continuing", "always", "haven", "hasn"),
    *("hadn", "didn", "don", "doesn", "t", "started", "starting", "begun", "yet", "given"),
    *("prescribed", "over", "after", "before", "summer", "winter", "spring", "autumn", "or", "but"),
    *("only", "then", "slowly", "gradually", "completely", "suddenly", "about", "regularly"),
    *("doubled", "raised", "increased", "changed", "lowered", "none", "left", "used", "up", "all"),
    *("gone", "nightly", "nocte", "mane", "depot", "injection", "monday", "tuesday", "wednesday"),
    *("thursday", "friday", "saturday", "sunday", "weekend"),
}
# Names of fewer letters are taken as they are.
LONG = 7
# So alike (share of the letters) is a name that may have been meant, and one that a misspelling is
# taken for.
NEAR, SURE = 0.8, 0.85


class MedicineClass(Entry, frozen=True, kw_only=True):
    """Medicines that do the same; ``movement`` is empty where none is known.

    Beside a word of ``not_as``, a name stands for something else. That one was stopped (``lately``,
    or at any time) answers ``when_stopped`` with yes, if it is not empty, and ``stopped_means`` so
    much. What is ``vague`` says what a medicine is for, and not what it is. Without
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

    Classes of what is taken, what is not taken, what is not known here, what does not say whether
    anything is taken, what may be taken by somebody else, and classes of what was stopped or is
    taken less. ``may_last`` has those of the latter of which it is not long ago: what they do may
    go on. ``briefly`` has what was typed of some doses or days rather than of months. ``named`` has
    all classes, whatever is said of them. ``taken_for`` has the names for which misspelt ones were
    taken; what holds one is unknown as well, as it may be another.
    """

    classes: dict[str, tuple[str, ...]]
    not_taken: tuple[str, ...]
    unknown: tuple[str, ...]
    unclear: tuple[str, ...]
    of_others: tuple[str, ...]
    stopped: dict[str, tuple[str, ...]]
    may_last: frozenset[str]
    briefly: frozenset[str]
    named: frozenset[str]
    taken_for: dict[str, str]

    @property
    def is_open(self) -> bool:
        """Whether something else may be taken than what was recognised."""
        return bool(self.unknown or self.unclear or self.of_others)


class _Said(NamedTuple):
    """What one text says: keys of classes that it names, and of those taken and stopped.

    ``unknown`` has those of its parts that may hold a medicine which is not known here, and
    ``meant`` the names for which misspelt ones were taken.
    """

    text: str
    named: tuple[str, ...]
    taken: tuple[str, ...]
    stopped: tuple[str, ...]
    unknown: tuple[str, ...]
    meant: tuple[str, ...]
    is_of_others: bool
    is_unclear: bool
    is_lately: bool
    is_brief: bool

    @property
    def is_denied(self) -> bool:
        """Whether it names medicines only to say that they are not taken."""
        return bool(self.named) and not (self.taken or self.is_of_others)


class _Named(NamedTuple):
    """Where a name stands, and the key of its class."""

    start: int
    end: int
    key: str


def load_medicines(folder: Traversable, sources: Collection[str]) -> dict[str, MedicineClass]:
    """Read ``medicines.toml``; raises KnowledgeError."""
    content = read_content(folder, "medicines.toml", "medicines/1")
    classes = as_entries(content, MedicineClass, "medicines.toml")
    for key, known in classes.items():
        check_known(known.source, sources, f"medicines.toml: {key}.source", "sources.toml")
    return classes


def find_medicines(
    typed: Iterable[str], classes: Mapping[str, MedicineClass], day: date
) -> MedicinesFound:
    """Recognise medicines by name, wherever the name stands in what was typed.

    Of several that are typed together, those that are not recognised are unknown. Times count from
    ``day``, on which it was typed.
    """
    said = [_said_in(text, classes, day) for text in _joined(typed, day)]
    return MedicinesFound(
        classes={one.text: one.taken for one in said if one.taken},
        not_taken=tuple(one.text for one in said if one.is_denied),
        unknown=tuple(dict.fromkeys(part for one in said for part in one.unknown)),
        unclear=tuple(one.text for one in said if one.is_unclear),
        of_others=tuple(one.text for one in said if one.is_of_others),
        stopped={one.text: one.stopped for one in said if one.stopped},
        may_last=frozenset(key for one in said if one.is_lately for key in one.stopped),
        briefly=frozenset(one.text for one in said if one.stopped and one.is_brief),
        named=frozenset(key for one in said for key in one.named),
        taken_for={one.text: ", ".join(one.meant) for one in said if one.meant},
    )


def similar_medicine(typed: str, classes: Mapping[str, MedicineClass]) -> str | None:
    """A name that may have been meant by one that is not known."""
    names = [name for known in classes.values() for name in known.names]
    words = _words(numbers_in_figures(plain(typed))) - _OTHER_WORDS
    near = (get_close_matches(word, names, n=1, cutoff=NEAR) for word in sorted(words))
    return next((found[0] for found in near if found), None)


def _said_in(text: str, classes: Mapping[str, MedicineClass], day: date) -> _Said:
    letters = _as_read(text, day)
    spelt, meant = _spelt(letters, classes)
    uses = _uses_in(spelt, classes)
    nothing = None if uses else how_nothing(text)
    taken = tuple(key for key, use in uses.items() if use & TAKEN_USES)
    is_lately = not is_long_ago(letters)
    unknown = _unknown_parts(text, classes, day) if taken else []
    if (not uses and nothing is None) or meant or any(classes[key].vague for key in uses):
        unknown.append(text)
    return _Said(
        text=text,
        named=tuple(uses),
        taken=taken,
        stopped=tuple(
            key
            for key, use in uses.items()
            if use & STOPPED_USES and (is_lately or not classes[key].lately)
        ),
        unknown=tuple(unknown),
        meant=tuple(meant),
        is_of_others=any(Use.UNCLEAR in use for use in uses.values()),
        is_unclear=nothing is Nothing.AS_A_RULE,
        is_lately=is_lately,
        is_brief=is_brief(letters),
    )


def _unknown_parts(text: str, classes: Mapping[str, MedicineClass], day: date) -> list[str]:
    """What is typed beside a medicine that is known, and may hold another."""
    parts = ((part, _as_read(part, day)) for part in _AND_OR_SLASH.split(text))
    return [
        part
        for part, letters in parts
        if _has_name(letters) and not _uses_in(_spelt(letters, classes)[0], classes)
    ]


def _spelt(letters: str, classes: Mapping[str, MedicineClass]) -> tuple[str, list[str]]:
    """A text with misspelt names as they are spelt, and these, where no other class is as near."""
    classes_of = {
        name: key for key, one in classes.items() for name in one.names if len(name) >= LONG
    }
    rest = letters
    for name in (name for one in classes.values() for name in one.names):
        rest = _pattern_of(name).sub(" ", rest)
    meant: list[str] = []
    for word in sorted(word for word in _words(rest) - _OTHER_WORDS if len(word) >= LONG):
        near = _near(word, tuple(classes_of))
        if len({classes_of[name] for name in near}) == 1:
            letters = re.sub(rf"(?<!\w){word}(?!\w)", near[0], letters)
            meant.append(near[0])
    return letters, meant


@lru_cache(maxsize=1000)
def _near(word: str, names: tuple[str, ...]) -> list[str]:
    return get_close_matches(word, names, cutoff=SURE)


def _words(letters: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", letters))


def _as_read(text: str, day: date) -> str:
    return with_times_from(day, numbers_in_figures(plain(text)))


def _joined(typed: Iterable[str], day: date) -> list[str]:
    """Texts; what comes in one before any name of its own goes with that before it."""
    joined: list[str] = []
    for text in typed:
        first, *rest = [text] if not _has_name(_as_read(text, day)) else AND.split(text, maxsplit=1)
        if joined and first and not _has_name(_as_read(first, day)) and how_nothing(text) is None:
            joined[-1] = f"{joined[-1]}, {first}"
            joined += rest
        else:
            joined.append(text)
    return joined


def _has_name(letters: str) -> bool:
    return not _words(SOMEBODY.sub(" ", letters)) <= _OTHER_WORDS


def _uses_in(letters: str, classes: Mapping[str, MedicineClass]) -> dict[str, set[Use]]:
    """Classes that are named, with all that is said of their medicines."""
    uses: dict[str, set[Use]] = {key: set() for key in classes}
    *others, last = _AND.split(letters.replace("on and off", "at times"))
    for part, is_last in [*((other, False) for other in others), (last, True)]:
        for names in _together(part, sorted(_named_in(part, classes))):
            of_all = use_said(part[: names[0].start], part[names[-1].end :], is_last=is_last)
            of_each = [
                use_said(part[: one.start], part[one.end :], is_last=is_last) for one in names
            ]
            is_denied = Use.NOT_TAKEN in (of_all, *of_each)
            for one, use in zip(names, of_each, strict=True):
                uses[one.key].add(of_all if is_denied else use)
    return {key: own for key, own in uses.items() if own}


def _named_in(letters: str, classes: Mapping[str, MedicineClass]) -> Iterator[_Named]:
    """All names, but for those beside what makes them something else."""
    for key, known in classes.items():
        for found in (one for name in known.names for one in _pattern_of(name).finditer(letters)):
            before, after = letters[: found.start()], letters[found.end() :]
            clause = f"{_CLAUSE_END.split(before)[-1]} {found[0]} {_CLAUSE_END.split(after)[0]}"
            if not any(holds_name(clause, word) for word in known.not_as):
                yield _Named(found.start(), found.end(), key)


def _together(letters: str, names: Iterable[_Named]) -> Iterator[list[_Named]]:
    """Names of which the same is said; a comma alone joins none."""
    runs: list[list[_Named]] = []
    for name in names:
        if runs and _OR.fullmatch(letters, runs[-1][-1].end, name.start):
            runs[-1].append(name)
        else:
            runs.append([name])
    for run in runs:
        if _IS_ONE.search(letters, run[0].end, run[-1].start):
            yield run
        else:
            yield from ([name] for name in run)


@cache
def _pattern_of(name: str) -> re.Pattern[str]:
    """Where a name stands; other languages leave out the last letter of "sertraline"."""
    cut = name[:-1] if len(name) >= LONG and name.endswith("e") else name
    ending = "e?" if cut != name else ""
    return re.compile(rf"(?<!\w){re.escape(cut)}{ending}(?:s|es)?(?!\w)")
