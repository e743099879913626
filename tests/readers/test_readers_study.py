"""A whole study: everything told in one go, exit codes, order, joining of several files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest

from prosmed_gis.domain.problems import Severity
from prosmed_gis.domain.programme_checks import programme_problems
from prosmed_gis.errors import ConfigError, CrsError, InputMissingError, IntegrityError
from prosmed_gis.readers.files import sha256
from prosmed_gis.readers.study import Read, raise_if_fatal
from prosmed_gis.wording.sentences import say

Reads = Callable[..., Read]

POPULATION = "pcode,people,year,source\nML0101,10,2020,s\nML0102,20,2020,s\nML0201,30,2020,s\nML0202,40,2020,s\n"


def fatal(read: Read) -> list[tuple[str, str]]:
    return sorted((p.layer, p.rule) for p in read.problems if p.severity is Severity.FATAL)


def put(folder: Path, name: str, content: str) -> dict[str, Any]:
    (folder / name).write_text(content, encoding="utf-8")
    return {"path": name, "format": Path(name).stem}


def test_boundaries_alone_are_a_study(read: Reads) -> None:
    result = read()
    assert result.problems == ()
    assert result.layers is not None
    assert list(result.layers.cercles.index) == ["ML0101", "ML0102", "ML0201", "ML0202"]
    assert result.layers.outline is not None
    assert result.layers.outline.total_bounds.tolist() == [0, 10, 4, 12]
    assert result.layers.events is None
    raise_if_fatal(result)


def test_rows_and_hashes_are_recorded(read: Reads, tmp_path: Path) -> None:
    result = read(population=put(tmp_path, "population.csv", POPULATION))
    rows = result.rows.set_index("layer")
    assert rows.loc["population", ["rows_in", "rows_out"]].to_list() == [4, 4]
    assert rows.loc["population", "sha256"] == result.hashes["population"] == sha256(tmp_path / "population.csv")
    assert result.layers is not None
    assert result.layers.population is not None
    assert result.layers.population["people"].sum() == 100


def test_several_bad_layers_are_told_in_one_go(read: Reads, tmp_path: Path) -> None:
    (tmp_path / "roads.geojson").write_text("pcode,name\n", encoding="utf-8")
    gpd.GeoDataFrame({"n": [1]}, geometry=gpd.points_from_xy([1], [11]), crs=4326).to_file(tmp_path / "facilities.shp")
    (tmp_path / "facilities.prj").unlink()
    result = read(
        "fr",
        population=put(tmp_path, "population.csv", "pcode,people\nML0101,1\n"),
        progress=put(tmp_path, "progress.csv", "observation_id,work_id,date,stage\n"),
        roads={"path": "roads.geojson", "format": "roads"},
        facilities={"path": "facilities.shp", "format": "facilities"},
        works={"path": "nowhere.csv", "format": "works"},
        conflicts={"path": "x.csv", "format": "magic"},
        rivers={"path": "x.csv", "format": "population"},
    )
    assert result.layers is None
    assert fatal(result) == [
        ("conflicts", "format.reader"),
        ("facilities", "crs.missing"),
        ("population", "column.missing"),
        ("population", "column.missing"),
        ("progress", "layer.empty"),
        ("rivers", "format.layer"),
        ("roads", "format.other"),
        ("works", "file.missing"),
    ]
    with pytest.raises(InputMissingError) as error:
        raise_if_fatal(result)
    message = say(error.value.args[0], "fr")
    assert error.value.exit_code == 5
    assert len(message.splitlines()) == 1 + 8
    assert "nowhere.csv" in message
    assert "n'existe pas" in message
    assert len(error.value.problems) == len(result.problems)


def test_a_changed_file_stops_with_its_own_error(read: Reads, tmp_path: Path) -> None:
    entry = put(tmp_path, "population.csv", POPULATION)
    good = sha256(tmp_path / "population.csv")
    assert fatal(read(population=entry | {"sha256": good.upper()})) == []
    result = read(population=entry | {"sha256": "0" * 64})
    assert fatal(result) == [("population", "file.hash")]
    with pytest.raises(IntegrityError):
        raise_if_fatal(result)


def test_bad_coordinates_systems_alone_give_their_own_error(read: Reads, boundaries: Path, tmp_path: Path) -> None:
    frame = gpd.read_file(boundaries, layer="cercles").to_crs(32631).set_crs(4326, allow_override=True)
    frame.to_file(tmp_path / "bad.gpkg", layer="cercles")
    result = read(cercles={"path": "bad.gpkg", "layer": "cercles", "format": "boundaries", "vintage": "2021"})
    assert fatal(result) == [("cercles", "crs.wrong")]
    with pytest.raises(CrsError) as error:
        raise_if_fatal(result)
    assert error.value.exit_code == 3


def test_a_layer_on_another_continent_is_refused(read: Reads, tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"name": ["x"]}, geometry=gpd.points_from_xy([50], [50]).buffer(1).boundary, crs=4326)
    frame.to_file(tmp_path / "rivers.geojson")
    assert fatal(read(rivers={"path": "rivers.geojson", "format": "lines"})) == [("rivers", "crs.elsewhere")]


def test_environment_variables_in_paths(read: Reads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "population.csv", POPULATION)
    entry = {"path": "${TOY_DATA}/population.csv", "format": "population"}
    monkeypatch.delenv("TOY_DATA", raising=False)
    result = read(population=entry)
    assert [(p.rule, p.value) for p in result.problems] == [("file.variable", "TOY_DATA")]
    with pytest.raises(InputMissingError, match="TOY_DATA"):
        raise_if_fatal(result)
    monkeypatch.setenv("TOY_DATA", str(tmp_path))
    result = read(population=entry)
    assert result.layers is not None
    assert str(tmp_path) not in "".join(result.rows["file"])


def test_unknown_options_are_refused(read: Reads, tmp_path: Path) -> None:
    entry = put(tmp_path, "population.csv", POPULATION) | {"options": {"yaer": 2020}}
    assert fatal(read(population=entry)) == [("population", "option.unknown")]


def test_other_vintages_are_refused_where_codes_matter(read: Reads, tmp_path: Path) -> None:
    entry = put(tmp_path, "population.csv", POPULATION) | {"vintage": "2018"}
    result = read(population=entry)
    assert fatal(result) == [("population", "vintage.other")]
    assert "2018" in say(result.problems[0].remedy, "en")
    places = "featureNam,pcode,popPlaceCl,longitude,latitude\nx,ML010101001,5,1,11\n"
    (tmp_path / "places.csv").write_text(places, encoding="utf-8")
    result = read(settlements={"path": "places.csv", "format": "settlements_ocha", "vintage": "2015"})
    assert fatal(result) == []
    assert result.layers is not None
    assert result.layers.settlements is not None
    assert result.layers.settlements["cercle_pcode"].isna().all()


def test_boundaries_of_another_vintage_are_refused(read: Reads, boundaries: Path) -> None:
    entry = {"path": boundaries.name, "layer": "communes", "format": "boundaries", "vintage": "2015"}
    assert fatal(read(communes=entry)) == [("communes", "vintage.other")]


def admin(
    boundaries: Path, tmp_path: Path, layer: str, change: Callable[[gpd.GeoDataFrame], gpd.GeoDataFrame]
) -> dict[str, Any]:
    change(gpd.read_file(boundaries, layer=layer)).to_file(tmp_path / "changed.gpkg", layer=layer)
    return {"path": "changed.gpkg", "layer": layer, "format": "boundaries", "vintage": "2021"}


def test_codes_must_nest(read: Reads, boundaries: Path, tmp_path: Path) -> None:
    def moved(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        return frame.assign(parent_pcode=["ML02", "ML01", "ML02", "ML02"])

    result = read(cercles=admin(boundaries, tmp_path, "cercles", moved))
    assert fatal(result) == [("cercles", "pcode.nesting")]
    assert "ML0101" in say(result.problems[0].remedy, "en")


def test_levels_that_do_not_fit_are_told(read: Reads, boundaries: Path, tmp_path: Path) -> None:
    def fewer(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        return frame[frame["pcode"].ne("ML010101") & frame["parent_pcode"].ne("ML0202")]

    result = read(communes=admin(boundaries, tmp_path, "communes", fewer))
    found = {(p.rule, p.value) for p in result.problems}
    assert found == {("boundary.lost", "Kita / ML0101"), ("boundary.childless", "Niono / ML0202")}
    assert result.layers is None


def test_unknown_parents_are_set_aside(read: Reads, boundaries: Path, tmp_path: Path) -> None:
    def orphan(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        return frame.assign(parent_pcode=["ML09", "ML01", "ML02", "ML02"])

    result = read(share=0.5, cercles=admin(boundaries, tmp_path, "cercles", orphan))
    assert ("pcode.unknown", 1) in {(p.rule, p.row) for p in result.problems}


def test_boundaries_must_be_configured(read: Reads) -> None:
    with pytest.raises(ConfigError, match="communes"):
        read(communes=None)


PROJECTS = "project_id,project,theme,level,pcodes\n{id},Un,peace,cercle,ML0101\n"


def test_two_files_join_into_one_layer(read: Reads, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(PROJECTS.format(id="P1"), encoding="utf-8")
    (tmp_path / "b.csv").write_text(PROJECTS.format(id="P2"), encoding="utf-8")
    entries = {
        "interventions": {"path": "a.csv", "format": "interventions", "source": "A"},
        "interventions_b": {
            "path": "b.csv",
            "format": "interventions",
            "source": "B",
            "options": {"into": "interventions"},
        },
    }
    result = read(**entries)
    assert result.layers is not None
    assert result.layers.interventions is not None
    assert list(result.layers.interventions.index) == ["P1:cercle:ML0101", "P2:cercle:ML0101"]
    assert result.layers.provenance["interventions"] == "A; B"
    assert set(result.rows["layer"]) >= {"interventions", "interventions_b"}


def test_identifiers_stay_unique_across_files(read: Reads, tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(PROJECTS.format(id="P1"), encoding="utf-8")
    result = read(
        interventions={"path": "a.csv", "format": "interventions"},
        more={"path": "b.csv", "format": "interventions", "options": {"into": "interventions"}},
    )
    assert [(p.layer, p.rule, p.severity) for p in result.problems] == [("more", "key.taken", Severity.ERROR)]
    assert result.layers is not None
    assert result.layers.interventions is not None
    assert len(result.layers.interventions) == 1


def test_people_missing_for_a_cercle_are_told(read: Reads, tmp_path: Path) -> None:
    result = read(population=put(tmp_path, "population.csv", POPULATION.replace("ML0202,40,2020,s\n", "")))
    assert [(p.rule, p.severity) for p in result.problems] == [("population.missing", Severity.WARNING)]
    assert "ML0202" in say(result.problems[0].remedy, "en")


def test_only_some_layers_can_be_asked_for(base_config: Any, boundaries: Path, tmp_path: Path) -> None:
    from datetime import date

    from prosmed_gis.config.study import LayerSource
    from prosmed_gis.readers.study import read_layers

    entries = {
        name: LayerSource(path=boundaries.name, layer=name, format="boundaries", vintage="2021")
        for name in ("regions", "cercles", "communes")
    } | {"events": LayerSource(path="no.csv", format="acled")}
    config = base_config.model_copy(update={"layers": entries})
    assert fatal(read_layers(config, tmp_path, today=date(2021, 1, 1), only=[])) == []
    assert fatal(read_layers(config, tmp_path, today=date(2021, 1, 1))) == [("events", "file.missing")]


WORKS = (
    "work_id,kind,action,output,place,cercle_pcode,placed,cost_2021_usd,label_fr\nW1,ti,build,2.2,,ML0101,yes,10,TI\n"
)
BUDGETS = "output,line_id,label_fr,year,amount_usd,level\n2.2,2.2-W1,TI,2021,{line},line\n2.2,2.2-X,x,2021,5,line\n2.2,2.2-S,s,2021,{total},subtotal\n"
REFERENCE = (
    "region_programme,cercle,cercle_pcode,communes,track,initiation_phase\nA,Kita,ML0101,{communes},stabilise,yes\n"
)
TARGETS = "code,variant,label_fr,label_en,counts,unit,baseline,target_2021,target_2022\n1.2.1,21,a,b,communes_with_mechanisms,c,0,1,{target}\n"


def programme(read: Reads, tmp_path: Path, line: int, total: int, communes: int, target: int) -> list[tuple[str, str]]:
    result = read(
        works=put(tmp_path, "works.csv", WORKS),
        budgets=put(tmp_path, "budgets.csv", BUDGETS.format(line=line, total=total)),
        reference=put(tmp_path, "reference.csv", REFERENCE.format(communes=communes)),
        indicators=put(tmp_path, "indicators.csv", TARGETS.format(target=target)),
        contradictions=put(tmp_path, "contradictions.csv", "id,subject,value_a,value_b,used\nC,s,1,2,1\n"),
    )
    assert result.problems == ()
    assert result.layers is not None
    found = programme_problems(result.layers)
    return [(p.rule, p.severity.value) for p in found if p.rule != "programme.contradiction"]


def test_a_programme_that_adds_up_is_silent(read: Reads, tmp_path: Path) -> None:
    assert programme(read, tmp_path, 10, 15, 2, 2) == []


def test_a_programme_that_does_not_add_up_is_told(read: Reads, tmp_path: Path) -> None:
    assert programme(read, tmp_path, 11, 15, 3, 2) == [
        ("programme.subtotal", "error"),
        ("programme.work_budget", "error"),
        ("programme.cercle_communes", "warning"),
        ("programme.communes", "warning"),
    ]


def test_texts_follow_the_language(read: Reads) -> None:
    entry = {"path": "no.csv", "format": "acled"}
    assert "n'existe pas" in say(read("fr", events=entry).problems[0].remedy, "fr")
    assert "does not exist" in say(read("en", events=entry).problems[0].remedy, "en")


def test_frames_keep_their_kinds_in_the_layers(read: Reads, tmp_path: Path) -> None:
    facilities = "facility_id,name,kind,status,position_quality,source,lon,lat\nf,,tgi,working,town,s,1,11\n"
    result = read(facilities=put(tmp_path, "facilities.csv", facilities))
    assert result.layers is not None
    assert isinstance(result.layers.facilities, gpd.GeoDataFrame)
    assert result.layers.facilities.crs.to_epsg() == 4326
    assert pd.api.types.is_datetime64_any_dtype(result.layers.facilities["since"])
