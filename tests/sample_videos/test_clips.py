"""The table of clips keeps its promises, and the stored truth is the table's."""

from __future__ import annotations

import csv
from pathlib import Path

import av
import numpy as np
import pytest

from sample_videos.acting import act, blink_spells, frame_times
from sample_videos.clips import CLIPS, Clip
from sample_videos.truth import write_truth
from twitchcam.outputs.events_tsv import COLUMNS

FOLDER = Path(__file__).parents[2] / "sample_videos"
EACH = pytest.mark.parametrize("clip", CLIPS, ids=lambda clip: clip.name)


@EACH
def test_stored_truth_matches_the_table(clip: Clip, tmp_path: Path) -> None:
    """Nobody edits a clip without making it again."""
    stored = FOLDER / "truth" / f"{clip.name}_events.tsv"
    assert stored.read_bytes() == write_truth(clip, tmp_path).read_bytes()


@EACH
def test_truth_parses(clip: Clip) -> None:
    """A BIDS reader finds the columns and rows in order."""
    with (FOLDER / "truth" / f"{clip.name}_events.tsv").open(encoding="utf-8") as file:
        reader = csv.DictReader(file, delimiter="\t")
        onsets = [float(row["onset"]) for row in reader]
    assert tuple(reader.fieldnames or ()) == tuple(COLUMNS)
    assert onsets == sorted(onsets)
    assert len(onsets) == len(clip.twitches)


@EACH
def test_twitches_are_apart_and_large_enough(clip: Clip) -> None:
    """Events are distinct, within the clip, and of the stated sizes."""
    onsets_s = np.array([twitch.onset_s for twitch in clip.twitches])
    ends_s = np.array([twitch.end_s for twitch in clip.twitches])
    assert np.all(onsets_s[1:] - ends_s[:-1] >= 1.0)
    assert np.all(onsets_s >= 2.0)
    assert np.all(ends_s <= clip.duration_s - 0.3)
    assert all(1.5 <= twitch.size_mm <= 3.5 for twitch in clip.twitches)


@EACH
def test_nothing_large_happens_during_a_twitch(clip: Clip) -> None:
    """No blink, word, smile or turn covers a twitch."""
    busy = (
        clip.speech + clip.smiles + clip.away + tuple(move[:2] for move in clip.turns + clip.nods)
    )
    busy += tuple(blink_spells(clip, np.random.default_rng(0)))
    for start_s, end_s in busy:
        assert all(t.end_s < start_s or t.onset_s > end_s for t in clip.twitches)


@EACH
def test_same_seed_same_acting(clip: Clip) -> None:
    """Chance is fixed by the seed."""
    time_s = frame_times(clip, 1)
    first, second = act(clip, time_s, 1), act(clip, time_s, 1)
    assert np.array_equal(first.jaw_mm, second.jaw_mm)
    assert np.array_equal(first.lids, second.lids)
    assert np.all(np.diff(time_s) > 0)


@EACH
def test_stored_video_has_the_times_and_rotation(clip: Clip) -> None:
    """Lost frames and a sideways phone are in the file itself."""
    with av.open(str(FOLDER / f"{clip.name}.mp4")) as container:
        stream = container.streams.video[0]
        times_s = sorted(
            float(packet.pts * stream.time_base)
            for packet in container.demux(stream)
            if packet.pts is not None and stream.time_base is not None
        )
        container.seek(0)
        rotation_deg = next(container.decode(stream)).rotation
    assert np.allclose(times_s, frame_times(clip, 1), atol=0.001)
    assert rotation_deg == -clip.rotation_deg


def test_clips_stay_small() -> None:
    """All clips together are quick to download."""
    assert sum(path.stat().st_size for path in FOLDER.glob("*.mp4")) < 12_000_000
