"""What is wanted of a choice: the score, and what breaks its ties, in whole numbers by cercle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

PER_POINT = 1_000_000
"""Scores are compared in whole millionths of a point."""
PER_EVENT = 1_000
"""Violence, which may be spread or weighted, is compared in whole thousandths of an event."""


@dataclass(frozen=True, eq=False)
class Wishes:
    """What is wanted of a choice, in whole numbers by cercle; larger is better, the first stage first."""

    pcodes: tuple[str, ...]
    stages: tuple[tuple[str, np.ndarray], ...]
    """(name, whole numbers): score, then the tie-breaks. The P-code is no stage: it comes last by itself."""

    @property
    def score(self) -> np.ndarray:
        """(cercles,): millionths of a point."""
        return self.stages[0][1]

    def with_score(self, score: np.ndarray) -> Wishes:
        """Return the same tie-breaks behind another score."""
        return Wishes(self.pcodes, (("score", score), *self.stages[1:]))


def wishes(
    score: pd.Series, violence: pd.Series, people: pd.Series, tie_break: Sequence[str] = ("violence", "people", "pcode")
) -> Wishes:
    """Return scores and tie-breaks as whole numbers, in ascending order of P-code.

    An unknown score, violence or number of people counts as 0 here; a cercle without a score is kept out by a rule.
    """
    known = {"violence": (violence, PER_EVENT), "people": (people, 1)}
    stages = [("score", _whole(score, PER_POINT))]
    for name in tie_break:
        if name == "pcode":
            break
        series, unit = known[name]
        stages.append((name, _whole(series.reindex(score.index), unit)))
    order = np.argsort(score.index.to_numpy(), kind="stable")
    codes = tuple(str(code) for code in score.index.to_numpy()[order])
    return Wishes(codes, tuple((name, numbers[order]) for name, numbers in stages))


def _whole(series: pd.Series, unit: int) -> np.ndarray:
    return np.asarray(np.rint(series.fillna(0.0).to_numpy(dtype=float) * unit), dtype=np.int64)


def ranked(scores: np.ndarray, wanted: Wishes) -> np.ndarray:
    """Return for scores (D, cercles) the positions from the most wanted; equal ones by tie-breaks, then P-code."""
    keys = [-numbers for _, numbers in wanted.stages[1:]]
    first = np.lexsort((np.arange(scores.shape[1]), *reversed(keys)))
    return np.asarray(first[np.argsort(-scores[:, first], axis=1, kind="stable")])
