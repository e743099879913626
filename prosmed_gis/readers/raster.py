"""Grids of people (GeoTIFF)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import rasterio
from affine import Affine
from rasterio.errors import RasterioError, RasterioIOError
from rasterio.warp import transform_bounds

from prosmed_gis.config.study import LayerSource
from prosmed_gis.domain.layers import Raster
from prosmed_gis.domain.problems import Problem
from prosmed_gis.domain.reporting import Reporter
from prosmed_gis.readers.reading import Context, Reading, RefusedError, label_of, required_option, required_year

UNITS = ("people_per_cell", "people_per_km2")
STARTS = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
"""TIFF and BigTIFF, little and big end first."""


def read(source: LayerSource, path: Path, context: Context) -> Reading:
    """Read a one-band, north-up grid of people; its no-data cells become NaN.

    Options `unit` (`people_per_cell` or `people_per_km2`: a density is no count) and `year` must be given.
    """
    reporter = context.reporter
    unit, year = required_option(source, "unit", reporter, UNITS), required_year(source, reporter)
    with path.open("rb") as file:
        start = file.read(4)
    if start not in STARTS:
        raise RefusedError(reporter.fatal("format.other", value=start, expected="GeoTIFF"))
    values, transform, system, bounds = _grid(path, reporter)
    raster = Raster(values, transform, system, unit, year, label_of(source, "raster"))
    return Reading({context.target: raster}, _cover(bounds, context), int(values.size))


def _grid(path: Path, reporter: Reporter) -> tuple[np.ndarray, Affine, str, tuple[float, float, float, float]]:
    try:
        with rasterio.open(path) as grid:
            if grid.count != 1:
                raise RefusedError(reporter.fatal("raster.bands", value=grid.count))
            if grid.crs is None:
                raise RefusedError(reporter.fatal("crs.missing"))
            transform = grid.transform
            if transform.b != 0 or transform.d != 0 or transform.e >= 0 or transform.a <= 0:
                raise RefusedError(reporter.fatal("raster.turned"))
            values = grid.read(1, masked=True).astype(float).filled(np.nan)
            system = grid.crs.to_string()
            bounds = tuple(grid.bounds)
            degrees = transform_bounds(grid.crs, "EPSG:4326", *bounds)
            is_geographic = grid.crs.is_geographic
    except (RasterioIOError, RasterioError) as error:
        raise RefusedError(reporter.fatal("file.unreadable", reason=type(error).__name__)) from error
    if is_geographic and (max(abs(bounds[0]), abs(bounds[2])) > 360 or max(abs(bounds[1]), abs(bounds[3])) > 91):  # noqa: PLR2004 - degrees
        low, high = f"{bounds[0]:g}, {bounds[1]:g}", f"{bounds[2]:g}, {bounds[3]:g}"
        raise RefusedError(reporter.fatal("crs.wrong", value=system, low=low, high=high))
    _check_values(values, reporter)
    return values, transform, system, degrees


def _check_values(values: np.ndarray, reporter: Reporter) -> None:
    if not np.isfinite(values).any():
        raise RefusedError(reporter.fatal("raster.empty"))
    negative = values < 0
    if negative.any():
        raise RefusedError(
            reporter.fatal("raster.negative", value=int(negative.sum()), lowest=float(np.nanmin(values)))
        )


def _cover(bounds: tuple[float, float, float, float], context: Context) -> list[Problem]:
    country = context.outline_bounds
    if country is None:
        return []
    width = min(bounds[2], country[2]) - max(bounds[0], country[0])
    height = min(bounds[3], country[3]) - max(bounds[1], country[1])
    if width <= 0 or height <= 0:
        where = ", ".join(f"{value:g}" for value in bounds)
        raise RefusedError(context.reporter.fatal("crs.elsewhere", value=where))
    share = width * height / ((country[2] - country[0]) * (country[3] - country[1]))
    # Cells may end half a cell before the border: 99 % is whole.
    return [] if share >= 0.99 else [context.reporter.warning("raster.partial", value=f"{share:.0%}")]  # noqa: PLR2004
