"""One part of what people type of drinks: a number, a size, a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twitchcam.causes.drink_parts import Drink, DrinkNames
from twitchcam.causes.knowledge import shipped_knowledge

DRINKS = shipped_knowledge().drinks
NAMES = DrinkNames(DRINKS.values())


def mg_of(part: str) -> float | None:
    found = NAMES.read(part)
    return found.number * found.drink.caffeine_mg if found else None


@pytest.mark.parametrize(
    ("part", "mg"),
    [
        # Numbers.
        *(("coffee", 96), ("2 coffees", 192), ("coffee 2", 192), ("3x espresso", 189)),
        *(("coffee x 2", 192), ("2-3 coffees a day", 240), ("2 or 3 coffees", 240)),
        *(("2 to 3 Coffees", 240), ("half a coffee", 48), ("1\u00bd coffees", 144)),
        *(("zero coffees", 0), ("a dozen coffees", 1152), ("1/2 cola", 16.5), ("1,5 colas", 49.5)),
        # A day.
        *(("coffee twice a day", 192), ("a coffee three times daily", 288), ("3 teas/day", 144)),
        ("an espresso every day", 63),
        # What is often said beside it.
        *(
            ("2 coffees with milk", 192),
            ("about 3 coffees", 288),
            ("I drink 3 strong coffees!", 288),
        ),
        *(("cola: 3", 99), ("no coffee", 0), ("no tea", 0)),
        # Containers.
        *(("6 mugs of coffee", 576), ("14 cups of black tea", 672), ("coffee 3 cups", 288)),
        *(("two large glasses of iced tea", 52), ("1 can of cola", 33)),
        # Sizes.
        *(("474 ml cola", 66), ("cola 474 ml", 66), ("2 x 474 ml cola", 132)),
        *(("2 cans of cola 474 ml", 132), ("cola 474 ml x 2", 132), ("four 237ml red bulls", 316)),
        *(("a litre of coffee", 405.06), ("1.185 l cola", 165), ("23.7 cl cola", 33)),
        *(("1,185 ml cola", 165), ("2.37 dl cola", 33), ("10 fl oz coffee", 119.9)),
        # Caffeine itself.
        *(("200 mg caffeine tablet", 200), ("2 caffeine tablets 150 mg", 300)),
        *(("caffeine 1,200 mg a day", 1200), ("1.5 g caffeine powder", 1500)),
        ("2 energy drinks 160 mg", 320),
        # Names: the longest, without caffeine, or spelled much like them.
        *(("5 double espressos", 630), ("3 decaf coffees", 6), ("2 herbal teas", 0), ("water", 0)),
        *(("coke zero", 33), ("2 Kr\u00e4utertee", 0), ("2 mugs of builder\u2019s tea", 96)),
        *(("15 coffes", 1440), ("2 cofee", 192), ("5coffees", 480), ("redbulls", 79)),
        *(("6 capuccinos", 378), ("2 expressos", 126), ("caffine tablets", 200)),
    ],
)
def test_understood(part: str, mg: float) -> None:
    assert mg_of(part) == pytest.approx(mg, rel=1e-3)


@pytest.mark.parametrize(
    "part",
    [
        # Times, and what is not so every day.
        *(
            "coffee until 5",
            "coffee at 8",
            "coffee every hour",
            "2 coffees a week",
            "coffee hourly",
        ),
        *("6 coffees on weekends", "2 coffees in the morning", "sometimes a coffee"),
        # Other words.
        *(
            "used to drink 5 coffees",
            "no coffees but 2 teas",
            "6 colas instead of coffee",
            "a lot of coffee",
        ),
        *("half a pot of coffee", "2 coffees with rum", "3 coffees (or so)", "-2 coffees"),
        # Other drinks, or two.
        *(
            "zzz",
            "2 zzz teas",
            "5 toffees",
            "express",
            "decaf latte",
            "3 coffees 2 colas",
            "cha\u0131",
        ),
        # Numbers that do not tell.
        *("coffee 2 3", "2 coffees 3 times", "1 l coffee 4 cups", "330 ml 500 ml cola", "5", "ml"),
        # Not measured so.
        *("30 g coffee", "500 ml caffeine tablets"),
    ],
)
def test_not_understood(part: str) -> None:
    assert NAMES.read(part) is None


@given(st.integers(1, 5000), st.sampled_from([d for d in DRINKS.values() if d.portion_ml]))
def test_caffeine_is_proportional_to_the_volume(ml: int, drink: Drink) -> None:
    mg = drink.caffeine_mg * ml / (drink.portion_ml or 1)
    for part in (f"{ml} ml {drink.names[0]}", f"{drink.names[0]} {ml / 1000} l"):
        assert mg_of(part) == pytest.approx(mg)


@given(st.text("qzvw", min_size=1, max_size=9), st.integers(0, 3))
def test_with_any_other_word_it_is_not_understood(word: str, place: int) -> None:
    words = ["2", "cups", "of", "coffee"]
    assert NAMES.read(" ".join([*words[:place], word, *words[place:]])) is None


@given(st.text(alphabet="0123456789 aox-/.,*mlg", max_size=30))
def test_whatever_is_typed_is_read(beside: str) -> None:
    for part in (f"{beside} coffee", f"coffee {beside}"):
        found = NAMES.read(part)
        assert found is None or found.number >= 0


@pytest.mark.parametrize("filler", ["1.1.", "1,", "and ", "a ", "a day ", "x", "decaf ", "1-", " "])
def test_a_long_text_is_read(filler: str) -> None:
    """In the time that the tests have."""
    text = f"4 coffees {filler * 2000}"
    for part in NAMES.parts_of(text):
        NAMES.read(part)
