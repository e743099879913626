"""Results that hold notes, said in a language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from prosmed_gis.domain.vocabulary import Language
from prosmed_gis.wording.sentences import said_column, say_all

if TYPE_CHECKING:
    from prosmed_gis.domain.products import AccessFound, PlanMeaning, PlanResult, Tracked

LANGUAGES = tuple(language.value for language in Language)
"""In the order of the columns of a table."""


def said_tracking(found: Tracked, language: Language | str) -> Tracked:
    """Return the state of indicators and works with `forecast` and `flags` as text."""
    states, works = found.states, found.works
    return replace(
        found,
        states=states.assign(forecast=said_column(states["forecast"], language)),
        works=works.assign(flags=said_column(works["flags"], language)),
    )


def said_access(found: AccessFound, language: Language | str) -> AccessFound:
    """Return whom the services reach with its notes as text."""
    return replace(found, notes=say_all(found.notes, language))


def in_both_languages(frame: pd.DataFrame, columns: Mapping[str, str]) -> pd.DataFrame:
    """Return a frame with each column of notes (key) replaced, where it stands, by `<value>_fr` and `<value>_en`."""
    parts: dict[str, pd.Series] = {}
    for name in frame.columns:
        if name in columns:
            parts |= {f"{columns[name]}_{language}": said_column(frame[name], language) for language in LANGUAGES}
        else:
            parts[str(name)] = frame[name]
    return pd.DataFrame(parts, index=frame.index)


def said_plan(found: PlanResult, language: Language | str) -> PlanResult:
    """Return a plan with its notes as text, warnings of its works and reasons of its gates in both languages."""
    gated = found.excluded
    return replace(
        found,
        notes=say_all(found.notes, language),
        works=in_both_languages(found.works, {"warning": "warning"}),
        excluded=None if gated is None else in_both_languages(gated, {"told": "reason"}),
    )


def said_meaning(found: PlanMeaning, language: Language | str) -> PlanMeaning:
    """Return what a plan means with its notes as text, its scenarios named in both languages."""
    return replace(
        found,
        notes=say_all(found.notes, language),
        scenarios=in_both_languages(found.scenarios, {"label": "label"}),
    )
