"""``twitchcam causes``: from answers and evidence to causes, urgency first."""

from __future__ import annotations

import os
import sys
from datetime import datetime, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from twitchcam.cli.command_words import typed
from twitchcam.cli.interview import ask_all
from twitchcam.cli.screen import say, show
from twitchcam.errors import AnswersError, EvidenceError, SourceError, UsageError
from twitchcam.outputs.answers_toml import ELSEWHERE, KeptAnswers, read_kept_answers
from twitchcam.outputs.causes_json import causes_text
from twitchcam.outputs.causes_table import print_causes, urgency_panel
from twitchcam.outputs.evidence_json import read_evidence
from twitchcam.wording import counted

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from rich.console import Console

    from twitchcam.causes.interview import Interview
    from twitchcam.causes.questions import Answer
    from twitchcam.records import Evidence

DEFAULT_ANSWERS = Path("answers.toml")
# For so long, what was said of what cannot wait is taken to be so still.
STILL_NOW = timedelta(hours=1)
# The beginning of a key of a question, to tell which was meant.
LEAST_LETTERS = 3


def causes(
    context: typer.Context,
    *,
    evidence: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            show_default=False,
            # What cannot be read does not hide how soon somebody should look at it.
            readable=False,
            help="Evidence of a recording (..._evidence.json, as analyze writes it). Can be given"
            " several times for one person.",
        ),
    ] = None,
    answers: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            show_default=False,
            readable=False,
            help=f"Answers to use instead of asking. With --ask, where they are kept; default"
            f" {DEFAULT_ANSWERS}.",
        ),
    ] = None,
    ask: Annotated[
        bool | None,
        typer.Option(
            "--ask/--no-ask",
            show_default=False,
            help="Ask what is not answered yet. Default: on a terminal, unless --answers or --json"
            " is given.",
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")] = False,
) -> None:
    """Say how urgent it is, and what answers and recordings share with known causes.

    Asks in plain words and keeps the answers in answers.toml; stop at any time with Ctrl-C and go
    on later with the same command. Nothing leaves this machine. This is not a diagnosis.

    Exit code: 0 done, 1 stopped or evidence that cannot be read, 2 wrong usage or answers.
    """
    if context.args:
        _refuse_words([*map(str, evidence or ()), *context.args])
    # Reading the knowledge takes a moment: only when it is needed.
    from twitchcam.causes.check_recordings import check_recordings

    shall_ask = _shall_ask(ask, answers, is_json=json)
    given: KeptAnswers | None = None
    if answers is not None and not shall_ask:
        given = read_checked_answers(answers)
    try:
        recordings = [read_evidence(path) for path in evidence or ()]
        check_recordings(recordings)
    except (SourceError, EvidenceError):
        # How soon somebody should look at it may not hang on a file.
        if given and given.answers:
            print_match([], given, as_json=json)
        raise
    if shall_ask:
        given = _ask(answers or DEFAULT_ANSWERS, recordings, evidence or ())
    elif answers is None and not recordings:
        message = (
            "nothing to go by: give --answers or --evidence, or run it in a terminal to be asked"
        )
        raise UsageError(message)
    print_match(recordings, given, as_json=json, is_all=True)


def print_match(
    recordings: Sequence[Evidence],
    given: KeptAnswers | None,
    *,
    as_json: bool = False,
    is_all: bool = False,
) -> None:
    """Match recordings and checked answers, if there are any, and print the result.

    ``is_all`` says whether the command gives nothing else.
    """
    from twitchcam.causes.matching import match_causes

    report = match_causes(recordings, given.answers if given else None)

    def draw(console: Console) -> None:
        if as_json:
            console.out(causes_text(report), end="", highlight=False)
        else:
            print_causes(console, report)

    show(draw, is_all=is_all)


def read_checked_answers(path: Path) -> KeptAnswers:
    """Read a file of answers and check them; raises AnswersError if they cannot be."""
    kept = read_kept_answers(path)
    if kept.is_of_earlier_day:
        again = f"twitchcam causes --ask --answers {typed(path)}"
        say(
            "note",
            f"{path} is from {kept.day}: things may have changed since, and with them how urgent"
            f" it is; {again} asks again",
        )
    return kept._replace(answers=_checked(kept, path))


def _checked(kept: KeptAnswers, path: Path) -> dict[str, Answer]:
    """Check the answers of a file; what is wrong with them is said with its name."""
    from twitchcam.causes.answers import check_answers
    from twitchcam.causes.knowledge import shipped_knowledge

    questionnaire = shipped_knowledge().questionnaire
    try:
        return check_answers(kept.answers, questionnaire)
    except AnswersError as error:
        told = str(error).removeprefix("answers: ")
        unknown = [key for key in kept.answers if key not in questionnaire.questions]
        near = _nearest(unknown[0], questionnaire.questions) if unknown else ""
        hint = f"; did you mean {near}?" if near else ""
        message = f"{path}: {told}{hint}"
        raise AnswersError(message) from error


def _nearest(typed: str, keys: Collection[str]) -> str:
    """The key that may have been meant; empty if none is near."""
    beginning = [key for key in keys if key.startswith(typed) and len(typed) >= LEAST_LETTERS]
    near = get_close_matches(typed, beginning, 1, 0.0) or get_close_matches(typed, keys, 1)
    return near[0] if near else ""


def _refuse_words(files: Sequence[str]) -> None:
    """Say how files are given that stand alone, such as those that a shell's pattern stood for."""
    given = " ".join(f"--evidence {typed(one)}" for one in files)
    message = f"each evidence file needs an --evidence of its own: twitchcam causes {given}"
    raise UsageError(message)


def _shall_ask(ask: bool | None, answers: Path | None, *, is_json: bool) -> bool:  # noqa: FBT001 - as typed
    can_ask = sys.stdin.isatty()
    if ask is None:
        return can_ask and answers is None and not is_json
    if ask and not can_ask:
        message = "--ask needs a terminal to ask in; give --answers FILE instead"
        raise UsageError(message)
    return ask


def _ask(path: Path, recordings: Sequence[Evidence], read_from: Sequence[Path]) -> KeptAnswers:
    from twitchcam.causes.interview import Interview
    from twitchcam.causes.knowledge import shipped_knowledge
    from twitchcam.causes.matching import Matcher

    knowledge = shipped_knowledge()
    # Who leaves it open overnight has answered the evening before.
    now = datetime.now().astimezone()
    kept: KeptAnswers | None = None
    earlier: dict[str, Answer] = {}
    if os.path.exists(path):  # noqa: PTH110 - too long a name is none
        try:
            kept = read_kept_answers(path)
            earlier = _checked(kept, path)
        except AnswersError as error:
            message = f"{error}; correct it or delete it, or {ELSEWHERE}"
            raise AnswersError(message) from error
    again = frozenset[str]()
    if kept and earlier:
        count = counted(len(earlier), "answer")
        say("note", f"going on from {path}, which holds {count}")
        if kept.is_of_earlier_day:
            say("note", "they are not from today: what may have changed is asked again")
            again = frozenset(knowledge.questionnaire.of_now)
        elif kept.when < now - STILL_NOW:
            say("note", "what cannot wait may have changed since, and is asked again")
            again = frozenset(knowledge.questionnaire.first)
    matcher = Matcher.of(knowledge)
    interview = Interview(matcher, recordings, earlier, again)
    if not again and interview.is_emergency():
        # It must not wait behind other questions.
        say("note", "by what was answered before, this cannot wait, so that is asked first")
        again = frozenset(knowledge.questionnaire.first)
        interview = Interview(matcher, recordings, earlier, again)
    if not ask_all(interview, path, kept.when if kept and earlier else now, now):
        _show_urgency(interview)
        resume = "" if path == DEFAULT_ANSWERS else f" --ask --answers {typed(path)}"
        resume += "".join(f" --evidence {typed(one)}" for one in read_from)
        say(
            "stopped",
            f"the answers are kept in {path}; twitchcam causes{resume} goes on from there",
        )
        raise typer.Exit(1)
    return KeptAnswers(interview.answers, now)


def _show_urgency(interview: Interview) -> None:
    """Say how soon somebody should look at it, where stopping would hide that."""
    urgency = interview.matcher.match(interview.recordings, interview.answers).urgency
    if urgency.calls_for_a_doctor:
        show(lambda console: console.print(urgency_panel(urgency, plain=not console.is_terminal)))
