"""People on the grid and coverage by cercle."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from access_worlds import access_config, facilities, people_at, squares
from hypothesis import given, settings
from hypothesis import strategies as st

from prosmed_gis.access.coverage import coverage_frame, service_facilities
from prosmed_gis.access.grid import OUTSIDE, make_grid
from prosmed_gis.access.people import cell_pitch_deg, spread_people
from prosmed_gis.access.run import service_access
from prosmed_gis.domain.products import COVERAGE_COLUMNS
from prosmed_gis.domain.vocabulary import Service
from prosmed_gis.wording.sentences import say_all

CERCLES = squares(2, 20_000)
GRID = make_grid(CERCLES, cell_size_m=1000)


def run(places: gpd.GeoDataFrame | None, people: pd.DataFrame | None = None, **changes: object):
    cells = people_at(GRID) if people is None else people
    return service_access(
        places, None, None, CERCLES, cells, access_config(**changes), year=2020, as_of=date(2021, 6, 30)
    )


def shares(frame: pd.DataFrame) -> dict[tuple[str, str], float]:
    return frame.set_index(["cercle_pcode", "service"])["share"].to_dict()


def test_coverage_counts_people_within_the_standard() -> None:
    found = run(facilities(("brigade", 10_500, 10_500, "working"), ("ti", 30_500, 10_500, "closed")))
    assert list(found.coverage.columns) == list(COVERAGE_COLUMNS)
    row = found.coverage.set_index(["cercle_pcode", "service"])
    # 60 minutes at 3 km/h are three straight cells, or two of which one is diagonal, ...: octile distance <= 3.
    dy, dx = np.abs(np.indices((41, 41)) - 20)
    near = np.maximum(dy, dx) + (np.sqrt(2) - 1) * np.minimum(dy, dx) <= 3 + 1e-9
    assert row.loc[("ML0101", "security"), "covered"] == pytest.approx(near.sum())
    assert row.loc[("ML0101", "security"), "population"] == pytest.approx(400)
    assert row.loc[("ML0102", "justice"), "covered"] == 0
    assert row.loc[("ML0102", "justice"), "share"] == 0
    assert (found.coverage["year"] == 2020).all()
    assert found.unreachable.groupby("service")["people"].sum().to_dict() == pytest.approx(
        {"justice": 800, "prison": 800}
    )


def test_only_kinds_statuses_and_dates_that_serve() -> None:
    places = facilities(
        ("customs", 0, 0, "working"),
        ("poste", 0, 0, "partly"),
        ("brigade", 0, 0, "unknown"),
        ("brigade", 0, 0, "working"),
    )
    places.loc["F3", "since"] = pd.Timestamp("2022-01-01")
    standard = access_config().standards[Service.SECURITY]
    assert service_facilities(places, Service.SECURITY, standard).index.tolist() == ["F1", "F3"]
    assert service_facilities(places, Service.SECURITY, standard, as_of=date(2021, 6, 30)).index.tolist() == ["F1"]


def test_unknown_facilities_are_not_zero_coverage() -> None:
    found = run(None)
    assert found.coverage.empty
    assert list(found.coverage.columns) == list(COVERAGE_COLUMNS)
    assert any("inconnue" in note for note in say_all(found.notes, "fr"))


def test_facility_without_position_is_listed() -> None:
    places = facilities(("brigade", 10_500, 10_500, "working"), ("brigade", 90_500, 10_500, "working"))
    found = run(places)
    assert found.unplaced["facility_id"].tolist() == ["F1"]
    assert found.facility_ids[Service.SECURITY] == ("F0",)
    assert any("F1" in note for note in say_all(found.notes, "fr"))


def test_cercle_without_people_has_no_share() -> None:
    people = people_at(GRID)
    found = run(facilities(("brigade", 10_500, 10_500, "working")), people[people["cercle_pcode"] == "ML0101"])
    assert np.isnan(shares(found.coverage)[("ML0102", "security")])


def test_inputs_are_left_as_they_were() -> None:
    places, people = facilities(("brigade", 10_500, 10_500, "working")), people_at(GRID)
    before = places.copy(), people.copy()
    run(places, people)
    assert places.equals(before[0])
    assert people.equals(before[1])


@pytest.mark.parametrize(
    ("values", "pitch"),
    [
        (np.array([-4.0, -3.75, -3.25, -4.0]), 0.25),
        (-4 + np.arange(60) * 0.166666666, 0.166666666),
        (np.array([0.1, 0.35, 0.37, 0.9]), 0.0),
        (np.array([5.0, 5.0]), 0.0),
    ],
)
def test_spacing_of_a_lattice(values: np.ndarray, pitch: float) -> None:
    assert cell_pitch_deg(values) == pytest.approx(pitch)


def coarse(pitch: float = 0.1) -> pd.DataFrame:
    """Cells of a tenth of a degree over both cercles; those on the common border have a row for each."""
    rng = np.random.default_rng(5)
    rows = [
        (lon, lat, float(rng.uniform(1, 100)), code)
        for code, west in (("ML0101", -4.0), ("ML0102", -3.8))
        for lon in west + pitch * np.arange(3)
        for lat in 17.0 + pitch * np.arange(3)
    ]
    return pd.DataFrame(rows, columns=["lon", "lat", "people", "cercle_pcode"])


def test_spread_keeps_the_people_of_each_cercle_and_cell() -> None:
    cells = coarse()
    spread = spread_people(cells, GRID, snap_cells=2)
    before = cells.groupby("cercle_pcode")["people"].sum()
    after = spread.groupby("cercle_pcode")["people"].sum()
    assert after.to_dict() == pytest.approx(before.to_dict(), rel=1e-12)
    placed = spread[spread["row"] != OUTSIDE]
    assert len(placed) > 10 * len(cells)
    assert not spread.duplicated(["row", "column", "cercle_pcode"]).any()
    code = np.array(GRID.cercle_pcodes)[GRID.cercle_code[placed["row"], placed["column"]]]
    assert (code == placed["cercle_pcode"]).mean() > 0.99


def test_spread_is_even_over_a_cell() -> None:
    cells = coarse()
    one = cells.assign(people=np.where(np.arange(len(cells)) == 4, 500.0, 1e-12))
    spread = spread_people(one, GRID, snap_cells=2)
    big = spread[spread["people"] > 1e-6]
    # The middle cell of the first cercle, about 10.6 x 11.1 km, lies wholly in it.
    assert 105 <= len(big) <= 130
    assert big["people"].max() == pytest.approx(big["people"].min())


def test_cells_finer_than_the_grid_and_points_keep_their_people() -> None:
    fine = people_at(make_grid(CERCLES, cell_size_m=400))
    spread = spread_people(fine, GRID, snap_cells=2)
    assert spread.groupby("cercle_pcode")["people"].sum().to_dict() == pytest.approx({"ML0101": 2500, "ML0102": 2500})
    # A row that stands for a whole cercle (row -1 of the raster) is a point and does not spoil the lattice.
    cells = coarse().assign(row=0)
    extra = pd.DataFrame(
        {"lon": [-3.9123], "lat": [17.0567], "people": [70.0], "cercle_pcode": ["ML0101"], "row": [-1]}
    )
    both = spread_people(pd.concat([cells, extra], ignore_index=True), GRID, snap_cells=2)
    assert len(both) == len(spread_people(cells, GRID, snap_cells=2))
    assert both["people"].sum() == pytest.approx(cells["people"].sum() + 70)


def test_people_without_ground_are_kept_and_told() -> None:
    lost = pd.DataFrame({"lon": [10.0], "lat": [17.1], "people": [33.0], "cercle_pcode": ["ML0102"]})
    found = run(
        facilities(("brigade", 10_500, 10_500, "working")), pd.concat([people_at(GRID), lost], ignore_index=True)
    )
    row = found.coverage.set_index(["cercle_pcode", "service"]).loc[("ML0102", "security")]
    assert row["population"] == pytest.approx(433)
    assert any("grille" in note and "33" in note for note in say_all(found.notes, "fr"))


spots = st.lists(st.tuples(st.floats(0, 40_000), st.floats(0, 20_000)), min_size=1, max_size=6)


@settings(max_examples=25, deadline=None)
@given(spots, st.sampled_from(["brigade", "ti", "epes"]))
def test_one_more_facility_never_lowers_coverage(places: list[tuple[float, float]], kind: str) -> None:
    table = facilities(*((kind, x, y, "working") for x, y in places))
    fewer, more = run(table.iloc[:-1]), run(table)
    assert (more.coverage["covered"] >= fewer.coverage["covered"]).all()
    assert (more.coverage["covered"] <= more.coverage["population"]).all()


def test_coverage_of_fractions() -> None:
    people = pd.DataFrame({"people": [10.0, 30.0], "cercle_pcode": ["a", "a"]})
    frame = coverage_frame(people, {Service.PRISON: np.array([0.5, 1.0])}, year=2023, cercle_pcodes=("a",))
    assert frame.iloc[0].to_dict() == {
        "cercle_pcode": "a", "service": "prison", "year": 2023, "population": 40.0, "covered": 35.0, "share": 0.875,
    }  # fmt: skip


@pytest.mark.real
def test_real_country_conserves_people_and_is_neither_empty_nor_full(shared: Path) -> None:
    places = shared / "data" / "facilities" / "osm_justice_security_admin_2019_mli_margin.csv"
    borders = shared / "data" / "boundaries" / "mali" / "mli_cod_ab_2021.gpkg"
    cercles = gpd.read_file(borders, layer="adm2").rename(columns={"ADM2_FR": "name", "ADM2_PCODE": "pcode"})
    cercles = cercles.set_index("pcode").sort_index()
    table = pd.read_csv(places)
    police = table[table["value"] == "police"]
    frame = gpd.GeoDataFrame(
        {"kind": "brigade", "status": "working", "since": pd.NaT}, index=police["osm_node_id"].astype("str"),
        geometry=gpd.points_from_xy(police["lon"], police["lat"], crs=4326),
    )  # fmt: skip
    grid = make_grid(cercles, cell_size_m=10_000)
    found = service_access(frame, None, None, cercles, people_at(grid), access_config(cell_size_m=5000), year=2020)
    security = found.coverage[found.coverage["service"] == "security"]
    assert security["population"].sum() == pytest.approx(grid.inside.sum(), rel=1e-9)
    assert 0 < security["covered"].sum() < 0.2 * security["population"].sum()
