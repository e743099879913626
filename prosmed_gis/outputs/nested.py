"""The smaller list inside the list, by cercle and in words, for every product that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from prosmed_gis.domain.messages import text

if TYPE_CHECKING:
    from prosmed_gis.domain.products import NestedLists, Products
    from prosmed_gis.domain.vocabulary import Language

SMALL = "small"
LARGE_ONLY = "large"
OUT = "out"


def sizes(nesting: NestedLists) -> dict[str, int]:
    """Return how many cercles the `large` and the `small` list hold."""
    return {size: int(nesting.lists[f"{size}_nested"].sum()) for size in ("large", "small")}


def steps(nesting: NestedLists) -> pd.Series:
    """Return P-code -> step (from 1) at which the order of release lets a cercle go; only those that go."""
    return pd.Series(nesting.release.index, index=nesting.release["pcode"].astype("str"), dtype="Int64")


def places(nesting: NestedLists) -> pd.Series:
    """Return P-code -> `small` (in both lists), `large` (in the larger one only) or `out`; both lists nested."""
    small, large = nesting.lists["small_nested"], nesting.lists["large_nested"]
    found = pd.Series(OUT, index=nesting.lists.index)
    return found.mask(large, LARGE_ONLY).mask(small, SMALL)


def difference(products: Products, language: Language | str) -> str:
    """Return how the larger of the nested lists differs from the published one, in a sentence; empty where they agree.

    Nesting may ask for another list of the same size.
    """
    nesting = products.robustness.nesting
    if nesting is None:
        return ""
    names = products.layers.cercles["name"]
    published = products.selection.set_index("pcode")["selected"].astype(bool)
    nested = nesting.lists["large_nested"].reindex(published.index, fill_value=False)
    entered, left = (
        ", ".join(str(names.get(code, code)) for code in published.index[side]) or "–"
        for side in (nested & ~published, published & ~nested)
    )
    if nested.eq(published).all():
        return ""
    return text("nested.difference", language, entered=entered, left=left)
