"""What the page may ask for."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from twitchcam.live import commands


@given(st.text(max_size=60) | st.from_regex(r'\{"type": ?"[a-z_]+"(, ?"[a-z_]+": ?[0-9a-z"]+)?\}'))
def test_any_text_is_a_command_or_refused(text: str) -> None:
    """Nothing else happens."""
    with suppress(commands.RefusedMessageError):
        assert commands.parse_text(text)


@given(st.binary(max_size=60))
def test_any_bytes_are_a_picture_or_refused(data: bytes) -> None:
    """Nothing else happens."""
    with suppress(commands.RefusedMessageError):
        assert commands.parse_binary(data).jpeg
