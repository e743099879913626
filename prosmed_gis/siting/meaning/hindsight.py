r"""The best that any plan could have come to, had the scenario been known.

Two copies of the plan's variables stand in one programme: X, the plan as decided, under every rule of the plan; and E,
what really opens, under the rule of sequence alone, which carries all the worth.

.. math:: E_{ct} \le X_{ct} \text{ in an open year}, \qquad E_{ct} \le E_{c,t-1} \text{ in a suspended one}

All worth grows with earlier openings, so that E is what `scenarios.come_true` makes of X.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from prosmed_gis.location.program import Program
from prosmed_gis.location.session import Session

if TYPE_CHECKING:
    from prosmed_gis.siting.columns import Columns
    from prosmed_gis.siting.meaning.planner import Answer, Planner
    from prosmed_gis.siting.meaning.scenarios import Scenario


def best_in_hindsight(nominal: Planner, happening: Program, real: Columns, scenario: Scenario) -> Answer:
    """Return the plan that a scenario would have been worth most with; its years are those decided, not the real ones.

    Parameters
    ----------
    nominal
        The world as planned.
    happening, real
        The programme of the scenario's world, and its variables (`siting.model.happening`).
    """
    program = Program()
    session = nominal.session
    _add(program, session.program, rows=np.flatnonzero(session.settled.ruling), worth=False)
    moved = session.size
    _add(program, happening, rows=np.arange(len(happening.tags)), worth=True)
    for name, cercle in nominal.world.candidates["cercle_pcode"].items():
        closed = scenario.suspended.get(str(cercle), ())
        before: int | None = None
        for year, column in real.of[str(name)].items():
            opening = moved + column
            limit = before if year in closed else nominal.columns.of[str(name)][year]
            program.row([(opening, 1.0), *([] if limit is None else [(limit, -1.0)])], upper=0.0)
            before = opening
    solution = Session(program, gap=session.gap, end=session.end, limit_s=session.limit_s).solve()
    return nominal.answer(solution)


def _add(program: Program, part: Program, *, rows: np.ndarray, worth: bool) -> None:
    """Add the variables and some rows of another programme behind those already there, with their worth or without."""
    moved = len(program.objective)
    for objective, upper, integer in zip(part.objective, part.upper, part.integer, strict=True):
        program.column(objective if worth else 0.0, upper=upper, integer=integer)
    for row in rows:
        span = slice(part.starts[row], part.starts[row + 1])
        terms = [
            (moved + index, value) for index, value in zip(part.indices[span], part.coefficients[span], strict=True)
        ]
        program.row(terms, lower=part.row_lower[row], upper=part.row_upper[row], tag=part.tags[row])
    if worth:
        for block, gain, columns in part.covers:
            program.cover(block, gain, [moved + column for column in columns])
