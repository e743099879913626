"""Spatial files: GeoPackage, shapefile (also zipped), GeoJSON, FlatGeobuf, always to EPSG:4326."""

from __future__ import annotations

import unicodedata
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from pyproj import CRS

from prosmed_gis import crs
from prosmed_gis.domain.checking import MOJIBAKE
from prosmed_gis.domain.problems import Problem
from prosmed_gis.domain.reporting import Reporter
from prosmed_gis.readers.reading import RefusedError

STARTS = {
    ".gpkg": (b"SQLite format 3", "GeoPackage"),
    ".shp": (b"\x00\x00'\n", "SHP"),
    ".zip": (b"PK", "ZIP"),
    ".fgb": (b"fgb", "FlatGeobuf"),
    ".geojson": (b"{", "GeoJSON"),
    ".json": (b"{", "GeoJSON"),
}
"""Extension -> first bytes of such a file, and its name."""
DEGREES = np.array([180.0, 90.0, 180.0, 90.0])


@dataclass(frozen=True, eq=False)
class Vector:
    """Features of one layer: index = feature number from 1, geometry EPSG:4326, None where it is broken."""

    frame: gpd.GeoDataFrame
    problems: list[Problem]
    rows_in: int


def is_spatial(path: Path) -> bool:
    """Tell whether the name is that of a spatial file that can be read."""
    return path.suffix.casefold() in STARTS


def read_vector(path: Path, reporter: Reporter, *, layer: str | None = None, keep_broken: bool = False) -> Vector:
    """Read one layer of a spatial file and bring it to EPSG:4326, without heights, its text in NFC.

    Features whose geometry is broken (a ring that is not closed) are dropped with a problem, or with `keep_broken` stay
    without geometry, so that the problem's row can still be named. A shapefile
    without `.cpg` is read as UTF-8, else as Windows-1252, which is told.

    Raises
    ------
    RefusedError
        The file is not of the kind that its name says, has no such layer, several layers and none is named, no
        coordinate system or one that its coordinates contradict, or text whose accents are broken.
    """
    kind = path.suffix.casefold()
    if kind not in STARTS:
        raise RefusedError(reporter.fatal("format.unknown", value=path.suffix, allowed=", ".join(STARTS)))
    _check_start(path, kind, reporter)
    source, stem = _inside_zip(path, layer, reporter) if kind == ".zip" else (str(path), None)
    name = stem or _layer_name(source, layer, reporter)
    frame, problems = _features(path, source, name, reporter)
    rows_in = len(frame)
    broken = [problem.row for problem in problems if problem.rule == "geometry.unclosed"]
    frame = frame if keep_broken else frame.drop(index=broken)
    return Vector(_stored(_normalised(frame, reporter), reporter), problems, rows_in)


def _check_start(path: Path, kind: str, reporter: Reporter) -> None:
    expected, name = STARTS[kind]
    with path.open("rb") as file:
        start = file.read(64)
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip() if expected == b"{" else start
    if not text.startswith(expected):
        raise RefusedError(reporter.fatal("format.other", value=start[:12], expected=name))


def _inside_zip(path: Path, layer: str | None, reporter: Reporter) -> tuple[str, str]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = sorted(name for name in archive.namelist() if _is_shapefile(name))
    except zipfile.BadZipFile as error:
        raise RefusedError(reporter.fatal("file.unreadable", reason=str(error))) from error
    stems = {Path(name).stem: name for name in members}
    there = ", ".join(stems)
    if not stems:
        raise RefusedError(reporter.fatal("format.other", value="ZIP", expected="SHP (ZIP)"))
    if layer is None and len(stems) > 1:
        raise RefusedError(reporter.fatal("layer.which", there=there))
    chosen = layer if layer is not None else next(iter(stems))
    if chosen not in stems:
        raise RefusedError(reporter.fatal("layer.missing", value=chosen, there=there))
    return f"/vsizip/{path.resolve()}/{stems[chosen]}", chosen


def _is_shapefile(name: str) -> bool:
    # A Mac adds a shadow of each file, under `__MACOSX/` or as `._name`, which holds no shapes.
    path = Path(name)
    return path.suffix.casefold() == ".shp" and not path.name.startswith("._") and "__MACOSX" not in path.parts


def _layer_name(source: str, layer: str | None, reporter: Reporter) -> str:
    try:
        names = [str(name) for name, kind in pyogrio.list_layers(source) if kind is not None]
    except pyogrio.errors.DataSourceError as error:
        raise RefusedError(reporter.fatal("file.unreadable", reason=_reason(error))) from error
    there = ", ".join(names)
    if layer is not None and layer not in names:
        raise RefusedError(reporter.fatal("layer.missing", value=layer, there=there))
    if layer is None and len(names) != 1:
        raise RefusedError(reporter.fatal("layer.which", there=there))
    return layer or names[0]


def _features(path: Path, source: str, name: str, reporter: Reporter) -> tuple[gpd.GeoDataFrame, list[Problem]]:
    problems: list[Problem] = []
    encoding = "UTF-8" if _lacks_encoding(path, source) else None
    try:
        try:
            frame = _frame(source, name, encoding)
        except UnicodeDecodeError:
            frame = _frame(source, name, "CP1252")
            problems.append(reporter.info("encoding.cp1252"))
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, UnicodeDecodeError) as error:
        raise RefusedError(reporter.fatal("file.unreadable", reason=_reason(error))) from error
    if "geometry" not in frame.columns:
        raise RefusedError(reporter.fatal("layer.missing", value=f"{name} (geometry)", there=name))
    frame = frame.set_axis(pd.RangeIndex(1, len(frame) + 1))
    if shapely.is_missing(np.asarray(frame.geometry, dtype=object)).any():
        broken = _broken(source, name)
        problems += [
            reporter.error("geometry.unclosed", row, "geometry", reason, reason=reason)
            for row, reason in broken.items()
        ]
    return frame, problems


def _lacks_encoding(path: Path, source: str) -> bool:
    if path.suffix.casefold() == ".shp":
        return not any(path.with_suffix(end).exists() for end in (".cpg", ".CPG"))
    if path.suffix.casefold() == ".zip":
        with zipfile.ZipFile(path) as archive:
            members = {name.casefold() for name in archive.namelist()}
        inner = source.removeprefix(f"/vsizip/{path.resolve()}/")
        return inner[:-4].casefold() + ".cpg" not in members
    return False


def _frame(source: str, name: str, encoding: str | None) -> gpd.GeoDataFrame:
    with warnings.catch_warnings():
        # GDAL warns of each ring that is not closed; the row is refused with its own problem.
        warnings.filterwarnings("ignore", message="Non closed ring", category=RuntimeWarning)
        return gpd.GeoDataFrame(pyogrio.read_dataframe(source, layer=name, encoding=encoding, on_invalid="ignore"))


def _broken(source: str, name: str) -> dict[int, str]:
    """Feature number -> what is wrong, of geometries that are there but cannot be built."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Non closed ring", category=RuntimeWarning)
        _, _, coded, _ = pyogrio.raw.read(source, layer=name, columns=[])
    found: dict[int, str] = {}
    for row, shape in enumerate(coded, start=1):
        if shape is not None:
            try:
                shapely.from_wkb(shape)
            except shapely.errors.GEOSException as error:
                found[row] = _reason(error).removeprefix("IllegalArgumentException: ")
    return found


def _normalised(frame: gpd.GeoDataFrame, reporter: Reporter) -> gpd.GeoDataFrame:
    texts = [name for name in frame.columns if name != "geometry" and pd.api.types.is_string_dtype(frame[name])]
    for name in texts:
        garbled = frame.loc[frame[name].str.contains(MOJIBAKE, na=False), name]
        if len(garbled):
            raise RefusedError(reporter.fatal("encoding.mojibake", column=name, value=garbled.iloc[0]))
    return frame.assign(
        **{name: frame[name].map(lambda word: unicodedata.normalize("NFC", word), na_action="ignore") for name in texts}
    )


def _stored(frame: gpd.GeoDataFrame, reporter: Reporter) -> gpd.GeoDataFrame:
    if frame.crs is None:
        raise RefusedError(reporter.fatal("crs.missing"))
    shapes = np.asarray(frame.geometry, dtype=object)
    filled = frame.geometry[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
    if len(filled):
        _check_system(CRS(frame.crs), np.asarray(filled.total_bounds, dtype=float), reporter)
    return frame.to_crs(crs.STORED).assign(geometry=lambda table: shapely.force_2d(table.geometry.to_numpy()))


def _check_system(system: CRS, bounds: np.ndarray, reporter: Reporter) -> None:
    """Refuse metres said to be degrees, and degrees said to be metres."""
    within = bool(np.all(np.abs(bounds) <= DEGREES))
    # A projected layer that lies within 180 m of its origin is not one of a country.
    if system.is_geographic != within:
        low, high = (", ".join(f"{value:g}" for value in half) for half in (bounds[:2], bounds[2:]))
        name = ":".join(system.to_authority() or (system.name,))
        raise RefusedError(reporter.fatal("crs.wrong", value=name, low=low, high=high))


def _reason(error: Exception) -> str:
    # A path of this machine may stand in the message of the driver: only its end is shown.
    return str(error).splitlines()[0].split("/")[-1][:160] if str(error) else type(error).__name__
