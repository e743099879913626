"""Sites that other good plans build and the plan does not, with their place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from prosmed_gis.domain.vocabulary import WorkKind

if TYPE_CHECKING:
    from prosmed_gis.domain.products import Products

ALTERNATIVE_COLUMNS = ("kind", "cercle_pcode", "place", "lon", "lat", "year", "plans", "of", "robust")
BEST = 0
"""Number of the best plan among the near-best ones."""


def alternatives(products: Products) -> pd.DataFrame:
    """Return the sites of near-best plans and of the robust plan that the plan itself does not build.

    A candidate's id ends with the id of its settlement; that is how its place is found where the frames give none.

    Returns
    -------
    Index `work_id` (sorted), columns ALTERNATIVE_COLUMNS: `year` the earliest in which one of them builds it, `plans`
    how many of the `of` near-best plans besides the best, `robust` whether the robust plan does; `kind` empty and
    `lon`, `lat` NaN where they cannot be told.
    """
    meaning = products.meaning
    if meaning is None:
        return pd.DataFrame(columns=list(ALTERNATIVE_COLUMNS))
    near = meaning.near_best_works[meaning.near_best_works["plan"] != BEST]
    robust = meaning.robust_works
    both = pd.concat([near, robust], ignore_index=True)
    both = both[~both["work_id"].isin(products.plan.works["work_id"])].sort_values(["work_id", "year"], kind="stable")
    first = both.groupby("work_id", sort=True).first()
    found = pd.DataFrame([_place(products, str(code), row) for code, row in first.iterrows()], index=first.index)
    plans = near.groupby("work_id")["plan"].nunique().reindex(first.index, fill_value=0)
    found = found.reindex(columns=["kind", "cercle_pcode", "place", "lon", "lat"]).assign(
        year=first["year"], plans=plans, of=int((meaning.near_best["plan"] != BEST).sum()),
        robust=first.index.isin(robust["work_id"]),
    )  # fmt: skip
    return found[list(ALTERNATIVE_COLUMNS)]


def _place(products: Products, code: str, row: pd.Series) -> dict[str, Any]:
    told = {
        name: row[name]
        for name in ("kind", "cercle_pcode", "place", "lon", "lat")
        if name in row and pd.notna(row[name])
    }
    return {**_settlement(products, code), **told}


def _settlement(products: Products, code: str) -> dict[str, Any]:
    unknown = {"kind": "", "cercle_pcode": None, "place": None, "lon": np.nan, "lat": np.nan}
    places = products.layers.settlements
    if places is None:
        return unknown
    ends = [str(place) for place in places.index if code.endswith(f"-{place}")]
    if not ends:
        return unknown
    place = max(ends, key=len)
    row = places.loc[place]
    return {
        "kind": _kind(products, code.removesuffix(f"-{place}")),
        "cercle_pcode": row.get("cercle_pcode"),
        "place": row["name"],
        "lon": row["geometry"].x,
        "lat": row["geometry"].y,
    }


def _kind(products: Products, stem: str) -> str:
    """Return the kind of the planned works whose id begins alike, else the kind that the id spells."""
    works = products.plan.works
    alike = works.loc[works["work_id"].str.startswith(f"{stem}-"), "kind"]
    if len(alike):
        return str(alike.iloc[0])
    spelled = stem.rpartition("-")[2].lower()
    return spelled if spelled in set(WorkKind) else ""
