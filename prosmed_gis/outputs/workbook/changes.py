"""Blocks on what would change the list: the smallest change of weights, the nearest exchanges, and the notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from prosmed_gis.domain.messages import text
from prosmed_gis.outputs.tables import records
from prosmed_gis.outputs.workbook.book import LINE_HEIGHT, RULED, Book, Column, group_labels, lines_needed
from prosmed_gis.targeting.numbers import decimal

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

WIDTHS = (46, 13, 13, 13, 13, 13, 13, 13)
"""Widths of the sheet's columns, in characters."""
WIDE = len(WIDTHS)
"""Columns over which the title of a block runs."""
MOST_CHANGES = 10
"""Exchanges shown, the nearest first."""
SIDES = ((4, "from_groups", "column.from"), (6, "to_groups", "column.to"))
"""First of two columns, key and heading of the groups that give weight and of those that take it."""


def write_changes(book: Book, page: Worksheet, row: int) -> int:
    """Write the smallest change of weights that changes the list and the nearest exchanges; return the row below."""
    found = book.products.robustness
    row = book.block(page, row, book.say("changes"), WIDE)
    if found.weight_changes.empty:
        page.write_string(row, 0, book.say("changes.none"), book.form(italic=True))
        return row + 2
    page.merge_range(row, 0, row, WIDE - 1, _first(book), book.form("wrap", bold=True))
    page.set_row(row, LINE_HEIGHT * lines_needed(_first(book), sum(WIDTHS)))
    page.write_string(row + 1, 0, book.say("changes.how"), book.form(italic=True))
    return _exchanges(book, page, row + 2) + 1


def _first(book: Book) -> str:
    first, names = book.products.robustness.first_change, book.products.layers.cercles["name"]
    if first.empty:
        return book.say("changes.first_none")
    change = first.iloc[0]
    told = text(
        "robustness.title.first", book.language,
        moved=decimal(change["moved_percent"], book.language, digits=2),
        source=_labels(book, change["from_groups"]), goal=_labels(book, change["to_groups"]),
        selected=names[change["selected"]], left_out=names[change["left_out"]],
    )  # fmt: skip
    return f"{told}."


def _labels(book: Book, groups: str) -> str:
    labels = group_labels(book)
    return ", ".join(labels.get(group, group) for group in groups.split())


def _exchanges(book: Book, page: Worksheet, row: int) -> int:
    columns = [
        Column("in", book.say("column.replaced"), WIDTHS[0]),
        Column("out", book.say("column.by"), WIDTHS[1]),
        Column("gap_points", book.say("column.gap"), WIDTHS[2], "hundredth"),
        Column("moved_percent", book.say("column.moved"), WIDTHS[3], "hundredth"),
    ]
    book.headings(page, row, columns)
    for place, _, heading in SIDES:
        page.merge_range(row, place, row, place + 1, book.say(heading), book.heading_form())
    names = book.products.layers.cercles["name"]
    for record in records(book.products.robustness.weight_changes.head(MOST_CHANGES)):
        row += 1
        _exchange(
            book, page, row, columns, record | {"in": names[record["selected"]], "out": names[record["left_out"]]}
        )
    return row + 1


def _exchange(book: Book, page: Worksheet, row: int, columns: list[Column], record: dict[str, Any]) -> None:
    if pd.isna(record["moved_percent"]):
        record = record | {"moved_percent": text("robustness.never", book.language)}
    book.records(page, row, columns, [record])
    told = {place: _labels(book, record[side]) for place, side, _ in SIDES}
    for place, words in told.items():
        page.merge_range(row, place, row, place + 1, words, book.form("wrap", align="left", indent=1, **RULED))
    lines = max(lines_needed(words, WIDTHS[place] + WIDTHS[place + 1] - 2) for place, words in told.items())
    page.set_row(row, LINE_HEIGHT * lines)


def write_notes(book: Book, page: Worksheet, row: int) -> None:
    """Write what could not be computed and why, and what nesting costs; nothing without notes."""
    notes = book.products.robustness.notes
    if not notes:
        return
    row = book.block(page, row, book.say("changes_notes"), WIDE)
    for number, note in enumerate(notes, start=row):
        page.merge_range(number, 0, number, WIDE - 1, f"• {note}", book.form("wrap"))
        page.set_row(number, LINE_HEIGHT * lines_needed(note, sum(WIDTHS)))
