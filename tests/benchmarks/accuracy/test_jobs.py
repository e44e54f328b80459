"""What is made of a stretch of rest, in one that is known to be still."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from benchmarks.accuracy.jobs import Plan, Rest
from benchmarks.recordings.light import LIGHTS
from benchmarks.recordings.stretches import REST, Stretch, uncovered
from sample_videos.clips import SAMPLES
from twitchcam.capture.video_file import VideoFile

if TYPE_CHECKING:
    from twitchcam.records import Gray

SECONDS = 2.0


def pictures(rest: Rest) -> list[tuple[str, float | None, list[Gray]]]:
    """Light and size of each case, and its pictures."""
    seen = []
    for case in rest.cases():
        light = case.light or (case.stretches[0].kind if case.stretches else "")
        with VideoFile(case.path) as clip:
            seen.append((light, case.size, [frame.gray.copy() for frame in clip]))
    return seen


def test_a_stretch_is_filled_with_twitches_and_shown_under_other_lights() -> None:
    stretch = Stretch("still.mp4", REST, 0.0, SECONDS)
    cases = pictures(Rest(SAMPLES, stretch, Plan((4.0,), lit_sizes=(4.0,))))
    lit = [(light, size) for light in LIGHTS for size in (None, 4.0)]
    assert [(light, size) for light, size, _ in cases] == [("", 4.0), *lit]
    for (_, _, still), (_, _, moved) in zip(cases[1::2], cases[2::2], strict=True):
        # The same light falls on both; only the lips differ.
        levels = np.array(
            [[one.mean(), other.mean()] for one, other in zip(still, moved, strict=True)]
        )
        assert np.ptp(levels[:, 0]) > 0.5
        assert np.abs(levels[:, 0] - levels[:, 1]).max() < 0.3
        most = max(np.abs(a.astype(int) - b).max() for a, b in zip(still, moved, strict=True))
        assert most > 40


def test_a_stretch_too_short_for_twitches_is_shown_under_other_lights_only() -> None:
    stretch = Stretch("still.mp4", REST, 0.0, 0.7)
    cases = pictures(Rest(SAMPLES, stretch, Plan((4.0,), lit_sizes=(4.0,))))
    assert [(light, size) for light, size, _ in cases] == [(light, None) for light in LIGHTS]


def test_a_clip_under_another_light_shows_it_to_its_end() -> None:
    """Its last picture too: no time of it is left over."""
    stretch = Stretch("still.mp4", REST, 0.0, 0.7)
    for case in Rest(SAMPLES, stretch, Plan(())).cases():
        with VideoFile(case.path) as clip:
            times_s = [frame.time_s for frame in clip]
        spans = [stretch.span for stretch in case.stretches]
        assert uncovered((0.0, times_s[-1] + times_s[1]), spans) == []


def test_stretches_are_written_at_the_quality_asked_for() -> None:
    stretch = Stretch("still.mp4", REST, 0.0, SECONDS)

    def size_bytes(crf: float) -> int:
        plan = Plan((4.0,), light=False, crf=crf)
        return sum(case.path.stat().st_size for case in Rest(SAMPLES, stretch, plan).cases())

    assert size_bytes(12.0) > 2 * size_bytes(30.0)
