"""What every reader gets and gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import pandas as pd

from prosmed_gis.config.study import LayerSource
from prosmed_gis.domain.layers import Raster
from prosmed_gis.domain.problems import Problem
from prosmed_gis.domain.reporting import Reporter


class RefusedError(Exception):
    """A file that cannot be read at all; holds its fatal problems. It never leaves the readers."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*(problem.rule for problem in problems))
        self.problems = problems


@dataclass(frozen=True, eq=False)
class Context:
    """What a reader may know besides its own file."""

    reporter: Reporter
    target: str
    """Canonical layer that the file is to give."""
    units: Mapping[str, gpd.GeoDataFrame] = field(default_factory=dict)
    """Boundary layers that have been read, by name."""
    name_match_score: float = 100.0
    """Likeness, 0-100, from which a unit is proposed for a name."""
    max_refused_share: float = 1.0
    """Share of codes under another name above which a table is taken for one of another vintage."""
    outline_bounds: tuple[float, float, float, float] | None = None
    """West, south, east, north of the country in degrees; None where it is not known yet."""


@dataclass(frozen=True, eq=False)
class Reading:
    """Canonical frames of one file before they are checked, by name of layer.

    A frame's index holds the row number of each record in the file; key and columns bear the schema's
    names, geometry is EPSG:4326.
    """

    frames: dict[str, pd.DataFrame | Raster]
    problems: list[Problem]
    rows_in: int
    """Records of the file, those out of scope included (a raster: its cells)."""
    decimal: str | None = None
    """Decimal sign that the file proves; None where it proves none."""


Reader = Callable[[LayerSource, Path, Context], Reading]


@dataclass(frozen=True)
class Format:
    """A form of file: its reader, the layers it can give, its options and what it is."""

    name: str
    read: Reader
    layers: tuple[str, ...]
    options: tuple[str, ...] = ()
    has_codes: bool = False
    """Whether places are given by P-code: such a file must be of the study's vintage."""
    about: str = ""


def option_text(source: LayerSource, name: str, default: str | None = None) -> str | None:
    """Return an option as text, or the default where it is not given."""
    value = source.options.get(name)
    return default if value is None else str(value)


def required_option(source: LayerSource, name: str, reporter: Reporter, allowed: Sequence[str]) -> str:
    """Return an option that must be given and be among `allowed` (any value where that is empty).

    Raises
    ------
    RefusedError
        The option is not given, or has another value.
    """
    value = source.options.get(name)
    if value is None or (allowed and str(value) not in allowed):
        shown = "" if value is None else value
        raise RefusedError(reporter.fatal("option.value", column=name, value=shown, allowed=", ".join(allowed) or "…"))
    return str(value)


def required_year(source: LayerSource, reporter: Reporter) -> int:
    """Return the option `year`; raise RefusedError where it is not given or is no year."""
    value = required_option(source, "year", reporter, ())
    if not (value.isdigit() and len(value) == 4):  # noqa: PLR2004 - digits of a year
        raise RefusedError(reporter.fatal("option.value", column="year", value=value, allowed="2015, 2020, 2024 …"))
    return int(value)


def label_of(source: LayerSource, default: str) -> str:
    """Return the short name of the source that goes into a canonical `source` column."""
    return option_text(source, "label") or source.source or default
