"""The sheet on the smaller list inside the list: what stays, what it costs, who goes first and who comes back first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from prosmed_gis.domain.messages import text
from prosmed_gis.outputs.nested import LARGE_ONLY, difference, places, sizes, steps
from prosmed_gis.outputs.workbook.book import CHOSEN, HEAD_ROW, LEAVES, LINE_HEIGHT, Book, Column, lines_needed
from prosmed_gis.targeting.numbers import decimal

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from prosmed_gis.domain.products import NestedLists

READINGS = ("nested", "free", "large_first", "small_first")
"""The one that is kept comes first."""
CERCLE_WIDTH, LIST_WIDTH, LAST_WIDTH = 24.0, 8.0, 26.0
WHOLE_WIDTH = int(CERCLE_WIDTH + 2 * len(READINGS) * LIST_WIDTH + LAST_WIDTH)


def named_sizes(book: Book) -> dict[str, int]:
    """Return the sizes that the sheet's title is made of; empty where there is no smaller list, and so no sheet."""
    nesting = book.products.robustness.nesting
    return {} if nesting is None else sizes(nesting)


def write_nesting(book: Book) -> None:
    """Write the sheet named after the two sizes (`21 et 17`), on one upright page; nothing without a smaller list."""
    nesting = book.products.robustness.nesting
    if nesting is None:
        return
    columns = _columns(book, nesting)
    page = book.sheet("nesting", columns, frozen_columns=1, head_row=HEAD_ROW + 1, **sizes(nesting))
    page.set_portrait()
    page.fit_to_pages(1, 1)
    page.write_string(2, 0, book.say("nesting.how", **sizes(nesting)), book.form(italic=True))
    _heads(book, page, columns)
    row = _prices(book, page, HEAD_ROW + 2, columns, nesting)
    row = _lists(book, page, row, columns, nesting)
    row = _release(book, page, row + 1, columns, nesting)
    _notes(book, page, row + 1, columns)


def _columns(book: Book, nesting: NestedLists) -> list[Column]:
    return [
        Column("cercle", book.say("column.cercle"), CERCLE_WIDTH),
        *(
            Column(f"{size}_{reading}", str(count), LIST_WIDTH, "dot")
            for reading in READINGS
            for size, count in sizes(nesting).items()
        ),
        Column("place", book.say("column.nested_place"), LAST_WIDTH),
    ]


def _heads(book: Book, page: Worksheet, columns: list[Column]) -> None:
    """Write a reading over the two sizes of its lists."""
    page.set_row(HEAD_ROW, 2 * LINE_HEIGHT + 3)
    page.write_blank(HEAD_ROW, 0, None, book.heading_form())
    for number, reading in enumerate(READINGS):
        first = 1 + 2 * number
        words = text(f"robustness.reading.{reading}", book.language)
        page.merge_range(HEAD_ROW, first, HEAD_ROW, first + 1, words[:1].upper() + words[1:], book.heading_form())
    page.write_blank(HEAD_ROW, len(columns) - 1, None, book.heading_form())
    book.headings(page, HEAD_ROW + 1, columns)


def _prices(book: Book, page: Worksheet, row: int, columns: list[Column], nesting: NestedLists) -> int:
    """Write the total score of each list, and how far it is from the best list of its size; return the row below."""
    cells = [columns[0], *(Column(column.key, "", column.width, "hundredth") for column in columns[1:-1])]
    lines: list[dict[str, Any]] = [
        {"cercle": book.say(f"nesting.{what}")}
        | {
            f"{size}_{reading}": nesting.totals.loc[reading, size if what == "total" else f"{size}_price"]
            for reading in READINGS
            for size in ("large", "small")
        }
        for what in ("total", "price")
    ]
    return book.records(page, row, cells, lines)


def _lists(book: Book, page: Worksheet, row: int, columns: list[Column], nesting: NestedLists) -> int:
    """Write a dot for each list that holds a cercle: those that stay, then those that go, the last to go first."""
    ranks = book.products.selection.set_index("pcode")["rank"]
    names, going = book.products.layers.cercles["name"], steps(nesting)
    lists = nesting.lists[nesting.lists.any(axis=1)]
    found = lists.astype(int).assign(
        cercle=names.reindex(lists.index), where=places(nesting), step=going, rank=pd.to_numeric(ranks)
    )
    order = {"small": 0, "large": 1, "out": 2}
    found = found.assign(order=found["where"].map(order), later=-found["step"].fillna(0).astype(int))
    found = found.sort_values(["order", "later", "rank", "cercle"], kind="stable", na_position="last")
    for record in found.to_dict("records"):
        colour = {"small": CHOSEN, "large": LEAVES}.get(str(record["where"]))
        goes = record["where"] == LARGE_ONLY
        told = {str(key): value for key, value in record.items()} | {
            "place": _told(book, str(record["where"]), int(record["step"]) if goes else 0)
        }
        row = book.records(page, row, columns, [told], fills={0: colour} if colour else None)
    return row


def _told(book: Book, where: str, step: int) -> str:
    return book.say(f"nesting.{where}", step=step)


def _release(book: Book, page: Worksheet, row: int, columns: list[Column], nesting: NestedLists) -> int:
    """Write who goes at each step, and at its right who comes back as means return; return the row below."""
    release, names = nesting.release, book.products.layers.cercles["name"]
    row = book.block(page, row, book.say("nesting.release"), len(columns))
    if release.empty:
        book.nothing(page, row)
        return row + 1
    middle = 5
    page.merge_range(row, 0, row, middle - 1, book.say("nesting.goes"), book.heading_form())
    page.merge_range(row, middle, row, len(columns) - 1, book.say("nesting.returns"), book.heading_form())
    plain = book.form(align="left", indent=1, bottom=4, bottom_color="#b8c2cc")
    pairs = zip(release.to_dict("records"), release.iloc[::-1].to_dict("records"), strict=True)
    for step, (goes, returns) in enumerate(pairs, start=1):
        down = book.say(
            "nesting.step_down", step=step, name=names[goes["pcode"]], left=goes["left"], more=goes["left"] + 1
        )
        up = book.say(
            "nesting.step_up", step=step, name=names[returns["pcode"]], left=returns["left"], more=returns["left"] + 1
        )
        page.merge_range(row + step, 0, row + step, middle - 1, down, plain)
        page.merge_range(row + step, middle, row + step, len(columns) - 1, up, plain)
    return row + len(release) + 1


def _notes(book: Book, page: Worksheet, row: int, columns: list[Column]) -> None:
    """Write what the list costs in words, who would be left alone, and how far this is the published list."""
    nesting, names = book.products.robustness.nesting, book.products.layers.cercles["name"]
    if nesting is None:
        return
    totals = nesting.totals.to_dict("index")["nested"]
    prices = {side: decimal(totals[side], book.language, digits=2) for side in ("large_price", "small_price")}
    free = totals["large_price"] == 0 and totals["small_price"] == 0
    notes = [text("nesting.free" if free else "nesting.price", book.language, **sizes(nesting), **prices)]
    for goes in nesting.release.to_dict("records"):
        if goes["alone"]:
            alone = ", ".join(str(names[code]) for code in str(goes["alone"]).split())
            notes.append(text("nesting.alone", book.language, name=names[goes["pcode"]], alone=alone))
    notes += [difference(book.products, book.language) or book.say("nesting.published", **sizes(nesting))]
    look = book.form("wrap")
    for number, note in enumerate(notes, start=row):
        page.merge_range(number, 0, number, len(columns) - 1, f"• {note}", look)
        page.set_row(number, LINE_HEIGHT * lines_needed(note, WHOLE_WIDTH))
