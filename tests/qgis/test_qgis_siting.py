"""Access and the placement in the GeoPackage and the project, and what QGIS makes of them."""

# ruff: noqa: S314 - the documents parsed here are our own

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from xml.etree import ElementTree as ET

import pyogrio
import pytest
import qgis_world
from made_up_siting import with_siting
from qgis_opening import look, write

from prosmed_gis.domain.vocabulary import Audience
from prosmed_gis.outputs.audience import for_audience
from prosmed_gis.outputs.geopackage import write_geopackage
from prosmed_gis.outputs.qgis import fields
from prosmed_gis.outputs.qgis.contents import tables
from prosmed_gis.outputs.qgis.project import project_xml

NEW = {"within_standard", "catchments", "other_sites", "access_states"}


def world(audience=Audience.PARTNERS):
    return with_siting(qgis_world.products(audience))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write(world(), tmp_path_factory.mktemp("siting"))


@pytest.fixture(scope="module")
def answer(folder, pyqgis):
    return look(pyqgis, folder, pages=False)


def test_new_tables_with_their_geometry_and_style(folder):
    path = folder / "prosmed.gpkg"
    listed = dict(pyogrio.list_layers(path))
    kinds = {
        "within_standard": "MultiPolygon",
        "catchments": "MultiPolygon",
        "other_sites": "Point",
        "access_states": None,
    }
    assert {name: listed[name] for name in NEW} == kinds
    with closing(sqlite3.connect(path)) as file:
        styled = dict(file.execute("SELECT f_table_name, styleQML FROM layer_styles").fetchall())
    assert set(styled) >= NEW
    assert all(("<renderer-v2" in styled[name]) == (kinds[name] is not None) for name in NEW)


def test_every_new_column_has_a_name_in_both_languages():
    for language in ("fr", "en"):
        products = world()
        products = replace(products, label=replace(products.label, language=language))
        known = fields.names(products)
        found = tables(products)
        for name in (*NEW, "works"):
            for column in found[name].columns:
                assert fields.alias(column, known) != column, (name, column, language)
        extra = [column for column in found["cercles"].columns if column.startswith(("access_", "chain"))]
        assert extra
        assert all(fields.alias(column, known) != column for column in extra)


def test_sites_bear_what_the_plan_would_be_without_them():
    frame = tables(world())["works"].frame.set_index("work_id")
    planned, given = (frame[frame["status"] == status] for status in ("planned", "given"))
    assert planned["loss"].tolist()[0] == 1000
    assert set(planned["core"]) <= {0, 1}
    assert given[["loss", "core", "near_best_share"]].isna().all(axis=None)


def test_cercles_bear_access_by_state_and_their_chain():
    frame = tables(world())["cercles"].frame.set_index("pcode")
    assert frame["access_security_rains_calm_vehicle"].tolist()[:2] == pytest.approx([0.15, 0.225])
    assert "access_security_dry_calm_vehicle" not in frame
    assert frame["chain"].tolist()[:2] == ["incomplete", "complete"]
    assert frame["security_justice_min"].isna().sum() == 5
    assert "aucun chemin" in frame["chain_text"].iloc[5]


def test_states_of_communes_and_cercles_are_named():
    frame = tables(world())["access_states"].frame
    assert set(frame["level"]) == {"cercle", "commune"}
    assert frame["name"].notna().all()


def test_without_access_and_meaning_nothing_new_is_there():
    plain = tables(qgis_world.products())
    assert not NEW & set(plain)
    assert "core" not in plain["works"].columns
    names = [
        node.get("name")
        for node in ET.fromstring(project_xml(qgis_world.products(), "p.gpkg")).iter("visibility-preset")
    ]
    assert not {"Accès", "Placement"} & set(names)


def test_the_public_has_neither_shapes_nor_sites(tmp_path):
    found = tables(for_audience(world(Audience.PUBLIC)))
    assert NEW & set(found) == {"access_states"}
    assert set(found["access_states"].frame["level"]) == {"cercle"}
    root = ET.fromstring(project_xml(world(Audience.PUBLIC), "p.gpkg"))
    themes = {node.get("name"): [layer.get("id") for layer in node] for node in root.iter("visibility-preset")}
    assert "prosmed_layer_access_security_rains_calm_vehicle" in themes["Accès"]
    assert "Placement" not in themes
    write_geopackage(world(Audience.PUBLIC), tmp_path / "p.gpkg")
    assert b"OPEN-BRIGADE" not in (tmp_path / "p.gpkg").read_bytes()


def test_same_bytes_twice(folder, tmp_path):
    write_geopackage(world(), tmp_path / "again.gpkg")
    assert (tmp_path / "again.gpkg").read_bytes() == (folder / "prosmed.gpkg").read_bytes()


@pytest.mark.qgis
def test_qgis_opens_every_layer_and_draws_the_themes(answer):
    layers = {layer["id"].removeprefix("prosmed_layer_"): layer for layer in answer["layers"]}
    assert all(
        layer["valid"] and layer["unmatched"] == 0
        for key, layer in layers.items()
        if key not in ("violence", "settlements")
    )
    assert layers["reach_security"]["features"] == 2
    assert layers["reach_security"]["renderer"] == layers["placed_sites"]["renderer"] == "RuleRenderer"
    assert layers["access_security_rains_calm_vehicle"]["renderer"] == "graduatedSymbol"
    assert layers["chain"]["classes"]["ML0102"] == "Chaîne complète"
    assert layers["placed_sites"]["features"] == len(world().meaning.sites)
    for name, wanted in (
        ("Accès", "À portée\u202f: Police et gendarmerie (120 min)"),
        ("Placement", "Solidité des sites placés"),
    ):
        theme = answer["themes"][name]
        assert wanted in theme["layers"]
        assert theme["errors"] == []
        assert theme["colours"] > 30
    assert answer["alone"]["catchments"]["default_style"]
    assert answer["alone"]["works"]["widgets"]["core"] == "ValueMap"


def test_the_ground_before_lies_over_the_ground_of_the_last_year():
    root = ET.fromstring(project_xml(world(), "prosmed.gpkg"))
    layer = next(node for node in root.iter("maplayer") if node.findtext("id") == "prosmed_layer_reach_security")
    renderer = layer.find("renderer-v2")
    assert renderer.get("enableorderby") == "1"
    assert renderer.find("orderby/orderByClause").get("asc") == "0"
    assert [rule.get("filter") for rule in renderer.iterfind("rules/rule")] == ['"year" = 2020', '"year" = 2025']
