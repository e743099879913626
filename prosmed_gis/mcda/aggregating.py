"""From worths of criteria to one score, by five methods that take many draws at once.

Everywhere `worths` is (D, units, criteria), 0..1, more is better, NaN where a unit lacks the criterion, and `weights`
is of that shape or broadcast to it, at least 0. Weights of what a unit lacks are not counted and the rest is brought to
a sum of 1, so only their ratios matter. Results are (D, units); NaN where a unit has no weight left.

Arithmetic and power mean, and TOPSIS with a fixed ideal, score a unit by itself. PROMETHEE II and Copeland compare
units in pairs, each on the criteria that both have: there a score depends on which other units are in the comparison.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from prosmed_gis.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable

TIE = 1e-12
"""Differences of worth or of weight up to this are rounding, not preference."""
NEARLY_GEOMETRIC = 1e-8
"""Powers this close to 0 are taken as 0, where the general formula loses its digits."""
CHUNK = 2**18
"""Numbers (2 MB) in a temporary array of the pairwise methods: what stays near the processor."""


def aggregate(method: str, worths: np.ndarray, weights: np.ndarray, **settings: float) -> np.ndarray:
    """Return scores from 0 to 100 by the method of that name in `METHODS`.

    Means and TOPSIS times 100; a net flow or a balance of duels f between -1 and 1 as 50 (1 + f), so that 50 is a unit
    that wins as much as it loses.

    Raises
    ------
    ConfigError
        There is no such method.
    """
    if method not in METHODS:
        raise ConfigError(f"no aggregation called {method!r}; there are {', '.join(METHODS)}")
    found = METHODS[method](worths, weights, **settings)
    if method == "copeland":
        found = found / _opponents(found)
    return 50 * (1 + found) if method in PAIRWISE else 100 * found


def arithmetic(worths: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the weighted mean: a lack in one criterion is made good by another."""
    known, shares = _shares(worths, weights)
    return _scored(np.einsum("...c,...c->...", shares, known), shares)


def power_mean(worths: np.ndarray, weights: np.ndarray, p: float) -> np.ndarray:
    r"""Return the weighted power mean (Hardy, Littlewood and Polya 1934).

    .. math:: M_p = \left( \sum_j w_j x_j^p \right)^{1/p}, \quad M_0 = \prod_j x_j^{w_j}

    Parameters
    ----------
    p
        1 is the weighted mean, 0 the geometric, -1 the harmonic mean; the smaller, the less a lack is made good. With
        p of 0 or less a worth of 0 in any criterion that has weight makes the score 0. Worths may not be negative.
    """
    known, shares = _shares(worths, weights)
    felt = np.where(shares > 0, known, 1.0)
    with np.errstate(divide="ignore", over="ignore"):
        if abs(p) < NEARLY_GEOMETRIC:
            mean = np.exp(np.einsum("...c,...c->...", shares, np.log(felt)))
        else:
            mean = np.einsum("...c,...c->...", shares, felt**p) ** (1 / p)
    return _scored(mean, shares)


def topsis(
    worths: np.ndarray, weights: np.ndarray, *, ideal: np.ndarray | float = 1.0, anti_ideal: np.ndarray | float = 0.0
) -> np.ndarray:
    r"""Return nearness to an ideal and distance from its opposite (TOPSIS; Hwang and Yoon 1981).

    .. math:: d^- / (d^+ + d^-), \quad (d^\pm)^2 = \sum_j w_j^2 (x_j - x_j^\pm)^2

    Parameters
    ----------
    worths
        Also values on another scale, if `ideal` and `anti_ideal` are on it.
    ideal, anti_ideal
        Worth of the best and the worst place, broadcast against `worths`. Fixed at 1 and 0 unless given, so that no
        unit's score depends on the others; the authors' form takes the best and worst observed
        (`worths.max(axis=-2)`), after `normalising.relative(..., "norm")`. Where the two coincide for all that a unit
        has, it is as near to one as to the other: 0.5.
    """
    known, shares = _shares(worths, weights)
    below, above = (
        np.sqrt(np.einsum("...c,...c->...", away, away))
        for away in (shares * (known - ideal), shares * (known - anti_ideal))
    )
    span = below + above
    return _scored(np.divide(above, span, out=np.full_like(above, 0.5), where=span > 0), shares)


def promethee2(worths: np.ndarray, weights: np.ndarray, *, indifference: float, preference: float) -> np.ndarray:
    """Return net flows, -1 to 1 (PROMETHEE II; Brans and Vincke 1985, Management Science 31(6)).

    The preference of a unit over another in a criterion is 0 up to a difference of `indifference`, 1 from one of
    `preference`, linear between; its weighted mean over the criteria that both have, less that of the other over it,
    averaged over all others, is the net flow. Flows of a draw sum to 0. Pairs without a common criterion count as 0.

    Parameters
    ----------
    worths
        Also values on another scale, if the thresholds are on it.
    indifference, preference
        The same for all criteria, in the unit of `worths`. Both 0: any difference is a full preference (the usual
        criterion).
    """

    def prefer(difference: np.ndarray) -> np.ndarray:
        if preference <= indifference:
            return _sign(difference, max(indifference, TIE))
        strength = (np.abs(difference) - indifference) / (preference - indifference)
        return np.asarray(np.sign(difference) * np.clip(strength, 0.0, 1.0))

    def flow(margin: np.ndarray, total: np.ndarray) -> np.ndarray:
        return np.asarray(np.divide(margin, total, out=np.zeros_like(margin), where=total > 0))

    found = _duels(worths, weights, prefer, flow)
    return np.asarray(found / _opponents(found))


def copeland(worths: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return duels won less duels lost (Copeland 1951).

    A duel is won by the unit that is ahead in criteria of more weight, among those that both have; as much weight on
    either side is a draw, and so is a pair without a common criterion.
    """

    def prefer(difference: np.ndarray) -> np.ndarray:
        return _sign(difference, TIE)

    def winner(margin: np.ndarray, total: np.ndarray) -> np.ndarray:
        return _sign(margin, TIE * total)

    return _duels(worths, weights, prefer, winner)


def _sign(difference: np.ndarray, least: np.ndarray | float) -> np.ndarray:
    return np.subtract(difference > least, difference < -least, dtype=float)


def _duels(
    worths: np.ndarray,
    weights: np.ndarray,
    prefer: Callable[[np.ndarray], np.ndarray],
    decide: Callable[[np.ndarray, np.ndarray], np.ndarray],
) -> np.ndarray:
    """Sum what each unit gains in its duels; `prefer` and what `decide` makes of a margin are odd functions.

    A pair's weight in a criterion is the root of the product of both units' shares: 0 where either lacks it, and, as
    the shares of both come from the same weights, in their ratio for what is common.
    """
    known, shares = _shares(worths, weights)
    draws, units, criteria = known.shape
    found = np.zeros((draws, units))
    step = max(1, CHUNK // (units * criteria))
    for start in range(0, draws, step):
        part = slice(start, start + step)
        # Draws last: every operation then runs over long rows.
        x = np.ascontiguousarray(known[part].T)
        root = np.sqrt(np.ascontiguousarray(shares[part].T))
        gained = np.zeros((units, x.shape[2]))
        for unit in range(units - 1):
            weight = root[:, unit, None] * root[:, unit + 1 :]
            margin = np.einsum("cud,cud->ud", weight, prefer(x[:, unit, None] - x[:, unit + 1 :]))
            gain = decide(margin, weight.sum(axis=0))
            gained[unit] += gain.sum(axis=0)
            gained[unit + 1 :] -= gain
        found[part] = gained.T
    return _scored(found, shares)


def _shares(worths: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return worths with 0 for what is missing, and the share of each criterion in what a unit has."""
    known = ~np.isnan(worths)
    held = np.where(known, weights, 0.0)
    total = held.sum(axis=-1, keepdims=True)
    return np.where(known, worths, 0.0), np.divide(held, total, out=np.zeros_like(held), where=total > 0)


def _scored(scores: np.ndarray, shares: np.ndarray) -> np.ndarray:
    return np.where(shares.any(axis=-1), scores, np.nan)


def _opponents(scores: np.ndarray) -> np.ndarray:
    """Return how many other units each is compared with, (D, 1), at least 1."""
    return np.asarray(np.maximum((~np.isnan(scores)).sum(axis=1, keepdims=True) - 1, 1))


METHODS: dict[str, Callable[..., np.ndarray]] = {
    "arithmetic": arithmetic,
    "power_mean": power_mean,
    "topsis": topsis,
    "promethee2": promethee2,
    "copeland": copeland,
}
"""Aggregations by the name that the configuration gives them."""
PAIRWISE = ("promethee2", "copeland")
