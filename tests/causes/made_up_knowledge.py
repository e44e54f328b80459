"""Made-up knowledge, small enough to compute by hand what comes of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from twitchcam.causes.cause_records import AgeBand, Cause, Prior, Weight
from twitchcam.causes.findings import Finding, Group
from twitchcam.causes.knowledge import Knowledge, RecordingTask, shipped_knowledge
from twitchcam.causes.questions import Question, Questionnaire

if TYPE_CHECKING:
    from collections.abc import Mapping

    from twitchcam.causes.urgency import Rule

DURATION = shipped_knowledge().questionnaire.questions["duration"]
LEAK = "leak"
"""The cause that is the unexplained one."""


def cause(
    key: str,
    percent: tuple[float, float] = (10.0, 10.0),
    *,
    kinds: tuple[str, ...] = (),
    only_with: tuple[str, ...] = (),
    ages: tuple[AgeBand, ...] = (),
    **weights: tuple[float, float],
) -> Cause:
    """A cause of a prior share (of all, after 4 weeks) and weights (present, absent)."""
    return Cause(
        key=key,
        name=key.title(),
        from_article=False,
        kinds=kinds,
        account="",
        commonness="",
        advice="",
        ask_clinician=(),
        tests=(),
        unexplained=key == LEAK,
        only_with=only_with,
        prior=Prior(tag="J", any_percent=percent[0], weeks_percent=percent[1]),
        ages=ages,
        weights={
            name: Weight(tag="J", present=present, absent=absent)
            for name, (present, absent) in weights.items()
        },
    )


def knowledge(
    *causes: Cause,
    groups: Mapping[str, tuple[float, str]],
    usual: float = 0.5,
    rules: tuple[Rule, ...] = (),
) -> Knowledge:
    """Knowledge of these causes, with a question of yes or no for every finding.

    Parameters
    ----------
    causes
        All of them, :data:`LEAK` among them.
    groups
        Caps of groups, and the names of their findings with spaces between.
    usual
        Share of people who answer yes to each question.
    rules
        Of urgency.
    """
    keys = {key: group for group, (_, names) in groups.items() for key in names.split()}
    questions = {
        key: Question(key=key, kind="yes_no", label=f"whether {key}", text=f"{key}?", usual=usual)
        for key in keys
    }
    findings = {
        key: Finding(key=key, group=group, says=f"{key} is so", says_not=f"no {key}", answer=key)
        for key, group in keys.items()
    }
    shipped = shipped_knowledge()
    return replace(
        shipped,
        causes={one.key: one for one in causes},
        findings=findings,
        groups={key: Group(cap=cap, about=key) for key, (cap, _) in groups.items()},
        questionnaire=Questionnaire({**questions, "duration": DURATION}, {}),
        urgencies=replace(shipped.urgencies, rules=rules),
        recordings=(),
        disagreements=(),
    )


def filmed(known: Knowledge, finding: str, share: float) -> Knowledge:
    """Let a finding come from recordings as well, by a task of its name."""
    video = Finding(key=f"video_{finding}", group=known.findings[finding].group, says="", video="x")
    task = RecordingTask(
        key=finding, text="film it", why="tells", tells={video.key: share}, without=video.key
    )
    return replace(known, findings={**known.findings, video.key: video}, recordings=(task,))
