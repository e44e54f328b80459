"""What is wrong with the picture, in words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.made_motion import RESTING_FACE
from twitchcam.live.coach import View, coach_lines, light_of, too_few_pictures
from twitchcam.records import Reason
from twitchcam.settings import DARK_LEVEL, FAR_PUPILS_PX, DetectionSettings

if TYPE_CHECKING:
    from twitchcam.capture.live_source import SourceKind

_PLACES = np.random.default_rng(1).uniform(200, 400, (478, 3)).astype(np.float32)
FACE = replace(RESTING_FACE, landmarks=_PLACES, pupil_distance_px=100.0)
GIVES: dict[SourceKind, str] = {
    "camera": "The camera gives",
    "stream": "The camera gives",
    "file": "The recording has",
    "browser": "The browser's camera gives",
}
KINDS = tuple(GIVES)


class TestCoach:
    """What is wrong is said in words, and only then."""

    def codes(self, **view: Any) -> list[str]:  # noqa: ANN401
        good = View(face=FACE, light=120.0, rate_hz=30.0, reason=None)
        lines = coach_lines(replace(good, **view), DetectionSettings())
        assert all(line["text"].endswith(".") for line in lines)
        return [line["code"] for line in lines]

    def test_all_well(self) -> None:
        assert self.codes() == []
        assert self.codes(face=replace(FACE, pupil_distance_px=FAR_PUPILS_PX)) == []

    @pytest.mark.parametrize(
        ("view", "code"),
        [
            ({"light": 20.0}, "dark"),
            ({"light": 250.0}, "bright"),
            ({"face": replace(FACE, pupil_distance_px=FAR_PUPILS_PX - 1.0)}, "far"),
            ({"face": replace(FACE, others=1)}, "other faces"),
            ({"rate_hz": 10.0}, "rate"),
            ({"rate_hz": 20.0}, "rate"),
            ({"reason": Reason.TURNED_AWAY}, "turned away"),
            ({"reason": Reason.MOUTH_MOVEMENT}, "mouth movement"),
            ({"face": None, "reason": Reason.NO_FACE}, "no face"),
        ],
    )
    def test_what_is_wrong(self, view: dict[str, Any], code: str) -> None:
        assert self.codes(**view) == [code]

    @pytest.mark.parametrize("light", [20.0, 120.0])
    def test_what_looks_covered_may_be_a_noisy_picture(self, light: float) -> None:
        """The two cannot be told apart: nobody is sent to look for a hand alone."""
        view = View(FACE, light, 30.0, Reason.COVERED)
        line, *others = coach_lines(view, DetectionSettings())
        assert (line["code"], line["severity"]) == ("covered", "error")
        assert "or the picture is too dark and noisy" in line["text"]
        assert "more light on the face" in line["text"]
        is_dark = light < DARK_LEVEL
        assert [other["code"] for other in others] == (["dark"] if is_dark else [])

    def test_a_camera_that_is_slow_in_the_dark_is_told_apart(self) -> None:
        settings = DetectionSettings()
        dark, bright = (
            coach_lines(View(FACE, light, 10.0, None), settings)[0]["text"]
            for light in (20.0, 120.0)
        )
        assert "low light" in dark
        assert "low light" not in bright

    @pytest.mark.parametrize("rate_hz", [None, 8.0, 14.0, 14.5, 20.0, 30.0])
    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize("came_fast", [True, False])
    def test_what_the_source_is_called_is_what_the_coach_says(
        self, rate_hz: float | None, kind: SourceKind, *, came_fast: bool
    ) -> None:
        """Both are shown at once: by one rule, in the same words."""
        detection = DetectionSettings()
        came_hz = 30.0 if came_fast and rate_hz else rate_hz
        view = View(FACE, 120.0, rate_hz, None, came_hz, kind)
        lines = coach_lines(view, detection)
        too_few = too_few_pictures(view, detection)
        errors = [line["text"] for line in lines if line["severity"] == "error"]
        assert len(errors) == bool(too_few)
        assert all(text.lower().startswith(f"{too_few};") for text in errors)
        assert bool(too_few) == (rate_hz in (8.0, 14.0))

    @pytest.mark.parametrize(
        ("rate_hz", "few"),
        [
            (10.0, "fewer than 15 pictures per second, too few to see twitches; "),
            (20.0, "fewer than 24 pictures per second, so short twitches may be missed; "),
        ],
    )
    @pytest.mark.parametrize("light", [20.0, 120.0])
    @pytest.mark.parametrize("kind", KINDS)
    def test_who_is_too_slow_is_told(
        self, rate_hz: float, few: str, light: float, kind: SourceKind
    ) -> None:
        """Nobody who plays a recording is sent to a camera, nor where pictures came in time."""

        def told(came_hz: float) -> str:
            view = View(FACE, light, rate_hz, None, came_hz, kind)
            return coach_lines(view, DetectionSettings())[0]["text"]

        is_file, is_bright = kind == "file", light > DARK_LEVEL
        # Cameras run a little slow: 23 pictures per second are enough where 24 are needed.
        for came_hz in (30.0, 23.0):
            lost = told(came_hz)
            assert lost.startswith(f"This computer is too slow: it watches {few}close other")
            assert "camera" not in lost
            assert ("twitchcam analyze watches every picture" in lost) is is_file
        given = told(rate_hz)
        assert given.startswith(f"{GIVES[kind]} {few}")
        assert "computer" not in given
        assert "twitchcam analyze" not in given
        assert ("faster mode" in given) is (is_bright and not is_file)
        assert ("record 30 per second" in given) is (is_bright and is_file)

    def test_a_rate_that_wavers_is_told_in_the_same_words(self) -> None:
        """Each change is read aloud."""
        told = [
            coach_lines(View(FACE, 120.0, rate_hz, None), DetectionSettings())
            for rate_hz in (17.2, 18.9)
        ]
        assert told[0] == told[1] != []

    def test_light_is_that_of_the_face(self) -> None:
        gray = np.full((480, 640), 10, np.uint8)
        points = FACE.landmarks[:, :2].astype(int)
        (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
        gray[max(top, 0) : bottom, max(left, 0) : right] = 200
        assert light_of(gray, None) < 100
        assert light_of(gray, FACE) > 150
