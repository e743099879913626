"""The list without one group or one indicator, each in turn: what hangs on it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.mcda.hierarchy import rank_shift
from prosmed_gis.targeting.scoring.aggregate import base_draw

if TYPE_CHECKING:
    from prosmed_gis.targeting.firm.draws import Question
    from prosmed_gis.targeting.scoring.aggregate import Draws
    from prosmed_gis.targeting.scoring.design import Design

COLUMNS = ("kind", "name", "label_fr", "label_en", "common", "entered", "left", "rank_shift")


def omissions(question: Question) -> pd.DataFrame:
    """Return what happens to the list and the ranks when a group, or an indicator, is left out.

    The weight of what is left out passes to the rest of the score (a group) or of its group (an indicator) in
    proportion. What weighs nothing, and what is the only one of its kind, is not listed.

    Returns
    -------
    pandas.DataFrame
        COLUMNS: `kind` (group, indicator), `common` (cercles that stay on the list), `entered` and `left` (P-codes in
        ascending order, joined by spaces), `rank_shift` (mean of the absolute moves of rank over cercles ranked in
        both; OECD and JRC 2008).
    """
    design = question.design
    cases = _groups(design) + _indicators(design)
    if not cases:
        return pd.DataFrame(columns=list(COLUMNS))
    one = base_draw(design)
    lists = question.lists_of(_repeated(one, [one, *(case[-1] for case in cases)]))
    base, ranks = lists.chosen[0], lists.ranks[0]
    rows = []
    for (kind, name, label_fr, label_en, _), chosen, other in zip(
        cases, lists.chosen[1:], lists.ranks[1:], strict=True
    ):
        both = ~np.isnan(ranks) & ~np.isnan(other)
        rows.append(
            (
                kind, name, label_fr, label_en, int((chosen & base).sum()), _codes(design, chosen & ~base),
                _codes(design, base & ~chosen), rank_shift(-ranks[both], -other[both]) if both.any() else np.nan,
            )
        )  # fmt: skip
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.sort_values(
        ["common", "rank_shift", "name"], ascending=[True, False, True], kind="stable", ignore_index=True
    )


Case = tuple[str, str, str, str, "Draws"]


def _groups(design: Design) -> list[Case]:
    points, one = design.group_points, base_draw(design)
    if (points > 0).sum() < 2:  # noqa: PLR2004 - without its only group there is no score
        return []
    cases: list[Case] = []
    for number, (name, group) in enumerate(design.targeting.groups.items()):
        if points[number] > 0:
            rest = np.where(np.arange(len(points)) == number, 0.0, points)
            cases.append(("group", name, group.label_fr, group.label_en, replace(one, group_points=rest[None])))
    return cases


def _indicators(design: Design) -> list[Case]:
    points, one = design.indicator_points, base_draw(design)
    cases: list[Case] = []
    for number, (name, item) in enumerate(zip(design.names, design.indicators, strict=True)):
        fellows = (design.group_of == design.group_of[number]) & (points > 0)
        if points[number] > 0 and fellows.sum() > 1:
            rest = np.where(np.arange(len(points)) == number, 0.0, points)
            cases.append(("indicator", name, item.label_fr, item.label_en, replace(one, indicator_points=rest[None])))
    return cases


def _repeated(one: Draws, cases: list[Draws]) -> Draws:
    """Stack single draws into one batch."""
    return replace(one, **{name: np.concatenate([getattr(case, name) for case in cases]) for name in vars(one)})


def _codes(design: Design, chosen: np.ndarray) -> str:
    return " ".join(sorted(map(str, design.pcodes[chosen])))
