"""Options that several commands have, and the settings that they ask for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from twitchcam.errors import UsageError
from twitchcam.outputs.profile_toml import read_profile
from twitchcam.profile.use_profile import check_profile
from twitchcam.settings import Backend, Sensor, Settings

if TYPE_CHECKING:
    from typing import TypeAlias

DEFAULTS = Settings()

BackendOption: TypeAlias = Annotated[Backend, typer.Option(help="What finds the face.")]
SensorOption: TypeAlias = Annotated[
    Sensor,
    typer.Option(
        help="How lip motion is measured: by optical flow, or by the face landmarks alone (crude,"
        " for comparison).",
    ),
]
ModelOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        readable=False,
        help="Model file, with --backend face-landmarker only. Default: searched for, see doctor.",
    ),
]
ProfileOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        readable=False,
        show_default=False,
        help="Profile of the person and camera (see calibrate), from which scale and noise floor"
        " start.",
    ),
]
QuietOption: TypeAlias = Annotated[
    bool, typer.Option("--quiet", "-q", help="Print errors and warnings only.")
]


def chosen_settings(
    backend: Backend, sensor: Sensor, model: Path | None = None, profile: Path | None = None
) -> Settings:
    """Settings that the options ask for.

    Raises
    ------
    UsageError
        If options do not go together, or the profile cannot be read or does not go with them.
    """
    if model is not None and backend != "face-landmarker":
        message = f"--model goes with --backend face-landmarker; {backend} has a model of its own"
        raise UsageError(message)
    settings = replace(DEFAULTS, backend=backend, sensor=sensor, landmarker_model=model)
    if profile is not None:
        settings = replace(settings, profile=read_profile(profile))
        check_profile(settings)
    return settings
