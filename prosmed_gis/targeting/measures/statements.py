"""Measures made from what a study or a plan says of a cercle."""

from __future__ import annotations

import numpy as np
import pandas as pd

from prosmed_gis.targeting.measures.question import Context, Measure, Measured, Spec


def _local_conflicts(context: Context, _: Spec) -> Measured:
    """Sum intensities; a region in which the study maps no conflict at all was not studied, and is unknown."""
    conflicts: pd.DataFrame = context.inputs.conflicts  # type: ignore[assignment]
    known = conflicts[conflicts["year"] <= context.as_of.year]
    sums = known.groupby("cercle_pcode")["intensity"].sum().reindex(context.pcodes)
    region = context.inputs.cercles["parent_pcode"].reindex(context.pcodes)
    studied = region.isin(set(region[sums.notna()]))
    values = sums.fillna(0.0).where(studied).to_numpy(dtype=float)
    return Measured(values, "" if studied.all() else "measure.not_studied")


def _conflicts_per_commune(context: Context, spec: Spec) -> Measured:
    found = _local_conflicts(context, spec)
    communes = context.along(context.inputs.communes)  # type: ignore[arg-type]
    return Measured(found.numbers / np.where(communes > 0, communes, np.nan), found.note)


def _strategy_points(context: Context, _: Spec) -> Measured:
    """Add up plans; within one plan a cercle keeps its best mention, by name or through its region.

    A mention dated after the study is not counted; one without a date is, and the number of these is told.
    """
    plans: pd.DataFrame = context.inputs.redeployment  # type: ignore[assignment]
    known = plans[~(plans["date"] > pd.Timestamp(context.as_of))]
    points = known.assign(points=known["status"].map(context.points.redeployment).fillna(0.0))
    named = points[points["level"] == "cercle"][["plan", "pcode", "points"]]
    regions = context.inputs.cercles["parent_pcode"].rename_axis("cercle").reset_index()
    through = points[points["level"] == "region"].merge(regions, left_on="pcode", right_on="parent_pcode")
    through = through.assign(pcode=through["cercle"], points=through["points"] * context.points.region_share)
    best = pd.concat([named, through[["plan", "pcode", "points"]]]).groupby(["pcode", "plan"])["points"].max()
    totals = best.groupby("pcode").sum().reindex(context.pcodes, fill_value=0.0)
    undated = int(known["date"].isna().sum())
    numbers = totals.to_numpy(dtype=float)
    return Measured(numbers, "measure.undated", str(undated)) if undated else Measured(numbers)


STATEMENTS: dict[str, Measure] = {
    "local_conflicts": Measure(_local_conflicts, "sum of intensities, 1-3 each", layers=("conflicts",)),
    "conflicts_per_commune": Measure(
        _conflicts_per_commune, "sum of intensities per commune", layers=("conflicts", "communes")
    ),
    "strategy_points": Measure(_strategy_points, "points", layers=("redeployment",)),
}
"""Measures of what is stated of a cercle."""
