"""Three works in two cercles, and what it takes to track them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import MultiPolygon, box

from prosmed_gis.config.study import Checks
from prosmed_gis.config.tracking import Tracking
from prosmed_gis.domain.layers import Layers
from prosmed_gis.domain.products import COVERAGE_COLUMNS, PLAN_COLUMNS, PlanResult
from prosmed_gis.tracking.run import track
from prosmed_gis.wording.results import said_tracking

SHARES = {
    "identified": 0.0, "land_secured": 0.05, "tender": 0.10, "contract": 0.15, "works": 0.20,
    "provisional_acceptance": 0.85, "equipped": 0.93, "staffed": 0.97, "working": 1.0,
}  # fmt: skip


@pytest.fixture
def config() -> Tracking:
    return Tracking.model_validate(
        {
            "stage_shares": SHARES,
            "counts": {
                "security_works": {
                    "kinds": ["commissariat", "brigade"], "stage": "provisional_acceptance", "source": "essai",
                },
                "cndh_offices": {
                    "kinds": ["cndh_office"], "stage": "working", "source": "essai", "baseline_works": ["CNDH-OLD"],
                },
            },
            "expected": "linear",
            "on_time_ratio": 0.9,
            "watch_ratio": 0.7,
            "forecast_min_observations": 3,
            "forecast_confidence": 0.8,
        }
    )  # fmt: skip


@pytest.fixture
def checks() -> Checks:
    return Checks.model_construct(site_tolerance_m=500.0)


def observations(*rows: tuple[str, str, str, float | None]) -> pd.DataFrame:
    """Rows of (work, day, stage, percent), at the planned site."""
    frame = pd.DataFrame(rows, columns=["work_id", "date", "stage", "percent"])
    return frame.assign(
        date=pd.to_datetime(frame["date"]), percent=frame["percent"].astype(float), lon=-4.0, lat=14.0,
        observer="x", note="", photo="",
    ).set_axis(pd.Index([f"o{number}" for number in range(len(frame))], name="observation_id"))  # fmt: skip


def targets(counts: str, code: str, values: dict[int, float], *, baseline: float = 0.0) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "code": code, "variant": "21", "label_fr": code, "label_en": code, "counts": counts, "unit": "u",
            "baseline": baseline, "year": list(values), "target": list(values.values()),
        }
    )  # fmt: skip


@pytest.fixture
def plan() -> PlanResult:
    works = pd.DataFrame(
        [
            ("COM-A", "commissariat", "build", "ML0401", "A", "A", -4.0, 14.0, 2021, 1.0, "given", 0.0, 2022),
            ("COM-A", "commissariat", "build", "ML0401", "A", "A", -4.0, 14.0, 2022, 1.0, "given", 0.0, 2022),
            ("BRI-A", "brigade", "rehabilitate", "ML0401", "A", "A", -4.0, 14.0, 2023, 1.0, "planned", 0.0, 2023),
            ("BRI-B", "brigade", "rehabilitate", "ML0402", "B", "B", -4.0, 14.0, 2021, 1.0, "planned", 0.0, 2021),
            ("P-1", "brigade", "build", "ML0402", "B", "B", -4.0, 14.0, 2021, 0.0, "partner", 0.0, 2021),
        ],
        columns=list(PLAN_COLUMNS),
    )
    empty = pd.DataFrame()
    coverage = pd.DataFrame(columns=list(COVERAGE_COLUMNS))
    return PlanResult("optimal", 0.0, 0.0, works, empty, empty, coverage)


@pytest.fixture
def layers() -> Layers:
    cercles = gpd.GeoDataFrame(
        {"name": ["A", "B"], "parent_pcode": "ML04", "vintage": "2021", "area_km2": 1.0},
        index=pd.Index(["ML0401", "ML0402"], name="pcode"),
        geometry=[MultiPolygon([box(-5, 13, -4, 14)]), MultiPolygon([box(-4, 13, -3, 14)])],
        crs="EPSG:4326",
    )
    works = pd.DataFrame(
        [
            ("CNDH-OLD", "cndh_office", "equip", "ML0401", True),
            ("CNDH-NEW", "cndh_office", "equip", "ML0402", True),
            ("ENV", "brigade", "rehabilitate", None, False),
        ],
        columns=["work_id", "kind", "action", "cercle_pcode", "placed"],
    ).set_index("work_id")
    works = works.assign(place="A", lon=-4.0, lat=14.0, output="2.1", label_fr="x")
    indicators = pd.concat(
        [
            targets("security_works", "2.1.2", {2021: 1, 2022: 2, 2023: 4}),
            targets("cndh_offices", "2.5.3", {2021: 1, 2022: 2}, baseline=1),
            targets("communes_with_mechanisms", "1.2.1", {2021: 10, 2022: 20}),
        ],
        ignore_index=True,
    )
    payments = pd.DataFrame({"work_id": ["CNDH-NEW"], "year": [2022], "cost_usd": [5.0]})
    return Layers(
        regions=cercles, cercles=cercles, communes=cercles, works=works, indicators=indicators, payments=payments
    )


@pytest.fixture
def state(layers, plan, config, checks):
    """Call `track` on the world with these observations."""

    def run(*rows, as_of=date(2022, 12, 31), with_plan=True, **changes):
        progress = observations(*rows) if rows else None
        world = replace(layers, **{"progress": progress, **changes})
        found, problems = track(world, plan if with_plan else None, config, checks, as_of, variant="21")
        return said_tracking(found, "fr"), problems

    return run


@pytest.fixture
def observed_at(layers, plan, config, checks):
    """Call `track` with one observation of COM-A at a latitude; the planned site is at 14."""

    def run(lat):
        progress = observations(("COM-A", "2022-01-05", "works", 20.0)).assign(lat=lat)
        found, problems = track(
            replace(layers, progress=progress), plan, config, checks, date(2022, 12, 31), variant="21"
        )
        return said_tracking(found, "fr"), problems

    return run
