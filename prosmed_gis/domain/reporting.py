"""How a problem gets its words: file and layer are known, the rule picks the sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from prosmed_gis.domain.notes import Listed, Note, Number, Value, note
from prosmed_gis.domain.problems import Problem, Severity

LONGEST_VALUE = 120
"""A longer value is cut in reports: a whole polygon or paragraph helps nobody."""


@dataclass(frozen=True, slots=True)
class Reporter:
    """Makes the problems of one file of one layer."""

    file: str
    layer: str
    lines: tuple[int, ...] = ()
    """Line of each record, for a check that tells records apart by position: sentences then name the line."""

    def problem(
        self,
        rule: str,
        severity: Severity,
        *,
        row: int | None = None,
        column: str = "",
        value: object = "",
        **values: object,
    ) -> Problem:
        """Return a problem whose remedy is the text of `problem.<rule>`, filled with `values` and its own parts."""
        shown = str(value)
        if len(shown) > LONGEST_VALUE:
            shown = shown[: LONGEST_VALUE - 1] + "…"
        line = self.lines[row] if self.lines and row is not None else row
        parts = {"file": self.file, "layer": self.layer, "row": line, "column": column, "value": shown, **values}
        remedy = note(f"problem.{rule}", **{name: _told(part) for name, part in parts.items()})
        return Problem(self.file, self.layer, row, column, shown, rule, severity, remedy)

    def fatal(self, rule: str, *, column: str = "", value: object = "", **values: object) -> Problem:
        """Return a problem that stops the run."""
        return self.problem(rule, Severity.FATAL, row=None, column=column, value=value, **values)

    def error(self, rule: str, row: int | None, column: str, value: object, **values: object) -> Problem:
        """Return a problem that sets its row aside."""
        return self.problem(rule, Severity.ERROR, row=row, column=column, value=value, **values)

    def warning(
        self, rule: str, *, row: int | None = None, column: str = "", value: object = "", **values: object
    ) -> Problem:
        """Return a problem that keeps its row."""
        return self.problem(rule, Severity.WARNING, row=row, column=column, value=value, **values)

    def info(
        self, rule: str, *, row: int | None = None, column: str = "", value: object = "", **values: object
    ) -> Problem:
        """Return a remark on how the file was read."""
        return self.problem(rule, Severity.INFO, row=row, column=column, value=value, **values)


def _told(part: object) -> Value:
    return part if isinstance(part, str | int | float | date | Number | Listed | Note) else str(part)
