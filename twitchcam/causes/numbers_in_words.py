"""Numbers as people type them: in words, as fractions, with a comma."""

from __future__ import annotations

import re

from twitchcam.causes.typed_text import plain

_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60}
# Numbers in words, longer ones first.
_NUMBERS_IN_WORDS = {
    "half a dozen": "6",
    "half dozen": "6",
    "a dozen": "12",
    "dozen": "12",
    "a couple": "2",
    "couple": "2",
    "a few": "3",
    "half a": "0.5",
    "half an": "0.5",
    "half": "0.5",
    "once": "1",
    "twice": "2",
    "zero": "0",
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
    "ten": "10",
    "eleven": "11",
    "twelve": "12",
    "thirteen": "13",
    "fourteen": "14",
    "fifteen": "15",
    "sixteen": "16",
    "seventeen": "17",
    "eighteen": "18",
    "nineteen": "19",
    **{word: str(number) for word, number in _TENS.items()},
    "hundred": "100",
}
# "Coke zero" is a drink.
_IN_WORDS = re.compile(
    rf"\b({'|'.join(_TENS)})[- ](one|two|three|four|five|six|seven|eight|nine)\b"
    rf"|(?<!coke )(?<!cola )(?<!pepsi )\b(?:{'|'.join(_NUMBERS_IN_WORDS)})\b"
)
_FRACTIONS = {"\u00bd": 0.5, "\u00bc": 0.25, "\u00be": 0.75, "1/2": 0.5, "1/4": 0.25, "3/4": 0.75}
_FRACTION = re.compile(rf"(?:(\d+)\s*)?({'|'.join(_FRACTIONS)})(?!\d)")
NUMBER = r"\d+(?:[.,]\d+)?"


def in_figures(text: str) -> str:
    """Return a text in plain letters, with its numbers in figures."""
    letters = _FRACTION.sub(lambda m: f"{float(m[1] or 0) + _FRACTIONS[m[2]]:g}", plain(text))
    return _IN_WORDS.sub(_in_figures, letters)


def number_of(text: str) -> float:
    """Return the number that is written in figures."""
    return float(text.replace(",", "."))


def _in_figures(found: re.Match[str]) -> str:
    if found[1]:
        return str(_TENS[found[1]] + int(_NUMBERS_IN_WORDS[found[2]]))
    return _NUMBERS_IN_WORDS[found[0]]
