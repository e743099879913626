"""Sheets on progress: indicators with their states, and every building work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
from xlsxwriter.utility import xl_rowcol_to_cell

from prosmed_gis.outputs.tables import records
from prosmed_gis.outputs.workbook.book import DATA_BAR, HEAD_ROW, RULED, Book, Column

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet


def write_tracking(book: Book) -> None:
    """Write the sheet `Suivi`: the programme's indicators first, then what the plan expects in each cercle."""
    year = book.products.label.tracking_as_of.year
    columns = [
        Column("variant", book.say("column.variant"), 12),
        Column("indicator", book.say("column.code"), 8),
        Column("label", book.say("column.indicator"), 68, "wrap"),
        Column("cercle", book.say("column.cercle"), 17),
        Column("target", book.say("column.target", year=year), 11, "any"),
        Column("expected", book.say("column.expected"), 10, "any"),
        Column("done", book.say("column.done"), 10, "any"),
        Column("difference", book.say("column.difference"), 9, "any"),
        Column("state", book.say("column.state"), 25),
        Column("forecast", book.say("column.forecast"), 22),
    ]
    page = book.sheet("tracking", columns, frozen_columns=2)
    words = book.say("tracking_as_of", date=book.day(book.products.label.tracking_as_of))
    page.write_string(2, 0, words, book.form(bold=True))
    book.headings(page, HEAD_ROW, columns)
    states = book.products.tracked.states
    is_whole = states["cercle_pcode"].fillna("") == ""
    row = HEAD_ROW + 1
    for title, part in (("programme", states[is_whole]), ("by_cercle", states[~is_whole])):
        if len(part):
            row = book.block(page, row, book.say(title), len(columns))
            row = _states(book, page, row, columns, part) + 1
    if states.empty:
        book.nothing(page, row)
    page.ignore_errors({"number_stored_as_text": f"A1:J{row + 1}", "two_digit_text_year": f"A1:J{row + 1}"})


def _states(book: Book, page: Worksheet, row: int, columns: list[Column], states: pd.DataFrame) -> int:
    names = book.products.layers.cercles["name"]
    labels = _labels(book)
    for record in records(states):
        told = {
            **record,
            "variant": book.say("framework", variant=record["variant"]),
            "label": labels.get((record["indicator"], record["variant"]), ""),
            "cercle": names.get(record["cercle_pcode"], record["cercle_pcode"]) or "",
            "state": "",
        }
        book.records(page, row, columns, [told])
        if pd.notna(record["done"]) and pd.notna(record["expected"]):
            formula = f"={xl_rowcol_to_cell(row, 6)}-{xl_rowcol_to_cell(row, 5)}"
            look = book.form("any", **RULED)
            page.write_formula(row, 7, formula, look, float(record["done"] - record["expected"]))
        book.state(page, row, 8, str(record["state"]))
        row += 1
    return row


def _labels(book: Book) -> dict[tuple[str, str], str]:
    indicators = book.products.layers.indicators
    if indicators is None:
        return {}
    once = indicators.drop_duplicates(["code", "variant"])
    return {
        (str(code), str(variant)): str(label)
        for code, variant, label in zip(once["code"], once["variant"], once[f"label_{book.language}"], strict=True)
    }


def write_works(book: Book) -> None:
    """Write the sheet `Chantiers`: latest stage and completion of each work against what the plan asks for."""
    columns = [
        Column("work_id", book.say("column.work_id"), 24),
        Column("kind", book.say("column.kind"), 26),
        Column("cercle", book.say("column.cercle"), 16),
        Column("place", book.say("column.place"), 20, "wrap"),
        Column("action", book.say("column.action"), 24),
        Column("opens_year", book.say("column.opens_year"), 8, "centred"),
        Column("stage", book.say("column.stage"), 20),
        Column("percent", book.say("column.percent"), 13, "share"),
        Column("expected_percent", book.say("column.expected_percent"), 10, "share"),
        Column("state", book.say("column.state"), 22),
        Column("last_date", book.say("column.last_date"), 13, "date"),
        Column("n_observations", book.say("column.n_observations"), 12, "centred"),
        Column("flags", book.say("column.flags"), 62, "wrap"),
    ]
    page = book.sheet("works", columns, frozen_columns=1)
    words = book.say("tracking_as_of", date=book.day(book.products.label.tracking_as_of))
    page.write_string(2, 0, words, book.form(bold=True))
    book.headings(page, HEAD_ROW, columns)
    works = book.products.tracked.works.rename_axis("work_id").reset_index()
    if works.empty:
        book.nothing(page, HEAD_ROW + 1)
        return
    names = book.products.layers.cercles["name"]
    works = works.assign(cercle=works["cercle_pcode"].map(names).fillna(""))
    works = works.sort_values(["cercle", "kind", "work_id"], kind="stable")
    row = HEAD_ROW + 1
    for record in records(works):
        book.records(page, row, columns, [_work(book, record)])
        book.state(page, row, 9, str(record["state"]))
        row += 1
    page.conditional_format(HEAD_ROW + 1, 7, row - 1, 7, {**DATA_BAR, "max_type": "num", "max_value": 1})
    page.autofilter(HEAD_ROW, 0, row - 1, len(columns) - 1)


def _work(book: Book, record: dict[str, Any]) -> dict[str, Any]:
    return {
        **record,
        "kind": book.name_of("work", record["kind"]),
        "action": book.name_of("action", record["action"]),
        "stage": book.name_of("stage", record["stage"]),
        "percent": record["percent"] / 100,
        "expected_percent": record["expected_percent"] / 100,
        "state": "",
    }
