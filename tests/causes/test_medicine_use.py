"""What people say of a medicine by the words around its name."""

from __future__ import annotations

import pytest

from twitchcam.causes.medicine_use import Use, use_said


@pytest.mark.parametrize(
    ("before", "after", "use"),
    [
        ("", "", Use.TAKEN),
        ("haven't stopped ", "", Use.TAKEN),
        ("cannot sleep without ", "", Use.TAKEN),
        ("tapering off ", "", Use.TAKEN_LESS),
        ("tapered off ", "", Use.STOPPED),
        ("missed my ", " today", Use.TAKEN_LESS),
        ("no ", " today", Use.TAKEN_LESS),
        ("no ", "", Use.NOT_TAKEN),
        ("no ", " since friday", Use.STOPPED),
        ("no ", " any more", Use.STOPPED),
        ("", ", last dose 3 days ago", Use.TAKEN_LESS),
        ("", ", last dose an hour ago", Use.TAKEN),
        ("", ", last dose in 2019", Use.STOPPED),
        ("", ", stopped", Use.STOPPED),
        ("", ", stopped aspirin", Use.TAKEN_LESS),
        ("", " stopped it", Use.TAKEN_LESS),
        ("", " stopped my panic", Use.TAKEN),
        ("", " stopped gradually", Use.STOPPED),
        ("", ", i stopped it", Use.STOPPED),
        ("", " in 2019", Use.STOPPED),
    ],
)
def test_use(before: str, after: str, use: Use) -> None:
    assert use_said(before, after) is use


def test_a_date_is_not_all_that_is_said_if_more_follows() -> None:
    assert use_said("", " in 2019", is_last=False) is Use.TAKEN
