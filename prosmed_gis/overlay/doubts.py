"""Points whose cercle is a matter of convention, on a boundary, or unknown, in no cercle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prosmed_gis.domain.notes import Number, note
from prosmed_gis.domain.problems import Problem, Severity
from prosmed_gis.overlay.units import doubtful_places

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd


def doubts(
    layers: Mapping[str, gpd.GeoDataFrame | None],
    cercles: gpd.GeoDataFrame,
    sources: Mapping[str, str],
) -> list[Problem]:
    """Return one warning for each point on a boundary of cercles, and for each in no cercle.

    A point on a boundary is counted in the cercle with the smallest P-code; one in none is not counted, and its
    distance to the nearest is told. Points without a position are not listed here.

    Parameters
    ----------
    layers
        Point layers by name; None and layers without geometry are passed over.
    sources
        File of each layer, by name.
    """
    found = []
    for layer, points in layers.items():
        if points is None or points.empty or "geometry" not in points:
            continue
        doubtful = doubtful_places(points, cercles)
        file = sources.get(layer, layer)
        for identity, row in doubtful[doubtful["pcode"].notna()].iterrows():
            remedy = note(
                f"overlay.{row['finding']}",
                name=cercles["name"][row["pcode"]],
                pcode=row["pcode"],
                distance=Number(row["distance_km"], decimals=1),
            )
            rule = f"place.{row['finding']}"
            found.append(Problem(file, layer, None, "geometry", str(identity), rule, Severity.WARNING, remedy))
    return found
