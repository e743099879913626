"""Why a cercle is in or out, in one sentence made from the numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.domain.digits import DECIMALS
from prosmed_gis.domain.messages import text
from prosmed_gis.targeting.numbers import decimal, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from prosmed_gis.domain.products import Criteria
    from prosmed_gis.targeting.choice.rules import Rule
    from prosmed_gis.targeting.scoring.criteria import Unscored

SPEAK_FOR = 2
SPEAK_AGAINST = 1
"""Indicators named in a sentence: a sentence that names everything says nothing."""


@dataclass(frozen=True, eq=False)
class Case:
    """All that the sentences are made from; series and frames share the P-codes of `criteria`."""

    criteria: Criteria
    names: pd.Series
    tracks: pd.Series
    score: pd.Series
    rank: pd.Series
    chosen: pd.Series
    swaps: pd.DataFrame
    """(chosen, not chosen) bool: exchanges that obey the rules."""
    frequency: pd.Series
    rules: Sequence[Rule]
    unscored: dict[str, Unscored]


def reasons(case: Case, language: str) -> pd.Series:
    """Return one sentence for each cercle, on the index of the criteria."""
    edge = contrasts(case)
    sentences = [_sentence(case, str(code), edge.loc[code], language) for code in case.score.index]
    return pd.Series(sentences, index=case.score.index, name=f"reason_{language}", dtype="str")


def contrasts(case: Case) -> pd.DataFrame:
    """Return contributions less the median of the scored cercles of the same track, in points; NaN where missing."""
    points = case.criteria.contributions.where(case.criteria.values.notna())
    scored = points[case.score.notna()]
    medians = scored.groupby(case.tracks.reindex(scored.index)).median()
    # Whoever is at the median is neither above nor below it, whatever the rounding of the two.
    return (points - medians.reindex(case.tracks.reindex(points.index)).set_axis(points.index)).round(DECIMALS)


def _sentence(case: Case, code: str, edge: pd.Series, language: str) -> str:
    if code in case.unscored:
        return _unscored(case, code, language)
    parts = [
        text("reason.head.in" if case.chosen[code] else "reason.head.out", language, **_head(case, code, language))
    ]
    parts += _arguments(case, code, edge, language)
    factor = case.criteria.ceiling["factor"][code]
    if factor < 1:
        values = {
            "measure": decimal(case.criteria.ceiling["measure"][code], language),
            "share": percent(1 - factor, language),
        }
        parts.append(text("reason.ceiling", language, **values))
    parts.append(_what_decides(case, code, language))
    if not np.isnan(case.frequency[code]):
        parts.append(text("reason.firm", language, share=percent(case.frequency[code], language)))
    return text("reason.join", language).join(parts) + "."


def _head(case: Case, code: str, language: str) -> dict[str, object]:
    return {
        "name": case.names[code],
        "rank": int(case.rank[code]),
        "of": int(case.score.notna().sum()),
        "score": decimal(case.score[code], language),
        "track": text(f"track.{case.tracks[code]}", language),
    }


def _unscored(case: Case, code: str, language: str) -> str:
    why = case.unscored[code]
    definitions = case.criteria.definitions
    labels = ", ".join(_lower(str(definitions.loc[name, f"label_{language}"])) for name in why.names)
    position = list(case.score.index).index(code)
    measure, threshold = case.criteria.ceiling[["measure", "threshold"]].to_numpy(dtype=float)[position]
    sentence = text(
        why.key,
        language,
        name=case.names[code],
        lacks=labels,
        coverage=percent(why.coverage, language),
        measure=decimal(measure, language),
        threshold=decimal(threshold, language),
    )
    return sentence + "."


def _arguments(case: Case, code: str, edge: pd.Series, language: str) -> list[str]:
    known = edge.dropna()
    # The name comes second in the order, so that equal points are always told in the same order.
    ordered = sorted(known.items(), key=lambda item: (-item[1], str(item[0])))
    strong = [str(name) for name, points in ordered if points > 0][:SPEAK_FOR]
    weak = [str(name) for name, points in reversed(ordered) if points < 0][:SPEAK_AGAINST]
    parts = []
    for key, names in (("reason.for", strong), ("reason.against", weak)):
        if names:
            items = ", ".join(_item(case, code, name, language) for name in names)
            parts.append(text(key, language, items=items))
    return parts or [text("reason.median", language)]


def _item(case: Case, code: str, name: str, language: str) -> str:
    definition = case.criteria.definitions.loc[name]
    mine = case.criteria.values[name]
    peers = mine[(case.tracks == case.tracks[code]) & case.score.notna()]
    shown = [_amount(number, str(definition["shown_as"]), language) for number in (mine[code], peers.median())]
    label = _lower(str(definition[f"label_{language}"]))
    return text("reason.item", language, label=label, value=shown[0], median=shown[1])


def _amount(number: float, shown_as: str, language: str) -> str:
    return percent(number, language) if shown_as == "percent" else decimal(number, language)


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def _what_decides(case: Case, code: str, language: str) -> str:
    """Say by how much the score would have to change, or which rule decides."""
    inside = bool(case.chosen[code])
    allowed = case.swaps.loc[code].to_numpy(dtype=bool) if inside else case.swaps[code].to_numpy(dtype=bool)
    others = case.score[allowed]
    binding = _binding(case, code)
    if others.empty:
        names = text("reason.and", language).join(rule.sentence(language) for rule in binding)
        return text("reason.rule.in" if inside else "reason.rule.out", language, rules=names)
    gap = abs(case.score[code] - (others.max() if inside else others.min()))
    if gap == 0:
        return text("reason.tie.in" if inside else "reason.tie.out", language)
    beside = case.names[str(others.idxmax() if inside else others.idxmin())]
    sentence = text(
        "reason.gap.in" if inside else "reason.gap.out", language, gap=decimal(gap, language, digits=2), name=beside
    )
    passed_over = not inside and case.score[code] > case.score[case.chosen].min()
    carried = inside and case.score[code] < case.score[~case.chosen].max()
    if (passed_over or carried) and binding:
        rule = binding[0].sentence(language)
        sentence += text("reason.because.in" if inside else "reason.because.out", language, rule=rule)
    return sentence


def _binding(case: Case, code: str) -> list[Rule]:
    """Return the rules, the number apart, that hold the cercle: its set full for one out, at the least for one in.

    A rule that holds a sum (a budget, neighbours) is told of every cercle that it concerns: it may decide with others.
    """
    chosen = set(case.chosen[case.chosen].index)
    return [rule for rule in case.rules if _holds(rule, code, chosen, len(case.score))]


def _holds(rule: Rule, code: str, chosen: set[str], everyone: int) -> bool:
    if rule.totals and rule.concerns(code):
        return True
    inside = code in chosen
    for bound in rule.bounds:
        count, limit = len(bound.members & chosen), bound.low if inside else bound.high
        if code in bound.members and count == limit and len(bound.members) < everyone and (not inside or limit > 0):
            return True
    return False
