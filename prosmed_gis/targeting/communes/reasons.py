"""Why a commune comes where it does among those of its cercle, in one sentence made from the numbers."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from prosmed_gis.domain.digits import DECIMALS
from prosmed_gis.domain.messages import text
from prosmed_gis.targeting.numbers import decimal, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from prosmed_gis.domain.vocabulary import Language
    from prosmed_gis.targeting.run import Scored
    from prosmed_gis.targeting.scoring.criteria import Unscored

SPEAK_FOR = 2
SPEAK_AGAINST = 1
"""Indicators named in a sentence: a sentence that names everything says nothing."""
TELLING_POINTS = 1.0
"""Points of score (of 100) from the median of the cercle below which a difference is not told."""
WHOLE_FROM = 100
"""Numbers from which decimals tell a reader nothing."""


def commune_reasons(
    table: pd.DataFrame, scored: Scored, definitions: pd.DataFrame, tie_break: Sequence[str], language: Language
) -> pd.DataFrame:
    """Return one sentence for each commune (`reason`), and what speaks for and against it alone (`arguments`).

    The sentence says the rank in the cercle, what sets the commune apart from the median of the ranked communes of its
    cercle (in points of score), how far the next one is, and on how much data it rests; or why it has no rank.

    Parameters
    ----------
    table
        Index commune P-code, rows in order of rank within each cercle: `commune, cercle_pcode, cercle, rank_in_cercle,
        score, lead, tied, data_coverage`.
    scored
        The score of all communes of the country.
    """
    told = definitions.to_dict("index")
    found: dict[str, tuple[str, str]] = {}
    join = text("reason.join", language)
    for _, rows in table.groupby("cercle_pcode", sort=True):
        ranked = rows.index[rows["rank_in_cercle"].notna()]
        values = scored.criteria.values.reindex(ranked)
        points = scored.criteria.contributions.reindex(ranked).where(values.notna())
        edges = (points - points.median()).round(DECIMALS).to_dict("index")
        seen, medians = values.to_dict("index"), values.median().to_dict()
        records = rows.to_dict("index")
        for place, code in enumerate(ranked):
            following = records[ranked[place + 1]]["commune"] if place + 1 < len(ranked) else None
            arguments = _arguments(edges[code], seen[code], medians, told, language) if len(ranked) > 1 else []
            parts = [
                _head(records[code], len(ranked), language),
                *arguments,
                *_ceiling(scored.criteria.ceiling.loc[code], language),
                *_before(records[code]["lead"], following, tie_break, language),
                *_data(records[code]["data_coverage"], language),
            ]
            found[str(code)] = join.join(parts) + ".", capital(join.join(arguments))
        for code in rows.index.difference(ranked, sort=False):
            ceiling = scored.criteria.ceiling.loc[code]
            found[str(code)] = _unranked(records[code], scored.unscored[str(code)], ceiling, told, language), ""
    frame = pd.DataFrame.from_dict(found, orient="index", columns=["reason", "arguments"], dtype="str")
    return frame.reindex(table.index)


def capital(words: str) -> str:
    """Return words with a capital at the beginning."""
    return words[:1].upper() + words[1:]


Record = Mapping[Hashable, Any]


def _head(row: Record, of: int, language: Language) -> str:
    first = "communes.only" if of == 1 else "communes.first"
    key = first if row["rank_in_cercle"] == 1 else "communes.next"
    return text(
        key, language, name=row["commune"], rank=row["rank_in_cercle"], of=of, cercle=row["cercle"],
        score=decimal(row["score"], language),
    )  # fmt: skip


def _arguments(
    edge: Record, values: Record, medians: Record, definitions: Mapping[Hashable, Record], language: Language
) -> list[str]:
    known = [(name, points) for name, points in edge.items() if not np.isnan(points)]
    # The name comes second in the order, so that equal points are always told in the same order.
    ordered = sorted(known, key=lambda item: (-item[1], str(item[0])))
    strong = [name for name, points in ordered if points >= TELLING_POINTS][:SPEAK_FOR]
    weak = [name for name, points in reversed(ordered) if points <= -TELLING_POINTS][:SPEAK_AGAINST]

    def items(names: list[Hashable]) -> str:
        return ", ".join(_item(definitions[name], values[name], medians[name], language) for name in names)

    told = [
        text(key, language, items=items(names))
        for key, names in (("reason.for", strong), ("reason.against", weak))
        if names
    ]
    return told or [text("communes.median", language)]


def _item(definition: Record, value: float, median: float, language: Language) -> str:
    value_shown, median_shown = (_amount(number, definition["shown_as"], language) for number in (value, median))
    label = _lower(definition[f"label_{language}"])
    return text("communes.item", language, label=label, value=value_shown, median=median_shown)


def _amount(number: float, shown_as: str, language: Language) -> str:
    if shown_as == "percent":
        return percent(number, language)
    return decimal(number, language, digits=0 if abs(number) >= WHOLE_FROM else 1)


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def _ceiling(row: pd.Series, language: Language) -> list[str]:
    if not row["factor"] < 1:
        return []
    share = percent(1 - row["factor"], language)
    return [text("reason.ceiling", language, measure=decimal(row["measure"], language), share=share)]


def _before(lead: float, following: str | None, tie_break: Sequence[str], language: Language) -> list[str]:
    """Say how far the next commune is, or what parts the two."""
    if following is None:
        return []
    if lead > 0:
        return [text("communes.lead", language, name=following, points=decimal(lead, language, digits=2))]
    rules = ", ".join(text(f"communes.tie.{rule}", language) for rule in tie_break)
    return [text("communes.tied", language, name=following, rules=rules)]


def _data(coverage: float, language: Language) -> list[str]:
    return [] if coverage >= 1 else [text("communes.data", language, coverage=percent(coverage, language))]


def _unranked(
    row: Record, why: Unscored, ceiling: pd.Series, definitions: Mapping[Hashable, Record], language: Language
) -> str:
    labels = ", ".join(_lower(str(definitions[name][f"label_{language}"])) for name in why.names)
    sentence = text(
        f"communes.{why.key}", language, name=row["commune"], lacks=labels, coverage=percent(why.coverage, language),
        measure=decimal(ceiling["measure"], language), threshold=decimal(ceiling["threshold"], language),
    )  # fmt: skip
    return sentence + "."
