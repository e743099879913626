"""Access and the plan's meaning for any made-up run: every number follows from a position or a distance.

Shares of the k-th cercle are (2 + k % 6) tenths on dry calm roads by car, and of that 0.75 in the rains, a half after
incidents, a quarter on foot. The k-th planned site costs 1000 (k + 1) of worth where it may not be built.
"""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from prosmed_gis.domain.products import ACCESS_COLUMNS, AccessFound, PlanMeaning
from prosmed_gis.domain.vocabulary import SERVICE_OF_KIND, SERVICE_OF_WORK, FacilityKind, Service, WorkKind

STATES = {
    ("dry", "calm", "vehicle"): 1.0,
    ("rains", "calm", "vehicle"): 0.75,
    ("dry", "incidents", "vehicle"): 0.5,
    ("dry", "calm", "foot"): 0.25,
}
MINUTES = {"security": 120.0, "justice": 120.0, "prison": 240.0}
REACH_DEG = 0.35
BUDGETS = (0.0, 0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9, 1.0, 1.25, 1.5)
SCENARIOS = (
    ("calme", "security", "Situation actuelle", "Present situation", "", 0.0, 100.0, 0.0),
    ("centre", "security", "Le Centre <fermé>", "The Centre closed", "ML0401 ML0402", 3000.0, 5000.0, 1500.0),
    ("retard", "slippage", "Un an de retard", "A year late", "", 1000.0, 2000.0, 1200.0),
    ("deux", "both", "Les deux", "Both", "ML0401", 2500.0, 4000.0, 1400.0),
)
"""Name, kind, labels, suspended cercles, regret of the plan, of the greedy and of the robust one."""


def with_siting(products):
    """Return the products with access and meaning filled."""
    return replace(products, access=access(products), meaning=meaning(products))


def access(products):
    layers = products.layers
    people = pd.Series({code: 1000.0 * (k + 1) for k, code in enumerate(layers.cercles.index)})
    return AccessFound(
        states=_states(layers), chain=_chain(layers.cercles.index), catchments=_catchments(products),
        within=_within(products), notes=("Note d'accès <b>",),
        crowding=pd.DataFrame({"cercle_pcode": people.index, "service": "security", "staff": 12.0, "people": people.to_numpy(),
                               "staff_per_100k": 1.2e6 / people.to_numpy()}),
        links=pd.DataFrame({"cercle_pcode": people.index[:1], "court_id": "F-COURT", "court_min": 35.5}, index=pd.Index(["F-LINK"], name="facility_id")),
        ground=pd.DataFrame({"level": ["cercle", "commune"], "pcode": [people.index[0], layers.communes.index[0]], "service": "security",
                             "minutes": 120.0, "area_km2": 100.0, "within_km2": 25.0, "share": 0.25}),
        network=_states(layers).query("security == 'calm' and mode == 'vehicle'").reset_index(drop=True),
    )  # fmt: skip


def _states(layers):
    rows = []
    for level, frame in (("cercle", layers.cercles), ("commune", layers.communes)):
        for k, code in enumerate(frame.index):
            people, share = 1000.0 * (k + 1), (2 + k % 6) / 10
            for service, minutes in MINUTES.items():
                for (season, security, mode), factor in STATES.items():
                    part = share * factor
                    rows.append(
                        (level, code, service, season, security, mode, minutes, people, part * people, part, 10.0 * k)
                    )
    return pd.DataFrame(rows, columns=list(ACCESS_COLUMNS))


def _chain(codes):
    k = np.arange(len(codes))
    frame = pd.DataFrame({"security": k % 3, "justice": k % 2, "prison": (k % 4 == 1).astype(int)}, index=codes)
    links = frame[["security", "justice", "prison"]] > 0
    return frame.assign(
        complete=links.all(axis=1),
        security_justice_min=np.where(links["security"] & links["justice"], np.where(k == 1, 35.5, np.inf), np.nan),
        justice_prison_min=np.where(links["justice"] & links["prison"], 61.0, np.nan),
    )  # fmt: skip


def _serving(products):
    """Return service -> facilities with a point."""
    frame = products.layers.facilities
    if frame is None:
        return {}
    frame = frame[~(frame.geometry.is_empty | frame.geometry.isna())]
    services = frame["kind"].map(lambda kind: SERVICE_OF_KIND.get(FacilityKind(kind)))
    return {service: frame[services == service] for service in Service if (services == service).any()}


def _catchments(products):
    cercles = products.layers.cercles
    ground, rows = shapely.union_all(cercles.geometry.to_numpy()), []
    for service, frame in _serving(products).items():
        points = frame.geometry.to_numpy()
        cells = (
            shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=ground))
            if len(points) > 1
            else [ground]
        )
        for n, (code, row) in enumerate(frame.sort_index().iterrows()):
            cell = next((shape for shape in cells if shape.intersects(row.geometry)), None)
            shape = None if cell is None else shapely.intersection(cell, ground)
            if shape is None or shape.is_empty:
                continue
            home = cercles.index[cercles.intersects(row.geometry)]
            rows.append((service.value, 1, code, row["name"], home[0] if len(home) else None, 5000.0 * (n + 1), 2000.0 * (n + 1),
                         1234.5, shapely.MultiPolygon(_areas(shape))))  # fmt: skip
    # A second nearest overlaps the nearest of others: products that draw one ground each leave it out.
    rows += [(first[0], 2, *first[2:]) for first in rows[:1]]
    columns = [
        "service",
        "rank",
        "facility_id",
        "name",
        "cercle_pcode",
        "people",
        "people_within",
        "area_km2",
        "geometry",
    ]
    return gpd.GeoDataFrame(pd.DataFrame(rows, columns=columns), geometry="geometry", crs="EPSG:4326")


def _areas(shape):
    return [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]


def _within(products):
    works = products.plan.works.drop_duplicates("work_id").dropna(subset=["lon", "lat", "opens_year"])
    served = works["kind"].map(lambda kind: SERVICE_OF_WORK.get(WorkKind(kind)))
    ground, serving = shapely.union_all(products.layers.cercles.geometry.to_numpy()), _serving(products)
    rows = []
    for service in Service:
        standing = list(serving[service].geometry) if service in serving else []
        own = works[served == service]
        for year in sorted(products.plan.coverage["year"].unique()):
            opened = own[own["opens_year"] <= year]
            points = standing + list(shapely.points(opened["lon"], opened["lat"]))
            shape = shapely.intersection(shapely.union_all(shapely.buffer(points, REACH_DEG, quad_segs=4)), ground)
            if not shape.is_empty:
                rows.append(
                    (
                        service.value,
                        int(year),
                        MINUTES[service],
                        1000.0 * len(points),
                        shapely.MultiPolygon(_areas(shape)),
                    )
                )
    columns = ["service", "year", "minutes", "people", "geometry"]
    return gpd.GeoDataFrame(pd.DataFrame(rows, columns=columns), geometry="geometry", crs="EPSG:4326")


def meaning(products):
    works = products.plan.works.drop_duplicates("work_id")
    planned = works[works["status"] == "planned"].set_index("work_id")
    opens = planned["opens_year"].astype(int)
    k = np.arange(len(planned))
    core = k % 2 == 0
    sites = planned[["kind", "cercle_pcode", "cercle", "place"]].assign(
        year=opens, loss=1000.0 * (k + 1), loss_people=500.0 * (k + 1), core=core, near_best_share=np.where(core, 1.0, 0.6),
        greedy=k % 3 != 1,
    )  # fmt: skip
    spending, years = products.plan.spending, sorted(products.plan.coverage["year"].unique())
    curve = pd.DataFrame({"budget_share": BUDGETS})
    return PlanMeaning(
        sites=sites,
        money=spending[["envelope", "year", "budget_usd", "spent_usd"]].assign(shadow_price=12.5, one_more_worth=4000.0),
        frontier=curve.assign(budget_usd=1e6 * curve["budget_share"], people_covered=(1e5 * (1 - np.exp(-2 * curve["budget_share"]))).round(),
                              works=[round(10 * share) for share in BUDGETS], objective=2e5 * curve["budget_share"] ** 0.5,
                              gap=[0.0] * (len(BUDGETS) - 1) + [0.02], status=["optimal"] * (len(BUDGETS) - 1) + ["feasible"]),
        near_best=pd.DataFrame({"plan": range(6), "objective": [1000.0 - 2 * n for n in range(6)], "loss_share": [0.002 * n for n in range(6)],
                                "works": len(planned) + 1, "common": [len(planned) + 1, *[len(planned)] * 5], "people_covered": 9000.0}),
        near_best_works=pd.DataFrame([(n, code, year) for n in range(6) for code, year in _near(products, opens, core, n)],
                                     columns=["plan", "work_id", "year"]),
        scenarios=_scenarios(), scenario_summary=pd.DataFrame(
            {"expected": [900.0, 880.0, 895.0], "worst": [400.0, 300.0, 450.0], "max_regret": [3000.0, 5000.0, 1500.0],
             "works": len(planned), "common": [len(planned), 1, 2]}, index=pd.Index(["plan", "greedy", "robust"], name="plan")),
        robust_works=pd.DataFrame(_near(products, opens, core, 1), columns=["work_id", "year"]),
        partners=_partners(works),
        greedy=sites.loc[sites["greedy"], ["year"]].reset_index(),
        greedy_objective=950.0, objective=1000.0,
        people_by_year=pd.DataFrame(
            [(int(year), code, name, service.value, 100.0 * (n + 1)) for n, year in enumerate(years[1:])
             for code, name in products.layers.cercles["name"].items() for service in Service],
            columns=["year", "cercle_pcode", "cercle", "service", "people"]),
        near_share=0.01, notes=("Note du sens <i>",),
    )  # fmt: skip


def _near(products, opens, core, n):
    """Return the works of the n-th near-best plan: all core ones, others in the best and every second, one site anew."""
    kept = [(code, year) for code, year, is_core in zip(opens.index, opens, core, strict=True) if is_core or n % 2 == 0]
    places = products.layers.settlements
    if n == 0 or places is None or places.empty:
        return kept
    return [*kept, (f"OPEN-BRIGADE-{places.index[(n - 1) % len(places)]}", 2024)]


def _scenarios():
    columns = ["scenario", "kind", "label_fr", "label_en", "suspended", "regret", "greedy_regret", "robust_regret"]
    frame = pd.DataFrame(SCENARIOS, columns=columns).assign(best_worth=10_000.0)
    frame["plan_worth"] = frame["best_worth"] - frame["regret"]
    return frame[[*columns[:5], "plan_worth", "best_worth", *columns[5:]]]


def _partners(works):
    rows = works[works["status"] == "partner"].dropna(subset=["cercle_pcode"]).set_index("work_id")
    return pd.DataFrame(
        {"name": rows["place"], "cercle_pcode": rows["cercle_pcode"], "service": rows["kind"].map(lambda kind: SERVICE_OF_WORK[WorkKind(kind)].value),
         "opens_year": rows["opens_year"].astype(int), "worth": 800.0, "people": 300.0, "slips_worth": 120.0}, index=rows.index,
    )  # fmt: skip
