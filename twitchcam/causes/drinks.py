"""Drinks as people type them, and the caffeine in them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from twitchcam.causes.data_files import as_entries, check_known, read_content
from twitchcam.causes.drink_parts import Drink, DrinkNames
from twitchcam.causes.typed_text import NOTHING_NOW, how_nothing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from importlib.abc import Traversable

# Of more portions of a drink these count; of so many that another unit was meant, none.
MOST_PORTIONS, SLIP = 20, 100
HOW_TO_WRITE = (
    f"each with how many a day (up to {MOST_PORTIONS}), such as 3 coffees, or with its caffeine,"
    " such as 80 mg caffeine"
)


@dataclass(frozen=True, slots=True)
class CaffeineFound:
    """Caffeine in mg a day, at least, and what does not count in it, or not in full."""

    mg_per_day: float
    unknown: tuple[str, ...]


def load_drinks(folder: Traversable, sources: Collection[str]) -> dict[str, Drink]:
    """Read ``drinks.toml``; raises KnowledgeError."""
    content = read_content(folder, "drinks.toml", "drinks/1")
    drinks = as_entries(content, Drink, "drinks.toml")
    for key, drink in drinks.items():
        check_known(drink.source, sources, f"drinks.toml: {key}.source", "sources.toml")
    return drinks


def find_caffeine(typed: Iterable[str], drinks: Mapping[str, Drink]) -> CaffeineFound:
    """Add up the caffeine of drinks such as "3 coffees" or "500 ml cola".

    Parts of a text are separated by commas, semicolons, "and", "&", "+" or "plus". Nothing is
    guessed from a part that is not understood.
    """
    names = DrinkNames(drinks.values())
    amounts, unknown = [], []
    for part in (part for text in typed for part in names.parts_of(text)):
        if how_nothing(part) in NOTHING_NOW:
            continue
        found = names.read(part)
        if found is None or found.number > MOST_PORTIONS:
            unknown.append(part)
        if found is not None and found.number < SLIP:
            amounts.append(min(found.number, MOST_PORTIONS) * found.drink.caffeine_mg)
    return CaffeineFound(math.fsum(amounts), tuple(unknown))
