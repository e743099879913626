"""Shortest travel times over a large graph of roads: this tool beside networkx's own search."""

from __future__ import annotations

import argparse
import os
import platform
import time
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import scipy

from prosmed_gis.access.routing import compile_network, network_travel, search_network
from prosmed_gis.config.reach import Network
from prosmed_gis.crs import NATIONAL, STORED, transformer

if TYPE_CHECKING:
    from collections.abc import Callable

SPACING_M = 2000.0
KEPT = 0.9
"""Share of the arcs that are there: some ways are one-way, some detours."""
RULES = Network(join_m=1, crossings=False, detour=1, walk_km=0.001, source="benchmark")


def lattice(side: int, seed: int) -> nx.MultiDiGraph:
    """Return a lattice of junctions with a time of its own on each arc."""
    rng = np.random.default_rng(seed)
    graph = nx.MultiDiGraph()
    for name in range(side * side):
        graph.add_node(name, x=SPACING_M * (name % side), y=SPACING_M * (name // side))
    cell = np.arange(side * side).reshape(side, side)
    pairs = np.concatenate(
        [
            np.column_stack([cell[:, :-1].ravel(), cell[:, 1:].ravel()]),
            np.column_stack([cell[:-1].ravel(), cell[1:].ravel()]),
        ]
    )
    pairs = np.concatenate([pairs, pairs[:, ::-1]])
    pairs = pairs[rng.random(len(pairs)) < KEPT]
    for (tail, head), minutes in zip(pairs.tolist(), rng.uniform(1.5, 12.0, len(pairs)).tolist(), strict=True):
        graph.add_edge(tail, head, minutes=minutes)
    return graph


def timed(action: Callable[[], object], times: int) -> tuple[float, object]:
    """Return the median seconds of an action, and what it gave the last time."""
    seconds = []
    for _ in range(times):
        started = time.perf_counter()
        result = action()
        seconds.append(time.perf_counter() - started)
    return float(np.median(seconds)), result


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--side", type=int, default=450, help="junctions along one side (default 450: 202,500 nodes)")
    parser.add_argument("--times", type=int, default=3, help="repetitions, of which the median counts (default 3)")
    asked = parser.parse_args()
    print(
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, ",
        end="",
    )
    print(f"networkx {nx.__version__}, scipy {scipy.__version__}; load {os.getloadavg()[0]:.1f}\n")
    graph = lattice(asked.side, 1)
    compiling, network = timed(lambda: compile_network(graph), 1)
    xy = network.node
    everywhere = transformer(NATIONAL, STORED).transform(xy[:, 0], xy[:, 1])
    print(f"{graph.number_of_nodes():,} nodes, {graph.number_of_edges():,} arcs; compiled once in {compiling:.1f} s\n")
    search_network(network, (everywhere[0][:1], everywhere[1][:1]), RULES, walk_kmh=4.0)
    print("| task | networkx s | ours s, and which facility | ratio | from as many points beside the roads s |")
    print("|---|---|---|---|---|")
    rng = np.random.default_rng(2)
    backwards = graph.reverse(copy=False)
    for count in (1, 300):
        goals = rng.choice(len(xy), count, replace=False).tolist()
        places = (everywhere[0][goals], everywhere[1][goals])
        theirs, lengths = timed(
            lambda goals=goals: nx.multi_source_dijkstra_path_length(backwards, set(goals), weight="minutes"),
            asked.times,
        )
        ours, found = timed(lambda places=places: search_network(network, places, RULES, walk_kmh=4.0), asked.times)
        points, _ = timed(lambda places=places: network_travel(network, places, everywhere, RULES, walk_kmh=4.0), 1)
        expected = np.array([lengths.get(name, np.inf) for name in range(len(xy))])
        if not np.allclose(found.junctions.minutes, expected, atol=0.05):
            msg = "the two answers differ"
            raise SystemExit(msg)
        words = f"minutes to the nearest of {count} from every node"
        print(f"| {words} | {theirs:.2f} | {ours:.2f} | {theirs / ours:.1f} | {points:.2f} |")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
