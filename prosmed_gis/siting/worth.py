"""The worth of any plan and the rules that it breaks, told without the solver."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.domain.vocabulary import Service
from prosmed_gis.siting.columns import tie
from prosmed_gis.siting.sites import family
from prosmed_gis.siting.world import FAR

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from prosmed_gis.siting.wishes import Demand
    from prosmed_gis.siting.world import World

CENT = 0.005
"""Half a cent: sums of dollars equal within it."""


def value_of(world: World, opens: Mapping[str, int]) -> float:
    """Return the objective of a plan (work id -> opening year), whether it obeys the rules or not.

    The formula is that of `model`, `columns.TIE_PEOPLE` included; works that open after the plan count nothing.
    """
    plan = _table(world, opens)
    return (
        _works(world, plan)
        + sum(_people(world, plan, service) for service in Service)
        + _chains(world, plan)
        - world.config.shortfall_price_people * _missing(world, plan)
    )


def obeys(world: World, opens: Mapping[str, int]) -> list[str]:
    """Return the names of the rules that a plan breaks, sorted; see `rules` for the names.

    `target` is a rule only where `targets_hard`.
    """
    plan = _table(world, opens)
    checks = {
        "first_year": _too_early(plan),
        "budget": _overspent(world, plan),
        "one_in_a_place": plan.groupby(["place_id", plan["kind"].map(family)]).size().gt(1).any(),
        "max_per_cercle": any(_over_caps(world, plan, ["cercle_pcode", "service"], world.config.max_per_cercle)),
        "max_per_cercle_year": any(
            _over_caps(world, plan, ["cercle_pcode", "service", "opens_year"], world.config.max_per_cercle_year)
        ),
        "precedence": _out_of_sequence(world, plan),
        "target": world.config.targets_hard and _missing(world, plan) > 0,
        "region_floor": _under_floors(world, plan),
        "forced": any(_unmet(demand, plan) for demand in world.demanded.values()),
    }
    return sorted(name for name, broken in checks.items() if broken)


def _table(world: World, opens: Mapping[str, int]) -> pd.DataFrame:
    plan = world.candidates.assign(
        number=np.arange(len(world.candidates)), opens_year=pd.Series(opens, dtype=float)
    ).dropna(subset=["opens_year"])
    return plan[plan["opens_year"] <= world.years[-1]].astype({"opens_year": "int64"})


def _discounts(world: World, years: np.ndarray) -> np.ndarray:
    """Worth of opening in each year; in a year between two of the plan that of the next one, 0 after the last."""
    return world.discount()[np.searchsorted(world.years, years)]


def _works(world: World, plan: pd.DataFrame) -> float:
    base = plan["place_class"].map(world.config.work_worth_people).fillna(0.0) * plan["weight"].astype(float)
    ties = [tie(int(number), len(world.candidates)) for number in plan["number"]]
    return float(base.to_numpy() @ _discounts(world, plan["opens_year"].to_numpy())) - sum(ties)


def _people(world: World, plan: pd.DataFrame, service: Service) -> float:
    first = np.full(len(world.people_worth), FAR)
    for name, year in plan.loc[plan["service"] == service.value, "opens_year"].items():
        rows = world.reach.rows[str(name)]
        first[rows] = np.minimum(first[rows], year)
    anyway = world.fixed_year(service)
    gained = np.flatnonzero((first < anyway) & (first < FAR))
    return float(world.people_worth[gained] @ (_discounts(world, first[gained]) - _discounts(world, anyway[gained])))


def _chains(world: World, plan: pd.DataFrame) -> float:
    total = 0.0
    opening = plan.groupby(["cercle_pcode", "service"])["opens_year"].min()
    for cercle, weight in world.cercle_weight.items():
        anyway = {service: world.served_from(service, str(cercle)) for service in Service}
        first = max(min(year, int(opening.get((cercle, service.value), FAR))) for service, year in anyway.items())
        ends = np.array([first, max(anyway.values())])
        worth = _discounts(world, ends)
        total += world.config.chain_bonus_people * float(weight) * float(worth[0] - worth[1])
    return total


def _missing(world: World, plan: pd.DataFrame) -> float:
    missing = 0.0
    for code in world.targets.index:
        services = [service.value for service, counted in world.counted.items() if counted == code]
        years = plan.loc[plan["service"].isin(services), "opens_year"]
        for year in world.years:
            target = float(world.targets.loc[code, year])
            if np.isfinite(target):
                missing += max(0.0, target - world.fixed_count(str(code), year) - int((years <= year).sum()))
    return missing


def _unmet(demand: Demand, plan: pd.DataFrame) -> bool:
    years = plan.loc[plan.index.isin(demand.works), "opens_year"]
    return years.empty or (demand.year is not None and int(years.min()) > demand.year)


def _too_early(plan: pd.DataFrame) -> bool:
    return bool((plan["opens_year"] < plan["first_year"]).any())


def _overspent(world: World, plan: pd.DataFrame) -> bool:
    spent = plan.pivot_table(index="envelope", columns="opens_year", values="cost_usd", aggfunc="sum")
    spent = spent.reindex(index=world.budgets.index, columns=world.years).fillna(0.0)
    left = world.budgets[world.years] - spent
    if world.config.carry_over:
        left = left.cumsum(axis=1)
    return bool((left < -CENT).to_numpy().any())


def _over_caps(world: World, plan: pd.DataFrame, keys: list[str], limit: int) -> Iterator[bool]:
    given = world.given.groupby(keys).size()
    for key, count in plan.groupby(keys).size().items():
        yield count > max(0, limit - int(given.get(key, 0)))


def _out_of_sequence(world: World, plan: pd.DataFrame) -> bool:
    years = plan["opens_year"].to_dict()
    for name, (since, enabling) in world.waiting.items():
        if name in years and years[name] < min([since, *(years[other] for other in enabling if other in years)]):
            return True
    return False


def _under_floors(world: World, plan: pd.DataFrame) -> bool:
    region = plan["cercle_pcode"].map(world.region_of)
    return any(
        int(((region == code) & (plan["service"] == service.value)).sum()) + world.fixed_in_region(code, service)
        < least
        for code, floors in world.config.region_floors.items()
        for service, least in floors.items()
    )
