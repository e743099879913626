"""The sheets on access, the chain of services and the placement."""

from __future__ import annotations

from dataclasses import replace

import openpyxl
import pytest
from made_up_siting import with_siting
from small_products import products
from test_outputs_workbook import SHEETS, cells, words

from prosmed_gis.domain.vocabulary import Audience, Language
from prosmed_gis.outputs.audience import for_audience
from prosmed_gis.outputs.workbook import write_workbook

NEW = ["Accès", "Chaîne", "Placement"]


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return write_workbook(with_siting(products()), tmp_path_factory.mktemp("siting") / "classeur.xlsx")


@pytest.fixture(scope="module")
def cached(path):
    return openpyxl.load_workbook(path, data_only=True)


@pytest.fixture(scope="module")
def written(path):
    return openpyxl.load_workbook(path)


def row_of(book, sheet, lead):
    return next(row for row in cells(book, sheet) if row[0] == lead)


def table(book, title):
    """Rows of a table of the sheet `Placement`, its headings first, to the next empty row."""
    rows = cells(book, "Placement")
    start = next(k for k, row in enumerate(rows) if row[0] == title) + 1
    end = next((k for k in range(start, len(rows)) if rows[k][0] is None), len(rows))
    return [[value for value in row if value is not None] for row in rows[start:end]]


def test_sheets_stand_after_the_coverage_and_are_told(cached):
    after = SHEETS.index("Couverture") + 1
    assert cached.sheetnames == SHEETS[:after] + NEW + SHEETS[after:]
    told = words(cached, "Lisez-moi")
    assert all(name in told for name in NEW)
    assert "Note d'accès <b>" in told
    assert all("Données illustratives" in words(cached, name) for name in NEW)


def test_shares_are_formulas_of_the_people(cached, written):
    head = cells(cached, "Accès")[3]
    share = head.index("Saison des pluies\u202f: part")
    assert row_of(cached, "Accès", "Alpha")[share] == pytest.approx(0.15)
    assert row_of(written, "Accès", "Alpha")[share] == '=IF($E5>0,G5/$E5,"")'


def test_totals_are_sums_by_service(cached, written):
    totals = {row[2]: row for row in cells(cached, "Accès") if row[0] == "Total général"}
    assert set(totals) == {"Police et gendarmerie", "Juridictions", "Prisons"}
    # 1000 (k+1) people and (2+k)/10 of them: 200 + 600 + 1200 + 2000 + 3000 + 4200.
    assert (totals["Prisons"][4], totals["Prisons"][5]) == (21000, 11200)
    formulas = [row[5] for row in cells(written, "Accès") if row[0] == "Total général"]
    assert formulas[0].startswith("=SUMIF($C$5:$C$22,$C23,F$5:F$22")


def test_chain_tells_missing_links_and_paths(cached):
    head = cells(cached, "Chaîne")[3]
    rows = {row[0]: dict(zip(head, row, strict=True)) for row in cells(cached, "Chaîne")[4:]}
    assert rows["Bêta"]["Chaîne complète"] == "oui"
    assert rows["Bêta"]["Police → juridiction (min)"] == 35.5
    assert rows["Alpha"]["Maillons manquants"] == "police ou gendarmerie, juridiction, prison"
    assert rows["Zêta"]["Police → juridiction (min)"] == "aucun chemin"


def test_sites_and_what_they_are_worth(cached):
    head, site = table(cached, "Ce que vaut chaque site placé")
    assert head[:3] == ["Ouvrage", "Cercle", "Lieu"]
    assert site == ["Brigade ou commissariat", "Bêta", "Bêta-Ville", 2022, 1000, 500, "oui", 1, "oui", "BRI-B"]


def test_frontier_has_a_chart_and_what_more_money_brings(cached, written):
    rows = table(cached, "Couverture selon le budget")
    assert len(rows) == 12
    assert rows[2][4] == pytest.approx(18127 * 100_000 / 100_000)
    assert rows[-1][-1] == "arrêté, écart 2,00\u00a0%"
    formulas = table(written, "Couverture selon le budget")
    assert str(formulas[2][4]).startswith("=IF((B")
    (chart,) = written["Placement"]._charts
    assert len(chart.series) == 1


def test_money_scenarios_and_partners(cached):
    assert table(cached, "Ce que vaudrait un peu plus d'argent")[1] == [
        "Enveloppe d'essai",
        2021,
        100000,
        0,
        12.5,
        4000,
    ]
    scenarios = table(cached, "Le plan sous d'autres scénarios")
    assert scenarios[2] == ["Le Centre <fermé>", "sécurité", "Alpha, Bêta", 7000, 10000, 3000, 5000, 1500]
    summary = table(cached, "Trois plans comparés sur tous les scénarios")
    assert [row[0] for row in summary[1:]] == ["plan", "plan glouton", "plan robuste"]
    assert table(cached, "Ce que valent les sites des partenaires")[1][0] == "Gâma <Ville> & co"


def test_matrix_counts_the_plans_that_hold_a_site(cached, written):
    head, site = table(cached, "Année d'ouverture de chaque site dans chaque bon plan")
    assert head[3:6] == ["Plans qui le tiennent", "Le meilleur", "Autre plan 1"]
    assert site[3:] == [6, *[2022] * 6]
    assert str(table(written, "Année d'ouverture de chaque site dans chaque bon plan")[1][3]).startswith("=COUNT(E")


def test_without_access_and_meaning_the_sheets_are_not_there(tmp_path):
    whole = with_siting(products())
    book = openpyxl.load_workbook(write_workbook(replace(whole, meaning=None), tmp_path / "a.xlsx"))
    assert set(NEW) & set(book.sheetnames) == {"Accès", "Chaîne"}
    book = openpyxl.load_workbook(write_workbook(replace(whole, access=None), tmp_path / "b.xlsx"))
    assert set(NEW) & set(book.sheetnames) == {"Placement"}


def test_the_public_workbook_has_sums_and_no_site(tmp_path):
    seen = for_audience(with_siting(products(Audience.PUBLIC)))
    book = openpyxl.load_workbook(write_workbook(seen, tmp_path / "public.xlsx"), data_only=True)
    told = words(book, "Placement") + words(book, "Chaîne") + words(book, "Lisez-moi")
    for hidden in ("BRI-B", "Bêta-Ville", "Gâma <Ville>", "Note d'accès", "Note du sens", "aucun chemin"):
        assert hidden not in told
    assert "Couverture selon le budget" in told


def test_english_and_the_same_bytes(tmp_path):
    english = with_siting(products(language=Language.EN))
    first, second = (write_workbook(english, tmp_path / f"{name}.xlsx") for name in "ab")
    assert first.read_bytes() == second.read_bytes()
    assert {"Access", "Chain", "Siting"} <= set(openpyxl.load_workbook(first).sheetnames)
