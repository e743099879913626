"""The choice run backwards: which weights explain a list that was agreed on, or how much of it.

Where no weights make the whole list the best one, the largest part of it that one set of weights can choose is found
over all weights and all lists at once, then the weights nearest to the configured ones among those that choose as
much, then the widest margin for that list. Every answer is verified by choosing anew under the weights as printed.
A cercle that no weights choose was a political or a practical choice: the criteria do not explain it, and that is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from prosmed_gis.domain.digits import even
from prosmed_gis.errors import ProsmedError
from prosmed_gis.targeting.choice.asked import rules_of
from prosmed_gis.targeting.choice.tree import swaps
from prosmed_gis.targeting.inverse.blocks import blocks
from prosmed_gis.targeting.inverse.explaining import Found, nearest, widest
from prosmed_gis.targeting.inverse.joint import add_distance, add_weights, joint, most
from prosmed_gis.targeting.inverse.linear import linear_score, printed
from prosmed_gis.targeting.inverse.linear_programme import Programme
from prosmed_gis.targeting.inverse.ratios import best_over, comparable
from prosmed_gis.targeting.inverse.rechoosing import chosen_with, reweighted
from prosmed_gis.targeting.inverse.weight_change import exchanges

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from prosmed_gis.config.calibration import Calibration as Settings
    from prosmed_gis.config.selection import Selection
    from prosmed_gis.targeting.choice.rules import Rule
    from prosmed_gis.targeting.inverse.blocks import Blocks
    from prosmed_gis.targeting.inverse.joint import Joint
    from prosmed_gis.targeting.inverse.linear import Level, LinearScore
    from prosmed_gis.targeting.inverse.linear_programme import Answer
    from prosmed_gis.targeting.inverse.ratios import Comparable, How
    from prosmed_gis.targeting.run import Scored

WHOLE_HITS = 1e-6
"""Slack of the solver's bound on a whole number of hits."""

Kind = Literal["explained", "traded", "never", "unsettled", "rules", "unscored", "absent"]
"""Of a cercle of the reference. explained: in the calibrated list; traded: other weights choose it, with as many of
the list or fewer; never: no weights choose it (none that were tried, where `how` is not exact); unsettled: the search
was stopped; rules: the rules keep it out; unscored: it has no score; absent: it is not in the boundaries."""


@dataclass(frozen=True)
class Verdict:
    """How a cercle of the reference stands to the weights."""

    pcode: str
    kind: Kind
    hits_with: int | None = None
    """Most cercles of the list that weights which choose this one choose (`traded` only)."""
    ahead_always: tuple[str, ...] = ()
    """P-codes of its competitors that are at least as good in every column, and better in one (`never` only)."""
    best_rank: int | None = None
    """Best rank among its competitors under any weights (`never` only; None where the search was stopped)."""
    places: int | None = None
    """Places for which they compete."""
    ahead_then: tuple[str, ...] = ()
    """P-codes of those ahead of it under the weights that rank it best."""


@dataclass(frozen=True, eq=False)
class Calibration:
    """What weights can explain of a reference list."""

    form: LinearScore
    how: How
    reference: np.ndarray
    """(cercles,) bool, in the order of the design."""
    broken: tuple[Rule, ...]
    """Rules that the reference list does not obey; then no weights choose it whole."""
    reference_margin: float | None
    """Points that the weakest exchange from the reference list loses under the best weights (below 0: it gains);
    None where the list breaks a rule."""
    status: str
    """`optimal` (no weights choose more of the list: proved) or `feasible` (stopped before, or not `how` exact)."""
    most_hits: int
    """No weights choose more of the list than this (proved)."""
    selected: np.ndarray
    """(cercles,) bool: the list that the calibrated weights choose."""
    best: Found
    """Widest margin for that list; weights as printed."""
    closest: Found
    """Nearest to the configured weights for that list; weights as printed."""
    closest_proved: bool
    """False where the search was stopped or `how` is not exact: weights nearer to the configured may choose as much."""
    verdicts: tuple[Verdict, ...]
    """One for each cercle of the reference, ascending by P-code."""

    @property
    def hits(self) -> int:
        """Cercles of the reference in the calibrated list."""
        return int((self.selected & self.reference).sum())


def calibrate(
    scored: Scored, selection: Selection, reference: Collection[str], *, level: Level = "groups"
) -> Calibration:
    """Return what weights can explain of a reference list; see `Calibration`.

    Parameters
    ----------
    reference
        P-codes of the list.
    level
        Weights that are sought: of the groups, indicators keeping their shares inside them, or of all indicators.

    Raises
    ------
    ConfigError
        The aggregation is no weighted mean, or the sets of the rules do not nest.
    ProsmedError
        No weights that obey the limits were found in time, or a verification failed (a fault of the tool).
    """
    codes = [str(code) for code in scored.design.pcodes]
    rules = rules_of(scored, selection, scored.unscored)
    parts = blocks(rules, codes)
    form = linear_score(scored, level)
    settings = scored.design.targeting.calibration
    shown = comparable(form, parts.competing, settings.ratio_steps)
    task = _Task(shown, parts, np.isin(codes, list(reference)), settings)
    broken = _broken(rules, set(reference))
    whole = None if broken else widest(shown, _pairs(rules, codes, task.reference), settings.time_limit_s)
    if whole is not None and whole.margin_points >= settings.least_margin_points:
        status, bound, chosen, proved = "optimal", int(task.reference.sum()), task.reference, shown.how == "exact"
    else:
        status, bound, chosen, proved = _largest(task)
        if shown.how != "exact":
            # Weights between the ratios that were tried may do better.
            status, bound, proved = "feasible", int(task.reference.sum()), False
    pairs = _pairs(rules, codes, chosen)
    found = (
        widest(shown, pairs, settings.time_limit_s),
        nearest(shown, pairs, settings.least_margin_points, settings.time_limit_s),
    )
    best, closest = (_verified(scored, selection, form, item, chosen) for item in found)
    return Calibration(
        form=form,
        how=shown.how,
        reference=task.reference,
        broken=broken,
        reference_margin=None if whole is None else whole.margin_points,
        status=status,
        most_hits=bound,
        selected=chosen,
        best=best,
        closest=closest,
        closest_proved=proved,
        verdicts=tuple(_verdict(task, scored, codes, chosen, code) for code in sorted(reference)),
    )


@dataclass(frozen=True, eq=False)
class _Task:
    shown: Comparable
    parts: Blocks
    reference: np.ndarray
    settings: Settings

    def model(self, form: LinearScore, *, hits: np.ndarray | None = None) -> Joint:
        return joint(form, self.parts, margin_points=self.settings.least_margin_points, hits=hits)


def _broken(rules: Sequence[Rule], reference: set[str]) -> tuple[Rule, ...]:
    return tuple(
        rule
        for rule in rules
        if not all(bound.low <= len(bound.members & reference) <= bound.high for bound in rule.bounds)
    )


def _pairs(rules: Sequence[Rule], codes: Sequence[str], chosen: np.ndarray) -> np.ndarray:
    return exchanges(swaps(rules, codes, chosen), np.zeros(len(codes)))


def _largest(task: _Task) -> tuple[str, int, np.ndarray, bool]:
    """Return the status, the proved bound of hits, the list, and whether no weights nearer to the configured choose it.

    The list has the most hits; among lists that have, it is the one of the nearest weights.
    """
    answers: list[Answer] = []

    def evaluate(form: LinearScore) -> tuple[float, np.ndarray] | None:
        model = task.model(form, hits=task.reference)
        answers.append(model.programme.solve(task.settings.time_limit_s))
        return (round(answers[-1].cost), model.list_of(answers[-1])) if answers[-1].found else None

    found = best_over(task.shown, evaluate)
    if found is None:
        msg = (
            "no weights were found that choose any list with a margin: lower targeting.calibration.least_margin_points "
            "or raise targeting.calibration.time_limit_s"
        )
        raise ProsmedError(msg)
    # A bound of -inf is no bound: the length of the list itself is one.
    bounds = [min(-answer.bound, float(task.reference.sum())) for answer in answers if answer.status != "infeasible"]
    most_hits = int(np.floor(max(bounds) + WHOLE_HITS))
    hits = int((found[1] & task.reference).sum())
    closer, proved = _closest_list(task, hits)
    chosen = found[1] if closer is None else closer
    return ("optimal" if most_hits == hits else "feasible"), most_hits, chosen, proved


def _closest_list(task: _Task, hits: int) -> tuple[np.ndarray | None, bool]:
    """Return the list with so many hits that the nearest weights choose, and whether nearer ones are ruled out."""
    statuses = []

    def evaluate(form: LinearScore) -> tuple[float, np.ndarray] | None:
        model = task.model(form)
        add_distance(model.programme, form, model.weights)
        model.programme.rows(model.chosen, task.reference.astype(float), low=hits)
        answer = model.programme.solve(task.settings.time_limit_s)
        statuses.append(answer.status)
        return (answer.cost, model.list_of(answer)) if answer.found else None

    best = best_over(task.shown, evaluate)
    return (None if best is None else best[1]), set(statuses) <= {"optimal", "infeasible"}


def _verified(
    scored: Scored, selection: Selection, form: LinearScore, found: Found | None, chosen: np.ndarray
) -> Found:
    """Return the weights as printed, with their margin, after choosing anew under them."""
    if found is None:
        msg = "the solver lost weights that it had found"
        raise ProsmedError(msg)
    weights = printed(found.weights)
    score, shut = reweighted(scored, form, weights)
    if set(shut) != set(scored.unscored) or (chosen_with(scored, selection, score, shut) != chosen).any():
        msg = "weights found for a list do not choose it (a fault of the tool, please report it)"
        raise ProsmedError(msg)
    codes = [str(code) for code in scored.design.pcodes]
    inside, outside = _pairs(rules_of(scored, selection, shut), codes, chosen).T
    numbers = score.to_numpy()
    return Found(weights, float(np.min(numbers[inside] - numbers[outside], initial=np.inf)))


def _verdict(task: _Task, scored: Scored, codes: Sequence[str], chosen: np.ndarray, code: str) -> Verdict:
    if code not in codes:
        return Verdict(code, "absent")
    mine = codes.index(code)
    if chosen[mine]:
        return Verdict(code, "explained")
    if code in scored.unscored:
        return Verdict(code, "unscored")
    if not task.parts.free[mine]:
        return Verdict(code, "rules")
    statuses = []

    def evaluate(form: LinearScore) -> tuple[float, int] | None:
        model = task.model(form, hits=task.reference)
        model.programme.rows(model.chosen[[mine]], np.ones(1), 1.0, 1.0)
        answer = model.programme.solve(task.settings.time_limit_s)
        statuses.append(answer.status)
        return (round(answer.cost), int((model.list_of(answer) & task.reference).sum())) if answer.found else None

    together = best_over(task.shown, evaluate)
    if together is not None:
        return Verdict(code, "traded", together[1])
    return _never(task, codes, mine) if set(statuses) == {"infeasible"} else Verdict(code, "unsettled")


def _never(task: _Task, codes: Sequence[str], mine: int) -> Verdict:
    """Say who is ahead of a cercle whatever the weights, and how high it comes at best."""
    block = task.parts.block[mine]
    others = np.flatnonzero((task.parts.block == block) & (np.arange(len(codes)) != mine))
    form = task.shown.form
    ahead = even(form.worths[others] - form.worths[mine])
    alike = (form.known[others] == form.known[mine]).all(axis=1)
    always = others[alike & (ahead >= 0).all(axis=1) & (ahead > 0).any(axis=1)]
    best = best_over(task.shown, lambda view: _best_rank(view, mine, others, task.settings.time_limit_s))
    rank, then = (None, others[:0]) if best is None else (len(best[1]) + 1, others[best[1]])
    named = [tuple(sorted(codes[k] for k in group)) for group in (always, then)]
    return Verdict(codes[mine], "never", None, named[0], rank, int(task.parts.places[block]), named[1])


def _best_rank(
    form: LinearScore, mine: int, others: np.ndarray, time_limit_s: float
) -> tuple[float, np.ndarray] | None:
    """Return how many of `others` are ahead under the weights that leave the fewest, and their positions among them."""
    programme = Programme()
    weights = add_weights(programme, form)
    ahead = programme.columns(np.zeros(len(others)), np.ones(len(others)), cost=1.0, whole=True)
    lead = 100.0 * (form.worths[others] - form.worths[mine])
    reach = np.maximum(most(form, lead), 0.0)
    programme.rows(np.concatenate([weights, ahead]), np.hstack([lead, -np.diag(reach)]), high=0.0)
    answer = programme.solve(time_limit_s)
    if answer.status != "optimal":
        return None
    passed = np.flatnonzero(answer.values[ahead] > 0.5)  # noqa: PLR2004 - whole numbers, up to rounding
    return float(len(passed)), passed
