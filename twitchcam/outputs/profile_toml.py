"""A profile as a file that people can read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomli_w

from twitchcam.errors import ProfileError
from twitchcam.outputs.json_records import DamageError, json_of, record_from_json
from twitchcam.outputs.safe_file import OTHER_FILE, write_file
from twitchcam.profile_records import SCHEMA, Profile
from twitchcam.reading import family_of, reading
from twitchcam.settings import PLAUSIBLE_PUPIL_DISTANCE_MM
from twitchcam.toml_text import parse_toml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from twitchcam.records import FileIdentity

# Of any version.
FAMILY = family_of(SCHEMA)
AGAIN = "calibrate again"
HEAD = """\
# Profile of a person and a camera, made by twitchcam calibrate and taken by analyze --profile.
"""
COMMENTS = {
    "scale": "How many millimetres a pupil distance is, and by what; relative uncertainty.",
    "rest": "At rest. Noise floor: upper-left, upper-right, lower-left, lower-right (own sides).",
    "view": "How the camera saw the face. Grey levels of 255; turned to the own left, and down: +.",
    "mouth": "Shares of the pupil distance; smile and opening only if they were shown.",
    "settings": "With other settings than these, the figures above would be others.",
    "file": "Which recording was measured.",
}


def write_profile(path: Path, profile: Profile) -> None:
    """Write a profile.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    content = {"schema": SCHEMA, **_plain(json_of(profile))}
    tables = {name: value for name, value in content.items() if isinstance(value, dict)}
    single = {name: value for name, value in content.items() if name not in tables}
    parts = [HEAD, tomli_w.dumps(single)]
    parts += [f"\n# {COMMENTS[name]}\n{tomli_w.dumps({name: tables[name]})}" for name in tables]
    write_file(path, "".join(parts), OTHER_FILE)


def read_profile(path: str | Path) -> Profile:
    """Read what :func:`write_profile` wrote.

    Raises
    ------
    ProfileError
        If the file cannot be read, is no profile, is of another schema or damaged.
    """
    path = Path(path)
    content = _load(path)
    if (schema := content.get("schema")) != SCHEMA:
        message = f"{path}: schema is {schema!r}; this version reads {SCHEMA!r}: {AGAIN}"
        raise ProfileError(message)
    try:
        profile = record_from_json(Profile, content)
    except DamageError as error:
        message = f"{path} is damaged: {error}; {AGAIN}"
        raise ProfileError(message) from error
    if name := _impossible(profile):
        message = f"{path} is damaged: {name} is no such quantity; {AGAIN}"
        raise ProfileError(message)
    return profile


def check_replaceable(path: Path, name: str, file: FileIdentity | None, *, was_named: bool) -> str:
    """Make sure that writing a profile overwrites nothing but an earlier one.

    Parameters
    ----------
    path
        Where the profile shall go.
    name, file
        The recording that it will be of; a camera has a name alone.
    was_named
        Whether the user named the file; then it may hold the profile of another recording.

    Returns
    -------
    str
        When the profile that will be replaced was made; empty where there is none.

    Raises
    ------
    ProfileError
        If something else stands there.
    """
    if not os.path.exists(path):  # noqa: PTH110 - a name that cannot be is none
        return ""
    other = "choose another name with --out"
    try:
        content = _load(path)
    except ProfileError:
        content = {}
    if not str(content.get("schema")).startswith(FAMILY):
        message = f"{path} exists and is no profile: {other}"
        raise ProfileError(message)
    held = content.get("file")
    held_hash = held.get("sha256_of_ends") if isinstance(held, dict) else None
    is_same = held_hash == file.sha256_of_ends if file else content.get("name") == name
    if not is_same and not was_named:
        message = f"{path} is the profile of another recording: {other}"
        raise ProfileError(message)
    return str(content.get("created", "unknown date"))


def _load(path: Path) -> dict[str, Any]:
    try:
        with reading(path, ProfileError, f"check the name, or {AGAIN}"):
            content = parse_toml(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        message = f"{path} is no profile, or damaged: {error}; {AGAIN}"
        raise ProfileError(message) from error
    return content


def _impossible(profile: Profile) -> str:
    """Name a quantity that cannot be, if there is one."""
    smallest_mm = profile.rest.smallest_detectable_mm
    quantities: dict[str, tuple[float, ...]] = {
        "scale.mm_per_pupil_distance": (profile.scale.mm_per_pupil_distance,),
        "scale.uncertainty": (profile.scale.uncertainty,),
        "rest.noise_floor_mm": profile.rest.noise_floor_mm,
        "rest.smallest_detectable_mm": () if smallest_mm is None else (smallest_mm,),
        "rate_hz": (profile.rate_hz,),
    }
    low_mm, high_mm = PLAUSIBLE_PUPIL_DISTANCE_MM
    if not low_mm <= profile.scale.mm_per_pupil_distance <= high_mm:
        return "scale.mm_per_pupil_distance"
    if profile.scale.uncertainty >= 1:
        return "scale.uncertainty"
    return next((name for name, values in quantities.items() if min(values, default=1.0) <= 0), "")


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """What TOML can hold, in digits that mean something; it leaves out what does not exist."""
    return {name: _plain_value(value) for name, value in values.items() if value is not None}


def _plain_value(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, dict):
        return _plain(value)
    if isinstance(value, list):
        return [_plain_value(inner) for inner in value]
    if isinstance(value, float):
        return float(f"{value:.6g}")
    if isinstance(value, str):
        # Names of files may hold bytes that are no text.
        return value.encode(errors="backslashreplace").decode()
    return value
