"""``twitchcam doctor``: what works on this machine, and what to do about what does not."""

from __future__ import annotations

import typer
from rich.table import Table
from rich.text import Text

from twitchcam.cli.checks import CHECKS, CheckResult, Verdict, run_check
from twitchcam.cli.native_noise import native_noise_hidden
from twitchcam.cli.screen import show

STYLES = {Verdict.WORKS: "green", Verdict.NOTE: "yellow", Verdict.FAILED: "bold red"}


def doctor() -> None:
    """Check versions, face model, video formats, camera and this folder.

    Says what to do about everything that does not work. Nothing is sent anywhere and no picture
    is kept.

    Exit code: 0 recordings can be analysed, 1 they cannot.
    """
    with native_noise_hidden():
        findings = {about: run_check(check) for about, check in CHECKS.items()}
    show(lambda console: console.print(_table(findings)), is_all=True)
    if any(finding.verdict is Verdict.FAILED for finding in findings.values()):
        raise typer.Exit(1)


def _table(findings: dict[str, CheckResult]) -> Table:
    grid = Table.grid(padding=(0, 2))
    for _ in range(2):
        grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for about, finding in findings.items():
        style = STYLES[finding.verdict]
        grid.add_row(Text(finding.verdict.value, style), about, Text(finding.detail))
        if finding.remedy:
            grid.add_row("", "", Text(f"To do: {finding.remedy}", style))
    return grid
