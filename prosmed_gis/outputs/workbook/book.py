"""A workbook with one look: formats, headed sheets set up for print, tables of typed cells."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import xlsxwriter

from prosmed_gis.domain.messages import text
from prosmed_gis.domain.symbology import STATES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from prosmed_gis.domain.products import Products
    from prosmed_gis.domain.symbology import Category

INK = "#2b2b2b"
HEADING = "#33506b"
BAND = "#e9eef3"
INPUT = "#fff4b8"
CHOSEN = "#e3f1e5"
ENTERS, LEAVES = "#bfe0f0", "#f7d6b4"
WARNING = "#fbe3d6"
A4 = 9

NUMBERS = {
    "text": "@",
    "wrap": "@",
    "whole": "#,##0",
    "plain": "0",
    "centred": "0",
    "dot": '"●";;',
    "tenth": "#,##0.0",
    "score": "0.0",
    "hundredth": "0.00",
    "worth": "0.000",
    "share": "0.0%",
    "percent": "0%",
    "degrees": "0.00000",
    "date": "dd/mm/yyyy",
    "any": "#,##0.##",
}
"""Cell form -> number format; a spreadsheet shows thousands and decimals as its own language does."""

DATA_BAR = {"type": "data_bar", "bar_color": "#9db8d2", "min_type": "num", "min_value": 0}
"""Bar inside a cell, of the old kind that every reader knows; `max_type` and `max_value` come with the use."""

LINE_HEIGHT = 13.5
"""Points of a line of text of size 10."""

UPRIGHT_HEIGHT = 150
"""Points of a row of upright headings."""

HEADING_FILL = 0.85
TEXT_FILL = 1.15
"""Characters that fit in a unit of column width, in bold and in plain text."""

RULED: dict[str, Any] = {"bottom": 4, "bottom_color": "#b8c2cc"}
"""Thin line under a record."""

HEAD_ROW = 3
"""Row of the first table's headings on every sheet, below title, subtitle and an empty row."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: key of the record, heading, width in characters, cell form (see `NUMBERS`)."""

    key: str
    heading: str
    width: float
    form: str = "text"


class Book:
    """One workbook being written; the same products give the same bytes."""

    def __init__(self, products: Products, path: Path) -> None:
        self.products = products
        self.language = products.label.language
        options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self.file = xlsxwriter.Workbook(str(path), options)
        stamp = products.label.as_of
        self.file.set_properties(
            {
                "title": products.label.title,
                "comments": text("illustrative", self.language) if products.label.illustrative else "",
                "created": datetime(stamp.year, stamp.month, stamp.day),  # noqa: DTZ001 (written as UTC by the format)
            }
        )
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def say(self, key: str, **values: object) -> str:
        """Return a text of the workbook in the products' language; `key` without its `workbook.`."""
        return text(f"workbook.{key}", self.language, **values)

    def name_of(self, vocabulary: str, value: object) -> str:
        """Return the label of a vocabulary's value, the value itself where the catalogue has none, empty for none."""
        if value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value)) or value == "":
            return ""
        try:
            return text(f"{vocabulary}.{value}", self.language)
        except KeyError:
            return str(value)

    def form(self, form: str = "text", **properties: Any) -> Format:
        """Return the format of a cell form with more properties, made once."""
        whole = {
            "font_name": "Calibri", "font_size": 10, "font_color": INK, "valign": "top",
            "num_format": NUMBERS[form], "text_wrap": form == "wrap",
            **({"align": "center"} if form in ("centred", "dot", "percent") else {}), **properties,
        }  # fmt: skip
        if form == "text":
            # '@' would make a spreadsheet take what a person types there later as text.
            whole["num_format"] = "General"
        key = tuple(sorted(whole.items()))
        if key not in self._formats:
            self._formats[key] = self.file.add_format(dict(key))
        return self._formats[key]

    def sheet(
        self, key: str, columns: Sequence[Column], *, frozen_columns: int = 0, head_row: int = HEAD_ROW, **named: object
    ) -> Worksheet:
        """Return a new sheet with title, widths, frozen heading and print set-up (A4 landscape, one page wide).

        `named` fills the fields of the sheet's name.
        """
        name = self.say(f"sheet.{key}", **named)
        page = self.file.add_worksheet(name)
        page.hide_gridlines(2)
        for number, column in enumerate(columns):
            page.set_column(number, number, column.width)
        page.write_string(0, 0, f"{name} – {self.products.label.title}", self.form(bold=True, font_size=14))
        page.write_string(1, 0, self.subtitle(), self.form(italic=True, font_color="#6b3a1e"))
        page.freeze_panes(head_row + 1, frozen_columns)
        page.set_landscape()
        page.set_paper(A4)
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        page.repeat_rows(head_row)
        page.set_footer(f"&L&8{name} – {self._audience()}&C&8{self.subtitle()}&R&8{self.say('page')} &P/&N")
        return page

    def road_note(self, page: Worksheet, columns: Sequence[Column]) -> None:
        """Put what must stand above travel times over the whole width of a sheet, before its subtitle."""
        note = self.products.road_note
        if not note:
            return
        words = f"⚠ {note} {self.subtitle()}"
        look = self.form("wrap", bold=True, font_color="#000000", bg_color=WARNING, valign="vcenter")
        page.merge_range(1, 0, 1, len(columns) - 1, words, look)
        width = sum(column.width for column in columns)
        page.set_row(1, LINE_HEIGHT * lines_needed(words, width, HEADING_FILL))

    def subtitle(self) -> str:
        """Return date of the data and, where so, that they are illustrative."""
        parts = [self.say("as_of", date=self.day(self.products.label.as_of))]
        if self.products.label.illustrative:
            parts.append(text("illustrative", self.language))
        return ". ".join(parts)

    def day(self, value: date) -> str:
        """Return a date as 23/11/2026 in French, ISO in English."""
        return value.strftime("%d/%m/%Y" if self.language == "fr" else "%Y-%m-%d")

    def headings(
        self, page: Worksheet, row: int, columns: Sequence[Column], *, upright_from: int | None = None
    ) -> None:
        """Write a row of headings; from column `upright_from` on they stand upright."""
        lying = columns[:upright_from]
        lines = max(lines_needed(column.heading, column.width, HEADING_FILL) for column in lying)
        page.set_row(row, LINE_HEIGHT * lines + 3 if upright_from is None else UPRIGHT_HEIGHT)
        for number, column in enumerate(columns):
            turned = {} if number < len(lying) else {"rotation": 90, "valign": "bottom"}
            page.write_string(row, number, column.heading, self.heading_form(**turned))

    def heading_form(self, **properties: Any) -> Format:
        """Return the format of a table's heading."""
        look = {
            "bold": True, "font_color": "#ffffff", "bg_color": HEADING, "valign": "vcenter", "align": "center",
            "border": 1, "border_color": "#ffffff",
        }  # fmt: skip
        return self.form("wrap", **(look | properties))

    def records(
        self,
        page: Worksheet,
        row: int,
        columns: Sequence[Column],
        records: Iterable[Mapping[str, Any]],
        *,
        fills: Mapping[int, str] | None = None,
    ) -> int:
        """Write records from a row on; return the row after the last. `fills` colours records by position."""
        for number, record in enumerate(records):
            colour = (fills or {}).get(number)
            wrapped = [
                lines_needed(record.get(column.key), column.width) for column in columns if column.form == "wrap"
            ]
            if max(wrapped, default=1) > 1:
                page.set_row(row, LINE_HEIGHT * max(wrapped))
            for place, column in enumerate(columns):
                self.cell(page, row, place, record.get(column.key), column.form, colour=colour)
            row += 1
        return row

    def cell(
        self, page: Worksheet, row: int, place: int, value: Any, form: str = "text", *, colour: str | None = None
    ) -> None:
        """Write one value by its kind; what is unknown stays an empty cell, and text is never a formula."""
        look: dict[str, Any] = {**RULED}
        if colour:
            look["bg_color"] = colour
        if form in ("text", "wrap") and isinstance(value, str):
            look |= {"align": "left", "indent": 1}
        if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and not np.isfinite(value)):
            page.write_blank(row, place, None, self.form(form, **look))
        elif isinstance(value, bool | np.bool_):
            page.write_string(row, place, text("yes" if value else "no", self.language), self.form(form, **look))
        elif isinstance(value, datetime | date):
            page.write_datetime(
                row, place, pd.Timestamp(value).to_pydatetime(), self.form("date", **look, align="left")
            )
        elif isinstance(value, int | float | np.number):
            page.write_number(row, place, float(value), self.form(form, **look))
        else:
            page.write_string(row, place, str(value), self.form(form, **look))

    def state(self, page: Worksheet, row: int, place: int, state: str) -> None:
        """Write a state with its colour and mark."""
        category = next((item for item in STATES if item.value == state), None)
        words = self.name_of("state", state)
        if category is None:
            self.cell(page, row, place, words)
            return
        self.category(page, row, place, category, words)

    def category(self, page: Worksheet, row: int, place: int, category: Category, words: str) -> None:
        """Write a category with its colour and mark."""
        colour = category.fill.colour
        look = self.form(bg_color=colour, font_color=contrast(colour), align="left", indent=1, **RULED)
        page.write_string(row, place, f"{category.mark} {words}", look)

    def block(self, page: Worksheet, row: int, words: str, width: int) -> int:
        """Write the title of a block over `width` columns; return the row below it."""
        page.write_string(row, 0, words, self.form(bold=True, font_size=12, bottom=2, bottom_color=HEADING))
        for place in range(1, width):
            page.write_blank(row, place, None, self.form(bottom=2, bottom_color=HEADING))
        return row + 1

    def nothing(self, page: Worksheet, row: int) -> None:
        """Say that there is nothing to show."""
        page.write_string(row, 0, self.say("empty"), self.form(italic=True))

    def _audience(self) -> str:
        return self.name_of("audience", self.products.label.audience)


def group_labels(book: Book) -> dict[str, str]:
    """Return group id -> label in the products' language, in the order of the score's groups."""
    criteria = book.products.criteria
    named = criteria.definitions.drop_duplicates("group").set_index("group")[f"group_label_{book.language}"]
    return {str(group): str(named.get(group, group)) for group in criteria.group_worths.columns}


def lines_needed(value: object, width: float, fill: float = TEXT_FILL) -> int:
    """Return how many lines a text needs in a column; no spreadsheet finds the height of rows that it did not write."""
    if not isinstance(value, str) or not width:
        return 1
    return len(textwrap.wrap(value, max(int(width * fill), 1), break_long_words=True)) or 1


def contrast(colour: str) -> str:
    """Return black or white, whichever reads better on a colour (relative luminance of WCAG 2.1).

    >>> contrast("#225522"), contrast("#ece9e1")
    ('#ffffff', '#000000')
    """
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]  # noqa: PLR2004
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#000000" if (luminance + 0.05) ** 2 > 1.05 * 0.05 else "#ffffff"
