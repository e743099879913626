"""Good files in everyday dress are read, and doubtful ones are told with what to do."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import rasterio
import xlsxwriter
from affine import Affine
from shapely.geometry import LineString

from prosmed_gis.domain import numbers
from prosmed_gis.domain.reporting import Reporter
from prosmed_gis.readers.raster import read as read_raster
from prosmed_gis.readers.reading import Context, RefusedError
from prosmed_gis.readers.study import Read
from prosmed_gis.readers.tables import read_table
from prosmed_gis.readers.vectors import read_vector
from prosmed_gis.wording.sentences import say

Reads = Callable[..., Read]
SITES = "facility_id,name,kind,status,position_quality,source,lon,lat\n"
ACLED = (
    "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,inter1,actor2,inter2,country,admin2,"
    "latitude,longitude,geo_precision,fatalities\n"
)


def put(folder: Path, name: str, text: str, encoding: str = "utf-8") -> dict[str, Any]:
    (folder / name).write_bytes(text.encode(encoding))
    return {"path": name, "format": Path(name).stem}


def event(number: int, day: str = "2021-06-01", *, country: str = "Mali", admin: str = "Kita", lon: float = 0.5) -> str:
    return f"E{number},{day},1,Battles,Armed clash,Army,1,Group,2,{country},{admin},11,{lon},1,0\n"


def rules(read: Read) -> list[str]:
    return [problem.rule for problem in read.problems]


@pytest.mark.parametrize("head", [SITES.upper(), SITES.replace("_", " ").title(), SITES.replace("_", "")])
def test_headings_are_known_in_any_case(head: str, read: Reads, tmp_path: Path) -> None:
    result = read(facilities=put(tmp_path, "facilities.csv", head + "F1,x,ti,working,surveyed,s,1,11\n"))
    assert rules(result) == ["heading.case"]
    assert result.layers is not None
    assert result.layers.facilities is not None
    assert list(result.layers.facilities.index) == ["F1"]


def test_a_heading_that_is_there_keeps_its_column(tmp_path: Path, reporter: Reporter) -> None:
    put(tmp_path, "a.csv", "Name,name,N A M E\na,b,c\n")
    table = read_table(tmp_path / "a.csv", reporter, known=["name"])
    assert list(table.frame.columns) == ["Name", "name", "N A M E"]
    put(tmp_path, "b.csv", "Name,N A M E\na,b\n")
    assert list(read_table(tmp_path / "b.csv", reporter, known=["name"]).frame.columns) == ["Name", "N A M E"]


def test_headings_below_merged_titles_are_found(read: Reads, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "facilities.xlsx") as book:
        page = book.add_worksheet()
        page.merge_range(0, 0, 0, 2, "Identité")
        page.merge_range(0, 3, 0, 5, "État")
        page.write_row(1, 0, SITES.strip().split(","))
        page.write_row(2, 0, ["F1", "x", "ti", "working", "surveyed", "s", 1, 11])
    result = read(facilities={"path": "facilities.xlsx", "format": "facilities"})
    assert [(p.rule, p.value) for p in result.problems] == [("heading.row", "2")]
    assert result.rows.set_index("layer").loc["facilities", "rows_in"] == 1


@pytest.mark.parametrize(("mark", "first"), [(";", "sep=;\n"), ("|", "sep=|\r\n"), ("\t", '"sep=\t"\n')])
def test_the_line_by_which_excel_is_told_the_separator_is_no_heading(
    mark: str, first: str, tmp_path: Path, reporter: Reporter
) -> None:
    put(tmp_path, "a.csv", first + f"a{mark}b\n1{mark}2,5\n")
    frame = read_table(tmp_path / "a.csv", reporter).frame
    assert frame["b"].to_list() == ["2,5"]
    assert frame.index.to_list() == [3]


def test_a_code_page_of_dos_is_told_and_can_be_stated(read: Reads, tmp_path: Path) -> None:
    text = SITES + "F1,Poste de Ségou,ti,working,surveyed,s,1,11\n"
    entry = put(tmp_path, "facilities.csv", text, "cp850")
    result = read(facilities=entry)
    assert [(p.rule, p.value, p.severity.value) for p in result.problems] == [("encoding.cp850", "S‚gou", "warning")]
    assert "Ségou" in say(result.problems[0].remedy, "en")
    result = read(facilities=entry | {"options": {"encoding": "cp850"}})
    assert rules(result) == []
    assert result.layers is not None
    assert result.layers.facilities is not None
    assert result.layers.facilities["name"].to_list() == ["Poste de Ségou"]
    assert rules(read(facilities=entry | {"options": {"encoding": "dos"}})) == ["option.value"]


def test_french_quotes_of_windows_are_no_code_page_of_dos(tmp_path: Path, reporter: Reporter) -> None:
    put(tmp_path, "a.csv", "nom\nl’école “Nord” – cœur… d’été\n", "cp1252")
    assert [problem.rule for problem in read_table(tmp_path / "a.csv", reporter).problems] == ["encoding.cp1252"]


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("3°58'10.9\"W", -3.969694444),
        ("14°30'00\"N", 14.5),
        ("4° 30’ O", -4.5),
        ("12°S", -12.0),
        ("-3°30'", -3.5),
        ("3º30'36,0''E", 3.51),
    ],
)
def test_degrees_minutes_and_seconds_have_one_meaning(text: str, degrees: float) -> None:
    found, turned = numbers.from_sexagesimal(pd.Series([text, "7.5", None]))
    assert turned.to_list() == [True, False, False]
    assert float(found.iloc[0]) == pytest.approx(degrees)


@pytest.mark.parametrize("text", ["3°61'W", "-3°30'W", "3°58", "N14", "14 30 00"])
def test_what_is_half_said_stays_text(text: str) -> None:
    assert numbers.from_sexagesimal(pd.Series([text]))[0].to_list() == [text]


def test_points_in_degrees_and_minutes_are_read_and_told(read: Reads, tmp_path: Path) -> None:
    text = SITES + "F1,x,ti,working,surveyed,s,1°30'E,11°30'N\nF2,x,ti,working,surveyed,s,1.25,11\n"
    result = read(facilities=put(tmp_path, "facilities.csv", text))
    assert [(p.rule, p.column, p.value) for p in result.problems] == [
        ("degrees.sexagesimal", "lon", "1"), ("degrees.sexagesimal", "lat", "1"),
    ]  # fmt: skip
    assert result.layers is not None
    assert result.layers.facilities is not None
    assert result.layers.facilities.geometry.x.to_list() == [1.5, 1.25]


def test_a_zip_made_on_a_mac_is_read(tmp_path: Path, reporter: Reporter) -> None:
    gpd.GeoDataFrame({"n": ["a"]}, geometry=[LineString([(1, 11), (2, 11)])], crs=4326).to_file(tmp_path / "roads.shp")
    with zipfile.ZipFile(tmp_path / "roads.zip", "w") as archive:
        for part in sorted(tmp_path.glob("roads.*")):
            if part.suffix != ".zip":
                archive.write(part, part.name)
                archive.writestr(f"__MACOSX/._{part.name}", b"\x00\x05\x16\x07")
    assert len(read_vector(tmp_path / "roads.zip", reporter).frame) == 1


@pytest.mark.parametrize("cell", ["ML0101;ML0102", "ML0101, ML0102", "ML0101 ML0102", "ML0101 ; ML0102;"])
def test_codes_in_one_cell_part_in_any_way(cell: str, read: Reads, tmp_path: Path) -> None:
    text = f'project_id,project,theme,level,pcodes,source\nP1,x,peace,cercle,"{cell}",s\n'
    result = read(interventions=put(tmp_path, "interventions.csv", text))
    assert result.layers is not None
    assert result.layers.interventions is not None
    assert result.layers.interventions["pcode"].to_list() == ["ML0101", "ML0102"]


def test_a_code_in_small_letters_gets_a_proposal(read: Reads, tmp_path: Path) -> None:
    text = "project_id,project,theme,level,pcodes,source\nP1,x,peace,cercle,ml0101,s\n"
    result = read(share=1.0, interventions=put(tmp_path, "interventions.csv", text))
    assert rules(result) == ["pcode.case"]
    assert "ML0101" in say(result.problems[0].remedy, "en")


@pytest.mark.parametrize("value", [3.4028235e38, 1e20, np.inf])
def test_a_grid_whose_no_data_is_not_declared_is_refused(
    value: float, context: Callable[[str], Context], tmp_path: Path
) -> None:
    from prosmed_gis.config.study import LayerSource

    path = tmp_path / "p.tif"
    cells = np.full((4, 8), 12.0, dtype="float64")
    cells[0, 0] = value
    shape = {"driver": "GTiff", "height": 4, "width": 8, "count": 1, "dtype": "float64", "crs": "EPSG:4326"}
    with rasterio.open(path, "w", transform=Affine(0.5, 0, 0, 0, -0.5, 12), **shape) as grid:
        grid.write(cells, 1)
    source = LayerSource(path="p.tif", format="raster", options={"unit": "people_per_cell", "year": 2020})
    with pytest.raises(RefusedError) as error:
        read_raster(source, path, context("population_raster"))
    assert [problem.rule for problem in error.value.problems] == ["raster.absurd"]


def test_events_of_several_countries_ask_for_one(read: Reads, tmp_path: Path) -> None:
    put(tmp_path, "e.csv", ACLED + event(1) + event(2, country="Niger", lon=30))
    entry = {"path": "e.csv", "format": "acled"}
    result = read(events=entry)
    assert [(p.rule, p.value) for p in result.problems] == [("scope.countries", "Mali (1), Niger (1)")]
    assert "country" in say(result.problems[0].remedy, "en")
    assert rules(read(events=entry | {"options": {"country": "Mali"}})).count("scope.countries") == 0


def test_events_that_end_long_before_the_study_are_told(read: Reads, tmp_path: Path) -> None:
    put(tmp_path, "e.csv", ACLED + event(1, "2021-01-01"))
    result = read(events={"path": "e.csv", "format": "acled"})
    (stale,) = (problem for problem in result.problems if problem.rule == "events.stale")
    assert "180 days" in say(stale.remedy, "en")
    put(tmp_path, "e.csv", ACLED + event(1, "2021-06-01"))
    assert "events.stale" not in rules(read(events={"path": "e.csv", "format": "acled"}))


def test_a_point_in_another_cercle_than_the_row_names_is_told_by_pair(read: Reads, tmp_path: Path) -> None:
    lost = "".join(event(number, lon=1.5) for number in range(3))
    fine = "".join(event(number) for number in range(3, 20)) + event(20, admin="Ailleurs") + event(21, admin="")
    put(tmp_path, "e.csv", ACLED + lost + fine)
    found = [p for p in read(events={"path": "e.csv", "format": "acled"}).problems if "elsewhere" in p.rule]
    assert [(p.rule, p.row, p.value) for p in found] == [("events.elsewhere", 2, "Kita")]
    assert "3 event(s)" in say(found[0].remedy, "en")
    assert "'Diéma' (rows 2, 3, 4)" in say(found[0].remedy, "en")
    put(tmp_path, "e.csv", ACLED + lost + event(4))
    assert "events.elsewhere_many" in rules(read(events={"path": "e.csv", "format": "acled"}))
