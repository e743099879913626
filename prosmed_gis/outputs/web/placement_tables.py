"""Access and placement as tables of the page: the same content for those who cannot or will not use the map."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from prosmed_gis.domain.messages import text
from prosmed_gis.domain.vocabulary import Service
from prosmed_gis.outputs.access_states import nearest, shares, standards, state_name, states
from prosmed_gis.outputs.standing import doubts
from prosmed_gis.outputs.tables import records
from prosmed_gis.outputs.web.ground import other_sites
from prosmed_gis.outputs.web.placement import chain_words, minutes_text
from prosmed_gis.outputs.web.sentences import solved
from prosmed_gis.wording.numbers import MISSING, number, percent, short

if TYPE_CHECKING:
    from prosmed_gis.domain.products import AccessFound, PlanMeaning, Products

Sheet = dict[str, Any]
"""caption, heads, rows; every cell is text."""

Column = tuple[str, str, str]
"""Head (a key of `web.head.`), form (see FORMS), name in the record."""

FORMS: dict[str, Callable[[Products, Any], str]] = {
    "word": lambda _, value: value if isinstance(value, str) else "",
    "year": lambda _, value: MISSING if pd.isna(value) else str(int(value)),
    "whole": lambda products, value: number(float(value), products.label.language),
    "loss": lambda products, value: loss_words(products, float(value)),
    "tenth": lambda products, value: number(float(value), products.label.language, 1),
    "short": lambda products, value: short(float(value), products.label.language, 1),
    "minutes": lambda products, value: minutes_text(float(value), products),
    "share": lambda products, value: percent(float(value), products.label.language),
    "fine": lambda products, value: percent(float(value), products.label.language, 2),
    "truth": lambda products, value: text("yes" if value else "no", products.label.language),
    "service": lambda products, value: text(f"service.{value}", products.label.language),
    "work": lambda products, value: text(f"work.{value}", products.label.language),
    "scenario": lambda products, value: text(f"scenario.{value}", products.label.language),
    "cercle": lambda products, value: str(products.layers.cercles["name"].get(value, "")) if value else "",
}
"""Form of a cell -> how its value is told."""

CATCHMENTS = (
    ("cercle", "cercle", "cercle_pcode"),
    ("service", "service", "service"),
    ("facility", "word", "name"),
    ("people", "whole", "people"),
    ("within", "whole", "people_within"),
    ("area", "whole", "area_km2"),
)
SITES = (
    ("work", "work", "kind"),
    ("cercle", "cercle", "cercle_pcode"),
    ("place", "word", "place"),
    ("year", "year", "year"),
    ("loss", "loss", "loss"),
    ("loss_people", "whole", "loss_people"),
    ("core", "truth", "core"),
    ("near", "share", "near_best_share"),
    ("greedy", "truth", "greedy"),
)
DOUBT = ("doubt", "word", "doubt")
"""Of works that act where nothing is known to stand; the column is there where there are such."""
OTHERS = (
    ("work", "word", "label"),
    ("cercle", "cercle", "pcode"),
    ("place", "word", "place"),
    ("year", "year", "year"),
    ("plan", "word", "told"),
)
PARTNERS = (
    ("place", "word", "name"),
    ("cercle", "cercle", "cercle_pcode"),
    ("service", "service", "service"),
    ("year", "year", "opens_year"),
    ("worth", "whole", "worth"),
    ("people", "whole", "people"),
    ("slips", "whole", "slips_worth"),
)
FRONTIER = (
    ("budget_share", "share", "budget_share"),
    ("budget", "whole", "budget_usd"),
    ("covered", "whole", "people_covered"),
    ("works", "whole", "works"),
    ("status", "word", "solved"),
)
MONEY = (
    ("envelope", "word", "name"),
    ("year", "year", "year"),
    ("budget", "whole", "budget_usd"),
    ("spent", "whole", "spent_usd"),
    ("shadow", "tenth", "shadow_price"),
    ("one_more", "whole", "one_more_worth"),
)
SCENARIOS = (
    ("scenario", "word", "label"),
    ("kind", "scenario", "kind"),
    ("suspended", "word", "cercles"),
    ("regret", "whole", "regret"),
    ("greedy_regret", "whole", "greedy_regret"),
    ("robust_regret", "whole", "robust_regret"),
)
SUMMARY = (
    ("plan", "word", "name"),
    ("expected", "whole", "expected"),
    ("worst", "whole", "worst"),
    ("max_regret", "whole", "max_regret"),
    ("works", "whole", "works"),
    ("common", "whole", "common"),
)
NEAR_BEST = (
    ("plan", "word", "name"),
    ("loss_share", "fine", "loss_share"),
    ("works", "whole", "works"),
    ("common", "whole", "common"),
    ("covered", "whole", "people_covered"),
)
CHAIN = (
    ("cercle", "cercle", "pcode"),
    *((service.value, "whole", service.value) for service in Service),
    ("chain", "word", "told"),
    ("first_link", "minutes", "security_justice_min"),
    ("second_link", "minutes", "justice_prison_min"),
)


def loss_words(products: Products, value: float) -> str:
    """Return a loss as a number, or that no plan is left without the site."""
    language = products.label.language
    return text("placement.no_plan", language) if value == float("inf") else number(value, language)


def access_sheets(products: Products) -> list[Sheet]:
    """Return coverage by cercle, service and state, the chain by cercle, and the catchments; none that is empty."""
    access = products.access
    if access is None:
        return []
    told = chain_words(products)
    chain = [{**row, "told": told[row["pcode"]]} for row in records(access.chain.rename_axis("pcode").reset_index())]
    found = (
        _coverage(products, access),
        _sheet(products, "chain", CHAIN, chain),
        _sheet(products, "catchments", CATCHMENTS, records(nearest(access).drop(columns="geometry"))),
    )
    return [sheet for sheet in found if sheet["rows"]]


def placement_sheets(products: Products) -> list[Sheet]:
    """Return what sites, money and partners are worth, and the plan among others; none that is empty."""
    meaning, language = products.meaning, products.label.language
    if meaning is None:
        return []
    sites = meaning.sites.sort_values(["loss", "cercle_pcode"], ascending=[False, True], kind="stable")
    told = doubts(products.plan.works, language)
    doubt = [told.get(str(name), "") for name in sites.index]
    others = [{**row, "told": ", ".join(row["told"])} for row in other_sites(products)]
    curve = records(meaning.frontier.sort_values("budget_share", kind="stable"))
    frontier = [{**row, "solved": solved(row["status"], row["gap"], language)} for row in curve]
    found = (
        _people(products, meaning),
        _sheet(products, "sites", (*SITES, DOUBT) if any(doubt) else SITES, records(sites.assign(doubt=doubt))),
        _sheet(products, "alternatives", OTHERS, others),
        _sheet(products, "partners", PARTNERS, records(meaning.partners)),
        _sheet(products, "frontier", FRONTIER, frontier),
        _sheet(products, "money", MONEY, money_rows(products, meaning)),
        _sheet(products, "scenarios", SCENARIOS, scenario_rows(products, meaning)),
        _sheet(products, "summary", SUMMARY, summary_rows(products, meaning)),
        _sheet(products, "near_best", NEAR_BEST, near_best_rows(products, meaning)),
    )
    return [sheet for sheet in found if sheet["rows"]]


def _sheet(products: Products, name: str, columns: Sequence[Column], rows: Sequence[dict[str, Any]]) -> Sheet:
    return {
        "caption": text(f"web.table.{name}", products.label.language),
        "heads": [_head(products, head) for head, _, _ in columns],
        "rows": [[FORMS[form](products, row[key]) for _, form, key in columns] for row in rows],
    }


def _head(products: Products, head: str) -> str:
    key = f"service.{head}" if head in set(Service) else f"web.head.{head}"
    return text(key, products.label.language)


def _coverage(products: Products, access: AccessFound) -> Sheet:
    language, names = products.label.language, states(access)
    rows = []
    for service, minutes in standards(access).items():
        for code, row in shares(access, service, minutes).iterrows():
            lead = [FORMS["cercle"](products, code), text(f"service.{service}", language), short(minutes, language, 1)]
            rows.append([*lead, *(FORMS["share"](products, row[state]) for state in names)])
    heads = [_head(products, head) for head in ("cercle", "service", "minutes")]
    return {
        "caption": text("web.table.access", language),
        "heads": [*heads, *(state_name(state, language) for state in names)],
        "rows": sorted(rows, key=lambda row: row[0]),
    }


def _people(products: Products, meaning: PlanMeaning) -> Sheet:
    language = products.label.language
    wide = meaning.people_by_year.pivot_table(index="service", columns="year", values="people", aggfunc="sum")
    known = [service.value for service in Service if service.value in wide.index]
    rows = []
    for name in known:
        counts = [float(value) for value in [*wide.loc[name], wide.loc[name].sum()]]
        rows.append([text(f"service.{name}", language), *(number(value, language) for value in counts)])
    heads = [_head(products, "service"), *(str(year) for year in wide.columns), _head(products, "total")]
    return {"caption": text("web.table.people", language), "heads": heads, "rows": rows}


def money_rows(products: Products, meaning: PlanMeaning) -> list[dict[str, Any]]:
    """Return the envelopes' years with the `name` that the document gives them; it is French, others read the id."""
    works = products.layers.works
    names = {} if works is None or products.label.language != "fr" else works["label_fr"].to_dict()
    return [{**row, "name": str(names.get(row["envelope"], row["envelope"]))} for row in records(meaning.money)]


def scenario_rows(products: Products, meaning: PlanMeaning) -> list[dict[str, Any]]:
    """Return the scenarios with `label` in the product's language and the names of suspended `cercles`."""
    names = products.layers.cercles["name"]
    return [
        {
            **row,
            "label": str(row[f"label_{products.label.language}"]),
            "cercles": ", ".join(
                str(names.get(code, code)) for code in FORMS["word"](products, row["suspended"]).split()
            ),
        }
        for row in records(meaning.scenarios)
    ]


def summary_rows(products: Products, meaning: PlanMeaning) -> list[dict[str, Any]]:
    """Return the plans compared over the scenarios with their `name`."""
    frame = meaning.scenario_summary.rename_axis("key").reset_index()
    named = {"plan": "whole"}
    return [
        {**row, "name": text(f"plan.{named.get(row['key'], row['key'])}", products.label.language)}
        for row in records(frame)
    ]


def near_best_rows(products: Products, meaning: PlanMeaning) -> list[dict[str, Any]]:
    """Return the near-best plans with their `name`; the best is 0."""
    language = products.label.language
    return [
        {**row, "name": text("web.near.other" if row["plan"] else "web.near.best", language, n=row["plan"])}
        for row in records(meaning.near_best)
    ]
