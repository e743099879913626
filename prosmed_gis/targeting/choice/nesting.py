"""The list inside the list: which 17 stay when the 21 must be cut, what nesting costs, and in which order to cut.

Both lists are chosen together: the sum of their two totals is the largest that their rules and the nesting allow, so
that neither list is served first. It is one programme over two sets of cercles, each with its rules, and a row a
cercle: in the smaller list only if in the larger. Ties go as in the choice, over both lists, the larger list's P-codes
before the smaller's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from prosmed_gis.domain.messages import text
from prosmed_gis.domain.vocabulary import Language
from prosmed_gis.errors import ConfigError
from prosmed_gis.targeting.choice.rows import rows_of
from prosmed_gis.targeting.choice.rules import Bound, Rule, Total, selection_rules
from prosmed_gis.targeting.choice.selection import best_list, select
from prosmed_gis.targeting.choice.wishes import PER_POINT, Wishes, ranked
from prosmed_gis.targeting.numbers import decimal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from prosmed_gis.config.selection import Selection

INSIDE = "/nesting"
"""Follows the P-code of a cercle that stands for its place in the smaller list."""
READINGS = ("free", "nested", "large_first", "small_first")


@dataclass(frozen=True, eq=False)
class Nested:
    """The two lists, free and nested, and what nesting costs; all frames in points of score (0-100)."""

    lists: pd.DataFrame
    """Index P-code, ascending; bool columns `large_<reading>` and `small_<reading>`. Readings: `free`, each list for
    itself; `nested`, both together; `large_first`, the best smaller list inside the free larger one; `small_first`, the
    best larger list around the free smaller one. A reading that the rules leave no list for is False everywhere."""
    totals: pd.DataFrame
    """Index reading: total score `large`, `small` and `both`; `large_price` and `small_price`, the free total less this
    one, at least 0. NaN where the rules leave no list."""
    release: pd.DataFrame
    """Index `step` from 1: `pcode` that goes, `left` cercles that remain, their `total`, and `alone`, those that then
    lack chosen neighbours (space-joined, only where both lists must hold together). Ends at the nested smaller list."""

    @property
    def returns(self) -> pd.DataFrame:
        """Who comes back first when money returns: the release backwards, with the size and total reached."""
        back = self.release.iloc[::-1].reset_index(drop=True)
        points = [self.totals.loc["nested", "large"], *self.release["total"]][-2::-1] if len(back) else []
        frame = pd.DataFrame({"pcode": back["pcode"], "reached": back["left"] + 1, "total": points})
        return frame.set_axis(pd.RangeIndex(1, len(back) + 1, name="step"))


def rules_of_both(
    selection: Selection, units: pd.DataFrame, tracks: pd.Series, regions: pd.Series, **known: Any
) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """Return the rules of the list and of the smaller one that is configured inside it.

    What is held out of the larger list is held out of the smaller one too. Parameters and errors are those of
    `rules.selection_rules`; `selection.nesting` must be configured.
    """
    if selection.nesting is None:
        msg = "no smaller list is configured (selection.nesting)"
        raise ConfigError(msg, key="selection.nesting")
    large = selection_rules(selection, units, tracks, regions, **known)
    small = selection_rules(selection.nesting, units, tracks, regions, **known, within="nesting.")
    return large, (*small, *(rule for rule in large if rule.key == "rule.lock.out"))


def nested(
    wanted: Wishes, large: Sequence[Rule], small: Sequence[Rule], *, language: Language | str = Language.FR
) -> Nested:
    """Choose a smaller list inside a larger one, so that the sum of both totals is the largest possible.

    The order of release cuts the nested larger list to the nested smaller one, a cercle a step: each step keeps the
    best list (then ties as in the choice) that the last one holds and that still holds the smaller list. Limits of
    number by set, and a budget, hold at every step as soon as they hold for one of the two lists at its end of the
    limit, because counts only fall; neighbours are asked of both ends only, and `alone` says who lacks them between.

    Parameters
    ----------
    large, small
        All rules of each list (`rules.selection_rules`, the smaller list's with `within="nesting."`), cercles without
        a score included in both.

    Raises
    ------
    InfeasibleError
        One of the lists, or the two together, cannot be; `rules` names a smallest set that collides.
    """
    free = [select(wanted, rules, language=language).chosen for rules in (large, small)]
    together = select(_doubled(wanted), _both(wanted.pcodes, large, small), language=language).chosen
    lists = {
        "free": free,
        "nested": list(np.split(together, 2)),
        "large_first": [free[0], _possible(wanted, [*small, _only(wanted.pcodes, ~free[0], 0)])],
        "small_first": [_possible(wanted, [*large, _only(wanted.pcodes, free[1], 1)]), free[1]],
    }
    index = pd.Index(wanted.pcodes, name="pcode")
    columns = {
        f"{size}_{reading}": lists[reading][k] for reading in READINGS for k, size in enumerate(("large", "small"))
    }
    return Nested(
        lists=pd.DataFrame(columns, index=index),
        totals=_totals(wanted, lists),
        release=_release(wanted, lists["nested"], large, small),
    )


def _both(pcodes: Sequence[str], large: Sequence[Rule], small: Sequence[Rule]) -> list[Rule]:
    """Return the rules over both sets of cercles, and the nesting as one more."""
    inside = tuple(Total(((code, 1), (code + INSIDE, -1)), low=0) for code in pcodes)
    return [*large, *(_moved(rule) for rule in small), Rule("nesting", (), "rule.nesting", totals=inside)]


def _moved(rule: Rule) -> Rule:
    return replace(
        rule,
        bounds=tuple(
            replace(bound, members=frozenset(code + INSIDE for code in bound.members)) for bound in rule.bounds
        ),
        totals=tuple(_moved_total(total) for total in rule.totals),
        implied=tuple(_moved_total(total) for total in rule.implied),
    )


def _moved_total(total: Total) -> Total:
    return replace(total, weights=tuple((code + INSIDE, weight) for code, weight in total.weights))


def _doubled(wanted: Wishes) -> Wishes:
    codes = (*wanted.pcodes, *(code + INSIDE for code in wanted.pcodes))
    return Wishes(codes, tuple((name, np.tile(numbers, 2)) for name, numbers in wanted.stages))


def _only(pcodes: Sequence[str], members: np.ndarray, count: int) -> Rule:
    """Return the rule that holds every one of these cercles in (1) or out (0)."""
    bounds = tuple(
        Bound(frozenset([code]), count, count) for code, member in zip(pcodes, members, strict=True) if member
    )
    return Rule("nesting", bounds, "rule.nesting")


def _possible(wanted: Wishes, rules: Sequence[Rule]) -> np.ndarray:
    found = best_list(wanted, rules)
    return np.zeros(len(wanted.pcodes), dtype=bool) if found is None else found.chosen


def _totals(wanted: Wishes, lists: dict[str, list[np.ndarray]]) -> pd.DataFrame:
    """Return totals and prices; subtracted in whole millionths, so that no price falls below 0 by rounding."""
    whole = [[wanted.score @ chosen if chosen.any() else np.nan for chosen in lists[name]] for name in READINGS]
    frame = pd.DataFrame(whole, index=pd.Index(READINGS, name="reading"), columns=["large", "small"], dtype=float)
    prices = (frame.loc["free"] - frame).add_suffix("_price")
    return frame.assign(both=frame.sum(axis=1, skipna=False)).join(prices) / PER_POINT


def _release(wanted: Wishes, lists: list[np.ndarray], large: Sequence[Rule], small: Sequence[Rule]) -> pd.DataFrame:
    left, stays = lists[0].copy(), lists[1]
    going = [int(unit) for unit in ranked(wanted.score[None, :], wanted)[0][::-1] if left[unit] and not stays[unit]]
    near = [rule for rule in large if rule.key == "rule.adjacency"]
    near = near if any(rule.key == "rule.adjacency" for rule in small) else []
    steps = []
    for unit in going:
        left[unit] = False
        alone = _alone(wanted.pcodes, near, left)
        steps.append((wanted.pcodes[unit], int(left.sum()), wanted.score @ left / PER_POINT, alone))
    frame = pd.DataFrame(steps, columns=["pcode", "left", "total", "alone"])
    return frame.set_axis(pd.RangeIndex(1, len(steps) + 1, name="step"))


def _alone(pcodes: Sequence[str], near: Sequence[Rule], chosen: np.ndarray) -> str:
    rows = rows_of(near, pcodes)
    lacks = rows.matrix @ chosen < rows.low
    return " ".join(code for code, short in zip(pcodes, (rows.matrix[lacks] < 0).any(axis=0), strict=True) if short)


def nesting_notes(found: Nested, names: pd.Series, language: Language | str) -> list[str]:
    """Return what nesting costs and the order of release, in sentences; `names` by P-code."""
    language = str(language)
    totals = found.totals.loc["nested"].to_dict()
    sizes = {size: int(found.lists[f"{size}_nested"].sum()) for size in ("large", "small")}
    points = {name: decimal(totals[name], language, digits=2) for name in ("large_price", "small_price")}
    free = totals["large_price"] == 0 and totals["small_price"] == 0
    notes = [text("nesting.free" if free else "nesting.price", language, **sizes, **points)]
    if len(found.release):
        order = ", ".join(str(names[code]) for code in found.release["pcode"])
        notes.append(text("nesting.release", language, order=order, **sizes))
    for code, alone in zip(found.release["pcode"], found.release["alone"], strict=True):
        if alone:
            lacking = ", ".join(str(names[other]) for other in alone.split())
            notes.append(text("nesting.alone", language, name=names[code], alone=lacking))
    return notes
