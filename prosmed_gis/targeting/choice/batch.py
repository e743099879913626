"""The exact choice for many scores at once: a greedy pass where the rules nest, else a search that learns.

The search bounds and branches (Land and Doig 1960) on one programme that is never rebuilt, and is exact, ties included:

- bound: the relaxation's prices give every cercle an edge, and no whole list is worth more than the bound less the
  edges that it goes against (weak duality);
- core (Balas and Zemel 1980): the few cercles of smallest edge are tried in every combination, the others standing as
  their edges say. Where going against any of the others costs more than the bound exceeds the best list by, nothing
  is left to search;
- lists found for one score are tried first for the next.
"""

from __future__ import annotations

from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from prosmed_gis.targeting.choice.programme import ChoiceProgramme, by_stages
from prosmed_gis.targeting.choice.rows import rows_of
from prosmed_gis.targeting.choice.tree import greedy, nest
from prosmed_gis.targeting.choice.wishes import ranked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from prosmed_gis.targeting.choice.programme import Relaxed
    from prosmed_gis.targeting.choice.rules import Rule
    from prosmed_gis.targeting.choice.wishes import Wishes

CORE = 12
"""Cercles tried in every combination: at most 924 for a fixed number, fastest where it was measured (8 to 14)."""
WIDE = 14
"""Cercles tried in every combination once a good list is known, which rules nearly all of them out at once."""
CHECKED = 64
"""Combinations held against the rules at a time, the best first."""
NODES = 2_000
"""Relaxations after which a score goes to the solver's own search, which breaks massive ties stage by stage."""
KEPT = 256
"""Lists found for other scores that are tried first, the newest; more cost more than they spare."""
PART = 1e-6
"""Share below which a cercle counts as whole."""
ROUNDING = 0.01
"""Millionths of a point by which bounds may be off in floating point (they are below 2**33, so off by 1e-5)."""


class Many(NamedTuple):
    """The choice for each score."""

    chosen: np.ndarray
    """(D, cercles) bool; none where no list obeys the rules."""
    feasible: np.ndarray
    """(D,) bool."""
    solver_seconds: float
    """Time spent inside HiGHS; 0 where the greedy pass answered."""


def choose_many(scores: np.ndarray, barred: np.ndarray, wanted: Wishes, rules: Sequence[Rule]) -> Many:
    """Return the best list for each score, by the same rules and tie-breaks as `selection.select`.

    Parameters
    ----------
    scores
        (D, cercles) whole numbers, millionths of a point.
    barred
        (D, cercles) bool: cercles that may not be chosen with that score.
    wanted
        Its P-codes and tie-breaks; its score is not used.
    """
    tree = nest(rules, wanted.pcodes)
    if tree is not None:
        return Many(*greedy(tree, ranked(scores, wanted), barred), 0.0)
    chosen, feasible = _by_fewer_rules(scores, barred, wanted, rules)
    search = Search(wanted, rules)
    for row in np.flatnonzero(feasible & ~search.rows.obeyed(chosen)):
        found = search.best(scores[row], barred[row])
        feasible[row] = found is not None
        chosen[row] = False if found is None else found.chosen
    return Many(chosen, feasible, search.programme.solver_seconds)


def _by_fewer_rules(
    scores: np.ndarray, barred: np.ndarray, wanted: Wishes, rules: Sequence[Rule]
) -> tuple[np.ndarray, np.ndarray]:
    """Choose by the rules that hold no sum: a list that obeys the others too is the best by all of them."""
    tree = nest([rule for rule in rules if not rule.totals], wanted.pcodes)
    if tree is None:
        return np.zeros(scores.shape, dtype=bool), np.ones(len(scores), dtype=bool)
    return greedy(tree, ranked(scores, wanted), barred)


class Best(NamedTuple):
    """The best list for a score."""

    chosen: np.ndarray
    """(cercles,) bool."""
    unique: bool
    """Whether no other list has the same total score."""


class Search:
    """A programme, and the lists that it has found of late."""

    def __init__(self, wanted: Wishes, rules: Sequence[Rule]) -> None:
        self.wanted = wanted
        self.rows = rows_of(rules, wanted.pcodes)
        self.programme = ChoiceProgramme(rows_of(rules, wanted.pcodes, implied=True))
        self.known = np.zeros((0, len(wanted.pcodes)))
        everyone = self.rows.matrix.all(axis=1) & (self.rows.matrix.max(axis=1, initial=0.0) == 1.0)
        self.fewest = int(self.rows.low[everyone].max(initial=0.0))
        self.most = int(self.rows.high[everyone].min(initial=len(wanted.pcodes)))

    def best(self, score: np.ndarray, barred: np.ndarray) -> Best | None:
        """Return the best list, proved, without the barred cercles (bool); None where there is none."""
        leader = _Leader((score, *(numbers for _, numbers in self.wanted.stages[1:])))
        leader.offer(self.known[~self.known[:, barred].any(axis=1)])
        nodes = [(np.zeros(len(score)), 1.0 - barred)]
        for _ in range(NODES):
            if not nodes:
                return self._learned(leader)
            lower, upper = nodes.pop()
            node = self.programme.relaxed(score, lower, upper)
            if node is None or node.bound < leader.value - ROUNDING:
                continue
            free = np.flatnonzero(lower < upper)
            free = free[np.argsort(np.abs(node.edge[free]), kind="stable")]
            undecided = leader.undecided(node, free)
            tried = undecided if undecided <= WIDE else CORE
            leader.offer(self._combinations(node, lower, free, tried, score, leader.value))
            undecided = leader.undecided(node, free)
            if tried < undecided <= WIDE:
                leader.offer(self._combinations(node, lower, free, undecided, score, leader.value))
            if undecided > WIDE:
                settled = free[undecided:]
                lower[settled] = upper[settled] = node.edge[settled] > 0
                nodes += _branches(node, lower, upper, score, free[CORE])
        return self._by_solver(score, barred)

    def _combinations(
        self, node: Relaxed, lower: np.ndarray, free: np.ndarray, size: int, score: np.ndarray, least: float
    ) -> np.ndarray:
        """Return the best lists (k, cercles) that obey all rules and are worth `least`, over the free cercles.

        The first `size` of them are tried in every combination, the others stand as their edges say.
        """
        core, others = free[:size], free[size:]
        base = lower.copy()
        base[core] = 0.0
        base[others] = node.edge[others] > 0
        taken = int(base.sum())
        tried = _patterns(len(core), max(0, self.fewest - taken), min(len(core), self.most - taken))
        worth = _sums(tried, score[core]) + score @ base
        within, rest = self.rows.matrix[:, core].T, self.rows.matrix @ base

        def obey(picked: np.ndarray) -> np.ndarray:
            sums = tried[picked] @ within + rest
            return np.asarray(picked[((sums >= self.rows.low) & (sums <= self.rows.high)).all(axis=1)])

        kept = np.flatnonzero(worth >= least)
        kept = kept[np.argsort(-worth[kept], kind="stable")]
        found = kept[:0]
        for start in range(0, len(kept), CHECKED):
            found = obey(kept[start : start + CHECKED])
            if len(found):
                found = obey(kept[worth[kept] == worth[found[0]]])
                break
        lists = np.repeat(base[None, :], len(found), axis=0)
        lists[:, core] = tried[found]
        return lists

    def _learned(self, leader: _Leader) -> Best | None:
        if leader.list is None:
            return None
        if not (self.known == leader.list).all(axis=1).any():
            self.known = np.vstack([leader.list, self.known[: KEPT - 1]])
        return Best(leader.list.astype(bool), leader.unique)

    def _by_solver(self, score: np.ndarray, barred: np.ndarray) -> Best | None:
        programme = ChoiceProgramme(self.programme.rows, upper=1.0 - barred)
        found = by_stages(programme, self.wanted.with_score(score))
        self.programme.solver_seconds += programme.solver_seconds
        return None if found is None else Best(*found)


class _Leader:
    """The best list so far; `order` is the score and then the tie-breaks."""

    def __init__(self, order: tuple[np.ndarray, ...]) -> None:
        self.order = order
        self.list: np.ndarray | None = None
        self.value = -np.inf
        self.unique = True

    def undecided(self, node: Relaxed, free: np.ndarray) -> int:
        """Return how many free cercles might stand against their edge in a list at least as good as the leader."""
        return int((np.abs(node.edge[free]) <= node.bound - self.value + ROUNDING).sum())

    def offer(self, lists: np.ndarray) -> None:
        """Take the best of some lists (k, cercles) if it is better than the leader; ties go by the order."""
        if not len(lists):
            return
        every = lists if self.list is None else np.vstack([self.list, lists])
        for stage, numbers in enumerate(self.order):
            sums = _sums(every, numbers)
            every = every[sums == sums.max()]
            if stage == 0:
                self.unique = (self.unique or sums.max() > self.value) and bool((every == every[0]).all())
                self.value = float(sums.max())
        # The first cercle by P-code that is in one list and not in the other decides.
        self.list = every[np.lexsort(-every.T[::-1])[0]]


def _sums(table: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """Return the sum of whole numbers over each row's columns; not by BLAS, whose threads cost more than they bring."""
    return np.asarray(np.einsum("ij,j->i", table, numbers))


def _branches(
    node: Relaxed, lower: np.ndarray, upper: np.ndarray, score: np.ndarray, undecided: int
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return the two halves of a node, the likelier last; split on the heaviest cercle taken in part, if any."""
    parts = np.minimum(node.values, 1.0 - node.values) * (lower < upper)
    weight = np.where(parts > PART, parts * (score - score.min() + 1.0), 0.0)
    unit = int(np.argmax(weight)) if weight.any() else int(undecided)
    without, with_it = upper.copy(), lower.copy()
    without[unit], with_it[unit] = 0.0, 1.0
    halves = [(lower, without), (with_it, upper)]
    return halves if node.values[unit] > 0.5 else halves[::-1]  # noqa: PLR2004 - the nearer whole number


@cache
def _patterns(size: int, fewest: int, most: int) -> np.ndarray:
    """Return every choice of `fewest` to `most` of `size` things, (k, size)."""
    picks = [pick for count in range(fewest, most + 1) for pick in combinations(range(size), count)]
    table = np.zeros((len(picks), size))
    for row, pick in enumerate(picks):
        table[row, list(pick)] = 1.0
    return table
