"""Our list held against the programme's own."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.domain.digits import DECIMALS
from prosmed_gis.domain.messages import text
from prosmed_gis.domain.vocabulary import Language
from prosmed_gis.targeting.choice.rules import settled
from prosmed_gis.targeting.numbers import decimal

if TYPE_CHECKING:
    from prosmed_gis.targeting.reasons import Case


@dataclass(frozen=True, slots=True)
class Chance:
    """How many cercles of a reference list a draw by lot finds, under the same quotas."""

    expected: float
    """Mean number found."""
    p_value: float
    """Probability (0-1) that a draw finds as many as our list, or more."""
    at_most: int
    """The most that any list with these quotas can find."""


def compare(
    case: Case,
    reference: pd.DataFrame,
    *,
    name: str,
    communes: pd.Series | None = None,
    communes_expected: int | None = None,
    illustrative: bool = False,
) -> dict[str, object]:
    """Return how the choice stands to a reference list.

    Parameters
    ----------
    reference
        Schema `reference`: index P-code of the cercles of the list.
    communes
        Number of communes by cercle P-code; None leaves the sum unknown.
    illustrative
        The data are generated: the two lists are told apart, and nothing is counted, for the count would prove nothing.

    Returns
    -------
    dict
        `name`; `of`, the length of the reference; `hits`, how many of it are chosen (None where the data are
        generated); `missed` and `extra`, P-codes in ascending order; `why`, by P-code of these a sentence in `fr` and
        `en`; `communes` of our choice, of the reference in the same boundaries (`communes_reference`), and as the
        document prints it (`communes_expected`); `n`, the length of our list; `expected_by_chance`, `p_value` and
        `at_most` as `by_chance` gives (None where the data are generated); `note`, `chance` or `generated_data`, with
        its sentence in `note_fr` and `note_en`.
    """
    ours = {str(code) for code in case.chosen[case.chosen].index}
    theirs = {str(code) for code in reference.index}
    missed, extra = sorted(theirs - ours), sorted(ours - theirs)
    why = {
        code: {language: why_differs(case, code, language) for language in ("fr", "en")} for code in (*missed, *extra)
    }

    lot = None if illustrative else by_chance(case, theirs)

    def total(codes: set[str]) -> int | None:
        return None if communes is None else int(communes.reindex(sorted(codes)).fillna(0).sum())

    return {
        "name": name,
        "of": len(theirs),
        "hits": None if illustrative else len(ours & theirs),
        "missed": missed,
        "extra": extra,
        "why": why,
        "communes": total(ours),
        "communes_reference": total(theirs),
        "communes_expected": communes_expected,
        "n": len(ours),
        "expected_by_chance": None if lot is None else round(lot.expected, 4),
        "p_value": None if lot is None else round(lot.p_value, 4),
        "at_most": None if lot is None else lot.at_most,
        "note": "generated_data" if lot is None else "chance",
        **{f"note_{language}": _note(lot, len(ours), len(theirs), language) for language in Language},
    }


def by_chance(case: Case, reference: set[str]) -> Chance:
    """Return what a draw by lot would find of a reference list.

    As many cercles are drawn from each track as our list has in it, each as likely as the other, from those that no
    rule settles alone: what is held in or out by a lock, a limit or the lack of a score is no matter of chance. The
    number found is then a sum of independent hypergeometric numbers, one a track; limits by region and on sums are not
    looked at.
    """
    fixed = settled(case.rules)
    held = {str(code) for code in fixed.index[fixed == "in"]}
    open_ = case.chosen.index.difference(fixed.index).difference(list(case.unscored))
    sure = len(held & reference)
    expected, most, odds = float(sure), sure, np.ones(1)
    for codes in case.tracks[open_].groupby(case.tracks[open_]).groups.values():
        pool, drawn = len(codes), int(case.chosen[codes].sum())
        theirs = sum(str(code) in reference for code in codes)
        expected += drawn * theirs / pool
        most += min(drawn, theirs)
        odds = np.convolve(odds, _odds(pool, theirs, drawn))
    found = int(case.chosen[[code for code in case.chosen.index if str(code) in reference]].sum())
    return Chance(expected, min(1.0, float(odds[max(0, found - sure) :].sum())), most)


def _odds(pool: int, theirs: int, drawn: int) -> np.ndarray:
    """Return the probability of 0, 1, ... `drawn` of theirs among those drawn (hypergeometric), from whole numbers."""
    ways = [comb(theirs, found) * comb(pool - theirs, drawn - found) for found in range(drawn + 1)]
    return np.array([way / comb(pool, drawn) for way in ways])


def _note(lot: Chance | None, ours: int, theirs: int, language: str) -> str:
    if lot is None:
        return text("reference.generated", language)
    chance = text(
        "reference.chance",
        language,
        expected=decimal(lot.expected, language),
        percent=decimal(100 * lot.p_value, language),
    )
    if lot.at_most >= theirs:
        return chance
    return f"{text('reference.at_most', language, n=ours, most=lot.at_most)} {chance}"


def why_differs(case: Case, code: str, language: str) -> str:
    """Say why a cercle is in one list and not in the other: its rank, and the criteria that set it apart."""
    if code not in case.score.index:
        return text("reference.unknown", language, pcode=code)
    if code in case.unscored:
        return text("reference.unscored", language, name=case.names[code])
    points = case.criteria.group_contributions
    peers = points[case.score.notna() & (case.tracks == case.tracks[code])]
    edge = (
        (points.loc[code] - peers.median()).where(case.criteria.group_worths.loc[code].notna()).dropna().round(DECIMALS)
    )
    inside = bool(case.chosen[code])
    apart = edge[edge > 0] if inside else edge[edge < 0]
    ordered = sorted(apart.items(), key=lambda item: (-abs(item[1]), str(item[0])))
    labels = case.criteria.definitions.drop_duplicates("group").set_index("group")[
        f"label_{language}".replace("label", "group_label")
    ]
    items = ", ".join(
        f"{labels[name]} ({'+' if gap > 0 else '−'}{decimal(abs(gap), language)})" for name, gap in ordered
    )
    key = f"reference.{'extra' if inside else 'missed'}" + ("" if items else ".plain")
    rank = int(case.rank[code])
    return text(key, language, name=case.names[code], rank=rank, of=int(case.score.notna().sum()), groups=items)
