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
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.domain.vocabulary import Service
from prosmed_gis.location import solving
from prosmed_gis.location.program import Program
from prosmed_gis.siting.asked import Asked
from prosmed_gis.siting.columns import Columns
from prosmed_gis.siting.reach import merge_rows
from prosmed_gis.siting.rules import add_asked, add_money, add_rules, add_sequence, add_targets

if TYPE_CHECKING:
    from prosmed_gis.siting.world import World

NOTHING_ASKED = Asked()


@dataclass(frozen=True, eq=False)
class Opened:
    """`opens` is work id -> opening year of the candidates that the plan builds."""

    opens: dict[str, int]
    solution: solving.Solution


def solve(
    world: World,
    asked: Asked = NOTHING_ASKED,
    *,
    gap: float | None = None,
    time_limit_s: float | None = None,
    written_out: int = solving.WRITTEN_OUT,
) -> Opened:
    """Return the best opening years of the candidates under the rules of the world and what is asked.

    Parameters
    ----------
    gap, time_limit_s
        Those of the configuration where None.
    written_out
        See `location.solving.solve`; it steers speed alone.

    Returns
    -------
    Opened
        `solution.objective` is `worth.value_of(world, opens)`. `solution.status` is `optimal` (gap proved),
        `feasible` (stopped before, the gap is told) or `infeasible` (nothing opens): no plan obeys all the rules,
        which `collisions.colliding_rules` names.

    Raises
    ------
    ValueError
        A work asked for is no candidate.
    ProsmedError
        The solver failed, or stopped before it had any plan.
    """
    program, opened = written(world, asked)
    size = sum(len(columns) for columns in opened.of.values())
    solution = solving.solve(
        program,
        gap=world.config.mip_gap if gap is None else gap,
        time_limit_s=world.config.time_limit_s if time_limit_s is None else time_limit_s,
        written_out=written_out,
        at_least=-np.inf if asked.at_least is None else asked.at_least,
        start=None if asked.started_from is None else opened.written(asked.started_from, size),
    )
    return Opened(opened.read(solution.values) if len(solution.values) else {}, solution)


def relaxed_prices(world: World, asked: Asked = NOTHING_ASKED) -> pd.DataFrame:
    """Return what one more USD of each year's money is worth where works may be built in parts.

    Returns
    -------
    pandas.DataFrame
        `envelope`, `year`, `shadow_price`: worth (people-equivalents) per USD, the dual value of the money's row;
        with `carry_over` a year's money also serves the years after it. 0 for an envelope that no candidate draws
        on; NaN everywhere where even works in parts cannot obey the rules.
    """
    program, _ = written(world, asked, rounded_money=False)
    run = solving.relaxation(program, time_limit_s=world.config.time_limit_s)
    duals = {tag: abs(float(dual)) for tag, dual in zip(program.tags, run.row_duals, strict=False)}
    missing = 0.0 if len(run.row_duals) else np.nan
    rows = []
    for envelope in world.budgets.index:
        for step, year in enumerate(world.years):
            later = world.years[step:] if world.config.carry_over else [year]
            price = sum(duals.get(("budget", str(envelope), str(other)), missing) for other in later)
            rows.append((str(envelope), year, price))
    return pd.DataFrame(rows, columns=["envelope", "year", "shadow_price"])


def written(world: World, asked: Asked = NOTHING_ASKED, *, rounded_money: bool = True) -> tuple[Program, Columns]:
    """Return the programme of a world and its variables (see `rules.add_money` for `rounded_money`)."""
    program = Program()
    opened = Columns.added(program, world)
    add_money(program, world, opened, rounded=rounded_money)
    add_rules(program, world, opened)
    add_asked(program, asked, opened)
    _coverage(program, world, opened)
    _chains(program, world, opened)
    return program, opened


def happening(world: World) -> tuple[Program, Columns]:
    """Return the programme of what happens to a plan: its worth, and the rule of sequence alone."""
    program = Program()
    opened = Columns.added(program, world)
    add_sequence(program, world, opened)
    add_targets(program, world, opened)
    _coverage(program, world, opened)
    _chains(program, world, opened)
    return program, opened


def _coverage(program: Program, world: World, opened: Columns) -> None:
    discount = world.discount()
    for service in Service:
        names = [name for name, site in world.sites.items() if site["service"] == service.value]
        rows = [world.reach.rows[name] for name in names]
        if not any(len(members) for members in rows):
            continue
        for worth, fixed_year, sites in merge_rows(rows, world.people_worth, world.fixed_year(service)):
            own = [names[site] for site in sites]
            for step, year in enumerate(world.years):
                if year < fixed_year:
                    gain = (discount[step] - discount[step + 1]) * worth
                    program.cover(f"{service.value} {year}", gain, [column for column, _ in opened.by(own, year)])


def _chains(program: Program, world: World, opened: Columns) -> None:
    discount = world.discount()
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
                    names = world.listed.get((str(cercle), service.value), [])
                    program.row([(complete, 1.0), *((column, -1.0) for column, _ in opened.by(names, year))], upper=0.0)
