r"""The multi-year plan as one mixed-integer programme.

.. math::

    \max \sum_{c,t} \delta_t\, b_c w_c\, (X_{ct} - X_{c,t-1})
       + \sum_{g,t<f_g} (\delta_t - \delta_{t+1})\, P_g\, u_{gt}
       + \sum_{k,t<f_k} (\delta_t - \delta_{t+1})\, C\, w_k\, y_{kt}
       - \pi \sum_{i,t} s_{it}

X is 1 from the year in which candidate c is open; u the part of people-group g (worth P_g) newly covered by an open
work, y a complete chain in cercle k, s the works missing from target i. Summed over years, the second term gives each
newly covered person :math:`\delta_t` of the first year t (maximal covering with opening dates: Church and ReVelle
1974), less :math:`\delta_f` where a decided work would have covered them in year f anyway.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import gcd
from typing import TYPE_CHECKING

import numpy as np

from prosmed_gis.domain.vocabulary import Service
from prosmed_gis.location import solving
from prosmed_gis.location.program import Program, Terms
from prosmed_gis.siting.reach import merge_rows
from prosmed_gis.siting.sites import family

if TYPE_CHECKING:
    from prosmed_gis.siting.world import World

TIE_PEOPLE = 0.1
"""Of two plans of equal worth the one with earlier candidates in the list is taken: all such preferences together
weigh less than this part of one person."""


@dataclass(frozen=True, eq=False)
class Opened:
    """`opens` is work id -> opening year of the candidates that the plan builds."""

    opens: dict[str, int]
    solution: solving.Solution


def solve(world: World, *, written_out: int = solving.WRITTEN_OUT) -> Opened:
    """Return the best opening years of the candidates.

    `solution.status` is `infeasible` only if the rules cannot hold even with nothing open, which no rule of this
    programme demands: targets are priced, not forced.
    """
    program = Program()
    opened = _open_columns(program, world)
    for rule in (_one_in_a_place, _money, _caps, _sequence, _targets, _coverage, _chains):
        rule(program, world, opened)
    solution = solving.solve(
        program, gap=world.config.mip_gap, time_limit_s=world.config.time_limit_s, written_out=written_out
    )
    if not len(solution.values):
        return Opened({}, solution)
    opens = {}
    for name, columns in opened.items():
        years = [year for year, column in columns.items() if solution.values[column] > 0.5]  # noqa: PLR2004 - a binary
        if years:
            opens[name] = min(years)
    return Opened(opens, solution)


Columns = dict[str, dict[int, int]]
"""Work id -> year -> number of the variable `open by the end of that year`."""


def _open_columns(program: Program, world: World) -> Columns:
    discount = world.discount()
    opened: Columns = {}
    for number, (name, site) in enumerate(world.candidates.to_dict("index").items()):
        base = world.config.work_worth_people.get(site["place_class"], 0.0) * float(site["weight"])
        tie = TIE_PEOPLE * number / max(1, len(world.candidates)) ** 2
        columns: dict[int, int] = {}
        for step, year in enumerate(world.years):
            if year < site["first_year"]:
                continue
            last = step == len(world.years) - 1
            worth = (discount[step] - discount[step + 1]) * base - (tie if last else 0.0)
            columns[year] = program.column(worth, integer=True)
        for before, after in pairwise(columns.values()):
            program.row([(after, 1.0), (before, -1.0)], lower=0.0)
        opened[str(name)] = columns
    return opened


def _by(opened: Columns, names: list[str], year: int) -> Terms:
    return [(opened[name][year], 1.0) for name in names if year in opened[name]]


def _within(opened: Columns, names: list[str], year: int, years: list[int]) -> Terms:
    """Terms that count the works opened in one year of the plan (since the plan year before)."""
    earlier = [other for other in years if other < year]
    before = _by(opened, names, max(earlier)) if earlier else []
    return _by(opened, names, year) + [(column, -value) for column, value in before]


def _one_in_a_place(program: Program, world: World, opened: Columns) -> None:
    table = world.candidates
    houses = table["kind"].map(family)
    for _, same in table.groupby([table["place_id"], houses], sort=True):
        if len(same) > 1:
            program.row(_by(opened, same.index.tolist(), world.years[-1]), upper=1.0)


def _money(program: Program, world: World, opened: Columns) -> None:
    for envelope, own in world.candidates.groupby("envelope", sort=True):
        # In units of the greatest common cost the purse may be rounded down: the same plans, a far tighter bound.
        cents = {str(name): round(100.0 * cost) for name, cost in own["cost_usd"].items()}
        unit = gcd(*cents.values())
        purse = 0
        for year in world.years:
            money = round(100.0 * float(world.budgets[year][envelope]))
            purse = purse + money if world.config.carry_over else money
            terms: Terms = []
            for name, cost in cents.items():
                part = (
                    _by(opened, [name], year) if world.config.carry_over else _within(opened, [name], year, world.years)
                )
                terms += [(column, value * (cost // unit)) for column, value in part]
            program.row(terms, upper=purse // unit)


def _caps(program: Program, world: World, opened: Columns) -> None:
    given = world.given
    for (cercle, service), own in world.candidates.groupby(["cercle_pcode", "service"], sort=True):
        decided = given[(given["cercle_pcode"] == cercle) & (given["service"] == service)]
        names = own.index.tolist()
        room = max(0, world.config.max_per_cercle - len(decided))
        program.row(_by(opened, names, world.years[-1]), upper=room)
        for year in world.years:
            in_year = int((decided["opens_year"] == year).sum())
            program.row(
                _within(opened, names, year, world.years), upper=max(0, world.config.max_per_cercle_year - in_year)
            )


def _sequence(program: Program, world: World, opened: Columns) -> None:
    justice, prison = Service.JUSTICE.value, Service.PRISON.value
    waiting = world.candidates[world.candidates["service"].isin([justice, prison])]
    for name, site in waiting.to_dict("index").items():
        cercle = site["cercle_pcode"]
        if site["service"] == justice:
            since = world.secured_from(site["lon"], site["lat"], cercle)
            enabling = world.securing(site["lon"], site["lat"], cercle)
        else:
            since = world.served_from(Service.JUSTICE, cercle)
            table = world.candidates
            enabling = table.index[(table["cercle_pcode"] == cercle) & (table["service"] == justice)].tolist()
        for year, column in opened[str(name)].items():
            if year < since:
                before = [(other, -1.0) for other, _ in _by(opened, enabling, year)]
                program.row([(column, 1.0), *before], upper=0.0)


def _targets(program: Program, world: World, opened: Columns) -> None:
    table = world.candidates
    for code in world.targets.index:
        services = [service.value for service, counted in world.counted.items() if counted == code]
        names = table.index[table["service"].isin(services)].tolist()
        for year in world.years:
            wanted = float(world.targets.loc[code, year]) - world.fixed_count(str(code), year)
            if np.isfinite(wanted) and wanted > 0:
                missing = program.column(-world.config.shortfall_price_people, upper=np.inf)
                program.row([*_by(opened, names, year), (missing, 1.0)], lower=wanted)


def _coverage(program: Program, world: World, opened: Columns) -> None:
    discount = world.discount()
    for service in Service:
        names = world.candidates.index[world.candidates["service"] == service.value].tolist()
        rows = [world.reach.rows[name] for name in names]
        if not any(len(members) for members in rows):
            continue
        for worth, fixed_year, sites in merge_rows(rows, world.people_worth, world.fixed_year(service)):
            own = [names[site] for site in sites]
            for step, year in enumerate(world.years):
                terms = _by(opened, own, year) if year < fixed_year else []
                if terms:
                    gain = (discount[step] - discount[step + 1]) * worth
                    program.cover(f"{service.value} {year}", gain, [column for column, _ in terms])


def _chains(program: Program, world: World, opened: Columns) -> None:
    discount = world.discount()
    table = world.candidates
    for cercle, weight in world.cercle_weight.items():
        since = {service: world.served_from(service, str(cercle)) for service in Service}
        whole = max(since.values())
        for step, year in enumerate(world.years):
            if year >= whole:
                break
            worth = (discount[step] - discount[step + 1]) * world.config.chain_bonus_people * float(weight)
            complete = program.column(worth)
            for service in Service:
                if year < since[service]:
                    names = table.index[
                        (table["cercle_pcode"] == cercle) & (table["service"] == service.value)
                    ].tolist()
                    program.row(
                        [(complete, 1.0), *((column, -1.0) for column, _ in _by(opened, names, year))], upper=0.0
                    )
