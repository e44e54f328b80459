"""What video files can be, and what becomes of each."""

from __future__ import annotations

import gc
import os
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest
from av.video.stream import VideoStream

from tests.media import (
    MIRROR,
    TURNS,
    bright_quarter,
    can_encode,
    cut_off,
    damage_packets,
    picture,
    set_display_matrix,
    write_sound,
    write_video,
)
from twitchcam.capture.video_file import VideoFile
from twitchcam.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable

    from twitchcam.records import Frame


def _read(path: Path) -> tuple[list[Frame], VideoFile]:
    with VideoFile(path) as video:
        return list(video), video


def _times(path: Path) -> list[float]:
    return [frame.time_s for frame in _read(path)[0]]


# Times


@pytest.mark.parametrize("name", ["clip.mkv", "clip.mp4", "clip.nut"])
def test_variable_rate_is_kept_and_starts_at_0(tmp_path: Path, name: str) -> None:
    """Times are the file's own, from the first picture on."""
    stamps = [500, 533, 600, 640, 900, 933]
    frames, video = _read(write_video(tmp_path / name, 6, stamps_ms=stamps))
    expected = [(stamp - 500) / 1000 for stamp in stamps]
    assert [frame.time_s for frame in frames] == pytest.approx(expected, abs=1e-4)
    assert video.notes == ()


def test_clock_set_back_in_a_file(tmp_path: Path) -> None:
    """Every picture is kept, in the order of decoding, and the jump is told."""
    stamps = [3000, 3033, 3067, 3100, 0, 33, 67, 100]
    frames, video = _read(write_video(tmp_path / "joined.mkv", 8, stamps_ms=stamps))
    times = np.array([frame.time_s for frame in frames])
    assert len(times) == 8
    assert (np.diff(times) > 0.01).all()
    assert (np.diff(times) < 0.05).all()
    assert any("1 jump back" in note for note in video.notes)


def test_a_time_that_is_far_ahead_in_a_file(tmp_path: Path) -> None:
    """It moves that picture alone: what follows keeps the times that a player shows."""
    stamps = [0, 33, 67, 3600000, 133, 167, 200]
    frames, video = _read(write_video(tmp_path / "ahead.mkv", 7, stamps_ms=stamps))
    expected = [0, 0.033, 0.067, 0.1, 0.133, 0.167, 0.2]
    assert [frame.time_s for frame in frames] == pytest.approx(expected, abs=1e-3)
    assert "1 picture whose time was too late, placed after the one before" in video.notes


def test_repeated_times_in_a_file(tmp_path: Path) -> None:
    """A doubled stamp moves that picture alone."""
    frames, video = _read(write_video(tmp_path / "twice.mkv", 4, stamps_ms=[0, 33, 33, 100]))
    times = [frame.time_s for frame in frames]
    assert times[0::3] == pytest.approx([0, 0.1])
    assert times[1] < times[2] < times[3]
    assert any("1 picture whose time did not rise" in note for note in video.notes)


def test_bare_stream_gets_times_from_its_rate(tmp_path: Path) -> None:
    """And says so."""
    path = write_video(tmp_path / "bare.h264", 10, codec="libx264", rate=50)
    frames, video = _read(path)
    assert [frame.time_s for frame in frames] == pytest.approx([n / 50 for n in range(10)])
    assert any("made from 50 pictures per second" in note for note in video.notes)
    assert video.info.rate_hz == 50
    assert video.info.frame_count is None


def test_avi_with_reordered_pictures(tmp_path: Path) -> None:
    """AVI numbers pictures in the order of decoding, which is not that of showing."""
    path = write_video(tmp_path / "b_frames.avi", 12, codec="libx264", options={"bf": "3"})
    frames, video = _read(path)
    assert [frame.time_s for frame in frames] == pytest.approx([n / 30 for n in range(12)])
    assert any("AVI" in note for note in video.notes)


def test_avi_with_dropped_pictures(tmp_path: Path) -> None:
    """Old webcam programs leave places empty: the time goes on."""
    path = write_video(tmp_path / "gap.avi", 4, stamps_ms=None, codec="mjpeg")
    with_gap = tmp_path / "dropped.avi"
    with av.open(path) as source, av.open(with_gap, "w") as target:
        stream = target.add_stream_from_template(source.streams.video[0])
        for number, packet in enumerate(p for p in source.demux(video=0) if p.size):
            packet.stream, packet.pts = stream, [0, 1, 5, 6][number]
            packet.dts = packet.pts
            target.mux(packet)
    assert _times(with_gap) == pytest.approx([0, 1 / 30, 5 / 30, 6 / 30])


# Pictures


@pytest.mark.parametrize("turn", TURNS)
def test_turned_as_players_do(tmp_path: Path, turn: int) -> None:
    """The bright quarter ends where the display matrix sends it, in brightness and colour."""
    path = set_display_matrix(write_video(tmp_path / "phone.mp4", 2), TURNS[turn])
    frames, video = _read(path)
    quarters = {
        0: ("upper", "left"),
        90: ("lower", "left"),
        180: ("lower", "right"),
        270: ("upper", "right"),
    }
    shape = (64, 48) if turn % 180 else (48, 64)
    assert video.info.rotation_deg == turn
    assert (video.info.height_px, video.info.width_px) == shape
    for upright in (frames[0].gray, frames[0].read_rgb()[..., 1]):
        assert upright.shape == shape
        assert bright_quarter(upright) == quarters[turn]


def test_mirrored_only_if_the_file_asks_and_never_silently(tmp_path: Path) -> None:
    """Left and right matter."""
    path = set_display_matrix(write_video(tmp_path / "selfie.mp4", 2), MIRROR)
    frames, video = _read(path)
    assert bright_quarter(frames[0].gray) == ("upper", "right")
    assert any("left and right" in note for note in video.notes)


@pytest.mark.parametrize("pix_fmt", ["yuv420p", "yuv422p", "yuv444p", "nv12"])
def test_brightness_is_the_stored_one(tmp_path: Path, pix_fmt: str) -> None:
    """Lossless pictures of a width with padded lines come out to the last bit."""
    path = write_video(
        tmp_path / "exact.mkv",
        3,
        codec="libx264",
        size=(50, 34),
        pix_fmt=pix_fmt,
        options={"qp": "0"},
    )
    for frame in _read(path)[0]:
        drawn = av.VideoFrame.from_ndarray(picture(frame.index, (50, 34)), format="rgb24")
        stored = drawn.reformat(format=pix_fmt).planes[0]
        lines = np.frombuffer(bytes(stored), np.uint8).reshape(34, stored.line_size)
        np.testing.assert_array_equal(frame.gray, lines[:, :50])


@pytest.mark.skipif(not can_encode("libx265"), reason="no HEVC encoder here")
def test_ten_bits_give_the_same_brightness(tmp_path: Path) -> None:
    """Phones record HDR in 10 bits: the range is not stretched."""
    eight = write_video(tmp_path / "eight.mkv", 3, codec="libx265")
    ten = write_video(tmp_path / "ten.mkv", 3, codec="libx265", pix_fmt="yuv420p10le")
    first, second = (_read(path)[0][0].gray.astype(int) for path in (eight, ten))
    assert abs(first - second).mean() < 2


def test_4k_is_reduced(tmp_path: Path) -> None:
    """The longer side of an upright phone picture ends at 1920 pixels, and it is told."""
    path = write_video(tmp_path / "4k.mp4", 1, size=(3840, 2160), codec="mjpeg")
    frames, video = _read(set_display_matrix(path, TURNS[270]))
    assert (video.info.width_px, video.info.height_px) == (1080, 1920)
    assert frames[0].gray.shape == (1920, 1080)
    assert frames[0].read_rgb().shape == (1920, 1080, 3)
    assert bright_quarter(frames[0].gray) == ("upper", "right")
    assert any("3840x2160" in note for note in video.notes)


@pytest.mark.parametrize(
    ("aspect", "width", "height"),
    [
        (Fraction(4, 3), 85, 48),
        (Fraction(1, 2), 64, 96),
        pytest.param(Fraction(1215, 1216), 64, 48, id="rounding"),
    ],
)
def test_pixels_are_made_square(tmp_path: Path, aspect: Fraction, width: int, height: int) -> None:
    """By stretching the side that is too short."""
    path = write_video(tmp_path / "wide.mkv", 1, codec="libx264", pixel_aspect=aspect)
    frames, video = _read(path)
    assert frames[0].gray.shape == (video.info.height_px, video.info.width_px) == (height, width)


def test_size_changing_midway(tmp_path: Path) -> None:
    """Video calls do this: all pictures have the size of the first."""
    small, large = (
        write_video(tmp_path / f"{w}.mjpeg", 3, codec="mjpeg", size=(w, w * 3 // 4))
        for w in (64, 128)
    )
    joined = tmp_path / "joined.mjpeg"
    joined.write_bytes(small.read_bytes() + large.read_bytes())
    frames, video = _read(joined)
    assert [frame.gray.shape for frame in frames] == [(48, 64)] * 6
    assert any("3 pictures of another size" in note for note in video.notes)


# What is known beforehand


def test_info(tmp_path: Path) -> None:
    """The container's claims."""
    with VideoFile(write_video(tmp_path / "clip.mp4", 15, codec="libx264")) as video:
        info = video.info
    assert (info.name, info.codec, info.rate_hz, info.frame_count) == ("clip.mp4", "h264", 30, 15)
    assert info.duration_s == pytest.approx(0.5)
    assert (info.width_px, info.height_px, info.rotation_deg) == (64, 48, 0)


def test_streamed_file_knows_no_length(tmp_path: Path) -> None:
    """Browsers record like this: the length is unknown, the pictures are all there."""
    path = write_video(tmp_path / "live.mkv", 9, container_format="matroska", seekable=False)
    frames, video = _read(path)
    assert len(frames) == 9
    assert video.info.duration_s is None
    assert video.info.frame_count is None


def test_one_picture(tmp_path: Path) -> None:
    """A recording of one picture is short, not wrong."""
    assert _times(write_video(tmp_path / "one.mp4", 1)) == [0]


# Damage


def test_cut_off_file(tmp_path: Path) -> None:
    """What is there is delivered; that something is missing is told."""
    path = write_video(tmp_path / "cut.mkv", 90, codec="mjpeg")
    frames, video = _read(cut_off(path, 0.5))
    assert 30 < len(frames) < 60
    assert any("announces 3.0 s" in note and "analysed" in note for note in video.notes)


def test_file_that_ends_in_damage(tmp_path: Path) -> None:
    """The place is told where reading had to end."""
    path = damage_packets(write_video(tmp_path / "clip.mp4", 30), range(21, 30))
    frames, video = _read(path)
    assert len(frames) == 21
    assert "the file is damaged after 0.7 s; what came before was analysed" in video.notes


def test_a_beginning_that_cannot_be_decoded_is_not_missing_at_the_end(tmp_path: Path) -> None:
    """As in pieces of streams, which begin between two key pictures."""
    path = damage_packets(write_video(tmp_path / "clip.mp4", 60, codec="mjpeg"), range(45))
    frames, video = _read(path)
    assert len(frames) == 15
    assert "the first 1.5 s could not be decoded" in video.notes
    assert video.cut_off == ""


def test_damage_that_costs_much(tmp_path: Path) -> None:
    """How much of the recording is gone is told, too."""
    path = damage_packets(write_video(tmp_path / "clip.mp4", 60, codec="mjpeg"), range(15, 60))
    assert "the file is damaged after 0.5 s of 2.0 s; what came before was analysed" in (
        _read(path)[1].notes
    )


def test_damage_in_the_middle_is_skipped(tmp_path: Path) -> None:
    """Later pictures keep their times."""
    path = damage_packets(write_video(tmp_path / "clip.mp4", 12, codec="mjpeg"), [4, 5])
    frames, video = _read(path)
    expected = [n / 30 for n in (0, 1, 2, 3, 6, 7, 8, 9, 10, 11)]
    assert [frame.time_s for frame in frames] == pytest.approx(expected, abs=1e-4)
    assert [frame.index for frame in frames] == list(range(10))
    assert any("skipped 2 damaged pieces" in note for note in video.notes)
    assert video.cut_off == ""


def test_leaving_early_is_not_damage(tmp_path: Path) -> None:
    """A loop that was left says nothing of the rest of the file."""
    with VideoFile(write_video(tmp_path / "long.mp4", 90)) as video:
        next(iter(video))
    assert video.notes == ()


# What cannot be read


def _folder(path: Path) -> None:
    path.mkdir()


def _text(path: Path) -> None:
    path.write_text("Dear doctor, here is the video.\n" * 50)


def _all_damaged(path: Path) -> None:
    damage_packets(write_video(path.with_name("good.mp4"), 5), range(5)).rename(path)


def _unknown_codec(path: Path) -> None:
    write_video(path, codec="libx264")
    path.write_bytes(path.read_bytes().replace(b"avc1", b"zzzz"))


def _playlist(path: Path) -> None:
    path.write_text("#EXTM3U\n#EXTINF:10,\nhttp://127.0.0.1:9/face.ts\n")


@pytest.mark.parametrize(
    ("name", "make", "says"),
    [
        ("missing.mp4", lambda _: None, "does not exist"),
        ("folder.mp4", _folder, "is a folder"),
        ("empty.mp4", Path.touch, "is empty"),
        ("text.mp4", _text, "is not a video"),
        ("text.txt", _text, "is a text"),
        ("playlist.m3u8", _playlist, "is not a video"),
        ("sound.mp4", write_sound, "holds no moving pictures"),
        ("damaged.mp4", _all_damaged, "holds no picture that can be decoded"),
        ("unknown.mp4", _unknown_codec, "cannot be decoded here"),
        ("photo.png", lambda p: write_video(p, 1, codec="png", pix_fmt="rgb24"), "single picture"),
    ],
)
def test_one_clear_line(
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    name: str,
    make: Callable[[Path], object],
    says: str,
) -> None:
    """The message names the file and what to do; nothing else is printed."""
    path = tmp_path / name
    make(path)
    with pytest.raises(SourceError, match=says) as caught:
        VideoFile(path)
    message = str(caught.value)
    assert message.startswith(str(path))
    assert "\n" not in message
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_permission_denied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Said by the file system, here by a stand-in since some test machines run as root."""
    path = write_video(tmp_path / "private.mp4")

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(SourceError, match="may not be read by you"):
        VideoFile(path)


def test_mp4_without_its_index(tmp_path: Path) -> None:
    """A phone that died while recording leaves such files."""
    path = cut_off(write_video(tmp_path / "died.mp4", index_first=False), 0.9)
    with pytest.raises(SourceError, match=r"index is missing.*; copy it again"):
        VideoFile(path)


def test_a_title_of_any_encoding(tmp_path: Path) -> None:
    """Nobody reads it, and it must not keep the video from being read."""
    path = write_video(tmp_path / "titled.avi", 5)
    data = path.read_bytes()
    with av.open(path) as plain, av.open(tmp_path / "with.avi", "w") as titled:
        titled.metadata["title"] = "M_ller"
        stream = titled.add_stream_from_template(plain.streams.video[0])
        for packet in plain.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                titled.mux(packet)
    data = (tmp_path / "with.avi").read_bytes()
    assert b"M_ller" in data
    path.write_bytes(data.replace(b"M_ller", b"M\xfcller"))
    assert len(_read(path)[0]) == 5


@pytest.mark.parametrize(("name", "codec"), [("clip.mkv", "mpeg4"), ("clip.flv", "flv1")])
def test_sound_that_lasts_longer_does_not_make_the_pictures_cut_off(
    tmp_path: Path, name: str, codec: str
) -> None:
    path = tmp_path / name
    with av.open(path, "w") as container:
        pictures = container.add_stream(codec, rate=30)
        assert isinstance(pictures, VideoStream)
        pictures.width, pictures.height, pictures.pix_fmt = 64, 48, "yuv420p"
        sound = container.add_stream("pcm_s16le", rate=11025)
        for number in range(15):
            drawn = av.VideoFrame.from_ndarray(picture(number, (64, 48)), format="rgb24")
            drawn.pts = number
            container.mux(pictures.encode(drawn))
        container.mux(pictures.encode(None))
        for number in range(30):
            silence = np.zeros((1, 1102), np.int16)
            frame = av.AudioFrame.from_ndarray(silence, format="s16", layout="mono")
            frame.rate, frame.pts = 11025, 1102 * number
            container.mux(sound.encode(frame))
        container.mux(sound.encode(None))
    frames, video = _read(path)
    assert len(frames) == 15
    assert video.cut_off == ""


def test_sound_that_begins_earlier(tmp_path: Path) -> None:
    """Time is counted from the first picture; players count from the sound."""
    path = tmp_path / "clip.mkv"
    with av.open(path, "w") as container:
        pictures = container.add_stream("mpeg4", rate=30)
        assert isinstance(pictures, VideoStream)
        pictures.width, pictures.height, pictures.pix_fmt = 64, 48, "yuv420p"
        sound = container.add_stream("pcm_s16le", rate=11025)
        silence = av.AudioFrame.from_ndarray(
            np.zeros((1, 11025), np.int16), format="s16", layout="mono"
        )
        silence.rate, silence.pts = 11025, 0
        container.mux(sound.encode(silence))
        for number in range(15):
            drawn = av.VideoFrame.from_ndarray(picture(number, (64, 48)), format="rgb24")
            drawn.pts = 60 + number
            container.mux(pictures.encode(drawn))
        for stream in (pictures, sound):
            container.mux(stream.encode(None))
    frames, video = _read(path)
    assert frames[0].time_s == 0.0
    assert video.info.first_shown_s == pytest.approx(2.0, abs=0.05)
    assert video.cut_off == ""


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("2026-11-02T08:15:00.000000Z", "2026-11-02T08:15:00+00:00"),
        ("1970-01-01T00:00:00.000000Z", None),
        ("2099-12-31T00:00:00.000000Z", None),
        (None, None),
    ],
)
def test_when_it_was_recorded(tmp_path: Path, told: str | None, kept: str | None) -> None:
    """A camera whose clock was never set tells nothing."""
    path = write_video(tmp_path / "clip.mp4", recorded_at=told)
    with VideoFile(path) as video:
        assert video.info.recorded_at == kept


@pytest.mark.parametrize(
    ("codec", "options", "quantiser"),
    [("libx264", {"qp": "36"}, 36), ("libx264", {"qp": "20"}, 20), ("mpeg4", {}, None)],
)
def test_how_coarsely_it_was_coded(
    tmp_path: Path, codec: str, options: dict[str, str], quantiser: int | None
) -> None:
    """Key frames may be coded a little finer."""
    path = write_video(tmp_path / "clip.mp4", codec=codec, options=options)
    with VideoFile(path) as video:
        told = [frame.quantiser for frame in video if not frame.is_key]
    assert set(told) == {quantiser}


def test_no_picture_waits_for_the_garbage_collector(tmp_path: Path) -> None:
    """In 4K each takes 12 MB: those that were read have to go at once."""
    path = write_video(tmp_path / "clip.mp4", 30, codec="libx264")
    gc.collect()
    before = _pictures_in_memory()
    gc.disable()
    try:
        with VideoFile(path) as video:
            assert len([frame.index for frame in video]) == 30
        assert _pictures_in_memory() == before
    finally:
        gc.enable()


def _pictures_in_memory() -> int:
    return sum(type(one) is av.VideoFrame for one in gc.get_objects())
