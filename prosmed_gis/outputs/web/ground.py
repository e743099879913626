"""Ground within reach by year, and the ground nearest to each facility, light enough for a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely

from prosmed_gis.crs import STORED
from prosmed_gis.domain.messages import text
from prosmed_gis.domain.vocabulary import SERVICE_OF_WORK, Service, WorkKind
from prosmed_gis.outputs.access_states import nearest
from prosmed_gis.outputs.alternatives import alternatives
from prosmed_gis.outputs.web import geometry
from prosmed_gis.wording.numbers import number, short

if TYPE_CHECKING:
    from prosmed_gis.config.study import Outputs
    from prosmed_gis.domain.products import Products

Record = dict[str, Any]

NEGLIGIBLE_DEG2 = 1e-6
"""A hundredth of a square kilometre: what two overlays of the same borders may leave between them."""

COARSER = 4.0
"""Reach and catchments come from cells of kilometres: their steps are smoothed this many times more than boundaries."""


def ground(products: Products, settings: Outputs) -> list[Record]:
    """Return for each service the ground within its standard, cut into parts that are alike in all years.

    `parts` hold the shape (`g`) and the years in which it is within reach, so that any year's ground is the parts that
    hold it and nothing is drawn twice; `first` is the year before the plan; `people` the people within reach by year.
    """
    access, language = products.access, products.label.language
    if access is None or access.within.empty:
        return []
    found = []
    for service in Service:
        rows = access.within[access.within["service"] == service.value].sort_values("year", kind="stable")
        if rows.empty:
            continue
        years = [int(year) for year in rows["year"]]
        parts = year_parts(dict(zip(years, rows.geometry, strict=True)))
        shapes = _simplified([shape for shape, _ in parts], settings)
        found.append(
            {
                "service": service.value,
                "label": text(f"service.{service}", language),
                "minutes": short(float(rows["minutes"].iloc[0]), language, 1),
                "first": years[0],
                "parts": [{"g": shape, "years": own} for shape, (_, own) in zip(shapes, parts, strict=True) if shape],
                "people": {
                    str(year): number(float(people), language)
                    for year, people in zip(years, rows["people"], strict=True)
                },
            }
        )
    return found


def year_parts(shapes: dict[int, Any]) -> list[tuple[Any, list[int]]]:
    """Cut shapes by year into parts that do not overlap, each with the years in whose shape it lies.

    >>> box = shapely.box
    >>> [(part.area, years) for part, years in year_parts({2020: box(0, 0, 1, 1), 2021: box(0, 0, 3, 1)})]
    [(1.0, [2020, 2021]), (2.0, [2021])]
    """
    parts: list[tuple[Any, list[int]]] = []
    for year, shape in shapes.items():
        cut: list[tuple[Any, list[int]]] = []
        rest = shape
        for part, years in parts:
            inside, outside = _areas(shapely.intersection(part, shape)), _areas(shapely.difference(part, shape))
            cut += [(piece, own) for piece, own in ((inside, [*years, year]), (outside, years)) if _counts(piece)]
            rest = shapely.difference(rest, part)
        rest = _areas(rest)
        parts = [*cut, (rest, [year])] if _counts(rest) else cut
    return parts


def _areas(shape: Any) -> Any:
    """Return the polygons of a shape; lines and points of touching borders are left out."""
    return shapely.MultiPolygon([part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"])


def _counts(shape: Any) -> bool:
    return bool(shapely.area(shape) > NEGLIGIBLE_DEG2)


def _simplified(shapes: list[Any], settings: Outputs) -> list[list[Any]]:
    frame = gpd.GeoDataFrame(geometry=np.array(shapes, dtype=object), crs=STORED)
    return geometry.coverage(frame, settings.map_simplify_deg * COARSER)


def catchments(products: Products, settings: Outputs) -> list[Record]:
    """Return for each service the ground nearest to each facility: name, position of its cercle, people, shape."""
    access, language = products.access, products.label.language
    if access is None or access.catchments.empty:
        return []
    order = {code: k for k, code in enumerate(products.layers.cercles.index)}
    every, found = nearest(access), []
    for service in Service:
        rows = every[every["service"] == service.value]
        if rows.empty:
            continue
        shapes = geometry.coverage(rows, settings.map_simplify_deg * COARSER)
        found.append(
            {
                "service": service.value,
                "label": text(f"service.{service}", language),
                "rows": [
                    {
                        "name": row["name"] if isinstance(row["name"], str) else str(row["facility_id"]),
                        "cercle": order.get(row["cercle_pcode"], -1),
                        "people": number(float(row["people"]), language),
                        "within": number(float(row["people_within"]), language),
                        "g": shape,
                    }
                    for row, shape in zip(rows.drop(columns="geometry").to_dict("records"), shapes, strict=True)
                ],
            }
        )
    return found


def other_sites(products: Products) -> list[Record]:
    """Return the sites of other good plans that have a point: kind, service, place, cercle and who holds them."""
    language, found = products.label.language, []
    for row in alternatives(products).dropna(subset=["lon", "lat"]).to_dict("records"):
        kind = str(row["kind"])
        told = [text("placement.alternative", language, n=row["plans"], of=row["of"])] if row["plans"] else []
        if row["robust"]:
            told.append(text("placement.alternative.robust", language))
        service = SERVICE_OF_WORK.get(WorkKind(kind)) if kind else None
        found.append(
            {
                "kind": kind,
                "service": service.value if service else "",
                "label": text(f"work.{kind}", language) if kind else text("placement.alternative.unknown", language),
                "place": row["place"] if isinstance(row["place"], str) else "",
                "pcode": row["cercle_pcode"] if isinstance(row["cercle_pcode"], str) else "",
                "year": int(row["year"]),
                "told": told,
                "x": geometry.site(row["lon"], row["lat"]),
            }
        )
    return found
