"""State of works and indicators at a date: the whole of the room in one call."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from prosmed_gis.domain.products import TRACKING_COLUMNS, Tracked
from prosmed_gis.tracking.checks import (
    absence_problems,
    flag_problems,
    flags_by_work,
    stray_problems,
    work_flags,
)
from prosmed_gis.tracking.indicators import Ground, cercle_states, indicator_states
from prosmed_gis.tracking.observations import flags, observe
from prosmed_gis.tracking.works import followed_works, work_states

if TYPE_CHECKING:
    from datetime import date

    from prosmed_gis.config.study import Checks
    from prosmed_gis.config.tracking import Tracking
    from prosmed_gis.domain.layers import Layers
    from prosmed_gis.domain.problems import Problem
    from prosmed_gis.domain.products import PlanResult


def track(
    layers: Layers,
    plan: PlanResult | None,
    config: Tracking,
    checks: Checks,
    as_of: date,
    *,
    variant: str,
) -> tuple[Tracked, tuple[Problem, ...]]:
    """Return the state of every work and indicator at a date, and what is doubtful about it.

    Parameters
    ----------
    layers
        `works`, `payments`, `progress`, `indicators` are used where there; what cannot be said
        without one is `no_data`, never zero, and is told in a problem.
    plan
        The plan that the works are held against; without it due dates come from the payments.
    config, checks
        How works count; the tolerance of positions.
    as_of
        Date of the state, included; later observations are kept in the layer, counted and not used.
    variant
        Variant of the results framework that the plan was made for: the rows by cercle carry it.

    Returns
    -------
    Tracked and problems
        Programme rows of both variants first (21 before 17), then the rows by cercle. `forecast` and the `flags` of
        works hold notes beside text (`wording.sentences.said_column`).
    """
    sites = followed_works(layers, plan)
    problems = absence_problems(layers, has_plan=plan is not None, config=config)
    observed, by_work = None, pd.Series(dtype="object")
    if layers.progress is not None:
        envelopes = (
            layers.works.index[~layers.works["placed"].astype(bool)] if layers.works is not None else pd.Index([])
        )
        observed = observe(layers.progress, sites.index, envelopes, as_of, config.stage_shares)
        found = flags(observed, sites, checks.site_tolerance_m)
        phrases = work_flags(found, observed, sites, as_of)
        by_work = flags_by_work(phrases)
        problems += [*flag_problems(phrases), *stray_problems(observed)]
    works = work_states(sites, observed, by_work, as_of, config)
    states = _states(layers, Ground(sites, observed, plan is not None, as_of), config, variant)
    return Tracked(states=states, works=works), tuple(problems)


def _states(layers: Layers, ground: Ground, config: Tracking, variant: str) -> pd.DataFrame:
    text_columns = ["indicator", "variant", "cercle_pcode", "as_of", "state"]
    kinds = {name: "str" if name in text_columns else "float" for name in TRACKING_COLUMNS} | {"forecast": "object"}
    if layers.indicators is None:
        return pd.DataFrame(columns=list(TRACKING_COLUMNS)).astype(kinds)
    parts = [indicator_states(layers.indicators, ground, config)]
    if ground.has_plan:
        parts.append(cercle_states(layers.indicators, ground, config, layers.cercles.index, variant=variant))
    return pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True).astype(kinds)
