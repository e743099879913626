"""Readers of what the ground is made of: land cover, heights, open water, barriers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import rasterio
from affine import Affine
from pyproj import Transformer
from shapely.geometry import LineString, Point, box

from prosmed_gis.config.study import LayerSource
from prosmed_gis.domain.layers import Raster
from prosmed_gis.domain.problems import Severity
from prosmed_gis.errors import DataError
from prosmed_gis.readers.reading import Context, Reading, RefusedError
from prosmed_gis.readers.registry import FORMATS
from prosmed_gis.readers.study import Read, raise_if_fatal

Contexts = Callable[[str], Context]
YEAR = {"year": 2019}


def tiff(path: Path, values: np.ndarray, **more: Any) -> Path:
    """A grid of one-degree cells over the toy country, north-west corner at 0 East, 12 North."""
    rows, columns = values.shape
    profile = {"driver": "GTiff", "height": rows, "width": columns, "count": 1, "dtype": "float32"}
    placed = {"transform": Affine(1, 0, 0, 0, -1, 12), "crs": "EPSG:4326", "nodata": -9999.0} | more
    with rasterio.open(path, "w", **profile, **placed) as grid:
        grid.write(values.astype("float32"), 1)
    return path


def take(form: str, path: Path, contexts: Contexts, **source: Any) -> Reading:
    return FORMATS[form].read(LayerSource(path=path.name, format=form, **source), path, contexts(form))


def refusal(form: str, path: Path, contexts: Contexts, **source: Any) -> str:
    with pytest.raises(RefusedError) as caught:
        take(form, path, contexts, options=YEAR, **source)
    return caught.value.problems[0].rule


@pytest.mark.parametrize(("form", "unit"), [("landcover", "class"), ("elevation", "m")])
def test_grids_of_the_ground_keep_their_values_and_holes(
    form: str, unit: str, tmp_path: Path, context: Contexts
) -> None:
    values = np.array([[7, 16, 10, -9999], [0, 12, 12, 7]])
    reading = take(form, tiff(tmp_path / "a.tif", values), context, options=YEAR)
    raster = reading.frames[form]
    assert isinstance(raster, Raster)
    assert (raster.unit, raster.year, raster.crs) == (unit, 2019, "EPSG:4326")
    assert np.isnan(raster.values[0, 3])
    assert np.nansum(raster.values) == 64
    assert reading.problems == []


@pytest.mark.parametrize(("form", "rule"), [("landcover", "warped_nearest"), ("elevation", "warped_bilinear")])
def test_another_system_is_kept_and_told(form: str, rule: str, tmp_path: Path, context: Contexts) -> None:
    corner = Transformer.from_crs(4326, 32631, always_xy=True).transform(-0.5, 12.5)
    placed = {"crs": "EPSG:32631", "transform": Affine(50_000, 0, corner[0], 0, -50_000, corner[1])}
    reading = take(form, tiff(tmp_path / "a.tif", np.full((8, 12), 7.0), **placed), context, options=YEAR)
    assert [(p.rule, p.severity, p.value) for p in reading.problems] == [
        (f"raster.{rule}", Severity.INFO, "EPSG:32631")
    ]


@pytest.mark.parametrize(
    ("form", "values", "more", "rule"),
    [
        ("landcover", np.full((2, 4), 7.0), {"crs": None}, "crs.missing"),
        ("landcover", np.full((2, 2), 7.0), {}, "raster.incomplete"),
        ("elevation", np.full((1, 4), 300.0), {}, "raster.incomplete"),
        ("elevation", np.full((2, 4), 300.0), {"transform": Affine(1, 0, 50, 0, -1, 12)}, "crs.elsewhere"),
        ("elevation", np.array([[300, 300, 300, -32768], [1, 1, 1, 1]]), {}, "raster.heights"),
        ("elevation", np.array([[300, 300, 300, 65535], [1, 1, 1, 1]]), {}, "raster.heights"),
        ("landcover", np.array([[7, 7, 7, 7.5], [1, 1, 1, 1]]), {}, "raster.codes"),
        ("landcover", np.array([[7, 7, 7, -1], [1, 1, 1, 1]]), {}, "raster.codes"),
        ("landcover", np.full((2, 4), -9999.0), {}, "raster.empty"),
    ],
)
def test_grids_that_would_make_up_the_ground_are_refused(
    form: str, values: np.ndarray, more: dict[str, Any], rule: str, tmp_path: Path, context: Contexts
) -> None:
    assert refusal(form, tiff(tmp_path / "a.tif", values, **more), context) == rule


def test_the_year_of_the_ground_must_be_said(tmp_path: Path, context: Contexts) -> None:
    with pytest.raises(RefusedError) as caught:
        take("landcover", tiff(tmp_path / "a.tif", np.ones((2, 4))), context)
    assert caught.value.problems[0].column == "year"


def test_water_and_barriers_are_read_with_identifiers(tmp_path: Path, read: Callable[..., Read]) -> None:
    gpd.GeoDataFrame({"name": ["Lac"]}, geometry=[box(1, 10.5, 1.5, 11)], crs=4326).to_file(tmp_path / "water.geojson")
    gpd.GeoDataFrame(
        {"name": ["Front", "Parc", "Gué", "Point"], "passable_min": [None, 30, 15, 1],
         "season": [None, "all", "rains", None]},
        geometry=[LineString([(0, 10), (1, 11)]), box(2, 10, 3, 11), LineString([(3, 10), (3, 12)]), Point(1, 11)],
        crs=4326,
    ).to_file(tmp_path / "barriers.geojson")  # fmt: skip
    found = read(
        share=0.5,
        water={"path": "water.geojson", "format": "water"},
        barriers={"path": "barriers.geojson", "format": "barriers"},
    )
    assert found.layers is not None
    assert found.layers.water.index.to_list() == ["W0001"]
    barriers = found.layers.barriers
    assert barriers.index.to_list() == ["B0001", "B0002", "B0003"]
    assert barriers.geom_type.to_list() == ["MultiLineString", "MultiPolygon", "MultiLineString"]
    assert barriers["passable_min"].fillna(-1).to_list() == [-1, 30, 15]
    assert [(p.rule, p.row) for p in found.problems] == [("geometry.kind", 4)]


def test_all_that_is_wrong_with_the_ground_is_told_in_one_go(tmp_path: Path, read: Callable[..., Read]) -> None:
    line = LineString([(0, 10), (1, 11)])
    roads = gpd.GeoDataFrame(
        {"road_id": ["a", "b", "c"], "road_class": "track", "state": "good", "source": "s", "speed_kmh": [0, -20, 30]},
        geometry=[line] * 3, crs=4326,
    )  # fmt: skip
    roads.to_file(tmp_path / "roads.geojson")
    gpd.GeoDataFrame(
        {"passable_min": [-5.0, 5.0], "season": ["rains", "winter"]}, geometry=[line] * 2, crs=4326
    ).to_file(tmp_path / "barriers.geojson")
    tiff(tmp_path / "heights.tif", np.array([[1, 1, 1, 1], [1, 1, 1, 30000]]))
    tiff(tmp_path / "cover.tif", np.ones((2, 4)), crs=None)
    found = read(
        share=1.0,
        roads={"path": "roads.geojson", "format": "roads"},
        barriers={"path": "barriers.geojson", "format": "barriers"},
        elevation={"path": "heights.tif", "format": "elevation", "options": YEAR},
        landcover={"path": "cover.tif", "format": "landcover", "options": YEAR},
    )
    assert sorted((p.layer, p.rule, p.row) for p in found.problems if p.row is not None) == [
        ("barriers", "value.allowed", 2),
        ("barriers", "value.minimum", 1),
        ("roads", "value.minimum", 1),
        ("roads", "value.minimum", 2),
    ]
    assert {p.rule for p in found.problems if p.severity is Severity.FATAL} == {"raster.heights", "crs.missing"}
    with pytest.raises(DataError) as caught:
        raise_if_fatal(found)
    assert caught.value.exit_code == 3
    assert "heights.tif" in str(caught.value)
    assert "cover.tif" in str(caught.value)
