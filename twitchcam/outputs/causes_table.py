"""What cause matching found, on the screen: how urgent first, then what fits and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from twitchcam.outputs.causes_words import (
    CAN_WAIT,
    COMPARISON_NO_DIAGNOSIS,
    FIT_WORDS,
    MOST_SHOWN,
    NO_CLEAR_MATCH,
    OTHERS,
    SHARED,
    could_be_more_urgent,
)
from twitchcam.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from twitchcam.causes.cause_report import CauseMatch, CauseReason, CauseReport, Urgency

URGENCY_STYLES = {
    "emergency": "bold red",
    "prompt_neurologist": "bold yellow",
    "gp": "bold cyan",
    "self_care": "bold green",
    "cannot_say": "bold",
}
MOST_REASONS, MOST_STEPS, MOST_FOR_CLINICIAN = 4, 3, 2
FIT_STYLES = {"well": "bold", "partly": "", "little": "dim", "cannot_say": "dim"}


def print_causes(console: Console, report: CauseReport) -> None:
    """Print the whole report. Plain ASCII lines where the console is not a terminal."""
    console.print(causes_table(report, plain=not console.is_terminal))


def causes_table(report: CauseReport, *, plain: bool = False) -> RenderableType:
    """Render the report, most pressing first.

    Parameters
    ----------
    report
        What was found.
    plain
        Draw with ASCII alone.
    """
    panel = urgency_panel(report.urgency, plain=plain)
    fitting: tuple[CauseMatch, ...] = ()
    parts: list[RenderableType] = [Text(CAN_WAIT), ""]
    if not report.urgency.is_emergency:
        fitting = report.fitting
        parts = _comparison(report, fitting)
    parts += _listed("Notes", report.notes)
    parts += [] if report.urgency.is_emergency else _rest(report)
    return Group(
        panel,
        "",
        *parts,
        Text(COMPARISON_NO_DIAGNOSIS, "italic"),
        _sources(report, fitting[:MOST_SHOWN]),
    )


def _comparison(report: CauseReport, fitting: Sequence[CauseMatch]) -> list[RenderableType]:
    shown, also = fitting[:MOST_SHOWN], fitting[MOST_SHOWN:]
    # What to do about a cause is said to nobody who may have to do something else first.
    may_advise = not report.urgency.is_pressing and report.urgency.level != "cannot_say"
    parts: list[RenderableType] = []
    if report.no_clear_match:
        parts += [Text(NO_CLEAR_MATCH, "bold"), ""]
    if shown:
        parts += [Text(f"{SHARED}:", "bold"), ""]
    for cause in shown:
        parts += [*_cause(cause, with_advice=may_advise), ""]
    parts += _listed("What the recording changed", _effects(report))
    parts += _listed("Cannot tell apart", _apart(report))
    parts += _listed("What would tell most of the causes next", _steps(report))
    parts += _listed("To ask a clinician", _for_clinician(shown))
    return parts + _listed(OTHERS, map(_in_short, also))


def _in_short(cause: CauseMatch) -> str:
    """Name a cause that is not shown in full, with what weighs most for and against it."""
    signed = [
        f"{sign} {reasons[0].says}"
        for sign, reasons in (("+", cause.reasons_for), ("-", cause.reasons_against))
        if reasons
    ]
    name = f"{cause.name}, {FIT_WORDS[cause.fit]}"
    return f"{name}: {', '.join(signed)}" if signed else name


def urgency_panel(urgency: Urgency, *, plain: bool = False) -> RenderableType:
    """Render how soon somebody should look at it, with the rules that say so."""
    text = Text.assemble((urgency.headline, URGENCY_STYLES[urgency.level]))
    for rule in urgency.deciding:
        text.append(f"\n- {rule.says}{_cited(rule.source)}", "bold")
    if not urgency.is_emergency:
        _add_less_pressing(text, urgency)
    lines = box.ASCII if plain else box.ROUNDED
    return Panel(
        text, title="How soon", title_align="left", box=lines, style=URGENCY_STYLES[urgency.level]
    )


def _add_less_pressing(text: Text, urgency: Urgency) -> None:
    """Add what would only distract from an emergency."""
    if urgency.lesser:
        text.append(f"\nAlso: {' '.join(rule.says for rule in urgency.lesser)}", "dim")
    if urgency.unanswered:
        text.append(f"\n{could_be_more_urgent(urgency)}")
    text.append(f"\n{urgency.watch}{_cited(urgency.watch_source)}", "dim")


def _cause(cause: CauseMatch, *, with_advice: bool) -> Iterator[RenderableType]:
    fits = (FIT_WORDS[cause.fit], FIT_STYLES[cause.fit])
    yield Text.assemble((cause.name, "bold"), ": ", fits, (f". {cause.commonness}", "dim"))
    lines = [Text(cause.account)] if cause.fit == "well" else []
    for sign, style, reasons in (
        ("+", "green", cause.reasons_for),
        ("-", "red", cause.reasons_against),
    ):
        lines += [
            Text.assemble((f"{sign} ", style), reason.says, (_weight(reason), "dim"))
            for reason in reasons[:MOST_REASONS]
        ]
        if left := len(reasons[MOST_REASONS:]):
            lines.append(Text(f"{sign} and {left} more", "dim"))
    if cause.unknown:
        lines.append(Text(f"? not known yet: {'; '.join(cause.unknown)}", "dim"))
    if with_advice:
        lines.append(Text(f"What to do: {cause.advice}"))
    yield Padding(Group(*lines), (0, 0, 0, 2), expand=False)


def _weight(reason: CauseReason) -> str:
    return f" ({reason.weight}, {reason.origin})"


def _rest(report: CauseReport) -> list[RenderableType]:
    """Name the causes that do not fit in a line for each kind."""
    little = [cause for cause in report.causes if cause.fit == "little"]
    somewhat = [c for c in little if any(one.weight != "weak" for one in c.reasons_for)]
    lines = {
        "Fits little so far, though something speaks for it": [
            f"{cause.name} (+ {cause.reasons_for[0].says})" for cause in somewhat
        ],
        "Fits little, by what is known so far": _named([c for c in little if c not in somewhat]),
        "Cannot say, nothing is known that bears on it": _named(
            [cause for cause in report.causes if cause.fit == "cannot_say"]
        ),
    }
    shown = [Text(f"{title}: {'; '.join(names)}.") for title, names in lines.items() if names]
    return [*shown, ""] if shown else []


def _named(causes: Sequence[CauseMatch]) -> list[str]:
    """Names of those that everybody asks for, and how many others there are."""
    names = [cause.name for cause in causes if cause.from_article]
    others = len(causes) - len(names)
    return [*names, counted(others, "other cause")] if others else names


def _apart(report: CauseReport) -> Iterator[str]:
    for group in report.cannot_tell_apart:
        yield f"{'; '.join(group.causes)}. {group.says}"


def _effects(report: CauseReport) -> Iterator[str]:
    for effect in report.recording_effects:
        before, after = FIT_WORDS[effect.fit_before], FIT_WORDS[effect.fit_after]
        fits = after if before == after else f"{before} without it, {after} with it"
        why = f": {'; '.join(effect.because)}" if effect.because else ""
        yield f"{effect.name}: it speaks {effect.change} for it ({fits}){why}"


def _steps(report: CauseReport) -> Iterator[str]:
    for step in report.next_steps[:MOST_STEPS]:
        yield step.text if step.kind == "recording" else f"Answer: {step.text}"


def _for_clinician(causes: Iterable[CauseMatch]) -> Iterator[str]:
    for cause in list(causes)[:MOST_FOR_CLINICIAN]:
        tests = f" Usually considered: {'; '.join(cause.tests)}." if cause.tests else ""
        if cause.ask_clinician or tests:
            yield f"{cause.name}: {' '.join(cause.ask_clinician)}{tests}"


def _listed(title: str, lines: Iterable[str]) -> list[RenderableType]:
    entries = [f"- {line}" for line in lines]
    if not entries:
        return []
    return [Text(title, "bold"), Padding(Text("\n".join(entries)), (0, 0, 0, 2), expand=False), ""]


def _cited(source: Iterable[str]) -> str:
    names = ", ".join(source)
    return f" [{names}]" if names else ""


def _sources(report: CauseReport, shown: Iterable[CauseMatch]) -> Text:
    urgency = report.urgency
    cited = {source for rule in urgency.deciding for source in rule.source}
    if not urgency.is_emergency:
        cited.update(urgency.watch_source, *(rule.source for rule in urgency.lesser))
    for cause in shown:
        for reason in (*cause.reasons_for[:MOST_REASONS], *cause.reasons_against[:MOST_REASONS]):
            cited.update(reason.source)
    lines = [f"{key}: {text}" for key, text in report.sources.items() if key in cited]
    head = f"Knowledge version {report.knowledge_version}. Sources:"
    return Text("\n".join((head, *lines)), "dim")
