"""The sheet on what decides the list: kinds of choice, single inputs, and the ceiling's what-if."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from prosmed_gis.domain.messages import text
from prosmed_gis.outputs.tables import records
from prosmed_gis.outputs.workbook.book import DATA_BAR, HEADING, RULED, Book, Column
from prosmed_gis.outputs.workbook.changes import WIDE, WIDTHS, write_changes, write_notes

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

MOST_INPUTS = 10
"""Single inputs shown, the most decisive first."""

CHART_ROWS = 14
"""Rows that the chart takes, under the table that it draws."""


def write_deciding(book: Book) -> None:
    """Write the sheet `Ce qui décide`."""
    page = book.sheet("deciding", [Column(str(k), "", width) for k, width in enumerate(WIDTHS)], head_row=2)
    page.freeze_panes(0, 0)
    page.set_portrait()
    page.fit_to_pages(1, 1)
    row = write_changes(book, page, 3)
    row = _choices(book, page, row)
    row = _inputs(book, page, row)
    row = _omissions(book, page, row)
    row = _ceiling(book, page, row)
    write_notes(book, page, row)


def _choices(book: Book, page: Worksheet, row: int) -> int:
    """Write the share of each kind of choice with its chart; return the row below both."""
    columns = [
        Column("label", book.say("column.choice"), 46),
        Column("first_order", book.say("column.alone"), 13, "percent"),
        Column("total", book.say("column.together"), 13, "percent"),
        *_ends(book, "column.alone", "first_order_"),
        *_ends(book, "column.together", "total_"),
    ]
    choices = book.products.robustness.choices
    row = _titled(book, page, row, "decides_choices")
    if choices.empty:
        page.write_string(row, 0, book.say("no_draws"), book.form(italic=True))
        return row + 2
    book.headings(page, row, columns)
    told = records(
        choices.clip(0.0, 1.0).assign(label=[text(f"decides.{name}", book.language) for name in choices.index])
    )
    end = book.records(page, row + 1, columns, told)
    chart = book.file.add_chart({"type": "bar"})
    for place, colour in ((2, HEADING), (1, "#9db8d2")):
        chart.add_series(
            {
                "name": [page.name, row, place],
                "categories": [page.name, row + 1, 0, end - 1, 0],
                "values": [page.name, row + 1, place, end - 1, place],
                "fill": {"color": colour},
                "gap": 60,
            }
        )
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}, "line": {"none": True}})
    grid = {"visible": True, "line": {"color": "#dddddd"}}
    chart.set_x_axis({"num_format": "0%", "min": 0, "major_gridlines": grid, "num_font": {"size": 9}})
    chart.set_legend({"position": "bottom", "font": {"size": 9}})
    chart.set_chartarea({"border": {"none": True}})
    chart.set_size({"width": 500, "height": 280})
    page.insert_chart(end + 1, 0, chart, {"x_offset": 12, "object_position": 1})
    return end + CHART_ROWS + 2


def _ends(book: Book, of: str, prefix: str = "") -> list[Column]:
    """Return the columns of the two ends of a share's interval; `of` is the heading of the share."""
    return [
        Column(f"{prefix}{end}", f"{book.say(of)} – {book.say(f'column.{end}').lower()}", 13, "percent")
        for end in ("low", "high")
    ]


def _titled(book: Book, page: Worksheet, row: int, key: str) -> int:
    """Write the title of a block and the line that says how to read it."""
    row = book.block(page, row, book.say(key), WIDE)
    page.write_string(row, 0, book.say(f"{key}.how"), book.form(italic=True))
    return row + 1


def _inputs(book: Book, page: Worksheet, row: int) -> int:
    columns = [
        Column(f"label_{book.language}", book.say("column.input"), 46),
        Column("first_order", book.say("column.alone"), 13, "percent"),
        *_ends(book, "column.alone"),
    ]
    inputs = book.products.robustness.inputs.head(MOST_INPUTS)
    if inputs.empty:
        return row
    row = _titled(book, page, row, "decides_inputs")
    book.headings(page, row, columns)
    told = inputs.assign(first_order=inputs["first_order"].clip(lower=0.0))
    end = book.records(page, row + 1, columns, records(told))
    page.conditional_format(row + 1, 1, end - 1, 1, {**DATA_BAR, "max_type": "num", "max_value": 1})
    return end + 1


def _omissions(book: Book, page: Worksheet, row: int) -> int:
    """Write which cercles enter and leave without one criterion or indicator; what changes nothing is counted only."""
    found = book.products.robustness.omissions
    if found.empty:
        return row
    columns = [
        Column(f"label_{book.language}", book.say("column.left_out"), 46),
        Column("kind", book.say("column.kind_of"), 13),
        Column("common", book.say("column.common"), 13, "centred"),
        Column("changes", book.say("column.changes"), 13 * (WIDE - 3)),
    ]
    row = _titled(book, page, row, "omissions")
    book.headings(page, row, columns)
    page.merge_range(row, 3, row, WIDE - 1, columns[-1].heading, book.heading_form())
    changing = found[(found["entered"] != "") | (found["left"] != "")]
    told = changing.assign(kind=[book.name_of("workbook.omission", kind) for kind in changing["kind"]])
    end = book.records(page, row + 1, columns[:-1], records(told))
    for place, (entered, left) in enumerate(zip(changing["entered"], changing["left"], strict=True), start=row + 1):
        words = f"▲ {_names(book, entered)}   ▼ {_names(book, left)}"
        page.merge_range(place, 3, place, WIDE - 1, words, book.form(align="left", indent=1, **RULED))
    page.write_string(end, 0, book.say("omissions.none", count=len(found) - len(changing)), book.form(italic=True))
    return end + 2


def _names(book: Book, codes: str) -> str:
    names = book.products.layers.cercles["name"]
    return ", ".join(str(names.get(code, code)) for code in codes.split()) or "–"


def _ceiling(book: Book, page: Worksheet, row: int) -> int:
    """Write the ceiling, the cercles that it touches, and those that another threshold would change."""
    rule = book.products.criteria.ceiling_rule
    row = book.block(page, row, book.say("ceiling"), WIDE)
    page.write_string(row, 0, told_ceiling(book), book.form(italic=True))
    if rule.form == "none":
        return row + 2
    row += 1
    found = _touched(book)
    if found.empty:
        page.write_string(row, 0, book.say("ceiling.touches_none"), book.form())
        return row + 2
    part = f"{rule.what_if_share:.0%}".replace("%", "\u00a0%" if book.language == "fr" else "%")
    columns = [
        Column("cercle", book.say("column.cercle"), 46),
        Column("measure", book.say("column.measure"), 13, "any"),
        Column("factor", book.say("column.factor"), 13, "percent"),
        Column("selected", book.say("published_choice"), 13, "dot"),
        Column("selected_low", book.say("column.lower", part=part), 13, "dot"),
        Column("selected_high", book.say("column.higher", part=part), 13, "dot"),
    ]
    book.headings(page, row, columns)
    end = book.records(page, row + 1, columns, records(found))
    changed = found[["selected_low", "selected_high"]].ne(found["selected"], axis=0).any(axis=1)
    words = book.say("ceiling.changes", touched=int((found["factor"] < 1).sum()), changed=int(changed.sum()))
    page.write_string(end, 0, words, book.form(bold=True))
    return end + 2


def told_ceiling(book: Book) -> str:
    """Return the ceiling as configured, in a sentence."""
    rule = book.products.criteria.ceiling_rule
    groups = book.products.criteria.definitions.drop_duplicates("group").set_index("group")
    group = groups[f"group_label_{book.language}"].get(rule.group, rule.group)
    unit = rule.unit_fr if book.language == "fr" else rule.unit_en
    values = {"threshold": f"{rule.threshold:g}", "unit": unit, "group": group, "date": book.day(rule.dated)}
    return book.say(f"ceiling.{rule.form}", **values)


def _touched(book: Book) -> pd.DataFrame:
    """Return the cercles whose points the ceiling changes, or whose choice another threshold would change, by rank."""
    selection = book.products.selection.set_index("pcode")[["cercle", "rank", "selected"]]
    found = book.products.criteria.ceiling.join(selection, how="inner")
    lists = ["selected", "selected_low", "selected_high"]
    found[lists] = found[lists].astype(bool).astype(int)
    touched = (found["factor"] < 1) | found[lists].nunique(axis=1).gt(1)
    return found[touched].sort_values("rank", kind="stable", na_position="last")
