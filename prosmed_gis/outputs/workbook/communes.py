"""Sheet `Communes`: where to start inside the selected cercles, and what that order rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from prosmed_gis.outputs.communes import group_labels
from prosmed_gis.outputs.tables import records
from prosmed_gis.outputs.workbook.book import CHOSEN, DATA_BAR, HEAD_ROW, WARNING, Book, Column, lines_needed

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from prosmed_gis.domain.products import CommuneOrder

SCORE = 3
"""Column of the score."""
SENTENCE = 90
"""Width of the column of sentences, in characters."""


def write_communes(book: Book) -> None:
    """Write the sheet, the communes to start with shaded; none where communes are not scored or may not be seen."""
    order = book.products.communes
    if order is None:
        return
    columns = [
        Column("cercle", book.say("column.cercle"), 17),
        Column("rank_in_cercle", book.say("column.rank_in_cercle"), 8, "centred"),
        Column("commune", book.say("column.commune"), 24, "wrap"),
        Column("score", book.say("column.score"), 11, "score"),
        Column("data_coverage", book.say("column.data_coverage"), 12, "percent"),
        *(
            Column(f"points_{group}", book.say("points_of", group=label), 14.5, "score")
            for group, label in group_labels(order, book.language).items()
        ),
        Column(f"reason_{book.language}", book.say("column.reason"), SENTENCE, "wrap"),
        Column("lead", book.say("column.lead"), 10, "worth"),
        Column("rank", book.say("column.rank_overall"), 9, "centred"),
        Column("pcode", book.say("column.pcode"), 11),
    ]
    page = book.sheet("communes", columns, frozen_columns=3)
    page.write_string(2, 0, order.notes[0] if order.notes else "", book.form(bold=True))
    book.headings(page, HEAD_ROW, columns)
    if order.table.empty:
        book.nothing(page, HEAD_ROW + 1)
        return
    rows = records(order.table)
    fills = {number: _fill(row) for number, row in enumerate(rows) if _fill(row)}
    end = book.records(page, HEAD_ROW + 1, columns, rows, fills=fills)
    page.autofilter(HEAD_ROW, 0, end - 1, len(columns) - 1)
    page.conditional_format(HEAD_ROW + 1, SCORE, end, SCORE, {**DATA_BAR, "max_type": "num", "max_value": 100})
    _basis(book, page, order, columns, end + 1)


def _fill(row: dict[str, Any]) -> str:
    """Return the colour of a commune to start with, or of one without a rank."""
    rank = row["rank_in_cercle"]
    if pd.isna(rank):
        return WARNING
    return CHOSEN if rank == 1 else ""


def _basis(book: Book, page: Worksheet, order: CommuneOrder, columns: list[Column], row: int) -> None:
    """Write what each indicator is and how many communes it is known for, in the widths of the table above."""
    headings = ["group", "", "indicator", "weight_set", "weight_used", "communes_known"]
    last = next(place for place, column in enumerate(columns) if column.key.startswith("reason"))
    named = [*headings, *[""] * (last - len(headings)), "about_indicator"]
    forms = {
        "group": "wrap",
        "indicator": "wrap",
        "weight_set": "percent",
        "weight_used": "share",
        "about_indicator": "wrap",
    }
    below = [
        Column(name, book.say(f"column.{name}") if name else "", column.width, forms.get(name, "text"))
        for name, column in zip(named, columns, strict=False)
    ]
    row = book.block(page, row, book.say("communes_basis"), len(below))
    book.headings(page, row, below)
    row = book.records(page, row + 1, below, [_indicator(book, entry) for entry in records(order.definitions)])
    row = book.block(page, row + 1, book.say("notes"), len(below))
    for note in order.notes:
        page.merge_range(row, 0, row, last, note, book.form("wrap"))
        page.set_row(row, 13.5 * lines_needed(note, sum(column.width for column in below)))
        row += 1


def _indicator(book: Book, entry: dict[str, Any]) -> dict[str, Any]:
    language = book.language
    about = [entry[f"unit_{language}"], entry["value_form"], entry["source"], entry["note"]]
    return {
        "group": entry[f"group_label_{language}"],
        "indicator": entry[f"label_{language}"],
        "weight_set": entry["weight"],
        "weight_used": entry["weight_used"],
        "communes_known": f"{entry['communes_known']}/{entry['communes']}",
        "about_indicator": ". ".join(str(part) for part in about if part),
    }
