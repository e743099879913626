"""What may come between: cercles where work is suspended, and decided works that open late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.domain.vocabulary import PlanStatus
from prosmed_gis.siting.sites import NEVER
from prosmed_gis.siting.world import SOON

if TYPE_CHECKING:
    from prosmed_gis.config.meaning import Meaning, Slippage, Suspension
    from prosmed_gis.siting.world import World

KINDS = ("security", "slippage", "both")


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """One course of events; nothing happens where both are empty."""

    kind: str
    suspended: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Cercle P-code -> plan years, ascending, in which no work opens there."""
    late: Mapping[str, int] = field(default_factory=dict)
    """Decided work -> years by which it opens late."""

    def opening(self, cercle: str, year: int, years: list[int]) -> int | None:
        """Return the plan year in which a work meant to open in a year can; None where it is lost."""
        closed = self.suspended.get(cercle, ())
        return next((other for other in years if other >= year and other not in closed), None)


def draw_scenarios(world: World, events: pd.Series, config: Meaning) -> tuple[Scenario, ...]:
    """Return the configured number of scenarios of each kind.

    Parameters
    ----------
    events
        Recent violence by cercle P-code: events, NaN or absent where unknown (there the mean of the known is taken).
    config
        Numbers, chances and `seed`; each scenario has a generator of its own, so that more of one kind leave the
        others as they were.

    Notes
    -----
    A cercle is suspended once with the chance `most * events / (events + half_events)`, from a plan year drawn evenly
    and for a number of years drawn from `durations`, as far as the plan goes.
    """
    counts = (config.suspended_scenarios, config.slipping_scenarios, config.both_scenarios)
    risks = suspension_chances(world, events, config.suspension)
    delays = _delay_chances(world, config.slippage)
    found = []
    for number, (kind, count) in enumerate(zip(KINDS, counts, strict=True)):
        for turn in range(count):
            rng = np.random.default_rng([config.seed, number, turn])
            suspended = _suspended(world.years, risks, config.suspension, rng) if kind != "slippage" else {}
            late = _late(delays, rng) if kind != "security" else {}
            found.append(Scenario(kind=kind, suspended=suspended, late=late))
    return tuple(found)


def suspension_chances(world: World, events: pd.Series, config: Suspension) -> pd.Series:
    """Return the chance (0-1) that each cercle with works or candidates is suspended; index P-code, sorted."""
    cercles = sorted({*world.candidates["cercle_pcode"], *world.fixed["cercle_pcode"].dropna()})
    known = events.reindex(cercles).astype(float)
    known = known.fillna(float(known.mean()) if known.notna().any() else 0.0)
    return config.most * known / (known + config.half_events)


def _suspended(
    years: list[int], risks: pd.Series, config: Suspension, rng: np.random.Generator
) -> dict[str, tuple[int, ...]]:
    found = {}
    for cercle, chance in risks.items():
        # All three are drawn for every cercle, so that one cercle's chance moves no other's draws.
        happens = rng.random() < chance
        start = years[int(rng.integers(len(years)))]
        length = config.durations[int(rng.integers(len(config.durations)))]
        if happens:
            found[str(cercle)] = tuple(year for year in years if start <= year < start + length)
    return found


def dated_works(world: World, status: str) -> pd.DataFrame:
    """Return the decided works of a status that give a service and open within the plan, by work id."""
    fixed = world.fixed
    within = fixed["opens_year"].between(world.years[0], world.years[-1])
    return fixed[(fixed["status"] == status) & fixed["service"].notna() & within].sort_index(kind="stable")


def _delay_chances(world: World, config: Slippage) -> dict[str, np.ndarray]:
    """Chances of opening 0, 1, 2, ... years late of each decided work that opens within the plan."""
    by_status = {PlanStatus.PARTNER.value: config.partner, PlanStatus.GIVEN.value: config.given}
    return {
        str(name): np.array(chances) / sum(chances)
        for status, chances in by_status.items()
        for name in dated_works(world, status).index
    }


def _late(delays: Mapping[str, np.ndarray], rng: np.random.Generator) -> dict[str, int]:
    drawn = {name: int(rng.choice(len(chances), p=chances)) for name, chances in delays.items()}
    return {name: years for name, years in drawn.items() if years}


def shifted(world: World, scenario: Scenario) -> World:
    """Return the world in which the decided works open when the scenario lets them.

    A work that opens within the plan is late by its years; what then falls into a suspension of its cercle waits for
    its end, and never opens where the plan ends first. Targets are priced, since no rule can forbid what happens.
    """
    fixed = world.fixed.copy()
    for name, work in fixed.iterrows():
        year = int(work["opens_year"])
        if world.years[0] <= year <= world.years[-1]:
            year += scenario.late.get(str(name), 0)
            if year <= world.years[-1]:
                year = scenario.opening(str(work["cercle_pcode"]), year, world.years) or NEVER
            fixed.loc[name, "opens_year"] = year
    return replace(world, fixed=fixed, config=world.config.model_copy(update={"targets_hard": False}))


def come_true(world: World, opens: Mapping[str, int], scenario: Scenario) -> dict[str, int]:
    """Return when the works of a plan really open; those that never do are left out.

    Parameters
    ----------
    world
        The world of the scenario (`shifted`).
    opens
        The plan: work id -> opening year.

    Notes
    -----
    A suspended work keeps its money and opens when the suspension of its cercle ends. A court or prison that counted
    on police or a court that is now late waits for it. Yearly limits are not asked again: what waited may open at once.
    """
    real: dict[str, int] = {}
    for name in world.in_sequence:
        if name in opens:
            since, enabling = world.waiting.get(name, (SOON, []))
            enabled = min([since, *(real[other] for other in enabling if other in real)])
            opening = scenario.opening(world.home[name], max(opens[name], enabled), world.years)
            if opening is not None:
                real[name] = opening
    return real
