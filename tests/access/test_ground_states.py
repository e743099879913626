"""Each rule of the ground on worlds whose answers are known by hand: 1 km cells, walking at 3 km/h."""

from __future__ import annotations

from datetime import date
from itertools import product

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from access_worlds import access_config, facilities, lines, people_at, plane, roads, squares
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box

from prosmed_gis.access.grid import make_grid
from prosmed_gis.access.ground.friction import lay_ground
from prosmed_gis.access.ground.layers import GroundLayers
from prosmed_gis.access.ground.slope import slope_factor
from prosmed_gis.access.run import service_access
from prosmed_gis.access.states import coverage_by_state
from prosmed_gis.access.travel_time import travel_time
from prosmed_gis.crs import NATIONAL, STORED, transformer
from prosmed_gis.domain.ground import BEST, GroundState
from prosmed_gis.domain.layers import Raster
from prosmed_gis.domain.products import ACCESS_COLUMNS
from prosmed_gis.domain.vocabulary import Season, SecurityState, Service, TravelMode
from prosmed_gis.errors import ConfigError, DataError
from prosmed_gis.wording.sentences import say_all

SIDE = 20_000
COUNTRY = squares(1, SIDE)
GRID = make_grid(COUNTRY, cell_size_m=1000)
AS_OF = date(2021, 6, 30)
RAINS = GroundState(season=Season.RAINS)
FOOT = GroundState(mode=TravelMode.FOOT)
INCIDENTS = GroundState(security=SecurityState.INCIDENTS)
STATES = [GroundState(*words) for words in product(Season, SecurityState, TravelMode)]
DRY_ROAD = {"good": 1.0, "fair": 0.8, "poor": 0.5, "unknown": 0.7}
RULES = {
    "states": [{"season": s.season, "security": s.security, "mode": s.mode} for s in STATES],
    "rains": {
        "primary": DRY_ROAD, "secondary": DRY_ROAD, "tertiary": DRY_ROAD,
        "track": {"good": 0.5, "fair": 0.4, "poor": 0, "unknown": 0.3},
        "walking": 0.5, "boat": 0.5, "river_crossing_min": 90, "source": "test",
    },
    "landcover": {
        "classes": {
            "lake": {"code": 0, "kmh": 0, "rains": 1},
            "sand": {"code": 16, "kmh": 2, "rains": 1},
            "marsh": {"code": 11, "kmh": 1, "rains": 0},
            "grass": {"code": 10, "kmh": 4, "rains": 0.5},
        },
        "water": ["lake"], "unknown_kmh": 2.5, "unknown_rains": 0.8, "source": "test",
    },
    "slope": {"decay": 3.5, "best_grade": 0.05, "directed": False, "source": "test"},
    "water": {"boat_kmh": 6, "source": "test"},
    "security_effect": {
        "event_class": "political_violence", "months": 12, "radius_km": 3.1, "min_events": 2, "factor": 0.5,
        "closed_from": 4, "cercle_min_events": 4, "cercle_factor": 0.8, "source": "test",
    },
    "alternative_minutes": 30,
}  # fmt: skip
CONFIG = access_config(**RULES)


def kmh(value):
    """Friction of a speed."""
    return 60 / (1000 * value)


def cells(*points):
    """Row and column of points given in national metres."""
    lon, lat = transformer(NATIONAL, STORED).transform(*np.array(points, dtype=float).T)
    return GRID.cells_of(lon, lat)


def friction(state=BEST, config=CONFIG, **layers):
    ground = lay_ground(GRID, GroundLayers(**layers), config, seasons=list(Season), as_of=AS_OF)
    return ground.friction(state)


def minutes(surface, start, goal):
    row, column = cells(start, goal)
    return travel_time(surface, row[:1], column[:1], cell_size_m=1000.0).minutes[row[1], column[1]]


def shapes(*geometries, **columns):
    return plane(gpd.GeoDataFrame(columns or {"name": ["x"] * len(geometries)}, geometry=list(geometries)))


def raster(values, unit="class"):
    """Values over the country, in the national system, from its north-west corner."""
    values = np.asarray(values, dtype=float)
    rows, columns = values.shape
    transform = Affine(SIDE / columns, 0, 0, 0, -SIDE / rows, SIDE)
    return Raster(values, transform, NATIONAL.to_wkt(), unit, 2020, "test")


def events(*points, on="2021-03-01", precision=1):
    frame = gpd.GeoDataFrame(
        {"date": pd.Timestamp(on), "geo_precision": precision, "x": 0}, geometry=[Point(p) for p in points],
        index=range(len(points)),
    )  # fmt: skip
    return plane(frame)


ALONG = [(0.0, 10_500.0), (20_000.0, 10_500.0)]


def test_seasons_slow_roads_by_class_and_state_and_cut_the_worst():
    on_road = cells((5500, 10_500))
    for kind, state, dry, wet in (
        ("primary", "good", 60, 60), ("primary", "poor", 30, 15), ("track", "good", 12, 6), ("track", "poor", 6, 1.5)
    ):  # fmt: skip
        net = roads((ALONG, kind, state, np.nan))
        assert friction(roads=net)[on_road][0] == pytest.approx(kmh(dry))
        # A track that is cut is walked along, at what the rains leave of walking.
        assert friction(RAINS, roads=net)[on_road][0] == pytest.approx(kmh(wet))
    observed = roads((ALONG, "track", "fair", 20.0))
    assert friction(RAINS, roads=observed)[on_road][0] == pytest.approx(kmh(8))


def test_on_foot_roads_are_walked():
    net = roads((ALONG, "primary", "good", np.nan))
    there, off = cells((5500, 10_500)), cells((5500, 3500))
    config = access_config(**RULES, speeds={"foot_on_road": 5})
    assert friction(FOOT, roads=net)[there][0] == pytest.approx(kmh(3))
    assert friction(FOOT, config, roads=net)[there][0] == pytest.approx(kmh(5))
    assert friction(FOOT, config, roads=net)[off][0] == pytest.approx(kmh(3))
    wet = friction(GroundState(Season.RAINS, mode=TravelMode.FOOT), config, roads=net)
    assert wet[there][0] == pytest.approx(kmh(2.5))


def test_land_cover_sets_the_speed_off_the_roads_only():
    cover = raster([[16, 10], [11, 99]])
    net = roads(([(0.0, 15_500.0), (9000.0, 15_500.0)], "primary", "good", np.nan))
    spots = cells((5500, 12_500), (15_500, 15_500), (5500, 5500), (15_500, 5500), (5500, 15_500))
    assert friction(landcover=cover, roads=net)[spots] == pytest.approx([kmh(v) for v in (2, 4, 1, 2.5, 60)])
    wet = friction(RAINS, landcover=cover, roads=net)[spots]
    assert wet[[0, 1, 3, 4]] == pytest.approx([kmh(v) for v in (2, 2, 2, 60)])
    assert np.isinf(wet[2])


def test_land_cover_in_degrees_gives_the_same_classes():
    west, north = transformer(NATIONAL, STORED).transform(-1000.0, SIDE + 1000.0)
    pitch = 0.0005
    values = np.full((460, 460), 16.0)
    values[:, 230:] = 10
    middle = transformer(STORED, NATIONAL).transform(west + 230 * pitch, north - 0.1)[0]
    cover = Raster(values, Affine(pitch, 0, west, 0, -pitch, north), "EPSG:4326", "class", 2020, "test")
    found = friction(landcover=cover)
    row, column = np.nonzero(GRID.inside)
    x = GRID.x_min + (column + 0.5) * 1000
    clear = np.abs(x - middle) > 600
    expected = np.where(x < middle, kmh(2), kmh(4))
    assert found[row, column][clear] == pytest.approx(expected[clear])


def test_unknown_classes_and_blank_cells_are_told():
    cover = raster([[16, 99], [np.nan, 77]])
    found = service_access(
        None, None, None, COUNTRY, people_at(GRID), CONFIG, year=2020, as_of=AS_OF, more=GroundLayers(landcover=cover)
    )
    told = " ".join(say_all(found.notes, "fr"))
    assert "77 (100), 99 (100) ; marche à 2,5 km/h" in told
    assert "parcourues à 2,5 km/h : 100" in told


def test_a_layer_without_its_rule_is_a_fault_of_the_configuration():
    with pytest.raises(ConfigError, match=r"access\.landcover") as caught:
        friction(config=access_config(), landcover=raster([[16]]))
    assert caught.value.exit_code == 2


def test_slope_slows_walking_there_and_back_and_never_vehicles():
    # Ten in a hundred: pace exp(.35) uphill, exp(.175 - .175) = 1 downhill after Tobler.
    grade = 0.1
    pace = (np.exp(3.5 * 0.1) + np.exp(3.5 * (0.05 - 0.05))) / 2
    assert slope_factor(np.array([0.0, grade]), CONFIG.slope) == pytest.approx([1.0, 1 / pace])
    x = np.arange(20) * 1000.0
    hill = raster(np.tile(x * grade, (20, 1)), "m")
    net = roads((ALONG, "primary", "good", np.nan))
    found = friction(elevation=hill, roads=net)
    spots = cells((9500, 5500), (9500, 10_500))
    assert found[spots] == pytest.approx([kmh(3) * pace, kmh(60)])
    on_foot = friction(FOOT, elevation=hill, roads=net)
    assert on_foot[spots] == pytest.approx([kmh(3) * pace] * 2)


def test_hills_finer_than_the_grid_are_felt():
    # A saw of 100 m teeth, flat on average over a cell of 1 km.
    x = np.arange(200)
    saw = np.where(x % 2 == 0, 0.0, 30.0)
    found = friction(elevation=raster(np.tile(saw, (200, 1)), "m"))
    ramp = friction(elevation=raster(np.tile(x * 10.0, (200, 1)), "m"))
    flat = friction(elevation=raster(np.zeros((200, 200)), "m"))
    here = cells((9500, 5500))
    assert flat[here][0] == pytest.approx(kmh(3))
    assert ramp[here][0] == pytest.approx(kmh(3) / slope_factor(np.array([0.1]), CONFIG.slope)[0])
    assert found[here][0] >= flat[here][0]


def test_a_river_costs_more_in_the_rains_and_a_cut_track_does_not_cross_it():
    river = lines([(10_500.0, -100.0), (10_500.0, 20_100.0)])
    ends = (8500, 5500), (12_500, 5500)
    walk = 4000 * kmh(3)
    assert minutes(friction(rivers=river), *ends) == pytest.approx(walk + 45)
    assert minutes(friction(RAINS, rivers=river), *ends) == pytest.approx(2 * walk + 90)
    ford = roads(([(8000.0, 5500.0), (13_000.0, 5500.0)], "track", "poor", np.nan))
    assert minutes(friction(rivers=river, roads=ford), *ends) == pytest.approx(4000 * kmh(6))
    assert minutes(friction(RAINS, rivers=river, roads=ford), *ends) == pytest.approx(2 * walk + 90)
    bridge = roads(([(8000.0, 5500.0), (13_000.0, 5500.0)], "primary", "good", np.nan))
    assert minutes(friction(RAINS, rivers=river, roads=bridge), *ends) == pytest.approx(4000 * kmh(60))
    assert minutes(friction(FOOT, rivers=river, roads=bridge), *ends) == pytest.approx(walk)


def test_a_lake_is_crossed_by_boat_or_by_nobody():
    lake = shapes(box(8001, 1, 11_999, 19_999))
    inside, ends = cells((9500, 5500)), ((7500, 5500), (12_500, 5500))
    assert friction(water=lake)[inside][0] == pytest.approx(kmh(6))
    assert friction(RAINS, water=lake)[inside][0] == pytest.approx(kmh(3))
    no_boat = access_config(**{**RULES, "water": {"boat_kmh": 0, "source": "test"}})
    assert np.isinf(friction(config=no_boat, water=lake)[inside][0])
    assert np.isinf(minutes(friction(config=no_boat, water=shapes(box(8001, -500, 11_999, 20_500))), *ends))
    causeway = roads((ALONG, "tertiary", "good", np.nan))
    assert friction(config=no_boat, water=lake, roads=causeway)[cells((9500, 10_500))][0] == pytest.approx(kmh(30))
    # The class of land cover is water too, and the line of a river through a lake costs nothing more.
    river = lines([(9500.0, -100.0), (9500.0, 20_100.0)])
    assert friction(landcover=raster([[0]]), rivers=river)[inside][0] == pytest.approx(kmh(6))


def test_barriers_close_roads_too_unless_they_can_be_passed():
    net = roads((ALONG, "primary", "good", np.nan))
    wall = [LineString([(10_500, -500), (10_500, 20_500)])]
    ends = (5500, 10_500), (15_500, 10_500)
    assert np.isinf(minutes(friction(roads=net, barriers=shapes(*wall)), *ends))
    post = shapes(*wall, passable_min=[20.0])
    assert minutes(friction(roads=net, barriers=post), *ends) == pytest.approx(10 + 20)
    wet = shapes(*wall, passable_min=[np.nan], season=["rains"])
    assert minutes(friction(roads=net, barriers=wet), *ends) == pytest.approx(10)
    assert np.isinf(minutes(friction(RAINS, roads=net, barriers=wet), *ends))
    park = MultiPolygon([Polygon([(8500, 8500), (12_500, 8500), (12_500, 12_500), (8500, 12_500)])])
    assert np.isinf(friction(roads=net, barriers=shapes(park))[cells((10_500, 10_500))][0])
    # In and out of an area cost its edge once each.
    gated = shapes(park, passable_min=[15.0])
    assert minutes(friction(roads=net, barriers=gated), *ends) == pytest.approx(10 + 30)


def test_events_slow_then_close_the_ground_and_the_road_near_them():
    net = roads((ALONG, "primary", "good", np.nan))
    spot = (10_500.0, 10_500.0)
    near, edge, far = cells(spot)[0:2], cells((13_500, 10_500)), cells((14_500, 10_500))
    calm = friction(roads=net)
    assert (friction(INCIDENTS, roads=net, events=events(spot)) == calm).all()
    two = friction(INCIDENTS, roads=net, events=events(spot, spot))
    assert two[near][0] == pytest.approx(kmh(30))
    assert two[edge][0] == pytest.approx(kmh(30))
    assert two[far][0] == pytest.approx(kmh(60))
    assert two[cells((10_500, 13_500))][0] == pytest.approx(kmh(1.5))
    assert np.isinf(friction(INCIDENTS, roads=net, events=events(*[spot] * 4))[near][0])
    old, later = events(spot, spot, on="2020-06-30"), events(spot, spot, on="2021-07-01")
    vague = events(spot, spot, precision=3)
    for unused in (old, later, vague):
        assert (friction(INCIDENTS, roads=net, events=unused) == calm).all()
    assert (friction(roads=net, events=events(*[spot] * 4)) == calm).all()


def test_counts_by_cercle_slow_the_whole_cercle_and_say_that_they_are_coarse():
    country = squares(2, SIDE)
    grid = make_grid(country, cell_size_m=1000)
    counts = pd.DataFrame(
        {
            "cercle_pcode": ["ML0101", "ML0102", "ML0102"],
            "month": pd.to_datetime(["2021-06-01", "2020-06-01", "2021-02-01"]),
            "event_class": ["political_violence", "political_violence", "communal_violence"],
            "events": [4.0, 9.0, 9.0],
        }
    )
    found = service_access(
        facilities(("brigade", 500, 500, "working")), None, None, country, people_at(grid), CONFIG, year=2020, as_of=AS_OF,
        more=GroundLayers(event_counts=counts),
    )  # fmt: skip
    slowed = found.frictions[INCIDENTS] > found.frictions[BEST]
    # Four events in the window are just enough; nine before it and nine of another class are none.
    assert (slowed == (found.grid.cercle_code == 0)).all()
    assert found.security.loc["ML0101", ["slowed_km2", "people_slowed"]].to_list() == [400, 400]
    assert found.security.loc["ML0102"].sum() == 0
    assert any("plus grossier" in note and "400 km²" in note for note in say_all(found.notes, "fr"))


def test_the_effect_of_incidents_is_told_in_ground_and_people():
    spot = (10_500.0, 10_500.0)
    found = service_access(
        facilities(("brigade", 500, 500, "working")), None, None, COUNTRY, people_at(GRID, each=2), CONFIG, year=2020,
        as_of=AS_OF, more=GroundLayers(events=events(*[spot] * 4)),
    )  # fmt: skip
    dy, dx = np.indices((7, 7)) - 3
    disc = int((dy**2 + dx**2 <= 9).sum())
    row = found.security.loc["ML0101"]
    assert row["closed_cells"] == row["closed_km2"] == disc
    assert row["people_closed"] == 2 * disc
    assert row["slowed_cells"] == 0
    assert any(f"fermés : {disc} cellules" in note for note in say_all(found.notes, "fr"))


def test_without_events_the_states_of_incidents_are_left_out_and_told():
    found = service_access(None, None, None, COUNTRY, people_at(GRID), CONFIG, year=2020, as_of=AS_OF)
    assert {state.security for state in found.frictions} == {SecurityState.CALM}
    assert any("ne sont pas calculés" in note and "incidents" in note for note in say_all(found.notes, "fr"))
    planned = access_config(**RULES, planning_state={"security": "incidents"})
    with pytest.raises(DataError, match="no layer of events"):
        service_access(None, None, None, COUNTRY, people_at(GRID), planned, year=2020, as_of=AS_OF)


def test_the_crow_flies_only_when_asked():
    rule = {"km": 25, "minutes": 120, "source": "test"}
    net = roads((ALONG, "primary", "good", np.nan))
    river = lines([(10_500.0, -100.0), (10_500.0, 20_100.0)])
    for use, layer, even in (("never", None, False), ("without_roads", net, False), ("without_roads", None, True),
                             ("always", net, True)):  # fmt: skip
        config = access_config(**RULES, straight_line={"use": use, **rule})
        found = friction(config=config, roads=layer, rivers=river)
        assert (len(np.unique(found[GRID.inside])) == 1) == even
        if even:
            assert minutes(found, (500, 10_500), (18_500, 10_500)) == pytest.approx(18 / 25 * 120)
    told = service_access(None, None, None, COUNTRY, people_at(GRID), config, year=2020, as_of=AS_OF)
    assert any("vol d'oiseau" in note and "25 km" in note for note in say_all(told.notes, "fr"))


def test_coverage_by_state_counts_who_is_cut_off_in_the_rains():
    # A marsh across the country: passable on foot in the dry season, not in the rains. The brigade stands south of it.
    cover = raster([[16], [11], [16], [16], [16]])
    places = facilities(("brigade", 10_500, 9500, "working"), ("ti", 10_500, 13_500, "working"))
    found = service_access(
        places, None, None, COUNTRY, people_at(GRID), CONFIG, year=2020, as_of=AS_OF, more=GroundLayers(landcover=cover)
    )
    by_state = coverage_by_state(found, None, COUNTRY, CONFIG)
    frame = by_state.states
    assert list(frame.columns) == list(ACCESS_COLUMNS)
    rows = frame[frame["mode"] == "vehicle"].set_index(["season", "service", "minutes"])
    assert rows.loc[("dry", "security", 60.0), "unreachable"] == 0
    # North of the marsh four rows of cells, the marsh itself four: 8 x 20.
    assert rows.loc[("rains", "security", 60.0), "unreachable"] == 160
    # The court stands in the marsh: in the rains it serves nobody.
    assert rows.loc[("rains", "justice", 60.0), "unreachable"] == 400
    assert by_state.travel[RAINS][Service.JUSTICE].minutes.min() == np.inf
    assert any("pluies" in note and "F1" in note for note in say_all(by_state.notes, "fr"))
    assert any("pluies" in note and "160" in note for note in say_all(by_state.notes, "fr"))
    # Within 30 minutes at 2 km/h: the cell itself and its four neighbours.
    assert rows.loc[("dry", "security", 30.0), "covered"] == 5
    planning = found.coverage.set_index("service")
    assert rows.loc[("dry", "security", 60.0), "covered"] == planning.loc["security", "covered"]


def test_long_lists_of_facilities_are_counted_and_named_in_part():
    # Twelve on an island that the rains drown, thirteen out at sea.
    island = shapes(box(4000, 4000, 7000, 7000), season=["rains"])
    rows = [("brigade", 5500, 5500, "working")] * 12 + [("brigade", -9e4, 0, "working")] * 13
    found = service_access(
        facilities(*rows, ("brigade", 15_500, 15_500, "working")), None, None, COUNTRY, people_at(GRID), CONFIG, year=2020,
        as_of=AS_OF, more=GroundLayers(barriers=island),
    )  # fmt: skip
    assert (
        sum("laissés hors du calcul : 13 (F12, F13," in note and " …)" in note for note in say_all(found.notes, "fr"))
        == 1
    )
    shut = [
        note
        for note in say_all(coverage_by_state(found, None, COUNTRY, CONFIG).notes, "fr")
        if "12 (F0, F1, F10, F11, F2," in note
    ]
    assert len(shut) == 2  # by vehicle and on foot
    assert all(note.count("F") == 10 and note.endswith("F7 …).") for note in shut)
    drowned = access_config(**RULES, planning_state={"season": "rains"})
    planned = service_access(
        facilities(*rows[:12]), None, None, COUNTRY, people_at(GRID), drowned, year=2020, as_of=AS_OF,
        more=GroundLayers(barriers=island),
    )  # fmt: skip
    assert any("dans l'état retenu, sans effet : 12 (F0," in note for note in say_all(planned.notes, "fr"))


def test_coverage_by_state_of_communes_sums_to_the_cercle():
    halves = squares(2, SIDE / 2)
    communes = halves.set_axis(["ML010101", "ML010102"])
    country = plane(gpd.GeoDataFrame({"name": ["C"]}, geometry=[box(0, 0, SIDE, SIDE / 2)], index=["ML0101"]).set_geometry(
        gpd.GeoSeries([box(0, 0, SIDE, SIDE / 2)], index=["ML0101"]).segmentize(500)))  # fmt: skip
    grid = make_grid(country, cell_size_m=1000)
    commune_people = people_at(make_grid(communes, cell_size_m=1000))
    found = service_access(
        facilities(("brigade", 5500, 5500, "working")),
        None,
        None,
        country,
        people_at(grid),
        CONFIG,
        year=2020,
        as_of=AS_OF,
    )
    frame = coverage_by_state(found, commune_people, communes, CONFIG).states
    keys = ["season", "security", "mode", "service", "minutes"]
    totals = frame.groupby(["level", *keys])[["population", "covered", "unreachable"]].sum()
    assert totals.loc["commune"].to_numpy() == pytest.approx(totals.loc["cercle"].to_numpy())
    assert set(frame.loc[frame["level"] == "commune", "pcode"]) == {"ML010101", "ML010102"}
    assert set(frame["minutes"]) == {30.0, 60.0, 120.0}


def test_planning_in_another_state_moves_the_published_coverage():
    net = roads((ALONG, "track", "poor", np.nan))
    places = facilities(("brigade", 500, 10_500, "working"))
    wet = access_config(**RULES, planning_state={"season": "rains"})
    dry_found, wet_found = (
        service_access(places, net, None, COUNTRY, people_at(GRID), config, year=2020, as_of=AS_OF)
        for config in (CONFIG, wet)
    )
    assert (dry_found.friction == dry_found.frictions[BEST]).all()
    assert (wet_found.friction == wet_found.frictions[RAINS]).all()
    covered = [f.coverage.set_index("service").loc["security", "covered"] for f in (dry_found, wet_found)]
    assert covered[0] > covered[1] > 0
    assert wet_found.coverage["covered"].sum() == dry_found.coverage["covered"].sum() - (covered[0] - covered[1])


def test_a_periodic_court_counts_where_configured_and_a_relocated_one_where_it_went():
    places = facilities(("jpce", 5500, 5500, "periodic"), ("ti", 15_500, 5500, "relocated")).assign(moved=[False, True])
    counted = {
        "justice": {"minutes": 60, "statuses": ["working", "periodic", "relocated"], "source": "test"},
    }
    for standards, expected in ((counted, ("F0", "F1")), (None, ())):
        config = access_config(**RULES, **({"standards": standards} if standards else {}))
        found = service_access(places, None, None, COUNTRY, people_at(GRID), config, year=2020, as_of=AS_OF)
        assert found.facility_ids[Service.JUSTICE] == expected
    # Moved nobody knows where: its old place serves nobody, whatever is configured.
    config = access_config(**RULES, standards=counted)
    for lost in (places.assign(moved=[False, False]), places.drop(columns="moved")):
        found = service_access(lost, None, None, COUNTRY, people_at(GRID), config, year=2020, as_of=AS_OF)
        assert found.facility_ids[Service.JUSTICE] == ("F0",)


def test_behind_a_closed_border_nobody_is_reached_and_they_are_counted():
    country = squares(3, 10_000).drop(index="ML0102")
    grid = make_grid(country, cell_size_m=1000)
    net = roads(([(0.0, 5500.0), (30_000.0, 5500.0)], "primary", "good", np.nan))
    found = service_access(
        facilities(("brigade", 5500, 5500, "working")),
        net,
        None,
        country,
        people_at(grid),
        CONFIG,
        year=2020,
        as_of=AS_OF,
    )
    beyond = found.unreachable.set_index(["service", "cercle_pcode"])["people"]
    assert beyond[("security", "ML0103")] == 100
    assert ("security", "ML0101") not in beyond
    assert any("sans aucun chemin" in note and "100" in note for note in say_all(found.notes, "fr"))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"rains": None}, "needs `rains`"),
        ({"security_effect": None}, "needs `security_effect`"),
        ({"rains": {**RULES["rains"], "river_crossing_min": 10}}, "open no river"),
        ({"landcover": {**RULES["landcover"], "water": ["sea"]}}, "none of the classes"),
        ({"speeds": {"track": 0}}, "track"),
        ({"speeds": {"off_road": -4}}, "off_road"),
        ({"planning_state": {"season": "dry", "weather": "fine"}}, "weather"),
    ],
)
def test_rules_that_contradict_one_another_are_refused(changes, words):
    with pytest.raises(ValueError, match=words):
        access_config(**{**RULES, **changes})


lanes = st.lists(
    st.tuples(
        st.floats(0, SIDE), st.floats(0, SIDE), st.floats(0, SIDE), st.floats(0, SIDE),
        st.sampled_from(["primary", "secondary", "tertiary", "track"]),
        st.sampled_from(["good", "fair", "poor", "unknown"]),
        st.sampled_from([np.nan, 1.0, 45.0]),
    ),
    max_size=4,
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(lanes, st.lists(st.sampled_from([0, 10, 11, 16, 99]), min_size=9, max_size=9), st.integers(0, 5), st.data())
def test_no_state_is_faster_anywhere_than_dry_calm_and_with_a_vehicle(network, codes, incidents, data):
    points = data.draw(st.lists(st.tuples(st.floats(0, SIDE), st.floats(0, SIDE)), min_size=2, max_size=2))
    net = roads(*[([(a, b), (c, d + 1)], kind, state, speed) for a, b, c, d, kind, state, speed in network])
    ground = lay_ground(
        GRID,
        GroundLayers(
            roads=net if len(network) else None,
            rivers=lines([*points, (SIDE / 2, SIDE / 3)]),
            water=shapes(Point(points[0]).buffer(2500)),
            barriers=shapes(LineString([*points, (0, 0)]), Point(points[1]).buffer(2000), season=["all", "rains"],
                            passable_min=[5.0, np.nan]),
            landcover=raster(np.reshape(codes, (3, 3))),
            elevation=raster(np.add.outer(np.arange(9.0) * 100, np.arange(9.0) * 40), "m"),
            events=events(*[points[0]] * incidents) if incidents else events(points[0], precision=3),
        ),
        CONFIG, seasons=list(Season), as_of=AS_OF,
    )  # fmt: skip
    best = ground.friction(BEST)
    assert np.isinf(best[~GRID.inside]).all()
    for state in STATES:
        assert (ground.friction(state) >= best).all()
    on_foot = GroundState(Season.RAINS, SecurityState.INCIDENTS, TravelMode.FOOT)
    worst = ground.friction(on_foot)
    for state in STATES:
        assert (worst >= ground.friction(state)).all()
