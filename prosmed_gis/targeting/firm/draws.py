"""How firm the list is: joint draws of everything that was decided or measured, each with the full choice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.mcda.clustered import interval_of_mean, interval_of_share, wilson
from prosmed_gis.targeting.choice.batch import choose_many
from prosmed_gis.targeting.choice.wishes import PER_POINT, Wishes, ranked
from prosmed_gis.targeting.firm.sampling import sample
from prosmed_gis.targeting.scoring.aggregate import base_draw, combine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from prosmed_gis.targeting.choice.rules import Rule
    from prosmed_gis.targeting.firm.sampling import Redrawn, Sample, Worlds
    from prosmed_gis.targeting.scoring.aggregate import Draws
    from prosmed_gis.targeting.scoring.design import Design

__all__ = ["Firm", "Lists", "Question", "distances", "firmness", "wilson"]

CHUNK = 500
"""Draws computed at a time, to bound memory; the result does not depend on it."""
RANK_BAND = (0.05, 0.5, 0.95)


@dataclass(frozen=True, eq=False)
class Lists:
    """The list of each draw."""

    chosen: np.ndarray
    """(D, cercles) bool; no cercle where no list obeys the rules."""
    ranks: np.ndarray
    """(D, cercles): rank of the score, from 1; NaN where a cercle cannot be chosen."""
    feasible: np.ndarray
    """(D,) bool."""
    solver_seconds: float = 0.0
    """Time spent inside the solver; 0 where the rules nest."""


@dataclass(frozen=True, eq=False)
class Question:
    """What every draw is asked: the design, and the rules of the choice."""

    design: Design
    wanted: Wishes
    """Only its tie-breaks are used; its P-codes are the design's, ascending."""
    rules: Sequence[Rule]
    """Rules of the choice without the rule on cercles that have no score."""
    shut: np.ndarray
    """(cercles,) bool: no score in any draw."""
    worlds: Worlds

    def lists(self, drawn: Sample) -> Lists:
        """Return the list of each draw of a sample, by the full choice."""
        parts = [
            self.lists_of(drawn.draws(self.worlds, slice(start, start + CHUNK)))
            for start in range(0, len(drawn), CHUNK)
        ]
        return Lists(
            np.concatenate([part.chosen for part in parts]),
            np.concatenate([part.ranks for part in parts]),
            np.concatenate([part.feasible for part in parts]),
            sum(part.solver_seconds for part in parts),
        )

    def lists_of(self, draws: Draws) -> Lists:
        """Return the list of each set of choices."""
        outcome = combine(self.design, draws)
        barred = self.shut | outcome.damping.barred | np.isnan(outcome.scores)
        scores = np.rint(np.where(barred, -1.0, outcome.scores) * PER_POINT).astype(np.int64)
        found = choose_many(scores, barred, self.wanted, self.rules)
        places = np.argsort(ranked(scores, self.wanted), axis=1) + 1.0
        return Lists(found.chosen, np.where(barred, np.nan, places), found.feasible, found.solver_seconds)

    def as_configured(self) -> np.ndarray:
        """Return the list (cercles,) bool of the configuration itself."""
        return np.asarray(self.lists_of(base_draw(self.design)).chosen[0])


@dataclass(frozen=True, eq=False)
class Firm:
    """What the draws say."""

    frame: pd.DataFrame
    """Index P-code: `frequency` (0-1), `low`, `high` (its interval at 95 %, robust to the likeness of
    draws of one event world: `mcda.clustered.interval_of_share`), `rank_low`, `rank_median`, `rank_high` (5th,
    50th and 95th percentile of the rank), `class` (core, exchange, out; empty where no draw was made)."""
    infeasible: int
    """Draws in which no list obeys the rules (they count as not selected)."""
    question: Question
    drawn: Sample
    lists: Lists

    def distances(self, chosen: np.ndarray | None = None) -> np.ndarray:
        """Return (D,): how far each list is from the configured one, 1 - Jaccard (0 the same, 1 nothing in common)."""
        return distances(self.lists.chosen if chosen is None else chosen, self.question.as_configured())

    def mean_distance(self) -> tuple[float, float, float]:
        """Return the mean distance of the lists from the configured one, and its interval at 95 %."""
        far = self.distances()
        return float(far.mean()), *interval_of_mean(far, self.drawn.cluster)

    def same_list(self) -> tuple[float, float, float]:
        """Return the share of draws that give the configured list, and its interval at 95 %."""
        same = self.distances() == 0
        low, high = interval_of_share(same, self.drawn.cluster)
        return float(same.mean()), float(low), float(high)


def distances(chosen: np.ndarray, base: np.ndarray) -> np.ndarray:
    """Return (D,): 1 - |common| / |either| (Jaccard 1901) between lists (D, cercles) and one list (cercles,)."""
    common, either = (chosen & base).sum(axis=1), (chosen | base).sum(axis=1)
    return np.asarray(1.0 - np.divide(common, either, out=np.ones(len(chosen)), where=either > 0))


def firmness(design: Design, wanted: Wishes, rules: Sequence[Rule], unscored: Sequence[str], redrawn: Redrawn) -> Firm:
    """Return how often each cercle is chosen over joint draws (`sampling.sample`), with the full choice in each.

    Parameters
    ----------
    wanted
        As for the choice; only its tie-breaks are used. Its P-codes are the design's, ascending.
    rules
        Rules of the choice without the rule on cercles that have no score.
    unscored
        Cercles that have no score in any draw.
    redrawn
        Worlds of events of the design's own measures (`sampling.redrawn_by_seed`).
    """
    settings = design.targeting.firmness
    shut = np.isin(np.asarray(design.pcodes.astype(str)), list(unscored))
    question = Question(design, wanted, rules, shut, redrawn.worlds)
    drawn = sample(design, redrawn.worlds, settings.draws, redrawn.going_on())
    if settings.draws == 0:
        nothing = Lists(np.zeros((0, len(shut)), dtype=bool), np.zeros((0, len(shut))), np.ones(0, dtype=bool))
        return Firm(_summary(design, nothing, None), 0, question, drawn, nothing)
    lists = question.lists(drawn)
    return Firm(_summary(design, lists, drawn.cluster), int((~lists.feasible).sum()), question, drawn, lists)


def _summary(design: Design, lists: Lists, cluster: np.ndarray | None) -> pd.DataFrame:
    names = ["frequency", "low", "high", "rank_low", "rank_median", "rank_high"]
    draws = len(lists.chosen)
    if draws == 0:
        return pd.DataFrame(np.nan, index=design.pcodes, columns=names).assign(**{"class": ""})
    settings = design.targeting.firmness
    frequency = lists.chosen.mean(axis=0)
    low, high = interval_of_share(lists.chosen, cluster)
    ranked = ~np.isnan(lists.ranks).all(axis=0)
    band = np.full((len(RANK_BAND), len(ranked)), np.nan)
    band[:, ranked] = np.nanquantile(lists.ranks[:, ranked], RANK_BAND, axis=0, method="nearest")
    kind = np.select([frequency >= settings.core_share, frequency <= settings.out_share], ["core", "out"], "exchange")
    columns = dict(zip(names, (frequency, low, high, *band), strict=True))
    return pd.DataFrame({**columns, "class": kind}, index=design.pcodes)
