"""The solver beside other users of HiGHS in the process, and what is told when it stops or fails."""

import highspy
import numpy as np
import pytest
from highspy import _core as core

from prosmed_gis.location import highs
from prosmed_gis.location.answer import Effort
from prosmed_gis.location.highs import SolverError, ended
from prosmed_gis.location.maximal import maximal_cover
from prosmed_gis.location.median import p_median
from prosmed_gis.location.program import Program
from prosmed_gis.location.session import Change, Session
from prosmed_gis.targeting.inverse.linear_programme import Programme


@pytest.fixture
def _foreign():
    """Run a model of somebody else's with two threads, which sets the scheduler of the whole process."""
    core._Highs.resetGlobalScheduler(True)
    assert run_foreign() == highspy.HighsStatus.kOk
    yield
    core._Highs.resetGlobalScheduler(True)


def run_foreign():
    solver = core._Highs()
    for option, value in {"output_flag": False, "threads": 2}.items():
        solver.setOptionValue(option, value)
    columns, nothing = np.arange(3, dtype=np.int32), np.array([], dtype=np.int32)
    solver.addCols(3, -np.array([3.0, 2.0, 1.0]), np.zeros(3), np.ones(3), 0, nothing, nothing, np.array([]))
    solver.changeColsIntegrality(3, columns, np.full(3, highspy.HighsVarType.kInteger))
    solver.addRow(0.0, 3.5, 3, columns, np.array([2.0, 1.5, 1.0]))
    return solver.run()


def clustered():
    """Return distances between 500 points that crowd together, and what each weighs."""
    rng = np.random.default_rng(0)
    middles = rng.random((25, 2)) * 10
    points = middles[rng.integers(0, 25, 500)] + rng.normal(0, 0.6, (500, 2))
    return np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1)), rng.integers(1, 100, 500).astype(float)


def knapsack():
    program = Program()
    columns = [program.column(worth, integer=True) for worth in (3.0, 2.0, 1.0)]
    program.row([(column, weight) for column, weight in zip(columns, (2.0, 1.5, 1.0), strict=True)], upper=3.5)
    return program


@pytest.mark.usefixtures("_foreign")
def test_a_cover_is_proved_after_another_user_of_the_solver():
    costs, weights = clustered()
    found = maximal_cover(costs <= 1.2, weights, 15, effort=Effort(60))
    assert (found.status, found.stopped) == ("optimal", "")
    alone = maximal_cover(costs <= 1.2, weights, 15, effort=Effort(60))
    assert (found.objective, found.sites.tolist()) == (alone.objective, alone.sites.tolist())


@pytest.mark.usefixtures("_foreign")
def test_a_median_is_proved_after_another_user_of_the_solver():
    costs, weights = (part[:150] for part in clustered())
    found = p_median(costs[:, :150], weights, 8, effort=Effort(60))
    assert (found.status, found.stopped) == ("optimal", "")
    alone = p_median(costs[:, :150], weights, 8, effort=Effort(60))
    assert (found.objective, found.sites.tolist()) == (alone.objective, alone.sites.tolist())


@pytest.mark.usefixtures("_foreign")
def test_a_programme_that_is_asked_again_is_answered_again():
    session = Session(knapsack(), gap=0.0, end=np.inf)
    assert session.solve().objective == 5.0
    core._Highs.resetGlobalScheduler(True)
    assert run_foreign() == highspy.HighsStatus.kOk
    assert session.solve(Change(upper={0: 0.0})).objective == 3.0


@pytest.mark.usefixtures("_foreign")
def test_the_programmes_of_targeting_are_answered_too():
    programme = Programme()
    columns = programme.columns(np.zeros(2), np.ones(2), cost=-1.0, whole=True)
    programme.rows(columns, np.array([2.0, 2.0]), high=3.0)
    assert (programme.solve(5.0).status, programme.solve(5.0).cost) == ("optimal", -1.0)


@pytest.mark.usefixtures("_foreign")
def test_a_solver_that_will_not_run_is_an_error_and_no_answer(monkeypatch):
    monkeypatch.setattr(core._Highs, "resetGlobalScheduler", staticmethod(lambda _wait: None))
    costs, weights = clustered()
    with pytest.raises(SolverError, match="failed"):
        maximal_cover(costs <= 1.2, weights, 15, effort=Effort(60))
    with pytest.raises(SolverError, match="failed"):
        knapsack().run(whole=True, gap=0.0, time_limit_s=5.0)


@pytest.mark.usefixtures("_foreign")
def test_the_last_status_of_a_kept_solver_is_not_read_after_a_failure(monkeypatch):
    monkeypatch.setattr(highs, "OPTIONS", {**highs.OPTIONS, "threads": 2})
    solver = knapsack().loaded(whole=True)
    assert ended(solver) == "optimal"
    core._Highs.resetGlobalScheduler(True)
    monkeypatch.setattr(highs, "OPTIONS", {**highs.OPTIONS, "threads": 1})
    assert ended(knapsack().loaded(whole=True)) == "optimal"
    monkeypatch.setattr(core._Highs, "resetGlobalScheduler", staticmethod(lambda _wait: None))
    with pytest.raises(SolverError, match="failed"):
        ended(solver)


def test_an_answer_that_was_stopped_says_by_what():
    costs, weights = clustered()
    for found in (
        maximal_cover(costs <= 1.2, weights, 15, effort=Effort(0.0)),
        p_median(costs, weights, 12, effort=Effort(0.0)),
    ):
        assert (found.status, found.stopped) == ("feasible", "time")


def test_an_option_that_does_not_exist_is_refused():
    with pytest.raises(SolverError, match="does not take"):
        highs.solver({"nonsense": 1})
