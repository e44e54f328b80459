"""Threads that native libraries start by themselves."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import cv2
from threadpoolctl import threadpool_limits

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def one_native_thread() -> Iterator[None]:
    """Let OpenBLAS and OpenCV work without threads of their own; at the end, all is as it was.

    Matrices and patches are small here: threads would wait for each other, at full power.
    """
    n_before = cv2.getNumThreads()
    with threadpool_limits(1, user_api="blas"):
        cv2.setNumThreads(1)
        try:
            yield
        finally:
            cv2.setNumThreads(n_before)
