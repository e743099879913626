"""What is drawn of a value function and of the ceiling, and which cercles a rule alone settles."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from targeting_world import events_indicator, group, targeting

from prosmed_gis.config.values import Decreasing, Linear, Log, Steps, Window
from prosmed_gis.targeting.choice.rules import Bound, Rule, settled
from prosmed_gis.targeting.scoring import ceiling
from prosmed_gis.targeting.scoring.values import curve, goalposts, worth

FORMS = [
    Linear(form="linear", lo=-3, hi=3),
    Decreasing(form="decreasing", lo=1, hi=5),
    Log(form="log", lo=0, hi=100),
    Window(form="window", lo=0, best_from=10, best_to=20, hi=40, floor=0.2),
]


@settings(max_examples=60)
@given(st.sampled_from(FORMS), st.floats(0, 1))
def test_straight_lines_between_the_points_are_the_function(value, part):
    x, y = np.array(curve(value)).T
    at = x[0] + part * (x[-1] - x[0])
    assert np.interp(at, x, y) == pytest.approx(worth(value, np.array([at]))[0], abs=2e-3)
    assert (np.diff(x) > 0).all()
    assert set(goalposts(value)) <= set(x)


def test_a_step_is_two_points_above_each_other():
    steps = Steps(form="steps", steps=((1, 0.25), (2, 1.0)))
    assert curve(steps)[1:5] == ((1, 0), (1, 0.25), (2, 0.25), (2, 1))


def test_nothing_is_drawn_where_no_measure_can_be():
    whole = Linear(form="linear", lo=0, hi=1)
    assert curve(whole, 1.0) == ((0.0, 0.0), (1.0, 1.0))
    assert curve(whole)[-1] == pytest.approx((1.15, 1.0))
    assert curve(Linear(form="linear", lo=0.1, hi=0.2))[0] == pytest.approx((0.085, 0.0))


@pytest.mark.parametrize(
    ("form", "shares", "factors"),
    [
        ("window", [1, 2 / 3, 1 / 2], [1, 0.75, 0.5]),
        ("cap", [1, 2 / 3, 1 / 2], [1, 1, 1]),
        ("gate", [1, 1, 1], [1, 0, 0]),
    ],
)
def test_the_ceiling_is_drawn_as_it_acts(form, shares, factors):
    base = targeting({"violence": group(events=events_indicator())}).ceiling
    points = np.array(ceiling.curve(base.model_copy(update={"form": form, "threshold": 8.0, "hi": 16.0})))
    for x, share, factor in zip((8.0, 12.0, 16.0), shares, factors, strict=True):
        found = [np.interp(x, points[:, 0], points[:, place]) for place in (1, 2)]
        # A gate shuts just past the threshold; between points the share is a bent line drawn by straight ones.
        assert found == pytest.approx([share, factor], abs=0.01)
    assert points[0].tolist() == [0, 1, 1]


def test_rules_settle_what_they_leave_no_choice_about():
    everyone = frozenset("ABCD")
    rules = [
        Rule("n=2", (Bound(everyone, 2, 2),)),
        Rule("region", (Bound(frozenset("A"), 0, 0), Bound(frozenset("B"), 0, 1))),
        Rule("lock", (Bound(frozenset("C"), 1, 1),)),
    ]
    assert settled(rules).to_dict() == {"A": "out", "C": "in"}
    assert settled([]).empty
