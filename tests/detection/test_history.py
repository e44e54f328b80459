"""The last rows are kept in one piece, whatever is pushed and forgotten."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twitchcam.detection import history as history_module
from twitchcam.detection.history import History
from twitchcam.detection.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from twitchcam.records import Floats

SHAPES = {
    "lips_mm": (4, 2),
    "patches_mm": (3, 2),
    "lips_band_mm": (4, 2),
    "magnitude_mm": (4,),
    "floor_mm": (4,),
    "threshold_mm": (4,),
}


def made_of(numbers: Sequence[float] | Floats, axes: int) -> Floats:
    """Numbers along the first of so many axes."""
    return np.reshape(np.asarray(numbers, dtype=np.float64), (-1, *[1] * (axes - 1)))


def made_rows(first: int, count: int) -> Rows:
    """Rows that all hold their own number, one row a second."""
    numbers = np.arange(first, first + count, dtype=np.float64)
    arrays: dict[str, Any] = {}
    for field in fields(Rows):
        shape = SHAPES.get(field.name, ())
        values = np.broadcast_to(made_of(numbers, 1 + len(shape)), (count, *shape))
        arrays[field.name] = values.astype(np.int8) if field.name == "codes" else values
    return Rows(**arrays)


steps = st.lists(
    st.one_of(
        st.tuples(st.just("push"), st.integers(0, 9)),
        st.tuples(st.just("forget"), st.floats(-5.0, 12.0)),
    ),
    max_size=60,
)


@given(steps)
def test_the_history_is_a_list_that_forgets(steps: list[tuple[str, float]]) -> None:
    """With little room, so that the buffers are filled and made anew again and again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(history_module, "MIN_ROOM", 8)
        history, pushed = History(), 0
        known: list[int] = []
        for what, amount in steps:
            if what == "push":
                history.push(made_rows(pushed, int(amount)))
                known += range(pushed, pushed + int(amount))
                pushed += int(amount)
            elif history:
                oldest_s = pushed - 6 + amount
                history.forget_before(oldest_s)
                known = [row for row in known if row >= oldest_s]
            if history:
                rows = history.rows()
                for field in fields(Rows):
                    values = getattr(rows, field.name)
                    assert values.shape == (len(known), *SHAPES.get(field.name, ()))
                    assert (values == made_of(known, values.ndim)).all()
                assert rows.codes.dtype == np.int8


def test_buffers_stay_small_while_rows_are_forgotten() -> None:
    history = History()
    for start in range(0, 60_000, 12):
        history.push(made_rows(start, 12))
        history.forget_before(start - 1200)
    (base,) = {getattr(history.rows(), name).base.shape[0] for name in ("time_s", "codes")}
    assert base <= 2 * history_module.MIN_ROOM


def test_an_empty_history_says_so() -> None:
    history = History()
    assert not history
    with pytest.raises(IndexError, match="nothing was pushed"):
        history.rows()


def test_rows_between_two_times_include_both() -> None:
    rows = made_rows(0, 10)
    assert rows.between(3.0, 6.0).time_s.tolist() == [3.0, 4.0, 5.0, 6.0]
    assert rows.between(3.5, 3.9).time_s.tolist() == []
    assert rows.between(-np.inf, np.inf).time_s.tolist() == rows.time_s.tolist()
