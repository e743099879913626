"""A problem found in an input: where, what, how grave, and what to do about it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import pandas as pd

from prosmed_gis.domain.notes import Listed, Note

if TYPE_CHECKING:
    from collections.abc import Iterable

COLUMNS = ("file", "layer", "row", "column", "value", "rule", "severity", "remedy")
"""Columns of `problems.csv`, in order: a contract with other tools."""


class Severity(StrEnum):
    """How grave: a `fatal` stops the run, an `error` sets its row aside, a `warning` keeps it."""

    FATAL = "fatal"
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault, traceable to one place of one file.

    `row` is the line of a table as a text editor counts it (heading = 1, first record = 2), or the
    feature number from 1 in a spatial file; empty for the whole layer. `rule` is a stable code
    (`pcode.unknown`), `remedy` says what is wrong and what to do: a note, or its sentence once said
    in the user's language.
    """

    file: str
    layer: str
    row: int | None
    column: str
    value: str
    rule: str
    severity: Severity
    remedy: str | Note | Listed


def to_frame(problems: Iterable[Problem]) -> pd.DataFrame:
    """Return problems as a table with `COLUMNS`, sorted by file, layer, row, column and rule."""
    rows = [{**asdict(problem), "severity": problem.severity.value} for problem in problems]
    frame = pd.DataFrame(rows, columns=list(COLUMNS)).astype({"row": "Int64"})
    return frame.sort_values(["file", "layer", "row", "column", "rule", "value"], ignore_index=True, kind="stable")
