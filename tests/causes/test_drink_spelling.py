"""Names of drinks that people spell in their own way."""

from __future__ import annotations

import pytest

from twitchcam.causes.drink_spelling import respelled

NAMES = ("coffee", "black coffee", "red bull", "espresso", "pro plus", "proplus", "tea")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        *(("15 coffes", "15 coffees"), ("a cofee", "a coffee"), ("coffies", "coffees")),
        *(("Redbulls", "red bulls"), ("2 expressos", "2 espressos"), ("5coffees", "5 coffees")),
        *(("2 Pro Plus and tea", "2 proplus and tea"), ("3cups tea", "3 cups tea")),
    ],
)
def test_a_word_much_like_a_name_stands_for_it(typed: str, read: str) -> None:
    assert respelled([typed], NAMES) == [read]


@pytest.mark.parametrize(
    "typed",
    [
        *("Black  Coffees", "6 toffees", "an express", "tae", "every 3rd day at 7am"),
        *("6x 500ml", "zzz", ""),
    ],
)
def test_all_else_stays_as_it_was_typed(typed: str) -> None:
    assert respelled([typed], NAMES) == [typed]
