"""What a profile does in an analysis, and whether it goes with it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from twitchcam.errors import ProfileError
from twitchcam.profile.make_profile import deciding_settings
from twitchcam.records import ProfileUse, Scale

if TYPE_CHECKING:
    from twitchcam.profile_records import Profile
    from twitchcam.records import SourceInfo
    from twitchcam.settings import Settings


def check_profile(settings: Settings) -> None:
    """Make sure that the profile of the settings, if any, goes with the rest of them.

    Raises
    ------
    ProfileError
        If it was measured with another backend, another sensor or other settings.
    """
    profile = settings.profile
    if profile is None:
        return
    whose = f"the profile of {profile.name} ({profile.created}) was measured with"
    for option, theirs, ours in (
        ("--backend", profile.backend, settings.backend),
        ("--sensor", profile.sensor, settings.sensor),
    ):
        if theirs != ours:
            message = (
                f"{whose} {option} {theirs}, not {ours}: analyze with {option} {theirs}, or"
                f" calibrate with {option} {ours}"
            )
            raise ProfileError(message)
    now = deciding_settings(settings)
    if not now.keys() <= profile.settings.keys():
        message = (
            f"the profile of {profile.name} ({profile.created}) is of an earlier version of"
            " twitchcam: calibrate again"
        )
        raise ProfileError(message)
    if other := [name for name in now if profile.settings[name] != now[name]]:
        message = f"{whose} other settings ({', '.join(other)}): calibrate again"
        raise ProfileError(message)


def profile_notes(profile: Profile, source: SourceInfo) -> tuple[str, ...]:
    """What the reader must know of a profile beside a recording, one sentence each."""
    theirs, ours = (f"{one.width_px}x{one.height_px}" for one in (profile, source))
    if theirs == ours:
        return ()
    note = f"the profile was measured with pictures of {theirs}, not {ours}"
    return (f"{note}; a profile is for one person and one camera",)


def profile_scale(profile: Profile) -> Scale:
    """The person's millimetre scale, its method marked as coming from a profile."""
    return replace(profile.scale, method=f"{profile.scale.method} (profile)")


def profile_use(profile: Profile) -> ProfileUse:
    """What the evidence says of the profile."""
    scale = profile.scale
    measured = (scale.mm_per_pupil_distance, scale.uncertainty, *profile.rest.noise_floor_mm)
    # As exact as files of profiles are.
    told = " ".join([scale.method, *(f"{value:.6g}" for value in measured)])
    digest = hashlib.sha256(told.encode()).hexdigest()[:10]
    return ProfileUse(profile.name, profile.created, digest)
