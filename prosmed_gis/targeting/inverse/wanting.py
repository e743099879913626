"""What it would take: how far a cercle is from entering the list, or from leaving it.

Exact in each of three ways, all else equal: points of score against the cercles with which it may be exchanged; the
smallest change of the groups' weights under which a best list has it (or has not), over all lists; and the value of
each indicator, with the ceiling's effect as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from prosmed_gis.domain.digits import even
from prosmed_gis.domain.messages import text
from prosmed_gis.targeting.choice.tree import swaps
from prosmed_gis.targeting.inverse.blocks import blocks
from prosmed_gis.targeting.inverse.joint import add_distance, joint
from prosmed_gis.targeting.inverse.linear import held_worths, linear_score
from prosmed_gis.targeting.inverse.needed import value_for
from prosmed_gis.targeting.inverse.ratios import best_over, comparable
from prosmed_gis.targeting.inverse.weight_change import NOISE, exchanges, weight_changes
from prosmed_gis.targeting.numbers import decimal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd

    from prosmed_gis.config.calibration import Calibration
    from prosmed_gis.targeting.choice.rules import Rule
    from prosmed_gis.targeting.inverse.blocks import Blocks
    from prosmed_gis.targeting.inverse.linear import LinearScore
    from prosmed_gis.targeting.inverse.ratios import Comparable, How
    from prosmed_gis.targeting.run import Scored


SHOWN_VALUES = 3
"""Indicators named in a sentence: those whose worth would have to change least."""


@dataclass(frozen=True)
class Rival:
    """A cercle with which this one may be exchanged."""

    pcode: str
    gap_points: float
    """Points of score between the two, at least 0."""
    moved_percent: float
    """Points of weight out of 100 that must move for the two to draw level; NaN where none do."""


@dataclass(frozen=True)
class Change:
    """The smallest change of the groups' weights that changes the cercle's place."""

    moved_percent: float
    moves: dict[str, float]
    """Group -> points of weight out of 100 that it gains (or loses, below 0); what moves most first."""
    shares: dict[str, float]
    """Group -> new share, 0-1."""
    level: bool
    """True where the cercle only draws level: it is like another in everything that matters, a tie-break decides."""


@dataclass(frozen=True)
class Need:
    """The value that one indicator would need, all else equal."""

    indicator: str
    value: float
    """Today, in the indicator's unit."""
    needed: float
    """NaN where no value suffices."""
    worth_change: float
    """What its worth (0-1, after the ceiling) would have to change by, at least 0."""

    @property
    def numbers(self) -> tuple[float, float]:
        """The value and the needed one."""
        return self.value, self.needed


@dataclass(frozen=True)
class Wanting:
    """What it would take for a cercle to enter the list, or to leave it."""

    pcode: str
    selected: bool
    gap_points: float
    """Points of score to gain, or to lose; NaN where the rules alone decide."""
    rivals: tuple[Rival, ...]
    """The nearest first."""
    change: Change | None
    """None where no weights of the groups do it (see `searched`)."""
    searched: str
    """Status of the search for weights: `optimal` (proved), `feasible` or `unknown` (stopped: a smaller change may
    exist), `infeasible` (no weights)."""
    how: How
    """Whether all weights were searched, or ratios of them; see `ratios`."""
    needs: tuple[Need, ...]
    """Indicators that weigh on the score and are known, in the order of the configuration."""


def wanting(scored: Scored, selected: np.ndarray, rules: Sequence[Rule], pcode: str) -> Wanting:
    """Return what it would take to bring a cercle into the list, or to put it out.

    Parameters
    ----------
    selected
        (cercles,) bool, in the order of the design: the list.
    rules
        All rules of the choice, the one on cercles without a score included.

    Raises
    ------
    ConfigError
        The aggregation is no weighted mean, or the sets of the rules do not nest.
    """
    codes = [str(code) for code in scored.design.pcodes]
    mine = codes.index(pcode)
    form = linear_score(scored, "groups")
    allowed = swaps(rules, codes, selected)
    allowed &= np.arange(len(codes)) == mine if not selected[mine] else (np.arange(len(codes)) == mine)[:, None]
    settings = scored.design.targeting.calibration
    pairs = exchanges(allowed, scored.score.to_numpy())
    if not len(pairs):
        return Wanting(pcode, bool(selected[mine]), np.nan, (), None, "infeasible", "exact", ())
    nearest = weight_changes(
        form, pairs[: settings.rivals], steps=settings.ratio_steps, time_limit_s=settings.time_limit_s
    )
    beside = nearest["left_out" if selected[mine] else "selected"]
    rivals = tuple(
        Rival(codes[other], float(gap), float(moved))
        for other, gap, moved in zip(beside, nearest["gap_points"], nearest["moved_percent"], strict=True)
    )
    parts = blocks(rules, codes)
    shown = comparable(form, parts.competing, settings.ratio_steps)
    change, searched = _smallest_change(shown, parts, mine, settings, enters=not selected[mine])
    gap = rivals[0].gap_points
    needs = _needs(scored, mine, gap, rises=not selected[mine])
    return Wanting(pcode, bool(selected[mine]), gap, rivals, change, searched, shown.how, needs)


def _smallest_change(
    shown: Comparable, parts: Blocks, mine: int, settings: Calibration, *, enters: bool
) -> tuple[Change | None, str]:
    """Search all weights and the lists they choose; where none is clear of ties, level counts."""
    for margin in (settings.least_margin_points, 0.0):
        statuses: list[str] = []
        best = best_over(shown, _asked(parts, mine, margin, settings.time_limit_s, statuses, enters=enters))
        if best is not None:
            searched = "optimal" if set(statuses) <= {"optimal", "infeasible"} else "feasible"
            return _change(shown.form, best, level=margin == 0), searched
        if "unknown" in statuses:
            return None, "unknown"
    return None, "infeasible"


def _asked(
    parts: Blocks, mine: int, margin: float, time_limit_s: float, statuses: list[str], *, enters: bool
) -> Callable[[LinearScore], tuple[float, np.ndarray] | None]:
    def evaluate(form: LinearScore) -> tuple[float, np.ndarray] | None:
        model = joint(form, parts, margin_points=margin)
        add_distance(model.programme, form, model.weights)
        model.programme.rows(model.chosen[[mine]], np.ones(1), float(enters), float(enters))
        answer = model.programme.solve(time_limit_s)
        statuses.append(answer.status)
        return (answer.cost, answer.values[model.weights]) if answer.found else None

    return evaluate


def _change(form: LinearScore, best: tuple[float, np.ndarray], *, level: bool) -> Change:
    cost, weights = best
    gains = even(weights - form.weights)
    order = np.argsort(-np.abs(gains), kind="stable")
    return Change(
        moved_percent=100.0 * cost,
        moves={form.columns[k]: 100.0 * float(gains[k]) for k in order if abs(gains[k]) > NOISE},
        shares=dict(zip(form.columns, weights.tolist(), strict=True)),
        level=level,
    )


def _needs(scored: Scored, mine: int, gap: float, *, rises: bool) -> tuple[Need, ...]:
    plan, effect = scored.design, scored.outcome.damping
    weights = scored.outcome.inner[0, mine] * scored.outcome.outer[0, mine][plan.group_of]
    worths = held_worths(scored)[mine]
    acted = plan.group_of == list(plan.targeting.groups).index(plan.targeting.ceiling.group)
    factors = np.where(acted, effect.factor[0, mine], 1.0)
    shrinks = np.where(plan.scales, effect.shrink[0, mine], 1.0)
    needs = []
    for k in np.flatnonzero((weights > 0) & ~np.isnan(plan.measured[mine])):
        value = float(plan.measured[mine, k])
        change = gap / (100.0 * weights[k])
        target = worths[k] + (change if rises else -change)
        reachable = factors[k] > 0 and -NOISE <= target <= factors[k] + NOISE
        needed = np.nan
        if reachable:
            worth = float(np.clip(target / factors[k], 0.0, 1.0))
            needed = value_for(plan.indicators[k].value, worth, value * shrinks[k]) / shrinks[k]
        needs.append(Need(plan.names[k], value, value if gap == 0 else float(needed), change))
    return tuple(needs)


def wanting_sentences(
    found: Wanting, names: pd.Series, definitions: pd.DataFrame, language: str, *, least_share_percent: float
) -> list[str]:
    """Return what it would take in sentences, for a reader.

    Parameters
    ----------
    names
        Name of each cercle by P-code.
    definitions
        As `domain.products.Criteria.definitions`.
    least_share_percent
        As configured; told where no weights do it.
    """
    side = "in" if found.selected else "out"
    if not found.rivals:
        return [text(f"wanting.rules.{side}", language)]
    shown = ", ".join(
        text("wanting.rival", language, name=names[rival.pcode], gap=decimal(rival.gap_points, language, digits=2))
        for rival in found.rivals
    )
    return [
        text(f"wanting.rivals.{side}", language, rivals=shown),
        _of_weights(found, definitions, language, side, least_share_percent),
        _of_values(found, definitions, language, side),
    ]


def _of_weights(found: Wanting, definitions: pd.DataFrame, language: str, side: str, least: float) -> str:
    change = found.change
    if change is None:
        key = "none" if found.searched == "infeasible" else "unknown"
        how = text(f"wanting.how.{found.how}", language)
        return text(f"wanting.weights.{key}.{side}", language, least=decimal(least, language)) + how
    if not change.moves:
        return text("wanting.weights.level", language)
    labels = definitions.drop_duplicates("group").set_index("group")[f"group_label_{language}"]

    def told(sign: Callable[[float], bool]) -> str:
        return ", ".join(
            text("wanting.share", language, label=labels[name], points=decimal(abs(points), language))
            for name, points in change.moves.items()
            if sign(points)
        )

    values = {
        "moved": decimal(change.moved_percent, language),
        "source": told(lambda points: points < 0),
        "target": told(lambda points: points > 0),
    }
    proof = "" if found.searched == "optimal" else text("wanting.unproved", language)
    drawn = "drawn." if change.level else ""
    return (
        text(f"wanting.weights.{drawn}{side}", language, **values) + proof + text(f"wanting.how.{found.how}", language)
    )


def _of_values(found: Wanting, definitions: pd.DataFrame, language: str, side: str) -> str:
    able = [need for need in found.needs if not np.isnan(need.needed)]
    if not able:
        return text(f"wanting.values.none.{side}", language)
    near = sorted(able, key=lambda need: need.worth_change)[:SHOWN_VALUES]
    items = text("reason.join", language).join(_value(need, definitions, language) for need in near)
    return text(f"wanting.values.{side}", language, items=items)


def _value(need: Need, definitions: pd.DataFrame, language: str) -> str:
    if definitions["shown_as"][need.indicator] == "percent":
        numbers = [f"{decimal(100 * number, language)}{text('wanting.percent', language)}" for number in need.numbers]
    else:
        numbers = [decimal(number, language, digits=2) for number in need.numbers]
    label = definitions[f"label_{language}"][need.indicator]
    return text("wanting.value", language, label=label, value=numbers[0], needed=numbers[1])
