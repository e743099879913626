"""From indicators to groups and from groups to a score, with what is missing renormalised.

Inside a group the worths of the indicators that a cercle has are averaged by their weights; the groups that it has are
combined by the configured aggregation (a weighted average unless said otherwise), times 100. A group keeps its weight
as long as one of its indicators is known; a group without any passes its weight to the others. The same arithmetic
serves the score and the draws.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from prosmed_gis.config.aggregation import Aggregation
from prosmed_gis.domain.digits import even
from prosmed_gis.mcda.aggregating import aggregate
from prosmed_gis.targeting.scoring.ceiling import Damping, damping
from prosmed_gis.targeting.scoring.design import Design
from prosmed_gis.targeting.scoring.values import from_data, worth

NORMALISATIONS = ("goalposts", "min_max", "rank")
"""Where worths come from, by the code that a draw bears."""


@dataclass(frozen=True, eq=False)
class Draws:
    """D sets of choices, first axis D everywhere: values (D, cercles, indicators), the rest (D, ...)."""

    values: np.ndarray
    ceiling: np.ndarray
    """(D, cercles): the ceiling's measure."""
    group_points: np.ndarray
    indicator_points: np.ndarray
    goalposts: np.ndarray
    """(D, indicators): factor on each indicator's goalposts."""
    threshold: np.ndarray
    """(D,): factor on the ceiling's threshold."""
    normalisation: np.ndarray
    """(D,): position in `NORMALISATIONS`."""
    aggregation: np.ndarray
    """(D,): position in `aggregations(design)`; 0 is the configured one."""


@dataclass(frozen=True, eq=False)
class Outcome:
    """What the draws give; groups a cercle lacks are NaN."""

    worths: np.ndarray
    """(D, cercles, indicators) before the ceiling."""
    before: np.ndarray
    """(D, cercles, groups): worth of groups before the ceiling."""
    after: np.ndarray
    """(D, cercles, groups): after the ceiling."""
    inner: np.ndarray
    """(D, cercles, indicators): share of each indicator in its group."""
    outer: np.ndarray
    """(D, cercles, groups): share of each group in the score."""
    damping: Damping
    scores: np.ndarray
    """(D, cercles): 0-100; NaN where no weight is left."""


def aggregations(design: Design) -> tuple[Aggregation, ...]:
    """Return the configured aggregation, then those that some draws use instead."""
    others = design.targeting.firmness.other_aggregations
    return (design.targeting.aggregation, *(other.aggregation for other in others))


def base_draw(design: Design) -> Draws:
    """Return the configuration itself as the only draw."""
    return Draws(
        values=design.filled[None],
        ceiling=design.ceiling.numbers[None],
        group_points=design.group_points[None],
        indicator_points=design.indicator_points[None],
        goalposts=np.ones((1, len(design.names))),
        threshold=np.ones(1),
        normalisation=np.zeros(1, dtype=int),
        aggregation=np.zeros(1, dtype=int),
    )


def combine(design: Design, draws: Draws) -> Outcome:
    """Return worths, group worths before and after the ceiling, and shares, for each draw."""
    effect = damping(design.targeting.ceiling, draws.ceiling, design.concerned, draws.threshold[:, None])
    worths = _worths(design, draws.values, draws)
    inner = _inner(design, draws)
    before = _by_group(design, inner * np.nan_to_num(worths), inner)
    after = before
    if (effect.shrink < 1).any() or (effect.factor < 1).any():
        shrunk = np.where(design.scales, draws.values * effect.shrink[:, :, None], draws.values)
        held = _by_group(design, inner * np.nan_to_num(_worths(design, shrunk, draws)), inner)
        acted = np.array([name == design.targeting.ceiling.group for name in design.targeting.groups])
        after = np.where(acted, held * effect.factor[:, :, None], before)
    points = draws.group_points[:, None, :] * ~np.isnan(before)
    total = points.sum(axis=2, keepdims=True)
    outer = np.divide(points, total, out=np.zeros_like(points), where=total > 0)
    return Outcome(worths, before, after, inner, outer, effect, _scores(design, after, outer, draws.aggregation))


def _scores(design: Design, worths: np.ndarray, shares: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    scores = np.empty(worths.shape[:2])
    for number, aggregation in enumerate(aggregations(design)):
        mine = chosen == number
        if mine.any():
            settings = aggregation.model_dump(exclude={"method"})
            scores[mine] = aggregate(aggregation.method, worths[mine], shares[mine], **settings)
    return scores


def _worths(design: Design, values: np.ndarray, draws: Draws) -> np.ndarray:
    columns = []
    for position, indicator in enumerate(design.indicators):
        x = values[:, :, position]
        column = worth(indicator.value, x, draws.goalposts[:, position, None])
        for number, name in enumerate(NORMALISATIONS[1:], start=1):
            mine = draws.normalisation == number
            if mine.any():
                column[mine] = from_data(indicator.value, x[mine], name)
        columns.append(column)
    return np.stack(columns, axis=2)


def _inner(design: Design, draws: Draws) -> np.ndarray:
    points = draws.indicator_points[:, None, :] * ~np.isnan(draws.values)
    total = np.stack([points[:, :, design.group_of == g].sum(axis=2) for g in range(_groups(design))], axis=2)
    whole = total[:, :, design.group_of]
    return np.asarray(np.divide(points, whole, out=np.zeros_like(points), where=whole > 0))


def _by_group(design: Design, parts: np.ndarray, inner: np.ndarray) -> np.ndarray:
    """Sum parts by group; NaN where no indicator of the group carries weight."""
    groups = range(_groups(design))
    sums = np.stack([parts[:, :, design.group_of == g].sum(axis=2) for g in groups], axis=2)
    known = np.stack([inner[:, :, design.group_of == g].sum(axis=2) > 0 for g in groups], axis=2)
    return np.where(known, sums, np.nan)


def _groups(design: Design) -> int:
    return len(design.targeting.groups)


def data_coverage(design: Design) -> np.ndarray:
    """Return the share (0-1) of each cercle's weight that rests on measured data, imputed values left out.

    The weight is the configured one: groups that have an indicator for the cercle's track share the score by their
    points, indicators of the track share the group by theirs.
    """
    points = design.indicator_points * design.applies
    shares = np.zeros(points.shape)
    for number, weight in enumerate(design.group_points):
        inside = design.group_of == number
        total = points[:, inside].sum(axis=1, keepdims=True)
        shares[:, inside] = weight * np.divide(
            points[:, inside], total, out=np.zeros_like(points[:, inside]), where=total > 0
        )
    whole = shares.sum(axis=1)
    on_data = (shares * ~np.isnan(design.measured)).sum(axis=1)
    # Held against a least coverage, of which it may be the very number.
    return even(np.divide(on_data, whole, out=np.zeros_like(whole), where=whole > 0))


def track_weights(design: Design, track: str) -> np.ndarray:
    """Return the share of each indicator in the score of a cercle of this track that lacks nothing (sums to 1)."""
    mine = np.array([track in item.tracks for item in design.indicators])
    points = design.indicator_points * mine
    total = np.array([points[design.group_of == number].sum() for number in range(_groups(design))])
    outer = design.group_points * (total > 0)
    inner = np.divide(points, total[design.group_of], out=np.zeros_like(points), where=total[design.group_of] > 0)
    return np.asarray(inner * outer[design.group_of] / outer.sum())
