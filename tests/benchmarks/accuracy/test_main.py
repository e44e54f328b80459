"""What is asked of the benchmark of accuracy on the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from benchmarks.accuracy import __main__ as accuracy
from benchmarks.accuracy.__main__ import main
from benchmarks.accuracy.jobs import Rest
from benchmarks.recordings.slow_movements import SLOW_SIZES
from tests.benchmarks.accuracy.made_up import made_results

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.accuracy.scores.results import Results


def test_listed_recordings_that_are_not_there_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "clips"
    folder.mkdir()
    (folder / "there.mp4").write_bytes(b"no video: nothing is measured here")
    table = tmp_path / "stretches.tsv"
    rows = [
        "file\tkind\tstart_s\tend_s",
        *(f"{name}.mp4\trest\t0\t5" for name in ("there", "gone")),
    ]
    table.write_text("\n".join(rows) + "\n", "utf-8")
    assert main([str(folder), "--stretches", str(table), "--rounds", "1", "--sizes", "1"]) == 1
    told = capsys.readouterr().out
    assert "left out: gone.mp4" in told.replace("\n", " ")


def test_an_output_that_cannot_be_written_costs_no_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("matplotlib", reason="drawing needs the extra 'samples'")

    def takes_its_name(*_: object) -> Results:
        full.mkdir()
        return made_results(tmp_path)

    full, plot = tmp_path / "full.json", tmp_path / "curve.svg"
    monkeypatch.setattr(accuracy, "run", takes_its_name)
    assert main([str(tmp_path), "--json", str(full), "--plot", str(plot)]) == 1
    assert plot.is_file()
    told = capsys.readouterr().err
    assert told.startswith(f"error: cannot write {full}")
    assert "Traceback" not in told


def test_all_that_is_measured_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accuracy, "run", lambda *_: made_results(tmp_path))
    whole = tmp_path / "whole.json"
    main([str(tmp_path), "--json", str(whole)])
    told = json.loads(whole.read_text(encoding="utf-8"))
    assert told["options"]["json"] == str(whole)
    assert told["injected"]["1"]["pooled"]["found"] == 1


@pytest.mark.parametrize("quality", ["-1", "52", "nan", "fine"])
def test_a_quality_that_is_none_is_refused(
    quality: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([f"--crf={quality}"])
    assert stopped.value.code == 2
    assert "--crf" in capsys.readouterr().err


def test_slow_movements_of_the_sizes_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"not looked into: the table says it all")
    table = tmp_path / "stretches.tsv"
    table.write_text("file\tkind\tstart_s\tend_s\na.mp4\trest\t0\t5\n", encoding="utf-8")
    for more, sizes in (([], SLOW_SIZES), (["--slow-sizes", "3"], (3.0,)), (["--slow-sizes"], ())):
        options = accuracy._options([str(tmp_path), "--stretches", str(table), *more])  # noqa: SLF001
        jobs = accuracy._jobs(options)  # noqa: SLF001
        assert [job.plan.slow_sizes for job in jobs if isinstance(job, Rest)] == [sizes]
