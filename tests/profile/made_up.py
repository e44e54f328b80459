"""A made-up profile in which all is well."""

from __future__ import annotations

from tests.evidence.made_up import IDENTITY
from twitchcam.profile.make_profile import deciding_settings
from twitchcam.profile_records import FaceView, MouthFacts, Profile, RestFacts
from twitchcam.records import Scale
from twitchcam.settings import Settings

SETTINGS = Settings()
REST = RestFacts(
    duration_s=40.0,
    observable_s=33.5,
    unobservable_s_by_reason={"mouth movement": 6.5},
    noise_floor_mm=(0.02, 0.021, 0.022, 0.023),
    smallest_detectable_mm=0.64,
    restlessness=1.1,
    twitches=0,
)
VIEW = FaceView(
    pupil_distance_px=140.0,
    level=130.0,
    contrast_levels=30.0,
    yaw_deg=2.0,
    pitch_deg=-4.0,
    roll_deg=0.5,
)
PROFILE = Profile(
    name="rest.mp4",
    created="2026-11-23",
    backend="face-mesh",
    model="FaceMesh",
    sensor="flow",
    width_px=1280,
    height_px=720,
    rate_hz=29.97,
    frames=1199,
    missing_pictures=0,
    other_faces=0,
    scale=Scale(61.5, "iris", 0.043),
    rest=REST,
    view=VIEW,
    mouth=MouthFacts(opening=0.01, width=0.8, smile=0.12, voluntary_opening=0.3),
    settings=deciding_settings(SETTINGS),
    file=IDENTITY,
)
