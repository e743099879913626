"""All that the programme of the plan is made from, in one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from prosmed_gis.domain.vocabulary import Service
from prosmed_gis.siting.sites import near

if TYPE_CHECKING:
    from prosmed_gis.config.siting import Siting
    from prosmed_gis.siting.reach import Reach
    from prosmed_gis.siting.wishes import Demand

SOON = -9999
"""Opening year of what stands already."""
FAR = int(np.iinfo(np.int64).max)
"""Opening year of what is neither there nor decided."""


@dataclass(frozen=True, eq=False)
class World:
    """Candidates, what is fixed around them, whom they reach, money and targets.

    `candidates`: index work id (`siting.candidates`); `fixed`: given and partners' works (`siting.sites`);
    `existing`: working facilities; `people_worth`: worth of each row of people (people times weight, 0 where not
    counted); `budgets`: rows envelopes, columns plan years, USD; `targets`: rows indicator codes, columns plan
    years, cumulative counts (NaN none), baselines already taken off; `counted`: service -> indicator code;
    `cercle_weight`: weight of each selected cercle; `region_of`: cercle -> region; `demanded`: the id of a
    work or place that the configuration forces -> the works of which one must be built.
    """

    config: Siting
    candidates: pd.DataFrame
    fixed: pd.DataFrame
    existing: pd.DataFrame
    reach: Reach
    people_worth: np.ndarray
    budgets: pd.DataFrame
    targets: pd.DataFrame
    counted: dict[Service, str]
    cercle_weight: pd.Series
    region_of: Mapping[str, str] = field(default_factory=dict)
    demanded: Mapping[str, Demand] = field(default_factory=dict)

    @property
    def years(self) -> list[int]:
        """Years of the plan, ascending."""
        return sorted(self.config.years)

    @property
    def given(self) -> pd.DataFrame:
        """The works of the document among the fixed ones."""
        return self.fixed[self.fixed["status"] == "given"]

    def discount(self) -> np.ndarray:
        r"""Return the worth of opening in each year, and 0 after the last: (1 - year_discount)^(t - first year)."""
        steps = np.array(self.years) - self.years[0]
        return np.append((1.0 - self.config.year_discount) ** steps, 0.0)

    def fixed_year(self, service: Service) -> np.ndarray:
        """Return for each row of people the year in which a decided work covers it; a far year where none does."""
        return self._fixed_years[service]

    @cached_property
    def _fixed_years(self) -> dict[Service, np.ndarray]:
        years = {service: np.full(len(self.people_worth), FAR) for service in Service}
        for name, service, opens in zip(self.fixed.index, self.fixed["service"], self.fixed["opens_year"], strict=True):
            if not pd.isna(service):
                rows, year = self.reach.rows[str(name)], years[Service(service)]
                year[rows] = np.minimum(year[rows], int(opens))
        return years

    def served_from(self, service: Service, cercle_pcode: str) -> int:
        """Return the year from which a cercle has the service by what stands or is decided (`SOON` today)."""
        return self._served.get((cercle_pcode, service.value), FAR)

    @cached_property
    def _served(self) -> dict[tuple[str, str], int]:
        years: dict[tuple[str, str], int] = {}
        for frame, opens in ((self.existing, None), (self.fixed, self.fixed["opens_year"])):
            since = [SOON] * len(frame) if opens is None else opens
            for cercle, service, year in zip(frame["cercle_pcode"], frame["service"], since, strict=True):
                if not (pd.isna(cercle) or pd.isna(service)):
                    key = (str(cercle), str(service))
                    years[key] = min(years.get(key, FAR), int(year))
        return years

    def served_at(self, service: Service, lon: float, lat: float) -> int:
        """Return the year from which a place has the service by what stands or is decided (`SOON` today)."""
        existing = self.existing[self.existing["service"] == service.value]
        if np.any(near(lon, lat, existing, self.config.same_place_km)):
            return SOON
        decided = self.fixed[self.fixed["service"] == service.value]
        years = decided.loc[near(lon, lat, decided, self.config.same_place_km), "opens_year"]
        return int(years.min()) if len(years) else FAR

    @cached_property
    def sites(self) -> dict[str, dict[str, Any]]:
        """The candidates' rows by work id, in their order, each with its `number` in it."""
        rows = self.candidates.to_dict("index")
        return {
            str(name): {**{str(key): value for key, value in row.items()}, "number": number}
            for number, (name, row) in enumerate(rows.items())
        }

    @cached_property
    def listed(self) -> dict[tuple[str, str], list[str]]:
        """Candidates by (cercle, service), in their order."""
        found: dict[tuple[str, str], list[str]] = {}
        for name, site in self.sites.items():
            found.setdefault((str(site["cercle_pcode"]), str(site["service"])), []).append(name)
        return found

    @cached_property
    def waiting(self) -> dict[str, tuple[int, list[str]]]:
        """What the courts and prisons among the candidates wait for.

        The year from which it is there by what stands or is decided, and the candidates that would bring it.
        """
        awaited = {
            Service.JUSTICE.value: (Service.SECURITY, self.config.precedence),
            Service.PRISON.value: (Service.JUSTICE, self.config.prison_precedence),
        }
        table = self.candidates
        bringing = {s: table[table["service"] == needed.value] for s, (needed, _) in awaited.items()}
        found: dict[str, tuple[int, list[str]]] = {}
        for name, site in self.sites.items():
            service, cercle = str(site["service"]), str(site["cercle_pcode"])
            if service not in awaited:
                continue
            needed, where = awaited[service]
            if where == "same_cercle":
                found[name] = self.served_from(needed, cercle), self.listed.get((cercle, needed.value), [])
            else:
                own = bringing[service]
                close = near(site["lon"], site["lat"], own, self.config.same_place_km)
                found[name] = self.served_at(needed, site["lon"], site["lat"]), own.index[close].tolist()
        return found

    @cached_property
    def in_sequence(self) -> list[str]:
        """Candidates in an order in which nothing waits for what comes after it: police, courts, prisons."""
        order = {service.value: number for number, service in enumerate(Service)}
        return self.candidates["service"].map(order).sort_values(kind="stable").index.tolist()

    @cached_property
    def home(self) -> dict[str, str]:
        """Cercle of each candidate."""
        return dict(zip(self.candidates.index, self.candidates["cercle_pcode"], strict=True))

    @cached_property
    def given_by(self) -> dict[tuple[str, str], list[int]]:
        """Opening years of the works of the document by (cercle, service)."""
        years: dict[tuple[str, str], list[int]] = {}
        given = self.given
        for cercle, service, opens in zip(given["cercle_pcode"], given["service"], given["opens_year"], strict=True):
            if not pd.isna(service):
                years.setdefault((str(cercle), str(service)), []).append(int(opens))
        return years

    def fixed_in_region(self, region: str, service: Service) -> int:
        """Return how many works of the document of a service open in a region by the end of the plan."""
        return sum(
            sum(opens <= self.years[-1] for opens in years)
            for (cercle, own), years in self.given_by.items()
            if own == service.value and self.region_of.get(cercle) == region
        )

    def fixed_count(self, code: str, year: int) -> int:
        """Return how many works of the document count for an indicator by the end of a year."""
        services = {service.value for service, counted in self.counted.items() if counted == code}
        return sum(
            sum(opens <= year for opens in years) for (_, own), years in self.given_by.items() if own in services
        )
