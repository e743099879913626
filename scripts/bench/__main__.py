"""Run every benchmark and print a table in Markdown; `python -m scripts.bench [NAME ...]` runs some.

Whole commands are timed as processes: wall seconds and peak memory of the largest process, from the
operating system's own accounting, median of the runs.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = Path(sys.executable).with_name("prosmed-gis")

COMMANDS = {
    "help": (5, ["--help"]),
    "run-illustrative": (3, ["run", "--quiet"]),
    "run-real": (3, ["run", "--quiet", "--config", "config/mali-cod.yaml", "--as-of", "2021-06-30"]),
}
"""Name -> (runs, words of the command); a command that writes gets a fresh folder."""


def measure(words: list[str]) -> tuple[float, float, int]:
    """Run one command; return wall seconds, peak memory in MB and its exit code."""
    with tempfile.TemporaryDirectory() as folder:
        out = ["--out", str(Path(folder) / "out")] if words[0] == "run" else []
        started = time.perf_counter()
        process = subprocess.Popen([PROGRAM, *words, *out], cwd=ROOT, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        return time.perf_counter() - started, usage.ru_maxrss / 1024, process.returncode


def main() -> int:
    """Print the table; return 1 where a command failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*COMMANDS, []], help="benchmarks to run (default all)")
    names = parser.parse_args().names or list(COMMANDS)
    os.environ.setdefault("PROSMED_DATA", str(ROOT.parent / "shared" / "data"))
    print(f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    print("| benchmark | command | runs | wall s (median, min-max) | peak MB |")
    print("|---|---|---|---|---|")
    failed = False
    for name in names:
        runs, words = COMMANDS[name]
        figures = [measure(words) for _ in range(runs)]
        walls = [wall for wall, _, _ in figures]
        failed |= any(code for _, _, code in figures)
        spread = f"{statistics.median(walls):.2f} ({min(walls):.2f}-{max(walls):.2f})"
        peak = max(memory for _, memory, _ in figures)
        print(f"| {name} | `prosmed-gis {' '.join(words)}` | {runs} | {spread} | {peak:.0f} |")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
