"""Quotation marks that would swallow lines, and those that do no harm."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prosmed_gis.domain.reporting import Reporter
from prosmed_gis.readers.delimited import csv_records
from prosmed_gis.readers.reading import RefusedError
from prosmed_gis.readers.tables import Table, read_table
from prosmed_gis.wording.sentences import say

HEAD = "id,date,note,place,n\n"
REPORTER = Reporter("f.csv", "toy")


def lines(*notes: str, start: int = 1) -> str:
    return "".join(f"{number},2020-01-01,{note},Ségou,{number}\n" for number, note in enumerate(notes, start=start))


def table(text: str, folder: Path, *, name: str = "a.csv", encoding: str = "utf-8") -> Table:
    path = folder / name
    raw = text.encode(encoding)
    path.write_bytes(gzip.compress(raw) if name.endswith("gz") else raw)
    return read_table(path, REPORTER)


def refusal(text: str, folder: Path, **more: str) -> tuple[str, str]:
    with pytest.raises(RefusedError) as error:
        table(text, folder, **more)
    (problem,) = error.value.problems
    return problem.rule, say(problem.remedy, "en")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(("encoding", "name"), [("utf-8", "a.csv"), ("cp1252", "a.csv.gz"), ("utf-16", "a.txt")])
def test_a_quote_never_closed_is_fatal_with_its_line(
    separator: str, ending: str, encoding: str, name: str, tmp_path: Path
) -> None:
    text = HEAD + lines("a", '"b, c"', '"attack near the market', "d", "e")
    text = text.replace(",", separator).replace("\n", ending)
    rule, remedy = refusal(text, tmp_path, name=name, encoding=encoding)
    assert rule == "quote.open"
    assert "Line 4 " in remedy


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (HEAD + lines("a") + '2,2020-01-01,x,Ségou,"5', 3),
        (HEAD + lines("a") + '2,2020-01-01,x,Ségou,"', 3),
        (HEAD + lines("a") + '2,2020-01-01,x,"Ségou ""Nord"",5\n', 3),
        (HEAD + '1,2020-01-01,"two\nlines",Ségou,"5\n' + lines("b"), 3),
        ('id,"date,note\n' + lines("a"), 1),
        (HEAD + '1,2020-01-01,"' + "x" * 140_000 + "\n" + lines("b"), 2),
    ],
)
def test_the_line_is_that_of_the_quotation_mark(text: str, line: int, tmp_path: Path) -> None:
    rule, remedy = refusal(text, tmp_path)
    assert rule == "quote.open"
    assert f"Line {line} " in remedy


@pytest.mark.parametrize(
    "text",
    [
        HEAD + lines("a", '"attack', "b", "c", 'market"', "d"),
        HEAD + lines("a", '"attack', 'market"', "d"),
        HEAD + lines("a", '"attack', "b", '"note, with comma"', "d"),
    ],
)
def test_a_quote_closed_many_records_later_is_fatal_with_both_lines(text: str, tmp_path: Path) -> None:
    rule, remedy = refusal(text, tmp_path)
    assert rule == "quote.swallows"
    assert "Line 3 " in remedy


@pytest.mark.parametrize(
    "note",
    [
        '5" pipe',
        'say "no" twice',
        '"say ""no"" twice"',
        '"one, two"',
        '"two\nlines, with\ncommas, here"',
        '""',
        "l'eau",
    ],
)
def test_quotation_marks_that_do_no_harm(note: str, tmp_path: Path) -> None:
    found = table(HEAD + lines("a", note, "c"), tmp_path)
    assert found.frame["id"].to_list() == ["1", "2", "3"]
    assert found.problems == []


def test_a_note_of_many_lines_is_kept_and_told(tmp_path: Path) -> None:
    note = '"' + "\n".join(f"point {number}" for number in range(30)) + '"'
    found = table(HEAD + lines("a", note, "c"), tmp_path)
    assert len(found.frame) == 3
    assert [(problem.row, problem.rule, problem.value) for problem in found.problems] == [(3, "record.long", "30")]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(st.sampled_from('ab,;"\n '), max_size=6), min_size=1, max_size=6))
def test_what_a_writer_quotes_rightly_is_read_back(notes: list[str]) -> None:
    quoted = ['"' + note.replace('"', '""') + '"' for note in notes]
    records, _, _ = csv_records(HEAD + lines(*quoted), REPORTER)
    assert [cells[2] for _, cells in records[1:]] == notes


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 7), st.integers(0, 4))
def test_no_record_is_lost_behind_a_stray_opening_mark(row: int, column: int) -> None:
    rows = [[str(number), "2020-01-01", "x", "y", "z"] for number in range(8)]
    rows[row][column] = '"' + rows[row][column]
    text = HEAD + "".join(",".join(cells) + "\n" for cells in rows)
    with pytest.raises(RefusedError) as error:
        csv_records(text, REPORTER)
    assert f"Line {row + 2} " in say(error.value.problems[0].remedy, "en")
