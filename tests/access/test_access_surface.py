"""Grid, friction and travel time on worlds whose answers are known."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from access_worlds import access_config, facilities, lines, roads, squares

from prosmed_gis.access.grid import OUTSIDE, make_grid, nearest_open
from prosmed_gis.access.ground.friction import CLOSED, lay_ground
from prosmed_gis.access.ground.layers import GroundLayers
from prosmed_gis.access.ground.roads import road_speed_kmh
from prosmed_gis.access.run import locate_cells
from prosmed_gis.access.travel_time import NONE, is_within, travel_time, window
from prosmed_gis.domain.ground import BEST
from prosmed_gis.errors import DataError

WALK = 60 / 3000
"""Minutes per metre at 3 km/h."""


def friction_surface(grid, config, **layers):
    """Friction of the dry season, calm, with a vehicle."""
    return lay_ground(grid, GroundLayers(**layers), config, seasons=[BEST.season]).friction(BEST)


def test_grid_has_the_country_and_its_margin() -> None:
    grid = make_grid(squares(2, 10_000), cell_size_m=1000, margin_km=3)
    assert grid.inside.sum() == 200
    assert (grid.cercle_code == 0).sum() == (grid.cercle_code == 1).sum() == 100
    assert grid.shape[0] >= 16
    assert grid.shape[1] >= 26
    assert not grid.inside[:3].any()


def test_cells_and_centres_are_inverse() -> None:
    grid = make_grid(squares(2, 10_000), cell_size_m=1000)
    row, column = np.nonzero(grid.inside)
    again = grid.cells_of(*grid.centres(row, column))
    assert np.array_equal(again[0], row)
    assert np.array_equal(again[1], column)
    assert grid.cells_of(np.array([0.0, np.nan]), np.array([60.0, 1.0]))[0].tolist() == [OUTSIDE, OUTSIDE]


def test_grid_needs_ground() -> None:
    with pytest.raises(DataError, match="no geometry"):
        make_grid(squares(1, 1000).set_geometry([None]), cell_size_m=1000)


def test_nearest_open_prefers_itself_then_near_then_north() -> None:
    is_open = np.zeros((5, 5), dtype=bool)
    is_open[1, 2] = is_open[3, 2] = True
    row, column = nearest_open(np.array([2, 3, 0, OUTSIDE]), np.array([2, 2, 0, OUTSIDE]), is_open, within_cells=1)
    assert row.tolist() == [1, 3, OUTSIDE, OUTSIDE]
    assert column.tolist() == [2, 2, OUTSIDE, OUTSIDE]


def test_uniform_world_is_the_octile_distance_and_within_its_error() -> None:
    friction = np.full((61, 61), WALK)
    found = travel_time(friction, np.array([30]), np.array([30]), cell_size_m=1000.0)
    dy, dx = np.abs(np.indices(friction.shape) - 30)
    octile = np.maximum(dy, dx) + (np.sqrt(2) - 1) * np.minimum(dy, dx)
    assert np.allclose(found.minutes, octile * 1000 * WALK)
    straight = np.hypot(dy, dx) * 1000 * WALK
    ratio = found.minutes[straight > 0] / straight[straight > 0]
    assert ratio.min() >= 1 - 1e-12
    assert 1.08 < ratio.max() <= 1.0824
    assert (found.source == 0).all()


def test_road_speed_observed_wins() -> None:
    config = access_config()
    table = pd.DataFrame(
        {"road_class": ["primary", "track"], "state": ["poor", "unknown"], "speed_kmh": [np.nan, 25.0]},
        index=["a", "b"],
    )
    assert road_speed_kmh(table, config.speeds).to_dict() == {"a": 30.0, "b": 25.0}


def test_fastest_road_of_a_cell_and_never_slower_than_walking() -> None:
    grid = make_grid(squares(1, 10_000), cell_size_m=1000)
    along = [(0.0, 5500.0), (10_000.0, 5500.0)]
    net = roads((along, "primary", "good", np.nan), (along, "track", "good", np.nan), (along, "track", "good", 1.0))
    friction = friction_surface(grid, access_config(), roads=net)
    row, column = grid.cells_of(*_degrees([(5500, 5500), (5500, 8500)]))
    assert friction[row[0], column[0]] == pytest.approx(60 / 60_000)
    slow = friction_surface(grid, access_config(), roads=net.iloc[[2]])
    assert slow[row[0], column[0]] == slow[row[1], column[1]] == pytest.approx(WALK)


def test_road_is_faster_than_walking() -> None:
    grid = make_grid(squares(1, 20_000), cell_size_m=1000)
    along = [(0.0, 10_500.0), (20_000.0, 10_500.0)]
    row, column = grid.cells_of(*_degrees([(500, 10_500), (19_500, 10_500)]))
    times = {}
    for name, net in (("road", roads((along, "primary", "good", np.nan))), ("walk", None)):
        friction = friction_surface(grid, access_config(), roads=net)
        times[name] = travel_time(friction, row[:1], column[:1], cell_size_m=1000.0).minutes[row[1], column[1]]
    assert times["road"] == pytest.approx(19.0)
    assert times["walk"] == pytest.approx(19 * 20.0)


def test_river_costs_its_crossing_and_a_road_bridges_it() -> None:
    grid = make_grid(squares(1, 20_000), cell_size_m=1000)
    river = lines([(10_500.0, -100.0), (10_500.0, 20_100.0)])
    row, column = grid.cells_of(*_degrees([(8500, 5500), (12_500, 5500), (10_500, 5500)]))
    dry = friction_surface(grid, access_config())
    wet = friction_surface(grid, access_config(), rivers=river)
    before = travel_time(dry, row[:1], column[:1], cell_size_m=1000.0).minutes
    after = travel_time(wet, row[:1], column[:1], cell_size_m=1000.0).minutes
    assert after[row[1], column[1]] == pytest.approx(before[row[1], column[1]] + 45.0)
    # People of the river's own cell are on either bank: half of it.
    assert after[row[2], column[2]] == pytest.approx(before[row[2], column[2]] + 22.5)
    bridge = roads(([(8000.0, 5500.0), (13_000.0, 5500.0)], "track", "good", 3.0))
    bridged = friction_surface(grid, access_config(), rivers=river, roads=bridge)
    over = travel_time(bridged, row[:1], column[:1], cell_size_m=1000.0).minutes
    assert over[row[1], column[1]] == pytest.approx(before[row[1], column[1]])


def test_border_is_closed() -> None:
    # A country in two parts with a gap between: what lies behind the gap is out of reach.
    country = squares(3, 10_000).drop(index="ML0102")
    grid = make_grid(country, cell_size_m=1000, margin_km=2)
    friction = friction_surface(grid, access_config())
    assert (friction[~grid.inside] == CLOSED).all()
    row, column = grid.cells_of(*_degrees([(5500, 5500), (25_500, 5500)]))
    found = travel_time(friction, row[:1], column[:1], cell_size_m=1000.0)
    assert np.isinf(found.minutes[row[1], column[1]])
    assert found.source[row[1], column[1]] == NONE
    assert not is_within(found.minutes, 1e9)[row[1], column[1]]


def test_nothing_reaches_without_sources() -> None:
    found = travel_time(np.full((3, 3), WALK), np.array([], int), np.array([], int), cell_size_m=1000.0)
    assert np.isinf(found.minutes).all()
    assert (found.source == NONE).all()


def test_allocation_is_the_nearest_of_several() -> None:
    rng = np.random.default_rng(3)
    friction = rng.uniform(0.01, 0.1, (25, 31))
    friction[rng.random(friction.shape) < 0.1] = np.inf
    cells = rng.permutation(np.argwhere(np.isfinite(friction)))[:4]
    cells = np.vstack([cells, cells[1]])
    found = travel_time(friction, cells[:, 0], cells[:, 1], cell_size_m=500.0)
    each = np.array([travel_time(friction, c[:1], c[1:], cell_size_m=500.0).minutes for c in cells[:4]])
    assert np.allclose(found.minutes, each.min(axis=0))
    reached = np.isfinite(found.minutes)
    assert np.allclose(each[found.source[reached], *np.nonzero(reached)], found.minutes[reached])
    assert set(np.unique(found.source[reached])) <= {0, 1, 2, 3}


def test_window_search_agrees_with_the_national_one() -> None:
    rng = np.random.default_rng(8)
    friction = rng.uniform(0.02, 0.1, (60, 70))
    friction[rng.random(friction.shape) < 0.1] = np.inf
    friction[30] = 0.001
    cells = rng.permutation(np.argwhere(np.isfinite(friction)))[:5]
    for cut_off in (15.0, 60.0):
        part = window(friction, cells[:, 0], cells[:, 1], cell_size_m=1000.0, cut_off_min=cut_off)
        for cell, (row, column, minutes) in zip(
            cells, part.reach(cells[:, 0], cells[:, 1], cut_off_min=cut_off), strict=True
        ):
            whole = travel_time(friction, cell[:1], cell[1:], cell_size_m=1000.0).minutes
            reached = np.full(friction.shape, np.inf)
            reached[row, column] = minutes
            assert np.allclose(reached, np.where(whole <= cut_off, whole, np.inf))


def test_facilities_snap_to_ground_or_are_listed() -> None:
    grid = make_grid(squares(1, 10_000), cell_size_m=1000, margin_km=10)
    friction = friction_surface(grid, access_config())
    points = facilities(
        ("brigade", 5500, 5500, "working"), ("brigade", -900, 5500, "working"), ("brigade", -5500, 5500, "working")
    ).geometry
    points.loc["F3"] = None
    row, column = locate_cells(points, grid, friction, snap_cells=2)
    assert row[2] == row[3] == OUTSIDE
    assert np.isfinite(friction[row[:2], column[:2]]).all()
    west = grid.cells_of(*_degrees([(500, 5500)]))
    assert (row[1], column[1]) == (west[0][0], west[1][0])


def _degrees(points: list[tuple[float, float]]) -> tuple[np.ndarray, np.ndarray]:
    from prosmed_gis.crs import NATIONAL, STORED, transformer

    x, y = np.array(points, dtype=float).T
    return transformer(NATIONAL, STORED).transform(x, y)
