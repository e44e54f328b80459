"""What is missing where no profile can be made, and what to do about it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.evidence.made_up import RECORDING, blind, evidence_of
from twitchcam.errors import CalibrationError
from twitchcam.profile.make_profile import make_profile
from twitchcam.profile.rest_measurement import RestMeasurement
from twitchcam.records import Evidence, Reason
from twitchcam.settings import DARK_LEVEL, Settings

SETTINGS = Settings()
BRIGHT, DARK = 130.0, DARK_LEVEL - 1.0
BY_LIGHT = "put more light on the face (its brightness is 49 of 255)"


def missing(evidence: Evidence, level: float = BRIGHT) -> str:
    """Say why no profile can be made."""
    rest = RestMeasurement(SETTINGS.calibration, SETTINGS.detection)
    with pytest.raises(CalibrationError) as error:
        make_profile(evidence, rest, (level, 30.0), SETTINGS, "2026-11-30")
    return str(error.value)


def hidden(reason: Reason) -> Evidence:
    """Give evidence of a recording that one reason hides."""
    return evidence_of(replace(blind(), reason=reason))


@pytest.mark.parametrize(
    ("reason", "level", "says"),
    [
        (Reason.COVERED, BRIGHT, "keep the mouth free, and put more light on the face; film 30 s"),
        (Reason.COVERED, DARK, f"5 s are the least: {BY_LIGHT}; film 30 s"),
        (Reason.NOISE, DARK, f"5 s are the least: {BY_LIGHT}; film 30 s"),
        (Reason.NOISE, np.nan, "5 s are the least: put more light on the face; film 30 s"),
        (Reason.LOW_FRAME_RATE, BRIGHT, "record 30 per second or more, and use the camera's own"),
        (Reason.MOUTH_MOVEMENT, DARK, f"{BY_LIGHT}; keep the mouth closed and at rest; film 30 s"),
        (Reason.PAUSED, BRIGHT, "5 s are the least: film 30 s, still and silent"),
    ],
)
def test_what_hid_the_rest_says_what_to_do(reason: Reason, level: float, says: str) -> None:
    assert says in missing(hidden(reason), level)


def test_nobody_at_a_camera_is_told_to_use_its_file() -> None:
    told = missing(replace(hidden(Reason.LOW_FRAME_RATE), file=None))
    assert "5 s are the least: close other programs, or choose a faster mode" in told
    assert "messenger" not in told


def test_the_camera_is_not_blamed_for_what_coding_did() -> None:
    """Pictures that coding has flattened show nothing new, as if too few had been taken."""
    slow = replace(blind(), reason=Reason.LOW_FRAME_RATE)
    told = missing(evidence_of(slow, recording=replace(RECORDING, quantiser=44)))
    assert "compressed so strongly" in told
    assert "record" not in told
