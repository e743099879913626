"""Other weights tried on the map: what the page needs to compute score and list by itself (`outputs.live`)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd

from prosmed_gis.domain import symbology as sy
from prosmed_gis.domain.messages import text
from prosmed_gis.domain.vocabulary import Audience
from prosmed_gis.outputs.live import DECIMALS, Trial, trial
from prosmed_gis.outputs.web.themes import Theme, categories, numbers

if TYPE_CHECKING:
    from prosmed_gis.domain.products import Products

WORTH_DECIMALS = {Audience.INTERNAL: 8, Audience.PARTNERS: 8, Audience.PUBLIC: 4}
"""Decimals of a worth on the page: scores agree to `live.DECIMALS`; the public gets those of its tables."""


def trial_themes(products: Products) -> list[Theme]:
    """Return the two themes that the page recomputes: the list and the score; both start as published."""
    tried = trial(products)
    scores = tried.scores()
    if scores.isna().all():
        return []
    chosen = tried.chosen(tried.ranks(scores))
    published = tried.cercles["selected"]
    change = pd.Series("out", index=scores.index).mask(scores.isna())
    change[published & ~chosen], change[chosen & ~published], change[chosen & published] = "leaves", "enters", "kept"
    found = [
        categories(products, "trial-list", "trial", change, sy.TRIAL),
        numbers(products, "trial-score", "trial", scores, sy.RAMPS["score"], decimals=1),
    ]
    return [theme for theme in found if theme is not None]


def trial_data(products: Products) -> dict[str, Any] | None:
    """Return what scores and list are computed from, cercles in the order of the page; None where nothing is known."""
    tried = trial(products)
    if tried.scores().isna().all():
        return None
    language = products.label.language
    labels = products.criteria.definitions.drop_duplicates("group").set_index("group")[f"group_label_{language}"]
    codes = products.layers.cercles.index
    cercles = tried.cercles.reindex(codes)
    method = text(f"aggregation.{products.criteria.aggregation}", language)
    return {
        "groups": [
            {"id": str(group), "label": str(labels.get(group, group)), "weight": float(weight)}
            for group, weight in tried.weights.items()
        ],
        "worths": _worths(tried, codes, WORTH_DECIMALS[products.label.audience]),
        "scored": [bool(scored) for scored in cercles["score"].notna()],
        "settled": [int(value) for value in cercles["settled"].fillna(0)],
        "places": {str(track): int(count) for track, count in tried.places.items()},
        "tracks": {str(track): text(f"track.{track}", language) for track in tried.places.index},
        "limits": list(sy.class_limits(tried.scores(), sy.RAMPS["score"])),
        "decimals": DECIMALS,
        "note": "" if tried.is_exact else text("web.trial.not_arithmetic", language, method=method),
    }


def _worths(tried: Trial, codes: pd.Index, decimals: int) -> list[list[float | None]]:
    rows = tried.worths.reindex(codes).to_numpy(dtype=float).tolist()
    return [[None if math.isnan(worth) else round(worth, decimals) for worth in row] for row in rows]
