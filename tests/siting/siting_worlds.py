"""Small worlds for the tests of siting, and the plainest way to value a plan."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product

import numpy as np
import pandas as pd

from prosmed_gis.config.siting import Siting
from prosmed_gis.domain.vocabulary import Service
from prosmed_gis.siting.asked import Asked
from prosmed_gis.siting.candidates import CANDIDATE_COLUMNS
from prosmed_gis.siting.reach import Reach
from prosmed_gis.siting.sites import FIXED_COLUMNS
from prosmed_gis.siting.wishes import Demand
from prosmed_gis.siting.world import World

KINDS = {"security": "brigade", "justice": "court", "prison": "epes"}
NEVER = 10**9


def siting_config(**changes: object) -> Siting:
    tree: dict[str, object] = {
        "years": [2021, 2022, 2023],
        "candidate_classes": ["cercle_seat", "commune_seat"],
        "open_works": {
            "brigade": _open("brigade", 150_000, "ENV-SECURITY"),
            "court": _open("court", 100_000, "ENV-COURTS"),
            "epes": _open("epes", 90_000, "ENV-EPES"),
        },
        "carry_over": True,
        "partner_radius_km": 15,
        "same_place_km": 5,
        "given_without_cost_opens": 2023,
        "standing_within_km": 5,
        "people_counted": "selected",
        "work_worth_people": {"cercle_seat": 20, "commune_seat": 10},
        "max_per_cercle": 2,
        "max_per_cercle_year": 1,
        "year_discount": 0.1,
        "score_weight": 1.0,
        "chain_bonus_people": 200,
        "shortfall_price_people": 5000,
        "targets": {"security": "2.1.2", "justice": "2.2.2", "prison": "2.2.2"},
        "initiation_first": False,
        "others_from": 2022,
        "precedence": "same_place",
        "mip_gap": 0.0,
        "time_limit_s": 30,
    }
    return Siting.model_validate({**tree, **changes})


def _open(kind: str, cost: float, envelope: str) -> dict[str, object]:
    return {
        "kind": kind, "action": "rehabilitate", "unit_cost_usd": cost, "envelope": envelope, "needs_existing": False,
        "source": "test",
    }  # fmt: skip


def random_world(seed: int, **changes: object) -> World:
    """Two cercles of two towns, three to five candidates, some given works and facilities, chance everywhere."""
    rng = np.random.default_rng(seed)
    config = siting_config(
        carry_over=bool(rng.integers(2)),
        precedence=str(rng.choice(["same_place", "same_cercle"])),
        max_per_cercle=int(rng.integers(1, 4)),
        max_per_cercle_year=int(rng.integers(1, 3)),
        year_discount=float(rng.choice([0.0, 0.1, 0.3])),
        shortfall_price_people=float(rng.choice([0.0, 300.0, 5000.0])),
        chain_bonus_people=float(rng.choice([0.0, 200.0])),
        prison_precedence=str(rng.choice(["same_place", "same_cercle"])),
        **{**_more_rules(np.random.default_rng(10_000 + seed)), **changes},
    )
    towns = [("A1", "A", -4.0), ("A2", "A", -3.5), ("B1", "B", -2.0), ("B2", "B", -1.5)]
    slots = [(town, service) for town in towns for service in KINDS]
    chosen = rng.permutation(len(slots))
    n_open = int(rng.integers(3, 6))
    candidates = [_candidate(slots[i], rng) for i in sorted(chosen[:n_open].tolist())]
    table = pd.DataFrame(candidates, columns=["work_id", *CANDIDATE_COLUMNS]).set_index("work_id")
    fixed = pd.DataFrame(
        [_fixed(slots[i], rng) for i in chosen[n_open : n_open + int(rng.integers(0, 4))]],
        columns=["work_id", *FIXED_COLUMNS],
    ).set_index("work_id")
    existing = pd.DataFrame(
        [(slots[i][1], slots[i][0][1], slots[i][0][2], 15.0, "x") for i in chosen[10 : 10 + int(rng.integers(0, 3))]],
        columns=["service", "cercle_pcode", "lon", "lat", "kind"],
    )
    n_people = 12
    today = {service: rng.random(n_people) < 0.2 for service in Service}
    rows = {}
    for name, site in pd.concat([part for part in (table, fixed) if len(part)])["service"].items():
        members = np.flatnonzero(rng.random(n_people) < 0.35)
        rows[str(name)] = members[~today[Service(site)][members]]
    money = rng.integers(0, 3, (3, 3)) * np.array([[150_000.0], [100_000.0], [90_000.0]]) + rng.integers(
        0, 90_000, (3, 3)
    )
    return World(
        config=config,
        candidates=table,
        fixed=fixed,
        existing=existing,
        reach=Reach(today, rows, ()),
        people_worth=rng.integers(0, 400, n_people).astype(float),
        budgets=pd.DataFrame(money, index=["ENV-SECURITY", "ENV-COURTS", "ENV-EPES"], columns=[2021, 2022, 2023]),
        targets=pd.DataFrame(
            [[0.0, 1.0, 2.0], [np.nan, 1.0, 3.0]], index=["2.1.2", "2.2.2"], columns=[2021, 2022, 2023]
        ),
        counted=dict(config.targets),
        cercle_weight=pd.Series({"A": 1.2, "B": 1.7}),
        region_of={"A": "R1", "B": "R2"},
        demanded=_demands(table, np.random.default_rng(20_000 + seed)),
    )


def _more_rules(rng: np.random.Generator) -> dict[str, object]:
    """Floors and hard targets, in some worlds."""
    floors = {"R1": {str(rng.choice(list(KINDS))): int(rng.integers(1, 3))}} if rng.random() < 0.25 else {}
    return {"region_floors": floors, "targets_hard": bool(rng.random() < 0.1)}


def _demands(table: pd.DataFrame, rng: np.random.Generator) -> dict[str, Demand]:
    """Somebody wants one work, or any work in one place, in some worlds by a year."""
    if rng.random() > 0.2:
        return {}
    year = None if rng.random() < 0.5 else int(rng.choice([2021, 2022, 2023]))
    name = str(rng.choice(table.index))
    if rng.random() < 0.5:
        return {name: Demand(frozenset({name}), year)}
    place = table.loc[name, "place_id"]
    return {place: Demand(frozenset(table.index[table["place_id"] == place]), year)}


def random_wishes(world: World, seed: int) -> Asked:
    """What one solve is asked for besides; nothing in every third world."""
    rng = np.random.default_rng(30_000 + seed)
    names = world.candidates.index.tolist()
    if seed % 3 == 0:
        return Asked()
    forced, forbidden, others = {}, frozenset(), ()
    if rng.random() < 0.4:
        forced = {str(rng.choice(names)): None if rng.random() < 0.5 else int(rng.choice([2021, 2022, 2023]))}
    if rng.random() < 0.4:
        forbidden = frozenset({str(rng.choice(names))})
    if rng.random() < 0.4:
        others = tuple(frozenset(name for name in names if rng.random() < 0.6) for _ in range(2))
    return Asked(
        forced=forced, forbidden=forbidden, different_from=others, min_difference=int(rng.integers(1, 4)),
        started_from=dict.fromkeys(names[:2], 2023) if rng.random() < 0.3 else None,
    )  # fmt: skip


def _candidate(slot: tuple[tuple[str, str, float], str], rng: np.random.Generator) -> tuple[object, ...]:
    (place, cercle, lon), service = slot
    kind = KINDS[service]
    cost, envelope = {
        "brigade": (150_000.0, "ENV-SECURITY"),
        "court": (100_000.0, "ENV-COURTS"),
        "epes": (90_000.0, "ENV-EPES"),
    }[kind]
    seat = "cercle_seat" if place.endswith("1") else "commune_seat"
    return (
        f"OPEN-{kind.upper()}-{place}", kind, kind, "rehabilitate", service, place, place, seat, cercle, lon, 15.0,
        cost, envelope, 1.2 if cercle == "A" else 1.7, int(rng.choice([2021, 2021, 2022])),
    )  # fmt: skip


def _fixed(slot: tuple[tuple[str, str, float], str], rng: np.random.Generator) -> tuple[object, ...]:
    (place, cercle, lon), service = slot
    status = str(rng.choice(["given", "given", "partner"]))
    return (
        f"{status.upper()}-{service}-{place}", KINDS[service], "build", service, cercle, place, lon, 15.0,
        int(rng.choice([2020, 2021, 2022, 2023, 9999])), status,
    )  # fmt: skip


@dataclass
class Plain:
    """A world read into plain lists, so that thousands of plans can be valued by loops alone."""

    world: World
    sites: list[dict[str, object]] = field(init=False)
    fixed: list[dict[str, object]] = field(init=False)
    existing: list[dict[str, object]] = field(init=False)

    def __post_init__(self) -> None:
        self.sites = self.world.candidates.reset_index().to_dict("records")
        self.fixed = self.world.fixed.reset_index().to_dict("records")
        self.existing = self.world.existing.to_dict("records")
        self.people = {name: rows.tolist() for name, rows in self.world.reach.rows.items()}
        self.worth = self.world.people_worth.tolist()
        self.config = self.world.config
        self.years = sorted(self.config.years)
        self.delta = {year: (1 - self.config.year_discount) ** (year - self.years[0]) for year in self.years}
        self.money = {name: [float(row[year]) for year in self.years] for name, row in self.world.budgets.iterrows()}
        self.wanted = {str(code): row.to_dict() for code, row in self.world.targets.iterrows()}

    def works(self, opens: list[int]) -> list[dict[str, object]]:
        planned = [
            {**site, "opens_year": year, "status": "planned"}
            for site, year in zip(self.sites, opens, strict=True)
            if year
        ]
        return [*self.fixed, *planned]

    def allowed(self, opens: list[int]) -> bool:
        works = self.works(opens)
        planned = [work for work in works if work["status"] == "planned"]
        ours = [work for work in works if work["status"] != "partner"]
        return (
            all(work["opens_year"] >= work["first_year"] for work in planned)
            and self._affordable(planned)
            and all(self._capped(work, ours) for work in planned)
            and all(self._in_sequence(work, works) for work in planned)
            and self._one_in_a_place(planned)
            and self._floors_held(ours)
            and all(self._met(demand.works, demand.year, planned) for demand in self.world.demanded.values())
            and not (self.config.targets_hard and self._missing(works) > 0)
        )

    def grants(self, asked: Asked, opens: list[int]) -> bool:
        planned = [work for work in self.works(opens) if work["status"] == "planned"]
        built = {work["work_id"] for work in planned}
        return (
            all(self._met({name}, year, planned) for name, year in asked.forced.items())
            and not built & asked.forbidden
            and all(len(built ^ set(other)) >= asked.min_difference for other in asked.different_from)
        )

    def _met(self, names: set[str], year: int | None, planned: list[dict[str, object]]) -> bool:
        return any(w["work_id"] in names and w["opens_year"] <= (year or self.years[-1]) for w in planned)

    def _one_in_a_place(self, planned: list[dict[str, object]]) -> bool:
        return len({(work["place_id"], work["kind"]) for work in planned}) == len(planned)

    def _floors_held(self, ours: list[dict[str, object]]) -> bool:
        for region, floors in self.config.region_floors.items():
            for service, least in floors.items():
                count = sum(
                    self.world.region_of[w["cercle_pcode"]] == region
                    and w["service"] == service
                    and w["opens_year"] <= self.years[-1]
                    for w in ours
                )
                if count < least:
                    return False
        return True

    def _affordable(self, planned: list[dict[str, object]]) -> bool:
        for name, money in self.money.items():
            left = 0.0
            for year, income in zip(self.years, money, strict=True):
                spent = sum(
                    work["cost_usd"] for work in planned if work["envelope"] == name and work["opens_year"] == year
                )
                left = (left if self.config.carry_over else 0.0) + income - spent
                if left < 0:
                    return False
        return True

    def _capped(self, work: dict[str, object], ours: list[dict[str, object]]) -> bool:
        like = [w for w in ours if w["cercle_pcode"] == work["cercle_pcode"] and w["service"] == work["service"]]
        year = [w for w in like if w["opens_year"] == work["opens_year"]]
        return len(like) <= self.config.max_per_cercle and len(year) <= self.config.max_per_cercle_year

    def _in_sequence(self, work: dict[str, object], works: list[dict[str, object]]) -> bool:
        if work["service"] == "security":
            return True
        needs = "security" if work["service"] == "justice" else "justice"
        there = self.existing + [w for w in works if w["opens_year"] <= work["opens_year"]]
        there = [w for w in there if w["service"] == needs]
        rule = self.config.precedence if needs == "security" else self.config.prison_precedence
        if rule == "same_place":
            return any(w["lon"] == work["lon"] for w in there)
        return any(w["cercle_pcode"] == work["cercle_pcode"] for w in there)

    def value(self, opens: list[int]) -> float:
        works = self.works(opens)
        planned = [work for work in works if work["status"] == "planned"]
        total = sum(
            self.delta[w["opens_year"]] * self.config.work_worth_people[w["place_class"]] * w["weight"] for w in planned
        )
        for service in ("security", "justice", "prison"):
            total += self._people(service, works)
        total += sum(self._chain(cercle, weight, works) for cercle, weight in self.world.cercle_weight.items())
        return total - self.config.shortfall_price_people * self._missing(works)

    def _worth_of_year(self, year: int) -> float:
        return self.delta.get(year, 0.0) if year >= self.years[0] else 1e9

    def _people(self, service: str, works: list[dict[str, object]]) -> float:
        total = 0.0
        own = [work for work in works if work["service"] == service]
        for person, worth in enumerate(self.worth):
            reaching = [work for work in own if person in self.people[work["work_id"]]]
            anyway = min([w["opens_year"] for w in reaching if w["status"] != "planned"], default=NEVER)
            first = min([w["opens_year"] for w in reaching if w["status"] == "planned"], default=NEVER)
            if first < anyway:
                total += worth * (self.delta[first] - self._worth_of_year(anyway))
        return total

    def _chain(self, cercle: str, weight: float, works: list[dict[str, object]]) -> float:
        def complete(among: list[dict[str, object]]) -> int:
            years = []
            for service in ("security", "justice", "prison"):
                if any(e["service"] == service and e["cercle_pcode"] == cercle for e in self.existing):
                    years.append(0)
                else:
                    years.append(
                        min(
                            [w["opens_year"] for w in among if w["service"] == service and w["cercle_pcode"] == cercle],
                            default=NEVER,
                        )
                    )
            return max(years)

        anyway, first = complete([w for w in works if w["status"] != "planned"]), complete(works)
        if first >= anyway or first > self.years[-1]:
            return 0.0
        return self.config.chain_bonus_people * weight * (self.delta[first] - self._worth_of_year(anyway))

    def _missing(self, works: list[dict[str, object]]) -> float:
        counted = {service.value: code for service, code in self.world.counted.items()}
        missing = 0.0
        for code, by_year in self.wanted.items():
            for year, target in by_year.items():
                done = sum(
                    counted[w["service"]] == code and w["opens_year"] <= year and w["status"] != "partner"
                    for w in works
                )
                missing += max(0.0, target - done) if np.isfinite(target) else 0.0
        return missing

    def best(self, asked: Asked | None = None) -> float:
        """Try every plan there is; minus infinity where none obeys."""
        choices = [[0, *(year for year in self.years if year >= site["first_year"])] for site in self.sites]
        wanted = asked or Asked()
        return max(
            (
                self.value(list(opens))
                for opens in product(*choices)
                if self.grants(wanted, list(opens)) and self.allowed(list(opens))
            ),
            default=-np.inf,
        )
