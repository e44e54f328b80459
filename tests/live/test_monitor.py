"""The monitor from frames to messages and files."""

from __future__ import annotations

import json
import time
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.live.made_up_source import (
    MadeUpSource,
    Told,
    folder_of,
    frames_of,
    kinds,
    later,
    monitor_of,
    run_to_end,
    running,
    saved_events,
    saved_evidence,
)
from tests.patient_replay import PatientReplay
from tests.sample_frames import SAMPLE_VIDEOS
from twitchcam.errors import OutputError
from twitchcam.live import commands
from twitchcam.live.monitor import Monitor
from twitchcam.live.session import Session
from twitchcam.live.session_folder import SessionFolder, new_session_folder
from twitchcam.live.session_keeper import NOT_MARKED
from twitchcam.live.session_results import complete
from twitchcam.live.source_plan import SourcePlan
from twitchcam.records import Kind, Reason
from twitchcam.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from twitchcam.live.journal import SessionRecord
    from twitchcam.live.messages import CausesMessage
    from twitchcam.outputs.recording import Recording
    from twitchcam.records import Evidence
    from twitchcam.settings import LiveSettings


def test_a_clip_played_live_gives_what_analyze_gives(singles: Recording, tmp_path: Path) -> None:
    """The files are the same, and so is what is told."""
    told = Told()
    clip = SAMPLE_VIDEOS / "singles.mp4"
    plan = SourcePlan("file", clip.name, lambda: PatientReplay(clip))
    with running(Monitor(plan, Settings(), tmp_path, told, begin_at_once=True)) as monitor:
        told.wait_for_phase("stopped")
    assert singles.files is not None
    live = folder_of(monitor).results(None)
    assert live.events.read_text() == singles.files.events.read_text()
    assert live.vtt.read_text() == singles.files.vtt.read_text()
    # Below the line, a report says which file it is of.
    reports = (files.report.read_text().partition("<footer") for files in (live, singles.files))
    assert len({body for body, _, _ in reports}) == 1
    here, there = (json.loads(path.read_text()) for path in (live.evidence, singles.files.evidence))
    assert here.pop("file") is None
    there.pop("file")
    assert here == there
    final = [m for m in told.of("event") if m["final"] and not m["withdrawn"]]
    assert [m["event"]["onset_s"] for m in final if m["event"]["kind"] == "twitch"] == [
        round(event.onset_s, 3) for event in singles.events if event.kind is Kind.TWITCH
    ]


def test_motion_is_saved_as_analyze_saves_it(singles: Recording, tmp_path: Path) -> None:
    """Row for row, though written in other pieces."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - heavy

    monitor = run_to_end(MadeUpSource(frames_of("singles")), tmp_path, Told())
    assert singles.files is not None
    here = pq.read_table(folder_of(monitor).results(None).motion)
    assert here.equals(pq.read_table(singles.files.motion))


def test_twitches_are_told_before_their_pause_is_over(tmp_path: Path) -> None:
    """Each twitch comes twice under one number, and nothing is counted before it is final."""
    told = Told()
    run_to_end(MadeUpSource(frames_of("singles")), tmp_path, told)
    events = [m for m in told.of("event") if m["event"]["kind"] == "twitch"]
    first = {m["id"]: m for m in reversed(events)}
    last = {m["id"]: m for m in events}
    assert len(last) == 7
    assert not any(m["final"] for m in first.values())
    assert all(m["final"] for m in last.values())
    assert told.of("summary")[-1]["counts"]["all"]["events"] == 7


def test_previews_come_with_their_own_measurement(tmp_path: Path) -> None:
    """A quadrant is lit in the pictures in which it moves, and outlines lie on the lips."""
    told = Told(wants_previews=True)
    run_to_end(MadeUpSource(frames_of("singles")), tmp_path, told)
    heads = [json.loads(p[4 : 4 + int.from_bytes(p[:4], "little")]) for _, p in told.previews]
    assert [head["frame"] for head in heads] == sorted({frame for frame, _ in told.previews})
    assert all(head["height_px"] > 0 for head in heads)
    # Upper right twitches from 5.6 to 5.85 s and from 11.0 to 11.18 s (sample_videos/truth).
    lit = [head["time_s"] for head in heads if head["moving"][1]]
    assert {round(time_s) for time_s in lit} == {6, 11}
    assert all(5.55 < time_s < 6.1 or 10.95 < time_s < 11.4 for time_s in lit)
    outlines = np.array([np.mean(head["quadrants"], axis=1) for head in heads if head["quadrants"]])
    left, right = outlines[:, 0, 0], outlines[:, 1, 0]
    assert (left > right).all()
    assert (outlines[:, 0, 1] < outlines[:, 2, 1]).all()


def test_a_face_that_is_lost_and_back(tmp_path: Path) -> None:
    """Time without a face is not observable, and twitches on both sides of it are counted."""
    monitor = run_to_end(MadeUpSource(frames_of("face_leaves")), tmp_path, Told())
    events = saved_events(monitor)
    assert Reason.NO_FACE in {event.reason for event in kinds(events, Kind.UNOBSERVABLE)}
    assert len(kinds(events, Kind.TWITCH)) >= 3


def test_pause_and_resume(tmp_path: Path) -> None:
    """Nothing is watched in a pause, and the time says so."""
    source = MadeUpSource(frames_of("singles", 0, 300), hold_at=150)
    told = Told()
    with running(monitor_of(source, tmp_path, told)) as monitor:
        told.wait_until(4.9)
        monitor.ask(commands.Pause())
        told.wait_for_phase("paused")
        source.give_rest(told)
    events = saved_events(monitor)
    assert len(kinds(events, Kind.TWITCH)) == 2
    evidence = saved_evidence(monitor)
    # The recording ended in the pause.
    assert evidence.recording.duration_s == pytest.approx(5.0, abs=0.05)


def test_resumed_time_is_named(tmp_path: Path) -> None:
    """A pause between two stretches is unobservable because of the pause."""
    frames = frames_of("singles", 0, 300)
    source = MadeUpSource([*frames[:150], *frames[210:]], hold_at=150)
    told = Told()
    with running(monitor_of(source, tmp_path, told)) as monitor:
        told.wait_until(4.9)
        monitor.ask(commands.Pause())
        told.wait_for_phase("paused")
        told.messages.clear()
        monitor.ask(commands.Resume())
        told.wait_for_phase("running")
        source.give_rest(told)
    reasons = {event.reason for event in kinds(saved_events(monitor), Kind.UNOBSERVABLE)}
    assert Reason.PAUSED in reasons
    # Neither is a twitch that was cut by it called a fault of the camera.
    assert Reason.LOW_FRAME_RATE not in {event.reason for event in saved_events(monitor)}


def test_what_is_paused_is_not_said_to_be_settling(tmp_path: Path) -> None:
    """Nothing settles while nothing is watched."""
    told = Told()
    source = MadeUpSource(frames_of("singles", 0, 60), hold_at=30)
    with running(monitor_of(source, tmp_path, told)) as monitor:
        told.wait_for(lambda m: m["type"] == "status" and m["settling"])
        monitor.ask(commands.Pause())
        assert not told.wait_for_phase("paused")["settling"]
        source.give_rest(told)


def test_nothing_is_counted_or_saved_before_the_start(tmp_path: Path) -> None:
    """A look shows pictures and the coach, and leaves nothing."""
    told = Told(wants_previews=True)
    source = MadeUpSource(frames_of("singles", 0, 150), hold_at=120)
    with running(monitor_of(source, tmp_path, told, begin_at_once=False)):
        told.wait_for(lambda m: m["type"] == "signals" and m["time_s"][-1] > 3)
    assert told.previews
    assert told.of("event") == []
    assert list(tmp_path.iterdir()) == []


def test_start_stop_and_start_again(tmp_path: Path) -> None:
    """Each start is a session of its own, from time 0."""
    told = Told()
    clip = SAMPLE_VIDEOS / "singles.mp4"
    plan = SourcePlan("file", clip.name, lambda: PatientReplay(clip))
    with running(Monitor(plan, Settings(), tmp_path, told)) as monitor:
        monitor.ask(commands.Start())
        told.wait_for(lambda m: is_end(m) and ended(told) == 1)
        monitor.ask(commands.Start())
        told.wait_for(lambda m: is_end(m) and ended(told) == 2)
    results = [sorted(path.glob("*_events.tsv")) for path in sorted(tmp_path.iterdir())]
    assert len(results) == 2
    assert results[0][0].read_text() == results[1][0].read_text()


def test_a_recording_has_ended_when_all_of_it_was_watched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is read ahead: the page would say so, and show no more, before the last twitch."""
    monkeypatch.setattr("twitchcam.live.reports.STATUS_INTERVAL_S", 0.0)
    told, clip = Told(), SAMPLE_VIDEOS / "phone_rotated.mp4"
    plan = SourcePlan("file", clip.name, lambda: PatientReplay(clip))
    with running(Monitor(plan, Settings(), tmp_path, told, begin_at_once=True)):
        told.wait_for_phase("stopped")
    cameras = [message["camera"] for message in told.of("status")]
    most = max(camera["pictures"] for camera in cameras)
    assert {camera["pictures"] for camera in cameras if camera["state"] == "ended"} == {most}


def is_end(message: Any) -> bool:  # noqa: ANN401 - any message
    return bool(message["type"] == "status" and message["phase"] == "stopped")


def ended(told: Told) -> int:
    """How many sessions have ended."""
    phases = [m["phase"] for m in told.of("status")]
    changes = [p for p, before in zip(phases, ["", *phases], strict=False) if p != before]
    return changes.count("stopped")


def test_a_session_is_deleted_with_all_its_files(tmp_path: Path) -> None:
    """Also while it runs; what else lies in the folder stays."""
    told = Told()
    source = MadeUpSource(frames_of("singles", 0, 200), hold_at=150)
    other = tmp_path / "holiday.jpg"
    other.write_bytes(b"mine")
    with running(monitor_of(source, tmp_path, told)) as monitor:
        told.wait_until(4)
        name = told.of("session")[0]["id"]
        monitor.ask(commands.DeleteSession("../" + name))
        told.wait_for(lambda m: m["type"] == "notice" and "no session" in m["text"])
        monitor.ask(commands.DeleteSession(name))
        told.wait_for(lambda m: m["type"] == "session" and m["deleted"])
        assert list(tmp_path.iterdir()) == [other]
        told.messages.clear()
        monitor.ask(commands.Start())
        following = told.wait_for(lambda m: m["type"] == "session" and m["id"])
        assert not following["deleted"]
        source.go.set()


def test_a_session_that_cannot_be_deleted_is_not_called_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the one that runs nor an earlier one, and the monitor goes on."""
    told = Told()
    source = MadeUpSource(frames_of("singles", 0, 200), hold_at=150)
    with running(monitor_of(source, tmp_path, told)) as monitor:
        told.wait_until(4)
        name = told.of("session")[0]["id"]

        def refuse(_folder: SessionFolder) -> None:
            message = "cannot delete"
            raise OutputError(message)

        with monkeypatch.context() as patch:
            patch.setattr(SessionFolder, "delete", refuse)
            monitor.ask(commands.DeleteSession(name))
            told.wait_for(lambda m: m["type"] == "notice" and m["text"] == "cannot delete")
            monitor.ask(commands.DeleteSession(name))
            told.wait_for(lambda _: len(told.of("notice")) == 2)
        assert not any(session["deleted"] for session in told.of("session"))
        assert told.of("session")[-1]["id"] == name
        # Meanwhile the source is looked at again.
        told.wait_for(lambda _: monitor.shown.session is not None)
        monitor.ask(commands.DeleteSession(name))
        told.wait_for(lambda m: m["type"] == "session" and m["deleted"])
        source.go.set()
    assert list(tmp_path.iterdir()) == []


def test_a_session_of_another_monitor_is_not_deleted(tmp_path: Path) -> None:
    other = new_session_folder(tmp_path)
    other.journal.write_text("theirs", encoding="utf-8")
    told = Told()
    source = MadeUpSource(frames_of("singles", 0, 30), hold_at=0)
    monitor = monitor_of(source, tmp_path, told, begin_at_once=False)
    with other.owned() as is_ours, running(monitor):
        assert is_ours
        monitor.ask(commands.DeleteSession(other.name))
        told.wait_for(lambda m: m["type"] == "notice" and "another twitchcam" in m["text"])
    assert other.journal.exists()


def test_a_twitch_felt_while_no_face_is_seen_could_not_be_observed(tmp_path: Path) -> None:
    """Told so at once, while the face is still away."""
    told = Told()
    source = MadeUpSource(frames_of("face_leaves"), hold_at=240)
    with running(monitor_of(source, tmp_path, told)) as monitor:
        told.wait_until(7.9)
        monitor.ask(commands.Felt(1.0))
        told.wait_for(lambda m: m["type"] == "felt" and m["felt_not_observable"] == 1)
        source.give_rest(told)


def test_a_twitch_felt_before_the_first_picture_is_said_not_to_be_noted(tmp_path: Path) -> None:
    told = Told()
    source = MadeUpSource(frames_of("singles", 0, 30), hold_at=0)
    with running(monitor_of(source, tmp_path, told)) as monitor:
        told.wait_for_phase("running")
        monitor.ask(commands.Felt(0.0))
        told.wait_for(lambda m: m["type"] == "notice" and m["text"] == NOT_MARKED)
        source.give_rest(told)


def test_felt_twitches_are_compared(tmp_path: Path) -> None:
    """Marks go into the evidence with what became of them."""
    told = Told()
    source = MadeUpSource(frames_of("singles", 0, 150), hold_at=130)
    with running(monitor_of(source, tmp_path, told)) as monitor:
        # The clip stands at 4.3 s: a twitch ended at 2.6 s.
        told.wait_for(lambda m: m["type"] == "event" and m["final"])
        told.wait_until(4.1)
        monitor.ask(commands.Felt(0.0))
        told.wait_for(lambda m: m["type"] == "felt" and m["marks"])
        source.give_rest(told)
    felt = saved_evidence(monitor).felt
    assert felt is not None
    assert felt.felt_and_detected == 1
    # What came before the mark may have been felt.
    assert felt.detected_not_felt == 0


def test_whoever_joins_late_is_told_everything(tmp_path: Path) -> None:
    """A tab that was closed and opened again, or a second one, needs no history of its own."""
    told, late = Told(), Told()
    source = MadeUpSource(frames_of("singles", 0, 300), hold_at=270)
    with running(monitor_of(source, tmp_path, told)) as monitor:
        told.wait_until(8.9)
        monitor.welcome(late)
        hello = late.wait_for(lambda m: m["type"] == "hello")
        source.go.set()
    twitches = [m for m in hello["events"] if m["event"]["kind"] == "twitch"]
    assert len([m for m in twitches if m["final"]]) == hello["summary"]["counts"]["all"]["events"]
    assert len(twitches) == 4
    assert hello["signals"]["time_s"][-1] > 7.5
    assert hello["status"]["phase"] == "running"
    # The clip is about equally quiet throughout.
    throughout_mm = hello["summary"]["smallest_detectable_mm"]
    assert hello["status"]["detectable_now_mm"] == pytest.approx(throughout_mm, rel=0.3)
    assert not hello["status"]["only_large"]
    assert hello["session"]["id"]
    json.dumps(hello, allow_nan=False)


def test_why_a_twitch_would_not_be_seen_is_said_as_in_the_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Session, "unobservable_reason", Reason.LOW_FRAME_RATE)
    told = Told()
    with running(monitor_of(MadeUpSource(frames_of("singles", 0, 30), hold_at=20), tmp_path, told)):
        told.wait_for(
            lambda m: m["type"] == "status" and m["unobservable_reason"] == "too few new pictures"
        )


def test_silence_up_to_the_end_is_time_that_could_not_be_observed(tmp_path: Path) -> None:
    """Missing time does not vanish: neither while it lasts nor when it ends the session."""
    told = Told()
    source = MadeUpSource(frames_of("singles", 0, 250), hold_at=240)
    with running(monitor_of(source, tmp_path, told)) as monitor:
        told.wait_until(7.9)
        source.hang(40.0)
        summary = told.wait_until(47.9)
        assert summary["reasons_s"]["no pictures"] == pytest.approx(40.0, abs=0.1)
        monitor.ask(commands.Stop())
        told.wait_for_phase("stopped")
        # What passes afterwards is of no session.
        source.hang(40.0)
    evidence = saved_evidence(monitor)
    assert evidence.recording.duration_s == pytest.approx(48.0, abs=0.1)
    assert evidence.time.observable_s < 8.0
    silent = kinds(saved_events(monitor), Kind.UNOBSERVABLE)[-1]
    assert silent.reason is Reason.NO_PICTURES
    assert silent.duration_s == pytest.approx(40.0)
    last = [m["event"] for m in told.of("event")][-1]
    assert (last["kind"], last["duration_s"]) == ("unobservable", pytest.approx(40.0))


def test_pictures_that_come_while_a_session_is_saved_are_not_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody was to watch them: they say nothing of the computer's speed."""
    told = Told()
    source = MadeUpSource(frames_of("singles", 0, 150), hold_at=140)
    source.dropped = 5

    def save_slowly(folder: SessionFolder, record: SessionRecord, settings: LiveSettings) -> None:
        source.dropped += 90
        source.hang(4.0)
        complete(folder, record, settings)

    monkeypatch.setattr("twitchcam.live.saving.complete", save_slowly)
    with running(monitor_of(source, tmp_path, told)) as monitor:
        told.wait_until(4.6)
        source.dropped += 3
        monitor.ask(commands.Stop())
        told.wait_for_phase("stopped")
    recording = saved_evidence(monitor).recording
    assert recording.dropped_frames == 3
    assert recording.duration_s == pytest.approx(140 / 30, abs=0.1)
    camera = told.of("status")[-1]["camera"]
    assert camera["dropped"] == 3
    # The page says why as the results do.
    assert camera["dropped_text"] in recording.notes
    assert camera["dropped_text"].startswith("3 pictures were not watched")
    session = monitor.shown.session
    assert session is not None
    session.notes.update()
    facts = session.notes.record.facts
    assert facts is not None
    assert facts.recording == recording


def test_when_a_session_began_stays_when_the_systems_clock_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And is what its files say."""
    told = Told()
    source = MadeUpSource(frames_of("singles", 0, 150), hold_at=120)
    with running(monitor_of(source, tmp_path, told)) as monitor:
        began_ms = told.wait_for(lambda m: m["type"] == "session" and m["zero_epoch_ms"])
        real = time.time
        monkeypatch.setattr(time, "time", lambda: real() + 3600.0)
        monitor.ask(commands.KeepClips("mouth"))
        later_ms = told.wait_for(lambda m: m["type"] == "session" and m["clips"] == "mouth")
        assert later_ms["zero_epoch_ms"] == began_ms["zero_epoch_ms"]
        source.give_rest(told)
    recording = saved_evidence(monitor).recording
    assert recording.source.recorded_at is not None
    began = datetime.fromisoformat(recording.source.recorded_at)
    assert began.timestamp() == began_ms["zero_epoch_ms"] // 1000


def test_the_guided_protocol_goes_into_the_evidence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asking for it starts a session; what was done of it is a phase."""
    # The first step, rest, begins there, at 2 s of the clip.
    monkeypatch.setattr("twitchcam.live.protocol.LEAD_IN_S", 2.0)
    told = Told()
    source = MadeUpSource(frames_of("singles", 0, 300))
    monitor = monitor_of(source, tmp_path, told, begin_at_once=False)
    monitor.ask(commands.ProtocolStart())
    with running(monitor):
        told.wait_for_phase("stopped")
    phases = saved_evidence(monitor).phases
    assert phases is not None
    assert list(phases) == ["rest"]
    assert phases["rest"].events == 5
    assert phases["rest"].observable_s == pytest.approx(8.0, abs=0.2)
    result = told.of("protocol")[-1]["results"][0]
    assert (result["name"], result["twitches"]) == ("rest", 5)


def test_the_guided_protocol_goes_on_after_a_pause(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time before a part runs anew then."""
    monkeypatch.setattr("twitchcam.live.protocol.LEAD_IN_S", 2.0)
    told = Told()
    frames, pause_s = frames_of("singles", 0, 300), 5.0
    source = MadeUpSource([*frames[:30], *later(frames[30:], frames[29], pause_s)], hold_at=30)
    monitor = monitor_of(source, tmp_path, told)
    monitor.ask(commands.ProtocolStart())
    with running(monitor):
        told.wait_for_pictures(30)
        monitor.ask(commands.Pause())
        told.wait_for_phase("paused")
        source.hang(pause_s)
        told.messages.clear()
        monitor.ask(commands.Resume())
        told.wait_for_phase("running")
        source.give_rest(told)
    phases = saved_evidence(monitor).phases
    assert phases is not None
    assert list(phases) == ["rest"]
    assert phases["rest"].observable_s == pytest.approx(7.0, abs=0.2)


def test_causes_are_matched_with_the_running_evidence(tmp_path: Path) -> None:
    """Whoever matches gets the evidence, and what it says is told when it changes."""
    told = Told()
    seen: list[int] = []

    def match(evidence: Evidence | None) -> CausesMessage:
        events = evidence.counts.all.events if evidence and evidence.counts else 0
        seen.append(events)
        return {
            "type": "causes",
            "text": f"{events} twitches",
            "urgent": [],
            "causes": [],
            "footnote": "",
        }

    source = MadeUpSource(frames_of("singles", 0, 200))
    plan = SourcePlan("camera", "made up", lambda: source)
    with running(Monitor(plan, Settings(), tmp_path, told, begin_at_once=True, match_causes=match)):
        told.wait_for_phase("stopped")
    assert seen[-1] == 3
    assert told.of("causes")[-1]["text"] == "3 twitches"
