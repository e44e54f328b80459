"""What the course of a movement says: a small network that was shown twitches and what is none.

A temporal convolutional network (causal, dilated, with residual connections): what lips and face do
from row to row goes in, and out comes, for each row, how much it looks like a twitch. Fitted
by ``calibration.fit_decision`` and kept in the files beside this module.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Weights = NDArray[np.float32]
Floats = NDArray[np.float64]

# Half precision changes the third digit at most, and makes the files half as large.
STORED = np.dtype("<f2")


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """One convolution over time.

    Parameters
    ----------
    kernel
        Shape ``(n_taps, n_in, n_out)``, from the earliest row to the latest.
    offset
        Shape ``(n_out,)``.
    step
        Rows from one tap to the next (the dilation).
    """

    kernel: Weights
    offset: Weights
    step: int

    @property
    def reach(self) -> int:
        """So many rows before one are taken into account as well."""
        return (len(self.kernel) - 1) * self.step

    def apply(self, rows: Weights) -> Weights:
        """Weighted sums for all rows but the first ``reach``, shape ``(n - reach, n_out)``."""
        n_rows = len(rows) - self.reach
        taps = [rows[tap * self.step : tap * self.step + n_rows] for tap in range(len(self.kernel))]
        flat = np.concatenate(taps, axis=1)
        return flat @ self.kernel.reshape(-1, self.kernel.shape[2]) + self.offset


@dataclass(frozen=True, slots=True, eq=False)
class CourseNet:
    """Layers one after the other; all but the first and last add to their input (residual).

    Rectified linear units stand between them.
    """

    layers: tuple[Layer, ...]

    @property
    def reach(self) -> int:
        """So many rows before one are taken into account as well."""
        return sum(layer.reach for layer in self.layers)

    def score(self, rows: Weights) -> Weights:
        """How much each row but the first ``reach`` looks like a twitch (log odds).

        Parameters
        ----------
        rows
            Shape ``(n, n_channels)``.
        """
        first, *middle, last = self.layers
        hidden = np.maximum(first.apply(rows), 0.0)
        for layer in middle:
            hidden = hidden[layer.reach :] + np.maximum(layer.apply(hidden), 0.0)
        return last.apply(hidden)[:, 0]


def net_as_told(net: CourseNet) -> list[dict[str, Any]]:
    """Return a net as JSON takes it, weights as text."""
    return [
        {
            "step": layer.step,
            "shape": list(layer.kernel.shape),
            "offset": _as_text(layer.offset),
            "kernel": _as_text(layer.kernel),
        }
        for layer in net.layers
    ]


def net_from_told(told: list[dict[str, Any]]) -> CourseNet:
    """Return the net that :func:`net_as_told` wrote down.

    Raises
    ------
    ValueError
        If text and shape do not go together.
    """
    layers = [
        Layer(
            kernel=_from_text(layer["kernel"]).reshape(layer["shape"]),
            offset=_from_text(layer["offset"]),
            step=layer["step"],
        )
        for layer in told
    ]
    return CourseNet(tuple(layers))


def _as_text(weights: Weights) -> str:
    return base64.b64encode(weights.astype(STORED).tobytes()).decode("ascii")


def _from_text(text: str) -> Weights:
    return np.frombuffer(base64.b64decode(text, validate=True), STORED).astype(np.float32)
