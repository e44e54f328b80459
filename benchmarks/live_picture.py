"""Takes the picture of the live page that the README shows: a sample clip, replayed and watched.

    python -m benchmarks.live_picture

The page runs as always; only its preview is held at a moment in which a lip moves, so that the
picture shows one. Needs the ``test`` extra and a Chromium on this machine.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import sync_playwright

from benchmarks.shared.chromium import picture_and_browser
from sample_videos.clips import SAMPLES

if TYPE_CHECKING:
    from pathlib import Path

CLIP = SAMPLES / "speech_and_twitches.mp4"
PICTURE = SAMPLES.parent / "docs" / "live.png"
WIDTH_PX, HEIGHT_PX = 1280, 1256
# Of the clip's four twitches three are found: the last one is under way in the picture.
COUNTED_BEFORE = 2
# The clip lasts a quarter of this.
PATIENCE_S = 60

HOLD_A_MOVING_LIP = """([counted, patience_ms]) => new Promise((done, fail) => {
    setTimeout(() => fail(new Error("too few twitches")), patience_ms);
    const preview = document.getElementById("preview");
    const count = document.getElementById("count-all");
    new MutationObserver((_, observer) => {
        if (Number(count.textContent) < counted || !preview.dataset.moving) return;
        observer.disconnect();
        window.createImageBitmap = () => new Promise(() => {});
        done();
    }).observe(preview, { attributeFilter: ["data-moving"] });
})"""


def take_picture(address: str, chromium: str, path: Path) -> None:
    """Watch the clip on the page at ``address`` and save what the page shows."""
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=chromium) as browser,
    ):
        page = browser.new_page(viewport={"width": WIDTH_PX, "height": HEIGHT_PX})
        page.goto(address)
        page.get_by_role("button", name="Start").click()
        page.evaluate(HOLD_A_MOVING_LIP, [COUNTED_BEFORE, 1000 * PATIENCE_S])
        page.screenshot(path=path)


def main() -> None:
    """Run the command."""
    out, chromium = picture_and_browser("benchmarks.live_picture", __doc__, PICTURE)
    with tempfile.TemporaryDirectory() as sessions:
        options = ["--no-browser", "--out", sessions]
        command = [sys.executable, "-m", "twitchcam", "live", str(CLIP), *options]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:  # noqa: S603
            assert program.stdout  # noqa: S101 - it is a pipe
            try:
                take_picture(program.stdout.readline().split()[-1], chromium, out)
            except PlaywrightError as error:
                first_line = str(error).splitlines()[0]
                sys.exit(f"live_picture: no picture was taken: {first_line}")
            finally:
                program.terminate()
    print(f"written: {out}")


if __name__ == "__main__":
    main()
