"""Takes the picture of the report that the README shows, of a sample clip.

    python -m benchmarks.report_picture

Needs the ``test`` extra and a Chromium on this machine.
"""

from __future__ import annotations

from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from benchmarks.shared.chromium import picture_and_browser
from sample_videos.clips import SAMPLES
from twitchcam.cli.native_noise import native_noise_hidden
from twitchcam.pipeline import analyze

CLIP = SAMPLES / "face_leaves.mp4"
PICTURE = SAMPLES.parent / "docs" / "report.png"
WIDTH_PX = 800


def main() -> None:
    """Run the command."""
    out, chromium = picture_and_browser("benchmarks.report_picture", __doc__, PICTURE)
    with TemporaryDirectory() as work:
        with native_noise_hidden():
            files = analyze(CLIP, out_dir=work).files
        assert files  # noqa: S101 - they were asked for
        with (
            sync_playwright() as playwright,
            playwright.chromium.launch(executable_path=chromium) as browser,
        ):
            page = browser.new_page(viewport={"width": WIDTH_PX, "height": WIDTH_PX})
            page.goto(files.report.as_uri())
            page.screenshot(path=out, full_page=True)
    print(f"written: {out}")


if __name__ == "__main__":
    main()
