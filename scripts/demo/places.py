"""Settlements: the true seats of cercles, and invented seats of communes and villages."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from demo import inputs
from demo.inputs import Inputs

VILLAGES = 800
LISTED_SHARE = 0.6
"""Share of a cercle's people that live in the listed places; the others live in places too small to list."""
COLUMNS = ["place_id", "name", "place_class", "cercle_pcode", "commune_pcode", "population", "lon", "lat"]
RELATIVE_SIZE = {"national_seat": 6.0, "region_seat": 30.0, "cercle_seat": 10.0, "commune_seat": 2.5, "village": 1.0}


def settlements(study: Inputs, communes: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return one row per place, by commune, the seat first, with degrees and a population.

    The seats' coordinates are facts; every other place is drawn inside its commune and says so in its name.
    """
    rng = inputs.random("settlements")
    seats = [_seat(study, row, rng) for row in communes.to_dict("records")]
    places = pd.DataFrame(seats + _villages(study, communes, rng))
    places = places.sort_values(["commune_pcode", "rank"], kind="stable").reset_index(drop=True)
    places["place_id"] = [f"PL{number:05d}" for number in range(1, len(places) + 1)]
    places["population"] = _people(study, places, rng)
    return places[COLUMNS]


def point_in(shape: shapely.Geometry, rng: np.random.Generator) -> tuple[float, float]:
    """Return a random point of the polygon, in its degrees, well inside where the shape allows it."""
    inner = shape.buffer(-0.15 * np.sqrt(shape.area))
    target = shape if inner.is_empty else inner
    west, south, east, north = target.bounds
    while True:
        lon, lat = np.round(rng.uniform((west, south), (east, north)), inputs.COORDINATE_DECIMALS)
        if target.contains(shapely.Point(lon, lat)):
            return float(lon), float(lat)


def _seat(study: Inputs, commune: dict[Hashable, Any], rng: np.random.Generator) -> dict[str, object]:
    pcode, cercle = commune["pcode"], commune["parent_pcode"]
    row: dict[str, object] = {"cercle_pcode": cercle, "commune_pcode": pcode, "rank": 0}
    if pcode.endswith("01"):
        town = study.towns.loc[cercle]
        place_class = "region_seat" if cercle in inputs.REGION_SEATS.values() else "cercle_seat"
        place_class = "national_seat" if cercle == inputs.NATIONAL_SEAT else place_class
        return row | {"name": town.cercle, "place_class": place_class, "lon": town.seat_lon, "lat": town.seat_lat}
    lon, lat = point_in(commune["geometry"], rng)
    name = f"{commune['name']} (chef-lieu illustratif)"
    return row | {"name": name, "place_class": "commune_seat", "lon": lon, "lat": lat}


def _villages(study: Inputs, communes: gpd.GeoDataFrame, rng: np.random.Generator) -> list[dict[str, object]]:
    rural = communes[communes["parent_pcode"] != inputs.NATIONAL_SEAT].reset_index(drop=True)
    people = rural["parent_pcode"].map(study.cercles["people_2020"] / study.towns["communes"])
    weight = np.sqrt(people.to_numpy(dtype=float))
    numbers = rng.multinomial(VILLAGES - len(rural) // 2, weight / weight.sum()) + (rural.index.to_numpy() % 2)
    rows = []
    for commune, count in zip(rural.to_dict("records"), numbers, strict=True):
        for number in range(1, int(count) + 1):
            lon, lat = point_in(commune["geometry"], rng)
            name = f"{commune['name']} – village {number} (illustratif)"
            where = {"cercle_pcode": commune["parent_pcode"], "commune_pcode": commune["pcode"], "rank": number}
            rows.append(where | {"name": name, "place_class": "village", "lon": lon, "lat": lat})
    return rows


def _people(study: Inputs, places: pd.DataFrame, rng: np.random.Generator) -> pd.Series:
    """Return each place's people: lognormal around its class, adding up to the listed share of its cercle."""
    size = places["place_class"].map(RELATIVE_SIZE).to_numpy(dtype=float) * rng.lognormal(0, 0.45, len(places))
    whole = pd.Series(size).groupby(places["cercle_pcode"]).transform("sum")
    people: pd.Series = size / whole * places["cercle_pcode"].map(study.cercles["people_2020"]) * LISTED_SHARE
    return people.round(-1).astype(int)
