"""The map in Chromium, opened from disk with the network off."""

from contextlib import contextmanager

import pytest
import web_world as w

from prosmed_gis.config.study import Outputs
from prosmed_gis.domain.vocabulary import Audience
from prosmed_gis.outputs.web import write_map

SETTINGS = Outputs(products=("map",), map_simplify_deg=0.001, map_max_events=100, map_max_class_share=0.8)

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("maps")
    for audience in Audience:
        (folder / audience).mkdir()
        write_map(w.world(audience), folder / audience / "carte.html", SETTINGS)
    return {audience: folder / audience / "carte.html" for audience in Audience}


@contextmanager
def opened(browser, path, width=1366, height=768):
    """Open the file offline; on leaving, nothing may have been asked, logged or thrown."""
    context = browser.new_context(viewport={"width": width, "height": height}, offline=True)
    page, asked, said = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: (said.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.goto(path.as_uri())
    page.wait_for_selector("body.ready", timeout=10_000)
    yield page
    page.wait_for_timeout(100)
    assert asked == [path.as_uri()]
    assert said == []
    context.close()


@pytest.fixture
def carte(browser, files):
    with opened(browser, files[Audience.PARTNERS]) as page:
        yield page


def turn(page, control, *, on=True):
    """Switch a control of the panel, its group opened first as a user would."""
    page.evaluate("id => { document.getElementById(id).closest('details').open = true; }", control)
    page.set_checked(f"#{control}", on)


def works(page):
    for box in page.locator("input[id^=overlay-works-]").all():
        turn(page, box.get_attribute("id"))


def legend(page):
    return page.inner_text("#legend")


def search(page, words):
    page.fill("#search", words)
    return page.locator("#matches li[role=option] strong").all_inner_texts()


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("size", [(1366, 768), (390, 844)])
def test_opens_offline_without_a_request_or_an_error(browser, files, audience, size):
    with opened(browser, files[audience], *size) as page:
        assert page.locator("path.cercle").count() == 9
        assert page.title().startswith("PROSMED </script>")
        assert "Données illustratives" in page.inner_text(".banner")


def test_search_knows_no_accents_and_opens_the_fiche(carte):
    assert search(carte, "segou")[0] == "Ségou"
    carte.keyboard.press("Enter")
    fiche = carte.inner_text("#fiche")
    for shown in (
        "Ségou",
        "90,0",
        "1 sur 8",
        "Noyau ferme",
        "57 événements à Ségou",
        "1\u202f234\u202f567",
        "2\u202f277",
        "60,0",
        "10\u00a0% → 85\u00a0%",
    ):
        assert shown in fiche
    assert carte.evaluate("document.activeElement.id") == "fiche"
    carte.keyboard.press("Escape")
    assert carte.is_hidden("#fiche")
    assert carte.evaluate("document.activeElement.id") == "search"


def test_search_by_keyboard_goes_down_the_list(carte):
    assert search(carte, "commune 0") == ["Commune 00", "Commune 01"]
    carte.keyboard.press("ArrowDown")
    assert carte.get_attribute("#search", "aria-activedescendant") == "match-1"
    carte.keyboard.press("Enter")
    assert "Commune 01" in carte.inner_text(".leaflet-popup")


def test_search_that_finds_nothing_says_so(carte):
    assert search(carte, "zzz") == []
    assert "Aucun résultat" in carte.inner_text("#matches")


def test_clicking_a_cercle_opens_its_fiche(carte):
    box = carte.locator("path.cercle").nth(4).bounding_box()
    carte.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert carte.inner_text("#fiche-title") == "Mopti"
    assert "Non proposé" in carte.inner_text("#fiche")


def test_names_that_mean_harm_stay_text(carte):
    assert w.HARM in search(carte, "img src")
    carte.keyboard.press("Enter")
    assert carte.inner_text("#fiche-title") == w.HARM
    turn(carte, "overlay-partners-justice_security")
    carte.click("#open-tables")
    for tab in carte.locator("[role=tab]").all():
        tab.click()
    assert w.HARM in carte.inner_text("#tables")
    carte.keyboard.press("Escape")
    box = carte.locator("path.cercle").nth(2).bounding_box()
    carte.mouse.move(box["x"] + 40, box["y"] + 40)
    carte.wait_for_selector(".tip")
    search(carte, "Place")
    carte.keyboard.press("Enter")
    assert carte.evaluate("document.querySelectorAll('img').length") == 0
    assert w.HARM in carte.inner_text("body")


def test_legend_follows_the_theme(carte):
    assert "Proposé – stabiliser" in legend(carte)
    fills = lambda: [path.get_attribute("fill") for path in carte.locator("path.cercle").all()]  # noqa: E731
    before = fills()
    turn(carte, "theme-score")
    assert "80 et plus" in legend(carte)
    assert "Proposé – stabiliser" not in legend(carte)
    assert "Contour tireté" in legend(carte)
    assert "Sans donnée" in legend(carte)
    after = fills()
    assert before != after
    assert after[8].startswith("url(#h-diagonal")
    assert after[0] == after[1] == "#08519c"


def trial_list(page):
    """Names in the panel after the weights were changed, by what they do."""
    return page.locator("#trial-result p").all_inner_texts()


def test_other_weights_recolour_the_map_and_tell_what_changes(carte):
    turn(carte, "theme-score")
    carte.evaluate("document.getElementById('theme-trial-list').closest('details').open = true")
    assert trial_list(carte) == []
    carte.fill("#weight-0", "0")
    assert carte.is_checked("#theme-trial-list")
    told = trial_list(carte)
    assert told[1:] == [
        "▲ entrent, volet «\u202fstabiliser\u202f» (2)\u202f: Djenné, Gao",
        "▼ sortent, volet «\u202fstabiliser\u202f» (2)\u202f: Ségou, " + w.HARM,
        "▲ entrent, volet «\u202fprévenir\u202f» (1)\u202f: Ansongo",
        "▼ sortent, volet «\u202fprévenir\u202f» (1)\u202f: Bla",
    ]
    assert carte.inner_text("#share-1") == "100\u202f%"
    assert carte.input_value("#slide-0") == "0"
    fills = [path.get_attribute("fill") for path in carte.locator("path.cercle").all()]
    assert fills[0].startswith("url(#h-diagonal")
    assert fills[5].startswith("url(#h-dots")
    assert "Entre dans la liste" in legend(carte)
    carte.check("#theme-trial-score")
    box = carte.locator("path.cercle").nth(6).bounding_box()
    carte.mouse.move(box["x"] + 40, box["y"] + 40)
    carte.wait_for_selector(".tip")
    assert "80,0" in carte.inner_text(".tip")
    carte.click("#trial-reset")
    assert trial_list(carte) == ["La liste publiée ne change pas."]
    assert carte.input_value("#weight-0") == "60"
    assert carte.inner_text("#share-1") == "40\u202f%"


def test_weights_are_set_by_keyboard_and_said_on_paper(carte):
    carte.evaluate("document.getElementById('theme-trial-list').closest('details').open = true")
    carte.focus("#slide-0")
    for _ in range(10):
        carte.keyboard.press("ArrowLeft")
    assert carte.input_value("#weight-0") == "50"
    assert not carte.is_visible("#trial-said")
    carte.emulate_media(media="print")
    said = carte.inner_text("#trial-said")
    assert "Essai, non publié" in said
    assert "Conflictualité 56" in said
    carte.emulate_media(media="screen")
    carte.check("#theme-trial-score")
    turn(carte, "theme-selection")
    carte.emulate_media(media="print")
    assert not carte.is_visible("#trial-said")


def test_weights_of_nothing_leave_no_score(carte):
    carte.evaluate("document.getElementById('theme-trial-list').closest('details').open = true")
    carte.fill("#weight-0", "0")
    carte.fill("#weight-1", "0")
    carte.fill("#weight-1", "")
    assert carte.inner_text("#share-0") == "0\u202f%"
    assert carte.locator("path.cercle").first.get_attribute("fill").startswith("url(#h-diagonal")


def test_selected_cercles_have_an_outline_of_their_track(carte):
    lines = carte.locator(".leaflet-outlines-pane path")
    assert [line.get_attribute("stroke-dasharray") for line in lines.all()] == [None, "7 4", None, None]


def test_year_moves_works_and_coverage(carte):
    assert carte.is_hidden("#clock")
    turn(carte, "theme-coverage-security")
    assert carte.is_visible("#year")
    pins = carte.locator(".pin.work")
    assert pins.count() == 0
    works(carte)
    assert pins.count() == 3
    carte.fill("#year", "0")
    assert pins.count() == 0
    assert "2020 (avant le plan)" in carte.inner_text("#clock")
    assert "(2020)" in legend(carte)
    assert carte.locator("path.cercle").first.get_attribute("fill") == "#edf8f1"
    carte.fill("#year", "1")
    assert pins.count() == 1
    assert carte.locator(".pin.pending").count() == 1
    carte.fill("#year", "2")
    assert carte.locator(".pin.pending").count() == 0


def test_overlays_come_and_go_with_their_legend(carte):
    assert carte.locator(".pin.facility").count() == 0
    turn(carte, "overlay-facility-commissariat")
    turn(carte, "overlay-facility-ti")
    assert carte.locator(".pin.facility").count() == 2
    assert carte.locator(".pin.facility.not-working").count() == 1
    assert "Commissariat de police" in legend(carte)
    turn(carte, "overlay-facility-commissariat", on=False)
    assert carte.locator(".pin.facility").count() == 1
    assert "Commissariat de police" not in legend(carte)
    turn(carte, "overlay-communes")
    assert carte.locator(".leaflet-communes-pane path").count() == 18


def test_partners_chips_tell_a_region_from_a_cercle(carte):
    turn(carte, "overlay-partners-peace")
    assert carte.locator(".chips").count() == 0
    turn(carte, "overlay-partners-wide")
    assert carte.locator(".chips .chip.wide").all_inner_texts() == ["P 1"]
    turn(carte, "overlay-partners-justice_security")
    assert carte.locator(".chips .chip:not(.wide)").all_inner_texts() == ["J 1"]


def test_counts_by_cercle_move_with_their_window(carte):
    turn(carte, "overlay-counts")
    drawn = lambda: carte.locator(".leaflet-counts-pane path[stroke-width]:not([stroke=none])").count()  # noqa: E731
    assert drawn() == 2
    assert "50–149" in legend(carte)
    carte.fill("#window", "0")
    assert drawn() == 2
    assert "30/06/2019" in carte.inner_text("#clock")


def test_tables_hold_the_selection_and_return_the_focus(carte):
    carte.focus("#open-tables")
    carte.keyboard.press("Enter")
    rows = carte.locator("#tables tbody tr")
    assert rows.count() == 4
    assert rows.first.locator("th").inner_text() == "Ségou"
    carte.uncheck("#only-selected")
    assert rows.count() == 9
    carte.keyboard.press("Escape")
    assert carte.evaluate("document.activeElement.id") == "open-tables"


def test_focus_stays_in_the_tables(carte):
    carte.click("#open-tables")
    for _ in range(12):
        carte.keyboard.press("Tab")
        assert carte.evaluate("document.getElementById('tables').contains(document.activeElement)")


def test_every_control_has_a_name(carte):
    carte.click("#open-tables")
    nameless = carte.evaluate(
        "[...document.querySelectorAll('button, input, select, a[href]')].filter(node => !(node.getAttribute('aria-label')"
        " || node.textContent.trim() || (node.labels && node.labels.length))).map(node => node.outerHTML)"
    )
    assert nameless == []
    assert carte.get_attribute(".leaflet-control-zoom-in", "title") == "Zoom avant"


def test_internal_map_draws_events_and_still_opens_fiches(browser, files):
    with opened(browser, files[Audience.INTERNAL]) as page:
        turn(page, "overlay-event-battle")
        assert page.locator(".leaflet-events-pane canvas").count() == 1
        assert "Combat" in legend(page)
        box = page.locator("path.cercle").nth(7).bounding_box()
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        assert page.inner_text("#fiche-title") == "Ansongo"


def test_public_map_has_works_at_their_cercle_and_no_costs(browser, files):
    with opened(browser, files[Audience.PUBLIC]) as page:
        works(page)
        assert page.locator(".pin.work").count() == 3
        assert page.locator("#overlay-communes").count() == 0
        search(page, "segou")
        page.keyboard.press("Enter")
        assert "USD" not in page.inner_text("#fiche")
        assert "10–49" in page.inner_text("#fiche")


def test_panel_opens_on_a_phone(browser, files):
    with opened(browser, files[Audience.PARTNERS], 390, 844) as page:
        assert not page.is_visible("#layers")
        page.click("#open-layers")
        page.wait_for_timeout(300)
        assert page.is_visible("#theme-score")
        assert page.get_attribute("#open-layers", "aria-expanded") == "true"
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
