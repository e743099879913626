"""Do the intervals of firmness hold? `python -m scripts.bench.firmness_coverage [--seeds N]` prints a Markdown table.

The draws are made again with other seeds. Of each seed's interval it is asked whether what all the other seeds say
together lies inside; with S seeds of independent draws an interval that is right at 95 % holds a little less often,
for the others vary too: P(|t| < q / sqrt(1 + 1 / (S - 1))), 94.4 % for 20 seeds.
"""

from __future__ import annotations

import argparse
import os
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from prosmed_gis.config.loading import Request, load
from prosmed_gis.mcda.clustered import wilson
from prosmed_gis.pipeline import Run
from prosmed_gis.targeting.firm.deciding import by_choice, by_input
from prosmed_gis.targeting.firm.draws import firmness
from prosmed_gis.targeting.firm.sampling import redrawn_by_seed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from prosmed_gis.targeting.firm.draws import Firm
    from prosmed_gis.targeting.measures import Context

ROOT = Path(__file__).parents[2]
LEAST, MOST = 0.03, 0.97
"""Frequencies nearer to 0 or 1 are not asked: they hardly vary."""

Estimates = dict[str, np.ndarray]
"""What is estimated -> (3, K): estimate, lower and upper end, the same K for every seed."""


def reseeded(firm: Firm, context: Context, seed: int) -> Firm:
    """Return the draws of the same question with another seed."""
    question = firm.question
    settings = question.design.targeting.firmness.model_copy(update={"seed": seed})
    design = replace(question.design, targeting=question.design.targeting.model_copy(update={"firmness": settings}))
    shut = list(design.pcodes[question.shut])
    return firmness(design, question.wanted, question.rules, shut, redrawn_by_seed(design, context))


def estimates(firm: Firm, *, shares: bool) -> Estimates:
    """Return everything that one seed gives with an interval; what decides the list only with `shares`."""
    frame, draws = firm.frame, len(firm.drawn)
    taken = frame["frequency"].to_numpy()
    found = {
        "frequency, as published": frame[["frequency", "low", "high"]].to_numpy().T,
        "frequency, were draws independent": np.stack([taken, *wilson(taken * draws, draws)]),
        "share of draws with the same list": np.array(firm.same_list())[:, None],
        "mean distance of the lists": np.array(firm.mean_distance())[:, None],
    }
    if shares:
        settings = firm.question.design.targeting.firmness
        choices = by_choice(firm.question, settings.sensitivity_draws, settings.seed).sort_index()
        for name in ("first_order", "total"):
            found[f"decides, by choice, {name}"] = choices[[name, f"{name}_low", f"{name}_high"]].to_numpy().T
        inputs = by_input(firm).sort_values(["choice", "name"])
        found["decides, by input"] = inputs[["first_order", "low", "high"]].to_numpy().T
    return found


def coverage(seeds: Sequence[np.ndarray], *, least: float = -np.inf, most: float = np.inf) -> tuple[int, float, float]:
    """Return (cases, share inside, mean half-width) of intervals (3, K) of many seeds.

    A case is one estimate of one seed; it is inside where the mean of the other seeds' estimates lies in its interval.
    Only estimates whose mean over all seeds lies between `least` and `most` are asked.
    """
    every = np.stack(seeds)
    mean = every[:, 0].mean(axis=0)
    kept = every[:, :, (mean >= least) & (mean <= most)]
    others = (kept[:, 0].sum(axis=0) - kept[:, 0]) / (len(kept) - 1)
    inside = (kept[:, 1] <= others) & (others <= kept[:, 2])
    return inside.size, float(inside.mean()), float((kept[:, 2] - kept[:, 1]).mean() / 2)


def main() -> int:
    """Print the table for the real study."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, default=ROOT / "config" / "mali-cod.yaml")
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--set", dest="settings", action="append", default=[], help="as for prosmed-gis")
    parser.add_argument("--no-shares", action="store_true", help="leave out what decides the list")
    asked = parser.parse_args()
    os.environ.setdefault("PROSMED_DATA", str(ROOT.parent / "shared" / "data"))
    request = Request(path=asked.config, settings=tuple(asked.settings))
    run = Run(load(request), today=datetime.now(UTC).date(), notify=lambda _: None, warn=lambda _: None)
    firm, context, started = run.chosen.firm, run.scored.context, time.process_time()
    found = [estimates(reseeded(firm, context, seed), shares=not asked.no_shares) for seed in range(asked.seeds)]
    spent = (time.process_time() - started) / asked.seeds
    settings = run.config.targeting.firmness
    worlds = len(firm.question.worlds)
    print(f"{asked.seeds} seeds of {settings.draws} draws, {worlds} event worlds; {spent:.1f} CPU s each")
    print("\n| estimate | cases | inside the 95 % interval | mean half-width |\n|---|---|---|---|")
    for name in found[0]:
        ends = (LEAST, MOST) if name.startswith("frequency") else (-np.inf, np.inf)
        cases, inside, half = coverage([item[name] for item in found], least=ends[0], most=ends[1])
        print(f"| {name} | {cases} | {100 * inside:.1f} % | {100 * half:.2f} points |")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
