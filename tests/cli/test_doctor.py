"""``twitchcam doctor`` finds what is wrong and says what to do."""

from __future__ import annotations

import sys
from functools import partial
from importlib.metadata import PackageNotFoundError
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from typing_extensions import Self

from twitchcam.capture.live_source import CameraError, Health, SourceState
from twitchcam.cli import checks
from twitchcam.cli import doctor as doctor_module
from twitchcam.cli.checks import CheckResult, Verdict, run_check
from twitchcam.cli.main import main
from twitchcam.errors import BackendError
from twitchcam.package_versions import package_version
from twitchcam.vision.face_mesh import FaceMeshBackend

if TYPE_CHECKING:
    from pathlib import Path

FINE = CheckResult(Verdict.WORKS, "works")
HINT = CheckResult(Verdict.NOTE, "so-so", "do that")
BAD = CheckResult(Verdict.FAILED, "is broken", "mend it")


@pytest.mark.parametrize(("last", "code"), [(FINE, 0), (HINT, 0), (BAD, 1)])
def test_exit_code(
    last: CheckResult,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Only what is needed and fails makes the exit code 1; remedies are printed."""
    findings = {"One": FINE, "Two": HINT, "Three": last}
    checks = {about: lambda found=found: found for about, found in findings.items()}
    monkeypatch.setattr(doctor_module, "CHECKS", checks)
    assert main(["doctor"]) == code
    out = capsys.readouterr().out
    assert all(f"{about} " in out and one.detail in out for about, one in findings.items())
    assert "To do: do that" in out


def test_the_way_to_a_file_is_told_whole_on_a_narrow_screen(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    where = "/a/long/way/to/the/face_landmarker.task"
    monkeypatch.setattr(doctor_module, "CHECKS", {"One": lambda: CheckResult(Verdict.NOTE, where)})
    monkeypatch.setenv("COLUMNS", "30")
    assert main(["doctor"]) == 0
    assert where in "".join(capsys.readouterr().out.replace("One", "").split())


@pytest.mark.parametrize(
    ("error", "detail"), [(BackendError("no model"), "no model"), (ImportError("x"), "ImportError")]
)
def test_check_that_cannot_run(error: Exception, detail: str) -> None:
    """A check that raises has failed."""

    def check() -> CheckResult:
        raise error

    finding = run_check(check)
    assert finding.verdict is Verdict.FAILED
    assert detail in finding.detail


@pytest.mark.parametrize(
    ("version", "verdict"),
    [((3, 9), Verdict.FAILED), ((3, 12), Verdict.WORKS), ((3, 13), Verdict.FAILED)],
)
def test_python(
    version: tuple[int, int], verdict: Verdict, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pythons for which there is no MediaPipe are named."""
    monkeypatch.setattr(sys, "version_info", (*version, 0, "final", 0))
    assert checks.check_python().verdict is verdict


@pytest.mark.parametrize(
    ("installed", "verdict"),
    [
        ({"opencv-python": "4.11", "opencv-contrib-python": "4.11"}, Verdict.WORKS),
        ({"opencv-python": "4.12", "opencv-contrib-python": "4.11"}, Verdict.NOTE),
        ({"opencv-python": "4.11", "opencv-python-headless": "4.11"}, Verdict.NOTE),
        ({"opencv-python": "4.11"}, Verdict.WORKS),
    ],
)
def test_opencv_mix(
    installed: dict[str, str], verdict: Verdict, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Several OpenCV packages must be of one version and kind."""
    monkeypatch.setattr(checks, "package_version", installed.get)
    assert checks.check_opencv_mix().verdict is verdict


def test_packages_that_do_not_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that is there but cannot be imported is found."""
    monkeypatch.setattr(checks, "PACKAGES", {"numpy": "numpy", "gone": "twitchcam.gone"})
    finding = checks.check_packages()
    assert finding.verdict is Verdict.FAILED
    assert "gone missing" in finding.detail
    assert "No module named 'twitchcam.gone'" in finding.detail


def test_a_library_of_the_system_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fresh virtual environment would not help."""
    fault = "libGL.so.1: cannot open shared object file: No such file or directory"
    monkeypatch.setattr(checks, "_import_fault", lambda _: fault)
    finding = checks.check_packages()
    assert finding.verdict is Verdict.FAILED
    assert "apt-get install libgl1" in finding.remedy


def pretend(monkeypatch: pytest.MonkeyPatch, **versions: str | None) -> None:
    """Let these packages have these versions, and all others their own."""

    def pretended(name: str) -> str | None:
        return versions[name] if name in versions else package_version(name)

    monkeypatch.setattr(checks, "package_version", pretended)


def test_packages_in_other_versions(monkeypatch: pytest.MonkeyPatch) -> None:
    """What runs for now, but is not what twitchcam is made for, is named."""
    assert checks.check_packages().verdict is Verdict.WORKS
    pretend(monkeypatch, numpy="2.1.0")
    finding = checks.check_packages()
    assert finding.verdict is Verdict.NOTE
    told = "twitchcam is made for numpy<2,>=1.26, but 2.1.0 is installed: "
    assert finding.remedy.startswith(told)


def test_a_required_package_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, rich=None)
    finding = checks.check_packages()
    assert finding.verdict is Verdict.FAILED
    assert "rich: missing" in finding.detail


def test_packages_where_twitchcam_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """As when it runs from its folder: then only what can be imported is known."""

    def not_there(_: str) -> list[str]:
        raise PackageNotFoundError

    monkeypatch.setattr(checks, "requires", not_there)
    assert checks.check_packages().verdict is Verdict.WORKS


def test_slow_and_blind_face_models() -> None:
    """A face model that finds no face has failed; a slow one is a note."""
    judge = partial(checks._judge_face_model, "a model")  # noqa: SLF001
    assert judge(found=True, took_ms=5).verdict is Verdict.WORKS
    assert judge(found=True, took_ms=50).verdict is Verdict.NOTE
    assert judge(found=False, took_ms=5).verdict is Verdict.FAILED


def test_face_model() -> None:
    """The face model that analyses use runs, and is named as their results name it."""
    finding = checks.check_face_model()
    assert finding.verdict is not Verdict.FAILED
    assert finding.detail.startswith(f"{FaceMeshBackend.name}, {FaceMeshBackend.model}: ")


def test_decoder_and_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The usual formats can be read, and a folder that can be written is found so."""
    monkeypatch.chdir(tmp_path)
    assert "h264" in checks.check_decoder().detail
    assert checks.check_folder().verdict is Verdict.WORKS
    assert list(tmp_path.iterdir()) == []


class _OneCamera:
    """Camera 1 works, camera 0 is held by another program, there are no others."""

    def __init__(self, number: int) -> None:
        states: dict[int, SourceState] = {0: "busy"}
        if number != 1:
            state = states.get(number, "absent")
            raise CameraError(Health(state, f"camera {number} is {state}"))
        self.info = SimpleNamespace(width_px=1280, height_px=720)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass


def test_cameras_that_work_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the size of their pictures."""
    monkeypatch.setattr("twitchcam.capture.camera.Camera", _OneCamera)
    finding = checks.check_cameras()
    assert finding.verdict is Verdict.WORKS
    assert finding.detail == "pictures from camera 1 (1280x720)"


def test_a_camera_that_is_busy_is_told_from_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """No camera is no failure: recordings need none."""
    monkeypatch.setattr("twitchcam.capture.camera.Camera", _OneCamera)
    monkeypatch.setattr(checks, "CAMERAS_TRIED", 1)
    finding = checks.check_cameras()
    assert finding.verdict is Verdict.NOTE
    assert finding.remedy == "camera 0 is busy"
