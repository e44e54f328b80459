"""Figures of a run of the monitor."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.accuracy.scores.scoring import match
from twitchcam.records import Event, Kind

if TYPE_CHECKING:
    from benchmarks.live.watched_run import Measured

PARTS = 5


def report(measured: Measured, counts: dict[str, Any], truth: list[Event]) -> dict[str, Any]:
    """The figures, as plain values. Latencies are in seconds."""
    pictures = counts["pictures"] + counts["dropped"]
    parts = np.array_split(measured.memory_mb, PARTS)
    confirmed = _finals(measured)
    # As recordings are scored: one event for one twitch, and whatever is left over is made up.
    found = _paired(confirmed, truth)
    first, final = _delays(measured, found)
    foreseen = {number for number, is_final in measured.told if not is_final}
    return {
        "pictures": pictures,
        "pictures_per_s": round(pictures / counts["duration_s"], 2),
        "dropped": counts["dropped"],
        "dropped_share": round(counts["dropped"] / pictures, 5),
        "queue": {"median": float(np.median(measured.queue)), "largest": max(measured.queue)},
        "memory_mb_by_fifth": [round(float(np.median(part)), 1) for part in parts if len(part)],
        "processor_share": round(counts["busy_s"] / counts["duration_s"], 3),
        "machine_load": {
            "median": round(float(np.median(measured.load)), 1),
            "largest": round(max(measured.load), 1),
            "processors": os.cpu_count(),
        },
        "twitches": {
            "synthetic": len(truth),
            "found": len(found),
            "made_up": len(confirmed) - len(found),
            "in_the_record": len(counts["events"]),
        },
        "foreseen": {
            "shown": len(foreseen),
            "withdrawn": len(foreseen - confirmed.keys()),
            "counted_without": len(confirmed.keys() - foreseen),
        },
        "latency_s": {
            "picture to analysis": _quantiles(measured.ages_s),
            "end of movement to event told": _quantiles([told for told, _ in first]),
            "told to shown on the page": _quantiles([shown - told for told, shown in first]),
            "end of movement to event on the page": _quantiles([shown for _, shown in first]),
            "end of movement to final event on the page": _quantiles([s for _, s in final]),
        },
    }


Delays = list[tuple[float, float]]


def _paired(confirmed: dict[int, Event], truth: list[Event]) -> list[tuple[int, Event]]:
    """The number of the event told for each synthetic twitch that was found, and the twitch."""
    numbers = list(confirmed)
    pairs = match(truth, list(confirmed.values()))
    return [(numbers[event], truth[twitch]) for twitch, event in pairs]


def _delays(measured: Measured, found: list[tuple[int, Event]]) -> tuple[Delays, Delays]:
    """Delays (told, shown) after the end of each twitch that was found: at first, and as final.

    A line that was there before the twitch was over, as of the beginning of a burst, is not that of
    the whole.
    """
    first: Delays = []
    final: Delays = []
    for number, twitch in found:
        end_s = measured.zero_s + twitch.end_s
        both = ((number, False), (number, True))
        keys = [key for key in both if measured.shown.get(key, -np.inf) >= end_s]
        if keys and (number, True) in measured.shown:
            told, shown = measured.told[keys[0]][0], measured.shown[keys[0]]
            first.append((told - end_s, shown - end_s))
            told, shown = measured.told[number, True][0], measured.shown[number, True]
            final.append((told - end_s, shown - end_s))
    return first, final


def _finals(measured: Measured) -> dict[int, Event]:
    return {
        number: Event(Kind.TWITCH, event["onset_s"], event["duration_s"])
        for (number, is_final), (_, event) in measured.told.items()
        if is_final and event["kind"] == Kind.TWITCH.value
    }


def _quantiles(values: list[float]) -> dict[str, float] | None:
    if not values:
        return None
    median, high, largest = np.quantile(values, (0.5, 0.95, 1.0)).round(3).tolist()
    return {"n": len(values), "median": median, "95%": high, "largest": largest}
