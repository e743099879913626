"""The multi-year plan at its real size; `python -m scripts.bench.plan` prints a table in Markdown.

Rows: the embedded study and, where PROSMED_DATA says where the real layers are, the real one, each with the chosen
cercles and with every cercle of the country selected, so that the seats of all communes are candidates.
"""

from __future__ import annotations

import os
import platform
import time
from datetime import date
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path

from prosmed_gis.config.loading import Request, load
from prosmed_gis.pipeline.run import Run
from prosmed_gis.siting.model import relaxed_prices, solve
from prosmed_gis.siting.run import build_world
from prosmed_gis.siting.worth import obeys, value_of

CONFIG = Path(__file__).parents[2] / "config"
GAP = 1e-4


def rows(study: str) -> list[str]:
    """Return one line for the chosen cercles and one for all."""
    run = Run(load(Request(CONFIG / f"{study}.yaml")), today=date(2026, 1, 1), notify=lambda _: None, warn=list)
    config, lines = run.config, []
    for scope in ("selected", "all cercles"):
        chosen = run.chosen.selection
        if scope == "all cercles":
            chosen = chosen.assign(selected=True)
        seconds = [time.perf_counter()]
        _, world = build_world(
            run.overlaid.layers, chosen, run.access, config.siting, config.access, variant=config.selection.variant,
            as_of=config.study.as_of,
        )  # fmt: skip
        seconds.append(time.perf_counter())
        found = solve(world, gap=GAP)
        seconds.append(time.perf_counter())
        relaxed_prices(world)
        seconds.append(time.perf_counter())
        agrees = abs(value_of(world, found.opens) - found.solution.objective) < 1e-6 * abs(found.solution.objective)
        built, solved, priced = (f"{b - a:.1f}" for a, b in pairwise(seconds))
        lines.append(
            f"| {study}, {scope} | {len(world.candidates)} | {found.solution.status} | {found.solution.gap:.1e} | "
            f"{len(found.opens)} | {built} | {solved} | {priced} | {agrees and not obeys(world, found.opens)} |"
        )
    return lines


def main() -> None:
    """Print the table."""
    print(f"HiGHS {version('highspy')}, one thread; Python {platform.python_version()}; gap {GAP:g}\n")
    print("| study | candidates | status | gap | works | build s | solve s | prices s | re-checked |")
    print("|---|---|---|---|---|---|---|---|---|")
    for study in ("prosmed", *(["mali-cod"] if "PROSMED_DATA" in os.environ else [])):
        for line in rows(study):
            print(line, flush=True)


if __name__ == "__main__":
    main()
