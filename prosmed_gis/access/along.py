"""People within each standard along the lines of roads, beside those over the surface."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.access.coverage import unit_coverage
from prosmed_gis.access.ground.roads import road_speed_kmh
from prosmed_gis.access.network import road_graph
from prosmed_gis.access.routing import compile_network, join_points, network_travel
from prosmed_gis.access.states import told_standards
from prosmed_gis.access.zones import people_matrix
from prosmed_gis.domain.ground import GroundState
from prosmed_gis.domain.notes import Listed, Note, Number, note
from prosmed_gis.domain.products import ACCESS_COLUMNS
from prosmed_gis.domain.vocabulary import Season

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import geopandas as gpd
    from scipy.sparse import csr_matrix

    from prosmed_gis.config.access import Access
    from prosmed_gis.config.reach import Network
    from prosmed_gis.domain.vocabulary import Service


def network_coverage(
    cells: Mapping[str, pd.DataFrame],
    pcodes: Mapping[str, Iterable[str]],
    roads: gpd.GeoDataFrame,
    spots: Mapping[Service, pd.DataFrame],
    config: Access,
    rules: Network,
    *,
    seasons: Iterable[Season],
) -> pd.DataFrame:
    """Return people within each service's standard, and the alternative one, by the roads of each season.

    Parameters
    ----------
    cells, pcodes
        Level (cercle, commune) -> `lon`, `lat` (degrees), `people`, `cercle_pcode` (the unit) of its people, and its
        units; cells may stand in several rows. People are at the centre of their cell.
    roads
        Schema `roads`, EPSG:4326.
    spots
        Service -> `lon`, `lat` of the facilities that give it.
    config, rules
        Speeds, what the rains leave of them, and standards; walks to the roads are at `speeds.off_road`, times
        `rains.walking` in the rains.

    Returns
    -------
    pandas.DataFrame
        Columns ACCESS_COLUMNS, `security` calm and `mode` vehicle; `unreachable` are people too far from any road and
        from any facility to walk there, whose roads lead to none, or whose place is unknown.
    """
    points, units = _points(cells, pcodes)
    parts = []
    for season in seasons:
        state, rains = GroundState(season), config.rains if season is Season.RAINS else None
        network = compile_network(road_graph(roads, road_speed_kmh(roads, config.speeds, rains), rules))
        homes = join_points(network, (points[:, 0], points[:, 1]), rules)
        walk_kmh = config.speeds.off_road * (1.0 if rains is None else rains.walking)
        for service, own in spots.items():
            there = own["lon"].to_numpy(float), own["lat"].to_numpy(float)
            minutes = network_travel(network, there, homes, rules, walk_kmh=walk_kmh).minutes
            parts += [
                unit_coverage(people, order, minutes, told_standards(service, config)).assign(
                    level=level,
                    service=service.value,
                    season=state.season.value,
                    security=state.security.value,
                    mode=state.mode.value,
                )
                for level, (people, order) in units.items()
            ]
    whole = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(ACCESS_COLUMNS))
    return whole[list(ACCESS_COLUMNS)]


def _points(
    cells: Mapping[str, pd.DataFrame], pcodes: Mapping[str, Iterable[str]]
) -> tuple[np.ndarray, dict[str, tuple[csr_matrix, list[str]]]]:
    """Return longitude and latitude of every home, each once, and by level the people of each unit at these points."""
    lived = {level: frame[frame["cercle_pcode"].notna() & (frame["people"] > 0)] for level, frame in cells.items()}
    places = pd.concat([frame[["lon", "lat"]] for frame in lived.values()], ignore_index=True)
    points, position = np.unique(places.to_numpy(float), axis=0, return_inverse=True)
    ends = np.cumsum([len(frame) for frame in lived.values()])[:-1]
    units = {}
    for (level, frame), own in zip(lived.items(), np.split(position.ravel(), ends), strict=True):
        order = sorted(pcodes[level])
        units[level] = people_matrix(frame.assign(row=0, column=own), tuple(order), (1, len(points))), order
    return points, units


def network_notes(network: pd.DataFrame, states: pd.DataFrame, config: Access) -> list[Note]:
    """Return the country's share along the roads beside that over the surface, one note a season.

    `network` and `states` have the columns ACCESS_COLUMNS; a season whose surface was not computed has no note.
    """
    keys = ["season", "security", "mode", "service", "minutes"]
    sums = [
        frame[frame["level"] == "cercle"].groupby(keys, sort=False)[["covered", "population"]].sum()
        for frame in (network, states)
    ]
    along, over = (100.0 * total["covered"] / total["population"] for total in sums)
    own = [(service.value, standard.minutes) for service, standard in config.standards.items()]
    notes = []
    for season in network["season"].unique():
        keyed = [(season, "calm", "vehicle", service, minutes) for service, minutes in own]
        shares = [
            note(
                "access.network_share",
                service=note(f"service.{key[3]}"),
                minutes=f"{key[4]:g}",
                network=Number(along[key], 1),
                surface=Number(over[key], 1),
            )
            for key in keyed
            if key in along.index and key in over.index
        ]
        if shares:
            label = note(f"access.season.{season}")
            notes.append(note("access.network", season=label, shares=Listed(tuple(shares), note("list.between"))))
    return notes
