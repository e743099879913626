"""Sheets on the plan: works by year, money, and people within reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from prosmed_gis.domain.vocabulary import PlanStatus, Service
from prosmed_gis.outputs.tables import records
from prosmed_gis.outputs.workbook.book import BAND, HEAD_ROW, RULED, Book, Column

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

SUM = 9
"""Function number of SUM in SUBTOTAL: subtotals are left out of the totals above them."""

YEAR, STATUS, COST, PEOPLE = 0, 6, 7, 8
"""Columns of the sheet `Plan` that formulas look at."""

FIRST_SERVICE = 4
"""First column of the services on the sheet `Couverture`, after the people."""


def write_plan(book: Book) -> tuple[int, int]:
    """Write the sheet `Plan`, subtotals by year; return the first and last row of the works."""
    columns = [
        Column("year", book.say("column.year"), 8, "centred"),
        Column("kind", book.say("column.kind"), 26),
        Column("action", book.say("column.action"), 24),
        Column("cercle", book.say("column.cercle"), 17),
        Column("place", book.say("column.place"), 22, "wrap"),
        Column("opens_year", book.say("column.opens_year"), 8, "centred"),
        Column("status", book.say("column.status"), 22),
        Column("cost_usd", book.say("column.cost"), 12, "whole"),
        Column("people_gained", book.say("column.people_gained"), 12, "whole"),
        Column("lon", book.say("column.lon"), 10, "degrees"),
        Column("lat", book.say("column.lat"), 10, "degrees"),
        Column("work_id", book.say("column.work_id"), 24),
        Column(f"warning_{book.language}", book.say("column.doubt"), 60, "wrap"),
    ]
    page = book.sheet("plan", columns, frozen_columns=1)
    book.headings(page, HEAD_ROW, columns)
    works = book.products.plan.works
    first = row = HEAD_ROW + 1
    if works.empty:
        book.nothing(page, row)
        return first, first
    for year, group in works.groupby("year", sort=True):
        end = book.records(page, row, columns, (_work(book, record) for record in records(group)))
        _totals(book, page, end, book.say("subtotal", name=year), span=(row, end - 1), works=group)
        row = end + 1
    _totals(book, page, row, book.say("grand_total"), span=(first, row - 1), works=works)
    return first, row - 1


def _work(book: Book, record: dict[str, Any]) -> dict[str, Any]:
    return {
        **record,
        "kind": book.name_of("work", record["kind"]),
        "action": book.name_of("action", record["action"]),
        "status": book.name_of("plan", record["status"]),
    }


def _totals(book: Book, page: Worksheet, row: int, words: str, *, span: tuple[int, int], works: pd.DataFrame) -> None:
    look: dict[str, Any] = {"bold": True, "bg_color": BAND, "top": 1}
    for place in range(13):
        page.write_blank(row, place, None, book.form(**look))
    page.write_string(row, 1, words, book.form(**look))
    for place, name in ((COST, "cost_usd"), (PEOPLE, "people_gained")):
        column = xl_col_to_name(place)
        formula = f"=SUBTOTAL({SUM},{column}{span[0] + 1}:{column}{span[1] + 1})"
        page.write_formula(row, place, formula, book.form("whole", **look), float(works[name].sum()))


def write_budget(book: Book, works_rows: tuple[int, int]) -> None:
    """Write the sheet `Budget`: payments by year and origin (summed from `Plan`), envelopes, and missed targets."""
    columns = [
        Column("envelope", book.say("column.envelope"), 52, "wrap"),
        Column("year", book.say("column.year"), 12, "centred"),
        Column("budget_usd", book.say("column.budget"), 15, "whole"),
        Column("carried_usd", book.say("column.carried"), 15, "whole"),
        Column("spent_usd", book.say("column.spent"), 15, "whole"),
        Column("left", book.say("column.left"), 15, "whole"),
    ]
    page = book.sheet("budget", columns, head_row=1)
    page.set_column(len(columns), len(columns), columns[-1].width)
    row = _payments(book, page, HEAD_ROW, works_rows)
    row = book.block(page, row + 1, book.say("envelopes"), len(columns))
    if book.products.plan.spending.empty:
        book.nothing(page, row)
        row += 1
    else:
        book.headings(page, row, columns)
        row = _envelopes(book, page, row + 1, columns)
    _shortfalls(book, page, row + 1)


def _payments(book: Book, page: Worksheet, row: int, works_rows: tuple[int, int]) -> int:
    works = book.products.plan.works
    years = sorted(works["year"].unique())
    row = book.block(page, row, book.say("payments_by_year"), 2 + len(years))
    if not years or works["cost_usd"].isna().all():
        book.nothing(page, row)
        return row + 1
    heads = [Column("", book.say("column.status"), 0), *(Column("", str(year), 0) for year in years)]
    book.headings(page, row, [*heads, Column("", book.say("total"), 0)])
    sheet = book.say("sheet.plan")
    year_cells, status_cells, cost_cells = (
        f"'{sheet}'!${xl_col_to_name(place)}${works_rows[0] + 1}:${xl_col_to_name(place)}${works_rows[1] + 1}"
        for place in (YEAR, STATUS, COST)
    )
    for status in PlanStatus:
        row += 1
        words = book.name_of("plan", status.value)
        book.cell(page, row, 0, words)
        own = works[works["status"] == status.value]
        for place, year in enumerate(years, start=1):
            formula = f'=SUMIFS({cost_cells},{year_cells},{year},{status_cells},"{words}")'
            paid = float(own.loc[own["year"] == year, "cost_usd"].sum())
            page.write_formula(row, place, formula, book.form("whole", **RULED), paid)
        total = f"=SUM({xl_rowcol_to_cell(row, 1)}:{xl_rowcol_to_cell(row, len(years))})"
        page.write_formula(row, len(years) + 1, total, book.form("whole", bold=True), float(own["cost_usd"].sum()))
    return row + 1


def _envelopes(book: Book, page: Worksheet, row: int, columns: list[Column]) -> int:
    layer = book.products.layers.works
    names = {} if layer is None else layer["label_fr"].to_dict()
    for envelope, lines in book.products.plan.spending.groupby("envelope", sort=True):
        words = str(names.get(envelope, envelope)) if book.language == "fr" else str(envelope)
        first = row
        for record in records(lines.sort_values("year", kind="stable")):
            book.records(page, row, columns[:-1], [{**record, "envelope": words}])
            cells = [xl_rowcol_to_cell(row, place) for place in (2, 3, 4)]
            left = float(record["budget_usd"] + record["carried_usd"] - record["spent_usd"])
            page.write_formula(row, 5, f"={cells[0]}+{cells[1]}-{cells[2]}", book.form("whole", **RULED), left)
            row += 1
        look: dict[str, Any] = {"bold": True, "bg_color": BAND, "top": 1}
        for place in range(len(columns)):
            page.write_blank(row, place, None, book.form(**look))
        page.write_string(row, 0, book.say("subtotal", name=envelope), book.form(**look))
        for place, name in ((2, "budget_usd"), (4, "spent_usd")):
            column = xl_col_to_name(place)
            formula = f"=SUM({column}{first + 1}:{column}{row})"
            page.write_formula(row, place, formula, book.form("whole", **look), float(lines[name].sum()))
        row += 1
    return row


def _shortfalls(book: Book, page: Worksheet, row: int) -> None:
    missed = book.products.plan.shortfalls
    missed = missed[missed["missing"] > 0]
    if missed.empty:
        return
    columns = [
        Column("indicator", book.say("column.indicator"), 0),
        Column("year", book.say("column.year"), 0, "centred"),
        Column("target", book.say("target_works"), 0, "any"),
        Column("planned", book.say("planned_works"), 0, "any"),
        Column("missing", book.say("missing_works"), 0, "any"),
    ]
    row = book.block(page, row, book.say("shortfalls"), len(columns))
    book.headings(page, row, columns)
    book.records(page, row + 1, columns, records(missed))


def write_coverage(book: Book) -> None:
    """Write the sheet `Couverture`: by cercle and service, people within reach before the plan and at its end."""
    coverage = book.products.plan.coverage
    services = [service.value for service in Service if (coverage["service"] == service.value).any()]
    years = sorted(coverage["year"].unique())
    ends = [years[0], years[-1]] if years else []
    columns = [
        Column("cercle", book.say("column.cercle"), 18),
        Column("region", book.say("column.region"), 14),
        Column("selected", book.say("column.selected"), 9),
        Column("population", book.say("column.population"), 12, "whole"),
    ]
    for _ in services:
        columns += [Column("", book.say("column.covered", year=year), 12, "whole") for year in ends]
        columns += [Column("", book.say("column.share", year=year), 9, "share") for year in ends]
    page = book.sheet("coverage", columns, frozen_columns=1, head_row=HEAD_ROW + 1)
    book.road_note(page, columns)
    if not services:
        book.nothing(page, HEAD_ROW)
        return
    look = book.form("wrap", bold=True, align="center", bottom=1)
    for number, service in enumerate(services):
        left = FIRST_SERVICE + 4 * number
        page.merge_range(HEAD_ROW, left, HEAD_ROW, left + 3, book.name_of("service", service), look)
    book.headings(page, HEAD_ROW + 1, columns)
    wide = coverage.pivot_table(index="cercle_pcode", columns=["service", "year"], values="covered", aggfunc="sum")
    people = coverage.groupby("cercle_pcode")["population"].max()
    row = first = HEAD_ROW + 2
    for record in _in_order(book, people.index):
        code = record["pcode"]
        book.records(page, row, columns[:FIRST_SERVICE], [{**record, "population": people[code]}])
        for number, service in enumerate(services):
            covered = [float(wide[(service, year)][code]) for year in ends]
            _shares(book, page, row, FIRST_SERVICE + 4 * number, covered, people=float(people[code]))
        row += 1
    _coverage_totals(book, page, (first, row), wide, people, services=services, ends=ends)


def _in_order(book: Book, codes: pd.Index) -> list[dict[str, Any]]:
    selection = book.products.selection
    known = selection[selection["pcode"].isin(codes)].sort_values(["region", "cercle"], kind="stable")
    return [
        {**{name: row[name] for name in ("pcode", "region", "cercle")}, "selected": bool(row["selected"])}
        for row in records(known)
    ]


def _shares(
    book: Book, page: Worksheet, row: int, left: int, covered: list[float], *, people: float, **look: Any
) -> None:
    style: dict[str, Any] = {**RULED, **look}
    total = xl_rowcol_to_cell(row, FIRST_SERVICE - 1, col_abs=True)
    for place, value in enumerate(covered):
        if not look:
            page.write_number(row, left + place, value, book.form("whole", **style))
        formula = f'=IF({total}>0,{xl_rowcol_to_cell(row, left + place)}/{total},"")'
        share = value / people if people > 0 else ""
        page.write_formula(row, left + 2 + place, formula, book.form("share", **style), share)


def _coverage_totals(
    book: Book,
    page: Worksheet,
    span: tuple[int, int],
    wide: pd.DataFrame,
    people: pd.Series,
    *,
    services: list[str],
    ends: list[int],
) -> None:
    first, row = span
    look: dict[str, Any] = {"bold": True, "bg_color": BAND, "top": 1}
    page.write_string(row, 0, book.say("grand_total"), book.form(**look))
    for place in range(1, FIRST_SERVICE - 1):
        page.write_blank(row, place, None, book.form(**look))

    def total(place: int, value: float) -> None:
        column = xl_col_to_name(place)
        page.write_formula(row, place, f"=SUM({column}{first + 1}:{column}{row})", book.form("whole", **look), value)

    known = [record["pcode"] for record in _in_order(book, people.index)]
    total(FIRST_SERVICE - 1, float(people.reindex(known).sum()))
    for number, service in enumerate(services):
        sums = [float(wide[(service, year)].reindex(known).sum()) for year in ends]
        for place, value in enumerate(sums):
            total(FIRST_SERVICE + 4 * number + place, value)
        _shares(book, page, row, FIRST_SERVICE + 4 * number, sums, people=float(people.reindex(known).sum()), **look)
