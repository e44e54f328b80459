"""Settings that cannot be are refused at once, not when they are first used."""

from __future__ import annotations

from typing import Any

import pytest

from twitchcam.errors import UsageError
from twitchcam.settings import DetectionSettings, Settings


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        ({"backend": "facemesh"}, "backend must be one of face-mesh, face-landmarker"),
        ({"profile": "my_profile.toml"}, "as calibrate gives or read_profile reads it"),
        ({"sensor": "Flow"}, "sensor must be one of flow, landmarks, not 'Flow'"),
    ],
)
def test_what_there_is_not_is_refused(chosen: dict[str, Any], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        Settings(**chosen)


def test_rows_of_a_block() -> None:
    assert DetectionSettings().block_rows == 12
    assert DetectionSettings(grid_rate_hz=60.0).block_rows == 6
