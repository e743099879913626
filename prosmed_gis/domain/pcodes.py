"""P-codes: two letters of the country, then a group of digits for each administrative level.

Every country has its own width of group (Mali two digits, Niger three), so the width is read from the
codes of the boundaries, never supposed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from prosmed_gis.domain.vocabulary import PlaceLevel

SHAPE = re.compile(r"[A-Z]{2}[0-9]+")
LEVELS = (PlaceLevel.REGION, PlaceLevel.CERCLE, PlaceLevel.COMMUNE)
"""Levels from the widest to the narrowest; a code of level n holds n + 1 groups of digits."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """Lengths of the codes of the three levels, letters included (Mali: 4, 6, 8)."""

    region: int
    cercle: int
    commune: int

    def length(self, level: PlaceLevel) -> int:
        """Return the length of the level's codes; raise KeyError for a level that has no codes."""
        return dict(zip(LEVELS, (self.region, self.cercle, self.commune), strict=True))[level]


MALI = Grammar(4, 6, 8)
"""Grammar of the codes of Mali (`ML01`, `ML0101`, `ML010101`)."""


def is_pcode(code: str) -> bool:
    """Tell whether a text has the shape of a P-code, of whatever level.

    >>> is_pcode("ML0101"), is_pcode("ml0101"), is_pcode("Kayes")
    (True, False, False)
    """
    return SHAPE.fullmatch(code) is not None


def level_of(code: str, grammar: Grammar = MALI) -> PlaceLevel | None:
    """Return the level of a code; None for a text that is no code of the grammar.

    >>> level_of("ML0101").value
    'cercle'
    """
    if not is_pcode(code):
        return None
    return next((level for level in LEVELS if grammar.length(level) == len(code)), None)


def parent_of(code: str, grammar: Grammar = MALI) -> str | None:
    """Return the code of the unit above (`ML0101` -> `ML01`); None for a region or no code.

    Holds inside one vintage of the codes only.
    """
    level = level_of(code, grammar)
    if level is None or level is LEVELS[0]:
        return None
    return code[: grammar.length(LEVELS[LEVELS.index(level) - 1])]


def is_nested(child: str, parent: str) -> bool:
    """Tell whether a child's code starts with its parent's and is longer."""
    return child.startswith(parent) and len(child) > len(parent)


def grammar_of(regions: Iterable[str], cercles: Iterable[str], communes: Iterable[str]) -> Grammar | None:
    """Return the grammar that all codes obey; None where the codes of a level differ in length."""
    lengths = [{len(code) for code in codes} for codes in (regions, cercles, communes)]
    if any(len(found) != 1 for found in lengths):
        return None
    return Grammar(*(found.pop() for found in lengths))
