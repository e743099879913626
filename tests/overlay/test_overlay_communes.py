"""Layers one level down: what is known of a commune, and what a source leaves open."""

from __future__ import annotations

from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from affine import Affine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from prosmed_gis.config.overlay import Overlay
from prosmed_gis.crs import distance_km
from prosmed_gis.domain.layers import Raster
from prosmed_gis.overlay import communes as oc
from prosmed_gis.overlay.events import count_events, hide_uncertain_places
from prosmed_gis.overlay.people import population_cells
from prosmed_gis.overlay.units import locate

UNTIL = date(2021, 6, 30)
RULES = Overlay(
    low_precision="spread",
    political_violence=("battle", "explosion", "civilians"),
    political_violence_sub_types=("Mob violence",),
    communal_actors=("identity_militia",),
    raster_scaled_to_table=True,
)


def raster(values):
    """Cells of 0.25 degree over the nine squares of half a degree: four to a cercle, two to a commune."""
    size = Affine(0.25, 0, -5, 0, -0.25, 17.5)
    return Raster(np.asarray(values, dtype=float), size, "EPSG:4326", "people_per_cell", 2020, "made")


def by_unit(cells):
    return cells.groupby("cercle_pcode")["people"].sum()


def seen(make_events, rows, cercles, communes):
    return hide_uncertain_places(locate(make_events(rows), cercles, communes), RULES)


def total(counts, code):
    rows = counts[(counts["event_class"] == "political_violence") & (counts["cercle_pcode"] == code)]
    return rows["events"].sum()


def test_people_of_communes_by_hand(communes):
    values = np.zeros((6, 6))
    values[4:6, 0:2] = [[10, 30], [20, 40]]  # ML0101, its west column then its east one
    cells = oc.commune_cells(raster(values), communes, pd.Series({"ML0101": 500.0}))
    found = oc.people_by_commune(cells, communes)
    assert found.index.equals(communes.index)
    assert found["people"]["ML010101"] == pytest.approx(500 * 30 / 100, rel=1e-6)
    assert found["people"]["ML010102"] == pytest.approx(500 * 70 / 100, rel=1e-6)
    # nobody counted is not known to be nobody
    assert found["people"].drop(["ML010101", "ML010102"]).isna().all()
    assert by_unit(oc.commune_cells(raster(values), communes)).sum() == pytest.approx(100, rel=1e-6)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(arrays(float, (6, 6), elements=st.floats(0.1, 1e5)), st.lists(st.floats(1, 1e7), min_size=9, max_size=9))
def test_communes_sum_to_the_people_of_their_cercle(cercles, communes, values, numbers):
    people = pd.Series(numbers, index=cercles.index)
    cells = oc.commune_cells(raster(values), communes, people)
    sums = by_unit(cells).groupby(communes["parent_pcode"]).sum()
    assert sums.to_numpy() == pytest.approx(people.to_numpy(), rel=1e-9)
    whole = by_unit(population_cells(raster(values), cercles, people))
    assert sums.to_numpy() == pytest.approx(whole.to_numpy(), rel=1e-9)


def test_rows_of_communes_may_come_in_any_order(communes, cercles):
    values = np.arange(36.0).reshape(6, 6) + 1
    people = pd.Series(7.0, index=cercles.index)
    straight = oc.people_by_commune(oc.commune_cells(raster(values), communes, people), communes)
    turned = communes.iloc[::-1]
    other = oc.people_by_commune(oc.commune_cells(raster(values), turned, people.iloc[::-1]), turned)
    pd.testing.assert_frame_equal(straight, other.reindex(straight.index))


def test_a_cercle_without_a_number_keeps_the_rasters(communes, cercles):
    cells = oc.commune_cells(raster(np.ones((6, 6))), communes, pd.Series(np.nan, index=cercles.index))
    assert by_unit(cells).to_numpy() == pytest.approx(np.full(18, 2.0), rel=1e-5)
    assert oc.people_by_commune(None, communes) is None


def test_only_events_placed_in_a_commune_are_counted(make_events, cercles, communes):
    rows = [
        (-4.9, 16.1, "2021-05-10", {}),
        (-4.6, 16.1, "2021-05-11", {"geo_precision": 2}),
        (-4.6, 16.1, "2021-05-12", {"geo_precision": 3}),
        (-4.6, 16.1, "2021-05-13", {"geo_precision": 4}),
        (-4.6, 16.1, "2021-07-01", {}),
        (20.0, 16.1, "2021-05-14", {}),
    ]
    events = seen(make_events, rows, cercles, communes)
    counts = oc.commune_counts(events, communes, RULES, until=UNTIL)
    assert total(counts, "ML010101") == 1
    assert total(counts, "ML010102") == 1
    assert counts["events"].sum() == 2
    assert set(counts["cercle_pcode"]) == set(communes.index)
    lost = oc.events_without_commune(events, RULES, until=UNTIL)
    assert lost.loc["ML0101"].tolist() == [3, 1]
    assert lost.loc[oc.REGION_ROW].tolist() == [1, 1]


def test_counts_by_cercle_say_nothing_of_communes(make_events, cercles, communes):
    assert oc.commune_counts(None, communes, RULES, until=UNTIL) is None
    assert oc.events_without_commune(None, RULES, until=UNTIL).empty
    vague = seen(make_events, [(-4.9, 16.1, "2021-05-10", {"geo_precision": 3})], cercles, communes)
    assert count_events(vague, None, cercles, RULES, until=UNTIL).counts["events"].sum() == 1
    assert oc.commune_counts(vague, communes, RULES, until=UNTIL) is None


def test_conflicts_without_a_commune_are_left_out():
    table = pd.DataFrame(
        {"cercle_pcode": ["ML0101", "ML0102"], "commune_pcode": ["ML010101", None], "intensity": [3, 1], "year": 2018}
    ).astype({"commune_pcode": "str"})
    assert oc.conflicts_by_commune(table)["cercle_pcode"].tolist() == ["ML010101"]
    assert oc.conflicts_by_commune(None) is None


def plans(*rows):
    frame = pd.DataFrame(rows, columns=["level", "pcode"]).assign(plan="maliko", status="started")
    return frame.assign(date=pd.Timestamp("2020-02-15"))


def test_plans_one_level_down():
    table = plans(("commune", "ML010101"), ("cercle", "ML0101"), ("region", "ML01"))
    found = oc.plans_by_commune(table)
    assert list(zip(found["level"], found["pcode"], strict=True)) == [("cercle", "ML010101"), ("region", "ML0101")]
    assert oc.plans_by_commune(plans(("cercle", "ML0101"))) is None
    assert oc.plans_by_commune(None) is None


def test_a_mention_of_a_commune_is_one_of_its_cercle(communes):
    table = plans(("commune", "ML010101"), ("cercle", "ML0102"), ("region", "ML01"))
    found = oc.plans_by_cercle(table, communes)
    assert list(zip(found["level"], found["pcode"], strict=True)) == [
        ("cercle", "ML0101"), ("cercle", "ML0102"), ("region", "ML01"),
    ]  # fmt: skip
    assert oc.plans_by_cercle(None, communes) is None


def interventions(*rows):
    frame = pd.DataFrame(rows, columns=["project_id", "level", "pcode"])
    frame = frame.assign(project="p", actor="a", donor="d", theme="justice_security", status="ongoing")
    frame[["start", "end"]] = pd.NaT
    frame = frame.astype({"start": "datetime64[ns]", "end": "datetime64[ns]", "pcode": "str"})
    return frame.set_index(pd.Index([f"r{i}" for i in range(len(frame))], name="row_id"))


def test_partners_that_name_a_commune_and_those_that_name_its_cercle(communes):
    table = interventions(
        ("A", "commune", "ML010101"), ("A", "commune", "ML010102"), ("A", "cercle", "ML0101"), ("B", "cercle", "ML0101"),
        ("C", "region", "ML01"), ("D", "national", None),
    )  # fmt: skip
    found = oc.partners_by_commune(table, communes, UNTIL)
    assert list(zip(found["cercle_pcode"], found["project_id"], found["level"], strict=True)) == [
        ("ML010101", "A", "cercle"),
        ("ML010101", "B", "region"),
        ("ML010102", "A", "cercle"),
        ("ML010102", "B", "region"),
    ]
    assert oc.partners_by_commune(interventions(("B", "cercle", "ML0101")), communes, UNTIL) is None
    assert oc.partners_by_commune(None, communes, UNTIL) is None


def test_works_stand_in_a_commune_where_their_place_is_known(communes):
    works = pd.DataFrame(
        {"kind": "ti", "lon": [-4.9, -4.6, np.nan, 20.0], "lat": [16.1, 16.1, np.nan, 16.1], "cercle_pcode": "ML0101"},
        index=["a", "b", "envelope", "abroad"],
    )
    found = oc.works_by_commune(works, communes)["cercle_pcode"]
    assert found[["a", "b"]].tolist() == ["ML010101", "ML010102"]
    assert found["abroad":].isna().all()
    assert "envelope" not in found.index
    assert oc.works_by_commune(None, communes) is None


def test_distances_are_geodesic_and_borders_unknown(communes):
    near = oc.distances_between(communes.iloc[::-1])
    codes = list(communes.index)
    assert near.distances_km.index.tolist() == codes
    points = gpd.GeoSeries(communes.representative_point())
    one, other = points["ML010101"], points["ML030302"]
    assert near.distances_km.loc["ML010101", "ML030302"] == pytest.approx(
        float(distance_km(one.x, one.y, other.x, other.y))
    )
    assert (near.distances_km.to_numpy() == near.distances_km.to_numpy().T).all()
    assert (np.diag(near.distances_km) == 0).all()
    assert near.shared_km.isna().all(axis=None)
    assert near.perimeter_km.isna().all()
