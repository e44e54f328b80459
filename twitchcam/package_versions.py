"""Which versions of packages are installed."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version

NOT_INSTALLED = "(not installed)"
# What measured values depend on.
MEASURING = ("twitchcam", "mediapipe", "opencv-python", "av", "numpy", "scipy")


@cache
def package_version(package: str) -> str | None:
    """Version of an installed package; ``None`` if it is not installed as one."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def own_version() -> str:
    """Version of twitchcam, in words if it is not installed."""
    return package_version("twitchcam") or NOT_INSTALLED


def made_by(backend: str, sensor: str) -> str:
    """What measured something, in short: for outputs that do not hold all facts of the sensor."""
    return f"twitchcam {own_version()}, {backend}, {sensor}"


def measuring_versions() -> dict[str, str]:
    """Versions of all packages on which measured values depend."""
    return {package: package_version(package) or NOT_INSTALLED for package in MEASURING}
