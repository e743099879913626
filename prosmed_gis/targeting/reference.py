"""Our list held against the programme's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from prosmed_gis.domain.digits import DECIMALS
from prosmed_gis.domain.messages import text
from prosmed_gis.targeting.numbers import decimal

if TYPE_CHECKING:
    from prosmed_gis.targeting.reasons import Case


def compare(
    case: Case,
    reference: pd.DataFrame,
    *,
    name: str,
    communes: pd.Series | None = None,
    communes_expected: int | None = None,
) -> dict[str, object]:
    """Return how the choice stands to a reference list.

    Parameters
    ----------
    reference
        Schema `reference`: index P-code of the cercles of the list.
    communes
        Number of communes by cercle P-code; None leaves the sum unknown.

    Returns
    -------
    dict
        `name`; `of`, the length of the reference; `hits`, how many of it are chosen; `missed` and `extra`, P-codes in
        ascending order; `why`, by P-code of these a sentence in `fr` and `en`; `communes` of our choice, of the
        reference in the same boundaries (`communes_reference`), and as the document prints it (`communes_expected`).
    """
    ours = {str(code) for code in case.chosen[case.chosen].index}
    theirs = {str(code) for code in reference.index}
    missed, extra = sorted(theirs - ours), sorted(ours - theirs)
    why = {
        code: {language: why_differs(case, code, language) for language in ("fr", "en")} for code in (*missed, *extra)
    }

    def total(codes: set[str]) -> int | None:
        return None if communes is None else int(communes.reindex(sorted(codes)).fillna(0).sum())

    return {
        "name": name,
        "of": len(theirs),
        "hits": len(ours & theirs),
        "missed": missed,
        "extra": extra,
        "why": why,
        "communes": total(ours),
        "communes_reference": total(theirs),
        "communes_expected": communes_expected,
    }


def why_differs(case: Case, code: str, language: str) -> str:
    """Say why a cercle is in one list and not in the other: its rank, and the criteria that set it apart."""
    if code not in case.score.index:
        return text("reference.unknown", language, pcode=code)
    if code in case.unscored:
        return text("reference.unscored", language, name=case.names[code])
    points = case.criteria.group_contributions
    peers = points[case.score.notna() & (case.tracks == case.tracks[code])]
    edge = (
        (points.loc[code] - peers.median()).where(case.criteria.group_worths.loc[code].notna()).dropna().round(DECIMALS)
    )
    inside = bool(case.chosen[code])
    apart = edge[edge > 0] if inside else edge[edge < 0]
    ordered = sorted(apart.items(), key=lambda item: (-abs(item[1]), str(item[0])))
    labels = case.criteria.definitions.drop_duplicates("group").set_index("group")[
        f"label_{language}".replace("label", "group_label")
    ]
    items = ", ".join(
        f"{labels[name]} ({'+' if gap > 0 else '−'}{decimal(abs(gap), language)})" for name, gap in ordered
    )
    key = f"reference.{'extra' if inside else 'missed'}" + ("" if items else ".plain")
    rank = int(case.rank[code])
    return text(key, language, name=case.names[code], rank=rank, of=int(case.score.notna().sum()), groups=items)
