"""A made-up case."""

from __future__ import annotations

CASE = """\
id = "made_up"
title = "Somebody"
source = "nowhere"
difficulty = "easy"
answers_are = "sparse"
expected_top = ["hemifacial_spasm"]
urgency = "gp"

[answers]
age_years = 50

[[evidence]]
unobservable_s = { "mouth movement" = 10, "no face" = 5 }
phases = { rest = 60, hold = 40 }

[[evidence.twitches]]
count = 6
lip = "lower"
side = "left"
pattern = "burst"
eye = "left"
phase = "rest"

[[evidence.twitches]]
count = 2
lip = "both"
side = "right"
pattern = "tremor"
frequency_hz = 5
duration_s = 4
phase = "hold"
"""
