from __future__ import annotations

import gzip
from pathlib import Path

import pytest
import xlsxwriter

from prosmed_gis.domain.reporting import Reporter
from prosmed_gis.readers.reading import RefusedError
from prosmed_gis.readers.tables import need, read_table
from prosmed_gis.wording.sentences import say

TEXT = "code,nom\nML0101,Kéniéba\nML0102,Diéma\n"


def rules(error: pytest.ExceptionInfo[RefusedError]) -> list[str]:
    return [problem.rule for problem in error.value.problems]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("encoding", "told"),
    [("utf-8", []), ("utf-8-sig", []), ("cp1252", ["encoding.cp1252"]), ("utf-16", ["encoding.utf16"])],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_csv_in_any_dress_is_read(
    separator: str, encoding: str, told: list[str], ending: str, tmp_path: Path, reporter: Reporter
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(TEXT.replace(",", separator).replace("\n", ending).encode(encoding))
    table = read_table(path, reporter)
    assert list(table.frame.columns) == ["code", "nom"]
    assert table.frame["nom"].to_list() == ["Kéniéba", "Diéma"]
    assert table.frame.index.to_list() == [2, 3]
    assert [problem.rule for problem in table.problems] == told


def test_commas_inside_a_semicolon_table_do_not_mislead(tmp_path: Path, reporter: Reporter) -> None:
    path = tmp_path / "a.csv"
    path.write_text("code;nom, complet\n01;a, b, c\n02;d, e, f\n", encoding="utf-8")
    table = read_table(path, reporter)
    assert table.frame["nom, complet"].to_list() == ["a, b, c", "d, e, f"]
    assert table.frame["code"].to_list() == ["01", "02"]


def test_compressed_tables_are_read(tmp_path: Path, reporter: Reporter) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(TEXT.encode()))
    assert len(read_table(path, reporter).frame) == 2


def test_row_numbers_are_lines_of_the_file(tmp_path: Path, reporter: Reporter) -> None:
    path = tmp_path / "a.csv"
    path.write_text('a,b\n1,"two\nlines"\n\n2,x\n', encoding="utf-8")
    assert read_table(path, reporter).frame.index.to_list() == [2, 5]


def test_the_hxl_row_is_no_record_but_names_the_columns(tmp_path: Path, reporter: Reporter) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Code, Nom  du lieu \n#adm2+code,\nML0101,x\n", encoding="utf-8")
    table = read_table(path, reporter)
    assert table.frame.index.to_list() == [3]
    assert table.tags == {"Code": "#adm2+code"}
    assert "Nom du lieu" in table.frame.columns
    assert table.rows_in == 1


def test_broken_records_are_set_aside(tmp_path: Path, reporter: Reporter) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n3\n4,5,6\n7,8,\n", encoding="utf-8")
    table = read_table(path, reporter)
    assert table.frame["a"].to_list() == ["1", "7"]
    assert [(problem.row, problem.rule) for problem in table.problems] == [(3, "row.cells"), (4, "row.cells")]
    assert table.rows_in == 4


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"PK\x03\x04....", "format.other"),
        (b"SQLite format 3\x00", "format.other"),
        (b"%PDF-1.7", "format.other"),
        (b"<html><body>404</body></html>", "format.other"),
        (b'{"type": "FeatureCollection"}', "format.other"),
        (b"a,b\n\x00\x01,2\n", "format.other"),
        (b"a,b\n\x81\x8d,2\n", "encoding.unknown"),
        (b"", "layer.empty"),
        (b"a,b,a\n1,2,3\n", "column.twice"),
        (b"\x1f\x8bbroken", "file.unreadable"),
        (b"\xff\xfea", "encoding.unknown"),
        (b"a,b\n" + b"x" * 140000 + b",2\n", "file.unreadable"),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, rule: str, tmp_path: Path, reporter: Reporter) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(RefusedError) as error:
        read_table(path, reporter)
    assert rules(error) == [rule]


def test_unknown_extensions_are_refused(tmp_path: Path, reporter: Reporter) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"x")
    with pytest.raises(RefusedError) as error:
        read_table(path, reporter)
    assert rules(error) == ["format.unknown"]


def workbook(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("notes").write(0, 0, "rien")
        page = book.add_worksheet("données")
        rows = [
            ["code", "nombre", "jour"],
            ["#adm2+code", "#value", ""],
            ["0101", 3.0, "2020-01-02"],
            ["0102", 2.5, None],
        ]
        for line, row in enumerate(rows):
            for column, value in enumerate(row):
                page.write(line, column, value)
    return path


def test_a_sheet_is_read_as_text(tmp_path: Path, reporter: Reporter) -> None:
    table = read_table(workbook(tmp_path / "a.xlsx"), reporter, sheet="données")
    assert table.frame["code"].to_list() == ["0101", "0102"]
    assert table.frame["nombre"].to_list() == ["3", "2.5"]
    assert table.frame.index.to_list() == [3, 4]
    assert table.frame["jour"].isna().to_list() == [False, True]


def test_a_missing_sheet_names_those_that_are_there(tmp_path: Path, reporter: Reporter) -> None:
    with pytest.raises(RefusedError) as error:
        read_table(workbook(tmp_path / "a.xlsx"), reporter, sheet="data")
    assert rules(error) == ["layer.missing"]
    assert "notes, données" in say(error.value.problems[0].remedy, "en")


def test_a_workbook_in_name_only_is_refused(tmp_path: Path, reporter: Reporter) -> None:
    path = tmp_path / "a.xlsx"
    path.write_text(TEXT, encoding="utf-8")
    with pytest.raises(RefusedError) as error:
        read_table(path, reporter)
    assert rules(error) == ["format.other"]


def test_all_absent_columns_are_named_at_once(tmp_path: Path, reporter: Reporter) -> None:
    path = tmp_path / "a.csv"
    path.write_text(TEXT, encoding="utf-8")
    table = read_table(path, reporter)
    with pytest.raises(RefusedError) as error:
        need(table, ["code", "x", "y"], reporter)
    assert [problem.column for problem in error.value.problems] == ["x", "y"]
