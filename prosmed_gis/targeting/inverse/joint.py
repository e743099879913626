r"""Weights together with the list that they choose, as one mixed-integer programme.

The sets of the rules nest, so that the choice is a linear programme with whole corners and a list is the best one
exactly where bars prove it (duality): each free cercle i stands under the bar

.. math:: \theta_i = \lambda_b + \sum_{S \ni i} (\mu_S - \nu_S), \quad \mu_S, \nu_S \ge 0

of its block b and of the sets S with leeway that hold it, where :math:`\mu_S > 0` only if S is full and
:math:`\nu_S > 0` only if S is at its least; chosen cercles score at least their bar, others at most. A margin on the
chosen side is what every allowed exchange loses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from prosmed_gis.domain.digits import even
from prosmed_gis.targeting.inverse.linear_programme import Programme

if TYPE_CHECKING:
    from prosmed_gis.targeting.inverse.blocks import Blocks
    from prosmed_gis.targeting.inverse.linear import LinearScore
    from prosmed_gis.targeting.inverse.linear_programme import Answer


LOWEST, HIGHEST = -1.0, 101.0
"""Bars need not leave the range of scores, 0-100, by more than their rounding."""


@dataclass(frozen=True, eq=False)
class Joint:
    """The programme and where its columns stand."""

    programme: Programme
    weights: np.ndarray
    chosen: np.ndarray
    """(cercles,) columns of 0 or 1."""

    def list_of(self, answer: Answer) -> np.ndarray:
        """Return the list of an answer, (cercles,) bool."""
        return np.asarray(answer.values[self.chosen] > 0.5)  # noqa: PLR2004 - whole numbers, up to rounding


def add_weights(programme: Programme, form: LinearScore) -> np.ndarray:
    """Add weights that sum to 1 within the bounds and limits of the form; return their columns."""
    weights = programme.columns(form.low, form.high)
    programme.rows(weights, np.ones(len(weights)), 1.0, 1.0)
    programme.rows(weights, form.limits.matrix, form.limits.low, form.limits.high)
    return weights


def add_distance(programme: Programme, form: LinearScore, weights: np.ndarray) -> None:
    """Make the share of the weight that moves away from the configured weights the cost."""
    count = len(weights)
    away = programme.columns(np.zeros(count), np.ones(count), cost=0.5)
    both, eye = np.concatenate([weights, away]), np.eye(count)
    programme.rows(both, np.hstack([eye, -eye]), high=form.weights)
    programme.rows(both, np.hstack([eye, eye]), low=form.weights)


def most(form: LinearScore, coefficients: np.ndarray) -> np.ndarray:
    """Return the most that coefficients @ weights reaches within the bounds of the weights, limits left aside."""
    # What the least shares leave free goes to the best column that is not fixed (an upper bound is 1, or fixes it).
    free = form.low < form.high
    rest = 1.0 - form.low.sum()
    best = coefficients[..., free].max(axis=-1) if free.any() else 0.0
    # A plain sum: what comes of this goes into programmes, and must not hang on the processor.
    return np.asarray((coefficients * form.low).sum(axis=-1) + rest * best)


def joint(form: LinearScore, blocks: Blocks, *, margin_points: float, hits: np.ndarray | None = None) -> Joint:
    """Return the programme over all weights and all lists that these weights choose.

    Parameters
    ----------
    form
        In each block all cercles have the same row of `known` (see `calibration.comparable`).
    margin_points
        Points of score (0-100) that every allowed exchange loses.
    hits
        (cercles,) bool: choosing one of these costs -1; None leaves the cost at 0.
    """
    programme = Programme()
    weights = add_weights(programme, form)
    fixed = blocks.forced.astype(float)
    cost = np.zeros(len(fixed)) if hits is None else -hits.astype(float)
    chosen = programme.columns(fixed, np.where(blocks.free, 1.0, fixed), cost=cost, whole=True)
    for number, places in enumerate(blocks.places):
        programme.rows(chosen, (blocks.block == number).astype(float), places, places)
    programme.rows(chosen, blocks.sets.astype(float), blocks.low, blocks.high)
    bars, signs = _bars(programme, blocks, chosen)
    _scores_meet_bars(programme, form, blocks, margin_points, (weights, chosen, bars, signs))
    _dominance(programme, form, blocks, margin_points, chosen)
    return Joint(programme, weights, chosen)


def _bars(programme: Programme, blocks: Blocks, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Add the bars; return their columns and the (cercles, bars) signs with which they make up a cercle's bar."""
    count, sets = len(blocks.places), len(blocks.sets)
    levels = programme.columns(np.full(count, LOWEST), np.full(count, HIGHEST))
    parts = [np.eye(count)[blocks.block] * blocks.free[:, None]]
    columns = [levels]
    sizes = blocks.sets.sum(axis=1)
    for sign, side in ((1.0, blocks.high), (-1.0, blocks.low)):
        raised = programme.columns(np.zeros(sets), np.full(sets, HIGHEST - LOWEST))
        tight = programme.columns(np.zeros(sets), np.ones(sets), whole=True)
        for number in range(sets):
            programme.rows(np.array([raised[number], tight[number]]), np.array([1.0, LOWEST - HIGHEST]), high=0.0)
            # Tight means full, count >= high - size (1 - tight), or at its least, the other way round.
            where = np.append(chosen[blocks.sets[number]], tight[number])
            counts = np.append(np.full(sizes[number], sign), -float(sizes[number]))
            programme.rows(where, counts, low=sign * side[number] - sizes[number])
        columns.append(raised)
        parts.append(sign * blocks.sets.T)
    return np.concatenate(columns), np.hstack(parts)


def _scores_meet_bars(
    programme: Programme,
    form: LinearScore,
    blocks: Blocks,
    margin_points: float,
    columns: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray],
) -> None:
    weights, chosen, bars, signs = columns
    for cercle in np.flatnonzero(blocks.free):
        gain = 100.0 * form.worths[cercle]
        strict = gain - margin_points * form.known[cercle]
        where = np.concatenate([weights, bars, chosen[[cercle]]])
        low, high = float(-most(form, -strict)), float(most(form, gain))
        # Out, the first row is slack at the highest bar; in, the second at the lowest.
        programme.rows(where, np.concatenate([strict, -signs[cercle], [low - HIGHEST]]), low=low - HIGHEST)
        programme.rows(where, np.concatenate([gain, -signs[cercle], [LOWEST - high]]), high=0.0)


def _dominance(
    programme: Programme, form: LinearScore, blocks: Blocks, margin_points: float, chosen: np.ndarray
) -> None:
    """Add what follows anyway, and speeds up the search: under the same bar, nobody passes who never scores more."""
    free = np.flatnonzero(blocks.free)
    alike = np.column_stack([blocks.block, blocks.sets.T])[free]
    for position, cercle in enumerate(free):
        same = free[(alike == alike[position]).all(axis=1)]
        ahead = 100.0 * (form.worths[cercle] - form.worths[same]) - margin_points * form.known[cercle]
        never = same[(even(most(form, ahead)) < 0) & (same != cercle)]
        if len(never):
            pairs = np.column_stack([np.ones(len(never)), -np.eye(len(never))])
            programme.rows(np.append(chosen[cercle], chosen[never]), pairs, high=0.0)
