"""Sheets that only list: institutions, partners and problems."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from prosmed_gis.outputs.tables import records
from prosmed_gis.outputs.workbook.book import HEAD_ROW, Book, Column

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

SEVERITIES = ("fatal", "error", "warning", "info")


def write_institutions(book: Book) -> None:
    """Write the sheet `Institutions`: what the study says of courts, prisons and services; none without that layer."""
    institutions = book.products.layers.institutions
    if institutions is None or institutions.empty:
        return
    columns = [
        Column("kind", book.say("column.kind"), 30, "wrap"),
        Column("name", book.say("column.name"), 48, "wrap"),
        Column("level", book.say("column.level"), 12),
        Column("where", book.say("column.place"), 26, "wrap"),
        Column("status", book.say("column.status"), 22, "wrap"),
        Column("count", book.say("column.count"), 8, "centred"),
        Column("as_of", book.say("column.known_on"), 11),
        Column("note", book.say("column.note"), 70, "wrap"),
    ]
    page = book.sheet("institutions", columns, frozen_columns=1)
    book.headings(page, HEAD_ROW, columns)
    layers = book.products.layers
    units = pd.concat([layers.regions["name"], layers.cercles["name"]])
    told = institutions.assign(
        kind=[book.name_of("facility", value) for value in institutions["kind"]],
        level=[book.name_of("level", value) for value in institutions["level"]],
        where=[
            _where(place, codes, units)
            for place, codes in zip(institutions["place"], institutions["pcode"], strict=True)
        ],
        status=[book.name_of("status", value) for value in institutions["status"]],
    )
    _list(book, page, columns, told.sort_values(["kind", "where", "name"], kind="stable"))


def _where(place: object, codes: object, units: pd.Series) -> str:
    """Return a place by its name, else the units that its P-codes name."""
    if isinstance(place, str) and place:
        return place
    return ", ".join(str(units.get(code, code)) for code in str(codes).split()) if isinstance(codes, str) else ""


def write_partners(book: Book) -> None:
    """Write the sheet `Partenaires`: one row a cercle and project, with the level at which the presence was stated."""
    columns = [
        Column("cercle", book.say("column.cercle"), 17),
        Column("project", book.say("column.project"), 60, "wrap"),
        Column("actor", book.say("column.actor"), 26, "wrap"),
        Column("donor", book.say("column.donor"), 20, "wrap"),
        Column("theme", book.say("column.theme"), 32),
        Column("level", book.say("column.level"), 16),
        Column("start", book.say("column.start"), 11, "date"),
        Column("end", book.say("column.end"), 11, "date"),
        Column("status", book.say("column.project_status"), 13),
    ]
    page = book.sheet("partners", columns, frozen_columns=1)
    book.headings(page, HEAD_ROW, columns)
    partners = book.products.partners
    if partners.empty:
        book.nothing(page, HEAD_ROW + 1)
        return
    names = book.products.layers.cercles["name"]
    told = partners.assign(
        cercle=partners["cercle_pcode"].map(names).fillna(""),
        theme=[book.name_of("theme", value) for value in partners["theme"]],
        level=[book.name_of("level", value) for value in partners["level"]],
        status=[book.name_of("workbook.project", value) for value in partners["status"]],
    )
    _list(book, page, columns, told.sort_values(["cercle", "project_id"], kind="stable"))


def write_problems(book: Book) -> None:
    """Write the sheet `Problèmes`, the gravest first."""
    columns = [
        Column("severity", book.say("column.severity"), 17),
        Column("layer", book.say("column.layer"), 15),
        Column("file", book.say("column.file"), 24, "wrap"),
        Column("row", book.say("column.row"), 7, "centred"),
        Column("column", book.say("column.column"), 15),
        Column("value", book.say("column.value"), 26, "wrap"),
        Column("rule", book.say("column.rule"), 28, "wrap"),
        Column("remedy", book.say("column.remedy"), 90, "wrap"),
    ]
    page = book.sheet("problems", columns, frozen_columns=1)
    book.headings(page, HEAD_ROW, columns)
    problems = book.products.problems
    if problems.empty:
        book.nothing(page, HEAD_ROW + 1)
        return
    counts = problems["severity"].astype("str").value_counts()
    words = [f"{book.say(f'severity.{name}')} : {counts[name]}" for name in SEVERITIES if name in counts]
    page.write_string(2, 0, " – ".join(words), book.form(bold=True))
    order = problems["severity"].astype("str").map({name: place for place, name in enumerate(SEVERITIES)})
    told = problems.assign(
        order=order,
        severity=[book.name_of("workbook.severity", str(value)) for value in problems["severity"]],
        row=problems["row"].astype("object"),
    )
    _list(book, page, columns, told.sort_values(["order", "layer", "rule"], kind="stable"))


def _list(book: Book, page: Worksheet, columns: list[Column], frame: pd.DataFrame) -> None:
    end = book.records(page, HEAD_ROW + 1, columns, records(frame))
    page.autofilter(HEAD_ROW, 0, end - 1, len(columns) - 1)
    page.ignore_errors({"number_stored_as_text": f"A1:Z{end + 1}", "two_digit_text_year": f"A1:Z{end + 1}"})
