"""The list under other views of what the criteria weigh: stakeholders', and weights that the data themselves suggest.

Views are shown side by side and decide nothing. Entropy (Shannon 1948; Zeleny 1982) and CRITIC (Diakoulaki et al.
1995) give weight to what sets cercles apart in the data, whatever it means: a what-if, never a proposal.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.domain.messages import text
from prosmed_gis.mcda.weighting import critic, entropy
from prosmed_gis.targeting.scoring.aggregate import base_draw, combine
from prosmed_gis.targeting.scoring.weights import group_shares

if TYPE_CHECKING:
    from collections.abc import Callable

    from prosmed_gis.targeting.firm.draws import Question

CONFIGURED = "configured"


@dataclass(frozen=True, eq=False)
class Views:
    """Lists side by side."""

    summary: pd.DataFrame
    """Index view (`configured` first): label_fr, label_en, kind (configured, stakeholder, data), source,
    share_<group> (0-1), common (cercles also on the configured list), jaccard (0-1)."""
    selected: pd.DataFrame
    """Index P-code, one bool column a view."""
    ranks: pd.DataFrame
    """Index P-code, one column a view; NaN where a cercle cannot be chosen."""


def views(question: Question) -> Views:
    """Return the list and the ranks under each view, by the full choice each time."""
    rows = _weightings(question)
    shares = np.stack([weighting for _, weighting in rows])
    one = base_draw(question.design)
    many = replace(
        one, **{name: np.repeat(getattr(one, name), len(rows), axis=0) for name in vars(one) if name != "group_points"},
        group_points=shares,
    )  # fmt: skip
    lists = question.lists_of(many)
    names = [str(row["view"]) for row, _ in rows]
    base = lists.chosen[0]
    common = (lists.chosen & base).sum(axis=1)
    either = (lists.chosen | base).sum(axis=1)
    summary = pd.DataFrame([row for row, _ in rows]).set_index("view")
    for number, group in enumerate(question.design.targeting.groups):
        summary[f"share_{group}"] = shares[:, number]
    summary["common"] = common
    summary["jaccard"] = np.divide(common, either, out=np.ones(len(rows)), where=either > 0)
    index = question.design.pcodes
    return Views(
        summary,
        pd.DataFrame(lists.chosen.T, index=index, columns=names),
        pd.DataFrame(lists.ranks.T, index=index, columns=names),
    )


Weighed = tuple[dict[str, str], np.ndarray]
"""What a view is called, and its shares of the groups."""


def _weightings(question: Question) -> list[Weighed]:
    targeting = question.design.targeting
    groups = list(targeting.groups)
    rows = [(_named(CONFIGURED, "configured"), question.design.group_points)]
    for name, view in targeting.stakeholders.items():
        labels = {"label_fr": view.label_fr, "label_en": view.label_en}
        row = {"view": name, "kind": "stakeholder", "source": view.source, **labels}
        rows.append((row, group_shares(view.weighting, groups)))
    for name, method in (("entropy", entropy), ("critic", partial(critic, rescale=False))):
        rows.append((_named(name, "data"), _from_contrast(question, method)))
    return rows


def _named(view: str, kind: str) -> dict[str, str]:
    labels = {f"label_{language}": text(f"view.{view}", language) for language in ("fr", "en")}
    return {"view": view, "kind": kind, "source": "", **labels}


def _from_contrast(question: Question, method: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """Return shares by a method that looks at how far worths differ, over the cercles that can be chosen.

    A group that a cercle lacks counts as the mean of the others there, so that a lack makes no contrast; a group that
    no cercle has weighs nothing.
    """
    outcome = combine(question.design, base_draw(question.design))
    worths = outcome.after[0][~(question.shut | outcome.damping.barred[0] | np.isnan(outcome.scores[0]))]
    known = ~np.isnan(worths).all(axis=0)
    filled = np.where(np.isnan(worths[:, known]), np.nanmean(worths[:, known], axis=0), worths[:, known])
    shares = np.zeros(worths.shape[1])
    shares[known] = method(filled)
    return shares
