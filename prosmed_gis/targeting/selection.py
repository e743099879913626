"""The exact choice of N cercles: a binary programme, its ties broken by rule, and what collides where none exists.

Maximise the total score over choices that obey every rule (HiGHS, to a proven gap of zero), then among the best the
total violence, then the total people, then the smallest P-codes. Scores are whole millionths of a point, so that
"equal" means equal and each stage is solved in whole numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import highspy
import numpy as np
import pandas as pd

from prosmed_gis.domain.messages import text
from prosmed_gis.domain.vocabulary import Language
from prosmed_gis.errors import InfeasibleError, ProsmedError
from prosmed_gis.targeting.solver import QuietHighs
from prosmed_gis.targeting.tree import merged_bounds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from prosmed_gis.targeting.rules import Bound, Rule

PER_POINT = 1_000_000
"""Scores are compared in whole millionths of a point."""
PER_EVENT = 1_000
"""Violence, which may be spread or weighted, is compared in whole thousandths of an event."""

Row = tuple[np.ndarray, float, float]
"""Coefficients, lower and upper bound of one constraint."""


@dataclass(frozen=True, eq=False)
class Wishes:
    """What is wanted of a choice, in whole numbers by cercle; larger is better, the first stage first."""

    pcodes: tuple[str, ...]
    stages: tuple[tuple[str, np.ndarray], ...]
    """(name, whole numbers): score, then the tie-breaks. The P-code is no stage: it comes last by itself."""


@dataclass(frozen=True, eq=False)
class Chosen:
    """A proven best choice."""

    chosen: np.ndarray
    """(cercles,) bool."""
    ties: pd.DataFrame
    """One row a pair of equal score that a tie-break parted: `selected`, `left_out`, `score`, `decided_by`."""


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


def select(wanted: Wishes, rules: Sequence[Rule], *, language: Language | str = Language.FR) -> Chosen:
    """Return the best choice that obeys all rules.

    Raises
    ------
    InfeasibleError
        No choice obeys all rules; `rules` holds a smallest set that collides, by their names in the configuration.
    """
    bounds = merged_bounds(rules, wanted.pcodes)
    rows = [_row(bound, wanted.pcodes) for bound in bounds]
    found = _solve(np.zeros(len(wanted.pcodes)), rows)
    if found is None:
        raise _infeasible(wanted.pcodes, rules, language)
    for _, numbers in wanted.stages:
        # Shifting by a constant changes no choice of N, and keeps the numbers small for the solver.
        shifted = (numbers - numbers.min()).astype(float)
        found = _must(_solve(shifted, rows))
        best = float(shifted[found].sum())
        rows.append((shifted, best - 0.5, best + 0.5))
    chosen = _smallest_pcodes(found, rows)
    return Chosen(chosen, _ties(chosen, wanted, rows[: len(bounds)]))


def _row(bound: Bound, pcodes: Sequence[str]) -> Row:
    return np.array([float(code in bound.members) for code in pcodes]), float(bound.low), float(bound.high)


def _solve(objective: np.ndarray, rows: Sequence[Row], fixed: Sequence[int] = ()) -> np.ndarray | None:
    """Return the choice (bool) with the largest objective, or None where the rows cannot be obeyed."""
    model: Any = QuietHighs()  # type: ignore[no-untyped-call]
    for option, value in (
        ("threads", 1), ("random_seed", 1), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.0),
        ("mip_feasibility_tolerance", 1e-9), ("primal_feasibility_tolerance", 1e-9),
    ):  # fmt: skip
        model.setOptionValue(option, value)
    units = len(objective)
    low = np.zeros(units)
    low[list(fixed)] = 1.0
    nothing = np.array([], dtype=np.int32)
    model.addCols(units, -objective, low, np.ones(units), 0, nothing, nothing, np.array([]))
    kinds = np.full(units, highspy.HighsVarType.kInteger)
    model.changeColsIntegrality(units, np.arange(units, dtype=np.int32), kinds)
    for coefficients, lower, upper in rows:
        held = np.flatnonzero(coefficients).astype(np.int32)
        if not len(held) and not lower <= 0 <= upper:
            return None
        model.addRow(lower, upper, len(held), held, coefficients[held])
    model.run()
    status = model.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return None
    if status != highspy.HighsModelStatus.kOptimal:
        msg = f"the solver stopped without a proven choice: {model.modelStatusToString(status)}"
        raise ProsmedError(msg)
    return _checked(np.array(model.getSolution().col_value), rows)


def _checked(solution: np.ndarray, rows: Sequence[Row]) -> np.ndarray:
    chosen: np.ndarray = np.rint(solution).astype(bool)
    for coefficients, lower, upper in rows:
        if not lower <= coefficients[chosen].sum() <= upper:
            msg = "the solver's choice breaks a rule once rounded to whole cercles"
            raise ProsmedError(msg)
    return chosen


def _must(found: np.ndarray | None) -> np.ndarray:
    if found is None:
        msg = "the solver lost a choice that it had found"
        raise ProsmedError(msg)
    return found


def _smallest_pcodes(found: np.ndarray, rows: Sequence[Row]) -> np.ndarray:
    """Return among equally good choices the one with the smallest P-codes: the first cercle that can be in, is."""
    fixed: list[int] = []
    for unit in range(len(found)):
        if found[unit]:
            fixed.append(unit)
            continue
        without = [*rows, _other(found)]
        if _solve(np.zeros(len(found)), without, fixed) is None:
            return found
        better = _solve(np.zeros(len(found)), rows, [*fixed, unit])
        if better is not None:
            found = better
            fixed.append(unit)
    return found


def _other(found: np.ndarray) -> Row:
    """Return the row that forbids one choice, and no other of its size."""
    return found.astype(float), 0.0, float(found.sum() - 1)


def _ties(chosen: np.ndarray, wanted: Wishes, rows: Sequence[Row]) -> pd.DataFrame:
    score = wanted.stages[0][1]
    pairs = []
    for inside in np.flatnonzero(chosen):
        for outside in np.flatnonzero(~chosen & (score == score[inside])):
            swapped = chosen.copy()
            swapped[[inside, outside]] = [False, True]
            if all(low <= coefficients[swapped].sum() <= high for coefficients, low, high in rows):
                parted = [name for name, numbers in wanted.stages if numbers[inside] != numbers[outside]]
                decided = parted[0] if parted else "pcode"
                pairs.append((wanted.pcodes[inside], wanted.pcodes[outside], score[inside] / PER_POINT, decided))
    return pd.DataFrame(pairs, columns=["selected", "left_out", "score", "decided_by"])


def _infeasible(pcodes: Sequence[str], rules: Sequence[Rule], language: Language | str) -> InfeasibleError:
    """Strike out rules one by one: what cannot be struck out without a choice appearing collides."""
    kept = list(rules)
    # Rules met first are struck out first; the number itself is kept as long as possible, it is what users ask for.
    for rule in list(reversed(rules)):
        rest = [other for other in kept if other is not rule]
        rows = [_row(bound, pcodes) for bound in merged_bounds(rest, pcodes)]
        if _solve(np.zeros(len(pcodes)), rows) is None:
            kept = rest
    words = [rule.word for rule in kept]
    lines = "; ".join(f"{rule.word} ({rule.sentence(str(language))})" for rule in kept)
    return InfeasibleError(text("selection.infeasible", language, rules=lines, count=len(pcodes)), words)
