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
        ("", ": no", Use.NOT_TAKEN),
        ("", "? none", Use.NOT_TAKEN),
        ("", " never", Use.NOT_TAKEN),
        ("", ", no side effects", Use.TAKEN),
        ("allergic to ", "", Use.NOT_TAKEN),
        ("avoid ", "", Use.NOT_TAKEN),
        ("without ", "", Use.NOT_TAKEN),
        ("without ", " for 3 days", Use.STOPPED),
        ("without ", " i hear voices", Use.TAKEN),
        ("avoid ", " with alcohol", Use.TAKEN),
        ("should avoid ", " but was given it on friday", Use.TAKEN),
        ("allergic to ", " (given on friday)", Use.TAKEN),
        ("allergic to ", ", given on friday", Use.TAKEN),
        ("not on ", " any longer since tuesday", Use.STOPPED),
        ("", ", not started yet", Use.NOT_TAKEN),
        ("", " not started to work yet", Use.TAKEN),
        ("", " has not started working", Use.TAKEN),
        ("my brother takes ", "", Use.UNCLEAR),
        ("his wife is on ", "", Use.UNCLEAR),
        ("mum is on ", "", Use.UNCLEAR),
        ("mum gave me ", "", Use.TAKEN),
        ("mum's ", "", Use.TAKEN),
        ("husband and i take ", "", Use.TAKEN),
        ("he takes ", "", Use.TAKEN),
        ("my husband gives me ", "", Use.TAKEN),
        ("took my wife's ", " yesterday", Use.TAKEN),
        ("for 3 days no ", "", Use.STOPPED),
        ("for sleep i take no ", " but tea", Use.NOT_TAKEN),
        ("my wife stopped my ", "", Use.STOPPED),
        ("my son stopped ", " 3 days ago", Use.STOPPED),
        ("no ", " left", Use.STOPPED),
        ("no ", " tablets left", Use.STOPPED),
        ("since monday no ", "", Use.STOPPED),
        ("", " - none left since saturday", Use.STOPPED),
        ("", " used up on friday", Use.STOPPED),
        ("", ", last week stopped", Use.STOPPED),
        ("stopped 3 days ago: ", "", Use.STOPPED),
        ("", " dose reduced last week", Use.TAKEN_LESS),
        ("", " daily until last week", Use.STOPPED),
        ("", " 1 mg at night until monday", Use.STOPPED),
        ("", " 7.5mg nocte until friday", Use.STOPPED),
        ("", " 3 times a day until 4 days ago", Use.STOPPED),
        ("", " twice daily, stopped", Use.STOPPED),
        ("", " depot every 4 weeks until friday", Use.STOPPED),
        ("", " stopped a week ago", Use.STOPPED),
        ("", " a week ago stopped", Use.STOPPED),
    ],
)
def test_use(before: str, after: str, use: Use) -> None:
    assert use_said(before, after) is use


def test_a_date_is_not_all_that_is_said_if_more_follows() -> None:
    assert use_said("", " in 2019", is_last=False) is Use.TAKEN
