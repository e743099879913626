"""Names of places: folding of spellings, and matching to P-codes without guessing.

An automatic match is exact after folding and inside the stated parent, or comes from the alias table.
Likeness only ever gives proposals for a person to judge: a wrong cercle is worse than none.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping

import pandas as pd
from rapidfuzz import fuzz, process

PREFIX = re.compile(
    r"^(?:(?:le |la )?(?:cercle|region|district|commune(?: (?:rurale|urbaine))?) (?:de la |des |du |de |d ))", re.ASCII
)
ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6"}
"""Numerals that end names of communes; higher ones are not in use."""
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
MAX_PROPOSALS = 3
"""More than three proposals are no help to a reader."""


def fold(name: str) -> str:
    """Return the form in which two spellings of one name are equal.

    Case, accents, apostrophes, hyphens, spaces, a leading "cercle de", "commune (rurale, urbaine) de" or
    "region de", and a Roman or Arab numeral at the end do not count. An empty name stays empty.

    >>> fold("Cercle de Gourma-Rharous"), fold("Gadougou I"), fold("N’gouraba")
    ('gourmarharous', 'gadougou1', 'ngouraba')
    """
    decomposed = unicodedata.normalize("NFD", name.casefold().translate(LIGATURES))
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    # "d'Ansongo" must lose its article, "N'gouraba" must stay one word.
    spaced = re.sub(r"\bd['’ʼ`´]", "d ", plain)
    words = re.sub(r"[^a-z0-9]+", " ", re.sub(r"['’ʼ`´]", "", spaced)).strip()
    parts = PREFIX.sub("", words + " ").split() or words.split()
    if len(parts) > 1 and parts[-1] in ROMAN:
        parts[-1] = ROMAN[parts[-1]]
    return "".join(parts)


def match_names(
    names: pd.Series,
    parents: pd.Series,
    units: pd.DataFrame,
    aliases: pd.DataFrame | None = None,
    *,
    min_score: float,
) -> pd.DataFrame:
    """Give each name the P-code of the unit that certainly bears it, or proposals.

    Parameters
    ----------
    names
        Text to match.
    parents
        P-code of the unit that holds the place, on the same index. Where it is missing, a name matches only if
        one unit of the whole country bears it.
    units
        Units of one level, indexed by `pcode`, with `name` and `parent_pcode`.
    aliases
        Spellings that a person accepted: `name`, `pcode` (a code of `units`). An alias holds inside its unit's
        parent only.
    min_score
        Likeness, 0-100, from which a spelling is proposed.

    Returns
    -------
    pandas.DataFrame
        On the index of `names`: `pcode` (text or missing), `method` (`exact`, `alias`, `none`) and `proposals`
        (tuple of P-codes, the most alike first, always inside the stated parent). A name that two units of one
        parent bear, or that has nothing but punctuation, matches none.
    """
    exact = _index(units.index, units["name"], units["parent_pcode"])
    known = None if aliases is None else aliases[aliases["pcode"].isin(units.index)]
    spelled = {} if known is None else _index(known["pcode"], known["name"], known["pcode"].map(units["parent_pcode"]))
    folded_units = {str(code): fold(str(name)) for code, name in units["name"].items()}
    by_parent = {str(key): sorted(group.index) for key, group in units.groupby("parent_pcode")}
    rows = []
    for name, parent in zip(names, parents, strict=True):
        folded = "" if pd.isna(name) else fold(str(name))
        place = None if pd.isna(parent) or parent == "" else str(parent)
        code, method = _certain(folded, place, exact, spelled)
        inside = sorted(folded_units) if place is None else by_parent.get(place, [])
        choices = {unit: folded_units[unit] for unit in inside} if code is None and folded else {}
        rows.append((code, method, _alike(folded, choices, min_score)))
    result = pd.DataFrame(rows, columns=["pcode", "method", "proposals"], index=names.index)
    return result.astype({"pcode": "str", "method": "str"})


_Index = Mapping[tuple[str, str | None], set[str]]


def _index(codes: Iterable[object], names: Iterable[object], parents: Iterable[object]) -> _Index:
    found: defaultdict[tuple[str, str | None], set[str]] = defaultdict(set)
    for code, name, parent in zip(codes, names, parents, strict=True):
        folded = fold(str(name))
        found[folded, str(parent)].add(str(code))
        found[folded, None].add(str(code))
    return dict(found)


def _certain(folded: str, parent: str | None, exact: _Index, spelled: _Index) -> tuple[str | None, str]:
    if folded:
        for method, index in (("exact", exact), ("alias", spelled)):
            codes = index.get((folded, parent), set())
            if len(codes) == 1:
                return min(codes), method
            if codes:
                return None, "none"
    return None, "none"


def _alike(folded: str, choices: Mapping[str, str], min_score: float) -> tuple[str, ...]:
    found = process.extract(folded, choices, scorer=fuzz.ratio, score_cutoff=min_score, limit=None)
    ranked = sorted(found, key=lambda hit: (-hit[1], hit[2]))
    return tuple(code for _, _, code in ranked[:MAX_PROPOSALS])
