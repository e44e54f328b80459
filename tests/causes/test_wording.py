"""No sentence on causes reads as a doctor's judgement."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import twitchcam
from twitchcam.toml_text import parse_toml
from twitchcam.wording import MEDICAL_CLAIMS, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(twitchcam.__file__).parent
DATA = sorted((PACKAGE / "causes").rglob("*.toml"))
CODE = [
    *sorted((PACKAGE / "causes").glob("*.py")),
    *(PACKAGE / "outputs" / name for name in ("causes_table.py", "causes_json.py")),
    PACKAGE / "outputs" / "answers_toml.py",
    *(PACKAGE / "cli" / name for name in ("causes.py", "interview.py")),
]


def texts(value: object) -> Iterator[str]:
    """All texts in a TOML value, names of fields included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from (key, *texts(inner))
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def constants(path: Path) -> Iterator[str]:
    """All texts in a module, parts of formatted ones included, but for its docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node not in docstrings
        ):
            yield node.value


@pytest.mark.parametrize("path", DATA, ids=lambda path: path.name)
def test_data(path: Path) -> None:
    found = list(texts(parse_toml(path.read_text(encoding="utf-8"))))
    assert found
    assert [text for text in found if MEDICAL_CLAIMS.search(text)] == []


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.name)
def test_code(path: Path) -> None:
    assert [text for text in constants(path) if MEDICAL_CLAIMS.search(text)] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "It detects hemifacial spasm",
        "This diagnoses tics",
        "The diagnosis is clear",
        "at risk of stroke",
        "You likely have ALS",
        "This rules out ALS",
        "ruling it out",
        "That is normal",
        "an abnormal finding",
        "You don't need a doctor",
        "There is no need to see a GP",
        "80% Parkinson's disease",
        "with 30 percent",
        "most probably benign",
        "You have a disease",
    ],
)
def test_claims(sentence: str) -> None:
    """The test of the words would find what it is for."""
    assert MEDICAL_CLAIMS.search(sentence)


@pytest.mark.parametrize(
    "sentence",
    ["This is not a diagnosis.", "shares features described for tics", "no rules fired"],
)
def test_no_claims(sentence: str) -> None:
    assert not MEDICAL_CLAIMS.search(sentence)


def test_what_people_type_is_repeated_safely() -> None:
    assert quoted("Foobar  3 mg") == "Foobar 3 mg"
    assert quoted("my diagnoses") == "(left out)"
    assert quoted("a\x1b[31mb\n") == "a [31mb"
    assert len(quoted("x" * 1000)) < 50
