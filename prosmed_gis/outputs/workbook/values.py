"""Sheets on what was measured and what it is worth: values by cercle, and each value function with its curve."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from prosmed_gis.outputs.tables import records
from prosmed_gis.outputs.workbook.book import BAND, HEAD_ROW, HEADING, NUMBERS, Book, Column
from prosmed_gis.outputs.workbook.deciding import told_ceiling
from prosmed_gis.wording.numbers import percent, short

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsxwriter.chart import Chart
    from xlsxwriter.worksheet import Worksheet

UPRIGHT, MEASURE_WIDTH = 3, 7.2
"""First column of the sheet of values whose heading stands upright, and the width of those columns."""
APART = "gi_star_"
"""How the columns beside the criteria begin that belong to no indicator."""
BLOCK = 14
"""Rows of the block of one value function."""
POINTS = 5
"""Points at equal distances that the table of a curve shows, beside its bends."""
CHART, DATA = 4, 12
"""First columns of the chart, and of the points that it draws (right of what is printed)."""
BLOCKS_A_PAGE = 6
CURVE, BESIDE = HEADING, "#8a8a8a"
"""Colours of the curve and of what is told beside it."""
DOTS = {"type": "circle", "size": 5, "fill": {"color": "#e0902f"}, "border": {"color": "#ffffff"}}
"""How the cercles lie on a curve."""


def write_values(book: Book) -> None:
    """Write the sheet `Valeurs`: what was measured in each cercle, with what is shown beside but never scored."""
    criteria = book.products.criteria
    columns = [
        Column("rank", book.say("column.rank"), 6, "centred"),
        Column("cercle", book.say("column.cercle"), 17),
        Column("track", book.say("column.track"), 10),
        *_measured(book),
    ]
    page = book.sheet("values", columns, frozen_columns=2)
    told = [book.say("values_are_measured"), *([book.say("gi_star_is")] if _apart(book) else [])]
    page.write_string(2, 0, " ".join(told), book.form(italic=True))
    book.headings(page, HEAD_ROW, columns, upright_from=UPRIGHT)
    if criteria.values.isna().all(axis=None):
        book.nothing(page, HEAD_ROW + 1)
        return
    selection = book.products.selection.set_index("pcode")[["rank", "cercle", "track"]]
    found = selection.join(criteria.values).join(book.products.beside)
    found = found.assign(track=[book.name_of("track", track) for track in found["track"]])
    book.records(page, HEAD_ROW + 1, columns, records(found.sort_values(["rank", "cercle"], na_position="last")))


def _measured(book: Book) -> list[Column]:
    """Return a column for each indicator, what is shown beside it at its right."""
    columns = []
    for name, row in book.products.criteria.definitions.iterrows():
        label = row[f"label_{book.language}"]
        columns.append(Column(str(name), label, MEASURE_WIDTH, "share" if row["shown_as"] == "percent" else "any"))
        for column in book.products.beside.columns:
            what, _, of = str(column).partition("_")
            if of == name:
                told = book.name_of("workbook.beside", what)
                columns.append(
                    Column(str(column), f"{told} – {label}", MEASURE_WIDTH, "worth" if what == "p" else "any")
                )
    return columns + [Column(name, book.say(f"beside.{name}"), MEASURE_WIDTH, "hundredth") for name in _apart(book)]


def _apart(book: Book) -> list[str]:
    """Return the columns shown beside the criteria that belong to no indicator."""
    return [column for column in map(str, book.products.beside.columns) if column.startswith(APART)]


def write_functions(book: Book) -> None:
    """Write the sheet `Fonctions de valeur`: for each indicator points, curve and where the cercles lie on it."""
    definitions = book.products.criteria.definitions
    widths = (34, 11, 13, 2, *(11,) * (DATA - CHART - 1), 4)
    page = book.sheet("functions", [Column(str(k), "", width) for k, width in enumerate(widths)], head_row=2)
    page.freeze_panes(0, 0)
    page.set_portrait()
    page.write_string(2, 0, book.say("functions_how"), book.form(italic=True))
    rows = [HEAD_ROW + 1 + BLOCK * number for number in range(len(definitions) + 1)]
    page.print_area(0, 0, rows[-1] + BLOCK, DATA - 2)
    page.set_h_pagebreaks(rows[BLOCKS_A_PAGE::BLOCKS_A_PAGE])
    for row, (name, definition) in zip(rows, definitions.iterrows(), strict=False):
        _function(book, page, row, str(name), definition)
    if book.products.criteria.ceiling_rule.form != "none":
        _ceiling(book, page, rows[-1])


def _function(book: Book, page: Worksheet, row: int, name: str, definition: pd.Series) -> None:
    criteria, language = book.products.criteria, book.language
    points = np.array(definition["curve"])
    cercles = pd.DataFrame({"value": criteria.values[name], "worth": criteria.worths[name]}).dropna()
    # Equal values stay in the order of P-codes: the usual sort has another order on another processor.
    cercles = cercles.sort_values("value", kind="stable")
    form = "percent" if definition["shown_as"] == "percent" else "any"
    titles = (book.say("column.measure"), book.say("worth"))
    _head(
        book, page, row, f"{definition[f'label_{language}']} – {definition[f'group_label_{language}']}",
        (
            book.say("unit_is", unit=definition[f"unit_{language}"] or "–"),
            told_form(book, definition),
            book.say("goalposts_dated", date=book.day(definition["goalposts_dated"])),
            book.say("source_is", source=definition["source"]),
        ),
    )  # fmt: skip
    _points(book, page, row + 1, titles, few(points, definition["goalposts"]), (form, "worth"))
    ends = (points[0, 0], points[-1, 0]) if cercles.empty else (
        min(points[0, 0], cercles["value"].iloc[0]), max(points[-1, 0], cercles["value"].iloc[-1])
    )  # fmt: skip
    drawn = np.vstack([[ends[0], points[0, 1]], points, [ends[1], points[-1, 1]]])
    curve = _data(book, page, row + 1, dict(zip(titles, drawn.T, strict=True)))
    chart = _chart(book, (definition[f"unit_{language}"], titles[1]), form, ends)
    chart.add_series({**_series(page, curve[0], curve[1]), "line": {"color": CURVE, "width": 2}})
    if len(cercles):
        names = book.products.layers.cercles["name"].reindex(cercles.index)
        spots = _data(
            book, page, row + 3,
            dict(zip((book.say("column.cercle"), *titles), (names, cercles["value"], cercles["worth"]), strict=True)),
        )  # fmt: skip
        chart.add_series({**_series(page, spots[1], spots[2]), "line": {"none": True}, "marker": DOTS})
    page.insert_chart(row + 1, CHART, chart, {"object_position": 1, "y_offset": 4})


def few(points: np.ndarray, goalposts: Sequence[float]) -> list[tuple[float, float]]:
    """Return points of a curve for a table: its bends and some between them; all where it rises by steps.

    Parameters
    ----------
    points
        (n, 2) value and worth, the values ascending, twice the same at a step.
    """
    x, y = points.T
    if (np.diff(x) == 0).any():
        return [(float(value), float(worth)) for value, worth in points]
    shown = np.unique([*goalposts, *np.linspace(min(goalposts), max(goalposts), POINTS)])
    return list(zip(shown.tolist(), np.interp(shown, x, y).tolist(), strict=True))


def told_form(book: Book, definition: Mapping[str, Any] | pd.Series) -> str:
    """Return a value function's form in the user's language, with the values at which it bends."""
    percents = definition["shown_as"] == "percent"
    posts = [
        percent(post, book.language) if percents else short(post, book.language, 2) for post in definition["goalposts"]
    ]
    return f"{book.name_of('workbook.form', definition['value_form'].split()[0])} {' → '.join(posts)}"


def _head(book: Book, page: Worksheet, row: int, title: str, lines: Sequence[str]) -> None:
    """Write the title over the whole block and the lines below each other in the first column."""
    book.block(page, row, title, DATA - 1)
    page.merge_range(row + 1, 0, row + BLOCK - 2, 0, "\n".join(lines), book.form("wrap", font_size=9))


def _points(
    book: Book, page: Worksheet, row: int, titles: tuple[str, str], points: Sequence[tuple[float, float]],
    forms: tuple[str, str],
) -> None:  # fmt: skip
    for place, title in enumerate(titles, start=1):
        page.write_string(row, place, title, book.form(bold=True, bg_color=BAND, align="center"))
    for number, point in enumerate(points[: BLOCK - 3], start=1):
        for place, (value, form) in enumerate(zip(point, forms, strict=True), start=1):
            book.cell(page, row + number, place, value, form)


def _data(book: Book, page: Worksheet, row: int, lines: dict[str, Any]) -> list[tuple[int, int, int]]:
    """Write numbers or names in rows right of what is printed; return (row, first column, last column) of each."""
    found = []
    small = book.form(font_size=8, font_color="#8a8a8a")
    for number, (title, values) in enumerate(lines.items()):
        page.write_string(row + number, DATA, title, small)
        for place, value in enumerate(values, start=DATA + 1):
            page.write(row + number, place, value, small)
        found.append((row + number, DATA + 1, DATA + len(values)))
    return found


def _series(page: Worksheet, x: tuple[int, int, int], y: tuple[int, int, int]) -> dict[str, Any]:
    (row, first, last), (below, start, end) = x, y
    return {"categories": [page.name, row, first, row, last], "values": [page.name, below, start, below, end]}


def _chart(book: Book, names: tuple[str, str], form: str, ends: tuple[float, float]) -> Chart:
    """Return an empty chart; `names` of the axes across and upright, number form and ends of the axis across."""
    chart = book.file.add_chart({"type": "scatter", "subtype": "straight"})
    small = {"size": 8, "bold": False}
    across = {
        "name": names[0],
        "name_font": small,
        "num_font": small,
        "num_format": NUMBERS[form],
        "label_position": "low",
    }
    low = {"min": 0} if ends[0] >= 0 else {"crossing": "min"}
    chart.set_x_axis(across | low | ({"max": min(ends[1], 1.0)} if form == "percent" else {}))
    grid = {"visible": True, "line": {"color": "#dddddd"}}
    chart.set_y_axis(
        {"name": names[1], "name_font": small, "num_font": small, "num_format": "0.00", "min": 0, "max": 1,
         "major_unit": 0.25, "major_gridlines": grid}
    )  # fmt: skip
    chart.set_legend({"none": True})
    chart.set_chartarea({"border": {"none": True}})
    chart.set_size({"width": 540, "height": 238})
    return chart


def _ceiling(book: Book, page: Worksheet, row: int) -> None:
    """Write the ceiling: the factor on the group's worth, and the share of the measure that counts."""
    rule = book.products.criteria.ceiling_rule
    unit = rule.unit_fr if book.language == "fr" else rule.unit_en
    points = np.array(rule.curve)
    _head(
        book, page, row, book.say("ceiling"),
        (
            book.say("unit_is", unit=unit),
            told_ceiling(book),
            book.say("ceiling_curves"),
            book.say("source_is", source=rule.source),
        ),
    )  # fmt: skip
    shown = few(points[:, [0, 2]], (0.0, rule.threshold, points[-1, 0]))
    _points(book, page, row + 1, (book.say("column.measure"), book.say("column.factor")), shown, ("any", "percent"))
    names = (book.say("column.measure"), book.say("column.counted"), book.say("column.factor"))
    lines = _data(book, page, row + 1, dict(zip(names, points.T, strict=True)))
    chart = _chart(book, (unit, book.say("column.factor")), "any", (0.0, points[-1, 0]))
    chart.add_series({**_series(page, lines[0], lines[1]), "line": {"color": BESIDE, "dash_type": "dash", "width": 1}})
    chart.add_series({**_series(page, lines[0], lines[2]), "line": {"color": CURVE, "width": 2}})
    page.insert_chart(row + 1, CHART, chart, {"object_position": 1, "y_offset": 4})
