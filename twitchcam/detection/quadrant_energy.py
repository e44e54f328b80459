"""How much each lip quadrant moves during a spell, beyond its noise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from twitchcam.detection.rows import Rows
    from twitchcam.records import Floats

# Mean of the square of a length in two directions, both of Gaussian noise, ÷ its median.
MEAN_OF_MEDIAN = 1.0 / np.log(2.0)
# More than so many noise floors are no noise, but a tremor that goes on for most of the time. That
# lifts its own floor: nor is noise more than so many times what the quietest quadrant has.
MOST_NOISE_FLOORS, MOST_NOISE_APART = 2.0, 2.0
# No movement is taken for noise by more than this share of its energy.
MOST_NOISE_SHARE = 0.5
# What moves by this share of the strongest quadrant, and by so many times what is usual in it,
# takes part, though it may not keep step.
LIVELY_SHARE, LIVELY_TIMES = 0.6, 3.0


@dataclass(frozen=True, slots=True)
class QuadrantEnergy:
    """Movement in the detection band, quadrant by quadrant; all have shape ``(4,)``.

    Attributes
    ----------
    beyond_mm
        Root mean square beyond noise.
    noise_share
        Noise's share of the energy.
    lively
        Which move about as much as the strongest, far beyond what is usual in them.
    """

    beyond_mm: Floats
    noise_share: Floats
    lively: NDArray[np.bool_]

    @classmethod
    def of(cls, core: Rows, usual: Rows) -> QuadrantEnergy:
        """Measure it.

        Parameters
        ----------
        core
            The rows of the movement.
        usual
            The last seconds: their median is noise, so long as they rest for most of the time.
        """
        most = (MOST_NOISE_FLOORS * core.floor_mm.mean(axis=0)) ** 2
        own = np.minimum(MEAN_OF_MEDIAN * np.nanmedian(usual.magnitude_mm**2, axis=0), most)
        noise = np.minimum(own, MOST_NOISE_APART**2 * own.min())
        whole = np.nanmean(core.magnitude_mm**2, axis=0)
        beyond = np.clip(whole - noise, 1e-12, None)
        # One that is restless by itself has more noise than is taken off above.
        lively = (whole - own > LIVELY_SHARE**2 * beyond.max()) & (whole > LIVELY_TIMES**2 * own)
        noise_share = np.minimum(noise / (whole + 1e-12), MOST_NOISE_SHARE)
        return cls(np.sqrt(beyond), noise_share, lively)

    @property
    def strongest(self) -> int:
        """Number of the quadrant that moves most."""
        return int(self.beyond_mm.argmax())
