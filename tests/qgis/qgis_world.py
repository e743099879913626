"""A made-up run for the tests of the GeoPackage and the QGIS project: six cercles, or any boundaries given."""

from __future__ import annotations

from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
from made_up import CEILING, described, robustness
from shapely import box
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Point

from prosmed_gis.crs import STORED, area_km2
from prosmed_gis.domain.layers import Layers
from prosmed_gis.domain.products import COVERAGE_COLUMNS, Criteria, Label, PlanResult, Products, Tracked
from prosmed_gis.domain.vocabulary import Audience, Language

GROUPS = {"conflict": "Conflictualité", "violence": "Niveau de violence", "strategy": "Stratégies nationales"}
YEARS = (2020, 2021, 2022, 2023, 2024, 2025)
SEED = 7


def units(rows, vintage="2021"):
    frame = gpd.GeoDataFrame(
        [(code, name, parent, vintage, shape) for code, name, parent, shape in rows],
        columns=["pcode", "name", "parent_pcode", "vintage", "geometry"],
        crs=STORED,
    ).set_index("pcode")
    frame.insert(3, "area_km2", area_km2(frame.geometry))
    return frame


def boundaries():
    """Two regions of three cercles of two communes: squares of one degree, 12 communes of half a square."""
    regions, cercles, communes = [], [], []
    for r, region in enumerate(("Nord d'Essai", "Sud")):
        code = f"ML0{r + 1}"
        regions.append((code, region, "ML", MultiPolygon([box(-4, 13 + r, -1, 14 + r)])))
        for c in range(3):
            name = f"Cercle é{r}{c}"
            cercles.append((f"{code}0{c + 1}", name, code, MultiPolygon([box(c - 4, 13 + r, c - 3, 14 + r)])))
            for k in range(2):
                shape = MultiPolygon([box(c - 4 + k / 2, 13 + r, c - 3.5 + k / 2, 14 + r)])
                communes.append((f"{code}0{c + 1}0{k + 1}", f"Commune {r}{c}{k}", f"{code}0{c + 1}", shape))
    return units(regions), units(cercles), units(communes)


def _points(frame, key):
    return gpd.GeoDataFrame(frame, geometry="geometry", crs=STORED).set_index(key)


def settlements(cercles):
    rows = [
        (f"P{k}", unit["name"], "region_seat" if k % 3 == 0 else "cercle_seat", code, None, 1000.0 + k, _seat(unit))
        for k, (code, unit) in enumerate(cercles.iterrows())
    ]
    rows.append(("PV", "Village", "village", cercles.index[0], None, 10.0, _seat(cercles.iloc[0])))
    columns = ["place_id", "name", "place_class", "cercle_pcode", "commune_pcode", "population", "geometry"]
    return _points(pd.DataFrame(rows, columns=columns), "place_id")


def _seat(unit):
    return unit.geometry.representative_point()


def facilities(cercles):
    kinds = ("commissariat", "brigade", "ti", "jpce", "epes", "one_stop_centre")
    rows = [
        (
            f"F{k}{n}",
            f"{kind} {unit['name']}",
            kind,
            "working",
            None,
            pd.Timestamp(2015, 1, 1),
            None,
            5.0,
            "town",
            "essai",
            _seat(unit),
        )
        for k, (_, unit) in enumerate(cercles.iterrows())
        for n, kind in enumerate(kinds)
        if (k + n) % 2 == 0
    ]
    columns = ["facility_id", "name", "kind", "status", "relocated_to_pcode", "since", "owner", "staff", "position_quality",
               "source", "geometry"]  # fmt: skip
    return _points(pd.DataFrame(rows, columns=columns), "facility_id")


def events(cercles):
    types = ("battle", "explosion", "civilians", "riot", "protest", "strategic")
    rows = [
        (f"E{k}", pd.Timestamp(2021, 1 + k % 6, 3), 1, 1, types[k % 6], None, f"Groupe secret {k}", None, None, None, False, k, None,
         None, "essai", "restricted", code, None, Point(_seat(unit).x + 0.1, _seat(unit).y))
        for k, (code, unit) in enumerate(cercles.iterrows())
    ]  # fmt: skip
    columns = ["event_id", "date", "date_precision", "geo_precision", "type", "sub_type", "actor1", "actor2", "actor1_kind",
               "actor2_kind", "civilian_targeting", "fatalities", "fatalities_low", "fatalities_high", "source",
               "licence_class", "cercle_pcode", "commune_pcode", "geometry"]  # fmt: skip
    return _points(pd.DataFrame(rows, columns=columns), "event_id").astype(
        {"fatalities_low": "Int64", "fatalities_high": "Int64"}
    )


def counts(cercles):
    months = pd.date_range("2019-07-01", "2021-06-01", freq="MS")
    rows = [
        (code, month, "political_violence", float((k * 3 + m) % 11 * (k % 4)), float(k), "essai")
        for k, code in enumerate(cercles.index)
        for m, month in enumerate(months)
    ]
    frame = pd.DataFrame(rows, columns=["cercle_pcode", "month", "event_class", "events", "fatalities", "source"])
    frame.index = pd.Index([f"C{k}" for k in range(len(frame))], name="count_id", dtype="str")
    return frame


def lines(cercles, key, column, values):
    west, south, east, north = cercles.total_bounds
    y = np.linspace(south, north, len(values) + 2)[1:-1]
    rows = [(f"L{k}", value, "good", np.nan, "essai", MultiLineString([LineString([(west, y[k]), (east, y[k])])]))
            for k, value in enumerate(values)]  # fmt: skip
    frame = pd.DataFrame(rows, columns=[key, column, "state", "speed_kmh", "source", "geometry"])
    return _points(frame, key)


def selection_and_criteria(cercles, regions, chosen):
    rng = np.random.default_rng(SEED)
    index = cercles.index
    worths = pd.DataFrame(rng.random((len(index), len(GROUPS))), index=index, columns=list(GROUPS))
    score = (worths.mean(axis=1) * 100).round(6)
    order = score.sort_values(ascending=False, kind="stable").index
    rank = pd.Series(range(1, len(order) + 1), index=order).reindex(index)
    contributions = worths * 100 / len(GROUPS)
    frame = pd.DataFrame({"pcode": index, "region": cercles["parent_pcode"].map(regions["name"]).to_numpy(),
                          "cercle": cercles["name"].to_numpy(),
                          "track": np.where(np.arange(len(index)) % 4 == 3, "prevent", "stabilise")})  # fmt: skip
    for group in GROUPS:
        frame[f"{group}_value"] = worths[group].to_numpy()
        frame[f"{group}_contribution"] = contributions[group].to_numpy()
    frame["score"] = score.to_numpy()
    frame["rank"] = rank.to_numpy()
    frame["selected"] = rank.to_numpy() <= chosen
    frame["firmness"] = rng.random(len(index))
    frame["reason_fr"] = [
        f"{name} : le niveau de violence et l'absence d'État pèsent le plus ; la population est loin de la police. "
        "Sans le critère des stratégies nationales, le cercle resterait dans la liste."
        for name in cercles["name"]
    ]
    frame["reason_en"] = [f"{name}: violence and the lack of state weigh most." for name in cercles["name"]]
    definitions = pd.DataFrame(
        {"group": list(GROUPS), "group_label_fr": list(GROUPS.values()), "group_label_en": list(GROUPS),
         "label_fr": [f"Indicateur {g}" for g in GROUPS], "label_en": [f"Indicator {g}" for g in GROUPS], "unit_fr": "événements", "unit_en": "events", "shown_as": "number",
         "source": "essai", "weight": 1 / 3, "value_form": "linear", "missing_rule": "renormalise", "available": True, "note": ""},
        index=pd.Index([f"{g}_1" for g in GROUPS], name="indicator"),
    )  # fmt: skip
    by_indicator = worths.set_axis(definitions.index, axis=1)
    ceiling = pd.DataFrame(
        {"measure": 1.0, "threshold": 2.0, "factor": 1.0, "selected_low": True, "selected_high": True}, index=index
    )
    criteria = Criteria(
        definitions=described(definitions, **dict.fromkeys(GROUPS, 1 / 3)), values=by_indicator * 10, worths=by_indicator, weights=by_indicator * 0 + 1 / 3,
        contributions=by_indicator * 100 / 3, group_worths=worths, group_contributions=contributions,
        data_coverage=pd.Series(np.where(np.arange(len(index)) % 5 == 0, 0.6, 1.0), index=index), ceiling=ceiling,
        ceiling_rule=CEILING, aggregation="arithmetic",
    )  # fmt: skip
    return frame, criteria


def firmness(frame):
    share = frame.set_index("pcode")["firmness"]
    classes = np.where(frame["selected"], np.where(share > 0.4, "core", "exchange"), "out")
    return pd.DataFrame({"frequency": share, "low": share * 0.9, "high": share, "rank_low": 1.0, "rank_median": 5.0, "rank_high": 9.0, "class": classes},
                        index=share.index)  # fmt: skip


def plan(cercles, frame, towns):
    chosen = frame[frame["selected"]].sort_values("rank")["pcode"]
    rows = []
    for k, code in enumerate(chosen):
        point, name = towns[code], cercles.loc[code, "name"]
        for n, (kind, action) in enumerate((("commissariat", "build"), ("ti", "transform"), ("epes", "rehabilitate"))):
            if n <= k % 3:
                status = "given" if k % 2 == 0 else "planned"
                opens = 2021 + (k + n) % 5
                site = (f"W-{code}-{kind}", kind, action, code, name, name, point.x, point.y)
                rows += [(*site, opens - 1, 60000.0, status, 0.0, opens), (*site, opens, 60000.0, status, 900.0, opens)]
    rows.append(
        ("ENV-1", "brigade", "rehabilitate", None, None, None, np.nan, np.nan, 2022, 5000.0, "given", 0.0, None)
    )
    columns = ["work_id", "kind", "action", "cercle_pcode", "cercle", "place", "lon", "lat", "year", "cost_usd", "status",
               "people_gained", "opens_year"]  # fmt: skip
    works = pd.DataFrame(rows, columns=columns).astype({"opens_year": "Int64"})
    rng = np.random.default_rng(SEED)
    cover = pd.DataFrame(
        [
            (code, service, year, 1000.0, 0.0, min(1.0, base + 0.05 * n))
            for service in ("security", "justice", "prison")
            for code, base in zip(cercles.index, rng.random(len(cercles)) * 0.8, strict=True)
            for n, year in enumerate(YEARS)
        ],
        columns=list(COVERAGE_COLUMNS),
    )
    cover["covered"] = cover["share"] * cover["population"]
    shortfalls = pd.DataFrame(
        {"indicator": ["2.1.2"], "year": [2021], "target": [1.0], "planned": [1.0], "missing": [0.0]}
    )
    spending = pd.DataFrame(
        {"envelope": ["ENV-1"], "year": [2022], "budget_usd": [5000.0], "carried_usd": [0.0], "spent_usd": [5000.0]}
    )
    return PlanResult("optimal", 0.0, 1.0, works, shortfalls, spending, cover, ("Note du plan.",))


def tracked(works):
    sites = works.dropna(subset=["cercle_pcode"]).drop_duplicates("work_id").set_index("work_id")
    states = ("on_time", "watch", "late", "done", "no_data")
    frame = sites[["kind", "action", "cercle_pcode", "place", "lon", "lat"]].assign(
        stage="works", percent=40.0, last_date=pd.Timestamp(2022, 10, 1), expected_percent=50.0,
        state=[states[k % 5] for k in range(len(sites))], n_observations=2, flags="",
    )  # fmt: skip
    rows = [
        (indicator, "21", code, pd.Timestamp(2022, 12, 31), 1.0, 1.0, float(k % 2), states[(k + n) % 4], None)
        for n, indicator in enumerate(("2.1.2", "2.2.2"))
        for k, code in enumerate(["", *sorted(sites["cercle_pcode"].unique())])
    ]
    columns = ["indicator", "variant", "cercle_pcode", "as_of", "target", "expected", "done", "state", "forecast"]
    return Tracked(pd.DataFrame(rows, columns=columns), frame)


def partners(cercles):
    rows = [
        (code, f"PRJ{n}", f"Projet n° {n} d'appui <à> la justice", "ONU", "UE", "justice_security", "region" if n == 2 else "cercle",
         code, pd.Timestamp(2020, 1, 1), pd.Timestamp(2023, 12, 31), "ongoing" if n else "completed", n > 0)
        for k, code in enumerate(cercles.index)
        for n in range(k % 5)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["cercle_pcode", "project_id", "project", "actor", "donor", "theme", "level", "stated_pcode",
                                       "start", "end", "status", "present"])  # fmt: skip


def products(audience=Audience.PARTNERS, language=Language.FR, chosen=3, units_of=None, **layers):
    """Return a whole run over `units_of` (regions, cercles, communes); `layers` replace made-up ones."""
    regions, cercles, communes = units_of or boundaries()
    frame, criteria = selection_and_criteria(cercles, regions, chosen)
    made = {
        "settlements": settlements(cercles),
        "facilities": facilities(cercles),
        "roads": lines(cercles, "road_id", "road_class", ("primary", "secondary", "tertiary", "track")),
        "rivers": lines(cercles, "river_id", "name", ("Niger", "Bani")),
        "indicators": pd.DataFrame({"code": ["2.1.2", "2.2.2"], "label_fr": ["Bâtiments de sécurité", "Bâtiments de justice"],
                                    "label_en": ["Security buildings", "Justice buildings"]}),
        **layers,
    }  # fmt: skip
    towns = made["settlements"].query("place_class in ('cercle_seat', 'region_seat', 'national_seat')")
    points = towns.drop_duplicates("cercle_pcode").set_index("cercle_pcode").geometry
    planned = plan(cercles, frame, points)
    found = events(cercles)
    return Products(
        label=Label("essai", "PROSMED – ciblage géographique (essai)", "PROSMED – geographic targeting (trial)", date(2021, 6, 30),
                    date(2022, 12, 31), illustrative=True, language=language, audience=audience, scenario="21 cercles",
                    sources=("Limites : essai, CC-0, 2021", "Événements : essai, 2021"), version="0.1.0"),
        layers=Layers(regions, cercles, communes, events=found, provenance={"cercles": "essai, CC-0, 2021"}, **made),
        selection=frame,
        criteria=criteria,
        firmness=firmness(frame),
        robustness=robustness(frame, list(GROUPS)),
        beside=pd.DataFrame(index=cercles.index),
        settled=pd.Series(dtype="str"),
        reference={"name": "PRODOC", "of": 3, "hits": 2, "missed": [], "extra": [], "communes": 6, "communes_expected": 6},
        events=found,
        counts=counts(cercles),
        people=pd.DataFrame({"people": 12345.0, "year": 2020, "source": "essai", "raster_people": 12000.0, "raster_gap": 0.01},
                            index=cercles.index),
        partners=partners(cercles),
        plan=planned,
        tracked=tracked(planned.works),
        problems=pd.DataFrame([("e.csv", "events", 3, "date", "Groupe secret", "date.future", "error", "Corriger.")],
                              columns=["file", "layer", "row", "column", "value", "rule", "severity", "remedy"]),
        notes=("Événements localisés par région seulement : répartis entre ses cercles.", "Taux lissés (Bayes empirique)."),
    )  # fmt: skip


def over_layers(folder, **options):
    """Return a made-up run over the illustrative study's own geometry (folder `layers/demo`)."""

    def read(name):
        frame = gpd.read_file(folder / "admin.gpkg", layer=name)
        return units(frame[["pcode", "name", "parent_pcode", "geometry"]].itertuples(index=False, name=None))

    def table(name, key, dates=()):
        frame = pd.read_csv(folder / f"{name}.csv", dtype={key: "str"}, parse_dates=list(dates))
        points = gpd.points_from_xy(frame.pop("lon"), frame.pop("lat"), crs=STORED)
        return gpd.GeoDataFrame(frame, geometry=points).set_index(key)

    roads = gpd.read_file(folder / "roads.geojson")[
        ["road_id", "road_class", "state", "speed_kmh", "source", "geometry"]
    ]
    rivers = gpd.read_file(folder / "rivers.geojson").rename_axis("river_id")
    rivers.index = rivers.index.astype("str")
    return products(
        units_of=(read("regions"), read("cercles"), read("communes")), chosen=21, settlements=table("settlements", "place_id"),
        facilities=table("facilities", "facility_id", ["since"]), roads=roads.set_index("road_id"), rivers=rivers, **options,
    )  # fmt: skip
