"""A made-up trace."""

from __future__ import annotations

import numpy as np

from benchmarks.trace_plot.drawing import Trace
from twitchcam.records import Event, Kind

BURST = Event(Kind.TWITCH, 4.0, 0.6, "upper", "left", "burst", peaks=4, amplitude_mm=2.52)


def made_trace(events: tuple[Event, ...]) -> Trace:
    time_s = np.arange(0, 10, 1 / 30)
    magnitude_mm = np.abs(np.sin(time_s[:, None] * (1.0, 2.0, 3.0, 4.0)))
    floor_mm = np.full_like(magnitude_mm, 0.05)
    return Trace(time_s, time_s - 0.05, magnitude_mm, floor_mm, (3.0, 11.0), events)
