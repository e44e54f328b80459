"""Why nothing, or little, could be observed, in words, and what to do about it.

The names that results hold are kept as they are: files of earlier versions hold them too.
"""

from __future__ import annotations

from typing import NamedTuple

from twitchcam.records import Reason


class Advice(NamedTuple):
    """What it means that nothing else was seen, and what to do; empty where nobody can say.

    ``now`` says both to whoever is in front of the camera, while it lasts.
    """

    what: str = ""
    remedy: str = ""
    now: str = ""


FEWER_PROGRAMS = "close other programs"
ANALYZE_WATCHES_ALL = "twitchcam analyze watches every picture"
_FASTER_CAMERA = f"{FEWER_PROGRAMS}, or choose a faster mode of the camera"
OWN_FILE = "use the camera's own file, not a copy sent by a messenger"
CRUDE_SENSOR = (
    "--sensor landmarks is crude, for comparison: it misses most twitches and blurs their side"
)
_ADVICE = {
    Reason.NO_FACE: Advice(
        "no face was found",
        "film the face from the front, well lit and upright",
        "No face can be seen: sit in front of the camera, with light from the front.",
    ),
    Reason.LOW_FRAME_RATE: Advice(
        "too few new pictures of the lips came",
        f"record 30 per second or more, and {OWN_FILE}",
    ),
    Reason.TURNED_AWAY: Advice(
        "the face was turned away",
        "look at the camera",
        "The head is turned away: look at the camera.",
    ),
    Reason.OUT_OF_PICTURE: Advice(
        "the mouth was partly outside the picture",
        "keep the whole face in the picture",
        "The mouth is partly outside the picture: move to the middle.",
    ),
    # Grains that differ from picture to picture change a mouth as much as a hand before it.
    Reason.COVERED: Advice(
        "something covered the mouth, or the picture is too dark and noisy",
        "keep the mouth free, and put more light on the face",
        "Something is in front of the mouth, or the picture is too dark and noisy: keep hands, cup"
        " and scarf away, and put more light on the face.",
    ),
    Reason.NOISE: Advice(
        "the picture is too noisy",
        "put more light on the face",
        "The picture is too noisy: more light on the face helps.",
    ),
    Reason.HEAD_MOTION: Advice(
        "the head kept moving",
        "lean the head on something",
        "The head moves: sit still, lean it on something if you can.",
    ),
    Reason.MOUTH_MOVEMENT: Advice(
        "the mouth kept moving",
        "keep the mouth closed and at rest",
        "While the mouth moves (talking, eating), nothing can be counted.",
    ),
    Reason.EXPRESSION: Advice(
        "the face kept moving", "let the face rest", "The face moves: let it rest."
    ),
}
# By the words of evidence, which may hold others.
_ADVICE_BY_NAME = {reason.value: said for reason, said in _ADVICE.items()}
# Where it was no file that anybody could send.
_REMEDIES_AT_A_CAMERA = {Reason.LOW_FRAME_RATE.value: _FASTER_CAMERA}
# Where the name alone misleads.
_WORDS = {
    Reason.COVERED.value: "covered or too noisy",
    Reason.LOW_FRAME_RATE.value: "too few new pictures",
}


def advice_on(name: str, *, is_file: bool) -> Advice:
    """What it means that this reason, by its name in results, hid everything, and what to do.

    ``is_file`` says whether it hid a recording's file, rather than what a camera showed live.
    """
    advice = _ADVICE_BY_NAME.get(name, Advice())
    if is_file:
        return advice
    return advice._replace(remedy=_REMEDIES_AT_A_CAMERA.get(name, advice.remedy))


def reason_words(name: str) -> str:
    """What people read for a reason, by its name in results."""
    return _WORDS.get(name, name)


def more_pictures(*, is_dark: bool) -> str:
    """Say how a camera that gives too few pictures may give more; ``is_dark`` tells of the face."""
    if is_dark:
        return "in low light cameras slow down, so more light on the face helps"
    return _FASTER_CAMERA
