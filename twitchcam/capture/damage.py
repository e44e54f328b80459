"""What a damaged recording lost."""

from __future__ import annotations

from twitchcam.wording import counted

# A file that ends this much before the length it claims was cut off.
CUT_OFF_S = 1.0

_KEPT = "what came before was analysed"


class Damage:
    """Counts what could not be decoded and where it began. All times are in seconds.

    Attributes
    ----------
    ending
        How the recording ended, one sentence, if that was before its end; else empty.
    """

    def __init__(self) -> None:
        self._last_s = 0.0
        self._first_s: float | None = None
        self._skipped = 0
        self._patched = 0
        self._broken = False
        self.ending = ""

    def skip(self) -> None:
        """Note a piece of the file that gave an error and no picture."""
        self._skipped += 1
        self._broken = True
        self._begin()

    def stop(self) -> None:
        """Note that the file cannot be read any further."""
        self._broken = True
        self._begin()

    def go_on(self) -> None:
        """Note that a picture could be decoded."""
        self._broken = False

    def pass_picture(self, time_s: float, *, is_patched: bool) -> None:
        """Note a delivered picture, and whether the decoder had to make up parts of it."""
        self._last_s = time_s
        if is_patched:
            self._patched += 1
            self._begin()

    def end(self, end_s: float, claimed_s: float | None) -> None:
        """Note where the pictures ended and what length the container claims."""
        is_short = claimed_s is not None and claimed_s - end_s > CUT_OFF_S
        if self._broken:
            of_all = f" of {claimed_s:.1f} s" if is_short else ""
            self.ending = f"the file is damaged after {end_s:.1f} s{of_all}; {_KEPT}"
        elif is_short:
            self.ending = (
                f"the pictures end at {end_s:.1f} s but the file announces {claimed_s:.1f} s, so "
                f"it may be cut off; {_KEPT}"
            )

    def notes(self) -> tuple[str, ...]:
        """Say what was lost, one sentence each."""
        near = f"first near {self._first_s or 0:.1f} s"
        told = (
            (self._skipped, f"skipped {counted(self._skipped, 'damaged piece')} of data, {near}"),
            (self._patched, f"{counted(self._patched, 'picture')} partly damaged, {near}"),
            (self.ending, self.ending),
        )
        return tuple(text for happened, text in told if happened)

    def _begin(self) -> None:
        self._first_s = self._last_s if self._first_s is None else self._first_s
