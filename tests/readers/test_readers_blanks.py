"""Words by which programs say that there is no value, and columns that mark rows by a word."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from prosmed_gis.config.study import LayerSource
from prosmed_gis.domain.problems import Severity
from prosmed_gis.domain.reporting import Reporter
from prosmed_gis.readers.reading import Context, Reading, RefusedError
from prosmed_gis.readers.registry import FORMATS
from prosmed_gis.readers.tables import read_table
from prosmed_gis.wording.sentences import say

HEAD = (
    "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,inter1,actor2,inter2,country,latitude,"
    "longitude,geo_precision,fatalities,civilian_targeting\n"
)
Contexts = Callable[[str], Context]


def events(context: Contexts, folder: Path, *flags: str, actor: str = "NA", **options: object) -> Reading:
    path = folder / "e.csv"
    rows = (
        f"E{number},2020-01-0{number},1,Battles,Armed clash,Army,1,{actor},NA,Mali,11,1,1,0,{flag}\n"
        for number, flag in enumerate(flags, start=1)
    )
    path.write_text(HEAD + "".join(rows), encoding="utf-8")
    source = LayerSource(path="e.csv", format="acled", options=options)  # type: ignore[arg-type]
    return FORMATS["acled"].read(source, path, context("events"))


@pytest.mark.parametrize("word", ["NA", "N/A", "#N/A", "NULL", "NaN", "nan", "None", "<NA>", "", " NA "])
def test_a_word_for_nothing_marks_no_event(word: str, context: Contexts, tmp_path: Path) -> None:
    reading = events(context, tmp_path, "Civilian targeting", word, "civilian  Targeting")
    frame = reading.frames["events"]
    assert frame["civilian_targeting"].to_list() == [True, False, True]  # type: ignore[index,union-attr]
    assert frame["actor2"].isna().all()  # type: ignore[index,union-attr]
    told = {problem.rule: problem for problem in reading.problems}
    assert set(told) == {"cells.blank"}
    assert told["cells.blank"].severity is Severity.INFO
    assert "actor2 (3)" in say(told["cells.blank"].remedy, "en")
    assert "inter2 (3)" in say(told["cells.blank"].remedy, "en")


@pytest.mark.parametrize("word", ["Military target", "civ", "Na", "2"])
def test_a_flag_is_a_closed_word(word: str, context: Contexts, tmp_path: Path) -> None:
    reading = events(context, tmp_path, "", word, "yes", "FALSE")
    assert reading.frames["events"]["civilian_targeting"].isna().to_list() == [False, True, False, False]  # type: ignore[index,union-attr]
    (problem,) = (one for one in reading.problems if one.rule == "value.flag")
    assert (problem.row, problem.column, problem.value) == (3, "civilian_targeting", word)
    assert problem.severity is Severity.ERROR


def test_a_true_name_that_looks_like_it_stays(context: Contexts, tmp_path: Path) -> None:
    reading = events(context, tmp_path, "", actor="Na")
    assert reading.frames["events"]["actor2"].to_list() == ["Na"]  # type: ignore[index,union-attr]


def test_the_words_of_a_layer_can_be_stated(context: Contexts, tmp_path: Path) -> None:
    reading = events(context, tmp_path, "-", actor="NA", blank=["-", "n.d."])
    assert reading.frames["events"]["actor2"].to_list() == ["NA"]  # type: ignore[index,union-attr]
    assert reading.frames["events"]["civilian_targeting"].to_list() == [False]  # type: ignore[index,union-attr]
    assert events(context, tmp_path, "", blank=[]).frames["events"]["actor2"].to_list() == ["NA"]  # type: ignore[index,union-attr]
    with pytest.raises(RefusedError):
        events(context, tmp_path, "", blank="NA")


def test_a_sheet_has_the_same_words(tmp_path: Path, reporter: Reporter) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        for row, cells in enumerate((("id", "n"), ("NA", "3"), ("Na", "#N/A"), ("b", None))):
            page.write_row(row, 0, cells)
    table = read_table(path, reporter)
    assert table.frame["id"].fillna("").to_list() == ["", "Na", "b"]
    assert table.frame["n"].fillna("").to_list() == ["3", "", ""]
    assert [problem.value for problem in table.problems] == ["2"]


@pytest.mark.parametrize(
    ("state", "kept", "rules"),
    [
        ("Not approved", 0, ["kobo.rejected"]),
        ("Non approuvé", 0, ["kobo.rejected"]),
        ("validation_status_approved", 1, []),
        ("NA", 1, ["cells.blank"]),
        ("Refused", 1, ["kobo.validation"]),
    ],
)
def test_a_state_of_validation_is_a_closed_word(
    state: str, kept: int, rules: list[str], context: Contexts, tmp_path: Path
) -> None:
    path = tmp_path / "k.csv"
    path.write_text(f"_uuid,work_id,date,stage,_validation_status\nu,W,2020-01-01,works,{state}\n", encoding="utf-8")
    reading = FORMATS["kobo"].read(LayerSource(path="k.csv", format="kobo"), path, context("progress"))
    assert len(reading.frames["progress"]) == kept  # type: ignore[arg-type]
    assert [problem.rule for problem in reading.problems] == rules
