"""The exact choice beside its peers; `python -m scripts.bench.selection [--draws N]` prints tables in Markdown.

Worlds are made (seeded): cercles at random points, neighbours by Delaunay triangulation, ten regions in columns, the
last three to prevent. Scores are random weights (Dirichlet) on fourteen random indicators, so that many lists are
nearly as good as the best, which is the hard case.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import time
from dataclasses import dataclass
from itertools import combinations

import highspy
import numpy as np
import pandas as pd
import scipy
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.spatial import Delaunay

from prosmed_gis.targeting.choice.batch import choose_many
from prosmed_gis.targeting.choice.nesting import nested
from prosmed_gis.targeting.choice.replacement import replacement
from prosmed_gis.targeting.choice.rows import rows_of
from prosmed_gis.targeting.choice.rules import Bound, Rule, Total
from prosmed_gis.targeting.choice.selection import select
from prosmed_gis.targeting.choice.wishes import PER_POINT, Wishes

PREVENTS_FROM = 0.7
PEER_DRAWS = 50
"""Draws that a peer is given; its time per draw is what counts."""
BUDGET_SHARE = 0.9
"""Budget as a share of what the freely chosen list costs on average: it binds in nearly every draw."""


@dataclass(frozen=True, eq=False)
class World:
    """A made country and its rules."""

    wanted: Wishes
    scores: np.ndarray
    region: np.ndarray
    prevents: np.ndarray
    cost_usd: np.ndarray
    near: np.ndarray
    plain: np.ndarray
    """(cercles,) bool: a set that cuts across regions."""

    def rules(
        self, n: int, *, prevent: int, budget_usd: int | None = None, neighbours: int = 0, across: int | None = None
    ) -> list[Rule]:
        """Return N, at most a quarter of N (and one) by region, a fixed number to prevent, and what else is asked."""
        codes = np.array(self.wanted.pcodes)
        most = n // 4 + 1
        every = [frozenset(codes[self.region == number]) for number in np.unique(self.region)]
        rules = [
            Rule(f"n={n}", (Bound(frozenset(codes), n, n),), step=0),
            Rule(f"regions.max={most}", tuple(Bound(part, 0, most) for part in every), step=1),
            Rule(f"tracks.prevent={prevent}", (Bound(frozenset(codes[self.prevents]), prevent, prevent),), step=0),
        ]
        if across is not None:
            rules.append(Rule(f"plain.max={across}", (Bound(frozenset(codes[self.plain]), 0, across),), step=1))
        if budget_usd is not None:
            costs = tuple(zip(codes.tolist(), self.cost_usd.tolist(), strict=True))
            rules.append(Rule("budget", (), totals=(Total(costs, high=budget_usd),), step=1))
        if neighbours:
            rules.append(self._adjacency(codes, neighbours))
        return rules

    def _adjacency(self, codes: np.ndarray, least: int) -> Rule:
        beside = {code: codes[row].tolist() for code, row in zip(codes.tolist(), self.near, strict=True)}
        totals = tuple(Total(((c, -least), *((o, 1) for o in others)), low=0) for c, others in beside.items())
        implied = tuple(
            Total(((c, -1), *((o, 1) for o in others if o not in aside)), low=0)
            for c, others in beside.items()
            for aside in combinations(others, least - 1)
            if least > 1
        )
        return Rule("adjacency", (), totals=totals, implied=implied, step=-1)


def world(cercles: int, draws: int, seed: int = 1) -> World:
    """Make a world."""
    rng = np.random.default_rng(seed)
    points = rng.uniform(0, 1, (cercles, 2))
    near = np.zeros((cercles, cercles), dtype=bool)
    for corners in Delaunay(points).simplices:
        near[np.ix_(corners, corners)] = True
    np.fill_diagonal(near, val=False)
    weights = rng.dirichlet(np.full(14, 3.0), draws)
    scores = np.rint(weights @ rng.uniform(0, 100, (14, cercles)) * PER_POINT).astype(np.int64)
    codes = tuple(f"C{number:03d}" for number in range(cercles))
    violence, people = rng.integers(0, 50_000, cercles), rng.integers(20_000, 900_000, cercles)
    return World(
        wanted=Wishes(codes, (("score", scores[0]), ("violence", violence), ("people", people))),
        scores=scores,
        region=(points[:, 0] * 10).astype(int),
        prevents=points[:, 0] >= PREVENTS_FROM,
        plain=points[:, 1] < 1 / 2,
        cost_usd=rng.integers(150, 900, cercles) * 1000,
        near=near,
    )


def median_seconds(action: object, repeats: int) -> float:
    """Return the median wall time of an action."""
    walls = []
    for _ in range(repeats):
        started = time.perf_counter()
        action()  # type: ignore[operator]
        walls.append(time.perf_counter() - started)
    return statistics.median(walls)


def one_choice(made: World, n: int, prevent: int) -> None:
    """Print the time of one choice, plain, with massive ties, and with sums."""
    free = made.cost_usd @ select(made.wanted, made.rules(n, prevent=prevent)).chosen
    level = Wishes(made.wanted.pcodes, (("score", made.scores[0] // (10 * PER_POINT)), *made.wanted.stages[1:]))
    bound = int(BUDGET_SHARE * free)
    cases = {
        "plain": (made.wanted, made.rules(n, prevent=prevent)),
        "plain, scores in tens of points (ties)": (level, made.rules(n, prevent=prevent)),
        "overlapping sets": (made.wanted, made.rules(n, prevent=prevent, across=n // 3)),
        "budget": (made.wanted, made.rules(n, prevent=prevent, budget_usd=bound)),
        "budget and 1 neighbour": (made.wanted, made.rules(n, prevent=prevent, budget_usd=bound, neighbours=1)),
        "the same, with ties": (level, made.rules(n, prevent=prevent, budget_usd=bound, neighbours=1)),
    }
    for name, (wanted, rules) in cases.items():
        seconds = median_seconds(lambda wanted=wanted, rules=rules: select(wanted, rules), 5)
        print(f"| one choice of {n} of {len(wanted.pcodes)}, {name} | {seconds:.3f} |")
    plain = made.rules(n, prevent=prevent)
    chosen = select(made.wanted, plain).chosen
    tightest = cases["budget and 1 neighbour"][1]
    best = select(made.wanted, tightest).chosen
    small = made.rules(n - 4, prevent=prevent - 1)
    for name, action in {
        f"replacement costs, {n} of {len(chosen)}, plain": lambda: replacement(made.wanted, plain, chosen),
        "the same, budget and 1 neighbour": lambda: replacement(made.wanted, tightest, best),
        f"{n - 4} inside {n}, with free and lexicographic lists": lambda: nested(made.wanted, plain, small),
    }.items():
        print(f"| {name} | {median_seconds(action, 3):.3f} |")


def many_choices(made: World, n: int, prevent: int) -> None:
    """Print the time of all draws by our way, and of some by peers, with what the peers got wrong."""
    barred = np.zeros(made.scores.shape, dtype=bool)
    plain = made.rules(n, prevent=prevent)
    free = choose_many(made.scores, barred, made.wanted, plain).chosen
    bound = int(BUDGET_SHARE * (free @ made.cost_usd).mean())
    cases = {
        "plain": plain,
        "overlapping sets": made.rules(n, prevent=prevent, across=n // 3),
        "budget": made.rules(n, prevent=prevent, budget_usd=bound),
        "1 neighbour": made.rules(n, prevent=prevent, neighbours=1),
        "budget and 1 neighbour": made.rules(n, prevent=prevent, budget_usd=bound, neighbours=1),
    }
    for name, rules in cases.items():
        started, burnt = time.perf_counter(), time.process_time()
        found = choose_many(made.scores, barred, made.wanted, rules)
        wall, cpu = time.perf_counter() - started, time.process_time() - burnt
        totals = (found.chosen * made.scores).sum(axis=1)
        peer = _by_milp(made, rules, totals)
        loss, wrong = _by_sorting(made, rules, totals, n, prevent)
        print(
            f"| {name} | {len(totals)} | {wall:.2f} | {cpu:.2f} | {found.solver_seconds / wall:.0%} "
            f"| {1000 * wall / len(totals):.3f} | {1000 * peer:.2f} | {wrong:.0%} | {loss:.2f} |"
        )


def _by_milp(made: World, rules: list[Rule], totals: np.ndarray) -> float:
    """Return seconds a draw of scipy's own milp, asked to prove its choice; it must find our totals."""
    rows = rows_of(rules, made.wanted.pcodes)
    started = time.perf_counter()
    for scores, total in zip(made.scores[:PEER_DRAWS], totals, strict=False):
        answer = milp(
            -scores.astype(float),
            integrality=np.ones(len(scores)),
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(rows.matrix, rows.low, rows.high),
            options={"mip_rel_gap": 0.0},
        )
        if int(np.rint(answer.x) @ scores) != total:
            msg = f"totals differ: {int(np.rint(answer.x) @ scores)} and {total}"
            raise SystemExit(msg)
    return (time.perf_counter() - started) / min(PEER_DRAWS, len(totals))


def _by_sorting(made: World, rules: list[Rule], totals: np.ndarray, n: int, prevent: int) -> tuple[float, float]:
    """Return what a spreadsheet does: sort, take from the top while quotas and budget last.

    Mean points lost where it ends with a list that obeys, and share of draws that end worse or with no list.
    """
    rows, most = rows_of(rules, made.wanted.pcodes), n // 4 + 1
    budget = next((rule.totals[0].high for rule in rules if rule.word == "budget"), None)
    lost, wrong = [], 0
    for scores, total in zip(made.scores[:PEER_DRAWS], totals, strict=False):
        frame = pd.DataFrame({"score": scores, "region": made.region, "prevents": made.prevents, "cost": made.cost_usd})
        taken, left = [], {True: prevent, False: n - prevent}
        count, money = dict.fromkeys(frame["region"], 0), np.inf if budget is None else budget
        for row in frame.sort_values("score", ascending=False).itertuples():
            if left[row.prevents] and count[row.region] < most and row.cost <= money:
                taken.append(row.Index)
                left[row.prevents] -= 1
                count[row.region] += 1
                money -= row.cost
        chosen = np.isin(np.arange(len(scores)), taken)
        loss = total - scores @ chosen
        obeys = bool(rows.obeyed(chosen))
        wrong += not obeys or loss > 0
        lost += [loss / PER_POINT] if obeys else []
    return (float(np.mean(lost)) if lost else np.nan), wrong / min(PEER_DRAWS, len(totals))


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=10_000, help="score vectors (default 10,000)")
    draws = parser.parse_args().draws
    print(
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, ",
        end="",
    )
    solver = f"{highspy.HIGHS_VERSION_MAJOR}.{highspy.HIGHS_VERSION_MINOR}.{highspy.HIGHS_VERSION_PATCH}"
    print(f"HiGHS {solver}, scipy {scipy.__version__}; load {os.getloadavg()[0]:.1f}\n")
    print("| task | wall s (median) |\n|---|---|")
    one_choice(world(160, 1), 40, 12)
    print(
        "\n| 21 of 53, rules | draws | wall s | CPU s | share inside HiGHS | ms a draw | scipy milp, ms a draw "
        "| sorting: draws not best | sorting: points lost |\n|---|---|---|---|---|---|---|---|---|"
    )
    many_choices(world(53, draws), 21, 5)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
