"""What `robustness` tells people of changes: of weights, of one place, and down to the smaller list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from prosmed_gis.domain.messages import text
from prosmed_gis.targeting.numbers import decimal

if TYPE_CHECKING:
    from prosmed_gis.pipeline.run import Run

SHOWN_CHANGES = 10
"""Exchanges shown to people; the tables and the JSON hold all."""

Section = tuple[str, list[str], list[list[object]]]
"""Title, headings (empty: a sentence alone), rows."""


def changes_sections(run: Run, answer: dict[str, Any]) -> list[Section]:
    """Return what would change the list, as titled tables; `answer` is that of `defending.defence`."""
    parts = [_first(run, change) for change in answer["first_change"]]
    if answer["weight_changes"]:
        parts.append(_changes(run, answer))
    parts.append(_replacement(run, answer))
    if answer["nesting"]:
        parts += [_nesting(run, answer["nesting"]), _release(run, answer["nesting"])]
    if answer["notes"]:
        parts.append((text("robustness.title.notes", run.language), [], []))
        parts += [(note, [], []) for note in answer["notes"]]
    return parts


def words(language: str, *keys: str) -> list[str]:
    """Return headings of columns."""
    return [text(f"robustness.column.{key}", language) for key in keys]


def _groups(run: Run, names: str) -> str:
    groups = run.config.targeting.groups
    return ", ".join(str(getattr(groups[name], f"label_{run.language}")) for name in names.split())


def _first(run: Run, change: dict[str, Any]) -> Section:
    names = run.layers.cercles["name"]
    told = text(
        "robustness.title.first",
        run.language,
        moved=decimal(change["moved_percent"], run.language, digits=2),
        source=_groups(run, change["from_groups"]),
        goal=_groups(run, change["to_groups"]),
        selected=names[change["selected"]],
        left_out=names[change["left_out"]],
    )
    return told, [], []


def _changes(run: Run, answer: dict[str, Any]) -> Section:
    language, names = run.language, run.layers.cercles["name"]
    rows: list[list[object]] = []
    for row in answer["weight_changes"][:SHOWN_CHANGES]:
        moved = row["moved_percent"]
        shown = text("robustness.never", language) if moved is None else decimal(moved, language, digits=2)
        gap = decimal(row["gap_points"], language, digits=2)
        sides = [_groups(run, row["from_groups"]), _groups(run, row["to_groups"])]
        rows.append([names[row["selected"]], names[row["left_out"]], gap, shown, *sides])
    headings = words(language, "in", "out", "gap", "moved", "from", "to")
    return text("robustness.title.changes", language), headings, rows


def _replacement(run: Run, answer: dict[str, Any]) -> Section:
    language, names = run.language, run.layers.cercles["name"]
    chosen = [row for row in answer["replacement"] if row["selected"]]
    never = text("robustness.never", language)
    rows: list[list[object]] = [
        [
            names[row["pcode"]],
            never if row["replacement_cost"] is None else decimal(row["replacement_cost"], language, digits=2),
            ", ".join(names.reindex(row["partner"].split())),
        ]
        for row in sorted(
            chosen, key=lambda row: (row["replacement_cost"] is None, row["replacement_cost"], row["pcode"])
        )
    ]
    return text("robustness.title.replacement", language), words(language, "cercle", "cost", "partner"), rows


def _nesting(run: Run, nesting: dict[str, Any]) -> Section:
    language, keys = run.language, ("large", "small", "large_price", "small_price")
    rows: list[list[object]] = [
        [
            text(f"robustness.reading.{row['reading']}", language),
            *("" if row[key] is None else decimal(row[key], language, digits=2) for key in keys),
        ]
        for row in nesting["totals"]
    ]
    return text("robustness.title.nesting", language), words(language, "reading", *keys), rows


def _release(run: Run, nesting: dict[str, Any]) -> Section:
    language, names = run.language, run.layers.cercles["name"]
    rows: list[list[object]] = [[row["step"], names[row["pcode"]], row["left"]] for row in nesting["release"]]
    return text("robustness.title.release", language), words(language, "step", "goes", "remaining"), rows
