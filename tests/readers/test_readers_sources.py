"""Each source's own spelling, on a few rows whose canonical form is known by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import rasterio
from affine import Affine
from shapely.geometry import LineString

from prosmed_gis.config.study import LayerSource
from prosmed_gis.domain.layers import Raster
from prosmed_gis.domain.problems import Severity
from prosmed_gis.domain.vocabulary import FacilityKind
from prosmed_gis.readers import events, osm
from prosmed_gis.readers.reading import Context, Reading, RefusedError
from prosmed_gis.readers.registry import FORMATS
from prosmed_gis.wording.sentences import say

Contexts = Callable[[str], Context]

NEW = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,"
    "actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,"
    "longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp"
)
OLD = (
    "data_id,iso,event_id_cnty,event_id_no_cnty,event_date,year,time_precision,event_type,sub_event_type,actor1,"
    "assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,region,country,admin1,admin2,admin3,location,latitude,"
    "longitude,geo_precision,source,source_scale,notes,fatalities,timestamp,iso3"
)
EVENT = {
    "event_id_cnty": "MLI1", "event_date": "2020-07-31", "time_precision": "1", "event_type": "Battles",
    "sub_event_type": "Armed clash", "actor1": "A", "inter1": "Rebel group", "actor2": "B", "inter2": "State forces",
    "country": "Mali", "latitude": "11", "longitude": "1", "geo_precision": "1", "fatalities": "2", "timestamp": "100",
}  # fmt: skip


def write(path: Path, heading: str, rows: list[dict[str, str]], separator: str = ",") -> Path:
    names = heading.split(",")
    table = pd.DataFrame([{name: row.get(name, "") for name in names} for row in rows], columns=names)
    table.to_csv(path, index=False, sep=separator, encoding="utf-8-sig", quoting=1)
    return path


def read(form: str, path: Path, context: Context, **source: Any) -> Reading:
    return FORMATS[form].read(LayerSource(path=path.name, format=form, **source), path, context)


def frame_of(reading: Reading, layer: str) -> pd.DataFrame:
    frame = reading.frames[layer]
    assert isinstance(frame, pd.DataFrame)
    return frame


def rules(reading: Reading) -> list[str]:
    return [problem.rule for problem in reading.problems]


@pytest.mark.parametrize("separator", [",", ";"])
def test_new_acled_layout(separator: str, tmp_path: Path, context: Contexts) -> None:
    rows = [
        EVENT,
        EVENT
        | {
            "event_id_cnty": "MLI2",
            "event_type": "Violence against civilians",
            "civilian_targeting": "Civilian targeting",
            "geo_precision": "3",
            "inter2": "Civilians",
        },
    ]
    reading = read("acled", write(tmp_path / "a.csv", NEW, rows, separator), context("events"))
    frame = frame_of(reading, "events")
    assert frame["type"].to_list() == ["battle", "civilians"]
    assert frame["geo_precision"].to_list() == [1, 4]
    assert frame["civilian_targeting"].to_list() == [False, True]
    assert frame["actor1_kind"].to_list() == ["rebel", "rebel"]
    assert frame["actor2_kind"].to_list() == ["state", "civilians"]
    assert set(frame["licence_class"]) == {"restricted"}
    assert frame["geometry"].iloc[0].coords[0] == (1, 11)
    assert rules(reading) == []


def test_old_acled_layout(tmp_path: Path, context: Contexts) -> None:
    old = {"inter1": "2", "inter2": "0", "event_date": "31 July 2020", "actor2": ""}
    rows = [
        EVENT | old,
        EVENT | old | {"event_id_cnty": "MLI2", "event_type": "Riots/Protests", "inter1": "6"},
        EVENT | old | {"event_id_cnty": "MLI3", "event_type": "Remote violence", "inter2": "7"},
        EVENT | old | {"event_id_cnty": "MLI4", "event_type": "Demostrations"},
        EVENT | old | {"event_id_cnty": "MLI5", "inter1": "9", "geo_precision": "7"},
    ]
    reading = read("acled", write(tmp_path / "a.csv", OLD, rows), context("events"))
    frame = frame_of(reading, "events")
    assert frame["type"].to_list()[:3] == ["battle", "protest", "explosion"]
    assert pd.isna(frame["type"].iloc[3])
    assert frame["actor1_kind"].to_list() == ["rebel", "protesters", "rebel", "rebel", "unknown"]
    assert frame["actor2_kind"].isna().to_list() == [True, True, False, True, True]
    assert frame["civilian_targeting"].to_list() == [False, False, True, False, False]
    found = {(problem.row, problem.rule) for problem in reading.problems}
    assert found == {(5, "event.type"), (6, "event.precision"), (None, "event.actor"), (None, "event.targeting")}


def test_the_newest_version_of_an_event_is_kept(tmp_path: Path, context: Contexts) -> None:
    rows = [
        EVENT | {"fatalities": "9"},
        EVENT | {"timestamp": "200", "fatalities": "4"},
        EVENT | {"event_id_cnty": "X"},
    ]
    reading = read("acled", write(tmp_path / "a.csv", NEW, rows), context("events"))
    assert frame_of(reading, "events")["fatalities"].to_list() == ["4", "2"]
    assert [(p.rule, p.value) for p in reading.problems] == [("event.superseded", "1")]
    assert reading.rows_in == 3


def test_other_countries_are_out_of_scope_not_refused(tmp_path: Path, context: Contexts) -> None:
    rows = [EVENT, EVENT | {"event_id_cnty": "NER1", "country": "Niger"}]
    reading = read("acled", write(tmp_path / "a.csv", NEW, rows), context("events"), options={"country": "Mali"})
    assert len(frame_of(reading, "events")) == 1
    assert [(p.rule, p.value, p.severity.value) for p in reading.problems] == [("scope.country", "1", "info")]


def test_every_type_and_kind_of_acled_is_in_the_canonical_words() -> None:
    from prosmed_gis.domain.schemas import EVENTS

    assert {kind.value for kind in events.TYPES.values()} <= set(EVENTS.column("type").allowed)
    assert {kind.value for kind in events.KINDS.values()} <= set(EVENTS.column("actor1_kind").allowed)


GED = "id,type_of_violence,side_a,gwnoa,side_b,gwnob,where_prec,latitude,longitude,country,date_prec,date_start,date_end,best,low,high"
GED_ROW = {
    "id": "7", "type_of_violence": "1", "side_a": "Government of Mali", "gwnoa": "432", "side_b": "JNIM", "where_prec": "1",
    "latitude": "11", "longitude": "1", "country": "Mali", "date_prec": "1", "date_start": "2020-01-02 00:00:00",
    "date_end": "2020-01-02", "best": "5", "low": "4", "high": "6",
}  # fmt: skip


def test_ucdp_layout(tmp_path: Path, context: Contexts) -> None:
    rows = [
        GED_ROW,
        GED_ROW | {"id": "8", "type_of_violence": "2", "side_a": "X", "gwnoa": "", "where_prec": "3", "date_prec": "5"},
        GED_ROW
        | {"id": "9", "type_of_violence": "3", "side_a": "JNIM", "gwnoa": "", "side_b": "Civilians", "where_prec": "6"},
    ]
    frame = frame_of(read("ucdp", write(tmp_path / "a.csv", GED, rows), context("events")), "events")
    assert frame["event_id"].to_list() == ["UCDP-7", "UCDP-8", "UCDP-9"]
    assert frame["geo_precision"].to_list() == [1, 3, 4]
    assert frame["date_precision"].to_list() == [1, 3, 1]
    assert frame["type"].to_list() == ["battle", "battle", "civilians"]
    assert frame["actor1_kind"].to_list() == ["state", "unknown", "unknown"]
    assert frame["actor2_kind"].to_list() == ["rebel", "unknown", "civilians"]
    assert frame["civilian_targeting"].to_list() == [False, False, True]
    assert set(frame["licence_class"]) == {"open"}


COUNTS = "Country,Admin1,Admin2,ISO3,Admin2 Pcode,Admin1 Pcode,Month,Year,Events,Fatalities"
COUNT = {
    "Country": "Mali",
    "Admin2": "Kita",
    "Admin2 Pcode": "ML0101",
    "Month": "March",
    "Year": "2020",
    "Events": "2",
    "Fatalities": "1",
}
CLASS = {"event_class": "political_violence"}


def test_hdx_counts(tmp_path: Path, context: Contexts) -> None:
    rows = [COUNT, COUNT | {"Admin2 Pcode": "ML0102", "Admin2": "Diema", "Month": "Marchember"}]
    reading = read("acled_hdx_counts", write(tmp_path / "a.csv", COUNTS, rows), context("event_counts"), options=CLASS)
    frame = frame_of(reading, "event_counts")
    assert frame["count_id"].iloc[0] == "ML0101_2020-03_political_violence"
    assert frame["month"].iloc[0] == "2020-03-01"
    assert frame["month"].isna().to_list() == [False, True]
    assert [(p.row, p.rule) for p in reading.problems] == [(3, "value.date")]


def test_the_class_of_counts_must_be_said(tmp_path: Path, context: Contexts) -> None:
    path = write(tmp_path / "a.csv", COUNTS, [COUNT])
    for options in ({}, {"event_class": "everything"}):
        with pytest.raises(RefusedError) as error:
            read("acled_hdx_counts", path, context("event_counts"), options=options)
        assert error.value.problems[0].rule == "option.value"


def test_codes_under_other_names_give_the_vintage_away(tmp_path: Path, context: Contexts) -> None:
    # The same codes as in the boundaries, but naming other cercles, as after a re-issue.
    names = {"ML0101": "Diema", "ML0102": "Kita", "ML0201": "Niono", "ML0202": "Niono"}
    rows = [COUNT | {"Admin2 Pcode": code, "Admin2": name} for code, name in names.items()]
    with pytest.raises(RefusedError) as error:
        read("acled_hdx_counts", write(tmp_path / "a.csv", COUNTS, rows), context("event_counts"), options=CLASS)
    assert [(p.rule, p.value) for p in error.value.problems] == [("vintage.names", "75%")]


def test_an_unknown_code_with_a_known_name_is_proposed_not_replaced(tmp_path: Path, context: Contexts) -> None:
    rows = [COUNT | {"Admin2 Pcode": "ML9999", "Admin2": "Niono"}]
    reading = read("acled_hdx_counts", write(tmp_path / "a.csv", COUNTS, rows), context("event_counts"), options=CLASS)
    assert frame_of(reading, "event_counts")["cercle_pcode"].to_list() == ["ML9999"]
    assert [(p.rule, "ML0202 Niono" in say(p.remedy, "en")) for p in reading.problems] == [("pcode.proposed", True)]


@pytest.mark.parametrize(
    ("tag", "name", "kind"),
    [
        ("amenity=police", "Kenieba Gendamarie", FacilityKind.BRIGADE),
        ("amenity=police", "Kolokani's Gendarmery", FacilityKind.BRIGADE),
        ("amenity=police", "Poste de Gendarmerie de Fana", FacilityKind.BRIGADE),
        ("amenity=police", "Direction Générale de la Gendarmerie", FacilityKind.SECURITY_OTHER),
        ("amenity=police", "Garde Nationale", FacilityKind.SECURITY_OTHER),
        ("amenity=police", "Commissariat de Police 1er Arrondisssement Ségou", FacilityKind.COMMISSARIAT),
        ("amenity=police", "Kenieba Douane (customs)", FacilityKind.CUSTOMS),
        ("amenity=police", "Custom poste", FacilityKind.CUSTOMS),
        ("amenity=police", "Customer office", FacilityKind.UNCLASSIFIED),
        ("amenity=police", "Grenzposten", FacilityKind.BORDER_POST),
        ("amenity=police", "Moussala border police", FacilityKind.BORDER_POST),
        ("amenity=police", "POSTE DE CONTRÔLE ROUTIER DE ZANTIGUILA", FacilityKind.CHECKPOINT),
        ("amenity=police", "Kolokani's control poste", FacilityKind.CHECKPOINT),
        ("amenity=police", "Bankass check point", FacilityKind.CHECKPOINT),
        ("amenity=police", "Police Station", FacilityKind.POSTE),
        ("amenity=police", "Office", FacilityKind.UNCLASSIFIED),
        ("amenity=courthouse", "Mosque", FacilityKind.UNCLASSIFIED),
        ("amenity=courthouse", "Tribunal de grande instance de Mopti", FacilityKind.TGI),
        ("amenity=courthouse", "Tribunal d'instance de San", FacilityKind.TI),
        ("amenity=courthouse", "Justice de paix à compétence étendue", FacilityKind.JPCE),
        ("amenity=courthouse", "Palais de Justice de Diré", FacilityKind.COURT),
        ("amenity=prison", "Maison d'arrêt", FacilityKind.EPES),
        ("military=barracks", "Camp", FacilityKind.BARRACKS),
    ],
)
def test_osm_names_tell_kinds_apart(tag: str, name: str, kind: FacilityKind) -> None:
    assert osm.classify(tag, name) is kind


OSM = "osm_node_id,lat,lon,name,name_en,tag,value,population,elevation,extract"


def node(number: int, **more: str) -> dict[str, str]:
    return {
        "osm_node_id": str(number),
        "lat": "11",
        "lon": "1",
        "tag": "amenity",
        "value": "police",
        "extract": "ML",
    } | more


def test_osm_rows_out_of_scope_unnamed_odd_and_twice(tmp_path: Path, context: Contexts) -> None:
    rows = [
        node(1),
        node(2, extract="NE"),
        node(3, value="townhall"),
        node(4, value="courthouse", name="Mosque"),
        node(5, lat="11.0001"),
        node(6, lat="11.01", name="Gendarmerie"),
    ]
    reading = read("osm", write(tmp_path / "a.csv", OSM, rows), context("facilities"), options={"country": "ML"})
    frame = frame_of(reading, "facilities")
    assert frame["facility_id"].to_list() == ["OSM-1", "OSM-4", "OSM-5", "OSM-6"]
    assert frame["kind"].to_list() == ["poste", "unclassified", "poste", "brigade"]
    assert set(frame["status"]) == {"unknown"}
    assert reading.rows_in == 6
    found = sorted((p.severity.value, p.rule, p.row) for p in reading.problems if p.row is not None)
    assert found == [
        ("info", "facility.unnamed", 2),
        ("info", "facility.unnamed", 6),
        ("warning", "facility.twin", 6),
        ("warning", "facility.unclassified", 5),
    ]
    assert [p.rule for p in reading.problems if p.row is None] == ["scope.country", "scope.kind"]


def test_settlements_of_2015_give_no_code_of_today(tmp_path: Path, context: Contexts) -> None:
    rows = [
        {
            "featureNam": "Bambela",
            "pcode": "ML010101001",
            "popPlaceCl": "5",
            "popPlace_1": "NA",
            "longitude": "1",
            "latitude": "11",
        }
    ]
    path = write(tmp_path / "a.csv", "featureNam,pcode,popPlaceCl,popPlace_1,longitude,latitude", rows)
    reading = read("settlements_ocha", path, context("settlements"))
    frame = frame_of(reading, "settlements")
    assert frame["place_class"].to_list() == ["village"]
    assert "cercle_pcode" not in frame.columns
    assert rules(reading) == ["cells.blank", "vintage.location"]


def test_own_interventions_give_one_row_a_place_and_money_once(tmp_path: Path, context: Contexts) -> None:
    heading = "project_id,project,theme,activity_fr,actors,donor,amount,currency,start,end,level,pcodes,note"
    rows = [
        {
            "project_id": "P1",
            "project": "Un",
            "theme": "peace",
            "amount": "100",
            "currency": "USD",
            "start": "2018",
            "end": "2020-02",
            "level": "cercle",
            "pcodes": "ML0101 ML0102",
        },
        {"project_id": "P2", "project": "Deux", "theme": "pve", "level": "national"},
    ]
    reading = read("interventions", write(tmp_path / "a.csv", heading, rows), context("interventions"))
    frame = frame_of(reading, "interventions")
    assert frame["row_id"].to_list() == ["P1:cercle:ML0101", "P1:cercle:ML0102", "P2:national:-"]
    assert frame["budget"].to_list()[0] == "100"
    assert frame["budget"].isna().to_list() == [False, True, True]
    assert frame["start"].iloc[0] == "2018-01-01"
    assert frame["end"].iloc[0] == "2020-02-29"
    assert frame.index.to_list() == [2, 2, 3]
    assert reading.rows_in == 2


W3 = "Organisation Accronyme,Nom Organisation,admin2Pcod,Cercle,Commune,Cluster"


def test_3w_counts_organisations_not_rows(tmp_path: Path, context: Contexts) -> None:
    row = {
        "Organisation Accronyme": "SIF",
        "Nom Organisation": "Secours",
        "admin2Pcod": "ML0101",
        "Cercle": "KITA",
        "Commune": "a",
        "Cluster": "EHA",
    }
    tags = dict(
        zip(W3.split(","), ["#org+acronym", "#org+name", "#adm2+code", "#adm2+name", "", "#sector"], strict=True)
    )
    rows = [tags, row, row, row | {"Commune": "b"}, row | {"Cluster": "Santé"}, row | {"Organisation Accronyme": "sif"}]
    reading = read("3w", write(tmp_path / "a.csv", W3, rows), context("interventions"), options={"label": "3W"})
    frame = frame_of(reading, "interventions")
    assert frame["row_id"].to_list() == ["3W:sif:ML0101:eha", "3W:sif:ML0101:sante"]
    assert frame["theme"].to_list() == ["EHA", "Santé"]
    assert set(frame["status"]) == {"unknown"}
    assert [(p.rule, p.value) for p in reading.problems] == [("rows.repeated", "1"), ("rows.distinct", "2")]
    assert reading.rows_in == 5


HNO = "Admin 1 PCode,Admin 2 PCode,Sector,Gender,Age Range,Disabled,Population Group,Population"


def test_hno_reads_one_row_a_cercle(tmp_path: Path, context: Contexts) -> None:
    total = {
        "Admin 1 PCode": "ML01",
        "Admin 2 PCode": "ML0101",
        "Sector": "ALL",
        "Gender": "a",
        "Age Range": "ALL",
        "Disabled": "a",
        "Population Group": "ALL",
        "Population": "10",
    }
    rows = [
        total | {"Admin 1 PCode": "", "Admin 2 PCode": ""},
        total,
        total | {"Gender": "f", "Population": "6"},
        total | {"Sector": "WSH"},
    ]
    reading = read("hno", write(tmp_path / "a.csv", HNO, rows), context("population"), options={"year": 2024})
    frame = frame_of(reading, "population")
    assert frame["people"].to_list() == ["10"]
    assert frame["year"].to_list() == [2024]
    assert [(p.rule, p.value) for p in reading.problems] == [("scope.national", "10"), ("scope.breakdown", "2")]


@pytest.mark.parametrize("options", [{}, {"year": "last"}])
def test_the_year_of_people_must_be_said(options: dict[str, str], tmp_path: Path, context: Contexts) -> None:
    with pytest.raises(RefusedError) as error:
        read("hno", write(tmp_path / "a.csv", HNO, []), context("population"), options=options)
    assert error.value.problems[0].column == "year"


def test_cod_ps_needs_its_vintage(tmp_path: Path, context: Contexts) -> None:
    path = write(
        tmp_path / "a.csv",
        "admin2Name_fr,admin2Pcode,T_TL",
        [{"admin2Name_fr": "Kita", "admin2Pcode": "ML0101", "T_TL": "5"}],
    )
    with pytest.raises(RefusedError) as error:
        read("cod_ps", path, context("population"), options={"year": 2018})
    assert error.value.problems[0].rule == "vintage.missing"
    reading = read("cod_ps", path, context("population"), vintage="2021", options={"year": 2018})
    assert frame_of(reading, "population")["people"].to_list() == ["5"]


def tiff(
    path: Path, values: np.ndarray, *, crs: str | None = "EPSG:4326", nodata: float | None = -9999, **more: Any
) -> Path:
    profile = {"driver": "GTiff", "height": values.shape[-2], "width": values.shape[-1], "count": 1, "dtype": "float32"}
    placed = {"transform": Affine(1, 0, 0, 0, -1, 12), "crs": crs, "nodata": nodata} | more
    with rasterio.open(path, "w", **profile, **placed) as grid:
        grid.write(values.astype("float32"), 1)
    return path


PEOPLE = {"unit": "people_per_cell", "year": 2020}


def test_rasters_hold_nan_where_there_is_no_data(tmp_path: Path, context: Contexts) -> None:
    values = np.arange(8.0).reshape(2, 4)
    values[0, 0] = -9999
    raster = read("raster", tiff(tmp_path / "a.tif", values), context("population_raster"), options=PEOPLE).frames[
        "population_raster"
    ]
    assert isinstance(raster, Raster)
    assert np.isnan(raster.values[0, 0])
    assert np.nansum(raster.values) == 28
    assert (raster.unit, raster.year, raster.crs) == ("people_per_cell", 2020, "EPSG:4326")


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ({"crs": None}, "crs.missing"),
        ({"nodata": None}, "raster.negative"),
        ({"transform": Affine(1, 0, 50, 0, -1, 12)}, "crs.elsewhere"),
        ({"transform": Affine(1000, 0, 500000, 0, -1000, 1200000)}, "crs.wrong"),
        ({"transform": Affine(1, 0, 0, 0, 1, 10)}, "raster.turned"),
    ],
)
def test_rasters_that_cannot_be_used_are_refused(
    more: dict[str, Any], rule: str, tmp_path: Path, context: Contexts
) -> None:
    values = np.full((2, 4), 5.0)
    values[0, 0] = -9999
    path = tiff(tmp_path / "a.tif", values, **more)
    with pytest.raises(RefusedError) as error:
        read("raster", path, context("population_raster"), options=PEOPLE)
    assert error.value.problems[0].rule == rule


def test_a_raster_of_part_of_the_country_is_told(tmp_path: Path, context: Contexts) -> None:
    path = tiff(tmp_path / "a.tif", np.ones((2, 2)))
    reading = read("raster", path, context("population_raster"), options=PEOPLE)
    assert [(p.rule, p.value) for p in reading.problems] == [("raster.partial", "50%")]


@pytest.mark.parametrize("options", [{"year": 2020}, {"unit": "people", "year": 2020}, {"unit": "people_per_cell"}])
def test_the_unit_and_year_of_a_raster_must_be_said(options: dict[str, Any], tmp_path: Path, context: Contexts) -> None:
    with pytest.raises(RefusedError) as error:
        read("raster", tiff(tmp_path / "a.tif", np.ones((2, 4))), context("population_raster"), options=options)
    assert error.value.problems[0].rule == "option.value"


def test_a_raster_in_name_only_is_refused(tmp_path: Path, context: Contexts) -> None:
    path = tmp_path / "a.tif"
    path.write_text("no raster")
    with pytest.raises(RefusedError) as error:
        read("raster", path, context("population_raster"), options=PEOPLE)
    assert error.value.problems[0].rule == "format.other"


def test_roads_of_both_forms(tmp_path: Path, context: Contexts) -> None:
    line = LineString([(0, 10), (1, 11)])
    own = gpd.GeoDataFrame(
        {"road_id": ["r"], "road_class": "track", "state": "poor", "source": "s"}, geometry=[line], crs=4326
    )
    own.to_file(tmp_path / "own.geojson")
    frame = frame_of(read("roads", tmp_path / "own.geojson", context("roads")), "roads")
    assert frame["geometry"].iloc[0].geom_type == "MultiLineString"
    routes = gpd.GeoDataFrame(
        {"from": [1, 2], "to": [2, 3], "speed_kmh": 60.5, "upgrade_cat": ["Upgrade", "?"]},
        geometry=[line, line],
        crs=4326,
    )
    routes.to_file(tmp_path / "routes.geojson")
    frame = frame_of(read("trans_african_routes", tmp_path / "routes.geojson", context("roads")), "roads")
    assert frame["road_id"].to_list() == ["TAR-1-2", "TAR-2-3"]
    assert frame["state"].to_list() == ["poor", "unknown"]
    assert set(frame["road_class"]) == {"primary"}


def test_lines_get_identifiers_where_they_have_none(tmp_path: Path, context: Contexts) -> None:
    line = LineString([(0, 10), (1, 11)])
    gpd.GeoDataFrame({"name": ["Niger", None]}, geometry=[line, line], crs=4326).to_file(tmp_path / "r.geojson")
    frame = frame_of(read("lines", tmp_path / "r.geojson", context("rivers")), "rivers")
    assert frame["line_id"].to_list() == ["L0001", "L0002"]


WORKS = (
    "work_id,kind,action,output,place,cercle_pcode,placed,cost_2021_usd,cost_2022_usd,total_usd,label_fr,source_line"
)
WORK = {
    "work_id": "W1",
    "kind": "ti",
    "action": "build",
    "output": "2.2",
    "cercle_pcode": "ML0101",
    "placed": "yes",
    "label_fr": "TI",
}


def test_works_give_payments_by_year_and_their_total_is_checked(tmp_path: Path, context: Contexts) -> None:
    rows = [
        WORK | {"cost_2021_usd": "10", "cost_2022_usd": "5", "total_usd": "15"},
        WORK | {"work_id": "W2", "cost_2021_usd": "0", "cost_2022_usd": "7", "total_usd": "8"},
        WORK | {"work_id": "W3"},
    ]
    reading = read("works", write(tmp_path / "a.csv", WORKS, rows), context("works"))
    payments = frame_of(reading, "payments").sort_values("payment_id")
    assert payments["payment_id"].to_list() == ["W1@2021", "W1@2022", "W2@2022"]
    assert payments["cost_usd"].to_list() == [10, 5, 7]
    assert payments.index.to_list() == [2, 2, 3]
    assert [(p.row, p.rule) for p in reading.problems] == [(3, "programme.work_total")]


def test_works_with_one_identifier_stop_the_run(tmp_path: Path, context: Contexts) -> None:
    rows = [WORK, WORK | {"work_id": "W2"}, WORK, WORK | {"work_id": "W2"}]
    reading = read("works", write(tmp_path / "a.csv", WORKS, rows), context("works"))
    told = [(p.value, p.rule, p.severity) for p in reading.problems]
    assert told == [(name, "programme.work_twice", Severity.FATAL) for name in ("W1", "W2")]
    assert "2, 4" in say(reading.problems[0].remedy, "en")


@pytest.mark.parametrize(("cumulative", "faults"), [("yes", 1), ("no", 0), ("", 0)])
def test_cumulative_targets_that_fall_stop_the_run(
    tmp_path: Path, context: Contexts, cumulative: str, faults: int
) -> None:
    heading = "code,variant,label_fr,label_en,counts,unit,baseline,target_2021,target_2022,cumulative"
    row = {
        "code": "1.1",
        "variant": "21",
        "label_fr": "a",
        "label_en": "b",
        "counts": "c",
        "unit": "u",
        "baseline": "0",
    }
    row |= {"target_2021": "3", "target_2022": "2", "cumulative": cumulative}
    reading = read("indicators", write(tmp_path / "a.csv", heading, [row]), context("indicators"))
    told = [(p.column, p.rule, p.severity) for p in reading.problems]
    assert told == [("target_2022", "programme.target_falls", Severity.FATAL)] * faults


def test_indicators_become_one_row_a_year(tmp_path: Path, context: Contexts) -> None:
    heading = "code,variant,label_fr,label_en,counts,unit,baseline,target_2021,target_2022,cumulative,source_line"
    row = {
        "code": "1.1",
        "variant": "21",
        "label_fr": "a",
        "label_en": "b",
        "counts": "c",
        "unit": "u",
        "baseline": "0",
        "target_2021": "3",
    }
    frame = frame_of(read("indicators", write(tmp_path / "a.csv", heading, [row]), context("indicators")), "indicators")
    assert frame["target_id"].to_list() == ["1.1/21@2021"]
    assert frame["target"].to_list() == [3]


def test_budgets_without_amount_are_told(tmp_path: Path, context: Contexts) -> None:
    heading = "output,line_id,label_fr,year,amount_usd,level,note,source_line"
    row = {"output": "2.2", "line_id": "L", "label_fr": "l", "year": "2021", "amount_usd": "5", "level": "line"}
    path = write(tmp_path / "a.csv", heading, [row, row | {"line_id": "M", "year": "", "amount_usd": ""}])
    reading = read("budgets", path, context("budgets"))
    assert frame_of(reading, "budgets")["line_key"].to_list() == ["L@2021"]
    assert [(p.row, p.rule) for p in reading.problems] == [(3, "programme.incomplete")]


def test_plans_dated_by_month_count_from_its_end(tmp_path: Path, context: Contexts) -> None:
    heading = "entry_id,plan,level,pcode,status,date,document,note,source_line"
    rows = [
        {
            "entry_id": str(i),
            "plan": "p",
            "level": "cercle",
            "pcode": "ML0101",
            "status": "listed",
            "document": "d",
            "date": day,
        }
        for i, day in enumerate(["2017-02", "2017", "2020-12-31"])
    ]
    frame = frame_of(
        read("redeployment", write(tmp_path / "a.csv", heading, rows), context("redeployment")), "redeployment"
    )
    assert frame["date"].to_list() == ["2017-02-28", "2017-12-31", "2020-12-31"]


def test_institutions_without_status_are_unknown(tmp_path: Path, context: Contexts) -> None:
    heading = "institution_id,kind,name,level,pcode,place,status,relocated_to_pcode,count,as_of,note,source_line"
    row = {"institution_id": "i", "kind": "ti", "level": "cercle", "pcode": "ML0101"}
    frame = frame_of(
        read("institutions", write(tmp_path / "a.csv", heading, [row]), context("institutions")), "institutions"
    )
    assert frame["status"].to_list() == ["unknown"]


def test_a_misspelt_column_of_an_own_table_is_told(tmp_path: Path, context: Contexts) -> None:
    heading = "facility_id,name,kind,status,stauts,position_quality,source,lon,lat"
    row = {
        "facility_id": "f",
        "kind": "tgi",
        "status": "working",
        "position_quality": "town",
        "source": "s",
        "lon": "1",
        "lat": "x",
    }
    reading = read("facilities", write(tmp_path / "a.csv", heading, [row]), context("facilities"))
    assert [(p.rule, p.column) for p in reading.problems] == [("column.ignored", "stauts"), ("value.float", "lat")]
    assert frame_of(reading, "facilities")["geometry"].iloc[0] is None


@pytest.mark.parametrize(
    "columns",
    [
        ("ADM2_PCODE", "ADM2_FR", "ADM1_PCODE"),
        ("admin2Pcod", "admin2Name", "admin1Pcod"),
        ("adm2_pcode", "adm2_name", "adm1_pcode"),
        ("pcode", "name", "parent_pcode"),
    ],
)
def test_boundaries_of_every_edition(
    columns: tuple[str, str, str], boundaries: Path, tmp_path: Path, context: Contexts
) -> None:
    frame = gpd.read_file(boundaries, layer="cercles").rename(
        columns=dict(zip(("pcode", "name", "parent_pcode"), columns, strict=True))
    )
    frame.to_file(tmp_path / "x.gpkg")
    found = frame_of(read("boundaries", tmp_path / "x.gpkg", context("cercles"), vintage="2021"), "cercles")
    assert found["pcode"].to_list() == ["ML0101", "ML0102", "ML0201", "ML0202"]
    assert found["parent_pcode"].to_list() == ["ML01", "ML01", "ML02", "ML02"]
    # One degree by two near 11 North is 109.3 km by 221.2 km.
    assert found["area_km2"].to_numpy() == pytest.approx(109.3 * 221.2, rel=0.001)


def test_boundaries_of_another_layout_name_their_columns(boundaries: Path, tmp_path: Path, context: Contexts) -> None:
    frame = gpd.read_file(boundaries, layer="cercles").rename(columns={"pcode": "c", "name": "n", "parent_pcode": "p"})
    frame.to_file(tmp_path / "x.gpkg")
    with pytest.raises(RefusedError) as error:
        read("boundaries", tmp_path / "x.gpkg", context("cercles"), vintage="2021")
    assert error.value.problems[0].rule == "column.missing"
    options = {"pcode_field": "c", "name_field": "n", "parent_field": "p"}
    found = frame_of(
        read("boundaries", tmp_path / "x.gpkg", context("cercles"), vintage="2021", options=options), "cercles"
    )
    assert found["name"].to_list() == ["Kita", "Diéma", "Bla", "Niono"]
    with pytest.raises(RefusedError) as error:
        read("boundaries", tmp_path / "x.gpkg", context("cercles"), options=options)
    assert error.value.problems[0].rule == "vintage.missing"


KOBO = "visite/site_id;visite/date;visite/stade;visite/avancement;_position_latitude;_position_longitude;visite/note;_uuid;_submission_time;_validation_status;_submitted_by"


def test_kobo_exports_are_read_as_they_come(tmp_path: Path, context: Contexts) -> None:
    path = tmp_path / "kobo.csv"
    lines = [
        KOBO,
        "W1;2021-03-01;En travaux;40;11.5;1.5;ok;u1;2021-03-02T10:00:00;Approved;ali",
        "W1;2021-04-01;works;60;;;;u2;2021-04-02T10:00:00;;ali",
        "W1;2021-05-01;works;70;;;;u3;2021-05-02T10:00:00;Not Approved;ali",
        "W2;2021-05-01;bientôt;;;;;u4;2021-05-02T10:00:00;;ali",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    reading = read("kobo", path, context("progress"))
    frame = frame_of(reading, "progress")
    assert frame["observation_id"].to_list() == ["u1", "u2", "u4"]
    assert frame["stage"].to_list()[:2] == ["works", "works"]
    assert frame["lat"].to_list()[0] == "11.5"
    assert frame["observer"].to_list() == ["ali"] * 3
    assert [(p.row, p.rule) for p in reading.problems] == [(None, "kobo.rejected"), (5, "kobo.stage")]


def test_kobo_positions_in_one_text_and_named_fields(tmp_path: Path, context: Contexts) -> None:
    path = tmp_path / "kobo.csv"
    path.write_text(
        "g/code,g/etat,_submission_time,g/position,_id\nW1,works,2021-05-02T10:00:00,11.5 1.5 300 4,9\n",
        encoding="utf-8",
    )
    with pytest.raises(RefusedError) as error:
        read("kobo", path, context("progress"))
    assert [p.column for p in error.value.problems] == ["stage", "work_id"]
    frame = frame_of(
        read("kobo", path, context("progress"), options={"fields": {"work_id": "g/code", "stage": "g/etat"}}),
        "progress",
    )
    assert frame[["work_id", "date", "lat", "lon"]].iloc[0].to_list() == ["W1", "2021-05-02", "11.5", "1.5"]


def test_facilities_without_names_or_columns_do_not_break(tmp_path: Path, context: Contexts) -> None:
    points = gpd.points_from_xy([1, 1], [11, 11])
    frame = gpd.GeoDataFrame({"facility_id": ["a", "b"], "kind": "tgi"}, geometry=points, crs=4326)
    frame.to_file(tmp_path / "f.geojson")
    assert read("facilities", tmp_path / "f.geojson", context("facilities")).problems == []
    frame.assign(position_quality="surveyed").to_file(tmp_path / "g.geojson")
    assert rules(read("facilities", tmp_path / "g.geojson", context("facilities"))) == ["facility.twin"]
