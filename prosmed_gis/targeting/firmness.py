"""How firm the list is: joint draws of everything that was decided or measured, each with the full choice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.stats import norm

from prosmed_gis.errors import InfeasibleError
from prosmed_gis.targeting.aggregate import Draws, combine
from prosmed_gis.targeting.design import Design, redrawn_values
from prosmed_gis.targeting.selection import PER_POINT, Wishes, select
from prosmed_gis.targeting.tree import greedy, nest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from prosmed_gis.config.targeting import Firmness
    from prosmed_gis.targeting.measures import Context
    from prosmed_gis.targeting.rules import Rule

CHUNK = 500
"""Draws computed at a time, to bound memory; the result does not depend on it."""
CONFIDENCE = 0.95
RANK_BAND = (0.05, 0.95)


@dataclass(frozen=True, eq=False)
class Firm:
    """What the draws say."""

    frame: pd.DataFrame
    """Index P-code: `frequency` (0-1), `low`, `high` (Wilson 95 %), `rank_low`, `rank_high` (5th and 95th percentile
    of the rank), `class` (core, exchange, out; empty where no draw was made)."""
    infeasible: int
    """Draws in which no list obeys the rules (they count as not selected)."""
    exact_pass: bool
    """True where the rules nest and every draw was solved by the greedy pass; False by the programme."""


def firmness(design: Design, context: Context, wanted: Wishes, rules: Sequence[Rule], unscored: Sequence[str]) -> Firm:
    """Return how often each cercle is chosen over joint draws, with the full choice in each.

    Each draw takes weights of groups and, inside groups, of indicators from Dirichlet distributions around the
    configured ones; one factor on each indicator's goalposts and one on the ceiling's threshold, uniform within
    `goalpost_share`; in `drop_share` of draws one indicator is left out; and event counts are one of
    `event_replicates` re-drawn worlds (Poisson around the observed counts: the events themselves, not the reporting).

    Parameters
    ----------
    wanted
        As for the choice; only its tie-breaks are used. Its P-codes are the design's, ascending.
    rules
        Rules of the choice without the rule on cercles that have no score.
    unscored
        Cercles that have no score in any draw.
    """
    settings = design.targeting.firmness
    shut = np.isin(np.asarray(design.pcodes.astype(str)), list(unscored))
    if settings.draws == 0:
        return Firm(
            _summary(design, np.zeros((0, len(shut)), dtype=bool), np.zeros((0, len(shut)))), 0, exact_pass=True
        )
    chosen, ranks, feasible = [], [], []
    tree = nest(rules, wanted.pcodes)
    for draws in _chunks(design, context, settings):
        outcome = combine(design, draws)
        barred = shut | outcome.damping.barred | np.isnan(outcome.scores)
        scores = np.rint(np.where(barred, -1.0, outcome.scores) * PER_POINT).astype(np.int64)
        order = _order(scores, wanted)
        picked, possible = greedy(tree, order, barred) if tree else _by_programme(scores, barred, wanted, rules)
        chosen.append(picked)
        feasible.append(possible)
        ranks.append(np.where(barred, np.nan, np.argsort(order, axis=1) + 1.0))
    frame = _summary(design, np.concatenate(chosen), np.concatenate(ranks))
    return Firm(frame, int((~np.concatenate(feasible)).sum()), exact_pass=tree is not None)


def _order(scores: np.ndarray, wanted: Wishes) -> np.ndarray:
    """Return positions from the most wanted; equal scores follow the tie-breaks, then the P-code."""
    keys = [-numbers for _, numbers in wanted.stages[1:]]
    first = np.lexsort((np.arange(scores.shape[1]), *reversed(keys)))
    return np.asarray(first[np.argsort(-scores[:, first], axis=1, kind="stable")])


def _by_programme(
    scores: np.ndarray, barred: np.ndarray, wanted: Wishes, rules: Sequence[Rule]
) -> tuple[np.ndarray, np.ndarray]:
    """Solve each draw as a binary programme, for rules that do not nest; slower, and as exact."""
    chosen = np.zeros(scores.shape, dtype=bool)
    feasible = np.ones(len(scores), dtype=bool)
    # A cercle that may not be chosen costs more than all others can bring, so that it comes last or shows.
    penalty = int(scores.max(initial=0)) * scores.shape[1] + 1
    for row, numbers in enumerate(scores):
        stages = (("score", np.where(barred[row], -penalty, numbers)), *wanted.stages[1:])
        try:
            chosen[row] = select(replace(wanted, stages=stages), rules).chosen
        except InfeasibleError:
            feasible[row] = False
        if (chosen[row] & barred[row]).any():
            chosen[row], feasible[row] = False, False
    return chosen, feasible


def _chunks(design: Design, context: Context, settings: Firmness) -> Iterator[Draws]:
    rng = np.random.default_rng(settings.seed)
    worlds, ceilings = _worlds(design, context, settings.event_replicates, rng)
    whole = _draws(design, settings, rng)
    world = rng.integers(0, len(worlds), settings.draws)
    for start in range(0, settings.draws, CHUNK):
        part = slice(start, start + CHUNK)
        yield Draws(worlds[world[part]], ceilings[world[part]], *(numbers[part] for numbers in whole))


def _worlds(design: Design, context: Context, count: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    if count == 0 or not context.panels:
        return design.filled[None], design.ceiling.numbers[None]
    longest = max([item.window_months or 1 for item in design.indicators] + [design.targeting.ceiling.window_months])
    recent = {name: panel.window(longest) for name, panel in context.panels.items()}
    drawn = []
    for _ in range(count):
        panels = {name: panel.redrawn(rng) for name, panel in recent.items()}
        drawn.append(redrawn_values(design, replace(context, panels=panels)))
    return np.stack([values for values, _ in drawn]), np.stack([ceiling for _, ceiling in drawn])


def _draws(design: Design, settings: Firmness, rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    size, names = settings.draws, len(design.names)
    groups = _around(design.group_points, settings.concentration, size, rng)
    indicators = np.zeros((size, names))
    for number in range(len(design.group_points)):
        inside = design.group_of == number
        indicators[:, inside] = _around(design.indicator_points[inside], settings.concentration, size, rng)
    dropped = np.flatnonzero(rng.random(size) < settings.drop_share)
    indicators[dropped, rng.integers(0, names, len(dropped))] = 0.0
    share = settings.goalpost_share
    goalposts = 1 + rng.uniform(-share, share, (size, names))
    threshold = 1 + rng.uniform(-share, share, size)
    return groups, indicators, goalposts, threshold


def _around(points: np.ndarray, concentration: float, size: int, rng: np.random.Generator) -> np.ndarray:
    """Draw weights around the points; what weighs nothing keeps weighing nothing."""
    weights = np.zeros((size, len(points)))
    heavy = points > 0
    if heavy.any():
        weights[:, heavy] = rng.dirichlet(concentration * points[heavy] / points[heavy].sum(), size)
    return weights


def wilson(hits: np.ndarray, draws: int, confidence: float = CONFIDENCE) -> tuple[np.ndarray, np.ndarray]:
    """Return the interval of Wilson (1927) for a share seen `hits` times in `draws`."""
    z = norm.ppf((1 + confidence) / 2)
    share = hits / draws
    centre = share + z**2 / (2 * draws)
    half = z * np.sqrt(share * (1 - share) / draws + z**2 / (4 * draws**2))
    scale = 1 + z**2 / draws
    # At the ends the interval touches 0 or 1 exactly; rounding would leave it a hair short of the share itself.
    low = np.where(hits == 0, 0.0, (centre - half) / scale)
    return low, np.where(hits == draws, 1.0, (centre + half) / scale)


def _summary(design: Design, chosen: np.ndarray, ranks: np.ndarray) -> pd.DataFrame:
    names = ["frequency", "low", "high", "rank_low", "rank_high"]
    draws = len(chosen)
    if draws == 0:
        return pd.DataFrame(np.nan, index=design.pcodes, columns=names).assign(**{"class": ""})
    settings = design.targeting.firmness
    frequency = chosen.mean(axis=0)
    low, high = wilson(chosen.sum(axis=0), draws)
    ranked = ~np.isnan(ranks).all(axis=0)
    band = np.full((2, len(ranked)), np.nan)
    band[:, ranked] = np.nanquantile(ranks[:, ranked], RANK_BAND, axis=0, method="nearest")
    kind = np.select([frequency >= settings.core_share, frequency <= settings.out_share], ["core", "out"], "exchange")
    columns = dict(zip(names, (frequency, low, high, *band), strict=True))
    return pd.DataFrame({**columns, "class": kind}, index=design.pcodes)
