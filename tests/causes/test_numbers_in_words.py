"""Numbers in words and fractions become figures."""

from __future__ import annotations

import pytest

from twitchcam.causes.numbers_in_words import in_figures, number_of, numbers_in_figures


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("Two cups", "2 cups"),
        ("twenty-one teas", "21 teas"),
        ("half a dozen coffees", "6 coffees"),
        ("1\u00bd pots", "1.5 pots"),
        ("3/4 of a mug", "0.75 of a mug"),
        ("two coke zero", "2 coke zero"),
        ("coke twice", "coke 2 times"),
        ("ninety-nine", "99"),
        ("someone", "someone"),
    ],
)
def test_numbers_are_written_in_figures(text: str, figures: str) -> None:
    assert in_figures(text) == figures


def test_a_comma_may_stand_for_the_point() -> None:
    assert number_of("1,5") == number_of("1.5") == 1.5


def test_only_numbers_that_are_meant_to_the_letter() -> None:
    assert numbers_in_figures("a few days, thirteen in all, half") == "a few days, 13 in all, half"
