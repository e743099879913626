"""What is known to stand where a work rehabilitates, transforms or equips: a work of that sort on nothing is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from prosmed_gis.crs import distance_km
from prosmed_gis.domain.notes import Cased, Note, Number, Value, note
from prosmed_gis.domain.vocabulary import (
    SERVICE_OF_KIND,
    SERVICE_OF_WORK,
    PlanStatus,
    WorkAction,
    WorkKind,
)
from prosmed_gis.siting.gates import STANDING

if TYPE_CHECKING:
    from collections.abc import Hashable

    import geopandas as gpd

    from prosmed_gis.domain.layers import Layers

ON_SOMETHING = tuple(action.value for action in (WorkAction.REHABILITATE, WorkAction.TRANSFORM, WorkAction.EQUIP))
"""Actions that need a building to begin with; a work to be finished stands by the document's own word."""

KINDS = {"known_standing": "str", "nearest_same_km": "float", "nearest_same_state": "str", "warning": "object"}
"""Columns of what is known to stand, and their kinds."""
LISTED = 10
"""Cercles that a note lists before it says that there are more."""
MILLION = 1e6


def standing(
    works: pd.DataFrame, layers: Layers, buildings: gpd.GeoDataFrame | None, *, within_km: float
) -> pd.DataFrame:
    """Return what is known to stand where works act on something, and a warning where nothing is.

    Parameters
    ----------
    works
        One row a work, index work id: `kind`, `action`, `service`, `status`, `lon`, `lat` (degrees, NaN: no position).
    layers
        `facilities` where they serve; `works` and `payments`, from which the document's price of a new building comes.
    buildings
        The same facilities where they stand, which differs for those that moved; None: as in `layers`.
    within_km
        A building farther than so many km away is not the one meant.

    Returns
    -------
    pandas.DataFrame
        On the works' index: `known_standing` `yes`, `no` or `unknown` (no layer of facilities, or no
        position); the nearest known building of the same service that stands, whatever its state, in km along the
        ellipsoid and its state; the `warning`, a note, empty where one stands near. All are empty (NaN, "") for
        works that serve no link of the chain, for partners' works and for actions that need no building.
    """
    known = _known([layers.facilities, buildings])
    prices = _new_build_usd(layers)
    rows = [_row(work, known, prices, within_km) for work in works.to_dict("records")]
    return pd.DataFrame(rows, columns=list(KINDS), index=works.index).astype(KINDS)


def standing_notes(works: pd.DataFrame, names: pd.Series, *, within_km: float) -> list[Note]:
    """Return how many works, with which money and in which cercles, act where nothing is known to stand.

    Parameters
    ----------
    works
        Rows of the plan (PLAN_COLUMNS and STANDING_COLUMNS), one for each work and year of payment.
    names
        Names of cercles by P-code.
    """
    notes = []
    for status in (PlanStatus.PLANNED.value, PlanStatus.GIVEN.value):
        own = works[works["status"] == status]
        bare = own[own["known_standing"].isin(["no", "unknown"])]
        if bare.empty:
            continue
        counts = bare.drop_duplicates("work_id")["cercle_pcode"].map(names).value_counts()
        order = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
        shown = [f"{name} {count}" for name, count in order]
        values: dict[str, Value] = {
            "count": int(bare["work_id"].nunique()),
            "of": int(own["work_id"].nunique()),
            "money": Number(bare["cost_usd"].sum() / MILLION, 2),
            "km": f"{within_km:g}",
            "cercles": ", ".join(shown[:LISTED]) + (" …" if len(shown) > LISTED else ""),
        }
        notes.append(note(f"siting.standing.{status}", **values))
    return notes


def _known(frames: list[gpd.GeoDataFrame | None]) -> pd.DataFrame | None:
    """Position, service and state of every facility that stands; None without a layer."""
    services = {kind.value: service.value for kind, service in SERVICE_OF_KIND.items()}
    parts = []
    for frame in (frame for frame in frames if frame is not None):
        there = frame["kind"].isin(list(services)) & frame["status"].isin(STANDING)
        own = frame[there & ~(frame.geometry.isna() | frame.geometry.is_empty)]
        parts.append(
            pd.DataFrame(
                {
                    "service": own["kind"].map(services),
                    "state": own["status"],
                    "lon": own.geometry.x,
                    "lat": own.geometry.y,
                }
            )
        )
    return pd.concat(parts) if parts else None


def _new_build_usd(layers: Layers) -> dict[str, tuple[float, int]]:
    """Median price of the buildings that the document builds anew and prices, and their number, by service."""
    if layers.works is None or layers.payments is None:
        return {}
    built = layers.works[layers.works["placed"].astype(bool) & (layers.works["action"] == WorkAction.BUILD.value)]
    paid = layers.payments.groupby("work_id")["cost_usd"].sum(min_count=1).reindex(built.index)
    priced = pd.DataFrame({"service": built["kind"].map(_service), "usd": paid}).query("usd > 0")
    return {str(name): (float(own["usd"].median()), len(own)) for name, own in priced.groupby("service")}


def _service(kind: str) -> str | None:
    service = SERVICE_OF_WORK.get(WorkKind(kind))
    return None if service is None else service.value


def _row(
    work: dict[Hashable, Any], known: pd.DataFrame | None, prices: dict[str, tuple[float, int]], within_km: float
) -> dict[str, object]:
    nothing: dict[str, object] = {
        "known_standing": "",
        "nearest_same_km": np.nan,
        "nearest_same_state": "",
        "warning": "",
    }
    service = work["service"]
    if pd.isna(service) or work["status"] == PlanStatus.PARTNER.value or work["action"] not in ON_SOMETHING:
        return nothing
    if known is None or not np.isfinite(work["lon"]):
        found, away, state = "unknown", np.nan, ""
    else:
        away, state = _nearest(work, known[known["service"] == service])
        found = "yes" if away <= within_km else "no"
    warning = "" if found == "yes" else _warning(work, away, prices, f"{within_km:g}")
    return {"known_standing": found, "nearest_same_km": away, "nearest_same_state": state, "warning": warning}


def _nearest(work: dict[Hashable, Any], known: pd.DataFrame) -> tuple[float, str]:
    """Distance in km and state of the nearest building; NaN and empty where there is none in the study."""
    if known.empty:
        return np.nan, ""
    away = distance_km(
        np.asarray(work["lon"]), np.asarray(work["lat"]), known["lon"].to_numpy(), known["lat"].to_numpy()
    )
    best = int(np.argmin(away))
    return float(away[best]), str(known["state"].iloc[best])


def _warning(work: dict[Hashable, Any], away: float, prices: dict[str, tuple[float, int]], limit: str) -> Note:
    service = str(work["service"])
    usd, count = prices.get(service, (0.0, 0))
    price = note(
        "siting.standing.price" if count else "siting.standing.no_price",
        usd=Number(usd),
        count=count,
    )
    nearest = "" if np.isnan(away) else note("siting.standing.nearest", km=Number(away))
    action = note(f"action.{work['action']}")
    return note(
        "siting.standing.warning",
        action=Cased(action),
        what=note(f"siting.standing.what.{service}"),
        km=limit,
        nearest=nearest,
        price=price,
    )
