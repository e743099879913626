"""HiGHS, silent and on one thread: the one place where a solver is made, run, and asked how it ended.

`run()` has a status of its own beside the model's. Where it is an error the model's status is that of an earlier run,
or none: HiGHS keeps one scheduler of threads a process, and refuses to run where another user of HiGHS in the process
has made it with another number of threads. Here the scheduler is reset then, once, and the question asked again;
whoever made it first may have to do the same.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Literal

import numpy as np
from highspy import HighsModelStatus, HighsStatus

# The public class prints a banner to stdout when it is made, which would spoil a result asked for as JSON.
from highspy import _core as core

from prosmed_gis.errors import ProsmedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from highspy import HighsLp

Ending = Literal["optimal", "infeasible", "time", "arithmetic"]
"""How a run ended: proved; proved that nothing obeys the rows; stopped by its clock; lost in its own rounding (or by
its limit of iterations, which is there for that)."""

# One thread everywhere: an answer must not hang on a machine's cores.
OPTIONS: dict[str, bool | int | float | str] = {"output_flag": False, "threads": 1, "random_seed": 0}
CLOCKS_S = 0.5
"""How far the solver's clock and ours are apart at the most, seconds."""

STOPPED = (HighsModelStatus.kTimeLimit, HighsModelStatus.kInterrupt)
# Every programme of this tool is bounded, so "unbounded or infeasible" is infeasible.
IMPOSSIBLE = (HighsModelStatus.kInfeasible, HighsModelStatus.kUnboundedOrInfeasible)
ROUNDED = (
    HighsModelStatus.kUnknown,
    HighsModelStatus.kSolveError,
    HighsModelStatus.kPostsolveError,
    HighsModelStatus.kIterationLimit,
)


class SolverError(ProsmedError):
    """The solver failed, and neither for want of time nor for its arithmetic: a fault of this tool or its setting."""


class OutOfTimeError(ProsmedError):
    """The time was over before there was any answer."""


def solver(options: Mapping[str, bool | int | float | str], model: HighsLp | None = None) -> core._Highs:
    """Return HiGHS, silent, with a programme in it; `options` go over those that hold everywhere.

    Raises
    ------
    SolverError
        HiGHS refuses an option or the programme.
    """
    made = core._Highs()  # noqa: SLF001 - see the import
    for option, value in {**OPTIONS, **options}.items():
        if made.setOptionValue(option, value) != HighsStatus.kOk:
            msg = f"the solver does not take the option {option} = {value}"
            raise SolverError(msg)
    if model is not None and made.passModel(model) == HighsStatus.kError:
        msg = "the solver refuses the programme (a fault of the tool, please report it)"
        raise SolverError(msg)
    return made


def ended(made: core._Highs, time_limit_s: float = np.inf) -> Ending:
    """Run a solver for so many seconds at the most, and return how that ended.

    Raises
    ------
    SolverError
        It failed, and neither for want of time nor for its arithmetic.
    """
    started = time.monotonic()
    # A solver's clock runs on from question to question.
    made.setOptionValue("time_limit", made.getRunTime() + max(0.0, time_limit_s))
    failed = made.run() == HighsStatus.kError
    if failed:
        core._Highs.resetGlobalScheduler(True)  # noqa: SLF001 - true: wait for its threads to end
        failed = made.run() == HighsStatus.kError
    status = made.getModelStatus()
    if not failed and status == HighsModelStatus.kOptimal:
        return "optimal"
    if not failed and status in IMPOSSIBLE:
        return "infeasible"
    if status in STOPPED or (status in ROUNDED and time.monotonic() - started > time_limit_s - CLOCKS_S):
        # A run that was short of time is called by several names.
        return "time"
    if status in ROUNDED:
        return "arithmetic"
    msg = f"the solver failed ({made.modelStatusToString(status)}; a fault of the tool, please report it)"
    raise SolverError(msg)
