"""Days as people type them; no library is loaded, so that the command line can read them at once."""

from __future__ import annotations

import re
from datetime import date

ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})")
FRENCH = re.compile(r"(?P<day>\d{1,2})(?P<sign>[-/.])(?P<month>\d{1,2})(?P=sign)(?P<year>\d{4})")


def day_of(written: str) -> date:
    """Return the day that a person typed.

    ISO (2020-12-31), or as French is written, the day first: 31/12/2020, 31.12.2020, 31-12-2020. A year has four
    digits, and the month never comes first: 12/31/2020 is no day.

    Raises
    ------
    ValueError
        It is none of these, or the calendar has no such day.
    """
    word = written.strip()
    found = ISO.fullmatch(word) or FRENCH.fullmatch(word)
    if found is None:
        msg = f"'{written}' is no day"
        raise ValueError(msg)
    return date(int(found["year"]), int(found["month"]), int(found["day"]))
