from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from targeting_world import events_indicator, group, targeting

from prosmed_gis.config.values import Decreasing, Linear, Log, Steps, Window
from prosmed_gis.targeting.numbers import decimal, percent
from prosmed_gis.targeting.scoring.ceiling import damping
from prosmed_gis.targeting.scoring.values import describe, worth

WINDOW = Window(form="window", lo=0, best_from=10, best_to=20, hi=40, floor=0.2)
FORMS = [
    Linear(form="linear", lo=-3, hi=3),
    Decreasing(form="decreasing", lo=1, hi=5),
    Log(form="log", lo=0, hi=100),
    Log(form="log", lo=2, hi=50),
    Steps(form="steps", steps=((1, 0.25), (2, 0.5), (5, 1.0))),
    WINDOW,
]
numbers = st.floats(-1e6, 1e6)


def at(value, *x):
    return worth(value, np.array(x, dtype=float)).tolist()


def test_known_points():
    assert at(FORMS[0], -9, -3, 0, 3, 9) == [0, 0, 0.5, 1, 1]
    assert at(FORMS[1], 1, 3, 5) == [1, 0.5, 0]
    assert at(FORMS[2], 0, 100, -4) == pytest.approx([0, 1, 0])
    assert at(FORMS[2], 9)[0] == pytest.approx(np.log(10) / np.log(101))
    assert at(FORMS[4], 0.9, 1, 1.9, 2, 7) == [0, 0.25, 0.25, 0.5, 1]
    assert at(WINDOW, -1, 5, 10, 20, 30, 40, 99) == pytest.approx([0, 0.5, 1, 1, 0.6, 0.2, 0.2])


@given(st.sampled_from(FORMS), numbers)
def test_always_between_nought_and_one(value, x):
    assert 0 <= at(value, x)[0] <= 1


@given(st.sampled_from(FORMS), numbers, numbers)
def test_each_piece_is_monotone(value, first, second):
    low, high = sorted((first, second))
    if isinstance(value, Window):
        if low < value.best_to < high:
            return
        rising = high <= value.best_to
    else:
        rising = not isinstance(value, Decreasing)
    before, after = at(value, low, high)
    assert (after >= before - 1e-12) if rising else (after <= before + 1e-12)


@given(st.sampled_from(FORMS), numbers, st.floats(0.5, 2))
def test_scaled_goalposts_are_goalposts_of_the_scaled_function(value, x, factor):
    scaled = {
        "linear": lambda v: Linear(form="linear", lo=v.lo * factor, hi=v.hi * factor),
        "log": lambda v: Log(form="log", lo=v.lo * factor, hi=v.hi * factor),
        "window": lambda v: Window(
            form="window",
            lo=v.lo,
            best_from=v.best_from * factor,
            best_to=v.best_to * factor,
            hi=v.hi * factor,
            floor=v.floor,
        ),
    }.get(value.form)
    if scaled is None:
        return
    assert worth(value, np.array([x]), factor)[0] == pytest.approx(at(scaled(value), x)[0], abs=1e-9)


def test_missing_stays_missing():
    assert np.isnan([at(value, np.nan)[0] for value in FORMS]).all()


def test_impossible_goalposts_are_refused():
    for form, fields in (
        (Linear, {"form": "linear", "lo": 1, "hi": 1}),
        (Linear, {"form": "linear", "lo": 5, "hi": 1}),
        (Decreasing, {"form": "decreasing", "lo": 5, "hi": 1}),
        (Log, {"form": "log", "lo": 2, "hi": 2}),
        (Steps, {"form": "steps", "steps": ((2, 0.1), (1, 0.5))}),
        (Steps, {"form": "steps", "steps": ((1, 1.5),)}),
        (Window, {"form": "window", "lo": 5, "best_from": 1, "best_to": 2, "hi": 3, "floor": 0}),
    ):
        with pytest.raises(ValidationError):
            form(**fields)


def test_descriptions():
    assert [describe(value) for value in FORMS[:3]] == ["linear -3..3", "decreasing 1..5", "log 0..100"]
    assert describe(FORMS[4]) == "steps 1:0.25 2:0.5 5:1"
    assert describe(WINDOW) == "window 0..10..20..40 floor 0.2"


def ceiling(form):
    return targeting({"violence": group(events=events_indicator())}, ceiling={"form": form}).ceiling


def test_ceiling_forms():
    x, here = np.array([4.0, 8.0, 12.0, 16.0, 99.0, np.nan]), np.ones(6, dtype=bool)
    window = damping(ceiling("window"), x, here)
    assert window.factor.tolist() == [1, 1, 0.75, 0.5, 0.5, 1]
    assert window.shrink.tolist() == pytest.approx([1, 1, 8 / 12, 0.5, 8 / 99, 1])
    cap = damping(ceiling("cap"), x, here)
    assert (cap.factor == 1).all()
    assert cap.shrink.tolist() == window.shrink.tolist()
    gate = damping(ceiling("gate"), x, here)
    assert gate.barred.tolist() == [False, False, True, True, True, False]
    assert (gate.factor == 1).all()
    none = damping(ceiling("none"), x, here)
    assert (none.factor == 1).all()
    assert (none.shrink == 1).all()
    assert not none.barred.any()


def test_ceiling_holds_for_its_tracks_and_scales():
    x = np.array([12.0, 12.0])
    effect = damping(ceiling("window"), x, np.array([True, False]))
    assert effect.factor.tolist() == [0.75, 1]
    assert damping(ceiling("window"), x, np.ones(2, dtype=bool), 1.5).factor.tolist() == [1, 1]
    with pytest.raises(ValidationError, match="hi > threshold"):
        targeting({"violence": group(events=events_indicator())}, ceiling={"form": "window", "hi": 8})
    with pytest.raises(ValidationError, match="no group"):
        targeting({"violence": group(events=events_indicator())}, ceiling={"group": "moon"})


def test_numbers_read_well():
    assert decimal(1234.56, "fr") == "1\u202f234,6"
    assert decimal(1234.5, "en") == "1,234.5"
    assert [decimal(x, "fr") for x in (0.0, -0.04, 12.0, 100.0)] == ["0", "0", "12", "100"]
    assert [percent(x, "en") for x in (0, 0.004, 0.45, 0.996, 1)] == ["0%", "under 1%", "45%", "over 99%", "100%"]
    assert percent(0.45, "fr") == "45\u202f%"
