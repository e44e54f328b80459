"""How much of a drink people say that they have, and the caffeine in that."""

from __future__ import annotations

import pytest

from twitchcam.causes.drink_amounts import Drink, Read, caffeine_mg, is_counted, is_of_each

COLA = Drink(
    key="cola", name="cola", caffeine_mg=30, portion_ml=200, names=("cola",), source=("S31",)
)
TABLET = Drink(
    key="tablet",
    name="tablet",
    caffeine_mg=100,
    names=("caffeine",),
    source=("S31",),
    is_caffeine=True,
)


@pytest.mark.parametrize(
    ("amounts", "drink", "mg"),
    [
        ("cola", COLA, Read(30, is_sure=True)),
        ("1-2 colas until 5", COLA, Read(45, is_sure=True)),
        ("2 x 400 ml cola", COLA, Read(120, is_sure=True)),
        ("2 colas 3 times", COLA, Read(180, is_sure=True)),
        ("7 colas per week", COLA, Read(30, is_sure=True)),
        ("cola every 2 hours", COLA, Read(30, is_sure=False)),
        ("loads of cola", COLA, Read(30, is_sure=False)),
        ("cola 400", COLA, Read(60, is_sure=False)),
        ("50 colas", COLA, Read(600, is_sure=False)),
        ("cola with 5 g sugar", COLA, Read(30, is_sure=True)),
        ("2 caffeine tablets 150 mg", TABLET, Read(300, is_sure=True)),
        ("1.5 g caffeine", TABLET, Read(1500, is_sure=True)),
    ],
)
def test_caffeine_of_an_amount(amounts: str, drink: Drink, mg: Read) -> None:
    assert caffeine_mg(amounts, drink) == mg


def test_a_strength_is_no_number_of_them() -> None:
    assert not is_counted("200 mg caffeine tablets")
    assert is_counted("6 caffeine tablets of 200 mg")


@pytest.mark.parametrize(
    ("part", "before", "is_it"),
    [
        ("3 cans", "250 ml cola", True),
        ("250 ml", "3 cans of cola", True),
        ("500 ml", "cola", True),
        ("750 ml", "3 colas", False),
        ("3 cans", "2 x 250 ml cola", False),
        ("3", "cola", False),
    ],
)
def test_a_part_may_tell_how_large_each_is(part: str, before: str, *, is_it: bool) -> None:
    assert is_of_each(part, before) is is_it
