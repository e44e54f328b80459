"""How every table of a benchmark looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence


def new_table(title: str, columns: Sequence[str], words: Sequence[str] = ()) -> Table:
    """Return an empty table: figures to the right, words and the first column to the left."""
    table = Table(title=title, title_justify="left", caption_justify="left")
    for number, column in enumerate(columns):
        is_figure = number > 0 and column not in words
        table.add_column(column, justify="right" if is_figure else "left", no_wrap=not is_figure)
    return table


def number(value: float | None) -> str:
    """Show a figure, or that there is none."""
    if value is None:
        return "n/a"
    return f"{value:.3f}" if 0 < abs(value) < 0.1 else f"{value:.2f}"
