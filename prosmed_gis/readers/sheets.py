"""Sheets of a workbook, to their true end and as a person sees them."""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from xml.etree import ElementTree as ET

from prosmed_gis.domain.problems import Problem
from prosmed_gis.domain.reporting import Reporter
from prosmed_gis.readers.delimited import Records
from prosmed_gis.readers.reading import RefusedError

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
"""Parts of a number format that are words, not signs."""
FIRST_ROWS = 6
"""Rows among which the widest is looked for: the headings are one of them."""
LISTS = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")
"""Parts of a workbook that list its sheets and what each is."""


def sheet_records(path: Path, reporter: Reporter, sheet: str | None) -> tuple[Records, list[Problem]]:
    """Return the records of a sheet (the first where none is named) as text, with their row numbers.

    What the sheet states of its own size is not believed: rows are read until there are none left, and a statement that
    is too small is told. A number in a cell that is shown as percent comes back with its sign (`0.45` as `45%`).

    Raises
    ------
    RefusedError
        The file is no workbook or a part of it is damaged; it has no such sheet; the sheet is a chart.
    """
    # openpyxl leaves a file that it opened itself open where reading fails.
    with path.open("rb") as file:
        book = _opened(path, file, reporter, sheet)
        try:
            page = _page(book, sheet, reporter)
            stated = (page.max_row, page.max_column)
            page.reset_dimensions()
            formats: dict[str, bool] = {}
            rows = enumerate(page.iter_rows(), start=1)
            texts = ((line, [_cell(cell, formats) for cell in row]) for line, row in rows)
            records = [(line, cells) for line, cells in texts if any(cells)]
        except RefusedError:
            raise
        except Exception as error:
            # openpyxl lets whatever its parsers raise go through: the file is at fault in every case.
            raise RefusedError(_damaged(path, error, reporter)) from error
        finally:
            book.close()
    # Workbooks leave out the empty cells at the end of a row, and a title may stand above the headings.
    width = max((len(cells) for _, cells in records[:FIRST_ROWS]), default=0)
    padded = [(line, cells + [""] * (width - len(cells))) for line, cells in records]
    return padded, _range_problems(records, stated, reporter)


def _opened(path: Path, file: BinaryIO, reporter: Reporter, sheet: str | None) -> Workbook:
    try:
        with warnings.catch_warnings():
            # Forms and colours that openpyxl cannot keep are nothing to a reader of values.
            warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")
            # Many studies have no workbook, and a kept reading opens none.
            import openpyxl

            return openpyxl.load_workbook(file, read_only=True, data_only=True)
    except Exception as error:
        start = path.read_bytes()[:8]
        if start.startswith(b"PK"):
            # A chart sheet without drawings is more than openpyxl can open: the chosen sheet's kind is told first.
            _refuse_chart(_kinds(path), sheet, reporter)
            raise RefusedError(_damaged(path, error, reporter)) from error
        raise RefusedError(reporter.fatal("format.other", value=start, expected="XLSX")) from error


def _page(book: Workbook, sheet: str | None, reporter: Reporter) -> Any:
    if sheet is not None and sheet not in book.sheetnames:
        raise RefusedError(reporter.fatal("layer.missing", value=sheet, there=", ".join(book.sheetnames)))
    name = sheet or book.sheetnames[0]
    _refuse_chart({title: hasattr(book[title], "iter_rows") for title in book.sheetnames}, sheet, reporter)
    return book[name]


def _refuse_chart(holds_rows: Mapping[str, bool], sheet: str | None, reporter: Reporter) -> None:
    name = sheet or next(iter(holds_rows), "")
    if not holds_rows.get(name, True):
        there = ", ".join(other for other, holds in holds_rows.items() if holds)
        raise RefusedError(reporter.fatal("sheet.chart", value=name, there=there or "-"))


def _kinds(path: Path) -> dict[str, bool]:
    """Return whether each sheet of a workbook holds rows, by its name, as the workbook's own list says it."""
    try:
        with zipfile.ZipFile(path) as archive:
            sheets, links = (ET.fromstring(archive.read(name)) for name in LISTS)  # noqa: S314 - see `_broken_part`
    except (zipfile.BadZipFile, KeyError, zlib.error, ET.ParseError, OSError, EOFError, ValueError):
        return {}
    kinds = {link.get("Id"): link.get("Type", "").rsplit("/", 1)[-1] for link in links}
    listed = [one for one in sheets.iter() if one.tag.rsplit("}", 1)[-1] == "sheet"]
    links_of = [next((value for key, value in one.items() if key.endswith("}id")), None) for one in listed]
    return {one.get("name", ""): kinds.get(link) == "worksheet" for one, link in zip(listed, links_of, strict=True)}


def _damaged(path: Path, error: Exception, reporter: Reporter) -> Problem:
    part = _broken_part(path)
    words = str(error).splitlines()[0].split("/")[-1][:80] if str(error) else ""
    reason = ": ".join(filter(None, (part, type(error).__name__, words)))
    return reporter.fatal("file.unreadable", reason=reason)


def _broken_part(path: Path) -> str:
    """Return the first part of a workbook that cannot be unpacked or is no XML; empty where each is right by itself."""
    try:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                try:
                    content = archive.read(name)
                    if name.endswith((".xml", ".rels")):
                        ET.fromstring(content)  # noqa: S314 - names the fault of a file that is refused
                except (zipfile.BadZipFile, zlib.error, ET.ParseError, OSError, EOFError, ValueError):
                    return name
    except (zipfile.BadZipFile, OSError, ValueError):
        return "ZIP"
    return ""


def _range_problems(records: Records, stated: tuple[int | None, int | None], reporter: Reporter) -> list[Problem]:
    rows = records[-1][0] if records else 0
    columns = max((len(cells) for _, cells in records), default=0)
    if None in stated:
        return []
    short = rows > (stated[0] or 0) or columns > (stated[1] or 0)
    if (rows, columns) == stated or not records:
        return []
    shown = f"{stated[0]} × {stated[1]}"
    tell = reporter.warning if short else reporter.info
    return [tell("sheet.range", value=shown, found=f"{rows} × {columns}")]


def _cell(cell: Any, formats: dict[str, bool]) -> str:
    value: object = cell.value
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool) and _is_percent(cell.number_format, formats):
        return f"{value * 100:.12g}%"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def _is_percent(number_format: str, known: dict[str, bool]) -> bool:
    if number_format not in known:
        known[number_format] = "%" in LITERAL.sub("", number_format)
    return known[number_format]
