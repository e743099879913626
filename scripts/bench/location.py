"""Problems of location beside spopt with HiGHS; `python -m scripts.bench.location` prints tables in Markdown.

Both sides get the same matrix in one process; every objective is checked. Worlds are made (seeded): uniform points on
1,500 x 830 km (the area of Mali), and clustered ones, where customers live around sites that crowd together, which is
the hard case of covering.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import platform
import time
import warnings
from typing import TYPE_CHECKING

import highspy
import numpy as np
from scipy.spatial import cKDTree
from scipy.spatial.distance import cdist

from prosmed_gis.location.answer import Effort, Location
from prosmed_gis.location.maximal import maximal_cover
from prosmed_gis.location.median import p_median

if TYPE_CHECKING:
    from collections.abc import Callable

AREA_KM = (1500.0, 830.0)
PEER_LIMIT_S = 300


def timed(action: Callable[[], Location], repeats: int) -> tuple[Location, float]:
    """Return the answer and the least wall time of the repeats."""
    walls = []
    for _ in range(repeats):
        started = time.perf_counter()
        found = action()
        walls.append(time.perf_counter() - started)
    return found, min(walls)


def spopt(model: str, costs: np.ndarray, weights: np.ndarray, p: int, radius: float = 0.0) -> tuple[float, float]:
    """Return wall seconds and objective of spopt with pulp's HiGHS, building included; NaN where it is not there."""
    try:
        import pulp
        from spopt.locate import MCLP, PMedian
    except ImportError:
        return np.nan, np.nan
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        started = time.perf_counter()
        if model == "p-median":
            problem = PMedian.from_cost_matrix(costs, weights, p_facilities=p)
        else:
            problem = MCLP.from_cost_matrix(costs, weights, service_radius=radius, p_facilities=p)
        solved = problem.solve(pulp.HiGHS(msg=False, timeLimit=PEER_LIMIT_S))
        wall = time.perf_counter() - started
    return wall, float(pulp.value(solved.problem.objective))


def row(task: str, found: Location, seconds: float, peer: tuple[float, float] | None = None) -> None:
    """Print a line of the table."""
    theirs, ratio = "-", "-"
    if peer:
        theirs = f"{peer[0]:.2f} s, {peer[1]:.6g}"
        ratio = f"{peer[0] / seconds:.0f}x"
    print(
        f"| {task} | {seconds:.3f} | {found.status} | {found.objective:.6g} | {100 * found.gap:.3f} % | {theirs} "
        f"| {ratio} |",
        flush=True,
    )


def medians(*, peers: bool) -> None:
    """Time the p-median on uniform points."""
    rng = np.random.default_rng(1)
    for count, numbers in ((200, (10,)), (703, (5, 15, 20, 40))):
        points = rng.random((count, 2)) * AREA_KM
        weights = rng.integers(1_000, 60_000, count).astype(float)
        costs = cdist(points, points)
        for p in numbers:
            found, wall = timed(
                lambda costs=costs, weights=weights, p=p: p_median(costs, weights, p, effort=Effort(300)), 5
            )
            peer = spopt("p-median", costs, weights, p) if peers and count == 200 else None  # noqa: PLR2004
            row(f"p-median {count} x {count}, p = {p}", found, wall, peer)


def world(customers: int, sites: int, *, clustered: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return customers, sites (km) and weights."""
    rng = np.random.default_rng(1)
    if not clustered:
        spots = rng.random((sites, 2)) * AREA_KM
        return rng.random((customers, 2)) * AREA_KM, spots, rng.integers(1, 1_000, customers).astype(float)
    spots = rng.normal(0.5, 0.17, (sites, 2)) * AREA_KM
    homes = spots[rng.integers(0, sites, customers)] + rng.normal(0, 25, (customers, 2))
    return homes, spots, np.ceil(rng.lognormal(5, 1, customers))


def covers(*, peers: bool) -> None:
    """Time maximal covering of 50,000 customers by 20 of 703 sites, and of 703 by 703 beside the peer."""
    for clustered in (False, True):
        name = "clustered" if clustered else "uniform"
        for customers, radius in ((703, 60.0), (50_000, 30.0), (50_000, 60.0)):
            homes, spots, weights = world(customers, 703, clustered=clustered)
            within = np.zeros((customers, 703), dtype=bool)
            for number, near in enumerate(cKDTree(spots).query_ball_point(homes, radius)):
                within[number, near] = True
            hard = clustered and customers > 703  # noqa: PLR2004
            effort = Effort(120)
            found, wall = timed(
                lambda within=within, weights=weights, effort=effort: maximal_cover(within, weights, 20, effort=effort),
                1 if hard else 3,
            )
            peer = None
            if peers and customers == 703:  # noqa: PLR2004
                peer = spopt("mclp", cdist(homes, spots), weights, 20, radius)
            row(f"maximal cover {customers:,} x 703, {radius:.0f} km, p = 20, {name}", found, wall, peer)


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--no-peers", action="store_true", help="leave spopt out")
    parser.add_argument("--only", choices=("medians", "covers"), help="one of the two tables")
    words = parser.parse_args()
    if not words.no_peers:
        # The peer makes one, whose banner would stand in the table.
        highspy.Highs()
    solver = f"{highspy.HIGHS_VERSION_MAJOR}.{highspy.HIGHS_VERSION_MINOR}.{highspy.HIGHS_VERSION_PATCH}"
    print(
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"HiGHS {solver}; load {os.getloadavg()[0]:.1f}\n\n"
        "| task | wall s (least) | status | objective | gap | spopt with HiGHS | ratio |\n|---|---|---|---|---|---|---|"
    )
    for name, part in (("medians", medians), ("covers", covers)):
        if words.only in (None, name):
            part(peers=not words.no_peers)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
