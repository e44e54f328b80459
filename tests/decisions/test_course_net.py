"""The network that judges courses: plain arithmetic, kept as text."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twitchcam.decisions.course_net import (
    CourseNet,
    Layer,
    Weights,
    net_as_told,
    net_from_told,
)

CHANNELS, HIDDEN = 3, 4


def made_net(seed: int = 0) -> CourseNet:
    """A small network with chance weights: two layers and the last one."""
    rng = np.random.default_rng(seed)

    def layer(taps: int, n_in: int, n_out: int, step: int) -> Layer:
        kernel = rng.normal(size=(taps, n_in, n_out)).astype(np.float16).astype(np.float32)
        return Layer(kernel, rng.normal(size=n_out).astype(np.float16).astype(np.float32), step)

    return CourseNet(
        (layer(3, CHANNELS, HIDDEN, 1), layer(2, HIDDEN, HIDDEN, 4), layer(1, HIDDEN, 1, 1))
    )


NET = made_net()


def by_hand(net: CourseNet, rows: Weights) -> list[float]:
    """The same, number by number: each row takes taps further and further back."""

    def convolved(given: list[list[float]], layer: Layer, row: int) -> list[float]:
        n_taps, n_in, n_out = layer.kernel.shape
        return [
            float(layer.offset[out])
            + sum(
                float(layer.kernel[tap, one, out])
                * given[row - (n_taps - 1 - tap) * layer.step][one]
                for tap in range(n_taps)
                for one in range(n_in)
            )
            for out in range(n_out)
        ]

    first, second, last = net.layers
    plain = rows.astype(float).tolist()
    hidden = [[0.0] * HIDDEN] * first.reach + [
        [max(value, 0.0) for value in convolved(plain, first, row)]
        for row in range(first.reach, len(plain))
    ]
    deeper = [[0.0] * HIDDEN] * net.reach + [
        [
            old + max(new, 0.0)
            for old, new in zip(hidden[row], convolved(hidden, second, row), strict=True)
        ]
        for row in range(net.reach, len(plain))
    ]
    return [convolved(deeper, last, row)[0] for row in range(net.reach, len(plain))]


def test_its_reach_is_that_of_all_layers() -> None:
    assert [layer.reach for layer in NET.layers] == [2, 4, 0]
    assert NET.reach == 6


@given(st.integers(0, 1000), st.integers(1, 9))
def test_it_says_what_its_weights_say(seed: int, judged: int) -> None:
    chance = np.random.default_rng(seed).normal(size=(NET.reach + judged, CHANNELS))
    rows = chance.astype(np.float32)
    assert NET.score(rows) == pytest.approx(by_hand(NET, rows), rel=1e-4, abs=1e-4)


def test_what_follows_a_row_does_not_change_what_is_said_of_it() -> None:
    rows = np.random.default_rng(1).normal(size=(30, CHANNELS)).astype(np.float32)
    whole = NET.score(rows)
    assert NET.score(rows[:20]) == pytest.approx(whole[:14], rel=1e-5)
    assert NET.score(rows[8:]) == pytest.approx(whole[8:], rel=1e-5)


def test_what_is_written_is_read() -> None:
    again = net_from_told(json.loads(json.dumps(net_as_told(NET))))
    for one, other in zip(again.layers, NET.layers, strict=True):
        assert one.kernel.tolist() == other.kernel.tolist()
        assert one.offset.tolist() == other.offset.tolist()
        assert one.step == other.step


def test_text_that_does_not_fit_its_shape_is_refused() -> None:
    told = net_as_told(NET)
    told[1]["shape"] = [2, HIDDEN, HIDDEN + 1]
    with pytest.raises(ValueError, match="reshape"):
        net_from_told(told)
