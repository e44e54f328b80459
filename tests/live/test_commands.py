"""What the page may ask for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twitchcam.live import commands
from twitchcam.live.messages import MAX_PICTURE_BYTES, MAX_TEXT_BYTES

UNDERSTOOD = {
    '{"type": "start"}': commands.Start(),
    '{"type": "pause"}': commands.Pause(),
    '{"type": "resume"}': commands.Resume(),
    '{"type": "stop"}': commands.Stop(),
    '{"type": "protocol_start"}': commands.ProtocolStart(),
    '{"type": "protocol_next"}': commands.ProtocolNext(),
    '{"type": "protocol_cancel"}': commands.ProtocolCancel(),
    ' \t\r\n{ "type" : "start" } ': commands.Start(),
    r'{"\u0074ype": "st\u0061rt"}': commands.Start(),
    '{"type": "felt"}': commands.Felt(0.0),
    '{"type": "felt", "ago_s": 0}': commands.Felt(0.0),
    '{"ago_s": 0.25, "type": "felt"}': commands.Felt(0.25),
    '{"type": "felt", "ago_s": 5}': commands.Felt(5.0),
    '{"type": "felt", "ago_s": 5e0}': commands.Felt(5.0),
    '{"type": "shown", "frame": 7}': commands.Shown(7),
    '{"type": "shown", "frame": -7}': commands.Shown(-7),
    '{"type": "shown", "frame": 36893488147419103232}': commands.Shown(2**65),
    '{"type": "clips", "wish": "off"}': commands.KeepClips("off"),
    '{"type": "clips", "wish": "mouth"}': commands.KeepClips("mouth"),
    '{"type": "clips", "wish": "picture"}': commands.KeepClips("picture"),
    '{"type": "delete_session", "session": "live_1"}': commands.DeleteSession("live_1"),
    '{"type": "browser_camera", "on": true}': commands.UseBrowserCamera(on=True, name="browser"),
    '{"type": "browser_camera", "on": false, "name": "é"}': commands.UseBrowserCamera(
        on=False, name="é"
    ),
    '{"type": "browser_camera", "on": true, "name": "%s"}' % ("😀" * 200): (
        commands.UseBrowserCamera(on=True, name="😀" * 200)
    ),
}

NOT_JSON = [
    "",
    "nonsense",
    '{"type": "start"',
    '{"type": "start"} more',
    '\ufeff{"type": "start"}',
    '{"type": "felt", "ago_s": NaN}',
    '{"type": "felt", "ago_s": Infinity}',
    '{"type": "felt", "ago_s": .5}',
    '{"type": "delete_session", "session": "a\nb"}',
    '{"type": "delete_session", "session": "\ud800"}',
]

REFUSED = [
    *NOT_JSON,
    "null",
    '"start"',
    "[]",
    '["start"]',
    "{}",
    '{"frame": 1}',
    '{"type": 5}',
    '{"type": null}',
    '{"type": ["start"]}',
    '{"type": "Start"}',
    '{"type": "shutdown"}',
    '{"type": "start", "more": 1}',
    '{"type": "stop", "name": "stop"}',
    '{"type": "felt", "ago_s": -0.001}',
    '{"type": "felt", "ago_s": 5.001}',
    '{"type": "felt", "ago_s": 1e400}',
    '{"type": "felt", "ago_s": true}',
    '{"type": "felt", "ago_s": "1"}',
    '{"type": "felt", "ago_s": null}',
    '{"type": "felt", "ago_s": 1, "frame": 1}',
    '{"type": "felt", "ago_s": ' + "9" * 5000 + "}",
    '{"type": "shown"}',
    '{"type": "shown", "frame": 1.5}',
    '{"type": "shown", "frame": 1.0}',
    '{"type": "shown", "frame": 1e2}',
    '{"type": "shown", "frame": true}',
    '{"type": "shown", "frame": "1"}',
    '{"type": "shown", "frame": ' + "9" * 5000 + "}",
    '{"type": "clips"}',
    '{"type": "clips", "wish": "everything"}',
    '{"type": "clips", "wish": ["off"]}',
    '{"type": "delete_session"}',
    '{"type": "delete_session", "session": 3}',
    '{"type": "delete_session", "session": ""}',
    '{"type": "delete_session", "session": "%s"}' % ("x" * 201),
    '{"type": "browser_camera"}',
    '{"type": "browser_camera", "on": 1}',
    '{"type": "browser_camera", "on": "true"}',
    '{"type": "browser_camera", "on": true, "name": null}',
    '{"type": "browser_camera", "on": true, "name": ""}',
    '{"type": "browser_camera", "on": true, "name": "%s"}' % ("x" * 201),
    "[" * 10_000,
    '{"type": ' + "[" * 10_000,
    '{"type": "felt", "ago_s": ' + "[" * 8_000 + "]" * 8_000 + "}",
    '{"type": "start", "more": ' + '{"a":' * 2_000 + "1" + "}" * 2_000 + "}",
    '{"type": "start"}' + " " * MAX_TEXT_BYTES,
]

PICTURE = b"TCF1" + b"\0\0\0\0\0\0\xf0\x3f" + b"\xff\xd8rest"
REFUSED_PICTURES = [
    b"",
    b"TCF1",
    PICTURE[:11],
    PICTURE[:13],
    b"TCF2" + PICTURE[4:],
    b"TCF1" + b"\xff" * 8 + b"\xff\xd8",
    b"TCF1" + bytes(8) + b"no picture",
    PICTURE + bytes(MAX_PICTURE_BYTES),
]


@pytest.mark.parametrize(("text", "command"), UNDERSTOOD.items())
def test_what_exists_is_understood(text: str, command: commands.Command) -> None:
    assert commands.parse_text(text) == command


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: ascii(text)[:60])
def test_all_else_is_refused(text: str) -> None:
    """With a reason."""
    with pytest.raises(commands.RefusedMessageError, match=r"."):
        commands.parse_text(text)


@pytest.mark.parametrize("text", NOT_JSON)
def test_what_is_no_json_is_refused_as_such(text: str) -> None:
    with pytest.raises(commands.RefusedMessageError, match=commands.NOT_JSON):
        commands.parse_text(text)


def test_a_picture_is_understood() -> None:
    assert commands.parse_binary(PICTURE) == commands.CameraFrame(0.001, b"\xff\xd8rest")


@pytest.mark.parametrize("data", REFUSED_PICTURES, ids=lambda data: ascii(data[:20]))
def test_all_else_is_no_picture(data: bytes) -> None:
    with pytest.raises(commands.RefusedMessageError, match=r"."):
        commands.parse_binary(data)


@given(st.text(max_size=60) | st.from_regex(r'\{"type": ?"[a-z_]+"(, ?"[a-z_]+": ?[0-9a-z"]+)?\}'))
def test_any_text_is_a_command_or_refused(text: str) -> None:
    """Nothing else is raised."""
    try:
        command = commands.parse_text(text)
    except commands.RefusedMessageError:
        return
    assert isinstance(command, commands.Command)


@given(st.binary(max_size=60) | st.binary(max_size=60).map(lambda rest: PICTURE[:4] + rest))
def test_any_bytes_are_a_picture_or_refused(data: bytes) -> None:
    """Nothing else is raised."""
    try:
        picture = commands.parse_binary(data)
    except commands.RefusedMessageError:
        return
    assert data.endswith(picture.jpeg)
