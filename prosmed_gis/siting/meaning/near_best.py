"""The next-best plans: other sets of works, from the best downwards."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

import numpy as np

from prosmed_gis.location.session import Change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prosmed_gis.location.solving import Solution
    from prosmed_gis.siting.meaning.planner import Answer, Planner


@dataclass(frozen=True)
class _Part:
    """The plans that build all of `held`, none of `barred`, and at least one work of each set of `any_of`."""

    held: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()
    any_of: tuple[tuple[str, ...], ...] = ()

    def without(self, works: frozenset[str], names: list[str]) -> Iterator[_Part]:
        """Yield parts that together hold every plan of this one but those with exactly these works."""
        free = [name for name in names if name in works and name not in self.held]
        for number, name in enumerate(free):
            yield _Part((*self.held, *free[:number]), (*self.barred, name), self.any_of)
        others = tuple(name for name in names if name not in works and name not in self.barred)
        if others:
            yield _Part((*self.held, *free), self.barred, (*self.any_of, others))

    def change(self, planner: Planner) -> Change:
        by_the_end = planner.columns.by_the_end
        rows = [(by_the_end([name]), 1.0, np.inf) for name in self.held]
        rows += [(by_the_end(names), 1.0, np.inf) for names in self.any_of]
        return Change(upper=planner.closed(self.barred), rows=rows)


class _Search:
    """Parts of the plans not yet listed, the one with the most promising worth first."""

    def __init__(self, planner: Planner) -> None:
        self._planner = planner
        self._names = list(planner.columns.of)
        self._ticket = count()
        self._queue: list[tuple[float, int, _Part, Solution]] = []

    def leave_out(self, part: _Part, works: frozenset[str]) -> None:
        """Keep a part without the plans of exactly these works."""
        for smaller in part.without(works, self._names):
            self._keep(smaller, self._planner.session.bound(smaller.change(self._planner)))

    def _keep(self, part: _Part, solution: Solution) -> None:
        if solution.status != "infeasible":
            worth = np.inf if solution.status == "not_run" else solution.objective
            heapq.heappush(self._queue, (-worth, next(self._ticket), part, solution))

    def next(self) -> tuple[_Part, Solution] | None:
        """Return the best plan left and its part; its status is `not_run` where that is not known; None without any."""
        while self._queue:
            _, _, part, solution = heapq.heappop(self._queue)
            if solution.status != "relaxed":
                return part, solution
            self._keep(part, self._planner.session.solve(part.change(self._planner)))
        return None


def next_best(planner: Planner, best: Answer, *, most: int) -> tuple[list[Answer], str]:
    """Return the plans that follow the best one, each with another set of works, and how the search ended.

    No plan with yet another set of works lies between two of them (Murty 1968 and Lawler 1972: the plans but the one
    just found are split into parts, each is bounded, the best part is looked into next).

    Returns
    -------
    list of Answer, str
        At most `most` plans; `found` where there may be more, `infeasible` where there are none (proved), `not_run`
        where time ran out. A plan of status `feasible` may have been passed by a better one within its gap.
    """
    search = _Search(planner)
    search.leave_out(_Part(), frozenset(best.opens))
    plans: list[Answer] = []
    while len(plans) < most:
        found = search.next()
        if found is None:
            return plans, "infeasible"
        part, solution = found
        if solution.status == "not_run":
            return plans, "not_run"
        plans.append(planner.answer(solution))
        search.leave_out(part, frozenset(plans[-1].opens))
    return plans, "found"
