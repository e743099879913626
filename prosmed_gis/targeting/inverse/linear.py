r"""The score as a linear form of the weights, for questions that run from a list back to weights.

With the weighted mean, the score of cercle i under weights x is

.. math:: s_i(x) = 100 \, \frac{\sum_k a_{ik} x_k}{\sum_k b_{ik} x_k}

where a is what a column (a group, or an indicator) is worth after the ceiling, 0 where unknown, and b is 1 where the
cercle has the column's group: cercles with the same groups compare linearly. The ceiling acts on worths, not weights.

Which groups a cercle has is a mask, never a sum that comes near 1; worths and limits are `digits.even`, and sums are
plain, so that the programmes made of them, and their answers, are the same on every processor.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from prosmed_gis.config.weighting import WHOLE
from prosmed_gis.domain.digits import even
from prosmed_gis.errors import ConfigError
from prosmed_gis.targeting.scoring.values import worth

if TYPE_CHECKING:
    from prosmed_gis.targeting.run import Scored
    from prosmed_gis.targeting.scoring.design import Design

Level = Literal["groups", "indicators"]

CLEAR = 1e-5
"""Share of the weight by which weights keep clear of `min_coverage`: more than solver and printing round."""
EQUAL = 1e-12
"""Share of the weight up to which sums are equal: floating point."""
PRINTED = 4
"""Decimals of a weight in percent: what is printed is what was verified."""


@dataclass(frozen=True, eq=False)
class Limits:
    """Rows low <= matrix @ weights <= high."""

    matrix: np.ndarray
    low: np.ndarray
    high: np.ndarray

    def obeyed(self, weights: np.ndarray) -> np.ndarray:
        """Return whether weights (..., columns) obey every row."""
        sums = np.einsum("...c,rc->...r", weights, self.matrix)
        return np.asarray(((sums >= self.low - EQUAL) & (sums <= self.high + EQUAL)).all(axis=-1))

    def and_(self, *others: Limits) -> Limits:
        """Return these rows and others."""
        parts = (self, *others)
        return Limits(*(np.concatenate([getattr(part, name) for part in parts]) for name in ("matrix", "low", "high")))


@dataclass(frozen=True, eq=False)
class LinearScore:
    """Weights and what they multiply; arrays are (cercles, columns), cercles in the order of the design."""

    level: Level
    columns: tuple[str, ...]
    """Groups; or indicators, and groups of which nothing is known anywhere (their weight stays as it is)."""
    weights: np.ndarray
    """Configured shares of the columns, summing to 1."""
    low: np.ndarray
    high: np.ndarray
    """Bounds of each column's share."""
    worths: np.ndarray
    """After the ceiling, 0 where unknown. Groups: 0..1; indicators: what a cercle lacks inside a group is passed on to
    what it has, so that a worth may exceed 1."""
    known: np.ndarray
    """True where the cercle has the column's group."""
    limits: Limits
    """What weights obey besides bounds and sum: cercles keep (or stay without) a score by `min_coverage`; at the level
    of indicators also the least share of groups, and `held`."""
    held: tuple[str, ...]
    """Indicators whose joint share of their group stays as configured, because some cercles know only these."""
    inside: np.ndarray
    """(columns, groups): 1.0 for the group of each column."""
    shares: np.ndarray
    """(columns,): configured share of each column in what is known of its group."""

    def scores(self, weights: np.ndarray) -> np.ndarray:
        """Return the score of each cercle, 0-100; NaN where it has no group that weighs."""
        total = (self.known * weights).sum(axis=1)
        worth = (self.worths * weights).sum(axis=1)
        return np.asarray(100 * np.divide(worth, total, out=np.full(len(total), np.nan), where=total > 0))


def linear_score(scored: Scored, level: Level) -> LinearScore:
    """Return the score as a form of the weights of groups, or of all indicators.

    Raises
    ------
    ConfigError
        The aggregation is no weighted mean: then the score is not linear in the weights.
    """
    plan = scored.design
    method = plan.targeting.aggregation.method
    if method != "arithmetic":
        msg = (
            "targeting.aggregation.method: weights can be sought for 'arithmetic' only, where the score is linear in "
            f"them; it is '{method}'; add --set targeting.aggregation.method=arithmetic"
        )
        raise ConfigError(msg)
    live = np.flatnonzero((plan.indicator_points > 0) & plan.present.any(axis=0))
    form = _form(scored, live)
    least = np.minimum(plan.targeting.calibration.least_share_percent / WHOLE, plan.group_points)
    if level == "groups":
        return _summed(form, plan, least)
    known_groups = form.inside[: len(live)].any(axis=0)
    floors = Limits(form.inside.T[known_groups], least[known_groups], np.full(known_groups.sum(), np.inf))
    parts = _parts(plan, live, form.inside[: len(live)])
    padded = np.pad(parts, ((0, 0), (0, len(form.columns) - len(live))))
    share = even((padded * form.shares).sum(axis=1))
    nothing = np.zeros(len(parts))
    held = Limits(padded - share[:, None] * _whole_groups(padded, form.inside), nothing, nothing)
    names = tuple(name for name, part in zip(form.columns, padded.sum(axis=0).tolist(), strict=True) if part)
    return replace(form, limits=form.limits.and_(floors, held), held=names)


def _form(scored: Scored, live: np.ndarray) -> LinearScore:
    """Return the form by indicators, without least shares of groups and held parts."""
    plan = scored.design
    groups = np.eye(len(plan.targeting.groups))
    inside = groups[plan.group_of[live]]
    dead = np.flatnonzero(~inside.any(axis=0))
    alike = inside @ inside.T > 0
    shares = even(plan.indicator_points[live] / (alike * plan.indicator_points[live]).sum(axis=1))
    present = plan.present[:, live]
    # What weighs at all is known of the column's group as soon as one of its indicators is.
    has = present @ alike
    part = np.einsum("ij,kj->ik", present * shares, alike)
    worths = even(np.divide(held_worths(scored)[:, live], part, out=np.zeros(part.shape), where=present & has))
    nothing = np.zeros((len(plan.pcodes), len(dead)))
    weights = np.concatenate([shares * (inside @ plan.group_points), plan.group_points[dead]])
    fixed = np.arange(len(weights)) >= len(live)
    whole = np.vstack([inside, groups[dead]])
    return LinearScore(
        level="indicators",
        columns=(*(plan.names[k] for k in live), *(list(plan.targeting.groups)[g] for g in dead)),
        weights=weights,
        low=np.where(fixed, weights, 0.0),
        high=np.where(fixed, weights, 1.0),
        worths=np.hstack([worths, nothing]),
        known=np.hstack([has, nothing > 0]),
        limits=_coverage(scored, live, whole, weights),
        held=(),
        inside=whole,
        shares=np.concatenate([shares, np.ones(len(dead))]),
    )


def held_worths(scored: Scored) -> np.ndarray:
    """Return worths of indicators after the ceiling, (cercles, indicators)."""
    plan, effect = scored.design, scored.outcome.damping
    values = np.where(plan.scales, plan.filled * effect.shrink[0][:, None], plan.filled)
    worths = np.column_stack([worth(item.value, values[:, k]) for k, item in enumerate(plan.indicators)])
    acted = plan.group_of == list(plan.targeting.groups).index(plan.targeting.ceiling.group)
    return np.asarray(np.where(acted, worths * effect.factor[0][:, None], worths))


def _coverage(scored: Scored, live: np.ndarray, inside: np.ndarray, weights: np.ndarray) -> Limits:
    """Return the rows that keep every cercle on its side of `min_coverage`, one for each distinct row."""
    plan, floor = scored.design, scored.design.targeting.min_coverage
    every = np.eye(inside.shape[1])[plan.group_of]
    asked = np.einsum("ij,jk->ik", plan.applies * plan.indicator_points, every)
    measured = np.pad(~np.isnan(plan.measured[:, live]), ((0, 0), (0, len(inside) - len(live))))
    known = (plan.indicator_points[live, None] * inside[: len(live)]).sum(axis=0)
    scale = np.divide(known, asked, out=np.zeros_like(asked), where=asked > 0)
    rows = even(measured * np.einsum("ij,kj->ik", scale, inside) - floor * ((asked > 0) @ inside.T))
    now = even((rows * weights).sum(axis=1))
    short = [code for code, why in scored.unscored.items() if why.key == "unscored.coverage"]
    outside = np.asarray(plan.pcodes.isin(short))
    low = np.where(outside, -np.inf, np.minimum(CLEAR, now))
    high = np.where(outside, np.maximum(-CLEAR, now), np.inf)
    told = np.where(outside, now < 0, scored.score.notna())
    _, first = np.unique(np.column_stack([rows, outside])[told], axis=0, return_index=True)
    return Limits(rows[told][first], low[told][first], high[told][first])


def _parts(plan: Design, live: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """Return the parts of groups that some cercles know, or are asked for, alone: (parts, live) of 0 and 1."""
    found = [np.zeros((0, len(live)))]
    for group in inside.T > 0:
        for mask in (plan.present[:, live], plan.applies[:, live]):
            rows = np.unique(mask & group, axis=0)
            found.append(rows[rows.any(axis=1) & (rows.sum(axis=1) < group.sum())].astype(float))
    return np.unique(np.concatenate(found), axis=0)


def _whole_groups(parts: np.ndarray, inside: np.ndarray) -> np.ndarray:
    return np.asarray(((parts @ inside) > 0) @ inside.T)


def _summed(form: LinearScore, plan: Design, least: np.ndarray) -> LinearScore:
    """Sum the columns of each group, indicators keeping their shares inside it."""
    sums, member = form.inside * form.shares[:, None], form.inside > 0
    stays = ((form.low == form.high) @ form.inside) > 0
    return replace(
        form,
        level="groups",
        columns=tuple(plan.targeting.groups),
        weights=plan.group_points,
        low=np.where(stays, plan.group_points, least),
        high=np.where(stays, plan.group_points, 1.0),
        worths=even(np.einsum("ij,jk->ik", form.worths, sums)),
        known=form.known @ member,
        limits=replace(form.limits, matrix=even(np.einsum("ij,jk->ik", form.limits.matrix, sums))),
        inside=np.eye(len(plan.group_points)),
        shares=np.ones(len(plan.group_points)),
    )


def printed(weights: np.ndarray) -> np.ndarray:
    """Return weights rounded to `PRINTED` decimals of a percent, still summing to 1 (largest remainders)."""
    unit = 10.0**PRINTED * WHOLE
    whole = even(weights) * unit
    units = np.floor(whole)
    lacking = round(unit - units.sum())
    units[np.argsort(units - whole, kind="stable")[:lacking]] += 1
    return np.asarray(units / unit)
