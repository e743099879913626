"""The list under other weights, by the way of the configuration: what verifies answers found by programmes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.config.weighting import WHOLE, Direct
from prosmed_gis.targeting.choice.asked import rules_of, wishes_of
from prosmed_gis.targeting.choice.selection import PER_POINT, select
from prosmed_gis.targeting.scoring.aggregate import base_draw, combine
from prosmed_gis.targeting.scoring.criteria import unscored

if TYPE_CHECKING:
    from collections.abc import Iterable

    from prosmed_gis.config.selection import Selection
    from prosmed_gis.targeting.inverse.linear import LinearScore
    from prosmed_gis.targeting.run import Scored
    from prosmed_gis.targeting.scoring.criteria import Unscored


def chosen_with(scored: Scored, selection: Selection, score: pd.Series, shut: Iterable[str]) -> np.ndarray:
    """Return the list, (cercles,) bool, that other scores choose. Raises as `selection.select`."""
    return select(wishes_of(scored, score, selection), rules_of(scored, selection, shut)).chosen


def reweighted(scored: Scored, form: LinearScore, weights: np.ndarray) -> tuple[pd.Series, dict[str, Unscored]]:
    """Return the score of every cercle under other weights, as if they were configured, and who has none.

    Weights are those of the form's columns.
    """
    plan = scored.design
    by_group = (weights[:, None] * form.inside).sum(axis=0)
    shares = dict(zip(plan.targeting.groups, (WHOLE * by_group).tolist(), strict=True))
    points = dict(zip(plan.names, plan.indicator_points.tolist(), strict=True))
    if form.level == "indicators":
        known = {name: k for k, name in enumerate(form.columns) if name in points}
        total = (np.array([points[name] for name in known])[:, None] * form.inside[: len(known)]).sum(axis=0)
        for name, k in known.items():
            group = int(form.inside[k].argmax())
            if by_group[group] > 0:
                points[name] = float(weights[k] / by_group[group] * total[group])
    other = replace(
        plan,
        targeting=plan.targeting.model_copy(
            update={"weighting": Direct.model_construct(method="direct", shares=shares)}
        ),
        indicators=tuple(
            item.model_copy(update={"weight": points[name]})
            for name, item in zip(plan.names, plan.indicators, strict=True)
        ),
    )
    outcome = combine(other, base_draw(other))
    shut = unscored(other, outcome)
    total_score = pd.Series(outcome.scores[0], index=plan.pcodes).round(len(str(PER_POINT)) - 1)
    return total_score.mask(plan.pcodes.isin(list(shut))), shut
