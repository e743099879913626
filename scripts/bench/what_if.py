"""A planner's second question beside the first; `python -m scripts.bench.what_if [PAIR...]` prints a table in Markdown.

Each pair starts from an empty folder of kept results: a command, and the same with one thing changed. Whole processes
on the real study (files under `PROSMED_DATA`), wall and processor seconds by the operating system's accounting.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

STUDY = ("--config", "config/mali-cod.yaml", "--as-of", "2021-06-30", "--quiet")
WEIGHTS = ("--set", "targeting.weighting.shares.violence=30", "--set", "targeting.weighting.shares.conflict=10")


@dataclass(frozen=True)
class Pair:
    """A command, what the second call changes, and the share of the first that the second may take."""

    command: str
    change: tuple[str, ...]
    asked: float


PAIRS = {
    "select": Pair("select", WEIGHTS, 1 / 5),
    "place": Pair("place", ("--budget", "ENV-SECURITY@2023=-100000"), 1 / 3),
    "run": Pair("run", WEIGHTS, 1 / 2),
}


def seconds(arguments: tuple[str, ...], cache: Path) -> tuple[float, float]:
    """Return wall and processor seconds of one process.

    Raises
    ------
    subprocess.CalledProcessError
        The command failed; its time tells nothing.
    """
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "prosmed_gis", *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "PROSMED_CACHE": str(cache)})
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measured(pair: Pair) -> tuple[tuple[float, float], tuple[float, float], float]:
    """Return the seconds of the first and of the second call, and the MB that are kept after both."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        products = ("--out", str(folder / "products"), "--overwrite") if pair.command == "run" else ()
        first = seconds((pair.command, *STUDY, *products), folder / "kept")
        second = seconds((pair.command, *STUDY, *products, *pair.change), folder / "kept")
        return first, second, sum(path.stat().st_size for path in (folder / "kept").iterdir()) / 1e6


def main() -> None:
    """Measure the pairs that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", nargs="*", choices=[*PAIRS, []], help="select, place, run")
    print("| command, then with a change | first wall / CPU s | second wall / CPU s | CPU ratio | asked | kept MB |")
    print("|---|---|---|---|---|---|")
    for name in parser.parse_args().pairs or PAIRS:
        pair = PAIRS[name]
        first, second, kept = measured(pair)
        times = " | ".join(f"{wall:.1f} / {cpu:.1f}" for wall, cpu in (first, second))
        print(f"| {name} | {times} | {second[1] / first[1]:.2f} | {pair.asked:.2f} | {kept:.0f} |", flush=True)


if __name__ == "__main__":
    main()
