"""``twitchcam calibrate``: a recording of rest to a profile."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path  # noqa: TC003 - Typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from twitchcam.cli.native_noise import native_noise_hidden
from twitchcam.cli.progress import ProgressDisplay
from twitchcam.cli.screen import messages, show
from twitchcam.errors import UsageError
from twitchcam.outputs.profile_table import print_profile
from twitchcam.outputs.profile_toml import check_replaceable, write_profile
from twitchcam.outputs.result_files import identify
from twitchcam.outputs.safe_file import check_writable
from twitchcam.settings import Backend, Sensor, Settings
from twitchcam.stop_wish import stop_wish

if TYPE_CHECKING:
    from rich.console import Console

    from twitchcam.profile.profile_records import Profile

DEFAULTS = Settings()
REST_S = f"{DEFAULTS.calibration.rest_s:.0f}"


def calibrate(  # noqa: PLR0913 - one per option
    video: Annotated[
        Path,
        typer.Argument(
            metavar="VIDEO",
            show_default=False,
            help=f"A recording of the face at rest, {REST_S} seconds or more; a slow smile and an"
            " open mouth may follow.",
        ),
    ],
    *,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            show_default=False,
            help="Where the profile goes. Default: clip_profile.toml beside clip.mp4.",
        ),
    ] = None,
    backend: Annotated[Backend, typer.Option(help="What finds the face.")] = DEFAULTS.backend,
    sensor: Annotated[Sensor, typer.Option(help="What feels the motion.")] = DEFAULTS.sensor,
    model: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Model file, with --backend face-landmarker only. Default: searched for, see"
            " doctor.",
        ),
    ] = DEFAULTS.landmarker_model,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print errors and warnings only.")
    ] = False,
) -> None:
    """Measure a person's camera and rest, and write a profile for analyze --profile.

    Sit before the camera as you will for recordings, still and silent, for half a minute. It says
    how small a twitch can be seen so, and what would help.

    Exit code: 0 done, 1 it could not be measured, 2 wrong usage.
    """
    if model is not None and backend != "face-landmarker":
        message = f"--model goes with --backend face-landmarker; {backend} has a model of its own"
        raise UsageError(message)
    settings = replace(DEFAULTS, backend=backend, sensor=sensor, landmarker_model=model)
    path = out or video.with_name(f"{video.stem}_profile.toml")
    check_replaceable(path, identify(video), was_named=out is not None)
    check_writable(path.parent)
    profile = _measure(video, settings, quiet=quiet)
    write_profile(path, profile)
    if not quiet:
        show(lambda console: _show(console, profile, path, settings))


def _measure(video: Path, settings: Settings, *, quiet: bool) -> Profile:
    # MediaPipe takes a second to import: only when there is something to measure.
    from twitchcam import profile_pipeline  # noqa: PLC0415

    with (
        stop_wish(),
        native_noise_hidden(),
        ProgressDisplay(messages(), video.name, "calibration", quiet=quiet) as progress,
    ):
        return profile_pipeline.calibrate(video, settings=settings, on_progress=progress)


def _show(console: Console, profile: Profile, path: Path, settings: Settings) -> None:
    print_profile(console, profile, settings.calibration)
    console.print(f"\nProfile written to {path}; use it with", soft_wrap=True)
    console.print(f"  twitchcam analyze VIDEO --profile {path}", soft_wrap=True)
