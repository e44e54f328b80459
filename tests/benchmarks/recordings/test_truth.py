"""The truth of a recording is read from its table."""

from __future__ import annotations

from benchmarks.recordings.truth import read_truth
from sample_videos.clips import SAMPLES


def test_truth_of_the_sample_videos_is_read() -> None:
    twitches = read_truth(SAMPLES / "truth" / "lower_tremor_5hz_events.tsv")
    assert {(t.lip, t.side, t.pattern, t.frequency_hz) for t in twitches} == {
        ("lower", "both", "tremor", 5.0)
    }
