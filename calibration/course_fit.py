"""Fits the network that judges courses: dilated convolutions over time, by JAX and Optax.

People are few, so what they do is shown in many ways: mirrored, faster and slower, larger and
smaller, with noise, and with what another recording without twitches shows laid over it: also slow
movements of the lips, which were put in.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax

from calibration.collected import NOISE
from twitchcam.decisions.course_net import STORED, CourseNet, Layer
from twitchcam.detection.course import Tracks, channels, stride_of
from twitchcam.detection.features import LOOKAHEAD_S
from twitchcam.errors import UsageError
from twitchcam.settings import COURSE_RATE_HZ, DetectionSettings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from calibration.courses import Courses

    Floats = NDArray[np.float64]

# The network: taps of each layer, rows between them, and how many numbers go from layer to layer.
TAPS, STEPS, HIDDEN = 9, (1, 2, 4, 8), 24
REACH = (TAPS - 1) * sum(STEPS)
AHEAD = round(LOOKAHEAD_S * COURSE_RATE_HZ)
# Rows that are judged in one example, and examples in one step of the fit.
JUDGED, EXAMPLES = 300, 16
ITERATIONS, LEARNING_RATE, DECAY = 3000, 3e-3, 2e-4
# Share of the hidden numbers that are left out by chance.
LEFT_OUT = 0.15
# Share of examples from recordings as they are, with other light at most; of those with slow
# movements, if there are any; of those with another recording laid over them (at most as strongly
# as it is); of those with noise, from so little to so much (mm).
AS_THEY_ARE, SLOW_ALONE, LAID_OVER, NOISY, NOISE_MM = 0.3, 0.1, 0.8, 0.5, (0.003, 0.12)
# Share of examples that hold made-up noise and nothing else, if there is any.
NOISE_ALONE = 0.1
# Noise comes with each picture, of which there are at least as many as rows ÷ this.
SLOWEST = 2
# Tempo and size are changed by up to these factors (logarithms).
TEMPO, SIZE = 0.35, 0.9
# People count by this power of their time.
TIME_POWER = 0.5
STRIDE = stride_of(DetectionSettings().grid_rate_hz)

Array = jax.Array
Weights = list[tuple[Array, Array]]
# With what the optimiser keeps from step to step.
State = tuple[Weights, optax.OptState]


class Example(NamedTuple):
    """Channels, and for each row that is judged whether it is in a twitch and whether it counts."""

    rows: NDArray[np.float32]
    is_twitch: NDArray[np.float32]
    counts: NDArray[np.float32]


def fit_course(courses: Courses, seed: int = 0) -> CourseNet:
    """Fit a network on some people's courses.

    Parameters
    ----------
    courses
        All of them are used.
    seed
        Fixes all chances.
    """
    rng = np.random.default_rng(seed)
    examples = Examples(courses, rng)
    weights = _first_weights(examples.draw().rows.shape[1], rng)
    optimiser = _optimiser(ITERATIONS)
    state: State = (weights, optimiser.init(weights))
    for _ in range(ITERATIONS):
        batch = [examples.draw() for _ in range(EXAMPLES)]
        kept = rng.random((len(STEPS), EXAMPLES, 1, HIDDEN)) > LEFT_OUT
        state = _improved(
            state,
            tuple(jnp.array(np.stack(part)) for part in zip(*batch, strict=True)),
            jnp.array(kept / (1.0 - LEFT_OUT), dtype=jnp.float32),
            optimiser,
        )
    return _as_net(state[0])


@dataclass(frozen=True, slots=True)
class _Choice:
    """Recordings to choose from, and how likely each is."""

    rows: list[slice]
    likely: NDArray[np.float64]

    @classmethod
    def of(cls, courses: Courses, chosen: list[bool]) -> _Choice:
        rows = [span for span, is_one in zip(courses.spans(), chosen, strict=True) if is_one]
        if not rows:
            message = "recordings with twitches and without, of more people, are wanted"
            raise UsageError(message)
        people = [one.person for one, is_one in zip(courses.sources, chosen, strict=True) if is_one]
        time = np.array([courses.counts[span].sum() for span in rows], dtype=np.float64)
        each = {person: time[np.array(people) == person].sum() for person in set(people)}
        of_person = np.array([max(each[person], 1.0) for person in people])
        likely = time / of_person ** (1.0 - TIME_POWER)
        return cls(rows, likely / likely.sum())

    def draw(self, rng: np.random.Generator) -> slice:
        return self.rows[rng.choice(len(self.rows), p=self.likely)]


class Examples:
    """Draws stretches of courses and changes them by chance."""

    def __init__(self, courses: Courses, rng: np.random.Generator) -> None:
        noise = [source.variant == NOISE for source in courses.sources]
        twitching = [source.twitches > 0 for source in courses.sources]
        slow = [source.is_slow for source in courses.sources]
        as_is = [source.size is None and not source.is_slow for source in courses.sources]
        there = [
            not made_up and bool(courses.counts[span].any())
            for made_up, span in zip(noise, courses.spans(), strict=True)
        ]
        self._courses, self._rng = courses, rng
        self._twitching = _Choice.of(courses, _both(there, twitching))
        self._quiet = _Choice.of(courses, _both(there, [not one for one in twitching]))
        self._as_is = _Choice.of(courses, _both(there, as_is))
        self._slow = _Choice.of(courses, _both(there, slow)) if any(slow) else None
        self._noise = _Choice.of(courses, noise) if any(noise) else None

    def draw(self) -> Example:
        """One stretch of ``REACH + JUDGED`` rows."""
        rng = self._rng
        if self._noise and rng.random() < NOISE_ALONE:
            own = self._noise.draw(rng)
            at = self._rows_in(own)
            return self._judged(own, at, self._seen(own, at, self._size()))
        own = self._drawn()
        at, size = self._rows_in(own), self._size()
        tracks = self._seen(own, at, size)
        if rng.random() < LAID_OVER:
            other = self._quiet.draw(rng)
            strength = rng.uniform()
            over = self._seen(other, self._rows_in(other), size)
            tracks = Tracks(
                tracks.lips_mm + strength * over.lips_mm,
                tracks.patches_mm + strength * over.patches_mm,
                tracks.face + strength * over.face,
            )
        if rng.random() < NOISY:
            tracks = self._shaken(tracks)
        return self._judged(own, at, tracks)

    def _drawn(self) -> slice:
        chance = self._rng.random()
        if chance < AS_THEY_ARE:
            return self._as_is.draw(self._rng)
        if self._slow and chance < AS_THEY_ARE + SLOW_ALONE:
            return self._slow.draw(self._rng)
        return self._twitching.draw(self._rng)

    def _size(self) -> float:
        return float(np.exp(self._rng.uniform(-SIZE, SIZE)))

    def _judged(self, own: slice, at: NDArray[np.float64], tracks: Tracks) -> Example:
        courses = self._courses
        # Judged are the rows from which the network still sees far enough ahead.
        chosen = slice(1 + REACH - AHEAD, len(at) - AHEAD)
        judged = at[chosen]
        rows = own.start + np.clip(np.round(judged), 0, own.stop - own.start - 1).astype(np.int64)
        inside = (judged >= 0) & (judged <= own.stop - own.start - 1)
        # What is laid over may hide the lips for a while.
        is_seen = np.isfinite(tracks.lips_mm[chosen]).all(axis=(1, 2))
        return Example(
            channels(tracks),
            courses.is_twitch[rows].astype(np.float32),
            (courses.counts[rows] & inside & is_seen).astype(np.float32),
        )

    def _shaken(self, tracks: Tracks) -> Tracks:
        """With noise as poor pictures have, or poorly coded ones: each region its own."""
        rng = self._rng
        noise_mm = np.exp(rng.uniform(*np.log(NOISE_MM)))
        rows_per_picture = int(rng.integers(1, SLOWEST + 1))

        def shaken(places_mm: Floats) -> Floats:
            n_pictures = len(places_mm) // rows_per_picture + 2
            noise = rng.normal(0.0, noise_mm, (n_pictures, *places_mm.shape[1:]))
            picture, after = np.divmod(np.arange(len(places_mm)), rows_per_picture)
            share = (after / rows_per_picture)[:, None, None]
            return places_mm + (1.0 - share) * noise[picture] + share * noise[picture + 1]

        return Tracks(shaken(tracks.lips_mm), shaken(tracks.patches_mm), tracks.face)

    def _rows_in(self, own: slice) -> NDArray[np.float64]:
        """Rows of a recording, counted from its start, in another tempo; some lie outside."""
        rng, n_rows = self._rng, own.stop - own.start
        stride = STRIDE * np.exp(rng.uniform(-TEMPO, TEMPO))
        first = rng.uniform(0.0, max(n_rows - stride * JUDGED, 1.0))
        before = REACH - AHEAD + 1
        return first + stride * np.arange(-before, JUDGED + AHEAD)

    def _seen(self, own: slice, at: NDArray[np.float64], size: float) -> Tracks:
        """Tracks between rows, lips and patches larger or smaller, perhaps in a mirror."""
        last = own.stop - own.start - 1
        inside = np.clip(at, 0.0, last)
        low = np.minimum(inside.astype(np.int64), max(last - 1, 0))
        one = self._courses.tracks(own.start + low)
        other = self._courses.tracks(own.start + np.minimum(low + 1, last))
        share = inside - low
        parts = [
            start + share.reshape(-1, *[1] * (start.ndim - 1)) * (end - start)
            for start, end in (
                (one.lips_mm, other.lips_mm),
                (one.patches_mm, other.patches_mm),
                (one.face, other.face),
            )
        ]
        tracks = Tracks(size * parts[0], size * parts[1], parts[2])
        return tracks.mirrored() if self._rng.random() < 0.5 else tracks


def _both(some: list[bool], others: list[bool]) -> list[bool]:
    return [one and other for one, other in zip(some, others, strict=True)]


def _first_weights(n_channels: int, rng: np.random.Generator) -> Weights:
    weights: Weights = []
    n_in = n_channels
    for _ in STEPS:
        kernel = rng.normal(0.0, np.sqrt(2.0 / (TAPS * n_in)), (TAPS, n_in, HIDDEN))
        weights.append((jnp.array(kernel, dtype=jnp.float32), jnp.zeros(HIDDEN)))
        n_in = HIDDEN
    last = jnp.array(rng.normal(0.0, 0.1, (1, HIDDEN, 1)), dtype=jnp.float32)
    # Most rows are no twitch.
    return [*weights, (last, jnp.full(1, -2.0))]


def _convolved(rows: Array, kernel: Array, step: int) -> Array:
    return jax.lax.conv_general_dilated(
        rows, kernel, (1,), "VALID", rhs_dilation=(step,), dimension_numbers=("NWC", "WIO", "NWC")
    )


def _logits(weights: Weights, rows: Array, kept: Array) -> Array:
    """What the network says of each row that is judged, as :class:`CourseNet` does."""
    hidden = rows
    for number, (step, (kernel, offset)) in enumerate(zip(STEPS, weights, strict=False)):
        new = jax.nn.relu(_convolved(hidden, kernel, step) + offset) * kept[number]
        hidden = new + hidden[:, (TAPS - 1) * step :] if number else new
    kernel, offset = weights[-1]
    return (_convolved(hidden, kernel, 1) + offset)[..., 0]


def _loss(weights: Weights, batch: tuple[Array, ...], kept: Array) -> Array:
    rows, is_twitch, counts = batch
    logits = _logits(weights, rows, kept)
    errors = jnp.logaddexp(0.0, logits) - is_twitch * logits
    decay = sum((kernel**2).sum() for kernel, _ in weights)
    return (errors * counts).sum() / jnp.maximum(counts.sum(), 1.0) + DECAY * decay


@cache
def _optimiser(iterations: int) -> optax.GradientTransformation:
    """Adam, slower and slower; one for all fits of a length, so that the step is compiled once."""
    return optax.adam(optax.cosine_decay_schedule(LEARNING_RATE, iterations))


@partial(jax.jit, static_argnames="optimiser")
def _improved(
    state: State,
    batch: tuple[Array, ...],
    kept: Array,
    optimiser: optax.GradientTransformation,
) -> State:
    """State after one step of the fit."""
    weights, moments = state
    slopes = jax.grad(_loss)(weights, batch, kept)
    steps, moments = optimiser.update(slopes, moments)
    return optax.apply_updates(weights, steps), moments


def _as_net(weights: Weights) -> CourseNet:
    """The network as it is stored."""
    layers = [
        Layer(
            kernel=np.asarray(kernel).astype(STORED).astype(np.float32),
            offset=np.asarray(offset).astype(STORED).astype(np.float32),
            step=step,
        )
        for step, (kernel, offset) in zip((*STEPS, 1), weights, strict=True)
    ]
    return CourseNet(tuple(layers))
