"""Who is worst off: the tenth of the people furthest from a service, and town against country."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.access.people import minutes_at
from prosmed_gis.access.travel_time import is_within

if TYPE_CHECKING:
    from collections.abc import Mapping

    from prosmed_gis.access.coverage import State
    from prosmed_gis.config.access import Standard
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
    weight = np.cumsum(people[order])
    if not len(weight) or weight[-1] <= 0:
        return float("nan")
    # A sum of parts may miss the same share of the whole by a rounding.
    position = int(np.searchsorted(weight, quantile * weight[-1] * (1 - 1e-12)))
    return float(minutes[order][min(position, len(order) - 1)])


def equity(
    people: pd.DataFrame,
    states: Mapping[State, Mapping[Service, np.ndarray]],
    standards: Mapping[Service, Standard],
    *,
    urban: np.ndarray | None = None,
) -> pd.DataFrame:
    """Return how far groups of people are from each service, in each state of the ground.

    Parameters
    ----------
    people
        `row`, `column`, `people`, as `access.people.spread_people` gives.
    states, standards
        As for `access.coverage.state_coverage`.
    urban
        True for rows of `people` in towns; None where no class is known: then only `all` and `worst_decile` come out.

    Returns
    -------
    pandas.DataFrame
        Columns `EQUITY_COLUMNS`; `group` is `all`, `worst_decile` (the tenth of the people with the longest times; the
        cell on its edge is cut), `urban`, `rural`. Times are weighted by people; `mean_min` is inf where someone of the
        group has no path; `share` (0-1) is of the group's people within the standard.
    """
    weight = people["people"].to_numpy(float)
    rows: list[dict[str, object]] = []
    for state, found in states.items():
        for service, grid in found.items():
            minutes = minutes_at(people, grid)
            groups = {"all": weight, "worst_decile": _worst(minutes, weight)}
            if urban is not None:
                groups |= {"urban": np.where(urban, weight, 0.0), "rural": np.where(urban, 0.0, weight)}
            key = {"service": service.value, "season": state[0], "security": state[1], "mode": state[2]}
            limit = standards[service].minutes
            rows.extend({**key, "group": name, **_figures(minutes, own, limit)} for name, own in groups.items())
    return pd.DataFrame(rows, columns=list(EQUITY_COLUMNS))


def _worst(minutes: np.ndarray, people: np.ndarray) -> np.ndarray:
    order = np.argsort(minutes, kind="stable")
    reached = np.cumsum(people[order])
    edge = DECILE * (reached[-1] if len(reached) else 0.0)
    own = np.empty(len(people))
    own[order] = np.clip(reached - edge, 0.0, people[order])
    return own


def _figures(minutes: np.ndarray, people: np.ndarray, limit: float) -> dict[str, float]:
    own = people > 0
    minutes, people = minutes[own], people[own]
    total = float(people.sum())
    return {
        "people": total,
        "median_min": weighted_quantile(minutes, people, 0.5),
        "p90_min": weighted_quantile(minutes, people, DECILE),
        "mean_min": float((minutes * people).sum() / total) if total > 0 else np.nan,
        "share": float(people[is_within(minutes, limit)].sum() / total) if total > 0 else np.nan,
        "unreachable": float(people[np.isinf(minutes)].sum()),
    }
