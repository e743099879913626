"""The workbook: what stands in it, that its formulas are the score, and that the ranking follows the weights."""

from __future__ import annotations

import os
import shutil
import subprocess
import warnings
import zipfile
from dataclasses import replace

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_products import CODES, NAMES, RANKS, SCORES, TRACKS, WORTHS, criteria, products

from prosmed_gis.domain.products import PLAN_COLUMNS
from prosmed_gis.domain.vocabulary import Audience, Language
from prosmed_gis.errors import DataWarning, OutputError
from prosmed_gis.outputs.audience import for_audience
from prosmed_gis.outputs.workbook import write_workbook
from prosmed_gis.outputs.workbook.criteria import ranks, recomputed, track_points

SHEETS = [
    "Lisez-moi", "Sélection", "Critères", "Indicateurs", "Plan", "Budget", "Couverture", "Suivi", "Chantiers",
    "Partenaires", "Problèmes",
]  # fmt: skip

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
LIVE_RANK, LIVE_SCORE, CERCLE = 0, 6, 3


def cells(book, sheet):
    return [[cell.value for cell in row] for row in book[sheet].iter_rows()]


def words(book, sheet):
    return " | ".join(str(value) for row in cells(book, sheet) for value in row if value is not None)


def by_cercle(book, column):
    """Value of a column of `Critères` by name of cercle."""
    rows = [row for row in cells(book, "Critères") if row[CERCLE] in NAMES]
    return {row[CERCLE]: row[column] for row in rows}


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return write_workbook(products(), tmp_path_factory.mktemp("book") / "classeur.xlsx")


@pytest.fixture(scope="module")
def cached(path):
    """The workbook with the values that were written beside its formulas."""
    return openpyxl.load_workbook(path, data_only=True)


@pytest.fixture(scope="module")
def written(path):
    return openpyxl.load_workbook(path)


def test_sheets_in_order_and_set_up_for_print(written):
    assert written.sheetnames == SHEETS
    for page in written.worksheets:
        assert page.page_setup.orientation == "landscape"
        assert page.page_setup.paperSize == 9
        assert page.sheet_properties.pageSetUpPr.fitToPage


def test_illustrative_stands_on_every_sheet(cached):
    for name in SHEETS:
        assert "Données illustratives" in words(cached, name), name


def test_readme_says_what_must_be_known(cached):
    told = words(cached, "Lisez-moi")
    for part in (
        "Données arrêtées au 30/06/2021", "3 cercles", "2 sur 3 ; manquent : Épsilon ; en plus : Delta",
        "40 (document : 41)", "2 cercle(s) en noyau ferme, 2 échangeable(s), 2 hors liste",
        "optimal, écart prouvé 0,01\u00a0%", "Les événements imprécis sont répartis.", "Note du plan.",
        "cercles : monde d'essai, 2021",
    ):  # fmt: skip
        assert part in told, part


def test_selected_cercles_come_first(cached):
    names = [row[1] for row in cells(cached, "Sélection") if row[1] in NAMES]
    assert names == ["Bêta", "Alpha", "Delta", "Épsilon", "Gâma", "Zêta"]


def test_cached_scores_and_ranks_are_ours(cached):
    assert by_cercle(cached, LIVE_SCORE) == pytest.approx(dict(zip(NAMES, SCORES, strict=True)))
    assert by_cercle(cached, LIVE_RANK) == dict(zip(NAMES, RANKS, strict=True))
    assert set(by_cercle(cached, 2).values()) == {0}


def test_scores_and_ranks_are_formulas(written):
    assert all(str(value).startswith("=IFERROR(ROUND(100*SUMPRODUCT(") for value in by_cercle(written, 6).values())
    assert all("RANK(" in str(value) for value in by_cercle(written, 0).values())


def test_text_is_never_a_formula(cached, path):
    told = words(cached, "Partenaires") + words(cached, "Problèmes")
    assert '=HYPERLINK("x")' in told
    assert "=1+1" in told
    with zipfile.ZipFile(path) as archive:
        for number in (SHEETS.index("Partenaires"), SHEETS.index("Problèmes")):
            assert b"<f>" not in archive.read(f"xl/worksheets/sheet{number + 1}.xml")


def test_subtotals_of_the_plan(cached, written):
    totals = {row[1]: row[7] for row in cells(cached, "Plan") if row[1] and "otal" in str(row[1])}
    assert totals == {
        "Sous-total 2021": 100000, "Sous-total 2022": 200000, "Sous-total 2023": 0, "Total général": 300000,
    }  # fmt: skip
    formulas = [row[7] for row in cells(written, "Plan") if row[1] == "Total général"]
    assert formulas == ["=SUBTOTAL(9,H5:H12)"]


def test_states_are_told_by_mark_and_words(cached):
    told = words(cached, "Suivi")
    assert "▼ en retard" in told
    assert "– sans donnée" in told or "sans donnée" in told
    assert "2022: 3 [2–4]" in told
    assert "aucune observation" in words(cached, "Chantiers")


def test_same_bytes_twice(path, tmp_path):
    assert write_workbook(products(), tmp_path / "again.xlsx").read_bytes() == path.read_bytes()


def test_english_and_public_workbooks_are_written(tmp_path):
    english = write_workbook(products(language=Language.EN), tmp_path / "en.xlsx")
    assert openpyxl.load_workbook(english).sheetnames[0] == "Read me"
    public = write_workbook(for_audience(products(Audience.PUBLIC)), tmp_path / "public.xlsx")
    book = openpyxl.load_workbook(public, data_only=True)
    assert "diffusion publique" in words(book, "Lisez-moi")
    assert "Alpha-Ville" not in words(book, "Plan") + words(book, "Chantiers")
    assert by_cercle(book, LIVE_SCORE) == pytest.approx(dict(zip(NAMES, SCORES, strict=True)))


def test_empty_parts_say_so(tmp_path):
    whole = products()
    empty = pd.DataFrame(columns=list(PLAN_COLUMNS)).astype({"cost_usd": float, "people_gained": float})
    bare = replace(
        whole,
        plan=replace(
            whole.plan, works=empty, spending=whole.plan.spending.iloc[:0], coverage=whole.plan.coverage.iloc[:0]
        ),
        tracked=replace(whole.tracked, states=whole.tracked.states.iloc[:0], works=whole.tracked.works.iloc[:0]),
        partners=whole.partners.iloc[:0],
        problems=whole.problems.iloc[:0],
        firmness=whole.firmness.iloc[:0],
        reference={},
        layers=replace(whole.layers, indicators=None, works=None),
    )
    book = openpyxl.load_workbook(write_workbook(bare, tmp_path / "bare.xlsx"))
    for name in ("Plan", "Budget", "Couverture", "Suivi", "Chantiers", "Partenaires", "Problèmes"):
        assert "Rien à montrer ici" in words(book, name), name


def test_cercle_without_score_is_told(tmp_path):
    whole = products()
    selection = whole.selection.copy()
    selection.loc[5, ["score", "rank"]] = np.nan
    worths = whole.criteria.group_worths.copy()
    worths.loc["ML0302"] = np.nan
    thin = replace(whole, selection=selection, criteria=replace(whole.criteria, group_worths=worths))
    book = openpyxl.load_workbook(write_workbook(thin, tmp_path / "thin.xlsx"), data_only=True)
    assert by_cercle(book, LIVE_SCORE)["Zêta"] == "non noté"
    assert by_cercle(book, LIVE_RANK)["Zêta"] is None


def test_formula_that_is_not_the_score_warns(tmp_path):
    whole = products()
    wrong = replace(whole, selection=whole.selection.assign(score=[score + 1 for score in SCORES]))
    with pytest.warns(DataWarning, match="6 cercle"):
        written = write_workbook(wrong, tmp_path / "wrong.xlsx")
    assert "ne redonne pas le score publié" in words(openpyxl.load_workbook(written), "Critères")


def test_unwritable_path_is_an_output_error(tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pytest.raises(OutputError, match="cannot be written"):
            write_workbook(products(), tmp_path / "absent" / "x.xlsx")


def test_weights_of_each_track_are_read_off_the_cercles():
    points = track_points(criteria(), pd.Series(TRACKS, index=CODES))
    assert points.loc["stabilise"].tolist() == pytest.approx([50, 50, np.nan], nan_ok=True)
    assert points.loc["prevent"].tolist() == pytest.approx([25, 25, 50])


def test_weights_are_found_where_no_cercle_has_all_groups():
    whole = criteria()
    # A (conflict, violence) and B (violence, spread) share violence: 1 : 3 and 3 : 6 make 1 : 3 : 6.
    weights = pd.DataFrame([[0.25, 0.75, 0.0], [0.0, 1 / 3, 2 / 3]], index=["A", "B"], columns=whole.weights.columns)
    points = track_points(replace(whole, weights=weights), pd.Series("prevent", index=["A", "B"]))
    assert points.loc["prevent"].tolist() == pytest.approx([10, 30, 60])


@settings(deadline=None)
@given(st.lists(st.one_of(st.none(), st.floats(0, 1)), min_size=3, max_size=3), st.lists(st.floats(0.1, 9), min_size=3, max_size=3), st.floats(0.1, 50))  # fmt: skip
def test_score_depends_on_proportions_of_weights_only(worths, weights, factor):
    row = pd.DataFrame([worths], columns=list("abc"), dtype=float)
    points = pd.DataFrame([weights], columns=list("abc"))
    first, second = recomputed(row, points)[0], recomputed(row, points * factor)[0]
    assert first == pytest.approx(second, abs=2e-6, nan_ok=True)
    known = [value for value in worths if value is not None]
    assert np.isnan(first) if not known else 100 * min(known) - 1e-5 <= first <= 100 * max(known) + 1e-5


def test_ties_go_by_the_published_rank():
    found = ranks(pd.Series([5.0, 9.0, 5.0, np.nan]), pd.Series([3.0, 2.0, 1.0, np.nan]))
    assert found.tolist()[:3] == [3.0, 1.0, 2.0]
    assert np.isnan(found[3])


def recalculated(folder, *files):
    """Have LibreOffice compute workbooks that openpyxl saved, which hold no cached values."""
    out = folder / "out"
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    subprocess.run(
        [str(SOFFICE), profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out), *map(str, files)],
        check=True, capture_output=True, timeout=240, env={**os.environ, "HOME": str(folder)},
    )  # fmt: skip
    with warnings.catch_warnings():
        # What LibreOffice saves has extensions that openpyxl drops.
        warnings.filterwarnings("ignore", ".*extension is not supported", UserWarning)
        return [openpyxl.load_workbook(out / file.name, data_only=True) for file in files]


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_recalculates_our_scores_and_follows_new_weights(path, cached, tmp_path):
    book = openpyxl.load_workbook(path)
    book.save(tmp_path / "same.xlsx")
    page = book["Critères"]
    weights = {
        row[CERCLE].value: row for row in page.iter_rows(max_row=10) if str(row[CERCLE].value).startswith("Poids")
    }
    violence = weights["Poids – volet « stabiliser »"][9]
    assert violence.value == 50
    violence.value = 0
    book.save(tmp_path / "changed.xlsx")
    same, changed = recalculated(tmp_path, tmp_path / "same.xlsx", tmp_path / "changed.xlsx")

    assert by_cercle(same, LIVE_SCORE) == pytest.approx(dict(zip(NAMES, SCORES, strict=True)), abs=1e-6)
    assert by_cercle(same, LIVE_RANK) == dict(zip(NAMES, RANKS, strict=True))
    for name in ("Plan", "Budget", "Couverture", "Suivi"):
        for ours, theirs in zip(cells(cached, name), cells(same, name), strict=False):
            for own, other in zip(ours, theirs, strict=False):
                if isinstance(own, int | float):
                    assert other == pytest.approx(own), (name, ours)

    # Without violence a stabilise cercle is worth its conflicts; Delta has none and so no score at all.
    scores, places = by_cercle(changed, LIVE_SCORE), by_cercle(changed, LIVE_RANK)
    conflict = dict(zip(NAMES, WORTHS["conflict"] * 100, strict=True))
    assert [scores[name] for name in ("Alpha", "Bêta", "Gâma")] == pytest.approx(
        [conflict[name] for name in ("Alpha", "Bêta", "Gâma")]
    )
    assert scores["Delta"] in (None, "")
    assert places["Delta"] in (None, "")
    assert [places[name] for name in ("Alpha", "Bêta", "Épsilon", "Gâma", "Zêta")] == [1, 2, 3, 4, 5]
