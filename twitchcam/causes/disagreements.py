"""Answers that do not go with what was recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twitchcam.causes.data_files import Record, as_kind, check_known, read_content
from twitchcam.causes.urgency import CLEAR

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from importlib.abc import Traversable

    from twitchcam.causes.findings import Finding


class Disagreement(Record, frozen=True, kw_only=True):
    """Two findings that do not go together; ``disagreements.toml`` says what each field means."""

    answered: str
    answered_so: bool = True
    recorded: str
    so: bool
    says: str
    seen: str

    def holds(self, states: Mapping[str, float]) -> bool:
        """Whether both are clearly so; ``states`` are those of findings."""
        answered = states[self.answered] if self.answered_so else -states[self.answered]
        recorded = states[self.recorded] if self.so else -states[self.recorded]
        return min(answered, recorded) >= CLEAR


class _DisagreementsFile(Record, frozen=True, kw_only=True):
    disagreements: tuple[Disagreement, ...]


def load_disagreements(
    folder: Traversable, findings: Mapping[str, Finding]
) -> tuple[Disagreement, ...]:
    """Read ``disagreements.toml``; raises KnowledgeError."""
    file = "disagreements.toml"
    content = read_content(folder, file, "disagreements/1")
    disagreements = as_kind(content, _DisagreementsFile, file).disagreements
    answered = [key for key, finding in findings.items() if finding.answer]
    recorded = [key for key, finding in findings.items() if finding.video]
    for number, one in enumerate(disagreements):
        where = f"{file}: disagreements[{number}]"
        check_known([one.answered], answered, f"{where}.answered", "the findings of answers")
        check_known([one.recorded], recorded, f"{where}.recorded", "the findings of recordings")
    return disagreements


def disagreement_notes(
    disagreements: Iterable[Disagreement], states: Mapping[str, float]
) -> tuple[str, ...]:
    """Say where answers do not go with recordings; ``states`` are those of findings."""
    return tuple(
        f"The answers say that {one.says}; in the recording {one.seen}. Tell a doctor of both."
        for one in disagreements
        if one.holds(states)
    )
