"""The page's scripts: closed in themselves, one shared name, and what they rely on is what the page is given."""

import json
import re
from importlib import resources
from pathlib import Path

import pytest
import web_world as w
from made_up_siting import with_siting
from test_web_browser import SETTINGS, opened

from prosmed_gis.domain.vocabulary import Audience
from prosmed_gis.outputs.web import write_map
from prosmed_gis.outputs.web.page import SCRIPTS
from prosmed_gis.outputs.web.payload import payload

CHECKS = Path(__file__).parents[2] / "scripts" / "web"
ASSETS = resources.files("prosmed_gis.outputs.web") / "assets"
SOURCES = {name: (ASSETS / name).read_text(encoding="utf-8") for name in SCRIPTS}
PARTS = {
    "meta": "Meta", "looks": "Looks", "cercles": "Cercle", "communes": "Commune", "regions": "Region", "themes": "Theme",
    "said": "Said", "differences": "Difference", "trial": "Trial", "facilities": "Facility", "works": "Work",
    "counts": "Counts", "projects": "Project", "partner_themes": "PartnerTheme", "seats": "Seat", "roads": "Road",
    "indicators": "Indicator", "placement": "Placement", "ground": "Ground", "catchments": "Catchments",
    "other_sites": "OtherSite", "access_sheets": "TableSheet", "placement_sheets": "TableSheet",
}  # fmt: skip


@pytest.fixture(scope="module")
def typed():
    """Fields by interface of the type file: name to whether it may be left out."""
    source = (CHECKS / "page.d.ts").read_text(encoding="utf-8")
    found = {}
    for name, parent, body in re.findall(
        r"^interface (\w+)(?: extends ([\w.]+))? \{\n(.*?)^\}", source, re.MULTILINE | re.DOTALL
    ):
        fields = re.findall(r"^  (\w+)(\??)(?:<.*)?[:(<]", body, re.MULTILINE)
        found[name] = {**found.get(parent, {}), **{field: mark == "?" for field, mark in fields}}
    return found


@pytest.fixture(scope="module", params=list(Audience))
def given(request):
    """What the page of an audience is given, with access, placement and a list of the programme."""
    return json.loads(json.dumps(payload(w.with_document(with_siting(w.world(request.param))), SETTINGS)))


def strayed(row, fields):
    """Return the keys that the type file does not know, and those it promises that are not there."""
    needed = {name for name, optional in fields.items() if not optional}
    return (set(row) - set(fields)) | (needed - set(row))


def test_every_script_is_put_together():
    assert {item.name for item in ASSETS.iterdir() if item.name.endswith(".js")} == set(SCRIPTS)


@pytest.mark.parametrize("name", SCRIPTS)
def test_nothing_of_a_script_stands_outside_of_its_function(name):
    lines = [line for line in SOURCES[name].splitlines() if line and not line.startswith(("//", "  "))]
    assert lines == ["(() => {", "})();"]


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_takes_at_its_start_only_what_earlier_ones_have_set(name):
    earlier = "  carte.map = the page's first script;\n" + "".join(
        SOURCES[one] for one in SCRIPTS[: SCRIPTS.index(name)]
    )
    taken = re.search(r"^  const \{([^}]*)\} = carte;", SOURCES[name], re.MULTILINE)
    names = set(re.findall(r"\w+", taken.group(1))) if taken else set()
    assert names <= set(re.findall(r"^  carte\.(\w+) = ", earlier, re.MULTILINE))
    assert bool(names) == (name != SCRIPTS[0])


@pytest.mark.browser
def test_the_page_adds_one_name_and_it_holds_what_the_type_file_says(browser, tmp_path, typed):
    write_map(w.world(), tmp_path / "carte.html", SETTINGS)
    (tmp_path / "empty.html").write_text("<!DOCTYPE html><title>-</title>", encoding="utf-8")
    blank = browser.new_page()
    blank.goto((tmp_path / "empty.html").as_uri())
    before = set(blank.evaluate("Object.getOwnPropertyNames(window)"))
    blank.close()
    with opened(browser, tmp_path / "carte.html") as page:
        # These three are Leaflet's; a `const` is no property of the window, so our one name is read as a name.
        assert set(page.evaluate("Object.getOwnPropertyNames(window)")) - before == {
            "L",
            "leaflet",
            "_leaflet_events",
        }
        assert set(page.evaluate("Object.keys(carte)")) == set(typed["Carte"])


def test_the_document_has_the_fields_of_its_type(given, typed):
    assert strayed(given, typed["Payload"]) == set()
    for part, name in PARTS.items():
        rows = given[part] if isinstance(given[part], list) else [given[part]]
        for row in filter(None, rows):
            assert strayed(row, typed[name]) == set(), part
    for cercle in given["cercles"]:
        assert strayed(cercle["fiche"], typed["Fiche"]) == set()


def test_every_text_that_a_script_asks_for_is_given(given):
    asked = {key for source in SOURCES.values() for key in re.findall(r"\btexts\.(\w+)", source)}
    assert len(asked) > 50
    assert asked <= set(given["texts"])


def test_the_lock_names_no_registry_and_the_versions_asked_for():
    asked = json.loads((CHECKS / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    packages = json.loads((CHECKS / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert {name: packages[f"node_modules/{name}"]["version"] for name in asked} == asked
    assert [name for name, row in packages.items() if "resolved" in row] == []
    assert all("integrity" in row for name, row in packages.items() if name)
