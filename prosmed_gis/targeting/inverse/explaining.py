"""Weights that make a given list the best one: with the widest margin, or nearest to the configured ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from prosmed_gis.targeting.inverse.joint import add_distance, add_weights
from prosmed_gis.targeting.inverse.linear_programme import Programme
from prosmed_gis.targeting.inverse.ratios import best_over

if TYPE_CHECKING:
    from prosmed_gis.targeting.inverse.linear import LinearScore
    from prosmed_gis.targeting.inverse.ratios import Comparable

SETTLED = 1e-9
"""Points of score below which a margin grows no more."""
ROUNDS = 50


@dataclass(frozen=True, eq=False)
class Found:
    """Weights, and what the weakest allowed exchange loses under them."""

    weights: np.ndarray
    margin_points: float
    """Below 0 where an allowed exchange would still better the list; infinite where no exchange is allowed."""


def widest(shown: Comparable, pairs: np.ndarray, time_limit_s: float) -> Found | None:
    r"""Return the weights under which the weakest exchange loses most; None where no weights obey the limits.

    Each margin is a ratio, the lead over the common denominator. The least of several ratios of linear forms is made
    largest by linear programmes that come nearer to it each time (Dinkelbach 1967; Crouzeix, Ferland and Schaible
    1985): with the margin m of the last weights y, maximise t subject to
    :math:`(n_p - m \, d_p) \cdot x \ge t \, (d_p \cdot y)`; t = 0 proves m. One denominator needs one round.

    Parameters
    ----------
    pairs
        (pairs, 2): cercles in and out of the list that may be exchanged.
    """
    best = best_over(shown, lambda form: _widest(form, pairs, time_limit_s))
    return None if best is None else best[1]


def _widest(form: LinearScore, pairs: np.ndarray, time_limit_s: float) -> tuple[float, Found] | None:
    lead, base = _leads(form, pairs)
    weights, margin = form.weights, -np.inf
    for _ in range(ROUNDS):
        programme = Programme()
        columns = add_weights(programme, form)
        wider = programme.columns(np.full(1, -1e4), np.full(1, 1e4), cost=-1.0)
        if len(pairs):
            at = _margin(lead, base, weights)
            rows = np.hstack([lead - at * base, -(base * weights).sum(axis=1)[:, None]])
            programme.rows(np.concatenate([columns, wider]), rows, low=0.0)
        answer = programme.solve(time_limit_s)
        if not answer.found:
            return None
        weights = answer.values[columns]
        before, margin = margin, _margin(lead, base, weights)
        if margin <= before + SETTLED or np.isinf(margin):
            break
    return -margin, Found(weights, margin)


def nearest(shown: Comparable, pairs: np.ndarray, margin_points: float, time_limit_s: float) -> Found | None:
    """Return the weights nearest to the configured ones under which every exchange loses the margin; None if none."""

    def evaluate(form: LinearScore) -> tuple[float, Found] | None:
        lead, base = _leads(form, pairs)
        programme = Programme()
        columns = add_weights(programme, form)
        add_distance(programme, form, columns)
        programme.rows(columns, lead - margin_points * base, low=0.0)
        answer = programme.solve(time_limit_s)
        if not answer.found:
            return None
        weights = answer.values[columns]
        return answer.cost, Found(weights, _margin(lead, base, weights))

    best = best_over(shown, evaluate)
    return None if best is None else best[1]


def _leads(form: LinearScore, pairs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (pairs, columns): what the first leads by, and the denominator of both (a mask)."""
    inside, outside = pairs.T
    return 100.0 * (form.worths[inside] - form.worths[outside]), form.known[inside]


def _margin(lead: np.ndarray, base: np.ndarray, weights: np.ndarray) -> float:
    return float(np.min((lead * weights).sum(axis=1) / (base * weights).sum(axis=1), initial=np.inf))
