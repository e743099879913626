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

from prosmed_gis.mcda.sensitivity import (
    effects_half_width,
    given_data,
    given_data_interval,
    jansen_total,
    saltelli_first,
)
from prosmed_gis.targeting.firm.draws import distances
from prosmed_gis.targeting.firm.sampling import CHOICES, sample

if TYPE_CHECKING:
    from prosmed_gis.targeting.firm.draws import Firm, Question

EFFECTS = ("first_order", "first_order_low", "first_order_high", "total", "total_low", "total_high")
"""Columns of `by_choice`."""
INPUTS = ("choice", "name", "first_order", "low", "high")
"""Columns of `by_input`."""
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
        little outside), each with its interval at 95 % as `<name>_low` and `<name>_high`; NaN where the list never
        changes. Intervals are NaN too where there are fewer event worlds than draws: rows then share worlds, and
        nothing tells how far other worlds would lead.
    """
    rng = np.random.default_rng([seed, STREAM])
    # Drawn at once, so that no two rows share an event world as long as there are enough of them.
    both = sample(question.design, question.worlds, 2 * size, rng)
    first, second = both.part(slice(size)), both.part(slice(size, None))
    base = question.as_configured()
    far_a, far_b = (distances(question.lists(drawn).chosen, base) for drawn in (first, second))
    apart = not both.redrawn or len(question.worlds) >= 2 * size
    rows = {}
    for choice in CHOICES:
        mixed = distances(question.lists(first.taken_from(second, choice)).chosen, base)
        found = (float(saltelli_first(far_a, far_b, mixed)), float(jansen_total(far_a, far_b, mixed)))
        halves = effects_half_width(far_a, far_b, mixed) if apart else (np.nan, np.nan)
        rows[choice] = tuple(
            number
            for share, half in zip(found, halves, strict=True)
            for number in (share, share - float(half), share + float(half))
        )
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=list(EFFECTS)).rename_axis("choice")
    return frame.sort_values("total", ascending=False, kind="stable")


def by_input(firm: Firm) -> pd.DataFrame:
    """Return the first-order effect of each single input on the distance of the list, from the draws made.

    Returns
    -------
    pandas.DataFrame
        INPUTS: `choice`, `name` (group, indicator, or empty), `first_order` (0-1), the largest first, and its interval
        at 95 % (`low`, `high`), robust to the likeness of draws of one event world.
    """
    drawn, design, far = firm.drawn, firm.question.design, firm.distances()
    groups = list(design.targeting.groups)
    inputs = [("weights", name, drawn.groups[:, number]) for number, name in enumerate(groups)]
    for number, name in enumerate(design.names):
        inputs.append(("weights", name, drawn.indicators[:, number]))
        inputs.append(("goalposts", name, drawn.goalposts[:, number]))
    inputs.append(("ceiling", "", drawn.threshold))
    asked = [(*item, False) for item in inputs]
    asked += [
        (choice, "", getattr(drawn, CHOICES[choice][0]), True)
        for choice in ("dropped", "normalisation", "aggregation", "events")
    ]
    rows = [
        (
            choice,
            name,
            given_data(x, far, categorical=kinds),
            *given_data_interval(x, far, categorical=kinds, cluster=drawn.cluster),
        )
        for choice, name, x, kinds in asked
        if np.ptp(x) > 0
    ]
    frame = pd.DataFrame(rows, columns=list(INPUTS))
    return frame.sort_values(
        ["first_order", "choice", "name"], ascending=[False, True, True], kind="stable"
    ).reset_index(drop=True)
