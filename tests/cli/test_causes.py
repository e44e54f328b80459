"""``twitchcam causes``, from outside."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from twitchcam.cli.command_words import typed
from twitchcam.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import FakePipeline

pytestmark = pytest.mark.usefixtures("here")


def write(folder: Path, text: str) -> str:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_answers_and_evidence(
    here: Path, evidence: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = write(here, 'age_years = 52\nduration = "over_1_year"\n')
    command = ["causes", "--answers", answers, "--evidence", str(evidence)]
    assert main(command) == 0
    out, err = capsys.readouterr()
    assert out.index("How soon") < out.index("Hemifacial spasm: fits well")
    assert err == ""
    assert main([*command, "--json"]) == 0
    content = json.loads(capsys.readouterr().out)
    assert content["causes"][0]["key"] == "hemifacial_spasm"
    assert content["notes"][0].startswith("1 recording,")
    assert main([*command, "--evidence", str(evidence)]) == 1
    assert "are of the same recording: give one" in capsys.readouterr().err


def test_evidence_alone(evidence: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["causes", "--evidence", str(evidence)]) == 0
    out = " ".join(capsys.readouterr().out.replace("|", "").split())
    assert "ask for a referral to a neurologist" in out


@pytest.mark.parametrize(
    ("text", "says", "code"),
    [
        ("shoe_size = 43", "mine.toml: 'shoe_size' is not a question of this version", 2),
        ("age = 43", "of this version of twitchcam; did you mean age_years?", 2),
        ("caffein = 43", "did you mean caffeine_mg?", 2),
        ("a = 43", "mine.toml: 'a' is not a question of this version of twitchcam\n", 2),
        ("age_years = 300", "mine.toml: age_years is 300", 2),
        ("age_years = 2020-01-01", "age_years is", 2),
        ("age_years = 52.5", "age_years is 52.5; it must be a whole number", 2),
        ('look = "odd"', "look is 'odd'", 2),
        ("age_years = = 3", "is not a file of answers", 2),
        ('schema = "twitchcam.answers/7"', "'twitchcam.answers/7'", 2),
    ],
)
def test_bad_answers(
    here: Path, text: str, says: str, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["causes", "--answers", write(here, text)]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("twitchcam: error: ")
    assert says in err
    assert err.count("\n") == 1


def test_bad_evidence(here: Path, evidence: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = json.loads(evidence.read_text(encoding="utf-8"))
    content["counts"]["all"]["events"] = -3
    for spoilt, says in (
        (json.dumps(content), "counts.all.events is -3"),
        (json.dumps({**content, "schema": "twitchcam.evidence/2"}), "'twitchcam.evidence/2'"),
        ("{", "is not an evidence file, or is damaged: twitchcam analyze writes one"),
    ):
        evidence.write_text(spoilt, encoding="utf-8")
        assert main(["causes", "--evidence", str(evidence)]) == 1
        err = capsys.readouterr().err
        assert says in err
        assert err.count("\n") == 1
    assert main(["causes", "--evidence", str(here / "none.json")]) == 1
    capsys.readouterr()
    assert main(["causes", "--evidence", str(here)]) == 1
    assert "is a folder: name the evidence file in it" in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"\x00\xff\xfe", b"onset\tduration\n", b"[]", b"{}"])
def test_other_files_are_no_evidence(
    here: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    """Such as the video itself, or its events."""
    other = here / "clip.mp4"
    other.write_bytes(content)
    for command in (["causes", "--evidence"], ["table"]):
        assert main([*command, str(other)]) == 1
        told = "is not an evidence file, or is damaged: twitchcam analyze writes one"
        assert capsys.readouterr().err == (
            f"twitchcam: error: {other} {told} (..._evidence.json) for each recording\n"
        )


@pytest.mark.parametrize("words", [["a.json", "b c.json"], ["--evidence", "a.json", "b c.json"]])
def test_files_that_stand_alone(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """As a shell leaves what a pattern stood for."""
    assert main(["causes", *words]) == 2
    err = capsys.readouterr().err
    assert err.endswith(f": twitchcam causes --evidence a.json --evidence {typed('b c.json')}\n")


def test_evidence_that_may_not_be_read_hides_no_urgency(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Typer would refuse it before anything is said."""
    unread = here / "unread.json"
    unread.write_text("{}", encoding="utf-8")
    may = os.access
    monkeypatch.setattr(
        os, "access", lambda path, mode, **more: path != str(unread) and may(path, mode, **more)
    )
    answers = write(here, "sudden_droop = true\n")
    assert main(["causes", "--answers", answers, "--evidence", str(unread)]) == 1
    assert "How soon" in capsys.readouterr().out


@pytest.mark.parametrize("is_twice", [True, False])
def test_no_evidence_hides_an_emergency(
    here: Path, evidence: Path, capsys: pytest.CaptureFixture[str], *, is_twice: bool
) -> None:
    answers = write(here, "sudden_droop = true")
    if not is_twice:
        content = json.loads(evidence.read_text(encoding="utf-8"))
        content["time"]["observable_s"] = -1.0
        evidence.write_text(json.dumps(content), encoding="utf-8")
    given = ["--evidence", str(evidence)] * (2 if is_twice else 1)
    assert main(["causes", "--answers", answers, *given]) == 1
    out, err = capsys.readouterr()
    assert "Get help now" in out
    assert err.count("\n") == 1


def test_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["causes"]) == 2
    assert "give --answers or --evidence" in capsys.readouterr().err
    assert main(["causes", "--ask"]) == 2
    assert main(["causes", "--answers", "none.toml"]) == 2


def test_old_answers_in_a_script_are_noted(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = write(here, "cramps = true")
    os.utime(answers, (0.0, 0.0))
    assert main(["causes", "--answers", answers]) == 0
    assert "things may have changed since" in capsys.readouterr().err


@pytest.mark.skipif(not os.path.exists("/dev/fd"), reason="no pipes by name")  # noqa: PTH110
def test_answers_can_come_by_a_pipe(capfd: pytest.CaptureFixture[str]) -> None:
    """They can be read only once."""
    reading, writing = os.pipe()
    os.write(writing, b"sudden_droop = true\n")
    os.close(writing)
    assert main(["causes", "--answers", f"/dev/fd/{reading}"]) == 0
    os.close(reading)
    assert "Get help now" in capfd.readouterr().out


def test_too_long_a_name_is_no_file(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["causes", "--answers", str(here / ("a" * 300))]) == 2
    err = capsys.readouterr().err
    assert "cannot read" in err
    assert "internal" not in err


def test_a_byte_order_mark_is_no_mistake(here: Path) -> None:
    answers = here / "bom.toml"
    answers.write_text('stress = "high"\n', encoding="utf-8-sig")
    assert main(["causes", "--answers", str(answers)]) == 0


def test_analyze_appends_the_matching(
    here: Path, videos: Path, pipeline: FakePipeline, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = write(here, 'stress = "high"\nduration = "under_2_weeks"\n')
    assert main(["analyze", str(videos / "a.mp4"), "--answers", answers]) == 0
    out = capsys.readouterr().out
    assert out.index("Twitches") < out.index("How soon") < out.index("Stress and exhaustion")
    assert pipeline.analysed == ["a.mp4"]


def test_analyze_says_at_the_end_what_all_recordings_show_together(
    here: Path, videos: Path, pipeline: FakePipeline, capsys: pytest.CaptureFixture[str]
) -> None:
    """The last one alone need not be the most urgent."""
    answers = write(here, 'stress = "high"\n')
    assert main(["analyze", str(videos), "--answers", answers]) == 0
    out, err = capsys.readouterr()
    assert "what 3 recordings show together:" in err
    assert out.count("How soon") == len(pipeline.analysed) + 1 == 4
    assert "3 recordings, " in out.rsplit("How soon", maxsplit=1)[1]


@pytest.mark.usefixtures("pipeline")
def test_a_copy_does_not_count_twice(
    here: Path, videos: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wherever it lies, and whatever it is called."""
    (videos / "copy of a.mp4").write_bytes((videos / "a.mp4").read_bytes())
    answers = write(here, 'stress = "high"\n')
    assert main(["analyze", str(videos), "--answers", answers]) == 0
    err = capsys.readouterr().err
    assert f"{videos / 'copy of a.mp4'} is a copy of {videos / 'a.mp4'}" in err
    assert "what 3 recordings show together:" in err


def test_analyze_does_not_hide_what_answers_are_given_for(
    here: Path, videos: Path, pipeline: FakePipeline, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = write(here, "sudden_droop = true\n")
    assert main(["analyze", "-q", str(videos / "a.mp4"), "--answers", answers]) == 2
    assert "--quiet would hide" in capsys.readouterr().err
    assert pipeline.analysed == []


def test_analyze_checks_answers_before_it_starts(
    here: Path, videos: Path, pipeline: FakePipeline, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = write(here, "age_years = 300")
    assert main(["analyze", str(videos / "a.mp4"), "--answers", answers]) == 2
    assert "age_years is 300" in capsys.readouterr().err
    assert pipeline.analysed == []


def test_an_emergency_does_not_wait_for_a_file(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = write(here, "sudden_droop = true")
    assert main(["causes", "--answers", answers, "--evidence", str(here / "none.json")]) == 1
    out, err = capsys.readouterr()
    assert "Get help now" in out
    assert "none.json" in err
    assert main(["analyze", str(here / "none.mp4"), "--answers", answers]) == 1
    assert "Get help now" in capsys.readouterr().out
