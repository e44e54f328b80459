"""``twitchcam table``: what many recordings show, a row each."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.evidence.made_up import EVENTS, IDENTITY, RECORDING, SENSOR, blind
from twitchcam.cli.main import main
from twitchcam.evidence.events_to_evidence import summarise
from twitchcam.evidence.phases import Stretch, with_phases
from twitchcam.outputs.evidence_json import evidence_text
from twitchcam.records import FileIdentity, ProfileUse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from twitchcam.records import Event, SensorFacts


def write(
    path: Path, name: str, *events: Event, sensor: SensorFacts = SENSOR, content: str = ""
) -> Path:
    """Write evidence of a recording of that name and content."""
    recording = replace(RECORDING, source=replace(RECORDING.source, name=name))
    identity = FileIdentity(name, 1, content or name)
    evidence = summarise(events, recording, sensor, identity)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(evidence_text(evidence), encoding="utf-8")
    return path


@pytest.fixture
def results(tmp_path: Path) -> Path:
    """Give a folder with results of two people, one of whom could not be seen."""
    write(tmp_path / "p1" / "a_evidence.json", "a.mp4", *EVENTS)
    write(tmp_path / "p2" / "day 2" / "b_evidence.json", "b.mp4", blind())
    (tmp_path / "p2" / "notes.json").write_text("{}")
    return tmp_path


def rows_of(path: Path) -> list[dict[str, str]]:
    """Read a table by the names of its columns."""
    names, *rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return [dict(zip(names, row, strict=True)) for row in rows]


def test_a_row_for_each_recording_of_all_folders(
    results: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = results / "all.tsv"
    assert main(["table", str(results), "--out", str(out)]) == 0
    screen, told = capsys.readouterr()
    assert told == ""
    assert "p1/a " in screen
    assert "p2/day 2/b: " in screen
    assert "This recording cannot say whether there were twitches." in " ".join(screen.split())
    seen, unseen = rows_of(out)
    assert seen["evidence_file"] == str(results / "p1" / "a_evidence.json")
    assert (seen["events"], seen["left_side"], unseen["events"]) == ("3", "2", "n/a")


def test_a_session_whose_files_are_called_as_its_folder_is_named_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Unless that is the name of another."""
    for name in ("live_1/live_1", "live_2/live_2", "live_2"):
        write(tmp_path / f"{name}_evidence.json", "clip.mp4", *EVENTS, content=name)
    out = tmp_path / "all.tsv"
    assert main(["table", str(tmp_path), "--out", str(out)]) == 0
    screen = capsys.readouterr().out
    cells = [line.split("|")[1].strip() for line in screen.splitlines() if line.startswith("|")]
    assert {cell for cell in cells if "live_" in cell} == {"live_1", "live_2", "live_2/live_2"}
    # Where it lies is told as it is.
    assert [row["folder"] for row in rows_of(out)] == [".", "live_1", "live_2"]


def test_files_can_be_named_and_each_counts_once(results: Path) -> None:
    one = str(results / "p1" / "a_evidence.json")
    out = results / "all.tsv"
    assert (
        main(["table", one, one, str(results / "p1" / "*_evidence.json"), "--out", str(out)]) == 0
    )
    assert len(rows_of(out)) == 1


@pytest.mark.parametrize("given", [["."], ["p1", "p2"], ["p1/a_evidence.json", "p2/day 2"]])
def test_folders_are_told_from_where_the_search_began(results: Path, given: list[str]) -> None:
    out = results / "all.tsv"
    assert main(["table", *(str(results / one) for one in given), "--out", str(out)]) == 0
    assert [row["folder"] for row in rows_of(out)] == ["p1", "p2/day 2"]


def test_what_cannot_be_read_is_said_and_the_others_are_shown(
    results: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (results / "p1" / "broken_evidence.json").write_text("{")
    assert main(["table", str(results), str(results / "no_evidence.json")]) == 1
    screen, told = capsys.readouterr()
    assert "p1/a " in screen
    broken, missing = told.splitlines()
    assert "broken_evidence.json is not an evidence file" in broken
    assert "cannot read" in missing


def test_folders_that_are_not_searched_are_said(
    results: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (results / "back").symlink_to(results, target_is_directory=True)
    contents = Path.iterdir

    def iterdir(folder: Path) -> Iterator[Path]:
        if folder.name == "p2":
            raise PermissionError
        return contents(folder)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    assert main(["table", str(results)]) == 1
    screen, told = capsys.readouterr()
    assert "| p1/a " in screen
    unread, link = told.splitlines()
    assert f"error: cannot read folder {results / 'p2'}" in unread
    assert f"note: {results / 'back'} is a link to a folder" in link


def test_what_could_not_be_analysed_is_not_forgotten(
    results: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    failures = results / "p2" / "failed.tsv"
    failures.write_text("video\treason\na.mp4\tempty\nb.mp4\tempty\n", encoding="utf-8")
    (results / "failed.tsv").write_text("of something else")
    assert main(["table", str(results)]) == 0
    told = f"2 more recordings could not be analysed; {failures} says why"
    assert capsys.readouterr().err == f"twitchcam: warning: {told}\n"


def test_a_folder_without_results(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["table", str(tmp_path), "--out", str(tmp_path / "all.tsv")]) == 1
    screen, told = capsys.readouterr()
    assert screen == ""
    assert told == f"twitchcam: error: no results in {tmp_path}: looked for *_evidence.json\n"
    assert list(tmp_path.iterdir()) == []


def test_nothing_else_is_overwritten(results: Path, capsys: pytest.CaptureFixture[str]) -> None:
    events, sidecar, other = (
        results / "p1" / name for name in ("a_events.tsv", "t.json", "notes.txt")
    )
    for taken in (events, sidecar, other):
        taken.write_text("onset\n")
    for named, code in ((events, 2), (sidecar.with_suffix(".tsv"), 1), (other, 2)):
        assert main(["table", str(results), "--out", str(named)]) == code
    assert capsys.readouterr().err.count("twitchcam: error: ") == 3
    assert [taken.read_text() for taken in (events, sidecar, other)] == 3 * ["onset\n"]
    assert not sidecar.with_suffix(".tsv").exists()


def test_an_earlier_table_is_replaced(results: Path) -> None:
    out = results / "all.tsv"
    assert main(["table", str(results), "--out", str(out)]) == 0
    write(results / "p3" / "c_evidence.json", "c.mp4", *EVENTS)
    assert main(["table", str(results), "--out", str(out)]) == 0
    assert len(rows_of(out)) == 3


def test_an_earlier_table_without_its_sidecar_takes_no_other(results: Path) -> None:
    out = results / "all.tsv"
    assert main(["table", str(results), "--out", str(out)]) == 0
    out.with_suffix(".json").write_text("mine")
    assert main(["table", str(results), "--out", str(out)]) == 1
    assert out.with_suffix(".json").read_text() == "mine"


def test_where_the_table_goes_is_tried_first(
    results: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (results / "file").touch()
    assert main(["table", str(results), "--out", str(results / "file" / "x.tsv")]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "choose another file with --out" in err


def test_what_the_recordings_say_of_themselves_is_not_lost(
    results: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = results / "all.tsv"
    recording = replace(RECORDING, other_faces=2, notes=("the file is damaged after 5.4 s",))
    evidence = summarise(EVENTS, recording, SENSOR, IDENTITY)
    (results / "p1" / "c_evidence.json").write_text(evidence_text(evidence))
    assert main(["table", str(results), "--out", str(out)]) == 0
    screen = " ".join(capsys.readouterr().out.split())
    assert "p1/c: the file is damaged after 5.4 s" in screen
    assert "p1/c: other faces were in view" in screen
    assert "damaged after 5.4 s" in rows_of(out)[1]["notes"]


def test_hidden_files_and_names_that_cannot_be(
    results: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (results / "p1" / "._a_evidence.json").write_bytes(b"\xff")
    assert main(["table", str(results)]) == 0
    assert main(["table", "a" * 300]) == 1
    assert "internal" not in capsys.readouterr().err


def test_a_pattern_can_stand_for_folders(results: Path) -> None:
    out = results / "all.tsv"
    assert main(["table", str(results / "p*"), "--out", str(out)]) == 0
    assert len(rows_of(out)) == 2


def test_what_makes_counts_misleading_is_said(
    results: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(
        results / "p3" / "a_evidence.json",
        "copy.mp4",
        *EVENTS,
        content="a.mp4",
        sensor=replace(SENSOR, sensor="landmarks"),
    )
    out = results / "all.tsv"
    assert main(["table", str(results), "--out", str(out)]) == 0
    copy, other = capsys.readouterr().err.splitlines()
    first, second = (results / person / "a_evidence.json" for person in ("p1", "p3"))
    assert [row["same_recording_as"] for row in rows_of(out)] == ["n/a", "n/a", str(first)]
    assert copy == f"twitchcam: warning: {second} is of the same recording as {first}"
    assert other.endswith("not all were made with the same --sensor: counts are not comparable")


@pytest.mark.parametrize(("factor", "is_said"), [(1.9, False), (2.1, True)])
def test_recordings_that_do_not_see_small_twitches_alike_are_named(
    results: Path, capsys: pytest.CaptureFixture[str], factor: float, *, is_said: bool
) -> None:
    limit_mm = SENSOR.smallest_detectable_mm
    assert limit_mm is not None
    other = replace(SENSOR, smallest_detectable_mm=factor * limit_mm)
    write(results / "c_evidence.json", "c.mp4", *EVENTS, sensor=other)
    assert main(["table", str(results)]) == 0
    assert ("not seen alike" in capsys.readouterr().err) is is_said


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"versions": {"mediapipe": "9"}}, "the same versions: counts are not"),
        ({"settings": {"max_gap_s": 0.5}}, "the same settings: counts are not"),
        ({"decision": "0123456789"}, "the same rules of what is a twitch: counts are not"),
        (
            {"profile": ProfileUse("me", "2026-11-30", "0123456789")},
            "a --profile: sizes and counts may",
        ),
    ],
)
def test_what_was_measured_in_another_way_is_said(
    results: Path, capsys: pytest.CaptureFixture[str], other: dict[str, Any], said: str
) -> None:
    write(results / "c_evidence.json", "c.mp4", *EVENTS, sensor=replace(SENSOR, **other))
    assert main(["table", str(results)]) == 0
    (line,) = capsys.readouterr().err.splitlines()
    assert f"not all were made with {said}" in line


def test_parts_and_calibrations_of_their_own_do_not_set_recordings_apart(
    results: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asleep = with_phases(
        summarise(EVENTS, RECORDING, SENSOR, replace(IDENTITY, sha256_of_ends="c")),
        EVENTS,
        [Stretch("sleep", 0.0, 60.0)],
    )
    (results / "c_evidence.json").write_text(evidence_text(asleep), encoding="utf-8")
    assert main(["table", str(results)]) == 0
    assert capsys.readouterr().err == ""
    profiled = [
        replace(SENSOR, profile=ProfileUse(name, "2026-11-30", name)) for name in ("anna", "ben")
    ]
    folder = results / "profiled"
    for sensor, name in zip(profiled, ("d", "e"), strict=True):
        write(folder / f"{name}_evidence.json", name, *EVENTS, sensor=sensor)
    assert main(["table", str(folder)]) == 0
    assert capsys.readouterr().err == ""
