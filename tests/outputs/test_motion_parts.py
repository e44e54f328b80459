"""What a motion file holds of a recording, read back."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.made_motion import Pull, frame_times_s, make_motion
from twitchcam.detection.detection_limit import band_delay_s
from twitchcam.detection.detector import Detector
from twitchcam.errors import OutputError
from twitchcam.outputs.motion_parquet import ROWS_PER_GROUP, MotionWriter
from twitchcam.outputs.motion_parts import MotionParquet
from twitchcam.outputs.motion_table import SCHEMA
from twitchcam.settings import DetectionSettings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from twitchcam.records import LipMotion, LipSignals

SETTINGS = DetectionSettings()
NAME = "clip_motion.parquet"


@contextmanager
def read_back(
    folder: Path,
    motions: Sequence[LipMotion],
    signals: Sequence[LipSignals] = (),
    settings: DetectionSettings = SETTINGS,
) -> Iterator[MotionParquet]:
    """A motion file that was written, before it has its name, as an analysis reads it for pages."""
    with MotionWriter(folder / NAME) as writer:
        writer.write(motions, signals)
        with MotionParquet(writer.finished(), settings) as motion:
            yield motion


def test_what_was_written_is_read_back_before_the_file_has_its_name(tmp_path: Path) -> None:
    motions = make_motion(frame_times_s(6.0, 30.0), [Pull(4.0, 0.3, (1,), 2.0)])
    detector = Detector(keep_signals=True)
    detector.push(motions)
    detector.flush()
    with read_back(tmp_path, motions, detector.take_signals()) as motion:
        (whole,) = motion.groups()
        part = motion.between(2.0, 3.0)
        assert not (tmp_path / NAME).exists()
    assert (tmp_path / NAME).exists()
    np.testing.assert_allclose(whole.time_s, [motion.time_s for motion in motions])
    np.testing.assert_allclose(whole.down_mm, [m.lips_mm[:, 1] for m in motions], rtol=1e-5)
    assert np.nanargmax(np.nanmax(whole.magnitude_mm, axis=0)) == 1
    assert (whole.floor_mm[60:-30] > 0).all()
    within = (whole.time_s >= 2.0) & (whole.time_s <= 3.0)
    np.testing.assert_array_equal(part.time_s, whole.time_s[within])
    np.testing.assert_array_equal(part.down_mm, whole.down_mm[within])


@pytest.mark.skipif(sys.platform != "linux", reason="names are Unicode on other systems")
def test_folders_whose_name_is_no_unicode_hold_motion_too(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"caf\xe9")
    folder.mkdir()
    with read_back(folder, make_motion(frame_times_s(2.0, 30.0))) as motion:
        assert len(motion.between(0.0, 1.0).time_s) == 31


def test_a_long_recording_is_read_a_part_at_a_time(tmp_path: Path) -> None:
    with read_back(tmp_path, make_motion(frame_times_s(150.0, 60.0))) as motion:
        lengths = [len(part.time_s) for part in motion.groups()]
    assert lengths == [ROWS_PER_GROUP, ROWS_PER_GROUP, 9000 - 2 * ROWS_PER_GROUP]


def test_the_delay_that_is_taken_off_is_the_one_that_the_motion_file_states(
    tmp_path: Path,
) -> None:
    with read_back(tmp_path, make_motion(frame_times_s(1.0, 30.0))) as motion:
        (whole,) = motion.groups()
    (delay_s,) = np.unique(np.round(whole.time_s - whole.filtered_s, 6))
    about = SCHEMA.field("upper_left_magnitude_mm").metadata[b"description"]
    # Other bands lag by other times; the description is the same for all.
    assert f"lags by about {delay_s:.2f} s in the default band" in about.decode()


def test_a_slower_band_answers_later(tmp_path: Path) -> None:
    slow = DetectionSettings(band_hz=(2.0, 6.0))
    with read_back(tmp_path, make_motion(frame_times_s(1.0, 30.0)), settings=slow) as motion:
        part = motion.between(0.0, 1.0)
    delay_s = part.time_s - part.filtered_s
    np.testing.assert_allclose(delay_s, band_delay_s(slow))
    assert delay_s[0] > band_delay_s(SETTINGS) + 0.01


def test_a_motion_file_that_is_damaged_is_told(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_bytes(b"PAR1 and then nothing of the kind")
    with pytest.raises(OutputError, match=r"cannot read .*clip_motion\.parquet back"):
        MotionParquet(path, SETTINGS)


def test_a_motion_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="none"):
        MotionParquet(tmp_path / "none.parquet", SETTINGS)
