"""The workbook's sheets on what the list rests on: firmness, views, what decides, values and value functions."""

import zipfile
from dataclasses import replace

import numpy as np
import openpyxl
import pytest
from small_products import NAMES, products

from prosmed_gis.domain.vocabulary import Audience, Language
from prosmed_gis.outputs.audience import for_audience
from prosmed_gis.outputs.workbook import write_workbook
from prosmed_gis.outputs.workbook.robustness import STRIP_LETTERS, rank_strip
from prosmed_gis.outputs.workbook.values import few


def rows_of(book, sheet):
    return [[cell.value for cell in row] for row in book[sheet].iter_rows()]


def words(book, sheet):
    return " | ".join(str(value) for row in rows_of(book, sheet) for value in row if value is not None)


def row_of(book, sheet, first):
    return next(row for row in rows_of(book, sheet) if row[0] == first)


def opened(folder, made):
    return openpyxl.load_workbook(write_workbook(made, folder / "a.xlsx"), data_only=True)


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return opened(tmp_path_factory.mktemp("defence"), products())


def test_the_firmest_cercles_come_first(book):
    names = [row[0] for row in rows_of(book, "Robustesse") if row[0] in NAMES]
    assert names == ["Bêta", "Alpha", "Delta", "Épsilon", "Gâma", "Zêta"]
    assert "2 cercle(s) en noyau ferme, 2 échangeable(s), 2 hors liste" in words(book, "Robustesse")
    delta = row_of(book, "Robustesse", "Delta")
    assert delta[2:13] == [1, "◐ échangeable", 0.6, 0, 1, 3, 1, 3, 6, 1.5, "Épsilon"]


def test_a_place_has_its_price_and_who_would_take_it(book, tmp_path):
    assert row_of(book, "Robustesse", "Épsilon")[11:13] == [2.25, "Delta"]
    whole = products()
    forbidden = whole.robustness.replacement.assign(
        replacement_cost=[np.nan, *[1.0] * 5], besides=["", "ML0301 ML0502", *[""] * 4]
    )
    changed = opened(tmp_path, replace(whole, robustness=replace(whole.robustness, replacement=forbidden)))
    assert row_of(changed, "Robustesse", "Alpha")[11:13] == [None, "jamais, les règles l'interdisent"]
    assert row_of(changed, "Robustesse", "Bêta")[12] == "Épsilon (et aussi Épsilon, Delta)"


def test_a_strip_shows_the_interval_of_ranks():
    assert rank_strip({"rank_low": 1, "rank_median": 1, "rank_high": 1}, 53) == "●"
    whole = rank_strip({"rank_low": 1, "rank_median": 27, "rank_high": 53}, 53)
    assert len(whole) == STRIP_LETTERS
    assert (whole[0], whole[-1], whole.index("●")) == ("├", "┤", round(26 / 52 * (STRIP_LETTERS - 1)))
    late = rank_strip({"rank_low": 50, "rank_median": 50, "rank_high": 53}, 53)
    assert late.strip().startswith("●─")
    assert len(late) == STRIP_LETTERS
    assert rank_strip({"rank_low": np.nan, "rank_median": 2, "rank_high": 3}, 53) == ""
    assert rank_strip({"rank_low": 1, "rank_median": 1, "rank_high": 1}, 1) == "●"


def test_views_stand_side_by_side(book):
    heads = next(row for row in rows_of(book, "Regards") if "Pondération retenue" in row)
    assert heads[3:7] == ["Pondération retenue", "Regard justice", "Entropie (données)", "Regards qui retiennent"]
    assert row_of(book, "Regards", "Violence")[3:6] == pytest.approx([1 / 3] * 3)
    assert row_of(book, "Regards", "Cercles en commun (sur 3)")[3:6] == [3, 2, 2]
    # Views other than the configured one give Delta's place (rank 3) to Épsilon (rank 4).
    assert row_of(book, "Regards", "Delta")[3:7] == [1, 0, 0, 1]
    assert row_of(book, "Regards", "Épsilon")[3:7] == [0, 1, 1, 2]
    assert "2 cercles sont retenus sous tous les regards" in words(book, "Regards")
    assert "2 ne le sont sous aucun" in words(book, "Regards")


def test_what_decides_comes_with_a_chart(book, tmp_path):
    told = [row[0] for row in rows_of(book, "Ce qui décide")]
    assert told.index("Pondération") < told.index("Aléa des événements")
    assert row_of(book, "Ce qui décide", "Pondération")[1:3] == pytest.approx([0.4, 0.6])
    assert row_of(book, "Ce qui décide", "Pondération – violence")[1] == pytest.approx(0.15)
    path = write_workbook(products(), tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as archive:
        charts = [name for name in archive.namelist() if name.startswith("xl/charts/chart")]
        assert len(charts) == 1 + 3 + 1  # what decides, three indicators, the ceiling
        assert b"c:barChart" in archive.read("xl/charts/chart1.xml")


def test_what_hangs_on_one_criterion_is_named(book, tmp_path):
    assert "Retirer l'un des 3 autres ne change pas la liste." in words(book, "Ce qui décide")
    whole = products()
    found = whole.robustness.omissions.assign(
        entered=["ML0301", "", ""], left=["ML0401 ML0502", "", ""], common=[1, 3, 3]
    )
    changed = opened(tmp_path, replace(whole, robustness=replace(whole.robustness, omissions=found)))
    row = row_of(changed, "Ce qui décide", found["label_fr"][0])
    assert row[1:4] == ["critère", 1, "▲ Épsilon   ▼ Alpha, Delta"]
    assert "Retirer l'un des 2 autres" in words(changed, "Ce qui décide")


def test_the_ceiling_tells_whom_it_touches(book):
    assert row_of(book, "Ce qui décide", "Alpha")[1:6] == [180, 0.75, 1, 1, 1]
    assert row_of(book, "Ce qui décide", "Épsilon")[1:6] == [1, 1, 0, 1, 0]
    assert "1 cercle(s) touché(s)\u202f; un autre seuil changerait le choix de 2 cercle(s)" in words(
        book, "Ce qui décide"
    )


def test_without_draws_or_ceiling_the_sheets_say_so(tmp_path):
    whole = products()
    empty = replace(
        whole.robustness, choices=whole.robustness.choices.iloc[:0], inputs=whole.robustness.inputs.iloc[:0]
    )
    rule = replace(whole.criteria.ceiling_rule, form="none")
    firm = whole.firmness.assign(**{"class": "", "frequency": np.nan})
    bare = replace(whole, robustness=empty, firmness=firm, criteria=replace(whole.criteria, ceiling_rule=rule))
    book = opened(tmp_path, bare)
    assert "Aucun tirage demandé" in words(book, "Ce qui décide")
    assert "Aucun plafond" in words(book, "Ce qui décide")
    assert "Rien à montrer ici" in words(book, "Robustesse")
    assert "Plafond" not in words(book, "Fonctions de valeur")


def test_raw_rates_stand_beside_the_smoothed_ones(book):
    heads = next(row for row in rows_of(book, "Valeurs") if "Cercle" in row)
    place = heads.index("Événements")
    assert heads[place + 1] == "brut – Événements"
    beta = next(row for row in rows_of(book, "Valeurs") if "Bêta" in row)
    assert beta[place : place + 2] == pytest.approx([9.0, 2.5])


def test_value_functions_show_points_and_where_the_cercles_lie(book):
    told = words(book, "Fonctions de valeur")
    for part in ("Conflits locaux – Conflictualité", "Unité\u202f: points", "Linéaire croissante\u202f: 0 → 10",
                 "Bornes fixées le 01/01/2021", "Plafond sécuritaire"):  # fmt: skip
        assert part in told, part
    rows = [row for row in rows_of(book, "Fonctions de valeur") if row[1] == 7.5]
    assert rows[0][2] == pytest.approx(0.75)
    assert "Alpha" in told


def test_a_table_of_a_curve_has_its_bends_and_every_step():
    straight = np.array([[0, 0], [10, 1], [12, 1]])
    assert few(straight, (0, 10)) == [(0, 0), (2.5, 0.25), (5, 0.5), (7.5, 0.75), (10, 1)]
    steps = [(0.0, 0.0), (1.0, 0.0), (1.0, 0.5), (2.0, 0.5)]
    assert few(np.array(steps), (1,)) == steps


def test_the_public_sees_no_measured_value(tmp_path):
    book = opened(tmp_path, for_audience(products(Audience.PUBLIC)))
    assert "Rien à montrer ici" in words(book, "Valeurs")
    assert "Alpha" not in words(book, "Fonctions de valeur")
    assert row_of(book, "Ce qui décide", "Épsilon")[1:3] == [None, None]


def test_english_sheets_have_english_words(tmp_path):
    book = opened(tmp_path, products(language=Language.EN))
    assert "Configured weights" in words(book, "Views")
    assert "Linear, rising: 0 → 10" in words(book, "Value functions")
    assert "firm core" in words(book, "Robustness")
