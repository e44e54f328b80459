"""What a recording can tell, and from where on it tells little or nothing.

How coarsely it may be coded stands with its facts in ``records``: calibrating asks that as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from twitchcam.detection.detection_limit import smallest_found_mm
from twitchcam.detection.thresholds import steady_threshold_mm
from twitchcam.settings import DetectionSettings

if TYPE_CHECKING:
    from twitchcam.records import Counts, Evidence, RecordingFacts, SensorFacts

# What was seen for less says nothing of what could have been found, nor does a recording of which
# less than this share could be observed.
LEAST_SEEN_S, BLIND_SHARE = 1.0, 0.1
# "None" says nothing where only larger ones are found nine times of ten: hardly any is so large.
HUGE_MM = 4.0
# The reader is told where less than this share was observed, so short a time without a twitch, or
# only larger ones are found nine times of ten.
LITTLE_SHARE, SHORT_S, LARGE_MM = 0.5, 10.0, 2.0


def is_long_enough(observable_s: float) -> bool:
    """Whether a time is long enough to say anything of what could have been found in it."""
    return observable_s >= LEAST_SEEN_S


def has_seen_enough(evidence: Evidence) -> bool:
    """Whether a recording was seen for long enough, and enough of it."""
    share = evidence.time.observable_share
    is_much = share is not None and share >= BLIND_SHARE
    return is_much and is_long_enough(evidence.time.observable_s)


def has_seen_little(evidence: Evidence) -> bool:
    """Whether much of a recording could not be observed."""
    share = evidence.time.observable_share
    return share is not None and share < LITTLE_SHARE


def is_too_short(evidence: Evidence) -> bool:
    """Whether none was found in so short a time that it says nothing of rare ones."""
    counts = evidence.counts
    is_none = counts is not None and not counts.all.events and tells_rate(evidence)
    return is_none and evidence.time.observable_s < SHORT_S


def tells_rate(evidence: Evidence) -> bool:
    """Whether so much was seen that how often twitches came can be said."""
    return evidence.counts is not None and evidence.counts.all.per_minute is not None


def told_counts(evidence: Evidence) -> Counts | None:
    """The counts; ``None`` where none found says nothing of whether there were any."""
    counts = evidence.counts
    return counts if counts and (counts.all.events or tells_rate(evidence)) else None


def misses_usual(recording: RecordingFacts, sensor: SensorFacts) -> bool:
    """Whether nobody knows that usual twitches would have been found.

    So it is in so restless a face, or in pictures that are coded so coarsely.
    """
    smallest_mm = sensor.smallest_detectable_mm
    sees_only_huge = smallest_mm is not None and smallest_mm > HUGE_MM
    return recording.is_coarsely_coded or sees_only_huge


def is_too_coarse(evidence: Evidence) -> bool:
    """Whether none was found, and nobody knows whether usual ones could have been."""
    is_none = evidence.counts is not None and not evidence.counts.all.events
    return is_none and misses_usual(evidence.recording, evidence.sensor)


def is_coarse_by_noise(evidence: Evidence) -> bool:
    """Whether noise alone asks for twitches that are huge; where it does not, movement did."""
    settings = DetectionSettings.of(evidence.sensor.settings)
    floor_mm = np.asarray(evidence.sensor.noise_floor_mm, dtype=np.float64)
    threshold_mm = float(np.median(steady_threshold_mm(floor_mm, settings)))
    rate_hz = evidence.recording.seen_rate_hz or np.inf
    return not smallest_found_mm(threshold_mm, rate_hz, settings) <= HUGE_MM


def sees_only_large(smallest_mm: float | None) -> bool:
    """Whether only large twitches can be seen where this is the smallest detectable one."""
    return smallest_mm is not None and smallest_mm > LARGE_MM
