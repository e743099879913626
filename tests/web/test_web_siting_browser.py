"""The view of the placement in Chromium, opened from disk with the network off."""

import pytest
import web_world as w
from made_up_siting import with_siting
from test_web_browser import SETTINGS, legend, opened, search, turn

from prosmed_gis.domain.vocabulary import Audience
from prosmed_gis.outputs.web import write_map

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("siting-maps")
    for audience in (Audience.PARTNERS, Audience.PUBLIC):
        (folder / audience).mkdir()
        write_map(with_siting(w.world(audience)), folder / audience / "carte.html", SETTINGS)
    return {audience: folder / audience / "carte.html" for audience in (Audience.PARTNERS, Audience.PUBLIC)}


@pytest.fixture
def carte(browser, files):
    with opened(browser, files[Audience.PARTNERS]) as page:
        page.click("#view-placement")
        yield page


def grounds(page):
    return page.locator(".leaflet-ground-pane path")


def test_the_view_shows_coverage_works_and_ground_and_sums_up(carte):
    assert carte.get_attribute("#view-placement", "aria-pressed") == "true"
    assert carte.is_checked("#theme-coverage-security")
    assert grounds(carte).count() == 2
    told = carte.inner_text("#fiche")
    for words in (
        "Placement des sites",
        "Optimum prouvé",
        "Si le budget changeait",
        "Sur 4 scénarios",
        "50 équivalents-personnes de moins",
    ):
        assert words in told
    assert "86\u202f466" in carte.get_attribute("#fiche svg.chart", "aria-label")
    assert carte.locator("#fiche svg.chart circle").count() == 10
    assert carte.evaluate("document.activeElement.id") == "fiche"


def test_years_move_the_ground_and_its_legend(carte):
    assert "Gagné par le plan jusqu'en 2025" in legend(carte)
    carte.fill("#year", "0")
    assert grounds(carte).count() == 1
    assert "Gagné par le plan" not in legend(carte)
    assert "À portée en 2020, avant le plan" in legend(carte)
    assert carte.locator("#fiche tr.later").count() == 2
    carte.fill("#year", "5")
    assert carte.locator("#fiche tr.later").count() == 0


def test_another_service_takes_the_place_of_the_first(carte):
    turn(carte, "overlay-catchments-security")
    assert carte.locator(".leaflet-catchments-pane path").count() == 1
    carte.check("#placement-security")
    assert carte.is_checked("#overlay-ground-security")
    assert "Limite de l'aire la plus proche" in legend(carte)


def test_catchments_tell_their_people_and_let_clicks_through(carte):
    carte.keyboard.press("Escape")
    turn(carte, "overlay-catchments-security")
    box = carte.locator("path.cercle").nth(4).bounding_box()
    carte.mouse.move(box["x"] + box["width"] / 2 + 20, box["y"] + box["height"] / 2 + 12)
    carte.wait_for_selector(".tip")
    assert "5\u202f000 personnes au plus près" in carte.inner_text(".tip")
    carte.mouse.click(box["x"] + box["width"] / 2 + 20, box["y"] + box["height"] / 2 + 12)
    assert carte.inner_text("#fiche-title") == "Mopti"
    assert "Accès avant le plan" in carte.inner_text("#fiche")


def test_other_sites_are_faint_marks_of_their_own(carte):
    assert carte.locator(".other").count() == 0
    turn(carte, "overlay-others")
    assert carte.locator(".other").count() == 1
    assert "Sites des autres bons plans" in legend(carte)


def test_the_first_view_comes_back(carte):
    carte.click("#view-targeting")
    assert carte.is_checked("#theme-selection")
    assert grounds(carte).count() == 0
    assert carte.is_hidden("#fiche")
    assert "Accès et placement" not in legend(carte)


def test_keyboard_reaches_the_view_and_leaves_it(carte):
    carte.keyboard.press("Escape")
    assert carte.is_hidden("#fiche")
    carte.focus("#view-placement")
    carte.keyboard.press("Enter")
    assert carte.is_visible("#fiche svg.chart")
    carte.keyboard.press("Escape")
    assert carte.evaluate("document.activeElement.id") == "view-placement"


def test_a_site_tells_in_its_cercle_what_it_is_worth(carte):
    search(carte, "bla")
    carte.keyboard.press("Enter")
    told = carte.inner_text("#fiche")
    assert "Présent dans tous les plans à moins de 1\u00a0% du meilleur" in told
    assert "1\u202f000 équivalents-personnes perdus" in told


def test_tables_say_the_same_without_the_map(carte):
    carte.click("#open-tables")
    for name, words in (("Accès", "Saison des pluies"), ("Placement", "Le Centre <fermé>")):
        carte.click(f"[role=tab]:has-text('{name}')")
        assert words in carte.inner_text("#table-page")


def test_the_public_sees_the_sums_and_no_ground(browser, files):
    with opened(browser, files[Audience.PUBLIC]) as page:
        page.click("#view-placement")
        assert "Si le budget changeait" in page.inner_text("#fiche")
        assert grounds(page).count() == 0
        assert page.locator("[id^=overlay-ground], #overlay-others").count() == 0


def test_the_panel_fits_a_phone(browser, files):
    with opened(browser, files[Audience.PARTNERS], 390, 844) as page:
        page.click("#open-layers")
        page.click("#view-placement")
        assert page.is_visible("#fiche svg.chart")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
