"""Read the instances of the literature, and the brute force that small worlds are held against."""

from __future__ import annotations

import os
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from scipy.sparse.csgraph import shortest_path

LONG = pytest.mark.skipif(os.environ.get("PROSMED_LONG") != "1", reason="long: set PROSMED_LONG=1")

PMED_SHORT = (1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25)
PMED_LONG = (27, 29, 31, 33, 35, 37, 39)
PMED = [pytest.param(number, id=f"pmed{number}") for number in PMED_SHORT] + [
    pytest.param(number, id=f"pmed{number}", marks=LONG) for number in PMED_LONG
]


def pmed(shared, number):
    """The matrix of shortest paths and p; of an edge that stands twice the last cost holds."""
    words = (shared / "vectors" / "siting" / "pmed" / f"pmed{number}.txt").read_text().split()
    n, edges, p = (int(word) for word in words[:3])
    graph = np.zeros((n, n))
    for start, stop, cost in np.array(words[3 : 3 + 3 * edges], dtype=int).reshape(edges, 3):
        graph[start - 1, stop - 1] = graph[stop - 1, start - 1] = cost
    return shortest_path(graph, directed=False), p


def pmed_row(shared, table, number):
    rows = pd.read_csv(shared / "vectors" / "siting" / table, index_col="instance", dtype={"mclp_optimum": str})
    return rows.loc[f"pmed{number}"]


def san_francisco(shared):
    folder = shared / "vectors" / "siting" / "sf_205x16"
    long = pd.read_csv(folder / "SF_network_distance_candidateStore_16_censusTract_205_new.csv")
    demand = pd.read_csv(folder / "SF_demand_205_centroid_uniform_weight.csv").sort_values("NAME")
    table = long.pivot_table(index="DestinationName", columns="name", values="distance")
    return table.to_numpy(), demand["POP2000"].to_numpy(dtype=float)


def lattice(shared):
    folder = shared / "vectors" / "siting" / "lattice_100x5"
    clients, sites = pd.read_csv(folder / "clients.csv"), pd.read_csv(folder / "facilities.csv")
    return clients, sites, pd.read_csv(folder / "network_cost_matrix.csv").to_numpy()


def sets_of(sites, p, *, fixed=(), forbidden=()):
    """Every set of p sites that holds the fixed ones and none of the forbidden."""
    for chosen in combinations(range(sites), p):
        if set(fixed) <= set(chosen) and not set(forbidden) & set(chosen):
            yield list(chosen)
