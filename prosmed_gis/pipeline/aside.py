"""What was set aside at reading, told on every answer: a list made without rows must say so itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from prosmed_gis.domain.messages import text
from prosmed_gis.domain.problems import Severity

if TYPE_CHECKING:
    from prosmed_gis.domain.vocabulary import Language
    from prosmed_gis.readers.study import Read


def set_aside(read: Read) -> list[dict[str, Any]]:
    """Return each configured entry of which rows were set aside: `layer`, `rows`, `of`, `share`.

    `rows` counts every row once however many problems it has, `of` is the number of records of the file, `share` is
    0-1. Entries are sorted by name; a layer that lost nothing is not there.
    """
    of = read.rows.groupby("layer")["rows_in"].first()
    found: dict[str, set[object]] = {}
    for number, problem in enumerate(read.problems):
        if problem.severity is Severity.ERROR:
            # A record that has no line of its own (an identifier that another file took) counts by itself.
            row = problem.row if problem.row is not None else ("record", number)
            found.setdefault(problem.layer, set()).add(row)
    answer = []
    for layer, rows in sorted(found.items()):
        total = int(of.get(layer, 0))
        share = round(len(rows) / total, 4) if total else None
        answer.append({"layer": layer, "rows": len(rows), "of": total, "share": share})
    return answer


def aside_lines(read: Read, language: Language) -> tuple[str, ...]:
    """Return one sentence for each entry of `set_aside`."""
    lines = []
    for entry in set_aside(read):
        share = entry["share"]
        lines.append(
            text(
                "answers.aside", language, layer=entry["layer"], rows=_whole(entry["rows"], language),
                of=_whole(entry["of"], language), share="?" if share is None else _percent(share, language),
            )
        )  # fmt: skip
    return tuple(lines)


def _whole(number: int, language: Language) -> str:
    return f"{number:,}".replace(",", "\u202f") if language == "fr" else f"{number:,}"


def _percent(share: float, language: Language) -> str:
    # The smallest share is still one row: it must not read as none.
    shown = f"{100 * share:.1f}" if share >= 0.001 else "< 0.1"  # noqa: PLR2004 - the last digit shown
    return f"{shown.replace('.', ',')}\u00a0%" if language == "fr" else f"{shown}%"
