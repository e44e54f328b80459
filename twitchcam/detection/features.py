"""What is known of a moment at which the lips stand out: the numbers that the decision weighs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from scipy.ndimage import uniform_filter1d

from twitchcam.detection.motion_to_signals import DIRECTION_WEIGHTS
from twitchcam.medians import median, quantiles
from twitchcam.records import Reason

if TYPE_CHECKING:
    from collections.abc import Callable

    from twitchcam.detection.rows import Rows
    from twitchcam.records import Floats
    from twitchcam.settings import DetectionSettings

# From when to when, in seconds after the moment.
Span: TypeAlias = tuple[float, float]

# So much of what follows is taken into account.
LOOKAHEAD_S = 0.35
# Stretches around the moment, in seconds.
NOW, NEAR, WIDE, PAST = (-0.05, 0.05), (-0.2, 0.2), (-0.5, LOOKAHEAD_S), (-2.0, LOOKAHEAD_S)
USUALLY = (-8.0, LOOKAHEAD_S)
BEFORE, AFTER = (-0.35, -0.25), (0.25, LOOKAHEAD_S)
LONG_BEFORE, JUST_BEFORE, JUST_AFTER = (-1.0, 0.0), (-1.0, -0.25), (0.25, LOOKAHEAD_S)
EARLIER = (-8.0, -0.4)
RHYTHM = (-0.9, LOOKAHEAD_S)
RHYTHM_LAGS_S = (0.1, 0.3)
# The usual is told from every so many rows.
USUAL_STEP = 6
# Faster movement than this is jitter.
JITTER_S = 0.1
# Slower movement than this does not count where lips are held against single patches.
SLOW_S = 0.25
# Logarithms start here: less is nothing.
LEAST_MM, LEAST_SHARE, LEAST_DEG, LEAST_STRENGTH = 0.005, 0.003, 0.1, 1.0


@dataclass(frozen=True, slots=True)
class Feature:
    """One number that is known of a moment.

    Parameters
    ----------
    name
        As in the files of fitted decisions.
    against
        What speaks against a twitch if this feature does.
    is_length
        Whether it is the logarithm of a length, told against that of the lips' movement now: so a
        twitch is judged alike however large it is.
    """

    name: str
    against: Reason
    is_length: bool = False


class Around:
    """The rows around a moment, cut to what was seen without a break."""

    def __init__(self, rows: Rows, peak: int, settings: DetectionSettings) -> None:
        self.rows = rows
        self.peak = peak
        self.rows_in = settings.rows_in
        positions = np.concatenate([rows.lips_mm, rows.patches_mm], axis=1)
        unseen = np.flatnonzero(np.isnan(positions).any(axis=(1, 2)))
        after = int(np.searchsorted(unseen, peak))
        self._first = int(unseen[after - 1]) + 1 if after else 0
        self._stop = int(unseen[after]) if after < len(unseen) else len(rows.time_s)

    def span(self, span_s: Span) -> slice:
        """Rows of a stretch around the moment, at least one."""
        first, last = (self.peak + self.rows_in(time_s) for time_s in span_s)
        first = min(max(first, self._first), self._stop - 1)
        return slice(first, max(min(last + 1, self._stop), first + 1))


def measure_features(rows: Rows, peak: int, settings: DetectionSettings) -> Floats:
    """Features of one moment, shape ``(len(FEATURES),)``, all finite.

    All are the same for a mirrored picture.

    Parameters
    ----------
    rows
        The last seconds on the grid.
    peak
        The row of the moment; the lips are seen there.
    settings
        Say how long a row lasts.
    """
    around = Around(rows, peak, settings)
    now = _log_mm(rows.lips_length_mm[around.span(NOW)].max())
    values = [
        value
        for features, measure in GROUPS
        for _, value in zip(features, measure(around), strict=True)
    ]
    return np.nan_to_num(values) - now * IS_LENGTH


LIPS = (
    # Lips in the detection band, over longer and longer times; now what all quadrants do together,
    # and what they do apart; what is usual in the last seconds; how much of it the strongest
    # quadrant does, and the second against the first; the largest that quadrants did apart, and
    # that the strongest did, in the seconds before.
    Feature("lips_near", Reason.FAINT, is_length=True),
    Feature("lips_wide", Reason.EXPRESSION, is_length=True),
    Feature("lips_past", Reason.EXPRESSION, is_length=True),
    Feature("lips_common", Reason.EXPRESSION, is_length=True),
    Feature("lips_apart", Reason.FAINT, is_length=True),
    Feature("lips_quiet", Reason.FAINT, is_length=True),
    Feature("lips_usual", Reason.FAINT, is_length=True),
    Feature("lips_lively", Reason.FAINT, is_length=True),
    Feature("focus", Reason.EXPRESSION),
    Feature("second", Reason.EXPRESSION),
    Feature("apart_before", Reason.FAINT),
    Feature("strongest_before", Reason.FAINT),
)


def _lips(around: Around) -> tuple[float, ...]:
    rows = around.rows
    band = rows.lips_band_mm[around.span(NOW)]
    common = band.mean(axis=1)
    apart = _log_mm(_apart(band).max())
    earlier = around.span(EARLIER)
    usually = rows.lips_length_mm[around.span(USUALLY)][::USUAL_STEP]
    strongest = np.sort(rows.magnitude_mm[around.peak])[::-1]
    return (
        *(_log_mm(_rms(rows.lips_length_mm[around.span(s)])) for s in (NEAR, WIDE, PAST)),
        _log_mm(np.hypot(*common.T).max()),
        apart,
        *(_log_mm(value) for value in quantiles(usually, 0.25, 0.5, 0.9)),
        _log_mm(strongest[0]) - _log_mm(strongest.sum()),
        _log_mm(strongest[1]) - _log_mm(strongest[0]),
        _log_mm(_apart(rows.lips_band_mm[earlier]).max()) - apart,
        _log_mm(rows.magnitude_mm[earlier].max()) - _log_mm(strongest[0]),
    )


def _apart(band: Floats) -> Floats:
    """Length of what quadrants do apart from each other, shape ``(n,)``."""
    apart = band - band.mean(axis=1, keepdims=True)
    return np.asarray(np.sqrt((apart**2).sum(axis=(1, 2))))


SURROUND = (
    # The surrounding face in the same band: as a whole, and its patches against each other.
    Feature("surround_near", Reason.HEAD_MOTION, is_length=True),
    Feature("surround_wide", Reason.HEAD_MOTION, is_length=True),
    Feature("surround_usual", Reason.HEAD_MOTION, is_length=True),
    Feature("spread_near", Reason.EXPRESSION, is_length=True),
    Feature("spread_wide", Reason.EXPRESSION, is_length=True),
    Feature("spread_usual", Reason.EXPRESSION, is_length=True),
)


def _surround(around: Around) -> tuple[float, ...]:
    rows = around.rows
    return tuple(
        value
        for length_mm in (rows.head_mm, rows.spread_mm)
        for value in (
            _log_mm(length_mm[around.span(NEAR)].max()),
            _log_mm(length_mm[around.span(WIDE)].max()),
            *map(_log_mm, quantiles(length_mm[around.span(USUALLY)][::USUAL_STEP], 0.4)),
        )
    )


PATHS = (
    # Positions: how far out, how much of it stays, and how much of it is jitter; whether the lips
    # move with a single patch.
    Feature("lips_way", Reason.FAINT, is_length=True),
    Feature("lips_stay", Reason.EXPRESSION),
    Feature("lips_jitter", Reason.FAINT, is_length=True),
    Feature("patches_way", Reason.EXPRESSION, is_length=True),
    Feature("patches_stay", Reason.EXPRESSION),
    Feature("patches_jitter", Reason.FAINT, is_length=True),
    Feature("way_against_patches", Reason.EXPRESSION),
    Feature("follows_patch", Reason.HEAD_MOTION),
)


def _paths(around: Around) -> tuple[float, ...]:
    """Way, return and jitter of the lips, and of the surrounding patches against each other."""

    def lips_mm(span_s: Span) -> Floats:
        return np.asarray(around.rows.lips_mm[around.span(span_s)] * DIRECTION_WEIGHTS)

    def patches_mm(span_s: Span) -> Floats:
        moved = around.rows.patches_mm[around.span(span_s)] * DIRECTION_WEIGHTS
        return np.asarray(moved - moved.mean(axis=1, keepdims=True))

    lips_way, *lips = _path(around, lips_mm)
    patches_way, *surround = _path(around, patches_mm)
    follows = _follows(around, lips_mm(WIDE), patches_mm(WIDE))
    return (lips_way, *lips, patches_way, *surround, lips_way - patches_way, follows)


def _path(around: Around, path_mm: Callable[[Span], Floats]) -> tuple[float, float, float]:
    before, after = (path_mm(span_s).mean(axis=0) for span_s in (BEFORE, AFTER))
    middle = path_mm(NEAR) - (before + after) / 2
    way_mm = np.sqrt((middle**2).sum(axis=(1, 2))).max()
    whole = path_mm((BEFORE[0], AFTER[1]))
    jitter = whole - uniform_filter1d(whole, around.rows_in(JITTER_S), axis=0)
    return (
        _log_mm(way_mm),
        _log_mm(np.linalg.norm(after - before)) - _log_mm(way_mm),
        _log_mm(np.sqrt((jitter**2).sum(axis=(1, 2)).mean())),
    )


def _follows(around: Around, lips_mm: Floats, patches_mm: Floats) -> float:
    """How well the lips' main movement goes with that of a surrounding patch (correlation)."""
    lips, patches = (_fast(path_mm, around) for path_mm in (lips_mm, patches_mm))
    main = lips @ np.linalg.eigh(lips.T @ lips)[1][:, -1]
    size = np.sqrt((patches**2).sum(axis=0) * (main @ main)) + LEAST_MM**2
    return float(np.abs((main @ patches) / size).max())


def _fast(path_mm: Floats, around: Around) -> Floats:
    """What is faster than ``SLOW_S``, mean zero, shape ``(n, n_columns)``."""
    columns = path_mm.reshape(len(path_mm), -1)
    fast = columns - uniform_filter1d(columns, around.rows_in(SLOW_S), axis=0)
    return np.asarray(fast - fast.mean(axis=0))


FACE = (
    # The face: what motion leaves unexplained, mouth, eyes and pose.
    Feature("residual", Reason.COVERED),
    Feature("opening_change", Reason.MOUTH_MOVEMENT),
    Feature("width_change", Reason.EXPRESSION),
    Feature("eyes_open", Reason.BLINK),
    Feature("turning", Reason.HEAD_MOTION),
    Feature("nodding", Reason.HEAD_MOTION),
)


def _face(around: Around) -> tuple[float, ...]:
    rows = around.rows
    wide = around.span(WIDE)
    eyes = np.column_stack([rows.eye_left, rows.eye_right])
    usual = median(eyes[around.span(USUALLY)][::USUAL_STEP])
    open_share = eyes[wide] / np.maximum(usual, 0.02)
    return (
        _log(rows.residual[around.span(NEAR)].max(), LEAST_SHARE),
        _log(np.ptp(rows.mouth_opening[wide]), LEAST_SHARE),
        _log(np.ptp(rows.mouth_width[wide]), LEAST_SHARE),
        # Of the more open eye: one that closes alone may be part of the same spasm.
        float(open_share.max(axis=1).min()),
        _log(np.ptp(rows.yaw_deg[wide]), LEAST_DEG),
        _log(np.ptp(rows.pitch_deg[wide]), LEAST_DEG),
    )


STRENGTH = (
    # Movement against its threshold: here, usually, before, after, and for how much of the time.
    Feature("strength", Reason.FAINT),
    Feature("strength_usual", Reason.FAINT),
    Feature("strength_before", Reason.EXPRESSION),
    Feature("strength_after", Reason.EXPRESSION),
    Feature("busy", Reason.EXPRESSION),
)


def _strength(around: Around) -> tuple[float, ...]:
    strength = np.nan_to_num(around.rows.strength)
    here = strength[around.peak]
    before = strength[around.span(LONG_BEFORE)]
    return (
        _log(here, LEAST_STRENGTH),
        _log(float(median(before)), LEAST_STRENGTH),
        _log(strength[around.span(JUST_BEFORE)].max(), LEAST_STRENGTH),
        _log(strength[around.span(JUST_AFTER)].max(), LEAST_STRENGTH),
        float((before > 0.5 * here).mean()),
    )


RHYTHMIC = (
    # How well it repeats itself.
    Feature("rhythm", Reason.FAINT),
)


def _rhythm(around: Around) -> tuple[float]:
    """How well the movement repeats itself after the best lag: 1 perfectly, 0 not at all."""
    band = around.rows.lips_band_mm[around.span(RHYTHM)]
    moved = band.reshape(len(band), -1)
    shortest, longest = (around.rows_in(lag_s) for lag_s in RHYTHM_LAGS_S)
    if len(moved) < 2 * longest:
        return (0.0,)
    energy = np.concatenate([[0.0], np.cumsum((moved**2).sum(axis=1))])
    lags = np.arange(shortest, longest, 2)
    products = np.array([np.vdot(moved[lag:], moved[:-lag]) for lag in lags])
    both = energy[-1 - lags] * (energy[-1] - energy[lags])
    return (float((products / np.sqrt(both + LEAST_MM**4)).max()),)


# What is known of a moment, and what measures it, in the same order.
GROUPS: tuple[tuple[tuple[Feature, ...], Callable[[Around], tuple[float, ...]]], ...] = (
    (LIPS, _lips),
    (SURROUND, _surround),
    (PATHS, _paths),
    (FACE, _face),
    (STRENGTH, _strength),
    (RHYTHMIC, _rhythm),
)
FEATURES = tuple(feature for features, _ in GROUPS for feature in features)
FEATURE_NAMES = tuple(feature.name for feature in FEATURES)
IS_LENGTH = np.array([feature.is_length for feature in FEATURES])


def _log(value: float | np.floating[Any], least: float) -> float:
    return float(np.log(max(value, least)))


def _log_mm(value: float | np.floating[Any]) -> float:
    return _log(value, LEAST_MM)


def _rms(values: Floats) -> float:
    return float(np.sqrt((values**2).mean()))
