"""Targets at a date, states, counts by cercle and forecasts."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from prosmed_gis.config.tracking import Tracking
from prosmed_gis.domain.products import TRACKING_COLUMNS
from prosmed_gis.tracking.forecast import forecast
from prosmed_gis.tracking.indicators import expected_at, target_at
from prosmed_gis.tracking.states import state_of
from prosmed_gis.wording.sentences import say

YEARS, TARGETS = [2021, 2022, 2023, 2024, 2025], [1.0, 1.0, 5.0, 15.0, 20.0]
"""Indicator 2.1.2 of the full results framework."""

RANK = {"late": 0, "watch": 1, "no_target": 1.5, "on_time": 2, "done": 3}


def row(tracked, code, cercle=""):
    return tracked.states.set_index(["indicator", "cercle_pcode"]).loc[(code, cercle)]


@pytest.mark.parametrize(
    ("as_of", "mode", "wanted"),
    [
        (date(2020, 6, 30), "linear", 0.0),
        (date(2020, 12, 31), "linear", 0.0),
        (date(2021, 12, 31), "linear", 1.0),
        (date(2022, 7, 1), "linear", 1.0),
        (date(2023, 12, 31), "linear", 5.0),
        (date(2024, 7, 1), "linear", 5.0 + 10.0 * 183 / 366),
        (date(2027, 1, 1), "linear", 20.0),
        (date(2023, 12, 30), "step", 1.0),
        (date(2023, 12, 31), "step", 5.0),
        (date(2021, 6, 30), "step", 0.0),
    ],
)
def test_expected_between_year_ends(as_of, mode, wanted):
    assert expected_at(YEARS, TARGETS, 0.0, as_of, mode) == pytest.approx(wanted)


def test_target_is_the_year_end_and_the_last_printed_one_where_the_year_has_none():
    assert target_at(YEARS, TARGETS, date(2023, 2, 1)) == 5.0
    assert target_at([2021, 2023], [21.0, 21.0], date(2022, 2, 1)) == 21.0
    assert target_at(YEARS, TARGETS, date(2030, 2, 1)) == 20.0
    assert np.isnan(target_at(YEARS, TARGETS, date(2020, 2, 1)))


@pytest.mark.parametrize(
    ("done", "expected", "final", "wanted"),
    [
        (float("nan"), 1, 5, "no_data"), (5, 1, 5, "done"), (0, 0, 5, "no_target"), (9, 10, 20, "on_time"),
        (7, 10, 20, "watch"), (6.9, 10, 20, "late"), (0, 0, 0, "no_target"), (0, float("nan"), 2, "no_target"),
    ],
)  # fmt: skip
def test_state_by_ratio(config, done, expected, final, wanted):
    assert state_of(done, expected, final, config) == wanted


@settings(deadline=None)
@given(
    st.floats(0, 50), st.floats(0, 50), st.floats(0, 50), st.floats(0, 50),
    st.floats(0.01, 1), st.floats(0.01, 1),
)  # fmt: skip
def test_more_done_never_worsens_the_state(done, more, expected, final, ratio_a, ratio_b):
    config = Tracking.model_construct(on_time_ratio=max(ratio_a, ratio_b), watch_ratio=min(ratio_a, ratio_b))
    before, after = state_of(done, expected, final, config), state_of(done + more, expected, final, config)
    assert RANK[after] >= RANK[before]


def test_programme_and_cercles_count_the_same_works(state):
    tracked, _ = state(
        ("COM-A", "2022-10-01", "provisional_acceptance", 100.0),
        ("BRI-B", "2021-12-01", "working", 100.0),
        ("BRI-A", "2022-12-01", "works", 10.0),
    )
    assert list(tracked.states.columns) == list(TRACKING_COLUMNS)
    whole = row(tracked, "2.1.2")
    assert (whole["target"], whole["expected"], whole["done"], whole["state"]) == (2.0, 2.0, 2.0, "on_time")
    first, second = row(tracked, "2.1.2", "ML0401"), row(tracked, "2.1.2", "ML0402")
    assert (first["target"], first["expected"], first["done"], first["state"]) == (1.0, 1.0, 1.0, "on_time")
    assert (second["target"], second["expected"], second["done"], second["state"]) == (1.0, 1.0, 1.0, "done")
    assert whole["as_of"] == "2022-12-31"


def test_work_below_the_counting_stage_does_not_count(state):
    tracked, _ = state(("COM-A", "2022-10-01", "works", 100.0))
    assert row(tracked, "2.1.2")["done"] == 0
    assert row(tracked, "2.1.2")["state"] == "late"


def test_building_of_a_cercle_is_due_at_its_year_end_only(state):
    tracked, _ = state(("COM-A", "2022-05-01", "works", 50.0), as_of=date(2022, 6, 30))
    found = row(tracked, "2.1.2", "ML0401")
    assert (found["target"], found["expected"], found["state"]) == (1.0, 0.0, "no_target")


def test_indicator_that_nobody_observes_is_no_data(state):
    tracked, problems = state(("COM-A", "2022-10-01", "working", 100.0))
    found = row(tracked, "1.2.1")
    assert (found["expected"], found["state"], found["forecast"]) == (20.0, "no_data", "")
    assert np.isnan(found["done"])
    assert any(p.rule == "tracking.no_count" and "1.2.1" in say(p.remedy, "fr") for p in problems)


def test_without_observations_nothing_is_zero(state):
    tracked, problems = state()
    assert (tracked.states["done"].isna()).all()
    assert set(tracked.states["state"]) <= {"no_data", "no_target"}
    assert "tracking.no_progress" in {p.rule for p in problems}


def test_works_of_the_baseline_are_not_counted_twice(state):
    tracked, _ = state(("CNDH-OLD", "2021-02-01", "working", None), ("CNDH-NEW", "2022-02-01", "contract", None))
    assert row(tracked, "2.5.3")["done"] == 1.0
    tracked, _ = state(("CNDH-OLD", "2021-02-01", "working", None), ("CNDH-NEW", "2022-02-01", "working", None))
    assert (row(tracked, "2.5.3")["done"], row(tracked, "2.5.3")["state"]) == (2.0, "done")


def test_no_rows_by_cercle_without_a_plan(state):
    tracked, _ = state(("COM-A", "2022-10-01", "working", 100.0), with_plan=False)
    assert (tracked.states["cercle_pcode"] == "").all()


def test_contradictions_of_the_document_are_left_to_the_check_of_the_programme(state):
    table = pd.DataFrame(
        {
            "subject": "Communes", "value_a": "277", "value_b": "276", "used": "277", "lines_a": "1939",
            "lines_b": "2767", "note": None,
        },
        index=pd.Index(["COMMUNES"], name="id"),
    )  # fmt: skip
    _, problems = state(contradictions=table)
    assert not [p for p in problems if p.layer == "contradictions"], "told twice, as warning and as information"


def test_forecast_says_when_there_is_too_little(state):
    tracked, _ = state(("COM-A", "2022-10-01", "working", 100.0))
    assert row(tracked, "2.1.2")["forecast"] == "trop peu de données"


def test_forecast_of_the_indicator_is_capped_by_the_works_known(state):
    tracked, _ = state(
        ("COM-A", "2022-10-01", "working", 100.0),
        ("BRI-A", "2022-10-01", "working", 100.0),
        ("BRI-B", "2021-10-01", "working", 100.0),
    )
    # Three works are known to the plan and all are done: at that rate more would come, but none is there to come.
    assert row(tracked, "2.1.2")["forecast"] == "2023: 3 [3–3]"


def test_forecast_by_hand_and_by_simulation():
    point, low, high = forecast(4, 2.0, 3.0, 0.8)
    assert point == 6
    random = np.random.default_rng(5)
    rates = random.gamma(4.5, 1 / 2.0, 400_000)
    future = random.poisson(rates * 3.0)
    assert (low, high) == tuple(np.quantile(future, [0.1, 0.9], method="inverted_cdf"))
    assert forecast(4, 2.0, 0.0, 0.8) == (0, 0, 0)
    with pytest.raises(ValueError, match="years seen"):
        forecast(4, 0.0, 1.0, 0.8)


@settings(deadline=None)
@given(st.integers(0, 60), st.floats(0.1, 10), st.floats(0, 10), st.floats(0.05, 0.99))
def test_forecast_always_has_an_interval_around_it(n, seen, left, confidence):
    point, low, high = forecast(n, seen, left, confidence)
    assert 0 <= low <= point <= high


def test_stage_shares_must_be_whole_and_ascend(config):
    tree = config.model_dump(mode="json")
    for change in ({"works": 0.01}, {"working": 0.9}):
        with pytest.raises(ValidationError, match="ascend"):
            Tracking.model_validate({**tree, "stage_shares": {**tree["stage_shares"], **change}})
    short = {stage: share for stage, share in tree["stage_shares"].items() if stage != "tender"}
    with pytest.raises(ValidationError, match="lacks tender"):
        Tracking.model_validate({**tree, "stage_shares": short})
    with pytest.raises(ValidationError, match="watch_ratio"):
        Tracking.model_validate({**tree, "watch_ratio": 0.95})


def test_no_forecast_before_the_programme_begins(state):
    rows = [(work, "2020-06-01", "working", 100.0) for work in ("COM-A", "BRI-A", "BRI-B")]
    tracked, _ = state(*rows[:2], as_of=date(2020, 12, 31))
    assert row(tracked, "2.1.2")["forecast"] == "trop peu de données"
    tracked, _ = state(*rows, as_of=date(2021, 6, 30))
    assert row(tracked, "2.1.2")["forecast"] == "trop peu de données"
