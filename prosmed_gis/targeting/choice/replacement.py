"""What each place in the list is worth: the score that the list would lose without a cercle, or with one more.

Exact: for every chosen cercle the best list without it, for every other the best list that holds it, all by the same
rules and tie-breaks as the choice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from prosmed_gis.domain.messages import text
from prosmed_gis.targeting.choice.batch import choose_many
from prosmed_gis.targeting.choice.wishes import PER_POINT
from prosmed_gis.targeting.numbers import decimal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from prosmed_gis.targeting.choice.rules import Rule
    from prosmed_gis.targeting.choice.wishes import Wishes


def replacement(wanted: Wishes, rules: Sequence[Rule], chosen: np.ndarray) -> pd.DataFrame:
    """Return what it costs to take each cercle out of the best list, or to bring it in.

    Parameters
    ----------
    chosen
        (cercles,) bool: the best list by these rules, as `selection.select` gives it.

    Returns
    -------
    pandas.DataFrame
        Index `pcode`, ascending: `selected`; `replacement_cost`, points of total score lost by the best list without
        the cercle (selected) or with it (not selected), at least 0, NaN where the rules leave no such list;
        `partner`, P-codes that come in for it or make way for it; `besides`, P-codes that must change places too
        (only where a rule holds a sum, such as a budget). P-codes are joined by a space, ascending.
    """
    size = len(wanted.pcodes)
    # Worth more than all others together: the best list holds it, if any list does.
    scores = np.repeat(wanted.score[None, :], size, axis=0)
    scores[np.diag(~chosen)] += int(np.abs(wanted.score).sum()) + 1
    lists, feasible, _ = choose_many(scores, np.diag(chosen), wanted, rules)
    possible = feasible & (np.diagonal(lists) != chosen)
    cost = np.where(possible, (wanted.score @ chosen - lists @ wanted.score) / PER_POINT, np.nan)
    entered, left = lists & ~chosen & possible[:, None], ~lists & chosen & possible[:, None]
    np.fill_diagonal(entered, val=False)
    np.fill_diagonal(left, val=False)
    codes = np.array(wanted.pcodes)
    columns = {
        "selected": chosen,
        "replacement_cost": cost,
        "partner": [" ".join(codes[row]) for row in np.where(chosen[:, None], entered, left)],
        "besides": [" ".join(codes[row]) for row in np.where(chosen[:, None], left, entered)],
    }
    return pd.DataFrame(columns, index=pd.Index(wanted.pcodes, name="pcode"))


def replacement_sentences(found: pd.DataFrame, names: pd.Series, language: str) -> pd.Series:
    """Return on the index of `replacement` one sentence for each cercle; `names` by P-code."""
    return pd.Series([_sentence(row, names, language) for row in found.itertuples()], index=found.index, dtype="str")


def _sentence(row: Any, names: pd.Series, language: str) -> str:
    side = "in" if row.selected else "out"
    if np.isnan(row.replacement_cost):
        return text(f"replacement.never.{side}", language, name=names[row.Index])
    partners, besides = (", ".join(str(names[code]) for code in codes.split()) for codes in (row.partner, row.besides))
    cost = decimal(row.replacement_cost, language, digits=2)
    sentence = text(f"replacement.{side}", language, name=names[row.Index], cost=cost, partners=partners)
    return sentence + (text(f"replacement.besides.{side}", language, besides=besides) if besides else "")
