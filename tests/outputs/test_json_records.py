"""Records as JSON, there and back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.evidence.made_up import AWAY, SINGLE
from twitchcam.outputs.json_records import DamageError, json_of, record_from_json
from twitchcam.records import Event, FileIdentity, Scale

SCALE = {"mm_per_pupil_distance": 63, "method": "iris", "uncertainty": 0.04}


@pytest.mark.parametrize("event", [SINGLE, AWAY])
def test_words_of_a_list_survive(event: Event) -> None:
    assert record_from_json(Event, json.loads(json.dumps(json_of(event)))) == event


def test_a_whole_number_is_a_number_and_what_is_new_is_left_aside() -> None:
    made = record_from_json(Scale, {**SCALE, "of_a_later_version": [1, "two"]})
    assert made == Scale(63.0, "iris", 0.04)
    assert isinstance(made.mm_per_pupil_distance, float)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"uncertainty": True}, "uncertainty: expected `float`, got `bool`"),
        ({"uncertainty": float("-inf")}, "uncertainty is -inf where a number belongs"),
        ({"uncertainty": 10**400}, "uncertainty is inf where a number belongs"),
        ({"method": None}, "method: expected `str`, got `null`"),
    ],
)
def test_what_is_wrong_is_named(wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(DamageError) as caught:
        record_from_json(Scale, {**SCALE, **wrong})
    assert str(caught.value) == says


@pytest.mark.parametrize(
    ("name", "word"), [("kind", "spasm"), ("lip", "left"), ("reason", "it was late")]
)
def test_no_word_but_those_of_the_list(name: str, word: str) -> None:
    with pytest.raises(DamageError, match=rf"^{name}: invalid enum value '{word}'$"):
        record_from_json(Event, {**json_of(SINGLE), name: word})


@pytest.mark.parametrize("content", [3, None, [], float("nan")])
def test_what_is_no_record_at_all(content: object) -> None:
    with pytest.raises(DamageError, match=r"^the file"):
        record_from_json(FileIdentity, content)
