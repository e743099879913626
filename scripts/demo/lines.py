"""Roads and rivers: stated courses, bent a little, and tracks that tie commune seats to them."""

from __future__ import annotations

import itertools
from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd
import shapely
from demo import inputs
from demo.inputs import Inputs
from demo.mesh import country, wander

SOURCE = "Illustrative road network (generated)"
CONNECTED_SHARE = 0.5
STEP_KM = 12.0
"""Roads carry a vertex about this often, so that tracks find one near by to start from."""

Link = tuple[dict[str, object], np.ndarray]
"""A road's attributes and its line in degrees."""


def rivers(study: Inputs) -> list[dict[str, object]]:
    """Return one record per river: `name`, `source` and `line`, an array of degrees."""
    rng = inputs.random("rivers")
    records: list[dict[str, object]] = []
    for _, course in study.rivers.groupby("line", sort=True):
        line = _bent(course[["lon", "lat"]].to_numpy(dtype=float), rng, share=0.07)
        source = "Illustrative course (coarse, generated)"
        records.append({"name": course["name"].iloc[0], "source": source, "line": line})
    return records


def roads(study: Inputs, places: pd.DataFrame) -> list[dict[str, object]]:
    """Return the links of the network: `road_id, road_class, state, speed_kmh, source, line`.

    Links end where others begin, at the very same coordinates, so that a graph can be built from ends alone.
    """
    rng = inputs.random("roads")
    links = [link for road in study.roads.to_dict("records") for link in _links(study, road, rng)]
    ground = country(study)
    tracks = [(kept, line) for kept, line in _tracks(links, places, rng) if ground.contains(shapely.LineString(line))]
    pieces = _split(links + tracks)
    return [
        {"road_id": f"ILR{number:04d}", **attributes, "speed_kmh": None, "source": SOURCE, "line": line}
        for number, (attributes, line) in enumerate(pieces, start=1)
    ]


def _links(study: Inputs, road: dict[Hashable, Any], rng: np.random.Generator) -> list[Link]:
    stops = np.array([_stop(study, token) for token in road["path"].split()])
    attributes: dict[str, object] = {"road_class": road["road_class"], "state": road["state"]}
    return [(attributes, _bent(np.array([start, end]), rng, share=0.05)) for start, end in itertools.pairwise(stops)]


def _stop(study: Inputs, token: str) -> tuple[float, float]:
    if ";" in token:
        lon, lat = token.split(";")
        return float(lon), float(lat)
    return float(study.towns["seat_lon"][token]), float(study.towns["seat_lat"][token])


def _bent(stops: np.ndarray, rng: np.random.Generator, *, share: float) -> np.ndarray:
    """Return the stops (degrees) joined by gently bent lines; the stops themselves stay where they are."""
    km = inputs.to_km(stops[:, 0], stops[:, 1])
    parts = []
    for start, end, stop in zip(km[:-1], km[1:], stops[:-1], strict=True):
        depth = max(1, int(np.ceil(np.log2(max(float(np.hypot(*(end - start))) / STEP_KM, 1.0)))))
        degrees = inputs.to_degrees(wander(start, end, rng, share, depth))
        degrees[0] = stop
        parts.append(degrees)
    return np.vstack([*parts, stops[-1:]])


def _tracks(links: list[Link], places: pd.DataFrame, rng: np.random.Generator) -> list[Link]:
    seats = places[places["place_class"] == "commune_seat"]
    chosen = seats[rng.random(len(seats)) < CONNECTED_SHARE]
    vertices = np.unique(np.vstack([line for _, line in links]), axis=0)
    network = inputs.to_km(vertices[:, 0], vertices[:, 1])
    tracks: list[Link] = []
    for lon, lat in chosen[["lon", "lat"]].to_numpy(dtype=float):
        here = inputs.to_km(np.array([lon]), np.array([lat]))[0]
        start = vertices[np.hypot(*(network - here).T).argmin()]
        state = str(rng.choice(["fair", "poor", "unknown"], p=[0.2, 0.6, 0.2]))
        tracks.append(({"road_class": "track", "state": state}, _bent(np.array([start, [lon, lat]]), rng, share=0.05)))
    return tracks


def _split(links: list[Link]) -> list[Link]:
    """Return the links cut wherever another one ends on them."""
    ends = {tuple(end) for _, line in links for end in (line[0].tolist(), line[-1].tolist())}
    pieces = []
    for attributes, line in links:
        inner = [at for at in range(1, len(line) - 1) if tuple(line[at].tolist()) in ends]
        cuts = [0, *inner, len(line) - 1]
        pieces += [(attributes, line[start : end + 1]) for start, end in itertools.pairwise(cuts)]
    return pieces
