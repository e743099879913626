"""The layer of cercles: everything that is known of a cercle in one row, for tables, styles and the atlas."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import pandas as pd

from prosmed_gis.domain.messages import text
from prosmed_gis.domain.symbology import count_class
from prosmed_gis.domain.vocabulary import EventClass, Service
from prosmed_gis.outputs import agreement
from prosmed_gis.outputs.audience import count_label, twelve_months
from prosmed_gis.outputs.nested import steps
from prosmed_gis.outputs.qgis.siting import access_columns

if TYPE_CHECKING:
    import geopandas as gpd

    from prosmed_gis.domain.products import Products
    from prosmed_gis.domain.vocabulary import Language

WORST_FIRST = ("late", "watch", "on_time", "done", "no_data", "no_target")
"""Order in which the states of several indicators or works are summed up in one: the worst speaks."""


def ascii_name(name: str) -> str:
    """Return a column name of ASCII lower-case letters, digits and underscores."""
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", folded.lower()).strip("_")


def state_column(indicator: str) -> str:
    """Return the column of the cercles' layer that holds the state of an indicator."""
    return f"state_{ascii_name(indicator)}"


def worst_state(states: pd.Series) -> str | None:
    """Return the gravest of the states of `WORST_FIRST` among the values; None where there is none."""
    present = set(states.dropna())
    return next((state for state in WORST_FIRST if state in present), None)


def cercle_frame(products: Products) -> gpd.GeoDataFrame:
    """Join all that is known by cercle on the cercles' polygons.

    Returns
    -------
    Positional index, one row per cercle in the order of P-codes, geometry EPSG:4326. Shares and scores are as in
    the products (coverage 0-1); `selected` and `in_document` are 0 or 1, `initiation` too and missing off
    the list; `events_12m` counts the twelve months that end at `as_of`. A column whose source the audience may not see
    is not there.
    """
    base = products.layers.cercles.sort_index(kind="stable")
    frame = base[["name", "parent_pcode", "vintage", "area_km2", "geometry"]].rename(
        columns={"name": "cercle", "parent_pcode": "region_pcode"}
    )
    frame.insert(1, "region", frame["region_pcode"].map(products.layers.regions["name"]))
    parts = (
        _selection(products),
        _document(products),
        _firmness(products),
        _places(products),
        _indicators(products),
        _people(products),
        _coverage(products.plan.coverage),
        access_columns(products),
        _violence(products),
        _states(products.tracked.states),
        _works(products),
        _projects(products.partners),
    )
    for part in parts:
        frame = frame.join(part[[column for column in part.columns if column not in frame.columns]])
    for column in COUNTS:
        if column in frame:
            frame[column] = frame[column].fillna(0).astype("int64")
    return frame.rename_axis("pcode").reset_index()


COUNTS = ("selected", "works_given_n", "works_planned_n", "works_partner_n", "projects_n", "projects_region_n")
"""Columns of the cercles' layer where a cercle that has no row counts zero."""


def _selection(products: Products) -> pd.DataFrame:
    frame = products.selection.set_index("pcode").drop(columns=["region", "cercle"], errors="ignore")
    frame = frame.rename(columns={column: ascii_name(column) for column in frame.columns})
    if "selected" in frame:
        frame["selected"] = frame["selected"].astype("boolean").astype("Int64")
    if "rank" in frame and pd.api.types.is_numeric_dtype(frame["rank"]):
        frame["rank"] = frame["rank"].astype("Int64")
    return frame


def _document(products: Products) -> pd.DataFrame:
    """Return whether the programme document's list holds each cercle, and its initiation phase; none without a list."""
    if not agreement.has_document(products):
        return pd.DataFrame(index=products.layers.cercles.index)
    found = {"in_document": agreement.in_document(products), "initiation": agreement.initiation(products)}
    return pd.DataFrame({name: values.astype("Int64") for name, values in found.items()})


def _firmness(products: Products) -> pd.DataFrame:
    names = {
        "frequency": "firmness_share",
        "low": "firmness_low",
        "high": "firmness_high",
        "class": "firmness_class",
    }
    frame = products.firmness.rename(columns=names)
    for column in ("rank_low", "rank_median", "rank_high"):
        if column in frame and pd.api.types.is_numeric_dtype(frame[column]):
            frame[column] = frame[column].round().astype("Int64")
    return frame.assign(views_n=products.robustness.view_lists.sum(axis=1).astype("Int64"))


def _places(products: Products) -> pd.DataFrame:
    """Return what each place costs and, with a smaller list, whether it holds the cercle and who goes when."""
    frame = products.robustness.replacement[["replacement_cost"]]
    nesting = products.robustness.nesting
    if nesting is None:
        return frame
    small = nesting.lists["small_nested"].astype("Int64").reindex(frame.index)
    return frame.assign(in_small_list=small, release_step=steps(nesting).reindex(frame.index))


def _indicators(products: Products) -> pd.DataFrame:
    measured = products.criteria.values
    frame = measured.rename(columns={column: f"value_{ascii_name(str(column))}" for column in measured.columns})
    worths = products.criteria.group_worths
    frame = frame.join(worths.rename(columns={column: f"{ascii_name(str(column))}_worth" for column in worths.columns}))
    return frame.join(products.criteria.data_coverage.rename("data_coverage"))


def _people(products: Products) -> pd.DataFrame:
    columns = [column for column in ("people", "year") if column in products.people]
    frame = products.people[columns].rename(columns={"year": "people_year"})
    if "people_year" in frame:
        frame["people_year"] = frame["people_year"].astype("Int64")
    return frame


def _coverage(coverage: pd.DataFrame) -> pd.DataFrame:
    """Return shares (0-1) per service in the first and the last year of the plan's coverage."""
    found: dict[str, pd.Series] = {}
    for service in Service:
        rows = coverage[coverage["service"] == service.value]
        for suffix, year in (("base", rows["year"].min()), ("last", rows["year"].max())):
            of_year = rows[rows["year"] == year].set_index("cercle_pcode")
            if not of_year.empty:
                found[f"cover_{service.value}_{suffix}"] = of_year["share"].astype(float)
    return pd.DataFrame(found)


def _violence(products: Products) -> pd.DataFrame:
    """Return events and deaths of political violence in the twelve months that end at `as_of`, and their class.

    The public sees the class only. Where there are counts, a cercle without any in the window has had no event.
    """
    counts, violent = products.counts, EventClass.POLITICAL_VIOLENCE.value
    if not (counts["event_class"] == violent).any():
        return pd.DataFrame()
    cercles = products.layers.cercles.index
    if "events_class" in counts:
        rows = counts[(counts["event_class"] == violent) & (counts["until"] == counts["until"].max())]
        classes = rows.set_index("cercle_pcode")["events_class"].reindex(cercles).fillna(count_label(0))
        return pd.DataFrame({"events_class": classes})
    sums = twelve_months(counts, pd.Timestamp(products.label.as_of))
    sums = sums[sums["event_class"] == violent].set_index("cercle_pcode").reindex(cercles)[["events", "fatalities"]]
    sums = sums.fillna(0.0).rename(columns={"events": "events_12m", "fatalities": "deaths_12m"})
    return sums.assign(events_class=[count_label(count_class(events)) for events in sums["events_12m"]])


def latest_states(states: pd.DataFrame) -> pd.DataFrame:
    """Return the rows by cercle of the latest date, one per cercle and indicator (the first variant's)."""
    rows = states[states["cercle_pcode"].fillna("") != ""]
    rows = rows[rows["as_of"] == rows["as_of"].max()]
    rows = rows.sort_values(["indicator", "variant", "cercle_pcode"], ascending=[True, False, True], kind="stable")
    latest: pd.DataFrame = rows.drop_duplicates(["cercle_pcode", "indicator"])
    return latest


def _states(states: pd.DataFrame) -> pd.DataFrame:
    rows = latest_states(states)
    found = {
        state_column(str(indicator)): of_one.set_index("cercle_pcode")["state"]
        for indicator, of_one in rows.groupby("indicator", sort=True)
    }
    if found:
        found["indicators_state"] = rows.groupby("cercle_pcode", sort=True)["state"].agg(worst_state)
    return pd.DataFrame(found)


def _works(products: Products) -> pd.DataFrame:
    works = products.plan.works.dropna(subset=["cercle_pcode"]).drop_duplicates("work_id")
    if works.empty:
        return pd.DataFrame({f"works_{status}_n": pd.Series(dtype=float) for status in ("given", "planned", "partner")})
    frame = pd.crosstab(works["cercle_pcode"], works["status"]).reindex(
        columns=["given", "planned", "partner"], fill_value=0
    )
    frame.columns = pd.Index([f"works_{status}_n" for status in frame.columns])
    language = products.label.language
    lines = works.sort_values(["cercle_pcode", "opens_year", "kind", "work_id"], kind="stable")
    frame["works_text"] = lines.groupby("cercle_pcode").apply(
        lambda rows: "\n".join(_work_line(row, language) for _, row in rows.iterrows())
    )
    tracked = products.tracked.works
    if not tracked.empty:
        frame["works_state"] = tracked.groupby("cercle_pcode")["state"].agg(worst_state)
    return frame


def _work_line(row: pd.Series, language: Language) -> str:
    words = [
        text(f"work.{row['kind']}", language),
        text(f"action.{row['action']}", language),
        row["place"] if isinstance(row["place"], str) else "",
        "" if pd.isna(row["opens_year"]) else str(int(row["opens_year"])),
        text(f"plan.{row['status']}", language),
        text("siting.standing.short", language) if row.get("known_standing") in ("no", "unknown") else "",
    ]
    return ", ".join(word for word in words if word)


def _projects(partners: pd.DataFrame) -> pd.DataFrame:
    """Return running projects stated for the cercle or its communes apart from those stated for the whole region."""
    if "present" in partners:
        partners = partners[partners["present"].astype(bool)]
    near = partners[partners["level"].isin(["cercle", "commune"])]
    wide = partners[partners["level"] == "region"]
    by_cercle = near.drop_duplicates(["cercle_pcode", "project_id"]).sort_values(
        ["cercle_pcode", "project", "project_id"], kind="stable"
    )
    return pd.DataFrame(
        {
            "projects_n": by_cercle.groupby("cercle_pcode")["project_id"].count(),
            "projects_region_n": wide.groupby("cercle_pcode")["project_id"].nunique(),
            "projects_text": by_cercle.groupby("cercle_pcode")["project"].agg("\n".join),
        }
    )
