"""A toy country: two regions of two cercles of two communes, one degree each, between 0 and 4 East, 10 and 12 North."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from shapely.geometry import box

from prosmed_gis.config import Config
from prosmed_gis.config.loading import Request, load
from prosmed_gis.config.study import LayerSource
from prosmed_gis.domain.checking import Rules
from prosmed_gis.domain.reporting import Reporter
from prosmed_gis.domain.shapes import Place
from prosmed_gis.domain.vocabulary import Language
from prosmed_gis.readers.reading import Context
from prosmed_gis.readers.study import Read, read_layers

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2021, 6, 30)
NAMES = {
    "ML01": "Kayes", "ML02": "Ségou", "ML0101": "Kita", "ML0102": "Diéma", "ML0201": "Bla", "ML0202": "Niono",
    "ML010101": "Kita", "ML010102": "Bendougou", "ML010201": "Diéma", "ML010202": "Béma", "ML020101": "Bla",
    "ML020102": "Touna", "ML020201": "Niono", "ML020202": "Dogofry",
}  # fmt: skip


def _units(codes: list[str], shapes: list[Any]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"pcode": codes, "name": [NAMES[code] for code in codes], "parent_pcode": [code[:-2] for code in codes]},
        geometry=shapes,
        crs=4326,
    )


def regions() -> gpd.GeoDataFrame:
    return _units(["ML01", "ML02"], [box(0, 10, 2, 12), box(2, 10, 4, 12)])


def cercles() -> gpd.GeoDataFrame:
    codes = ["ML0101", "ML0102", "ML0201", "ML0202"]
    return _units(codes, [box(0, 10, 1, 12), box(1, 10, 2, 12), box(2, 10, 3, 12), box(3, 10, 4, 12)])


def communes() -> gpd.GeoDataFrame:
    codes = sorted(code for code in NAMES if len(code) == 8)
    return _units(codes, [box(x, y, x + 1, y + 1) for x in range(4) for y in (10, 11)])


@pytest.fixture
def boundaries(tmp_path: Path) -> Path:
    path = tmp_path / "admin.gpkg"
    for name, frame in (("regions", regions()), ("cercles", cercles()), ("communes", communes())):
        frame.to_file(path, layer=name, driver="GPKG")
    return path


@pytest.fixture
def reporter() -> Reporter:
    return Reporter("file.csv", "toy")


@pytest.fixture
def rules() -> Rules:
    units = {"regions": regions(), "cercles": cercles(), "communes": communes()}
    known = {name: frame.set_index("pcode").index for name, frame in units.items()}
    return Rules(TODAY, 0.5, known, place=Place(box(0, 10, 4, 12), 5.0))


@pytest.fixture
def context() -> Callable[[str], Context]:
    units = {name: made.set_index("pcode") for name, made in (("regions", regions()), ("cercles", cercles()))}

    def make(target: str) -> Context:
        return Context(Reporter("file", target), target, units, 80.0, 0.2, (0.0, 10.0, 4.0, 12.0))

    return make


@pytest.fixture
def base_config() -> Config:
    return load(Request(ROOT / "config" / "prosmed.yaml")).config


@pytest.fixture
def read(base_config: Config, boundaries: Path, tmp_path: Path) -> Callable[..., Read]:
    """Read a study of the toy boundaries and further layers: name -> (path, format, more)."""

    def run(language: str = "en", share: float = 0.2, **layers: dict[str, Any]) -> Read:
        admin = {
            name: {"path": boundaries.name, "layer": name, "format": "boundaries", "vintage": "2021"}
            for name in ("regions", "cercles", "communes")
        }
        sources = {name: LayerSource(**entry) for name, entry in (admin | layers).items() if entry is not None}
        checks = base_config.checks.model_copy(update={"max_refused_share": share})
        study = base_config.study.model_copy(update={"language": Language(language)})
        config = base_config.model_copy(update={"layers": sources, "checks": checks, "study": study})
        return read_layers(config, tmp_path, today=TODAY)

    return run


@pytest.fixture
def shared() -> Path:
    folder = Path(os.environ.get("PROSMED_SHARED", ROOT.parent / "shared")) / "data"
    if not folder.is_dir():
        pytest.skip(f"real files are not there: {folder}")
    return folder
