"""The sheet on which a person changes weights and sees scores, ranks and the list follow (`outputs.live`).

The worths are values; everything past them is live. What a formula gives on opening is written beside it, so that a
reader that does not compute shows the same.
"""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from prosmed_gis.domain.messages import text
from prosmed_gis.errors import DataWarning
from prosmed_gis.outputs.live import DECIMALS, Trial, trial
from prosmed_gis.outputs.workbook.book import (
    BAND,
    CHOSEN,
    ENTERS,
    INPUT,
    LEAVES,
    LINE_HEIGHT,
    RULED,
    Book,
    Column,
    group_labels,
)

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

LIVE_RANK, RANK, MOVE, CERCLE, REGION, TRACK, LIVE_SCORE, SCORE, LIVE_CHOICE, CHOICE, CHANGE, SETTLED, FIRST_GROUP = (
    range(13)
)
"""Columns of the table; the groups' weights stand above their worths."""

NOTE_ROW, HEADINGS_ROW, PUBLISHED_ROW, WEIGHTS_ROW = 3, 4, 5, 6
"""Rows of a note, of the groups' names, of the published weights and of the yellow cells; below, one row a track."""

TRACK_PLACES = LIVE_CHOICE
"""Column in which the row of a track says how many cercles it has on the list."""

SLACK = 0.005
"""Points by which the formula may differ from the published score before the sheet says so."""


@dataclass(frozen=True, eq=False)
class Page:
    """The sheet being written, with what its formulas refer to."""

    book: Book
    sheet: Worksheet
    trial: Trial
    groups: dict[str, str]
    """Label by group."""
    head: int
    """Row of the table's headings."""

    @property
    def last_group(self) -> int:
        """Last column of the groups."""
        return FIRST_GROUP + len(self.groups) - 1

    @property
    def span(self) -> tuple[int, int]:
        """First and last row of the cercles."""
        return self.head + 1, self.head + len(self.trial.cercles)

    def column(self, place: int) -> str:
        """Return the cells of a column of the table, absolute."""
        return f"{_at(self.span[0], place)}:{_at(self.span[1], place)}"

    def track_row(self, track: str) -> int:
        """Return the row in which the weights inside a track stand."""
        return WEIGHTS_ROW + 1 + list(self.trial.places.index).index(track)


def write_criteria(book: Book) -> None:
    """Write the sheet `Critères`: weights to be tried, worths by group, and scores, ranks and list as formulas."""
    tried = trial(book.products)
    labels = group_labels(book)
    head = WEIGHTS_ROW + len(tried.places) + 4
    columns = _columns(book, labels)
    page = Page(book, book.sheet("criteria", columns, frozen_columns=CERCLE + 1, head_row=head), tried, labels, head)
    _weights(page)
    book.headings(page.sheet, head, columns)
    scores = tried.scores()
    places = tried.ranks(scores)
    now = pd.DataFrame({"score": scores, "rank": places, "chosen": tried.chosen(places)})
    for number, code in enumerate(tried.cercles.index):
        _values(page, page.head + 1 + number, code)
        _formulas(page, page.head + 1 + number, code, now.loc[code])
    _summary(page, now)
    _colours(page)


def _columns(book: Book, labels: dict[str, str]) -> list[Column]:
    return [
        Column("live_rank", book.say("live_rank"), 10, "centred"),
        Column("rank", book.say("published_rank"), 8, "centred"),
        Column("move", book.say("rank_move"), 8, "centred"),
        Column("cercle", book.say("column.cercle"), 17),
        Column("region", book.say("column.region"), 13),
        Column("track", book.say("column.track"), 10),
        Column("live_score", book.say("live_score"), 10, "score"),
        Column("score", book.say("published_score"), 9, "score"),
        Column("live_choice", book.say("live_choice"), 10, "dot"),
        Column("choice", book.say("published_choice"), 8, "dot"),
        Column("change", book.say("live_change"), 10),
        Column("settled", book.say("settled"), 9),
        *(Column(group, book.say("worth_of", group=label), 15, "worth") for group, label in labels.items()),
    ]


def _weights(page: Page) -> None:
    """Write what to do, the published weights, the yellow cells, and what they are inside each track."""
    book, sheet, last = page.book, page.sheet, page.last_group
    sheet.merge_range(2, 0, 2, last + 1, book.say("how_to_weigh"), book.form("wrap", bg_color=BAND))
    sheet.set_row(2, 3 * LINE_HEIGHT)
    sheet.set_column(last + 1, last + 1, 9)
    sheet.set_row(HEADINGS_ROW, 3 * LINE_HEIGHT)
    heading = book.form("wrap", bold=True, bottom=1, valign="bottom", align="center")
    for number, label in enumerate((*page.groups.values(), book.say("total"))):
        sheet.write_string(HEADINGS_ROW, FIRST_GROUP + number, label, heading)
    _titled(page, PUBLISHED_ROW, book.say("published_weights"), bold=False)
    _titled(page, WEIGHTS_ROW, book.say("tried_weights"))
    look = book.form("any", bg_color=INPUT, border=1, border_color="#b79b2a", bold=True, align="center")
    for number, points in enumerate(page.trial.weights):
        sheet.write_number(PUBLISHED_ROW, FIRST_GROUP + number, points, book.form("any", align="center"))
        sheet.write_number(WEIGHTS_ROW, FIRST_GROUP + number, points, look)
        sheet.data_validation(
            WEIGHTS_ROW, FIRST_GROUP + number, WEIGHTS_ROW, FIRST_GROUP + number,
            {"validate": "decimal", "criteria": ">=", "value": 0},
        )  # fmt: skip
    for row in (PUBLISHED_ROW, WEIGHTS_ROW):
        cells = f"{xl_rowcol_to_cell(row, FIRST_GROUP)}:{xl_rowcol_to_cell(row, last)}"
        total = float(page.trial.weights.sum())
        sheet.write_formula(row, last + 1, f"=SUM({cells})", book.form("tenth", bold=True, align="center"), total)
    for track in page.trial.places.index:
        _track(page, str(track))


def _track(page: Page, track: str) -> None:
    """Write how many cercles of the track are on the list, and the percent that each of its groups has inside it."""
    book, row = page.book, page.track_row(track)
    name = book.name_of("track", track)
    _titled(page, row, book.say("weights_of", track=name), bold=False, until=TRACK_PLACES - 1)
    count = int(page.trial.places[track])
    look = book.form("plain", align="center", bold=True)
    page.sheet.write_number(row, TRACK_PLACES, count, look)
    page.sheet.write_string(row, TRACK_PLACES + 1, book.say("places_of"), book.form(italic=True))
    mine = page.trial.worths[page.trial.cercles["track"] == track].notna().any()
    cells = [_at(WEIGHTS_ROW, FIRST_GROUP + number) for number, group in enumerate(page.groups) if mine[group]]
    weights = page.trial.weights.where(mine, 0.0)
    for number, group in enumerate(page.groups):
        place = FIRST_GROUP + number
        if not mine[group]:
            page.sheet.write_string(row, place, "–", book.form(align="center", font_color="#8a8a8a"))
            continue
        formula = f'=IFERROR(100*{_at(WEIGHTS_ROW, place)}/({"+".join(cells)}),"")'
        share = 100 * weights[group] / weights.sum() if weights.sum() > 0 else ""
        page.sheet.write_formula(row, place, formula, book.form("tenth", align="center", font_color="#555555"), share)


def _titled(page: Page, row: int, words: str, *, bold: bool = True, until: int = FIRST_GROUP - 1) -> None:
    page.sheet.merge_range(row, CERCLE, row, until, words, page.book.form(bold=bold, align="right"))


def _values(page: Page, row: int, code: str) -> None:
    book, cercle = page.book, pd.Series(page.trial.cercles.loc[code])
    told = [
        (RANK, cercle["rank"], "centred"),
        (CERCLE, cercle["cercle"], "text"),
        (REGION, cercle["region"], "text"),
        (TRACK, book.name_of("track", cercle["track"]), "text"),
        (SCORE, cercle["score"], "score"),
        (CHOICE, int(cercle["selected"]), "dot"),
    ]
    worths = page.trial.worths.loc[code]
    told += [(FIRST_GROUP + number, worths[group], "worth") for number, group in enumerate(page.groups)]
    for place, value, form in told:
        book.cell(page.sheet, row, place, value, form)
    page.sheet.write_number(row, SETTLED, int(cercle["settled"]), _signed(book, "settled.in", "settled.out"))


def _signed(book: Book, above: str, below: str, **look: Any) -> Format:
    """Return a format that shows one word for numbers above zero, another below, and nothing for zero."""
    return book.form("centred", num_format=f'"{book.say(above)}";"{book.say(below)}";', **RULED, **look)


def _formulas(page: Page, row: int, code: str, now: pd.Series) -> None:
    """Write live rank, move, score, choice and change; `now` holds what they are on opening: score, rank, chosen."""
    book, sheet, cercle = page.book, page.sheet, pd.Series(page.trial.cercles.loc[code])
    bold: dict[str, Any] = {**RULED, "bold": True}
    if math.isnan(now["score"]):
        sheet.write_string(row, LIVE_SCORE, book.say("not_scored"), book.form(**bold))
        return
    weights = f"{_at(WEIGHTS_ROW, FIRST_GROUP)}:{_at(WEIGHTS_ROW, page.last_group)}"
    worths = f"{xl_rowcol_to_cell(row, FIRST_GROUP)}:{xl_rowcol_to_cell(row, page.last_group)}"
    score, rank, published, choice, settled, track = (
        xl_rowcol_to_cell(row, place) for place in (LIVE_SCORE, LIVE_RANK, RANK, LIVE_CHOICE, SETTLED, TRACK)
    )
    scores, order = page.column(LIVE_SCORE), page.column(RANK)
    mine = f"{page.column(TRACK)},{track},{page.column(SETTLED)}"
    ahead = f'COUNTIFS({mine},0,{page.column(LIVE_RANK)},"<="&{rank})'
    places = _at(page.track_row(str(cercle["track"])), TRACK_PLACES)
    formulas = {
        LIVE_SCORE: (
            f"ROUND(100*SUMPRODUCT({weights},{worths})/SUMPRODUCT({weights},--ISNUMBER({worths})),{DECIMALS})",
            book.form("score", **bold), now["score"],
        ),
        LIVE_RANK: (
            f"RANK({score},{scores})+SUMPRODUCT(({scores}={score})*({order}<{published}))",
            book.form("centred", **bold), now["rank"],
        ),
        MOVE: (
            f"{published}-{rank}", book.form("centred", num_format='+0;-0;"="', **bold), cercle["rank"] - now["rank"],
        ),
        LIVE_CHOICE: (
            f"IF({settled}<>0,--({settled}=1),IF(ISNUMBER({rank}),--({ahead}<={places}-COUNTIFS({mine},1)),0))",
            book.form("dot", **bold), int(now["chosen"]),
        ),
        CHANGE: (
            f"{choice}-{xl_rowcol_to_cell(row, CHOICE)}",
            _signed(book, "change.in", "change.out", bold=True), int(now["chosen"]) - int(cercle["selected"]),
        ),
    }  # fmt: skip
    for place, (formula, look, value) in formulas.items():
        sheet.write_formula(row, place, f'=IFERROR({formula},"")', look, value)


def _at(row: int, place: int) -> str:
    return str(xl_rowcol_to_cell(row, place, row_abs=True, col_abs=True))


def _summary(page: Page, now: pd.DataFrame) -> None:
    """Count what changes against the published list, and say what the sheet does not recompute."""
    book, sheet, row = page.book, page.sheet, page.head - 2
    cells = page.column(CHANGE)
    gaps = now["chosen"].astype(int) - page.trial.cercles["selected"].astype(int)
    words = (book.say("count.in"), book.say("count.out"))
    formula = f'="{words[0]} "&COUNTIF({cells},1)&"{words[1]} "&COUNTIF({cells},-1)'
    look = book.form(bold=True, font_size=12, bg_color=BAND, border=1, border_color="#9db0c4", align="center")
    sheet.merge_range(row, 0, row, FIRST_GROUP - 1, "", look)
    value = f"{words[0]} {int((gaps > 0).sum())}{words[1]} {int((gaps < 0).sum())}"
    sheet.write_formula(row, 0, formula, look, value)
    note = _note(page, now, int((gaps != 0).sum()))
    sheet.write_string(NOTE_ROW, 0, note, book.form(bold=True, font_color="#a0240f"))


def _note(page: Page, now: pd.DataFrame, n_different: int) -> str:
    """Return what must be known before trying: another aggregation, a score not met, rules that bind."""
    book = page.book
    if not page.trial.is_exact:
        method = text(f"aggregation.{book.products.criteria.aggregation}", book.language)
        return book.say("not_arithmetic", method=method)
    far = (now["score"] - page.trial.cercles["score"]).abs()
    wrong = far[far > SLACK]
    if len(wrong):
        words = book.say("not_live", count=len(wrong), gap=f"{wrong.max():.2f}")
        warnings.warn(words, DataWarning, stacklevel=2)
        return words
    return book.say("rules_bind", count=n_different) if n_different else ""


def _colours(page: Page) -> None:
    """Shade the list as it now is, what enters and leaves, moved ranks, and worths by their size."""
    file, sheet, (first, last) = page.book.file, page.sheet, page.span
    choice, change = (f"${name}{first + 1}" for name in (_letter(LIVE_CHOICE), _letter(CHANGE)))
    for condition, colour in ((f"{change}=1", ENTERS), (f"{change}=-1", LEAVES), (f"{choice}=1", CHOSEN)):
        look = file.add_format({"bg_color": colour})
        rule = {"type": "formula", "criteria": f"={condition}", "format": look, "stop_if_true": True}
        sheet.conditional_format(first, LIVE_RANK, last, SETTLED, rule)
    scale = {"type": "2_color_scale", "min_color": "#ffffff", "max_color": "#9db8d2", "min_type": "num", "min_value": 0,
             "max_type": "num", "max_value": 1}  # fmt: skip
    sheet.conditional_format(first, FIRST_GROUP, last, page.last_group, scale)


def _letter(place: int) -> str:
    return str(xl_col_to_name(place))
