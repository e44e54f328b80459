"""What commands are tested with: a pipeline that pretends, a folder, a person who types."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, replace
from io import StringIO
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING

import pytest

import twitchcam
from tests.causes.made_up import recording
from tests.evidence.made_up import BURST, EVENTS, RECORDING, SENSOR
from twitchcam.evidence.events_to_evidence import summarise
from twitchcam.outputs.evidence_json import evidence_text
from twitchcam.outputs.result_files import (
    ResultFiles,
    choose_result_files,
    name_result_files,
    write_results,
)
from twitchcam.outputs.safe_file import write_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from twitchcam.records import Event, Evidence
    from twitchcam.settings import Settings

SPASM = recording((replace(BURST, eye="left"), 30), duration_s=120.0)


def errors_in(text: str) -> list[str]:
    """Lines of standard error that report errors."""
    return [line for line in text.splitlines() if line.startswith("twitchcam: error: ")]


@dataclass(frozen=True)
class FakeRecording:
    """What the pipeline returns."""

    path: Path
    events: tuple[Event, ...]
    evidence: Evidence
    files: ResultFiles | None
    replaced: str = ""


@dataclass
class FakePipeline:
    """Writes made-up results for every file, or fails as told by file name."""

    failures: dict[str, BaseException] = field(default_factory=dict)
    partial: str = ""
    replaced: str = ""
    analysed: list[str] = field(default_factory=list)
    settings: list[Settings] = field(default_factory=list)
    phases: list[str | None] = field(default_factory=list)
    finished: dict[str, Evidence] = field(default_factory=dict)
    folders: list[Path | None] = field(default_factory=list)

    def finished_before(
        self, path: Path, *, out_dir: Path | None, settings: Settings, phase: str | None
    ) -> FakeRecording | None:
        """Give what was told by file name."""
        del settings, phase
        if path.name not in self.finished:
            return None
        files = name_result_files(path, out_dir)
        return FakeRecording(path, EVENTS, self.finished[path.name], files)

    def analyze(
        self,
        path: Path,
        *,
        out_dir: Path | None,
        settings: Settings,
        phase: str | None,
        on_progress: Callable[[object], None],
    ) -> FakeRecording:
        """Pretend to analyse."""
        if path.name in self.failures:
            raise self.failures[path.name]
        self.analysed.append(path.name)
        self.settings.append(settings)
        self.phases.append(phase)
        self.folders.append(out_dir)
        for frames, total in ((10, None), (20, 40), (50, 40)):
            on_progress(SimpleNamespace(frames=frames, time_s=frames / 30, total_frames=total))
        files = choose_result_files(path, out_dir)
        source = replace(RECORDING.source, name=path.name)
        recording = replace(RECORDING, source=source, partial=path.name == self.partial)
        evidence = summarise(EVENTS, recording, SENSOR, files.identity)
        write_results(files, EVENTS, evidence)
        return FakeRecording(path, EVENTS, evidence, files, replaced=self.replaced)


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch) -> FakePipeline:
    """Put the pretending pipeline in place of the real one."""
    fake = FakePipeline()
    module = ModuleType("twitchcam.pipeline")
    module.analyze = fake.analyze  # type: ignore[attr-defined]
    module.finished_before = fake.finished_before  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "twitchcam.pipeline", module)
    monkeypatch.setattr(twitchcam, "pipeline", module, raising=False)
    return fake


@pytest.fixture
def videos(tmp_path: Path) -> Path:
    """Give a folder with three videos and a text."""
    folder = tmp_path / "my videos"
    folder.mkdir()
    for name in ("a.mp4", "b.MOV", "ü [c].avi", "notes.txt", "._a.mp4"):
        (folder / name).write_bytes(name.encode())
    return folder


class _Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder, without a terminal."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", StringIO())
    return tmp_path


@pytest.fixture
def evidence(here: Path) -> Path:
    """Write the evidence of a recording."""
    path = here / "clip_evidence.json"
    write_file(path, evidence_text(SPASM))
    return path


@pytest.fixture
def type_in(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let a person at a terminal type lines, and press Ctrl-C after the last."""

    def start(*lines: str) -> None:
        left = iter(lines)

        def typed(prompt: str = "") -> str:
            del prompt
            try:
                return next(left)
            except StopIteration:
                raise KeyboardInterrupt from None

        monkeypatch.setattr(sys, "stdin", _Terminal())
        monkeypatch.setattr("builtins.input", typed)

    return start
