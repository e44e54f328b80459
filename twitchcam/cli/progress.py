"""The progress of one recording on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from twitchcam.cli.screen import say

if TYPE_CHECKING:
    from rich.console import Console
    from typing_extensions import Self

    from twitchcam import analysis


class ProgressDisplay:
    """Shows a bar on a terminal, and one line elsewhere; nothing when quiet.

    Parameters
    ----------
    console
        Where to show it.
    name
        Name of the recording.
    place
        Which one it is, such as "2 of 5".
    quiet
        Show nothing.
    """

    def __init__(self, console: Console, name: str, place: str, *, quiet: bool) -> None:
        self._progress = Progress(
            TextColumn("{task.fields[place]}"),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=None),
            TextColumn("{task.fields[frames]}"),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=quiet or not console.is_terminal,
        )
        self._task = self._progress.add_task(name, total=None, place=place, frames="")
        if not quiet and not console.is_terminal:
            say("note", f"analysing {name} ({place})")

    def __call__(self, report: analysis.Progress) -> None:
        """Take the newest report of the analysis."""
        total = report.total_frames
        # Containers lie about their length: the bar never runs over its end.
        known = None if total is None else max(total, report.frames)
        frames = f"{report.frames}" if known is None else f"{report.frames}/{known}"
        self._progress.update(
            self._task, completed=report.frames, total=known, frames=f"{frames} pictures"
        )

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()
