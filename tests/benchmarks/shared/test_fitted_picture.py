"""Pictures are scaled into a size."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.shared.fitted_picture import fitted
from benchmarks.speed.clip import SIZES_PX


@pytest.mark.parametrize("size_px", SIZES_PX.values())
@pytest.mark.parametrize("shape", [(480, 640, 3), (1920, 1080, 3), (720, 1280, 3)])
def test_a_picture_of_any_shape_is_fitted(
    shape: tuple[int, int, int], size_px: tuple[int, int]
) -> None:
    picture = fitted(np.full(shape, 200, np.uint8), size_px)
    width, height = size_px
    assert picture.shape == (height, width, 3)
    assert picture[height // 2, width // 2].tolist() == [200, 200, 200]
