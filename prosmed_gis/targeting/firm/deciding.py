"""What decides the list: the share of its changes that each choice accounts for.

The list's distance from the configured one (1 - Jaccard) is taken as a function of what was drawn. Two readings:

- by input, from the draws that are there (given data): the share of the variance that one input accounts for alone;
- by kind of choice, from a design of its own (Saltelli et al. 2010; Jansen 1999): alone (first order) and together with
  its interactions (total), which is what would be left of the instability if all else were settled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.mcda.sensitivity import given_data, jansen_total, saltelli_first
from prosmed_gis.targeting.firm.draws import distances
from prosmed_gis.targeting.firm.sampling import CHOICES, sample

if TYPE_CHECKING:
    from prosmed_gis.targeting.firm.draws import Firm, Question

STREAM = 1
"""Keeps the design's random numbers apart from those of the draws."""


def by_choice(question: Question, size: int, seed: int) -> pd.DataFrame:
    """Return first-order and total effects of each kind of choice on the distance of the list.

    Parameters
    ----------
    size
        Draws of each of the two base samples; `size` times (number of choices + 2) lists are made.

    Returns
    -------
    pandas.DataFrame
        Index choice (`sampling.CHOICES`), the largest total first: `first_order`, `total` (0-1; estimates may stray a
        little outside), NaN where the list never changes.
    """
    rng = np.random.default_rng([seed, STREAM])
    first, second = (sample(question.design, question.worlds, size, rng) for _ in range(2))
    base = question.as_configured()
    far_a, far_b = (distances(question.lists(drawn).chosen, base) for drawn in (first, second))
    rows = {}
    for choice in CHOICES:
        mixed = distances(question.lists(first.taken_from(second, choice)).chosen, base)
        rows[choice] = (float(saltelli_first(far_a, far_b, mixed)), float(jansen_total(far_a, far_b, mixed)))
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=["first_order", "total"]).rename_axis("choice")
    return frame.sort_values("total", ascending=False, kind="stable")


def by_input(firm: Firm) -> pd.DataFrame:
    """Return the first-order effect of each single input on the distance of the list, from the draws made.

    Returns
    -------
    pandas.DataFrame
        `choice`, `name` (group, indicator, or empty) and `first_order` (0-1), the largest first.
    """
    drawn, design, far = firm.drawn, firm.question.design, firm.distances()
    groups = list(design.targeting.groups)
    inputs = [("weights", name, drawn.groups[:, number]) for number, name in enumerate(groups)]
    for number, name in enumerate(design.names):
        inputs.append(("weights", name, drawn.indicators[:, number]))
        inputs.append(("goalposts", name, drawn.goalposts[:, number]))
    inputs.append(("ceiling", "", drawn.threshold))
    rows = [(choice, name, given_data(x, far)) for choice, name, x in inputs if np.ptp(x) > 0]
    for choice in ("dropped", "normalisation", "aggregation", "events"):
        x = getattr(drawn, CHOICES[choice][0])
        if np.ptp(x) > 0:
            rows.append((choice, "", given_data(x, far, categorical=True)))
    frame = pd.DataFrame(rows, columns=["choice", "name", "first_order"])
    return frame.sort_values(
        ["first_order", "choice", "name"], ascending=[False, True, True], kind="stable"
    ).reset_index(drop=True)
