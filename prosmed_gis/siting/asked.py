"""What is asked of a plan besides the rules of its world."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Wishes of one solve; the default asks for nothing.

    Work ids are those of `World.candidates`.
    """

    forced: Mapping[str, int | None] = field(default_factory=dict)
    """Works that must be built, open by the end of a year or (None) of the plan."""
    forbidden: frozenset[str] = frozenset()
    """Works that may not be built."""
    different_from: tuple[frozenset[str], ...] = ()
    """Plans, as sets of work ids, from each of which the answer must differ."""
    min_difference: int = 1
    """Least number of works that stand in one of two such plans and not in the other: a moved work counts twice."""
    at_least: float | None = None
    """Least objective; no plan at all where the best one is worth less."""
    started_from: Mapping[str, int] | None = None
    """A plan (work id -> opening year) that the search starts from: it changes the time spent, not the worth found."""
