"""What sides and eyes are called in a mirrored recording."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from twitchcam.records import Eye, Side

MIRRORED_SIDE: dict[Side, Side] = {"left": "right", "right": "left", "both": "both"}
MIRRORED_EYE: dict[Eye, Eye] = {"none": "none", "left": "right", "right": "left", "both": "both"}
