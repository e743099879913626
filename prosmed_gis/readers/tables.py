"""Tables of text: CSV in whatever dress it comes, and workbook sheets.

Every cell is read as text. Row numbers are lines as a text editor counts them, so that a cell with line
breaks does not shift the rows after it.
"""

from __future__ import annotations

import csv
import gzip
import io
import unicodedata
import warnings
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pandas as pd

from prosmed_gis.domain import parsing
from prosmed_gis.domain.problems import Problem
from prosmed_gis.domain.reporting import Reporter
from prosmed_gis.readers.reading import RefusedError

SEPARATORS = (",", ";", "\t")
SNIFFED_RECORDS = 20
FOREIGN = {b"PK\x03\x04": "ZIP / XLSX", b"SQLite": "GeoPackage / SQLite", b"%PDF": "PDF", b"\x00\x00'\n": "SHP"}
"""First bytes of files that people rename to .csv."""
WORKBOOKS = (".xlsx", ".xlsm")
TEXTS = (".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz", ".txt.gz")


@dataclass(frozen=True, eq=False)
class Table:
    """A table as it stands in its file.

    `frame` holds text, blanks as missing, its index the row numbers; `tags` gives the HXL tag of a column
    (empty where the file has no HXL row, which is no record); `rows_in` counts the broken records too.
    """

    frame: pd.DataFrame
    tags: dict[str, str]
    problems: list[Problem]
    rows_in: int


def read_table(path: Path, reporter: Reporter, *, sheet: str | None = None) -> Table:
    """Read a CSV file (also .gz) or a sheet of a workbook (the first where none is named).

    The separator is the one of comma, semicolon and tab that cuts the heading into most cells. Text is UTF-8
    with or without BOM, UTF-16 with BOM, else Windows-1252 (which is told). A record with too many or too few
    cells is set aside with a problem; blank lines are no records.

    Raises
    ------
    RefusedError
        The file is not what its name says, its encoding is not known, its sheet is absent, or a heading
        stands twice.
    """
    name = path.name.casefold()
    if name.endswith(WORKBOOKS):
        records, problems = _sheet_records(path, reporter, sheet)
    elif name.endswith(TEXTS):
        text, problems = _decoded(_bytes(path, reporter), reporter)
        try:
            records = _csv_records(text)
        except csv.Error as error:
            raise RefusedError(reporter.fatal("file.unreadable", reason=str(error))) from error
    else:
        allowed = ", ".join((*TEXTS, *WORKBOOKS))
        raise RefusedError(reporter.fatal("format.unknown", value=path.suffix, allowed=allowed))
    return _table(records, problems, reporter)


def _bytes(path: Path, reporter: Reporter) -> bytes:
    raw = path.read_bytes()
    if raw[:2] == b"\x1f\x8b":
        try:
            raw = gzip.decompress(raw)
        except (EOFError, gzip.BadGzipFile, OSError) as error:
            raise RefusedError(reporter.fatal("file.unreadable", reason=str(error))) from error
    elif path.suffix.casefold() == ".gz":
        raise RefusedError(reporter.fatal("format.other", value=raw[:8], expected="GZIP"))
    for start, kind in FOREIGN.items():
        if raw.startswith(start):
            raise RefusedError(reporter.fatal("format.other", value=kind, expected="CSV"))
    if raw.lstrip()[:1] in (b"{", b"<"):
        raise RefusedError(reporter.fatal("format.other", value=raw.lstrip()[:12], expected="CSV"))
    return raw


def _decoded(raw: bytes, reporter: Reporter) -> tuple[str, list[Problem]]:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return raw.decode("utf-16"), [reporter.info("encoding.utf16")]
        except UnicodeDecodeError as error:
            raise RefusedError(reporter.fatal("encoding.unknown")) from error
    if b"\x00" in raw:
        raise RefusedError(reporter.fatal("format.other", value=raw[:8], expected="CSV"))
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        pass
    try:
        return raw.decode("cp1252"), [reporter.info("encoding.cp1252")]
    except UnicodeDecodeError as error:
        raise RefusedError(reporter.fatal("encoding.unknown")) from error


_Records = list[tuple[int, list[str]]]


def _csv_records(text: str) -> _Records:
    separator = max(SEPARATORS, key=lambda mark: _cut(text, mark))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    records: _Records = []
    line = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            records.append((line, cells))
        line = reader.line_num + 1
    return records


def _cut(text: str, separator: str) -> tuple[int, int]:
    """Cells of the heading, then how many of the first records have as many: more is likelier."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    first = next(reader, [])
    following = [len(cells) for cells, _ in zip(reader, range(SNIFFED_RECORDS), strict=False)]
    return len(first), sum(length == len(first) for length in following)


def _sheet_records(path: Path, reporter: Reporter, sheet: str | None) -> tuple[_Records, list[Problem]]:
    try:
        with warnings.catch_warnings():
            # Forms and colours that openpyxl cannot keep are nothing to a reader of values.
            warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        start = path.read_bytes()[:8]
        raise RefusedError(reporter.fatal("format.other", value=start, expected="XLSX")) from error
    try:
        if sheet is not None and sheet not in book.sheetnames:
            raise RefusedError(reporter.fatal("layer.missing", value=sheet, there=", ".join(book.sheetnames)))
        page = book[sheet or book.sheetnames[0]]
        rows = page.iter_rows(values_only=True)
        texts = ((line, [_cell(value) for value in row]) for line, row in enumerate(rows, start=1))
        records = [(line, cells) for line, cells in texts if any(cells)]
        # Workbooks leave out the empty cells at the end of a row.
        width = len(records[0][1]) if records else 0
        return [(line, cells + [""] * (width - len(cells))) for line, cells in records], []
    finally:
        book.close()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def _table(records: _Records, problems: list[Problem], reporter: Reporter) -> Table:
    if not records:
        raise RefusedError(reporter.fatal("layer.empty"))
    headings = [" ".join(unicodedata.normalize("NFC", cell).split()) for cell in records[0][1]]
    while headings and not headings[-1]:
        headings.pop()
    body = records[1:]
    tags: dict[str, str] = {}
    if body and _is_hxl(body[0][1]):
        tags = {name: tag.strip() for name, tag in zip(headings, body[0][1], strict=False) if tag.strip()}
        body = body[1:]
    twice = sorted({name for name in headings if name and headings.count(name) > 1})
    if twice:
        raise RefusedError(*(reporter.fatal("column.twice", column=name, value=name) for name in twice))
    whole: _Records = []
    broken: _Records = []
    for line, cells in body:
        spare = cells[len(headings) :]
        is_whole = len(cells) >= len(headings) and not any(cell.strip() for cell in spare)
        (whole if is_whole else broken).append((line, cells))
    problems = problems + [
        reporter.error("row.cells", line, "", len(cells), expected=len(headings)) for line, cells in broken
    ]
    columns: dict[str, Iterable[str]] = {
        name: [cells[position] for _, cells in whole] for position, name in enumerate(headings) if name
    }
    frame = pd.DataFrame(columns, index=pd.Index([line for line, _ in whole], dtype="int64"), dtype="str")
    blank = {name: parsing.is_blank(frame[name]) for name in frame.columns}
    frame = frame.assign(**{name: frame[name].str.strip().where(~blank[name]) for name in frame.columns})
    return Table(frame, tags, problems, len(body))


def _is_hxl(cells: list[str]) -> bool:
    filled = [cell.strip() for cell in cells if cell.strip()]
    return bool(filled) and all(cell.startswith("#") for cell in filled)


def need(table: Table, names: Iterable[str], reporter: Reporter) -> None:
    """Raise RefusedError naming every column of `names` that the table lacks."""
    missing = [name for name in names if name not in table.frame.columns]
    if missing:
        there = ", ".join(table.frame.columns)
        raise RefusedError(
            *(reporter.fatal("column.missing", column=name, value=name, there=there) for name in missing)
        )


def ignored(table: Table, known: Iterable[str], reporter: Reporter) -> list[Problem]:
    """Return a remark for each column whose name is not known: it may be a misspelt one that is wanted."""
    wanted = set(known)
    return [
        reporter.info("column.ignored", column=name, value=name) for name in table.frame.columns if name not in wanted
    ]
