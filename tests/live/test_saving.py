"""What survives: crashes, power cuts, full disks."""

from __future__ import annotations

import json
import os
import shutil
import signal
import stat
import subprocess
import threading
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest

from benchmarks.shared.encoding import repeat_video
from tests.live.made_up_source import (
    MadeUpSource,
    Told,
    folder_of,
    frames_of,
    monitor_of,
    run_to_end,
    running,
    saved_evidence,
)
from tests.live.running_monitor import PROJECT
from tests.patience import PATIENCE_S
from tests.sample_frames import SAMPLE_VIDEOS
from tests.unhurried import UNHURRIED
from twitchcam.errors import OutputError
from twitchcam.evidence.phases import Stretch
from twitchcam.live import commands
from twitchcam.live.earlier_sessions import RECOVERED, recover_sessions
from twitchcam.live.journal import read_journal as session_record
from twitchcam.live.saving import FOLDER_GONE, Saving
from twitchcam.live.session_folder import SessionFolder, new_session_folder, session_folders
from twitchcam.outputs.append_file import AppendFile
from twitchcam.outputs.events_tsv import read_events
from twitchcam.outputs.evidence_json import read_evidence
from twitchcam.outputs.safe_file import PendingFile
from twitchcam.records import Event, twitches_of
from twitchcam.settings import LiveSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from twitchcam.live.monitor import Monitor

SETTINGS = LiveSettings()
# The fifth twitch of the clip comes later, and the fourth has been decided by then.
HOLD_AT = 288
REFUSAL = "the table is held by another program"


def twitches(folder: SessionFolder) -> list[Event]:
    """The twitches on disk."""
    return twitches_of(read_events(folder.results(None).events))


def half_a_session(out: Path) -> tuple[SessionFolder, Told]:
    """What lies on the disk 9.6 s into a session: four twitches, all long over."""
    source = MadeUpSource(frames_of("singles"), hold_at=HOLD_AT)
    told = Told()
    with running(monitor_of(source, out / "running", told)) as monitor:
        told.wait_until(9.5)
        monitor.ask(commands.Felt(0.0))
        told.wait_for(lambda m: m["type"] == "felt")
        # The journal is written once a second; two summaries later it has been.
        told.messages.clear()
        told.wait_for(lambda m: m["type"] == "summary")
        name = folder_of(monitor).name
        # A copy of the moment, as a power cut would leave it.
        shutil.copytree(out / "running" / name, out / "cut" / name)
        source.go.set()
    return SessionFolder(out / "cut" / name), told


@contextmanager
def held_session(
    out: Path, n_frames: int, hold_at: int, *, begin_at_once: bool = True
) -> Iterator[tuple[MadeUpSource, Told, Monitor]]:
    """A session that stands before a frame, and has told of all but the last moment."""
    source = MadeUpSource(frames_of("singles", 0, n_frames), hold_at=hold_at)
    told = Told()
    monitor = monitor_of(source, out, told, begin_at_once=begin_at_once)
    if not begin_at_once:
        monitor.ask(commands.Start())
    with running(monitor):
        told.wait_until(hold_at / 30 - 0.15)
        yield source, told, monitor


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> SessionFolder:
    """Give a session that was cut off; tests work on copies."""
    return half_a_session(tmp_path_factory.mktemp("cut"))[0]


def copied(cut: SessionFolder, out: Path) -> SessionFolder:
    shutil.copytree(cut.path, out / cut.name)
    return SessionFolder(out / cut.name)


def test_a_session_that_was_cut_off_is_recovered(cut: SessionFolder, tmp_path: Path) -> None:
    """With all files of a complete one, which say so."""
    folder = copied(cut, tmp_path)
    assert recover_sessions(tmp_path, SETTINGS).names == [folder.name]
    assert [event.onset_s for event in twitches(folder)] == pytest.approx(
        [2.4, 4.1, 5.6, 7.9], abs=0.1
    )
    files = folder.results(None)
    evidence = read_evidence(files.evidence)
    assert evidence.recording.partial
    assert RECOVERED in evidence.recording.notes
    assert evidence.felt is not None
    assert evidence.recording.duration_s > 8.5
    assert evidence.recording.source.recorded_at is not None
    motion = pq.read_table(files.motion)
    assert HOLD_AT - 30 <= motion.num_rows <= HOLD_AT
    assert not folder.journal.exists()
    assert not folder.motion_stream.exists()
    assert all(path.exists() for path in files)
    assert recover_sessions(tmp_path, SETTINGS).names == []


def test_a_folder_that_others_hold_is_left_to_them(tmp_path: Path) -> None:
    """However often one asks, also when only clips are still being written."""
    folder = new_session_folder(tmp_path)
    with folder.owned() as is_ours:
        assert is_ours
        for _ in range(3):
            with folder.owned() as is_free:
                assert not is_free


def test_no_half_a_clip_stays_hidden(cut: SessionFolder, tmp_path: Path) -> None:
    """Neither of a session that is recovered nor of one that was complete but for its clips."""
    folder = copied(cut, tmp_path)
    for names in ([folder.name], []):
        part = PendingFile(folder.clip(1))
        part.stream.close()
        with folder.owned():
            assert recover_sessions(tmp_path, SETTINGS) == ([], {})
            assert part.written.exists()
        assert recover_sessions(tmp_path, SETTINGS) == (names, {})
        assert not part.written.exists()


@pytest.mark.parametrize("share", [0.6, 0.9, 0.999])
def test_files_that_break_off_anywhere(cut: SessionFolder, tmp_path: Path, share: float) -> None:
    """What comes before the break is used."""
    folder = copied(cut, tmp_path)
    for path in (folder.journal, folder.motion_stream):
        data = path.read_bytes()
        path.write_bytes(data[: int(len(data) * share)] + b"\x00garbage")
    assert recover_sessions(tmp_path, SETTINGS).names == [folder.name]
    found = [event.onset_s for event in twitches(folder)]
    assert found == pytest.approx([2.4, 4.1, 5.6, 7.9][: len(found)], abs=0.1)
    assert read_evidence(folder.results(None).evidence).recording.partial


def test_a_killed_monitor_is_recovered(tmp_path: Path) -> None:
    """The real thing: the process is killed in the middle, and the next start finds it."""
    # Longer than the busiest machine takes to kill it.
    clip = repeat_video(SAMPLE_VIDEOS / "singles.mp4", tmp_path / "long.mp4", 600.0)
    command = [*UNHURRIED, "live", "--no-page", "--json", "--out"]
    with subprocess.Popen(  # noqa: S603 - our own
        [*command, str(tmp_path), str(clip)], stdout=subprocess.PIPE, text=True, cwd=PROJECT
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            told = json.loads(line)
            if told["type"] == "event" and told["event"]["kind"] == "twitch":
                break
        process.send_signal(signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
    (folder,) = session_folders(tmp_path)
    assert folder.journal.exists()
    assert recover_sessions(tmp_path, SETTINGS).names == [folder.name]
    assert len(twitches(folder)) >= 1


def test_a_session_that_runs_is_left_alone(tmp_path: Path) -> None:
    """A second monitor in the same folder does not take it over."""
    with held_session(tmp_path, 150, 120) as (source, told, monitor):
        assert recover_sessions(tmp_path, SETTINGS).names == []
        source.give_rest(told)
    assert len(twitches(folder_of(monitor))) == 2


def test_results_are_there_while_the_session_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are written every few seconds, and say that they are not complete."""
    monkeypatch.setattr("twitchcam.live.reports.SUMMARY_INTERVAL_S", 0.1)
    with held_session(tmp_path, 420, 400) as (source, told, monitor):
        told.messages.clear()
        told.wait_for(lambda m: m["type"] == "summary")
        saving = monitor.shown.session.saving if monitor.shown.session else None
        assert saving is not None
        told.wait_for(lambda _m: saving.folder.results(None).evidence.exists())
        assert read_evidence(saving.folder.results(None).evidence).recording.partial
        assert len(twitches(saving.folder)) >= 4
        source.give_rest(told)
    assert not saved_evidence(monitor).recording.partial


class Disk:
    """A disk that can be full."""

    def __init__(self) -> None:
        self.is_full = False


class FileOnDisk:
    """A raw file on such a disk."""

    def __init__(self, file: Any, disk: Disk) -> None:  # noqa: ANN401 - a raw file
        self._file, self._disk = file, disk

    def write(self, data: bytes) -> int:
        if self._disk.is_full:
            raise OSError(28, "No space left on device")
        return int(self._file.write(data))

    def __getattr__(self, name: str) -> object:
        return getattr(self._file, name)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    """Where journal and motion are written."""
    disk = Disk()
    real_init = AppendFile.__init__

    def init(self: AppendFile, path: Path) -> None:
        real_init(self, path)
        self._file = FileOnDisk(self._file, disk)  # type: ignore[assignment]

    monkeypatch.setattr(AppendFile, "__init__", init)
    return disk


def test_a_full_disk_is_said_and_loses_nothing(tmp_path: Path, disk: Disk) -> None:
    """Counting goes on; when there is room again, everything is written."""
    with held_session(tmp_path, 300, 120) as (source, told, monitor):
        disk.is_full = True
        told.wait_for(lambda m: m["type"] == "status" and "No space left" in m["saving"])
        disk.is_full = False
        told.messages.clear()
        told.wait_for(lambda m: m["type"] == "status" and not m["saving"])
        source.give_rest(told)
    assert len(twitches(folder_of(monitor))) == 5
    assert pq.read_table(folder_of(monitor).results(None).motion).num_rows == 300


def test_trouble_with_the_results_is_told_until_they_are_written(
    cut: SessionFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Meanwhile the journal is written every second, which works."""
    monkeypatch.setattr("twitchcam.live.saving.ThreadPoolExecutor", AtOnce)
    record = session_record(cut.journal)
    assert record is not None
    saving = Saving(new_session_folder(tmp_path), None, replace(SETTINGS, results_interval_s=5.0))

    def keep_at(duration_s: float) -> str:
        assert record.facts is not None
        recording = replace(record.facts.recording, duration_s=duration_s)
        record.facts = record.facts._replace(recording=recording)
        # The second call looks after the work of the first.
        saving.keep(record)
        saving.keep(record)
        return saving.trouble

    with monkeypatch.context() as patch:
        patch.setattr("twitchcam.live.saving.write_tables", refuse_to_write)
        assert "held by another program" in keep_at(5.0)
        assert "held by another program" in keep_at(6.0)
    assert keep_at(11.0) == ""
    saving.discard()


class AtOnce:
    """Does all work at once rather than in another thread."""

    def __init__(self, *_: object) -> None:
        pass

    def submit(self, work: Callable[..., None], *arguments: object) -> Future[None]:
        done: Future[None] = Future()
        try:
            work(*arguments)
            done.set_result(None)
        except OutputError as error:
            done.set_exception(error)
        return done

    def shutdown(self, *, wait: bool) -> None:
        pass


def refuse_to_write(*_: object) -> None:
    raise OutputError(REFUSAL)


def test_a_disk_that_is_full_at_the_end_is_tried_again(
    tmp_path: Path, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing may be thrown away as long as the program runs."""
    monkeypatch.setattr("twitchcam.live.session_keeper.SAVE_AGAIN_S", 0.05)
    # Less than the ten seconds after which results are written while a session runs.
    with held_session(tmp_path, 299, 120) as (source, told, monitor):
        disk.is_full = True
        source.go.set()
        told.wait_for(
            lambda m: m["type"] == "notice" and "What came since is lost when" in m["text"]
        )
        assert not folder_of(monitor).results(None).events.exists()
        disk.is_full = False
        told.wait_for(lambda m: m["type"] == "notice" and "is saved now" in m["text"])
    assert len(twitches(folder_of(monitor))) == 5
    assert pq.read_table(folder_of(monitor).results(None).motion).num_rows == 299
    assert recover_sessions(tmp_path, SETTINGS).names == []


def test_where_no_session_can_begin_the_unsaved_one_is_kept(
    tmp_path: Path, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk without room for its results has none for a new session either."""
    monkeypatch.setattr("twitchcam.live.session_keeper.SAVE_AGAIN_S", 0.05)
    with held_session(tmp_path, 299, 120, begin_at_once=False) as (source, told, monitor):
        disk.is_full = True
        source.give_rest(told)
        with monkeypatch.context() as patch:
            patch.setattr("twitchcam.live.session_keeper.new_session_folder", refuse_to_write)
            monitor.ask(commands.Start())
            told.wait_for(lambda m: m["type"] == "notice" and m["text"] == REFUSAL)
        disk.is_full = False
        told.wait_for(lambda m: m["type"] == "notice" and "is saved now" in m["text"])
    assert len(twitches(folder_of(monitor))) == 5


def test_what_was_written_before_a_disk_was_full_is_recovered(tmp_path: Path, disk: Disk) -> None:
    with held_session(tmp_path, 300, 290) as (source, told, monitor):
        disk.is_full = True
        source.give_rest(told)
    disk.is_full = False
    assert recover_sessions(tmp_path, SETTINGS).names == [folder_of(monitor).name]
    assert len(twitches(folder_of(monitor))) == 4
    assert saved_evidence(monitor).recording.partial


def test_where_no_open_file_can_be_deleted_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on some systems."""
    unlink = Path.unlink

    def refuse_open(path: Path, *, missing_ok: bool = False) -> None:
        opened = Path("/proc/self/fd")
        if not opened.is_dir():
            pytest.skip("this system does not tell which files are open")
        if any(os.path.realpath(one) == os.path.realpath(path) for one in opened.iterdir()):
            raise PermissionError(13, "in use")
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse_open)
    monitor = run_to_end(MadeUpSource(frames_of("singles", 0, 200)), tmp_path, Told())
    assert [
        path for path in folder_of(monitor).path.iterdir() if path.name.startswith("session.")
    ] == []
    assert recover_sessions(tmp_path, SETTINGS).names == []


def test_a_folder_that_cannot_be_completed_stops_no_other(
    cut: SessionFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is named."""
    folder = copied(cut, tmp_path)
    bad = SessionFolder(tmp_path / "live_2020-01-01_00-00-00")
    shutil.copytree(cut.path, bad.path)
    read = session_record

    def refuse(path: Path) -> object:
        if path.parent == bad.path:
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr("twitchcam.live.earlier_sessions.read_journal", refuse)
    told = Told()
    monitor = run_to_end(MadeUpSource(frames_of("singles", 0, 200)), tmp_path, told)
    assert monitor.shown.recovered == [folder.name]
    (warning,) = [notice["text"] for notice in told.of("notice") if bad.name in notice["text"]]
    assert "cannot be completed: Permission denied. It stays" in warning
    assert bad.journal.exists()


@pytest.mark.parametrize("damage", [b"residuaX", b"residua\xff"])
def test_a_damaged_motion_stream_costs_no_twitches(
    cut: SessionFolder, tmp_path: Path, damage: bytes
) -> None:
    """Here its head, which says what there is."""
    folder = copied(cut, tmp_path)
    data = folder.motion_stream.read_bytes()
    assert b"residual" in data
    folder.motion_stream.write_bytes(data.replace(b"residual", damage, 1))
    assert recover_sessions(tmp_path, SETTINGS) == ([folder.name], {})
    assert len(twitches(folder)) == 4


def test_results_that_cannot_be_written_at_the_end_are_kept_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And written at the next start."""

    def fail(*_: object) -> None:
        message = "cannot write: No space left on device"
        raise OutputError(message)

    told = Told()
    with monkeypatch.context() as patch:
        patch.setattr("twitchcam.live.saving.complete", fail)
        monitor = run_to_end(MadeUpSource(frames_of("singles", 0, 200)), tmp_path, told)
    assert "next start" in told.of("notice")[0]["text"]
    assert recover_sessions(tmp_path, SETTINGS).names == [folder_of(monitor).name]
    assert len(twitches(folder_of(monitor))) == 3
    recording = saved_evidence(monitor).recording
    assert not recording.partial
    assert RECOVERED not in recording.notes


def test_the_last_part_of_the_guided_protocol_is_kept_aside_too(
    cut: SessionFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ends with the session."""
    record = session_record(cut.journal)
    assert record is not None
    record.stretches = [Stretch("rest", 1.0, 8.0)]
    folder = new_session_folder(tmp_path)
    saving = Saving(folder, None, SETTINGS)
    monkeypatch.setattr("twitchcam.live.saving.complete", refuse_to_write)
    assert not saving.complete(record)
    saving.abandon()
    kept = session_record(folder.journal)
    assert kept is not None
    assert kept.stretches == record.stretches


def delete(folder: SessionFolder) -> None:
    shutil.rmtree(folder.path)


def move(folder: SessionFolder) -> None:
    folder.path.rename(folder.path.with_name("moved"))


@pytest.mark.skipif(os.name == "nt", reason="there, no folder goes in which a file is open")
@pytest.mark.parametrize("remove", [delete, move])
def test_a_folder_that_is_deleted_or_moved_while_its_session_runs(
    tmp_path: Path, remove: Callable[[SessionFolder], None]
) -> None:
    """It is said at once, and what can still be written is."""
    with held_session(tmp_path, 150, 120) as (source, told, monitor):
        remove(folder_of(monitor))
        told.wait_for(lambda m: m["type"] == "status" and "was deleted or moved" in m["saving"])
        source.give_rest(told)
    assert monitor.shown.session is not None
    saving = monitor.shown.session.saving
    assert saving is not None
    assert saving.is_complete
    assert saving.trouble == FOLDER_GONE
    assert len(twitches(saving.folder)) == 2
    assert not saving.folder.results(None).report.exists()
    assert stat.S_IMODE(saving.folder.path.stat().st_mode) == stat.S_IRWXU


@pytest.mark.skipif(os.name == "nt", reason="there, no folder goes in which a file is open")
def test_what_is_no_longer_on_the_disk_is_not_called_kept_aside(tmp_path: Path) -> None:
    saving = Saving(new_session_folder(tmp_path), None, SETTINGS)
    saving.mark(1.0)
    assert "saved at the next start" in saving.outlook
    delete(saving.folder)
    assert "is lost" in saving.outlook
    saving.abandon()


def test_no_folder_to_write_into(tmp_path: Path) -> None:
    """It is said, and nothing runs unsaved as if all were well."""
    blocked = tmp_path / "file"
    blocked.write_text("")
    told = Told()
    source = MadeUpSource(frames_of("singles", 0, 90), hold_at=60)
    with running(monitor_of(source, blocked, told, begin_at_once=False)) as monitor:
        monitor.ask(commands.Start())
        told.wait_for(lambda m: m["type"] == "notice" and "is a file" in m["text"])
    assert monitor.shown.phase == "ready"


@pytest.mark.skipif(os.name == "nt", reason="there, the user's own folders are closed anyway")
def test_nobody_else_on_the_machine_sees_a_session(tmp_path: Path) -> None:
    assert stat.S_IMODE(new_session_folder(tmp_path).path.stat().st_mode) == stat.S_IRWXU


def test_two_sessions_in_one_second_have_two_folders(tmp_path: Path) -> None:
    """Neither overwrites the other."""
    from datetime import datetime, timezone  # noqa: PLC0415

    moment = datetime(2026, 11, 23, 14, 35, 2, tzinfo=timezone.utc)
    first, second = (new_session_folder(tmp_path, moment) for _ in range(2))
    assert first.name == "live_2026-11-23_14-35-02"
    assert second.name == "live_2026-11-23_14-35-02_2"


def test_clips_are_kept_only_when_asked_for(tmp_path: Path) -> None:
    """Two seconds before and after each twitch, of the mouth alone."""
    import av  # noqa: PLC0415

    told = Told()
    source = MadeUpSource(frames_of("singles", 0, 300), hold_at=1)
    with running(monitor_of(source, tmp_path, told)) as monitor:
        monitor.ask(commands.KeepClips("mouth"))
        told.wait_for(lambda m: m["type"] == "session" and m["clips"] == "mouth")
        source.give_rest(told)
    clips = sorted(folder_of(monitor).path.glob("*.mp4"))
    assert len(clips) == len(twitches(folder_of(monitor))) == 5
    info = source.info
    # The second twitch is at 4.1 s, for 0.15 s: the clip goes from 2.1 to 6.25 s.
    with av.open(str(clips[1])) as clip:
        frames = list(clip.decode(video=0))
        length_s = float(frames[-1].time or 0) - float(frames[0].time or 0)
        assert length_s == pytest.approx(4.15, abs=0.3)
        assert frames[0].width < info.width_px
        assert frames[0].height < info.height_px / 2
    without = run_to_end(MadeUpSource(frames_of("singles", 0, 200)), tmp_path, Told())
    assert list(folder_of(without).path.glob("*.mp4")) == []


class SlowCoding:
    """Stands in for the coding of clips: none is there until ``go`` is set."""

    def __init__(self) -> None:
        self.go = threading.Event()

    def __call__(self, path: Path, _pictures: object, unwanted: threading.Event) -> bool:
        while not self.go.wait(0.001) and not unwanted.is_set():
            pass
        if not unwanted.is_set():
            path.touch()
        return path.exists()


@pytest.fixture
def coding(monkeypatch: pytest.MonkeyPatch) -> SlowCoding:
    """Let clips be coded more slowly than they come."""
    coding = SlowCoding()
    monkeypatch.setattr("twitchcam.live.saving.write_clip", coding)
    return coding


@contextmanager
def session_with_clips(
    out: Path, coding: SlowCoding
) -> Iterator[tuple[MadeUpSource, Told, Monitor]]:
    """A session that has seen two twitches, whose clips are on their way."""
    source = MadeUpSource(frames_of("singles", 0, 240), hold_at=220)
    told = Told()
    monitor = monitor_of(source, out, told)
    monitor.ask(commands.KeepClips("mouth"))
    with running(monitor):
        told.wait_for(lambda _: monitor.shown.session is not None and is_writing(monitor))
        try:
            yield source, told, monitor
        finally:
            # It ends only then.
            coding.go.set()


def is_writing(monitor: Monitor) -> bool:
    saving = monitor.shown.session.saving if monitor.shown.session else None
    return saving is not None and saving.clips.waiting >= 2


def clips_in(out: Path) -> list[Path]:
    return list(out.glob("*/*.mp4"))


def test_results_do_not_wait_for_clips(tmp_path: Path, coding: SlowCoding) -> None:
    """And clips come after them; what is told of them does too."""
    with session_with_clips(tmp_path, coding) as (source, told, monitor):
        source.give_rest(told)
        assert len(twitches(folder_of(monitor))) == 3
        assert clips_in(tmp_path) == []
        # Until they are there, nobody else takes the folder for one that is left.
        with folder_of(monitor).owned() as is_free:
            assert not is_free
        coding.go.set()
        told.wait_for(lambda m: m["type"] == "session" and m["clip_count"] == 3)
    assert len(clips_in(tmp_path)) == 3


def test_at_the_end_clips_are_waited_for_and_that_is_said(
    tmp_path: Path, coding: SlowCoding
) -> None:
    with session_with_clips(tmp_path, coding) as (source, told, monitor):
        source.give_rest(told)
        closing = threading.Thread(target=monitor.close)
        closing.start()
        told.wait_for(lambda m: m["type"] == "notice" and "3 clips are still being" in m["text"])
        coding.go.set()
        closing.join()
    assert len(clips_in(tmp_path)) == 3


def test_clips_of_the_session_before_are_waited_for_too(tmp_path: Path, coding: SlowCoding) -> None:
    with session_with_clips(tmp_path, coding) as (source, told, monitor):
        source.give_rest(told)
        first = folder_of(monitor).name
        # The source is at its end: of the second session, no picture comes.
        monitor.ask(commands.Start())
        told.wait_for(lambda m: m["type"] == "session" and m["id"] not in (None, first))
        closing = threading.Thread(target=monitor.close)
        closing.start()
        told.wait_for(lambda m: m["type"] == "notice" and "3 clips are still being" in m["text"])
        coding.go.set()
        closing.join()
    assert len(clips_in(tmp_path)) == 3


def test_who_wants_no_clips_any_more_gets_none_that_was_not_written(
    tmp_path: Path, coding: SlowCoding
) -> None:
    """What was asked for before is as little wanted now."""
    with session_with_clips(tmp_path, coding) as (source, told, monitor):
        told.messages.clear()
        monitor.ask(commands.KeepClips("off"))
        told.wait_for(lambda m: m["type"] == "session" and m["clips"] == "off" and m["id"])
        coding.go.set()
        source.give_rest(told)
    assert clips_in(tmp_path) == []


def test_deleting_waits_for_no_clip(tmp_path: Path, coding: SlowCoding) -> None:
    with session_with_clips(tmp_path, coding) as (source, told, monitor):
        monitor.ask(commands.DeleteSession(told.of("session")[-1]["id"]))
        told.wait_for(lambda m: m["type"] == "session" and m["deleted"])
        source.go.set()
    assert list(tmp_path.iterdir()) == []


def test_without_a_page_nothing_runs_where_nothing_can_be_saved(tmp_path: Path) -> None:
    """Nobody could begin another session."""
    blocked = tmp_path / "file"
    blocked.write_text("")
    source = MadeUpSource(frames_of("singles", 0, 90), hold_at=60)
    with running(monitor_of(source, blocked, Told()), fails=OutputError) as monitor:
        assert monitor.ended.wait(PATIENCE_S)
