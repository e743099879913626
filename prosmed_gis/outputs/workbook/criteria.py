"""The sheet on which a person changes weights and sees the ranking follow.

The formula is the score's own: the average of the worths of the groups that a cercle has, by the weights of its track,
times 100. The worths are values (after the ceiling); everything past them is live.
"""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from xlsxwriter.utility import xl_rowcol_to_cell

from prosmed_gis.domain.vocabulary import Track
from prosmed_gis.errors import DataWarning
from prosmed_gis.outputs.workbook.book import BAND, INPUT, LINE_HEIGHT, RULED, WARNING, Book, Column
from prosmed_gis.outputs.workbook.selection import group_labels

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from prosmed_gis.domain.products import Criteria

WEIGHTS_ROW = 4
"""Row of the headings of the weights; one row a track below it."""

FIRST_GROUP = 8
"""First column of the groups, in the weights' block and in the table."""

DECIMALS = 6
"""Digits after which scores are equal: sums of rounded binary numbers must not break ties by themselves."""

SLACK = 0.005
"""Points by which the formula may differ from the published score before the sheet says so."""


def track_points(criteria: Criteria, tracks: pd.Series) -> pd.DataFrame:
    """Return the weight of each group in each track as percent, summing to 100 a track; NaN where the track lacks it.

    Read off the effective weights of the cercle of the track that has most groups; a group that it lacks gets its
    weight, in proportion, from the next cercle that has it.

    Parameters
    ----------
    criteria
        `weights` by cercle and indicator, `definitions.group`.
    tracks
        Track by cercle P-code.
    """
    group_of = criteria.definitions["group"].reindex(criteria.weights.columns)
    groups = list(criteria.group_worths.columns)
    shares = criteria.weights.fillna(0.0).T.groupby(group_of).sum().T.reindex(columns=groups, fill_value=0.0)
    rows = {}
    for track in (member.value for member in Track if (tracks == member.value).any()):
        inside = shares.loc[shares.index.isin(tracks.index[tracks == track])]
        known = _known_points(inside.sort_index())
        rows[track] = 100.0 * known / known.sum() if known.sum() > 0 else known
    return pd.DataFrame(rows, index=groups).T.replace(0.0, np.nan)


def _known_points(shares: pd.DataFrame) -> pd.Series:
    points = pd.Series(0.0, index=shares.columns)
    order = (shares > 0).sum(axis=1).sort_values(ascending=False, kind="stable").index
    for code in order:
        row = shares.loc[code]
        new, shared = (row > 0) & (points == 0), (row > 0) & (points > 0)
        if not new.any() or (points.any() and not shared.any()):
            continue
        scale = float(points[shared].sum() / row[shared].sum()) if shared.any() else 1.0
        points = points.where(~new, row * scale)
    return points


def recomputed(worths: pd.DataFrame, weights: pd.DataFrame) -> pd.Series:
    """Return the score that the sheet's formula gives (0-100), NaN where no group with weight is known.

    Both frames have cercles as index and groups as columns; the weights are those of each cercle's track.
    """
    points = weights.fillna(0.0).where(worths.notna(), 0.0)
    total = points.sum(axis=1)
    return (100.0 * (points * worths.fillna(0.0)).sum(axis=1) / total.where(total > 0)).round(DECIMALS)


def ranks(scores: pd.Series, published: pd.Series) -> pd.Series:
    """Return ranks from 1, the highest score first, ties by the published rank; NaN where there is no score."""
    order = pd.DataFrame({"score": -scores, "published": published}).dropna(subset="score")
    order = order.sort_values(["score", "published"], kind="stable", na_position="last")
    return pd.Series(np.arange(1, len(order) + 1, dtype=float), index=order.index).reindex(scores.index)


def write_criteria(book: Book) -> None:
    """Write the sheet `Critères`: weights by track, worths by group, and scores and ranks as formulas."""
    labels = group_labels(book)
    selection = book.products.selection.sort_values(["rank", "pcode"], kind="stable", na_position="last")
    selection = selection.set_index("pcode")
    worths = book.products.criteria.group_worths.reindex(selection.index)[list(labels)]
    weights = track_points(book.products.criteria, selection["track"])
    columns = _columns(book, labels)
    head = WEIGHTS_ROW + len(weights) + 2
    page = book.sheet("criteria", columns, frozen_columns=4, head_row=head)
    rows = _weights_block(book, page, labels, weights)
    book.headings(page, head, columns)
    scores = recomputed(worths, weights.reindex(selection["track"]).set_axis(selection.index))
    places = ranks(scores, selection["rank"])
    span = (head + 1, head + len(selection))
    for number, code in enumerate(selection.index):
        cercle = selection.loc[code]
        _values(book, page, head + 1 + number, cercle, worths.loc[code])
        known = (scores[code], places[code], cercle["rank"])
        _formulas(book, page, head + 1 + number, span, weights_row=rows.get(cercle["track"]), known=known)
    _check(book, page, scores, selection["score"])
    look = book.file.add_format({"bold": True, "bg_color": WARNING})
    page.conditional_format(span[0], 2, span[1], 2, {"type": "cell", "criteria": "!=", "value": 0, "format": look})
    page.conditional_format(
        span[0], FIRST_GROUP, span[1], FIRST_GROUP + len(labels) - 1,
        {"type": "2_color_scale", "min_color": "#ffffff", "max_color": "#9db8d2", "min_type": "num", "min_value": 0,
         "max_type": "num", "max_value": 1},
    )  # fmt: skip


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
        *(Column(group, book.say("worth_of", group=label), 17, "worth") for group, label in labels.items()),
    ]


def _weights_block(book: Book, page: Worksheet, labels: dict[str, str], weights: pd.DataFrame) -> dict[str, int]:
    """Write the yellow cells; return track -> row."""
    last = FIRST_GROUP + len(labels) - 1
    page.merge_range(2, 0, 2, last + 1, book.say("how_to_weigh"), book.form("wrap", bg_color=BAND))
    page.set_row(2, 30)
    page.set_column(last + 1, last + 1, 9)
    heading = book.form("wrap", bold=True, bottom=1, valign="bottom")
    page.set_row(WEIGHTS_ROW, 3 * LINE_HEIGHT)
    for number, label in enumerate((*labels.values(), book.say("total"))):
        page.write_string(WEIGHTS_ROW, FIRST_GROUP + number, label, heading)
    rows = {}
    for place, (track, points) in enumerate(weights.iterrows()):
        row = WEIGHTS_ROW + 1 + place
        words = book.say("weights_of", track=book.name_of("track", track))
        page.merge_range(row, 3, row, FIRST_GROUP - 1, words, book.form(bold=True, align="right"))
        for number, group in enumerate(labels):
            _weight(book, page, row, FIRST_GROUP + number, float(points[group]))
        first, end = xl_rowcol_to_cell(row, FIRST_GROUP), xl_rowcol_to_cell(row, last)
        page.write_formula(row, last + 1, f"=SUM({first}:{end})", book.form("tenth", bold=True), float(points.sum()))
        rows[str(track)] = row
    return rows


def _weight(book: Book, page: Worksheet, row: int, place: int, points: float) -> None:
    if math.isnan(points):
        page.write_blank(row, place, None, book.form("any", bg_color="#dddddd"))
        return
    look = book.form("any", bg_color=INPUT, border=1, border_color="#b79b2a", bold=True)
    page.write_number(row, place, round(points, DECIMALS), look)
    page.data_validation(row, place, row, place, {"validate": "decimal", "criteria": ">=", "value": 0})


def _values(book: Book, page: Worksheet, row: int, cercle: pd.Series, worths: pd.Series) -> None:
    told = (
        (1, cercle["rank"], "centred"),
        (3, cercle["cercle"], "text"),
        (4, cercle["region"], "text"),
        (5, book.name_of("track", cercle["track"]), "text"),
        (7, cercle["score"], "score"),
        *((FIRST_GROUP + number, value, "worth") for number, value in enumerate(worths)),
    )
    for place, value, form in told:
        book.cell(page, row, place, value, form)


def _formulas(
    book: Book,
    page: Worksheet,
    row: int,
    span: tuple[int, int],
    *,
    weights_row: int | None,
    known: tuple[float, float, float],
) -> None:
    """Write live rank, move and score; `known` holds their values as they are: score, rank, published rank."""
    score, place, published_rank = known
    look: dict[str, Any] = {**RULED, "bold": True}
    if weights_row is None or math.isnan(score):
        page.write_string(row, 6, book.say("not_scored"), book.form(**look))
        return
    last = FIRST_GROUP + len(book.products.criteria.group_worths.columns) - 1
    weights = f"{_at(weights_row, FIRST_GROUP)}:{_at(weights_row, last)}"
    worths = f"{xl_rowcol_to_cell(row, FIRST_GROUP)}:{xl_rowcol_to_cell(row, last)}"
    scores, published = (f"{_at(span[0], place)}:{_at(span[1], place)}" for place in (6, 1))
    own, own_rank = xl_rowcol_to_cell(row, 6), xl_rowcol_to_cell(row, 1)
    page.write_formula(
        row, 6,
        f'=IFERROR(ROUND(100*SUMPRODUCT({weights},{worths})/SUMPRODUCT({weights},--ISNUMBER({worths})),{DECIMALS}),"")',
        book.form("score", **look), score,
    )  # fmt: skip
    page.write_formula(
        row, 0, f'=IFERROR(RANK({own},{scores})+SUMPRODUCT(({scores}={own})*({published}<{own_rank})),"")',
        book.form("centred", **look), place,
    )  # fmt: skip
    moved = f'=IFERROR({own_rank}-{xl_rowcol_to_cell(row, 0)},"")'
    page.write_formula(row, 2, moved, book.form("centred", **look), float(published_rank - place))


def _at(row: int, place: int) -> str:
    return str(xl_rowcol_to_cell(row, place, row_abs=True, col_abs=True))


def _check(book: Book, page: Worksheet, scores: pd.Series, published: pd.Series) -> None:
    gaps = (scores - published).abs()
    wrong = gaps[gaps > SLACK]
    if len(wrong):
        words = book.say("not_live", count=len(wrong), gap=f"{wrong.max():.2f}")
        page.write_string(3, 0, words, book.form(bold=True, font_color="#a0240f"))
        warnings.warn(words, DataWarning, stacklevel=2)
