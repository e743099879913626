"""What is asked of the choice once cercles have scores: rules and wishes, from a scored study."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from prosmed_gis.targeting.choice.rules import selection_rules
from prosmed_gis.targeting.choice.wishes import wishes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from prosmed_gis.config.selection import Selection
    from prosmed_gis.targeting.choice.rules import Rule
    from prosmed_gis.targeting.choice.wishes import Wishes
    from prosmed_gis.targeting.run import Scored


def known_of(scored: Scored, shut: Iterable[str]) -> dict[str, Any]:
    """Return what the rules are read against, as `rules.selection_rules` takes it; `shut` may not be chosen."""
    inputs = scored.context.inputs
    return {
        "units": inputs.cercles.sort_index(),
        "tracks": scored.tracks,
        "regions": inputs.regions["name"],
        "unscored": shut,
        "shared_km": inputs.neighbours.shared_km,
    }


def rules_of(scored: Scored, selection: Selection, shut: Iterable[str]) -> tuple[Rule, ...]:
    """Return the rules of the choice; `shut` have no score or may not be chosen. Raises as `rules.selection_rules`."""
    return selection_rules(selection, **known_of(scored, shut))


def wishes_of(scored: Scored, score: pd.Series, selection: Selection) -> Wishes:
    """Return scores (0-100 by P-code) and the study's tie-breaks; violence is the ceiling's measure."""
    violence = pd.Series(scored.design.ceiling.numbers, index=score.index)
    people = scored.context.inputs.people
    counted = pd.Series(np.nan, index=score.index) if people is None else people["people"].astype(float)
    return wishes(score, violence, counted.reindex(score.index), selection.tie_break)
