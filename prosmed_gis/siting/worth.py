"""The worth of any plan and the rules that it breaks, told without the solver."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from prosmed_gis.domain.vocabulary import Service
from prosmed_gis.siting.columns import tie
from prosmed_gis.siting.sites import family
from prosmed_gis.siting.world import FAR

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from prosmed_gis.siting.world import World

CENT = 0.005
"""Half a cent: sums of dollars equal within it."""

Plan = list[dict[str, Any]]
"""Rows of the candidates that are built, each with its `name` and the year in which it `opens`."""


def value_of(world: World, opens: Mapping[str, int]) -> float:
    """Return the objective of a plan (work id -> opening year), whether it obeys the rules or not.

    The formula is that of `model`, `columns.TIE_PEOPLE` included; works that open after the plan count nothing.
    """
    plan = _plan(world, opens)
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
    plan = _plan(world, opens)
    by_cercle = Counter((str(work["cercle_pcode"]), str(work["service"])) for work in plan)
    by_year = Counter((str(work["cercle_pcode"]), str(work["service"]), int(work["opens"])) for work in plan)
    houses = Counter((work["place_id"], family(work["kind"])) for work in plan)
    given, config = world.given_by, world.config
    checks = {
        "first_year": any(work["opens"] < work["first_year"] for work in plan),
        "budget": _overspent(world, plan),
        "one_in_a_place": any(count > 1 for count in houses.values()),
        "max_per_cercle": any(
            count > max(0, config.max_per_cercle - len(given.get(key, []))) for key, count in by_cercle.items()
        ),
        "max_per_cercle_year": any(
            count > max(0, config.max_per_cercle_year - given.get((cercle, service), []).count(year))
            for (cercle, service, year), count in by_year.items()
        ),
        "precedence": _out_of_sequence(world, plan),
        "target": config.targets_hard and _missing(world, plan) > 0,
        "region_floor": _under_floors(world, plan),
        "forced": _unmet(world, plan),
    }
    return sorted(name for name, broken in checks.items() if broken)


def _plan(world: World, opens: Mapping[str, int]) -> Plan:
    last = world.years[-1]
    return [{**world.sites[name], "name": name, "opens": int(year)} for name, year in opens.items() if year <= last]


def _discounts(world: World, years: Sequence[int] | np.ndarray) -> np.ndarray:
    """Worth of opening in each year; in a year between two of the plan that of the next one, 0 after the last."""
    return world.discount()[np.searchsorted(world.years, years)]


def _works(world: World, plan: Plan) -> float:
    by_class = world.config.work_worth_people
    base = [by_class.get(work["place_class"], 0.0) * float(work["weight"]) for work in plan]
    ties = sum(tie(work["number"], len(world.sites)) for work in plan)
    return float(np.array(base) @ _discounts(world, [work["opens"] for work in plan])) - ties if plan else 0.0


def _people(world: World, plan: Plan, service: Service) -> float:
    rows = [world.reach.rows[work["name"]] for work in plan if work["service"] == service.value]
    if not rows:
        return 0.0
    years = [work["opens"] for work in plan if work["service"] == service.value]
    reached = np.unique(np.concatenate(rows))
    first = np.full(len(reached), FAR)
    for own, year in zip(rows, years, strict=True):
        position = np.searchsorted(reached, own)
        first[position] = np.minimum(first[position], year)
    anyway = world.fixed_year(service)[reached]
    gained = first < anyway
    worth = _discounts(world, first[gained]) - _discounts(world, anyway[gained])
    return float(world.people_worth[reached[gained]] @ worth)


def _chains(world: World, plan: Plan) -> float:
    opening: dict[tuple[str, str], int] = defaultdict(lambda: FAR)
    for work in plan:
        key = (str(work["cercle_pcode"]), str(work["service"]))
        opening[key] = min(opening[key], work["opens"])
    total = 0.0
    for cercle in sorted({cercle for cercle, _ in opening} & set(world.cercle_weight.index)):
        anyway = {service: world.served_from(service, cercle) for service in Service}
        first = max(min(year, opening[cercle, service.value]) for service, year in anyway.items())
        worth = _discounts(world, [first, max(anyway.values())])
        total += float(world.cercle_weight[cercle]) * float(worth[0] - worth[1])
    return world.config.chain_bonus_people * total


def _missing(world: World, plan: Plan) -> float:
    missing = 0.0
    for code, targets in world.targets.iterrows():
        services = {service.value for service, counted in world.counted.items() if counted == code}
        years = [work["opens"] for work in plan if work["service"] in services]
        for year in world.years:
            target = float(targets[year])
            if np.isfinite(target):
                done = world.fixed_count(str(code), year) + sum(opens <= year for opens in years)
                missing += max(0.0, target - done)
    return missing


def _overspent(world: World, plan: Plan) -> bool:
    spent: dict[tuple[str, int], float] = defaultdict(float)
    for work in plan:
        spent[work["envelope"], work["opens"]] += work["cost_usd"]
    for envelope in {str(work["envelope"]) for work in plan}:
        left = 0.0
        for year in world.years:
            left = (left if world.config.carry_over else 0.0) + float(world.budgets[year][envelope])
            left -= spent[envelope, year]
            if left < -CENT:
                return True
    return False


def _out_of_sequence(world: World, plan: Plan) -> bool:
    years = {work["name"]: work["opens"] for work in plan}
    for name, opens in years.items():
        since, enabling = world.waiting.get(name, (0, []))
        if opens < min([since, *(years[other] for other in enabling if other in years)]):
            return True
    return False


def _under_floors(world: World, plan: Plan) -> bool:
    built = Counter((world.region_of.get(work["cercle_pcode"]), work["service"]) for work in plan)
    return any(
        built[region, service.value] + world.fixed_in_region(region, service) < least
        for region, floors in world.config.region_floors.items()
        for service, least in floors.items()
    )


def _unmet(world: World, plan: Plan) -> bool:
    last = world.years[-1]
    return any(
        not any(work["name"] in demand.works and work["opens"] <= (demand.year or last) for work in plan)
        for demand in world.demanded.values()
    )
