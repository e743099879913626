"""Administrative boundaries in the layouts of OCHA's COD-AB and in this project's own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from prosmed_gis import crs
from prosmed_gis.config.study import LayerSource
from prosmed_gis.domain import pcodes, shapes
from prosmed_gis.domain.problems import Problem
from prosmed_gis.domain.reporting import Reporter
from prosmed_gis.readers.reading import Context, Reading, RefusedError, option_text
from prosmed_gis.readers.vectors import read_vector

LEVELS = {"regions": 1, "cercles": 2, "communes": 3}
"""Canonical layer -> administrative level of the COD."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Patterns of the columns of code and name; `{n}` is the level."""

    code: str
    name: str


LAYOUTS = (
    Layout(r"pcode", r"name"),
    Layout(r"ADM{n}_PCODE", r"ADM{n}_[A-Z]{{2}}"),
    Layout(r"admin{n}Pcod(?:e)?", r"admin{n}Name(?:_[a-z]{{2}})?"),
    Layout(r"adm{n}_pcode", r"adm{n}_name"),
)
"""Ours; COD of 2021 (ADM2_PCODE, ADM2_FR); of 2015 (admin2Pcod, admin2Name); newer (adm2_pcode, adm2_name)."""


def read(source: LayerSource, path: Path, context: Context) -> Reading:
    """Read regions, cercles or communes, as the name of the layer says.

    Options `pcode_field`, `name_field` and `parent_field` name the columns of a layout that is not known. The
    vintage is the source's; a column `vintage` of the file must agree with it. Areas are ellipsoidal. A collection of
    polygons is one shape in another dress: it is read, and told. A shape that is not valid stops the run, unless option
    `repair: make_valid` accepts what shapely makes of it; its area before and after is told.
    """
    reporter = context.reporter
    vector = read_vector(path, reporter, layer=source.layer, keep_broken=True)
    level = LEVELS[context.target]
    columns = list(vector.frame.columns.drop("geometry"))
    code, name = _fields(columns, level, source, reporter)
    frame = vector.frame
    parent = _parents(frame, columns, level, source, code)
    shaped, told = _shaped(frame, code, name, source, reporter)
    built = gpd.GeoDataFrame(
        {
            "pcode": frame[code].str.strip(),
            "name": frame[name],
            "parent_pcode": parent,
            "vintage": _vintage(frame, source, reporter),
            "area_km2": crs.area_km2(shaped.where(shaped.is_valid, None)).fillna(0),
        },
        geometry=shaped,
        crs=crs.STORED,
    )
    return Reading({context.target: built}, [*vector.problems, *told], vector.rows_in)


def _shaped(
    frame: gpd.GeoDataFrame, code: str, name: str, source: LayerSource, reporter: Reporter
) -> tuple[gpd.GeoSeries, list[Problem]]:
    """Return the units' shapes, multi-part, and what was made of those that are no plain polygons."""
    repair = option_text(source, "repair")
    if repair not in (None, "make_valid"):
        raise RefusedError(reporter.fatal("option.value", column="repair", value=repair, allowed="make_valid"))
    shaped = shapes.to_multi(frame.geometry)
    problems: list[Problem] = []
    made = list(shaped)
    for position, (row, shape) in enumerate(shaped.items()):
        unit = f"{frame[name].iloc[position]} / {frame[code].iloc[position]}"
        if shape is None or shape.is_empty:
            continue
        whole = shape
        if shape.geom_type == "GeometryCollection":
            whole = _polygons(shape, every=repair is None)
            if whole is None:
                continue
            problems.append(reporter.warning("boundary.collection", row=int(str(row)), column="geometry", value=unit))
        if repair is not None and not whole.is_valid:
            before = abs(crs.area_km2(gpd.GeoSeries([whole], crs=crs.STORED)).iloc[0])
            whole = _polygons(shapely.make_valid(whole, method="structure", keep_collapsed=False), every=False)
            if whole is None:
                continue
            after = crs.area_km2(gpd.GeoSeries([whole], crs=crs.STORED)).iloc[0]
            problems.append(
                reporter.warning(
                    "boundary.repaired", row=int(str(row)), column="geometry", value=unit, before=f"{before:.1f}",
                    after=f"{after:.1f}",
                )
            )  # fmt: skip
        made[position] = whole
    return shapes.to_multi(gpd.GeoSeries(made, index=shaped.index, crs=shaped.crs)), problems


def _polygons(shape: shapely.Geometry, *, every: bool) -> shapely.Geometry | None:
    """Return the polygons of a shape as one; None where there are none, or, with `every`, other things beside them."""
    parts = shapely.get_parts(shapely.get_parts([shape]))
    flat = [part for part in parts if part.geom_type in ("Polygon", "MultiPolygon")]
    if not flat or (every and len(flat) != len(parts)):
        return None
    return shapely.multipolygons(shapely.get_parts(flat))


def _fields(columns: Sequence[str], level: int, source: LayerSource, reporter: Reporter) -> tuple[str, str]:
    stated = option_text(source, "pcode_field"), option_text(source, "name_field")
    if stated[0] is not None or stated[1] is not None:
        missing = [name for name in stated if name not in columns]
        if missing:
            raise RefusedError(*(_absent(str(name), columns, reporter) for name in missing))
        return str(stated[0]), str(stated[1])
    for layout in LAYOUTS:
        code, name = (_find(pattern, columns, level) for pattern in (layout.code, layout.name))
        if code is not None and name is not None:
            return code, name
    raise RefusedError(_absent(f"ADM{level}_PCODE, ADM{level}_FR", columns, reporter))


def _find(pattern: str, columns: Sequence[str], level: int) -> str | None:
    regex = re.compile(pattern.format(n=level))
    return next((name for name in columns if regex.fullmatch(name)), None)


def _absent(name: str, columns: Sequence[str], reporter: Reporter) -> Problem:
    return reporter.fatal("column.missing", column=name, value=name, there=", ".join(columns))


def _parents(frame: gpd.GeoDataFrame, columns: Sequence[str], level: int, source: LayerSource, code: str) -> pd.Series:
    stated = option_text(source, "parent_field")
    if stated is None and "parent_pcode" in columns:
        stated = "parent_pcode"
    if stated is None:
        above = (_find(layout.code, columns, level - 1) for layout in LAYOUTS[1:])
        stated = next((name for name in above if name is not None), None)
    if stated is not None:
        return pd.Series(frame[stated])
    # Only the country may be left out of a layout: its code is the letters that every code starts with.
    return frame[code].str[:2] if level == 1 else pd.Series(None, index=frame.index, dtype="str")


def _vintage(frame: gpd.GeoDataFrame, source: LayerSource, reporter: Reporter) -> str:
    written = sorted({str(value) for value in frame["vintage"].dropna()}) if "vintage" in frame.columns else []
    if source.vintage is None and len(written) != 1:
        raise RefusedError(reporter.fatal("vintage.missing"))
    if source.vintage is not None and written and written != [source.vintage]:
        raise RefusedError(reporter.fatal("vintage.other", value=", ".join(written), expected=source.vintage))
    return source.vintage or written[0]


AREA_TOLERANCE = 0.01
"""Relative difference of area, 0-1, between a unit and its parts that simplified borders may have."""
OF_A_PART = 0.25
"""Share of the middling part's area from which a larger difference is no border drawn otherwise but a part that is
absent or there twice."""


def check_levels(children: gpd.GeoDataFrame, parents: gpd.GeoDataFrame, reporter: Reporter) -> list[Problem]:
    """Return what is wrong between two levels of boundaries that are each right by themselves.

    A code that does not start with its parent's is fatal, for everything is joined by these codes; so is a unit with
    nothing under it, or whose area differs from the sum of its units' as much as if one were lost or doubled (more than
    `AREA_TOLERANCE` and than `OF_A_PART` of the median unit). A smaller difference above `AREA_TOLERANCE` is a warning.
    """
    problems = []
    for code, parent in children["parent_pcode"].items():
        if not pcodes.is_nested(str(code), str(parent)):
            problems.append(reporter.fatal("pcode.nesting", column="pcode", value=code, parent=parent))
    if problems:
        # Under codes that do not nest the sums below would only repeat it.
        return problems
    groups = children["area_km2"].groupby(children["parent_pcode"])
    below, middle = groups.sum(), groups.median()
    for code, area in parents["area_km2"].items():
        unit = f"{parents.loc[code, 'name']} / {code}"
        if code not in below.index:
            problems.append(reporter.fatal("boundary.childless", column="pcode", value=unit, units=reporter.layer))
            continue
        gap = abs(below[code] - area)
        if gap <= AREA_TOLERANCE * area:
            continue
        total, sum_below = f"{area:.0f}", f"{below[code]:.0f}"
        if gap > OF_A_PART * middle[code]:
            rule = "boundary.lost" if below[code] < area else "boundary.doubled"
            problems.append(reporter.fatal(rule, column="geometry", value=unit, area=total, below=sum_below))
        else:
            problems.append(
                reporter.warning("boundary.area", column="geometry", value=unit, area=total, below=sum_below)
            )
    return problems
