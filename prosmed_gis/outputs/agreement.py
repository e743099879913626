"""The programme's own list beside the tool's proposal: where they agree, where not, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from prosmed_gis.domain.messages import text

if TYPE_CHECKING:
    from prosmed_gis.domain.products import Products
    from prosmed_gis.domain.vocabulary import Language

BOTH, DOCUMENT_ONLY, TOOL_ONLY, NEITHER = "both", "document_only", "tool_only", "neither"
"""Where a cercle stands between the list of the programme document and the tool's."""

INITIATION, LATER, OUTSIDE = "initiation", "later", "outside"
"""What the document says of a cercle: to begin with, in a later phase (or the phase is not said), not of it."""


def has_document(products: Products) -> bool:
    """Return whether there is a list of the programme to hold the proposal against."""
    reference = products.layers.reference
    return reference is not None and not reference.empty


def in_document(products: Products) -> pd.Series:
    """Return for each cercle (index P-code, bool) whether the document's list holds it; all False without a list."""
    reference, codes = products.layers.reference, products.layers.cercles.index
    return pd.Series(codes.isin([] if reference is None else reference.index), index=codes)


def initiation(products: Products) -> pd.Series:
    """Return for each cercle (index P-code, `boolean`) whether it is of the initiation phase; NA off the list."""
    reference, codes = products.layers.reference, products.layers.cercles.index
    if reference is None or "initiation_phase" not in reference:
        return pd.Series(pd.NA, index=codes, dtype="boolean")
    return reference["initiation_phase"].astype("boolean").reindex(codes)


def proposed(products: Products) -> pd.Series:
    """Return for each cercle (index P-code, bool) whether the tool proposes it."""
    chosen = products.selection.set_index("pcode")["selected"].astype(bool)
    return chosen.reindex(products.layers.cercles.index, fill_value=False)


def places(products: Products) -> pd.Series:
    """Return for each cercle (index P-code) BOTH, DOCUMENT_ONLY, TOOL_ONLY or NEITHER; NA where there is no list."""
    listed, ours = in_document(products), proposed(products)
    if not has_document(products):
        return pd.Series(None, index=listed.index, dtype="str")
    found = pd.Series(NEITHER, index=listed.index, dtype="str")
    found[listed & ours], found[listed & ~ours], found[ours & ~listed] = BOTH, DOCUMENT_ONLY, TOOL_ONLY
    return found


def phases(products: Products) -> pd.Series:
    """Return for each cercle (index P-code) INITIATION, LATER or OUTSIDE; NA where there is no list."""
    listed = in_document(products)
    if not has_document(products):
        return pd.Series(None, index=listed.index, dtype="str")
    first = initiation(products).fillna(value=False).astype(bool)
    return pd.Series(OUTSIDE, index=listed.index, dtype="str").mask(listed, LATER).mask(listed & first, INITIATION)


def unplaced(products: Products) -> list[str]:
    """Return the P-codes of the document's list that are no cercle of the boundaries, ascending."""
    reference = products.layers.reference
    return [] if reference is None else sorted(map(str, reference.index.difference(products.layers.cercles.index)))


def reasons(products: Products, language: Language | str) -> dict[str, str]:
    """Return P-code -> why the two lists differ on it, for each that is in one of them only."""
    told = products.reference.get("why")
    if not isinstance(told, dict):
        return {}
    return {str(code): str(words[str(language)]) for code, words in told.items()}


def sentence(products: Products) -> str:
    """Return in one sentence how the two lists stand to each other; empty without a list of the document.

    On generated data the lists are told without counting where they agree: such a count would prove nothing.
    """
    if not has_document(products):
        return ""
    language, found = products.label.language, places(products)
    missing = len(unplaced(products))
    counts = {
        "ours": int(proposed(products).sum()),
        "listed": int(in_document(products).sum()) + missing,
        "both": int((found == BOTH).sum()),
        "extra": int((found == TOOL_ONLY).sum()),
        "missed": int((found == DOCUMENT_ONLY).sum()) + missing,
    }
    if products.label.illustrative:
        return text("agreement.sentence.generated", language, **counts)
    if counts["extra"] == counts["missed"] == 0:
        return text("agreement.sentence.same", language, **counts)
    return text("agreement.sentence", language, **counts)
