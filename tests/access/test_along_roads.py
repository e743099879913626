"""People within reach along the lines of roads, by hand and in the whole of what is found."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from access_found_world import found, standing
from access_worlds import access_config, facilities, roads

from prosmed_gis.access.along import network_coverage
from prosmed_gis.crs import NATIONAL, STORED, transformer
from prosmed_gis.domain.products import ACCESS_COLUMNS
from prosmed_gis.domain.vocabulary import Season, Service
from prosmed_gis.wording.sentences import say_all

RULES = {"join_m": 20, "crossings": True, "detour": 2, "walk_km": 5, "source": "test"}
WET = {"good": 0.5, "fair": 0.5, "poor": 0, "unknown": 0.5}
RAINS = {
    **dict.fromkeys(["primary", "secondary", "tertiary", "track"], WET),
    "walking": 0.5, "boat": 0.5, "river_crossing_min": 90, "source": "test",
}  # fmt: skip
ROAD = roads(([(0.0, 10_500.0), (40_000.0, 10_500.0)], "primary", "good", np.nan))
HOMES = [
    (15_500, 10_500, 10, "a", "a1"),  # on the road, 10 km from the post
    (5500, 13_400, 20, "a", "a2"),  # 2.9 km on foot
    (35_500, 12_500, 30, "b", "b1"),  # 2 km on foot, then 30 km
    (32_500, 10_500, 40, "b", "b1"),  # on the road, 27 km away
    (32_500, 18_500, 7, "b", "b1"),  # 8 km from the road: too far to walk
    (np.nan, np.nan, 5, "b", "b1"),
]


def people(unit: int) -> pd.DataFrame:
    x, y = np.array([home[:2] for home in HOMES], dtype=float).T
    lon, lat = transformer(NATIONAL, STORED).transform(x, y)
    frame = pd.DataFrame({"people": [float(home[2]) for home in HOMES], "cercle_pcode": [home[unit] for home in HOMES]})
    return frame.assign(lon=np.where(np.isfinite(x), lon, np.nan), lat=np.where(np.isfinite(y), lat, np.nan))


def by_hand() -> pd.DataFrame:
    config = access_config(network=RULES, rains=RAINS)
    post = facilities(("brigade", 5500, 10_500, "working")).geometry
    spots = pd.DataFrame({"lon": post.x, "lat": post.y})
    return network_coverage(
        {"cercle": people(3), "commune": people(4)},
        {"cercle": ["b", "a", "c"], "commune": ["a1", "a2", "b1"]},
        ROAD,
        {Service.SECURITY: spots, Service.JUSTICE: spots.iloc[:0]},
        config,
        config.network,
        seasons=[Season.DRY, Season.RAINS],
    )


def test_walk_and_ride_by_hand() -> None:
    whole = by_hand()
    assert list(whole.columns) == list(ACCESS_COLUMNS)
    assert set(whole["security"]) == {"calm"}
    assert set(whole["mode"]) == {"vehicle"}
    by = whole.set_index(["service", "season", "level", "pcode"])[["population", "covered", "unreachable"]]
    # 10 and 58 minutes; 70 and 27 minutes; at half of all speeds 20 and 116, 140 and 54.
    expected = {
        ("dry", "cercle", "a"): [30, 30, 0], ("dry", "cercle", "b"): [82, 40, 12], ("dry", "cercle", "c"): [0, 0, 0],
        ("rains", "cercle", "a"): [30, 10, 0], ("rains", "cercle", "b"): [82, 40, 12],
        ("dry", "commune", "a2"): [20, 20, 0], ("rains", "commune", "a2"): [20, 0, 0],
        ("rains", "commune", "b1"): [82, 40, 12],
    }  # fmt: skip
    for key, numbers in expected.items():
        assert by.loc[("security", *key)].tolist() == pytest.approx(numbers), key
    assert by.loc[("justice", "dry", "cercle", "a")].tolist() == [30, 0, 30]


def test_the_whole_tells_both_ways_side_by_side() -> None:
    result = found(standing(), ROAD, network=RULES)
    keys = ["level", "pcode", "service", "season", "security", "mode", "minutes"]
    both = result.network.merge(result.states, on=keys, suffixes=("", "_surface"), validate="one_to_one")
    assert len(both) == len(result.network) == 3 * (2 + 4)
    assert both["population"].tolist() == pytest.approx(both["population_surface"].tolist())
    # A road is as wide as its cell on the surface: the lines reach no more people but for those beside the post.
    assert (both["covered"] <= both["covered_surface"] + 30).all()
    (note,) = (note for note in say_all(result.notes, "en") if note.startswith("Along the roads"))
    shares = result.network.query("level == 'cercle' and service == 'security'")[["covered", "population"]].sum()
    assert f"Police and gendarmerie {100 * shares['covered'] / shares['population']:.1f} % within 60 minutes" in note


@pytest.mark.parametrize("changes", [{"network": None}, {"network": RULES, "roads": None}])
def test_without_roads_or_rules_there_is_none(changes) -> None:
    result = found(standing(), **{"roads": ROAD, **changes})
    assert result.network.empty
    assert not any(note.startswith("Along") for note in say_all(result.notes, "en"))
    assert found(None, ROAD, network=RULES).network.empty
