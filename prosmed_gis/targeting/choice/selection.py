"""The exact choice of N cercles, its ties broken by rule, and what collides where none exists.

Maximise the total score over choices that obey every rule, then among the best the total violence, then the total
people, then the smallest P-codes. Scores are whole millionths of a point, so that "equal" means equal. Where the sets
of the rules nest, a greedy pass chooses (`tree`) and the binary programme (HiGHS, to a proven gap of zero) must reach
the same total; where they do not, a search that the solver's prices bound (`batch`) chooses and proves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.domain.vocabulary import Language
from prosmed_gis.errors import ProsmedError
from prosmed_gis.targeting.choice.batch import Search
from prosmed_gis.targeting.choice.collision import infeasible
from prosmed_gis.targeting.choice.programme import ChoiceProgramme
from prosmed_gis.targeting.choice.rows import rows_of
from prosmed_gis.targeting.choice.tree import greedy, nest, swaps
from prosmed_gis.targeting.choice.wishes import PER_EVENT, PER_POINT, Wishes, ranked, wishes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from prosmed_gis.targeting.choice.rules import Rule
    from prosmed_gis.targeting.choice.tree import Tree

__all__ = ["PER_EVENT", "PER_POINT", "Chosen", "Wishes", "best_list", "select", "wishes"]


@dataclass(frozen=True, eq=False)
class Chosen:
    """A proven best choice."""

    chosen: np.ndarray
    """(cercles,) bool."""
    ties: pd.DataFrame
    """One row a pair of equal score that a tie-break parted: `selected`, `left_out`, `score`, `decided_by`."""
    unique: bool = True
    """True where no other list has the same total score; where rules hold sums, lists may tie without any pair."""


def select(wanted: Wishes, rules: Sequence[Rule], *, language: Language | str = Language.FR) -> Chosen:
    """Return the best choice that obeys all rules.

    Raises
    ------
    InfeasibleError
        No choice obeys all rules; `rules` holds a smallest set that collides, by their names in the configuration.
    ProsmedError
        Two exact ways disagree, or the solver failed: a fault of the tool.
    """
    found = best_list(wanted, rules)
    if found is None:
        raise infeasible(wanted.pcodes, rules, language)
    return found


def best_list(wanted: Wishes, rules: Sequence[Rule]) -> Chosen | None:
    """Return the best choice that obeys all rules, or None where none does; raises as `select` for faults."""
    tree = nest(rules, wanted.pcodes)
    if tree is not None:
        chosen = _by_order(tree, wanted, rules)
        return None if chosen is None else _told(chosen, wanted, rules)
    found = Search(wanted, rules).best(wanted.score, np.zeros(len(wanted.pcodes), dtype=bool))
    return None if found is None else _told(found.chosen, wanted, rules, unique=found.unique)


def _by_order(tree: Tree, wanted: Wishes, rules: Sequence[Rule]) -> np.ndarray | None:
    """Choose by the greedy pass, and have the solver reach the same total."""
    lists, possible = greedy(tree, ranked(wanted.score[None, :], wanted), np.zeros((1, len(wanted.pcodes)), dtype=bool))
    proof = ChoiceProgramme(rows_of(rules, wanted.pcodes)).best(wanted.score)
    total = None if proof is None else wanted.score @ proof
    if total != (wanted.score @ lists[0] if possible[0] else None):
        msg = "the greedy pass and the solver chose lists of different score (a fault of the tool: report it)"
        raise ProsmedError(msg)
    return np.asarray(lists[0]) if possible[0] else None


def _told(chosen: np.ndarray, wanted: Wishes, rules: Sequence[Rule], *, unique: bool | None = None) -> Chosen:
    ties = _ties(chosen, wanted, rules)
    # Best lists of nested rules turn into one another by exchanges of one cercle for one of equal score (Edmonds 1971).
    return Chosen(chosen, ties, ties.empty if unique is None else unique)


def _ties(chosen: np.ndarray, wanted: Wishes, rules: Sequence[Rule]) -> pd.DataFrame:
    level = chosen[:, None] & ~chosen[None, :] & (wanted.score[:, None] == wanted.score[None, :])
    if level.any():
        level &= swaps(rules, wanted.pcodes, chosen)
    pairs = []
    for inside, outside in zip(*np.nonzero(level), strict=True):
        parted = [name for name, numbers in wanted.stages if numbers[inside] != numbers[outside]]
        decided = parted[0] if parted else "pcode"
        pairs.append((wanted.pcodes[inside], wanted.pcodes[outside], wanted.score[inside] / PER_POINT, decided))
    return pd.DataFrame(pairs, columns=["selected", "left_out", "score", "decided_by"])
