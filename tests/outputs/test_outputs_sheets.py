"""The page of a site: what it says to whom, and that it is one page which asks the network for nothing."""

import json
import re
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as ET

import pytest
import sheets_world as w

from prosmed_gis.domain.vocabulary import Audience, Language
from prosmed_gis.errors import OutputError
from prosmed_gis.outputs.field import GPX
from prosmed_gis.outputs.sheets import words
from prosmed_gis.outputs.sheets.answer import answer
from prosmed_gis.outputs.sheets.audience import sheet_for
from prosmed_gis.outputs.sheets.index import index_page
from prosmed_gis.outputs.sheets.page import sheet_page
from prosmed_gis.outputs.sheets.parts import access_rows, history
from prosmed_gis.outputs.sheets.points import points_csv, points_gpx
from prosmed_gis.pipeline.sheets import write_sheet
from prosmed_gis.siting.sheets.content import Leg, NearProject, Observation
from prosmed_gis.siting.sheets.sheet import site_sheet
from prosmed_gis.siting.suitability.measures import measures_around
from prosmed_gis.siting.suitability.plane import Plane
from prosmed_gis.siting.suitability.ranking import rank_points


@pytest.fixture(scope="module")
def sheet():
    found = w.findings()
    config = w.CONFIG.suitability
    place = Plane(*w.degrees(*w.SITE), config.radius_km, config.cell_size_m)
    measures = measures_around(place, found.layers, config, service=None)
    return site_sheet(found, "TI-B", rank_points(measures, place, config))


def spoken(sheet, language):
    return replace(sheet, label=replace(sheet.label, language=language))


def visible(page):
    return re.sub(r"<[^>]*>", "", page)


def test_the_page_says_what_the_engineer_needs_in_french(sheet):
    page = visible(sheet_page(sheet, rows=4))
    for said in (
        "Construire · commune de Bêta",
        "Tribunal d&#39;instance – Bêta &lt;Ville&gt; &amp; co", "TI-B", "Données illustratives", "100\u202f000\u00a0USD",
        sheet.position.mgrs, "UTM", "point de la localité", "aucune voie", "50 km\u00a0: 50 primaire".replace(" ", "\u00a0", 1),
        "Brigade de gendarmerie", "TI voisin", "UE &amp; co", "en travaux", "complète la chaîne en 2023", "Titre foncier",
        "3 (3\u00a0†)", "rang 1 sur 1", "note secrète", "Points proposés", "Ne pas publier", "routes d&#39;essai",
    ):  # fmt: skip
        assert said in page, said
    assert "jamais montré" not in page


def test_the_same_in_english(sheet):
    page = visible(sheet_page(spoken(sheet, Language.EN), rows=4))
    for said in (
        "Opens",
        "100,000\u00a0USD",
        "no way",
        "completes the chain in 2023",
        "Land title",
        "Not for publication",
    ):
        assert said in page, said
    assert "Ouverture" not in page


def test_nothing_is_asked_of_the_network_and_names_are_text(sheet):
    page = sheet_page(sheet, rows=4)
    assert "<script" not in page
    assert "<Ville>" not in page
    assert "<une>" not in page
    assert "Village <b>" not in page
    assert re.findall(r'(?:src|href)="(?!#)[^"]*"', page) == []
    assert sheet_page(sheet, rows=4) == page


def test_partners_see_classes_and_no_deaths_no_notes(sheet):
    seen = sheet_for(sheet, Audience.PARTNERS)
    assert all(ring.events is None and ring.deaths is None for ring in seen.violence.rings)
    page = visible(sheet_page(seen, rows=4))
    assert "note secrète" not in page
    assert "A. Témoin" not in page
    assert "†" not in page
    assert "1–9" in page
    told = json.dumps(answer(seen), ensure_ascii=False)
    assert "note secrète" not in told
    assert '"deaths": null' in told
    assert "2026" not in told


def test_the_public_gets_no_sheet(sheet):
    with pytest.raises(OutputError, match="TI-B"):
        sheet_for(sheet, Audience.PUBLIC)


def test_the_two_percentages_say_of_what(sheet):
    seen = (Observation(date(2022, 8, 1), "works", 45.0, ""),)
    told = history(replace(sheet, progress=replace(sheet.progress, percent=32.0, observations=seen)), 4)
    assert "32\u00a0% de l'ensemble des étapes" in told["now"]
    assert told["rows"][0]["percent"] == "45\u00a0% des travaux"


def test_the_answer_is_json_with_every_number(sheet):
    told = json.loads(json.dumps(answer(sheet), allow_nan=False))
    assert told["work"]["cost_usd"] == 100000.0
    region = next(way for way in told["routes"] if way["origin"] == "region_seat")
    assert region["legs"]["dry"]["minutes"] == 50.0
    assert region["legs"]["rains"]["minutes"] == "inf"
    assert told["progress"]["observations"][0]["day"] == "2022-08-01"
    assert told["suitability"]["missing"] == ["post", "slope"]
    assert len(told["suitability"]["points"]) == 5
    assert "map" not in told


def test_points_open_in_a_gps_and_in_a_table(sheet):
    root = ET.fromstring(points_gpx(sheet))  # noqa: S314 (our own bytes)
    marks = root.findall(f"{{{GPX}}}wpt")
    table = points_csv(sheet).decode("utf-8-sig").splitlines()
    assert len(marks) == 5
    assert len(table) == 6
    assert table[0].startswith("work_id,rank,lon,lat,distance_m,score")
    assert marks[0].get("lat") == f"{sheet.suitability.points['lat'].iloc[0]:.5f}"


def test_lists_are_cut_and_what_is_left_is_counted(sheet):
    many = tuple(NearProject(f"Projet {k}", "ONG", (), "cercle", None, None, "ongoing") for k in range(9))
    page = visible(sheet_page(replace(sheet, near_projects=many), rows=3))
    assert "Projet 2" in page
    assert "Projet 3" not in page
    assert "et 6 de plus" in page


def test_what_is_not_known_is_said(sheet):
    bare = site_sheet(w.findings(), "CNDH-A")
    page = visible(sheet_page(bare, rows=4))
    assert "inconnue : à relever" in page
    assert "montant non imprimé" in page
    assert "rien n&#39;est dit de ses environs" in page
    unknown = visible(sheet_page(replace(sheet, near_projects=None), rows=4))
    assert "pas de donnée" in unknown


def test_the_index_lists_every_sheet_by_year():
    found = w.findings()
    every = [site_sheet(found, name) for name in ("CNDH-A", "TI-B", "EPES-B", "COM-A")]
    page = index_page(every, lambda one: f"fiche-{one.work.work_id}.html")
    assert re.findall(r'href="fiche-([^"]*).html"', page) == ["COM-A", "EPES-B", "TI-B", "CNDH-A"]
    assert "payé par un partenaire" in page


def test_one_sheet_goes_to_a_file_or_under_its_own_name_into_a_folder(sheet, tmp_path):
    named = write_sheet(sheet, tmp_path / "a" / "koro.html", rows=4, overwrite=False)
    assert [path.name for path in named] == ["koro.html", "koro-points.gpx", "koro-points.csv"]
    plain = replace(sheet, suitability=None, work=replace(sheet.work, work_id="TI/B é"))
    assert [path.name for path in write_sheet(plain, tmp_path, rows=4, overwrite=False)] == ["fiche-TI-B-é.html"]
    with pytest.raises(OutputError, match="--overwrite"):
        write_sheet(plain, tmp_path, rows=4, overwrite=False)


@pytest.mark.parametrize(
    ("minutes", "wanted"),
    [
        (0.2, "0\u00a0min"),
        (59.4, "59\u00a0min"),
        (59.6, "1\u00a0h\u00a000"),
        (125, "2\u00a0h\u00a005"),
        (float("inf"), "no way"),
    ],
)
def test_durations(minutes, wanted):
    assert words.duration(minutes, Language.EN) == wanted


def test_people_are_rounded_as_the_grid_knows_them():
    assert words.people(27022.9, Language.EN) == "27,000"
    assert words.people(84.0, Language.EN) == "80"
    assert words.people(None, Language.EN) == "not computed"


def test_a_way_names_its_roads_and_its_rivers():
    leg = Leg(100.0, (("primary", 12.3), ("track", 0.2)), 3.0, None, 2)
    assert (
        words.way(leg, Language.EN).replace("\u00a0", " ")
        == "16 km: 12 primary, 3 on foot, 2 river(s) without a known bridge"
    )


@pytest.mark.parametrize(
    ("leg", "wanted"),
    [
        (Leg(float("inf"), (), 0.0, None, 0), "no"),
        (Leg(60.0, (("track", 20.0),), 0.2, 0.0, 0), "yes"),
        (Leg(60.0, (("track", 20.0),), 3.0, 0.0, 0), "on foot 3 km"),
        (Leg(60.0, (("track", 20.0),), 3.0, 12.0, 0), "cut 12 km"),
    ],
)
def test_whether_a_vehicle_comes_through_in_the_rains(sheet, leg, wanted):
    ways = tuple(replace(way, legs={"dry": leg, "rains": leg}) for way in sheet.routes if way.origin == "region_seat")
    (row,) = access_rows(replace(spoken(sheet, Language.EN), routes=ways))
    assert row["passable"].replace("\u00a0", " ") == wanted


def stuffed(sheet):
    """A sheet as full as a study can make it: long names, every row of every list, points, every season."""
    long = "Brigade de gendarmerie de Gourma-Rharous et de ses environs immédiats (chef-lieu)"
    ways = tuple(replace(way, name=way.name if way.origin == "main_road" else long) for way in sheet.routes)
    seen = tuple(Observation(date(2022, k, 1), "provisional_acceptance", 55.0, long) for k in range(1, 8))
    return replace(
        sheet,
        work=replace(sheet.work, place=long[:60], commune=long[:40], payments=tuple((year, 1234567.0) for year in range(2021, 2026))),
        routes=(*ways, *ways)[:6], near_works=sheet.near_works * 6,
        near_projects=tuple(replace(p, project=long * 2, actor=long) for p in sheet.near_projects * 6),
        progress=replace(sheet.progress, observations=seen, flags=long), sources=(long[:60],) * 12,
        notes=("sheet.note.no_rains", "sheet.note.no_foot"),
    )  # fmt: skip


@pytest.mark.browser
def test_every_sheet_prints_on_one_page_of_a4(sheet, browser, tmp_path):
    found = w.findings()
    sheets = {
        "points": sheet, "stuffed": stuffed(sheet), "bare": site_sheet(found, "CNDH-A"),
        "stuffed-plain": replace(stuffed(sheet), suitability=None), "partner": site_sheet(found, "EPES-B"),
    }  # fmt: skip
    context = browser.new_context(offline=True)
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for name, one in sheets.items():
        path = tmp_path / f"{name}.html"
        path.write_text(sheet_page(one, rows=w.CONFIG.sheets.rows_shown), encoding="utf-8")
        page.goto(path.as_uri())
        page.emulate_media(media="print")
        pdf = page.pdf(prefer_css_page_size=True, print_background=True)
        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1, name
        cut = page.evaluate(
            "() => { const p = document.querySelector('.page'); return [p.scrollHeight - p.clientHeight, p.scrollWidth - p.clientWidth]; }"
        )
        assert cut == [0, 0], name
    context.close()
    assert asked == [(tmp_path / f"{name}.html").as_uri() for name in sheets]


def doubted(sheet):
    work = replace(
        sheet.work, warning_fr="« Réhabiliter », mais rien ici.", warning_en="'Rehabilitate', but nothing here."
    )
    return replace(sheet, work=work, road_note="Routes incomplètes.", doubtful_walk_km=4.0)


def test_what_is_not_known_to_stand_is_said_at_the_head_and_beside_the_price(sheet):
    page = sheet_page(doubted(sheet), rows=4)
    assert page.index("mais rien ici") < page.index("Où exactement")
    assert "prix à vérifier" in page
    assert "but nothing here" in visible(sheet_page(spoken(doubted(sheet), Language.EN), rows=4))
    assert "prix à vérifier" in index_page([doubted(sheet)], lambda _: "x.html")
    assert "prix à vérifier" not in sheet_page(sheet, rows=4) + index_page([sheet], lambda _: "x.html")
    assert answer(doubted(sheet))["work"]["warning_fr"] == "« Réhabiliter », mais rien ici."


def test_an_incomplete_layer_of_roads_stands_above_the_times_and_marks_those_walked(sheet):
    page = sheet_page(doubted(sheet), rows=4)
    assert page.index("Routes incomplètes.") < page.index("Saison sèche")
    far, near = Leg(300.0, (("track", 20.0),), 9.0, 0.0, 0), Leg(60.0, (("track", 20.0),), 3.0, 0.0, 0)
    ways = tuple(replace(way, legs={"dry": near, "rains": far}) for way in sheet.routes if way.origin == "region_seat")
    (row,) = access_rows(replace(doubted(sheet), routes=ways))
    assert (row["dry"][:1] == "⚠", row["rains"][:1] == "⚠") == (False, True)
    (row,) = access_rows(replace(sheet, routes=ways))
    assert "⚠" not in row["rains"]


def test_a_point_without_water_in_sight_has_an_empty_cell(sheet):
    points = sheet.suitability.points.assign(measured_water=float("inf"), measured_town=float("-inf"))
    table = points_csv(replace(sheet, suitability=replace(sheet.suitability, points=points))).decode("utf-8-sig")
    assert "inf" not in table
    assert ",," in table
