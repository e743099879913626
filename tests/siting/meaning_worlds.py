"""Every plan of a small world, valued by loops alone, and what may happen to it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import product

import numpy as np
import pandas as pd
from siting_worlds import NEVER, Plain, random_world

from prosmed_gis.config.meaning import Meaning
from prosmed_gis.siting.meaning.scenarios import Scenario
from prosmed_gis.siting.model import solve
from prosmed_gis.siting.world import World

SERVICES = ("security", "justice", "prison")


def meaning_config(**changes: object) -> Meaning:
    tree: dict[str, object] = {
        "enabled": True,
        "gap": 0.0,
        "time_limit_s": 60,
        "question_limit_s": 20,
        "near_share": 0.05,
        "near_plans": 5,
        "budget_shares": [0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.5],
        "suspended_scenarios": 8,
        "slipping_scenarios": 6,
        "both_scenarios": 6,
        "suspension": {"recent_months": 12, "most": 0.8, "half_events": 10, "durations": [1, 2], "source": "test"},
        "slippage": {"partner": [0.2, 0.5, 0.3], "given": [0.4, 0.4, 0.2], "source": "test"},
        "seed": 7,
    }
    return Meaning.model_validate({**tree, **changes})


def possible_world(seed: int) -> World:
    """The first random world from a seed on, in leaps, whose rules allow a plan."""
    while True:
        world = random_world(seed)
        if solve(world).solution.status == "optimal":
            return world
        seed += 1000


def cercles(**changes: object) -> pd.DataFrame:
    return pd.DataFrame({"name": ["Aval", "Bourg"], "events": [20.0, 5.0]}, index=["A", "B"]).assign(**changes)


def inhabitants(world: World) -> pd.DataFrame:
    """As many people as worth; the first half lives in A."""
    n = len(world.people_worth)
    return pd.DataFrame({"people": world.people_worth, "cercle_pcode": np.where(np.arange(n) < n // 2, "A", "B")})


@dataclass
class Every:
    """All plans that a world allows, with their worth."""

    world: World
    plans: list[dict[str, int]] = field(init=False)
    worths: list[float] = field(init=False)

    def __post_init__(self) -> None:
        self.plain = Plain(self.world)
        names = self.world.candidates.index.tolist()
        choices = [[0, *(y for y in self.plain.years if y >= site["first_year"])] for site in self.plain.sites]
        found = [list(opens) for opens in product(*choices) if self.plain.allowed(list(opens))]
        self.plans = [{n: y for n, y in zip(names, opens, strict=True) if y} for opens in found]
        self.worths = [self.plain.value(opens) for opens in found]

    def best(self, without: str | None = None) -> float:
        pairs = zip(self.plans, self.worths, strict=True)
        return max((worth for plan, worth in pairs if without not in plan), default=-np.inf)

    def by_set(self) -> list[tuple[float, frozenset[str]]]:
        """The best worth of each set of works, falling."""
        sets: dict[frozenset[str], float] = {}
        for plan, worth in zip(self.plans, self.worths, strict=True):
            key = frozenset(plan)
            sets[key] = max(worth, sets.get(key, -np.inf))
        return sorted(((worth, works) for works, worth in sets.items()), key=lambda pair: -pair[0])


def next_open(scenario: Scenario, cercle: str, year: int, years: list[int]) -> int:
    while year <= years[-1]:
        if year not in scenario.suspended.get(cercle, ()):
            return year
        year += 1
    return NEVER


def happened(world: World, scenario: Scenario) -> World:
    """The decided works as the scenario lets them open, by the plainest loop."""
    years = sorted(world.config.years)
    opens = []
    for name, work in world.fixed.iterrows():
        year = int(work["opens_year"])
        if years[0] <= year <= years[-1]:
            year = next_open(scenario, work["cercle_pcode"], year + scenario.late.get(str(name), 0), years)
        opens.append(year)
    return replace(world, fixed=world.fixed.assign(opens_year=opens))


def really(world: World, plan: dict[str, int], scenario: Scenario) -> dict[str, int]:
    """Year by year: what is due opens if its cercle is open and what it waits for is there."""
    after = happened(world, scenario)
    plain = Plain(after)
    real: dict[str, int] = {}
    for year in plain.years:
        for service in SERVICES:
            for site in plain.sites:
                name = site["work_id"]
                if site["service"] != service or name in real or not plan.get(name) or plan[name] > year:
                    continue
                if year in scenario.suspended.get(site["cercle_pcode"], ()):
                    continue
                opens = [real.get(s["work_id"], 0) for s in plain.sites]
                if plain._in_sequence({**site, "opens_year": year}, plain.works(opens)):
                    real[name] = year
    return real


def decided(world: World) -> float:
    """What decided works bring by themselves, person by person."""
    plain = Plain(world)

    def worth_of(year: int) -> float:
        return 0.0 if year > plain.years[-1] else plain.delta[max(year, plain.years[0])]

    total = 0.0
    for service in SERVICES:
        own = [work for work in plain.fixed if work["service"] == service]
        for person, worth in enumerate(plain.worth):
            years = [w["opens_year"] for w in own if person in plain.people[w["work_id"]]]
            total += worth * worth_of(min(years, default=NEVER))
    for cercle, weight in world.cercle_weight.items():
        whole = []
        for service in SERVICES:
            here = [e for e in plain.existing if e["service"] == service and e["cercle_pcode"] == cercle]
            years = [w["opens_year"] for w in plain.fixed if w["service"] == service and w["cercle_pcode"] == cercle]
            whole.append(0 if here else min(years, default=NEVER))
        total += plain.config.chain_bonus_people * weight * worth_of(max(whole))
    return total


def worth_in(world: World, plan: dict[str, int], scenario: Scenario) -> float:
    after = happened(world, scenario)
    real = really(world, plan, scenario)
    opens = [real.get(name, 0) for name in world.candidates.index]
    return Plain(after).value(opens) + decided(after) - decided(world)
