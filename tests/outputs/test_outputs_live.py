"""Trying other weights in the workbook: the arithmetic by hand, and what LibreOffice makes of the formulas."""

import os
import shutil
import subprocess
import warnings
from dataclasses import replace

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_products import CODES, NAMES, RANKS, SCORES, WORTHS, products

from prosmed_gis.domain.vocabulary import Audience
from prosmed_gis.errors import DataWarning
from prosmed_gis.outputs.audience import for_audience
from prosmed_gis.outputs.live import percents, ranks, recomputed, trial
from prosmed_gis.outputs.workbook import write_workbook

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
LIVE_RANK, MOVE, CERCLE, LIVE_SCORE, LIVE_CHOICE, CHANGE = 0, 2, 3, 6, 8, 10
SUMMARY = "A11"
TRIED = "Poids à essayer (%) ▶"


def by_cercle(book, column):
    """Value of a column of `Critères` by P-code; the empty text of a formula is nothing."""
    rows = [[cell.value for cell in row] for row in book["Critères"].iter_rows()]
    found = {row[CERCLE]: row[column] for row in rows if row[CERCLE] in NAMES}
    return pd.Series({code: found[name] for code, name in zip(CODES, NAMES, strict=True)}).replace({"": None})


def told(book):
    return " | ".join(str(cell.value) for row in book["Critères"].iter_rows() for cell in row if cell.value is not None)


def weight_cells(book):
    row = next(row for row in book["Critères"].iter_rows(max_row=12) if row[CERCLE].value == TRIED)
    return row[12 : 12 + WORTHS.shape[1]]


def recalculated(folder, books):
    """Have LibreOffice compute workbooks that openpyxl saved, which hold no cached values."""
    out, profile = folder / "out", f"-env:UserInstallation=file://{folder / 'profile'}"
    for name, book in books.items():
        book.save(folder / f"{name}.xlsx")
    files = [str(folder / f"{name}.xlsx") for name in books]
    subprocess.run(
        [str(SOFFICE), profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out), *files],
        check=True, capture_output=True, timeout=240, env={**os.environ, "HOME": str(folder)},
    )  # fmt: skip
    with warnings.catch_warnings():
        # What LibreOffice saves has extensions that openpyxl drops.
        warnings.filterwarnings("ignore", ".*extension is not supported", UserWarning)
        return {name: openpyxl.load_workbook(out / f"{name}.xlsx", data_only=True) for name in books}


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return write_workbook(products(), tmp_path_factory.mktemp("live") / "classeur.xlsx")


@pytest.fixture(scope="module")
def cached(path):
    return openpyxl.load_workbook(path, data_only=True)


def test_on_opening_everything_is_as_published(cached):
    assert by_cercle(cached, LIVE_SCORE).tolist() == pytest.approx(SCORES)
    assert by_cercle(cached, LIVE_RANK).tolist() == RANKS
    assert by_cercle(cached, MOVE).tolist() == [0] * 6
    assert by_cercle(cached, LIVE_CHOICE).tolist() == [1, 1, 0, 1, 0, 0]
    assert by_cercle(cached, CHANGE).tolist() == [0] * 6
    assert (
        cached["Critères"][SUMMARY].value
        == "Par rapport à la liste publiée\u202f: ▲ entrent\u202f: 0\u202f; ▼ sortent\u202f: 0"
    )


def test_scores_ranks_and_choice_are_formulas(path):
    written = openpyxl.load_workbook(path)
    for column, part in ((LIVE_SCORE, "SUMPRODUCT("), (LIVE_RANK, "RANK("), (LIVE_CHOICE, "COUNTIFS(")):
        assert all(str(value).startswith("=IFERROR(") and part in value for value in by_cercle(written, column))


def test_the_public_workbook_is_live_too(tmp_path):
    public = write_workbook(for_audience(products(Audience.PUBLIC)), tmp_path / "public.xlsx")
    assert by_cercle(openpyxl.load_workbook(public, data_only=True), LIVE_SCORE).tolist() == pytest.approx(SCORES)


def test_cercle_without_score_is_told(tmp_path):
    whole = products()
    selection = whole.selection.copy()
    selection.loc[5, ["score", "rank"]] = np.nan
    book = openpyxl.load_workbook(
        write_workbook(replace(whole, selection=selection), tmp_path / "a.xlsx"), data_only=True
    )
    assert by_cercle(book, LIVE_SCORE)["ML0302"] == "non noté"
    assert pd.isna(by_cercle(book, LIVE_RANK)["ML0302"])
    assert by_cercle(book, LIVE_RANK)["ML0401"] == 2


def test_formula_that_is_not_the_score_warns(tmp_path):
    whole = products()
    wrong = replace(whole, selection=whole.selection.assign(score=[score + 1 for score in SCORES]))
    with pytest.warns(DataWarning, match="6 cercle"):
        written = write_workbook(wrong, tmp_path / "wrong.xlsx")
    assert "ne redonne pas le score publié" in told(openpyxl.load_workbook(written))


def test_another_aggregation_is_told_and_not_taken_for_a_fault(tmp_path):
    whole = products()
    other = replace(
        whole, criteria=replace(whole.criteria, aggregation="topsis"),
        selection=whole.selection.assign(score=[score + 1 for score in SCORES]),
    )  # fmt: skip
    book = openpyxl.load_workbook(write_workbook(other, tmp_path / "a.xlsx"))
    assert "recalcule la moyenne arithmétique" in told(book)
    assert "TOPSIS" in told(book)


def test_limits_that_the_sheet_leaves_aside_are_told(tmp_path):
    whole = products()
    limited = replace(whole, selection=whole.selection.assign(selected=[True, True, True, False, False, False]))
    book = openpyxl.load_workbook(write_workbook(limited, tmp_path / "a.xlsx"))
    assert "2 cercles diffèrent déjà" in told(book)


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_recalculates_our_scores_and_follows_new_weights(path, cached, tmp_path):
    weights = {"same": None, "violence": [50, 0, 50], "mixed": [10, 70, 20]}
    books = {name: openpyxl.load_workbook(path) for name in weights}
    for name, points in weights.items():
        for cell, value in zip(weight_cells(books[name]), points or (), strict=False):
            cell.value = value
    found = recalculated(tmp_path, books)

    for name in ("Critères", "Plan", "Budget", "Couverture", "Suivi"):
        for ours, theirs in zip(cached[name].iter_rows(), found["same"][name].iter_rows(), strict=False):
            for own, other in zip(ours, theirs, strict=False):
                if isinstance(own.value, int | float):
                    assert other.value == pytest.approx(own.value), (name, own.coordinate)

    tried = trial(products())
    for name in ("violence", "mixed"):
        scores = tried.scores(pd.Series(weights[name], index=WORTHS.columns, dtype=float))
        places = tried.ranks(scores)
        chosen = tried.chosen(places)
        for column, ours in ((LIVE_SCORE, scores), (LIVE_RANK, places), (LIVE_CHOICE, chosen.astype(float))):
            theirs = pd.to_numeric(by_cercle(found[name], column)).astype(float)
            assert theirs.tolist() == pytest.approx(ours.reindex(CODES).tolist(), abs=1e-6, nan_ok=True), (name, column)
    # Without violence Delta, which has no conflict data, loses its score and its place to Gâma.
    assert np.isnan(pd.to_numeric(by_cercle(found["violence"], LIVE_SCORE))["ML0502"])
    assert by_cercle(found["violence"], CHANGE)[["ML0501", "ML0502"]].tolist() == [1, -1]
    assert (
        found["violence"]["Critères"][SUMMARY].value
        == "Par rapport à la liste publiée\u202f: ▲ entrent\u202f: 1\u202f; ▼ sortent\u202f: 1"
    )


def test_weights_are_those_of_the_groups():
    assert percents(products().criteria).to_dict() == {"conflict": 25, "violence": 25, "spread": 50}


def test_the_list_is_the_top_of_each_track_with_what_is_settled():
    whole = products()
    assert trial(whole).places.to_dict() == {"stabilise": 3, "prevent": 0}
    forced = trial(replace(whole, settled=pd.Series({"ML0501": "in", "ML0402": "out"})))
    chosen = forced.chosen(forced.ranks(forced.scores()))
    assert sorted(chosen.index[chosen]) == ["ML0401", "ML0501", "ML0502"]


@settings(deadline=None, max_examples=50)
@given(st.lists(st.one_of(st.none(), st.floats(0, 1)), min_size=3, max_size=3), st.lists(st.floats(0.1, 9), min_size=3, max_size=3), st.floats(0.1, 50))  # fmt: skip
def test_score_depends_on_proportions_of_weights_only(worths, weights, factor):
    row = pd.DataFrame([worths], columns=list("abc"), dtype=float)
    points = pd.Series(weights, index=list("abc"))
    first, second = recomputed(row, points)[0], recomputed(row, points * factor)[0]
    assert first == pytest.approx(second, abs=2e-6, nan_ok=True)
    known = [value for value in worths if value is not None]
    assert np.isnan(first) if not known else 100 * min(known) - 1e-5 <= first <= 100 * max(known) + 1e-5


def test_ties_go_by_the_published_rank():
    found = ranks(pd.Series([5.0, 9.0, 5.0, np.nan]), pd.Series([3.0, 2.0, 1.0, np.nan]))
    assert found.tolist()[:3] == [3.0, 1.0, 2.0]
    assert np.isnan(found[3])
