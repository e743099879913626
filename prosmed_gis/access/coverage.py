"""People within the standard of a service, by cercle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.access.travel_time import is_within
from prosmed_gis.domain.products import COVERAGE_COLUMNS
from prosmed_gis.domain.vocabulary import SERVICE_OF_KIND, FacilityKind, FacilityStatus, Service

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import geopandas as gpd
    from scipy.sparse import csr_matrix

    from prosmed_gis.config.access import Standard

State = tuple[str, str, str]
"""State of the ground: season (dry, rains), security (calm, incidents), mode (vehicle, foot)."""


def service_facilities(
    facilities: gpd.GeoDataFrame, service: Service, standard: Standard, *, as_of: date | None = None
) -> gpd.GeoDataFrame:
    """Return the facilities that give a service: of its kinds, with one of the standard's statuses, there by `as_of`.

    A facility without a date (`since`) is taken to have been there. One that is `relocated` counts only where it was
    moved to (`moved`, see `overlay.facilities`): to an unstated place it serves nobody. Index and columns are kept.
    """
    kinds = [kind.value for kind in FacilityKind if SERVICE_OF_KIND.get(kind) == service]
    statuses = [status.value for status in standard.statuses]
    serves = facilities["kind"].isin(kinds) & facilities["status"].isin(statuses)
    gone = facilities["status"] == FacilityStatus.RELOCATED
    serves &= ~gone | facilities["moved"] if "moved" in facilities else ~gone
    if as_of is not None and "since" in facilities:
        since = pd.to_datetime(facilities["since"])
        serves &= since.isna() | (since <= pd.Timestamp(as_of))
    return facilities[serves]


def coverage_frame(
    people: pd.DataFrame, covered: Mapping[Service, np.ndarray], *, year: int, cercle_pcodes: tuple[str, ...]
) -> pd.DataFrame:
    """Return people and covered people by cercle and service.

    Parameters
    ----------
    people
        `people` and `cercle_pcode` by row, as `access.people.spread_people` gives.
    covered
        Service -> share (0-1, or True/False) of each row's people that is within the standard.
    year
        Year that the numbers speak of.
    cercle_pcodes
        Cercles to be listed; one without people has population 0 and share NaN.

    Returns
    -------
    pandas.DataFrame
        Columns `COVERAGE_COLUMNS`, sorted by cercle and by the order of the services; share is 0-1 and people who
        cannot be reached at all count as not covered.
    """
    order = sorted(cercle_pcodes)
    total = people.groupby("cercle_pcode")["people"].sum().reindex(order, fill_value=0.0)
    parts = []
    for service in (name for name in Service if name in covered):
        within = (
            (people["people"] * covered[service]).groupby(people["cercle_pcode"]).sum().reindex(order, fill_value=0.0)
        )
        # A sum in another order may pass the total by a rounding.
        within = np.minimum(within, total)
        part = pd.DataFrame({"population": total, "covered": within, "share": within / total.where(total > 0)})
        parts.append(part.rename_axis("cercle_pcode").reset_index().assign(service=service.value, year=year))
    if not parts:
        return pd.DataFrame(columns=list(COVERAGE_COLUMNS)).astype(
            {
                "cercle_pcode": "str",
                "service": "str",
                "year": "int64",
                "population": float,
                "covered": float,
                "share": float,
            }
        )
    frame: pd.DataFrame = pd.concat(parts, ignore_index=True)
    frame = frame.astype({"cercle_pcode": "str", "service": "str"})
    frame = frame.sort_values("cercle_pcode", kind="stable", ignore_index=True)
    return frame[list(COVERAGE_COLUMNS)]


def unit_coverage(
    people: csr_matrix, pcodes: Sequence[str], minutes: np.ndarray, standards: Sequence[float]
) -> pd.DataFrame:
    """Return people within each standard, and people whom no path reaches, by unit.

    Parameters
    ----------
    people
        Units (in the order of `pcodes`) by cells, as `access.zones.people_matrix` gives.
    minutes
        (rows, columns) to the nearest facility, inf without a path.
    standards
        Minutes; a time of exactly the standard is within it.

    Returns
    -------
    pandas.DataFrame
        `pcode`, `minutes` (the standard), `population`, `covered`, `share` (0-1, NaN without people), `unreachable`
        (people without a cell among them; part of those not covered), by standard and unit.

    Notes
    -----
    One product of the sparse matrix of people with columns of True and False.
    """
    times = np.append(np.asarray(minutes).ravel(), np.inf)
    holds = np.column_stack([np.isinf(times), *(is_within(times, standard) for standard in standards)])
    total = np.asarray(people.sum(axis=1)).ravel()
    # A sum in another order may pass the total by a rounding.
    counted = np.minimum(people @ holds.astype(float), total[:, None])
    parts = [
        pd.DataFrame(
            {
                "pcode": list(pcodes),
                "minutes": float(standard),
                "population": total,
                "covered": counted[:, column],
                "share": np.divide(counted[:, column], total, out=np.full(len(total), np.nan), where=total > 0),
                "unreachable": counted[:, 0],
            }
        )
        for column, standard in enumerate(standards, start=1)
    ]
    return pd.concat(parts, ignore_index=True)


def unreachable_people(people: pd.DataFrame, minutes: Mapping[Service, np.ndarray]) -> pd.DataFrame:
    """Return `cercle_pcode`, `service`, `people` of people whom no facility reaches by any path.

    `minutes` holds, by service, the minutes of each row of `people`; rows with nobody unreachable are left out.
    """
    parts: list[pd.DataFrame] = [
        people.loc[np.isinf(values)]
        .groupby("cercle_pcode")[["people"]]
        .sum()
        .reset_index()
        .assign(service=service.value)
        for service, values in minutes.items()
    ]
    columns = ["cercle_pcode", "service", "people"]
    if not parts:
        return pd.DataFrame(columns=columns)
    whole = pd.concat([part[columns] for part in parts], ignore_index=True)
    return whole.sort_values(["cercle_pcode", "service"], ignore_index=True)
