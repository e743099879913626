"""Why the list changed between two runs: every change split exactly over the factors that differ.

Run A becomes run B by replacing factors one after the other, and what a factor brings depends on which were replaced
before it. Its share is the mean of what it brings over all orders (Shapley 1953; as a rule of decomposition, Shorrocks
2013). It is the only split that sums to the change, treats equal factors alike and gives nothing to a factor that
changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, combinations
from math import factorial
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from prosmed_gis.targeting.choice.selection import PER_POINT

FACTORS = ("data", "boundaries", "weights", "rules")
"""What a run is made of, in the order of the work: layers and the date of the study, boundaries, criteria with their
weights, rules of the choice."""
MEASURES = ("selected", "rank", "score")
"""What is split for each cercle."""

World = frozenset[str]
"""The factors taken from B; the others are A's."""
Player = tuple[str, ...]
"""Factors that are replaced together; usually one."""

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two lists and the split of what changed between them."""

    frame: pd.DataFrame
    """As `compared` gives."""
    players: tuple[Player, ...]
    """The factors in the order of FACTORS, those together that could not be replaced one without the other."""
    differing: tuple[str, ...]
    """Factors that are not equal in A and in B; the shares of the others are 0."""

    def shares(self, measure: str) -> pd.DataFrame:
        """Return the shares of one measure, a column for each player by its name."""
        names = [name_of(player) for player in self.players]
        return self.frame[[f"{measure}_{name}" for name in names]].set_axis(names, axis=1)

    @property
    def contested(self) -> pd.Series:
        """True where a cercle keeps its place only because factors that push it in and out cancel."""
        shares = self.shares("selected")
        return (self.frame["selected_a"] == self.frame["selected_b"]) & (shares != 0).any(axis=1)


def name_of(player: Player) -> str:
    """Return what a player is called in columns: `data`; `data_boundaries` where replaced together."""
    return "_".join(player)


def shapley(worth: Mapping[frozenset[T], Any], players: Sequence[T]) -> dict[T, Any]:
    r"""Return the share of each player in what all of them bring together.

    .. math:: \phi_i = \sum_{S \subseteq N \setminus i} \frac{|S|!\,(n - |S| - 1)!}{n!} \, (v(S \cup i) - v(S))

    Source: Shapley, L. S. (1953), A value for n-person games, Contributions to the Theory of Games II.

    Parameters
    ----------
    worth
        v(S) for every set of players, the empty one included: whole numbers, fractions, or series of them (dtype
        object) on one index.

    Returns
    -------
    dict
        Exact fractions (or series of them); over the players they sum to v(all) - v(none).

    Examples
    --------
    >>> both = {frozenset(): 0, frozenset("a"): 0, frozenset("b"): 0, frozenset("ab"): 1}
    >>> shapley(both, "ab")
    {'a': Fraction(1, 2), 'b': Fraction(1, 2)}
    """
    count = len(players)
    shares: dict[T, Any] = {}
    for player in players:
        others = [other for other in players if other != player]
        share: Any = Fraction(0)
        for before in map(frozenset, _subsets(others)):
            orders = factorial(len(before)) * factorial(count - len(before) - 1)
            share = share + Fraction(orders, factorial(count)) * (worth[before | {player}] - worth[before])
        shares[player] = share
    return shares


def _subsets(items: Sequence[T]) -> Iterator[tuple[T, ...]]:
    return chain.from_iterable(combinations(items, size) for size in range(len(items) + 1))


def worlds_of(differing: Sequence[str]) -> list[World]:
    """Return every world between A and B, A and B first, then those with fewer factors of B first."""
    every = [frozenset(part) for part in _subsets(differing)]
    return list(dict.fromkeys([every[0], every[-1], *every]))


def finest(worlds: Mapping[World, object], differing: Sequence[str]) -> tuple[Player, ...]:
    """Return the finest grouping of factors for which every world is there.

    Where the worlds that take a factor alone cannot be computed (new criteria that name regions which the old
    boundaries lack), it is replaced together with what it needs. A and B themselves must be there, so that the
    coarsest grouping, everything at once, always holds.
    """
    # Partitions come in a fixed order, and `max` keeps the first: the same worlds always give the same grouping.
    return max((part for part in _partitions(tuple(differing)) if _whole(part, worlds)), key=len)


def _whole(part: Sequence[Player], worlds: Mapping[World, object]) -> bool:
    return all(frozenset(chain(*joined)) in worlds for joined in _subsets(part))


def _partitions(items: Player) -> Iterator[tuple[Player, ...]]:
    if not items:
        yield ()
        return
    first, rest = items[0], items[1:]
    for part in _partitions(rest):
        yield ((first,), *part)
        for position, player in enumerate(part):
            yield (*part[:position], (first, *player), *part[position + 1 :])


def compared(worlds: Mapping[World, pd.DataFrame], differing: Sequence[str]) -> Comparison:
    """Hold the lists of A and B against each other and split what changed.

    Parameters
    ----------
    worlds
        A, B and every world between them that could be computed: frames indexed by a key that names the same
        cercle in all of them, with `pcode`, `cercle`, `region`, `selected` (bool), `rank` (1 = best; missing where
        unscored) and `score` (0-100, to the millionth; missing where unscored).
    differing
        The factors, out of FACTORS, that differ between A and B.

    Returns
    -------
    Comparison
        `frame` is indexed by the key, in ascending order of P-code: `pcode`, `cercle`, `region` (B's where the
        cercle is in B), `selected_a`, `selected_b` (False where it does not exist), `rank_a`, `rank_b`, `score_a`,
        `score_b`, `change` (`entered`, `left`, `stayed`, `out`; `gone` and `new` for a cercle of one side's
        boundaries only), then for each measure and player `<measure>_<player>`: exact fractions that sum to B less
        A. A cercle counts as not selected where it does not exist; its rank and score, and those of a cercle that
        has none in one of the worlds, are not split (None). A negative move of the rank is a rise in the list.
    """
    players = _players(worlds, differing)
    first, last = worlds[frozenset()], worlds[frozenset(differing)]
    index = last.index.union(first.index)
    names = ["pcode", "cercle", "region"]
    frame = last[names].reindex(index).fillna(first[names])
    for measure in MEASURES:
        for side, world in (("a", first), ("b", last)):
            frame[f"{measure}_{side}"] = _there(world, measure, index)
    frame = frame.astype({"selected_a": bool, "selected_b": bool, "rank_a": "Int64", "rank_b": "Int64"})
    frame["change"] = _change(frame, index.isin(first.index), index.isin(last.index))
    # Where a factor is equal on both sides, the world with it is the world without it.
    there = {
        joined: worlds[frozenset(chain(*joined)) & frozenset(differing)] for joined in map(frozenset, _subsets(players))
    }
    for measure in MEASURES:
        numbers = {joined: _exact(_there(world, measure, index)) for joined, world in there.items()}
        for player, shares in _split(numbers, players).items():
            frame[f"{measure}_{name_of(player)}"] = shares
    return Comparison(frame.sort_values("pcode", kind="stable"), players, tuple(differing))


def _players(worlds: Mapping[World, object], differing: Sequence[str]) -> tuple[Player, ...]:
    idle = [(factor,) for factor in FACTORS if factor not in differing]
    return tuple(sorted([*finest(worlds, differing), *idle], key=lambda player: FACTORS.index(player[0])))


def _there(world: pd.DataFrame, measure: str, index: pd.Index) -> pd.Series:
    """Return a measure on another index; what does not exist is not selected and has no rank and no score."""
    return world[measure].reindex(index, fill_value=False) if measure == "selected" else world[measure].reindex(index)


def _change(frame: pd.DataFrame, in_a: np.ndarray, in_b: np.ndarray) -> pd.Series:
    was, is_now = frame["selected_a"], frame["selected_b"]
    change = pd.Series("out", index=frame.index).mask(was & is_now, "stayed")
    change = change.mask(is_now & ~was, "entered").mask(was & ~is_now, "left")
    return change.mask(~in_a, "new").mask(~in_b, "gone")


def _split(numbers: Mapping[frozenset[Player], pd.Series], players: Sequence[Player]) -> dict[Player, pd.Series]:
    """Return the shares of a measure; None where a world has no number."""
    known = pd.concat(numbers, axis=1).notna().all(axis=1)
    shares = shapley({joined: series[known] for joined, series in numbers.items()}, players)
    return {player: share.reindex(known.index).where(known, None) for player, share in shares.items()}


def _exact(numbers: pd.Series) -> pd.Series:
    """Return fractions, None where there is no number; scores are whole millionths of a point."""
    return numbers.astype(object).map(
        lambda number: None if pd.isna(number) else Fraction(round(number * PER_POINT), PER_POINT)
    )


def summary(comparison: Comparison) -> dict[str, Any]:
    """Return the change of the list in short.

    Returns
    -------
    dict
        `n_a`, `n_b`; `common`, how many cercles are in both lists; `jaccard`, these over all that are in either
        (1 where both lists are empty); `entered`, `left`: P-codes in ascending order, cercles of one side's
        boundaries included; `contested`: P-codes, see `Comparison.contested`; `causes`: by player the mean of its
        shares in entries and exits (they sum to 1; empty where the lists are equal).
    """
    frame, shares = comparison.frame, comparison.shares("selected")
    was, is_now = frame["selected_a"], frame["selected_b"]
    moved = was != is_now
    common, either = int((was & is_now).sum()), int((was | is_now).sum())
    # An exit is a change of -1: turned round, its shares count as an entry's.
    toward = shares[moved].where(is_now[moved], -shares[moved])
    return {
        "n_a": int(was.sum()),
        "n_b": int(is_now.sum()),
        "common": common,
        "jaccard": common / either if either else 1.0,
        "entered": list(frame.loc[is_now & ~was, "pcode"]),
        "left": list(frame.loc[was & ~is_now, "pcode"]),
        "contested": list(frame.loc[comparison.contested, "pcode"]),
        "causes": {name: toward[name].sum() / int(moved.sum()) for name in shares} if moved.any() else {},
    }
