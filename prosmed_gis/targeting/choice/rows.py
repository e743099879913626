"""The rules as rows of numbers: each a sum over the chosen cercles with its least and its most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from prosmed_gis.targeting.choice.rules import Bound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from prosmed_gis.targeting.choice.rules import Rule


@dataclass(frozen=True, eq=False)
class Rows:
    """`low <= matrix @ chosen <= high`; whole numbers below 2**53 kept as floats, so that sums are exact."""

    matrix: np.ndarray
    """(rows, cercles)."""
    low: np.ndarray
    high: np.ndarray
    """(rows,), infinite where there is no limit."""

    def obeyed(self, chosen: np.ndarray) -> np.ndarray:
        """Return for lists (..., cercles) whether each obeys every row."""
        sums = chosen @ self.matrix.T
        return np.asarray(((sums >= self.low) & (sums <= self.high)).all(axis=-1))

    def beside(self, other: Rows) -> Rows:
        """Return these rows and those of another, over the same columns."""
        return Rows(
            *(np.concatenate([getattr(self, part), getattr(other, part)]) for part in ("matrix", "low", "high"))
        )


def merged_bounds(rules: Sequence[Rule], pcodes: Sequence[str]) -> list[Bound]:
    """Return one bound for each distinct set (the narrowest of all rules), the smallest sets first."""
    limits: dict[frozenset[str], tuple[int, int]] = {}
    for rule in rules:
        for bound in rule.bounds:
            low, high = limits.get(bound.members, (0, len(pcodes)))
            limits[bound.members] = (max(low, bound.low), min(high, bound.high))
    ordered = sorted(limits.items(), key=lambda item: (len(item[0]), sorted(item[0])))
    return [Bound(members, low, high) for members, (low, high) in ordered]


def rows_of(rules: Sequence[Rule], pcodes: Sequence[str], *, implied: bool = False) -> Rows:
    """Return the rows of all rules, with those that follow from them where asked."""
    position = {code: number for number, code in enumerate(pcodes)}
    bounds = merged_bounds(rules, pcodes)
    totals = [total for rule in rules for total in (rule.totals + rule.implied if implied else rule.totals)]
    matrix = np.zeros((len(bounds) + len(totals), len(pcodes)))
    for row, bound in enumerate(bounds):
        matrix[row, [position[code] for code in bound.members]] = 1.0
    for row, total in enumerate(totals, start=len(bounds)):
        for code, weight in total.weights:
            matrix[row, position[code]] = weight
    low = [bound.low for bound in bounds] + [_or(total.low, -np.inf) for total in totals]
    high = [bound.high for bound in bounds] + [_or(total.high, np.inf) for total in totals]
    return Rows(matrix, np.array(low, dtype=float), np.array(high, dtype=float))


def _or(limit: int | None, nothing: float) -> float:
    return nothing if limit is None else float(limit)
