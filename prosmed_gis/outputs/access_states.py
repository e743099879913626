"""Coverage in each state of the ground, as every product lays it out: one column a state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from prosmed_gis.domain.messages import text
from prosmed_gis.domain.vocabulary import PlaceLevel, Service

if TYPE_CHECKING:
    import geopandas as gpd

    from prosmed_gis.domain.products import AccessFound
    from prosmed_gis.domain.vocabulary import Language

STATE = ("season", "security", "mode")
USUAL = ("dry", "calm", "vehicle")
"""State in which the plan's coverage is counted."""
ORDER = {"season": ("dry", "rains"), "security": ("calm", "incidents"), "mode": ("vehicle", "foot")}


NEAREST = 1
"""Rank of the catchment of the nearest facility."""


def nearest(access: AccessFound) -> gpd.GeoDataFrame:
    """Return the catchments of the nearest facilities, which do not overlap, by service and facility."""
    frame = access.catchments
    if "rank" in frame:
        frame = frame[frame["rank"] == NEAREST]
    return frame.sort_values(["service", "facility_id"], kind="stable", ignore_index=True)


def standards(access: AccessFound) -> dict[str, float]:
    """Return service -> minutes of the standard that is shown: the one of the ground within it, else the longest."""
    longest = access.states.groupby("service")["minutes"].max()
    of_ground = access.within.groupby("service")["minutes"].max() if len(access.within) else longest
    found = of_ground.reindex(longest.index).fillna(longest)
    return {service.value: float(found[service.value]) for service in Service if service.value in found.index}


def states(access: AccessFound) -> list[tuple[str, str, str]]:
    """Return the states that are known as (season, security, mode), the usual one first."""
    present = set(access.states[list(STATE)].drop_duplicates().itertuples(index=False, name=None))
    ordered = [
        (season, security, mode)
        for mode in ORDER["mode"]
        for security in ORDER["security"]
        for season in ORDER["season"]
    ]
    return [state for state in ordered if state in present]


def told_states(access: AccessFound) -> list[tuple[str, str, str]]:
    """Return the states that maps and sheets have room for: all by vehicle, and on foot where all else is usual."""
    on_foot = (*USUAL[:2], "foot")
    return [state for state in states(access) if state[2] == USUAL[2] or state == on_foot]


def state_name(state: tuple[str, str, str], language: Language) -> str:
    """Return what a state is called at the head of a column."""
    return text(f"access.state.{'.'.join(state)}", language)


def shares(access: AccessFound, service: str, minutes: float, column: str = "share") -> pd.DataFrame:
    """Return the coverage of cercles: index P-code, one column a state of `states`.

    Parameters
    ----------
    column
        `share` (0-1) or another column of the states.
    """
    rows = access.states
    own = rows[(rows["level"] == PlaceLevel.CERCLE) & (rows["service"] == service) & (rows["minutes"] == minutes)]
    wide = own.set_index(["pcode", *STATE])[column].unstack(list(STATE))  # noqa: PD010 - a key of three levels
    return wide.reindex(columns=pd.MultiIndex.from_tuples(states(access), names=list(STATE))).rename_axis("pcode")


def missing_links(row: pd.Series | dict[str, Any]) -> list[str]:
    """Return the services that no working facility of the cercle gives; none known is none missing."""
    return [service.value for service in Service if pd.notna(row[service.value]) and row[service.value] == 0]
