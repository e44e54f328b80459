"""Where the results of a recording go."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from twitchcam.capture.file_identity import identify
from twitchcam.outputs.events_tsv import events_texts
from twitchcam.outputs.evidence_json import EVIDENCE_ENDING, evidence_text, read_identity
from twitchcam.outputs.motion_parts import MotionParquet
from twitchcam.outputs.report_html import report_text
from twitchcam.outputs.safe_file import check_writable, write_files, writing
from twitchcam.outputs.tsv import sidecar_path
from twitchcam.outputs.vtt import vtt_text
from twitchcam.package_versions import made_by
from twitchcam.settings import DetectionSettings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from twitchcam.records import Event, Evidence, FileIdentity

EVENTS_ENDING = "_events.tsv"
# What no other table may be called: it would be taken for results of one recording, or beside it.
RESULT_TABLE_ENDINGS = (EVENTS_ENDING, "_evidence.tsv")


@dataclass(frozen=True, slots=True)
class ResultFiles:
    """The files of one recording's results (``events`` has a JSON sidecar), and whose they are.

    ``stem`` is what all their names begin with; ``identity`` is ``None`` for a camera.
    """

    stem: str
    events: Path
    motion: Path
    evidence: Path
    vtt: Path
    report: Path
    identity: FileIdentity | None

    @property
    def events_sidecar(self) -> Path:
        """The description of the columns of ``events``."""
        return sidecar_path(self.events)

    def __iter__(self) -> Iterator[Path]:
        """All paths."""
        for field in fields(self):
            if isinstance(path := getattr(self, field.name), Path):
                yield path
                if path == self.events:
                    yield self.events_sidecar


def choose_result_files(video: Path, out_dir: Path | None = None) -> ResultFiles:
    """Choose names for the results, such that they overwrite no others, and try the folder.

    Results of an earlier analysis of the same file are replaced. Names that anything else holds
    are left alone: the next number is taken (``clip_2_events.tsv``).

    Parameters
    ----------
    video
        The recording.
    out_dir
        Where to write, made if need be; ``None`` is beside the recording.

    Raises
    ------
    SourceError
        If the recording cannot be read.
    OutputError
        If nothing can be written there. Known before the analysis, which may take long.
    """
    identity = identify(video)
    check_writable(video.parent if out_dir is None else out_dir)
    return _first_free(video, out_dir, identity)


def name_result_files(video: Path, out_dir: Path | None = None) -> ResultFiles:
    """The names that :func:`choose_result_files` chooses, with nothing made or tried.

    Raises
    ------
    SourceError, OutputError
        If the recording or the folder cannot be read.
    """
    return _first_free(video, out_dir, identify(video))


def _first_free(video: Path, out_dir: Path | None, identity: FileIdentity) -> ResultFiles:
    folder = video.parent if out_dir is None else out_dir
    stems = (video.stem if n == 1 else f"{video.stem}_{n}" for n in count(1))
    candidates = (result_files(folder, stem, identity) for stem in stems)
    with writing(folder / f"{video.stem}{EVENTS_ENDING}"):
        return next(files for files in candidates if _is_free(files))


def still_free(files: ResultFiles, video: Path, out_dir: Path | None) -> ResultFiles:
    """The same names, or others if those were taken meanwhile, as by another analysis.

    Raises
    ------
    SourceError, OutputError
        As :func:`choose_result_files`.
    """
    return files if _is_free(files) else choose_result_files(video, out_dir)


def write_results(
    files: ResultFiles, events: Sequence[Event], evidence: Evidence, motion: Path | None = None
) -> None:
    """Write everything that is made from finished records (``motion`` is written on the way).

    Parameters
    ----------
    files
        Where to.
    events, evidence
        Of a recording, or of one that goes on.
    motion
        The finished motion file, wherever it is: without it, no report is written.

    Raises
    ------
    OutputError
        If a file cannot be written; then all earlier results are left as they were.
    """
    # The evidence first: it marks the other names as ours.
    texts = {files.evidence: evidence_text(evidence)}
    maker = made_by(evidence.sensor.backend, evidence.sensor.sensor)
    texts |= events_texts(files.events, events)
    texts[files.vtt] = vtt_text(events, evidence.recording.source.first_shown_s, maker)
    if motion is not None:
        today = datetime.now().astimezone().date()
        settings = DetectionSettings.of(evidence.sensor.settings)
        with MotionParquet(motion, settings) as measured:
            texts[files.report] = report_text(evidence, events, measured, files.stem, today)
    write_files(texts)


def result_files(folder: Path, stem: str, identity: FileIdentity | None) -> ResultFiles:
    """Name the results in a folder, whatever is there."""
    return ResultFiles(
        stem=stem,
        events=folder / f"{stem}{EVENTS_ENDING}",
        motion=folder / f"{stem}_motion.parquet",
        evidence=folder / f"{stem}{EVIDENCE_ENDING}",
        vtt=folder / f"{stem}.vtt",
        report=folder / f"{stem}_report.html",
        identity=identity,
    )


def _is_free(files: ResultFiles) -> bool:
    if files.evidence.exists():
        return read_identity(files.evidence) == files.identity
    return not any(path.exists() for path in files)
