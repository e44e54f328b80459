"""What people type, in plain letters."""

from __future__ import annotations

import pytest

from twitchcam.causes.typed_text import AND, Nothing, holds_name, how_nothing, plain


def test_letters_are_small_and_without_accents() -> None:
    assert plain("  Café\tCRÈME \n Straße ") == "cafe creme strasse"


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("2 Colas", True),
        ("cola, please", True),
        ("pina colada", False),
        ("cocacola", False),
        ("cola_", False),
    ],
)
def test_a_name_stands_as_a_word_of_its_own(text: str, *, holds: bool) -> None:
    assert holds_name(text, "cola") is holds


def test_what_is_typed_together_is_parted() -> None:
    assert AND.split("a & b + c and d; e plus f") == ["a", "b", "c", "d", "e", "f"]
    assert AND.split("brandy and sand") == ["brandy", "sand"]
    assert AND.split("b12&iron&d, given in a&e") == ["b12", "iron", "d, given in a&e"]


def test_phones_type_curly_apostrophes() -> None:
    assert plain("I don\u2019t") == "i don't"


@pytest.mark.parametrize(
    "text",
    [
        *("n", "None of these", "none of them", "none of the above", "No to all", "0", "not any"),
        *("no, none", "i have none", "not at all"),
        *("", "-", "--", "n/a", "None.", "nope", "never", "not on any medication", "no tablets"),
        *("not taking anything", "I don\u2019t take medication", "none at all"),
        *("don't drink any", "I do not take any", "keine"),
    ],
)
def test_nothing(text: str) -> None:
    assert how_nothing(text) is Nothing.AT_ALL


@pytest.mark.parametrize(
    "text", ["none currently", "nothing at the moment", "not at present", "no current medication"]
)
def test_nothing_now_leaves_open_what_was_before(text: str) -> None:
    assert how_nothing(text) is Nothing.NOW


@pytest.mark.parametrize(
    "text", ["no regular medicines", "no prescription medicines", "nothing regular", "not much"]
)
def test_nothing_as_a_rule_leaves_open_what_comes_at_times(text: str) -> None:
    assert how_nothing(text) is Nothing.AS_A_RULE


@pytest.mark.parametrize(
    "text",
    [
        *("sertraline", "none left", "not any more", "nothing but coffee", "not yet", "take it"),
        *("not all", "not all of these", "not to all", "no, 1", "all", "the above"),
    ],
)
def test_with_any_other_word_it_is_not_nothing(text: str) -> None:
    assert how_nothing(text) is None
