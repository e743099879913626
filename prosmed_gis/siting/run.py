"""From layers and a selection to the multi-year plan: the whole of the room in one call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.domain.notes import Listed, note
from prosmed_gis.domain.products import PlanResult
from prosmed_gis.errors import ConfigError, InfeasibleError
from prosmed_gis.siting.candidates import Candidates, candidates, no_candidates, weights
from prosmed_gis.siting.collisions import colliding_rules, told
from prosmed_gis.siting.gates import around
from prosmed_gis.siting.model import Opened, solve
from prosmed_gis.siting.money import yearly_money
from prosmed_gis.siting.notes import plan_notes
from prosmed_gis.siting.plan import (
    coverage_by_year,
    excluded_frame,
    opened_works,
    people_gained,
    plan_frame,
    shortfall_frame,
    spending_frame,
)
from prosmed_gis.siting.reach import reach_of_sites
from prosmed_gis.siting.sites import existing_services, given_works, partner_works
from prosmed_gis.siting.standing import standing, standing_notes
from prosmed_gis.siting.wishes import demands
from prosmed_gis.siting.world import World

if TYPE_CHECKING:
    from datetime import date

    import geopandas as gpd

    from prosmed_gis.access.run import AccessResult
    from prosmed_gis.config.access import Access
    from prosmed_gis.config.siting import Siting
    from prosmed_gis.domain.layers import Layers


@dataclass(frozen=True, eq=False)
class Planned:
    """A plan with what it was made from: what its meaning is asked of.

    `result` holds notes, its frames too (`wording.results.said_plan`).
    """

    world: World
    opened: Opened
    works: pd.DataFrame
    """Every work once (`siting.plan.opened_works`)."""
    result: PlanResult


def make_plan(  # noqa: PLR0913 - what the plan is made from, and its date
    layers: Layers,
    selection: pd.DataFrame,
    access: AccessResult,
    config: Siting,
    access_config: Access,
    *,
    variant: str,
    as_of: date,
    rains_min: pd.Series | None = None,
    buildings: gpd.GeoDataFrame | None = None,
) -> Planned:
    """Return the multi-year plan of works, proved to the configured gap.

    Parameters
    ----------
    layers
        `works`, `payments`, `budgets`, `settlements`, `facilities`, `events`, `indicators`, `reference` are used where
        there; each that is missing is told in a note. Facilities that moved should already stand where they serve.
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
    rains_min
        Minutes from each settlement (index `place_id`) to the nearest seat in the rains, inf without a path, NaN where
        not known. None: `max_rains_min` cannot be checked, which a note says.
    buildings
        Facilities where they stand; those of `layers` that moved stand where they serve. None: nothing moved.

    Raises
    ------
    ConfigError
        An open work names an envelope that the works do not have, a wish names no site or envelope, or
        `initiation_first` is asked for without the layer `reference`.
    DataError
        An envelope has no payment.
    InfeasibleError
        No plan obeys the rules, a given work is not paid any more, or a forced site was set aside; `rules` names a set
        of rules that collide, none of which can be spared.
    """
    found, world = build_world(
        layers, selection, access, config, access_config, variant=variant, as_of=as_of,
        rains_min=rains_min,
    )  # fmt: skip
    opened = solve(world)
    if opened.solution.status == "infeasible":
        raise _impossible(world)
    works = opened_works(world, opened.opens)
    gains = people_gained(works, world, access.people["people"].to_numpy(float))
    shortfalls = shortfall_frame(world, works)
    status, gap, objective = _proof(opened, world, shortfalls)
    notes = plan_notes(
        layers, selection, world, found, works, shortfalls=shortfalls, access=access,
        rains_min=rains_min,
    )  # fmt: skip
    stands = standing(works, layers, buildings, within_km=config.standing_within_km)
    rows = plan_frame(works, gains, layers.payments, layers.cercles["name"], world.years, stands)
    bare = standing_notes(rows, layers.cercles["name"], within_km=config.standing_within_km)
    notes = (*bare, *notes)
    result = PlanResult(
        status=status,
        gap=gap,
        objective=objective,
        works=rows,
        shortfalls=shortfalls,
        spending=spending_frame(world, works),
        coverage=coverage_by_year(world, works, access.people, tuple(str(code) for code in layers.cercles.index)),
        notes=notes if status != "feasible" else (*notes, note("siting.not_proved", gap=f"{gap:.2%}")),
        excluded=excluded_frame(found, layers),
    )
    return Planned(world, opened, works, result)


def _impossible(world: World) -> InfeasibleError:
    rules = colliding_rules(world)
    lines = [note("siting.infeasible"), *(told(rule) for rule in rules)]
    return InfeasibleError(Listed(tuple(lines), "\n  "), [" ".join(rule) for rule in rules])


def _proof(opened: Opened, world: World, shortfalls: pd.DataFrame) -> tuple[str, float, float]:
    if len(world.candidates):
        return opened.solution.status, opened.solution.gap, opened.solution.objective
    # Nothing can be chosen: the value is what the missing works cost, and there is nothing to prove.
    return "given_only", 0.0, -world.config.shortfall_price_people * float(shortfalls["missing"].sum())


def build_world(
    layers: Layers,
    selection: pd.DataFrame,
    access: AccessResult,
    config: Siting,
    access_config: Access,
    *,
    variant: str,
    as_of: date,
    rains_min: pd.Series | None = None,
) -> tuple[Candidates, World]:
    """Return candidates (with those set aside) and the world that the programme is made from; see `make_plan`."""
    given = given_works(layers, config)
    partners = partner_works(layers, given, config, as_of=as_of)
    money = yearly_money(layers, config)
    found = no_candidates()
    if layers.works is not None and layers.payments is not None and layers.settlements is not None:
        if config.initiation_first and layers.reference is None:
            raise ConfigError(note("siting.no_reference"))
        nearby = around(layers, given, partners, config, as_of=as_of, rains_min=rains_min)
        found = candidates(layers, selection, nearby, config, as_of=as_of)
    fixed = pd.concat([part for part in (given, partners) if len(part)] or [given])
    columns = ["service", "cercle_pcode", "lon", "lat"]
    sites = pd.concat([part[columns] for part in (fixed, found.table) if len(part)] or [fixed[columns]])
    reach = reach_of_sites(sites, access, access_config)
    found = found.without([name for name in reach.off_ground if name in found.table.index], "no_ground")
    demanded = demands(found, given, layers, config)
    worth = weights(selection, config)
    chosen = selection.loc[selection["selected"].astype(bool), "pcode"].astype("str")
    return found, World(
        config=config,
        candidates=found.table.assign(envelope=found.table["envelope"].map(money.purse_of).astype("str")),
        fixed=fixed,
        existing=existing_services(layers, access_config, as_of),
        reach=reach,
        people_worth=_people_worth(access.people, worth, chosen, config),
        budgets=money.budgets,
        targets=_targets(layers.indicators, config, variant),
        counted=dict(config.targets),
        cercle_weight=worth.reindex(sorted(chosen)).fillna(1.0),
        region_of=_regions(layers),
        demanded=demanded,
    )


def _people_worth(people: pd.DataFrame, worth: pd.Series, chosen: pd.Series, config: Siting) -> np.ndarray:
    cercle = people["cercle_pcode"]
    counted = cercle.isin(chosen) if config.people_counted == "selected" else pd.Series(data=True, index=cercle.index)
    return (people["people"] * cercle.map(worth).fillna(1.0).where(counted, 0.0)).to_numpy(float)


def _regions(layers: Layers) -> dict[str, str]:
    if "parent_pcode" not in layers.cercles:
        return {}
    return {str(code): str(region) for code, region in layers.cercles["parent_pcode"].items()}


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
