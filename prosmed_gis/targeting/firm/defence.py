"""What the list rests on and what would change it, joined for those who defend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from prosmed_gis.domain.messages import text
from prosmed_gis.domain.products import NestedLists, Robustness
from prosmed_gis.domain.vocabulary import Language
from prosmed_gis.errors import ConfigError, InfeasibleError
from prosmed_gis.targeting.choice.asked import known_of
from prosmed_gis.targeting.choice.nesting import nested, nesting_notes, rules_of_both
from prosmed_gis.targeting.choice.replacement import replacement
from prosmed_gis.targeting.firm.deciding import EFFECTS, INPUTS, by_choice, by_input
from prosmed_gis.targeting.firm.omitting import omissions
from prosmed_gis.targeting.firm.views import views
from prosmed_gis.targeting.inverse.stability import stability
from prosmed_gis.targeting.inverse.weight_change import COLUMNS as CHANGE_COLUMNS

if TYPE_CHECKING:
    import numpy as np

    from prosmed_gis.config.selection import Selection
    from prosmed_gis.targeting.choice.nesting import Nested
    from prosmed_gis.targeting.firm.draws import Firm
    from prosmed_gis.targeting.run import Choice, Scored


def robustness(
    scored: Scored, choice: Choice, rules: Selection, *, language: Language | str = Language.FR
) -> Robustness:
    """Return what decides the list, what would change it, what each place costs, and the smaller list inside it.

    Without draws (`firmness.draws` or `firmness.sensitivity_draws` 0) the frames that need them are empty; what cannot
    be computed for these rules or this aggregation is empty and `notes` says why.
    """
    firm = choice.firm
    settings = firm.question.design.targeting.firmness
    size = settings.sensitivity_draws if settings.draws else 0
    shown = views(firm.question)
    changes, first, change_notes = _changes(scored, choice, str(language))
    smaller, nesting_told = _nesting(scored, choice, rules, str(language))
    return Robustness(
        choices=by_choice(firm.question, size, settings.seed) if size else _empty(list(EFFECTS)),
        inputs=_labelled(firm, by_input(firm) if settings.draws else _empty(list(INPUTS))),
        views=shown.summary,
        view_lists=shown.selected,
        view_ranks=shown.ranks,
        omissions=omissions(firm.question),
        weight_changes=changes,
        first_change=first,
        replacement=replacement(choice.wanted, choice.rules, _chosen(choice)),
        nesting=None if smaller is None else NestedLists(smaller.lists, smaller.totals, smaller.release),
        notes=(*change_notes, *nesting_told),
    )


def _chosen(choice: Choice) -> np.ndarray:
    return choice.selection.set_index("pcode")["selected"].reindex(list(choice.wanted.pcodes)).to_numpy(dtype=bool)


def _changes(scored: Scored, choice: Choice, language: str) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    try:
        found = stability(scored, _chosen(choice), choice.rules, language=language)
    except ConfigError as error:
        nothing = _empty(list(CHANGE_COLUMNS))
        return nothing, nothing, [str(error)]
    told = [text("stability.scanned", language)] if found.how == "scanned" else []
    return _joined(found.exchanges), _joined(found.first), told


def _joined(changes: pd.DataFrame) -> pd.DataFrame:
    """Write names of groups as one text, as tables need them."""
    return changes.assign(**{side: changes[side].map(" ".join).astype("str") for side in ("from_groups", "to_groups")})


def _nesting(scored: Scored, choice: Choice, rules: Selection, language: str) -> tuple[Nested | None, list[str]]:
    if rules.nesting is None:
        return None, []
    large, small = rules_of_both(rules, **known_of(scored, scored.unscored))
    try:
        found = nested(choice.wanted, large, small, language=language)
    except InfeasibleError as error:
        return None, [str(error)]
    return found, nesting_notes(found, scored.context.inputs.cercles["name"], language)


def _empty(columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(columns=columns)


def _labelled(firm: Firm, inputs: pd.DataFrame) -> pd.DataFrame:
    """Add what each input is called: the kind of choice, and the group or indicator that it is of."""
    targeting = firm.question.design.targeting
    named = dict(targeting.groups) | {
        name: item for group in targeting.groups.values() for name, item in group.indicators.items()
    }
    labels: dict[str, list[str]] = {"label_fr": [], "label_en": []}
    for choice, name in zip(inputs["choice"], inputs["name"], strict=True):
        for language in ("fr", "en"):
            kind = text(f"decides.{choice}", language)
            item = named.get(name)
            own = "" if item is None else str(getattr(item, f"label_{language}"))
            labels[f"label_{language}"].append(text("decides.of", language, kind=kind, name=own) if own else kind)
    return inputs.assign(**labels)
