"""Recordings as people have them, through the command: one clear line each, and its exit code."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

import av
import cv2
import numpy as np
import pyarrow.parquet as pq
import pytest

from tests.media import (
    TURNS,
    can_encode,
    cut_off,
    damage_packets,
    set_display_matrix,
    write_sound,
    write_video,
)
from twitchcam.cli.main import main
from twitchcam.outputs.events_tsv import read_events
from twitchcam.outputs.evidence_json import read_evidence
from twitchcam.outputs.failed_tsv import FAILED_NAME, read_failed
from twitchcam.records import Event, Evidence, Kind, Reason

if TYPE_CHECKING:
    from collections.abc import Callable

    from twitchcam.records import Rgb

RESULTS = (
    "_events.tsv",
    "_events.json",
    "_motion.parquet",
    "_evidence.json",
    ".vtt",
    "_report.html",
)


# What cannot be analysed


def _missing(_path: Path) -> None:
    pass


def _folder_without_videos(path: Path) -> None:
    path.mkdir()
    (path / "notes.txt").write_text("no video here")


def _text(path: Path) -> None:
    path.write_text("Dear doctor, here is the video.\n" * 50)


def _index_cut_off(path: Path) -> None:
    cut_off(write_video(path, index_first=False), 0.9)


def _all_damaged(path: Path) -> None:
    damage_packets(write_video(path.with_name("good.mkv"), 5), range(5)).rename(path)


def _no_pictures(path: Path) -> None:
    with av.open(path, "w") as container:
        stream = container.add_stream("mpeg4", rate=30)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        container.start_encoding()


REFUSED: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "missing": ("gone.mp4", _missing, "does not exist: check the name and the folder"),
    "folder without videos": ("folder", _folder_without_videos, "looked for names ending in .mp4"),
    "text": ("text.mp4", _text, "is not a video, or its beginning or end is missing: check that"),
    "index cut off": ("died.mp4", _index_cut_off, "its index is missing, as when recording or"),
    "sound only": ("sound.mp4", write_sound, "perhaps only sound: check that it is the right file"),
    "all damaged": ("damaged.mkv", _all_damaged, "holds no picture that can be decoded: record or"),
    "no pictures": ("none.avi", _no_pictures, "holds no picture that can be decoded: record or"),
    "no bytes": ("empty.mp4", Path.touch, "is empty (0 bytes): record or copy it again"),
}
if hasattr(os, "mkfifo"):
    REFUSED["pipe"] = ("pipe.mp4", os.mkfifo, "is no file but a pipe: save the video to a file")


@pytest.mark.parametrize("kind", REFUSED)
def test_refused(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line that names the file and what to do; exit code 1; nothing else is written."""
    name, make, says = REFUSED[kind]
    make(tmp_path / name)
    out = tmp_path / "out"
    assert main(["analyze", str(tmp_path / name), "--out", str(out), "-q"]) == 1
    printed = capsys.readouterr()
    (line,) = printed.err.splitlines()
    assert line.startswith("twitchcam: error: ")
    assert str(tmp_path / name) in line
    assert says in line
    assert printed.out == ""
    assert [path.name for path in out.iterdir()] == [FAILED_NAME]


def test_the_others_are_analysed(
    short_clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever stands before and after a good recording, it is analysed."""
    bad = []
    for name, make, _ in REFUSED.values():
        make(tmp_path / name)
        bad.append(str(tmp_path / name))
    out = tmp_path / "out"
    assert main(["analyze", *bad[:4], str(short_clip), *bad[4:], "--out", str(out)]) == 1
    err = capsys.readouterr().err
    assert err.count("twitchcam: error: ") == len(bad)
    summary = err.splitlines()[-1]
    assert summary.startswith(f"twitchcam: note: 1 recording analysed; {len(bad)} failed: ")
    assert all(name in summary for name in bad)
    assert "Traceback" not in err
    assert len(read_failed(out / FAILED_NAME) or {}) == len(bad)
    assert {path.name for path in out.iterdir()} == {
        *(f"short{ending}" for ending in RESULTS),
        FAILED_NAME,
    }


# What is unusual, and analysed

# As sharp as MJPEG from a webcam; by default the encoder spends a quarter of the bits.
SHARP = {"qmin": "3", "qmax": "3"}


@dataclass(frozen=True)
class Done:
    """What the command said and wrote about one recording."""

    out: str
    err: str
    evidence: Evidence
    events: tuple[Event, ...]

    def check_twitch(self) -> None:
        """Only the twitch of the short clip was found, where it is, and the counts say so."""
        (twitch,) = (event for event in self.events if event.kind is Kind.TWITCH)
        assert twitch.onset_s == pytest.approx(2.4, abs=0.1)
        assert twitch.lip in {"upper", "both"}
        assert twitch.side == "left"
        assert self.evidence.counts is not None
        assert self.evidence.counts.by_side["left"].events == 1

    def check_blind(self, reason: Reason, advice: str) -> None:
        """Nothing was observable from start to end, and everybody is told so."""
        recording, time = self.evidence.recording, self.evidence.time
        assert self.evidence.counts is None
        assert time.observable_s == 0
        assert time.unobservable_s_by_reason == {reason.value: pytest.approx(recording.duration_s)}
        assert [(event.kind, event.reason) for event in self.events] == [
            (Kind.UNOBSERVABLE, reason)
        ]
        assert "NOTHING COULD BE OBSERVED" in self.out
        (warning,) = [line for line in self.err.splitlines() if "warning" in line]
        assert f"{recording.source.name}: nothing could be observed: {advice}" in warning


@pytest.fixture
def analysed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """Run the command on one recording that is to succeed, and check what always holds."""

    def analyse(path: Path, code: int = 0) -> Done:
        out = tmp_path / "out"
        assert main(["analyze", str(path), "--out", str(out)]) == code
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        assert "error" not in said.err
        assert {file.name for file in out.iterdir()} == {f"{path.stem}{end}" for end in RESULTS}
        evidence = read_evidence(out / f"{path.stem}_evidence.json")
        rows = pq.read_metadata(out / f"{path.stem}_motion.parquet").num_rows
        assert rows == evidence.recording.frames
        events = read_events(out / f"{path.stem}_events.tsv")
        return Done(said.out, said.err, evidence, events)

    return analyse


def test_cut_off_in_the_middle(
    short_clip: Path, tmp_path: Path, analysed: Callable[..., Done]
) -> None:
    """What is there is analysed; screen, results and exit code tell that the rest is missing."""
    path = tmp_path / "cut.mp4"
    path.write_bytes(short_clip.read_bytes())
    done = analysed(cut_off(path, 0.7), code=1)
    assert 20 < done.evidence.recording.frames < 80
    says = r"(damaged after|end at) \d\.\d s .*3\.0 s.*; what came before was analysed"
    assert re.search(says, " ".join(done.evidence.recording.notes))
    assert re.search(says, " ".join(done.out.split()))
    assert re.search(rf"warning: .*cut\.mp4: .*{says}", done.err)


def test_no_face(tmp_path: Path, analysed: Callable[[Path], Done]) -> None:
    done = analysed(write_video(tmp_path / "wall.mp4", 60, size=(320, 240)))
    done.check_blind(Reason.NO_FACE, "no face was found; film the face from the front")
    assert done.evidence.recording.duration_s == pytest.approx(2.0)


def test_one_picture(
    face_pictures: list[Rgb], tmp_path: Path, analysed: Callable[[Path], Done]
) -> None:
    done = analysed(write_video(tmp_path / "one.mp4", face_pictures[:1]))
    assert done.evidence.recording.frames == 1
    assert done.evidence.counts is None
    assert "one.mp4: nothing could be observed: it is too short; record a minute" in done.err


def test_five_pictures_per_second(
    face_pictures: list[Rgb], tmp_path: Path, analysed: Callable[[Path], Done]
) -> None:
    done = analysed(write_video(tmp_path / "slow.mp4", face_pictures[::6], rate=5))
    assert done.evidence.recording.rate_hz == pytest.approx(5)
    # The rate is known from the third picture on.
    (event,) = done.events
    assert (event.kind, event.reason) == (Kind.UNOBSERVABLE, Reason.LOW_FRAME_RATE)
    assert event.onset_s < 0.4
    assert event.end_s == pytest.approx(done.evidence.recording.duration_s)
    assert "could be observed: too few new pictures of the lips came; record 30" in done.err


def test_4k(face_pictures: list[Rgb], tmp_path: Path, analysed: Callable[[Path], Done]) -> None:
    wide = [
        cv2.copyMakeBorder(cv2.resize(picture, (2880, 2160)), 0, 0, 480, 480, cv2.BORDER_CONSTANT)
        for picture in face_pictures[:4]
    ]
    done = analysed(write_video(tmp_path / "4k.mp4", cast("list[Rgb]", wide), codec="mjpeg"))
    source = done.evidence.recording.source
    assert (source.width_px, source.height_px) == (1920, 1080)
    assert "3840x2160" in done.out
    assert done.evidence.sensor.scale is not None
    assert done.evidence.time.observable_s > 0


@pytest.mark.parametrize("turn", [90, 270])
def test_portrait(
    face_pictures: list[Rgb], tmp_path: Path, analysed: Callable[[Path], Done], turn: int
) -> None:
    """A phone stores what it saw lying on its side; left and right stay the person's own."""
    lying = [np.ascontiguousarray(np.rot90(picture, -turn // 90)) for picture in face_pictures]
    fast = {"preset": "ultrafast"}
    path = write_video(tmp_path / "portrait.mp4", lying, codec="libx264", options=fast)
    done = analysed(set_display_matrix(path, TURNS[turn]))
    assert done.evidence.recording.source.rotation_deg == turn
    done.check_twitch()


@pytest.mark.skipif(not can_encode("libx265"), reason="this PyAV has no encoder for HEVC")
def test_ten_bit_hevc(
    face_pictures: list[Rgb], tmp_path: Path, analysed: Callable[[Path], Done]
) -> None:
    path = write_video(
        tmp_path / "hdr.mp4",
        face_pictures,
        codec="libx265",
        pix_fmt="yuv420p10le",
        options={"preset": "ultrafast"},
    )
    done = analysed(path)
    assert done.evidence.recording.source.codec == "hevc"
    done.check_twitch()


def test_avi_without_times(
    face_pictures: list[Rgb], tmp_path: Path, analysed: Callable[[Path], Done]
) -> None:
    done = analysed(
        write_video(tmp_path / "webcam.avi", face_pictures, codec="mjpeg", options=SHARP)
    )
    assert "Note: AVI files hold no times" in done.out
    assert done.evidence.recording.duration_s == pytest.approx(3.0, abs=0.001)
    done.check_twitch()


def test_times_that_jump_back(
    face_pictures: list[Rgb], tmp_path: Path, analysed: Callable[[Path], Done]
) -> None:
    """As where two recordings were joined: the pictures follow one another all the same."""
    stamps_ms = [5000 + number * 33 for number in range(30)] + [n * 33 for n in range(60)]
    done = analysed(
        write_video(
            tmp_path / "joined.mkv",
            face_pictures,
            codec="mjpeg",
            stamps_ms=stamps_ms,
            options=SHARP,
        )
    )
    assert "1 jump back of the recording's clock; later times were shifted" in done.out
    assert any("1 jump back" in note for note in done.evidence.recording.notes)
    done.check_twitch()


def test_name_with_spaces_and_other_letters(
    short_clip: Path, tmp_path: Path, analysed: Callable[[Path], Done]
) -> None:
    path = tmp_path / "Grüße von 祖母 [2].mp4"
    path.write_bytes(short_clip.read_bytes())
    done = analysed(path)
    assert path.name in done.out
    assert done.evidence.recording.source.name == path.name
    done.check_twitch()


# Several at once


def test_the_same_file_twice(
    short_clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["analyze", str(short_clip), str(short_clip), "--out", str(tmp_path)]) == 0
    assert capsys.readouterr().err.splitlines()[:2] == [
        f"twitchcam: note: {short_clip} was given more than once; it is analysed once",
        "twitchcam: note: analysing short.mp4 (1 of 1)",
    ]
    assert len(list(tmp_path.iterdir())) == len(RESULTS)


def test_two_recordings_of_one_name(
    short_clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither overwrites the other, in one run or in a later one, and which is which is said."""
    other = write_video(tmp_path / short_clip.name, 20, size=(320, 240))
    out = tmp_path / "out"
    assert main(["analyze", str(short_clip), str(other), "--out", str(out)]) == 0
    printed = capsys.readouterr()
    assert f"short_events.tsv and the like in {out} do not belong to {other}" in printed.err
    assert f"Results of {short_clip} in {out}: short_events.tsv" in printed.out
    assert f"Results of {other} in {out}: short_2_events.tsv" in printed.out
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    assert len(before) == 2 * len(RESULTS)
    assert read_evidence(out / "short_evidence.json").recording.frames == 90
    assert read_evidence(out / "short_2_evidence.json").recording.frames == 20
    assert main(["analyze", str(other), "--out", str(out), "-q"]) == 0
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
