"""The panel of the placement: how firm the plan is, people by year, the budget's frontier; and its themes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from prosmed_gis.domain import symbology as sy
from prosmed_gis.domain.messages import text
from prosmed_gis.domain.vocabulary import Service
from prosmed_gis.outputs.access_states import USUAL, missing_links, shares, standards, state_name, states, told_states
from prosmed_gis.outputs.tables import records
from prosmed_gis.outputs.web.sentences import sentences, solved, status_sentence
from prosmed_gis.outputs.web.themes import Theme, categories, numbers
from prosmed_gis.wording.numbers import MISSING, number, percent, short

if TYPE_CHECKING:
    from prosmed_gis.domain.products import AccessFound, Products

PRESENT = 1.0
"""Share of the budget that is the plan's own."""


def placement(products: Products) -> dict[str, Any] | None:
    """Return what the panel says of the plan; None where neither access nor the plan's meaning is known."""
    if products.access is None and products.meaning is None:
        return None
    language, meaning = products.label.language, products.meaning
    notes = [*(products.access.notes if products.access else ()), *(meaning.notes if meaning else ())]
    return {
        "status": status_sentence(products.plan, language),
        "said": sentences(meaning, language) if meaning else [],
        "people": _people(products),
        "frontier": _frontier(products),
        "notes": list(dict.fromkeys(notes)),
        "services": [
            service.value for service in Service if (products.plan.coverage["service"] == service.value).any()
        ],
    }


def _people(products: Products) -> dict[str, Any] | None:
    """Return people newly within reach by service and year, as numbers for bars and as text."""
    if products.meaning is None or products.meaning.people_by_year.empty:
        return None
    language = products.label.language
    wide = products.meaning.people_by_year.pivot_table(index="service", columns="year", values="people", aggfunc="sum")
    by_service = {
        str(name): [float(value) for value in row]
        for name, row in zip(wide.index, wide.fillna(0.0).to_numpy(), strict=True)
    }
    return {
        "years": [int(year) for year in wide.columns],
        "rows": [
            {
                "service": name,
                "label": text(f"service.{name}", language),
                "colour": sy.SERVICE_COLOURS[Service(name)],
                "values": [round(value) for value in by_service[name]],
                "shown": [number(value, language) for value in by_service[name]],
                "total": number(sum(by_service[name]), language),
            }
            for name in (service.value for service in Service)
            if name in by_service
        ],
    }


def _frontier(products: Products) -> dict[str, Any] | None:
    """Return the points of the frontier by budget, and the sentence that says the same."""
    meaning, language = products.meaning, products.label.language
    if meaning is None or meaning.frontier.empty:
        return None
    known = meaning.frontier.dropna(subset=["people_covered"])
    rows = records(known.sort_values("budget_share", kind="stable"))
    if not rows:
        return None
    own = min(rows, key=lambda row: abs(row["budget_share"] - PRESENT))
    shown = {
        key: number(float(row["people_covered"]), language)
        for key, row in (("least", rows[0]), ("own", own), ("most", rows[-1]))
    }
    edges = {key: percent(row["budget_share"], language) for key, row in (("low", rows[0]), ("high", rows[-1]))}
    return {
        "said": text("web.placement.chart", language, **shown, **edges),
        "points": [
            {
                "x": round(float(row["budget_share"]), 4),
                "y": round(float(row["people_covered"])),
                "own": row is own and abs(own["budget_share"] - PRESENT) < 1e-6,  # noqa: PLR2004 - a share of exactly one
                "proved": row["status"] == "optimal",
                "shown": _point(row, products),
            }
            for row in rows
        ],
    }  # fmt: skip


def _point(row: dict[str, Any], products: Products) -> str:
    language = products.label.language
    told = text(
        "web.placement.budget_point", language, share=percent(row["budget_share"], language),
        usd=number(float(row["budget_usd"]), language), people=number(float(row["people_covered"]), language),
        works=number(float(row["works"]), language),
    )  # fmt: skip
    return told if row["status"] == "optimal" else f"{told} – {solved(row['status'], row['gap'], language)}"


def access_themes(products: Products) -> list[Theme]:
    """Return coverage by service in each state of the ground but the usual one, and the chain of services."""
    access = products.access
    if access is None:
        return []
    found = [_chain(products, access)]
    for service, minutes in standards(access).items():
        by_state = shares(access, service, minutes)
        found += [
            _state(products, service, minutes, state, by_state[state])
            for state in told_states(access)
            if state != USUAL
        ]
    return [theme for theme in found if theme is not None]


def _state(
    products: Products, service: str, minutes: float, state: tuple[str, str, str], values: pd.Series
) -> Theme | None:
    language = products.label.language
    words = {
        key: text(f"access.{key}.{value}", language)
        for key, value in zip(("season", "security", "mode"), state, strict=True)
    }
    names = {"service": text(f"service.{service}", language), "state": state_name(state, language).lower()}
    return numbers(
        products, f"access-{service}-{'-'.join(state)}", "access", values, sy.RAMPS["coverage"],
        label=text("web.access.theme", language, **names),
        about=text("web.about.access", language, minutes=short(minutes, language, 1), **words),
    )  # fmt: skip


def _chain(products: Products, access: AccessFound) -> Theme | None:
    complete = access.chain["complete"]
    kinds = pd.Series("incomplete", index=access.chain.index).mask(complete.astype(bool), "complete")
    theme = categories(products, "chain", "access", kinds.mask(complete.isna()), sy.CHAIN)
    if theme is not None:
        told = chain_words(products)
        theme["shown"] = [
            told.get(str(code), shown)
            for code, shown in zip(products.layers.cercles.index, theme["shown"], strict=True)
        ]
    return theme


def chain_words(products: Products) -> dict[str, str]:
    """Return P-code -> `Chaîne complète`, or which links are missing where that is known."""
    access, language = products.access, products.label.language
    if access is None:
        return {}
    found = {}
    for code, row in access.chain.iterrows():
        links = ", ".join(text(f"access.link.{name}", language) for name in missing_links(row))
        kind = "complete" if row["complete"] else "missing" if links else "incomplete"
        found[str(code)] = text(f"access.chain.{kind}", language, links=links)
    return found


def minutes_text(value: float, products: Products) -> str:
    """Return minutes as text; `aucun chemin` where no path leads there, a dash where there is nothing to reach."""
    language = products.label.language
    if pd.isna(value):
        return MISSING
    if value == float("inf"):
        return text("web.fiche.no_path", language)
    return text("access.minutes", language, minutes=number(value, language))


def access_fiches(products: Products) -> dict[str, dict[str, Any]]:
    """Return P-code -> `access` (coverage by service and state) and `chain` (sentences)."""
    access, language = products.access, products.label.language
    if access is None:
        return {}
    found: dict[str, dict[str, Any]] = {
        str(code): {"chain": chain_lines(products, row)} for code, row in access.chain.iterrows()
    }
    names = states(access)
    for service, minutes in standards(access).items():
        for code, row in shares(access, service, minutes).iterrows():
            entry = {
                "label": text(f"service.{service}", language),
                "shares": [percent(float(row[state]), language) for state in names],
            }
            found.setdefault(str(code), {}).setdefault("access", []).append(entry)
    return found


def chain_lines(products: Products, row: pd.Series) -> list[str]:
    """Return which links of a cercle's chain are missing, and the minutes from one to the next where both stand."""
    language = products.label.language
    links = ", ".join(text(f"access.link.{name}", language) for name in missing_links(row))
    kind = "complete" if row["complete"] else "missing" if links else "incomplete"
    lines = [text(f"web.fiche.chain.{kind}", language, links=links)]
    times = {"first": row["security_justice_min"], "second": row["justice_prison_min"]}
    if any(pd.notna(value) for value in times.values()):
        shown = {key: minutes_text(float(value), products) for key, value in times.items()}
        lines.append(text("web.fiche.chain.minutes", language, **shown))
    return lines
