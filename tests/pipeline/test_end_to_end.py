"""One recording from file to files, which agree with one another."""

from __future__ import annotations

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib.metadata import version
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pyarrow.parquet as pq
import pytest

import twitchcam
from tests.media import write_video
from tests.sample_frames import SAMPLE_VIDEOS, decoded
from twitchcam.capture.file_identity import identify
from twitchcam.outputs.events_tsv import read_events
from twitchcam.outputs.evidence_json import read_evidence
from twitchcam.records import Event, Kind, Reason, twitches_of
from twitchcam.settings import Settings
from twitchcam.stages import backend_for

if TYPE_CHECKING:
    from pathlib import Path

    from twitchcam.outputs.recording import Recording
    from twitchcam.outputs.result_files import ResultFiles
    from twitchcam.records import Rgb

# Along the jaw from ear to ear, and back across the nose.
MASK_OUTLINE = [
    *(234, 93, 132, 58, 172, 136, 150, 149, 176, 148, 152),
    *(377, 400, 378, 379, 365, 397, 288, 361, 323, 454, 347, 5, 118),
]


@pytest.fixture
def files(singles: Recording) -> ResultFiles:
    """Give the files of the analysis."""
    assert singles.files is not None
    return singles.files


def is_the_same(event: Event, true: Event) -> bool:
    """Whether a found twitch is that of the truth; a lip may have drawn the other one along."""
    is_there = event.side == true.side and event.lip in {true.lip, "both"}
    return is_there and abs(event.onset_s - true.onset_s) < 0.2


def places(event: Event) -> list[str]:
    """Quadrants of an event, as the columns of the motion file begin."""
    lips = ["upper", "lower"] if event.lip == "both" else [event.lip]
    sides = ["left", "right"] if event.side == "both" else [event.side]
    return [f"{lip}_{side}" for lip in lips for side in sides]


def test_names_that_were_taken_meanwhile_are_left_alone(tmp_path: Path) -> None:
    """Two analyses of recordings of one name, into one folder, at the same time."""
    clip, other = SAMPLE_VIDEOS / "phone_rotated.mp4", tmp_path / "b" / "phone_rotated.mp4"
    other.parent.mkdir()
    other.write_bytes((SAMPLE_VIDEOS / "still.mp4").read_bytes())
    out = tmp_path / "out"

    def analyse_the_other(_: object) -> None:
        if not (out / "phone_rotated_events.tsv").exists():
            twitchcam.analyze(other, out_dir=out)

    first = twitchcam.analyze(clip, out_dir=out, on_progress=analyse_the_other)
    assert first.files is not None
    assert first.files.stem == "phone_rotated_2"
    assert read_evidence(out / "phone_rotated_evidence.json").file == identify(other)
    assert read_evidence(out / "phone_rotated_2_evidence.json").file == identify(clip)
    assert all(path.exists() for path in first.files)
    assert len(list(out.iterdir())) == 12


def test_how_coarsely_a_recording_is_coded_stands_in_its_evidence(singles: Recording) -> None:
    assert singles.evidence.recording.quantiser == 20


def test_a_recording_can_be_of_one_phase(singles: Recording) -> None:
    asleep = twitchcam.analyze(SAMPLE_VIDEOS / "singles.mp4", write=False, phase="sleep").evidence
    assert asleep.phases is not None
    assert asleep.counts is not None
    assert list(asleep.phases) == ["sleep"]
    assert asleep.phases["sleep"].events == asleep.counts.all.events == 7
    assert asleep.phases["sleep"].observable_s == pytest.approx(asleep.time.observable_s)
    assert asleep == replace(singles.evidence, phases=asleep.phases)


def test_six_files_and_nothing_else(files: ResultFiles) -> None:
    names = {path.name for path in files.events.parent.iterdir()}
    assert names == {
        "singles_events.tsv",
        "singles_events.json",
        "singles_motion.parquet",
        "singles_evidence.json",
        "singles.vtt",
        "singles_report.html",
    }


def test_most_twitches_are_found_at_their_place(files: ResultFiles) -> None:
    """How many exactly, and how well, is a matter of the benchmark of accuracy."""
    truth = read_events(SAMPLE_VIDEOS / "truth" / "singles_events.tsv")
    found = twitches_of(read_events(files.events))
    matched = [true for true in truth if any(is_the_same(event, true) for event in found)]
    assert len(matched) >= 5
    assert len(found) <= len(truth) + 1


def test_table_holds_the_events_that_were_returned(singles: Recording, files: ResultFiles) -> None:
    table = read_events(files.events)
    assert [(e.kind, e.lip, e.side, e.pattern, e.peaks) for e in table] == [
        (e.kind, e.lip, e.side, e.pattern, e.peaks) for e in singles.events
    ]
    onsets_s = [event.onset_s for event in singles.events]
    assert [event.onset_s for event in table] == pytest.approx(onsets_s, abs=0.001)


def test_evidence_counts_the_events_of_the_table(singles: Recording, files: ResultFiles) -> None:
    evidence, found = read_evidence(files.evidence), twitches_of(read_events(files.events))
    assert evidence.counts == singles.evidence.counts
    assert evidence.counts is not None
    assert evidence.counts.all.events == len(found)
    assert evidence.counts.all.peaks == sum(event.peaks or 0 for event in found)
    for lip, by_side in evidence.counts.by_lip_and_side.items():
        for side, tally in by_side.items():
            assert tally.events == sum((e.lip, e.side) == (lip, side) for e in found)
    rejected = [e.reason.value for e in singles.events if e.kind is Kind.REJECTED and e.reason]
    assert evidence.rejected == Counter(rejected)


def test_files_are_read_again_by_names_of_the_package(files: ResultFiles, tmp_path: Path) -> None:
    assert twitchcam.read_events(str(files.events)) == read_events(files.events)
    assert twitchcam.read_evidence(str(files.evidence)) == read_evidence(files.evidence)
    told = tmp_path / "answers.toml"
    told.write_text("age_years = 52\n", encoding="utf-8")
    report = twitchcam.match_causes(
        twitchcam.read_evidence(str(files.evidence)), twitchcam.read_answers(str(told))
    )
    assert report.causes
    assert all(hasattr(twitchcam, name) for name in dir(twitchcam))


def test_subtitles_show_every_event_at_its_time(files: ResultFiles) -> None:
    events = read_events(files.events)
    cues = [line for line in files.vtt.read_text("utf-8").splitlines() if " --> " in line]
    starts_s = [60 * int(cue[3:5]) + float(cue[6:12]) for cue in cues]
    assert starts_s == pytest.approx([event.onset_s for event in events], abs=0.001)


def test_report_shows_what_was_found(singles: Recording, files: ResultFiles) -> None:
    page = files.report.read_text("utf-8")
    assert "singles.mp4: 450 pictures" in page
    assert singles.evidence.counts is not None
    assert f"{singles.evidence.counts.all.events} events with" in page
    assert page.count('<path class="mark"') == singles.evidence.counts.all.events


def test_motion_has_a_row_for_every_decoded_picture(files: ResultFiles) -> None:
    table, frames = pq.read_table(files.motion), decoded("singles")
    assert table["frame"].to_pylist() == [frame.index for frame in frames]
    np.testing.assert_allclose(table["time_s"], [frame.time_s for frame in frames])
    recording = read_evidence(files.evidence).recording
    assert recording.frames == len(frames)
    assert recording.duration_s == pytest.approx(15.0, abs=0.01)
    assert not recording.partial


def test_motion_is_largest_where_the_table_has_a_twitch(files: ResultFiles) -> None:
    table = pq.read_table(files.motion)
    time_s = np.array(table["time_s"])
    found = twitches_of(read_events(files.events))
    assert found
    for event in found:
        inside = (time_s >= event.onset_s - 0.05) & (time_s <= event.end_s + 0.05)
        columns = [table[f"{place}_magnitude_mm"].to_numpy() for place in places(event)]
        assert any(column[inside].max() > 3 * np.nanmedian(column) for column in columns)


def test_sidecar_describes_every_column(files: ResultFiles) -> None:
    header = files.events.read_text("utf-8").splitlines()[0].split("\t")
    assert list(json.loads(files.events_sidecar.read_text("utf-8"))) == header


def test_a_face_that_is_found_again_elsewhere_is_told(
    face_pictures: list[Rgb], tmp_path: Path
) -> None:
    """It may be somebody else's."""
    height, width, _ = face_pictures[0].shape

    def shown_at(left_px: int | None, picture: Rgb) -> Rgb:
        whole = np.full((height, 2 * width, 3), 128, dtype=np.uint8)
        if left_px is not None:
            whole[:, left_px : left_px + width] = picture
        return whole

    places_px = [0] * 40 + [None] * 15 + [width] * 35
    moved = [shown_at(*pair) for pair in zip(places_px, face_pictures, strict=True)]
    clip = write_video(tmp_path / "two.mp4", moved, codec="libx264")
    (note,) = twitchcam.analyze(clip, write=False).evidence.recording.notes
    assert "the face was found in another place" in note
    assert 1.8 <= float(note.split()[1]) <= 2.3


def test_nothing_is_seen_under_a_mask_that_is_put_on(
    face_pictures: list[Rgb], tmp_path: Path
) -> None:
    """As light as the face, and noisy as a camera is, it moves by that alone."""
    with backend_for(Settings()) as backend:
        landmarks = backend.find(face_pictures[0], 0.0).landmarks
    assert landmarks is not None
    height, width, _ = face_pictures[0].shape
    outline = (landmarks[MASK_OUTLINE, :2] * (width, height)).astype(np.int32)
    rng = np.random.default_rng(5)

    def masked(picture: Rgb) -> Rgb:
        noise = rng.normal(0.0, 8.0, (height, width, 1))
        mask = np.clip(noise + np.array([205, 190, 180]), 0, 255).astype(np.uint8)
        inside = cv2.fillPoly(np.zeros((height, width, 1), np.uint8), [outline], (1,))
        return np.where(inside > 0, mask, picture)

    clip = write_video(
        tmp_path / "mask.mp4",
        [*face_pictures[:60], *map(masked, face_pictures[:90])],
        codec="libx264",
    )
    recording = twitchcam.analyze(clip, write=False)
    assert not [twitch for twitch in twitches_of(recording.events) if twitch.onset_s >= 2.0]
    covered = [e for e in recording.events if e.reason is Reason.COVERED]
    assert sum(event.duration_s for event in covered) == pytest.approx(3.0, abs=0.6)


def test_which_backend_and_sensor_ran_is_in_what_does_not_hold_all_facts(
    files: ResultFiles,
) -> None:
    made_by = f"twitchcam {version('twitchcam')}, face-mesh, flow"
    assert pq.read_metadata(files.motion).metadata[b"made_by"].decode() == made_by
    assert f"Made by {made_by}.\n" in files.vtt.read_text("utf-8")


def test_nothing_tells_where_the_recording_lies(files: ResultFiles) -> None:
    """Results are handed on; folders may be named after people."""
    folder = str(SAMPLE_VIDEOS.parent).encode()
    assert not [path.name for path in files if path.exists() and folder in path.read_bytes()]


def test_another_thread_and_no_files_give_the_same_events(singles: Recording) -> None:
    """Programs with a window analyse beside it, where Ctrl-C means nothing."""
    with ThreadPoolExecutor(1) as thread:
        path = SAMPLE_VIDEOS / "singles.mp4"
        again = thread.submit(twitchcam.analyze, path, write=False).result()
    assert again.files is None
    assert again.events == singles.events
