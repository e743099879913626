"""Who is worst off: the tenth of the people furthest from a service, and town against country."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.access.people import minutes_at
from prosmed_gis.access.travel_time import is_within

if TYPE_CHECKING:
    from collections.abc import Mapping

    from prosmed_gis.access.travel_time import Travel
    from prosmed_gis.config.access import Standard
    from prosmed_gis.domain.ground import GroundState
    from prosmed_gis.domain.vocabulary import Service

EQUITY_COLUMNS = (
    "service",
    "season",
    "security",
    "mode",
    "group",
    "people",
    "median_min",
    "p90_min",
    "mean_min",
    "share",
    "unreachable",
)
DECILE = 0.9
"""Nine tenths of the people are nearer than the worst-off decile."""


def weighted_quantile(minutes: np.ndarray, people: np.ndarray, quantile: float) -> float:
    """Return the least time within which at least that share (0-1) of the people is; NaN without people, inf allowed.

    >>> weighted_quantile(np.array([10.0, 60.0, 30.0]), np.array([5.0, 1.0, 4.0]), 0.9)
    30.0
    """
    order = np.argsort(minutes, kind="stable")
    return _quantile(minutes[order], np.cumsum(people[order]), quantile)


def _quantile(minutes: np.ndarray, reached: np.ndarray, quantile: float) -> float:
    """Return the quantile of times in order, by the people reached up to each."""
    if not len(reached) or reached[-1] <= 0:
        return float("nan")
    # A sum of parts may miss the same share of the whole by a rounding.
    return float(minutes[np.searchsorted(reached, quantile * reached[-1] * (1 - 1e-12))])


def equity(
    people: pd.DataFrame,
    states: Mapping[GroundState, Mapping[Service, Travel]],
    standards: Mapping[Service, Standard],
    *,
    urban: np.ndarray | None = None,
) -> pd.DataFrame:
    """Return how far groups of people are from each service, in each state of the ground.

    Parameters
    ----------
    people
        `row`, `column`, `people`, as `access.people.spread_people` gives.
    states
        State -> service -> travel to the nearest facility, as `access.states.StateCoverage.travel`.
    standards
        Minutes by service; a time of exactly the standard is within it.
    urban
        True for rows of `people` in towns; None where no class is known: then only `all` and `worst_decile` come out.

    Returns
    -------
    pandas.DataFrame
        Columns `EQUITY_COLUMNS`; `group` is `all`, `worst_decile` (the tenth of the people with the longest times; the
        cell on its edge is cut), `urban`, `rural`. Times are weighted by people; median and ninth decile are inf where
        so many have no path, `mean_min` is of those who have one (NaN where nobody has), the others are counted in
        `unreachable`; `share` (0-1) is of the group's people within the standard.
    """
    weight = people["people"].to_numpy(float)
    rows: list[dict[str, object]] = []
    for state, found in states.items():
        for service, travel in found.items():
            minutes = minutes_at(people, travel.minutes)
            # Times in order serve every group.
            order = np.argsort(minutes, kind="stable")
            minutes, living = minutes[order], weight[order]
            groups = {"all": living, "worst_decile": _worst(living)}
            if urban is not None:
                town = np.asarray(urban, dtype=bool)[order]
                groups |= {"urban": np.where(town, living, 0.0), "rural": np.where(town, 0.0, living)}
            key = {"service": service.value, "season": state.season.value, "security": state.security.value}
            key["mode"] = state.mode.value
            limit = standards[service].minutes
            rows.extend({**key, "group": name, **_figures(minutes, own, limit)} for name, own in groups.items())
    return pd.DataFrame(rows, columns=list(EQUITY_COLUMNS))


def _worst(people: np.ndarray) -> np.ndarray:
    """Return who of each row, in the order of times, is of the last tenth."""
    reached = np.cumsum(people)
    edge = DECILE * (reached[-1] if len(reached) else 0.0)
    return np.clip(reached - edge, 0.0, people)


def _figures(minutes: np.ndarray, people: np.ndarray, limit: float) -> dict[str, float]:
    """Return the figures of a group: its people by row, in the order of times."""
    own = people > 0
    minutes, people = minutes[own], people[own]
    reached = np.cumsum(people)
    total = float(reached[-1]) if len(reached) else 0.0
    has_path = np.isfinite(minutes)
    with_path = float(people[has_path].sum())
    return {
        "people": total,
        "median_min": _quantile(minutes, reached, 0.5),
        "p90_min": _quantile(minutes, reached, DECILE),
        "mean_min": float((minutes * people)[has_path].sum() / with_path) if with_path > 0 else np.nan,
        "share": float(people[is_within(minutes, limit)].sum() / total) if total > 0 else np.nan,
        "unreachable": float(people[~has_path].sum()),
    }
