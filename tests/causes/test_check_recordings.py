"""Evidence that no recording can have given."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.causes.made_up import recording
from tests.evidence.made_up import BURST, SINGLE, TREMOR
from twitchcam.causes.check_recordings import check_recordings
from twitchcam.errors import EvidenceError
from twitchcam.records import Distribution, Estimate, PhaseEvidence

SPASM = recording((replace(BURST, eye="left"), 30), duration_s=120.0)
SHAKING = recording((replace(TREMOR, peaks=40, frequency_hz=5.0), 6), duration_s=120.0)
SIZES = Distribution(30, 1.0, 1.0, 1.0, 1.0, 1.0)


def test_no_recording_counts_twice() -> None:
    with pytest.raises(EvidenceError, match=r"no. 1 and no. 2 are of the same recording"):
        check_recordings([SPASM, SPASM])
    # Sessions before a camera have no file: they are the same if all that was measured is.
    live = replace(SPASM, file=None)
    with pytest.raises(EvidenceError, match=r"no. 2 and no. 3 are of the same recording"):
        check_recordings([replace(SHAKING, file=None), live, live])
    later = replace(live, recording=replace(live.recording, frames=live.recording.frames + 1))
    check_recordings([live, later])


def in_rest(**changes: Any) -> dict[str, PhaseEvidence]:  # noqa: ANN401 - any field
    """Phases of a guided recording, of which rest holds what cannot be."""
    phases = recording((SINGLE, 3), rest=60.0).phases
    assert phases is not None
    return {"rest": replace(phases["rest"], **changes)}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"schema": "twitchcam.evidence/9"}, "schema"),
        ({"dominant_frequency_hz": -1.0}, "dominant_frequency_hz"),
        ({"tremor_peaks_by_hz": {"fast": 3}}, "tremor_peaks_by_hz.fast"),
        ({"tremor_peaks_by_hz": {"5.0": 100}}, "tremor_peaks_by_hz"),
        ({"tremor_peaks_by_hz": {"5.0": -3}}, "tremor_peaks_by_hz.5.0"),
        ({"eye_closure_share": Estimate(2.0, 0.0, 3.0)}, "eye_closure_share"),
        ({"laterality_index": Estimate(0.5, 0.9, 0.1)}, "laterality_index"),
        ({"time": replace(SPASM.time, observable_s=float("nan"))}, "time.observable_s"),
        ({"phases": {"frown": SPASM}}, "phases.frown"),
        ({"phases": in_rest(by_side={"left": 99})}, "phases.rest.by_side.left"),
        ({"phases": in_rest(by_pattern={"burst": 99})}, "phases.rest.by_pattern.burst"),
        ({"phases": in_rest(tremor_peaks_by_hz={"5.0": -1})}, "phases.rest.tremor_peaks_by_hz.5.0"),
        ({"amplitude_mm": replace(SIZES, median=-1.0)}, "amplitude_mm.median"),
        ({"amplitude_mm": replace(SIZES, n=-1)}, "amplitude_mm.n"),
    ],
)
def test_impossible_evidence_is_named(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(EvidenceError) as caught:
        check_recordings([replace(SPASM, **changes)])
    assert field in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_tremor_of_unknown_frequency_has_no_peaks_by_frequency() -> None:
    assert SHAKING.tremor_peaks_by_hz
    with pytest.raises(EvidenceError, match="does not go with dominant_frequency_hz"):
        check_recordings([replace(SHAKING, dominant_frequency_hz=None)])


def test_impossible_counts_are_named() -> None:
    assert SPASM.counts is not None
    for events in (-1, 10**6):
        sides = {**SPASM.counts.by_side, "left": replace(SPASM.counts.all, events=events)}
        spoilt = replace(SPASM, counts=replace(SPASM.counts, by_side=sides))
        with pytest.raises(EvidenceError, match=r"counts\.by_side\.left\.events"):
            check_recordings([spoilt])
