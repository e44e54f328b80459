"""A profile on the screen: what the camera can show, what was measured, what would help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from twitchcam.outputs.words import NOT_A_DIAGNOSIS, OWN_SIDES, reasons, span
from twitchcam.profile.advice import advice, resolution, what_hides
from twitchcam.records import QUADRANTS
from twitchcam.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from twitchcam.profile_records import Profile
    from twitchcam.settings import Settings

INDENT = (0, 0, 0, 2)
# Angles below this are within what the landmarks can tell.
SMALL_ANGLE_DEG = 5.0
Fact = tuple[str, str]


def print_profile(console: Console, profile: Profile, settings: Settings) -> None:
    """Print what was measured, in plain ASCII."""
    console.print(profile_table(profile, settings))


def profile_table(profile: Profile, settings: Settings) -> RenderableType:
    """Render what was measured.

    Parameters
    ----------
    profile
        The measurement.
    settings
        With which it was measured, and what is called good.
    """
    good = settings.calibration
    hints = advice(profile, good) or ("Nothing to improve was found: keep it like this.",)
    return Group(
        Text.assemble((profile.name, "bold"), f"  ({_rest(profile)})"),
        _heading("What can be seen with this camera"),
        _indented(resolution(profile)),
        _indented(f"What hides smaller ones most: {what_hides(profile, settings)}."),
        _heading("Measured"),
        _facts(profile),
        _heading("To see smaller twitches"),
        *(_item(hint) for hint in hints),
        "",
        Text(f"{OWN_SIDES}\n{NOT_A_DIAGNOSIS}", style="italic"),
    )


def _heading(text: str) -> RenderableType:
    return Text(f"\n{text}", style="bold")


def _indented(text: str) -> RenderableType:
    return Padding(Text(text), INDENT)


def _item(text: str) -> RenderableType:
    grid = Table.grid(padding=(0, 1))
    grid.add_row(" -", Text(text))
    return grid


def _rest(profile: Profile) -> str:
    rest = profile.rest
    seen = f"{span(rest.observable_s)} of {span(rest.duration_s)} at rest"
    return f"{seen}; not: {reasons(why)}" if (why := rest.unobservable_s_by_reason) else seen


def _facts(profile: Profile) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column()
    for name, value in _fact_lines(profile):
        grid.add_row(name, Text(value))
    return Padding(grid, INDENT)


def _fact_lines(profile: Profile) -> Iterator[Fact]:
    view, rest = profile.view, profile.rest
    floors = zip(QUADRANTS, rest.noise_floor_mm, strict=True)
    yield "Noise at rest", ", ".join(f"{name} {floor:.3f} mm" for name, floor in floors)
    yield "Scale", _scale(profile)
    yield "Frame rate", _frame_rate(profile)
    size = f"picture {profile.width_px} x {profile.height_px}"
    yield "Distance", f"{view.pupil_distance_px:.0f} pixels between the pupils, {size}"
    yield "Light", f"brightness {view.level:.0f} and contrast {view.contrast_levels:.0f}, of 255"
    yield "Head", _head(profile)
    yield "Smile", _shown(profile, profile.mouth.smile, "wider")
    yield "Mouth opening", _shown(profile, profile.mouth.voluntary_opening, "further open")
    if rest.twitches:
        found = counted(rest.twitches, "event")
        yield "Twitches", f"{found} meanwhile; they do not count as noise"


def _scale(profile: Profile) -> str:
    scale = profile.scale
    distance_mm = scale.mm_per_pupil_distance
    what = "the iris" if scale.method == "iris" else "the mean of adults"
    spread_mm = distance_mm * scale.uncertainty
    return f"{distance_mm:.1f} +/- {spread_mm:.1f} mm between the pupils, by {what}"


def _frame_rate(profile: Profile) -> str:
    missing = profile.missing_pictures or "none"
    return f"{profile.rate_hz:.1f} new pictures per second by their true times, {missing} missing"


def _head(profile: Profile) -> str:
    view = profile.view
    angles = (
        (view.yaw_deg, "turned to the left", "turned to the right"),
        (view.pitch_deg, "tilted down", "tilted up"),
        (view.roll_deg, "leaning to the left", "leaning to the right"),
    )
    parts = [
        f"{positive if angle_deg > 0 else negative} by {abs(angle_deg):.0f} degrees"
        for angle_deg, positive, negative in angles
        if abs(angle_deg) >= SMALL_ANGLE_DEG
    ]
    return ", ".join(parts) or "upright, facing the camera"


def _shown(profile: Profile, amplitude: float | None, how: str) -> str:
    if amplitude is None:
        return "not shown"
    return f"{amplitude * profile.scale.mm_per_pupil_distance:.0f} mm {how} than at rest"
