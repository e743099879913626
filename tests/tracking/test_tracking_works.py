"""Observations, stages, flags and the state of each work."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prosmed_gis.domain.problems import Severity
from prosmed_gis.domain.vocabulary import WorkStage
from prosmed_gis.tracking.observations import completion, observe, reached
from prosmed_gis.tracking.works import WORK_COLUMNS, expected_percent

SHARES = dict(zip(WorkStage, (0.0, 0.05, 0.10, 0.15, 0.20, 0.85, 0.93, 0.97, 1.0), strict=True))


def rules(problems):
    return sorted(problem.rule for problem in problems if problem.layer == "progress")


def test_works_stage_goes_straight_to_the_next_share():
    stage = pd.Series(["works", "works", "works", "contract", "working"])
    percent = pd.Series([0.0, 50.0, 100.0, 80.0, None])
    assert completion(stage, percent, SHARES).tolist() == pytest.approx([0.20, 0.525, 0.85, 0.15, 1.0])


def test_latest_date_wins_and_later_ones_are_counted_not_used(state):
    tracked, problems = state(
        ("COM-A", "2022-01-05", "works", 20.0),
        ("COM-A", "2022-06-05", "works", 60.0),
        ("COM-A", "2023-02-01", "working", 100.0),
    )
    work = tracked.works.loc["COM-A"]
    assert (work["stage"], work["n_observations"]) == ("works", 2)
    assert work["percent"] == pytest.approx(20 + 65 * 0.6)
    assert work["last_date"] == pd.Timestamp("2022-06-05")
    assert "1 observation(s) postérieure(s) au 31/12/2022" in work["flags"]
    assert "tracking.after_as_of" in rules(problems)


def test_least_advanced_of_one_day_is_taken_and_told(state):
    tracked, problems = state(("BRI-B", "2021-11-01", "working", 100.0), ("BRI-B", "2021-11-01", "works", 40.0))
    assert tracked.works.loc["BRI-B", "stage"] == "works"
    assert tracked.works.loc["BRI-B", "n_observations"] == 2
    assert "tracking.same_day" in rules(problems)
    assert "tracking.backward" not in rules(problems)


def test_backward_and_contradicting_percent_are_flagged_and_kept(state):
    tracked, problems = state(
        ("COM-A", "2021-05-01", "equipped", 60.0),
        ("COM-A", "2021-09-01", "works", None),
        ("COM-A", "2021-10-01", "contract", 5.0),
    )
    found = rules(problems)
    assert found.count("tracking.backward") == 2
    assert found.count("tracking.percent_contradicts") == 2
    assert found.count("tracking.percent_missing") == 1
    assert tracked.works.loc["COM-A", "stage"] == "contract"
    assert "retour en arrière le 01/09/2021 (équipé → en travaux)" in tracked.works.loc["COM-A", "flags"]


def test_position_past_the_tolerance_is_flagged(observed_at):
    # A hundredth of a degree of latitude is 1 110 m, a thousandth 110 m.
    for lat, flagged in ((14.01, True), (14.001, False)):
        tracked, problems = observed_at(lat)
        assert ("tracking.far_from_site" in rules(problems)) is flagged
        assert ("position à 1\u202f110 m du site prévu" in tracked.works.loc["COM-A", "flags"]) is flagged


def test_unknown_works_and_envelopes_are_told_and_not_counted(state):
    tracked, problems = state(
        ("ENV", "2021-05-01", "working", 100.0), ("NOWHERE", "2021-05-01", "working", 100.0),
        ("P-1", "2021-05-01", "working", 100.0), ("BRI-B", "2021-05-01", "identified", None),
    )  # fmt: skip
    assert rules(problems).count("tracking.unknown_work") == 2
    assert rules(problems).count("tracking.envelope_observed") == 1
    row = tracked.states.set_index(["indicator", "cercle_pcode"]).loc[("2.1.2", "")]
    assert row["done"] == 0


def test_unobserved_work_is_no_data_never_zero(state):
    tracked, problems = state(("COM-A", "2022-06-05", "works", 60.0))
    assert tracked.works.loc["BRI-B", "state"] == "no_data"
    assert pd.isna(tracked.works.loc["BRI-B", "percent"])
    assert tracked.works.loc["BRI-A", "state"] == "no_target"
    assert [p.value for p in problems if p.rule == "tracking.not_observed"] == ["BRI-B", "CNDH-NEW"]


def test_what_the_tool_placed_is_told_as_a_proposal_and_is_nobodys_delay(state):
    tracked, problems = state(("COM-A", "2022-06-05", "works", 60.0))
    told = {p.value: p for p in problems if p.rule == "tracking.not_observed"}
    assert "proposition de l'outil" in tracked.works.loc["BRI-B", "flags"]
    assert told["BRI-B"].severity == Severity.INFO
    assert "proposition de l'outil" not in tracked.works.loc["CNDH-NEW", "flags"]
    assert told["CNDH-NEW"].severity == Severity.WARNING


def test_works_frame_keeps_its_columns_without_any_layer(state):
    tracked, problems = state(with_plan=False, works=None, indicators=None)
    assert list(tracked.works.columns) == list(WORK_COLUMNS)
    assert tracked.works.empty
    assert {p.rule for p in problems} == {"tracking.no_progress", "tracking.no_plan", "tracking.no_indicators"}


@pytest.mark.parametrize(
    ("as_of", "mode", "wanted"),
    [
        (date(2020, 12, 31), "linear", 0.0),
        (date(2021, 12, 31), "linear", 50.0),
        (date(2022, 12, 31), "linear", 100.0),
        (date(2024, 1, 1), "linear", 100.0),
        (date(2022, 12, 30), "step", 0.0),
        (date(2022, 12, 31), "step", 100.0),
    ],
)
def test_expected_percent_from_first_payment_to_opening(as_of, mode, wanted):
    found = expected_percent(pd.Series([2021.0, None]), pd.Series([2022.0, None]), as_of, mode)
    assert found[0] == pytest.approx(wanted)
    assert pd.isna(found[1])


def test_reached_starts_again_after_falling_back():
    frame = pd.DataFrame(
        {
            "work_id": ["a"] * 4, "date": pd.to_datetime(["2021-01-01", "2021-02-01", "2021-03-01", "2021-04-01"]),
            "stage": ["equipped", "works", "equipped", "working"], "percent": [100.0, 50.0, 100.0, 100.0],
            "lon": 0.0, "lat": 0.0,
        },
        index=pd.Index(list("wxyz"), name="observation_id"),
    )  # fmt: skip
    observed = observe(frame, pd.Index(["a"]), pd.Index([]), date(2021, 12, 31), SHARES)
    assert reached(observed.daily, WorkStage.EQUIPPED).to_dict() == {"a": pd.Timestamp("2021-03-01")}
    assert reached(observed.daily.iloc[:2], WorkStage.EQUIPPED).empty


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["COM-A", "BRI-B", "ENV", "?"]),
            st.dates(date(2021, 1, 1), date(2023, 12, 31)),
            st.sampled_from([stage.value for stage in WorkStage]),
        ),
        min_size=1,
        max_size=12,
    ),
    st.randoms(use_true_random=False),
)
def test_every_observation_is_somewhere_and_order_of_rows_does_not_matter(rows, random):
    def world(items):
        frame = pd.DataFrame(items, columns=["work_id", "date", "stage", "observation_id"])
        frame = frame.assign(date=pd.to_datetime(frame["date"]), percent=100.0, lon=0.0, lat=0.0)
        return observe(
            frame.set_index("observation_id"),
            pd.Index(["COM-A", "BRI-B"]),
            pd.Index(["ENV"]),
            date(2022, 12, 31),
            SHARES,
        )

    items = [(*row, f"o{number}") for number, row in enumerate(rows)]
    shuffled = list(items)
    random.shuffle(shuffled)
    first, second = world(items), world(shuffled)
    pd.testing.assert_frame_equal(first.daily, second.daily)
    parts = (first.used, first.later, first.envelopes, first.unknown)
    assert sum(map(len, parts)) == len(rows)


def test_arguments_are_not_changed(state, layers):
    before = replace(layers)
    works = layers.works.copy()
    state(("COM-A", "2022-06-05", "works", 60.0))
    pd.testing.assert_frame_equal(before.works, works)
