"""Staff within reach: by hand, and nothing lost."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from prosmed_gis.access.crowding import CROWDING_COLUMNS, access_scores, crowding_frame, crowding_table, zone_weight
from prosmed_gis.config.reach import Crowding
from prosmed_gis.domain.vocabulary import Service

CONFIG = Crowding(bands_min=(30, 60, 120), weights=(1.0, 0.68, 0.22), source="test")


def test_zones_hold_their_upper_end() -> None:
    times = np.array([0, 30, 30.1, 60, 119, 120, 120.1, np.inf])
    assert zone_weight(times, CONFIG).tolist() == [1, 1, 0.68, 0.68, 0.22, 0.22, 0, 0]


def test_two_posts_by_hand() -> None:
    # A post of 10 near 100 people (weight 1) and at an hour from 200 (0.68); one of 6 near those 200; 50 out of reach.
    people = np.array([100.0, 200.0, 50.0])
    reach = [(np.array([0, 1]), np.array([5.0, 60.0])), (np.array([1, 2]), np.array([20.0, 500.0]))]
    scores = access_scores(people, np.array([10.0, 6.0]), reach, CONFIG)
    first, second = 10 / (100 + 0.68 * 200), 6 / 200
    assert scores.tolist() == pytest.approx([first, 0.68 * first + second, 0])


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 8), st.integers(1, 40))
def test_staff_is_conserved(seed: int, posts: int, places: int) -> None:
    rng = np.random.default_rng(seed)
    people = np.where(rng.random(places) < 0.2, 0.0, rng.uniform(1, 1000, places))
    staff = rng.integers(0, 40, posts).astype(float)
    reach = []
    for _ in range(posts):
        own = np.flatnonzero(rng.random(places) < 0.4)
        reach.append((own, rng.uniform(0, 200, len(own))))
    scores = access_scores(people, staff, reach, CONFIG)
    reached = [bool(((times <= 120) & (people[own] > 0)).any()) for own, times in reach]
    assert (scores * people).sum() == pytest.approx(staff[reached].sum(), rel=1e-9)
    assert (scores >= 0).all()


def test_table_by_cercle() -> None:
    people = pd.DataFrame({"people": [100.0, 200.0, 50.0], "cercle_pcode": ["a", "b", "b"]})
    posts = pd.DataFrame({"cercle_pcode": ["a", "a", "b"], "staff": [10.0, np.nan, np.nan]})
    table = crowding_table(Service.SECURITY, people, np.array([0.04, 0.03, 0.0]), posts, pcodes=("a", "b", "c"))
    assert list(table.columns) == list(CROWDING_COLUMNS)
    by = table.set_index("cercle_pcode")
    assert by["staff"].tolist() == [4, 6, 0]
    assert by["staff_per_100k"].tolist() == pytest.approx([4000, 2400, np.nan], nan_ok=True)
    # b's only post has no number: its staff is unknown, not none; c has no post.
    assert by["stationed"].tolist() == pytest.approx([10, np.nan, 0], nan_ok=True)
    assert by["without_staff"].tolist() == [1, 1, 0]
    assert by["facilities"].tolist() == [2, 1, 0]


def test_no_staff_known_is_an_empty_frame() -> None:
    assert crowding_frame([]).empty
    assert list(crowding_frame([]).columns) == list(CROWDING_COLUMNS)
    assert access_scores(np.array([5.0]), np.array([]), [], CONFIG).tolist() == [0]


@pytest.mark.parametrize(
    ("bands", "weights", "words"),
    [
        ((30, 60), (1.0,), "one weight a zone"),
        ((60, 30), (1.0, 0.5), "rise"),
        ((30, 60), (0.5, 0.9), "may not count more"),
        ((30,), (0.0,), "above 0"),
    ],
)
def test_zones_that_cannot_be(bands: tuple[float, ...], weights: tuple[float, ...], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Crowding(bands_min=bands, weights=weights, source="test")
