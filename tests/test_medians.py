"""Medians and quantiles of few numbers agree with numpy's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from numpy.typing import NDArray

from twitchcam.medians import median, quantiles

NUMBERS = st.floats(-1e6, 1e6, width=32)


@given(arrays(np.float32, array_shapes(min_dims=1, max_dims=3, max_side=7), elements=NUMBERS))
def test_agrees_with_numpy_along_every_axis(values: NDArray[np.float32]) -> None:
    for axis in range(values.ndim):
        found = median(values, axis)
        assert found.dtype == values.dtype
        np.testing.assert_array_equal(found, np.median(values, axis=axis))


@pytest.mark.parametrize("n", [3, 4])
def test_what_was_not_seen_stays_unknown(n: int) -> None:
    values = np.arange(2.0 * n).reshape(2, n)
    values[0] = np.nan
    middle = median(values, axis=1)
    assert np.isnan(middle[0])
    assert middle[1] == np.median(values[1])


@given(arrays(np.float64, st.integers(1, 30), elements=NUMBERS), st.lists(st.floats(0.0, 1.0)))
def test_quantiles_agree_with_numpy(values: NDArray[np.float64], shares: list[float]) -> None:
    expected = np.quantile(values, shares)
    np.testing.assert_allclose(quantiles(values, *shares), expected, rtol=1e-12, atol=1e-9)
