"""What could not be analysed, and why, as a table in the folder of the results."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from twitchcam.errors import OutputError
from twitchcam.outputs.safe_file import write_file, writing
from twitchcam.outputs.tsv import cell_text, tsv_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

FAILED_NAME = "failed.tsv"
_HEADER = tsv_text([("video", "reason")])


def list_failed(folder: Path, failed: Mapping[Path, str], resolved: Iterable[Path]) -> Path | None:
    """Bring the table up to date after a run; what is there of earlier runs stays until resolved.

    Parameters
    ----------
    folder
        Where it lies.
    failed
        Reasons by recording, or by folder of them.
    resolved
        Recordings that have results now, and folders that could be searched.

    Returns
    -------
    Path or None
        The table; ``None`` if nothing is left for it, and it is gone.

    Raises
    ------
    OutputError
        If it cannot be written, or something else has its name.
    """
    path = folder / FAILED_NAME
    rows = read_failed(path)
    if rows is None and failed:
        message = f"{path} is no list of what failed and was left alone: nothing failed is listed"
        raise OutputError(message)
    if rows is None:
        return None
    over = set(map(_absolute, resolved))
    rows = {one: why for one, why in rows.items() if one not in over and os.path.lexists(one)}
    rows |= {_absolute(one): cell_text(why) for one, why in failed.items()}
    if not rows:
        with writing(path):
            path.unlink(missing_ok=True)
        return None
    write_file(path, _HEADER + tsv_text((_as_cell(one), why) for one, why in rows.items()))
    return path


def read_failed(path: Path) -> dict[str, str] | None:
    """Reasons by recording, empty without such a file; ``None`` if it is something else."""
    if not os.path.lexists(path):
        return {}
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return None
    if not text.startswith(_HEADER):
        return None
    rows = (line.partition("\t") for line in text.removeprefix(_HEADER).splitlines())
    return {_from_cell(cell): why for cell, _, why in rows}


def _absolute(path: Path) -> str:
    """The same wherever a later run is started; links are left as they are."""
    return os.path.abspath(path)  # noqa: PTH100 - Path.resolve follows links


def _as_cell(path: str) -> str:
    """A path as a cell: as JSON has it where spaces, or bytes that are no text, would be lost."""
    is_plain = path == cell_text(path) and path.isprintable() and not path.startswith('"')
    return path if is_plain else json.dumps(path)


def _from_cell(cell: str) -> str:
    try:
        return str(json.loads(cell)) if cell.startswith('"') else cell
    except ValueError:  # changed by hand
        return cell
