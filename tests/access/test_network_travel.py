"""Travel along roads: against networkx's own search, by hand, and against the surface."""

from __future__ import annotations

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from access_worlds import access_config, plane, roads, squares
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString

from prosmed_gis.access.grid import make_grid
from prosmed_gis.access.ground.friction import lay_ground
from prosmed_gis.access.ground.layers import GroundLayers
from prosmed_gis.access.ground.roads import road_speed_kmh
from prosmed_gis.access.network import road_graph
from prosmed_gis.access.routing import compile_network, network_travel
from prosmed_gis.access.travel_time import travel_time
from prosmed_gis.config.reach import Network
from prosmed_gis.crs import NATIONAL, STORED, transformer
from prosmed_gis.domain.ground import BEST
from prosmed_gis.errors import DataError

WALK = 3.0
RULES = Network(join_m=20, crossings=True, detour=2, walk_km=25, source="test")


def degrees(points: list[tuple[float, float]]) -> tuple[np.ndarray, np.ndarray]:
    x, y = np.array(points, dtype=float).reshape(-1, 2).T
    return transformer(NATIONAL, STORED).transform(x, y)


def lines(*rows: list[tuple[float, float]], kmh: float = 60.0) -> tuple[gpd.GeoDataFrame, pd.Series]:
    frame = plane(
        gpd.GeoDataFrame(geometry=[LineString(row) for row in rows], index=[f"R{i}" for i in range(len(rows))])
    )
    return frame, pd.Series(kmh, index=frame.index)


def graph(*rows: list[tuple[float, float]], rules: Network = RULES, kmh: float = 60.0) -> nx.MultiDiGraph:
    return road_graph(*lines(*rows, kmh=kmh), rules)


def travel(made: nx.MultiDiGraph, places: list, points: list, rules: Network = RULES, **options: float):
    return network_travel(compile_network(made), degrees(places), degrees(points), rules, walk_kmh=WALK, **options)


CROSS = ([(0, 0), (20_000, 0)], [(10_000, -10_000), (10_000, 10_000)])


def test_crossings_are_junctions_where_asked() -> None:
    made = graph(*CROSS)
    assert (made.number_of_nodes(), made.number_of_edges()) == (5, 8)
    assert sorted(data["length_km"] for _, _, data in made.edges(data=True)) == pytest.approx([10.0] * 8, rel=2e-3)
    apart = graph(*CROSS, rules=RULES.model_copy(update={"crossings": False}))
    assert (apart.number_of_nodes(), apart.number_of_edges()) == (4, 4)


def test_lines_join_at_shared_vertices_and_near_ends() -> None:
    plain = RULES.model_copy(update={"crossings": False})
    shared = graph([(0, 0), (5000, 0), (9000, 0)], [(5000, 0), (5000, 7000)], rules=plain)
    assert (shared.number_of_nodes(), shared.number_of_edges()) == (4, 6)
    near = graph([(0, 0), (5000, 0)], [(5015, 0), (9000, 0)], rules=plain)
    assert (near.number_of_nodes(), near.number_of_edges()) == (3, 4)
    far = graph([(0, 0), (5000, 0)], [(5025, 0), (9000, 0)], rules=plain)
    assert far.number_of_nodes() == 4
    # Bends of one line 15 m apart are not a junction.
    dense = graph([(15.0 * step, 0) for step in range(200)], rules=plain)
    assert (dense.number_of_nodes(), dense.number_of_edges()) == (2, 2)


def test_speed_of_the_class_and_edges_in_minutes() -> None:
    net = roads(([(0, 0), (30_000, 0)], "primary", "good", np.nan), ([(0, 0), (0, 9000)], "track", "poor", np.nan))
    made = road_graph(net, road_speed_kmh(net, access_config().speeds), RULES)
    minutes = {data["road_id"]: data["minutes"] for _, _, data in made.edges(data=True)}
    assert minutes == pytest.approx({"R0": 30.0, "R1": 90.0}, rel=3e-3)


def test_a_cut_road_carries_nobody() -> None:
    frame, speed = lines([(0, 0), (20_000, 0)], [(0, 9000), (20_000, 9000)])
    made = road_graph(frame, speed.where(speed.index != "R0", 0.0), RULES)
    # On foot to the road that is open, along it, and back: 3 + 18 + 3 km instead of 20 km on the cut one.
    found = travel(made, [(20_000, 0)], [(0, 0)])
    assert found.minutes[0] == pytest.approx(2 * 180 + 20, rel=5e-3)


def test_walk_ride_walk_by_hand() -> None:
    # 1 km on foot to the road, 10 km on it, 2 km on foot: 20 + 10 + 40 minutes; joined in the middle of the stretch.
    found = travel(graph([(0, 0), (20_000, 0)]), [(14_000, -2000)], [(4000, 1000), (14_000, 1000), (4000, 0)])
    assert found.minutes.tolist() == pytest.approx([70.0, 60.0, 50.0], rel=5e-3)
    assert found.source.tolist() == [0, 0, 0]


def test_the_nearer_of_two_and_walking_all_the_way() -> None:
    made = graph([(0, 0), (20_000, 0)])
    found = travel(made, [(1000, 0), (19_000, 0)], [(4000, 0), (15_000, 0), (19_000, 800)])
    assert found.source.tolist() == [0, 1, 1]
    assert found.minutes.tolist() == pytest.approx([3.0, 4.0, 16.0], rel=5e-3)
    # The detour by road would be longer than the walk between two dead ends.
    bow = graph([(0, 0), (0, 30_000), (1000, 30_000), (1000, 0)])
    assert travel(bow, [(1000, 0)], [(0, 0)]).minutes[0] == pytest.approx(20.0, rel=5e-3)


def test_disconnected_is_infinite_and_so_is_no_road_within_a_walk() -> None:
    made = graph([(0, 0), (20_000, 0)], [(0, 90_000), (20_000, 90_000)])
    found = travel(made, [(5000, 0), (np.nan, np.nan)], [(5000, 90_000), (5000, 44_000), (np.nan, 0), (6000, 0)])
    assert np.isinf(found.minutes[:3]).all()
    assert found.source.tolist() == [-1, -1, -1, 0]
    assert np.isinf(travel(made, [], [(0, 0)]).minutes).all()
    assert np.isinf(travel(made, [(20_000, 0)], [(0, 0)], cut_off_min=19.0).minutes).all()
    assert np.isfinite(travel(made, [(20_000, 0)], [(0, 0)], cut_off_min=20.1).minutes).all()


def test_without_roads_one_walks() -> None:
    empty = road_graph(*lines(), RULES)
    found = travel(empty, [(0, 0)], [(3000, 0), (26_000, 0)])
    assert found.minutes.tolist() == pytest.approx([60.0, np.inf], rel=5e-3)


def test_the_graph_can_be_edited() -> None:
    no_walk = RULES.model_copy(update={"walk_km": 0.5})
    made = graph([(0, 0), (20_000, 0)], [(20_000, 0), (20_000, 20_000)], [(20_000, 20_000), (0, 0)])
    west, east = ((5000, 0), (15_000, 0))
    assert travel(made, [west], [east], no_walk).minutes[0] == pytest.approx(10.0, rel=5e-3)
    corner = {(round(data["x"], -2), round(data["y"], -2)): name for name, data in made.nodes(data=True)}
    start, end = corner[(0.0, 0.0)], corner[(20_000.0, 0.0)]
    made.remove_edge(end, start)
    # One-way to the east: from east to west one goes round by the other two sides, 5 + 20 + 28.3 + 5 km.
    assert travel(made, [west], [east], no_walk).minutes[0] == pytest.approx(5 + 20 + 20 * np.sqrt(2) + 5, rel=5e-3)
    assert travel(made, [east], [west], no_walk).minutes[0] == pytest.approx(10.0, rel=5e-3)
    made.add_edge(end, start, minutes=8.0)
    assert travel(made, [west], [east], no_walk).minutes[0] == pytest.approx(4.0, rel=5e-3)
    made.add_edge(end, start, minutes=-1.0)
    made.add_edge(start, end)
    with pytest.raises(DataError, match=r"-1\.0.*nan|nan.*-1\.0"):
        compile_network(made)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_equals_networkx_on_random_directed_graphs(seed: int) -> None:
    rng = np.random.default_rng(seed)
    size = int(rng.integers(2, 30))
    xy = rng.uniform(0, 2e5, (size, 2))
    made = nx.MultiDiGraph()
    for name, (x, y) in enumerate(xy):
        made.add_node(name, x=x, y=y)
    for _ in range(int(rng.integers(1, 4 * size))):
        tail, head = rng.integers(0, size, 2).tolist()
        if tail != head:
            made.add_edge(tail, head, minutes=float(rng.uniform(1, 100)))
    goals = rng.choice(size, min(3, size), replace=False)
    expected = nx.multi_source_dijkstra_path_length(made.reverse(), set(goals.tolist()), weight="minutes")
    # Nobody walks further than a metre: one starts and ends at junctions.
    still = Network(join_m=1, crossings=False, detour=1, walk_km=0.001, source="test")
    found = travel(made, xy[goals].tolist(), xy.tolist(), still)
    assert found.minutes.tolist() == pytest.approx([expected.get(name, np.inf) for name in range(size)], abs=0.05)
    reached = np.isfinite(found.minutes)
    assert (found.source[reached] >= 0).all()
    for name in np.flatnonzero(reached).tolist():
        alone = nx.dijkstra_path_length(made, name, int(goals[found.source[name]]), weight="minutes")
        assert found.minutes[name] == pytest.approx(alone, abs=0.05)


def test_agrees_with_the_surface_within_the_walk_over_part_of_a_cell() -> None:
    """On a grid of roads 15 km apart both modes agree everywhere within 0.6 of the time to walk a cell.

    A cell that a road touches is road from side to side, so the surface saves the walk over half a cell.
    """
    side, cell = 60_000, 1000.0
    grid = make_grid(squares(1, side), cell_size_m=cell)
    marks = [500.0 + 1000 * k for k in (5, 20, 35, 50)]
    rows = [[(500.0, y), (side - 500.0, y)] for y in marks] + [[(x, 500.0), (x, side - 500.0)] for x in marks]
    net = roads(*((row, "primary", "good", np.nan) for row in rows))
    config = access_config()
    speeds = config.speeds
    friction = lay_ground(grid, GroundLayers(roads=net), config, seasons=[BEST.season]).friction(BEST)
    place = degrees([(20_500.0, 20_500.0)])
    surface = travel_time(friction, *grid.cells_of(*place), cell_size_m=cell)
    row, column = np.nonzero(grid.inside)
    made = road_graph(net, road_speed_kmh(net, speeds), RULES)
    found = network_travel(compile_network(made), place, grid.centres(row, column), RULES, walk_kmh=speeds.off_road)
    gap = np.abs(found.minutes - surface.minutes[row, column])
    walk_cell = 60 * cell / 1000 / speeds.off_road
    assert gap.max() <= 0.6 * walk_cell
    on_road = friction[row, column] <= 1.01 * 60 / 60_000
    assert on_road.sum() > 400
    assert gap[on_road].max() <= 0.15 * walk_cell
