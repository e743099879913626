"""Everything that is found of a small country, in one call."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from access_found_world import found, standing

from prosmed_gis.domain.products import ACCESS_COLUMNS
from prosmed_gis.wording.sentences import say_all


def test_the_whole_by_hand() -> None:
    result = found(standing())
    assert list(result.states.columns) == list(ACCESS_COLUMNS)
    assert set(result.states["level"]) == {"cercle", "commune"}
    chain = result.chain
    assert chain[["security", "justice", "prison"]].to_numpy().tolist() == [[2, 1, 0], [1, 0, 1]]
    assert not chain["complete"].any()
    # 5 km at 3 km/h to the court of the own cercle; 20 km from the other; 24 km from the court to the prison.
    assert chain["security_justice_min"].tolist() == pytest.approx([100, 400])
    assert chain["justice_prison_min"].tolist() == pytest.approx([480, np.nan], nan_ok=True)
    assert chain.loc["ML0102", ["court_id", "court_pcode"]].tolist() == ["F1", "ML0101"]
    assert result.links.loc["F3", ["court_min", "prison_min", "total_min"]].tolist() == pytest.approx([400, 480, 880])
    assert result.links.index.tolist() == ["F0", "F2", "F3"]


def test_catchments_hold_everyone_once() -> None:
    result = found(standing())
    security = result.catchments[result.catchments["service"] == "security"]
    assert security["people"].sum() == 800
    assert security["area_km2"].sum() == 800
    # F2 stands in the cell of F0: it has no ground of its own, and that is told.
    assert set(security["facility_id"]) == {"F0", "F3"}
    assert any("F2" in note for note in say_all(result.notes, "en"))
    within = result.within.set_index("service")
    assert within.loc["security", ["year", "minutes"]].tolist() == [2020, 60]
    states = result.states[(result.states["level"] == "cercle") & (result.states["service"] == "security")]
    assert within.loc["security", "people"] == pytest.approx(states["covered"].sum())
    assert security["people_within"].sum() == pytest.approx(states["covered"].sum())
    ground = result.ground[(result.ground["level"] == "commune") & (result.ground["service"] == "security")]
    assert ground["within_km2"].sum() == pytest.approx(within.loc["security", "people"], rel=1e-3)


def test_who_takes_over_where_a_post_closes() -> None:
    config = {"catchments": {"simplify_cells": 1, "ranks": 2}}
    result = found(standing(), **config)
    security = result.catchments[result.catchments["service"] == "security"]
    by_rank = {rank: part.set_index("facility_id")["people"].to_dict() for rank, part in security.groupby("rank")}
    assert (
        by_rank[1]
        == found(standing()).catchments.query("service == 'security'").set_index("facility_id")["people"].to_dict()
    )
    # F2 stands beside F0 and is its second everywhere; in the east the second of F3 is F0, the first of the two.
    assert by_rank[2] == {"F2": by_rank[1]["F0"], "F0": by_rank[1]["F3"]}
    assert any("F2" in note for note in say_all(result.notes, "en"))
    # Only one court: nobody has a second.
    assert result.catchments.query("service == 'justice'")["rank"].tolist() == [1]


def test_the_worst_off_and_the_crow() -> None:
    result = found(standing())
    prison = result.equity[result.equity["service"] == "prison"].set_index("group")
    assert prison.loc["all", "people"] == 800
    assert prison.loc["worst_decile", "people"] == pytest.approx(80)
    assert prison.loc["worst_decile", "median_min"] > prison.loc["all", "p90_min"] - 1e-9
    radii = result.radii.set_index(["service", "km", "pcode"])
    assert radii.loc[("justice", 25.0, "ML0101"), "share"] == 1
    assert 0 < radii.loc[("justice", 5.0, "ML0101"), "covered"] < 100
    assert radii.loc[("justice", 5.0, "ML0102"), "covered"] == 0


def test_staff_within_reach() -> None:
    assert found(standing()).crowding.empty
    assert any("staff" in note for note in say_all(found(standing()).notes, "en"))
    result = found(standing([12.0, None, None, 8.0, None, None]))
    table = result.crowding
    assert set(table["service"]) == {"security"}
    # Everyone is within ten hours of both posts: all staff falls to someone.
    assert table["staff"].sum() == pytest.approx(20)
    assert table.set_index("cercle_pcode")["without_staff"].tolist() == [1, 0]
    assert any("2 of 3" in note for note in say_all(result.notes, "en"))


def test_without_facilities_nothing_is_zero() -> None:
    result = found(None)
    assert result.chain.empty
    assert result.catchments.empty
    assert result.within.empty
    assert result.crowding.empty
    assert result.radii.empty


def test_what_is_not_configured_is_not_made() -> None:
    result = found(standing([5.0] * 6), catchments=None, radii=None, crowding=None)
    assert result.catchments.empty
    assert result.radii.empty
    assert result.crowding.empty
    assert not any("staff" in note for note in say_all(result.notes, "en"))


def test_nothing_serves_but_is_known() -> None:
    closed = standing().assign(status="closed")
    result = found(closed)
    assert result.chain[["security", "justice", "prison"]].to_numpy().sum() == 0
    assert result.catchments.empty
    assert result.within.geometry.is_empty.all()
    everyone = result.states[result.states["level"] == "cercle"].groupby("service")["unreachable"].sum()
    assert everyone.tolist() == [800.0] * 3
    assert np.isinf(result.equity["median_min"]).all()
    assert isinstance(result.links, pd.DataFrame)
