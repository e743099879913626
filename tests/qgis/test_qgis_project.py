"""The project's document, read without QGIS: what QGIS would drop in silence is checked here."""

# ruff: noqa: S314 - the documents parsed here are our own

from __future__ import annotations

import math
import zipfile
from dataclasses import replace
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest
import qgis_world
from hypothesis import given
from hypothesis import strategies as st

from prosmed_gis.domain import symbology as sy
from prosmed_gis.domain.vocabulary import Audience, Language
from prosmed_gis.outputs.qgis import layouts, looks, markup, pages, renderers, symbols
from prosmed_gis.outputs.qgis.project import project_xml, write_project


@pytest.fixture(scope="module")
def root():
    return ET.fromstring(project_xml(qgis_world.products(), "prosmed.gpkg"))


def test_same_products_give_same_bytes(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write_project(qgis_world.products(), tmp_path / name / "prosmed.qgz", "prosmed.gpkg")
    assert (tmp_path / "a" / "prosmed.qgz").read_bytes() == (tmp_path / "b" / "prosmed.qgz").read_bytes()


def test_the_archive_holds_one_dated_document(made):
    with zipfile.ZipFile(made() / "prosmed.qgz") as archive:
        [entry] = archive.infolist()
    assert (entry.filename, entry.date_time) == ("prosmed.qgs", (1980, 1, 1, 0, 0, 0))


def test_ids_are_long_enough_and_unique(root):
    ids = [node.text for node in root.iterfind("projectlayers/maplayer/id")]
    assert len(ids) == len(set(ids)) > 30
    assert min(map(len, ids)) > 10


def test_sources_are_relative_and_metadata_filled(root):
    for layer in root.iterfind("projectlayers/maplayer"):
        assert layer.findtext("datasource").startswith("./prosmed.gpkg|layername=")
        assert layer.findtext("resourceMetadata/title")
        assert layer.findtext("resourceMetadata/abstract")
        assert layer.findtext("resourceMetadata/license")
        assert layer.find("resourceMetadata/dates/date").get("value").startswith("2021-06-30")
    assert root.findtext("properties/Paths/Absolute") == "false"
    assert root.findtext("properties/SpatialRefSys/ProjectionsEnabled") == "1"
    assert root.find("projectCrs/spatialrefsys/wkt").text.startswith("PROJCRS")


def test_every_reference_to_a_layer_is_to_one_that_is_there(root):
    ids = {node.text for node in root.iterfind("projectlayers/maplayer/id")}
    assert {node.get("id") for node in root.iter("layer-tree-layer")} <= ids
    assert {node.get("id") for node in root.iterfind("visibility-presets/visibility-preset/layer")} <= ids
    assert {node.text for node in root.iterfind("layer-tree-group/custom-order/item")} == ids
    themes = {node.get("name") for node in root.iterfind("visibility-presets/visibility-preset")}
    followed = {node.get("followPresetName") for node in root.iter("LayoutItem") if node.get("followPreset") == "true"}
    assert followed <= themes
    items = {node.get("uuid") for node in root.iter("LayoutItem")}
    for node in root.iter("LayoutItem"):
        for link in ("mapUuid", "map_uuid"):
            assert node.get(link) is None or node.get(link) in items


def test_uuids_of_items_are_unique(root):
    found = [node.get("uuid") for node in root.iter("LayoutItem")]
    assert len(found) == len(set(found))


def test_items_lie_on_the_page_and_texts_do_not_overlap(root):
    width, height = pages.A4_LANDSCAPE
    for layout in root.iterfind("Layouts/Layout"):
        boxes = []
        for node in layout.iterfind("LayoutItem"):
            x, y = map(float, node.get("position").split(",")[:2])
            w, h = map(float, node.get("size").split(",")[:2])
            assert 0 <= x <= width - w, (layout.get("name"), node.get("id"))
            assert 0 <= y <= height - h, (layout.get("name"), node.get("id"))
            if node.get("type") == str(pages.LABEL) and node.get("labelText"):
                boxes.append((node.get("id"), x, y, x + w, y + h))
        for k, (name, *one) in enumerate(boxes):
            for other, *two in boxes[k + 1 :]:
                apart = (
                    one[2] <= two[0] + 0.5 or two[2] <= one[0] + 0.5 or one[3] <= two[1] + 0.5 or two[3] <= one[1] + 0.5
                )
                assert apart, (layout.get("name"), name, other)


def test_characters_that_xml_forbids_do_not_break_the_project():
    products = qgis_world.products()
    layers = products.layers
    layers.cercles.loc[layers.cercles.index[0], "name"] = "Cer\x0bcle\x00 <b>&\"'"
    label = replace(products.label, title_fr="Titre \x07 [% env('HOME') %] \"x\" & <y>")
    parsed = ET.fromstring(project_xml(replace(products, label=label), "prosmed.gpkg"))
    titles = [node.get("labelText") for node in parsed.iter("LayoutItem") if node.get("id") == "title"]
    assert any("Titre" in title for title in titles)
    assert not any("[% env" in title for title in titles)
    assert parsed.findtext("title") == "Titre  [% env('HOME') %] \"x\" & <y>"


@given(st.text())
def test_clean_text_always_parses(words):
    written = markup.serialise(markup.element("a", {"b": words}, text=words))
    assert ET.fromstring(written.split("\n", 1)[1]).tag == "a"


@given(st.text())
def test_quoted_text_is_one_literal(words):
    inner = markup.quoted(words)[1:-1]
    assert "'" not in inner.replace("''", "")


NEAR = 1e-14


def drawn_class(value, ranges):
    """Return the first closed range that holds the value, with a tolerance: QGIS' own rule."""
    for k, (low, high) in enumerate(ranges):
        if low - NEAR <= value <= high + NEAR:
            return k
    return None


@given(
    st.lists(st.one_of(st.floats(0, 1000), st.just(math.nan)), min_size=1, max_size=30),
    st.sampled_from(sorted(sy.RAMPS)),
)
def test_qgis_puts_each_value_in_the_class_of_the_common_specification(values, name):
    series = pd.Series(values, dtype=float)
    ramp = sy.RAMPS[name]
    renderer = renderers.graduated("x", series, ramp, sy.CERCLE, Language.FR)
    ranges = [(float(node.get("lower")), float(node.get("upper"))) for node in renderer.iterfind("ranges/range")]
    limits = sy.class_limits(series.dropna(), ramp)
    for value in [*series, *limits]:
        if any(0 < limit - value <= 2 * renderers.MARGIN * max(1.0, limit) for limit in limits):
            continue  # a hair below a limit counts as on it
        known = sy.class_of(value, limits)
        expected = len(limits) + 1 if known is None else known
        assert drawn_class(renderers.ABSENT if math.isnan(value) else value, ranges) == expected


def test_colours_of_classes_are_the_common_ones_and_missing_is_hatched():
    series = pd.Series([5.0, 25.0, 45.0, 65.0, 85.0, np.nan])
    renderer = renderers.graduated("x", series, sy.RAMPS["score"], sy.CERCLE, Language.FR)
    fills = [
        symbol.find("layer[@class='SimpleFill']/Option/Option[@name='color']").get("value")
        for symbol in renderer.iterfind("symbols/symbol")
    ]
    assert fills == [symbols.rgba(colour) for colour in (*sy.RAMPS["score"].colours, sy.NO_DATA.fill.colour)]
    assert renderer.findall("symbols/symbol")[-1].find("layer[@class='LinePatternFill']") is not None
    labels = [node.get("label") for node in renderer.iterfind("ranges/range")]
    assert labels == ["moins de 20", "20 à 40", "40 à 60", "60 à 80", "80 et plus", "Sans donnée"]


def test_classes_of_counts_name_the_counts():
    series = pd.Series([0, 0, 1, 2, 3, 9, 30], dtype="int64")
    assert renderers.count_labels(series, (1.0, 2.0, 5.0), Language.FR) == ["0", "1", "2 à 4", "5 et plus"]
    assert renderers.count_labels(pd.Series([4, 4]), (), Language.EN) == ["4"]


def said(label):
    """Return the least and greatest whole number that a class of counts claims to hold."""
    numbers = [int(word) for word in label.replace("\u202f", "").split() if word.isdigit()]
    if "moins de" in label:
        return -math.inf, numbers[0] - 1
    return numbers[0], math.inf if "et plus" in label else numbers[-1]


def range_labels(renderer):
    return [
        (float(node.get("lower")), float(node.get("upper")), node.get("label"))
        for node in renderer.iterfind("ranges/range")
    ]


def test_no_partner_is_called_none_where_every_cercle_has_some():
    series = pd.Series([6, 9, 17, 18, 20, 21, 25, 30, 40, 55, 71])
    labels = [label for _, _, label in range_labels(looks.counts("x", series, Language.FR))]
    assert labels[0] == "0"
    assert labels[1].startswith("1 à ")


@given(st.lists(st.integers(-5, 2000), min_size=1, max_size=40), st.booleans())
def test_labels_of_counts_cover_just_what_their_classes_draw(values, as_ramp):
    series = pd.Series(values)
    if as_ramp:
        found = range_labels(renderers.graduated("x", series, sy.RAMPS["people"], sy.CERCLE, Language.FR))
    else:
        found = range_labels(looks.counts("x", series.abs(), Language.FR))
    if len(found) == 1:
        return
    ends = {math.ceil(end) + step for low, high, _ in found for end in (low, high) for step in (-1, 0, 1)}
    for value in {0, 1, *values, *(end for end in ends if abs(end) < 5000)}:
        if value < 0 and not (as_ramp and min(values) < 0):
            continue  # there is no count below none
        low, high = said(found[drawn_class(value, [(low, high) for low, high, _ in found])][2])
        assert low <= value <= high


@given(st.lists(st.integers(0, 60), min_size=1, max_size=60))
def test_none_and_one_never_share_a_class(values):
    series = pd.Series(values, dtype="int64")
    renderer = looks.counts("x", series, Language.FR)
    ranges = [(float(node.get("lower")), float(node.get("upper"))) for node in renderer.iterfind("ranges/range")]
    assert len(ranges) <= sy.MAX_CLASSES
    assert all(drawn_class(value, ranges) is not None for value in values)
    if 0 in values and max(values) > 0:
        zero = drawn_class(0, ranges)
        assert all(drawn_class(value, ranges) != zero for value in values if value > 0)


@pytest.mark.parametrize(
    ("value", "decimals", "language", "expected"),
    [
        (1234567.0, 0, "fr", "1\u202f234\u202f567"),
        (1234.5, 2, "fr", "1\u202f234,5"),
        (1234.5, 2, "en", "1,234.5"),
        (20.0, 2, "fr", "20"),
        (1000.0, 0, "en", "1,000"),
    ],
)
def test_numbers_are_written_as_the_language_writes_them(value, decimals, language, expected):
    assert renderers.number(value, decimals, language) == expected


def test_pixels_become_millimetres():
    assert symbols.millimetres(96) == "25.400"


def test_the_map_fills_its_frame():
    xmin, ymin, xmax, ymax = pages.fitted((0, 0, 10, 10), 2.0, room=0.0)
    assert (xmax - xmin, ymax - ymin) == (20, 10)
    assert ((xmin + xmax) / 2, (ymin + ymax) / 2) == (5, 5)


def test_long_texts_are_cut_at_a_word_and_say_so():
    assert layouts.shortened("un deux trois", 8) == "un deux …"
    assert layouts.shortened("un deux", 8) == "un deux"


def test_notes_that_do_not_fit_are_announced():
    products = replace(qgis_world.products(), notes=tuple(f"Note {k}" for k in range(9)))
    parsed = ET.fromstring(project_xml(products, "prosmed.gpkg"))
    [notes] = {node.get("labelText") for node in parsed.iter("LayoutItem") if node.get("id") == "notes"}
    assert "Note 3" in notes
    assert "Note 4" not in notes
    assert "À propos" in notes


def test_observed_data_bear_no_banner():
    products = qgis_world.products()
    real = replace(products, label=replace(products.label, illustrative=False))
    parsed = ET.fromstring(project_xml(real, "prosmed.gpkg"))
    assert not [node for node in parsed.iter("LayoutItem") if node.get("id") == "banner"]
    assert [
        node
        for node in ET.fromstring(project_xml(products, "prosmed.gpkg")).iter("LayoutItem")
        if node.get("id") == "banner"
    ]


def test_the_public_project_names_no_site(made):
    with zipfile.ZipFile(made(Audience.PUBLIC) / "prosmed.qgz") as archive:
        document = archive.read("prosmed.qgs").decode()
    assert "layername=works" not in document
    assert "layername=facilities" not in document
    assert "Groupe secret" not in document


def test_floors_put_points_over_areas(root):
    order = [node.text for node in root.iterfind("layer-tree-group/custom-order/item")]
    place = {
        name: order.index(f"prosmed_layer_{name}")
        for name in ("works", "facilities_justice", "cercle_names", "selection", "background")
    }
    assert (
        place["works"] < place["facilities_justice"] < place["cercle_names"] < place["selection"] < place["background"]
    )


def test_themes_of_a_bare_study_are_not_empty():
    products = qgis_world.products(Audience.PUBLIC)
    parsed = ET.fromstring(project_xml(products, "prosmed.gpkg"))
    for preset in parsed.iterfind("visibility-presets/visibility-preset"):
        assert preset.findall("layer"), preset.get("name")
    held = {
        preset.get("name"): {node.get("id").removeprefix("prosmed_layer_") for node in preset.iterfind("layer")}
        for preset in parsed.iterfind("visibility-presets/visibility-preset")
    }
    assert "cover_security_last" in held["Postes de police"]
    assert "cover_justice_last" in held["Tribunaux"]


def test_a_theme_without_its_subject_is_left_out_with_its_page():
    products = qgis_world.products(Audience.PUBLIC)
    plan = replace(products.plan, coverage=products.plan.coverage.iloc[:0])
    parsed = ET.fromstring(project_xml(replace(products, plan=plan), "prosmed.gpkg"))
    names = {preset.get("name") for preset in parsed.iterfind("visibility-presets/visibility-preset")}
    assert not {"Postes de police", "Tribunaux", "Couverture"} & names
    assert {"Sélection", "Partenaires", "Fiche par cercle"} <= names
    pages_of = {layout.get("name") for layout in parsed.iterfind("Layouts/Layout")}
    assert "Carte – Tribunaux" not in pages_of
    assert "Carte – Sélection" in pages_of
