"""The map as a file: self-contained, the same bytes twice, its classes and texts."""

import json
import re
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
import shapely
import web_world as w

from prosmed_gis.config.study import Outputs
from prosmed_gis.domain import symbology as sy
from prosmed_gis.domain.layers import Layers
from prosmed_gis.domain.vocabulary import Audience, Language
from prosmed_gis.errors import DataWarning, OutputError
from prosmed_gis.outputs.web import geometry, write_map
from prosmed_gis.outputs.web.page import refuse_remote
from prosmed_gis.wording import numbers

SETTINGS = Outputs(products=("map",), map_simplify_deg=0.001, map_max_events=100, map_max_class_share=0.8)


def written(folder, products, settings=SETTINGS):
    path = folder / "carte.html"
    write_map(products, path, settings)
    return path.read_text(encoding="utf-8")


def data_of(page):
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL).group(1))


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    return written(tmp_path_factory.mktemp("map"), w.world())


@pytest.fixture(scope="module")
def data(page):
    return data_of(page)


def theme(data, name):
    return next(one for one in data["themes"] if one["id"] == name)


def test_two_writes_give_the_same_bytes(tmp_path):
    assert written(tmp_path, w.world()) == written(tmp_path, w.world())
    assert list(tmp_path.iterdir()) == [tmp_path / "carte.html"]


def test_nothing_is_asked_of_the_network(page):
    assert not re.search(r"<(script|link|img|iframe)[^>]*(src|href)\s*=\s*[\"']?(https?:)?//", page)
    assert "sourceMappingURL" not in page
    assert "default-src 'none'" in page


@pytest.mark.parametrize(
    "asked",
    [
        '<script src="https://cdn.example/x.js"></script>',
        "<link rel=stylesheet href=//cdn.example/x.css>",
        '<img alt="" src="http://x.example/a.png">',
        "<style>a{background:url(https://x.example/a.png)}</style>",
        '<style>@import "a.css";</style>',
    ],
)
def test_a_page_that_asks_the_network_is_refused(asked):
    with pytest.raises(OutputError, match="autonome"):
        refuse_remote(f"<html>{asked}</html>", Language.FR)


def test_names_never_become_markup(page, data):
    assert w.HARM not in page
    assert w.CLOSER not in page
    assert data["cercles"][2]["name"] == w.HARM


def test_page_has_language_title_and_viewport_that_may_be_zoomed(page):
    assert '<html lang="fr">' in page
    assert "<title>PROSMED &lt;/script" in page
    assert "user-scalable" not in page


def test_partners_bytes_hold_no_event_actor_or_note(page):
    for hidden in (w.ACTOR, w.NOTE, str(w.EVENT_LON), "Mme X"):
        assert hidden not in page
    assert str(w.SITE_LON) in page


def test_public_bytes_hold_no_coordinate_finer_than_a_cercle(tmp_path):
    page = written(tmp_path, w.world(Audience.PUBLIC))
    for hidden in (w.ACTOR, w.NOTE, w.EVENT_LON, w.SITE_LON, w.SITE_LON + 1, w.FACILITY_LON, w.COMMUNE_LON, w.SEAT_LON,
                   "SECRETSITE", "Commune 0", "1\u202f500", "2\u202f277", "57 événements"):  # fmt: skip
        assert str(hidden) not in page
    data = data_of(page)
    assert [work["exact"] for work in data["works"]] == [False] * 4
    assert data["communes"] == data["facilities"] == []


def test_internal_page_holds_events_up_to_the_limit(tmp_path):
    products = w.world(Audience.INTERNAL)
    shown = data_of(written(tmp_path, products))
    assert [row[4] for row in shown["events"]["battle"]] == [w.ACTOR]
    assert shown["counts"]["of"]["political_violence"]
    fewer = SETTINGS.model_copy(update={"map_max_events": 1})
    assert data_of(written(tmp_path, products, fewer))["events"] == {}


def test_selection_theme(data):
    found = theme(data, "selection")
    assert found["of"] == [0, 1, 0, 0, 2, 2, 2, 2, 2]
    assert [one["label"] for one in found["classes"]][-1] == "Sans donnée"


def test_score_classes_and_missing(data):
    found = theme(data, "score")
    assert [one["label"] for one in found["classes"]] == [
        "moins de 40",
        "40 à 60",
        "60 à 80",
        "80 et plus",
        "Sans donnée",
    ]
    assert found["of"] == [3, 3, 2, 2, 1, 1, 0, 0, 4]
    assert found["shown"][0] == "90,0"
    assert found["shown"][-1] == "–"


def test_no_data_is_drawn_otherwise_than_the_lowest_class(data):
    for one in data["themes"]:
        fills = [look["fill"] for look in one["classes"]]
        assert fills[-1].startswith("url(#h-diagonal")
        assert len(set(fills)) == len(fills)
        assert len(fills) <= sy.MAX_CLASSES + 1


def test_every_pattern_that_is_used_is_defined(page, data):
    used = {look["fill"][5:-1] for one in data["themes"] for look in one["classes"] if look["fill"].startswith("url(")}
    assert used <= set(re.findall(r'<pattern id="([^"]+)"', page))


def test_coverage_follows_the_years(data):
    found = theme(data, "coverage-security")
    assert {year: of[0] for year, of in found["of"].items()} == {"2020": 0, "2021": 1, "2025": 4}
    assert found["shown"]["2025"][0] == "85\u00a0%"


def test_state_theme_leaves_cercles_without_indicator_without_data(data):
    found = theme(data, "state-2.1.2-21")
    assert [found["classes"][k]["label"] for k in found["of"][:3]] == ["atteint", "en retard", "Sans donnée"]


def test_frequency_and_views_of_the_list(data):
    found = theme(data, "frequency")
    assert [one["label"] for one in found["classes"]][-2] == "95\u00a0% et plus"
    assert (found["of"][0], found["shown"][0]) == (4, "97\u00a0%")
    views = theme(data, "views")
    # Two of three views give the place of the fourth cercle to the fifth.
    assert views["shown"][:6] == ["3 sur 3", "3 sur 3", "3 sur 3", "1 sur 3", "2 sur 3", "0 sur 3"]
    assert [views["classes"][k]["label"] for k in views["of"][2:6]] == [
        "tous (3)",
        "moins de la moitié",
        "la moitié ou plus",
        "aucun",
    ]
    told = [cercle["fiche"]["firm_text"] for cercle in data["cercles"]]
    assert "Proposé sous 2 regards sur 3\u202f; non proposé\u202f: Pondération retenue." in told[4]
    assert "Proposé sous 0 regards sur 3." in told[5]
    assert "(médiane 2)" in told[0]


def test_the_ceiling_is_a_theme_only_where_it_bites(tmp_path):
    whole = w.world()
    biting = whole.criteria.ceiling.assign(factor=[0.5] + [1.0] * 6 + [0.7] * 2)
    held = replace(whole, criteria=replace(whole.criteria, ceiling=biting))
    found = theme(data_of(written(tmp_path, held)), "ceiling")
    assert found["shown"][:2] == ["50\u00a0%", "100\u00a0%"]
    assert found["classes"][found["of"][1]]["label"] == "100\u202f%\u202f: pas touché"
    assert "120 événements en 12 mois" in found["about"]
    idle = replace(whole.criteria, ceiling=whole.criteria.ceiling.assign(factor=1.0))
    shown = data_of(written(tmp_path, replace(whole, criteria=idle)))
    assert "ceiling" not in {one["id"] for one in shown["themes"]}


def test_measures_are_told_in_their_unit(tmp_path):
    whole = w.world()
    definitions = whole.criteria.definitions.assign(shown_as=["percent", "number"])
    shares = replace(
        whole.criteria, definitions=definitions, values=whole.criteria.group_worths.set_axis(["local", "plans"], axis=1)
    )
    shown = theme(data_of(written(tmp_path, replace(whole, criteria=shares))), "measure-local")
    assert shown["shown"][0] == "100\u00a0%"
    assert "%" in shown["classes"][0]["label"]
    assert shown["about"].endswith("(événements)")


def test_a_trial_starts_from_the_published_list(data):
    trial = data["trial"]
    assert [(group["label"], group["weight"]) for group in trial["groups"]] == [
        ("Conflictualité", 60),
        ("Stratégies", 40),
    ]
    assert trial["worths"][0] == [1, 0.5]
    assert trial["places"] == {"stabilise": 3, "prevent": 1}
    assert trial["scored"] == [True] * 8 + [False]
    found = theme(data, "trial-list")
    assert [found["classes"][k]["label"] for k in found["of"][3:5]] == [
        "Proposé, comme publié",
        "Non proposé, comme publié",
    ]
    assert found["of"][8] == len(found["classes"]) - 1
    assert theme(data, "trial-score")["shown"][0] == "80,0"
    assert trial["note"] == ""


def test_the_public_tries_weights_on_rounded_worths(tmp_path):
    whole = w.world(Audience.PUBLIC)
    fine = replace(whole, criteria=replace(whole.criteria, group_worths=whole.criteria.group_worths * 0.123456789))
    assert data_of(written(tmp_path, fine))["trial"]["worths"][0] == [0.1235, 0.0617]


def test_a_trial_of_another_aggregation_says_so(tmp_path):
    whole = w.world()
    other = replace(whole, criteria=replace(whole.criteria, aggregation="copeland"))
    assert "Copeland" in data_of(written(tmp_path, other))["trial"]["note"]


def test_no_trial_without_worths(tmp_path):
    whole = w.world()
    bare = replace(whole, criteria=replace(whole.criteria, group_worths=whole.criteria.group_worths * np.nan))
    shown = data_of(written(tmp_path, bare))
    assert shown["trial"] is None
    assert not [one["id"] for one in shown["themes"] if one["id"].startswith("trial-")]


def test_a_list_without_draws_has_no_firmness(tmp_path):
    whole = w.world()
    none = whole.firmness.assign(**{"class": ""})
    shown = data_of(written(tmp_path, replace(whole, firmness=none.assign(frequency=np.nan))))
    assert "firm" not in shown["cercles"][0]["fiche"]
    assert not {"firmness", "frequency"} & {one["id"] for one in shown["themes"]}


def test_fiche(data):
    sheet = data["cercles"][0]["fiche"]
    assert (sheet["score"], sheet["rank"], sheet["selected"], sheet["firm"]) == ("90,0", "1 sur 8", True, "noyau ferme")
    assert sheet["violence"] == "12"
    assert [row["points"] for row in sheet["groups"]] == ["60,0", "20,0"]
    assert [row["label"] for row in data["cercles"][1]["fiche"]["groups"]] == ["Conflictualité"]
    assert "50\u00a0%" in sheet["ceiling"]
    assert "ceiling" not in data["cercles"][1]["fiche"]
    assert sheet["coverage"][0]["base"] == "10\u00a0%"
    assert sheet["facts"][0] == "1\u202f234\u202f567 habitants (2020)"
    assert [data["projects"][row["project"]]["name"] for row in sheet["partners"]] == [f"Projet {w.HARM}", "Dialogue"]
    assert [row["wide"] for row in sheet["partners"]] == [False, True]


def test_works_sum_their_years(data):
    work = next(row for row in data["works"] if row["pcode"] == w.CODES[0])
    assert (work["cost"], work["years"], work["from"], work["opens"], work["state"]) == (
        "2\u202f277",
        "2021–2022",
        2021,
        2022,
        "late",
    )
    without = next(row for row in data["works"] if row["pcode"] == w.CODES[3])
    assert (without["cost"], without["exact"], without["opens"]) == ("–", False, None)


def test_counts_walk_through_windows(data):
    counts = data["counts"]
    assert counts["until"][-1] == "30/06/2021"
    assert counts["until"][-2] == "31/05/2021"
    assert counts["until"][0] == "30/06/2019"
    of = counts["of"]["political_violence"]
    assert (of[0][0], of[0][1], of[-1][0], of[-1][1], of[-1][3], of[-1][8]) == (2, 1, 2, 0, 3, 0)


def test_facilities_without_a_point_are_left_out(data):
    assert [row["name"] for row in data["facilities"]] == ["Commissariat de Ségou", "Tribunal d'instance"]
    assert [row["works"] for row in data["facilities"]] == [True, False]


def test_english(tmp_path):
    page = written(tmp_path, w.world(language=Language.EN, illustrative=False))
    data = data_of(page)
    assert '<html lang="en">' in page
    assert data["cercles"][0]["fiche"]["facts"][0] == "1,234,567 people (2020)"
    assert data["meta"]["as_of"] == "Situation on 2021-06-30"
    assert data["meta"]["illustrative"] == ""


def test_what_was_set_aside_stands_above_the_map(tmp_path):
    told = "⚠ Lignes de la couche « events » mises de côté : 209 sur 1 500"
    page = written(tmp_path, replace(w.world(), set_aside=(told,)))
    assert f'<p class="banner" role="note">{told}</p>' in page


def test_illustrative_is_said(page):
    assert page.count("Données illustratives") >= 1


def test_a_study_with_boundaries_and_scores_only(tmp_path):
    full = w.world()
    bare = replace(
        full, layers=Layers(full.layers.regions, full.layers.cercles, full.layers.communes), counts=full.counts.iloc[:0],
        partners=full.partners.iloc[:0], people=full.people.iloc[:0], firmness=full.firmness.iloc[:0],
        plan=replace(full.plan, works=full.plan.works.iloc[:0], coverage=full.plan.coverage.iloc[:0]),
        tracked=replace(full.tracked, states=full.tracked.states.iloc[:0], works=full.tracked.works.iloc[:0]),
    )  # fmt: skip
    data = data_of(written(tmp_path, bare))
    assert [one["id"] for one in data["themes"]][:5] == [
        "selection",
        "score",
        "views",
        "group-conflict",
        "group-strategy",
    ]
    assert data["counts"] is None
    assert data["years"] == []


def test_a_page_too_large_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr("prosmed_gis.outputs.web.map.LARGEST_MB", 0.1)
    with pytest.warns(DataWarning, match="map_simplify_deg"):
        written(tmp_path, w.world())


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(OutputError, match="ne peut être écrite"):
        write_map(w.world(), tmp_path / "none" / "carte.html", SETTINGS)


def test_simplification_keeps_shared_borders():
    wave = [(1 + 0.02 * np.sin(9 * y), y) for y in np.linspace(0, 1, 200)]
    west = shapely.MultiPolygon([shapely.Polygon([(0, 0), *wave, (0, 1)])])
    east = shapely.MultiPolygon([shapely.Polygon([(2, 0), (2, 1), *reversed(wave)])])
    frame = gpd.GeoDataFrame(geometry=[west, east], crs=4326)
    shapes = [shapely.MultiPolygon([(rings[0], rings[1:]) for rings in row]) for row in geometry.coverage(frame, 0.005)]
    assert shapes[0].intersection(shapes[1]).area == 0
    assert shapes[0].union(shapes[1]).area == pytest.approx(2, abs=1e-9)
    assert shapely.get_num_coordinates(shapes[0]) < 100


def test_label_point_lies_inside_the_largest_part():
    shape = shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(5, 5, 9, 9)])
    assert geometry.label_points(gpd.GeoDataFrame(geometry=[shape], crs=4326)) == [[7.0, 7.0]]


@pytest.mark.parametrize(
    ("value", "decimals", "french", "english"),
    [
        (1234.5, 1, "1\u202f234,5", "1,234.5"),
        (0.0, 0, "0", "0"),
        (-0.01, 1, "0,0", "0.0"),
        (np.nan, 0, "–", "–"),
        (-1234, 0, "-1\u202f234", "-1,234"),
    ],
)
def test_numbers(value, decimals, french, english):
    assert numbers.number(value, "fr", decimals) == french
    assert numbers.number(value, "en", decimals) == english


def test_doubts_about_works_and_roads_are_told(tmp_path):
    whole = w.world()
    works = whole.plan.works.assign(known_standing="no", warning_fr="rien de connu <b>", warning_en="nothing known")
    doubted = replace(whole, plan=replace(whole.plan, works=works), road_banner="Routes incomplètes & fausses.")
    page = written(tmp_path, doubted)
    assert {row["doubt"] for row in data_of(page)["works"]} == {"rien de connu <b>"}
    assert "Routes incomplètes &amp; fausses." in page
    assert "rien de connu <b>" not in page
