"""What the README and the documents beside it tell a newcomer to type."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
import typer

import twitchcam
from tests.evidence.made_up import EVENTS, blind, evidence_of
from tests.sample_frames import analysed, decoded
from twitchcam.causes.knowledge import shipped_knowledge
from twitchcam.cli.interview import WELCOME
from twitchcam.cli.main import app
from twitchcam.records import Kind
from twitchcam.wording import SMALLER_ARE_MISSED

if TYPE_CHECKING:
    from twitchcam.records import Event

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = {
    path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").glob("*.md"))
}
ACTIVATED = "\n```sh\nsource .venv/bin/activate\n```\n"
COMMAND = re.compile(
    r"(\S*)\b(twitchcam (?:analyze|calibrate|causes|doctor|live|table)\b|python -m\b|pip install\b)"
)


def python_snippet(text: str) -> str:
    """The only piece of Python in a document."""
    (snippet,) = re.findall(r"^```python\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    return snippet


@pytest.mark.parametrize(
    ("events", "lines", "says"),
    [(EVENTS, 4, "3 twitches"), ((blind(),), 1, "too little was seen to tell")],
)
def test_python_snippet(
    events: tuple[Event, ...],
    lines: int,
    says: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It prints the twitches alone, and copes with a recording in which nothing could be seen."""
    recording = SimpleNamespace(events=events, evidence=evidence_of(*events))
    monkeypatch.setattr(twitchcam, "analyze", lambda *_, **__: recording, raising=False)
    exec(compile(python_snippet(README), "README.md", "exec"), {})  # noqa: S102 - the snippet is ours
    printed = capsys.readouterr().out.splitlines()
    assert len(printed) == lines
    assert printed[-1].startswith(says)


def test_pictures_of_ones_own_give_the_events_that_the_file_gives() -> None:
    names: dict[str, Any] = {}
    exec(compile(python_snippet(DOCUMENTS["python.md"]), "python.md", "exec"), names)  # noqa: S102 - the snippet is ours
    frames = decoded("one_sided_bursts_eye")
    bgr = ((frame.time_s, frame.read_rgb()[..., ::-1].copy()) for frame in frames)
    found = list(names["events_of"](bgr))
    twitches = [event for event in found if event.kind is Kind.TWITCH]
    truth = [event for event in analysed(frames) if event.kind is Kind.TWITCH]
    assert [(t.lip, t.side, t.pattern) for t in twitches] == [
        (t.lip, t.side, t.pattern) for t in truth
    ]
    assert [t.onset_s for t in twitches] == pytest.approx([t.onset_s for t in truth], abs=0.05)


def test_commands_work_where_they_are_typed() -> None:
    """Until the environment is activated every command names it; from then on none has to."""
    before, after = README.split(ACTIVATED)
    typed = COMMAND.findall(before)
    assert typed
    assert {place.lstrip("(`") for place, _ in typed} == {".venv/bin/"}
    for text in (after, *DOCUMENTS.values()):
        assert {place.lstrip("(`") for place, _ in COMMAND.findall(text)} <= {""}


@pytest.mark.parametrize("name", ["README.md", *DOCUMENTS])
def test_commands_and_their_options_exist(name: str) -> None:
    text = README if name == "README.md" else DOCUMENTS[name]
    commands = vars(typer.main.get_command(app))["commands"]
    lines = re.findall(
        r"^(?:.* )?(?:\.venv/bin/)?twitchcam .*$", "\n".join(_blocks(text)), re.MULTILINE
    )
    spans = re.findall(r"`(twitchcam [^`]+)`", text.replace("\n", " "))
    for line in [*lines, *spans]:
        _, _, arguments = line.rpartition("twitchcam ")
        command, *words = arguments.split()
        assert command in commands, line
        options = {
            option
            for one in commands[command].params
            for option in (*one.opts, *one.secondary_opts)
        }
        assert {word for word in words if word.startswith("--")} <= options | {"--help"}, line


def test_what_cannot_wait_is_told_in_the_words_of_the_knowledge() -> None:
    quote = " ".join(
        line.removeprefix("> ") for line in README.splitlines() if line.startswith("> ")
    )
    assert quote.startswith(shipped_knowledge().urgencies.watch)


@pytest.mark.parametrize("name", ["README.md", "limits.md", "results.md"])
def test_of_small_twitches_they_say_what_the_results_say(name: str) -> None:
    text = README if name == "README.md" else DOCUMENTS[name]
    assert SMALLER_ARE_MISSED in " ".join(text.split())


def test_what_can_be_typed_in_the_interview_is_told() -> None:
    typed = re.findall(r"; (\S) \w+", WELCOME)
    assert len(typed) == 3
    assert {f"`{key}`" for key in typed} <= set(re.findall(r"`.`", DOCUMENTS["causes.md"]))


def test_advice_how_to_film_warns_of_what_makes_rates_and_sides_wrong() -> None:
    """Slow motion, which a wish for many frames per second invites, and mirrored selfies."""
    section = README.split("\n## A good recording\n")[1].split("\n## ")[0]
    calibrate = vars(typer.main.get_command(app))["commands"]["calibrate"].help
    filming = next(one.text for one in shipped_knowledge().recordings if one.key == "rest")
    for advice in (section, calibrate, filming):
        text = " ".join(advice.split())
        assert "slow motion" in text
        assert "mirror" in text
    assert "the person's own, unless the recording is mirrored" in " ".join(README.split())


def test_every_module_and_folder_of_the_package_is_explained() -> None:
    package = Path(twitchcam.__file__).parent
    there = {path.name for path in package.glob("[!_]*.py")}
    there |= {f"{path.parent.name}/" for path in package.glob("*/__init__.py")}
    told = re.findall(r"^(\w+(?:/|\.py)) ", DOCUMENTS["how_it_works.md"], re.MULTILINE)
    assert sorted(told) == sorted(there)


def test_every_link_leads_to_a_file_and_a_heading() -> None:
    for path in (ROOT / "README.md", *ROOT.glob("*/*.md")):
        text = path.read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            if target.startswith("http"):
                continue
            name, _, heading = target.partition("#")
            there = path.parent / name if name else path
            assert there.exists(), f"{path.name} links to {target}"
            if heading:
                assert heading in _headings(there), f"{path.name} links to {target}"


def _headings(path: Path) -> set[str]:
    titles = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title).lower().replace(" ", "-") for title in titles}


def _blocks(text: str) -> list[str]:
    """What is to be typed in a shell."""
    return re.findall(r"^```sh\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
