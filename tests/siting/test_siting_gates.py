"""Sites that a gate sets aside or delays, and what the plan says of them."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import siting_country as country
from shapely.geometry import Point, box

from prosmed_gis.crs import NATIONAL
from prosmed_gis.domain.layers import Layers
from prosmed_gis.domain.products import EXCLUDED_COLUMNS, PlanResult
from prosmed_gis.siting.reach import reach_of_sites
from prosmed_gis.siting.verify import verify

GROUND = country.layers()


def reasons(plan: PlanResult, effect: str = "excluded") -> set[tuple[str, str, str]]:
    own = plan.excluded[plan.excluded["effect"] == effect]
    return set(own[["place_id", "open_work", "reason"]].itertuples(index=False, name=None))


def planned(plan: PlanResult) -> pd.DataFrame:
    return plan.works[plan.works["status"] == "planned"]


def broken(
    plan: PlanResult, ground: Layers, rules: object, works: pd.DataFrame | None = None, **options: object
) -> set[str]:
    found = verify(
        plan.works if works is None else works, ground, country.selection(), rules, country.access_config(),
        as_of=country.AS_OF, **options,
    )  # fmt: skip
    return {violation.rule for violation in found}


def violence(place: str, count: int, **columns: object) -> gpd.GeoDataFrame:
    town = GROUND.settlements.geometry[place]
    frame = {
        "date": pd.Timestamp("2021-03-01"), "geo_precision": 1, "type": "battle", **columns,
        "geometry": [Point(town.x + 0.001 * number, town.y) for number in range(count)],
    }  # fmt: skip
    return gpd.GeoDataFrame(frame, crs=4326)


GATE = {
    "radius_km": 10, "months": 12, "max_events": 3, "event_types": ["battle"], "effect": "exclude", "source": "test",
}  # fmt: skip


def test_a_site_amid_violence_is_set_aside() -> None:
    ground, rules = country.layers(events=violence("PA2", 4)), country.config(security_gate=GATE)
    found = country.plan(ground, rules)
    assert {(place, reason) for place, _, reason in reasons(found)} >= {("PA2", "violence")}
    assert not planned(found)["work_id"].str.endswith("PA2").any()
    assert broken(found, ground, rules) == set()
    free = country.plan(GROUND, country.config())
    assert "violence" in broken(free, ground, rules)
    assert list(found.excluded.columns) == list(EXCLUDED_COLUMNS)
    row = found.excluded[found.excluded["reason"] == "violence"].iloc[0]
    assert (row["place"], row["cercle"], row["cercle_pcode"]) == ("Amont", "Aval", "ML0101")
    assert "violence" in row["reason_en"]
    assert "violences" in row["reason_fr"]


@pytest.mark.parametrize(
    "events",
    [
        violence("PA2", 3),
        violence("PA2", 9, geo_precision=3),
        violence("PA2", 9, type="protest"),
        violence("PA2", 9, date=pd.Timestamp("2020-06-30")),
        violence("PA2", 9, date=pd.Timestamp("2021-07-01")),
        violence("PB1", 9).iloc[:0],
    ],
)
def test_violence_that_is_little_vague_old_or_later_does_not_count(events: gpd.GeoDataFrame) -> None:
    found = country.plan(country.layers(events=events), country.config(security_gate=GATE))
    assert not any(reason == "violence" for _, _, reason in reasons(found))


def test_a_site_amid_violence_may_be_delayed_instead() -> None:
    ground = country.layers(events=violence("PA2", 4))
    rules = country.config(security_gate={**GATE, "effect": "delay", "delay_years": 2})
    found = country.plan(ground, rules)
    assert {place for place, _, _ in reasons(found, "delayed")} == {"PA2"}
    own = planned(found)
    assert (own.loc[own["work_id"].str.endswith("PA2"), "year"] >= 2023).all()
    assert any("retardés" in note for note in found.notes)
    assert broken(found, ground, rules) == set()
    assert "violence" in broken(country.plan(GROUND, country.config()), ground, rules)
    # A delay past the plan's end leaves no year.
    late = country.plan(ground, country.config(security_gate={**GATE, "effect": "delay", "delay_years": 9}))
    assert ("PA2", "brigade", "never_open") in reasons(late)


def test_a_gate_without_data_is_said_to_be_unchecked() -> None:
    found = country.plan(GROUND, country.config(security_gate=GATE, max_rains_min=300))
    assert any("Violences autour des sites non vérifiées" in note for note in found.notes)
    assert any("pluies non vérifié" in note for note in found.notes)
    assert planned(found)["work_id"].tolist() == planned(country.plan(GROUND, country.config()))["work_id"].tolist()


def test_a_site_cut_off_in_the_rains_is_set_aside() -> None:
    rules = country.config(max_rains_min=300)
    minutes = pd.Series({"PA1": 0.0, "PA2": np.inf, "PB1": 0.0, "PB2": 301.0})
    found = country.plan(GROUND, rules, rains_min=minutes)
    assert {place for place, _, reason in reasons(found) if reason == "cut_off_in_rains"} == {"PA2", "PB2"}
    assert set(planned(found)["work_id"].str[-3:]) <= {"PA1", "PB1"}
    assert broken(found, GROUND, rules, rains_min=minutes) == set()
    assert "rains" in broken(country.plan(GROUND, country.config()), GROUND, rules, rains_min=minutes)
    # A place without a time is kept, and told.
    part = country.plan(GROUND, rules, rains_min=minutes.drop("PA2"))
    assert not any(place == "PA2" for place, _, reason in reasons(part) if reason == "cut_off_in_rains")
    assert any("pour 1 lieux" in note for note in part.notes)


def test_a_partner_near_in_place_and_time_keeps_a_work_away() -> None:
    near = country.plan(GROUND, country.config(partner_months=12))
    assert ("PB2", "brigade", "partner_near") in reasons(near)
    # Ten months off: with nine the site is free, and the partner's post still opens at its date.
    rules = country.config(partner_months=9)
    late = country.plan(GROUND, rules)
    assert ("PB2", "brigade", "partner_near") not in reasons(late)
    assert "PARTNER-F-PARTNER" in set(late.works["work_id"])
    assert broken(late, GROUND, rules) == set()
    assert any("supposés ouvrir à leur date" in note for note in late.notes)
    undated = country.layers(facilities=GROUND.facilities.assign(since=pd.NaT))
    assert ("PB2", "brigade", "partner_near") in reasons(country.plan(undated, rules))


def test_a_transformation_needs_its_kind_in_the_place() -> None:
    tree = country.config().model_dump()
    tree["open_works"]["ti"] = {
        **tree["open_works"]["court"], "kind": "ti", "action": "transform", "needs_kind": ["jpce"],
    }  # fmt: skip
    rules = country.Siting.model_validate(tree)
    jpce = country.points("facility_id", {"F-JPCE": (41_000, 43_000)}, name=["JPCE"], kind=["jpce"], status=["closed"])
    ground = country.layers(facilities=pd.concat([GROUND.facilities, jpce]))
    found = country.plan(ground, rules)
    assert {place for place, work, reason in reasons(found) if reason == "nothing_to_transform"} == {"PA1", "PB2"}
    only = country.plan(ground, rules.model_copy(update={"forced_sites": {"OPEN-TI-PA2": None}}))
    assert "OPEN-TI-PA2" in set(planned(only)["work_id"])
    # One house: the court of the same town is not repaired besides.
    assert "OPEN-COURT-PA2" not in set(planned(only)["work_id"])
    assert broken(only, ground, rules) == set()
    assert "needs_kind" in broken(only, GROUND, rules)


def wall(columns: slice, rows: slice = slice(0, 30)) -> object:
    """Travel in the country with a barrier over some cells, through which nobody passes."""
    grid = country.access(GROUND).grid
    west, east = (grid.x_min + grid.cell_size_m * column for column in (columns.start, columns.stop))
    north, south = (grid.y_max - grid.cell_size_m * row for row in (rows.start, rows.stop))
    # Whatever a polygon touches is closed: its edge stays clear of the cells beside.
    shape = gpd.GeoDataFrame(geometry=[box(west, south, east, north).buffer(-1).segmentize(1000)], crs=NATIONAL)
    found = country.access(GROUND, barriers=shape.to_crs(4326))
    assert np.isinf(found.friction[rows, columns]).all()
    return found


def test_a_site_behind_a_closed_border_serves_its_own_side_alone() -> None:
    walled = wall(slice(28, 31))
    given = ["service", "cercle_pcode", "lon", "lat"]
    town = GROUND.settlements.geometry["PB1"]
    site = pd.DataFrame([("security", "ML0102", town.x - 0.05, town.y)], columns=given, index=["S"])
    home = walled.people["cercle_pcode"].to_numpy()
    free = reach_of_sites(site, country.access(GROUND), country.access_config()).rows["S"]
    shut = reach_of_sites(site, walled, country.access_config()).rows["S"]
    assert "ML0101" in set(home[free])
    assert set(home[shut]) == {"ML0102"}
    assert country.plan(GROUND, country.config(), found=walled).status == "optimal"


def test_sixteen_neighbours_reach_the_sites_too() -> None:
    town = GROUND.settlements.geometry["PB1"]
    columns = ["service", "cercle_pcode", "lon", "lat"]
    site = pd.DataFrame([("security", "ML0102", town.x, town.y)], columns=columns, index=["S"])
    hours = {"security": {"minutes": 360, "statuses": ["working"], "source": "t"}}
    rows = {}
    for neighbours in (8, 16):
        config = country.access_config(neighbours=neighbours, standards=hours)
        found = country.access(GROUND, rules=config)
        rows[neighbours] = set(reach_of_sites(site, found, config).rows["S"].tolist())
    # Eighteen kilometres on foot: what 16 neighbours reach is nearer to a circle, and holds what 8 reach.
    assert rows[8] < rows[16]


def test_a_site_that_no_ground_leads_to_is_set_aside_and_its_people_are_told() -> None:
    grid = country.access(GROUND).grid
    town = GROUND.settlements.geometry["PA2"]
    row, column = (int(part[0]) for part in grid.cells_of(np.array([town.x]), np.array([town.y])))
    shut = wall(slice(column - 3, column + 4), slice(row - 3, row + 4))
    found = country.plan(GROUND, country.config(), found=shut)
    assert ("PA2", "brigade", "no_ground") in reasons(found)
    assert not planned(found)["work_id"].str.endswith("PA2").any()
    told = [note for note in found.notes if note.startswith("Police") and "hors de portée" in note]
    assert len(told) == 1
    people = int("".join(char for char in told[0].split(" habitants")[0] if char.isdigit()))
    # 7 x 7 closed cells of 100 people, and all whom 120 minutes on foot do not bring to a site.
    assert people >= 4900
    assert found.coverage["covered"].max() <= found.coverage["population"].max()
