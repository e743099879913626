"""Measures of who is there: people, the State's services, partners, and the programme's own works."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from prosmed_gis.domain.vocabulary import PlaceLevel, Service
from prosmed_gis.targeting.measures.question import Context, Measure, Measured, Spec, missing


def _people(context: Context, _: Spec) -> Measured:
    return Measured(context.people)


def _given_works(context: Context, _: Spec) -> Measured:
    works: pd.DataFrame = context.inputs.works  # type: ignore[assignment]
    return Measured(works.groupby("cercle_pcode").size().reindex(context.pcodes, fill_value=0).to_numpy(dtype=float))


def _gap(service: Service, context: Context, _: Spec) -> Measured:
    """Take the share of people beyond the standard in the first year of the coverage, which is today."""
    coverage: pd.DataFrame = context.inputs.coverage  # type: ignore[assignment]
    rows = coverage[coverage["service"] == service]
    if rows.empty:
        return missing(context, "measure.no_coverage")
    today = rows[rows["year"] == rows["year"].min()].set_index("cercle_pcode")["share"]
    return Measured(1 - context.along(today))


def _projects(context: Context, spec: Spec) -> Measured:
    """Count running projects of the themes in the cercle, or in one whose seat is within the radius where one is given.

    A project known by its region only counts `points.region_share` in each of its cercles.
    """
    partners: pd.DataFrame = context.inputs.partners  # type: ignore[assignment]
    running = partners[partners["present"] & partners["theme"].isin(spec.themes or ())]
    regional = running["level"] == PlaceLevel.REGION
    within = (context.between(context.inputs.neighbours.distances_km) <= (spec.radius_km or 0.0)).astype(float)
    np.fill_diagonal(within, 1.0)
    here = _by_project(running[~regional], context.pcodes)
    mentioned = _by_project(running[regional], context.pcodes) * context.points.region_share
    projects = here.columns.union(mentioned.columns)
    reached = (within @ here.reindex(columns=projects, fill_value=0.0).to_numpy() > 0).astype(float)
    best = np.maximum(reached, mentioned.reindex(columns=projects, fill_value=0.0).to_numpy())
    return Measured(best.sum(axis=1), "" if len(running) else "measure.no_project", ", ".join(spec.themes or ()))


def _by_project(rows: pd.DataFrame, pcodes: pd.Index) -> pd.DataFrame:
    table = pd.crosstab(rows["cercle_pcode"], rows["project_id"]).clip(upper=1)
    return table.reindex(pcodes, fill_value=0).astype(float)


PROJECTS = "projects; a mention of the region counts a share"
GAP = "share of people, 0-1"

PRESENCE: dict[str, Measure] = {
    "people": Measure(_people, "people", layers=("people",)),
    "given_works": Measure(_given_works, "works", layers=("works",)),
    "security_gap": Measure(partial(_gap, Service.SECURITY), GAP, layers=("coverage",)),
    "justice_gap": Measure(partial(_gap, Service.JUSTICE), GAP, layers=("coverage",)),
    "partner_synergy": Measure(_projects, PROJECTS, layers=("partners",), needs=("themes", "radius_km")),
    "partner_duplication": Measure(_projects, PROJECTS, layers=("partners",), needs=("themes",)),
}
"""Measures of presence; what more presence is worth is said by the value function."""
