"""What people type, in plain letters."""

from __future__ import annotations

import pytest

from twitchcam.causes.typed_text import AND, holds_name, plain


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


def test_phones_type_curly_apostrophes() -> None:
    assert plain("I don\u2019t") == "i don't"
