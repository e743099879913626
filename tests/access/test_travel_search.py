"""Least-cost search: both engines against a plain graph, one another and closed forms."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from affine import Affine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyproj import Geod
from rasterio.transform import xy

from prosmed_gis.access.search.walking import slope_factor
from prosmed_gis.access.travel_time import (
    NONE,
    Engine,
    Moves,
    Spacing,
    Walking,
    is_within,
    k_nearest,
    least_path,
    path_to_source,
    single_error,
    travel_time,
    window,
)
from prosmed_gis.errors import DataError

SIZE_M = 1000.0
ENGINES = list(Engine)
MANY = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def surface(rng, shape, *, closed=0.15, few=False):
    """Random friction with closed cells; `few` values make ties."""
    values = rng.choice([0.01, 0.02, 0.04], shape) if few else rng.uniform(0.005, 0.1, shape)
    return np.where(rng.random(shape) < closed, np.inf, values)


def sources(rng, friction, number):
    cells = np.argwhere(np.isfinite(friction))
    return cells[rng.choice(len(cells), number, replace=number > len(cells))].T if len(cells) else np.empty((2, 0), int)


def hilly(rng, shape, *, towards):
    return Walking(rng.uniform(0, 400, shape), rng.random(shape) < 0.7, towards)


@cache
def touched(dy, dx):
    """Cells under the straight line between two centres, by sampling it finely away from corners."""
    along = (np.arange(99) + 0.5) / 99
    cells = {(round(dy * t), round(dx * t)) for t in along}
    return cells if {abs(dy), abs(dx)} == {1, 2} else {(0, 0), (dy, dx)}


def oracle(friction, moves, width_m=SIZE_M, height_m=SIZE_M):
    """The way people walk, as a plain graph."""
    graph = nx.DiGraph()
    rows, columns = friction.shape
    graph.add_nodes_from(np.ndindex(rows, columns))
    steps = [(y, x) for y in range(-2, 3) for x in range(-2, 3) if max(abs(y), abs(x)) == 1]
    if moves.neighbours == 16:
        steps += [(y, x) for y in range(-2, 3) for x in range(-2, 3) if abs(y) + abs(x) == 3]
    for row, column in np.ndindex(rows, columns):
        for dy, dx in steps:
            y, x = row + dy, column + dx
            if not (0 <= y < rows and 0 <= x < columns):
                continue
            length = np.hypot(dy * height_m, dx * width_m)
            under = np.array([(row + a, column + b) for a, b in touched(dy, dx)])
            felt = friction[*under.T]
            if moves.walking is not None:
                rise = moves.walking.elevation_m[y, x] - moves.walking.elevation_m[row, column]
                factor = 1 / (np.exp(0.175) * np.exp(-3.5 * abs(rise / length + 0.05)))
                felt = np.where(moves.walking.walked[*under.T], felt * factor, felt)
            if np.isfinite(felt).all():
                graph.add_edge((row, column), (y, x), minutes=length * felt.mean())
    return graph


def by_graph(graph, cells, shape, *, towards=False):
    """Minutes from (or to) each source, (sources, rows, columns)."""
    result = np.full((len(cells), *shape), np.inf)
    for number, cell in enumerate(cells):
        way = graph.reverse() if towards else graph
        for place, minutes in nx.single_source_dijkstra_path_length(way, cell, weight="minutes").items():
            result[number][place] = minutes
    return result


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("neighbours", [8, 16])
@pytest.mark.parametrize("way", ["level", "towards", "away"])
def test_search_is_the_graph_s(engine, neighbours, way):
    rng = np.random.default_rng(5)
    for shape in ((9, 7), (1, 6), (2, 2), (8, 3)):
        friction = surface(rng, shape)
        walking = None if way == "level" else hilly(rng, shape, towards=way == "towards")
        moves = Moves(neighbours, walking)
        row, column = sources(rng, friction, 3)
        cells = list(zip(row.tolist(), column.tolist(), strict=True))
        each = by_graph(oracle(friction, moves), cells, shape, towards=way == "towards")
        found = travel_time(friction, row, column, cell_size_m=SIZE_M, moves=moves, engine=engine)
        assert np.allclose(found.minutes, each.min(axis=0), rtol=1e-12)
        reached = np.isfinite(found.minutes)
        assert np.allclose(each[found.source[reached], *np.nonzero(reached)], found.minutes[reached], rtol=1e-12)
        assert (found.source[~reached] == NONE).all()
        nearest = k_nearest(friction, row, column, k=3, cell_size_m=SIZE_M, moves=moves, engine=engine)
        for place, one in enumerate(nearest):
            assert np.allclose(one.minutes, np.sort(each, axis=0)[place], rtol=1e-12)
            known = np.isfinite(one.minutes)
            assert np.allclose(each[one.source[known], *np.nonzero(known)], one.minutes[known], rtol=1e-12)
        names = np.sort(np.array([one.source for one in nearest]), axis=0)
        assert not ((names[1:] == names[:-1]) & (names[1:] != NONE)).any()


@MANY
@given(st.integers(0, 10**6), st.integers(1, 14), st.integers(1, 14), st.booleans(), st.sampled_from([8, 16]))
def test_engines_are_equal_to_the_last_bit(seed, rows, columns, few, neighbours):
    rng = np.random.default_rng(seed)
    friction = surface(rng, (rows, columns), few=few)
    row, column = sources(rng, friction, 4)
    for cut_off in (np.inf, 60.0):
        one, other = (
            travel_time(
                friction,
                row,
                column,
                cell_size_m=SIZE_M,
                moves=Moves(neighbours),
                cut_off_min=cut_off,
                engine=engine,
            )
            for engine in ENGINES
        )
        assert np.array_equal(one.minutes, other.minutes)
        assert np.array_equal(one.source, other.source)
        assert one.source.dtype == other.source.dtype


@MANY
@given(st.integers(0, 10**6), st.booleans(), st.sampled_from([8, 16]), st.booleans())
def test_engines_agree_on_slopes_and_degrees(seed, towards, neighbours, far):
    rng = np.random.default_rng(seed)
    shape = (11, 9)
    friction = surface(rng, shape)
    if far:  # beyond the ring of buckets of the compiled search
        friction[rng.random(shape) < 0.2] = 1e4
    row, column = sources(rng, friction, 3)
    spacing = Spacing.geographic(Affine(0.01, 0, -5.0, 0, -0.02, 17.0), shape[0])
    moves = Moves(neighbours, hilly(rng, shape, towards=towards))
    found = [k_nearest(friction, row, column, k=2, cell_size_m=spacing, moves=moves, engine=e) for e in ENGINES]
    for one, other in zip(*found, strict=True):
        assert np.allclose(one.minutes, other.minutes, rtol=1e-12)
    plain = [travel_time(friction, row, column, cell_size_m=spacing, moves=moves, engine=e) for e in ENGINES]
    assert np.allclose(plain[0].minutes, plain[1].minutes, rtol=1e-12)
    assert np.allclose(plain[0].minutes, found[0][0].minutes, rtol=1e-12)
    clear = ~np.isclose(found[0][0].minutes, found[0][1].minutes, rtol=1e-9)
    assert np.array_equal(plain[0].source[clear], plain[1].source[clear])


@pytest.mark.parametrize("engine", ENGINES)
def test_of_equal_times_the_first_source_is_named(engine):
    friction = np.full((21, 21), 0.02)
    found = travel_time(friction, np.array([20, 0, 0]), np.array([10, 0, 20]), cell_size_m=SIZE_M, engine=engine)
    assert (found.source[0, :11] == 1).all()
    assert (found.source[0, 11:] == 2).all()
    same = travel_time(friction, np.array([3, 3]), np.array([3, 3]), cell_size_m=SIZE_M, engine=engine)
    assert (same.source == 0).all()
    both = k_nearest(friction, np.array([3, 3]), np.array([3, 3]), k=3, cell_size_m=SIZE_M, engine=engine)
    assert [np.unique(one.source).tolist() for one in both] == [[0], [1], [NONE]]
    assert np.array_equal(both[0].minutes, both[1].minutes)
    assert np.isinf(both[2].minutes).all()


@pytest.mark.parametrize(("neighbours", "worst"), [(8, 0.0824), (16, 0.028)])
@pytest.mark.parametrize("engine", ENGINES)
def test_error_on_open_ground(engine, neighbours, worst):
    friction = np.full((121, 121), 0.02)
    moves = Moves(neighbours)
    found = travel_time(friction, np.array([60]), np.array([60]), cell_size_m=SIZE_M, moves=moves, engine=engine)
    dy, dx = np.indices(friction.shape) - 60
    straight = np.hypot(dy, dx) * SIZE_M * 0.02
    ratio = found.minutes[straight > 0] / straight[straight > 0]
    assert ratio.min() > 1 - 1e-12
    assert 0.95 * worst < ratio.max() - 1 <= worst


@pytest.mark.parametrize("engine", ENGINES)
def test_nobody_leaps_over_a_closed_or_slow_cell(engine):
    friction = np.full((5, 9), 0.02)
    friction[:, 4] = np.inf
    moves = Moves(16)
    found = travel_time(friction, np.array([2]), np.array([2]), cell_size_m=SIZE_M, moves=moves, engine=engine)
    assert np.isinf(found.minutes[:, 4:]).all()
    friction[:, 4] = 0.02 + 45 / SIZE_M
    river = travel_time(friction, np.array([2]), np.array([3]), cell_size_m=SIZE_M, moves=moves, engine=engine)
    # Straight over takes 40 + 45; a knight's move from bank to bank 44.7 and as good as all of the crossing.
    assert river.minutes[2, 5] == pytest.approx(85)
    assert river.minutes[:, 5].min() >= 85 - 1e-9


def test_uphill_takes_longer_and_the_way_is_said():
    friction = np.full((1, 4), 60 / 4000)
    climb = np.array([[0.0, 100.0, 200.0, 300.0]])
    walked = np.ones((1, 4), dtype=bool)
    cell = np.array([0])
    up, down = slope_factor(np.array([0.1, -0.1]))
    for engine in ENGINES:
        for towards, factor in ((False, up), (True, down)):
            moves = Moves(8, Walking(climb, walked, towards))
            found = travel_time(friction, cell, cell, cell_size_m=SIZE_M, moves=moves, engine=engine)
            assert found.minutes[0, 3] == pytest.approx(45 * factor)
        vehicle = Moves(8, Walking(climb, ~walked, towards=False))
        assert travel_time(friction, cell, cell, cell_size_m=SIZE_M, moves=vehicle, engine=engine).minutes[
            0, 3
        ] == pytest.approx(45)
    assert slope_factor(np.array([0.0]))[0] == 1
    assert slope_factor(np.array([-0.05]))[0] == pytest.approx(np.exp(-0.175))
    assert up > down


@pytest.mark.parametrize("engine", ENGINES)
def test_cut_off_is_at_most_and_changes_nothing_nearer(engine):
    friction = np.full((1, 9), 0.02)
    found = travel_time(friction, np.array([0]), np.array([0]), cell_size_m=SIZE_M, cut_off_min=60.0, engine=engine)
    assert np.isfinite(found.minutes[0]).tolist() == [True] * 4 + [False] * 5
    assert (found.source[0, 4:] == NONE).all()
    rng = np.random.default_rng(2)
    rough = surface(rng, (30, 40))
    row, column = sources(rng, rough, 5)
    whole = travel_time(rough, row, column, cell_size_m=SIZE_M, engine=engine)
    part = travel_time(rough, row, column, cell_size_m=SIZE_M, cut_off_min=200.0, engine=engine)
    near = is_within(whole.minutes, 200.0)
    assert 0 < near.sum() < near.size
    assert np.array_equal(part.minutes, np.where(near, whole.minutes, np.inf))
    assert np.array_equal(part.source, np.where(near, whole.source, NONE))


@MANY
@given(st.integers(0, 10**6), st.sampled_from([8, 16]), st.booleans(), st.sampled_from(ENGINES))
def test_window_is_the_whole(seed, neighbours, slope, engine):
    rng = np.random.default_rng(seed)
    shape = (30, 26)
    friction = surface(rng, shape)
    friction[15] = 0.004
    moves = Moves(neighbours, hilly(rng, shape, towards=True) if slope else None)
    spacing = Spacing.geographic(Affine(0.01, 0, -5.0, 0, -0.01, 17.0), shape[0]) if slope else SIZE_M
    row, column = sources(rng, friction, 3)
    part = window(friction, row, column, cell_size_m=spacing, cut_off_min=90.0, moves=moves, engine=engine)
    found = part.reach(row, column, cut_off_min=90.0)
    for place, (rows, columns, minutes) in enumerate(found):
        cell = slice(place, place + 1)
        whole = travel_time(friction, row[cell], column[cell], cell_size_m=spacing, moves=moves, engine=engine).minutes
        reached = np.full(shape, np.inf)
        reached[rows, columns] = minutes
        assert np.allclose(reached, np.where(is_within(whole, 90.0), whole, np.inf), rtol=1e-12)
        assert (np.diff(rows * shape[1] + columns) > 0).all()


def test_metres_of_degrees_are_true():
    transform = Affine(0.5, 0, -12.0, 0, -0.25, 25.0)
    steps = Moves(16).steps
    lengths = Spacing.geographic(transform, 60).lengths(60, steps)
    earth = Geod(ellps="WGS84")
    for row in (3, 20, 41):
        for number, (dy, dx) in enumerate(steps.tolist()):
            here, there = xy(transform, row, 5), xy(transform, row + dy, 5 + dx)
            assert lengths[number, row] == pytest.approx(earth.inv(*here, *there)[2], rel=2e-4)
    assert lengths[0, 59] > lengths[0, 0]
    assert np.isnan(lengths[2, 59])


def test_a_degree_grid_costs_more_towards_the_equator():
    friction = np.full((3, 2), 0.02)
    spacing = Spacing.geographic(Affine(1.0, 0, 0, 0, -30.0, 90.0), 3)
    for row in range(3):
        found = travel_time(friction, np.array([row]), np.array([0]), cell_size_m=spacing, cut_off_min=2300.0)
        latitude = 75 - 30 * row
        step_m = Geod(ellps="WGS84").inv(0, latitude, 0.0001, latitude)[2] * 10_000
        assert found.minutes[row, 1] == pytest.approx(0.02 * step_m, rel=1e-6)


@pytest.mark.parametrize("engine", ENGINES)
def test_single_precision_is_within_its_bound(engine):
    rng = np.random.default_rng(4)
    friction = surface(rng, (80, 80), closed=0.05)
    row, column = sources(rng, friction, 2)
    exact = travel_time(friction, row, column, cell_size_m=SIZE_M, engine=engine).minutes
    found = travel_time(friction, row, column, cell_size_m=SIZE_M, single=True, engine=engine)
    assert found.minutes.dtype == np.float32
    reached = np.isfinite(exact)
    assert np.array_equal(np.isfinite(found.minutes), reached)
    bound = single_error(300)
    assert (np.abs(found.minutes[reached] - exact[reached]) <= bound * exact[reached]).all()
    flipped = is_within(found.minutes, 500.0) != is_within(exact, 500.0)
    assert (np.abs(exact[flipped] - 500.0) <= bound * 500.0).all()


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("neighbours", [8, 16])
def test_path_adds_up_and_leads_there(engine, neighbours):
    rng = np.random.default_rng(6)
    friction = surface(rng, (20, 24))
    (row, column) = sources(rng, friction, 2)
    moves = Moves(neighbours, hilly(rng, friction.shape, towards=False))
    start, end = (int(row[0]), int(column[0])), (int(row[1]), int(column[1]))
    path = least_path(friction, start, end, cell_size_m=SIZE_M, moves=moves, engine=engine)
    cells = list(zip(path.row.tolist(), path.column.tolist(), strict=True))
    assert (cells[0], cells[-1]) == (start, end)
    graph = oracle(friction, moves)
    assert path.total_min == pytest.approx(nx.dijkstra_path_length(graph, start, end, weight="minutes"))
    steps = [graph.edges[edge]["minutes"] for edge in pairwise(cells)]
    assert np.allclose(np.cumsum(steps), path.minutes[1:])
    whole = travel_time(friction, row[:1], column[:1], cell_size_m=SIZE_M, moves=moves, engine=engine)
    again = path_to_source(whole.minutes, friction, end, cell_size_m=SIZE_M, moves=moves)
    assert np.array_equal(again.row, path.row)
    assert np.array_equal(again.column, path.column)


def test_no_path_behind_a_closed_line():
    friction = np.full((3, 5), 0.02)
    friction[:, 2] = np.inf
    path = least_path(friction, (1, 0), (1, 4), cell_size_m=SIZE_M)
    assert path.row.size == 0
    assert path.total_min == np.inf
    here = least_path(friction, (1, 0), (1, 0), cell_size_m=SIZE_M)
    assert (here.row.tolist(), here.column.tolist(), here.total_min) == ([1], [0], 0.0)


def test_bad_ground_is_named():
    good = np.full((3, 4), 0.02)
    cell = np.array([0])
    for value in (0.0, -1.0, np.nan):
        bad = good.copy()
        bad[1, 2] = value
        with pytest.raises(DataError, match="row 1, column 2"):
            travel_time(bad, cell, cell, cell_size_m=SIZE_M)
    with pytest.raises(DataError, match="dimensions"):
        travel_time(np.full(3, 0.02), cell, cell, cell_size_m=SIZE_M)
    with pytest.raises(DataError, match="cell size"):
        travel_time(good, cell, cell, cell_size_m=0.0)
    unknown = np.zeros((3, 4))
    unknown[2, 1] = np.nan
    walked = np.ones((3, 4), dtype=bool)
    with pytest.raises(DataError, match="row 2, column 1"):
        travel_time(good, cell, cell, cell_size_m=SIZE_M, moves=Moves(8, Walking(unknown, walked, towards=True)))
    with pytest.raises(DataError, match="must be the same"):
        travel_time(good, cell, cell, cell_size_m=SIZE_M, moves=Moves(8, Walking(unknown[:2], walked, towards=True)))
    shut = good.copy()
    shut[0, 0] = np.inf
    for row, column in ((0, 0), (3, 0), (-1, 0)):
        with pytest.raises(DataError, match=f"{row}, {column}"):
            travel_time(shut, np.array([row]), np.array([column]), cell_size_m=SIZE_M)
    with pytest.raises(DataError, match="at least"):
        k_nearest(good, cell, cell, k=0, cell_size_m=SIZE_M)
    with pytest.raises(DataError, match="pole"):
        Spacing.geographic(Affine(1000.0, 0, 0, 0, -1000.0, 5000.0), 4)
    with pytest.raises(DataError, match="east-west"):
        Spacing.geographic(Affine(0.1, 0.1, 0, 0, -0.1, 10.0), 4)
    with pytest.raises(DataError, match="must be of one grid"):
        travel_time(good, cell, cell, cell_size_m=Spacing.geographic(Affine(0.1, 0, 0, 0, -0.1, 10.0), 4))


@pytest.mark.parametrize("engine", ENGINES)
def test_all_closed_and_no_sources(engine):
    nowhere = np.array([], dtype=int)
    for friction in (np.full((3, 3), np.inf), np.full((3, 3), 0.02)):
        found = travel_time(friction, nowhere, nowhere, cell_size_m=SIZE_M, engine=engine)
        assert np.isinf(found.minutes).all()
        assert (found.source == NONE).all()
        assert np.isinf(k_nearest(friction, nowhere, nowhere, k=2, cell_size_m=SIZE_M, engine=engine)[1].minutes).all()


def test_arguments_are_left_alone_and_views_are_taken():
    rng = np.random.default_rng(9)
    whole = surface(rng, (40, 40), closed=0.0)
    part = whole[::2, 3:29]
    before = whole.copy()
    cell = np.array([4])
    for engine in ENGINES:
        found = travel_time(part, cell, cell, cell_size_m=SIZE_M, engine=engine)
        assert np.array_equal(
            found.minutes, travel_time(part.copy(), cell, cell, cell_size_m=SIZE_M, engine=engine).minutes
        )
    assert np.array_equal(whole, before)


def test_without_numba_the_library_is_taken(monkeypatch):
    from prosmed_gis.access.search import engine

    monkeypatch.setattr(engine, "find_spec", lambda _: None)
    assert engine.chosen(None) is Engine.LIBRARY
    cell = np.array([0])
    assert travel_time(np.full((2, 2), 0.02), cell, cell, cell_size_m=SIZE_M).minutes[0, 1] == pytest.approx(20)
