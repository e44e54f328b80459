"""What the motion of a face at rest amounts to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.made_motion import RESTING_FACE, frame_times_s, make_motion
from twitchcam.detection.rows import part
from twitchcam.profile.rest_measurement import RestMeasurement
from twitchcam.records import Face, LipSignals
from twitchcam.settings import CalibrationSettings, DetectionSettings

DETECTION = DetectionSettings()


def face_at(time_s: float) -> Face:
    """A face that is read five times a second; smiles from 4 to 6 s, opens from 8 to 10 s."""
    step = round(time_s * 5)
    widened = 0.15 if 4 <= time_s < 6 else 0.0
    opened = 0.25 if 8 <= time_s < 10 else 0.0
    return FACES.setdefault(
        step,
        replace(
            RESTING_FACE,
            yaw_deg=3.0,
            mouth_width=RESTING_FACE.mouth_width + widened,
            mouth_opening=RESTING_FACE.mouth_opening + opened,
        ),
    )


FACES: dict[int, Face] = {}


def signals(
    end_s: float, threshold_mm: float = 0.08, *, observable: bool = True
) -> list[LipSignals]:
    """Blocks of a tenth of a second with a floor of 0.02 mm."""
    return [
        LipSignals(
            time_s=start_s + np.arange(12) / 120,
            magnitude_mm=np.full((12, 4), 0.02),
            floor_mm=np.full((12, 4), 0.02),
            threshold_mm=np.full((12, 4), threshold_mm),
            observable=np.full(12, observable),
        )
        for start_s in np.arange(0, end_s, 0.1)
    ]


def measured(
    end_s: float, threshold_mm: float = 0.08, *, observable: bool = True
) -> RestMeasurement:
    rest = RestMeasurement(CalibrationSettings(), DETECTION)
    blocks = signals(end_s, threshold_mm, observable=observable)
    rest.push(make_motion(frame_times_s(end_s, 30.0), face_at=face_at), blocks)
    return rest


def test_the_usual_is_that_of_rest() -> None:
    usual = measured(12.0).usual
    assert usual["yaw_deg"] == 3.0
    assert usual["mouth_width"] == RESTING_FACE.mouth_width
    assert usual["pupil_distance_px"] == RESTING_FACE.pupil_distance_px


def test_a_held_smile_and_an_open_mouth_are_measured() -> None:
    mouth = measured(12.0).mouth()
    assert mouth.smile == pytest.approx(0.15)
    assert mouth.voluntary_opening == pytest.approx(0.25)


def test_what_was_not_shown_is_none() -> None:
    mouth = measured(3.5).mouth()
    assert (mouth.smile, mouth.voluntary_opening) == (None, None)


def test_a_mouth_that_opens_and_closes_quickly_was_not_held() -> None:
    rest = RestMeasurement(CalibrationSettings(), DETECTION)
    faces = [replace(RESTING_FACE, mouth_opening=0.3 * (n // 2 % 2)) for n in range(50)]
    motions = make_motion(frame_times_s(10.0, 5.0), face_at=lambda time_s: faces[round(time_s * 5)])
    rest.push(motions, signals(10.0))
    assert rest.mouth().voluntary_opening is None


@pytest.mark.parametrize("from_s", [0.0, 4.0, 9.4])
def test_a_mouth_that_is_open_for_less_than_a_second_was_not_held(from_s: float) -> None:
    """Nor is it at either end, as when the camera is switched off meanwhile."""
    rest = RestMeasurement(CalibrationSettings(), DETECTION)
    opened = replace(RESTING_FACE, mouth_opening=RESTING_FACE.mouth_opening + 0.3)

    def face_at(time_s: float) -> Face:
        return replace(opened if from_s <= time_s < from_s + 0.6 else RESTING_FACE)

    rest.push(make_motion(frame_times_s(10.0, 30.0), face_at=face_at), signals(10.0))
    assert rest.mouth().voluntary_opening is None


def test_a_face_that_went_away_smiling_did_not_hold_the_smile() -> None:
    """Its last reading is half a second old at most."""
    rest = RestMeasurement(CalibrationSettings(), DETECTION)
    smiling = replace(RESTING_FACE, mouth_width=RESTING_FACE.mouth_width + 0.15)

    def face_at(time_s: float) -> Face | None:
        if time_s < 4.0 or time_s >= 8.0:
            return replace(RESTING_FACE)
        return replace(smiling) if time_s < 4.3 else None

    rest.push(make_motion(frame_times_s(12.0, 10.0), face_at=face_at), signals(12.0))
    assert rest.mouth().smile is None


def test_the_usual_is_told_by_time_not_by_looks() -> None:
    """Faces are looked at more often while their lips move."""
    rest = RestMeasurement(CalibrationSettings(), DETECTION)
    turned = replace(RESTING_FACE, yaw_deg=10.0)
    seldom = [replace(RESTING_FACE, yaw_deg=0.0) for _ in range(100)]
    motions = make_motion(
        frame_times_s(30.0, 10.0),
        face_at=lambda t: seldom[int(t / 0.4)] if t < 20.0 else replace(turned),
    )
    rest.push(motions, signals(30.0))
    assert rest.usual["yaw_deg"] == 0.0


def test_restlessness_is_threshold_against_what_the_floor_asks_for() -> None:
    steady_mm = DETECTION.min_magnitude_mm
    assert measured(2.0, threshold_mm=steady_mm).restlessness == pytest.approx(1.0)
    assert measured(2.0, threshold_mm=2.5 * steady_mm).restlessness == pytest.approx(2.5)


@pytest.mark.parametrize("n_at_once", [1, 120, 720])
def test_restlessness_is_over_time_however_signals_are_cut(n_at_once: int) -> None:
    """The first moments always come block by block; here they are restless, the others calm."""
    still_mm = np.full((720, 4), 0.02)
    calm = LipSignals(
        time_s=1.6 + np.arange(720) / 120,
        magnitude_mm=still_mm,
        floor_mm=still_mm,
        threshold_mm=np.full((720, 4), DETECTION.min_magnitude_mm),
        observable=np.ones(720, dtype=bool),
    )
    rest = RestMeasurement(CalibrationSettings(), DETECTION)
    rest.push([], signals(1.6, threshold_mm=0.4))
    for start in range(0, 720, n_at_once):
        rest.push([], [part(calm, slice(start, start + n_at_once))])
    assert rest.restlessness == pytest.approx(1.0)


def test_what_rests_for_moments_only_is_rest() -> None:
    """However the signals are cut: here, by the second, each of which begins with a movement."""
    rest = RestMeasurement(CalibrationSettings(), DETECTION)
    n = 360
    times_s = np.linspace(0.0, 3.0, n, endpoint=False)
    still_mm, threshold_mm = np.full((n, 4), 0.02), np.full((n, 4), 0.08)
    moves = np.arange(n) % 120 < 12
    whole = LipSignals(times_s, still_mm, still_mm, threshold_mm, observable=~moves)
    rest.push(make_motion(frame_times_s(3.0, 30.0), face_at=face_at), [whole])
    assert rest.is_seen
    assert rest.usual["yaw_deg"] == 3.0


def test_nothing_observable_is_no_rest() -> None:
    rest = measured(2.0, observable=False)
    assert np.isnan(rest.restlessness)
    assert np.isnan(rest.usual["yaw_deg"])
    assert rest.mouth().smile is None


def test_nothing_seen_is_no_rest() -> None:
    rest = RestMeasurement(CalibrationSettings(), DETECTION)
    rest.push(make_motion(frame_times_s(1.0, 30.0), face_at=lambda _: None), [])
    assert np.isnan(rest.usual["pupil_distance_px"])
    assert rest.mouth().voluntary_opening is None
