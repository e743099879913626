"""Numbers, shares and dates as a French or an English reader expects them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from prosmed_gis.domain.vocabulary import Language

NARROW = "\u202f"
"""Narrow no-break space: French separator of thousands."""

MISSING = "–"


def number(value: float | None, language: Language | str, decimals: int = 0) -> str:
    """Return `1 234,5` (French) or `1,234.5`; a missing value gives a dash, never a zero.

    >>> number(1234.5, "en", 1)
    '1,234.5'
    """
    if value is None or math.isnan(value):
        return MISSING
    shown = f"{value:,.{decimals}f}"
    if float(shown.replace(",", "")) == 0:
        shown = shown.removeprefix("-")
    if language == "fr":
        return shown.replace(",", NARROW).replace(".", ",")
    return shown


def short(value: float | None, language: Language | str, decimals: int) -> str:
    """Return a number without the zeros that close its decimals: `2,5`, `20`."""
    shown = number(value, language, decimals)
    mark = "," if language == "fr" else "."
    return shown.rstrip("0").rstrip(mark) if decimals and mark in shown else shown


def percent(share: float | None, language: Language | str, decimals: int = 0) -> str:
    """Return a share (0-1) in percent, with a space before the sign in French."""
    shown = number(None if share is None else share * 100, language, decimals)
    if shown == MISSING:
        return shown
    return f"{shown}\u00a0%" if language == "fr" else f"{shown}%"


def day(moment: date, language: Language | str) -> str:
    """Return `23/11/2026` in French, `2026-11-23` in English."""
    return moment.strftime("%d/%m/%Y" if language == "fr" else "%Y-%m-%d")
