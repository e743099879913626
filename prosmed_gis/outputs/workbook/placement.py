"""Sheet `Placement`: what sites and money are worth, the budget's frontier, other plans and other worlds."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pandas as pd
from xlsxwriter.utility import xl_rowcol_to_cell

from prosmed_gis.domain.messages import text
from prosmed_gis.outputs.alternatives import alternatives
from prosmed_gis.outputs.tables import records
from prosmed_gis.outputs.web.placement_tables import money_rows, near_best_rows, scenario_rows, summary_rows
from prosmed_gis.outputs.web.sentences import sentences, solved, status_sentence
from prosmed_gis.outputs.workbook.book import CHOSEN, HEAD_ROW, HEADING, RULED, Book, Column, lines_needed

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from prosmed_gis.domain.products import PlanMeaning

WIDTHS = (34, 18, 28, 11, 13, 13, 13, 13, 13, 32)
"""Of the sheet's columns: every table below takes them from the left."""

CHART_COLUMN = 6
"""First column of the chart, right of the table that it draws."""

BUDGET, PEOPLE = 1, 2
"""Columns of the frontier that the chart and the formula look at."""

STEP_USD = 100_000
"""The formula tells people gained by so many more dollars."""


Heads = Sequence[tuple[str, str, str]]
"""Key of the record, head (a key of `web.head.`; with a point one of the workbook), form."""

SITES = (
    ("kind", "work", "wrap"),
    ("cercle", "cercle", "text"),
    ("place", "place", "wrap"),
    ("year", "year", "centred"),
    ("loss", "loss", "whole"),
    ("loss_people", "loss_people", "whole"),
    ("core", "core", "centred"),
    ("near_best_share", "near", "percent"),
    ("greedy", "greedy", "centred"),
    ("work_id", "column.work_id", "text"),
)
FRONTIER = (
    ("budget_share", "budget_share", "percent"),
    ("budget_usd", "budget", "whole"),
    ("people_covered", "covered", "whole"),
    ("works", "works", "whole"),
    ("marginal", "placement.marginal", "tenth"),
    ("solved", "status", "wrap"),
)
MONEY = (
    ("name", "envelope", "wrap"),
    ("year", "year", "centred"),
    ("budget_usd", "budget", "whole"),
    ("spent_usd", "spent", "whole"),
    ("shadow_price", "shadow", "tenth"),
    ("one_more_worth", "one_more", "whole"),
)
SCENARIOS = (
    ("label", "scenario", "wrap"),
    ("kind", "kind", "text"),
    ("cercles", "suspended", "wrap"),
    ("plan_worth", "placement.plan_worth", "whole"),
    ("best_worth", "placement.best_worth", "whole"),
    ("regret", "regret", "whole"),
    ("greedy_regret", "greedy_regret", "whole"),
    ("robust_regret", "robust_regret", "whole"),
)
NEAR_BEST = (
    ("name", "plan", "text"),
    ("objective", "placement.worth", "whole"),
    ("loss_share", "loss_share", "share"),
    ("works", "works", "whole"),
    ("common", "common", "whole"),
    ("people_covered", "covered", "whole"),
)
PARTNERS = (
    ("name", "place", "wrap"),
    ("cercle", "cercle", "text"),
    ("service", "service", "text"),
    ("opens_year", "year", "centred"),
    ("worth", "worth", "whole"),
    ("people", "people", "whole"),
    ("slips_worth", "slips", "whole"),
)
SUMMARY = (
    ("name", "plan", "text"),
    ("expected", "expected", "whole"),
    ("worst", "worst", "whole"),
    ("max_regret", "max_regret", "whole"),
    ("works", "works", "whole"),
    ("common", "common", "whole"),
)
MATRIX = (
    ("kind", "work", "wrap"),
    ("cercle", "cercle", "text"),
    ("place", "place", "wrap"),
    ("n", "placement.n_plans", "centred"),
)
"""Leading columns; a column a plan follows."""


def write_placement(book: Book) -> None:
    """Write the sheet; none where the plan's meaning is not known."""
    meaning = book.products.meaning
    if meaning is None:
        return
    page = book.sheet("placement", [Column("", "", width) for width in WIDTHS], head_row=1)
    row = _told(book, page, HEAD_ROW, meaning)
    row = _sites(book, page, row + 1, meaning)
    row = _frontier(book, page, row + 1, meaning)
    breaks = [row + 1]
    row = _money(book, page, row + 1, meaning)
    breaks.append(row + 1)
    row = _scenarios(book, page, row + 1, meaning)
    row = _near_best(book, page, row + 1, meaning)
    row = _matrix(book, page, row + 1, meaning)
    _partners(book, page, row + 1, meaning)
    page.set_h_pagebreaks(breaks)


def _told(book: Book, page: Worksheet, row: int, meaning: PlanMeaning) -> int:
    told = sentences(meaning, book.language, beside_notes=bool(meaning.notes))
    whole = [status_sentence(book.products.plan, book.language), *meaning.notes, *told]
    for sentence in whole:
        page.merge_range(row, 0, row, len(WIDTHS) - 1, sentence, book.form("wrap"))
        page.set_row(row, 13.5 * lines_needed(sentence, sum(WIDTHS)) + 2)
        row += 1
    return row


def _columns(book: Book, heads: Heads) -> list[Column]:
    """Return the columns of a table in the sheet's widths."""
    return [
        Column(key, _head(book, head), width, form) for (key, head, form), width in zip(heads, WIDTHS, strict=False)
    ]


def _head(book: Book, head: str) -> str:
    return book.say(head) if "." in head else text(f"web.head.{head}", book.language)


def _table(book: Book, page: Worksheet, row: int, title: str, columns: list[Column], rows: list[dict[str, Any]], *,
           fills: dict[int, str] | None = None) -> int:  # fmt: skip
    """Write a titled table; return the row after it, and the same row where it has no rows."""
    if not rows:
        return row - 1
    row = book.block(page, row, text(f"web.table.{title}", book.language), len(columns))
    book.headings(page, row, columns)
    return book.records(page, row + 1, columns, rows, fills=fills)


def _cercle(book: Book, code: object) -> str:
    return str(book.products.layers.cercles["name"].get(code, "")) if isinstance(code, str) else ""


def _sites(book: Book, page: Worksheet, row: int, meaning: PlanMeaning) -> int:
    ordered = meaning.sites.sort_values(["loss", "cercle_pcode"], ascending=[False, True], kind="stable")
    rows = [
        {
            **record,
            "kind": book.name_of("work", record["kind"]),
            "cercle": _cercle(book, record["cercle_pcode"]),
            "loss": text("placement.no_plan", book.language) if record["loss"] == float("inf") else record["loss"],
        }
        for record in records(ordered.rename_axis("work_id").reset_index())
    ]
    columns = _columns(book, SITES)
    fills = {number: CHOSEN for number, record in enumerate(rows) if record["core"]}
    return _table(book, page, row, "sites", columns, rows, fills=fills)


def _frontier(book: Book, page: Worksheet, row: int, meaning: PlanMeaning) -> int:
    """Write the frontier, people per further dollars as a formula, and its chart; return the row below both."""
    curve = records(meaning.frontier.sort_values("budget_share", kind="stable"))
    if not curve:
        return row - 1
    columns = _columns(book, FRONTIER)
    rows = [{**record, "solved": solved(record["status"], record["gap"], book.language)} for record in curve]
    first = row + 2
    end = _table(book, page, row, "frontier", columns, rows)
    for number, (low, high) in enumerate(pairwise(curve), start=first + 1):
        _marginal(book, page, number, low, high)
    page.insert_chart(
        row + 1, CHART_COLUMN, _chart(book, page, (first, end - 1)), {"x_offset": 8, "object_position": 1}
    )
    return max(end, row + 16)


def _marginal(book: Book, page: Worksheet, row: int, low: dict[str, Any], high: dict[str, Any]) -> None:
    people, money = (
        f"({xl_rowcol_to_cell(row, place)}-{xl_rowcol_to_cell(row - 1, place)})" for place in (PEOPLE, BUDGET)
    )
    step = high["budget_usd"] - low["budget_usd"]
    value = (high["people_covered"] - low["people_covered"]) * STEP_USD / step if step > 0 else ""
    page.write_formula(row, 4, f'=IF({money}>0,{STEP_USD}*{people}/{money},"")', book.form("tenth", **RULED), value)


def _chart(book: Book, page: Worksheet, span: tuple[int, int]) -> Any:
    chart = book.file.add_chart({"type": "scatter", "subtype": "straight_with_markers"})
    chart.add_series(
        {
            "name": _head(book, "covered"),
            "categories": [page.name, span[0], BUDGET, span[1], BUDGET],
            "values": [page.name, span[0], PEOPLE, span[1], PEOPLE],
            "line": {"color": HEADING, "width": 2},
            "marker": {"type": "circle", "size": 6, "fill": {"color": HEADING}, "border": {"color": "#ffffff"}},
        }
    )
    grid = {"visible": True, "line": {"color": "#dddddd"}}
    common = {"num_format": "#,##0", "min": 0, "num_font": {"size": 9}, "name_font": {"size": 9}}
    chart.set_title({"name": text("web.table.frontier", book.language), "name_font": {"size": 11}})
    chart.set_x_axis({"name": _head(book, "budget"), **common})
    chart.set_y_axis({"name": _head(book, "covered"), "major_gridlines": grid, **common})
    chart.set_legend({"none": True})
    chart.set_chartarea({"border": {"none": True}})
    chart.set_size({"width": 560, "height": 290})
    return chart


def _money(book: Book, page: Worksheet, row: int, meaning: PlanMeaning) -> int:
    return _table(book, page, row, "money", _columns(book, MONEY), money_rows(book.products, meaning))


def _scenarios(book: Book, page: Worksheet, row: int, meaning: PlanMeaning) -> int:
    rows = [
        {**record, "kind": book.name_of("scenario", record["kind"])} for record in scenario_rows(book.products, meaning)
    ]
    row = _table(book, page, row, "scenarios", _columns(book, SCENARIOS), rows)
    return _table(book, page, row + 1, "summary", _columns(book, SUMMARY), summary_rows(book.products, meaning))


def _near_best(book: Book, page: Worksheet, row: int, meaning: PlanMeaning) -> int:
    return _table(book, page, row, "near_best", _columns(book, NEAR_BEST), near_best_rows(book.products, meaning))


def _matrix(book: Book, page: Worksheet, row: int, meaning: PlanMeaning) -> int:
    """Write sites against near-best plans: the opening year where a plan builds it; how many do, as a formula."""
    wide = meaning.near_best_works.pivot_table(index="work_id", columns="plan", values="year", aggfunc="min")
    if wide.empty:
        return row - 1
    known = _known(book).reindex(wide.index)
    plans = list(wide.columns)
    labels = {record["plan"]: record["name"] for record in near_best_rows(book.products, meaning)}
    lead = _columns(book, MATRIX)
    columns = [*lead, *(Column(f"p{plan}", str(labels.get(plan, plan)), WIDTHS[4], "centred") for plan in plans)]
    counts = wide.notna().sum(axis=1)
    order = counts.sort_values(ascending=False, kind="stable").index
    rows = [
        {
            "kind": book.name_of("work", known["kind"][code]) or str(code),
            "cercle": _cercle(book, known["cercle_pcode"][code]),
            "place": known["place"][code],
            **{f"p{plan}": wide[plan][code] for plan in plans},
        }
        for code in order
    ]
    first = row + 2
    end = _table(book, page, row, "matrix", columns, rows)
    for number, code in enumerate(order, start=first):
        cells = f"{xl_rowcol_to_cell(number, len(lead))}:{xl_rowcol_to_cell(number, len(columns) - 1)}"
        page.write_formula(number, len(lead) - 1, f"=COUNT({cells})", book.form("centred", **RULED), int(counts[code]))
    return end


def _known(book: Book) -> pd.DataFrame:
    """Return kind, cercle and place of every work of the plan and of the other good plans, by id."""
    works = book.products.plan.works.drop_duplicates("work_id").set_index("work_id")
    return pd.concat(
        [works[["kind", "cercle_pcode", "place"]], alternatives(book.products)[["kind", "cercle_pcode", "place"]]]
    )


def _partners(book: Book, page: Worksheet, row: int, meaning: PlanMeaning) -> int:
    rows = [
        {
            **record,
            "cercle": _cercle(book, record["cercle_pcode"]),
            "service": book.name_of("service", record["service"]),
        }
        for record in records(meaning.partners)
    ]
    return _table(book, page, row, "partners", _columns(book, PARTNERS), rows)
