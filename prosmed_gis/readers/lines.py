"""Lines without a schema of their own: rivers as barriers to travel."""

from __future__ import annotations

from pathlib import Path

from prosmed_gis.config.study import LayerSource
from prosmed_gis.domain import shapes
from prosmed_gis.domain.schemas import Column, Schema
from prosmed_gis.readers.reading import Context, Reading
from prosmed_gis.readers.vectors import read_vector

RIVERS = Schema("rivers", "line_id", (Column("name"), Column("source")), "MultiLineString")


def read(source: LayerSource, path: Path, context: Context) -> Reading:
    """Read lines with their `name`; a file without identifiers gets `L0001`... by order of its features."""
    vector = read_vector(path, context.reporter, layer=source.layer)
    frame = vector.frame.assign(geometry=shapes.to_multi(vector.frame.geometry))
    if RIVERS.key not in frame.columns:
        frame = frame.assign(**{RIVERS.key: [f"L{number:04d}" for number in frame.index]})
    kept = [RIVERS.key, *(name for name in RIVERS.names if name in frame.columns)]
    return Reading({RIVERS.name: frame[kept]}, vector.problems, vector.rows_in)
