"""Results that hold notes, said in a language."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from prosmed_gis.wording.sentences import said_column, say_all

if TYPE_CHECKING:
    from prosmed_gis.domain.products import AccessFound, Tracked
    from prosmed_gis.domain.vocabulary import Language


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
