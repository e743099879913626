"""The GeoPackage, read without QGIS: rows, kinds, dates, styles, and what an audience may not see."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import qgis_world

from prosmed_gis.domain.vocabulary import Audience, Language
from prosmed_gis.errors import OutputError
from prosmed_gis.outputs.audience import for_audience
from prosmed_gis.outputs.geopackage import write_geopackage
from prosmed_gis.outputs.qgis import fields
from prosmed_gis.outputs.qgis.cercles import cercle_frame
from prosmed_gis.outputs.qgis.contents import tables

SPATIAL = {
    "cercles": "MultiPolygon", "communes": "MultiPolygon", "regions": "MultiPolygon", "works": "Point", "facilities": "Point",
    "settlements": "Point", "roads": "MultiLineString", "rivers": "MultiLineString",
}  # fmt: skip
ATTRIBUTES = {
    "selection",
    "plan",
    "shortfalls",
    "spending",
    "coverage",
    "tracking",
    "partners",
    "violence_mensuelle",
    "metadata",
}


def rows(path, query, *values):
    with closing(sqlite3.connect(path)) as file:
        return file.execute(query, values).fetchall()


def test_same_products_give_same_bytes(tmp_path):
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    for name in ("a.gpkg", "b.gpkg"):
        write_geopackage(qgis_world.products(), tmp_path / name)
    assert (tmp_path / "a.gpkg").read_bytes() == (tmp_path / "b.gpkg").read_bytes()
    assert pyogrio.get_gdal_config_option("OGR_CURRENT_DATE") == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.gpkg", "b.gpkg"]


def test_an_old_file_is_replaced_whole(tmp_path):
    target = tmp_path / "prosmed.gpkg"
    target.write_text("not a GeoPackage")
    write_geopackage(qgis_world.products(), target)
    assert "cercles" in pyogrio.list_layers(target)[:, 0]


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(OutputError, match="écriture impossible"):
        write_geopackage(qgis_world.products(), tmp_path / "none" / "prosmed.gpkg")


def test_layers_their_kind_crs_and_version(made):
    path = made() / "prosmed.gpkg"
    assert rows(path, "PRAGMA user_version") == [(10300,)]
    listed = dict(pyogrio.list_layers(path))
    assert {name: kind for name, kind in listed.items() if kind} == SPATIAL
    assert {name for name, kind in listed.items() if not kind} == ATTRIBUTES | {"layer_styles"}
    for name in SPATIAL:
        info = pyogrio.read_info(path, layer=name)
        assert (info["crs"], info["geometry_name"]) == ("EPSG:4326", "geom")


def test_column_names_are_plain_ascii(made):
    path = made(Audience.INTERNAL) / "prosmed.gpkg"
    for name, _ in pyogrio.list_layers(path):
        if name != "layer_styles":
            for column in pyogrio.read_info(path, layer=name)["fields"]:
                assert re.fullmatch(r"[a-z][a-z0-9_]*", column), (name, column)


def test_styles_are_registered_as_qgis_looks_for_them(made):
    path = made() / "prosmed.gpkg"
    assert rows(path, "SELECT data_type FROM gpkg_contents WHERE table_name = 'layer_styles'") == [("attributes",)]
    styles = rows(
        path,
        "SELECT f_table_schema, f_table_name, f_geometry_column, useAsDefault, update_time, styleQML FROM layer_styles",
    )
    assert {style[1] for style in styles} == set(SPATIAL) | ATTRIBUTES
    for schema, name, geometry, default, time, qml in styles:
        assert (schema, default, time) == ("", 1, "2021-06-30T00:00:00.000Z")
        assert geometry == ("geom" if name in SPATIAL else "")
        assert ("<renderer-v2" in qml) == (name in SPATIAL)
        assert "<aliases>" in qml


def test_dates_inside_are_the_studys(made):
    assert {row[0] for row in rows(made() / "prosmed.gpkg", "SELECT last_change FROM gpkg_contents")} == {
        "2021-06-30T00:00:00.000Z"
    }


def test_whole_numbers_and_booleans_keep_their_kind_with_gaps(made):
    path = made(Audience.INTERNAL) / "prosmed.gpkg"
    assert {row[0] for row in rows(path, "SELECT DISTINCT typeof(opens_year) FROM plan")} == {"integer", "null"}
    assert {row[0] for row in rows(path, "SELECT DISTINCT typeof(rank) FROM cercles")} == {"integer"}
    assert {row[0] for row in rows(path, "SELECT DISTINCT typeof(fatalities_low) FROM events")} == {"null"}
    kinds = dict(
        zip(
            pyogrio.read_info(path, layer="events")["fields"],
            pyogrio.read_info(path, layer="events")["dtypes"],
            strict=True,
        )
    )
    assert (kinds["fatalities_low"], kinds["civilian_targeting"], kinds["date"]) == ("int64", "bool", "datetime64[ms]")


def test_a_cercle_holds_what_is_known_of_it(made):
    products = qgis_world.products()
    frame = gpd.read_file(made() / "prosmed.gpkg", layer="cercles").set_index("pcode")
    selection = products.selection.set_index("pcode")
    assert frame["selected"].tolist() == selection["selected"].astype(int).reindex(frame.index).tolist()
    assert frame["selected"].sum() == 3
    assert frame["score"].tolist() == pytest.approx(selection["score"].reindex(frame.index).tolist())
    assert frame["conflict_worth"].tolist() == pytest.approx(products.criteria.group_worths["conflict"].tolist())
    coverage = products.plan.coverage.set_index(["cercle_pcode", "service", "year"])["share"]
    for code, row in frame.iterrows():
        assert row["cover_security_base"] == pytest.approx(coverage[code, "security", 2020])
        assert row["cover_prison_last"] == pytest.approx(coverage[code, "prison", 2025])


def test_events_of_twelve_months_by_hand(made):
    frame = gpd.read_file(made() / "prosmed.gpkg", layer="cercles").set_index("pcode")
    counts = qgis_world.products().counts
    for code in frame.index:
        expected = 0.0
        for _, row in counts.iterrows():
            month = row["month"]
            if row["cercle_pcode"] == code and (2020, 7) <= (month.year, month.month) <= (2021, 6):
                expected += row["events"]
        assert frame.loc[code, "events_12m"] == expected
    assert frame["events_class"].tolist()[0] == "0"


def test_works_and_projects_are_counted_by_cercle(made):
    products = qgis_world.products()
    frame = gpd.read_file(made() / "prosmed.gpkg", layer="cercles").set_index("pcode")
    works, partners = products.plan.works, products.partners
    for code, row in frame.iterrows():
        own = {work for work, cercle, status in zip(works["work_id"], works["cercle_pcode"], works["status"], strict=True)
               if cercle == code and status == "planned"}  # fmt: skip
        assert row["works_planned_n"] == len(own)
        here = partners[(partners["cercle_pcode"] == code) & partners["present"]]
        assert row["projects_n"] == (here["level"] == "cercle").sum()
        assert row["projects_region_n"] == (here["level"] == "region").sum()


def test_the_worst_state_speaks_for_a_cercle(made):
    frame = gpd.read_file(made() / "prosmed.gpkg", layer="cercles").set_index("pcode")
    order = ["late", "watch", "on_time", "done"]
    tracked = frame.dropna(subset=["state_2_1_2", "state_2_2_2"])
    assert len(tracked) == 3
    for _, row in tracked.iterrows():
        assert row["indicators_state"] == min((row["state_2_1_2"], row["state_2_2_2"]), key=order.index)
    assert frame["indicators_state"].isna().sum() == 3


def test_works_stand_side_by_side_and_sum_their_payments(made):
    frame = gpd.read_file(made() / "prosmed.gpkg", layer="works").set_index("work_id")
    assert "ENV-1" not in frame.index
    assert (frame["cost_usd"] == 120000.0).all()
    assert (frame["people_gained"] == 900.0).all()
    for _, here in frame.groupby(["lon", "lat"]):
        assert sorted(here["slot"]) == list(range(len(here)))
        assert (here["slots"] == len(here)).all()
    assert frame["slots"].max() == 3
    plan = gpd.read_file(made() / "prosmed.gpkg", layer="plan")
    assert "ENV-1" in set(plan["work_id"])


def test_villages_are_left_out(made):
    frame = gpd.read_file(made() / "prosmed.gpkg", layer="settlements")
    assert "village" not in set(frame["place_class"])
    assert len(frame) == 6


def test_events_and_actors_are_for_the_programme_only(made):
    assert "events" in pyogrio.list_layers(made(Audience.INTERNAL) / "prosmed.gpkg")[:, 0]
    assert b"Groupe secret" in (made(Audience.INTERNAL) / "prosmed.gpkg").read_bytes()
    for audience in (Audience.PARTNERS, Audience.PUBLIC):
        folder = made(audience)
        assert not {"events", "problems"} & set(pyogrio.list_layers(folder / "prosmed.gpkg")[:, 0])
        assert b"Groupe secret" not in (folder / "prosmed.gpkg").read_bytes()


def test_the_public_sees_no_place_finer_than_a_cercle(made):
    path = made(Audience.PUBLIC) / "prosmed.gpkg"
    listed = {name for name, kind in pyogrio.list_layers(path) if kind}
    assert listed == {"cercles", "regions", "roads", "rivers"}
    plan = gpd.read_file(path, layer="plan")
    assert plan[["lon", "lat", "place", "cost_usd"]].isna().all(axis=None)
    cercles = gpd.read_file(path, layer="cercles")
    assert "events_12m" not in cercles
    assert set(cercles["events_class"]) <= {"0", "1–9", "10–49", "50–149", "150+"}
    assert cercles[[column for column in cercles if column.startswith("value_")]].isna().all(axis=None)
    full = gpd.read_file(made() / "prosmed.gpkg", layer="cercles")
    assert cercles["events_class"].tolist() == full["events_class"].tolist()


@pytest.mark.parametrize("language", list(Language))
def test_every_column_has_a_name_in_the_users_language(language):
    products = for_audience(qgis_world.products(Audience.INTERNAL, language))
    known = fields.names(products)
    for table in tables(products).values():
        unnamed = [column for column in table.columns if fields.alias(column, known) == column and column != "river_id"]
        assert unnamed == [], table.name


def test_a_layer_that_the_study_lacks_is_left_out(tmp_path):
    products = qgis_world.products()
    bare = replace(products.layers, facilities=None, roads=None, rivers=None, indicators=None)
    write_geopackage(replace(products, layers=bare), tmp_path / "a.gpkg")
    assert not {"facilities", "roads", "rivers"} & set(pyogrio.list_layers(tmp_path / "a.gpkg")[:, 0])


def test_two_columns_of_one_name_are_refused(tmp_path):
    products = qgis_world.products()
    doubled = products.selection.assign(**{"Accès value": 1.0, "acces_value": 2.0})
    with pytest.raises(OutputError, match="acces_value"):
        write_geopackage(replace(products, selection=doubled), tmp_path / "a.gpkg")


def test_products_are_not_changed():
    products = qgis_world.products()
    before = {name: getattr(products, name).copy() for name in ("selection", "firmness", "counts", "partners")}
    columns = list(products.layers.cercles.columns)
    tables(products)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(frame, getattr(products, name))
    assert list(products.layers.cercles.columns) == columns


def test_an_empty_plan_and_no_tracking_still_make_a_file(tmp_path):
    products = qgis_world.products()
    plan = replace(products.plan, works=products.plan.works.iloc[:0], coverage=products.plan.coverage.iloc[:0])
    tracked = replace(products.tracked, states=products.tracked.states.iloc[:0], works=products.tracked.works.iloc[:0])
    bare = replace(
        products, plan=plan, tracked=tracked, counts=products.counts.iloc[:0], partners=products.partners.iloc[:0]
    )
    write_geopackage(bare, tmp_path / "a.gpkg")
    frame = gpd.read_file(tmp_path / "a.gpkg", layer="cercles")
    assert (frame["projects_n"] == 0).all()
    assert (frame["works_given_n"] == 0).all()
    assert "works" not in pyogrio.list_layers(tmp_path / "a.gpkg")[:, 0]


def test_a_place_has_its_price_and_its_turn_to_go(made):
    found = rows(made() / "prosmed.gpkg", "SELECT selected, replacement_cost, in_small_list, release_step FROM cercles")
    assert {cost for selected, cost, *_ in found if selected} == {1.5}
    assert sum(small for *_, small, _ in found) == sum(selected for selected, *_ in found) - 1
    assert [(selected, small) for selected, _, small, step in found if step == 1] == [(1, 0)]


def test_a_cercle_says_whether_the_document_lists_it():
    products = qgis_world.products()
    first, second, third = products.layers.cercles.index[:3]
    listed = pd.DataFrame({"initiation_phase": [True, False]}, index=[first, second])
    found = cercle_frame(replace(products, layers=replace(products.layers, reference=listed))).set_index("pcode")
    assert found.loc[[first, second, third], "in_document"].tolist() == [1, 1, 0]
    assert found.loc[[first, second, third], "initiation"].tolist() == [1, 0, pd.NA]
    known = fields.names(products)
    assert fields.alias("in_document", known) == "Dans le document de programme"
    assert "in_document" not in cercle_frame(products)
