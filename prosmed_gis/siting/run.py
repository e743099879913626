"""From layers and a selection to the multi-year plan: the whole of the room in one call."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.domain.messages import text
from prosmed_gis.domain.products import PlanResult
from prosmed_gis.domain.vocabulary import Language
from prosmed_gis.errors import ConfigError, InfeasibleError
from prosmed_gis.siting.candidates import CANDIDATE_COLUMNS, Candidates, candidates, weights
from prosmed_gis.siting.model import Opened, solve
from prosmed_gis.siting.notes import plan_notes
from prosmed_gis.siting.plan import (
    coverage_by_year,
    opened_works,
    people_gained,
    plan_frame,
    shortfall_frame,
    spending_frame,
)
from prosmed_gis.siting.reach import reach_of_sites
from prosmed_gis.siting.sites import existing_services, given_works, partner_works
from prosmed_gis.siting.world import World

if TYPE_CHECKING:
    from datetime import date

    from prosmed_gis.access.run import AccessResult
    from prosmed_gis.config.access import Access
    from prosmed_gis.config.siting import Siting
    from prosmed_gis.domain.layers import Layers


def make_plan(
    layers: Layers,
    selection: pd.DataFrame,
    access: AccessResult,
    config: Siting,
    access_config: Access,
    *,
    variant: str,
    as_of: date,
    language: Language = Language.FR,
) -> PlanResult:
    """Return the multi-year plan of works, proved to the configured gap.

    Parameters
    ----------
    layers
        `works`, `payments`, `settlements`, `facilities`, `indicators`, `reference` are used where there; each that
        is missing is told in a note. Facilities that moved should already stand where they serve.
    selection
        `pcode`, `selected` (open works go to selected cercles only), `score` (0-100, NaN allowed).
    access
        What `access.run.service_access` found on the same layers.
    config, access_config
        Rules of the plan; standards of the services.
    variant
        Variant of the results framework whose targets hold.
    as_of
        No open work opens in an earlier year than this date's.

    Raises
    ------
    ConfigError
        An open work names an envelope that the works do not have, or `initiation_first` is asked for
        without the layer `reference`.
    InfeasibleError
        No plan obeys the rules.
    """
    found, world = build_world(
        layers, selection, access, config, access_config, variant=variant, as_of=as_of, language=language
    )
    if len(world.candidates):
        opened = solve(world)
        if opened.solution.status == "infeasible":
            rules = ("envelopes", "max_per_cercle", "max_per_cercle_year", "precedence")
            raise InfeasibleError(text("siting.infeasible", language, rules=", ".join(rules)), rules)
    else:
        opened = None
    works = opened_works(world, opened.opens if opened else {})
    gains = people_gained(works, world, access.people["people"].to_numpy(float))
    shortfalls = shortfall_frame(world, works)
    notes = plan_notes(layers, selection, world, found, works, shortfalls=shortfalls, language=language, access=access)
    status, gap, objective = _proof(opened, shortfalls, config)
    return PlanResult(
        status=status,
        gap=gap,
        objective=objective,
        works=plan_frame(works, gains, layers.payments, layers.cercles["name"], world.years),
        shortfalls=shortfalls,
        spending=spending_frame(world, works),
        coverage=coverage_by_year(world, works, access.people, tuple(str(code) for code in layers.cercles.index)),
        notes=notes if status != "feasible" else (*notes, text("siting.not_proved", language, gap=f"{gap:.2%}")),
    )


def _proof(opened: Opened | None, shortfalls: pd.DataFrame, config: Siting) -> tuple[str, float, float]:
    if opened is None:
        # Nothing can be chosen: the value is what the missing works cost, and there is nothing to prove.
        return "given_only", 0.0, -config.shortfall_price_people * float(shortfalls["missing"].sum())
    return opened.solution.status, opened.solution.gap, opened.solution.objective


def build_world(
    layers: Layers,
    selection: pd.DataFrame,
    access: AccessResult,
    config: Siting,
    access_config: Access,
    *,
    variant: str,
    as_of: date,
    language: Language = Language.FR,
) -> tuple[Candidates, World]:
    """Return candidates (with those set aside) and the world that the programme is made from; see `make_plan`."""
    given = given_works(layers, config)
    partners = partner_works(layers, given, config, as_of=as_of)
    found = _candidates(layers, selection, given, partners, config, as_of=as_of, language=language)
    fixed = pd.concat([part for part in (given, partners) if len(part)] or [given])
    columns = ["service", "cercle_pcode", "lon", "lat"]
    sites = pd.concat([part[columns] for part in (fixed, found.table) if len(part)] or [fixed[columns]])
    reach = reach_of_sites(sites, access, access_config)
    lost = [name for name in reach.off_ground if name in found.table.index]
    table = found.table.drop(index=lost)
    aside = found.table.loc[lost, ["place_id", "open_work"]].assign(reason="no_ground").reset_index(drop=True)
    excluded = pd.concat([found.excluded, aside], ignore_index=True) if len(aside) else found.excluded
    worth = weights(selection, config)
    chosen = selection.loc[selection["selected"].astype(bool), "pcode"].astype("str")
    cercle = access.people["cercle_pcode"]
    counted = cercle.isin(chosen) if config.people_counted == "selected" else pd.Series(data=True, index=cercle.index)
    per_person = cercle.map(worth).fillna(1.0).where(counted, 0.0)
    return Candidates(table, excluded), World(
        config=config,
        candidates=table,
        fixed=fixed,
        existing=existing_services(layers, access_config, as_of),
        reach=reach,
        people_worth=(access.people["people"] * per_person).to_numpy(float),
        budgets=_budgets(layers, config),
        targets=_targets(layers.indicators, config, variant),
        counted=dict(config.targets),
        cercle_weight=worth.reindex(sorted(chosen)).fillna(1.0),
    )


def _candidates(
    layers: Layers,
    selection: pd.DataFrame,
    given: pd.DataFrame,
    partners: pd.DataFrame,
    config: Siting,
    *,
    as_of: date,
    language: Language,
) -> Candidates:
    if layers.works is None or layers.payments is None or layers.settlements is None:
        table = pd.DataFrame(columns=list(CANDIDATE_COLUMNS))
        return Candidates(table, pd.DataFrame(columns=["place_id", "open_work", "reason"]))
    if config.initiation_first and layers.reference is None:
        raise ConfigError(text("siting.no_reference", language))
    envelopes = layers.works.index[~layers.works["placed"].astype(bool)]
    for name, work in config.open_works.items():
        if work.envelope not in envelopes:
            raise ConfigError(text("siting.envelope_unknown", language, name=name, envelope=work.envelope))
    return candidates(layers, selection, given, partners, config, as_of=as_of)


def _budgets(layers: Layers, config: Siting) -> pd.DataFrame:
    """Yearly USD of the envelopes that open works draw on: rows envelopes, columns plan years."""
    names = sorted({work.envelope for work in config.open_works.values()})
    years = sorted(config.years)
    if layers.payments is None:
        return pd.DataFrame(0.0, index=names, columns=years)
    money = layers.payments.pivot_table(index="work_id", columns="year", values="cost_usd", aggfunc="sum")
    return money.reindex(index=names, columns=years).fillna(0.0)


def _targets(indicators: pd.DataFrame | None, config: Siting, variant: str) -> pd.DataFrame:
    """Cumulative targets less the baseline: rows codes, columns plan years, NaN where there is none."""
    codes = sorted(set(config.targets.values()))
    years = sorted(config.years)
    if indicators is None:
        return pd.DataFrame(np.nan, index=codes, columns=years)
    own = indicators[(indicators["variant"].astype("str") == variant) & indicators["code"].isin(codes)]
    own = own.assign(wanted=own["target"] - own["baseline"])
    return own.pivot_table(index="code", columns="year", values="wanted", aggfunc="max").reindex(
        index=codes, columns=years
    )
