"""How far the groups' weights are from where the list first changes, and what each borderline exchange would take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.domain.messages import text
from prosmed_gis.domain.vocabulary import Language
from prosmed_gis.errors import ConfigError
from prosmed_gis.targeting.choice.tree import nest, swaps
from prosmed_gis.targeting.inverse.linear import linear_score
from prosmed_gis.targeting.inverse.weight_change import exchanges, weight_changes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from prosmed_gis.targeting.choice.rules import Rule
    from prosmed_gis.targeting.inverse.ratios import How
    from prosmed_gis.targeting.run import Scored


@dataclass(frozen=True, eq=False)
class Stability:
    """What a change of weights would do to the list."""

    exchanges: pd.DataFrame
    """As `weight_change.weight_changes`, `selected` and `left_out` being P-codes: allowed exchanges that are among the
    `rivals` nearest of either cercle, by ascending gap."""
    first: pd.DataFrame
    """The one row (none where no weights change the list) of the exchange that comes first: within `moved_percent`
    points of weight out of 100 the list stays as it is."""
    how: How
    """exact: over all allowed exchanges; scanned: exchanges between cercles with different groups were looked at for
    the nearest only, over ratios of weights, so that a smaller change may exist."""


def stability(
    scored: Scored, selected: np.ndarray, rules: Sequence[Rule], *, language: Language | str = Language.FR
) -> Stability:
    """Return the smallest changes of the groups' weights that alter the list, among weights that keep all scores.

    Parameters
    ----------
    selected
        (cercles,) bool, in the order of the design: the list.
    rules
        All rules of the choice, the one on cercles without a score included; their sets nest.

    Raises
    ------
    ConfigError
        The aggregation is no weighted mean, or the rules do not nest: several cercles may then change places at once,
        sooner than any two of them.
    """
    codes = np.array([str(code) for code in scored.design.pcodes])
    if nest(rules, list(codes)) is None:
        msg = text("stability.not_nested", language)
        raise ConfigError(msg)
    form, settings = linear_score(scored, "groups"), scored.design.targeting.calibration
    allowed, scores = swaps(rules, list(codes), selected), scored.score.to_numpy()
    pairs = exchanges(allowed, scores)
    near = {tuple(pair) for pair in exchanges(allowed, scores, settings.rivals).tolist()}
    shown = np.array([tuple(pair) in near for pair in pairs.tolist()], dtype=bool)
    alike = (form.known[pairs[:, 0]] == form.known[pairs[:, 1]]).all(axis=1)
    kept = shown | alike
    frame = weight_changes(form, pairs[kept], steps=settings.ratio_steps, time_limit_s=settings.time_limit_s)
    frame = frame.assign(selected=codes[frame["selected"]], left_out=codes[frame["left_out"]])
    first = frame.sort_values(["moved_percent", "gap_points"], kind="stable").head(1).dropna(subset=["moved_percent"])
    return Stability(
        frame[shown[kept]].reset_index(drop=True), first.reset_index(drop=True), "exact" if alike.all() else "scanned"
    )
