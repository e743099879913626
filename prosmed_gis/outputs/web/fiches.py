"""The sheet of each cercle: every sentence and number ready to be shown as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from prosmed_gis.domain.messages import text
from prosmed_gis.domain.vocabulary import EventClass, Service
from prosmed_gis.outputs.audience import count_label, twelve_months
from prosmed_gis.outputs.communes import first_communes
from prosmed_gis.outputs.web.defence import places_at_stake
from prosmed_gis.outputs.web.lists import list_fiches
from prosmed_gis.outputs.web.placement import access_fiches
from prosmed_gis.outputs.web.themes import indicator_labels, states_by_cercle
from prosmed_gis.outputs.web.works import work_rows
from prosmed_gis.wording.numbers import MISSING, number, percent

if TYPE_CHECKING:
    from prosmed_gis.domain.products import Products

Fiche = dict[str, Any]


def fiches(products: Products) -> list[Fiche]:
    """Return one sheet per cercle, in the order of `layers.cercles`; what is not known is left out of it."""
    codes = [str(code) for code in products.layers.cercles.index]
    parts = (
        _results(products), list_fiches(products), _firmness(products), places_at_stake(products),
        _contributions(products), _ground(products), _violence(products), _coverage(products), access_fiches(products),
        _communes(products), _works(products), _partners(products), _states(products),
    )  # fmt: skip
    return [{key: value for part in parts for key, value in part.get(code, {}).items()} for code in codes]


def _results(products: Products) -> dict[str, Fiche]:
    language, n_ranked = products.label.language, int(products.selection["rank"].notna().sum())
    found = {}
    for row in products.selection.to_dict("records"):
        ranked = not pd.isna(row["rank"])
        found[str(row["pcode"])] = {
            "score": number(row["score"], language, 1),
            "rank": text("web.fiche.rank", language, rank=int(row["rank"]), n=n_ranked) if ranked else MISSING,
            "place": int(row["rank"]) if ranked else None,
            "selected": bool(row["selected"]),
            "track": text(f"track.{row['track']}", language) if isinstance(row["track"], str) else "",
            "reason": str(row[f"reason_{language}"]),
        }
    return found


def _firmness(products: Products) -> dict[str, Fiche]:
    language = products.label.language
    found = {}
    for code, row in products.firmness[products.firmness["class"] != ""].iterrows():
        shares = {name: percent(row[name], language) for name in ("frequency", "low", "high")}
        lines = [text("web.fiche.firm", language, **shares)]
        if not pd.isna(row["rank_low"]):
            ranks = {side: number(row[f"rank_{side}"], language) for side in ("low", "median", "high")}
            lines.append(text("web.fiche.ranks", language, **ranks))
        lines += _views(products, str(code))
        found[str(code)] = {"firm": text(f"firmness.{row['class']}", language), "firm_text": " ".join(lines)}
    return found


def _views(products: Products, code: str) -> list[str]:
    """Say under how many views a cercle is chosen, and name those that leave it out where these are fewer."""
    lists, views, language = products.robustness.view_lists, products.robustness.views, products.label.language
    if code not in lists.index:
        return []
    chosen = lists.columns[lists.loc[code].to_numpy(dtype=bool)]
    counts = {"n": len(chosen), "of": lists.shape[1]}
    without = [str(views[f"label_{language}"][view]) for view in lists.columns.difference(chosen, sort=False)]
    if counts["n"] > len(without) > 0:
        return [text("web.fiche.views_but", language, **counts, names=", ".join(without))]
    return [text("web.fiche.views", language, **counts)]


def _contributions(products: Products) -> dict[str, Fiche]:
    """Return the points of each group that counts for the cercle's track, largest first."""
    language, criteria = products.label.language, products.criteria
    labels = criteria.definitions.drop_duplicates("group").set_index("group")[f"group_label_{language}"]
    factor = criteria.ceiling["factor"] if "factor" in criteria.ceiling else pd.Series(dtype=float)
    counting = criteria.weights.T.groupby(criteria.definitions["group"].reindex(criteria.weights.columns)).sum().T
    found = {}
    for code in map(str, criteria.group_contributions.index):
        row = pd.Series(criteria.group_contributions.loc[code])
        points = row.where(pd.Series(counting.loc[code]) > 0).dropna().sort_values(ascending=False, kind="stable")
        fiche: Fiche = {
            "groups": [
                {"label": str(labels.get(group, group)), "points": number(value, language, 1), "part": round(value, 2)}
                for group, value in points.items()
            ],
            "data": text("web.fiche.imputed", language, share=percent(criteria.data_coverage.get(code), language)),
        }
        if factor.get(code, 1.0) < 1:
            fiche["ceiling"] = text("web.fiche.ceiling", language, factor=percent(factor[code], language))
        found[code] = fiche
    return found


def _ground(products: Products) -> dict[str, Fiche]:
    language, layers = products.label.language, products.layers
    communes = layers.communes["parent_pcode"].value_counts()
    found = {}
    for code, area in layers.cercles["area_km2"].items():
        facts = []
        if code in products.people.index:
            people = products.people.loc[code]
            facts.append(
                text("web.fiche.people", language, people=number(people["people"], language), year=people["year"])
            )
        if code in communes.index:
            facts.append(text("web.fiche.communes", language, n=number(communes[code], language)))
        facts.append(text("web.fiche.area", language, area=number(area, language)))
        found[str(code)] = {"facts": facts}
    return found


def _violence(products: Products) -> dict[str, Fiche]:
    """Return events of political violence in twelve months; for the public, the class that the counts hold."""
    counts, until = products.counts, pd.Timestamp(products.label.as_of)
    wanted = EventClass.POLITICAL_VIOLENCE.value
    if "events_class" in counts:
        rows = counts[(counts["until"] == until) & (counts["event_class"] == wanted)]
        classes = rows.set_index("cercle_pcode")["events_class"]
        return {str(code): {"violence": classes.get(code, count_label(0))} for code in products.layers.cercles.index}
    if counts.empty:
        return {}
    sums = twelve_months(counts, until)
    events = sums[sums["event_class"] == wanted].set_index("cercle_pcode")["events"]
    language = products.label.language
    return {str(code): {"violence": number(events.get(code, 0.0), language)} for code in products.layers.cercles.index}


def _coverage(products: Products) -> dict[str, Fiche]:
    """Return the share covered by service before the plan and in its last year."""
    language, coverage = products.label.language, products.plan.coverage
    if coverage.empty:
        return {}
    first, last = coverage["year"].min(), coverage["year"].max()
    wide = coverage.pivot_table(index="cercle_pcode", columns=["service", "year"], values="share")
    found = {}
    for code, row in wide.iterrows():
        lines = [
            {
                "label": text(f"service.{service}", language),
                "base": percent(row.get((service.value, first)), language),
                "last": percent(row.get((service.value, last)), language),
                "from": round(row[service.value, first], 3),
                "to": round(row[service.value, last], 3),
            }
            for service in Service
            if pd.notna(row.get((service.value, first))) and pd.notna(row.get((service.value, last)))
        ]
        found[str(code)] = {"coverage": lines, "coverage_years": [int(first), int(last)]}
    return found


def _communes(products: Products) -> dict[str, Fiche]:
    """Return the communes to start with in each selected cercle, and how many have no rank."""
    order, language = products.communes, products.label.language
    if order is None:
        return {}
    first = first_communes(order)
    unranked = order.table.loc[order.table["rank_in_cercle"].isna(), "cercle_pcode"].value_counts()
    found: dict[str, Fiche] = {str(code): {"start": []} for code in order.table["cercle_pcode"].unique()}
    for row in first.to_dict("records"):
        entry = {
            "rank": int(row["rank_in_cercle"]),
            "name": row["commune"],
            "score": text("web.fiche.points", language, points=number(row["score"], language, 1)),
            "why": str(order.arguments.loc[row["pcode"], str(language)]),
        }
        found[row["cercle_pcode"]]["start"].append(entry)
    for code, count in unranked.items():
        found[str(code)]["unranked"] = text("web.fiche.unranked", language, count=count)
    return found


def _works(products: Products) -> dict[str, Fiche]:
    found: dict[str, Fiche] = {}
    for row in work_rows(products):
        found.setdefault(row["pcode"], {"works": []})["works"].append(row["n"])
    return found


def _partners(products: Products) -> dict[str, Fiche]:
    """Return the projects of each cercle as positions in `projects`, with the level at which each was stated."""
    language = products.label.language
    order = {code: k for k, code in enumerate(project_codes(products))}
    rows = products.partners.drop_duplicates(["cercle_pcode", "project_id", "theme"])
    found: dict[str, Fiche] = {}
    for row in rows.to_dict("records"):
        entry = {
            "project": order[row["project_id"]],
            "theme": str(row["theme"]),
            "level": text(f"level.{row['level']}", language),
            "wide": row["level"] == "region",
        }
        found.setdefault(str(row["cercle_pcode"]), {"partners": []})["partners"].append(entry)
    return found


def project_codes(products: Products) -> list[str]:
    """Return the ids of all projects that are in some cercle, sorted."""
    return sorted(str(code) for code in products.partners["project_id"].unique())


def _states(products: Products) -> dict[str, Fiche]:
    language, labels = products.label.language, indicator_labels(products)
    found: dict[str, Fiche] = {}
    for row in states_by_cercle(products).to_dict("records"):
        entry = {
            "label": labels.get(row["indicator"], str(row["indicator"])),
            "state": str(row["state"]),
            "done": text(
                "web.fiche.done", language, done=number(row["done"], language), target=number(row["target"], language)
            ),
        }
        found.setdefault(str(row["cercle_pcode"]), {"states": []})["states"].append(entry)
    return found
