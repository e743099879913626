"""The named problems on one matrix of times: p-median, p-center, full cover and maximal cover as views of one study."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from prosmed_gis.location.answer import Effort, Location
from prosmed_gis.location.center import p_center
from prosmed_gis.location.cover import full_cover
from prosmed_gis.location.maximal import maximal_cover
from prosmed_gis.location.median import p_median


@dataclass(frozen=True, eq=False)
class Question:
    """What is asked of all views: people groups, candidate sites, how many of them, and the standard.

    `minutes` is groups x sites (inf without a path), `people` of each group; `fixed` sites are there already (they
    count in p) and `forbidden` ones may not be chosen. `standard_min` is the time within which a site covers.
    """

    minutes: np.ndarray
    people: np.ndarray
    p: int
    standard_min: float
    fixed: Sequence[int] | np.ndarray = ()
    forbidden: Sequence[int] | np.ndarray = ()

    def inhabited(self) -> np.ndarray:
        """Return the groups in which there are people."""
        return np.flatnonzero(np.asarray(self.people) > 0)


def least_time(question: Question, *, unreached_min: float, effort: Effort) -> Location:
    """Return the p sites with the least sum of people x minutes; who is not reached counts `unreached_min` minutes."""
    return p_median(
        question.minutes, question.people, question.p, fixed=question.fixed, forbidden=question.forbidden,
        unreached_cost=unreached_min, effort=effort,
    )  # fmt: skip


def least_worst_time(question: Question, *, effort: Effort) -> Location:
    """Return the p sites with the least of the greatest minutes; rows are those of `question.inhabited()`."""
    rows = question.inhabited()
    return p_center(
        question.minutes[rows], question.p, fixed=question.fixed, forbidden=question.forbidden, effort=effort
    )


def fewest_for_all(question: Question, *, site_costs: np.ndarray | None = None, effort: Effort) -> Location:
    """Return the fewest (or cheapest) sites that bring all who can be within the standard; rows as `inhabited()`."""
    within = question.minutes[question.inhabited()] <= question.standard_min
    return full_cover(within, site_costs=site_costs, fixed=question.fixed, forbidden=question.forbidden, effort=effort)


def most_people(question: Question, *, effort: Effort) -> Location:
    """Return the p sites that bring most people within the standard."""
    return maximal_cover(
        question.minutes <= question.standard_min, question.people, question.p, fixed=question.fixed,
        forbidden=question.forbidden, effort=effort,
    )  # fmt: skip
