"""What ``twitchcam doctor`` looks at, one function per matter."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from enum import Enum
from importlib import import_module
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path
from typing import TYPE_CHECKING

from twitchcam.cli.drawn_face import drawn_face
from twitchcam.errors import REINSTALL, TwitchcamError
from twitchcam.outputs.safe_file import check_writable
from twitchcam.package_versions import package_version
from twitchcam.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from packaging.specifiers import SpecifierSet

OLDEST_PYTHON, NEWEST_PYTHON = (3, 10), (3, 12)
# What each package is imported as.
PACKAGES = {
    "mediapipe": "mediapipe",
    "opencv-python": "cv2",
    "numpy": "numpy",
    "av": "av",
    "scipy": "scipy.signal",
    "pyarrow": "pyarrow.parquet",
}
OPENCV_PACKAGES = (
    "opencv-python",
    "opencv-contrib-python",
    "opencv-python-headless",
    "opencv-contrib-python-headless",
)
# As Linux says that a library of the system is missing.
NO_LIBRARY = "cannot open shared object file"
CAMERAS_TRIED = 3
TIMED_PICTURES = 20
CAMERA_INTERVAL_MS = 1000 / 30


class Verdict(str, Enum):
    """What a check found. Only ``FAILED`` keeps twitchcam from working."""

    WORKS = "ok"
    NOTE = "note"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one check found and, unless all is well, what to do about it."""

    verdict: Verdict
    detail: str
    remedy: str = ""


def check_python() -> CheckResult:
    """Whether this Python is one that twitchcam and MediaPipe support."""
    running = sys.version_info[:2]
    supported = f"{_dotted(OLDEST_PYTHON)} to {_dotted(NEWEST_PYTHON)}"
    detail = f"{sys.version.split()[0]} (supported: {supported})"
    if OLDEST_PYTHON <= running <= NEWEST_PYTHON:
        return CheckResult(Verdict.WORKS, detail)
    remedy = f"make a virtual environment with Python {supported} and install twitchcam there"
    return CheckResult(Verdict.FAILED, detail, remedy)


def check_packages() -> CheckResult:
    """Whether all packages are installed and fit together, and in which version."""
    versions = {name: package_version(name) or "missing" for name in ("twitchcam", *PACKAGES)}
    detail = ", ".join(f"{name} {number}" for name, number in versions.items())
    faults = {name: fault for name, module in PACKAGES.items() if (fault := _import_fault(module))}
    remedy = REINSTALL
    faults |= {name: "missing" for name in _required() if package_version(name) is None}
    if faults:
        detail += "; " + "; ".join(f"{name}: {fault}" for name, fault in faults.items())
        if NO_LIBRARY in detail:
            remedy = "install what is missing; on Debian: apt-get install libgl1 libglib2.0-0"
        return CheckResult(Verdict.FAILED, detail, remedy)
    if others := _other_versions():
        why = f"twitchcam is made for {'; '.join(others)}"
        return CheckResult(Verdict.NOTE, detail, f"{why}: {remedy}")
    return CheckResult(Verdict.WORKS, detail)


def check_opencv_mix() -> CheckResult:
    """Whether several OpenCV packages overwrite one another's files."""
    found = {name: package_version(name) for name in OPENCV_PACKAGES}
    installed = {name: number for name, number in found.items() if number}
    detail = ", ".join(f"{name} {number}" for name, number in installed.items()) or "none"
    mixed_kinds = len({name.endswith("headless") for name in installed}) > 1
    if len(set(installed.values())) <= 1 and not mixed_kinds:
        return CheckResult(Verdict.WORKS, detail)
    why = "all of these install the same module cv2, and must be of one version and kind"
    wanted = installed.get("opencv-contrib-python") or "the same version"
    remedy = f"{why}: pip uninstall all of them, then pip install opencv-python=={wanted}"
    return CheckResult(Verdict.NOTE, detail, remedy)


def check_face_model() -> CheckResult:
    """Whether the default face model runs, finds a drawn face, and how fast."""
    from twitchcam.vision.face_mesh import FaceMeshBackend

    backend = FaceMeshBackend(Settings().vision.other_faces_interval_s)
    picture = drawn_face()
    try:
        found = backend.find(picture, 0.0).landmarks is not None
        started = time.perf_counter()
        for number in range(TIMED_PICTURES):
            backend.find(picture, number / 30)
        took_ms = (time.perf_counter() - started) / TIMED_PICTURES * 1000
    finally:
        backend.close()
    return _judge_face_model(f"{backend.name}, {backend.model}", found=found, took_ms=took_ms)


def _judge_face_model(model: str, *, found: bool, took_ms: float) -> CheckResult:
    detail = f"{model}: {took_ms:.1f} ms per picture"
    if not found:
        detail += ", but it did not find a drawn face"
        remedy = "install mediapipe again: pip install --force-reinstall mediapipe==0.10.21"
        return CheckResult(Verdict.FAILED, detail, remedy)
    if took_ms > CAMERA_INTERVAL_MS:
        remedy = "analysing a recording takes longer than it lasts; close other programs"
        return CheckResult(Verdict.NOTE, detail, remedy)
    return CheckResult(Verdict.WORKS, f"{detail}, found a drawn face")


def check_landmarker_model() -> CheckResult:
    """Whether the model of the second backend is there."""
    from twitchcam.vision.face_landmarker import find_model

    try:
        path = find_model(Settings().landmarker_model)
    except TwitchcamError as error:
        return CheckResult(Verdict.NOTE, "not found, not needed by default", str(error))
    return CheckResult(Verdict.WORKS, f"face-landmarker, at {path}")


def check_decoder() -> CheckResult:
    """Whether H.264, which most recordings are in, can be decoded."""
    import av.codec

    wanted = ("h264", "hevc", "vp9", "av1", "mjpeg")
    known = [name for name in wanted if name in av.codec.codecs_available]
    detail = f"can read {', '.join(known) or 'none of the usual formats'}"
    if "h264" in known:
        return CheckResult(Verdict.WORKS, detail)
    remedy = "install PyAV from its wheel: pip install --force-reinstall --only-binary av av"
    return CheckResult(Verdict.FAILED, detail, remedy)


def check_cameras() -> CheckResult:
    """Which cameras give pictures, and why others do not. Not needed for recordings."""
    from twitchcam.capture.camera import Camera
    from twitchcam.capture.live_source import CameraError

    found, troubles = [], []
    for number in range(CAMERAS_TRIED):
        try:
            with Camera(number) as camera:
                size = f"{camera.info.width_px}x{camera.info.height_px}"
            found.append(f"{number} ({size})")
        except CameraError as error:  # noqa: PERF203 - three times
            if error.health.state != "absent":
                troubles.append(str(error))
    if found:
        return CheckResult(Verdict.WORKS, f"pictures from camera {', '.join(found)}")
    detail = f"none gives pictures (tried 0 to {CAMERAS_TRIED - 1}); not needed for recordings"
    remedy = "; ".join(troubles) or (
        "for live use: plug it in, close programs that use it, allow it in the privacy settings;"
        " the page of twitchcam live can also use the browser's camera"
    )
    return CheckResult(Verdict.NOTE, detail, remedy)


def check_folder() -> CheckResult:
    """Whether results can be written here."""
    folder = Path.cwd()
    try:
        check_writable(folder)
    except TwitchcamError as error:
        return CheckResult(Verdict.NOTE, str(error), "use --out with another folder")
    return CheckResult(Verdict.WORKS, f"can write to {folder}")


# By what is checked, in the order of the table.
CHECKS: dict[str, Callable[[], CheckResult]] = {
    "Python": check_python,
    "Packages": check_packages,
    "OpenCV": check_opencv_mix,
    "Face model": check_face_model,
    "Second model": check_landmarker_model,
    "Video": check_decoder,
    "Camera": check_cameras,
    "This folder": check_folder,
}


def run_check(check: Callable[[], CheckResult]) -> CheckResult:
    """Run one check; one that cannot even run has failed."""
    try:
        return check()
    except TwitchcamError as error:
        return CheckResult(Verdict.FAILED, str(error))
    except Exception as error:  # noqa: BLE001 - broken installations fail in any way
        return CheckResult(Verdict.FAILED, f"{type(error).__name__}: {error}", REINSTALL)


def _other_versions() -> list[str]:
    """What twitchcam requires and is there in another version."""
    return [
        f"{name}{wanted}, but {installed} is installed"
        for name, wanted in _required().items()
        if (installed := package_version(name)) and not wanted.contains(installed, prereleases=True)
    ]


def _required() -> dict[str, SpecifierSet]:
    """What twitchcam requires, by name; nothing is known of it where it is not installed."""
    # A package like others: without it, doctor must still run.
    from packaging.requirements import Requirement

    try:
        told = requires("twitchcam") or ()
    except PackageNotFoundError:
        return {}
    wanted = map(Requirement, told)
    return {
        one.name: one.specifier
        for one in wanted
        if one.marker is None or one.marker.evaluate({"extra": ""})
    }


def _import_fault(module: str) -> str:
    try:
        import_module(module)
    except Exception as error:  # noqa: BLE001 - broken installations fail in any way
        return " ".join(str(error).split()) or type(error).__name__
    return ""


def _dotted(numbers: tuple[int, int]) -> str:
    return f"{numbers[0]}.{numbers[1]}"
