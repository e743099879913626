"""All that the programme of the plan is made from, in one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.domain.vocabulary import Service
from prosmed_gis.siting.sites import near

if TYPE_CHECKING:
    from prosmed_gis.config.siting import Siting
    from prosmed_gis.siting.reach import Reach

SOON = -9999
"""Opening year of what stands already."""


@dataclass(frozen=True, eq=False)
class World:
    """Candidates, what is fixed around them, whom they reach, money and targets.

    `candidates`: index work id (`siting.candidates`); `fixed`: given and partners' works (`siting.sites`);
    `existing`: working facilities; `people_worth`: worth of each row of people (people times weight, 0 where not
    counted); `budgets`: rows envelopes, columns plan years, USD; `targets`: rows indicator codes, columns plan
    years, cumulative counts (NaN none), baselines already taken off; `counted`: service -> indicator code;
    `cercle_weight`: weight of each selected cercle; `region_of`: cercle -> region; `demanded`: what the configuration
    forces (a work or a place) -> the works of which at least one must be built.
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
    demanded: Mapping[str, frozenset[str]] = field(default_factory=dict)

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
        year = np.full(len(self.people_worth), np.iinfo(np.int64).max)
        for name, site in self.fixed[self.fixed["service"] == service.value].iterrows():
            rows = self.reach.rows[str(name)]
            year[rows] = np.minimum(year[rows], int(site["opens_year"]))
        return year

    def served_from(self, service: Service, cercle_pcode: str) -> int:
        """Return the year from which a cercle has the service by what stands or is decided (`SOON` today)."""
        if bool(((self.existing["cercle_pcode"] == cercle_pcode) & (self.existing["service"] == service.value)).any()):
            return SOON
        decided = self.fixed[(self.fixed["cercle_pcode"] == cercle_pcode) & (self.fixed["service"] == service.value)]
        return int(decided["opens_year"].min()) if len(decided) else np.iinfo(np.int64).max

    def secured_from(self, lon: float, lat: float, cercle_pcode: str) -> int:
        """Return the year from which police or gendarmerie are where the rule of sequence wants them for a court."""
        if self.config.precedence == "same_cercle":
            return self.served_from(Service.SECURITY, cercle_pcode)
        security = Service.SECURITY.value
        existing = self.existing[self.existing["service"] == security]
        if np.any(near(lon, lat, existing, self.config.same_place_km)):
            return SOON
        decided = self.fixed[self.fixed["service"] == security]
        years = decided.loc[near(lon, lat, decided, self.config.same_place_km), "opens_year"]
        return int(years.min()) if len(years) else np.iinfo(np.int64).max

    def enabled(self, service: str, lon: float, lat: float, cercle_pcode: str) -> tuple[int, list[str]]:
        """Return from when a court or prison may open by what stands or is decided, and the candidates that let it."""
        if service == Service.JUSTICE.value:
            return self.secured_from(lon, lat, cercle_pcode), self.securing(lon, lat, cercle_pcode)
        table = self.candidates
        courts = table.index[(table["cercle_pcode"] == cercle_pcode) & (table["service"] == Service.JUSTICE.value)]
        return self.served_from(Service.JUSTICE, cercle_pcode), courts.tolist()

    def fixed_in_region(self, region: str, service: Service) -> int:
        """Return how many works of the document of a service open in a region by the end of the plan."""
        given = self.given
        here = given["cercle_pcode"].map(self.region_of) == region
        return int((here & (given["service"] == service.value) & (given["opens_year"] <= self.years[-1])).sum())

    def securing(self, lon: float, lat: float, cercle_pcode: str) -> list[str]:
        """Return the candidates that would bring police or gendarmerie where the rule of sequence wants them."""
        security = self.candidates[self.candidates["service"] == Service.SECURITY.value]
        if self.config.precedence == "same_cercle":
            return security.index[security["cercle_pcode"] == cercle_pcode].tolist()
        return security.index[near(lon, lat, security, self.config.same_place_km)].tolist()

    def fixed_count(self, code: str, year: int) -> int:
        """Return how many works of the document count for an indicator by the end of a year."""
        services = [service.value for service, counted in self.counted.items() if counted == code]
        given = self.given
        return int((given["service"].isin(services) & (given["opens_year"] <= year)).sum())
