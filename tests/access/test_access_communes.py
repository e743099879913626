"""People within the standard by commune, on the travel times already found."""

from __future__ import annotations

from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from access_worlds import access_config, facilities, people_at, plane, squares
from shapely.geometry import box

from prosmed_gis.access.communes import commune_coverage, commune_grid
from prosmed_gis.access.grid import OUTSIDE, make_grid
from prosmed_gis.access.run import service_access

SIDE = 20_000
CERCLES = squares(2, SIDE)
GRID = make_grid(CERCLES, cell_size_m=1000)
CONFIG = access_config()


def halves() -> gpd.GeoDataFrame:
    """West and east half of each square."""
    shapes = [box(k * SIDE / 2, 0, (k + 1) * SIDE / 2, SIDE).segmentize(SIDE / 40) for k in range(4)]
    codes = ["ML010101", "ML010102", "ML010201", "ML010202"]
    parents = [code[:6] for code in codes]
    return plane(gpd.GeoDataFrame({"parent_pcode": parents}, geometry=shapes, index=codes))


def found(places: gpd.GeoDataFrame | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Coverage of the cercles and of their communes, with one person in each cell."""
    access = service_access(places, None, None, CERCLES, people_at(GRID), CONFIG, year=2020, as_of=date(2021, 6, 30))
    cells = people_at(commune_grid(GRID, halves()))
    return access.coverage, commune_coverage(access, cells, halves(), CONFIG)


def test_the_grid_of_communes_is_that_of_cercles() -> None:
    grid = commune_grid(GRID, halves().iloc[::-1])
    assert grid.shape == GRID.shape
    codes = np.array(grid.cercle_pcodes)[grid.cercle_code[grid.inside]]
    parents = np.array(GRID.cercle_pcodes)[GRID.cercle_code[grid.inside]]
    assert [code[:6] for code in codes] == parents.tolist()
    assert np.unique(codes, return_counts=True)[1].tolist() == [200, 200, 200, 200]
    hole = halves().drop(index="ML010101")
    assert (commune_grid(GRID, hole).cercle_code[:, :9] == OUTSIDE).all()


def test_communes_sum_to_their_cercle() -> None:
    cercles, communes = found(facilities(("brigade", 2_500, 10_500, "working"), ("ti", 30_500, 10_500, "working")))
    sums = communes.groupby([communes["cercle_pcode"].str[:6], "service"])[["population", "covered"]].sum()
    whole = cercles.set_index(["cercle_pcode", "service"])[["population", "covered"]]
    pd.testing.assert_frame_equal(sums, whole.reindex(sums.index), check_names=False)
    share = communes.set_index(["cercle_pcode", "service"])["share"]
    # the brigade stands in the far west: nearer to all of the first commune than to any of the second
    assert share["ML010101", "security"] > share["ML010102", "security"]
    assert share["ML010202", "security"] == 0
    assert set(communes["year"]) == {2020}


def test_without_facilities_nothing_is_known() -> None:
    cercles, communes = found(None)
    assert cercles.empty
    assert communes.empty


def test_a_commune_smaller_than_a_cell_is_served_from_its_own_cell() -> None:
    town = plane(
        gpd.GeoDataFrame({"parent_pcode": ["ML0101"]}, geometry=[box(2_100, 10_100, 2_300, 10_300)], index=["T"])
    )
    places = facilities(("brigade", 2_500, 10_500, "working"))
    access = service_access(places, None, None, CERCLES, people_at(GRID), CONFIG, year=2020)
    point = town.representative_point()
    cells = pd.DataFrame({"lon": point.x, "lat": point.y, "people": 100.0, "cercle_pcode": "T"}).reset_index(drop=True)
    communes = pd.concat([halves(), town])
    share = commune_coverage(access, cells, communes, CONFIG).set_index(["cercle_pcode", "service"])
    assert share.loc[("T", "security"), "share"] == 1.0
    assert share.loc[("T", "security"), "population"] == pytest.approx(100.0)
    assert np.isnan(share.loc[("ML010101", "security"), "share"])
