"""The workbook: what stands in it, that its formulas are the score, and that the ranking follows the weights."""

from __future__ import annotations

import warnings
import zipfile
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest
from small_products import NAMES, products

from prosmed_gis.domain.products import PLAN_COLUMNS
from prosmed_gis.domain.vocabulary import Audience, Language
from prosmed_gis.errors import OutputError
from prosmed_gis.outputs.audience import for_audience
from prosmed_gis.outputs.workbook import write_workbook

SHEETS = [
    "Lisez-moi", "Sélection", "Critères", "Robustesse", "Regards", "Ce qui décide", "3 et 2", "Indicateurs",
    "Valeurs", "Fonctions de valeur", "Plan", "Budget", "Couverture", "Suivi", "Chantiers", "Partenaires", "Problèmes",
]  # fmt: skip
UPRIGHT = {"Ce qui décide", "Fonctions de valeur", "3 et 2"}
"""Sheets printed in portrait."""


def cells(book, sheet):
    return [[cell.value for cell in row] for row in book[sheet].iter_rows()]


def words(book, sheet):
    return " | ".join(str(value) for row in cells(book, sheet) for value in row if value is not None)


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
        assert page.page_setup.orientation == ("portrait" if page.title in UPRIGHT else "landscape")
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


def test_unwritable_path_is_an_output_error(tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pytest.raises(OutputError, match="cannot be written"):
            write_workbook(products(), tmp_path / "absent" / "x.xlsx")


def test_nothing_is_counted_on_generated_data_and_doubts_are_told(tmp_path):
    whole = products()
    told = {"hits": None, "note": "generated_data", "note_fr": "Données générées : rien."}
    works = whole.plan.works.assign(known_standing="no", warning_fr="rien de connu", warning_en="nothing known")
    doubted = replace(
        whole,
        reference={**whole.reference, **told},
        plan=replace(whole.plan, works=works),
        road_note="Routes incomplètes.",
    )
    book = openpyxl.load_workbook(write_workbook(doubted, tmp_path / "x.xlsx"))
    first = words(book, "Lisez-moi")
    assert (
        "Données générées : rien. Dans le document et pas ici : Épsilon ; ici et pas dans le document : Delta" in first
    )
    assert "2 sur 3" not in first
    assert words(book, "Plan").count("rien de connu") == len(works)
    assert book["Couverture"]["A2"].value.startswith("⚠ Routes incomplètes.")
