"""What a decision is fitted on: candidates, and the courses that they lie in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import numpy as np

from calibration import collected
from calibration.candidates import Candidates
from calibration.courses import COLUMNS, Courses
from twitchcam.detection.course import both_views, rows_around
from twitchcam.detection.features import FEATURE_NAMES
from twitchcam.errors import UsageError
from twitchcam.settings import DetectionSettings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from calibration.candidates import Floats
    from twitchcam.decisions.fitted_decision import FittedDecision

RATE_HZ = DetectionSettings().grid_rate_hz


@dataclass(frozen=True, slots=True)
class Material:
    """Candidates and courses of the same sources."""

    candidates: Candidates
    courses: Courses

    @property
    def people(self) -> list[str]:
        """Everyone who is seen, in order."""
        return sorted({source.person for source in self.candidates.sources})

    def scores(self, decision: FittedDecision, chosen: NDArray[np.bool_]) -> Floats:
        """Scores of the candidates that are chosen, shape ``(n_chosen,)``, as the detector's."""
        candidates, courses = self.candidates, self.courses
        spans = list(courses.spans())
        scores = []
        for row in np.flatnonzero(chosen):
            features = candidates.features[row]
            if decision.net is None:
                scores.append(decision.points_score(features))
                continue
            own = spans[candidates.source[row]]
            peak = int(np.searchsorted(courses.time_s[own], candidates.time_s[row] - 0.5 / RATE_HZ))
            rows = own.start + rows_around(peak, own.stop - own.start, RATE_HZ)
            scores.append(decision.score(features, both_views(courses.tracks(rows))))
        return np.array(scores)


def courses_beside(candidates: Path) -> Path:
    """Where the courses are kept that go with a file of candidates."""
    return candidates.parent / "courses" / candidates.name


def save(path: Path, material: Material) -> None:
    """Write candidates into ``path``, and the courses beside it."""
    courses_beside(path).parent.mkdir(parents=True, exist_ok=True)
    collected.save(path, material.candidates, FEATURE_NAMES)
    collected.save(courses_beside(path), material.courses, COLUMNS)


def load_together(paths: Sequence[Path]) -> Material:
    """Read what was collected from several folders of recordings, or of one in several ways.

    Raises
    ------
    UsageError
        As :func:`load` does, and if a variant of a recording is in two of them, which would count
        twice.
    """
    parts = [load(path) for path in paths]
    held = [
        one
        for part in parts
        for one in {(source.clip, source.variant) for source in part.candidates.sources}
    ]
    twice = sorted({clip for clip, variant in held if held.count((clip, variant)) > 1})
    if twice:
        message = f"{', '.join(twice)} would count twice: give only one of the files that hold it"
        raise UsageError(message)
    return Material(
        collected.join([part.candidates for part in parts]),
        collected.join([part.courses for part in parts]),
    )


def load(path: Path) -> Material:
    """Read what :func:`save` wrote.

    Raises
    ------
    UsageError
        If one of the files cannot be read, was collected by another version, or not with the other.
    """
    try:
        candidates = collected.load(path, Candidates, FEATURE_NAMES)
        courses = collected.load(courses_beside(path), Courses, COLUMNS)
    except (OSError, EOFError, ValueError, KeyError, BadZipFile) as error:
        message = f"cannot read {path}, or the courses beside it: {error}"
        raise UsageError(message) from error
    if candidates.sources != courses.sources:
        message = f"{path} and the courses beside it were not collected together: collect again"
        raise UsageError(message)
    return Material(candidates, courses)
