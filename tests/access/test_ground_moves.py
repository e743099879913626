"""How one moves over the ground: neighbours, and slopes as they are walked from home to the facility."""

from __future__ import annotations

import numpy as np
import pytest
from access_worlds import access_config, facilities, people_at, roads, squares
from affine import Affine

from prosmed_gis.access.grid import make_grid
from prosmed_gis.access.ground.layers import GroundLayers
from prosmed_gis.access.run import AccessResult, service_access
from prosmed_gis.access.search import engine
from prosmed_gis.access.states import state_travel
from prosmed_gis.crs import NATIONAL
from prosmed_gis.domain.ground import BEST, GroundState
from prosmed_gis.domain.layers import Raster
from prosmed_gis.domain.vocabulary import Season, Service, TravelMode

SIDE = 20_000
COUNTRY = squares(1, SIDE)
GRID = make_grid(COUNTRY, cell_size_m=1000)
FOOT = GroundState(Season.DRY, mode=TravelMode.FOOT)
BOTH = [{"season": "dry", "security": "calm", "mode": mode} for mode in ("vehicle", "foot")]
SLOPE = {"decay": 3.5, "best_grade": 0.05, "directed": False, "source": "test"}
KM_MIN = 20.0
"""Of a kilometre at 3 km/h."""


def heights(by_column: list[float]) -> Raster:
    values = np.tile(np.array(by_column, dtype=float), (20, 1))
    return Raster(values, Affine(1000, 0, 0, 0, -1000, SIDE), NATIONAL.to_wkt(), "m", 2020, "test")


def reached(post_x: float, elevation: Raster | None, net: object = None, **changes: object) -> AccessResult:
    config = access_config(**{"states": BOTH, "slope": {**SLOPE, "directed": True}, **changes})
    post = facilities(("brigade", post_x, 10_500, "working"))
    more = GroundLayers(elevation=elevation)
    return service_access(post, net, None, COUNTRY, people_at(GRID), config, year=2020, more=more)


def minutes(found: AccessResult, state: GroundState, x: float) -> float:
    grid = found.grid
    row, column = int((grid.y_max - 10_500) // 1000), int((x - grid.x_min) // 1000)
    return float(state_travel(found, state)[Service.SECURITY].minutes[row, column])


# A hill between 5.5 and 8.5 km: 10 % up from the west, 5 % up twice from the east.
HILL = heights([0.0] * 6 + [100.0, 50.0] + [0.0] * 12)


def pace(grade: float) -> float:
    return float(np.exp(3.5 * (abs(grade + 0.05) - 0.05)))


@pytest.mark.parametrize("state", [FOOT, BEST])
def test_a_hill_counts_as_it_is_walked_from_home_to_the_post(state) -> None:
    eastwards = KM_MIN * (pace(0.1) + 2 * pace(-0.05))
    westwards = KM_MIN * (2 * pace(0.05) + pace(-0.1))
    assert minutes(reached(8500, HILL), state, 5500) == pytest.approx(eastwards)
    assert minutes(reached(5500, HILL), state, 8500) == pytest.approx(westwards)
    assert eastwards < westwards


def test_a_slope_is_not_counted_twice_and_not_without_heights() -> None:
    found = reached(8500, HILL)
    assert np.allclose(found.friction[found.grid.inside], KM_MIN / 1000)
    even = reached(8500, None)
    assert minutes(even, FOOT, 5500) == pytest.approx(3 * KM_MIN)
    assert even.moves[FOOT].walking is None
    both_ways = reached(8500, HILL, slope=SLOPE)
    assert both_ways.moves[FOOT].walking is None
    assert both_ways.friction[both_ways.grid.inside].max() > KM_MIN / 1000


def test_a_vehicle_on_a_road_feels_no_slope_and_who_walks_beside_it_does() -> None:
    net = roads(([(0.0, 10_500.0), (20_000.0, 10_500.0)], "primary", "good", np.nan))
    found = reached(8500, HILL, net)
    assert minutes(found, BEST, 5500) == pytest.approx(3.0)
    assert minutes(found, FOOT, 5500) == pytest.approx(KM_MIN * (pace(0.1) + 2 * pace(-0.05)))


def test_cells_without_a_height_are_level_with_the_nearest() -> None:
    gap = heights([*[0.0] * 6, 100.0, *[np.nan] * 13])
    assert minutes(reached(9500, gap), FOOT, 5500) == pytest.approx(KM_MIN * (pace(0.1) + 3))


def test_sixteen_neighbours_reach_every_search_of_the_room() -> None:
    eight, sixteen = (reached(8500, None, neighbours=number) for number in (8, 16))
    for state in (BEST, FOOT):
        found = state_travel(sixteen, state)[Service.SECURITY].minutes
        usual = state_travel(eight, state)[Service.SECURITY].minutes
        assert (found <= usual).all()
        assert usual[9 - 4, 8 - 2] == pytest.approx(KM_MIN * (2 + 2 * np.sqrt(2)))
        assert found[9 - 4, 8 - 2] == pytest.approx(KM_MIN * 2 * np.sqrt(5))
    start = np.array([9]), np.array([8])
    ((row, column, within),) = sixteen.window(*start, cut_off_min=100).reach(*start, cut_off_min=100)
    knight = (row == 9 - 4) & (column == 8 - 2)
    assert within[knight].tolist() == pytest.approx([KM_MIN * 2 * np.sqrt(5)])
    for travel, number in ((sixteen, 16), (eight, 8)):
        assert {moves.neighbours for moves in travel.moves.values()} == {number}
    second = sixteen.ranked(Service.SECURITY, 2)
    assert np.array_equal(second[0].minutes, sixteen.travel[Service.SECURITY].minutes)
    assert np.isinf(second[1].minutes).all()


@pytest.mark.parametrize("elevation", [None, HILL])
def test_both_engines_find_the_same(monkeypatch, elevation) -> None:
    compiled = reached(8500, elevation, neighbours=16)
    monkeypatch.setattr(engine, "has_numba", lambda: False)
    library = reached(8500, elevation, neighbours=16)
    for state in (BEST, FOOT):
        one, other = (state_travel(found, state)[Service.SECURITY].minutes for found in (compiled, library))
        assert np.allclose(one, other, rtol=1e-12)
