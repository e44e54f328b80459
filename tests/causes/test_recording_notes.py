"""What is said of the recordings themselves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.causes.made_up import WITH_EYE, recording
from tests.evidence.made_up import SINGLE, TREMOR
from twitchcam.causes.knowledge import shipped_knowledge
from twitchcam.causes.matching import match_causes
from twitchcam.causes.recording_notes import DISAGREEMENTS


def test_disagreements_are_of_findings_that_exist() -> None:
    findings = shipped_knowledge().findings
    for answered, recorded, *_ in DISAGREEMENTS:
        assert findings[answered].answer
        assert findings[recorded].video


@pytest.mark.parametrize(
    ("answers", "evidence", "says"),
    [
        ({"eye_with_lip": "no"}, recording((WITH_EYE, 9)), "an eye closes with some twitches"),
        ({"side": "changes"}, recording((SINGLE, 30)), "the twitches keep to one side"),
        ({"look": "quick_flicks"}, recording((TREMOR, 3)), "it shakes regularly"),
    ],
)
def test_answers_that_do_not_go_with_the_recording_are_named(
    answers: dict[str, str], evidence: object, says: str
) -> None:
    assert any(says in note for note in match_causes(evidence, answers).notes)  # type: ignore[arg-type]
    assert not any(says in note for note in match_causes(evidence, {}).notes)  # type: ignore[arg-type]
    still = recording((replace(SINGLE, side="both", eye="none"), 9))
    assert not any(says in note for note in match_causes(still, answers).notes)
