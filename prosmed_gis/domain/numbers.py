"""Text to numbers by what a whole column and its file prove, never by one cell alone.

`3,970` is a coordinate in a column of degrees and perhaps nearly four thousand in a column of people. What decides is
what the column can hold, how its other cells are written, and the decimal sign that the file uses elsewhere; where
nothing decides, the column is in doubt and none of its doubtful cells is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

SPACES = " \u00a0\u2009\u202f"
"""Spaces that group thousands: plain, no-break, thin, narrow no-break."""
SPACED = re.compile(rf"[+-]?\d{{1,3}}(?:[{SPACES}]\d{{3}})+(?:[.,]\d+)?")
NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
COMMA = re.compile(r"[+-]?(?:\d+,\d*|,\d+)(?:[eE][+-]?\d+)?")
THREE = re.compile(r"[+-]?[1-9]\d{0,2}([.,])\d{3}")
"""One to three digits, a sign, three digits: thousands or decimals, as the column decides. No thousand starts by 0."""
GROUPS = re.compile(r"[+-]?\d{1,3}(?:(?:\.\d{3}){2,}(?:,\d+)?|(?:,\d{3}){2,}(?:\.\d+)?|\.\d{3},\d+|,\d{3}\.\d+)")
"""Thousands surely set apart by dots or commas: two groups, or one group and another sign after it."""
DECIMAL = re.compile(
    rf"[+-]?(?:0\d*([.,])\d+|\d*([.,])(?:\d{{1,2}}|\d{{4,}})|\d{{4,}}([.,])\d+|\d{{1,3}}(?:[{SPACES}]\d{{3}})+([.,])\d+)"
)
"""A number whose dot or comma can only be the decimal sign."""
SEXAGESIMAL = re.compile(
    r"([+-])?\s*(\d{1,3})\s*[°º]\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*['’′]\s*)?"
    r"(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:\"|″|”|'')\s*)?([NSEWOnsewo])?"
)
"""Degrees, minutes and seconds with their marks."""
PERCENT = re.compile(rf"[{SPACES}]*%$")
EXPONENT = re.compile(r"[+-]?[\d.,]+[eE][+-]?\d+")
THOUSAND = 1000.0
LARGEST_WHOLE = 2.0**53
"""Up to here a float holds every whole number exactly."""


@dataclass(frozen=True, slots=True)
class Writing:
    """What is known of a column's numbers before they are read."""

    largest: float | None = None
    """Greatest absolute value that the column allows; None where there is no limit."""
    decimals: int | None = None
    """Most decimals that a true value has: 0 for people, 2 for money; None where any number of them may be."""
    percent: bool = False
    """Whether `45 %` is 45 here."""
    decimal: str | None = None
    """Decimal sign that the rest of the file proves; None where it proves none."""


ANY = Writing()
LON, LAT = Writing(largest=180.0), Writing(largest=90.0)
WHOLE = Writing(decimals=0)
MONEY = Writing(decimals=2)


def read_numbers(texts: pd.Series, writing: Writing = ANY) -> tuple[pd.Series, pd.Series]:
    """Return floats of a column of text, and where a text is in doubt.

    `texts` has no outer space and no blanks (missing cells stay missing). A text that is no number at all is NaN and
    not in doubt.
    """
    distinct = [str(text) for text in texts.dropna().unique()]
    plain = {text: _plain(text, writing) for text in distinct}
    decimal = _decides(plain.values(), writing) if any(THREE.fullmatch(text) for text in plain.values()) else None
    found = {text: _value(plain[text], writing, decimal) for text in distinct}
    numbers = texts.map({text: value for text, (value, _) in found.items()}).astype(float)
    return numbers, texts.isin([text for text, (_, doubtful) in found.items() if doubtful])


def from_sexagesimal(texts: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return a column of degrees with `3°58'10.9"W` turned into decimal degrees as text, and where that was done.

    The letter decides the sign (W, O and S are negative); O is the French west. What has 60 minutes or seconds and
    more, or both a sign and a letter, stays as it is.
    """
    made = {str(text): _sexagesimal(str(text)) for text in texts.dropna().unique()}
    turned = texts.isin([text for text, value in made.items() if value is not None])
    return texts.where(~turned, texts.map(made)), turned


def _sexagesimal(text: str) -> str | None:
    found = SEXAGESIMAL.fullmatch(text.strip())
    if found is None:
        return None
    sign, degrees, minutes, seconds, letter = found.groups()
    parts = [float((part or "0").replace(",", ".")) for part in (degrees, minutes, seconds)]
    if max(parts[1:]) >= 60 or (sign and letter):  # noqa: PLR2004 - minutes of a degree
        return None
    value = parts[0] + parts[1] / 60 + parts[2] / 3600
    return f"{-value if sign == '-' or (letter or '').upper() in tuple('WOS') else value:.9f}"


def decimal_sign(columns: Iterable[Iterable[str]], separator: str) -> str | None:
    """Return the decimal sign of a file: the one that its cells prove, else the comma where cells part at `;`.

    `columns` are the cells of each column; None where both signs are proved or none is. French Excel writes `;` because
    the comma is its decimal sign.
    """
    proved: set[str] = set()
    for cells in columns:
        proved |= {sign for cell in cells if (sign := _sign(cell.strip()))}
    if len(proved) > 1:
        return None
    return next(iter(proved), "," if separator == ";" else None)


def is_exponent(texts: pd.Series) -> pd.Series:
    """Return where a number is written with a power of ten, as spreadsheets do when they drop digits."""
    return texts.str.fullmatch(EXPONENT.pattern, na=False).astype(bool)


def for_whole(writing: Writing) -> Writing:
    """Return the same for a column that holds whole numbers only."""
    return replace(writing, decimals=0)


def _plain(text: str, writing: Writing) -> str:
    text = text.replace("\u2212", "-")
    return PERCENT.sub("", text) if writing.percent else text


def _sign(text: str) -> str | None:
    found = DECIMAL.fullmatch(text)
    return next((group for group in found.groups() if group), None) if found else None


def _decides(texts: Iterable[str], writing: Writing) -> str | None:
    """Return the decimal sign of the column; None where nothing, or more than one thing, decides."""
    signs: set[str] = set()
    for text in texts:
        if sign := _sign(text):
            signs.add(sign)
        elif GROUPS.fullmatch(text):
            # The sign that groups is not the one that parts: `1.234.567` leaves the comma.
            signs.add("," if re.search(r"[.,]", text)[0] == "." else ".")  # type: ignore[index]
    if signs:
        return signs.pop() if len(signs) == 1 else None
    return writing.decimal or "."


def _value(text: str, writing: Writing, decimal: str | None) -> tuple[float, bool]:
    """Return the number (NaN where there is none) and whether the text is in doubt."""
    small = writing.largest is not None and writing.largest < THOUSAND
    if found := THREE.fullmatch(text):
        if not small:
            too_fine = writing.decimals is not None and writing.decimals < 3  # noqa: PLR2004 - digits of a group
            if too_fine or found[1] != decimal:
                return np.nan, True
        return _finite(text.replace(",", ".")), False
    if GROUPS.fullmatch(text):
        return np.nan, not small
    if SPACED.fullmatch(text):
        return _finite(re.sub(rf"[{SPACES}]", "", text).replace(",", ".")), False
    if COMMA.fullmatch(text):
        text = text.replace(",", ".")
    return (_finite(text) if NUMBER.fullmatch(text) else np.nan), False


def _finite(text: str) -> float:
    number = float(text)
    return number if np.isfinite(number) else np.nan
