"""``twitchcam calibrate``: a recording of rest to a profile."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from twitchcam.capture.file_identity import identify
from twitchcam.cli.command_words import typed
from twitchcam.cli.find_files import check_no_address
from twitchcam.cli.native_noise import native_noise_hidden
from twitchcam.cli.options import (
    DEFAULTS,
    BackendOption,
    ModelOption,
    QuietOption,
    SensorOption,
    chosen_settings,
)
from twitchcam.cli.progress import ProgressDisplay
from twitchcam.cli.screen import messages, say, show
from twitchcam.errors import UsageError
from twitchcam.outputs.profile_table import print_profile
from twitchcam.outputs.profile_toml import check_replaceable, write_profile
from twitchcam.outputs.safe_file import OTHER_FILE, check_writable
from twitchcam.settings import LAST_CAMERA
from twitchcam.stop_wish import stop_wish

if TYPE_CHECKING:
    from rich.console import Console

    from twitchcam.analysis import Progress
    from twitchcam.profile_records import Profile
    from twitchcam.settings import CalibrationSettings, Settings

REST_S = f"{DEFAULTS.calibration.rest_s:.0f}"


def calibrate(  # noqa: PLR0913 - one per option
    video: Annotated[
        Path | None,
        typer.Argument(
            metavar="VIDEO",
            show_default=False,
            readable=False,
            help=f"A recording of the face at rest, {REST_S} seconds or more; a slow smile and an"
            " open mouth may follow.",
        ),
    ] = None,
    *,
    camera: Annotated[
        int | None,
        typer.Option(
            metavar="NUMBER",
            min=0,
            max=LAST_CAMERA,
            show_default=False,
            help="Watch this camera instead, from 0.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            show_default=False,
            help="Where the profile goes. Default: clip_profile.toml beside clip.mp4,"
            " camera_0_profile.toml here.",
        ),
    ] = None,
    backend: BackendOption = DEFAULTS.backend,
    sensor: SensorOption = DEFAULTS.sensor,
    model: ModelOption = DEFAULTS.landmarker_model,
    quiet: QuietOption = False,
) -> None:
    """Measure a person's camera and rest, and write a profile for analyze --profile.

    Sit in front of the camera as you will for recordings, still and silent, for half a minute. A
    video must be neither in slow motion nor mirrored. The command says how small a twitch can be
    seen that way, and what would help. Nothing leaves this machine, and no video is kept.

    Exit code: 0 done, 1 it could not be measured, 2 wrong usage.
    """
    if (video is None) == (camera is None):
        message = "say what to measure: either a VIDEO or --camera NUMBER"
        raise UsageError(message)
    settings = chosen_settings(backend, sensor, model)
    path = out or _default_path(video, camera)
    if video:
        from twitchcam.capture.open_video import check_readable

        check_no_address(video)
        check_readable(video)
    name, file = (video.name, identify(video)) if video else (f"camera {camera}", None)
    replaced = check_replaceable(path, name, file, was_named=out is not None)
    check_writable(path.parent, OTHER_FILE)
    troubles: list[str] = []
    try:
        profile = _measure(video, camera or 0, settings, troubles, quiet=quiet)
    finally:
        for trouble in troubles:
            say("warning", f"{name}: {trouble}")
    write_profile(path, profile)
    if replaced and video is None:
        # Nothing tells whether that was the same person.
        say("warning", f"{path} of {replaced} is replaced: a profile is for one person")
    if not quiet:
        show(lambda console: _show(console, profile, path, settings))


def _default_path(video: Path | None, camera: int | None) -> Path:
    if video is None:
        return Path(f"camera_{camera}_profile.toml")
    return video.with_name(f"{video.stem}_profile.toml")


def _measure(
    video: Path | None, camera: int, settings: Settings, troubles: list[str], *, quiet: bool
) -> Profile:
    # MediaPipe takes a second to import: only when there is something to measure.
    from twitchcam import profile_pipeline

    name = video.name if video else f"camera {camera}"
    with (
        stop_wish(),
        native_noise_hidden(),
        ProgressDisplay(messages(), name, "calibration", quiet=quiet) as progress,
    ):
        if video:
            return profile_pipeline.calibrate(
                video,
                settings=settings,
                on_progress=progress,
                on_trouble=troubles.append,
            )
        report = progress if quiet else _Prompter(settings.calibration, progress)
        return profile_pipeline.calibrate_camera(camera, settings=settings, on_progress=report)


class _Prompter:
    """Tells the person before the camera what to do now."""

    def __init__(self, settings: CalibrationSettings, progress: ProgressDisplay) -> None:
        self._progress = progress
        rest_s, end_s = settings.rest_s, settings.rest_s + settings.gestures_s
        # When each thing is to be said.
        self._prompts = [
            (0.0, f"look at the camera, still and silent, until second {rest_s:.0f}"),
            (rest_s, f"now smile for 2 s, then open the mouth for 2 s; ends at {end_s:.0f} s"),
        ]

    def __call__(self, report: Progress) -> None:
        """Take the newest report."""
        self._progress(report)
        if self._prompts and report.time_s >= self._prompts[0][0]:
            say("note", self._prompts.pop(0)[1])


def _show(console: Console, profile: Profile, path: Path, settings: Settings) -> None:
    print_profile(console, profile, settings)
    console.print(f"\nProfile written to {path}; use it with", soft_wrap=True)
    console.print(f"  twitchcam analyze VIDEO --profile {typed(path)}", soft_wrap=True)
