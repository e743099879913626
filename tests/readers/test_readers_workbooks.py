"""Workbooks whose sheets state a wrong size, show percents, begin with a chart, or are damaged."""

from __future__ import annotations

import contextlib
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from prosmed_gis.domain.reporting import Reporter
from prosmed_gis.readers.reading import RefusedError
from prosmed_gis.readers.tables import read_table
from prosmed_gis.wording.sentences import say

SHEET = "xl/worksheets/sheet1.xml"


def workbook(path: Path, *, chart_first: bool = False, rows: int = 20) -> Path:
    with xlsxwriter.Workbook(path) as book:
        if chart_first:
            chart = book.add_chart({"type": "line"})
            chart.add_series({"values": "=data!$D$2:$D$9"})
            book.add_chartsheet("figure").set_chart(chart)
        page = book.add_worksheet("data")
        percent, plain = book.add_format({"num_format": "0.0%"}), book.add_format({"num_format": '0" %"'})
        for column, name in enumerate(("id", "share", "literal", "n")):
            page.write(0, column, name)
        for row in range(1, rows + 1):
            page.write(row, 0, f"r{row}")
            page.write(row, 1, 0.45, percent)
            page.write(row, 2, 45, plain)
            page.write(row, 3, row)
    return path


def altered(path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            made = change(name, content)
            if made is not None:
                archive.writestr(name, made)
    return path


def stating(path: Path, statement: str) -> Path:
    def change(name: str, content: bytes) -> bytes:
        return re.sub(rb"<dimension[^>]*/>", statement.encode(), content) if name == SHEET else content

    return altered(path, change)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ('<dimension ref="A1:D21"/>', []),
        ('<dimension ref="A1"/>', ["warning"]),
        ('<dimension ref="A1:D5"/>', ["warning"]),
        ('<dimension ref="A1:B21"/>', ["warning"]),
        ('<dimension ref="A1:XFD1048576"/>', ["info"]),
        ("", []),
    ],
)
def test_a_sheet_is_read_to_its_true_end(statement: str, told: list[str], tmp_path: Path, reporter: Reporter) -> None:
    table = read_table(stating(workbook(tmp_path / "a.xlsx"), statement), reporter)
    assert table.rows_in == len(table.frame) == 20
    assert table.frame["n"].to_list() == [str(number) for number in range(1, 21)]
    assert [(problem.rule, problem.severity.value) for problem in table.problems] == [
        ("sheet.range", one) for one in told
    ]
    if told == ["warning"]:
        assert "21 × 4" in say(table.problems[0].remedy, "en")


def test_a_percent_cell_says_what_it_shows(tmp_path: Path, reporter: Reporter) -> None:
    frame = read_table(workbook(tmp_path / "a.xlsx"), reporter).frame
    assert set(frame["share"]) == {"45%"}
    assert set(frame["literal"]) == {"45"}


def refused(path: Path, reporter: Reporter) -> tuple[str, str]:
    with pytest.raises(RefusedError) as error:
        read_table(path, reporter)
    (problem,) = error.value.problems
    return problem.rule, say(problem.remedy, "en")


def test_a_chart_in_front_names_the_sheets_that_hold_rows(tmp_path: Path, reporter: Reporter) -> None:
    path = workbook(tmp_path / "a.xlsx", chart_first=True)
    rule, remedy = refused(path, reporter)
    assert rule == "sheet.chart"
    assert "'figure'" in remedy
    assert "data" in remedy
    assert len(read_table(path, reporter, sheet="data").frame) == 20


@pytest.mark.parametrize(
    ("part", "content"),
    [
        (SHEET, b"<worksheet><sheetData><row"),
        ("xl/workbook.xml", b"<workbook"),
        ("xl/sharedStrings.xml", b"<sst/>"),
        ("xl/styles.xml", b"nothing"),
        (SHEET, None),
        ("[Content_Types].xml", None),
        ("xl/workbook.xml", None),
    ],
)
def test_a_damaged_workbook_is_refused_by_name(
    part: str, content: bytes | None, tmp_path: Path, reporter: Reporter
) -> None:
    path = altered(workbook(tmp_path / "a.xlsx"), lambda name, old: content if name == part else old)
    assert refused(path, reporter)[0] == "file.unreadable"


def test_the_damaged_part_is_named(tmp_path: Path, reporter: Reporter) -> None:
    path = altered(workbook(tmp_path / "a.xlsx"), lambda name, old: old[:200] if name == SHEET else old)
    rule, remedy = refused(path, reporter)
    assert rule == "file.unreadable"
    assert SHEET in remedy


@pytest.mark.parametrize("where", [0.2, 0.4, 0.6, 0.8])
def test_bytes_that_are_wrong_inside_the_archive_are_no_accident(
    where: float, tmp_path: Path, reporter: Reporter
) -> None:
    path = workbook(tmp_path / "a.xlsx", rows=200)
    raw = bytearray(path.read_bytes())
    at = int(len(raw) * where)
    raw[at : at + 40] = bytes(range(40))
    path.write_bytes(bytes(raw))
    with contextlib.suppress(RefusedError):
        read_table(path, reporter)
