"""Candidates with their truth: told apart, and collected."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from benchmarks.accuracy.case import Case
from benchmarks.accuracy.jobs import Rest
from benchmarks.recordings.frozen import NOBODY_LIVING
from benchmarks.recordings.slow_movements import SLOW_SIZES, SlowMovement
from benchmarks.recordings.stretches import REST, Stretch
from calibration import collect_candidates
from calibration.candidates import (
    EDGE_S,
    LATE_S,
    NO_TWITCH,
    UNSURE_AFTER_S,
    UNSURE_BEFORE_S,
    Candidates,
    free_of_twitches_s,
    label,
)
from calibration.collect_candidates import (
    Collector,
    collect,
    find_candidates,
    is_told,
    rows_of,
)
from calibration.collected import (
    COARSE,
    FINE,
    INJECTED,
    PLAIN,
    SIDEWAYS,
    SLOW,
    SLOW_MOVEMENTS,
)
from sample_videos.twitches import single
from tests.made_motion import RESTING_FACE, Pull, frame_times_s, make_motion
from twitchcam.detection.candidates import Candidate
from twitchcam.detection.features import FEATURE_NAMES
from twitchcam.detection.spells import STANDS_OUT
from twitchcam.settings import DetectionSettings, Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sample_videos.twitches import Twitch
    from twitchcam.records import LipMotion

TWITCHES = (single(2.0, 0.2, "upper", "left", 1.0), single(5.0, 0.3, "lower", "right", 1.0))


def at(time_s: float) -> Candidate:
    features = np.zeros(len(FEATURE_NAMES))
    return Candidate(time_s, time_s, time_s, 2.0, features, observable=True)


@pytest.mark.parametrize(
    ("time_s", "twitch", "unsure"),
    [
        (2.1, 0, False),
        (2.2 + 0.9 * LATE_S, 0, False),
        (2.2 + 1.1 * LATE_S, NO_TWITCH, True),
        (2.2 + 1.1 * UNSURE_AFTER_S, NO_TWITCH, False),
        (5.0 - 0.9 * UNSURE_BEFORE_S, NO_TWITCH, True),
        (5.0 - 1.1 * UNSURE_BEFORE_S, NO_TWITCH, False),
        (5.2, 1, False),
        (9.0, NO_TWITCH, False),
    ],
)
def test_whose_a_candidate_is(time_s: float, twitch: int, *, unsure: bool) -> None:
    assert label([at(time_s)], TWITCHES) == ([twitch], [unsure])


def test_without_twitches_all_are_false_for_sure() -> None:
    assert label([at(1.0), at(2.0)], ()) == ([NO_TWITCH] * 2, [False] * 2)


def test_time_free_of_twitches_is_where_a_candidate_would_be_false() -> None:
    assert free_of_twitches_s(1.0, 5.0) == pytest.approx(4.0 - 2 * EDGE_S)
    assert free_of_twitches_s(1.0, 1.1) == 0.0
    times_s = np.arange(0.5, 8.0, 0.001)
    for twitches in ((), TWITCHES, (*TWITCHES, single(5.5, 0.2, "upper", "left", 1.0))):
        own, unsure = label([at(time_s) for time_s in times_s], twitches, (0.5, 8.0))
        free = (np.array(own) == NO_TWITCH) & ~np.array(unsure)
        free_s = free_of_twitches_s(0.5, 8.0, twitches)
        assert free_s == pytest.approx(7.5 * free.mean(), abs=0.01)


MOTION = make_motion(
    frame_times_s(8.0, 30.0), (Pull(2.0, 0.2, (0,), 2.0), Pull(5.0, 0.3, (3,), 2.0))
)


def test_candidates_are_found_where_something_moves() -> None:
    found = [one for one in found_in(MOTION) if one.strength > STANDS_OUT]
    assert [one.time_s for one in found] == pytest.approx([2.18, 5.2], abs=0.1)


def test_an_empty_recording_has_no_rows() -> None:
    assert rows_of([], DetectionSettings()) is None


def test_a_twitch_is_told_and_a_lip_that_goes_too_far_is_not() -> None:
    far = make_motion(frame_times_s(8.0, 30.0), (Pull(4.0, 0.3, (0,), 9.0),))
    assert [told_in(MOTION, near_s) for near_s in (2.18, 5.2)] == [True, True]
    assert not told_in(far, 4.2)


def found_in(motions: Sequence[LipMotion]) -> list[Candidate]:
    """Candidates of a recording."""
    rows = rows_of(motions, DetectionSettings())
    assert rows is not None
    return find_candidates(rows, DetectionSettings())


def told_in(motions: Sequence[LipMotion], near_s: float) -> bool:
    """Whether the strongest candidate near a time would be told as a twitch."""
    rows = rows_of(motions, DetectionSettings())
    assert rows is not None
    near = [one for one in found_in(motions) if abs(one.time_s - near_s) < 0.2]
    return is_told(max(near, key=lambda one: one.strength), rows, DetectionSettings())


def collected(
    monkeypatch: pytest.MonkeyPatch, case: Case, motion: Sequence[LipMotion] = MOTION
) -> Candidates:
    """What is collected of a recording that shows this motion."""
    monkeypatch.setattr(collect_candidates, "read_motion", lambda *_: list(motion))
    return collect(case, Settings())[0]


def test_a_clip_with_twitches_put_in(monkeypatch: pytest.MonkeyPatch) -> None:
    case = Case(Path("x.mp4"), "clip", truth=TWITCHES, size=2.0, person="someone")
    found = collected(monkeypatch, case)
    (source,) = found.sources
    assert (source.clip, source.person, source.size, source.twitches) == ("clip", "someone", 2.0, 2)
    assert source.free_s == {
        INJECTED: pytest.approx(free_of_twitches_s(0.0, 8.0, TWITCHES), abs=0.05)
    }
    assert set(found.kind) == {INJECTED}
    assert set(found.twitch[found.strength > STANDS_OUT]) == {0, 1}
    assert found.features.shape == (len(found.time_s), len(FEATURE_NAMES))
    assert found.observable.all()


def test_a_clip_with_slow_movements(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever moves in it is no twitch; it counts as time without any, of its own kind."""
    slow = (SlowMovement(1.9, 0.3, 0.3, 0.3, "part"),)
    found = collected(monkeypatch, Case(Path("x.mp4"), "clip", None, 4.0, slow=slow))
    assert not found.is_true.any()
    assert not found.unsure.all()
    assert set(found.kind) == {SLOW_MOVEMENTS}
    assert (found.sources[0].size, found.sources[0].twitches) == (None, 0)
    assert found.sources[0].free_s[SLOW_MOVEMENTS] > 6.0


def test_a_recording_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    stretches = (
        Stretch("x.mp4", REST, 0.0, 3.0),
        Stretch("x.mp4", "talking", 4.0, 100.0),
        Stretch("x.mp4", REST, 200.0, 300.0),
    )
    found = collected(monkeypatch, Case(Path("x.mp4"), "clip", stretches=stretches))
    assert not found.is_true.any()
    assert np.isnan(found.size).all()
    by_time = [(time_s, kind) for time_s, kind in zip(found.time_s, found.kind, strict=True)]
    assert {kind for time_s, kind in by_time if time_s < 3.0} == {REST}
    assert {kind for time_s, kind in by_time if 3.0 <= time_s < 4.0} <= {""}
    assert {kind for time_s, kind in by_time if time_s >= 4.0} == {"talking"}
    talking_s = MOTION[-1].time_s - 4.0
    free_s = {REST: 3.0 - 2 * EDGE_S, "talking": talking_s - 2 * EDGE_S}
    assert found.sources[0].free_s == pytest.approx(free_s)
    edges_s = np.array([0.0, 3.0, 4.0, MOTION[-1].time_s])
    near = np.abs(found.time_s[:, None] - edges_s).min(axis=1) < EDGE_S
    assert found.unsure.tolist() == near.tolist()


@pytest.mark.parametrize("twitches", [None, (single(1.0, 0.2, "upper", "left", 1.0),)])
def test_time_that_could_not_be_judged_is_not_free(
    twitches: tuple[Twitch, ...] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There no candidate is ever accepted: it would only thin out the false ones."""
    whole = make_motion(frame_times_s(8.0, 30.0))
    hidden = make_motion(
        frame_times_s(8.0, 30.0), face_at=lambda time_s: None if 4 <= time_s < 6 else RESTING_FACE
    )
    shown = () if twitches else (Stretch("x.mp4", "talking", 0.0, 8.0),)
    case = Case(Path("x.mp4"), "clip", twitches, stretches=shown)
    ((every_s,), (seen_s,)) = (
        collected(monkeypatch, case, motion).sources[0].free_s.values()
        for motion in (whole, hidden)
    )
    margins_s = 2 * DetectionSettings().margin_s
    assert every_s == pytest.approx(
        free_of_twitches_s(0.0, whole[-1].time_s, twitches or ()), abs=0.01
    )
    assert every_s - seen_s == pytest.approx(2.0 + margins_s, abs=0.1)


@pytest.mark.parametrize("kind", NOBODY_LIVING)
def test_what_shows_nobody_living_does_not_count(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stretches = (Stretch("x.mp4", REST, 0.0, 4.0), Stretch("x.mp4", kind, 4.0, 8.0))
    found = collected(monkeypatch, Case(Path("x.mp4"), "clip", stretches=stretches))
    assert found.sources[0].free_s.keys() == {REST}
    assert set(found.kind) == {REST, kind}
    assert found.counted.tolist() == (found.kind == REST).tolist()


def test_a_recording_without_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    case = Case(Path("x.mp4"), "clip", truth=TWITCHES, size=2.0, person="someone")
    found = collected(monkeypatch, case, ())
    assert found.features.shape == (0, len(FEATURE_NAMES))
    assert [source.twitches for source in found.sources] == [2]


@pytest.mark.parametrize(
    ("variant", "kept"), [(PLAIN, [PLAIN, COARSE]), (SIDEWAYS, [SIDEWAYS, COARSE]), (FINE, [FINE])]
)
def test_all_but_what_is_coded_finely_is_seen_coded_coarsely_too(
    variant: str, kept: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collect_candidates, "read_motion", lambda *_: list(MOTION))
    monkeypatch.setattr(collect_candidates, "coded_coarsely", lambda *_: Path("coarse.mp4"))
    case = Case(Path("x.mp4"), "clip", truth=TWITCHES, size=2.0, person="someone")
    ((found, _),) = Collector((Settings(),), variant)(case)
    assert [source.variant for source in found.sources] == kept


def test_what_is_looked_at_by_variant(tmp_path: Path) -> None:
    """Each way to fill rest can be left out, and says how often."""
    (tmp_path / "a.mp4").write_bytes(b"not looked into: the table says it all")
    table = tmp_path / "stretches.tsv"
    table.write_text("file\tkind\tstart_s\tend_s\na.mp4\trest\t0\t5\n", encoding="utf-8")
    asked = [str(tmp_path), "--stretches", str(table), "--out", str(tmp_path), "--slow-rounds", "2"]
    jobs = collect_candidates._jobs(collect_candidates._options(asked))  # noqa: SLF001
    (slow,) = jobs[SLOW]
    assert isinstance(slow, Rest)
    assert (slow.plan.rounds, slow.plan.slow_sizes, slow.plan.sizes) == (2, SLOW_SIZES, ())
    assert [len(jobs[variant]) for variant in (PLAIN, SIDEWAYS, FINE)] == [2, 1, 1]
