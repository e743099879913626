"""Cercles with different groups that compete for one place: their scores have different denominators.

For a fixed ratio of two denominators everything is linear again. Where two kinds of cercles meet, that ratio is tried
over its whole range, then more closely around the best; where more meet, the ratios stay as configured. Either way the
result says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeVar

import numpy as np

from prosmed_gis.domain.digits import even
from prosmed_gis.targeting.inverse.linear import Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from prosmed_gis.targeting.inverse.linear import LinearScore

T = TypeVar("T")

How = Literal["exact", "scanned", "held"]
"""exact: no ratio was needed; scanned: over ratios of weights; held: at the configured ratios only."""

NEAR = 9
"""Decimals of a cost: of two that differ by less the solver's tolerance is the cause, and the first is taken."""

Meeting = tuple[np.ndarray, np.ndarray]
"""Cercles that compete, (cercles,) bool, and their distinct rows of `known`."""


@dataclass(frozen=True, eq=False)
class Comparable:
    """Forms in which all cercles that compete have one denominator: the best over them all is sought."""

    form: LinearScore
    how: How
    meetings: tuple[Meeting, ...]
    ratios: np.ndarray
    """Ratios to try, descending; empty where none is scanned."""

    @property
    def forms(self) -> tuple[LinearScore, ...]:
        """The form at each ratio, or the one form."""
        if not len(self.ratios):
            return (_pinned(self.form, self.meetings, None),)
        return tuple(_pinned(self.form, self.meetings, float(ratio)) for ratio in self.ratios)

    def around(self, number: int) -> Comparable:
        """Return the same with as many ratios between the neighbours of one."""
        ends = self.ratios[[max(number - 1, 0), min(number + 1, len(self.ratios) - 1)]]
        return replace(self, ratios=1.0 / np.linspace(1.0 / ends[0], 1.0 / ends[1], len(self.ratios)))


def comparable(form: LinearScore, competing: Sequence[np.ndarray], steps: int) -> Comparable:
    """Return the form as one or more forms in which each set of competing cercles has one denominator.

    Parameters
    ----------
    competing
        (cercles,) bool each: cercles that may stand in for one another.
    steps
        Ratios that are tried, the configured one besides.
    """
    meetings = tuple((members, rows) for members in competing if len(rows := _distinct(form.known[members])) > 1)
    nothing = np.empty(0)
    if not meetings:
        return Comparable(form, "exact", (), nothing)
    if len({tuple(row) for _, rows in meetings for row in rows}) > 2:  # noqa: PLR2004 - two kinds have one ratio
        return Comparable(form, "held", meetings, nothing)
    base, other = meetings[0][1]
    # A group more or less changes the inverse of the ratio in proportion to its weight: that is spaced evenly.
    configured = form.weights[base].sum() / form.weights[other].sum()
    inverse = even(np.append(np.linspace(*_range(form, other, base), steps), configured))
    return Comparable(form, "scanned", meetings, 1.0 / np.unique(inverse))


def best_over(shown: Comparable, evaluate: Callable[[LinearScore], tuple[float, T] | None]) -> tuple[float, T] | None:
    """Return the (cost, result) of least cost over the forms, scanned more closely around the best; None if none."""
    found = _least(shown, evaluate)
    if found is None or not len(shown.ratios):
        return None if found is None else found[1]
    closer = _least(shown.around(found[0]), evaluate)
    return found[1] if closer is None else min(found[1], closer[1], key=_cost)


def _least(
    shown: Comparable, evaluate: Callable[[LinearScore], tuple[float, T] | None]
) -> tuple[int, tuple[float, T]] | None:
    answers = [(number, answer) for number, form in enumerate(shown.forms) if (answer := evaluate(form)) is not None]
    return min(answers, key=lambda pair: _cost(pair[1]), default=None)


def _cost(answer: tuple[float, T]) -> float:
    return round(answer[0], NEAR)


def _distinct(rows: np.ndarray) -> np.ndarray:
    return np.unique(rows[rows.any(axis=1)], axis=0)


def _range(form: LinearScore, below: np.ndarray, above: np.ndarray) -> tuple[float, float]:
    """Return the least and greatest ratio above / below (masks); such a ratio is extreme at corners of the bounds."""
    free = form.low < form.high
    corners = form.low + (1.0 - form.low.sum()) * np.eye(len(form.low))[free]
    first, second = corners[:, below].sum(axis=1), corners[:, above].sum(axis=1)
    kept = (first > 0) & (second > 0)
    found = second[kept] / first[kept]
    return float(found.min()), float(found.max())


def _pinned(form: LinearScore, meetings: Sequence[Meeting], ratio: float | None) -> LinearScore:
    """Give each meeting its first denominator, the others scaled by their ratio to it, which becomes a limit."""
    if not meetings:
        return form
    worths, known, limits = form.worths.copy(), form.known.copy(), form.limits
    for members, rows in meetings:
        base = rows[0]
        for other in rows[1:]:
            times = float(form.weights[other].sum() / form.weights[base].sum()) if ratio is None else ratio
            mine = members & (form.known == other).all(axis=1)
            worths[mine] /= times
            known[mine] = base
            limits = limits.and_(Limits((other * 1.0 - times * base)[None], np.zeros(1), np.zeros(1)))
    return replace(form, worths=worths, known=known, limits=limits)
