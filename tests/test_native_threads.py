"""Native libraries work without threads of their own, and only as long as they should."""

from __future__ import annotations

import cv2
import pytest
from threadpoolctl import threadpool_info

from twitchcam.native_threads import one_native_thread


def blas_threads() -> set[int]:
    return {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}


def test_libraries_have_one_thread_each_until_the_end() -> None:
    cv2_before, blas_before = cv2.getNumThreads(), blas_threads()
    cv2.setNumThreads(3)
    try:
        with one_native_thread():
            assert cv2.getNumThreads() == 1
            assert blas_threads() == {1}
        assert cv2.getNumThreads() == 3
        assert blas_threads() == blas_before
    finally:
        cv2.setNumThreads(cv2_before)


def test_an_error_ends_it_as_well() -> None:
    before = cv2.getNumThreads()
    with pytest.raises(KeyError), one_native_thread():
        raise KeyError
    assert cv2.getNumThreads() == before
