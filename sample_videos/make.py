"""Makes the sample clips and their truth from one portrait.

Run it from the project's folder: ``python -m sample_videos.make [NAME...] [--out DIR]``.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sample_videos.acting import act, chance, frame_times
from sample_videos.clips import CLIPS, SAMPLES, Clip
from sample_videos.encoding import write_h264
from sample_videos.portrait import Portrait, load_portrait
from sample_videos.puppet import Puppet
from sample_videos.truth import write_truth

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Floats = NDArray[np.float64]
Image = NDArray[np.uint8]

# A lamp on 50 Hz mains flickers at 100 Hz.
FLICKER_HZ = 100.3


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the clips named on the command line, or all."""
    options = _options(arguments)
    portrait = load_portrait(options.portrait)
    (options.out / "truth").mkdir(parents=True, exist_ok=True)
    for clip in CLIPS:
        if clip.name in options.names:
            path = make_clip(clip, portrait, options.out, options.seed, options.crf)
            print(f"{path}  {path.stat().st_size / 1e6:.2f} MB  {len(clip.twitches)} twitches")


def make_clip(
    clip: Clip, portrait: Portrait, folder: Path, seed: int, crf: int | None = None
) -> Path:
    """Write ``<clip>.mp4`` and ``truth/<clip>_events.tsv`` into ``folder``; return the video."""
    path = folder / f"{clip.name}.mp4"
    options = {"preset": "slow", "crf": str(crf or clip.crf)}
    write_h264(path, draw_clip(clip, portrait, seed), options, clip.rotation_deg)
    write_truth(clip, folder / "truth")
    return path


def draw_clip(clip: Clip, portrait: Portrait, seed: int) -> Iterator[tuple[float, Image]]:
    """Yield each frame's time in seconds and its picture, shape ``(height, width, 3)``."""
    rng = chance(clip, seed)
    time_s = frame_times(clip, seed)
    acting = act(clip, time_s, seed)
    puppet = Puppet(portrait, (clip.width_px, clip.height_px))
    gains = 1 + clip.flicker_share * np.sin(2 * np.pi * FLICKER_HZ * time_s)
    for frame, now_s in enumerate(time_s):
        picture = puppet.draw(acting, frame)
        yield float(now_s), _as_seen(picture, float(gains[frame]), clip.noise_levels, rng)


def _as_seen(picture: Image, gain: float, noise_levels: float, rng: np.random.Generator) -> Image:
    """Return the picture as a camera with this exposure gain and this gray noise sees it."""
    noise = noise_levels * rng.standard_normal(picture.shape[:2], dtype=np.float32)
    return np.clip(picture * np.float32(gain) + noise[..., None], 0, 255).round().astype(np.uint8)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    names = [clip.name for clip in CLIPS]
    parser = argparse.ArgumentParser(prog="sample_videos.make", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"clips: {', '.join(names)}")
    parser.add_argument("--out", type=Path, default=SAMPLES, help="folder to fill")
    parser.add_argument("--portrait", type=Path, help="a picture of one face from the front")
    parser.add_argument("--seed", type=int, default=1, help="fixes sway, blinks, speech, noise")
    parser.add_argument("--crf", type=int, help="H.264 quality instead of the clips' own")
    options = parser.parse_args(arguments)
    if unknown := set(options.names) - set(names):
        parser.error(f"no such clip: {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    options.names = options.names or names
    return options


if __name__ == "__main__":
    main()
