"""Sheets on the choice of cercles: the list, and what each indicator measures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from prosmed_gis.domain.vocabulary import Track
from prosmed_gis.outputs.tables import records
from prosmed_gis.outputs.workbook.book import CHOSEN, DATA_BAR, HEAD_ROW, Book, Column, group_labels
from prosmed_gis.outputs.workbook.values import told_form

if TYPE_CHECKING:
    import pandas as pd

SCORE = 5
"""Column of the score."""


def ranked(selection: pd.DataFrame) -> pd.DataFrame:
    """Return the selection with the selected cercles first, each part by rank, unranked ones last, then by P-code."""
    keyed = selection.assign(is_out=~selection["selected"].astype(bool))
    order = ["is_out", "rank", "pcode"]
    return keyed.sort_values(order, kind="stable", na_position="last", ignore_index=True).drop(columns="is_out")


def write_selection(book: Book) -> None:
    """Write the sheet `Sélection`: selected cercles first and shaded, each with points by group and reason."""
    labels = group_labels(book)
    columns = [
        Column("rank", book.say("column.rank"), 6, "centred"),
        Column("cercle", book.say("column.cercle"), 17),
        Column("region", book.say("column.region"), 13),
        Column("track", book.say("column.track"), 10),
        Column("selected", book.say("column.selected"), 8),
        Column("score", book.say("column.score"), 11, "score"),
        *(
            Column(f"{group}_points", book.say("points_of", group=label), 15.5, "score")
            for group, label in labels.items()
        ),
        Column("class", book.say("column.firmness"), 14),
        Column("frequency", book.say("column.frequency"), 11, "share"),
        Column("reason", book.say("column.reason"), 105, "wrap"),
        Column("pcode", book.say("column.pcode"), 9),
    ]
    page = book.sheet("selection", columns, frozen_columns=2)
    book.headings(page, HEAD_ROW, columns)
    rows = [_record(book, row, list(labels)) for row in records(ranked(book.products.selection))]
    fills = {number: CHOSEN for number, row in enumerate(rows) if row["selected"]}
    end = book.records(page, HEAD_ROW + 1, columns, rows, fills=fills)
    page.autofilter(HEAD_ROW, 0, max(end - 1, HEAD_ROW), len(columns) - 1)
    bar = {**DATA_BAR, "max_type": "num", "max_value": 100}
    page.conditional_format(HEAD_ROW + 1, SCORE, end, SCORE, bar)


def _record(book: Book, row: dict[str, Any], groups: list[str]) -> dict[str, Any]:
    products, code = book.products, row["pcode"]
    firm = products.firmness.loc[code] if code in products.firmness.index else None
    points = products.criteria.group_contributions
    return {
        **row,
        "track": book.name_of("track", row["track"]),
        "selected": bool(row["selected"]),
        "class": "" if firm is None else book.name_of("firmness", firm["class"]),
        "frequency": None if firm is None else firm["frequency"],
        "reason": row.get(f"reason_{book.language}"),
        **{f"{group}_points": points[group].get(code) for group in groups if group in points},
    }


def _weights(book: Book) -> list[Column]:
    """Return a column for the weight of an indicator in each track that has one."""
    definitions = book.products.criteria.definitions
    return [
        Column(f"weight_{track}", book.say("weight_in", track=book.name_of("track", track)), 10, "share")
        for track in Track
        if f"weight_{track}" in definitions
    ]


def write_indicators(book: Book) -> None:
    """Write the sheet `Indicateurs`: what each indicator is and rests on."""
    columns = [
        Column("group", book.say("column.group"), 20, "wrap"),
        Column("label", book.say("column.indicator"), 30, "wrap"),
        *_weights(book),
        Column(f"unit_{book.language}", book.say("column.unit"), 36, "wrap"),
        Column("value_form", book.say("column.value_form"), 24, "wrap"),
        Column("missing_rule", book.say("column.missing_rule"), 16, "wrap"),
        Column("available", book.say("column.available"), 11),
        Column("source", book.say("column.source"), 42, "wrap"),
        Column("note", book.say("column.note"), 34, "wrap"),
    ]
    page = book.sheet("indicators", columns, frozen_columns=2)
    book.headings(page, HEAD_ROW, columns)
    definitions = book.products.criteria.definitions
    told = [
        {
            **row,
            "group": row[f"group_label_{book.language}"],
            "label": row[f"label_{book.language}"],
            "value_form": told_form(book, row),
            "missing_rule": book.name_of("workbook.missing", row["missing_rule"]),
            "available": bool(row["available"]),
        }
        for row in records(definitions)
    ]
    book.records(page, HEAD_ROW + 1, columns, told)
