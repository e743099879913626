"""Sheets `Accès` and `Chaîne`: people within reach in each state of the ground, and the services of each cercle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from prosmed_gis.domain.messages import text
from prosmed_gis.domain.vocabulary import Service
from prosmed_gis.outputs.access_states import missing_links, shares, standards, state_name, told_states
from prosmed_gis.outputs.tables import records
from prosmed_gis.outputs.workbook.book import BAND, CHOSEN, DATA_BAR, HEAD_ROW, RULED, Book, Column

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from prosmed_gis.domain.products import AccessFound

SERVICE, PEOPLE, FIRST = 2, 4, 5
"""Columns of the service, the people, and the first state."""


def write_access(book: Book) -> None:
    """Write the sheet; none where access is not known in states of the ground."""
    access = book.products.access
    if access is None or access.states.empty:
        return
    names = [state_name(state, book.language) for state in told_states(access)]
    columns = [
        Column("cercle", book.say("column.cercle"), 18),
        Column("selected", book.say("column.selected"), 9),
        Column("service", text("web.head.service", book.language), 22),
        Column("minutes", text("web.head.minutes", book.language), 8, "any"),
        Column("population", book.say("column.population"), 12, "whole"),
        *(Column("", book.say("access.covered", state=name), 12, "whole") for name in names),
        *(Column("", book.say("access.share", state=name), 11, "share") for name in names),
        Column("unreachable", book.say("access.unreachable"), 12, "whole"),
    ]
    page = book.sheet("access", columns, frozen_columns=1)
    page.write_string(2, 0, book.say("access.before"), book.form(bold=True))
    book.road_note(page, columns)
    book.headings(page, HEAD_ROW, columns)
    rows = _rows(book, access)
    first = HEAD_ROW + 1
    for number, record in enumerate(rows):
        _row(book, page, first + number, columns, record)
    end = first + len(rows)
    page.autofilter(HEAD_ROW, 0, end - 1, len(columns) - 1)
    left = FIRST + len(names)
    page.conditional_format(first, left, end, left + len(names) - 1, {**DATA_BAR, "max_type": "num", "max_value": 1})
    _totals(book, page, (first, end), columns, rows, n_states=len(names))


def _rows(book: Book, access: AccessFound) -> list[dict[str, Any]]:
    """Return one record a cercle and service, cercles by name; `covered` holds the people of each state."""
    chosen = book.products.selection.set_index("pcode")["selected"]
    names, found, shown = book.products.layers.cercles["name"], [], told_states(access)
    for service, minutes in standards(access).items():
        covered, people, lost = (
            shares(access, service, minutes, name) for name in ("covered", "population", "unreachable")
        )
        found += [
            {
                "cercle": str(names.get(code, code)),
                "selected": bool(chosen.get(code, False)),
                "service": book.name_of("service", service),
                "minutes": minutes,
                "population": float(people.loc[code].max()),
                "unreachable": float(lost[shown[0]][code]),
                "covered": [float(covered[state][code]) for state in shown],
            }
            for code in covered.index
        ]
    return sorted(found, key=lambda row: row["cercle"])


def _row(book: Book, page: Worksheet, row: int, columns: list[Column], record: dict[str, Any]) -> None:
    colour = CHOSEN if record["selected"] else None
    book.records(page, row, columns[:FIRST], [record], fills={0: CHOSEN} if colour else None)
    look = {**RULED, **({"bg_color": colour} if colour else {})}
    _states(book, page, row, record["covered"], people=record["population"], look=look)
    book.cell(page, row, len(columns) - 1, record["unreachable"], "whole", colour=colour)


def _states(
    book: Book, page: Worksheet, row: int, covered: list[float], *, people: float, look: dict[str, Any]
) -> None:
    """Write the people of each state and their shares as formulas."""
    total = xl_rowcol_to_cell(row, PEOPLE, col_abs=True)
    for place, value in enumerate(covered, start=FIRST):
        if not look.get("bold"):
            page.write_number(row, place, value, book.form("whole", **look))
        formula = f'=IF({total}>0,{xl_rowcol_to_cell(row, place)}/{total},"")'
        page.write_formula(
            row, place + len(covered), formula, book.form("share", **look), value / people if people > 0 else ""
        )


def _totals(
    book: Book,
    page: Worksheet,
    span: tuple[int, int],
    columns: list[Column],
    rows: list[dict[str, Any]],
    *,
    n_states: int,
) -> None:
    """Write the country's sums by service below the cercles."""
    look: dict[str, Any] = {"bold": True, "bg_color": BAND, "top": 1}
    first, row = span
    for service in dict.fromkeys(record["service"] for record in rows):
        own = [record for record in rows if record["service"] == service]
        for place in range(len(columns)):
            page.write_blank(row, place, None, book.form(**look))
        page.write_string(row, 0, book.say("grand_total"), book.form(**look))
        page.write_string(row, SERVICE, service, book.form(**look))
        sums = [sum(record["covered"][k] for record in own) for k in range(n_states)]
        people = sum(record["population"] for record in own)
        lost = sum(record["unreachable"] for record in own if pd.notna(record["unreachable"]))
        whole = [(PEOPLE, people), *enumerate(sums, start=FIRST), (len(columns) - 1, lost)]
        for place, value in whole:
            cells, names = (
                f"{xl_col_to_name(at)}${first + 1}:{xl_col_to_name(at)}${span[1]}" for at in (place, SERVICE)
            )
            formula = f"=SUMIF(${names.replace(':', ':$')},{xl_rowcol_to_cell(row, SERVICE, col_abs=True)},{cells})"
            page.write_formula(row, place, formula, book.form("whole", **look), value)
        _states(book, page, row, sums, people=people, look=look)
        row += 1


def write_chain(book: Book) -> None:
    """Write which services work in each cercle and how far one is from the next; no sheet where it is not known."""
    access = book.products.access
    if access is None or access.chain.empty:
        return
    names = book.products.layers.cercles["name"]
    columns = [
        Column("cercle", book.say("column.cercle"), 20),
        Column("complete", text("access.chain.complete", book.language), 12, "centred"),
        Column("missing", book.say("access.missing"), 44, "wrap"),
        *(Column(service.value, book.name_of("service", service), 14, "centred") for service in Service),
        Column("security_justice_min", text("web.head.first_link", book.language), 16, "centred"),
        Column("justice_prison_min", text("web.head.second_link", book.language), 16, "centred"),
    ]
    page = book.sheet("chain", columns, frozen_columns=1)
    page.write_string(2, 0, book.say("access.chain"), book.form(bold=True))
    book.road_note(page, columns)
    book.headings(page, HEAD_ROW, columns)
    rows = [
        {
            **record,
            "cercle": str(names.get(record["pcode"], record["pcode"])),
            "missing": ", ".join(text(f"access.link.{link}", book.language) for link in missing_links(record)),
            **{key: _minutes(book, record[key]) for key in ("security_justice_min", "justice_prison_min")},
        }
        for record in records(access.chain.rename_axis("pcode").reset_index())
    ]
    rows.sort(key=lambda record: record["cercle"])
    fills = {number: CHOSEN for number, record in enumerate(rows) if record["complete"]}
    end = book.records(page, HEAD_ROW + 1, columns, rows, fills=fills)
    page.autofilter(HEAD_ROW, 0, end - 1, len(columns) - 1)


def _minutes(book: Book, value: float) -> float | str:
    return text("web.fiche.no_path", book.language) if np.isinf(value) else value
