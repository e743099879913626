"""The content of a sheet in a world whose answers can be worked out by hand."""

import math
from dataclasses import replace
from datetime import date

import networkx as nx
import numpy as np
import pandas as pd
import pytest
import sheets_world as w
from affine import Affine

from prosmed_gis.access.travel_time import Moves
from prosmed_gis.domain.layers import Raster
from prosmed_gis.domain.vocabulary import Service
from prosmed_gis.siting.sheets.routes import search
from prosmed_gis.siting.sheets.sheet import site_sheet, site_sheets


@pytest.fixture(scope="module")
def found():
    return w.findings()


@pytest.fixture(scope="module")
def sheet(found):
    return site_sheet(found, "TI-B")


def route(sheet, origin):
    return next(way for way in sheet.routes if way.origin == origin)


def test_the_work_is_told_with_its_place_and_its_payments(sheet):
    work = sheet.work
    assert (work.commune, work.cercle, work.region) == ("Bêta", "Bêta", "Région <une>")
    assert work.payments == ((2022, 40000.0), (2023, 60000.0))
    assert work.cost_usd == 100000.0
    assert work.people_gained == 1234.0
    assert not sheet.surveyed
    assert sheet.position.utm_zone == 30


def test_a_cost_that_is_not_printed_is_none_not_zero(found):
    assert site_sheet(found, "COM-A").work.cost_usd is None
    assert site_sheet(found, "COM-A").surveyed


def test_fifty_kilometres_of_primary_road_take_fifty_minutes(sheet):
    way = route(sheet, "region_seat")
    dry = way.legs["dry"]
    assert way.name == "Alpha"
    assert dry.minutes == pytest.approx(50.0)
    assert dry.km_by_class == (("primary", pytest.approx(50.0)),)
    assert (dry.off_road_km, dry.crossings) == (0.0, 0)
    assert way.straight_km == pytest.approx(50.0, rel=0.005)


def test_the_wall_of_the_rains_cuts_the_region_off_and_not_the_cercle(sheet):
    assert math.isinf(route(sheet, "region_seat").legs["rains"].minutes)
    assert route(sheet, "cercle_seat").legs["rains"].minutes == 0.0


def test_the_nearest_police_is_on_the_spot_and_nobody_else_is_named(sheet):
    assert route(sheet, "security").kind == "brigade"
    assert route(sheet, "security").name == ""
    assert route(sheet, "security").legs["dry"].minutes == 0.0
    assert route(sheet, "security").within_cell
    assert not route(sheet, "region_seat").within_cell
    assert {way.origin for way in sheet.routes} == {"cercle_seat", "region_seat", "main_road", "security"}


def test_off_the_road_half_a_step_belongs_to_the_road_and_a_river_without_a_bridge_is_counted(found):
    layers = replace(found.layers, roads=None)
    terrain = replace(found.terrain, road_code=np.zeros(found.terrain.grid.shape, dtype=np.uint8))
    dry = route(site_sheet(replace(found, layers=layers, terrain=terrain), "TI-B"), "region_seat").legs["dry"]
    assert dry.off_road_km == pytest.approx(50.0)
    assert dry.crossings == 1


def test_ways_go_to_the_neighbours_that_the_study_asks_for():
    open_ground = np.full((3, 6), 0.01)
    plain, knight = (search(open_ground, 0, 0, cell_size_m=1000, moves=moves) for moves in (None, Moves(16)))
    assert plain.minutes[1, 2] == pytest.approx(10 * (1 + math.sqrt(2)))
    assert knight.minutes[1, 2] == pytest.approx(10 * math.sqrt(5))
    assert knight.path(2, 4).tolist() == [[0, 0], [1, 2], [2, 4]]


def test_a_surface_that_is_missing_is_said_and_never_guessed(found):
    only = replace(found, terrain=replace(found.terrain, frictions={"dry": found.terrain.frictions["dry"]}))
    sheet = site_sheet(only, "TI-B")
    assert all(way.legs["rains"] is None for way in sheet.routes)
    assert all(reached.people is None for reached in sheet.reach if reached.state != "dry")
    assert sheet.notes == ("sheet.note.no_rains", "sheet.note.no_foot")


def test_a_road_on_which_a_vehicle_is_no_faster_than_people_is_cut(found):
    dry = found.terrain.frictions["dry"]
    foot = np.where(np.isfinite(dry), 0.009, np.inf)
    rains = dry.copy()
    row, column = cell(found, 30.5, 20.5)
    rains[row, column - 4 : column + 1] = 0.009
    frictions = {"dry": dry, "rains": rains, "dry_foot": foot, "rains_foot": foot}
    sheet = site_sheet(replace(found, terrain=replace(found.terrain, frictions=frictions)), "TI-B")
    legs = route(sheet, "region_seat").legs
    assert (legs["dry"].cut_km, legs["dry"].walked_km) == (0.0, 0.0)
    assert legs["rains"].cut_km == pytest.approx(5.0)
    assert legs["rains"].walked_km == pytest.approx(5.0)
    # Four whole cells and two halves at 9 minutes a km in place of 1.
    assert legs["rains"].minutes == pytest.approx(50.0 + 5 * 8.0)


def test_open_water_nearer_than_the_river_is_the_water_of_the_site(found):
    lake = w.points(("W", 60.5, 21.5), name=["Lac"])
    ground = site_sheet(replace(found, layers=replace(found.layers, water=lake)), "TI-B").ground
    assert ground.water == "Lac"
    assert ground.water_km == pytest.approx(1.0, rel=0.005)
    assert not site_sheet(found, "TI-B").ground.flood_check


def test_what_the_plan_loses_without_the_site_is_told_where_it_was_asked(found):
    sites = pd.DataFrame({"loss_people": [321.0], "core": [True]}, index=["TI-B"])
    why = site_sheet(replace(found, sites=sites), "TI-B").reasons
    assert (why.loss_people, why.core) == (321.0, True)
    assert site_sheet(found, "TI-B").reasons.core is None
    assert "sheet.note.worth_of_placed_only" in site_sheet(replace(found, sites=sites), "COM-A").notes
    assert "sheet.note.worth_of_placed_only" not in site_sheet(found, "COM-A").notes


def test_people_on_foot_are_counted_where_that_ground_is_given(found):
    frictions = {**found.terrain.frictions, "dry_foot": np.where(found.terrain.grid.inside, 0.03, np.inf)}
    sheet = site_sheet(replace(found, terrain=replace(found.terrain, frictions=frictions)), "TI-B")
    people = {(reached.state, reached.minutes): reached.people for reached in sheet.reach}
    # 30 minutes at 30 minutes a km: the cell itself and its four neighbours.
    assert people["dry_foot", 30] == 50.0
    assert "sheet.note.no_rains_foot" in sheet.notes


def test_people_and_times_are_those_of_another_shortest_path_program(sheet, found):
    friction = found.terrain.frictions["dry"]
    minutes = nx.single_source_dijkstra_path_length(as_graph(friction), cell(found, *w.SITE))
    people = {(reached.state, reached.minutes): reached.people for reached in sheet.reach}
    for limit in (30, 60, 120):
        assert people["dry", limit] == 10.0 * sum(value <= limit + 1e-9 for value in minutes.values())
    assert route(sheet, "region_seat").legs["dry"].minutes == pytest.approx(minutes[cell(found, 10.5, 20.5)])


def cell(found, x, y):
    (row,), (column,) = found.terrain.grid.cells_of(*(np.array([value]) for value in w.degrees(x, y)))
    return int(row), int(column)


def as_graph(friction):
    """Eight neighbours, each step of 1 km (or its diagonal) at the mean of its two cells."""
    graph = nx.Graph()
    rows, columns = friction.shape
    for row in range(rows):
        for column in range(columns):
            for dy, dx in ((0, 1), (1, -1), (1, 0), (1, 1)):
                y, x = row + dy, column + dx
                if y < rows and 0 <= x < columns:
                    cost = 1000 * math.hypot(dy, dx) * (friction[row, column] + friction[y, x]) / 2
                    if math.isfinite(cost):
                        graph.add_edge((row, column), (y, x), weight=cost)
    return graph


def test_events_by_circle_and_period(sheet):
    rings = {(ring.radius_km, ring.months): (ring.events, ring.deaths) for ring in sheet.violence.rings}
    assert rings == {
        (5, 12): (1, 2), (5, 36): (1, 2),
        # A year back to the day is outside; the day after is in.
        (10, 12): (2, 2), (10, 36): (2, 2),
        # Three years back to the day is outside too.
        (25, 12): (2, 2), (25, 36): (3, 3),
    }  # fmt: skip
    assert sheet.violence.unplaced == {12: 1, 36: 1}
    assert sheet.violence.cercle == {12: 7.0, 36: 11.0}


def test_counts_alone_give_no_circle(found):
    violence = site_sheet(replace(found, events=None), "TI-B").violence
    assert violence.rings == ()
    assert violence.cercle[12] == 7.0
    nothing = site_sheet(replace(found, events=None, counts=found.counts.iloc[:0]), "TI-B").violence
    assert nothing.cercle == {12: None, 36: None}


def test_a_partner_work_two_kilometres_away_is_named_with_owner_status_and_year(sheet):
    (work,) = sheet.near_works
    assert (work.name, work.owner, work.status, work.year) == ("TI voisin", "UE & co", "under_works", 2023)
    assert work.distance_km == pytest.approx(2.0, rel=0.005)


def test_projects_of_the_cercle_come_before_those_of_the_region_each_once(sheet):
    assert [(p.project, p.actor, p.level) for p in sheet.near_projects] == [
        ("Projet <cercle>", "UE", "cercle"),
        ("Projet région", "ONG", "region"),
    ]
    assert sheet.near_projects[0].themes == ("justice_security", "eau")
    assert sheet.near_projects[0].start == date(2020, 3, 1)


def test_water_is_measured_and_relief_without_heights_is_not_known(sheet, found):
    ground = sheet.ground
    assert ground.water == "Fleuve"
    assert ground.water_km == pytest.approx(25.0, rel=0.005)
    assert ground.flood_check is False
    assert ground.slope_percent is None
    without = site_sheet(replace(found, layers=replace(found.layers, rivers=None)), "TI-B").ground
    assert (without.water_km, without.flood_check) == (None, None)


def test_heights_give_height_and_slope(found):
    lon, lat = w.degrees(*w.SITE)
    # One metre up for every 0.001 degree north: about 0.9 %.
    rows = 400
    values = np.repeat(np.arange(rows, 0, -1.0)[:, None], 400, axis=1)
    transform = Affine(0.001, 0, lon - 0.2, 0, -0.001, lat + 0.2)
    raster = Raster(values, transform, "EPSG:4326", "m", 2020, "essai")
    ground = site_sheet(replace(found, layers=replace(found.layers, elevation=raster)), "TI-B").ground
    assert ground.elevation_m == pytest.approx(200.0, abs=1.0)
    assert ground.slope_percent == pytest.approx(0.9, abs=0.15)


def test_the_chain_and_who_completes_it(found):
    court, prison = site_sheet(found, "TI-B").reasons, site_sheet(found, "EPES-B").reasons
    chain = {link.service: (link.working, link.year) for link in court.chain}
    assert chain == {Service.SECURITY: (1, None), Service.JUSTICE: (0, 2023), Service.PRISON: (0, 2023)}
    assert court.completes_chain
    assert prison.completes_chain
    later = found.plan.assign(opens_year=found.plan["opens_year"].where(found.plan["work_id"] != "EPES-B", 2024))
    assert not site_sheet(replace(found, plan=later), "TI-B").reasons.completes_chain


def test_score_and_rank_of_a_cercle_without_a_score(found):
    assert site_sheet(found, "TI-B").reasons.rank == 1
    assert site_sheet(found, "COM-A").reasons.score is None
    assert site_sheet(found, "COM-A").reasons.ranked == 1


def test_the_newest_observation_comes_first(sheet):
    progress = sheet.progress
    assert [seen.day for seen in progress.observations] == [date(2022, 8, 1), date(2022, 2, 1)]
    assert (progress.stage, progress.state, progress.flags) == ("contract", "late", "position à 2 km")
    assert progress.observations[0].percent == 0.0


def test_a_work_without_a_position_tells_what_it_can(found):
    sheet = site_sheet(found, "CNDH-A")
    assert (sheet.position, sheet.map, sheet.ground, sheet.routes) == (None, None, None, ())
    assert sheet.notes == ("sheet.note.no_position",)
    assert sheet.progress.stage == ""


def test_only_the_layers_that_a_sheet_rests_on_are_named(sheet):
    assert sheet.sources == ("limites d'essai", "routes d'essai")


def test_the_map_is_in_km_around_the_site(sheet):
    drawn = sheet.map
    seat = drawn.settlements.set_index("name").loc["Bêta"]
    village = drawn.settlements.set_index("name").loc["Village <b>"]
    assert (seat["x"], seat["y"]) == pytest.approx((0.0, 0.0), abs=1e-4)
    assert np.hypot(village["x"], village["y"]) == pytest.approx(math.sqrt(200), rel=0.005)
    assert "Alpha" not in set(drawn.settlements["name"])
    assert set(drawn.works["work_id"]) == {"EPES-B"}
    bounds = drawn.roads.total_bounds
    assert bounds[0] == pytest.approx(-30.0)
    assert bounds[2] < 30.0


def test_sheets_of_one_place_share_their_searches_and_say_the_same(found):
    names = ["TI-B", "CNDH-A", "COM-A", "EPES-B"]
    together = site_sheets(found, names, {})
    assert [sheet.work.work_id for sheet in together] == names
    for sheet, name in zip(together, names, strict=True):
        alone = site_sheet(found, name)
        assert (sheet.routes, sheet.reach, sheet.notes) == (alone.routes, alone.reach, alone.notes)


def test_an_unknown_work_is_an_error(found):
    with pytest.raises(KeyError):
        site_sheet(found, "NOWHERE")


def test_a_site_off_the_ground_says_so(found):
    shut = {season: np.full(found.terrain.grid.shape, np.inf) for season in ("dry", "rains")}
    sheet = site_sheet(replace(found, terrain=replace(found.terrain, frictions=shut)), "TI-B")
    assert sheet.notes == ("sheet.note.off_ground",)
    assert all(leg is None for way in sheet.routes for leg in way.legs.values())


def test_inputs_are_left_as_they_were(found):
    before = found.plan.copy(), found.events.copy(), found.people.copy(), found.layers.settlements.copy()
    site_sheet(found, "TI-B")
    after = found.plan, found.events, found.people, found.layers.settlements
    assert all(one.equals(other) for one, other in zip(before, after, strict=True))
