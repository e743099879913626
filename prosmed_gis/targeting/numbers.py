"""Numbers as a minister reads them, in French and in English."""

from __future__ import annotations

THIN = "\u202f"
"""Narrow no-break space: between thousands, and before %, ; and : in French."""


def decimal(value: float, language: str, *, digits: int = 1) -> str:
    """Return a number with at most `digits` decimals, trailing zeros cut: `1 234,5` or `1,234.5`."""
    shown = f"{value:,.{digits}f}"
    shown = shown.rstrip("0").rstrip(".") if "." in shown else shown
    shown = "0" if shown == "-0" else shown
    if language != "fr":
        return shown
    return shown.replace(",", THIN).replace(".", ",")


def percent(share: float, language: str) -> str:
    """Return a share (0-1) as whole percent: `45 %` or `45%`; next to 0 or 1 it says so rather than round."""
    if 0 < share < 0.005:  # noqa: PLR2004 - half a percent
        return f"moins de 1{THIN}%" if language == "fr" else "under 1%"
    if 0.995 <= share < 1:  # noqa: PLR2004
        return f"plus de 99{THIN}%" if language == "fr" else "over 99%"
    return f"{share * 100:.0f}{THIN}%" if language == "fr" else f"{share * 100:.0f}%"
