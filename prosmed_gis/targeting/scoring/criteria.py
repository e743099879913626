"""The score of each cercle and everything it is made of, as `domain.products.Criteria`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.domain.digits import even
from prosmed_gis.domain.messages import text
from prosmed_gis.domain.products import CeilingRule, Criteria
from prosmed_gis.domain.vocabulary import Track
from prosmed_gis.targeting.scoring.aggregate import Outcome, data_coverage, track_weights
from prosmed_gis.targeting.scoring.ceiling import curve as ceiling_curve
from prosmed_gis.targeting.scoring.values import curve, describe, goalposts

if TYPE_CHECKING:
    from prosmed_gis.targeting.scoring.design import Design


@dataclass(frozen=True, eq=False)
class Unscored:
    """Why a cercle has no score: key of the sentence, and the names of what it lacks."""

    key: str
    names: tuple[str, ...] = ()
    coverage: float = 0.0


def unscored(design: Design, outcome: Outcome) -> dict[str, Unscored]:
    """Return the cercles that cannot be chosen, by P-code, and why.

    A needed indicator is missing (`exclude_unit`), too little of the weight rests on data (`min_coverage`), or the
    ceiling's gate shuts the cercle out; the first that holds is told.
    """
    coverage = data_coverage(design)
    floor = design.targeting.min_coverage
    reasons: dict[str, Unscored] = {}
    for position, (code, lacks) in enumerate(zip(design.pcodes, design.lacking(), strict=True)):
        if lacks:
            reasons[str(code)] = Unscored("unscored.lacks", lacks)
        elif coverage[position] < floor or np.isnan(outcome.scores[0, position]):
            reasons[str(code)] = Unscored("unscored.coverage", coverage=float(coverage[position]))
        elif outcome.damping.barred[0, position]:
            reasons[str(code)] = Unscored("unscored.gate")
    return reasons


def criteria(design: Design, outcome: Outcome, language: str) -> Criteria:
    """Return how the scores came about, all frames on the design's P-codes."""
    groups = list(design.targeting.groups)
    weights = outcome.inner[0] * outcome.outer[0][:, design.group_of]
    worths = np.where(design.present, outcome.worths[0], np.nan)

    def by_indicator(numbers: np.ndarray) -> pd.DataFrame:
        return pd.DataFrame(numbers, index=design.pcodes, columns=list(design.names))

    def by_group(numbers: np.ndarray) -> pd.DataFrame:
        return pd.DataFrame(even(numbers), index=design.pcodes, columns=groups)

    return Criteria(
        definitions=_definitions(design, language),
        values=by_indicator(design.measured),
        worths=by_indicator(even(worths)),
        weights=by_indicator(even(weights)),
        contributions=by_indicator(even(100 * weights * np.nan_to_num(worths))),
        group_worths=by_group(outcome.after[0]),
        group_contributions=by_group(100 * outcome.outer[0] * np.nan_to_num(outcome.after[0])),
        data_coverage=pd.Series(data_coverage(design), index=design.pcodes, name="data_coverage"),
        ceiling=_ceiling(design, outcome),
        ceiling_rule=_ceiling_rule(design),
        aggregation=design.targeting.aggregation.method,
    )


def _ceiling(design: Design, outcome: Outcome) -> pd.DataFrame:
    """Return the ceiling's effect; `factor` is the group's worth after over before (1 where it had none)."""
    group = list(design.targeting.groups).index(design.targeting.ceiling.group)
    before, after = outcome.before[0, :, group], outcome.after[0, :, group]
    effect = np.divide(after, before, out=np.ones_like(after), where=before > 0)
    concerned = design.concerned & (design.targeting.ceiling.form != "none")
    return pd.DataFrame(
        {
            "measure": design.ceiling.numbers,
            "threshold": np.where(concerned, design.targeting.ceiling.threshold, np.nan),
            "factor": np.where(outcome.damping.barred[0], 0.0, effect),
            "excluded": outcome.damping.barred[0],
            "selected_low": False,
            "selected_high": False,
        },
        index=design.pcodes,
    )


def _ceiling_rule(design: Design) -> CeilingRule:
    rule = design.targeting.ceiling
    fields = ("form", "group", "unit_fr", "unit_en", "threshold", "dated", "source", "what_if_share")
    return CeilingRule(**{name: getattr(rule, name) for name in fields}, curve=ceiling_curve(rule))


def _definitions(design: Design, language: str) -> pd.DataFrame:
    groups = list(design.targeting.groups.items())
    shares = {track: track_weights(design, track) for track in Track}
    rows = []
    for position, (name, item) in enumerate(zip(design.names, design.indicators, strict=True)):
        group_name, group = groups[design.group_of[position]]
        found = design.found[position]
        note = text(found.note, language, detail=found.detail) if found.note else ""
        rows.append(
            {
                "indicator": name,
                "group": group_name,
                "group_label_fr": group.label_fr,
                "group_label_en": group.label_en,
                "label_fr": item.label_fr,
                "label_en": item.label_en,
                "unit_fr": item.unit_fr,
                "unit_en": item.unit_en,
                "shown_as": item.shown_as,
                "source": item.source,
                "weight": float(shares[item.tracks[0]][position]),
                **{f"weight_{track.value}": float(share[position]) for track, share in shares.items()},
                "group_share": float(design.group_points[design.group_of[position]]),
                "value_form": describe(item.value),
                "curve": curve(item.value, 1.0 if item.shown_as == "percent" else np.inf),
                "goalposts": goalposts(item.value),
                "goalposts_dated": item.goalposts_dated,
                "missing_rule": item.missing.rule,
                "available": bool((~np.isnan(design.measured[:, position])).any()),
                "note": note,
            }
        )
    return pd.DataFrame(rows).set_index("indicator")
