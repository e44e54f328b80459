"""Names of drinks that people spell in their own way: "coffes", "redbulls", "5coffees"."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from twitchcam.causes.typed_text import plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

# Shorter words are taken as they are; so alike (share of the letters) is one that was meant.
LONG, NEAR = 5, 0.83
# Between the number and the word of "5coffees", but not in "3rd" or "7am".
_STUCK = re.compile(r"(?<=\d)(?=[^\W\d_])(?!(?:st|nd|rd|th|[ap]m|h|x|m?g|[mcd]?l|oz)\b)")
_WORD = re.compile(r"[^\W\d_]+")


def respelled(typed: Iterable[str], names: Collection[str]) -> list[str]:
    """Return texts with known names in place of what is spelled much like them.

    Numbers are parted from the words after them, and a name that is known in one word as well is
    written so. A text in which that changes nothing stays as it was typed.
    """
    # "Pro plus" would be two things: it is listed in one word as well.
    in_two = [name for name in names if " " in name and name.replace(" ", "") in names]
    in_one_word = {name.replace(" ", ""): name for name in names if name not in in_two}
    known = {word for name in names for word in name.split()}

    def spelled(found: re.Match[str]) -> str:
        word = found[0]
        stems = {word.removesuffix(end): end for end in ("es", "s", "") if word.endswith(end)}
        if len(word) < LONG or not known.isdisjoint(stems):
            return word
        likely = [one for one in in_one_word if len(one) >= LONG and one[0] == word[0]]
        for stem, end in stems.items():
            if near := get_close_matches(stem, likely, n=1, cutoff=NEAR):
                return in_one_word[near[0]] + end
        return word

    texts = []
    for text in typed:
        letters = _STUCK.sub(" ", plain(text))
        for name in in_two:
            letters = letters.replace(name, name.replace(" ", ""))
        right = _WORD.sub(spelled, letters)
        texts.append(text if right == plain(text) else right)
    return texts
