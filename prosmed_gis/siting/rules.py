"""The rules of the plan as rows of its programme, each with a tag that says what it stands for.

A tag is (rule, whom it concerns ...): `budget` envelope year; `one_in_a_place` place; `max_per_cercle` cercle service;
`max_per_cercle_year` cercle service year; `first_year` work year; `precedence` work year; `target` indicator year;
`region_floor` region service; `forced` work or place (year); `forbidden` work; `different` number of the plan.
"""

from __future__ import annotations

from math import gcd
from typing import TYPE_CHECKING

import numpy as np

from prosmed_gis.siting.sites import family

if TYPE_CHECKING:
    from prosmed_gis.location.program import Program
    from prosmed_gis.siting.asked import Asked
    from prosmed_gis.siting.columns import Columns
    from prosmed_gis.siting.world import World


def add_rules(program: Program, world: World, opened: Columns) -> None:
    """Add every rule of the world but the money (`add_money`)."""
    for rule in (_first_years, _one_in_a_place, _caps, add_sequence, add_targets, _floors, _demanded):
        rule(program, world, opened)


def add_money(program: Program, world: World, opened: Columns, *, rounded: bool = True) -> None:
    """Add what each envelope may spend by each year (`carry_over`) or in it.

    `rounded` counts in units of the greatest common cost, so that the purse may be rounded down, and once more in
    units of each cost, works and purse rounded down (Chvátal 1973): the same plans, a far tighter bound. Without it
    costs are in USD and a row's dual is the worth of one USD.
    """
    drawing: dict[str, list[str]] = {}
    for name, site in world.sites.items():
        drawing.setdefault(str(site["envelope"]), []).append(name)
    for envelope, names in sorted(drawing.items()):
        cents = {name: round(100.0 * world.sites[name]["cost_usd"]) for name in names}
        costs = sorted({*cents.values()})
        units = [gcd(*costs), *(costs if len(costs) > 1 else [])] if rounded else []
        purse = 0
        for year in world.years:
            money = round(100.0 * float(world.budgets[year][envelope]))
            purse = purse + money if world.config.carry_over else money
            by = opened.by if world.config.carry_over else opened.within
            spent = [(column, value, cents[name]) for name in cents for column, value in by([name], year)]
            tag = ("budget", str(envelope), str(year))
            for unit in units:
                terms = [(column, value * (cost // unit)) for column, value, cost in spent if cost >= unit]
                program.row(terms, upper=purse // unit, tag=tag)
            if not rounded:
                terms = [(column, value * cost / 100.0) for column, value, cost in spent]
                program.row(terms, upper=purse / 100.0, tag=tag)


def add_asked(program: Program, asked: Asked, opened: Columns) -> None:
    """Add what is asked of this solve alone.

    Raises
    ------
    ValueError
        A work that must, or may not, be built is no candidate.
    """
    unknown = sorted(({*asked.forced} | asked.forbidden) - set(opened.of))
    if unknown:
        raise ValueError(f"no candidate: {', '.join(unknown)}")
    for name, year in sorted(asked.forced.items()):
        tag = ("forced", name) if year is None else ("forced", name, str(year))
        program.row(opened.by([name], year if year is not None else opened.years[-1]), lower=1.0, tag=tag)
    for name in sorted(asked.forbidden):
        program.row(opened.by_the_end([name]), upper=0.0, tag=("forbidden", name))
    for number, plan in enumerate(asked.different_from):
        terms = [
            (column, -1.0 if name in plan else 1.0) for name in opened.of for column, _ in opened.by_the_end([name])
        ]
        there = sum(name in plan for name in opened.of)
        program.row(terms, lower=asked.min_difference - there, tag=("different", str(number)))


def _first_years(program: Program, world: World, opened: Columns) -> None:
    for name, first in world.candidates["first_year"].items():
        closed = [year for year in world.years if year < first]
        if closed:
            program.row(opened.by([str(name)], max(closed)), upper=0.0, tag=("first_year", str(name), str(max(closed))))


def _one_in_a_place(program: Program, world: World, opened: Columns) -> None:
    together: dict[tuple[str, str], list[str]] = {}
    for name, site in world.sites.items():
        together.setdefault((str(site["place_id"]), family(site["kind"])), []).append(name)
    for key, names in together.items():
        if len(names) > 1:
            program.row(opened.by_the_end(names), upper=1.0, tag=("one_in_a_place", *key))


def _caps(program: Program, world: World, opened: Columns) -> None:
    limit, limit_year = world.config.max_per_cercle, world.config.max_per_cercle_year
    for key, names in sorted(world.listed.items()):
        decided = world.given_by.get(key, [])
        program.row(opened.by_the_end(names), upper=max(0, limit - len(decided)), tag=("max_per_cercle", *key))
        for year in world.years:
            room = max(0, limit_year - decided.count(year))
            program.row(opened.within(names, year), upper=room, tag=("max_per_cercle_year", *key, str(year)))


def add_sequence(program: Program, world: World, opened: Columns) -> None:
    """Add that a court opens where police or gendarmerie are by then, a prison where a court is."""
    for name, (since, enabling) in world.waiting.items():
        for year, column in opened.of[name].items():
            if year < since:
                before = [(other, -1.0) for other, _ in opened.by(enabling, year)]
                program.row([(column, 1.0), *before], upper=0.0, tag=("precedence", name, str(year)))


def add_targets(program: Program, world: World, opened: Columns) -> None:
    """Add the yearly targets: what is missing has its price, or may not be missing (`targets_hard`)."""
    for code in world.targets.index:
        services = {service.value for service, counted in world.counted.items() if counted == code}
        names = [name for name, site in world.sites.items() if site["service"] in services]
        for year in world.years:
            wanted = float(world.targets.loc[code, year]) - world.fixed_count(str(code), year)
            if np.isfinite(wanted) and wanted > 0:
                terms = opened.by(names, year)
                if not world.config.targets_hard:
                    terms.append((program.column(-world.config.shortfall_price_people, upper=wanted), 1.0))
                program.row(terms, lower=wanted, tag=("target", str(code), str(year)))


def _floors(program: Program, world: World, opened: Columns) -> None:
    for code, floors in sorted(world.config.region_floors.items()):
        for service, least in sorted(floors.items()):
            wanted = least - world.fixed_in_region(code, service)
            names = [
                name
                for (cercle, own), there in sorted(world.listed.items())
                if own == service.value and world.region_of.get(cercle) == code
                for name in there
            ]
            if wanted > 0:
                program.row(opened.by_the_end(names), lower=wanted, tag=("region_floor", code, service.value))


def _demanded(program: Program, world: World, opened: Columns) -> None:
    for wish, demand in sorted(world.demanded.items()):
        year = world.years[-1] if demand.year is None else demand.year
        tag = ("forced", wish) if demand.year is None else ("forced", wish, str(year))
        program.row(opened.by(sorted(demand.works), year), lower=1.0, tag=tag)
