"""Settings that cannot be are refused at once, not when they are first used."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from twitchcam.errors import UsageError
from twitchcam.settings import (
    DetectionSettings,
    Settings,
    VisionSettings,
    as_told,
    is_slower,
    measuring_settings,
)


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        ({"backend": "facemesh"}, "backend must be one of face-mesh, face-landmarker"),
        ({"profile": "my_profile.toml"}, "as calibrate gives or read_profile reads it"),
        ({"decision": "flow-face-mesh.json"}, "as parse_decision reads it"),
        ({"detection": VisionSettings()}, "detection must be DetectionSettings, not VisionSet"),
        ({"sensor": "Flow"}, "sensor must be one of flow, landmarks, not 'Flow'"),
    ],
)
def test_what_there_is_not_is_refused(chosen: dict[str, Any], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        Settings(**chosen)


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        ({"band_hz": (12.0, 4.0)}, "not be 12 to 4"),
        ({"band_hz": (4.0, 60.0)}, r"half of grid_rate_hz \(60\)"),
        ({"grid_rate_hz": 100.0}, "multiple of 60, not 100"),
        ({"block_s": 0.001}, "block_s must hold a row"),
        ({"floor_window_s": 0.0}, "floor_window_s must hold a block_s, not be 0"),
        ({"tremor_hz": (0.0, 12.0)}, "tremor_hz must rise from above 0, not be 0 to 12"),
        ({"tremor_hz": (8.0, 4.0)}, "tremor_hz must rise"),
        ({"floor_min_mm": 2.0}, r"floor_max_mm must be floor_min_mm \(2\) or more, not 1"),
        ({"floor_max_mm": 0.9}, r"less than floor_factor \(4\) times floor_max_mm \(0.9\)"),
        ({"max_threshold_mm": 4.0}, "max_threshold_mm must be less .*, not be 4"),
        ({"max_gap_s": float("nan")}, "max_gap_s must be a number of 0 or more, not nan"),
        ({"max_gap_s": -1.0}, "max_gap_s must be a number of 0 or more, not -1.0"),
        ({"max_gap_s": "0.5"}, "max_gap_s must be a number of 0 or more, not '0.5'"),
        ({"max_gap_s": True}, "max_gap_s must be a number"),
        ({"band_hz": (4.0, "12")}, "band_hz must be a number"),
    ],
)
def test_what_cannot_be_measured_is_refused(chosen: dict[str, Any], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        DetectionSettings(**chosen)


def test_settings_are_told_as_files_hold_them() -> None:
    told = as_told(DetectionSettings())
    assert json.loads(json.dumps(told)) == told


def test_settings_are_read_back_as_they_were_told() -> None:
    chosen = DetectionSettings(band_hz=(3.0, 9.0), grid_rate_hz=60.0, tremor_min_cycles=5)
    told = json.loads(json.dumps(measuring_settings(Settings(detection=chosen))))
    assert DetectionSettings.of(told) == chosen


@pytest.mark.parametrize(
    ("told", "read"),
    [
        ({}, DetectionSettings()),
        ({"max_gap_s": 0.5, "of_an_older_version": "x"}, DetectionSettings(max_gap_s=0.5)),
        ({"band_hz": [4]}, DetectionSettings()),
        ({"band_hz": None}, DetectionSettings()),
        ({"band_hz": [12.0, 4.0]}, DetectionSettings()),
        ({"grid_rate_hz": float("nan")}, DetectionSettings()),
        ({"block_s": 10**400}, DetectionSettings()),
        ({"block_s": 1e308}, DetectionSettings()),
    ],
)
def test_what_a_file_does_not_tell_is_as_by_default(
    told: dict[str, object], read: DetectionSettings
) -> None:
    assert DetectionSettings.of(told) == read


def test_rows_and_blocks_in_so_much_time() -> None:
    assert DetectionSettings().block_rows == DetectionSettings().rows_in(0.1) == 12
    coarse = DetectionSettings(grid_rate_hz=60.0, block_s=0.25)
    assert (coarse.block_rows, coarse.rows_in(-0.5), coarse.blocks_in(0.6)) == (15, -30, 2)


@pytest.mark.parametrize(
    ("rate_hz", "slower"), [(14.2, True), (15000 / 1001, False), (30.0, False)]
)
def test_cameras_that_run_a_little_slow_have_the_rate_they_are_called_by(
    rate_hz: float, *, slower: bool
) -> None:
    assert is_slower(rate_hz, 15.0) == slower
    assert is_slower(np.array([rate_hz, 15.0]), 15.0).tolist() == [slower, False]
