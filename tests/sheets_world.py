"""Two square cercles with one road, whose sheets can be worked out by hand; metres of the national plane.

Alpha (0-40 km east) and Bêta (40-80 km), both 0-40 km north. A primary road runs at 20.5 km north through both seats,
a river at 35.5 km east. A road cell takes a minute a km, others ten; in the rains a wall at 45-46 km is closed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry import LineString, MultiPolygon, Point, box

from prosmed_gis.access.grid import make_grid
from prosmed_gis.config.loading import Request, load
from prosmed_gis.crs import NATIONAL
from prosmed_gis.domain.layers import Layers
from prosmed_gis.domain.products import PLAN_COLUMNS, Label, Tracked
from prosmed_gis.domain.vocabulary import Audience, Language
from prosmed_gis.siting.sheets.routes import terrain
from prosmed_gis.siting.sheets.sheet import Findings

CONFIG = load(Request(Path(__file__).parents[1] / "config" / "prosmed.yaml")).config
KM = 1000.0
SITE = (60.5, 20.5)
"""Seat of Bêta, km east and north: where the court of the tests is built."""


def stored(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return frame.set_crs(NATIONAL, allow_override=True).to_crs(4326)


def degrees(x_km: float, y_km: float) -> tuple[float, float]:
    point = gpd.GeoSeries([Point(x_km * KM, y_km * KM)], crs=NATIONAL).to_crs(4326).iloc[0]
    return point.x, point.y


def points(*rows: tuple[str, float, float], **columns: list[object]) -> gpd.GeoDataFrame:
    """Index name; place in km."""
    frame = gpd.GeoDataFrame(
        columns, geometry=[Point(x * KM, y * KM) for _, x, y in rows], index=[row[0] for row in rows]
    )
    return stored(frame)


def squares(
    index: list[str], names: list[str], parents: list[str], spans: list[tuple[float, float]]
) -> gpd.GeoDataFrame:
    shapes = [MultiPolygon([box(west * KM, 0, east * KM, 40 * KM).segmentize(KM)]) for west, east in spans]
    columns = {"name": names, "parent_pcode": parents, "vintage": "test", "area_km2": 1600.0}
    return stored(gpd.GeoDataFrame(columns, geometry=shapes, index=pd.Index(index, name="pcode")))


def layers() -> Layers:
    road = LineString([(0, 20.5 * KM), (80 * KM, 20.5 * KM)]).segmentize(KM)
    river = LineString([(35.5 * KM, 0), (35.5 * KM, 40 * KM)]).segmentize(KM)
    return Layers(
        regions=squares(["ML01"], ["Région <une>"], ["ML"], [(0, 80)]),
        cercles=squares(["ML0101", "ML0102"], ["Alpha", "Bêta"], ["ML01"] * 2, [(0, 40), (40, 80)]),
        communes=squares(
            ["ML010101", "ML010102", "ML010201"], ["Alpha Ouest", "Alpha Est", "Bêta"], ["ML0101", "ML0101", "ML0102"],
            [(0, 20), (20, 40), (40, 80)],
        ),
        settlements=points(
            ("P1", 10.5, 20.5), ("P2", *SITE), ("P3", 70.5, 30.5),
            name=["Alpha", "Bêta", "Village <b>"], place_class=["region_seat", "cercle_seat", "village"],
            cercle_pcode=["ML0101", "ML0102", "ML0102"], commune_pcode=["ML010101", "ML010201", "ML010201"],
            population=[5000.0, 2000.0, np.nan],
        ),
        facilities=points(
            ("F1", 10.5, 20.5), ("F2", *SITE), ("F3", 62.5, 20.5),
            name=["Commissariat d'Alpha", None, "TI voisin"], kind=["commissariat", "brigade", "ti"],
            status=["working", "working", "under_works"], owner=["Police", "Gendarmerie", "UE & co"],
            since=pd.to_datetime([None, None, "2023-05-01"]), cercle_pcode=["ML0101", "ML0102", "ML0102"],
        ),
        roads=stored(gpd.GeoDataFrame({"road_class": ["primary"], "state": ["good"]}, geometry=[road], index=["R1"])),
        rivers=stored(gpd.GeoDataFrame({"name": ["Fleuve"]}, geometry=[river], index=["L1"])),
        progress=pd.DataFrame(
            {
                "work_id": ["TI-B", "TI-B", "COM-A"], "date": pd.to_datetime(["2022-02-01", "2022-08-01", "2022-03-01"]),
                "stage": ["tender", "contract", "works"], "percent": [np.nan, 0.0, 10.0],
                "observer": ["A. Témoin"] * 3, "note": ["note secrète", None, "autre"],
            },
            index=["O1", "O2", "O3"],
        ),
        provenance={"roads": "routes d'essai", "cercles": "limites d'essai", "budgets": "jamais montré"},
    )  # fmt: skip


def plan() -> pd.DataFrame:
    lon, lat = degrees(*SITE)
    west, north = degrees(10.5, 20.5)
    rows = [
        ("TI-B", "ti", "build", "ML0102", "Bêta", "Bêta <Ville> & co", lon, lat, 2022, 40000.0, "given", 0.0, 2023),
        ("TI-B", "ti", "build", "ML0102", "Bêta", "Bêta <Ville> & co", lon, lat, 2023, 60000.0, "given", 1234.0, 2023),
        (
            "COM-A",
            "commissariat",
            "build",
            "ML0101",
            "Alpha",
            "Alpha",
            west,
            north,
            2022,
            np.nan,
            "planned",
            10.0,
            2022,
        ),
        ("EPES-B", "epes", "build", "ML0102", "Bêta", "Bêta", lon, lat, 2023, 0.0, "partner", 5.0, 2023),
        ("CNDH-A", "cndh_office", "equip", "ML0101", "Alpha", "", np.nan, np.nan, 2024, np.nan, "given", np.nan, 2024),
    ]
    return pd.DataFrame(rows, columns=list(PLAN_COLUMNS))


def events() -> gpd.GeoDataFrame:
    """Four near enough to be placed: at 3, 8, 20 and 24 km of the site; one known by cercle only; one a protest."""
    return points(
        ("E1", 63.5, 20.5), ("E2", 60.5, 28.5), ("E3", 60.5, 0.5), ("E4", 60.5, 0.5), ("E5", *SITE), ("E6", *SITE),
        date=pd.to_datetime(["2021-06-30", "2020-07-01", "2020-06-30", "2018-06-30", "2021-01-01", "2021-01-01"]),
        geo_precision=[1, 2, 1, 1, 3, 1], type=["battle"] * 5 + ["protest"], sub_type=["x"] * 6,
        actor1_kind=["state"] * 6, actor2_kind=["rebel"] * 6, civilian_targeting=[False] * 6,
        fatalities=[2, 0, 1, 9, 5, 0], cercle_pcode=["ML0102"] * 6,
    )  # fmt: skip


def counts() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "cercle_pcode": ["ML0102", "ML0102", "ML0101"], "month": pd.to_datetime(["2021-05-01", "2019-05-01", "2021-05-01"]),
            "event_class": "political_violence", "events": [7.0, 4.0, 99.0], "fatalities": 0.0, "source": "essai",
        }
    )  # fmt: skip


def partners() -> pd.DataFrame:
    rows = [
        ("ML0102", "P1", "Projet région", "ONG", None, "justice_security", "region", "ML01", "ongoing", True),
        ("ML0102", "P2", "Projet <cercle>", None, "UE", "eau", "cercle", "ML0102", "ongoing", True),
        ("ML0102", "P2", "Projet <cercle>", None, "UE", "justice_security", "cercle", "ML0102", "ongoing", True),
        ("ML0102", "P3", "Projet fini", "ONG", None, "eau", "cercle", "ML0102", "completed", False),
        ("ML0101", "P4", "Projet d'Alpha", "ONG", None, "eau", "cercle", "ML0101", "ongoing", True),
    ]
    names = [
        "cercle_pcode",
        "project_id",
        "project",
        "actor",
        "donor",
        "theme",
        "level",
        "stated_pcode",
        "status",
        "present",
    ]
    frame = pd.DataFrame(rows, columns=names)
    return frame.assign(start=pd.to_datetime("2020-03-01"), end=pd.NaT)


def label(audience: Audience = Audience.INTERNAL, language: Language = Language.FR) -> Label:
    return Label(
        name="essai", title_fr="Étude d'essai", title_en="Test study", as_of=date(2021, 6, 30),
        tracking_as_of=date(2022, 12, 31), illustrative=True, language=language, audience=audience, scenario="",
        sources=(), version="0.1.0",
    )  # fmt: skip


def findings(**changes: object) -> Findings:
    world = layers()
    grid = make_grid(world.cercles, cell_size_m=KM)
    dry = np.where(grid.inside, 0.010, np.inf)
    (road,), (wall,) = grid.cells_of(*(np.array([value]) for value in degrees(45.5, 20.5)))
    dry[road] = np.where(grid.inside[road], 0.001, np.inf)
    rains = dry.copy()
    rains[:, wall] = np.inf
    row, column = np.nonzero(grid.inside)
    people = pd.DataFrame({"row": row, "column": column, "people": 10.0, "cercle_pcode": "ML0101"})
    tracked = pd.DataFrame(
        {
            "stage": ["contract", "works"], "percent": [15.0, 26.0], "state": ["late", "watch"],
            "last_date": pd.to_datetime(["2022-08-01", "2022-03-01"]), "flags": ["position à 2 km", ""],
        },
        index=pd.Index(["TI-B", "COM-A"], name="work_id"),
    )  # fmt: skip
    coming = pd.DataFrame(
        {
            "kind": ["ti"], "action": ["build"], "service": ["justice"], "cercle_pcode": ["ML0102"], "place": ["TI voisin"],
            "lon": [degrees(62.5, 20.5)[0]], "lat": [degrees(62.5, 20.5)[1]], "opens_year": [2023], "status": ["partner"],
        },
        index=["PARTNER-F3"],
    )  # fmt: skip
    standing = pd.DataFrame(
        {
            "service": ["security", "security"], "cercle_pcode": ["ML0101", "ML0102"], "kind": ["commissariat", "brigade"],
            "lon": [degrees(10.5, 20.5)[0], degrees(*SITE)[0]], "lat": [degrees(10.5, 20.5)[1], degrees(*SITE)[1]],
        },
        index=["F1", "F2"],
    )  # fmt: skip
    selection = pd.DataFrame(
        {
            "pcode": ["ML0101", "ML0102"], "selected": [False, True], "score": [np.nan, 61.2], "rank": [np.nan, 1],
            "track": ["prevent", "stabilise"], "reason_fr": ["-", "raison"], "reason_en": ["-", "reason"],
        }
    )  # fmt: skip
    found = Findings(
        label=label(), layers=world, plan=plan(), surveyed=frozenset({"COM-A"}), selection=selection, events=events(),
        counts=counts(), partners=partners(), tracked=Tracked(states=pd.DataFrame(), works=tracked),
        terrain=terrain(grid, {"dry": dry, "rains": rains}, world.roads, world.rivers, snap_cells=1), people=people,
        existing=standing, partner_works=coming, sites=None, seen_km=30.0, config=CONFIG.sheets,
        rules=CONFIG.overlay,
    )  # fmt: skip
    return replace(found, **changes)
