"""Tables of text: CSV in whatever dress it comes, and workbook sheets.

Every cell is read as text. Row numbers are lines as a text editor counts them, so that a cell with line
breaks does not shift the rows after it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from prosmed_gis.config.study import LayerSource
from prosmed_gis.domain import numbers, parsing
from prosmed_gis.domain.problems import Problem
from prosmed_gis.domain.reporting import Reporter
from prosmed_gis.readers.delimited import Records, csv_records, decoded, file_bytes
from prosmed_gis.readers.reading import RefusedError, option_text
from prosmed_gis.readers.sheets import sheet_records

WORKBOOKS = (".xlsx", ".xlsm")
TEXTS = (".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz", ".txt.gz")
BLANK_WORDS = frozenset(("NA", "N/A", "n/a", "#N/A", "<NA>", "NULL", "null", "NaN", "nan", "None", "#NULL!"))
"""Whole cells by which R, pandas, SQL and spreadsheets say that there is no value, in this spelling alone: `Na` and
`na` are words like others (a place, an actor)."""
TITLE_ROWS = 6
"""Rows among which the headings are looked for; more would be data."""
FEWEST_KNOWN = 3
"""Known headings that make a row the row of headings."""
SAMPLED = 2000
"""Cells of a column that are looked at for the decimal sign of a file."""


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
    separator: str = ""
    """What parts the cells of a CSV; empty for a sheet, whose numbers are numbers."""

    @property
    def decimal(self) -> str | None:
        """Decimal sign that the cells of the file prove; None where they prove none, or both."""
        columns = (self.frame[name].dropna().iloc[:SAMPLED] for name in self.frame.columns)
        return numbers.decimal_sign(columns, self.separator)


def table_of(source: LayerSource, path: Path, reporter: Reporter, known: Iterable[str] = ()) -> Table:
    """Read the table of a configured layer: the sheet that it names, its options `blank` and `encoding`.

    Option `blank` lists the words that stand for an empty cell, in place of `BLANK_WORDS`; an empty list takes every
    word as it stands. Option `encoding` is the code page of a text file (`cp850`). `known` are the columns that the
    reader knows: a heading is one of them whatever its case, spaces and underscores, and the row of headings may stand
    below a title.

    Raises
    ------
    RefusedError
        See `read_table`; or the option is no list of words.
    """
    words = source.options.get("blank")
    if words is not None and not isinstance(words, list):
        raise RefusedError(reporter.fatal("option.value", column="blank", value=words, allowed="[NA, -, ...]"))
    blank = BLANK_WORDS if words is None else frozenset(str(word) for word in words)
    encoding = option_text(source, "encoding")
    return read_table(path, reporter, sheet=source.layer, blank=blank, encoding=encoding, known=known)


def read_table(
    path: Path,
    reporter: Reporter,
    *,
    sheet: str | None = None,
    blank: Collection[str] = BLANK_WORDS,
    encoding: str | None = None,
    known: Iterable[str] = (),
) -> Table:
    """Read a CSV file (also .gz) or a sheet of a workbook (the first where none is named).

    The separator is the one of comma, semicolon and tab that cuts the heading into most cells. Text is UTF-8
    with or without BOM, UTF-16 with BOM, else Windows-1252 (which is told), unless `encoding` says another. A
    record with too many or too few cells is set aside with a problem; blank lines are no records, and a cell that holds
    a word of `blank` is empty. For `known` see `table_of`.

    Raises
    ------
    RefusedError
        The file is not what its name says, is damaged, its encoding is not known, a quotation mark swallows its lines,
        its sheet is absent, or a heading stands twice.
    """
    name, separator = path.name.casefold(), ""
    if name.endswith(WORKBOOKS):
        records, problems = sheet_records(path, reporter, sheet)
    elif name.endswith(TEXTS):
        content, told = decoded(file_bytes(path, reporter), reporter, encoding)
        records, separator, odd = csv_records(content, reporter)
        problems = told + odd
    else:
        allowed = ", ".join((*TEXTS, *WORKBOOKS))
        raise RefusedError(reporter.fatal("format.unknown", value=path.suffix, allowed=allowed))
    named = {folded(name): name for name in known}
    records, above = _below_title(records, named, reporter)
    table = _table(records, problems + above, reporter, separator, blank)
    return _renamed(table, named, reporter)


def folded(heading: str) -> str:
    """Return a heading without case, spaces, hyphens and underscores."""
    return re.sub(r"[\s_-]+", "", unicodedata.normalize("NFC", heading)).casefold()


def _below_title(records: Records, named: Mapping[str, str], reporter: Reporter) -> tuple[Records, list[Problem]]:
    """Return the records from the row of headings on: the first that holds several known ones, below merged titles."""
    hits = [sum(folded(cell) in named for cell in cells) for _, cells in records[:TITLE_ROWS]]
    if not hits or hits[0] >= FEWEST_KNOWN or max(hits) < FEWEST_KNOWN:
        return records, []
    first = hits.index(max(hits))
    return records[first:], [reporter.info("heading.row", value=records[first][0])]


def _renamed(table: Table, named: Mapping[str, str], reporter: Reporter) -> Table:
    """Return the table with its headings as the reader knows them; a name that is taken stays its owner's."""
    there = list(table.frame.columns)
    meant = {name: named[folded(name)] for name in there if folded(name) in named and named[folded(name)] != name}
    wanted = list(meant.values())
    new = {name: known for name, known in meant.items() if known not in there and wanted.count(known) == 1}
    if not new:
        return table
    shown = ", ".join(f"{name} = {known}" for name, known in new.items())
    tags = {new.get(name, name): tag for name, tag in table.tags.items()}
    told = [*table.problems, reporter.info("heading.case", value=shown)]
    return replace(table, frame=table.frame.rename(columns=new), tags=tags, problems=told)


def _table(
    records: Records, problems: list[Problem], reporter: Reporter, separator: str, words: Collection[str]
) -> Table:
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
    whole: Records = []
    broken: Records = []
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
    frame, blanks = _emptied(frame, words, reporter)
    return Table(frame, tags, problems + blanks, len(body), separator)


def _emptied(frame: pd.DataFrame, words: Collection[str], reporter: Reporter) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the cells without outer space, those that say nothing missing, and a remark with the words that did."""
    kept: dict[str, pd.Series] = {}
    counts: dict[str, int] = {}
    for name in frame.columns:
        cells = frame[name].str.strip()
        said = cells.isin(list(words))
        if said.any():
            counts[name] = int(said.sum())
        kept[name] = cells.where(~(parsing.is_blank(cells) | said))
    if not counts:
        return frame.assign(**kept), []
    where = ", ".join(f"{name} ({count})" for name, count in counts.items())
    shown = ", ".join(sorted({word for name in counts for word in frame[name].str.strip().unique() if word in words}))
    remark = reporter.info("cells.blank", value=sum(counts.values()), words=shown, where=where)
    return frame.assign(**kept), [remark]


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
