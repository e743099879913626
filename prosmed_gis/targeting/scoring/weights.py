"""What the groups weigh, from the way in which it was said to shares that sum to 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from prosmed_gis.config.weighting import Direct, Pairwise, Rank
from prosmed_gis.mcda.weighting import ahp, direct, roc, swing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from prosmed_gis.config.weighting import Weighting


def group_shares(weighting: Weighting, groups: Sequence[str]) -> np.ndarray:
    """Return the share (0-1, summing to 1) of each group, in the order of `groups`.

    `direct`: percent over their sum; `rank`: rank-order centroid (Barron and Barrett 1996), equal ranks sharing their
    mean; `swing`: points over their sum (von Winterfeldt and Edwards 1986); `ahp`: principal eigenvector of the
    pairwise comparisons (Saaty 1980).
    """
    names = weighting.names
    if isinstance(weighting, Direct):
        found = direct([weighting.shares[name] for name in names])
    elif isinstance(weighting, Rank):
        found = roc([weighting.ranks[name] for name in names])
    elif isinstance(weighting, Pairwise):
        found = ahp(weighting.matrix).weights
    else:
        found = swing([weighting.points[name] for name in names])
    by_name = dict(zip(names, found, strict=True))
    return np.array([by_name[name] for name in groups])
