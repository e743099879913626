"""Nine square cercles in three regions, every frame of a run filled by hand, with names meant to do harm."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
from made_up import CEILING, described, robustness
from shapely import MultiLineString, MultiPolygon, Point, box

from prosmed_gis.domain.layers import Layers
from prosmed_gis.domain.products import COVERAGE_COLUMNS, Criteria, Label, PlanResult, Products, Tracked
from prosmed_gis.domain.vocabulary import Audience, Language

HARM = "<img src=x onerror=alert(1)>"
CLOSER = "</script><script>alert(2)</script>"
ACTOR = "ACTEUR-SECRET"
NOTE = "NOTE-SECRETE"
EVENT_LON, SITE_LON, FACILITY_LON, COMMUNE_LON, SEAT_LON = 1.23457, 0.61803, 2.71828, 0.577, 1.41421
"""Longitudes that stand nowhere else: each must be absent from what an audience may not see."""

NAMES = ("Ségou", "Bla", HARM, "Koro", "Mopti", "Djenné", "Gao", "Ansongo", "Bourem")
CODES = tuple(f"ML0{r + 1}0{c + 1}" for r in range(3) for c in range(3))
SCORES = (90.0, 80.0, 70.0, 60.0, 50.0, 40.0, 30.0, 20.0, np.nan)
SELECTED = 4


def _frame(rows, columns, key):
    return gpd.GeoDataFrame(pd.DataFrame(rows, columns=columns), geometry="geometry", crs=4326).set_index(key)


def boundaries():
    columns = ["pcode", "name", "parent_pcode", "vintage", "area_km2", "geometry"]
    cells = [(code, k // 3, k % 3) for k, code in enumerate(CODES)]
    regions = [
        (f"ML0{r + 1}", f"Région {r + 1}", "ML", "2021", 36000.0, MultiPolygon([box(0, 12 + r, 3, 13 + r)]))
        for r in range(3)
    ]
    cercles = [(code, NAMES[k], f"ML0{r + 1}", "2021", 12000.0, MultiPolygon([box(c, 12 + r, c + 1, 13 + r)]))
               for k, (code, r, c) in enumerate(cells)]  # fmt: skip
    communes = []
    for k, (code, r, c) in enumerate(cells):
        cut = c + COMMUNE_LON
        for n, (west, east) in enumerate(((c, cut), (cut, c + 1))):
            name = HARM if k == 2 else f"Commune {k}{n}"
            communes.append(
                (f"{code}0{n + 1}", name, code, "2021", 6000.0, MultiPolygon([box(west, 12 + r, east, 13 + r)]))
            )
    return (_frame(rows, columns, "pcode") for rows in (regions, cercles, communes))


def selection():
    rank = pd.array([*range(1, 9), None], dtype="Int64")
    return pd.DataFrame(
        {"pcode": CODES, "region": [f"Région {k // 3 + 1}" for k in range(9)], "cercle": NAMES,
         "track": ["stabilise", "prevent", "stabilise"] * 3, "conflict_value": 0.5, "conflict_contribution": 20.0, "score": SCORES,
         "rank": rank, "selected": [k < SELECTED for k in range(9)], "firmness": 0.9,
         "reason_fr": [f"57 événements à {name}" for name in NAMES], "reason_en": [f"57 events in {name}" for name in NAMES]}
    )  # fmt: skip


def criteria():
    groups = pd.DataFrame(
        {"conflict": np.linspace(1, 0, 9), "strategy": [*np.linspace(0.5, 0.85, 8), np.nan]}, index=list(CODES)
    )
    definitions = pd.DataFrame(
        {"group": ["conflict", "strategy"], "group_label_fr": ["Conflictualité", "Stratégies"], "group_label_en": ["Conflict", "Strategy"],
         "label_fr": ["Conflits locaux", "Plans"], "label_en": ["Local conflicts", "Plans"], "unit_fr": ["événements", ""], "unit_en": ["events", ""], "shown_as": "number", "source": "essai",
         "weight": [0.6, 0.4], "value_form": "linear", "missing_rule": "renormalise", "available": True, "note": ""},
        index=["local", "plans"],
    )  # fmt: skip
    by_indicator = groups.set_axis(["local", "plans"], axis=1)
    weights = by_indicator * 0 + 0.5
    weights.loc[CODES[1], "plans"] = 0.0
    return Criteria(
        definitions=described(definitions, 4321.5, conflict=0.6, strategy=0.4), values=by_indicator * 4321.5, worths=by_indicator, weights=weights,
        contributions=by_indicator * 50, group_worths=groups, group_contributions=groups * [60, 40],
        data_coverage=pd.Series([1.0] * 8 + [0.4], index=list(CODES)),
        ceiling=pd.DataFrame({"measure": 321.0, "threshold": 120.0, "factor": [0.5] + [1.0] * 8, "selected_low": True,
                              "selected_high": True}, index=list(CODES)),
        ceiling_rule=CEILING, aggregation="arithmetic",
    )  # fmt: skip


def firmness():
    classes = ["core"] * 3 + ["exchange"] * 2 + ["out"] * 4
    return pd.DataFrame({"frequency": [0.97] * 4 + [0.5] * 5, "low": 0.95, "high": 0.99, "rank_low": 1.0, "rank_median": 2.0, "rank_high": 3.0, "class": classes},
                        index=list(CODES))  # fmt: skip


def plan():
    rows = [
        (
            "COM-SEGOU",
            "commissariat",
            "build",
            CODES[0],
            NAMES[0],
            f"Place {HARM}",
            SITE_LON,
            12.4,
            2021,
            1500.0,
            "given",
            900.0,
            2022,
        ),
        (
            "COM-SEGOU",
            "commissariat",
            "build",
            CODES[0],
            NAMES[0],
            f"Place {HARM}",
            SITE_LON,
            12.4,
            2022,
            777.0,
            "given",
            900.0,
            2022,
        ),
        (
            "ti-SECRETSITE",
            "ti",
            "transform",
            CODES[1],
            NAMES[1],
            "Village",
            SITE_LON + 1,
            12.5,
            2024,
            70000.0,
            "planned",
            0.0,
            2025,
        ),
        (
            "EPES-KORO",
            "epes",
            "rehabilitate",
            CODES[3],
            NAMES[3],
            None,
            np.nan,
            np.nan,
            2023,
            np.nan,
            "given",
            np.nan,
            None,
        ),
        ("ENV", "brigade", "rehabilitate", None, None, None, np.nan, np.nan, 2023, 10.0, "partner", np.nan, 2024),
    ]
    columns = ["work_id", "kind", "action", "cercle_pcode", "cercle", "place", "lon", "lat", "year", "cost_usd", "status",
               "people_gained", "opens_year"]  # fmt: skip
    shares = {2020: 0.1, 2021: 0.3, 2025: 0.85}
    coverage = [
        (code, "security", year, 1000.0, 1000 * share * part, share * part)
        for code, part in zip(CODES, [1.0] * 4 + [0.3] * 5, strict=True)
        for year, share in shares.items()
    ]
    return PlanResult(
        "optimal", 0.0, 1.0, pd.DataFrame(rows, columns=columns).astype({"opens_year": "Int64"}),
        pd.DataFrame(columns=["indicator", "year", "target", "planned", "missing"]),
        pd.DataFrame(columns=["envelope", "year", "budget_usd", "carried_usd", "spent_usd"]),
        pd.DataFrame(coverage, columns=list(COVERAGE_COLUMNS)), ("Écart nul.",),
    )  # fmt: skip


def tracked():
    columns = ["indicator", "variant", "cercle_pcode", "as_of", "target", "expected", "done", "state", "forecast"]
    day = pd.Timestamp(2022, 12, 31)
    states = [("2.1.2", "21", "", day, 20.0, 5.0, 4.0, "watch", np.nan), ("2.1.2", "21", CODES[0], day, 1.0, 1.0, 1.0, "done", np.nan),
              ("2.1.2", "21", CODES[1], day, 1.0, 1.0, 0.0, "late", np.nan)]  # fmt: skip
    works = pd.DataFrame(
        {"kind": "commissariat", "action": "build", "cercle_pcode": CODES[0], "place": "Place", "lon": SITE_LON, "lat": 12.4,
         "stage": "works", "percent": 40.0, "last_date": day, "expected_percent": 50.0, "state": "late", "n_observations": 2,
         "flags": "position 3 km"}, index=["COM-SEGOU"],
    )  # fmt: skip
    return Tracked(pd.DataFrame(states, columns=columns), works)


def events():
    columns = ["event_id", "date", "date_precision", "geo_precision", "type", "sub_type", "actor1", "actor2", "fatalities",
               "civilian_targeting", "cercle_pcode", "commune_pcode", "geometry"]  # fmt: skip
    rows = [(f"E{k}", pd.Timestamp(2021, 5, 1 + k), 1, 1, kind, None, ACTOR, None, 2, False, CODES[4], f"{CODES[4]}01",
             Point(EVENT_LON, 13.5)) for k, kind in enumerate(("battle", "riot"))]  # fmt: skip
    return _frame(rows, columns, "event_id")


def counts():
    """Ségou: 1 a month for three years, Bla: 9 in one month long ago, Koro: 60 in May 2021."""
    months = pd.date_range("2018-07-01", "2021-06-01", freq="MS")
    rows = [(CODES[0], month, 1.0) for month in months] + [
        (CODES[1], months[0], 9.0),
        (CODES[3], pd.Timestamp(2021, 5, 1), 60.0),
    ]
    return pd.DataFrame([(code, month, "political_violence", n, 0.0, "essai") for code, month, n in rows],
                        columns=["cercle_pcode", "month", "event_class", "events", "fatalities", "source"])  # fmt: skip


def layers():
    regions, cercles, communes = boundaries()
    facilities = [
        ("F1", "Commissariat de Ségou", "commissariat", "working", Point(FACILITY_LON, 12.2)),
        ("F2", None, "ti", "closed", Point(FACILITY_LON, 12.3)),
        ("F3", "Sans point", "epes", "unknown", Point()),
    ]
    progress = pd.DataFrame({"work_id": ["COM-SEGOU"], "date": [pd.Timestamp(2022, 10, 1)], "stage": ["works"], "percent": [40.0],
                             "observer": ["Mme X"], "lon": [SITE_LON], "lat": [12.4], "note": [NOTE], "photo": ["p.jpg"]},
                            index=pd.Index(["O1"], name="observation_id"))  # fmt: skip
    works = pd.DataFrame({"kind": ["commissariat"], "action": ["build"], "output": ["2.1"], "cercle_pcode": [CODES[0]], "place": ["Place"],
                          "placed": [True], "lon": [SITE_LON], "lat": [12.4], "label_fr": ["Commissariat de Place"]},
                         index=pd.Index(["COM-SEGOU"], name="work_id"))  # fmt: skip
    interventions = pd.DataFrame({"project_id": ["P1"], "level": ["commune"], "pcode": [f"{CODES[0]}01"]}, index=["R1"])
    seats = _frame(
        [("S1", "Ségou", "cercle_seat", Point(SEAT_LON, 12.5))],
        ["place_id", "name", "place_class", "geometry"],
        "place_id",
    )
    line = MultiLineString([[(0.1, 12.1), (2.9, 14.9)]])
    return Layers(
        regions, cercles, communes, settlements=seats, events=events(), event_counts=counts(), progress=progress, works=works,
        facilities=_frame(facilities, ["facility_id", "name", "kind", "status", "geometry"], "facility_id"),
        interventions=interventions,
        indicators=pd.DataFrame({"code": ["2.1.2"], "label_fr": ["Bâtiments de sécurité"], "label_en": ["Security buildings"]}),
        roads=_frame([("R1", "primary", line), ("R2", "track", line)], ["road_id", "road_class", "geometry"], "road_id"),
        rivers=_frame([("N", line)], ["river_id", "geometry"], "river_id"),
    )  # fmt: skip


def partners():
    rows = [
        (CODES[0], "P1", f"Projet {HARM}", "ONU", "UE", "justice_security", "commune", f"{CODES[0]}01"),
        (CODES[0], "P2", "Dialogue", "ONG", None, "peace", "region", "ML01"),
        (CODES[1], "P2", "Dialogue", "ONG", None, "peace", "region", "ML01"),
        (CODES[1], "P3", "Puits", None, None, "Eau & hygiène", "cercle", CODES[1]),
    ]
    columns = ["cercle_pcode", "project_id", "project", "actor", "donor", "theme", "level", "stated_pcode"]
    return pd.DataFrame(rows, columns=columns).assign(start=pd.Timestamp(2020, 1, 1), end=pd.NaT, status="ongoing")


def problems():
    columns = ["file", "layer", "row", "column", "value", "rule", "severity", "remedy"]
    rows = [("e.csv", "events", 3, "actor1", ACTOR, "x", "error", f"Corriger {ACTOR}."), ("p.csv", "progress", 4, "note", NOTE, "y", "error", NOTE),
            ("f.csv", "facilities", 5, "kind", "police?", "z", "warning", "Voir police?.")]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def with_document(products, codes=(CODES[0], CODES[2], CODES[5], "ML0999"), first=(CODES[0], CODES[5])):
    """Add the programme's own list: of the four selected cercles it holds two, one more, and one that is nowhere."""
    listed = pd.DataFrame({"cercle": "x", "initiation_phase": [code in first for code in codes]},
                          index=pd.Index(codes, name="cercle_pcode"))  # fmt: skip
    ours = set(products.selection.loc[products.selection["selected"], "pcode"])
    missed, extra = sorted(set(codes) - ours), sorted(ours - set(codes))
    why = {code: {"fr": f"Pourquoi {code}", "en": f"Why {code}"} for code in (*missed, *extra)}
    held = {
        "name": "essai",
        "of": len(codes),
        "hits": len(ours & set(codes)),
        "missed": missed,
        "extra": extra,
        "why": why,
    }
    return replace(products, layers=replace(products.layers, reference=listed), reference=held)


def world(audience=Audience.PARTNERS, language=Language.FR, **label):
    made = {"scenario": "21 cercles", "illustrative": True, **label}
    return Products(
        label=Label("essai", f"PROSMED {CLOSER}", "PROSMED trial", date(2021, 6, 30), date(2022, 12, 31), language=language,
                    audience=audience, sources=("Limites : essai", f"Événements : {HARM}"), version="0.1.0", **made),
        layers=layers(), selection=selection(), criteria=criteria(), firmness=firmness(),
        robustness=robustness(selection(), ["conflict", "strategy"]),
        beside=pd.DataFrame({"raw_local": 4567.5}, index=list(CODES)), settled=pd.Series(dtype="str"), reference={}, events=events(), counts=counts(),
        people=pd.DataFrame({"people": 1234567.0, "year": 2020, "source": "essai"}, index=list(CODES)), partners=partners(), plan=plan(),
        tracked=tracked(), problems=problems(), notes=(f"Lissage {HARM}",),
    )  # fmt: skip
