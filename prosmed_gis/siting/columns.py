"""The variables of the plan: is this candidate open by the end of that year."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from prosmed_gis.location.program import Program, Terms
    from prosmed_gis.siting.world import World

TIE_PEOPLE = 0.1
"""Of two plans of equal worth the one with earlier candidates in the list is taken: all such preferences together
weigh less than this part of one person."""


def tie(number: int, candidates: int) -> float:
    """Return what building the candidate of this place in the list costs, so that ties are broken by the list."""
    return TIE_PEOPLE * number / max(1, candidates) ** 2


@dataclass(frozen=True, eq=False)
class Columns:
    """`of[work id][year]` is the number of the variable `open by the end of that year`."""

    of: dict[str, dict[int, int]]
    years: list[int]

    @classmethod
    def added(cls, program: Program, world: World) -> Columns:
        """Add the variables of every candidate and year; a work once open stays open."""
        discount = world.discount()
        of: dict[str, dict[int, int]] = {}
        for name, site in world.sites.items():
            base = world.config.work_worth_people.get(site["place_class"], 0.0) * float(site["weight"])
            worth = (discount[:-1] - discount[1:]) * base
            worth[-1] -= tie(site["number"], len(world.sites))
            columns = [program.column(float(part), integer=True) for part in worth]
            for before, after in pairwise(columns):
                program.row([(after, 1.0), (before, -1.0)], lower=0.0)
            of[name] = dict(zip(world.years, columns, strict=True))
        return cls(of, world.years)

    def by(self, names: Iterable[str], year: int) -> Terms:
        """Terms that count the works open by the end of a year."""
        return [(self.of[name][year], 1.0) for name in names]

    def within(self, names: Iterable[str], year: int) -> Terms:
        """Terms that count the works opened in one year of the plan (since the plan year before)."""
        names = list(names)
        earlier = [other for other in self.years if other < year]
        before = self.by(names, max(earlier)) if earlier else []
        return self.by(names, year) + [(column, -value) for column, value in before]

    def by_the_end(self, names: Iterable[str]) -> Terms:
        """Terms that count the works ever open."""
        return self.by(names, self.years[-1])

    def read(self, values: np.ndarray) -> dict[str, int]:
        """Return work id -> opening year of the works that are open in a solution."""
        opens = {}
        for name, columns in self.of.items():
            years = [year for year, column in columns.items() if values[column] > 0.5]  # noqa: PLR2004 - a binary
            if years:
                opens[name] = min(years)
        return opens

    def written(self, opens: Mapping[str, int], size: int) -> np.ndarray:
        """Return the values of the first `size` variables of a plan."""
        values = np.zeros(size)
        for name, columns in self.of.items():
            for year, column in columns.items():
                values[column] = float(opens.get(name, year + 1) <= year)
        return values
