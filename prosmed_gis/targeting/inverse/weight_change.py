r"""The smallest change of weights at which one cercle takes the place of another.

Moving a share m of the weight from group g to group h changes the lead of one cercle over another by
:math:`100 \, m \, (d_h - d_g)`, d being what they differ by in each group. The least total that closes the gap goes to
the group where the challenger is furthest ahead, and is taken first from where it is furthest behind: a fractional
knapsack, exact without a solver. Where these weights would break a limit the linear programme is solved. The list is
the best one as long as no single allowed exchange betters it (the lists that obey nesting rules are the bases of a
matroid, Edmonds 1971), so the smallest change over allowed exchanges is where the list changes first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.domain.digits import even
from prosmed_gis.targeting.inverse.joint import add_distance, add_weights
from prosmed_gis.targeting.inverse.linear_programme import Programme
from prosmed_gis.targeting.inverse.ratios import best_over, comparable

if TYPE_CHECKING:
    from prosmed_gis.targeting.inverse.linear import LinearScore


COLUMNS = ("selected", "left_out", "gap_points", "moved_percent", "from_groups", "to_groups", "how")
"""First columns of the frame of changes; `share_<group>` follow."""
NOISE = 1e-9
"""Share of the weight below which nothing moves: the solver's rounding."""
POINTS = 9
"""Decimals by which gaps (points of score) and moves (points of weight) are put in order."""


def weight_changes(form: LinearScore, pairs: np.ndarray, *, steps: int, time_limit_s: float) -> pd.DataFrame:
    """Return for each pair the weights nearest to the configured ones at which the second cercle draws level.

    Parameters
    ----------
    form
        At the level of groups.
    pairs
        (pairs, 2) positions of cercles with a score: the one in, and the one out that may take its place.
    steps
        Ratios tried where the two cercles do not have the same groups.

    Returns
    -------
    pandas.DataFrame
        One row a pair, in the order given: `selected`, `left_out` (positions), `gap_points` (lead in the score),
        `moved_percent` (points of weight out of 100 that move; NaN where no weights bring them level, which is so
        where the first is at least as good in everything), `from_groups`, `to_groups` (names, what moves most first;
        empty where nothing moves), `how` (`exact`, or `scanned` over ratios), `share_<group>` (0-1).
    """
    scores = form.scores(form.weights)
    ahead = even(form.worths[pairs[:, 1]] - form.worths[pairs[:, 0]])
    found, hows = _closed_form(form, ahead), np.full(len(pairs), "exact", dtype=object)
    alike = (form.known[pairs[:, 0]] == form.known[pairs[:, 1]]).all(axis=1)
    broken = ~np.isnan(found).any(axis=1) & ~form.limits.obeyed(np.nan_to_num(found))
    for number in np.flatnonzero(~alike | broken):
        found[number], hows[number] = _by_programme(form, pairs[number], steps, time_limit_s)
    moves = even(found - form.weights)
    frame = pd.DataFrame(
        {
            "selected": pairs[:, 0],
            "left_out": pairs[:, 1],
            "gap_points": np.round(scores[pairs[:, 0]] - scores[pairs[:, 1]], POINTS),
            "moved_percent": np.round(50.0 * np.abs(moves).sum(axis=1), POINTS),
            "from_groups": [_named(form, -move) for move in moves],
            "to_groups": [_named(form, move) for move in moves],
            "how": hows,
        }
    )
    return frame.assign(**{f"share_{name}": found[:, k] for k, name in enumerate(form.columns)})


def _closed_form(form: LinearScore, ahead: np.ndarray) -> np.ndarray:
    """Return the nearest weights for differences `ahead` (pairs, columns), limits left aside; NaN where none."""
    free = form.low < form.high
    found, now = np.tile(form.weights, (len(ahead), 1)), (ahead * form.weights).sum(axis=1)
    if not free.any():
        return np.where((even(now) >= 0)[:, None], found, np.nan)
    taker = np.where(free, ahead, -np.inf).argmax(axis=1)
    gain = np.take_along_axis(ahead, taker[:, None], axis=1) - ahead
    order = np.argsort(-gain, axis=1, kind="stable")
    room = np.where(free, form.weights - form.low, 0.0)[order]
    rate = np.take_along_axis(gain, order, axis=1)
    lacking = np.maximum(-now, 0.0)
    before = np.cumsum(room * rate, axis=1) - room * rate
    left = np.maximum(lacking[:, None] - before, 0.0)
    given = np.minimum(np.divide(left, rate, out=np.zeros_like(left), where=rate > 0), room)
    np.put_along_axis(found, order, np.take_along_axis(found, order, axis=1) - given, axis=1)
    found[np.arange(len(ahead)), taker] += given.sum(axis=1)
    reached = (given * rate).sum(axis=1) >= lacking - NOISE
    return np.where(reached[:, None], found, np.nan)


def _by_programme(form: LinearScore, pair: np.ndarray, steps: int, time_limit_s: float) -> tuple[np.ndarray, str]:
    def evaluate(view: LinearScore) -> tuple[float, np.ndarray] | None:
        programme = Programme()
        weights = add_weights(programme, view)
        add_distance(programme, view, weights)
        programme.rows(weights, view.worths[pair[1]] - view.worths[pair[0]], low=0.0)
        answer = programme.solve(time_limit_s)
        return (answer.cost, answer.values[weights]) if answer.found else None

    shown = comparable(form, [np.isin(np.arange(len(form.known)), pair)], steps)
    best = best_over(shown, evaluate)
    return (np.full(len(form.weights), np.nan) if best is None else best[1]), shown.how


def _named(form: LinearScore, moves: np.ndarray) -> tuple[str, ...]:
    order = np.argsort(-moves, kind="stable")
    return tuple(form.columns[k] for k in order if moves[k] > NOISE)


def exchanges(swaps: np.ndarray, scores: np.ndarray, nearest: int | None = None) -> np.ndarray:
    """Return the allowed exchanges (cercle in, cercle out) by ascending gap of scores, (pairs, 2).

    Parameters
    ----------
    swaps
        As `tree.swaps`.
    nearest
        Keep only those that are among so many smallest gaps of either cercle; None keeps all.
    """
    inside, outside = np.nonzero(swaps)
    gap = np.round(scores[inside] - scores[outside], POINTS)
    order = np.lexsort((outside, inside, gap))
    pairs = np.column_stack([inside, outside])[order]
    if nearest is None:
        return pairs
    places = [pd.Series(pairs[:, side]).groupby(pairs[:, side]).cumcount().to_numpy() for side in (0, 1)]
    return np.asarray(pairs[(places[0] < nearest) | (places[1] < nearest)])
