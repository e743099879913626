"""From inputs to a scored, chosen and explained list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.config.selection import Selection
from prosmed_gis.config.targeting import Targeting
from prosmed_gis.domain.messages import text
from prosmed_gis.domain.products import Criteria
from prosmed_gis.domain.vocabulary import Language
from prosmed_gis.errors import ConfigError, InfeasibleError
from prosmed_gis.targeting.choice.asked import rules_of, wishes_of
from prosmed_gis.targeting.choice.rules import UNSCORED, Rule
from prosmed_gis.targeting.choice.selection import PER_POINT, Chosen, Wishes, select
from prosmed_gis.targeting.choice.tree import swaps
from prosmed_gis.targeting.firm.draws import Firm, firmness
from prosmed_gis.targeting.firm.sampling import Redrawn, redrawn_by_seed
from prosmed_gis.targeting.inputs import TargetingInputs
from prosmed_gis.targeting.measures import Context, Spec, beside
from prosmed_gis.targeting.measures.panels import last_full_month, panels
from prosmed_gis.targeting.numbers import decimal
from prosmed_gis.targeting.reasons import Case, reasons
from prosmed_gis.targeting.reference import compare
from prosmed_gis.targeting.scoring.aggregate import Outcome, base_draw, combine
from prosmed_gis.targeting.scoring.clusters import Clusters, clusters
from prosmed_gis.targeting.scoring.criteria import Unscored, criteria, unscored
from prosmed_gis.targeting.scoring.design import Design, design
from prosmed_gis.targeting.tracks import track_of

if TYPE_CHECKING:
    from datetime import date

    from prosmed_gis.config.targeting import Indicator

SIGNIFICANT = 0.05
"""Probability below which values are said to lie together rather than at random."""


@dataclass(frozen=True, eq=False)
class Scored:
    """The score of every cercle and how it came about; everything is in ascending order of P-code."""

    criteria: Criteria
    score: pd.Series
    """0-100 after the ceiling, to the millionth; NaN where a cercle cannot be chosen, see `unscored`."""
    tracks: pd.Series
    unscored: dict[str, Unscored]
    notes: tuple[str, ...]
    design: Design
    context: Context
    outcome: Outcome


@dataclass(frozen=True, eq=False)
class Choice:
    """The chosen list and what must be said with it."""

    selection: pd.DataFrame
    """As `domain.products.Products.selection`."""
    criteria: Criteria
    """As scored, with the what-if of the ceiling filled in."""
    firmness: pd.DataFrame
    reference: dict[str, object]
    """As `reference.compare` gives; empty where no reference list was given."""
    ties: pd.DataFrame
    beside: pd.DataFrame
    """Shown beside the criteria, never scored: `raw_<indicator>` for each smoothed rate."""
    notes: tuple[str, ...]
    firm: Firm
    wanted: Wishes
    rules: tuple[Rule, ...]


def score(
    inputs: TargetingInputs, targeting: Targeting, as_of: date, *, language: Language | str = Language.FR
) -> Scored:
    """Score every cercle on the configured criteria, with what was known on `as_of`.

    Raises
    ------
    ConfigError
        A measure is unknown or lacks a setting, or a region is in no track or in two.
    """
    context = _context(inputs, targeting, as_of)
    tracks, plan = context.tracks, design(context, targeting)
    _must_be_there(plan, context, str(language))
    outcome = combine(plan, base_draw(plan))
    shut = unscored(plan, outcome)
    total = pd.Series(outcome.scores[0], index=context.pcodes, name="score").round(len(str(PER_POINT)) - 1)
    found = criteria(plan, outcome, str(language))
    return Scored(
        criteria=found,
        score=total.mask(total.index.isin(list(shut))),
        tracks=tracks,
        unscored=shut,
        notes=_notes(found, targeting, shut, str(language)),
        design=plan,
        context=context,
        outcome=outcome,
    )


def event_worlds(inputs: TargetingInputs, measured: Targeting, as_of: date) -> Redrawn:
    """Return every indicator and the ceiling in each re-drawn world of events.

    Parameters
    ----------
    measured
        `Targeting.only_measured`: no weight, goalpost or threshold is looked at.

    Raises
    ------
    ConfigError
        As `score`.
    """
    context = _context(inputs, measured, as_of)
    return redrawn_by_seed(design(context, measured), context)


def _context(inputs: TargetingInputs, targeting: Targeting, as_of: date) -> Context:
    units = inputs.cercles.sort_index()
    tracks = track_of(units, targeting.tracks)
    return Context(units.index, inputs, panels(inputs.counts, units.index, as_of), tracks, targeting.points, as_of)


def _must_be_there(plan: Design, context: Context, language: str) -> None:
    """Raise where an indicator without which no cercle may be scored is known of none: the list would be empty."""
    groups = list(plan.targeting.groups)
    for position, (name, item) in enumerate(zip(plan.names, plan.indicators, strict=True)):
        lacking = np.isnan(plan.measured[:, position]) & plan.applies[:, position]
        if item.missing.rule == "exclude_unit" and lacking.any() and lacking.sum() == plan.applies[:, position].sum():
            note = plan.found[position].note
            why = text(note, "en", detail=plan.found[position].detail) if note else "no value"
            msg = (
                f"indicator '{name}' is absent from the data ({why}) and its missing rule excludes every cercle; give "
                "the layer that it is measured from, or another rule (renormalise, impute)"
            )
            if ended := _ended(item, context, language):
                raise ConfigError(ended)
            raise ConfigError(msg, key=f"targeting.groups.{groups[plan.group_of[position]]}.indicators.{name}")


def _ended(item: Indicator, context: Context, language: str) -> str:
    """Return that the events end before an indicator's window begins, where they do; else an empty text."""
    counts = context.inputs.counts
    if counts is None or item.event_class is None or item.window_months is None:
        return ""
    months = counts.loc[counts["event_class"] == item.event_class, "month"]
    last = last_full_month(context.as_of)
    first = last - pd.DateOffset(months=item.window_months - 1)
    if months.empty or months.max() >= first:
        return ""
    values = {name: f"{day:%m/%Y}" if language == "fr" else f"{day:%Y-%m}" for name, day in (
        ("end", months.max()), ("first", first), ("last", last)
    )}  # fmt: skip
    return text(
        "score.events_end",
        language,
        label=getattr(item, f"label_{language}"),
        as_of=f"{context.as_of:%d/%m/%Y}" if language == "fr" else context.as_of.isoformat(),
        **values,
    )


def _notes(found: Criteria, targeting: Targeting, shut: dict[str, Unscored], language: str) -> tuple[str, ...]:
    label = f"label_{language}"
    told = found.definitions[found.definitions["note"] != ""]
    notes = [
        f"{row[label]} : {row['note']}" if language == "fr" else f"{row[label]}: {row['note']}"
        for _, row in told.iterrows()
    ]
    imputed = found.worths.notna() & found.values.isna()
    for name in imputed.columns[imputed.any()]:
        values = {"label": found.definitions[label][name], "count": int(imputed[name].sum())}
        notes.append(text("score.imputed", language, **values))
    if targeting.aggregation.method != "arithmetic":
        notes.append(
            text("score.not_additive", language, method=text(f"aggregation.{targeting.aggregation.method}", language))
        )
    if shut:
        notes.append(text("score.unscored", language, count=len(shut), pcodes=", ".join(sorted(shut))))
    return tuple(notes)


def choose(
    scored: Scored,
    rules: Selection,
    *,
    worlds: Redrawn | None = None,
    reference: pd.DataFrame | None = None,
    reference_name: str = "",
    communes: pd.Series | None = None,
    illustrative: bool = False,
    language: Language | str = Language.FR,
) -> Choice:
    """Choose exactly N cercles within the rules, and say how firm the list is and why each cercle is in or out.

    Parameters
    ----------
    worlds
        As `event_worlds` gives for the same inputs and criteria; drawn here where it is None.
    reference
        Schema `reference`, or None.
    communes
        Number of communes by cercle P-code, for the sums beside the reference.
    illustrative
        The data are generated: nothing is counted against the reference.

    Raises
    ------
    ConfigError
        A lock or a limit names an unknown cercle or region.
    InfeasibleError
        No choice obeys all rules; the message names a smallest set that collides.
    """
    wanted = wishes_of(scored, scored.score, rules)
    all_rules = rules_of(scored, rules, scored.unscored)
    chosen = select(wanted, all_rules, language=language)
    fixed = [code for code, why in scored.unscored.items() if why.key != "unscored.gate"]
    open_rules = [rule for rule in all_rules if rule.word != UNSCORED]
    redrawn = worlds or redrawn_by_seed(scored.design, scored.context)
    firm = firmness(scored.design, wanted, open_rules, fixed, redrawn)
    full, what_if_notes = _what_if(scored, rules, str(language))
    case = _case(scored, full, chosen, firm, all_rules)
    held = {} if reference is None else compare(
        case, reference, name=reference_name, communes=communes, communes_expected=rules.communes_expected,
        illustrative=illustrative,
    )  # fmt: skip
    return Choice(
        selection=_selection(scored, full, case),
        criteria=full,
        firmness=firm.frame,
        reference=held,
        ties=chosen.ties,
        beside=_beside(scored),
        notes=(*scored.notes, *what_if_notes, *_choice_notes(chosen, firm, scored, str(language))),
        firm=firm,
        wanted=wanted,
        rules=all_rules,
    )


def listed(scored: Scored, rules: Selection, *, language: Language | str = Language.FR) -> Chosen:
    """Choose exactly N cercles within the rules, and no more than that; raises as `choose`."""
    return select(wishes_of(scored, scored.score, rules), rules_of(scored, rules, scored.unscored), language=language)


def _what_if(scored: Scored, rules: Selection, language: str) -> tuple[Criteria, list[str]]:
    """Choose again with the ceiling lower and higher; a ceiling under which no list exists is told, not hidden."""
    plan, notes = scored.design, []
    frame = scored.criteria.ceiling.copy()
    share = plan.targeting.ceiling.what_if_share
    for column, factor in (("selected_low", 1 - share), ("selected_high", 1 + share)):
        outcome = combine(plan, replace(base_draw(plan), threshold=np.array([factor])))
        shut = unscored(plan, outcome)
        total = pd.Series(outcome.scores[0], index=plan.pcodes).mask(plan.pcodes.isin(list(shut)))
        try:
            frame[column] = select(
                wishes_of(scored, total, rules), rules_of(scored, rules, shut), language=language
            ).chosen
        except InfeasibleError as error:
            notes.append(text("ceiling.what_if_infeasible", language, factor=f"{factor:.0%}", error=str(error)))
    return replace(scored.criteria, ceiling=frame), notes


def _case(scored: Scored, full: Criteria, chosen: Chosen, firm: Firm, all_rules: tuple[Rule, ...]) -> Case:
    index = scored.score.index
    return Case(
        criteria=full,
        names=scored.context.inputs.cercles["name"].reindex(index),
        tracks=scored.tracks,
        score=scored.score,
        rank=scored.score.rank(ascending=False, method="min"),
        chosen=pd.Series(chosen.chosen, index=index),
        swaps=pd.DataFrame(swaps(all_rules, list(index), chosen.chosen), index=index, columns=index),
        frequency=firm.frame["frequency"],
        rules=all_rules,
        unscored=scored.unscored,
    )


def _selection(scored: Scored, full: Criteria, case: Case) -> pd.DataFrame:
    inputs = scored.context.inputs
    index = scored.score.index
    columns: dict[str, object] = {
        "pcode": index.to_numpy(),
        "region": inputs.cercles["parent_pcode"].reindex(index).map(inputs.regions["name"]).to_numpy(),
        "cercle": case.names.to_numpy(),
        "track": case.tracks.to_numpy(),
    }
    for group in full.group_worths.columns:
        columns[f"{group}_value"] = full.group_worths[group].to_numpy()
        columns[f"{group}_contribution"] = full.group_contributions[group].to_numpy()
    columns |= {
        "score": case.score.to_numpy(),
        "rank": case.rank.astype("Int64").array,
        "selected": case.chosen.to_numpy(),
        "firmness": case.frequency.to_numpy(),
        "reason_fr": reasons(case, "fr").to_numpy(),
        "reason_en": reasons(case, "en").to_numpy(),
    }
    return pd.DataFrame(columns).astype(
        dict.fromkeys(("pcode", "region", "cercle", "track", "reason_fr", "reason_en"), "str")
    )


def _beside(scored: Scored) -> pd.DataFrame:
    plan = scored.design
    raw: dict[str, np.ndarray] = {}
    for name, indicator in zip(plan.names, plan.indicators, strict=True):
        raw |= beside(scored.context, Spec.of(name, indicator))
    raw["gi_star_score"] = _clusters(scored).gi_star.to_numpy()
    violence = pd.Series(plan.ceiling.numbers, index=plan.pcodes)
    raw["gi_star_violence"] = clusters(violence, scored.context.inputs.neighbours).gi_star.to_numpy()
    return pd.DataFrame(raw, index=plan.pcodes)


def _clusters(scored: Scored) -> Clusters:
    return clusters(scored.score, scored.context.inputs.neighbours)


def _choice_notes(chosen: Chosen, firm: Firm, scored: Scored, language: str) -> list[str]:
    notes = []
    if len(chosen.ties):
        pairs = ", ".join(f"{row.selected}/{row.left_out}" for row in chosen.ties.itertuples())
        notes.append(text("choice.ties", language, pairs=pairs))
    together = _clusters(scored)
    if together.p_value < SIGNIFICANT and together.moran > 0:
        notes.append(text("choice.clustered", language, moran=decimal(together.moran, language, digits=2)))
    draws = scored.design.targeting.firmness.draws
    if firm.infeasible:
        notes.append(text("choice.infeasible_draws", language, count=firm.infeasible, draws=draws))
    if draws == 0:
        notes.append(text("choice.no_draws", language))
    return notes
