"""What the monitor's state looks like to a page, without a monitor."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast, get_args

import pytest

from tests.live.made_up_messages import causes
from tests.live.made_up_source import MadeUpSource, frames_of
from twitchcam.capture.live_source import SourceKind
from twitchcam.evidence.what_it_tells import LARGE_MM
from twitchcam.live.shown import Shown
from twitchcam.live.snapshot import Snapshots
from twitchcam.live.source_keeper import SourceKeeper
from twitchcam.live.source_plan import SourcePlan
from twitchcam.settings import Settings

if TYPE_CHECKING:
    from twitchcam.capture.live_source import SourceState
    from twitchcam.live.messages import SessionPhase
    from twitchcam.live.session import Session


TOO_FEW = "fewer than 15 pictures per second, too few to see twitches"


def snapshots_of(shown: Shown, kind: SourceKind = "camera", spelled: str = "") -> Snapshots:
    """Of a monitor that has not opened its source."""
    plan = SourcePlan(
        kind, "made up", lambda: MadeUpSource(frames_of("singles", 0, 1), kind), spelled=spelled
    )
    return Snapshots(Settings(), SourceKeeper(plan), shown)


@pytest.mark.parametrize(
    ("kind", "phase", "state", "text"),
    [
        ("camera", "ready", "opening", "The camera is being opened."),
        ("camera", "running", "opening", "The camera is being opened."),
        ("file", "ready", "waiting", "Press Start to play the recording."),
        ("file", "running", "opening", "The recording is being opened."),
        ("file", "stopped", "ended", ""),
    ],
)
def test_a_source_that_is_not_open_is_opened_awaited_or_over(
    kind: SourceKind, phase: SessionPhase, state: SourceState, text: str
) -> None:
    status = snapshots_of(Shown(phase), kind).status()
    assert (status["phase"], status["camera"]["state"]) == (phase, state)
    assert status["camera"]["text"] == text


@pytest.mark.parametrize(
    ("why", "told"),
    [
        ("the disk is full", "The disk is full."),
        ("cannot write results/live_1.tsv", "Cannot write results/live_1.tsv."),
        ("oh. so it is", "Oh. so it is."),
    ],
)
def test_what_an_error_says_is_told_in_a_sentence(why: str, told: str) -> None:
    hello = snapshots_of(Shown("stopped", why_ended=why)).hello(causes())
    assert hello["session"]["why_ended"] == told


def made_up_session(kind: SourceKind = "camera", **changes: object) -> Session:
    """Give one in which 270 pictures were watched well."""
    facts = {
        "clock": SimpleNamespace(time_s=9.0, rate_hz=30.0, came_hz=30.0, silent_s=0.0),
        "settling": False,
        "observable": True,
        "unobservable_reason": None,
        "detectable_now_mm": None,
        "saving": None,
        "source": MadeUpSource(frames_of("singles", 0, 1), kind),
        "pictures": 270,
        "notes": SimpleNamespace(dropped=0, dropped_words=""),
        "face": None,
        "light": None,
    }
    return cast("Session", SimpleNamespace(**facts | changes))


@pytest.mark.parametrize(
    ("kind", "came_hz", "who"),
    [
        *((kind, 30.0, "This computer is too slow: it watches") for kind in get_args(SourceKind)),
        ("camera", 10.0, "The camera gives"),
        ("stream", 10.0, "The camera gives"),
        ("file", 10.0, "The recording has"),
        ("browser", 10.0, "The browser's camera gives"),
    ],
)
def test_who_is_too_slow_is_told(kind: SourceKind, came_hz: float, who: str) -> None:
    clock = SimpleNamespace(time_s=9.0, rate_hz=10.0, came_hz=came_hz, silent_s=0.0)
    session = made_up_session(kind, clock=clock)
    snapshots = snapshots_of(Shown("running", session), kind)
    snapshots._sources.source = session.source  # noqa: SLF001 - as if it had been opened
    status = snapshots.status()
    few = f"{who} {TOO_FEW}"
    assert (status["camera"]["state"], status["camera"]["text"]) == ("slow", f"{few}.")
    (line,) = status["coach"]
    assert line["text"].startswith(f"{few}; ")
    assert ("twitchcam analyze" in line["text"]) is (came_hz > 15.0 and kind == "file")


@pytest.mark.parametrize(("dropped", "are_many"), [(0, False), (3, False), (30, True)])
def test_whether_many_pictures_were_lost(dropped: int, *, are_many: bool) -> None:
    notes = SimpleNamespace(dropped=dropped, dropped_words="lost")
    camera = snapshots_of(Shown("stopped", made_up_session(notes=notes))).status()["camera"]
    assert (camera["dropped"], camera["dropped_many"]) == (dropped, are_many)


@pytest.mark.parametrize(
    "spelled", ["text.mp4", "my video.mp4", "old clips/my video.mp4", "text", "rtsp://camera/..."]
)
def test_names_of_files_and_addresses_keep_their_letters(spelled: str) -> None:
    shown = Shown("stopped", why_ended=f"{spelled} does not answer")
    hello = snapshots_of(shown, "file", spelled).hello(causes())
    assert hello["session"]["why_ended"] == f"{spelled} does not answer."


@pytest.mark.parametrize(
    ("phase", "detectable_mm", "told"),
    [
        ("running", None, (None, False)),
        ("running", 0.5 * LARGE_MM, (0.5 * LARGE_MM, False)),
        ("running", 1.5 * LARGE_MM, (1.5 * LARGE_MM, True)),
        ("paused", 1.5 * LARGE_MM, (None, False)),
    ],
)
def test_how_large_a_twitch_must_be_is_told_while_pictures_are_watched(
    phase: SessionPhase, detectable_mm: float | None, told: tuple[float | None, bool]
) -> None:
    session = made_up_session(detectable_now_mm=detectable_mm)
    status = snapshots_of(Shown(phase, session)).status()
    assert (status["detectable_now_mm"], status["only_large"]) == told


def test_whoever_joins_is_told_of_causes_of_the_end_and_of_earlier_sessions() -> None:
    shown = Shown("stopped", why_ended="the disk was pulled out", recovered=["live_1"])
    newest = causes(text="Nothing fits.")
    hello = snapshots_of(shown).hello(newest)
    assert hello["causes"] == newest
    assert hello["session"]["why_ended"] == "The disk was pulled out."
    assert hello["session"]["recovered"] == ["live_1"]
