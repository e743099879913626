"""A country of two cercles, from layers to plan: 60 km squares of open ground, walked at 3 km/h."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry import Point, box
from siting_worlds import siting_config

from prosmed_gis.access.grid import make_grid
from prosmed_gis.access.ground.layers import GroundLayers
from prosmed_gis.access.run import AccessResult, service_access
from prosmed_gis.config.access import Access
from prosmed_gis.config.siting import Siting
from prosmed_gis.crs import NATIONAL
from prosmed_gis.domain.layers import Layers
from prosmed_gis.domain.products import PlanResult
from prosmed_gis.errors import ProsmedError
from prosmed_gis.siting.run import make_plan
from prosmed_gis.wording.results import said_plan
from prosmed_gis.wording.sentences import said_error

AS_OF = date(2021, 6, 30)
NO_TEXT = pd.NA


def access_config(**changes: object) -> Access:
    speeds = {
        "primary": 60, "secondary": 40, "tertiary": 30, "track": 12, "off_road": 3, "good": 1.0, "fair": 0.75,
        "poor": 0.5, "unknown": 0.75, "river_crossing_min": 45, "source": "test",
    }  # fmt: skip
    standards = {
        name: {"minutes": 120, "statuses": ["working"], "source": "t"} for name in ("security", "justice", "prison")
    }
    return Access.model_validate(
        {
            "neighbours": 8,
            "cell_size_m": 2000,
            "margin_km": 0,
            "snap_cells": 2,
            "speeds": speeds,
            "standards": standards,
            **changes,
        }
    )


def _plane(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return frame.set_crs(NATIONAL, allow_override=True).to_crs(4326)


def cercles() -> gpd.GeoDataFrame:
    shapes = gpd.GeoSeries([box(0, 0, 60_000, 60_000), box(60_000, 0, 120_000, 60_000)]).segmentize(3000)
    columns = {"name": ["Aval", "Bourg"], "parent_pcode": ["ML01", "ML01"]}
    return _plane(gpd.GeoDataFrame(columns, geometry=shapes.to_numpy(), index=["ML0101", "ML0102"]))


def points(key: str, rows: dict[str, tuple[float, float]], **columns: object) -> gpd.GeoDataFrame:
    frame = gpd.GeoDataFrame(
        columns, geometry=[Point(x, y) for x, y in rows.values()], index=pd.Index(list(rows), name=key)
    )
    return _plane(frame)


def settlements() -> gpd.GeoDataFrame:
    return points(
        "place_id",
        {
            "PA1": (11_000, 11_000),
            "PA2": (41_000, 41_000),
            "PB1": (71_000, 11_000),
            "PB2": (101_000, 41_000),
            "PV": (91_000, 9000),
        },
        name=["Aval", "Amont", "Bourg", "Bosquet", "Village"],
        place_class=["cercle_seat", "commune_seat", "cercle_seat", "commune_seat", "village"],
        cercle_pcode=["ML0101", "ML0101", NO_TEXT, "ML0102", "ML0102"],
    ).astype({"cercle_pcode": "str"})


def facilities() -> gpd.GeoDataFrame:
    return points(
        "facility_id",
        {"F-OURS": (11_500, 11_500), "F-PARTNER": (101_000, 43_000), "F-PRISON": (71_000, 13_000)},
        name=["Commissariat", "Poste UE", "Prison"],
        kind=["commissariat", "poste", "epes"],
        status=["under_works", "planned", "working"],
        since=pd.to_datetime([pd.NaT, "2022-05-01", pd.NaT]),
    )


def works() -> pd.DataFrame:
    rows = [
        ("COM-A", "commissariat", "build", "ML0101", "AVAL ", True),
        ("TI-B", "ti", "transform", "ML0102", "Bourg", True),
        ("EPES-A", "epes", "build", "ML0101", "Ailleurs", True),
        ("CNDH-A", "cndh_office", "equip", "ML0101", "Aval", True),
        ("ENV-SECURITY", "brigade", "rehabilitate", NO_TEXT, NO_TEXT, False),
        ("ENV-COURTS", "court", "rehabilitate", NO_TEXT, NO_TEXT, False),
        ("ENV-EPES", "epes", "rehabilitate", NO_TEXT, NO_TEXT, False),
    ]
    frame = pd.DataFrame(rows, columns=["work_id", "kind", "action", "cercle_pcode", "place", "placed"]).set_index(
        "work_id"
    )
    return frame.assign(lon=np.nan, lat=np.nan, output="2.1", label_fr="x")


def payments() -> pd.DataFrame:
    rows = [
        ("COM-A", 2021, 100_000.0), ("COM-A", 2022, 50_000.0), ("COM-A", 2023, 0.0), ("TI-B", 2021, 40_000.0),
        ("ENV-SECURITY", 2021, 200_000.0), ("ENV-SECURITY", 2022, 100_000.0), ("ENV-SECURITY", 2023, 160_000.0),
        ("ENV-COURTS", 2022, 120_000.0), ("ENV-COURTS", 2023, 90_000.0), ("ENV-EPES", 2022, 95_000.0),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["work_id", "year", "cost_usd"])


def indicators() -> pd.DataFrame:
    rows = [(code, "21", 0.0, year, float(target)) for code, targets in (("2.1.2", (1, 2, 9)), ("2.2.2", (1, 2, 4)))
            for year, target in zip((2021, 2022, 2023), targets, strict=True)]  # fmt: skip
    rows.append(("2.1.2", "17", 0.0, 2021, 99.0))
    return pd.DataFrame(rows, columns=["code", "variant", "baseline", "year", "target"])


def reference() -> pd.DataFrame:
    return pd.DataFrame({"initiation_phase": [True]}, index=["ML0101"])


def layers(**changes: object) -> Layers:
    ground = cercles()
    whole = Layers(
        regions=ground, cercles=ground, communes=ground, settlements=settlements(), facilities=facilities(), works=works(),
        payments=payments(), indicators=indicators(), reference=reference(),
    )  # fmt: skip
    return replace(whole, **changes)


def selection(*pcodes: str) -> pd.DataFrame:
    chosen = pcodes or ("ML0101", "ML0102")
    return pd.DataFrame(
        {
            "pcode": ["ML0101", "ML0102"],
            "selected": [code in chosen for code in ("ML0101", "ML0102")],
            "score": [40.0, np.nan],
        }
    )


def people() -> pd.DataFrame:
    grid = make_grid(cercles(), cell_size_m=2000)
    row, column = np.nonzero(grid.inside)
    lon, lat = grid.centres(row, column)
    return pd.DataFrame(
        {
            "lon": lon,
            "lat": lat,
            "people": 100.0,
            "cercle_pcode": np.array(grid.cercle_pcodes)[grid.cercle_code[row, column]],
        }
    )


@cache
def everybody() -> pd.DataFrame:
    return people()


def access(ground: Layers, *, barriers: gpd.GeoDataFrame | None = None, rules: Access | None = None) -> AccessResult:
    return service_access(
        ground.facilities, None, None, ground.cercles, everybody(), rules or access_config(), year=2020, as_of=AS_OF,
        more=GroundLayers(barriers=barriers),
    )  # fmt: skip


def config(**changes: object) -> Siting:
    return siting_config(**{"initiation_first": True, **changes})


def plan(ground: Layers, rules: Siting, chosen: pd.DataFrame | None = None, **options: object) -> PlanResult:
    try:
        made = make_plan(
            ground,
            selection() if chosen is None else chosen,
            options.pop("found", None) or access(ground),
            rules,
            access_config(),
            variant="21",
            as_of=AS_OF,
            **options,
        ).result
    except ProsmedError as error:
        said_error(error, "fr")
        raise
    return said_plan(made, "fr")
