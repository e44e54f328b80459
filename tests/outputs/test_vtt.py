"""Subtitles that players accept and people understand."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.evidence.made_up import AWAY, BURST, EVENTS, SINGLE, SMILE, TALK, TREMOR
from twitchcam.outputs.vtt import vtt_text
from twitchcam.records import Reason

if TYPE_CHECKING:
    from twitchcam.records import Event

TIMES = re.compile(r"(\d\d+):([0-5]\d):([0-5]\d)\.(\d{3}) --> (\d\d+):([0-5]\d):([0-5]\d)\.(\d{3})")


def cues_of(*events: Event) -> list[tuple[float, float, str]]:
    """Read subtitles: start, end (s) and text, checked against the format's rules."""
    text = vtt_text(events, first_shown_s=0.0, made_by="twitchcam")
    header, note, *blocks = text.rstrip("\n").split("\n\n")
    assert header == "WEBVTT"
    assert note.startswith("NOTE ")
    assert "-->" not in note
    cues = []
    for block in blocks:
        times, text = block.split("\n")
        match = TIMES.fullmatch(times)
        assert match
        assert not set("<&") & set(text)
        h, m, s, ms, h2, m2, s2, ms2 = map(int, match.groups())
        start, end = h * 3600 + m * 60 + s + ms / 1000, h2 * 3600 + m2 * 60 + s2 + ms2 / 1000
        assert end > start
        cues.append((start, end, text))
    assert cues == sorted(cues, key=lambda cue: cue[0])
    return cues


def test_cues() -> None:
    """Every event is a cue in words."""
    texts = [text for _, _, text in cues_of(*reversed(EVENTS))]
    assert texts == [
        "Twitch: lower lip, left, 1.8 mm, single",
        "Twitch: lower lip, left, 1.8 mm, burst of 4 peaks, with the left eye closing",
        "Twitch: upper lip, right, 0.9 mm, tremor at 5.1 Hz",
        "Movement not counted: expression",
        "Not observable: no face",
        f"Not observable: {Reason(TALK.reason).value}",
    ]


def test_missing_values() -> None:
    """Missing values leave no holes."""
    events = (
        replace(SINGLE, amplitude_mm=None, lip="both", side="both", eye="both"),
        replace(BURST, peaks=None, eye=None, side=None),
        replace(TREMOR, frequency_hz=None, amplitude_mm=None),
        replace(SMILE, reason=None),
        replace(AWAY, reason=None),
    )
    texts = [text for _, _, text in cues_of(*events)]
    assert texts == [
        "Twitch: both lips, both sides, single, with both eyes closing",
        "Twitch: lower lip, 1.8 mm, burst",
        "Twitch: upper lip, right, tremor",
        "Movement not counted: no reason stated",
        "Not observable: no reason stated",
    ]


def test_cue_length() -> None:
    """A short event stays long enough to read and long ones keep their length."""
    (short_start, short_end, _), (long_start, long_end, _) = cues_of(
        SINGLE, replace(AWAY, onset_s=3725.9996, duration_s=7.25)
    )
    assert (short_start, short_end) == (1.25, 2.25)
    assert (long_start, long_end) == (3726.0, 3733.25)


def test_no_events() -> None:
    """No events is a valid file."""
    assert cues_of() == []


def test_players_count_from_the_beginning_of_the_file() -> None:
    """Where sound begins before the pictures, captions wait for them as well."""
    text = vtt_text([replace(SINGLE, onset_s=2.0)], first_shown_s=3.0, made_by="twitchcam")
    assert "00:00:05.000 --> " in text
