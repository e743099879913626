"""What is said of each entry into the list and each exit, in one or two sentences made from the numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.domain.messages import text
from prosmed_gis.targeting.compared.shapley import Player, name_of
from prosmed_gis.targeting.numbers import decimal, percent

if TYPE_CHECKING:
    from prosmed_gis.domain.products import Criteria
    from prosmed_gis.targeting.compared.shapley import Comparison

NAMED = 2
"""Indicators named in a sentence: those whose points changed most."""
CEILING = "ceiling"
LEAST_POINTS = 0.05
"""Change of points below which an indicator is not named: it would be written as 0."""


@dataclass(frozen=True, eq=False)
class Grounds:
    """What the scores of a world rest on; both frames: key of the cercle by indicator, and the ceiling last."""

    points: pd.DataFrame
    """Points of the score (0-100); what the ceiling takes away stands apart."""
    values: pd.DataFrame
    """Measured values, in the indicator's unit."""
    definitions: pd.DataFrame
    """As `domain.products.Criteria.definitions`."""


def grounds(criteria: Criteria, keys: pd.Index) -> Grounds:
    """Return the grounds of a world under the keys of its cercles, given in the order of the criteria."""
    taken = criteria.group_contributions.sum(axis=1) - criteria.contributions.sum(axis=1)
    return Grounds(
        points=criteria.contributions.assign(**{CEILING: taken}).set_axis(keys),
        values=criteria.values.assign(**{CEILING: criteria.ceiling["measure"]}).set_axis(keys),
        definitions=criteria.definitions,
    )


def sentences(comparison: Comparison, before: Grounds, after: Grounds, language: str) -> pd.Series:
    """Return what is said of each cercle that enters or leaves, on the index of the comparison; else nothing.

    Parameters
    ----------
    before, after
        The grounds of A, and of A with nothing but the data (and what could only be replaced together with it) of B.
    """
    frame, shares = comparison.frame, comparison.shares("selected")
    data = next(player for player in comparison.players if "data" in player)
    said = []
    for key in frame.index:
        row = frame.loc[key]
        if row["selected_a"] == row["selected_b"]:
            said.append("")
            continue
        told = _shares(shares.loc[key], comparison.players, language)
        sentence = _head(row, told, language)
        if shares.loc[key, name_of(data)] != 0 and key in before.points.index and key in after.points.index:
            sentence += _evidence(key, data, before, after, up=bool(row["selected_b"]), language=language)
        said.append(sentence)
    return pd.Series(said, index=frame.index, dtype="str")


def factors(player: Player, language: str) -> str:
    """Return what a player is called: `données`, `données et limites`."""
    return text("factor.and", language).join(text(f"factor.{factor}", language) for factor in player)


def signed(number: float, language: str, *, digits: int = 1) -> str:
    """Return a number with its sign: `+0,75`, `−3`; 0 has none."""
    shown = decimal(abs(number), language, digits=digits)
    return shown if shown == "0" else f"{'+' if number > 0 else '−'}{shown}"


def _shares(row: pd.Series, players: tuple[Player, ...], language: str) -> str:
    ordered = sorted(players, key=lambda player: -abs(row[name_of(player)]))
    return ", ".join(
        f"{signed(float(row[name_of(player)]), language, digits=2)} {factors(player, language)}"
        for player in ordered
        if row[name_of(player)] != 0
    )


def _head(row: pd.Series, shares: str, language: str) -> str:
    usual = "entered" if row["selected_b"] else "left"
    key = row["change"] if row["change"] in {"new", "gone"} else usual
    places = {}
    for side in ("a", "b"):
        rank, score = row[f"rank_{side}"], row[f"score_{side}"]
        places[f"rank_{side}"] = text("comparison.unranked", language) if pd.isna(rank) else str(rank)
        places[f"score_{side}"] = "–" if pd.isna(score) else decimal(score, language)
    return text(f"comparison.{key}", language, name=row["cercle"], shares=shares, **places)


def _evidence(key: str, data: Player, before: Grounds, after: Grounds, *, up: bool, language: str) -> str:
    """Say what the new data alone do to the score of a cercle, and through which indicators."""
    change = (after.points - before.points).T[key].dropna()
    total = float(change.sum())
    items = ", ".join(_item(key, name, float(change[name]), before, after, language) for name in _largest(change))
    sentence = ""
    if items:
        what, points = factors(data, language).capitalize(), signed(total, language)
        sentence = text("comparison.grounds", language, factors=what, points=points, items=items)
    if not items or (total > 0) != up:
        sentence += text("comparison.others", language)
    return sentence


def _largest(change: pd.Series) -> list[str]:
    # The name comes second in the order, so that equal points are always told in the same order.
    ordered = sorted(change.items(), key=lambda item: (-abs(item[1]), str(item[0])))
    return [str(name) for name, points in ordered if abs(points) >= LEAST_POINTS][:NAMED]


def _item(key: str, name: str, points: float, before: Grounds, after: Grounds, language: str) -> str:
    if name == CEILING:
        label, shown_as = text("comparison.ceiling", language), "number"
    else:
        definition = after.definitions.loc[name]
        label, shown_as = str(definition[f"label_{language}"]), str(definition["shown_as"])
        label = label[:1].lower() + label[1:]
    amounts = [_amount(float(side.values[name][key]), shown_as, language) for side in (before, after)]
    return text(
        "comparison.item", language, label=label, before=amounts[0], after=amounts[1], points=signed(points, language)
    )


def _amount(number: float, shown_as: str, language: str) -> str:
    if np.isnan(number):
        return "–"
    return percent(number, language) if shown_as == "percent" else decimal(number, language)
