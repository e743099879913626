"""Works of the plan, one record each: what, where, which years, how much, how far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from prosmed_gis.domain.messages import text
from prosmed_gis.outputs.standing import doubts
from prosmed_gis.outputs.web.geometry import site
from prosmed_gis.outputs.web.sentences import site_sentences
from prosmed_gis.wording.numbers import MISSING, number, percent

if TYPE_CHECKING:
    from collections.abc import Hashable

    from prosmed_gis.domain.products import Products

Record = dict[str, Any]


def work_rows(products: Products, centres: dict[str, list[float]] | None = None) -> list[Record]:
    """Return one record per work of the plan, in order of cercle, opening year, kind and id.

    `n` is the position in the list, `from` the first year of payment, `opens` the year from which it serves (None
    where it is not known). `x` is its point and `exact` true; where the audience or the document gives none, `x` is
    the point of its cercle in `centres` (None without) and `exact` false. `doubt`
    warns where it acts on a building and none is known to stand. `cost` sums the years; a dash where no year
    has an amount. `worth` says what the plan would be without it, in sentences.
    """
    language = products.label.language
    plan, tracked = products.plan.works, products.tracked.works
    ordered = plan.sort_values(["cercle_pcode", "opens_year", "kind", "work_id", "year"], kind="stable")
    records, worths, doubted = [], site_sentences(products.meaning, language), doubts(plan, language)
    for n, (work_id, rows) in enumerate(ordered.groupby("work_id", sort=False)):
        first = rows.iloc[0]
        kind = str(first["kind"])
        cost = rows["cost_usd"].sum(min_count=1)
        gain = rows["people_gained"].max()
        records.append(
            {
                "n": n,
                "pcode": _word(first["cercle_pcode"]),
                "kind": kind,
                "status": str(first["status"]),
                "label": ", ".join((text(f"work.{kind}", language), text(f"action.{first['action']}", language))),
                "place": _word(first["place"]),
                **_position(first, centres),
                "from": int(rows["year"].min()),
                "opens": None if pd.isna(first["opens_year"]) else int(first["opens_year"]),
                "years": _span(int(rows["year"].min()), int(rows["year"].max())),
                "cost": number(cost, language),
                "gain": "" if pd.isna(gain) or gain == 0 else _gain(gain, products),
                "doubt": doubted.get(str(work_id), ""),
                "worth": worths.get(str(work_id), []),
                "origin": text(f"plan.{first['status']}", language),
                **_progress(tracked, work_id, products),
            }
        )
    return records


def _position(row: pd.Series, centres: dict[str, list[float]] | None) -> Record:
    if pd.isna(row["lon"]) or pd.isna(row["lat"]):
        return {"x": (centres or {}).get(_word(row["cercle_pcode"])) or None, "exact": False}
    return {"x": site(row["lon"], row["lat"]), "exact": True}


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def _gain(people: float, products: Products) -> str:
    language = products.label.language
    return text("web.fiche.gain", language, people=number(people, language))


def _progress(tracked: pd.DataFrame, work_id: Hashable, products: Products) -> Record:
    if work_id not in tracked.index:
        return {"stage": "", "state": "", "progress": MISSING}
    language, row = products.label.language, tracked.loc[[work_id]].iloc[0]
    stage = row["stage"]
    return {
        "stage": text(f"stage.{stage}", language) if isinstance(stage, str) and stage else "",
        "state": _word(row["state"]),
        "progress": MISSING if pd.isna(row["percent"]) else percent(row["percent"] / 100, language),
    }
