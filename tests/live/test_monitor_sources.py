"""What becomes of a session when its source fails, hangs or comes back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.live.made_up_source import (
    MadeUpSource,
    Told,
    frames_of,
    kinds,
    later,
    monitor_of,
    run_to_end,
    running,
    saved_events,
)
from tests.patience import PATIENCE_S
from tests.sample_frames import pictures_changed
from twitchcam.capture.live_source import CameraError, Health
from twitchcam.errors import SourceError
from twitchcam.live import commands
from twitchcam.live.monitor import NOT_BEGUN, NOT_SAVED, Monitor
from twitchcam.live.session import Session
from twitchcam.live.session_keeper import NOT_PAUSED
from twitchcam.live.source_plan import SourcePlan
from twitchcam.records import Kind, Reason
from twitchcam.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from twitchcam.records import Frame


def test_a_camera_that_is_lost_and_back_leaves_a_gap(tmp_path: Path) -> None:
    """What was counted stays; the gap is no twitch and says its reason."""
    before, after = frames_of("singles", 0, 138), frames_of("singles", 138, 300)
    # The person has moved in the meantime.
    moved = pictures_changed(after, lambda picture: np.roll(picture, 9, axis=1))
    gap_s = 4.0
    frames = [*before, None, *later(moved, before[-1], gap_s)]
    monitor = run_to_end(MadeUpSource(frames), tmp_path, Told())
    events = saved_events(monitor)
    twitches = kinds(events, Kind.TWITCH)
    gap = (before[-1].time_s, before[-1].time_s + gap_s)
    assert not [e for e in twitches if e.end_s > gap[0] - 0.2 and e.onset_s < gap[1] + 0.4]
    blind = [e for e in kinds(events, Kind.UNOBSERVABLE) if e.reason is Reason.NO_PICTURES]
    assert len(blind) == 1
    assert blind[0].onset_s <= gap[0] + 0.05
    assert blind[0].end_s >= gap[1] - 0.05
    # 2.4 and 4.1 s before the gap; 5.6, 7.9 and 9.5 s after it, moved by the gap.
    shift_s = gap_s - 1 / 30
    wanted = [2.4, 4.1, 5.6 + shift_s, 7.9 + shift_s, 9.5 + shift_s]
    assert [e.onset_s for e in twitches] == pytest.approx(wanted, abs=0.12)


def test_a_camera_that_hangs_is_said_to(tmp_path: Path) -> None:
    """Long before it gives up by itself, and not that all is well."""
    source = MadeUpSource(frames_of("singles", 0, 90), hold_at=60)
    told = Told()
    with running(monitor_of(source, tmp_path, told)):
        told.wait_for_pictures(60)
        source.hang(5.0)
        status = told.wait_for(lambda m: m["type"] == "status" and m["camera"]["state"] == "silent")
        assert "gives no pictures any more" in status["camera"]["text"]
        assert status["coach"] == []
        told.messages.clear()
        source.hang(5.0)
        # Words that change would be read aloud over and over.
        later_status = told.wait_for(lambda m: m["type"] == "status")
        assert later_status["camera"]["text"] == status["camera"]["text"]
        source.give_rest(told)


def at_rate(frames: list[Frame], rate_hz: float) -> list[Frame]:
    """The same frames at another rate."""
    return [replace(frame, time_s=number / rate_hz) for number, frame in enumerate(frames)]


@pytest.mark.parametrize(("rate_hz", "state"), [(14.5, "ok"), (13.5, "slow")])
def test_a_camera_that_wavers_about_the_least_rate_is_not_called_slow(
    tmp_path: Path, rate_hz: float, state: str
) -> None:
    """The least is 15 pictures per second."""
    source = MadeUpSource(at_rate(frames_of("singles", 0, 50), rate_hz), hold_at=40)
    told = Told()
    with running(monitor_of(source, tmp_path, told)):
        status = told.wait_for_pictures(40)
        assert status["camera"]["state"] == state
        is_slow = state == "slow"
        assert [line["severity"] for line in status["coach"]] == ["error" if is_slow else "warning"]
        assert status["coach"][0]["text"].startswith(status["camera"]["text"].rstrip("."))
        source.give_rest(told)


def test_of_a_camera_that_hangs_no_picture_is_judged(tmp_path: Path) -> None:
    """What was wrong with the last one is no longer the trouble."""
    source = MadeUpSource(at_rate(frames_of("singles", 0, 50), 10.0), hold_at=40)
    told = Told()
    with running(monitor_of(source, tmp_path, told)):
        told.wait_for(lambda m: m["type"] == "status" and m["coach"])
        told.wait_for_pictures(40)
        source.hang(5.0)
        status = told.wait_for(lambda m: m["type"] == "status" and m["camera"]["state"] == "silent")
        assert status["coach"] == []
        source.give_rest(told)


def test_the_rate_of_pictures_is_not_taken_over_a_break(tmp_path: Path) -> None:
    """That would be a slow camera, for seconds."""
    frames = frames_of("singles", 0, 90)
    source = MadeUpSource([*frames, *later(frames, frames[-1], 10.0)], hold_at=95)
    told = Told()
    with running(monitor_of(source, tmp_path, told)):
        status = told.wait_for_pictures(95)
        assert (status["camera"]["state"], status["camera"]["rate_hz"]) == ("ok", None)
        source.give_rest(told)


class Failing(MadeUpSource):
    """Fails where others end."""

    def take(self, timeout_s: float) -> Any:  # noqa: ANN401 - a frame or nothing
        try:
            return super().take(timeout_s)
        except StopIteration:
            message = "the disk was pulled out"
            raise SourceError(message) from None


def test_a_source_that_fails_ends_the_session_with_what_it_has(tmp_path: Path) -> None:
    """An error in the middle loses nothing that was counted."""
    told = Told()
    monitor = run_to_end(Failing(frames_of("singles", 0, 150)), tmp_path, told)
    assert len(kinds(saved_events(monitor), Kind.TWITCH)) == 2
    assert "pulled out" in told.of("notice")[0]["text"]
    # Also to whoever comes later.
    assert told.of("session")[-1]["why_ended"] == "The disk was pulled out."
    assert monitor.shown.broke_off == "the disk was pulled out"


def test_why_a_session_ended_is_told_even_if_completing_it_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is completed once more then, without a reason of its own."""
    finish = Session.finish
    tries: list[Session] = []

    def fail_at_first(session: Session) -> bool:
        tries.append(session)
        if len(tries) == 1:
            message = "no memory is left"
            raise MemoryError(message)
        return finish(session)

    monkeypatch.setattr(Session, "finish", fail_at_first)
    told = Told()
    source = Failing(frames_of("singles", 0, 150))
    with running(monitor_of(source, tmp_path, told), fails=MemoryError) as monitor:
        assert monitor.ended.wait(PATIENCE_S)
    assert told.of("session")[-1]["why_ended"] == "The disk was pulled out."
    assert len(kinds(saved_events(monitor), Kind.TWITCH)) == 2


def test_a_long_break_completes_the_session(tmp_path: Path) -> None:
    """A laptop that slept for the night does not go on with yesterday's session."""

    class Asleep(MadeUpSource):
        def now_s(self) -> float:
            return super().now_s() + (3600.0 if self.is_holding else 0.0)

    source = Asleep(frames_of("singles", 0, 150), hold_at=100)
    told = Told()
    with running(monitor_of(source, tmp_path, told)) as monitor:
        told.wait_for_phase("stopped")
    assert "long time" in told.of("notice")[0]["text"]
    assert "long time" in told.of("session")[-1]["why_ended"]
    # The camera is well.
    assert monitor.shown.broke_off == ""
    assert len(kinds(saved_events(monitor), Kind.TWITCH)) == 1


def absent_camera() -> Any:  # noqa: ANN401 - never comes
    raise CameraError(Health("absent", "there is no camera 7"))


def monitor_without_pictures(out: Path, told: Told, *, begin_at_once: bool) -> Monitor:
    """A monitor whose camera is not there."""
    plan = SourcePlan("camera", "camera 7", absent_camera)
    return Monitor(plan, Settings(), out, told, begin_at_once=begin_at_once)


def test_a_monitor_without_pictures_leaves_nothing(tmp_path: Path) -> None:
    """An absent camera is said, tried again, and makes no empty session."""
    told = Told()
    with running(monitor_without_pictures(tmp_path, told, begin_at_once=True)):
        told.wait_for(lambda m: m["type"] == "status" and m["camera"]["state"] == "absent")
    assert list(tmp_path.iterdir()) == []


def wait_for_notices(told: Told, number: int) -> None:
    told.wait_for(lambda _: len(told.of("notice")) == number)


def test_what_cannot_be_done_without_a_picture_is_said_not_to_be(tmp_path: Path) -> None:
    """No button may do nothing and say nothing, and none may act much later."""
    told = Told()
    with running(monitor_without_pictures(tmp_path, told, begin_at_once=False)) as monitor:
        monitor.ask(commands.Start())
        told.wait_for(lambda m: m["type"] == "status" and m["camera"]["state"] == "absent")
        said = [NOT_PAUSED, NOT_BEGUN, NOT_SAVED]
        wishes: list[commands.Command] = [
            commands.Pause(),
            commands.ProtocolStart(),
            commands.Stop(),
        ]
        for number, wish in enumerate(wishes, start=1):
            monitor.ask(wish)
            wait_for_notices(told, number)
        told.wait_for_phase("stopped")
    assert [notice["text"] for notice in told.of("notice")] == said


def test_a_protocol_that_waits_for_its_first_picture_does_not_begin_out_of_the_blue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("twitchcam.live.monitor.PROTOCOL_PATIENCE_S", 0.2)
    told = Told()
    source = MadeUpSource(frames_of("singles", 0, 30), hold_at=0)
    with running(monitor_of(source, tmp_path, told, begin_at_once=False)) as monitor:
        monitor.ask(commands.ProtocolStart())
        told.wait_for(lambda m: m["type"] == "notice" and m["text"] == NOT_BEGUN)
        source.give_rest(told)
    assert told.of("protocol") == []


@pytest.mark.parametrize("wish", ["stop", "delete"])
def test_what_became_of_a_session_is_told_before_its_source_is_closed(
    tmp_path: Path, wish: str
) -> None:
    """A network camera that hangs takes seconds to close."""
    told = Told()
    known: list[tuple[str, bool]] = []

    class SlowToClose(MadeUpSource):
        def close(self) -> None:
            status, session = told.of("status")[-1], told.of("session")[-1]
            known.append((status["phase"], session["deleted"]))
            super().close()

    source = SlowToClose(frames_of("singles", 0, 40), hold_at=30)
    with running(monitor_of(source, tmp_path, told)) as monitor:
        told.wait_for_pictures(30)
        name = told.of("session")[0]["id"]
        monitor.ask(commands.Stop() if wish == "stop" else commands.DeleteSession(name))
        told.wait_for(lambda _: source.is_closed)
        source.go.set()
    assert known[0] == (("stopped", False) if wish == "stop" else ("ready", True))
