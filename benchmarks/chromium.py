"""Where this machine's Chromium is; nothing here installs one."""

from __future__ import annotations

import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome")


def find_chromium() -> str | None:
    """Path of the browser, ``None`` without one."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)
