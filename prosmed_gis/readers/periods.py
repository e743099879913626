"""Dates known only by year or month, as first or last day of the time they name."""

from __future__ import annotations

import re

import pandas as pd

YEAR = re.compile(r"(\d{4})(?:\.0)?")
MONTH = re.compile(r"(\d{4})-(\d{1,2})")


def first_day(values: pd.Series) -> pd.Series:
    """Return `2018` as `2018-01-01` and `2017-02` as `2017-02-01`; other text unchanged."""
    return values.map(lambda value: _day(str(value), last=False), na_action="ignore")


def last_day(values: pd.Series) -> pd.Series:
    """Return `2018` as `2018-12-31` and `2017-02` as `2017-02-28`; other text unchanged.

    What is dated by a year is surely known only at its end.
    """
    return values.map(lambda value: _day(str(value), last=True), na_action="ignore")


def _day(value: str, *, last: bool) -> str:
    if found := YEAR.fullmatch(value):
        return f"{found[1]}-12-31" if last else f"{found[1]}-01-01"
    if (found := MONTH.fullmatch(value)) and 1 <= int(found[2]) <= 12:  # noqa: PLR2004 - months
        days = pd.Period(f"{found[1]}-{int(found[2]):02d}", freq="M").days_in_month if last else 1
        return f"{found[1]}-{int(found[2]):02d}-{days:02d}"
    return value
