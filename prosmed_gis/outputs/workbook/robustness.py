"""Sheets on how firm the list is: by cercle over all draws, and under other views of what the criteria weigh."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from prosmed_gis.domain.symbology import FIRMNESS
from prosmed_gis.outputs.tables import records
from prosmed_gis.outputs.workbook.book import CHOSEN, DATA_BAR, HEAD_ROW, Book, Column, group_labels

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsxwriter.worksheet import Worksheet

STRIP_LETTERS = 50
"""Letters of the strip that shows an interval of ranks; they all have one width."""


def write_firmness(book: Book) -> None:
    """Write the sheet `Robustesse`: how often each cercle is chosen and which ranks it has, the firmest first."""
    found = _by_firmness(book)
    n_ranked = int(book.products.selection["rank"].notna().sum())
    columns = [
        Column("cercle", book.say("column.cercle"), 18),
        Column("track", book.say("column.track"), 11),
        Column("selected", book.say("published_choice"), 9, "dot"),
        Column("class", book.say("column.class"), 17),
        Column("frequency", book.say("column.frequency"), 15, "share"),
        Column("low", book.say("column.low"), 9, "share"),
        Column("high", book.say("column.high"), 9, "share"),
        Column("rank", book.say("column.rank"), 7, "centred"),
        Column("rank_low", book.say("column.rank_low"), 8, "centred"),
        Column("rank_median", book.say("column.rank_median"), 8, "centred"),
        Column("rank_high", book.say("column.rank_high"), 8, "centred"),
        Column("replacement_cost", book.say("column.replacement_cost"), 11, "hundredth"),
        Column("partner", book.say("column.partner"), 30, "wrap"),
        Column("strip", book.say("column.strip", last=n_ranked), 47),
    ]
    page = book.sheet("robustness", columns, frozen_columns=1)
    book.headings(page, HEAD_ROW, columns)
    if found.empty:
        book.nothing(page, HEAD_ROW + 1)
        return
    page.write_string(2, 0, f"{_counted(book, found)}. {book.say('price_is')}", book.form(bold=True))
    strip = len(columns) - 1
    for number, row in enumerate(records(found)):
        place = HEAD_ROW + 1 + number
        told = row | {"track": book.name_of("track", row["track"]), "class": None}
        book.records(page, place, columns, [told], fills={0: CHOSEN} if row["selected"] else None)
        _firm(book, page, place, 3, str(row["class"]))
        look = book.form(font_name="Courier New", font_size=8, bottom=4, bottom_color="#b8c2cc")
        page.write_string(place, strip, rank_strip(row, n_ranked), look)
    end = HEAD_ROW + len(found)
    page.autofilter(HEAD_ROW, 0, end, strip - 1)
    page.conditional_format(HEAD_ROW + 1, 4, end, 4, {**DATA_BAR, "max_type": "num", "max_value": 1})


def _by_firmness(book: Book) -> pd.DataFrame:
    """Return one row a cercle with a class, the firm core first, then by frequency and rank."""
    selection = book.products.selection.set_index("pcode")[["cercle", "track", "rank", "selected"]]
    found = book.products.firmness.join(selection, how="inner").join(_replaced(book))
    order = {category.value: place for place, category in enumerate(FIRMNESS)}
    found = found[found["class"].isin(list(order))]
    found = found.assign(
        order=found["class"].map(order), falling=-found["frequency"], selected=found["selected"].astype(int)
    )
    return found.sort_values(["order", "falling", "rank"], kind="stable", na_position="last")


def _replaced(book: Book) -> pd.DataFrame:
    """Return what each place costs, and the names of those that would take it or make way for it."""
    replacement, names = book.products.robustness.replacement, book.products.layers.cercles["name"]
    told = []
    for row in replacement.to_dict("records"):
        partners, besides = (
            ", ".join(str(names.get(code, code)) for code in str(codes).split())
            for codes in (row["partner"], row["besides"])
        )
        if pd.isna(row["replacement_cost"]):
            told.append(book.say("partner_never"))
        elif besides:
            told.append(book.say("partner_besides", partners=partners, besides=besides))
        else:
            told.append(partners)
    return replacement[["replacement_cost"]].assign(partner=told)


def _counted(book: Book, found: pd.DataFrame) -> str:
    counts = found["class"].value_counts()
    return book.say("firmness_value", **{item.value: int(counts.get(item.value, 0)) for item in FIRMNESS})


def _firm(book: Book, page: Worksheet, row: int, place: int, value: str) -> None:
    category = next(item for item in FIRMNESS if item.value == value)
    book.category(page, row, place, category, book.name_of("firmness", value))


def rank_strip(row: Mapping[str, float], n_ranked: int) -> str:
    """Return an interval of ranks as a line of letters, rank 1 at the left: `    ├──●────┤   `; empty where unknown.

    Parameters
    ----------
    row
        rank_low, rank_median and rank_high.
    n_ranked
        The last rank, at the right end.
    """
    names = ("rank_low", "rank_median", "rank_high")
    if any(pd.isna(row[name]) for name in names):
        return ""
    low, median, high = (round((row[name] - 1) / max(n_ranked - 1, 1) * (STRIP_LETTERS - 1)) for name in names)
    line = "├" + "─" * (high - low - 1) + "┤" if high > low else "│"
    whole = " " * low + line
    return whole[:median] + "●" + whole[median + 1 :]


def write_views(book: Book) -> None:
    """Write the sheet `Regards`: weights, agreement and chosen cercles, one column a view."""
    views = book.products.robustness.views
    columns = [
        Column("what", book.say("column.criterion_or_cercle"), 30),
        Column("track", book.say("column.track"), 11),
        Column("rank", book.say("column.rank"), 7, "centred"),
        *(Column(str(view), str(row[f"label_{book.language}"]), 15, "dot") for view, row in views.iterrows()),
        Column("count", book.say("column.n_views"), 10, "centred"),
    ]
    page = book.sheet("views", columns, frozen_columns=1)
    page.write_string(2, 0, book.say("views_decide_nothing"), book.form(italic=True))
    book.headings(page, HEAD_ROW, columns)
    row = _weights(book, page, HEAD_ROW + 1, columns)
    row = _agreement(book, page, row, columns)
    _matrix(book, page, row, columns)


def _weights(book: Book, page: Worksheet, row: int, columns: Sequence[Column]) -> int:
    views = book.products.robustness.views
    row = book.block(page, row, book.say("weights_by_view"), len(columns))
    first = row
    for group, label in group_labels(book).items():
        shares = dict(
            zip(map(str, views.index), views.get(f"share_{group}", pd.Series(index=views.index)), strict=True)
        )
        row = _line(book, page, row, columns, label, shares, "percent")
    scale = {"type": "2_color_scale", "min_color": "#ffffff", "max_color": "#9db8d2"}
    page.conditional_format(first, 3, row - 1, len(columns) - 2, scale)
    return row + 1


def _agreement(book: Book, page: Worksheet, row: int, columns: Sequence[Column]) -> int:
    views = book.products.robustness.views
    n_chosen = int(book.products.selection["selected"].astype(bool).sum())
    row = book.block(page, row, book.say("agreement"), len(columns))
    lines = (
        (book.say("common", count=n_chosen), views["common"], "centred"),
        (book.say("jaccard"), views["jaccard"], "percent"),
        (book.say("view_kind"), views["kind"].map(lambda kind: book.name_of("workbook.view_kind", kind)), "wrap"),
        (book.say("column.source"), views["source"], "wrap"),
    )
    for words, values, form in lines:
        row = _line(book, page, row, columns, words, dict(zip(map(str, views.index), values, strict=True)), form)
    return row + 1


def _line(
    book: Book, page: Worksheet, row: int, columns: Sequence[Column], words: str, values: dict[str, Any], form: str
) -> int:
    """Write one value a view, under the views' columns."""
    cells = [Column("what", "", columns[0].width), *columns[1:3]]
    cells += [Column(column.key, "", column.width, form) for column in columns[3:-1]]
    return book.records(page, row, cells, [{"what": words, **values}])


def _matrix(book: Book, page: Worksheet, row: int, columns: Sequence[Column]) -> None:
    """Write a dot for each cercle and view that chooses it; cercles that no view chooses are counted only."""
    lists = book.products.robustness.view_lists
    selection = book.products.selection.set_index("pcode")[["cercle", "track", "rank"]]
    found = selection.join(lists.astype(int), how="inner").assign(count=lists.sum(axis=1))
    found = found.sort_values(["rank", "cercle"], kind="stable", na_position="last")
    shown = found[found["count"] > 0]
    row = book.block(page, row, book.say("chosen_by_view"), len(columns))
    first = row
    for record in records(shown):
        told = {**record, "what": record["cercle"], "track": book.name_of("track", record["track"])}
        everywhere = record["count"] == lists.shape[1]
        row = book.records(page, row, columns, [told], fills={0: CHOSEN} if everywhere else None)
    if row > first:
        page.conditional_format(
            first,
            len(columns) - 1,
            row - 1,
            len(columns) - 1,
            {**DATA_BAR, "max_type": "num", "max_value": lists.shape[1]},
        )
    words = book.say("chosen_by_none", all=int((found["count"] == lists.shape[1]).sum()), none=len(found) - len(shown))
    page.write_string(row, 0, words, book.form(italic=True))
