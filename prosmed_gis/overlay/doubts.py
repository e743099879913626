"""Points whose cercle is a matter of convention: those that lie on a boundary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prosmed_gis.domain.messages import text
from prosmed_gis.domain.problems import Problem, Severity
from prosmed_gis.overlay.units import doubtful_places

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from prosmed_gis.domain.vocabulary import Language


def boundary_problems(
    layers: Mapping[str, gpd.GeoDataFrame | None],
    cercles: gpd.GeoDataFrame,
    sources: Mapping[str, str],
    language: Language,
) -> list[Problem]:
    """Return one warning for each point on a boundary of cercles; it is counted in the one with the smallest P-code.

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
        for identity, row in doubtful[doubtful["finding"] == "boundary"].iterrows():
            remedy = text("overlay.on_boundary", language, name=cercles["name"][row["pcode"]], pcode=row["pcode"])
            file = sources.get(layer, layer)
            found.append(
                Problem(file, layer, None, "geometry", str(identity), "place.boundary", Severity.WARNING, remedy)
            )
    return found
