"""Measures a recording with twitchcam, if wanted fitted without its person, and with baselines."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from benchmarks.accuracy.baselines.comparison import traces_of
from benchmarks.accuracy.baselines.traces import choose_baselines
from benchmarks.accuracy.program_under_test import twitchcam_program
from twitchcam.decisions.fitted_decision import parse_decision
from twitchcam.errors import UsageError
from twitchcam.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.accuracy.baselines.thresholds import Trace
    from benchmarks.accuracy.case import Case
    from benchmarks.accuracy.program_under_test import Analysed
    from twitchcam.decisions.fitted_decision import FittedDecision


@dataclass(frozen=True, slots=True)
class Measured:
    """What the program says of a recording, and what each baseline sees in it."""

    case: Case
    analysed: Analysed
    traces: dict[str, Trace] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Instruments:
    """Measures a recording with twitchcam and baselines; can be sent to another process.

    Parameters
    ----------
    baselines
        Their names; those that cannot run are left out.
    settings
        Of twitchcam.
    left_out
        Folder of decisions, each fitted without one person: those take the place of the shipped
        one in recordings of that person.
    """

    baselines: tuple[str, ...] = ()
    settings: Settings | None = None
    left_out: Path | None = None

    def __call__(self, case: Case) -> Measured:
        """Have a recording analysed, and looked at by the baselines."""
        # What baselines make of slow movements is not asked.
        chosen, _, model = choose_baselines(() if case.slow else self.baselines)
        traces = traces_of(case.path, chosen, model) if chosen else {}
        return Measured(case, twitchcam_program(self._settings_for(case))(case.path), traces)

    def _settings_for(self, case: Case) -> Settings | None:
        if self.left_out is None:
            return self.settings
        decision = decision_without(self.left_out, case.person)
        return replace(self.settings or Settings(), decision=decision)


def decision_without(folder: Path, person: str) -> FittedDecision:
    """The decision that was fitted without a person.

    Raises
    ------
    UsageError
        If it is not there, or says that it was fitted without somebody else.
    """
    file = folder / file_without(person)
    if not file.is_file():
        message = f"{file} is missing: fit a decision without {person}"
        raise UsageError(message)
    try:
        text = file.read_text("utf-8")
        decision, without = parse_decision(text), json.loads(text)["fitted_on"].get("without")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"{file} holds no decision, or one of another version: {error}"
        raise UsageError(message) from error
    if without != person:
        message = f"{file} was fitted without {without or 'nobody'}, not without {person}"
        raise UsageError(message)
    return decision


def file_without(person: str) -> str:
    """Name of the file that holds the decision fitted without a person."""
    safe = re.sub(r"[^\w.-]", "_", person)
    return f"{safe}.json"
