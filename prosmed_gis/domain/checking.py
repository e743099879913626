"""Verify a layer against its schema: bad rows are set aside, and everything wrong is told in one go."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd

from prosmed_gis import crs
from prosmed_gis.domain import numbers, parsing
from prosmed_gis.domain.notes import Listed, note
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
    refused: frozenset[int] = frozenset()
    """Row numbers that the reader has refused with a problem of its own; those that are still here are set aside."""
    decimal: str | None = None
    """Decimal sign that the file proves (see `numbers.decimal_sign`)."""


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
        It is None where a needed column is absent, no record is given, a column of numbers is in doubt, more than
        `max_refused_share` are refused, or, in a layer that is all or nothing (`Schema.whole`), any row is.
    """
    faults = _whole(frame, schema, reporter)
    if faults:
        return Checked(None, tuple(faults))
    # Row numbers may repeat: records are told apart by position until the problems are handed out.
    rows = frame.index
    reporter = replace(reporter, lines=tuple(int(row) for row in rows))
    typed, faults, unread = _typed(frame.set_axis(pd.RangeIndex(len(frame))), schema, reporter, rules)
    refused = rows.isin(list(rules.refused))
    problems = [
        *faults,
        *_values(typed, schema, reporter, rules, unread),
        *_duplicates(typed, schema, reporter, rows),
        *_codes(typed, schema, reporter, rules),
        *_garbled(typed, schema, reporter),
        *_shares(typed, frame, schema, reporter),
    ]
    if schema.geometry is not None:
        problems += check_shapes(gpd.GeoSeries(typed["geometry"]), schema.geometry, reporter, rules.place)
    problems = [one for one in problems if not _follows(one, refused)]
    bad = refused | typed.index.isin([problem.row for problem in problems if problem.severity is Severity.ERROR])
    if schema.whole:
        problems = all_or_nothing(problems, typed, schema)
    told = [problem if problem.row is None else replace(problem, row=int(rows[problem.row])) for problem in problems]
    is_spoilt = schema.whole and bool(rules.refused)
    if is_spoilt or any(problem.severity is Severity.FATAL for problem in told):
        return Checked(None, tuple(told))
    # Rows that the reader could not even hand over (too many cells) count as well.
    lost = len(rules.refused - {int(row) for row in rows})
    refusal = _refusal(int(bad.sum()) + lost, len(bad) + lost, rules, reporter)
    if refusal is not None:
        return Checked(None, (*told, refusal))
    return Checked(_finished(typed[~bad], schema), tuple(told))


def _refusal(refused: int, rows: int, rules: Rules, reporter: Reporter) -> Problem | None:
    share = refused / rows
    if share <= rules.max_refused_share:
        return None
    allowed = f"{rules.max_refused_share:.0%}"
    return reporter.fatal("layer.refused", value=f"{share:.0%}", refused=refused, rows=rows, allowed=allowed)


def all_or_nothing(problems: Iterable[Problem], frame: pd.DataFrame, schema: Schema) -> list[Problem]:
    """Return the problems of a layer that is all or nothing: what would set a row aside stops the run.

    The sentence names the unit, by the row of `frame` (key, `name` or `cercle`) that the problem speaks of. Without
    the unit its events and its people would pass to others, and a list to compare with would be easier to meet.
    """
    told = []
    for problem in problems:
        if problem.severity is not Severity.ERROR:
            told.append(problem)
            continue
        unit = _unit(problem.row, frame, schema) or _place(problem)
        more = [note(f"whole.{'boundary' if schema.geometry else 'list'}", unit=unit)]
        more += [note("whole.repair")] if problem.rule == "geometry.invalid" else []
        told.append(replace(problem, severity=Severity.FATAL, remedy=Listed((problem.remedy, *more), " ")))
    return told


def _place(problem: Problem) -> str:
    return problem.value if problem.row is None else f"{problem.file}, {problem.row}"


def _unit(row: int | None, frame: pd.DataFrame, schema: Schema) -> str:
    if row is None or row not in frame.index:
        return ""
    record = frame.loc[[row]].iloc[0]
    words = [record.get(name) for name in ("name", "cercle", schema.key) if name in frame.columns]
    filled = [str(word) for word in words if isinstance(word, str) and word.strip()]
    return " / ".join(dict.fromkeys(filled))


def _follows(problem: Problem, refused: np.ndarray) -> bool:
    """Tell whether a problem only repeats what the reader has told of the row: no value, no record of that name."""
    gone = problem.rule in ("geometry.missing", "value.missing", "key.unknown")
    return gone and problem.row is not None and bool(refused[problem.row])


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


def _typed(
    frame: pd.DataFrame, schema: Schema, reporter: Reporter, rules: Rules
) -> tuple[pd.DataFrame, list[Problem], set[tuple[int, str]]]:
    """Return the columns in their kinds, what could not be read, and the cells (position, column) of it."""
    data: dict[str, pd.Series] = {schema.key: parsing.to_text(frame[schema.key])}
    problems: list[Problem] = []
    unread: set[tuple[int, str]] = set()
    for column in schema.columns:
        if column.name in frame.columns:
            writing = replace(column.writing, decimal=rules.decimal)
            data[column.name], bad = _read(frame[column.name], column, writing)
            if bad.any():
                problems += unreadable(frame[column.name], bad, writing, reporter, kind=column.kind)
                unread |= {(row, column.name) for row, _ in cells(frame.loc[bad.to_numpy(), column.name])}
            if column.kind == "date" and parsing.slashed_order_unsure(frame[column.name]):
                problems.append(reporter.warning("date.order", column=column.name))
        else:
            data[column.name], _ = _read(pd.Series(None, index=frame.index, dtype="str"), column, numbers.ANY)
    typed = pd.DataFrame(data, index=frame.index)
    if schema.geometry is None:
        return typed, problems, unread
    geometry = gpd.GeoSeries(frame["geometry"], crs=crs.STORED)
    return gpd.GeoDataFrame(typed, geometry=to_multi(geometry), crs=crs.STORED), problems, unread


def unreadable(
    values: pd.Series, bad: pd.Series, writing: numbers.Writing, reporter: Reporter, *, kind: str = "float"
) -> list[Problem]:
    """Return what is wrong with the bad cells of a column: one problem for the column in doubt, else one a cell.

    `values` is the column as text, its index the row numbers (or positions, see `Reporter.lines`), `bad` the mask of
    what `parsing` could not read. Doubt is fatal: as thousands and as decimals the cells differ a thousandfold.
    """
    problems: list[Problem] = []
    if kind in ("int", "float"):
        doubtful = parsing.in_doubt(values, writing) & bad
        if doubtful.any():
            row, value = cells(values[doubtful])[0]
            line = reporter.lines[row] if reporter.lines else row
            count = int(doubtful.sum())
            problems.append(
                reporter.fatal("number.doubt", column=str(values.name), value=value, line=line, count=count)
            )
            bad = bad & ~doubtful
    rule = "int" if kind == "float" and writing.decimals == 0 else kind
    for row, value in cells(values[bad.to_numpy()]):
        huge = rule == "int" and _is_huge(value)
        problems.append(reporter.error("value.huge" if huge else f"value.{rule}", row, str(values.name), value))
    return problems


def _is_huge(value: object) -> bool:
    try:
        return abs(float(str(value))) > numbers.LARGEST_WHOLE
    except ValueError:
        return False


def _read(values: pd.Series, column: Column, writing: numbers.Writing) -> tuple[pd.Series, pd.Series]:
    if column.kind == "text":
        return parsing.to_text(values), pd.Series(False, index=values.index)
    if column.kind == "int":
        return parsing.to_whole(values, writing)
    if column.kind == "float":
        if column.decimals != 0:
            return parsing.to_number(values, writing)
        whole, bad = parsing.to_whole(values, writing)
        return whole.astype("Float64").astype(float), bad
    return parsing.to_truth(values) if column.kind == "bool" else parsing.to_date(values)


def _shares(typed: pd.DataFrame, frame: pd.DataFrame, schema: Schema, reporter: Reporter) -> list[Problem]:
    """Warn of percents that look like shares of one: `0.45` is what a cell that shows `45 %` holds."""
    problems = []
    for column in schema.columns:
        if not column.writing.percent or column.name not in frame.columns:
            continue
        signed = frame[column.name].astype("str").str.contains("%", regex=False, na=False).to_numpy(bool)
        found = typed[column.name].where(~signed)
        filled = found[found > 0]
        if len(filled) and (filled <= 1).all() and (filled < 1).any():
            low, high = f"{filled.min():g}", f"{filled.max():g}"
            problems.append(reporter.warning("percent.column", column=column.name, value=f"{low} – {high}"))
        else:
            odd = found[(found > 0) & (found < 1)]
            problems += [
                reporter.warning(
                    "percent.cell",
                    row=row,
                    column=column.name,
                    value=f"{value:g}",
                    meant=f"{100 * float(str(value)):g}",
                )
                for row, value in cells(odd)
            ]
    return problems


def _values(
    typed: pd.DataFrame, schema: Schema, reporter: Reporter, rules: Rules, told: set[tuple[int, str]]
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
    known = rules.known[layer]
    unknown = codes[codes.notna() & ~codes.isin(known)]
    problems = []
    for row, value in cells(unknown):
        meant = str(value).strip().upper()
        if meant != value and meant in known:
            problems.append(reporter.error("pcode.case", row, str(codes.name), value, meant=meant))
        else:
            problems.append(reporter.error(rule, row, str(codes.name), value, units=layer))
    return problems


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
