from __future__ import annotations

import json
import shutil
import warnings
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
from shapely.geometry import Point, box

from prosmed_gis.domain.reporting import Reporter
from prosmed_gis.readers.reading import RefusedError
from prosmed_gis.readers.vectors import read_vector
from prosmed_gis.wording.sentences import say

FRAME = gpd.GeoDataFrame(
    {"name": ["Kéniéba", "Djenne\u0301"]}, geometry=[box(0, 10, 1, 11), box(1, 10, 2, 11)], crs=4326
)


def rules(error: pytest.ExceptionInfo[RefusedError]) -> list[str]:
    return [problem.rule for problem in error.value.problems]


def shapefile(folder: Path, encoding: str = "UTF-8", *, cpg: bool = True) -> Path:
    path = folder / "units.shp"
    FRAME.to_file(path, encoding=encoding)
    if not cpg:
        path.with_suffix(".cpg").unlink()
    return path


@pytest.mark.parametrize("end", ["gpkg", "geojson", "shp", "fgb"])
def test_every_form_gives_the_same_features(end: str, tmp_path: Path, reporter: Reporter) -> None:
    path = tmp_path / f"units.{end}"
    FRAME.to_file(path)
    vector = read_vector(path, reporter)
    assert sorted(vector.frame["name"]) == ["Djenné", "Kéniéba"]
    assert vector.frame.index.to_list() == [1, 2]
    assert vector.frame.crs.to_epsg() == 4326
    assert vector.problems == []


def test_a_shapefile_without_encoding_is_utf8_if_it_can_be(tmp_path: Path, reporter: Reporter) -> None:
    vector = read_vector(shapefile(tmp_path, cpg=False), reporter)
    assert vector.frame["name"].to_list() == ["Kéniéba", "Djenné"]
    assert vector.problems == []


def test_a_shapefile_without_encoding_is_else_cp1252_and_told(tmp_path: Path, reporter: Reporter) -> None:
    frame = FRAME.assign(name=["Kéniéba", "cœur d’été"])
    path = tmp_path / "units.shp"
    frame.to_file(path, encoding="CP1252")
    path.with_suffix(".cpg").unlink()
    vector = read_vector(path, reporter)
    assert vector.frame["name"].to_list() == ["Kéniéba", "cœur d’été"]
    assert [problem.rule for problem in vector.problems] == ["encoding.cp1252"]


def test_broken_accents_are_refused(tmp_path: Path, reporter: Reporter) -> None:
    path = shapefile(tmp_path)
    path.with_suffix(".cpg").write_text("ISO-8859-1")
    with pytest.raises(RefusedError) as error:
        read_vector(path, reporter)
    assert rules(error) == ["encoding.mojibake"]


def test_a_zipped_shapefile_is_read(tmp_path: Path, reporter: Reporter) -> None:
    shapefile(tmp_path)
    path = tmp_path / "units.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for part in tmp_path.glob("units.*"):
            if part != path:
                archive.write(part, f"folder/{part.name}")
    assert len(read_vector(path, reporter, layer="units").frame) == 2
    with pytest.raises(RefusedError) as error:
        read_vector(path, reporter, layer="other")
    assert rules(error) == ["layer.missing"]
    assert "units" in say(error.value.problems[0].remedy, "en")


def test_layers_must_be_there_and_named(boundaries: Path, reporter: Reporter) -> None:
    with pytest.raises(RefusedError) as error:
        read_vector(boundaries, reporter, layer="adm2")
    assert rules(error) == ["layer.missing"]
    assert "regions, cercles, communes" in say(error.value.problems[0].remedy, "en")
    with pytest.raises(RefusedError) as error:
        read_vector(boundaries, reporter)
    assert rules(error) == ["layer.which"]


def test_no_coordinate_system_is_refused(tmp_path: Path, reporter: Reporter) -> None:
    path = shapefile(tmp_path)
    path.with_suffix(".prj").unlink()
    with pytest.raises(RefusedError) as error:
        read_vector(path, reporter)
    assert rules(error) == ["crs.missing"]
    assert "QGIS" in say(error.value.problems[0].remedy, "en")


def test_metres_said_to_be_degrees_are_refused(tmp_path: Path, reporter: Reporter) -> None:
    path = tmp_path / "a.gpkg"
    FRAME.to_crs(32630).set_crs(4326, allow_override=True).to_file(path)
    with pytest.raises(RefusedError) as error:
        read_vector(path, reporter)
    assert rules(error) == ["crs.wrong"]


def test_degrees_said_to_be_metres_are_refused(tmp_path: Path, reporter: Reporter) -> None:
    path = tmp_path / "a.gpkg"
    FRAME.set_crs(32630, allow_override=True).to_file(path)
    with pytest.raises(RefusedError) as error:
        read_vector(path, reporter)
    assert rules(error) == ["crs.wrong"]


def test_projected_layers_come_back_in_degrees(tmp_path: Path, reporter: Reporter) -> None:
    path = tmp_path / "a.gpkg"
    FRAME.to_crs(32630).to_file(path)
    bounds = read_vector(path, reporter).frame.total_bounds
    np.testing.assert_allclose(bounds, FRAME.total_bounds, atol=1e-6)


def test_heights_are_dropped(tmp_path: Path, reporter: Reporter) -> None:
    path = tmp_path / "a.geojson"
    gpd.GeoDataFrame({"n": ["a"]}, geometry=[Point(1, 11, 300)], crs=4326).to_file(path)
    assert not read_vector(path, reporter).frame.geometry.has_z.any()


def test_unclosed_polygons_are_set_aside_and_the_rest_read(tmp_path: Path, reporter: Reporter) -> None:
    rings = [[[0, 10], [1, 10], [1, 11], [0, 10]], [[0, 10], [1, 10], [1, 11], [0, 11]]]
    features = [
        {"type": "Feature", "properties": {"n": str(number)}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for number, ring in enumerate(rings)
    ] + [{"type": "Feature", "properties": {"n": "2"}, "geometry": None}]
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        vector = read_vector(path, reporter)
    assert vector.frame["n"].to_list() == ["0", "2"]
    assert vector.rows_in == 3
    assert [(problem.row, problem.rule) for problem in vector.problems] == [(2, "geometry.unclosed")]


@pytest.mark.parametrize("name", ["a.gpkg", "a.geojson", "a.shp", "a.zip"])
def test_files_that_are_not_what_they_say_are_refused(name: str, tmp_path: Path, reporter: Reporter) -> None:
    path = tmp_path / name
    path.write_text("pcode,name\nML01,Kayes\n", encoding="utf-8")
    with pytest.raises(RefusedError) as error:
        read_vector(path, reporter)
    assert rules(error) == ["format.other"]


def test_a_cut_file_is_refused(boundaries: Path, tmp_path: Path, reporter: Reporter) -> None:
    path = tmp_path / "cut.gpkg"
    shutil.copy(boundaries, path)
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(RefusedError) as error:
        read_vector(path, reporter, layer="regions")
    assert rules(error)[0] in ("file.unreadable", "layer.missing")
    assert str(tmp_path) not in say(error.value.problems[0].remedy, "en")


def test_json_that_is_no_geojson_is_refused(tmp_path: Path, reporter: Reporter) -> None:
    path = tmp_path / "a.geojson"
    path.write_text('{"a": 1}', encoding="utf-8")
    with pytest.raises(RefusedError) as error:
        read_vector(path, reporter)
    assert rules(error) == ["file.unreadable"]
