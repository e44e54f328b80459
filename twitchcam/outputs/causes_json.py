"""What cause matching found, as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from twitchcam.causes.cause_report import CauseReport


def causes_text(report: CauseReport) -> str:
    """Everything that is in the report, with its schema first and the urgency next.

    In ASCII: it is printed, and not every standard output is UTF-8.
    """
    content = {"schema": report.schema, **asdict(report)}
    return json.dumps(content, indent=2, allow_nan=False) + "\n"
