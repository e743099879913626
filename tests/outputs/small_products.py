"""A whole `Products` of six cercles whose scores can be worked out by hand.

Groups: conflict 50, violence 50 points for both tracks, spread 100 points for track prevent only. Worths are chosen so
that stabilise scores are the mean of conflict and violence, prevent scores (conflict + violence + 2 spread) / 4.
"""

from __future__ import annotations

from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
from made_up import CEILING, described, robustness
from shapely.geometry import MultiPolygon, box

from prosmed_gis.domain.layers import Layers
from prosmed_gis.domain.problems import Problem, Severity, to_frame
from prosmed_gis.domain.products import (
    COVERAGE_COLUMNS,
    PLAN_COLUMNS,
    TRACKING_COLUMNS,
    Criteria,
    Label,
    PlanResult,
    Products,
    Tracked,
)
from prosmed_gis.domain.vocabulary import Audience, Language

CODES = ["ML0401", "ML0402", "ML0501", "ML0502", "ML0301", "ML0302"]
NAMES = ["Alpha", "Bêta", "Gâma", "Delta", "Épsilon", "Zêta"]
TRACKS = ["stabilise"] * 4 + ["prevent"] * 2
WORTHS = pd.DataFrame(
    {
        "conflict": [0.8, 0.6, 0.2, np.nan, 0.4, 0.1],
        "violence": [0.6, 0.9, 0.5, 0.7, 0.2, 0.3],
        "spread": [np.nan, np.nan, np.nan, np.nan, 0.9, 0.2],
    },
    index=pd.Index(CODES, name="pcode"),
)
SCORES = [70.0, 75.0, 35.0, 70.0, 60.0, 20.0]
"""Delta has no conflict data: its score is its violence alone, and ties with Alpha."""
RANKS = [2, 1, 5, 3, 4, 6]


def label(audience: Audience = Audience.PARTNERS, language: Language = Language.FR) -> Label:
    return Label(
        name="petit",
        title_fr="Étude d'essai",
        title_en="Test study",
        as_of=date(2021, 6, 30),
        tracking_as_of=date(2022, 12, 31),
        illustrative=True,
        language=language,
        audience=audience,
        scenario="3 cercles",
        sources=("cercles : monde d'essai, 2021",),
        version="0.1.0",
    )


def layers() -> Layers:
    squares = [MultiPolygon([box(x, 13, x + 1, 14)]) for x in range(-6, 0)]
    cercles = gpd.GeoDataFrame(
        {"name": NAMES, "parent_pcode": [code[:4] for code in CODES], "vintage": "2021", "area_km2": 12000.0},
        index=pd.Index(CODES, name="pcode"),
        geometry=squares,
        crs="EPSG:4326",
    )
    indicators = pd.DataFrame(
        {
            "code": ["2.1.2"] * 2,
            "variant": ["21"] * 2,
            "label_fr": "Bâtiments de sécurité",
            "label_en": "Security buildings",
            "counts": "security_works",
            "unit": "buildings",
            "baseline": 0.0,
            "year": [2021, 2022],
            "target": [1.0, 3.0],
        },
        index=pd.Index(["a", "b"], name="target_id"),
    )
    works = pd.DataFrame(
        {
            "kind": ["brigade"],
            "action": ["rehabilitate"],
            "output": ["2.1"],
            "cercle_pcode": [None],
            "place": [None],
            "placed": [False],
            "lon": [np.nan],
            "lat": [np.nan],
            "label_fr": ["Enveloppe d'essai"],
        },
        index=pd.Index(["ENV-SECURITY"], name="work_id"),
    )
    return Layers(regions=cercles, cercles=cercles, communes=cercles, indicators=indicators, works=works)


def criteria() -> Criteria:
    names = ["local", "events", "border"]
    groups = ["conflict", "violence", "spread"]
    definitions = pd.DataFrame(
        {
            "group": groups,
            "group_label_fr": ["Conflictualité", "Violence", "Extension"],
            "group_label_en": ["Conflict", "Violence", "Spread"],
            "label_fr": ["Conflits locaux", "Événements", "Frontière"],
            "label_en": ["Local conflicts", "Events", "Border"],
            "unit_fr": ["points", "événements", "part"],
            "unit_en": ["points", "events", "share"],
            "shown_as": ["number", "number", "percent"],
            "source": "essai",
            "weight": [0.5, 0.5, 0.5],
            "value_form": "0 à 10",
            "missing_rule": "renormalise",
            "available": True,
            "note": "",
        },
        index=pd.Index(names, name="indicator"),
    )
    points = WORTHS.notna() * [50.0, 50.0, 100.0]
    shares = points.div(points.sum(axis=1), axis=0)
    worths = WORTHS.set_axis(names, axis=1)
    weights = shares.set_axis(names, axis=1)
    parts = shares * WORTHS.fillna(0) * 100
    return Criteria(
        definitions=described(definitions, conflict=0.25, violence=0.25, spread=0.5),
        values=worths * 10,
        worths=worths,
        weights=weights,
        contributions=parts.set_axis(names, axis=1),
        group_worths=WORTHS,
        group_contributions=parts,
        data_coverage=pd.Series(1.0, index=WORTHS.index),
        ceiling=pd.DataFrame(
            {
                "measure": [180.0, *[1.0] * 5],
                "threshold": 120.0,
                "factor": [0.75, *[1.0] * 5],
                "excluded": False,
                "selected_low": [True, True, False, False, True, False],
                "selected_high": [rank <= 3 for rank in RANKS],
            },
            index=WORTHS.index,
        ),
        ceiling_rule=CEILING,
        aggregation="arithmetic",
    )


def selection() -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "pcode": CODES,
            "region": ["Nord", "Nord", "Centre", "Centre", "Sud", "Sud"],
            "cercle": NAMES,
            "track": TRACKS,
        }
    )
    for group in WORTHS.columns:
        frame[f"{group}_value"] = WORTHS[group].to_numpy()
        frame[f"{group}_contribution"] = criteria().group_contributions[group].to_numpy()
    return frame.assign(
        score=SCORES,
        rank=RANKS,
        selected=[rank <= 3 for rank in RANKS],
        firmness=[0.99, 1.0, 0.01, 0.6, 0.4, 0.0],
        reason_fr=[f"{name} : raison, avec virgule" for name in NAMES],
        reason_en=[f"{name}: reason" for name in NAMES],
    )


def plan() -> PlanResult:
    works = pd.DataFrame(
        [
            (
                "COM-A",
                "commissariat",
                "build",
                "ML0401",
                "Alpha",
                "Alpha-Ville",
                -5.5,
                13.5,
                2021,
                100000.0,
                "given",
                0.0,
                2022,
            ),
            (
                "COM-A",
                "commissariat",
                "build",
                "ML0401",
                "Alpha",
                "Alpha-Ville",
                -5.5,
                13.5,
                2022,
                50000.0,
                "given",
                1200.0,
                2022,
            ),
            (
                "BRI-B",
                "brigade",
                "rehabilitate",
                "ML0402",
                "Bêta",
                "Bêta-Ville",
                -4.5,
                13.25,
                2022,
                150000.0,
                "planned",
                800.0,
                2022,
            ),
            ("TI-Z", "ti", "transform", "ML0302", "Zêta", "", np.nan, np.nan, 2023, np.nan, "given", np.nan, 2023),
            (
                "P-1",
                "epes",
                "build",
                "ML0501",
                "Gâma",
                "Gâma <Ville> & co",
                -3.5,
                13.1,
                2023,
                0.0,
                "partner",
                10.0,
                2023,
            ),
        ],
        columns=list(PLAN_COLUMNS),
    )
    coverage = pd.DataFrame(
        [
            (code, service, year, 1000.0, covered, covered / 1000.0)
            for code in CODES
            for service in ("security", "justice")
            for year, covered in ((2020, 100.0), (2021, 200.0), (2023, 450.0))
        ],
        columns=list(COVERAGE_COLUMNS),
    )
    return PlanResult(
        status="optimal",
        gap=0.0001,
        objective=1.0,
        works=works,
        shortfalls=pd.DataFrame(
            [("2.1.2", 2022, 3.0, 2.0, 1.0)], columns=["indicator", "year", "target", "planned", "missing"]
        ),
        spending=pd.DataFrame(
            [("ENV-SECURITY", 2021, 100000.0, 0.0, 0.0), ("ENV-SECURITY", 2022, 80000.0, 100000.0, 150000.0)],
            columns=["envelope", "year", "budget_usd", "carried_usd", "spent_usd"],
        ),
        coverage=coverage,
        notes=("Note du plan.",),
    )


def tracked() -> Tracked:
    states = pd.DataFrame(
        [
            ("2.1.2", "21", "", "2022-12-31", 3.0, 3.0, 2.0, "late", "2022: 3 [2–4]"),
            ("1.2.1", "21", "", "2022-12-31", 69.0, 69.0, np.nan, "no_data", ""),
            ("2.1.2", "21", "ML0401", "2022-12-31", 1.0, 1.0, 1.0, "done", ""),
        ],
        columns=list(TRACKING_COLUMNS),
    )
    works = pd.DataFrame(
        {
            "kind": ["commissariat", "brigade"],
            "action": ["build", "rehabilitate"],
            "cercle_pcode": ["ML0401", "ML0402"],
            "place": ["Alpha-Ville", "Bêta-Ville"],
            "lon": [-5.5, -4.5],
            "lat": [13.5, 13.25],
            "stage": ["working", ""],
            "percent": [100.0, np.nan],
            "works_percent": [100.0, np.nan],
            "last_date": pd.to_datetime(["2022-11-02", None]),
            "starts_year": [2021.0, 2022.0],
            "opens_year": [2022.0, 2022.0],
            "expected_percent": [100.0, 100.0],
            "state": ["done", "no_data"],
            "n_observations": [2, 0],
            "flags": ["", "aucune observation"],
        },
        index=pd.Index(["COM-A", "BRI-B"], name="work_id"),
    )
    return Tracked(states=states, works=works)


def products(audience: Audience = Audience.PARTNERS, language: Language = Language.FR) -> Products:
    partners = pd.DataFrame(
        {
            "cercle_pcode": ["ML0401", "ML0501"],
            "project_id": ["P1", "P2"],
            "project": ["Projet un", '=HYPERLINK("x")'],
            "actor": ["ONG", "ONG"],
            "donor": ["UE", ""],
            "theme": ["justice_security", "eau"],
            "level": ["cercle", "region"],
            "stated_pcode": ["ML0401", "ML05"],
            "start": pd.to_datetime(["2020-01-01", None]),
            "end": pd.to_datetime(["2022-06-30", None]),
            "status": ["ongoing", "unknown"],
        }
    )
    problems = to_frame(
        [
            Problem("a.csv", "progress", 12, "percent", "120", "range", Severity.ERROR, "Corriger."),
            Problem("", "indicators", None, "", "=1+1", "tracking.no_count", Severity.INFO, "Sans donnée."),
        ]
    )
    firmness = pd.DataFrame(
        {
            "frequency": [0.99, 1.0, 0.01, 0.6, 0.4, 0.0],
            "low": 0.0,
            "high": 1.0,
            "rank_low": 1,
            "rank_median": [2, 1, 5, 3, 4, 6],
            "rank_high": 6,
            "class": ["core", "core", "out", "exchange", "exchange", "out"],
        },
        index=pd.Index(CODES, name="pcode"),
    )
    return Products(
        label=label(audience, language),
        layers=layers(),
        selection=selection(),
        criteria=criteria(),
        firmness=firmness,
        robustness=robustness(selection(), list(WORTHS.columns)),
        beside=pd.DataFrame({"raw_events": [1.5, 2.5, np.nan, 3.5, 4.5, 5.5]}, index=WORTHS.index),
        settled=pd.Series({"ML0302": "out"}),
        reference={
            "name": "le document", "of": 3, "hits": 2, "missed": ["ML0301"], "extra": ["ML0502"],
            "communes": 40, "communes_expected": 41,
        },
        events=None,
        counts=pd.DataFrame({"cercle_pcode": CODES, "month": pd.Timestamp("2021-01-01"), "event_class": "political_violence", "events": 1.0, "fatalities": 0.0, "source": "essai"}),
        people=pd.DataFrame({"people": 1000.0}, index=pd.Index(CODES, name="pcode")),
        partners=partners,
        plan=plan(),
        tracked=tracked(),
        problems=problems,
        notes=("Les événements imprécis sont répartis.",),
    )  # fmt: skip
