"""Figures of a run of the monitor."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from benchmarks.live.watched_run import Measured
    from twitchcam.records import Event

# An event belongs to a synthetic twitch when their middles lie this near.
NEAR_S = 0.5
PARTS = 5


def report(measured: Measured, counts: dict[str, Any], truth: list[Event]) -> dict[str, Any]:
    """The figures, as plain values. Latencies are in seconds."""
    pictures = counts["pictures"] + counts["dropped"]
    parts = np.array_split(measured.memory_mb, PARTS)
    first, final = _by_twitch(measured, truth)
    foreseen = {number for number, is_final in measured.told if not is_final}
    confirmed = dict(_finals(measured))
    finals = list(confirmed.values())
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
            "found": sum(any(_is_near(e, twitch) for e in finals) for twitch in truth),
            "made_up": sum(not any(_is_near(e, twitch) for twitch in truth) for e in finals),
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


def _by_twitch(measured: Measured, truth: list[Event]) -> tuple[Delays, Delays]:
    """Delays (told, shown) after the end of each synthetic twitch: at first, and as final.

    A line that was there before the twitch was over, as of the beginning of a burst, is not that of
    the whole.
    """
    first: Delays = []
    final: Delays = []
    for twitch in truth:
        end_s = measured.zero_s + twitch.end_s
        near = [number for number, event in _finals(measured) if _is_near(event, twitch)]
        for number in near[:1]:
            both = ((number, False), (number, True))
            keys = [key for key in both if measured.shown.get(key, -np.inf) >= end_s]
            if keys and (number, True) in measured.shown:
                told, shown = measured.told[keys[0]][0], measured.shown[keys[0]]
                first.append((told - end_s, shown - end_s))
                told, shown = measured.told[number, True][0], measured.shown[number, True]
                final.append((told - end_s, shown - end_s))
    return first, final


def _finals(measured: Measured) -> list[tuple[int, dict[str, Any]]]:
    return [
        (number, event)
        for (number, is_final), (_, event) in measured.told.items()
        if is_final and event["kind"] == "twitch"
    ]


def _is_near(event: dict[str, Any], twitch: Event) -> bool:
    middle_s = event["onset_s"] + event["duration_s"] / 2
    return bool(abs(middle_s - (twitch.onset_s + twitch.duration_s / 2)) < NEAR_S)


def _quantiles(values: list[float]) -> dict[str, float] | None:
    if not values:
        return None
    median, high, largest = np.quantile(values, (0.5, 0.95, 1.0)).round(3).tolist()
    return {"n": len(values), "median": median, "95%": high, "largest": largest}
