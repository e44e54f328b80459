"""Counts and sizes in sentences for the user, and what sentences on causes must not claim."""

from __future__ import annotations

import re

# A list of shared features, and a measurement for it, must not read as a doctor's judgement: the
# texts of causes and of calibrate hold none of these, and what people typed is not repeated with
# them. Reports count, and may say "50%".
MEDICAL_CLAIMS = re.compile(
    r"\bdetect\w*"
    r"|\bdiagnos(?!is\b)\w*"
    r"|(?<!\bnot a )\bdiagnosis\b"
    r"|\brisks? of\b"
    r"|\blikely (?:to )?(?:have|has)\b"
    r"|\brul(?:e|es|ed|ing) (?:it |this |that )?out\b"
    r"|\b(?:ab)?normal(?:ly)?\b"
    r"|(?:\bnot|n['\u2019]t|\bno) need (?:to see )?(?:a |the |any )?(?:doctor|gp|physician)\b"
    r"|\d\s*(?:%|per ?cent\b)"
    r"|\bprobab\w*"
    r"|\byou (?:have|suffer from) (?:a |an )?(?:disease|disorder|syndrome|illness)\b",
    re.IGNORECASE,
)
_LONGEST_QUOTE = 40
# What ``smallest_detectable_mm`` means for smaller ones: nine of ten are found from there on.
SMALLER_ARE_MISSED = "more than one in ten may be missed"
# What is said besides where pictures are few: shorter is than the twitch that sizes are told of.
SHORT_ARE_MISSED = (
    "twitches shorter than 0.2 s may be missed even if larger: they fall between pictures"
)


def counted(number: int, noun: str, nouns: str | None = None) -> str:
    """Say a number with its noun, as in "1 picture" or "3 pictures" (or ``nouns``)."""
    return f"{number} {noun}" if number == 1 else f"{number} {nouns or f'{noun}s'}"


def missed_below(size_mm: float) -> str:
    """Say what a smallest detectable twitch means for smaller ones."""
    return f"of single twitches below about {size_mm:.1f} mm, {SMALLER_ARE_MISSED}"


def quoted(text: str) -> str:
    """Repeat what somebody typed: printable, short, and without a medical claim."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if MEDICAL_CLAIMS.search(plain):
        return "(left out)"
    return plain if len(plain) <= _LONGEST_QUOTE else f"{plain[:_LONGEST_QUOTE]}..."
