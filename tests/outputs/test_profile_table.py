"""A profile on the screen, for people."""

from __future__ import annotations

import io
from dataclasses import replace

from rich.console import Console

from tests.profile.made_up import PROFILE, REST, VIEW
from twitchcam.outputs.profile_table import print_profile
from twitchcam.profile_records import MouthFacts, Profile
from twitchcam.settings import Settings
from twitchcam.wording import MEDICAL_CLAIMS


def shown(profile: Profile) -> str:
    """What is printed, in one line."""
    console = Console(file=io.StringIO(), width=80)
    print_profile(console, profile, Settings())
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert text.isascii()
    return " ".join(text.split())


def test_all_that_was_measured() -> None:
    text = shown(PROFILE)
    for words in (
        "33.5 s of 40.0 s at rest; not: mouth movement 6.5 s",
        "below about 0.6 mm, more than one in ten may be missed",
        "lower-right 0.023 mm",
        "61.5 +/- 2.6 mm between the pupils, by the iris",
        "30.0 new pictures per second by their true times, none missing",
        "140 pixels between the pupils, picture 1280 x 720",
        "brightness 130 and contrast 30, of 255",
        "upright, facing the camera",
        "Smile 7 mm wider than at rest",
        "Mouth opening 18 mm further open than at rest",
        "keep it like this",
        "not a diagnosis",
    ):
        assert words in text
    assert not MEDICAL_CLAIMS.search(text)


def test_what_is_not_as_it_should_be() -> None:
    turned = replace(
        PROFILE,
        view=replace(VIEW, yaw_deg=-18.0, pitch_deg=7.0),
        mouth=MouthFacts(0.01, 0.8),
        rest=replace(REST, twitches=2, unobservable_s_by_reason={}),
        missing_pictures=90,
    )
    text = shown(turned)
    for words in (
        "turned to the right by 18 degrees, tilted down by 7 degrees",
        "Turn the face to the camera, to your own left",
        "Smile not shown",
        "2 events meanwhile",
        "90 missing",
    ):
        assert words in text
    assert not MEDICAL_CLAIMS.search(text)
