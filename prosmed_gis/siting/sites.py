"""What stands or is decided already: working services, given works, partners' works."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry import Point

from prosmed_gis.access.coverage import service_facilities
from prosmed_gis.crs import distance_km
from prosmed_gis.domain.names import fold as folded_name
from prosmed_gis.domain.vocabulary import SERVICE_OF_KIND, SERVICE_OF_WORK, FacilityStatus, PlanStatus, WorkKind
from prosmed_gis.overlay.seats import SEAT_CLASSES, seats
from prosmed_gis.overlay.units import assign

if TYPE_CHECKING:
    from collections.abc import Hashable
    from datetime import date

    from prosmed_gis.config.access import Access
    from prosmed_gis.config.siting import Siting
    from prosmed_gis.domain.layers import Layers

FIXED_COLUMNS = ("kind", "action", "service", "cercle_pcode", "place", "lon", "lat", "opens_year", "status")
COMING = (FacilityStatus.PLANNED.value, FacilityStatus.UNDER_WORKS.value)
NEVER = 9999
"""Opening year of a work that nobody has dated: never inside a plan."""
KM_A_DEGREE = 110.0
"""Less than any degree of latitude measures on the ellipsoid (110.57 km at the equator)."""

FAMILY = {"ti": "court", "tgi": "court", "jpce": "court", "poste": "commissariat"}
"""Kinds that share one house: a tribunal d'instance sits in the court that would be repaired, and so on."""


def family(kind: str) -> str:
    """Return the kind of house that a kind of work needs (a TI and a court are one house)."""
    return FAMILY.get(kind, kind)


def existing_services(layers: Layers, access: Access, as_of: date) -> pd.DataFrame:
    """Return the facilities that give a service at `as_of`: `service`, `cercle_pcode`, `lon`, `lat`, `kind`.

    Statuses are those of `access.standards`; facilities without geometry are left out. Index is the facility.
    """
    columns = ["service", "cercle_pcode", "lon", "lat", "kind"]
    if layers.facilities is None:
        return pd.DataFrame(columns=columns)
    parts = []
    for service, standard in access.standards.items():
        serving = service_facilities(layers.facilities, service, standard, as_of=as_of)
        serving = serving[~(serving.geometry.isna() | serving.geometry.is_empty)]
        parts.append(_points(serving, layers.cercles).assign(service=service.value, kind=serving["kind"]))
    return pd.concat(parts)[columns].sort_index(kind="stable") if parts else pd.DataFrame(columns=columns)


def _points(facilities: gpd.GeoDataFrame, cercles: gpd.GeoDataFrame) -> pd.DataFrame:
    home = facilities["cercle_pcode"] if "cercle_pcode" in facilities else assign(facilities.geometry, cercles)
    return pd.DataFrame(
        {"cercle_pcode": home, "lon": facilities.geometry.x, "lat": facilities.geometry.y}, index=facilities.index
    )


def given_works(layers: Layers, config: Siting) -> pd.DataFrame:
    """Return the works of the document that have a place, with opening year and position.

    A work opens in the year of its last payment; one without printed money in `given_without_cost_opens`. Its
    position is its own; else that of the settlement of that name in its cercle; else the cercle's seat.

    Returns
    -------
    pandas.DataFrame
        Index `work_id`, columns FIXED_COLUMNS (`service` missing for works that serve no link of the chain,
        `lon`, `lat` NaN where nothing is known) and `priced`; sorted by index.
    """
    columns = [*FIXED_COLUMNS, "priced"]
    if layers.works is None:
        return pd.DataFrame(columns=columns)
    works = layers.works[layers.works["placed"].astype(bool)].sort_index(kind="stable")
    last = _last_payment(layers.payments).reindex(works.index)
    lon, lat = _positions(works, layers)
    return works.assign(
        service=_service(works["kind"]),
        lon=lon,
        lat=lat,
        opens_year=last.fillna(config.given_without_cost_opens).astype("int64"),
        priced=last.notna(),
        status=PlanStatus.GIVEN.value,
    )[columns]


def _service(kinds: pd.Series) -> pd.Series:
    return kinds.map(
        lambda kind: SERVICE_OF_WORK[WorkKind(kind)].value if WorkKind(kind) in SERVICE_OF_WORK else None
    ).astype("str")


def _last_payment(payments: pd.DataFrame | None) -> pd.Series:
    if payments is None:
        return pd.Series(dtype=float)
    return payments[payments["cost_usd"] > 0].groupby("work_id")["year"].max()


def fold(name: object) -> str:
    """Return the form in which two spellings of a place are equal; an absent name is empty."""
    return folded_name(name) if isinstance(name, str) else ""


def _positions(works: pd.DataFrame, layers: Layers) -> tuple[pd.Series, pd.Series]:
    heads = seats(layers.cercles, layers.settlements)
    named = _named_places(layers, set(works["cercle_pcode"].dropna()))
    lons, lats = [], []
    for work in works.to_dict("records"):
        cercle = work["cercle_pcode"]
        point = named.get((str(cercle), fold(work["place"])))
        if point is None and cercle in heads.index:
            point = heads.geometry[cercle]
        if pd.notna(work["lon"]) and pd.notna(work["lat"]):
            point = Point(work["lon"], work["lat"])
        lons.append(point.x if point is not None else np.nan)
        lats.append(point.y if point is not None else np.nan)
    return pd.Series(lons, works.index, dtype=float), pd.Series(lats, works.index, dtype=float)


def _named_places(layers: Layers, cercles: set[str]) -> dict[tuple[str, str], Point]:
    if layers.settlements is None:
        return {}
    rank = {name: position for position, name in enumerate((*SEAT_CLASSES, "commune_seat", "village"))}
    places = with_cercle(layers.settlements, layers.cercles)
    places = places[places["cercle_pcode"].isin(cercles)]
    places = places.rename_axis(None).assign(rank=places["place_class"].map(rank), place_id=places.index)
    found: dict[tuple[str, str], Point] = {}
    for place in places.sort_values(["rank", "place_id"], kind="stable").to_dict("records"):
        if place["geometry"] is not None and not place["geometry"].is_empty:
            found.setdefault((str(place["cercle_pcode"]), fold(place["name"])), place["geometry"])
    return found


def with_cercle(settlements: gpd.GeoDataFrame, cercles: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the settlements with their cercle filled from their position where it was not stated."""
    stated = settlements["cercle_pcode"]
    return settlements.assign(cercle_pcode=stated.where(stated.notna(), assign(settlements.geometry, cercles)))


def partner_works(layers: Layers, given: pd.DataFrame, config: Siting, *, as_of: date) -> pd.DataFrame:
    """Return the facilities that somebody else is building: status `planned` or `under_works`.

    Such a facility of the same kind of house as a given work and within `same_place_km` of it is that work, not a
    partner's. It opens in the year of its date (`since`) if that lies after `as_of` (an earlier one is the date of
    something else), and is otherwise not counted as opening. Index `PARTNER-<facility_id>`, columns FIXED_COLUMNS and
    `opens_on` (the date, missing where it is not counted).
    """
    columns = [*FIXED_COLUMNS, "opens_on"]
    if layers.facilities is None:
        return pd.DataFrame(columns=columns)
    facilities = layers.facilities
    serving = facilities["kind"].isin([kind.value for kind in SERVICE_OF_KIND]) & facilities["status"].isin(COMING)
    coming = facilities[serving & ~(facilities.geometry.isna() | facilities.geometry.is_empty)].sort_index(
        kind="stable"
    )
    since = pd.to_datetime(coming["since"])
    opens = since.where(since > pd.Timestamp(as_of))
    table = _points(coming, layers.cercles).assign(
        kind=coming["kind"],
        action="build",
        service=coming["kind"].map(lambda kind: SERVICE_OF_KIND[kind].value),
        place=coming["name"],
        opens_year=opens.dt.year.fillna(NEVER).astype("int64"),
        opens_on=opens,
        status=PlanStatus.PARTNER.value,
    )
    ours = [_is_given(row, given, config.same_place_km) for row in table.to_dict("records")]
    table = table[~np.array(ours, dtype=bool)]
    return table.set_axis([f"PARTNER-{name}" for name in table.index])[columns]


def _is_given(facility: dict[Hashable, Any], given: pd.DataFrame, same_place_km: float) -> bool:
    here = near(facility["lon"], facility["lat"], given, same_place_km)
    same = (given["kind"].map(family) == family(facility["kind"])).to_numpy(dtype=bool)
    return bool(np.any(here & same))


def near(lon: float, lat: float, places: pd.DataFrame, within_km: float) -> np.ndarray:
    """Return True for the places (`lon`, `lat` in degrees) within so many km of a point; False without position."""
    lons, lats = places["lon"].to_numpy(float), places["lat"].to_numpy(float)
    # Degrees tell most places apart from the point; the exact distance is for the others.
    wide = within_km / KM_A_DEGREE
    within = np.abs(lats - lat) <= wide
    within &= np.abs(lons - lon) <= wide / max(np.cos(np.radians(min(89.0, abs(lat) + wide))), 1e-3)
    close = np.flatnonzero(within)
    within[close] = distance_km(np.asarray(lon), np.asarray(lat), lons[close], lats[close]) <= within_km
    return within
