"""The rules of a programme that collide: a smallest set without which a plan would exist.

QuickXplain (Junker 2004): halves are tried together, so that a set of k rules among n costs about k log2(n/k) solves
rather than n. Rules are the rows with a tag; rows without one are the programme's form and always hold.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from prosmed_gis.errors import ProsmedError
from prosmed_gis.location.program import Program

if TYPE_CHECKING:
    from prosmed_gis.location.program import Tag


def colliding(program: Program, *, time_limit_s: float) -> tuple[Tag, ...]:
    """Return tags of rows that no solution obeys together, each of which is needed for that; sorted.

    There may be other such sets. Empty where a solution exists.

    Raises
    ------
    ProsmedError
        The time is over before the set is found.
    """
    search = _Search(program, time.monotonic() + time_limit_s)
    tags = sorted({tag for tag in program.tags if tag})
    if not tags or search.possible(tags):
        return ()
    return tuple(sorted(search.narrowed([], tags, known=False)))


class _Search:
    """One search: the programme without its worth, cut to the rows that are looked at."""

    def __init__(self, program: Program, end: float) -> None:
        self._program = program
        self._end = end

    def possible(self, tags: list[Tag]) -> bool:
        """Return whether a solution obeys the rows of these tags and those without one."""
        kept = {*tags, ()}
        source = self._program
        cut = Program([0.0] * len(source.objective), list(source.upper), list(source.integer))
        for row, tag in enumerate(source.tags):
            if tag in kept:
                span = slice(source.starts[row], source.starts[row + 1])
                terms = list(zip(source.indices[span], source.coefficients[span], strict=True))
                cut.row(terms, lower=source.row_lower[row], upper=source.row_upper[row])
        left = self._end - time.monotonic()
        if left <= 0:
            raise ProsmedError("no plan obeys all rules; the time was over before the rules that collide were found")
        return cut.run(whole=True, gap=1.0, time_limit_s=left).status != "infeasible"

    def narrowed(self, held: list[Tag], tags: list[Tag], *, known: bool) -> list[Tag]:
        """Return the tags among `tags` needed for a collision together with `held`.

        `known` says that `held` has grown since it was last looked at.
        """
        if known and not self.possible(held):
            return []
        if len(tags) == 1:
            return tags
        first, second = tags[: len(tags) // 2], tags[len(tags) // 2 :]
        late = self.narrowed(held + first, second, known=True)
        early = self.narrowed(held + late, first, known=bool(late))
        return early + late
