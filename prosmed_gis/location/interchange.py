"""Good sets of sites: greedy addition, best interchange (Teitz and Bart 1968), and shaking, seeded."""

from __future__ import annotations

import time

import numpy as np

from prosmed_gis.location.losses import CLOSE, Losses, Purse

TRIED = 12
"""Best interchanges of one look that are tried in turn: a look costs as much as many trials."""


VAIN = 40
"""Shakes in a row that find nothing better before giving up; it steers speed alone."""


def greedy(losses: Losses, purse: Purse, chosen: np.ndarray) -> np.ndarray:
    """Add the site that saves most for its cost, until none fits or helps; return all chosen."""
    taken = np.array(chosen, dtype=np.int64)
    left = purse.budget - float(purse.cost[taken].sum())
    borne = losses.borne(taken)
    gains = losses.gains(borne)
    while losses.sites:
        worth = gains / purse.cost
        worth[purse.cost > left * (1.0 + CLOSE)] = 0.0
        best = int(worth.argmax())
        if worth[best] <= CLOSE:
            break
        taken = np.append(taken, best)
        left -= float(purse.cost[best])
        after = losses.borne(taken)
        eased = np.flatnonzero(after < borne)
        gains = gains - losses.gains(borne, eased) + losses.gains(after, eased)
        gains[best], borne = 0.0, after
    return taken


def descend(losses: Losses, purse: Purse, chosen: np.ndarray, *, end: float) -> np.ndarray:
    """Make interchanges and additions that the purse allows, the best first, until none saves anything."""
    taken = np.array(chosen, dtype=np.int64)
    value = losses.value(taken)
    while len(taken) and time.monotonic() < end:
        before = value
        for out, best in _look(losses, purse, taken, CLOSE * max(1.0, abs(value))):
            trial = np.append(taken[taken != out], best)
            tried = losses.value(trial) if purse.allows(trial) and best not in taken else np.inf
            if tried < value - CLOSE * max(1.0, abs(value)):
                taken, value = trial, tried
        if value >= before:
            break
    return taken


def _look(losses: Losses, purse: Purse, taken: np.ndarray, least: float) -> list[tuple[int, int]]:
    """Return the best interchanges as pairs (site out, site in), no site twice; out is -1 for an addition."""
    left = purse.budget - float(purse.cost[taken].sum())
    moves = losses.moves(taken)
    saved = np.vstack([moves.swap, moves.add])
    freed = np.append(purse.cost[taken], 0.0) + left
    saved[purse.cost > freed[:, None] * (1.0 + CLOSE)] = -np.inf
    saved[:, taken] = -np.inf
    out_of = np.append(taken, -1)
    row = saved.argmax(axis=0)
    top = saved[row, np.arange(losses.sites)]
    order = np.argsort(-top, kind="stable")[: TRIED * 4]
    pairs: dict[int, int] = {}
    for best in order[top[order] > least].tolist():
        pairs.setdefault(int(out_of[row[best]]), best)
    return list(pairs.items())[:TRIED]


def shake(losses: Losses, purse: Purse, chosen: np.ndarray, *, rng: np.random.Generator, end: float) -> np.ndarray:
    """Close a few sites at random, fill up greedily and descend; give up after VAIN tries in a row."""
    best, value, vain = chosen, losses.value(chosen), 0
    while vain < VAIN and len(best) > 1 and time.monotonic() < end:
        out = rng.choice(best, size=min(len(best) - 1, 2 + vain % 4), replace=False)
        kept = np.setdiff1d(best, out)
        barred = _without(purse, out)
        found = descend(losses, purse, greedy(losses, purse, greedy(losses, barred, kept)), end=end)
        tried = losses.value(found)
        vain += 1
        if tried < value - CLOSE * max(1.0, abs(value)):
            best, value, vain = found, tried, 0
    return best


def _without(purse: Purse, out: np.ndarray) -> Purse:
    cost = purse.cost.copy()
    cost[out] = np.inf
    return Purse(cost, purse.budget)
