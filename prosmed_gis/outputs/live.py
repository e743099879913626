"""What a person may try on the workbook and on the map: other weights of the groups, and the list that follows.

The score is the average of the worths of the groups that a cercle has, by their weights, times 100; the worths (after
the ceiling) stay as they are. The list is the top of each track, as many cercles as the published list has there;
cercles that a rule alone settles stay in or out. Other limits (regions, budget) are left to the tool.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.domain.vocabulary import Track

if TYPE_CHECKING:
    from prosmed_gis.domain.products import Criteria, Products

DECIMALS = 6
"""Digits after which scores are equal: sums of rounded binary numbers must not break ties by themselves."""

SETTLED = {"in": 1, "out": -1}


@dataclass(frozen=True, eq=False)
class Trial:
    """Everything that a trial of weights starts from; Series and frames have cercles as index, best rank first."""

    cercles: pd.DataFrame
    """cercle, region, track, score, rank, selected of the published list, and settled (1 in, -1 out, 0 open)."""
    worths: pd.DataFrame
    """0-1 by group, after the ceiling; NaN where a cercle lacks the group."""
    weights: pd.Series
    """Percent by group, in the order of the columns of `worths`."""
    places: pd.Series
    """Cercles on the published list by track, in the order of the vocabulary."""
    is_exact: bool
    """The score is the arithmetic mean; otherwise a trial recomputes that mean, not the score."""

    def scores(self, weights: pd.Series | None = None) -> pd.Series:
        """Return scores under these weights (by default the published ones), NaN where none was published."""
        found = recomputed(self.worths, self.weights if weights is None else weights)
        return found.where(self.cercles["score"].notna())

    def ranks(self, scores: pd.Series) -> pd.Series:
        """Return ranks from 1, ties by the published rank."""
        return ranks(scores, self.cercles["rank"])

    def chosen(self, places: pd.Series) -> pd.Series:
        """Return which cercles stand at the top of their track by these ranks, with those settled by rule."""
        settled, tracks = self.cercles["settled"], self.cercles["track"]
        inside = (settled == 1).groupby(tracks).sum()
        order = places.where(settled == 0).groupby(tracks).rank()
        return (settled == 1) | (order <= tracks.map(self.places - inside))


def trial(products: Products) -> Trial:
    """Return what a trial of weights starts from."""
    selection = products.selection.sort_values(["rank", "pcode"], kind="stable", na_position="last").set_index("pcode")
    cercles = selection[["cercle", "region", "track", "score", "rank"]].assign(
        selected=selection["selected"].astype(bool),
        settled=products.settled.map(SETTLED).reindex(selection.index).fillna(0).astype(int),
    )
    places = cercles.groupby("track")["selected"].sum()
    places = places.reindex([track.value for track in Track if track.value in places.index])
    return Trial(
        cercles=cercles.astype({"score": float, "rank": float}),
        worths=products.criteria.group_worths.reindex(selection.index),
        weights=percents(products.criteria),
        places=places,
        is_exact=products.criteria.aggregation == "arithmetic",
    )


def percents(criteria: Criteria) -> pd.Series:
    """Return what each group weighs in percent, in the order of the score's groups."""
    shares = criteria.definitions.drop_duplicates("group").set_index("group")["group_share"]
    known = shares.reindex(criteria.group_worths.columns).fillna(0.0).astype(float)
    return (100.0 * known / known.sum()).round(DECIMALS)


def recomputed(worths: pd.DataFrame, weights: pd.Series) -> pd.Series:
    """Return the score that the formula gives (0-100), NaN where no group with weight is known."""
    points = worths.notna() * weights
    total = points.sum(axis=1)
    return (100.0 * (points * worths.fillna(0.0)).sum(axis=1) / total.where(total > 0)).round(DECIMALS)


def ranks(scores: pd.Series, published: pd.Series) -> pd.Series:
    """Return ranks from 1, the highest score first, ties by the published rank; NaN where there is no score."""
    order = pd.DataFrame({"score": -scores, "published": published}).dropna(subset="score")
    order = order.sort_values(["score", "published"], kind="stable", na_position="last")
    return pd.Series(np.arange(1, len(order) + 1, dtype=float), index=order.index).reindex(scores.index)
