"""The criminal-justice chain: police or gendarmerie, court, prison, and the way from one to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.access.coverage import service_facilities
from prosmed_gis.access.grid import OUTSIDE
from prosmed_gis.domain.vocabulary import SERVICE_OF_KIND, Service

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import geopandas as gpd

    from prosmed_gis.config.access import Standard

LINKS = (Service.SECURITY, Service.JUSTICE, Service.PRISON)
"""The chain in its order."""
NEXT_COLUMNS = ("facility_id", "minutes")
CHAIN_COLUMNS = (
    *(service.value for service in LINKS),
    "complete",
    "security_justice_min",
    "justice_prison_min",
    "court_id",
    "court_pcode",
    "prison_id",
    "prison_pcode",
    *(f"n_{kind.value}" for kind in SERVICE_OF_KIND),
)


def serving_facilities(
    facilities: gpd.GeoDataFrame, standards: Mapping[Service, Standard], *, as_of: date | None = None
) -> pd.DataFrame:
    """Return the facilities that give a service: index facility, `service`, `kind`, `cercle_pcode` (where they serve).

    Statuses are those of the standards; a relocated one counts where it went (`overlay.facilities.placed_facilities`),
    one without a cercle is left out.
    """
    parts = [
        service_facilities(facilities, service, standard, as_of=as_of)[["kind", "cercle_pcode"]].assign(
            service=service.value
        )
        for service, standard in standards.items()
    ]
    whole = pd.concat(parts) if parts else pd.DataFrame(columns=["kind", "cercle_pcode", "service"])
    whole = whole[whole["cercle_pcode"].notna()]
    return pd.DataFrame(whole[["service", "kind", "cercle_pcode"]]).astype("str").sort_index(kind="stable")


def next_link(
    facility_ids: Sequence[str],
    row: np.ndarray,
    column: np.ndarray,
    travel: tuple[np.ndarray, np.ndarray],
    next_ids: Sequence[str],
) -> pd.DataFrame:
    """Return the nearest facility of the next link, and the minutes to it, by the search already made.

    Parameters
    ----------
    facility_ids, row, column
        Facilities and their cells; `OUTSIDE` for one without a cell: no path.
    travel
        (minutes, source) grids of the next link; source counts in `next_ids`.

    Returns
    -------
    pandas.DataFrame
        Index `facility_ids`: `facility_id` (missing without a path) and `minutes` (inf without a path).
    """
    minutes, source = travel
    y, x = np.maximum(np.asarray(row), 0), np.maximum(np.asarray(column), 0)
    time = np.where(np.asarray(row) == OUTSIDE, np.inf, minutes[y, x])
    own = np.where(np.isfinite(time), source[y, x], OUTSIDE)
    names = [str(next_ids[position]) if position >= 0 else None for position in own.tolist()]
    index = pd.Index([str(name) for name in facility_ids], dtype="str")
    return pd.DataFrame({"facility_id": pd.Series(names, index=index, dtype="str"), "minutes": time}, index=index)


def links(serving: pd.DataFrame, to_justice: pd.DataFrame, to_prison: pd.DataFrame) -> pd.DataFrame:
    """Return the way of a case from each police or gendarmerie facility: nearest court, and that court's prison.

    Parameters
    ----------
    serving
        See `serving_facilities`.
    to_justice, to_prison
        See `next_link`: index security facilities, index courts. Facilities that are not in them have no path.

    Returns
    -------
    pandas.DataFrame
        Index facility of security, sorted: `cercle_pcode`, `court_id`, `court_min`, `prison_id`, `prison_min` (from
        that court), `total_min`; inf and missing where a path ends. Minutes are to the nearest wherever it stands, in
        the cercle or not.
    """
    start = serving[serving["service"] == Service.SECURITY.value].sort_index()
    court = to_justice.reindex(start.index)
    prison = to_prison.reindex(court["facility_id"]).set_axis(start.index)
    court_min = court["minutes"].astype(float).fillna(np.inf)
    prison_min = prison["minutes"].astype(float).fillna(np.inf)
    return pd.DataFrame(
        {
            "cercle_pcode": start["cercle_pcode"],
            "court_id": court["facility_id"],
            "court_min": court_min,
            "prison_id": prison["facility_id"],
            "prison_min": prison_min,
            "total_min": court_min + prison_min,
        }
    )


def chain_table(
    serving: pd.DataFrame, to_justice: pd.DataFrame, to_prison: pd.DataFrame, *, pcodes: Sequence[str]
) -> pd.DataFrame:
    """Return the links of the chain in each cercle and the least minutes from one to the next.

    Parameters
    ----------
    serving, to_justice, to_prison
        As for `links`.
    pcodes
        Cercles listed.

    Returns
    -------
    pandas.DataFrame
        Index cercle P-code, sorted, columns `CHAIN_COLUMNS`: number of facilities by service and (`n_<kind>`) by kind;
        `complete` (all three in the cercle); `security_justice_min` from the cercle's police or gendarmerie to the
        nearest court, wherever that stands (`court_id`, `court_pcode`), `justice_prison_min` from the cercle's courts
        to the nearest prison likewise. Inf without a path; NaN where the cercle has nothing to start from, or the
        country nothing to go to.
    """
    index = pd.Index(sorted(pcodes), name="cercle_pcode", dtype="str")
    table = pd.DataFrame(index=index)
    for service in LINKS:
        own = serving[serving["service"] == service.value]
        table[service.value] = own.groupby("cercle_pcode").size().reindex(index, fill_value=0)
    table["complete"] = (table[[service.value for service in LINKS]] > 0).all(axis=1)
    for start, goal, found, word in (
        (Service.SECURITY, Service.JUSTICE, to_justice, "court"),
        (Service.JUSTICE, Service.PRISON, to_prison, "prison"),
    ):
        best = _best(serving, start, goal, found).reindex(index)
        table[f"{start.value}_{goal.value}_min"] = best["minutes"]
        table[f"{word}_id"] = best["facility_id"]
        table[f"{word}_pcode"] = best["goal_pcode"]
    kinds = [kind.value for kind in SERVICE_OF_KIND]
    by_kind = pd.crosstab(serving["cercle_pcode"], serving["kind"]).reindex(index=index, columns=kinds, fill_value=0)
    table = table.join(by_kind.fillna(0).astype("int64").add_prefix("n_"))
    return table[list(CHAIN_COLUMNS)]


def _best(serving: pd.DataFrame, start: Service, goal: Service, found: pd.DataFrame) -> pd.DataFrame:
    """Return for each cercle the shortest of its ways: `minutes`, `facility_id`, `goal_pcode`."""
    own = serving[serving["service"] == start.value].sort_index()
    goals = serving.loc[serving["service"] == goal.value, "cercle_pcode"]
    ways = found.reindex(own.index)
    nowhere = np.inf if len(goals) else np.nan
    minutes = ways["minutes"].astype(float).fillna(nowhere)
    table = pd.DataFrame(
        {
            "cercle_pcode": own["cercle_pcode"],
            "minutes": minutes if len(goals) else minutes * np.nan,
            "facility_id": ways["facility_id"].astype("str"),
        }
    )
    table["goal_pcode"] = table["facility_id"].map(goals).astype("str")
    return table.sort_values("minutes", kind="stable").drop_duplicates("cercle_pcode").set_index("cercle_pcode")
