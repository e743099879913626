"""Grids of people, land cover and heights (GeoTIFF)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import rasterio
from affine import Affine
from rasterio.crs import CRS
from rasterio.errors import RasterioError, RasterioIOError
from rasterio.warp import transform_bounds

from prosmed_gis.config.study import LayerSource
from prosmed_gis.domain.layers import Raster
from prosmed_gis.domain.reporting import Reporter
from prosmed_gis.readers.reading import Context, Reading, RefusedError, label_of, required_option, required_year

UNITS = ("people_per_cell", "people_per_km2")
STARTS = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
"""TIFF and BigTIFF, little and big end first."""
LOWEST_M, HIGHEST_M = -500.0, 9000.0
"""Land lies between the shores of the Dead Sea and the summit of Everest: other heights are undeclared no-data."""
MOST_PEOPLE = 1e9
"""In one cell or on one km2: no cell of any size holds so many, what does is no-data that is not declared."""
LARGEST_CODE = 65535
"""Of a class: codes are held in one or two bytes."""
WHOLE = 0.99
"""Share of the country's box from which a grid covers it: cells may end half a cell before the border."""


def read(source: LayerSource, path: Path, context: Context) -> Reading:
    """Read a one-band, north-up grid of people; its no-data cells become NaN.

    Options `unit` (`people_per_cell` or `people_per_km2`: a density is no count) and `year` must be given.
    """
    reporter = context.reporter
    unit, year = required_option(source, "unit", reporter, UNITS), required_year(source, reporter)
    values, transform, system, bounds = _grid(path, reporter)
    _check_people(values, reporter)
    raster = Raster(values, transform, system, unit, year, label_of(source, "raster"))
    share = _share(bounds, context)
    partial = [] if share >= WHOLE else [reporter.warning("raster.partial", value=f"{share:.0%}")]
    return Reading({context.target: raster}, partial, int(values.size))


def read_landcover(source: LayerSource, path: Path, context: Context) -> Reading:
    """Read a one-band, north-up grid of land-cover codes; option `year` must be given.

    A grid in another system than EPSG:4326 is told: access takes the class at the centre of each of its cells.
    """
    return _read_ground(source, path, context, unit="class", check=_check_codes, how="raster.warped_nearest")


def read_elevation(source: LayerSource, path: Path, context: Context) -> Reading:
    """Read a one-band, north-up grid of heights in metres; option `year` must be given."""
    return _read_ground(source, path, context, unit="m", check=_check_heights, how="raster.warped_bilinear")


def _read_ground(
    source: LayerSource, path: Path, context: Context, *, unit: str, check: Callable[[np.ndarray, Reporter], None],
    how: str,
) -> Reading:  # fmt: skip
    reporter, year = context.reporter, required_year(source, context.reporter)
    values, transform, system, bounds = _grid(path, reporter)
    check(values, reporter)
    share = _share(bounds, context)
    if share < WHOLE:
        raise RefusedError(reporter.fatal("raster.incomplete", value=f"{share:.0%}"))
    told = [] if CRS.from_string(system) == CRS.from_epsg(4326) else [reporter.info(how, value=system)]
    raster = Raster(values, transform, system, unit, year, label_of(source, "raster"))
    return Reading({context.target: raster}, told, int(values.size))


def _grid(path: Path, reporter: Reporter) -> tuple[np.ndarray, Affine, str, tuple[float, float, float, float]]:
    with path.open("rb") as file:
        start = file.read(4)
    if start not in STARTS:
        raise RefusedError(reporter.fatal("format.other", value=start, expected="GeoTIFF"))
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
    if not np.isfinite(values).any():
        raise RefusedError(reporter.fatal("raster.empty"))
    return values, transform, system, degrees


def _check_people(values: np.ndarray, reporter: Reporter) -> None:
    absurd = values >= MOST_PEOPLE
    if absurd.any():
        raise RefusedError(
            reporter.fatal("raster.absurd", value=int(absurd.sum()), highest=f"{float(np.nanmax(values)):g}")
        )
    negative = values < 0
    if negative.any():
        raise RefusedError(
            reporter.fatal("raster.negative", value=int(negative.sum()), lowest=float(np.nanmin(values)))
        )


def _check_codes(values: np.ndarray, reporter: Reporter) -> None:
    wrong = np.isfinite(values) & ((values < 0) | (values > LARGEST_CODE) | (values != np.round(values)))
    if wrong.any():
        raise RefusedError(reporter.fatal("raster.codes", value=int(wrong.sum()), example=f"{values[wrong][0]:g}"))


def _check_heights(values: np.ndarray, reporter: Reporter) -> None:
    wrong = (values < LOWEST_M) | (values > HIGHEST_M)
    if wrong.any():
        low, high = f"{np.nanmin(values):g}", f"{np.nanmax(values):g}"
        raise RefusedError(reporter.fatal("raster.heights", value=int(wrong.sum()), lowest=low, highest=high))


def _share(bounds: tuple[float, float, float, float], context: Context) -> float:
    """Share of the country's box that the grid covers; 1 where the country is not known yet."""
    country = context.outline_bounds
    if country is None:
        return 1.0
    width = min(bounds[2], country[2]) - max(bounds[0], country[0])
    height = min(bounds[3], country[3]) - max(bounds[1], country[1])
    if width <= 0 or height <= 0:
        where = ", ".join(f"{value:g}" for value in bounds)
        raise RefusedError(context.reporter.fatal("crs.elsewhere", value=where))
    return width * height / ((country[2] - country[0]) * (country[3] - country[1]))
