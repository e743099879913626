"""All layers of a study, read in the order in which they need one another, and all problems in one go."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from prosmed_gis import crs
from prosmed_gis.config.root import Config
from prosmed_gis.config.study import LayerSource
from prosmed_gis.domain.checking import Rules, all_or_nothing, check
from prosmed_gis.domain.layers import Layers, Raster
from prosmed_gis.domain.notes import Listed, note
from prosmed_gis.domain.problems import Problem, Severity
from prosmed_gis.domain.reporting import Reporter
from prosmed_gis.domain.schemas import SCHEMAS, Schema
from prosmed_gis.domain.shapes import Place
from prosmed_gis.errors import ConfigError, CrsError, DataError, InputMissingError, IntegrityError, SchemaError
from prosmed_gis.readers.boundaries import check_levels
from prosmed_gis.readers.files import locate, located, verified
from prosmed_gis.readers.lines import RIVERS
from prosmed_gis.readers.obstacles import BARRIERS, WATER
from prosmed_gis.readers.reading import Context, Format, Reading, RefusedError, option_text
from prosmed_gis.readers.registry import COMMON_OPTIONS, FORMATS

BOUNDARIES = ("regions", "cercles", "communes")
BEFORE_OTHERS = (*BOUNDARIES, "works")
"""Layers whose keys others refer to, in the order to read them."""
KEY_OF = {"population": "cercles", "reference": "cercles"}
"""Layers whose own key is the code of a unit."""
ALL_SCHEMAS: dict[str, Schema] = {**SCHEMAS, **{schema.name: schema for schema in (RIVERS, WATER, BARRIERS)}}
__all__ = ["Read", "located", "raise_if_fatal", "read_layers"]

STALE_DAYS = 45
"""Days between the last event and the study's date above which it is told: exports come monthly, some weeks late."""
ROW_COLUMNS = ("layer", "file", "rows_in", "rows_out", "sha256")


@dataclass(frozen=True, eq=False)
class Read:
    """What came of reading a study.

    `layers` is None where a problem is fatal. `rows` has one row for each configured entry, and for what else its file
    gave (payments): `layer`, `file`, `rows_in` (records of the file), `rows_out` (records kept; a raster: cells with
    a value), `sha256`. `hashes` and `paths` give the SHA-256 and the place of each file that is there, by its entry.
    """

    layers: Layers | None
    problems: tuple[Problem, ...]
    rows: pd.DataFrame
    hashes: dict[str, str]
    paths: dict[str, Path]


def read_layers(config: Config, base: Path, *, today: date, only: Collection[str] | None = None) -> Read:
    """Read and check every configured layer; nothing is raised for bad data, all of it is told.

    Parameters
    ----------
    config
        The study; relative paths start at `base` and `${NAME}` takes an environment variable.
    today
        Day after which an observed date lies in the future.
    only
        Canonical layers to read besides the boundaries; all where None.

    Raises
    ------
    ConfigError
        The configuration lacks one of the three boundary layers.
    """
    lacking = [name for name in BOUNDARIES if name not in config.layers]
    if lacking:
        msg = f"layers: {', '.join(lacking)} must be given; without boundaries nothing can be laid over"
        raise ConfigError(msg)
    study = _Study(config, base, today)
    for name in _ordered(config, only):
        study.take(name, config.layers[name])
        if name == BOUNDARIES[0]:
            study.outline = _outline(study.frames.get(name))
    study.check_together()
    return study.read()


def raise_if_fatal(read: Read) -> None:
    """Raise where a problem is fatal; the message has one line for each, the exception carries all problems.

    Raises
    ------
    InputMissingError
        A file is missing or a variable of its path is not set (exit 5).
    IntegrityError
        All files are there, but one has another hash than recorded (exit 5).
    CrsError, SchemaError
        A layer's system of coordinates, or its form, makes it unusable (exit 3).
    """
    fatal = [problem for problem in read.problems if problem.severity is Severity.FATAL]
    if not fatal:
        return
    # A file that fills two layers (works and their payments) may be refused by both in the same words.
    told = list(dict.fromkeys(Listed((f"{one.file} [{one.layer}] {one.rule}:", one.remedy), " ") for one in fatal))
    rules = {problem.rule for problem in fatal}
    message = Listed((note("read.failed", count=len(told)), *told), "\n  ")
    if rules & {"file.missing", "file.variable"}:
        raise InputMissingError(message, read.problems)
    if "file.hash" in rules:
        raise IntegrityError(message, read.problems)
    kind: type[DataError] = CrsError if all(rule.startswith("crs.") for rule in rules) else SchemaError
    raise kind(message, read.problems)


def _ordered(config: Config, only: Collection[str] | None) -> list[str]:
    wanted = [name for name, source in config.layers.items() if only is None or _target(name, source) in only]
    names = sorted({*wanted, *BOUNDARIES})
    rank = {name: position for position, name in enumerate(BEFORE_OTHERS)}
    return sorted(names, key=lambda name: (rank.get(_target(name, config.layers[name]), len(rank)), name))


def _target(name: str, source: LayerSource) -> str:
    return option_text(source, "into") or name


@dataclass(eq=False)
class _Study:
    """A reading under way."""

    config: Config
    base: Path
    today: date
    outline: gpd.GeoDataFrame | None = None
    frames: dict[str, pd.DataFrame | Raster] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    rows: list[tuple[str, str, int, int, str]] = field(default_factory=list)
    hashes: dict[str, str] = field(default_factory=dict)
    paths: dict[str, Path] = field(default_factory=dict)
    sources: dict[str, list[LayerSource]] = field(default_factory=dict)

    def take(self, name: str, source: LayerSource) -> None:
        """Read one configured entry; its problems join the others'."""
        reporter = Reporter(source.path, name)
        target = _target(name, source)
        try:
            form = _format(target, source, reporter)
            self._check_vintage(form, source, reporter)
            path = locate(source, self.base, reporter)
            self.paths[name] = path
            self.hashes[name] = verified(source, path, reporter)
            reading = form.read(source, path, self._context(reporter, target))
            self._take(reading, source, reporter, target)
        except RefusedError as error:
            self.problems += error.problems
        except Exception as error:  # noqa: BLE001 - whatever one file does, the others are read and told
            words = str(error).splitlines()[0].split("/")[-1][:80] if str(error) else ""
            reason = ": ".join(filter(None, (type(error).__name__, words)))
            self.problems.append(reporter.fatal("file.failed", reason=reason))

    def _take(self, reading: Reading, source: LayerSource, reporter: Reporter, target: str) -> None:
        frame, schema = reading.frames.get(target), ALL_SCHEMAS.get(target)
        problems = reading.problems
        if schema is not None and schema.whole and isinstance(frame, pd.DataFrame):
            problems = all_or_nothing(problems, frame, schema)
        self.problems += problems
        for layer, one in reading.frames.items():
            self._keep(layer, one, source, reading, reporter)

    def _check_vintage(self, form: Format, source: LayerSource, reporter: Reporter) -> None:
        expected = self.config.study.pcode_vintage
        if form.has_codes and source.vintage not in (None, expected):
            raise RefusedError(reporter.fatal("vintage.other", value=source.vintage, expected=expected))

    def _context(self, reporter: Reporter, target: str) -> Context:
        units = {name: frame for name in BOUNDARIES if isinstance(frame := self.frames.get(name), gpd.GeoDataFrame)}
        bounds = None
        if self.outline is not None:
            west, south, east, north = (float(value) for value in self.outline.total_bounds)
            bounds = west, south, east, north
        checks = self.config.checks
        return Context(reporter, target, units, checks.name_match_score, checks.max_refused_share, bounds)

    def _keep(
        self, layer: str, frame: pd.DataFrame | Raster, source: LayerSource, reading: Reading, reporter: Reporter
    ) -> None:
        if isinstance(frame, Raster):
            kept: pd.DataFrame | Raster | None = frame
            count = int(np.isfinite(frame.values).sum())
        else:
            checked = check(frame, ALL_SCHEMAS[layer], reporter, self._rules(layer, reading))
            self.problems += checked.problems
            kept = None if checked.frame is None else self._checked_place(checked.frame, reporter)
            kept = None if kept is None else self._joined(layer, kept, reporter)
            count = 0 if checked.frame is None else len(checked.frame)
        digest = self.hashes[reporter.layer]
        name = reporter.layer if layer == _target(reporter.layer, source) else layer
        self.rows.append((name, source.path, reading.rows_in, count, digest))
        if kept is not None:
            self.frames[layer] = kept
            self.sources.setdefault(layer, []).append(source)

    def _rules(self, layer: str, reading: Reading) -> Rules:
        known = {
            name: frame.index for name in BEFORE_OTHERS if isinstance(frame := self.frames.get(name), pd.DataFrame)
        }
        checks = self.config.checks
        place = None
        if self.outline is not None:
            place = Place(self.outline.geometry.iloc[0], checks.outside_tolerance_km)
        refused = frozenset(
            one.row for one in reading.problems if one.severity is Severity.ERROR and one.row is not None
        )
        key_of = KEY_OF.get(layer, "")
        return Rules(self.today, checks.max_refused_share, known, key_of, place, refused, reading.decimal)

    def _joined(self, layer: str, frame: pd.DataFrame, reporter: Reporter) -> pd.DataFrame:
        """Join a frame to what other files gave for the layer; identifiers taken there are set aside."""
        there = self.frames.get(layer)
        if not isinstance(there, pd.DataFrame):
            return frame
        taken = frame.index.isin(there.index)
        twice = [reporter.error("key.taken", None, str(frame.index.name), key) for key in frame.index[taken]]
        schema = ALL_SCHEMAS[layer]
        self.problems += all_or_nothing(twice, frame, schema) if schema.whole else twice
        joined: pd.DataFrame = pd.concat([there, frame[~taken]]).sort_index(kind="stable")
        return joined

    def _checked_place(self, frame: pd.DataFrame, reporter: Reporter) -> pd.DataFrame | None:
        """Refuse a spatial layer none of which touches the country."""
        if isinstance(frame, gpd.GeoDataFrame) and self._is_elsewhere(frame):
            where = ", ".join(f"{value:g}" for value in frame.total_bounds)
            self.problems.append(reporter.fatal("crs.elsewhere", value=where))
            return None
        return frame

    def _is_elsewhere(self, frame: gpd.GeoDataFrame) -> bool:
        if self.outline is None or not len(frame):
            return False
        west, south, east, north = self.outline.total_bounds
        each = frame.bounds
        along = (each["maxx"] >= west) & (each["minx"] <= east)
        return not bool((along & (each["maxy"] >= south) & (each["miny"] <= north)).any())

    def check_together(self) -> None:
        """Check what only several layers show."""
        for above, below in pairwise(BOUNDARIES):
            parents, children = self.frames.get(above), self.frames.get(below)
            if isinstance(parents, gpd.GeoDataFrame) and isinstance(children, gpd.GeoDataFrame):
                reporter = Reporter(self.config.layers[below].path, below)
                self.problems += check_levels(children, parents, reporter)
        self._check_age()
        cercles, people = self.frames.get("cercles"), self.frames.get("population")
        if isinstance(cercles, pd.DataFrame) and isinstance(people, pd.DataFrame):
            missing = cercles.index.difference(people.index).sort_values()
            if len(missing):
                reporter = Reporter(self.sources["population"][0].path, "population")
                shown = ", ".join(missing)
                self.problems.append(reporter.warning("population.missing", value=len(missing), units=shown))

    def _check_age(self) -> None:
        """Warn of events that end long before the date of the study: silence of the data reads as calm."""
        as_of = self.config.study.as_of
        for layer, column in (("events", "date"), ("event_counts", "month")):
            frame = self.frames.get(layer)
            if not isinstance(frame, pd.DataFrame) or not len(frame):
                continue
            last = frame[column].max()
            last = last + pd.offsets.MonthEnd(0) if column == "month" else last
            days = (pd.Timestamp(as_of) - last).days
            if days > STALE_DAYS:
                reporter = Reporter(self.sources[layer][-1].path, layer)
                self.problems.append(
                    reporter.warning("events.stale", column=column, value=f"{last:%Y-%m-%d}", days=days, as_of=as_of)
                )

    def read(self) -> Read:
        """Return the result; layers only where nothing is fatal."""
        is_fatal = any(problem.severity is Severity.FATAL for problem in self.problems)
        layers = None
        if not is_fatal:
            provenance = {name: _provenance(sources) for name, sources in sorted(self.sources.items())}
            layers = Layers(**self.frames, outline=self.outline, provenance=provenance)  # type: ignore[arg-type]
        rows = pd.DataFrame(self.rows, columns=list(ROW_COLUMNS))
        return Read(layers, tuple(self.problems), rows, self.hashes, self.paths)


def _format(target: str, source: LayerSource, reporter: Reporter) -> Format:
    form = FORMATS.get(source.format)
    if form is None:
        raise RefusedError(reporter.fatal("format.reader", value=source.format, allowed=", ".join(sorted(FORMATS))))
    if target not in form.layers:
        raise RefusedError(
            reporter.fatal("format.layer", value=form.name, target=target, allowed=", ".join(form.layers))
        )
    options = (*form.options, *COMMON_OPTIONS)
    unknown = [name for name in source.options if name not in options]
    if unknown:
        allowed = ", ".join(options)
        raise RefusedError(
            *(reporter.fatal("option.unknown", value=name, format=form.name, allowed=allowed) for name in unknown)
        )
    return form


def _outline(regions: pd.DataFrame | Raster | None) -> gpd.GeoDataFrame | None:
    if not isinstance(regions, gpd.GeoDataFrame):
        return None
    country = str(regions.index[0])[:2]
    whole = shapely.union_all(regions.geometry.to_numpy())
    return gpd.GeoDataFrame(
        {"name": [country]}, index=pd.Index([country], name="pcode"), geometry=[whole], crs=crs.STORED
    )


def _provenance(sources: list[LayerSource]) -> str:
    parts = [
        f"{source.source} ({source.vintage})" if source.source and source.vintage else source.source
        for source in sources
    ]
    return "; ".join(part for part in parts if part)
