"""Ranked points around a site, against a plain search through every cell."""

import math

import geopandas as gpd
import numpy as np
import pytest
import sheets_world as w
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from shapely.geometry import LineString

from prosmed_gis.config.suitability import Measure, Suitability
from prosmed_gis.domain.vocabulary import Service
from prosmed_gis.siting.suitability.measures import measures_around, nearest_m, sample, slope_percent
from prosmed_gis.siting.suitability.plane import Plane
from prosmed_gis.siting.suitability.ranking import rank_points, worth

LON, LAT = w.degrees(*w.SITE)


def config(points=3, apart_m=200.0, **measures):
    return Suitability(
        radius_km=0.5, cell_size_m=100, points=points, apart_m=apart_m, seen_km=5,
        measures={name: {"unit": "m", "source": "essai", **rule} for name, rule in measures.items()},
    )  # fmt: skip


def plane(radius_km=0.5):
    return Plane(LON, LAT, radius_km, 100.0)


def by_search(measures, place, rules):
    """Every cell looked at in plain loops: who passes, the score of each, and the best ones apart."""
    east, north = place.centres()
    cells = []
    passed = tried = 0
    known = {name: values for name, values in measures.items() if values is not None}
    total = sum(rules.measures[name].weight for name in known)
    for row in range(east.shape[0]):
        for column in range(east.shape[1]):
            x, y = east[row, column], north[row, column]
            if math.hypot(x, y) > 1000 * place.radius_km:
                continue
            tried += 1
            score, out = 0.0, False
            for name, values in known.items():
                value, rule = values[row, column], rules.measures[name]
                out |= bool(np.isnan(value))
                out |= rule.at_least is not None and value < rule.at_least
                out |= rule.at_most is not None and value > rule.at_most
                share = min(1.0, max(0.0, (value - rule.worst) / (rule.best - rule.worst)))
                score += rule.weight / total * share
            if not out:
                passed += 1
                cells.append((-round(score, 10), row, column, x, y))
    chosen = []
    for cell in sorted(cells):
        if len(chosen) < rules.points and all(
            math.hypot(cell[3] - c[3], cell[4] - c[4]) >= rules.apart_m for c in chosen
        ):
            chosen.append(cell)
    return tried, passed, [(round(-100 * cell[0], 6), cell[3], cell[4]) for cell in chosen]


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10_000), apart=st.sampled_from([0.0, 150.0, 300.0]), gate=st.sampled_from([None, 20.0, 60.0]),
    missing=st.booleans(),
)  # fmt: skip
def test_the_points_are_those_of_a_search_through_every_cell(seed, apart, gate, missing):
    rng = np.random.default_rng(seed)
    place = plane()
    shape = place.inside().shape
    road = rng.integers(0, 100, shape).astype(float)
    road[rng.random(shape) < 0.05] = np.nan
    water = np.where(rng.random(shape) < 0.1, np.inf, rng.integers(0, 100, shape).astype(float))
    rules = config(
        apart_m=apart,
        road={"weight": 0.5, "worst": 100, "best": 0, "at_most": gate},
        water={"weight": 0.3, "worst": 10, "best": 90, "at_least": 5},
        slope={"weight": 0.2, "worst": 10, "best": 0, "unit": "percent", "at_most": 5},
    )
    measures = {"road": road, "water": water, "slope": None if missing else rng.random(shape) * 10}
    found = rank_points(measures, place, rules)
    tried, passed, chosen = by_search(measures, place, rules)
    assert (found.cells, found.passed) == (tried, passed)
    lon, lat = place.degrees(np.array([c[1] for c in chosen]), np.array([c[2] for c in chosen]))
    assert found.points["score"].round(6).tolist() == pytest.approx([c[0] for c in chosen])
    assert found.points["lon"].to_numpy() == pytest.approx(lon)
    assert found.points["lat"].to_numpy() == pytest.approx(lat)
    assert found.missing == (("slope",) if missing else ())


def test_a_missing_measure_gives_its_weight_to_the_others_and_is_named():
    flat = np.full(plane().inside().shape, 50.0)
    rules = config(
        road={"weight": 0.3, "worst": 100, "best": 0}, water={"weight": 0.1, "worst": 0, "best": 100},
        slope={"weight": 0.6, "worst": 10, "best": 0, "unit": "percent"},
    )  # fmt: skip
    found = rank_points({"road": flat, "water": flat, "slope": None}, plane(), rules)
    assert found.weights.to_dict() == pytest.approx({"road": 0.75, "water": 0.25})
    assert found.missing == ("slope",)
    assert found.points["score"].tolist() == pytest.approx([50.0] * 3)


def test_without_any_data_no_point_is_proposed():
    found = rank_points({}, plane(), config(road={"weight": 1, "worst": 1, "best": 0}))
    assert found.points.empty
    assert found.missing == ("road",)
    assert found.weights.empty


def test_the_order_of_the_measures_does_not_matter():
    rng = np.random.default_rng(3)
    shape = plane().inside().shape
    values = {"road": rng.random(shape), "water": rng.random(shape), "town": rng.random(shape)}
    rule = {"worst": 0, "best": 1}
    weights = {"road": 0.1, "water": 0.2, "town": 0.7}
    one = rank_points(values, plane(), config(**{name: {**rule, "weight": weights[name]} for name in values}))
    turned = list(reversed(list(values)))
    other = rank_points(values, plane(), config(**{name: {**rule, "weight": weights[name]} for name in turned}))
    assert one.points[["lon", "lat", "score"]].equals(other.points[["lon", "lat", "score"]])


def test_a_gate_counts_whom_it_excludes():
    east, _ = plane().centres()
    rule = {"weight": 1, "worst": 0, "best": 1000, "at_most": 500}
    found = rank_points({"road": east + 500}, plane(), config(road=rule))
    assert found.excluded["road"] == int((plane().inside() & (east > 0)).sum())
    assert found.passed + found.excluded["road"] == found.cells
    assert (found.points["measured_road"] <= 500).all()


def test_of_equal_points_the_northern_then_the_western_comes_first():
    flat = np.zeros(plane().inside().shape)
    found = rank_points({"road": flat}, plane(), config(points=2, apart_m=0, road={"weight": 1, "worst": 1, "best": 0}))
    assert found.points["lat"].iloc[0] > found.points["lat"].iloc[1]
    assert found.points["distance_m"].iloc[0] == pytest.approx(500.0)


def test_worth_is_straight_and_clipped():
    measure = Measure(unit="m", weight=1, worst=2000, best=1000, source="essai")
    assert worth(np.array([0, 1000, 1250, 2000, np.inf]), measure).tolist() == [1.0, 1.0, 0.75, 0.0, 0.0]
    assert np.isnan(worth(np.array([np.nan]), measure)).all()


@pytest.mark.parametrize(
    "rules",
    [
        {"road": {"weight": 1, "worst": 5, "best": 5}},
        {"road": {"weight": 0, "worst": 5, "best": 1}},
        {"road": {"weight": 1, "worst": 5, "best": 1, "at_least": 3, "at_most": 2}},
        {"road": {"weight": -1, "worst": 5, "best": 1}},
        {"moon": {"weight": 1, "worst": 5, "best": 1}},
    ],
)
def test_rules_that_mean_nothing_are_refused(rules):
    with pytest.raises(ValidationError):
        config(**rules)


def test_distances_in_the_world_by_hand():
    place = Plane(LON, LAT, 1.0, 100.0)
    layers = w.layers()
    found = measures_around(place, layers, w.CONFIG.suitability, service=Service.SECURITY)
    middle = place.steps
    # The road runs through the site, so a cell is as far from it as it is north or south (the plane is turned a little).
    assert found["road"][middle, middle] == pytest.approx(0.0, abs=2.0)
    assert found["road"][middle - 5, middle] == pytest.approx(500.0, rel=0.01)
    assert found["town"][middle, middle + 3] == pytest.approx(300.0)
    assert found["water"][middle, middle] == pytest.approx(25_000.0, rel=0.005)
    # The brigade stands at the site; a planned court is no post of this service.
    assert found["post"][middle, middle - 4] == pytest.approx(400.0, rel=0.01)
    assert found["slope"] is None


def test_no_layer_is_not_the_same_as_none_in_sight():
    place = Plane(LON, LAT, 1.0, 100.0)
    layers = w.layers()
    prison = measures_around(place, layers, w.CONFIG.suitability, service=Service.PRISON)
    assert np.isinf(prison["post"]).all()
    assert measures_around(place, layers, w.CONFIG.suitability, service=None)["post"] is None


def test_nearest_is_the_least_over_all_shapes():
    place = plane()
    shapes = gpd.GeoSeries([LineString([(-1000, 200), (1000, 200)]), LineString([(300, -1000), (300, 1000)])])
    east, north = place.centres()
    assert nearest_m(place, shapes) == pytest.approx(np.minimum(abs(north - 200), abs(east - 300)))


def test_slope_of_an_inclined_plane():
    from affine import Affine

    from prosmed_gis.crs import local_plane
    from prosmed_gis.domain.layers import Raster

    # A raster in the plane's own metres: 3 m up per 100 m east, 4 m per 100 m north: 5 %.
    size, half = 50.0, 2000.0
    x = np.arange(-half, half, size) + size / 2
    east, north = np.meshgrid(x, x[::-1])
    heights = 0.03 * east + 0.04 * north
    raster = Raster(heights, Affine(size, 0, -half, 0, -size, half), local_plane(LON, LAT).to_wkt(), "m", 2020, "")
    assert slope_percent(plane(), raster) == pytest.approx(np.full(plane().inside().shape, 5.0), rel=1e-6)
    assert np.isnan(sample(raster, np.array([LON + 1]), np.array([LAT]))).all()
