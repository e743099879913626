"""Access and placement on the map: ground by year, sentences, chart, tables, and what each audience gets."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import shapely
import web_world as w
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_siting import with_siting
from test_web_map import data_of, theme, written

from prosmed_gis.domain.vocabulary import Audience, Language
from prosmed_gis.outputs.alternatives import alternatives
from prosmed_gis.outputs.web.ground import year_parts
from prosmed_gis.outputs.web.sentences import gap_words, sentences, solved, status_sentence

box = shapely.box


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    return written(tmp_path_factory.mktemp("siting"), with_siting(w.world()))


@pytest.fixture(scope="module")
def data(page):
    return data_of(page)


def sheet(data, where, caption):
    return next(one for one in data[where] if one["caption"].startswith(caption))


def test_the_page_says_nothing_of_what_was_not_asked(tmp_path):
    bare = data_of(written(tmp_path, w.world()))
    assert bare["placement"] is None
    assert bare["ground"] == bare["catchments"] == bare["other_sites"] == bare["access_sheets"] == []
    assert "access" not in bare["cercles"][0]["fiche"]


def test_ground_is_cut_into_parts_by_the_years_that_hold_them():
    parts = year_parts({2020: box(0, 0, 1, 1), 2021: box(0, 0, 2, 1), 2022: box(1, 0, 3, 1)})
    assert sorted((part.area, years) for part, years in parts) == [
        (1.0, [2020, 2021]),
        (1.0, [2021, 2022]),
        (1.0, [2022]),
    ]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(1, 4)), min_size=1, max_size=4))
def test_the_parts_of_a_year_are_its_ground(edges):
    shapes = {2020 + k: box(start, 0, start + width, 1) for k, (start, width) in enumerate(edges)}
    parts = year_parts(shapes)
    for year, shape in shapes.items():
        own = [part for part, years in parts if year in years]
        assert sum(part.area for part in own) == pytest.approx(shape.area)
        assert shapely.union_all(own).symmetric_difference(shape).area == pytest.approx(0, abs=1e-9)


def test_ground_of_the_page_follows_the_works(data):
    security = next(one for one in data["ground"] if one["service"] == "security")
    assert (security["first"], security["minutes"], list(security["people"])) == (2020, "120", ["2020", "2021", "2025"])
    assert {tuple(part["years"]) for part in security["parts"]} == {(2020, 2021, 2025), (2025,)}
    assert "prison" not in {one["service"] for one in data["ground"]}


def test_a_catchment_knows_its_cercle_and_people(data):
    (security,) = [one for one in data["catchments"] if one["service"] == "security"]
    (row,) = security["rows"]
    assert (row["name"], row["cercle"], row["people"]) == ("Commissariat de Ségou", 2, "5\u202f000")


def test_themes_of_seasons_and_of_the_chain(data):
    rains = theme(data, "access-security-rains-calm-vehicle")
    assert (rains["label"], rains["shown"][:2]) == (
        "Police et gendarmerie – saison des pluies",
        ["15\u00a0%", "22\u00a0%"],
    )
    assert "120 min" in rains["about"]
    chain = theme(data, "chain")
    assert chain["shown"][1] == "Chaîne complète"
    assert chain["shown"][0] == "Manque\u202f: police ou gendarmerie, juridiction, prison"
    assert next(one["id"] for one in data["themes"] if one["group"] == "access") == "chain"


def test_fiche_tells_access_by_state_and_the_chain(data):
    sheet = data["cercles"][1]["fiche"]
    assert data["access_states"] == ["Saison sèche", "Saison des pluies", "Incidents récents", "À pied"]
    assert sheet["access"][0] == {
        "label": "Police et gendarmerie",
        "shares": ["30\u00a0%", "22\u00a0%", "15\u00a0%", "8\u00a0%"],
    }
    assert "36 min\u202f; du tribunal à la prison 61 min" in sheet["chain"][1]
    assert data["cercles"][5]["fiche"]["chain"][1].startswith("De la police au tribunal aucun chemin")


def test_a_site_says_what_the_plan_would_be_without_it(data):
    work = next(row for row in data["works"] if row["status"] == "planned")
    assert work["worth"] == [
        "Présent dans tous les plans à moins de 1\u00a0% du meilleur (prouvé)",
        (
            "Sans ce site, tout replanifié\u202f: 1\u202f000 équivalents-personnes perdus, "
            "et 500 personnes de moins à portée en fin de plan"
        ),
    ]
    assert all(row["worth"] == [] for row in data["works"] if row["status"] == "given")


def test_people_by_year_are_sums_over_the_cercles(data):
    people = data["placement"]["people"]
    assert people["years"] == [2021, 2025]
    assert people["rows"][0]["values"] == [900, 1800]
    assert people["rows"][0]["total"] == "2\u202f700"


def test_frontier_marks_the_own_budget_and_what_is_not_proved(data):
    frontier = data["placement"]["frontier"]
    assert [point["x"] for point in frontier["points"] if point["own"]] == [1]
    assert [point["proved"] for point in frontier["points"]] == [True] * 10 + [False]
    assert frontier["points"][-1]["shown"].endswith("arrêté, écart 2,00\u00a0%")
    assert "avec le budget actuel\u202f: 86\u202f466" in frontier["said"]


def test_a_frontier_without_the_own_budget_marks_none(tmp_path):
    whole = with_siting(w.world())
    curve = whole.meaning.frontier[whole.meaning.frontier["budget_share"] != 1.0]
    shown = data_of(written(tmp_path, replace(whole, meaning=replace(whole.meaning, frontier=curve))))
    assert not any(point["own"] for point in shown["placement"]["frontier"]["points"])


def test_sentences_of_the_whole_plan():
    whole = with_siting(w.world())
    told = sentences(whole.meaning, Language.FR)
    assert told[0] == "1 des 1 sites placés par l'outil sont dans tous les plans à moins de 1\u00a0% du meilleur."
    assert "vaudrait 50 équivalents-personnes de moins, manques aux cibles compris (1 sites sur 1 en commun)" in told[1]
    assert "Sur 4 scénarios" in told[2]
    assert "perd au plus 3\u202f000" in told[2]
    same = replace(whole.meaning, greedy_objective=whole.meaning.objective)
    assert "vaudrait autant" in sentences(same, Language.FR)[1]


def test_a_stopped_plan_is_never_called_optimal():
    stopped = replace(w.world().plan, status="feasible", gap=0.031)
    for language in Language:
        said = status_sentence(stopped, language)
        assert "3,10" in said.replace(".", ",")
        assert "n'est pas un optimum" in said or "not a proven optimum" in said
    assert solved("optimal", 0.0, Language.FR) == "optimum prouvé"
    assert gap_words(0.00001, Language.FR) == "moins de 0,01\u00a0%"
    assert gap_words(0.0, Language.EN) == "0.00%"


def test_other_sites_stand_at_their_settlement(data):
    assert data["other_sites"] == [
        {"kind": "brigade", "service": "security", "label": "Brigade ou commissariat", "place": "Ségou", "pcode": "", "year": 2024,
         "told": ["Dans 5 des 5 autres bons plans", "Dans le plan robuste"], "x": [w.SEAT_LON, 12.5]}
    ]  # fmt: skip


def test_a_site_of_another_plan_may_bring_its_own_place_or_none():
    whole = with_siting(w.world())
    works = pd.DataFrame({"plan": [1, 2], "work_id": ["OPEN-X-NOWHERE", "OPEN-COURT-GIVEN"], "year": [2022, 2023],
                          "kind": [None, "court"], "lon": [np.nan, 1.5], "lat": [np.nan, 12.5]})  # fmt: skip
    meaning = replace(whole.meaning, near_best_works=works, robust_works=works.iloc[:0, 1:3])
    found = alternatives(replace(whole, meaning=meaning))
    assert found.loc["OPEN-COURT-GIVEN", ["kind", "lon", "plans", "of"]].tolist() == ["court", 1.5, 1, 5]
    assert (found.loc["OPEN-X-NOWHERE", "kind"], found["lon"].isna().tolist()) == ("", [False, True])


def test_tables_hold_what_the_map_shows(data):
    access = sheet(data, "access_sheets", "Part des habitants")
    assert access["heads"] == ["Cercle", "Service", "Délai (min)", *data["access_states"]]
    assert len(access["rows"]) == 27
    chain = sheet(data, "access_sheets", "Chaîne")
    assert chain["rows"][1] == [w.NAMES[1], "1", "1", "1", "Chaîne complète", "36 min", "61 min"]
    sites = sheet(data, "placement_sheets", "Ce que vaut chaque site")
    assert sites["rows"] == [
        ["Tribunal d'instance", "Bla", "Village", "2025", "1\u202f000", "500", "oui", "100\u00a0%", "oui"]
    ]
    scenarios = sheet(data, "placement_sheets", "Le plan sous")
    assert scenarios["rows"][1][:4] == ["Le Centre <fermé>", "sécurité", "ML0401, ML0402", "3\u202f000"]
    assert sheet(data, "placement_sheets", "Couverture")["rows"][-1][-1] == "arrêté, écart 2,00\u00a0%"
    assert all(isinstance(cell, str) for where in ("access_sheets", "placement_sheets") for one in data[where]
               for row in one["rows"] for cell in row)  # fmt: skip


def test_notes_never_become_markup(page, data):
    assert data["placement"]["notes"] == ["Note d'accès <b>", "Note du sens <i>"]
    assert "Note d'accès <b>" not in page


def test_the_public_page_has_sums_and_no_site(tmp_path):
    page = written(tmp_path, with_siting(w.world(Audience.PUBLIC)))
    data = data_of(page)
    for hidden in (
        "OPEN-BRIGADE",
        "SECRETSITE",
        w.SEAT_LON,
        w.FACILITY_LON,
        w.SITE_LON,
        "Note d'accès",
        "Note du sens",
    ):
        assert str(hidden) not in page
    assert data["ground"] == data["catchments"] == data["other_sites"] == []
    assert all(row["worth"] == [] for row in data["works"])
    assert data["placement"]["frontier"]["points"]
    assert "vaudrait 50 équivalents-personnes de moins, manques aux cibles compris." in data["placement"]["said"][0]
    captions = [one["caption"] for one in data["placement_sheets"]]
    assert not {"Ce que vaut chaque site placé", "Sites des autres bons plans"} & set(captions)
    assert theme(data, "chain")["shown"][0] == "Il manque un maillon"


def test_access_without_meaning_and_meaning_without_access(tmp_path):
    whole = with_siting(w.world())
    access = data_of(written(tmp_path, replace(whole, meaning=None)))
    assert (access["placement"]["people"], access["placement"]["frontier"], access["placement_sheets"]) == (
        None,
        None,
        [],
    )
    meaning = data_of(written(tmp_path, replace(whole, access=None)))
    assert (meaning["ground"], meaning["access_sheets"]) == ([], [])
    assert meaning["placement"]["frontier"]


def test_english(tmp_path):
    data = data_of(written(tmp_path, with_siting(w.world(language=Language.EN))))
    assert data["placement"]["status"] == "Proven optimum (gap 0.00%)."
    assert data["access_states"][1] == "Rains"


def test_two_writes_give_the_same_bytes(tmp_path):
    assert written(tmp_path, with_siting(w.world())) == written(tmp_path, with_siting(w.world()))


def test_what_was_not_answered_is_told_and_nothing_is_made_of_it(tmp_path):
    whole = with_siting(w.world())
    curve = whole.meaning.frontier.copy()
    curve.loc[3, ["people_covered", "works", "objective", "gap"]] = np.nan
    curve.loc[3, "status"] = "not_run"
    sites = whole.meaning.sites.assign(
        core=False, core_settled=False, loss=np.inf, loss_people=np.nan, near_best_share=np.nan
    )
    meaning = replace(whole.meaning, frontier=curve, sites=sites)
    shown = data_of(written(tmp_path, replace(whole, meaning=meaning)))
    assert len(shown["placement"]["frontier"]["points"]) == 10
    assert sheet(shown, "placement_sheets", "Couverture")["rows"][3][2:] == [
        "–",
        "–",
        "sans réponse dans le temps imparti",
    ]
    assert sheet(shown, "placement_sheets", "Ce que vaut chaque site")["rows"][0][4:8] == [
        "aucun plan sans lui",
        "–",
        "non",
        "–",
    ]
    work = next(row for row in shown["works"] if row["status"] == "planned")
    assert work["worth"] == [
        "Dans – des bons plans examinés\u202f; non établi qu'aucun ne s'en passe (calcul arrêté avant la preuve)",
        "Aucun plan ne respecte les règles sans ce site",
    ]
    nothing = replace(whole, meaning=replace(whole.meaning, frontier=curve.iloc[3:4]))
    assert data_of(written(tmp_path, nothing))["placement"]["frontier"] is None
