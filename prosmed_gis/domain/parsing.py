"""Text to numbers, dates and truths, column by column; what cannot be read is told, never guessed.

Each function takes a column of text (missing = NaN or empty) and returns the values on the same index
and a mask of the cells that hold something unreadable.
"""

from __future__ import annotations

import re
import unicodedata

import numpy as np
import pandas as pd

from prosmed_gis.domain import numbers

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


def to_number(values: pd.Series, writing: numbers.Writing = numbers.ANY) -> tuple[pd.Series, pd.Series]:
    """Return floats, and where a text is no number or is in doubt (see `in_doubt`).

    Decimal point or comma, thousands in groups of three set apart by spaces. `1,234` is read where `writing` or the
    other cells of the column say that it is one and a bit, else refused: it may be twelve hundred.
    """
    if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        found = values.astype(float)
        return found, pd.Series(np.isinf(found.to_numpy()), index=values.index)
    texts = _texts(values)
    found, _ = numbers.read_numbers(texts, writing)
    return found, texts.notna() & found.isna()


def in_doubt(values: pd.Series, writing: numbers.Writing = numbers.ANY) -> pd.Series:
    """Return where a text may be thousands or decimals and nothing in the column or its file decides."""
    if pd.api.types.is_numeric_dtype(values):
        return pd.Series(False, index=values.index)
    return numbers.read_numbers(_texts(values), writing)[1]


def _texts(values: pd.Series) -> pd.Series:
    return values.astype("str").str.strip().where(~is_blank(values))


def to_whole(values: pd.Series, writing: numbers.Writing = numbers.WHOLE) -> tuple[pd.Series, pd.Series]:
    """Return whole numbers (`Int64`), and where a text is none; `12.0` is whole, `12.5` is not.

    Refused too are numbers beyond what a float holds exactly, and a number written as `1.2E+06`: digits were dropped.
    """
    found, bad = to_number(values, numbers.for_whole(writing))
    broken = found.notna() & ((found != found.round()) | (found.abs() > numbers.LARGEST_WHOLE))
    if not pd.api.types.is_numeric_dtype(values):
        broken |= numbers.is_exponent(_texts(values)) & found.notna()
    return found.where(~broken).astype("Int64"), bad | broken


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
