"""Tables and layers that already bear the names of the canonical schema."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd

from prosmed_gis.config.study import LayerSource
from prosmed_gis.domain import numbers, parsing, shapes
from prosmed_gis.domain.checking import unreadable
from prosmed_gis.domain.problems import Problem
from prosmed_gis.domain.reporting import Reporter
from prosmed_gis.domain.schemas import Schema
from prosmed_gis.readers.reading import Context, Reader, Reading
from prosmed_gis.readers.tables import Table, ignored, need, table_of
from prosmed_gis.readers.vectors import is_spatial, read_vector

LON, LAT = "lon", "lat"


def own_reader(schema: Schema, extras: tuple[str, ...] = ()) -> Reader:
    """Return a reader of the layer in this project's own columns.

    `extras` are columns that such files may carry and that nobody needs here (notes, source lines). A layer of
    points is a table with `lon` and `lat` in degrees, or a spatial file.
    """

    def read(source: LayerSource, path: Path, context: Context) -> Reading:
        if schema.geometry is not None and is_spatial(path):
            return _spatial(schema, source, path, context)
        table = table_of(source, path, context.reporter, known_of(schema))
        reading = from_table(table, schema, context.reporter, extras=extras)
        return Reading({schema.name: reading[0]}, [*table.problems, *reading[1]], table.rows_in, table.decimal)

    return read


def known_of(schema: Schema) -> list[str]:
    """Return the columns that a table of the layer may have."""
    return [
        schema.key,
        *(column.name for column in schema.columns),
        *((LON, LAT) if schema.geometry == "Point" else ()),
    ]


def from_table(
    table: Table, schema: Schema, reporter: Reporter, *, extras: tuple[str, ...] = ()
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the schema's part of a table, points made of `lon` and `lat`, and remarks on unknown columns.

    Raises
    ------
    RefusedError
        A needed column is absent.
    """
    is_points = schema.geometry == "Point"
    needed = [schema.key, *(column.name for column in schema.columns if column.required)]
    need(table, [*needed, *((LON, LAT) if is_points else ())], reporter)
    names = [schema.key, *(column.name for column in schema.columns)]
    problems = ignored(table, [*names, *extras, *((LON, LAT) if is_points else ())], reporter)
    frame = table.frame[[name for name in names if name in table.frame.columns]]
    if not is_points:
        return frame, problems
    geometry, faults = coordinates(table.frame[LON], table.frame[LAT], reporter)
    return frame.assign(geometry=geometry), problems + faults


def coordinates(lon: pd.Series, lat: pd.Series, reporter: Reporter) -> tuple[gpd.GeoSeries, list[Problem]]:
    """Return points from text in degrees, and a problem for each coordinate that is no number.

    No degree has thousands, so that `-3,970` has one meaning here.
    """
    problems: list[Problem] = []
    degrees = []
    for given, writing in ((lon, numbers.LON), (lat, numbers.LAT)):
        values, turned = numbers.from_sexagesimal(given)
        if turned.any():
            problems.append(reporter.info("degrees.sexagesimal", column=str(given.name), value=int(turned.sum())))
        number, bad = parsing.to_number(values, writing)
        degrees.append(number)
        problems += unreadable(values, bad, writing, reporter)
    return shapes.points(*degrees), problems


def _spatial(schema: Schema, source: LayerSource, path: Path, context: Context) -> Reading:
    vector = read_vector(path, context.reporter, layer=source.layer)
    names = [schema.key, *schema.names]
    frame = vector.frame[[name for name in vector.frame.columns if name in names]]
    return Reading({schema.name: frame}, vector.problems, vector.rows_in)
