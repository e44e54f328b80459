"""Looking for the face beside the caller: the size of the pictures, and what comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.vision.test_face_geometry import made_face
from twitchcam.records import Frame
from twitchcam.vision.face_backend import Sighting
from twitchcam.vision.face_search import FaceSearch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from twitchcam.records import Rgb

HEIGHT, WIDTH = 800, 1000
# Pupils 100 px apart: the face and its margin are 360 px wide.
SEEN_PX = 360


class FakeBackend:
    """Sees the made-up face except when told not to, and notes how large the pictures are."""

    name = model = "fake"

    def __init__(self, input_px: int) -> None:
        self.input_px = input_px
        self.gone = False
        self.shapes: list[tuple[int, ...]] = []

    def find(self, rgb: NDArray[Any], time_s: float) -> Sighting:
        del time_s
        self.shapes.append(rgb.shape[:2])
        shares = (made_face() / (WIDTH, HEIGHT, WIDTH)).astype(np.float32)
        return Sighting(None if self.gone else shares, others=2)

    def close(self) -> None:
        """Nothing to free."""


@pytest.fixture
def backend() -> FakeBackend:
    return FakeBackend(input_px=SEEN_PX // 2)


@pytest.fixture
def search(backend: FakeBackend) -> Iterator[FaceSearch]:
    search = FaceSearch(backend)
    yield search
    search.close()


def frame() -> Frame:
    def read_rgb(reduce: int = 1) -> Rgb:
        return np.zeros((HEIGHT // reduce, WIDTH // reduce, 3), np.uint8)

    return Frame(0, 0.0, np.zeros((HEIGHT, WIDTH), np.uint8), read_rgb)


def test_landmarks_are_in_pixels_of_the_whole_picture(search: FaceSearch) -> None:
    for _ in range(3):
        search.start(frame())
        face = search.fetch()
        assert face is not None
        np.testing.assert_allclose(face.landmarks, made_face(), atol=0.01)
    assert search.other_faces == 2


def test_pictures_are_as_large_as_the_model_uses(search: FaceSearch, backend: FakeBackend) -> None:
    for _ in range(2):
        search.start(frame())
        search.fetch()
    # Of the first one nothing is known yet.
    assert backend.shapes == [(HEIGHT, WIDTH), (HEIGHT // 2, WIDTH // 2)]


def test_a_lost_face_is_looked_for_in_the_whole_picture(
    search: FaceSearch, backend: FakeBackend
) -> None:
    for gone in (False, True, False):
        backend.gone = gone
        search.start(frame())
        assert (search.fetch() is None) == gone
    assert backend.shapes[-1] == (HEIGHT, WIDTH)


def test_a_result_is_fetched_once(search: FaceSearch) -> None:
    search.start(frame())
    assert search.is_running
    search.fetch()
    assert not search.is_running
    with pytest.raises(RuntimeError, match="no search"):
        search.fetch()
