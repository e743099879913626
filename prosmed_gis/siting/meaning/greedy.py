"""The plan that always takes the next best work: what a planner without a solver would build."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from prosmed_gis.siting.meaning.planner import Planner

NOTHING = 1e-9
"""Sums of counts and worths equal within it."""


def greedy_plan(planner: Planner) -> dict[str, int]:
    """Return work id -> opening year of the greedy plan, each year in turn.

    In every year the work whose opening adds most worth is taken, as long as one adds any and obeys every rule (money,
    caps, sequence, phasing) beside those already taken; a work that mends a broken rule (a floor, a work that must be
    built) comes before all others. Of equal gains the first in the list of candidates is taken. What it cannot mend
    stays broken: see `siting.worth.obeys`.
    """
    names = list(planner.columns.of)
    opens: dict[str, int] = {}
    for year in planner.world.years:
        while True:
            found = _next(planner, opens, [name for name in names if name not in opens], year)
            if found is None:
                break
            opens[found] = year
    return opens


def _next(planner: Planner, opens: dict[str, int], names: list[str], year: int) -> str | None:
    plans = planner.variables([opens])
    tried = np.repeat(plans, len(names), axis=1)
    for number, name in enumerate(names):
        for other, column in planner.columns.of[name].items():
            tried[column, number] = float(other >= year)
    settled = planner.session.settled
    less = settled.excess(plans) - settled.excess(tried)
    mended, breaks = less.sum(axis=0), (less < -NOTHING).any(axis=0)
    gains = settled.worths(tried) - settled.worths(plans)[0]
    allowed = ~breaks & ((mended > NOTHING) | (gains > NOTHING))
    if not allowed.any():
        return None
    # Rounded, so that equal gains are equal; lexsort's last key is the first that counts.
    order = np.lexsort((np.arange(len(names)), -np.round(gains, 6), -np.round(mended, 6), ~allowed))
    return names[int(order[0])]
