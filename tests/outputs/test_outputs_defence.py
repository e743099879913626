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


def test_what_would_change_the_list_stands_first_with_its_notes(tmp_path):
    whole = products()
    noted = replace(whole.robustness, notes=("Une note sur la méthode.",))
    book = opened(tmp_path, replace(whole, robustness=noted))
    told = words(book, "Ce qui décide")
    assert "2,5 points sur 100, de Conflictualité vers Extension" in told
    assert "Épsilon prend alors la place de Delta." in told
    assert row_of(book, "Ce qui décide", "Delta")[1:7] == [
        "Épsilon", 0.7, 2.5, "Conflictualité", None, "Extension",
    ]  # fmt: skip
    assert "À savoir | • Une note sur la méthode." in told


def test_weights_that_never_change_the_list_are_told(tmp_path):
    whole = products()
    changes = whole.robustness.weight_changes.assign(moved_percent=np.nan, from_groups="", to_groups="")
    firm = replace(whole.robustness, weight_changes=changes, first_change=changes.iloc[:0])
    book = opened(tmp_path, replace(whole, robustness=firm))
    assert "Aucun changement des poids ne change la liste." in words(book, "Ce qui décide")
    assert row_of(book, "Ce qui décide", "Delta")[3] == "jamais"
    without = replace(firm, weight_changes=changes.iloc[:0])
    book = opened(tmp_path, replace(whole, robustness=without))
    assert "Aucun changement de poids n'a été calculé" in words(book, "Ce qui décide")


def test_the_smaller_list_has_a_sheet_named_by_the_sizes(book):
    told = words(book, "3 et 2")
    page = book["3 et 2"]
    assert page.page_setup.fitToHeight is None  # one page, the default
    heads = next(row for row in rows_of(book, "3 et 2") if row[0] == "Cercle")
    assert heads == ["Cercle", *["3", "2"] * 4, "Si les moyens baissent"]
    assert row_of(book, "3 et 2", "Score total (points)")[1:3] == [180, 130]
    # Readings: together, free, larger first, smaller first.
    assert row_of(book, "3 et 2", "Prix de l'emboîtement")[1:9] == [0.25, 0, 0, 0, 0, 0, 0.5, 0]
    assert row_of(book, "3 et 2", "Bêta")[1:] == [1] * 8 + ["reste"]
    assert row_of(book, "3 et 2", "Delta")[1:] == [1, 0] * 4 + ["sort à l'étape 1"]
    assert "1. Delta (3 → 2)" in told
    assert "1. Delta (2 → 3)" in told
    assert "coûte 0,25 point(s) à la grande et 0 à la petite" in told
    assert "est la liste publiée" in told
    assert "3 et 2" in words(book, "Lisez-moi")


def test_nested_lists_that_are_not_the_published_one_say_so(tmp_path):
    whole = products()
    nesting = whole.robustness.nesting
    lists = nesting.lists.assign(large_nested=[True, True, False, False, True, False])
    other = replace(nesting, lists=lists, release=nesting.release.assign(pcode=["ML0301"], alone=["ML0401 ML0402"]))
    book = opened(tmp_path, replace(whole, robustness=replace(whole.robustness, nesting=other)))
    told = words(book, "3 et 2")
    assert "n'est pas la liste publiée\u202f: y entre Épsilon\u202f; en sort Delta." in told
    assert "Après la sortie de Épsilon, ne touchent plus assez de cercles retenus\u202f: Alpha, Bêta." in told
    assert row_of(book, "3 et 2", "Delta")[1:] == [0, 0] + [1, 0] * 3 + ["n'est dans aucune des deux"]


def test_without_a_smaller_list_there_is_no_sheet(tmp_path):
    whole = products()
    book = opened(tmp_path, replace(whole, robustness=replace(whole.robustness, nesting=None)))
    assert "3 et 2" not in book.sheetnames
    assert "3 et 2" not in words(book, "Lisez-moi")


def test_where_high_values_lie_together_is_shown_beside(tmp_path):
    whole = products()
    beside = whole.beside.assign(gi_star_score=[2.5, 1, 0, -1, -2.5, 0], gi_star_violence=0.5)
    book = opened(tmp_path, replace(whole, beside=beside))
    heads = next(row for row in rows_of(book, "Valeurs") if "Cercle" in row)
    assert heads[-2:] == ["foyer (Gi*) du score", "foyer (Gi*) de la violence"]
    assert next(row for row in rows_of(book, "Valeurs") if "Alpha" in row)[-2:] == [2.5, 0.5]
    assert "plus de 2, un foyer de valeurs hautes" in words(book, "Valeurs")
