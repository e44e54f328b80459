"""The caffeine of all drinks that a person types."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twitchcam.causes.answers import facts_of
from twitchcam.causes.drinks import HOW_TO_WRITE, MOST_PORTIONS, CaffeineFound, find_caffeine
from twitchcam.causes.knowledge import shipped_knowledge

KNOWLEDGE = shipped_knowledge()
COFFEE_MG = KNOWLEDGE.drinks["coffee"].caffeine_mg
PARTS = st.lists(
    st.one_of(
        st.sampled_from(["3 coffees", "500 ml cola", "decaf", "40 teas", "coffee until 5", "none"]),
        st.text(max_size=20),
    ),
    max_size=5,
)


def find(*typed: str) -> CaffeineFound:
    return find_caffeine(typed, KNOWLEDGE.drinks)


@pytest.mark.parametrize(
    ("typed", "mg"),
    [
        *(("", 0), ("none", 0), ("n/a", 0), ("-", 0), ("don't drink any", 0), ("keine", 0)),
        *(("3 coffees, 2 colas", 354), ("3 coffees,2 colas", 354), ("3 coffees; 2 colas", 354)),
        *(("3 coffees and 2 colas", 354), ("3 coffees + 2 colas", 354)),
        *(("2 coffees, 1,5 colas.", 241.5), ("pro plus & a coffee", 146)),
        *(("ginger and lemon tea", 0), ("mint and lemon tea and tea", 48)),
    ],
)
def test_all_parts_are_added_up(typed: str, mg: float) -> None:
    found = find(typed)
    assert found.mg_per_day == pytest.approx(mg)
    assert found.unknown == ()


def test_what_is_not_understood_is_named_as_it_was_typed() -> None:
    typed = "3 coffees, 2 Yerba Zzz; Tea at Noon"
    assert find(typed) == CaffeineFound(3 * COFFEE_MG, ("2 Yerba Zzz", "Tea at Noon"))


@pytest.mark.parametrize(
    ("typed", "portions"),
    [("thirty coffees", 20), ("99 coffees", 20), ("coffee 250", 0), ("330 l coffee", 0)],
)
def test_more_than_is_believed_counts_as_far_as_it_is(typed: str, portions: int) -> None:
    """Or 21 cups would be less urgent than 20; but so large a number was meant as millilitres."""
    assert find(typed) == CaffeineFound(portions * COFFEE_MG, (typed,))


@given(PARTS.flatmap(lambda parts: st.tuples(st.just(parts), st.permutations(parts))))
def test_the_order_of_parts_does_not_matter(orders: tuple[list[str], list[str]]) -> None:
    one, other = orders
    assert find(*one).mg_per_day == find(*other).mg_per_day


@given(PARTS, st.text(max_size=30))
def test_more_is_never_less(typed: list[str], more: str) -> None:
    assert find(*typed, more).mg_per_day >= find(*typed).mg_per_day


@given(st.sampled_from(sorted(KNOWLEDGE.drinks)), st.integers(0, MOST_PORTIONS))
def test_so_many_have_so_many_times_the_caffeine(key: str, number: int) -> None:
    drink = KNOWLEDGE.drinks[key]
    for name in drink.names:
        assert find(f"{number} {name}") == CaffeineFound(number * drink.caffeine_mg, ())


def test_unknown_drinks_can_only_add() -> None:
    def caffeine(*drinks: str) -> object:
        return facts_of({"drinks": drinks}, KNOWLEDGE).known.get("caffeine_mg")

    assert caffeine("1 coffee") == 96
    assert caffeine("1 coffee", "zzz") is None
    assert caffeine("5 coffees", "zzz") == 480


def test_a_note_says_what_is_not_counted_and_how_to_write_it() -> None:
    notes = facts_of({"drinks": ("tea", "coffee until 5")}, KNOWLEDGE).notes
    (note,) = notes
    assert "at least 48 mg" in note
    assert note.endswith(f"coffee until 5. Write {HOW_TO_WRITE}.")


def test_a_known_amount_of_caffeine_counts_instead_of_the_drinks() -> None:
    facts = facts_of({"drinks": ("1 coffee",), "caffeine_mg": 900.0}, KNOWLEDGE)
    assert facts.known["caffeine_mg"] == 900
