"""Mean and contrast agree with numpy's, whatever the patch."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twitchcam.vision.contrast import mean_and_contrast


@given(st.integers(0, 2**31), st.floats(-200, 200), st.floats(0, 100))
def test_agrees_with_numpy(seed: int, level: float, spread: float) -> None:
    rng = np.random.default_rng(seed)
    patch = (level + spread * rng.standard_normal((92, 104))).astype(np.float32)
    mean, contrast = mean_and_contrast(patch)
    assert mean == pytest.approx(float(patch.mean(dtype=np.float64)), abs=1e-6)
    assert contrast == pytest.approx(float(patch.std(dtype=np.float64)), rel=1e-4, abs=1e-3)


def test_an_even_patch_has_no_contrast() -> None:
    mean, contrast = mean_and_contrast(np.full((8, 8), 0.1, np.float32))
    assert mean == pytest.approx(0.1)
    assert contrast == pytest.approx(0.0, abs=1e-6)
