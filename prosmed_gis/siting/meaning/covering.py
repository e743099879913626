"""Whom a plan brings within reach of a service, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.domain.vocabulary import Service

if TYPE_CHECKING:
    from collections.abc import Mapping

    from prosmed_gis.siting.world import World


def people_covered(world: World, opens: Mapping[str, int], people: np.ndarray) -> float:
    """Return people newly within the standard at the end of the plan, summed over the services.

    All works count (given, partners', planned), and all people, also those whom the plan gives no worth.
    """
    return sum(float(people[_first_year(world, opens, service) <= world.years[-1]].sum()) for service in Service)


def people_by_year(
    world: World, opens: Mapping[str, int], people: pd.DataFrame, cercle_names: pd.Series
) -> pd.DataFrame:
    """Return `year`, `cercle_pcode`, `cercle`, `service`, `people` newly within the standard in that year.

    Each person counts once for a service, in the year of the first work that reaches them (as in
    `siting.plan.people_gained`), and where they live. Works that opened before the plan belong to its baseline; rows
    without people are left out. Sorted by year, cercle and service.
    """
    parts = []
    for service in Service:
        first = _first_year(world, opens, service)
        new = (first >= world.years[0]) & (first <= world.years[-1])
        # A year between two of the plan is told with the next one, as coverage is.
        year = np.array(world.years)[np.searchsorted(world.years, first[new])]
        table = people.loc[new, ["cercle_pcode", "people"]].assign(year=year, service=service.value)
        parts.append(table)
    whole = pd.concat(parts).groupby(["year", "cercle_pcode", "service"], sort=True)["people"].sum().reset_index()
    whole = whole[whole["people"] > 0]
    whole = whole.assign(cercle=whole["cercle_pcode"].map(cercle_names).fillna(""))
    columns = ["year", "cercle_pcode", "cercle", "service", "people"]
    return whole[columns].astype({"year": "int64", "cercle_pcode": "str", "cercle": "str"}).reset_index(drop=True)


def _first_year(world: World, opens: Mapping[str, int], service: Service) -> np.ndarray:
    """Return the year in which each row of people is first covered anew; a far year where none is."""
    first = world.fixed_year(service).copy()
    own = world.candidates["service"] == service.value
    for name in world.candidates.index[own]:
        if name in opens:
            rows = world.reach.rows[str(name)]
            first[rows] = np.minimum(first[rows], opens[str(name)])
    return first
