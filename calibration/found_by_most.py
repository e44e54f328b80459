"""How much larger than its threshold a twitch must be to be found nine times out of ten.

Takes what ``benchmarks.accuracy --json`` wrote: for each recording the smallest detectable twitch
that the program states, and the size that it found with 90% recall. Their ratio, as a geometric
mean over recordings, corrects ``detection_limit.FOUND_BY_MOST``. Run it from the project's folder:
``python -m calibration.found_by_most RESULT.json``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.shared.command_line import program_parser, run_program
from twitchcam.detection.detection_limit import FOUND_BY_MOST
from twitchcam.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the factor of each recording and of all; return the exit code."""
    options = _options(arguments)
    factors = needed_factors(_read(options.result))
    if not factors:
        message = f"{options.result.name}: no recording states a size and measures one: more sizes"
        raise UsageError(message)
    for clip, factor in factors.items():
        print(f"{clip:28} {factor:5.2f}")
    middle = float(np.exp(np.mean(np.log(list(factors.values())))))
    print(f"geometric mean of {len(factors)} recordings {middle:.2f}, now {FOUND_BY_MOST:.2f}")
    return 0


def needed_factors(told: dict[str, Any]) -> dict[str, float]:
    """Factor by clip with which the size stated would have been the size measured.

    Recordings in which all or none of the sizes are found measure nothing and are left out.
    """
    factors = {}
    for clip, one in told["foreseen"].items():
        measured = (one["measured"] or {}).get("percent")
        if one["percent"] and measured:
            factors[clip] = FOUND_BY_MOST * measured / one["percent"]
    return factors


def _read(path: Path) -> dict[str, Any]:
    try:
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        told["foreseen"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"cannot read {path}: {error}: name a result of benchmarks.accuracy --json"
        raise UsageError(message) from error
    return told


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = program_parser("calibration.found_by_most", __doc__)
    parser.add_argument("result", type=Path, help="file of benchmarks.accuracy --json")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    run_program(main)
