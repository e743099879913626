"""A bound from below by Lagrange multipliers, and the sites that it settles."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from prosmed_gis.location.losses import CLOSE, Losses, Purse

MEMORY, PATIENCE, SHORTEST, RISE = 0.3, 10, 0.002, 1e-5
"""Share of the last direction kept; steps without a rise (of this share) before halving; shortest step. Speed alone."""


@dataclass(frozen=True, eq=False)
class Bound:
    """`value` at the multipliers `u`; `rise_in`, `rise_out`: how far it rises if a site must, or may not, be chosen."""

    value: float
    u: np.ndarray
    y: np.ndarray
    rise_in: np.ndarray
    rise_out: np.ndarray


def bound(losses: Losses, purse: Purse, u: np.ndarray) -> Bound:
    """Return L(u): the multipliers less the most that the purse can buy of the gains (in fractions if costs differ)."""
    gains = losses.gains(u)
    y, price_in, price_out = _buy(gains, purse)
    return Bound(
        float(u.sum() - gains @ y),
        u,
        y,
        np.maximum(0.0, price_in * purse.cost - gains),
        np.maximum(0.0, gains - price_out * purse.cost),
    )


def _buy(gains: np.ndarray, purse: Purse) -> tuple[np.ndarray, float, float]:
    """Return what is bought (0-1 each), the price of money for a site brought in, and for one left out."""
    ratio = gains / purse.cost
    order = np.argsort(-ratio, kind="stable")
    spent = np.cumsum(purse.cost[order])
    whole = int(np.searchsorted(spent, purse.budget * (1.0 + CLOSE), side="right"))
    y = np.zeros(len(gains))
    y[order[:whole]] = 1.0
    if whole == len(order):
        return y, 0.0, 0.0
    if purse.even:
        return y, float(ratio[order[whole - 1]]) if whole else np.inf, float(ratio[order[whole]])
    part = order[whole]
    left = purse.budget - (spent[whole - 1] if whole else 0.0)
    y[part] = max(0.0, left) / purse.cost[part]
    return y, float(ratio[part]), float(ratio[part])


def tighten(
    losses: Losses, purse: Purse, u: np.ndarray, *, target: float, steps: int, end: float, step: float = 1.0
) -> Bound:
    """Raise the bound by steps along its subgradient (Held, Wolfe and Crowder 1974), towards the target at most."""
    best = here = bound(losses, purse, u)
    stalled, way = 0, np.zeros(len(u))
    for _ in range(steps):
        way = 1.0 - losses.served(here.u, here.y) + MEMORY * way
        size = float(way @ way)
        if size < CLOSE or best.value >= target or step < SHORTEST or time.monotonic() > end:
            break
        move = step * max(target - here.value, CLOSE * abs(target)) / size
        here = bound(losses, purse, np.clip(here.u + move * way, 0.0, losses.top))
        if here.value > best.value:
            stalled = 0 if here.value > best.value + RISE * abs(best.value) else stalled + 1
            best = here
        else:
            stalled += 1
        if stalled >= PATIENCE:
            step, stalled, here, way = step / 2.0, 0, best, np.zeros(len(u))
    return best
