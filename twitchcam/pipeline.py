"""The way of the data: frames → lip motion → events → evidence → files."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from twitchcam.analysis import analysis_of
from twitchcam.capture.file_identity import identify
from twitchcam.capture.open_video import check_readable
from twitchcam.capture.video_file import VideoFile
from twitchcam.errors import OutputError, UsageError
from twitchcam.evidence.events_to_evidence import summarise
from twitchcam.evidence.phases import Stretch, with_phases
from twitchcam.outputs.earlier_results import finished_results, made_otherwise, went_as_far
from twitchcam.outputs.motion_parquet import MotionWriter
from twitchcam.outputs.recording import Recording, UnwrittenError
from twitchcam.outputs.result_files import (
    ResultFiles,
    choose_result_files,
    name_result_files,
    still_free,
    write_results,
)
from twitchcam.outputs.safe_file import unwritten
from twitchcam.package_versions import made_by, measuring_versions
from twitchcam.profile.use_profile import check_profile, profile_use
from twitchcam.records import PHASES, Phase, in_time
from twitchcam.settings import Settings, measuring_settings
from twitchcam.stages import decision_for
from twitchcam.stop_wish import stop_wish

if TYPE_CHECKING:
    from collections.abc import Callable

    from twitchcam.analysis import Progress


def analyze(  # noqa: PLR0913 - all but the first may be left out
    path: str | Path,
    *,
    out_dir: str | Path | None = None,
    write: bool = True,
    settings: Settings | None = None,
    phase: Phase | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Recording:
    """Find the twitches in a recording.

    Ctrl-C ends the analysis early: what was seen so far is written and marked as partial
    (``evidence.recording.partial``), unless an earlier analysis of the same recording went as far,
    whose results are kept. It returns all the same: a loop over recordings has to ask for it. A
    third Ctrl-C abandons it.

    Parameters
    ----------
    path
        The video file.
    out_dir
        Where the results go; ``None`` is beside the recording.
    write
        Whether to write result files at all.
    settings
        Backend, sensor, the person's profile and all defaults.
    phase
        Which one of ``PHASES`` the whole recording is, if it is one.
    on_progress
        Called every 30 pictures.

    Raises
    ------
    SourceError
        If the file is no video that can be read.
    BackendError
        If the face backend is not available.
    ProfileError
        If the profile does not go with the other settings.
    UsageError
        If there is no such phase.
    OutputError
        If the results cannot be written; once the recording is analysed, an ``UnwrittenError``,
        which holds what was measured.
    KeyboardInterrupt
        If Ctrl-C was pressed before anything was seen.
    """
    path, settings = Path(path), settings or Settings()
    folder = Path(out_dir) if out_dir else None
    check_profile(settings)
    if phase is not None and phase not in PHASES:
        message = f"no such phase: {phase!r}; there are {', '.join(PHASES)}"
        raise UsageError(message)
    files, measured = None, None
    try:
        with ExitStack() as stack:
            stop = stack.enter_context(stop_wish())
            source = stack.enter_context(VideoFile(path))
            files = choose_result_files(path, folder) if write else None
            maker = made_by(settings.backend, settings.sensor)
            writer = stack.enter_context(MotionWriter(files.motion, maker)) if files else None
            run = stack.enter_context(analysis_of(settings, writer))
            run.read(source, on_progress, stop)
            events = tuple(in_time(run.events))
            identity = files.identity if files else identify(path)
            evidence = summarise(events, run.recording_facts(source), run.sensor_facts(), identity)
            if phase is not None:
                whole = Stretch(phase, 0.0, evidence.recording.duration_s)
                evidence = with_phases(evidence, events, [whole])
            measured = Recording(path, events, evidence, None)
            if writer is None or files is None:
                return measured
            if run.is_partial and went_as_far(files, evidence):
                writer.discard()
                return measured
            replaced = made_otherwise(files, evidence)
            # The largest file first: should the disk be full, all earlier results are kept.
            writer.finish()
            files = still_free(files, path, folder)
            writer.rename(files.motion)
            write_results(files, events, evidence, writer.finished())
    except OutputError as error:
        if measured is None or files is None:
            raise
        if not _wrote_small(files, measured):
            raise UnwrittenError(str(error), measured) from error
        raise UnwrittenError(_left_out(files, error), replace(measured, files=files)) from error
    return replace(measured, files=files, replaced=replaced)


def _wrote_small(files: ResultFiles, measured: Recording) -> bool:
    """Write what needs little space, unless it would stand among earlier results."""
    if any(one.exists() for one in files):
        return False
    try:
        write_results(files, measured.events, measured.evidence)
    except OutputError:
        return False
    return True


def _left_out(files: ResultFiles, error: OutputError) -> str:
    """The error, told of the files that are missing: it may be of one that is there by now."""
    cause = error.__cause__
    if not isinstance(cause, OSError):
        return str(error)
    return unwritten(" and ".join(str(one) for one in files if not one.exists()), cause)


def finished_before(
    path: str | Path,
    *,
    out_dir: str | Path | None = None,
    settings: Settings | None = None,
    phase: Phase | None = None,
) -> Recording | None:
    """An earlier analysis that :func:`analyze` would only repeat.

    It went to the end of the same recording, by the same options, settings, decision and versions,
    and all its files are there. Where the recording was cut off, the file is as it was then: who
    copies it again may have mended it. ``None`` if there is none.

    Parameters
    ----------
    path, out_dir, settings, phase
        As of :func:`analyze`.

    Raises
    ------
    SourceError
        If the recording cannot be read.
    """
    path, settings = Path(path), settings or Settings()
    check_readable(path)
    files = name_result_files(path, Path(out_dir) if out_dir else None)
    if (earlier := finished_results(files, path, phase)) is None:
        return None
    events, evidence = earlier
    now = replace(
        evidence.sensor,
        backend=settings.backend,
        sensor=settings.sensor,
        settings=measuring_settings(settings),
        versions=measuring_versions(),
        decision=decision_for(settings).version,
        profile=profile_use(settings.profile) if settings.profile else None,
    )
    is_alike = not made_otherwise(files, replace(evidence, sensor=now))
    return Recording(path, events, evidence, files) if is_alike else None
