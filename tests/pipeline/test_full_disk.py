"""A disk that is full at the end of an analysis takes nothing away that was measured."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest

import twitchcam
from tests.pipeline.ctrl_c import SECOND_STEP, pressing
from twitchcam import pipeline
from twitchcam.analysis import FRAMES_PER_STEP
from twitchcam.outputs.evidence_json import read_evidence
from twitchcam.outputs.result_files import write_results
from twitchcam.outputs.safe_file import writing

if TYPE_CHECKING:
    from pathlib import Path

    from twitchcam.outputs.result_files import ResultFiles


def fill_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let there be space for small files, but not beside motion and a report."""

    def write(files: ResultFiles, events: object, evidence: object, motion: object = None) -> None:
        if motion is not None:
            with writing(files.events):
                raise OSError(errno.ENOSPC, "No space left on device")
        write_results(files, events, evidence)  # type: ignore[arg-type]  # passed on

    monkeypatch.setattr(pipeline, "write_results", write)


def test_what_was_measured_is_handed_over_and_what_fits_is_written(
    short_clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_disk(monkeypatch)
    with pytest.raises(twitchcam.UnwrittenError, match="No space left") as raised:
        twitchcam.analyze(
            short_clip, out_dir=tmp_path, on_progress=pressing(at_frame=FRAMES_PER_STEP)
        )
    # Of what is missing, whichever file it was that had no space left.
    motion, report = tmp_path / "short_motion.parquet", tmp_path / "short_report.html"
    assert str(raised.value).startswith(f"cannot write {motion} and {report}: No space left")
    recording = raised.value.recording
    assert recording.evidence.recording.frames == FRAMES_PER_STEP
    assert recording.files is not None
    assert read_evidence(recording.files.evidence) == recording.evidence
    written = {path.name for path in tmp_path.iterdir()}
    assert written == {"short_events.tsv", "short_events.json", "short_evidence.json", "short.vtt"}


def test_nothing_is_put_among_earlier_results(
    short_clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They would be of two analyses then."""
    twitchcam.analyze(short_clip, out_dir=tmp_path, on_progress=pressing(at_frame=FRAMES_PER_STEP))
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    fill_disk(monkeypatch)
    with pytest.raises(twitchcam.UnwrittenError) as raised:
        twitchcam.analyze(short_clip, out_dir=tmp_path, on_progress=pressing(at_frame=SECOND_STEP))
    assert raised.value.recording.files is None
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
