"""Counts in sentences for the user."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """Say a number with its noun, as in "1 picture" or "3 pictures"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
