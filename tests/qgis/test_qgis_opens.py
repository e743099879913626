"""What QGIS itself makes of the project and of the GeoPackage alone."""

from __future__ import annotations

import pytest
import qgis_world

from prosmed_gis.domain import symbology as sy
from prosmed_gis.domain.messages import text
from prosmed_gis.domain.vocabulary import Audience, Language
from prosmed_gis.outputs.geopackage import write_geopackage

pytestmark = pytest.mark.qgis

THEMES = {"Sélection", "Postes de police", "Tribunaux", "Suivi de chantier", "Couverture", "Partenaires"}
BLANK = 30
"""A rendered map with fewer colours than this (anti-aliasing gives hundreds) shows nothing."""


def by_key(answer):
    return {layer["id"].removeprefix("prosmed_layer_"): layer for layer in answer["layers"]}


@pytest.mark.parametrize("audience", list(Audience))
def test_every_layer_is_valid_in_its_crs_with_a_name_and_metadata(seen, audience):
    answer = seen(audience)
    assert answer["read"] is True
    assert answer["crs"] == "EPSG:32630"
    assert answer["ellipsoid"] == "EPSG:7030"
    for layer in answer["layers"]:
        assert layer["valid"], layer["name"]
        assert layer["id"].startswith("prosmed_layer_")
        assert layer["name"]
        assert layer["title"]
        assert layer["abstract"]
        assert layer["licences"]
        if layer["spatial"]:
            assert layer["crs"] == "EPSG:4326", layer["name"]
            assert layer["features"] > 0, layer["name"]


def test_renderers_are_the_ones_that_the_layers_ask_for(seen):
    found = {key: layer["renderer"] for key, layer in by_key(seen()).items()}
    assert (
        found["selection"] == found["firmness"] == found["works"] == found["facilities_security"] == "categorizedSymbol"
    )
    assert found["score"] == found["criterion_conflict_worth"] == found["cover_justice_last"] == "graduatedSymbol"
    assert found["selected_outline"] == found["work_states"] == "RuleRenderer"
    assert found["communes"] == "singleSymbol"


def test_no_feature_is_left_without_a_class(seen):
    for layer in seen()["layers"]:
        if layer["id"].removeprefix("prosmed_layer_") not in ("violence", "settlements"):
            assert layer["unmatched"] == 0, layer["name"]


def test_cercles_fall_in_the_classes_of_the_common_specification(seen):
    products = qgis_world.products()
    layers = by_key(seen())
    selection = products.selection.set_index("pcode")
    for code, row in selection.iterrows():
        wanted = f"selected_{row['track']}" if row["selected"] else "not_selected"
        label = next(category.label for category in sy.SELECTION if category.value == wanted)
        assert layers["selection"]["classes"][code] == text(label, "fr")
    limits = sy.class_limits(selection["score"], sy.RAMPS["score"])
    labels = [label for label, _ in layers["score"]["legend"]]
    for code, score in selection["score"].items():
        assert layers["score"]["classes"][code] == labels[sy.class_of(score, limits)]


def test_values_on_a_limit_fall_in_the_class_above(seen):
    products = qgis_world.products()
    here = products.partners[products.partners["present"] & (products.partners["level"] == "cercle")]
    counts = here.groupby("cercle_pcode")["project_id"].nunique()
    layer = by_key(seen())["projects_n"]
    labels = [label for label, _ in layer["legend"]]
    assert set(counts) == {1, 2}
    assert labels == ["0", "1", "2 et plus"]
    for code in products.layers.cercles.index:
        assert layer["classes"][code] == labels[counts.get(code, 0)]


def test_shares_fall_in_the_classes_of_the_common_specification(seen):
    coverage = qgis_world.products().plan.coverage
    for year, part in ((2020, "base"), (2025, "last")):
        shares = coverage[(coverage["service"] == "justice") & (coverage["year"] == year)].set_index("cercle_pcode")[
            "share"
        ]
        layer = by_key(seen())[f"cover_justice_{part}"]
        labels = [label for label, _ in layer["legend"]]
        for code, share in shares.items():
            assert layer["classes"][code] == labels[sy.class_of(share, sy.RAMPS["coverage"].limits)]


def test_colours_are_the_common_ones(seen):
    layers = by_key(seen())
    assert [colour for _, colour in layers["selection"]["legend"]] == [
        category.fill.colour for category in sy.SELECTION
    ]
    assert [colour for _, colour in layers["cover_security_last"]["legend"]] == list(sy.RAMPS["coverage"].colours)
    assert "Tribunal d'instance" in [label for label, _ in layers["facilities_justice"]["legend"]]


def test_names_are_written_on_the_map(seen):
    layers = by_key(seen())
    assert layers["cercle_names"]["labels"]
    assert layers["settlements"]["labels"]
    assert layers["communes"]["labels"]
    assert not layers["selection"]["labels"]


def test_groups_are_french_and_few_layers_are_on(seen):
    answer = seen()
    assert list(answer["groups"]) == [
        "Ciblage",
        "Couverture",
        "Infrastructures",
        "Suivi",
        "Partenaires",
        "Fond",
        "Tableaux",
    ]
    assert all(answer["groups"].values())
    assert "Sélection" in answer["checked"]
    assert len(answer["checked"]) <= 8


def test_themes_hold_layers_and_draw_something(seen):
    themes = seen()["themes"]
    assert set(themes) >= THEMES
    for name, theme in themes.items():
        assert theme["layers"], name
        assert theme["errors"] == [], name
        assert theme["colours"] > BLANK, name
    assert "Police et gendarmerie en place" in themes["Postes de police"]["layers"]
    assert "Juridictions en place" in themes["Tribunaux"]["layers"]
    assert "État des travaux" in themes["Suivi de chantier"]["layers"]
    assert "Sélection" in themes["Sélection"]["layers"]


def test_pages_print(seen):
    pages = seen()["pages"]
    assert "Carte d'ensemble" in pages
    assert "Fiche par cercle" in pages
    for name, page in pages.items():
        result, error, size = page["pdf"]
        assert (result, error) == (0, ""), name
        assert size > 10_000
        assert page["colours"] > BLANK, name


def test_the_atlas_has_a_page_for_each_selected_cercle_in_order_of_rank(seen):
    selection = qgis_world.products().selection
    chosen = selection[selection["selected"]].sort_values("rank")["cercle"].tolist()
    atlas = seen()["pages"]["Fiche par cercle"]
    assert atlas["count"] == len(chosen) == 3
    assert atlas["pages"] == chosen


def test_the_sheet_says_what_is_known_of_its_cercle(seen):
    selection = qgis_world.products().selection
    first = selection.sort_values("rank").iloc[0]
    texts = seen()["pages"]["Fiche par cercle"]["texts"]
    assert first["cercle"] in texts
    assert first["reason_fr"] in texts
    assert f"{first['score']:.1f}".replace(".", ",") in texts
    assert "12\u202f345 habitants" in texts or "12 345 habitants" in texts or "12\u00a0345 habitants" in texts
    assert any("→" in words and " %" in words for words in texts)
    assert not any("[%" in words or "error" in words.lower() for words in texts)
    assert any("Données illustratives" in words for words in texts)


def test_each_table_opens_styled_straight_from_the_geopackage(seen):
    alone = seen()["alone"]
    assert {"cercles", "works", "facilities", "selection", "metadata"} <= set(alone)
    assert "layer_styles" not in alone
    for name, layer in alone.items():
        assert layer["valid"], name
        assert layer["default_style"], name
    assert alone["cercles"]["renderer"] == "categorizedSymbol"
    assert [label for label, _ in alone["cercles"]["legend"]] == [
        "Proposé – stabiliser",
        "Proposé – prévenir",
        "Non proposé",
    ]
    assert alone["cercles"]["labels"]
    assert alone["regions"]["labels"]
    assert alone["cercles"]["aliases"]["score"] == "Score (0-100)"
    assert alone["cercles"]["aliases"]["cover_security_last"] == "Police et gendarmerie : couverture 2025"
    assert alone["cercles"]["widgets"]["selected"] == "ValueMap"
    assert alone["plan"]["aliases"]["opens_year"] == "Année d'ouverture"
    assert alone["facilities"]["widgets"]["since"] == "DateTime"


def test_opening_leaves_the_geopackage_as_it_was(made, seen, tmp_path):
    seen()
    write_geopackage(qgis_world.products(), tmp_path / "fresh.gpkg")
    assert (made() / "prosmed.gpkg").read_bytes() == (tmp_path / "fresh.gpkg").read_bytes()


def test_events_are_drawn_for_the_programme_only(seen):
    assert by_key(seen(Audience.INTERNAL))["events"]["renderer"] == "categorizedSymbol"
    assert "events" not in by_key(seen())
    assert "works" not in by_key(seen(Audience.PUBLIC))


def test_the_english_project_is_english(seen):
    answer = seen(Audience.PARTNERS, Language.EN)
    assert next(iter(answer["groups"])) == "Targeting"
    assert "Police posts" in answer["themes"]
    assert answer["alone"]["cercles"]["aliases"]["rank"] == "Rank"
