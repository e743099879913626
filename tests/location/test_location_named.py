"""The four named problems on one small world, worked out by hand."""

import numpy as np

from prosmed_gis.location.answer import Effort
from prosmed_gis.location.named import Question, fewest_for_all, least_time, least_worst_time, most_people

# Towns on a road at kilometres 0, 10, 20, 60; a fifth that no road reaches; nobody lives in the sixth, far away.
PLACES = np.array([0.0, 10.0, 20.0, 60.0])
MINUTES = np.vstack([np.abs(PLACES[:, None] - PLACES), np.full(4, np.inf), np.array([500.0, 500.0, 500.0, 440.0])])
PEOPLE = np.array([100.0, 10.0, 50.0, 20.0, 7.0, 0.0])
QUESTION = Question(MINUTES, PEOPLE, p=1, standard_min=20.0)
EFFORT = Effort(10)


def test_each_view_answers_its_own_question():
    # Site 0: 10*10 + 50*20 + 20*60 = 2300; site 1: 100*10 + 50*10 + 20*50 = 2500.
    median = least_time(QUESTION, unreached_min=1000.0, effort=EFFORT)
    assert (median.sites.tolist(), median.objective) == ([0], 2300.0)
    # The middle of 0..60 among the towns is 20: 40 minutes at worst.
    center = least_worst_time(QUESTION, effort=EFFORT)
    assert (center.sites.tolist(), center.objective) == ([2], 40.0)
    cover = fewest_for_all(QUESTION, effort=EFFORT)
    assert cover.objective == 2.0
    assert 3 in cover.sites
    assert most_people(QUESTION, effort=EFFORT).objective == 160.0
    for found in (median, center, cover):
        assert found.status == "optimal"
        assert found.unserved[4]


def test_what_is_there_already_counts():
    there = Question(MINUTES, PEOPLE, p=2, standard_min=5.0, fixed=(3,), forbidden=(0,))
    assert most_people(there, effort=EFFORT).sites.tolist() == [2, 3]
    assert least_time(there, unreached_min=1000.0, effort=EFFORT).sites.tolist() == [1, 3]
    assert fewest_for_all(there, effort=EFFORT).sites.tolist() == [1, 2, 3]
    cheap = fewest_for_all(there, site_costs=np.array([1.0, 5.0, 7.0, 9.0]), effort=EFFORT)
    assert cheap.objective == 12.0
