"""Text to numbers, dates and truths, column by column; what cannot be read is told, never guessed.

Each function takes a column of text (missing = NaN or empty) and returns the values on the same index
and a mask of the cells that hold something unreadable.
"""

from __future__ import annotations

import re
import unicodedata

import numpy as np
import pandas as pd

SPACES = " \u00a0\u2009\u202f"
"""Spaces that group thousands: plain, no-break, thin, narrow no-break."""
GROUPED = re.compile(rf"[+-]?\d{{1,3}}(?:[{SPACES}]\d{{3}})+(?:[.,]\d+)?")
NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
COMMA = re.compile(r"[+-]?\d+,(?:\d{1,2}|\d{4,})")
"""A decimal comma; three digits after it are refused, for they may be thousands."""
TRUTHS = {"yes": True, "oui": True, "true": True, "vrai": True, "1": True, "y": True, "o": True} | {
    "no": False, "non": False, "false": False, "faux": False, "0": False, "n": False,
}  # fmt: skip
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "janvier", "jan", "janv"), ("february", "fevrier", "feb", "fevr"), ("march", "mars", "mar"),
            ("april", "avril", "apr", "avr"), ("may", "mai"), ("june", "juin", "jun"),
            ("july", "juillet", "jul", "juil"),
            ("august", "aout", "aug"), ("september", "septembre", "sep", "sept"), ("october", "octobre", "oct"),
            ("november", "novembre", "nov"), ("december", "decembre", "dec"),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip
ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?Z?)?")
WORDED = re.compile(r"(\d{1,2})[ -]([^\W\d]+)\.?[ -](\d{4})")
SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")


def is_blank(values: pd.Series) -> pd.Series:
    """Return where a cell holds nothing: missing, blank, or the text `<Null>` that GIS exports write."""
    text = values.astype("str").str.strip()
    return values.isna() | (text == "") | (text.str.casefold() == "<null>")


def to_text(values: pd.Series) -> pd.Series:
    """Return NFC text without outer space; blanks become missing."""
    blank = is_blank(values)
    kept = values[~blank].astype("str").str.strip()
    kept = kept.map(lambda word: unicodedata.normalize("NFC", word)) if len(kept) else kept
    return kept.reindex(values.index).astype("str")


def to_number(values: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return floats, and where a text is no number.

    Decimal point or comma, thousands in groups of three set apart by spaces. `1,234` is refused: it may be
    twelve hundred or one and a bit.
    """
    if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        numbers = values.astype(float)
        return numbers, pd.Series(np.isinf(numbers.to_numpy()), index=values.index)
    blank = is_blank(values)
    texts = values.astype("str").str.strip()
    distinct = {text: _number(text) for text in texts[~blank].unique()}
    numbers = texts.where(~blank).map(distinct).astype(float)
    return numbers, ~blank & numbers.isna()


def _number(text: str) -> float:
    if GROUPED.fullmatch(text):
        text = re.sub(rf"[{SPACES}]", "", text).replace(",", ".")
    if COMMA.fullmatch(text):
        text = text.replace(",", ".")
    return float(text) if NUMBER.fullmatch(text) and np.isfinite(float(text)) else np.nan


def to_whole(values: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return whole numbers (`Int64`), and where a text is none; `12.0` is whole, `12.5` is not."""
    numbers, bad = to_number(values)
    broken = numbers.notna() & (numbers != numbers.round())
    return numbers.where(~broken).astype("Int64"), bad | broken


def to_truth(values: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return truths (`boolean`), and where a text is none of yes/no, oui/non, true/false, vrai/faux, 1/0."""
    if pd.api.types.is_bool_dtype(values):
        return values.astype("boolean"), pd.Series(False, index=values.index)
    blank = is_blank(values)
    words = values.astype("str").str.strip().str.casefold().str.removesuffix(".0")
    truths = words.map(TRUTHS).where(~blank).astype("boolean")
    return truths, ~blank & truths.isna()


def to_date(values: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return dates at midnight, and where a text is none.

    Read are `2020-07-31` (with or without a time), `31 July 2020`, `31 juillet 2020` and `31/07/2020`. The
    last form is day first; where one cell of the column can only be month first, no cell of that form is
    read, for the column's order is then unknown.
    """
    if pd.api.types.is_datetime64_any_dtype(values):
        days = values.dt.tz_localize(None).dt.normalize().astype("datetime64[us]")
        return days, pd.Series(False, index=values.index)
    blank = is_blank(values)
    texts = values.astype("str").str.strip()
    distinct = list(texts[~blank].unique())
    slashed = [found for text in distinct if (found := SLASHED.fullmatch(text))]
    day_first = not any(int(found[2]) > 12 for found in slashed)  # noqa: PLR2004 - months in a year
    parsed = {text: _date(text, day_first=day_first) for text in distinct}
    days = pd.to_datetime(texts.where(~blank).map(parsed)).astype("datetime64[us]")
    return days, ~blank & days.isna()


def slashed_order_unsure(values: pd.Series) -> bool:
    """Tell whether a column of `31/07/2020` dates has no cell that proves which part is the day."""
    texts = values[~is_blank(values)].astype("str").str.strip()
    slashed = [found for text in texts.unique() if (found := SLASHED.fullmatch(text))]
    return bool(slashed) and all(int(found[1]) <= 12 and int(found[2]) <= 12 for found in slashed)  # noqa: PLR2004


def _date(text: str, *, day_first: bool) -> pd.Timestamp | None:
    if found := ISO.fullmatch(text):
        parts = int(found[1]), int(found[2]), int(found[3])
    elif found := WORDED.fullmatch(text):
        plain = unicodedata.normalize("NFD", found[2].casefold())
        month = MONTHS.get("".join(char for char in plain if not unicodedata.combining(char)), 0)
        parts = int(found[3]), month, int(found[1])
    elif (found := SLASHED.fullmatch(text)) and day_first:
        parts = int(found[3]), int(found[2]), int(found[1])
    else:
        return None
    try:
        return pd.Timestamp(*parts)
    except ValueError:
        return None
