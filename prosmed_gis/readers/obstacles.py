"""Open water, and lines or areas that are closed to travel."""

from __future__ import annotations

from pathlib import Path

from prosmed_gis.config.study import LayerSource
from prosmed_gis.domain import shapes
from prosmed_gis.domain.schemas import Column, Schema
from prosmed_gis.readers.reading import Context, Reading
from prosmed_gis.readers.vectors import read_vector

WATER = Schema("water", "water_id", (Column("name"), Column("source")), "MultiPolygon")
BARRIERS = Schema(
    "barriers",
    "barrier_id",
    (
        Column("name"),
        Column("passable_min", "float", minimum=0, unit="minutes to cross; empty = closed"),
        Column("season", allowed=("all", "rains"), unit="when it holds; empty = all"),
        Column("source"),
    ),
    "MultiLineString or MultiPolygon",
)


def read_water(source: LayerSource, path: Path, context: Context) -> Reading:
    """Read polygons of open water; a file without identifiers gets `W0001`... by order of its features."""
    return _read(WATER, "W", source, path, context)


def read_barriers(source: LayerSource, path: Path, context: Context) -> Reading:
    """Read lines and polygons that nobody crosses, or at the cost of `passable_min` minutes."""
    return _read(BARRIERS, "B", source, path, context)


def _read(schema: Schema, letter: str, source: LayerSource, path: Path, context: Context) -> Reading:
    vector = read_vector(path, context.reporter, layer=source.layer)
    frame = vector.frame.assign(geometry=shapes.to_multi(vector.frame.geometry))
    if schema.key not in frame.columns:
        frame = frame.assign(**{schema.key: [f"{letter}{number:04d}" for number in frame.index]})
    kept = [schema.key, *(name for name in schema.names if name in frame.columns)]
    return Reading({schema.name: frame[kept]}, vector.problems, vector.rows_in)
