"""Travel time beside its peers; `python -m scripts.bench.travel [--repeats N] [--no-memory]` prints tables in Markdown.

Both sides search the same made surface (seeded): ground at 2 to 5 km/h, a lattice of roads at 30 to 80 km/h, rivers
and closed cells. The machine is seldom alone, so rivals take turns and the least time of each counts. Memory is the
peak of a process of its own that makes the surface and searches it.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from skimage.graph import MCP_Geometric

from prosmed_gis.access.search.engine import Engine, has_numba
from prosmed_gis.access.travel_time import Moves, k_nearest, travel_time, window

ROOT = Path(__file__).parents[2]
NATIONAL = (1600, 1900)
"""Rows and columns of a national grid of 1 km."""
REGION = 5500
"""Rows and columns of a region's grid of 100 m: 30.25 million cells."""
LIMIT_GB = 6.0
MPM = 60.0 / 1000.0
"""Minutes per metre at 1 km/h."""


def surface(rows: int, columns: int, *, cell_m: float = 1000.0, seed: int = 1) -> np.ndarray:
    """Return friction in minutes per metre."""
    rng = np.random.default_rng(seed)
    friction = MPM / rng.uniform(2.0, 5.0, (rows, columns))
    friction[rng.random((rows, columns)) < 1 / 50] = np.inf
    for line in range(7, rows, 60):
        friction[line] += 45.0 / cell_m
    for line in range(20, max(rows, columns), 50):
        road = MPM / rng.uniform(30.0, 80.0)
        friction[line : line + 1] = road
        friction[:, line : line + 1] = road
    return friction


def sources(friction: np.ndarray, number: int, seed: int = 2) -> tuple[np.ndarray, np.ndarray]:
    """Return rows and columns of open cells."""
    rng = np.random.default_rng(seed)
    row, column = (rng.integers(0, size, 2 * number) for size in friction.shape)
    is_open = np.isfinite(friction[row, column])
    return row[is_open][:number], column[is_open][:number]


def least_seconds(rivals: dict[str, Callable[[], object]], repeats: int) -> dict[str, float]:
    """Return the least wall time of each, after one call that does not count; they take turns."""
    seconds = dict.fromkeys(rivals, np.inf)
    for turn in range(repeats + 1):
        for name, action in rivals.items():
            started = time.perf_counter()
            action()
            if turn:
                seconds[name] = min(seconds[name], time.perf_counter() - started)
    return seconds


def peer(friction: np.ndarray, row: np.ndarray, column: np.ndarray) -> Callable[[], np.ndarray] | None:
    """Return xarray-spatial's search over the same surface; None where it is not installed."""
    if find_spec("xrspatial") is None:
        return None
    import xarray as xr
    from xrspatial import cost_distance

    marks = np.zeros(friction.shape)
    marks[row, column] = 1.0
    rows, columns = friction.shape
    axes = {"y": np.arange(rows)[::-1] * 1000.0, "x": np.arange(columns) * 1000.0}
    layers = [xr.DataArray(array, dims=("y", "x"), coords=axes) for array in (marks, friction)]
    return lambda: np.asarray(cost_distance(*layers).values)


def national(repeats: int, side: int) -> None:
    """Print the table of one search from many sources."""
    friction = surface(side, side)
    row, column = sources(friction, 300)
    starts = list(zip(row.tolist(), column.tolist(), strict=True))

    def ours(**options: object) -> Callable[[], object]:
        return lambda: travel_time(friction, row, column, cell_size_m=1000.0, **options)  # type: ignore[arg-type]

    rivals: dict[str, Callable[[], object]] = {}
    if has_numba():
        rivals |= {
            "compiled, with allocation": ours(engine=Engine.COMPILED),
            "compiled, with allocation, single precision": ours(engine=Engine.COMPILED, single=True),
            "compiled, with allocation, cut off at 120 min": ours(engine=Engine.COMPILED, cut_off_min=120.0),
            "compiled, with allocation, 16 neighbours": ours(engine=Engine.COMPILED, moves=Moves(16)),
        }
    rivals["library, with allocation"] = ours(engine=Engine.LIBRARY)
    rivals["scikit-image MCP_Geometric, without allocation"] = lambda: MCP_Geometric(
        friction, sampling=(1000.0, 1000.0)
    ).find_costs(starts)
    other = peer(friction, row, column)
    if other is not None:
        rivals["xarray-spatial cost_distance, without allocation"] = other
    seconds = least_seconds(rivals, repeats)
    base = seconds[next(reversed(rivals))]
    print(
        f"\n{side} x {side} cells, {len(row)} sources; ratio to the last line\n\n| search | s | ratio |\n|---|---|---|"
    )
    for name, taken in seconds.items():
        print(f"| {name} | {taken:.3f} | {taken / base:.2f} |")
    print(f"\nSame answers: {agreement(friction, row, column, other)}")


def agreement(friction: np.ndarray, row: np.ndarray, column: np.ndarray, other: Callable[[], np.ndarray] | None) -> str:
    """Return how far the answers are from one another; stop where the two engines differ."""
    library = travel_time(friction, row, column, cell_size_m=1000.0, engine=Engine.LIBRARY)
    words = []
    if has_numba():
        compiled = travel_time(friction, row, column, cell_size_m=1000.0, engine=Engine.COMPILED)
        if not (np.array_equal(compiled.minutes, library.minutes) and np.array_equal(compiled.source, library.source)):
            msg = "the two engines differ"
            raise SystemExit(msg)
        words.append("both engines to the last bit, sources included")
    if other is not None:
        found = other()
        reached = np.isfinite(library.minutes)
        apart = np.max(np.abs(found[reached] - library.minutes[reached]) / np.maximum(library.minutes[reached], 1.0))
        words.append(f"xarray-spatial (single precision) within {apart:.1e} of the time")
    return "; ".join(words) or "nothing to compare with"


def catchment(repeats: int) -> None:
    """Print the table of one catchment of three hours, and of the second and third nearest source."""
    friction = surface(*NATIONAL)
    row, column = sources(friction, 1)
    rivals: dict[str, Callable[[], object]] = {}
    for engine in Engine if has_numba() else (Engine.LIBRARY,):

        def one(engine: Engine = engine) -> object:
            part = window(friction, row, column, cell_size_m=1000.0, cut_off_min=180.0, engine=engine)
            return part.reach(row, column, cut_off_min=180.0)

        rivals[f"one catchment of 3 hours in a grid of {NATIONAL[0]} x {NATIONAL[1]}, {engine}"] = one
    if has_numba():
        many = sources(friction, 300)
        rivals["300 sources, nearest three with allocation, cut off at 180 min, compiled"] = lambda: k_nearest(
            friction, *many, k=3, cell_size_m=1000.0, cut_off_min=180.0, engine=Engine.COMPILED
        )
    seconds = least_seconds(rivals, repeats)
    print("\n| task | ms |\n|---|---|")
    for name, taken in seconds.items():
        print(f"| {name} | {1000 * taken:.1f} |")


def memory(engine: Engine, side: int, *, single: bool) -> None:
    """Search a region in this process and print its peak as JSON."""
    friction = surface(side, side, cell_m=100.0)
    row, column = sources(friction, 30)
    if single:
        friction = friction.astype(np.float32)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    found = travel_time(friction, row, column, cell_size_m=100.0, engine=engine, single=single)
    taken = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    reached = int(np.isfinite(found.minutes).sum())
    print(json.dumps({"before_gb": before / 2**20, "peak_gb": peak / 2**20, "seconds": taken, "reached": reached}))


def region(side: int) -> None:
    """Print the table of memory."""
    print(
        f"\n{side} x {side} = {side * side / 1e6:.1f} million cells of 100 m, 30 sources, with allocation\n\n"
        "| search | peak GB of the process | of that before the search | s | within 6 GB |\n|---|---|---|---|---|"
    )
    cases = [(engine, False) for engine in (Engine if has_numba() else (Engine.LIBRARY,))]
    cases += [(Engine.COMPILED, True)] if has_numba() else []
    for engine, single in cases:
        words = [sys.executable, "-m", "scripts.bench.travel", "--side", str(side), "--memory", engine.value]
        words += ["--single"] if single else []
        answer = json.loads(subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True).stdout)
        name = f"{engine}{', single precision' if single else ''}"
        print(
            f"| {name} | {answer['peak_gb']:.2f} | {answer['before_gb']:.2f} | {answer['seconds']:.1f} "
            f"| {'yes' if answer['peak_gb'] <= LIMIT_GB else 'no'} |"
        )


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=3, help="counted turns, of which the least is taken (default 3)")
    parser.add_argument("--side", type=int, help="rows and columns (default 2000, and 5500 for memory)")
    parser.add_argument("--no-memory", action="store_true", help="leave the 30 million cells out")
    parser.add_argument("--memory", type=Engine, help=argparse.SUPPRESS)
    parser.add_argument("--single", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.memory is not None:
        memory(options.memory, options.side, single=options.single)
        return 0
    names = ("numba", "scikit-image", "scipy", "xarray-spatial")
    installed = {
        name: find_spec({"scikit-image": "skimage", "xarray-spatial": "xrspatial"}.get(name, name)) for name in names
    }
    packages = ", ".join(f"{name} {version(name) if found else 'not installed'}" for name, found in installed.items())
    print(
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, ",
        end="",
    )
    print(f"{packages}; load {os.getloadavg()[0]:.1f}")
    national(options.repeats, options.side or 2000)
    catchment(options.repeats)
    if not options.no_memory:
        region(options.side or REGION)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
