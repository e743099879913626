"""The programme's list beside the proposal, and the themes that are said instead of drawn."""

from dataclasses import replace

import pandas as pd
import pytest
import web_world as w
from test_web_browser import opened, works
from test_web_map import SETTINGS, data_of, theme, written

from prosmed_gis.domain import symbology as sy
from prosmed_gis.domain.vocabulary import Audience, Language
from prosmed_gis.outputs import agreement
from prosmed_gis.outputs.web import write_map
from prosmed_gis.outputs.web.telling import RESULTS, evenness, judged
from prosmed_gis.outputs.web.themes import falls, turned

PLACES = ["both", "tool_only", "both", "tool_only", "neither", "document_only", "neither", "neither", "neither"]


def observed(audience=Audience.PARTNERS, language=Language.FR):
    return w.with_document(w.world(audience, language, illustrative=False))


def labels(theme):
    return [theme["classes"][k]["label"] for k in theme["of"]]


def test_where_each_cercle_stands_between_the_lists():
    products = observed()
    assert agreement.places(products).tolist() == PLACES
    assert (
        agreement.phases(products).tolist()
        == ["initiation", "outside", "later", "outside", "outside", "initiation"] + ["outside"] * 3
    )
    assert agreement.initiation(products).tolist()[:2] == [True, pd.NA]
    assert agreement.unplaced(products) == ["ML0999"]


def test_one_sentence_tells_how_the_lists_stand():
    assert agreement.sentence(observed()) == (
        "L'outil propose 4 cercles\u202f: 2 sont dans le document, 2 n'y sont pas, 2 du document n'y sont plus."
    )
    assert agreement.sentence(observed(language=Language.EN)).startswith("The tool proposes 4 cercles: 2 are in")
    same = w.with_document(w.world(illustrative=False), w.CODES[:4])
    assert agreement.sentence(same) == "L'outil propose les 4 cercles du document."
    assert agreement.sentence(w.world()) == ""


def test_the_map_opens_with_the_agreement(tmp_path):
    page = written(tmp_path, observed())
    data = data_of(page)
    assert data["themes"][0]["id"] == "agreement"
    assert labels(data["themes"][0])[:6] == [
        "Dans les deux listes", "Proposé par l'outil seulement", "Dans les deux listes", "Proposé par l'outil seulement",
        "Ni l'un ni l'autre", "Document seulement",
    ]  # fmt: skip
    assert data["themes"][0]["shown"][5] == "Document seulement, phase d'initiation"
    assert "proposition de l&#39;outil</h1>" in page
    assert "etenu" not in data["meta"]["count"] + data["meta"]["result"]


@pytest.mark.parametrize("audience", list(Audience))
def test_the_sheet_and_the_table_give_the_reason_of_each_difference(audience, tmp_path):
    data = data_of(written(tmp_path, observed(audience)))
    sheets = [cercle["fiche"] for cercle in data["cercles"]]
    assert [sheet.get("difference") for sheet in sheets] == [
        f"Pourquoi {code}" if place.endswith("only") else None for code, place in zip(w.CODES, PLACES, strict=True)
    ]
    assert sheets[0]["document"] == "Dans le document\u202f: phase d'initiation"
    assert sheets[4]["document"] == "Hors du document"
    assert [(row["code"], row["lists"], row["why"]) for row in data["differences"]] == [
        (w.CODES[5], "Document seulement", f"Pourquoi {w.CODES[5]}"),
        ("ML0999", "Document seulement", "Pourquoi ML0999"),
        (w.CODES[1], "Proposé par l'outil seulement", f"Pourquoi {w.CODES[1]}"),
        (w.CODES[3], "Proposé par l'outil seulement", f"Pourquoi {w.CODES[3]}"),
    ]


def test_generated_data_show_both_lists_and_count_no_hit(tmp_path):
    data = data_of(written(tmp_path, w.with_document(w.world())))
    assert data["themes"][0]["uncounted"]
    assert data["meta"]["result"] == (
        "Données générées\u202f: 4 cercles proposés, 4 dans le document\u202f; ni accord ni écarts ne prouvent rien."
    )
    assert len(data["differences"]) == 4


def test_without_a_list_of_the_document_nothing_is_said_of_it(tmp_path):
    data = data_of(written(tmp_path, w.world()))
    assert data["themes"][0]["id"] == "selection"
    assert data["differences"] == []
    assert "listed" not in data["cercles"][0]["fiche"]


def test_a_theme_of_nearly_one_class_is_a_sentence(tmp_path):
    data = data_of(written(tmp_path, w.world()))
    said = {row["label"]: row["text"] for row in data["said"]}
    assert said["Effet du plafond sécuritaire"] == "100\u00a0% dans 8 cercles sur 9\u202f; Ségou\u202f: 50\u00a0%"
    assert said["Population"] == "1\u202f234\u202f567 partout"
    assert not {"ceiling", "people"} & {one["id"] for one in data["themes"]}
    assert all(evenness(one) < SETTINGS.map_max_class_share for one in data["themes"] if one["group"] != "trial")


def test_no_theme_of_the_study_has_one_colour(products):
    data = data_of((products / "carte.html").read_text(encoding="utf-8"))
    assert data["themes"][0]["id"] == "agreement"
    for one in data["themes"]:
        assert one["id"] in RESULTS or one["group"] == "trial" or evenness(one) < 0.8, one["id"]
    assert data["said"]


@pytest.mark.parametrize(
    ("of", "even"), [([0, 0, 1, 1], 0.5), ([0, 0, 2, 2], 1.0), ([2, 2, 2, 2], 1.0), ({"2020": [0, 0, 0, 0], "2025": [0, 0, 0, 1]}, 0.75)]
)  # fmt: skip
def test_evenness_is_of_those_with_data_and_of_the_most_varied_year(of, even):
    assert evenness({"classes": [{}, {}, {}], "of": of}) == even


def test_a_list_stays_a_theme_however_short():
    one = {
        "id": "selection",
        "group": "result",
        "label": "x",
        "classes": [{"label": "a"}, {"label": "b"}, {}],
        "of": [0] * 8 + [1],
    }
    assert judged([one], w.world(), 0.8) == ([one], [])


def measured(values, curve):
    whole = w.world()
    definitions = whole.criteria.definitions.copy()
    definitions["curve"] = [curve] * len(definitions)
    frame = pd.DataFrame(dict.fromkeys(definitions.index, values), index=list(w.CODES))
    return replace(whole, criteria=replace(whole.criteria, values=frame, definitions=definitions))


def test_what_speaks_for_a_cercle_is_dark_whichever_way_it_runs(tmp_path):
    values = [2.0, 5.0, 9.0, 12.0, 15.0, 19.0, 24.0, 24.0, 24.0]
    rising = theme(data_of(written(tmp_path, measured(values, ((0.0, 0.0), (24.0, 1.0))))), "measure-local")
    falling = theme(data_of(written(tmp_path, measured(values, ((0.0, 1.0), (24.0, 0.0))))), "measure-local")
    assert [one["label"] for one in falling["classes"]] == [one["label"] for one in rising["classes"]]
    assert [one["fill"] for one in falling["classes"][:-1]] == [one["fill"] for one in rising["classes"][-2::-1]]
    assert falling["classes"][falling["of"][-1]]["fill"] == sy.RAMPS["measure"].colours[0]
    assert "valeurs basses sont foncées" in falling["about"]


def test_changes_are_drawn_on_both_sides_of_a_neutral_nought(tmp_path):
    values = [-4.0, 0.0, 0.0, 0.0, 0.0, 3.0, 1.0, -1.0, float("nan")]
    found = theme(data_of(written(tmp_path, measured(values, ((0.0, 0.0), (3.0, 1.0))))), "measure-local")
    fills = [one["fill"] for one in found["classes"][:-1]]
    assert found["of"] == [0, 2, 2, 2, 2, 4, 3, 1, 5]
    assert fills == list(sy.RAMPS["signed"].colours)
    assert found["classes"][2]["label"] == "0"


def test_a_window_keeps_its_ramp():
    assert not falls(((0.0, 0.0), (5.0, 1.0), (9.0, 0.0)))
    assert turned(sy.RAMPS["measure"], falling=False) is sy.RAMPS["measure"]


@pytest.mark.browser
def test_the_page_shows_sentence_differences_and_verdicts(browser, tmp_path):
    write_map(observed(), tmp_path / "carte.html", SETTINGS)
    with opened(browser, tmp_path / "carte.html") as page:
        assert "2 du document n'y sont plus" in page.inner_text(".strip .result")
        assert "À savoir (2)" in page.inner_text(".strip")
        assert "Dans les deux listes" in page.inner_text("#legend")
        page.click(".strip button >> nth=0")
        assert page.locator("#table-page tbody tr").count() == 4
        page.click("#table-page .link >> nth=0")
        told = page.inner_text("#fiche")
        assert "Dans le document\u202f: phase d'initiation" in told
        assert f"Pourquoi {w.CODES[5]}" in told
        assert "Non proposé par l'outil" in told


@pytest.mark.browser
def test_generated_agreement_has_no_numbers_in_its_legend(browser, tmp_path):
    write_map(w.with_document(w.world()), tmp_path / "carte.html", SETTINGS)
    with opened(browser, tmp_path / "carte.html") as page:
        assert page.locator("#legend .classes .n").count() == 0
        assert "Données générées" in page.inner_text("#legend")


@pytest.mark.browser
def test_the_clock_shows_only_while_something_follows_it(browser, tmp_path):
    write_map(w.world(), tmp_path / "carte.html", SETTINGS)
    with opened(browser, tmp_path / "carte.html") as page:
        assert page.is_hidden("#clock")
        works(page)
        assert page.is_visible("#year")
        assert "ne dépend pas de l'année" in page.inner_text("#legend")
        page.evaluate("document.getElementById('theme-coverage-security').closest('details').open = true")
        page.check("#theme-coverage-security")
        assert "ne dépend pas de l'année" not in page.inner_text("#legend")
