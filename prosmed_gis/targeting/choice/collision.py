"""What to say when no list obeys all rules: which of them collide, and what change of one would be enough.

The colliding set is irreducible: without any one of its rules the others can be obeyed (deletion filter, Chinneck and
Dravnieks 1991).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from prosmed_gis.domain.messages import text
from prosmed_gis.errors import InfeasibleError
from prosmed_gis.targeting.choice.programme import ChoiceProgramme
from prosmed_gis.targeting.choice.rows import Rows, rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from prosmed_gis.domain.vocabulary import Language
    from prosmed_gis.targeting.choice.rules import Rule


def infeasible(pcodes: Sequence[str], rules: Sequence[Rule], language: Language | str) -> InfeasibleError:
    """Return the error that names the colliding rules and what to do; no list obeys all `rules`."""
    colliding = smallest_collision(pcodes, rules)
    lines = "; ".join(f"{rule.word} ({rule.sentence(str(language))})" for rule in colliding)
    changes = [change for rule in colliding if (change := _enough(rule, rules, pcodes, str(language)))]
    remedy = (
        text("selection.one_is_enough", language, changes="; ".join(changes))
        if changes
        else text("selection.none_is_enough", language)
    )
    message = text("selection.infeasible", language, rules=lines, count=len(pcodes), remedy=remedy)
    return InfeasibleError(message, [rule.word for rule in colliding])


def smallest_collision(pcodes: Sequence[str], rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """Return rules that cannot all be obeyed, and of which any one could be left out for the others to be."""
    kept = list(rules)
    # Rules met first are struck out first; the number itself is kept as long as possible, it is what users ask for.
    for rule in reversed(rules):
        rest = [other for other in kept if other is not rule]
        if ChoiceProgramme(rows_of(rest, pcodes)).best(np.zeros(len(pcodes))) is None:
            kept = rest
    return tuple(kept)


def _enough(rule: Rule, rules: Sequence[Rule], pcodes: Sequence[str], language: str) -> str:
    """Return in words the smallest change of one rule after which all are obeyed; empty where there is none."""
    others = rows_of([other for other in rules if other is not rule], pcodes)
    own = rows_of([rule], pcodes)
    if rule.step == 0:
        # No list at all would obey everything, and helps nobody.
        others = others.beside(Rows(own.matrix, np.ones_like(own.low), np.full_like(own.high, np.inf)))
    # One more column, the change: it lifts what is too low and lowers what is too high.
    lifted = Rows(own.matrix, own.low, np.full_like(own.high, np.inf))
    lowered = Rows(own.matrix, np.full_like(own.low, -np.inf), own.high)
    rows = _with_column(others, 0.0).beside(_with_column(lifted, 1.0)).beside(_with_column(lowered, -1.0))
    most, objective = np.ones(len(pcodes) + 1), np.zeros(len(pcodes) + 1)
    most[-1] = np.abs(own.matrix).sum(axis=1).max(initial=0.0) + np.abs(own.low[np.isfinite(own.low)]).max(initial=0.0)
    objective[-1] = -1.0
    found = ChoiceProgramme(rows, upper=most).best(objective)
    if found is None:
        return ""
    list_of, change = found[:-1], int(found[-1])
    by = int(own.matrix[0] @ list_of - own.low[0]) if rule.step == 0 else (rule.step or 0) * change
    return rule.loosened(by, language)


def _with_column(rows: Rows, coefficient: float) -> Rows:
    column = np.full(len(rows.low), coefficient)
    return Rows(np.column_stack([rows.matrix, column]), rows.low, rows.high)
