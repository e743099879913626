"""Scenarios: drawn as configured, the same each time, and what they do to a plan, worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from meaning_worlds import cercles, meaning_config, possible_world
from pydantic import ValidationError

from prosmed_gis.siting.meaning.frames import scenario_label, work_names
from prosmed_gis.siting.meaning.scenarios import (
    Scenario,
    come_true,
    dated_works,
    draw_scenarios,
    shifted,
    suspension_chances,
)
from prosmed_gis.siting.meaning.violence import recent_events
from prosmed_gis.siting.sites import NEVER
from prosmed_gis.siting.world import World
from prosmed_gis.wording.sentences import say

EVENTS = cercles()["events"]


def by_hand() -> World:
    """A: police candidate, court candidate, a partner's police dated 2022 in the court's town; nothing stands."""
    world = possible_world(0)
    table = world.candidates.iloc[[0, 0]].assign(
        service=["security", "justice"], cercle_pcode="A", place_id=["A1", "A2"], lon=[-4.0, -3.5], first_year=2021,
        kind=["brigade", "court"],
    )  # fmt: skip
    table.index = ["POLICE", "COURT"]
    fixed = pd.DataFrame(
        {"kind": "brigade", "action": "build", "service": "security", "cercle_pcode": "A", "place": "A2", "lon": -3.5,
         "lat": 15.0, "opens_year": [2022], "status": "partner"}, index=["PARTNER"],
    )  # fmt: skip
    nobody = np.empty(0, dtype=np.int64)
    reach = replace(world.reach, rows=dict.fromkeys(["POLICE", "COURT", "PARTNER"], nobody))
    config = world.config.model_copy(update={"precedence": "same_place"})
    return replace(world, candidates=table, fixed=fixed, existing=world.existing.iloc[:0], reach=reach, config=config)


@pytest.mark.parametrize(
    ("suspended", "late", "opens"),
    [
        ({}, {}, {"POLICE": 2021, "COURT": 2022}),
        ({"A": (2021,)}, {}, {"POLICE": 2022, "COURT": 2022}),
        ({"A": (2021, 2022)}, {}, {"POLICE": 2023, "COURT": 2023}),
        ({"A": (2022, 2023)}, {}, {"POLICE": 2021}),
        ({"B": (2021, 2022)}, {}, {"POLICE": 2021, "COURT": 2022}),
        ({}, {"PARTNER": 1}, {"POLICE": 2021, "COURT": 2023}),
        ({}, {"PARTNER": 2}, {"POLICE": 2021}),
        ({"A": (2023,)}, {"PARTNER": 1}, {"POLICE": 2021}),
    ],
)
def test_what_is_suspended_waits_and_what_waits_for_the_late_waits(
    suspended: dict[str, tuple[int, ...]], late: dict[str, int], opens: dict[str, int]
) -> None:
    world = by_hand()
    scenario = Scenario(kind="both", suspended=suspended, late=late)
    assert come_true(shifted(world, scenario), {"POLICE": 2021, "COURT": 2022}, scenario) == opens


def test_decided_works_wait_too_and_the_world_stays_as_it_was() -> None:
    world = by_hand()
    scenario = Scenario(kind="both", suspended={"A": (2022,)}, late={"PARTNER": 1})
    assert shifted(world, scenario).fixed["opens_year"].tolist() == [2023]
    ended = Scenario(kind="both", suspended={"A": (2022, 2023)})
    assert shifted(world, ended).fixed["opens_year"].tolist() == [NEVER]
    assert world.fixed["opens_year"].tolist() == [2022]
    assert dated_works(world, "partner").index.tolist() == ["PARTNER"]
    assert dated_works(world, "given").empty


def test_chances_grow_with_violence_and_unknown_is_the_mean() -> None:
    world = possible_world(1)
    config = meaning_config().suspension
    chances = suspension_chances(world, pd.Series({"A": 10.0, "B": 30.0}), config)
    assert chances.tolist() == pytest.approx([0.4, 0.6])
    unknown = suspension_chances(world, pd.Series({"A": 10.0, "B": np.nan}), config)
    assert unknown.tolist() == pytest.approx([0.4, 0.4])
    assert suspension_chances(world, pd.Series(dtype=float), config).tolist() == [0.0, 0.0]


def test_draws_follow_the_chances() -> None:
    world = possible_world(3)
    many = meaning_config(suspended_scenarios=2000, slipping_scenarios=2000)
    drawn = draw_scenarios(world, EVENTS, many)
    assert [scenario.kind for scenario in drawn[::2000]] == ["security", "slippage", "both"]
    security, slipping = drawn[:2000], drawn[2000:4000]
    for cercle, chance in suspension_chances(world, EVENTS, many.suspension).items():
        # 2,000 draws: three standard errors are 0.034 at most.
        assert np.mean([cercle in scenario.suspended for scenario in security]) == pytest.approx(chance, abs=0.034)
    assert not any(scenario.late for scenario in security)
    assert not any(scenario.suspended for scenario in slipping)
    for status, chances in (("partner", many.slippage.partner), ("given", many.slippage.given)):
        for name in dated_works(world, status).index:
            years = np.array([scenario.late.get(name, 0) for scenario in slipping])
            shares = [np.mean(years == late) for late in range(3)]
            assert shares == pytest.approx(list(chances), abs=0.034)
    for scenario in security:
        for years in scenario.suspended.values():
            assert set(years) <= set(world.years)
            assert 1 <= len(years) <= 2


def test_more_scenarios_leave_the_others_as_they_were() -> None:
    world = possible_world(3)
    few, more = (draw_scenarios(world, EVENTS, meaning_config(suspended_scenarios=n)) for n in (8, 11))
    assert more[:8] == few[:8]
    assert more[11:] == few[8:]
    assert few == draw_scenarios(world, EVENTS, meaning_config())
    assert few != draw_scenarios(world, EVENTS, meaning_config(seed=8))


def test_labels_say_what_happens() -> None:
    names = cercles()["name"]
    scenario = Scenario(kind="both", suspended={"A": (2021, 2022), "B": (2023,)}, late={"W1": 1, "W2": 2})
    frame = pd.DataFrame({"kind": ["ti", "epes"], "cercle_pcode": ["A", "B"], "place": ["Port", None]}, ["W1", "W2"])
    works = work_names(frame, names)
    assert say(scenario_label(scenario, names, works), "en") == (
        "suspended: Aval 2021-2022, Bourg 2023; late: Tribunal d'instance Port by a year, Prison Bourg by 2 years"
    )
    assert say(scenario_label(Scenario(kind="both"), names, works), "fr") == "rien n'arrive"
    many = Scenario(kind="slippage", late={f"W{n}": 1 for n in range(5)})
    assert say(scenario_label(many, names, works), "en").endswith("and 2 more")


def test_recent_events_end_with_the_last_whole_month() -> None:
    months = pd.to_datetime(["2021-03-01", "2021-04-01", "2021-05-01", "2021-06-01"])
    counts = pd.DataFrame(
        {"cercle_pcode": "A", "month": months, "event_class": "political_violence", "events": [1.0, 2.0, 4.0, 8.0],
         "fatalities": 0.0}
    )  # fmt: skip
    found = recent_events(counts, pd.Index(["A", "B"]), pd.Timestamp("2021-06-15").date(), months=2)
    assert found["A"] == 6.0
    assert np.isnan(found["B"])
    assert recent_events(None, pd.Index(["A"]), pd.Timestamp("2021-06-15").date(), months=2).isna().all()


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"budget_shares": [0, 0.5, 1, 1.5]}, "at least 10"),
        ({"budget_shares": [0, 0.2, 0.1, 0.4, 0.5, 0.6, 0.7, 0.8, 1, 1.5]}, "ascending"),
        ({"budget_shares": [0, 0.1, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]}, "above 1"),
        ({"budget_shares": [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1, 1.5]}, "0, 1"),
        ({"suspended_scenarios": 0}, "at least 20"),
        ({"near_plans": 4}, "greater than or equal to 5"),
        ({"slippage": {"partner": [0.5, 0.4], "given": [1.0], "source": "t"}}, "sum to 0.9"),
        ({"near_share": 0.0}, "greater than 0"),
    ],
)
def test_a_configuration_that_asks_too_little_is_refused(changes: dict[str, object], word: str) -> None:
    with pytest.raises(ValidationError, match=word):
        meaning_config(**changes)
