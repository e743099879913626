"""Boundaries and reference lists are taken all or not at all, and one spoilt file does not hide the others' faults."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import GeometryCollection, LineString, MultiPolygon, Polygon, box

from prosmed_gis.domain.problems import Severity
from prosmed_gis.errors import SchemaError
from prosmed_gis.readers import study as studies
from prosmed_gis.readers.reading import Format
from prosmed_gis.readers.study import Read, raise_if_fatal
from prosmed_gis.wording.sentences import say

Reads = Callable[..., Read]
Change = Callable[[gpd.GeoDataFrame], gpd.GeoDataFrame]
BOW_TIE = Polygon([(1, 10), (2, 12), (2, 10), (1, 12)])


def spoilt(boundaries: Path, folder: Path, layer: str, change: Change, **options: object) -> dict[str, Any]:
    path = folder / f"{layer}.gpkg"
    change(gpd.read_file(boundaries, layer=layer)).to_file(path, layer=layer)
    return {"path": path.name, "layer": layer, "format": "boundaries", "vintage": "2021", "options": options}


def shaped(code: str, shape: object) -> Change:
    def change(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        return frame.assign(
            geometry=[shape if one == code else old for one, old in zip(frame["pcode"], frame.geometry, strict=True)]
        )

    return change


def doubled(code: str, new: str) -> Change:
    def change(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        again = frame[frame["pcode"] == code].assign(pcode=new)
        return gpd.GeoDataFrame(pd.concat([frame, again], ignore_index=True), crs=frame.crs)

    return change


def without(code: str) -> Change:
    return lambda frame: frame[frame["pcode"] != code]


def valued(code: str, **values: object) -> Change:
    def change(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        for name, value in values.items():
            frame.loc[frame["pcode"] == code, name] = value
        return frame

    return change


@pytest.mark.parametrize(
    ("layer", "change", "rule", "unit"),
    [
        ("cercles", shaped("ML0102", BOW_TIE), "geometry.invalid", "Diéma / ML0102"),
        ("regions", shaped("ML01", BOW_TIE), "geometry.invalid", "Kayes / ML01"),
        ("communes", shaped("ML010201", BOW_TIE), "geometry.invalid", "Diéma / ML010201"),
        ("cercles", shaped("ML0102", None), "geometry.missing", "Diéma / ML0102"),
        ("cercles", shaped("ML0102", Polygon()), "geometry.missing", "Diéma / ML0102"),
        ("cercles", shaped("ML0102", LineString([(1, 10), (2, 12)])), "geometry.kind", "Diéma / ML0102"),
        (
            "cercles",
            shaped("ML0102", GeometryCollection([box(1, 10, 2, 12), LineString([(1, 10), (2, 12)])])),
            "geometry.kind",
            "Diéma / ML0102",
        ),
        ("cercles", doubled("ML0102", "ML0102"), "key.duplicate", "Diéma / ML0102"),
        ("cercles", doubled("ML0102", "ML0103"), "boundary.doubled", "Kayes / ML01"),
        ("cercles", without("ML0102"), "boundary.lost", "Kayes / ML01"),
        ("communes", without("ML010201"), "boundary.lost", "Diéma / ML0102"),
        ("communes", lambda frame: frame[frame["parent_pcode"] != "ML0102"], "boundary.childless", "Diéma / ML0102"),
        ("cercles", valued("ML0102", parent_pcode="ML09"), "pcode.unknown", "Diéma / ML0102"),
        ("cercles", valued("ML0102", parent_pcode=None), "value.missing", "Diéma / ML0102"),
        ("cercles", valued("ML0102", pcode=None), "value.missing", "Diéma"),
        ("cercles", valued("ML0102", name=None), "value.missing", "ML0102"),
    ],
)
def test_a_boundary_unit_that_is_not_whole_stops_the_run_by_name(
    layer: str, change: Change, rule: str, unit: str, read: Reads, boundaries: Path, tmp_path: Path
) -> None:
    result = read(**{layer: spoilt(boundaries, tmp_path, layer, change)})
    assert result.layers is None
    assert {problem.severity for problem in result.problems if problem.layer == layer} == {Severity.FATAL}
    assert any(problem.rule == rule and unit in say(problem.remedy, "en") for problem in result.problems)
    with pytest.raises(SchemaError, match=unit) as error:
        raise_if_fatal(result)
    assert error.value.exit_code == 3


def test_a_ring_that_is_not_closed_is_told_with_the_name_of_its_unit(
    read: Reads, boundaries: Path, tmp_path: Path
) -> None:
    path = tmp_path / "cercles.geojson"
    gpd.read_file(boundaries, layer="cercles").explode().to_file(path)
    content = json.loads(path.read_text(encoding="utf-8"))
    content["features"][1]["geometry"]["coordinates"][0].pop()
    path.write_text(json.dumps(content), encoding="utf-8")
    result = read(cercles={"path": path.name, "format": "boundaries", "vintage": "2021"})
    assert [(p.rule, p.severity, p.row) for p in result.problems] == [("geometry.unclosed", Severity.FATAL, 2)]
    assert "Diéma / ML0102" in say(result.problems[0].remedy, "en")


def test_a_cercle_that_is_lost_with_its_communes_is_missed_by_its_region(
    read: Reads, boundaries: Path, tmp_path: Path
) -> None:
    communes = spoilt(boundaries, tmp_path, "communes", lambda frame: frame[frame["parent_pcode"] != "ML0102"])
    result = read(cercles=spoilt(boundaries, tmp_path, "cercles", without("ML0102")), communes=communes)
    assert [(p.rule, p.value) for p in result.problems] == [("boundary.lost", "Kayes / ML01")]


def test_a_collection_of_polygons_is_read_and_told(read: Reads, boundaries: Path, tmp_path: Path) -> None:
    for shape in (
        GeometryCollection([box(1, 10, 2, 12)]),
        GeometryCollection([box(1, 10, 2, 11), MultiPolygon([box(1, 11.7, 2, 12)])]),
    ):
        result = read(share=0.3, cercles=spoilt(boundaries, tmp_path, "cercles", shaped("ML0102", shape)))
        assert ("boundary.collection", Severity.WARNING) in {(p.rule, p.severity) for p in result.problems}
        assert "Diéma / ML0102" in next(say(p.remedy, "en") for p in result.problems)
        (tmp_path / "cercles.gpkg").unlink()
    assert result.layers is None  # a quarter of the unit is gone: its communes measure more


@pytest.mark.parametrize(
    "shape",
    [
        # A spike that goes out and comes back; a ring with a small loop; a collection with a stray line.
        Polygon([(1, 10), (2, 10), (2, 12), (1.5, 12), (1.5, 13), (1.5, 12), (1, 12)]),
        Polygon([(1, 10), (2, 10), (2, 12), (1.001, 12), (1, 11.999), (1, 12), (1.001, 11.999), (1, 11.99)]),
        GeometryCollection([box(1, 10, 2, 12), LineString([(1, 10), (2, 12)])]),
    ],
)
def test_a_repair_is_made_only_where_it_is_accepted_and_is_told(
    shape: object, read: Reads, boundaries: Path, tmp_path: Path
) -> None:
    entry = spoilt(boundaries, tmp_path, "cercles", shaped("ML0102", shape))
    assert read(cercles=entry).layers is None
    result = read(cercles=entry | {"options": {"repair": "make_valid"}})
    assert result.layers is not None
    assert result.layers.cercles.is_valid.all()
    assert list(result.layers.cercles.index) == ["ML0101", "ML0102", "ML0201", "ML0202"]
    rules = {problem.rule for problem in result.problems}
    assert rules in ({"boundary.repaired"}, {"boundary.collection"})
    assert all("ML0102" in say(problem.remedy, "en") for problem in result.problems)
    if rules == {"boundary.repaired"}:
        assert say(result.problems[0].remedy, "en").count("km²") == 2


def test_a_repair_that_is_unknown_or_changes_the_country_is_refused(
    read: Reads, boundaries: Path, tmp_path: Path
) -> None:
    entry = spoilt(boundaries, tmp_path, "cercles", shaped("ML0102", BOW_TIE), repair="buffer")
    assert [p.rule for p in read(cercles=entry).problems if p.layer == "cercles"] == ["option.value"]
    result = read(cercles=entry | {"options": {"repair": "make_valid"}})
    assert result.layers is None  # half of the unit is left: its communes do not fit into it
    assert "boundary.repaired" in {problem.rule for problem in result.problems}


REFERENCE = "cercle_pcode,region_programme,cercle,communes,track,initiation_phase\n"


@pytest.mark.parametrize(
    ("row", "unit"),
    [
        ("ML0999,Kayes,Diéma,2,prevent,no", "Diéma / ML0999"),
        ("ML0101,Kayes,Kita,2,prevent,no", "Kita / ML0101"),
        ("ML0102,Kayes,Diéma,2,prevent,peut-être", "Diéma / ML0102"),
        ("ML0102,Kayes,Diéma,2.000,prevent,no", "communes"),
        ("ML0102,Kayes,Diéma,2,prevent,no,more", "reference.csv, 3"),
    ],
)
def test_a_reference_list_never_shrinks_with_a_fault(row: str, unit: str, read: Reads, tmp_path: Path) -> None:
    text = f"{REFERENCE}ML0101,Kayes,Kita,2,prevent,no\n{row}\n"
    (tmp_path / "reference.csv").write_text(text, encoding="utf-8")
    result = read(share=0.9, reference={"path": "reference.csv", "format": "reference"})
    assert result.layers is None
    assert any(
        p.severity is Severity.FATAL and unit in say(p.remedy, "en") for p in result.problems if p.layer == "reference"
    )


@pytest.mark.parametrize("error", [zlib.error("bad"), TypeError("no"), MemoryError(), KeyError("x"), RuntimeError()])
def test_whatever_one_file_does_the_others_are_read_and_told(
    error: Exception, read: Reads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise error

    (tmp_path / "facilities.csv").write_text("x\n", encoding="utf-8")
    (tmp_path / "population.csv").write_text("pcode,people\nML0101,1\n", encoding="utf-8")
    form = Format("facilities", broken, ("facilities",))  # type: ignore[arg-type]
    monkeypatch.setitem(studies.FORMATS, "facilities", form)
    result = read(
        facilities={"path": "facilities.csv", "format": "facilities"},
        population={"path": "population.csv", "format": "population"},
    )
    assert result.layers is None
    failed = [problem for problem in result.problems if problem.layer == "facilities"]
    assert [(p.rule, p.severity, p.file) for p in failed] == [("file.failed", Severity.FATAL, "facilities.csv")]
    assert type(error).__name__.split(".")[-1] in say(failed[0].remedy, "en")
    assert [p.rule for p in result.problems if p.layer == "population"] == ["column.missing"] * 2


def test_a_bad_coordinate_is_counted_once(read: Reads, tmp_path: Path) -> None:
    rows = [f"P{number},x,village,{lon},11\n" for number, lon in enumerate(("1", "1,5", "abc", "", "2,250"))]
    text = "place_id;name;place_class;lon;lat\n" + "".join(rows).replace(",x,village,", ";x;village;").replace(
        ",11", ";11"
    )
    (tmp_path / "settlements.csv").write_text(text, encoding="utf-8")
    result = read(share=0.5, settlements={"path": "settlements.csv", "format": "settlements"})
    assert [(p.row, p.rule) for p in result.problems] == [(4, "value.float"), (5, "geometry.missing")]
    assert result.layers is not None
    assert result.layers.settlements is not None
    assert result.layers.settlements.geometry.x.to_list() == [1.0, 1.5, 2.25]


def test_a_work_whose_cost_cannot_be_read_is_set_aside_whole(read: Reads, tmp_path: Path) -> None:
    head = "work_id,kind,action,output,cercle_pcode,placed,label_fr,cost_2021_usd,cost_2022_usd\n"
    rows = "W1,ti,build,2.1,ML0101,yes,x,100,200\nW2,ti,build,2.1,ML0102,yes,x,cent,200\n"
    (tmp_path / "works.csv").write_text(head + rows, encoding="utf-8")
    result = read(share=0.6, works={"path": "works.csv", "format": "works"})
    assert [(p.row, p.rule, p.severity) for p in result.problems] == [(3, "value.float", Severity.ERROR)]
    assert result.layers is not None
    assert result.layers.works is not None
    assert result.layers.payments is not None
    assert list(result.layers.works.index) == ["W1"]
    assert set(result.layers.payments["work_id"]) == {"W1"}
