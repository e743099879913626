"""Administrative boundaries in the layouts of OCHA's COD-AB and in this project's own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd

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
    vintage is the source's; a column `vintage` of the file must agree with it. Areas are ellipsoidal.
    """
    reporter = context.reporter
    vector = read_vector(path, reporter, layer=source.layer)
    level = LEVELS[context.target]
    columns = list(vector.frame.columns.drop("geometry"))
    code, name = _fields(columns, level, source, reporter)
    frame = vector.frame
    parent = _parents(frame, columns, level, source, code)
    shaped = shapes.to_multi(frame.geometry)
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
    return Reading({context.target: built}, vector.problems, vector.rows_in)


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


def check_levels(children: gpd.GeoDataFrame, parents: gpd.GeoDataFrame, reporter: Reporter) -> list[Problem]:
    """Return what is wrong between two levels of boundaries that are each right by themselves.

    A code that does not start with its parent's is fatal, for everything is joined by these codes; a unit with
    nothing under it, or whose area differs from the sum of its units' by more than `AREA_TOLERANCE`, is a warning.
    """
    problems = []
    for code, parent in children["parent_pcode"].items():
        if not pcodes.is_nested(str(code), str(parent)):
            problems.append(reporter.fatal("pcode.nesting", column="pcode", value=code, parent=parent))
    below = children["area_km2"].groupby(children["parent_pcode"]).sum()
    for code, area in parents["area_km2"].items():
        if code not in below.index:
            problems.append(reporter.warning("boundary.childless", column="pcode", value=code, units=reporter.layer))
        elif abs(below[code] - area) > AREA_TOLERANCE * area:
            total, sum_below = f"{area:.0f}", f"{below[code]:.0f}"
            problems.append(
                reporter.warning("boundary.area", column="geometry", value=code, area=total, below=sum_below)
            )
    return problems
