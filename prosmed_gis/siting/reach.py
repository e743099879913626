"""Whom each site would bring within the standard, and whom the decided works bring by when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.access.grid import OUTSIDE
from prosmed_gis.access.people import minutes_at
from prosmed_gis.access.run import AccessResult
from prosmed_gis.access.travel_time import is_within
from prosmed_gis.domain.vocabulary import Service
from prosmed_gis.siting.cells import site_cells

if TYPE_CHECKING:
    from prosmed_gis.config.access import Access


@dataclass(frozen=True, eq=False)
class Reach:
    """Rows of `AccessResult.people` that each site serves.

    `covered_today` is, by service, True for rows within the standard at the baseline; `rows` holds for each site
    (work id) the positions of the rows that it brings within the standard of its service and that are not covered
    today; `off_ground` names the sites without an open cell near them.
    """

    covered_today: dict[Service, np.ndarray]
    rows: dict[str, np.ndarray]
    off_ground: tuple[str, ...]


def reach_of_sites(sites: pd.DataFrame, access: AccessResult, config: Access) -> Reach:
    """Return whom each site serves within the standard of its service.

    Parameters
    ----------
    sites
        Index work id; `service`, `cercle_pcode`, `lon`, `lat` (degrees, NaN allowed).
    access
        Grid, friction, people and baseline travel times.
    config
        Standards (minutes) and `snap_cells`.

    Notes
    -----
    One search a place, with the widest standard as its cut-off; places of one cercle share one window.
    """
    today = {
        service: is_within(minutes_at(access.people, access.travel[service].minutes), config.standards[service].minutes)
        if service in access.travel
        else np.zeros(len(access.people), dtype=bool)
        for service in config.standards
    }
    row, column = site_cells(sites, access, config)
    table = pd.DataFrame(
        {"row": row, "column": column, "group": sites["cercle_pcode"].fillna(""), "service": sites["service"]},
        index=sites.index,
    )
    rows: dict[str, np.ndarray] = {str(name): np.empty(0, dtype=np.int64) for name in sites.index}
    lookup = _Lookup.of(access)
    for _, group in table[table["row"] != OUTSIDE].groupby("group", sort=True):
        rows.update(_group_reach(group, access, config, lookup, today))
    return Reach(today, rows, tuple(str(name) for name in table.index[table["row"] == OUTSIDE]))


@dataclass(frozen=True, eq=False)
class _Lookup:
    """From cells of the grid to rows of the people's table, which is sorted by cell."""

    cells: np.ndarray
    columns: int

    @classmethod
    def of(cls, access: AccessResult) -> _Lookup:
        columns = access.grid.shape[1]
        row, column = access.people["row"].to_numpy(), access.people["column"].to_numpy()
        return cls(np.where(row == OUTSIDE, OUTSIDE, row * columns + column), columns)

    def rows(self, row: np.ndarray, column: np.ndarray) -> np.ndarray:
        """Positions of all rows whose cell is among the cells given (cells sorted)."""
        wanted = row * self.columns + column
        left, right = np.searchsorted(self.cells, wanted, "left"), np.searchsorted(self.cells, wanted, "right")
        counts = right - left
        first = np.repeat(left - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts) if len(counts) else left
        return np.asarray(np.arange(int(counts.sum())) + first)


def _group_reach(
    group: pd.DataFrame, access: AccessResult, config: Access, lookup: _Lookup, today: dict[Service, np.ndarray]
) -> dict[str, np.ndarray]:
    standards = {service.value: standard.minutes for service, standard in config.standards.items()}
    served = group[group["service"].isin(list(standards))]
    if served.empty:
        return {}
    places = served.groupby(["row", "column"], sort=True)
    cells = np.array(list(places.groups), dtype=np.int64)
    widest = max(standards[str(service)] for service in served["service"])
    part = access.window(cells[:, 0], cells[:, 1], cut_off_min=widest)
    found = part.reach(cells[:, 0], cells[:, 1], cut_off_min=widest)
    result = {}
    for (_, own), (row, column, minutes) in zip(places, found, strict=True):
        for name, service in own["service"].items():
            inside = is_within(minutes, standards[str(service)])
            rows = lookup.rows(row[inside], column[inside])
            result[str(name)] = rows[~today[Service(service)][rows]]
    return result


def merge_rows(rows: list[np.ndarray], worth: np.ndarray, fixed_year: np.ndarray) -> list[tuple[float, int, list[int]]]:
    """Merge people whom exactly the same sites serve and the same year of a decided work covers.

    Parameters
    ----------
    rows
        For each site the positions of the rows that it serves.
    worth
        Worth of each row (people times weight); rows of worth 0 are left out.
    fixed_year
        Year from which a decided work covers each row anyway.

    Returns
    -------
    list of (worth, fixed year, positions of the sites), in a fixed order
        Exact: the partition is refined site by site, no hashing.
    """
    label = np.unique(fixed_year, return_inverse=True)[1].astype(np.int64)
    free = int(label.max(initial=0)) + 1
    served = np.zeros(len(worth), dtype=bool)
    for members in rows:
        served[members] = True
        kinds, inverse = np.unique(label[members], return_inverse=True)
        label[members] = free + inverse
        free += len(kinds)
    kept = np.flatnonzero(served & (worth > 0))
    kinds, first, inverse = np.unique(label[kept], return_index=True, return_inverse=True)
    totals = np.bincount(inverse, weights=worth[kept], minlength=len(kinds))
    position = {int(kept[index]): group for group, index in enumerate(first)}
    sites: list[list[int]] = [[] for _ in kinds]
    for number, members in enumerate(rows):
        for row in members[np.isin(members, kept[first])].tolist():
            sites[position[row]].append(number)
    years = fixed_year[kept[first]]
    return [(float(total), int(year), own) for total, year, own in zip(totals, years, sites, strict=True)]
