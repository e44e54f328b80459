"""What a decoded picture says of itself beside its pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from av.sidedata.sidedata import SideDataContainer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from av import VideoFrame


def side_data_of(decoded: VideoFrame) -> Mapping[str, object]:
    """Side data by name.

    What ``decoded.side_data`` returns is kept by the picture and keeps the picture: hundreds of
    pictures would wait in memory until Python looks for such circles.
    """
    return SideDataContainer(decoded)  # type: ignore[call-arg]  # its stub lacks the argument
