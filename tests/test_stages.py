"""The settings say which stages a recording goes through."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from twitchcam.decisions.fitted_decision import load_decision
from twitchcam.settings import Backend, Sensor, Settings
from twitchcam.stages import decision_for, detector_for, sensor_for


@pytest.mark.parametrize("sensor", get_args(Sensor))
def test_each_sensor_that_can_be_named_is_there(sensor: Sensor) -> None:
    assert sensor_for(Settings(sensor=sensor)).is_gauged == (sensor == "flow")


@pytest.mark.parametrize("sensor", get_args(Sensor))
@pytest.mark.parametrize("backend", get_args(Backend))
def test_a_decision_of_ones_own_goes_before_the_one_that_was_fitted(
    backend: Backend, sensor: Sensor
) -> None:
    fitted = load_decision(backend, sensor)
    own = replace(fitted, accept=fitted.accept + 1.0)
    settings = Settings(backend, sensor)
    assert decision_for(settings) is detector_for(settings).decision is fitted
    settings = replace(settings, decision=own)
    assert decision_for(settings) is detector_for(settings).decision is own
