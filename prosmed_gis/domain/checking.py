"""Verify a layer against its schema: bad rows are set aside, and everything wrong is told in one go."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd

from prosmed_gis import crs
from prosmed_gis.domain import parsing
from prosmed_gis.domain.problems import Problem, Severity
from prosmed_gis.domain.reporting import Reporter
from prosmed_gis.domain.schemas import Column, Schema
from prosmed_gis.domain.shapes import Place, check_shapes, to_multi

if TYPE_CHECKING:
    import pandera.pandas as pa

MOJIBAKE = re.compile("Ã[\u0080-\u00bf©¨ª´®§¢¯¹»¼‰€ˆŠŽ‚ƒ„…†‡‹Œ‘’“”•–—˜™š›œžŸ]|â€|\ufffd")
"""UTF-8 read as CP1252 (`Ã©` for é), or characters that a converter lost."""
FOREIGN_KEYS = {"work_id": "works"}
"""Column that names a record of another layer, which is no place."""
LEVEL_LAYERS = {"region": "regions", "cercle": "cercles", "commune": "communes"}
"""Layer that holds the codes of a stated level."""


@dataclass(frozen=True)
class Rules:
    """What a check may know and how strict it is."""

    today: date
    """Day after which a date lies in the future."""
    max_refused_share: float
    """Share of refused rows, 0-1, above which the whole layer is refused."""
    known: Mapping[str, pd.Index] = field(default_factory=dict)
    """Keys of the layers that have been read (`regions`, `cercles`, `communes`, `works`)."""
    key_of: str = ""
    """Layer whose keys the layer's own key must be among (people by cercle)."""
    place: Place | None = None
    """Outline of the country; None checks no point against it."""


@dataclass(frozen=True, eq=False)
class Checked:
    """A layer that obeys its schema, and all problems found; `frame` is None where the layer is refused."""

    frame: pd.DataFrame | None
    problems: tuple[Problem, ...]


def check(frame: pd.DataFrame, schema: Schema, reporter: Reporter, rules: Rules) -> Checked:
    """Return the rows of a layer that obey its schema, with the problems of the others.

    Parameters
    ----------
    frame
        Key and columns of the schema in any order, as text or in their kind, with `geometry` where the schema has
        one. Its index holds the row number of each record in its file (see `Problem`); numbers may repeat where one
        line of the file gives several records. Columns that the schema lacks are dropped. Not changed.

    Returns
    -------
    Checked
        The frame is indexed by the key, sorted by it, with the schema's columns in order: text `str`, whole numbers
        `int64` (`Int64` where not required), dates `datetime64[us]`, truths `bool`; geometry in EPSG:4326, multi-part.
        It is None where a needed column is absent, no record is given, or more than `max_refused_share` are refused.
    """
    faults = _whole(frame, schema, reporter)
    if faults:
        return Checked(None, tuple(faults))
    # Row numbers may repeat: records are told apart by position until the problems are handed out.
    rows = frame.index
    reporter = replace(reporter, lines=tuple(int(row) for row in rows))
    typed, unreadable = _typed(frame.set_axis(pd.RangeIndex(len(frame))), schema, reporter)
    problems = [
        *unreadable,
        *_values(typed, schema, reporter, rules, {(fault.row, fault.column) for fault in unreadable}),
        *_duplicates(typed, schema, reporter, rows),
        *_codes(typed, schema, reporter, rules),
        *_garbled(typed, schema, reporter),
    ]
    if schema.geometry is not None:
        problems += check_shapes(gpd.GeoSeries(typed["geometry"]), schema.geometry, reporter, rules.place)
    bad = typed.index.isin([problem.row for problem in problems if problem.severity is Severity.ERROR])
    told = [problem if problem.row is None else replace(problem, row=int(rows[problem.row])) for problem in problems]
    share = float(bad.mean())
    if share > rules.max_refused_share:
        told.append(
            reporter.fatal(
                "layer.refused", value=f"{share:.0%}", refused=int(bad.sum()), rows=len(bad),
                allowed=f"{rules.max_refused_share:.0%}",
            )
        )  # fmt: skip
        return Checked(None, tuple(told))
    return Checked(_finished(typed[~bad], schema), tuple(told))


def cells(values: pd.Series) -> list[tuple[int, object]]:
    """Return (row number, value) of each cell, in order; the index holds the row numbers."""
    return list(zip((int(row) for row in values.index.to_numpy()), values.to_list(), strict=True))


def _whole(frame: pd.DataFrame, schema: Schema, reporter: Reporter) -> list[Problem]:
    needed = [schema.key, *(column.name for column in schema.columns if column.required)]
    needed += ["geometry"] if schema.geometry else []
    missing = [name for name in needed if name not in frame.columns]
    if missing:
        there = ", ".join(str(name) for name in frame.columns)
        return [reporter.fatal("column.missing", column=name, value=name, there=there) for name in missing]
    return [] if len(frame) else [reporter.fatal("layer.empty")]


def _typed(frame: pd.DataFrame, schema: Schema, reporter: Reporter) -> tuple[pd.DataFrame, list[Problem]]:
    data: dict[str, pd.Series] = {schema.key: parsing.to_text(frame[schema.key])}
    problems: list[Problem] = []
    for column in schema.columns:
        if column.name in frame.columns:
            data[column.name], bad = _read(frame[column.name], column)
            problems += [
                reporter.error(f"value.{column.kind}", row, column.name, value)
                for row, value in cells(frame.loc[bad.to_numpy(), column.name])
            ]
            if column.kind == "date" and parsing.slashed_order_unsure(frame[column.name]):
                problems.append(reporter.warning("date.order", column=column.name))
        else:
            data[column.name], _ = _read(pd.Series(None, index=frame.index, dtype="str"), column)
    typed = pd.DataFrame(data, index=frame.index)
    if schema.geometry is None:
        return typed, problems
    geometry = gpd.GeoSeries(frame["geometry"], crs=crs.STORED)
    return gpd.GeoDataFrame(typed, geometry=to_multi(geometry), crs=crs.STORED), problems


def _read(values: pd.Series, column: Column) -> tuple[pd.Series, pd.Series]:
    if column.kind == "text":
        return parsing.to_text(values), pd.Series(False, index=values.index)
    readers = {
        "int": parsing.to_whole, "float": parsing.to_number, "bool": parsing.to_truth, "date": parsing.to_date,
    }  # fmt: skip
    return readers[column.kind](values)


def _values(
    typed: pd.DataFrame, schema: Schema, reporter: Reporter, rules: Rules, told: set[tuple[int | None, str]]
) -> list[Problem]:
    """Problems of required values, ranges, allowed values and dates; `told` cells were unreadable already."""
    import pandera.pandas as pa  # a quarter of a second that only reading should pay

    plain = pd.DataFrame(typed.drop(columns="geometry", errors="ignore")).reset_index(drop=True)
    contract = pa.DataFrameSchema(
        {
            schema.key: pa.Column(None, nullable=False),
            **{column.name: _contract(column, rules.today) for column in schema.columns},
        }
    )
    try:
        contract.validate(plain, lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases.sort_values(["index", "column"], kind="stable")
    else:
        return []
    problems = []
    for case in cases.to_dict("records"):
        row, name = int(typed.index[int(case["index"])]), str(case["column"])
        if (row, name) not in told:
            problems.append(_failure(row, name, case, schema, reporter))
    return problems


def _contract(column: Column, today: date) -> pa.Column:
    import pandera.pandas as pa  # see `_values`

    checks = []
    if column.minimum is not None:
        checks.append(pa.Check.ge(column.minimum, error="minimum"))
    if column.maximum is not None:
        checks.append(pa.Check.le(column.maximum, error="maximum"))
    if column.allowed:
        checks.append(pa.Check.isin(list(column.allowed), error="allowed"))
    if column.not_future:
        checks.append(pa.Check.le(pd.Timestamp(today), error="future"))
    return pa.Column(None, checks, nullable=not column.required)


def _failure(row: int, name: str, case: Mapping[str, Any], schema: Schema, reporter: Reporter) -> Problem:
    value, rule = case["failure_case"], str(case["check"])
    if rule == "not_nullable":
        return reporter.error("value.missing", row, name, "")
    column = schema.column(name)
    if rule == "future":
        return reporter.error("value.future", row, name, pd.Timestamp(value).strftime("%Y-%m-%d"))
    if rule == "allowed":
        return reporter.error("value.allowed", row, name, value, allowed=", ".join(column.allowed))
    limit = column.minimum if rule == "minimum" else column.maximum
    return reporter.error(f"value.{rule}", row, name, f"{value:g}", limit=f"{limit:g}", unit=column.unit)


def _duplicates(typed: pd.DataFrame, schema: Schema, reporter: Reporter, rows: pd.Index) -> list[Problem]:
    key = typed[schema.key]
    first = dict(zip(reversed(key.to_list()), reversed(rows.to_list()), strict=True))
    again = key.duplicated() & key.notna()
    return [
        reporter.error("key.duplicate", row, schema.key, value, first=first[value]) for row, value in cells(key[again])
    ]


def _codes(typed: pd.DataFrame, schema: Schema, reporter: Reporter, rules: Rules) -> list[Problem]:
    problems = []
    owners = {column.name: column.pcode_of for column in schema.columns} | {schema.key: rules.key_of}
    for name, layer in owners.items():
        if layer in rules.known:
            problems += _unknown(typed[name], layer, reporter, rules)
    for name, layer in FOREIGN_KEYS.items():
        if name in typed.columns and layer in rules.known and layer != schema.name:
            problems += _unknown(typed[name], layer, reporter, rules, rule="key.unknown")
    if {"level", "pcode"} <= set(typed.columns):
        for level, layer in LEVEL_LAYERS.items():
            if layer in rules.known:
                stated = typed.loc[typed["level"] == level, "pcode"]
                problems += _unknown(stated.str.split().explode(), layer, reporter, rules)
    return problems


def _unknown(
    codes: pd.Series, layer: str, reporter: Reporter, rules: Rules, *, rule: str = "pcode.unknown"
) -> list[Problem]:
    unknown = codes[codes.notna() & ~codes.isin(rules.known[layer])]
    return [reporter.error(rule, row, str(codes.name), value, units=layer) for row, value in cells(unknown)]


def _garbled(typed: pd.DataFrame, schema: Schema, reporter: Reporter) -> list[Problem]:
    problems = []
    for column in schema.columns:
        if column.kind == "text":
            garbled = typed[column.name].str.contains(MOJIBAKE, na=False)
            problems += [
                reporter.warning("text.garbled", row=row, column=column.name, value=value)
                for row, value in cells(typed.loc[garbled, column.name])
            ]
    return problems


def _finished(typed: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    kinds: dict[str, str] = {}
    for column in schema.columns:
        if column.required and column.kind in ("int", "bool"):
            kinds[column.name] = "int64" if column.kind == "int" else "bool"
    sorted_rows = typed.sort_values(schema.key, kind="stable").set_index(schema.key)
    return sorted_rows[schema.names].astype(kinds)
