"""The programme document's tables: works and payments, budgets, indicators, reference, institutions, plans."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from prosmed_gis.config.study import LayerSource
from prosmed_gis.domain import numbers, parsing
from prosmed_gis.domain.checking import cells, unreadable
from prosmed_gis.domain.problems import Problem
from prosmed_gis.domain.reporting import Reporter
from prosmed_gis.domain.schemas import BUDGETS, INDICATORS, INSTITUTIONS, PAYMENTS, REDEPLOYMENT, REFERENCE, WORKS
from prosmed_gis.readers.own import from_table, known_of
from prosmed_gis.readers.periods import last_day
from prosmed_gis.readers.reading import Context, Reading, RefusedError
from prosmed_gis.readers.tables import Table, ignored, need, table_of

COST = re.compile(r"cost_(\d{4})_usd")
TARGET = re.compile(r"target_(\d{4})")
UNREAD = ("note", "source_line")


def read_works(source: LayerSource, path: Path, context: Context) -> Reading:
    """Read building works and, from the columns `cost_<year>_usd`, their payments.

    Coordinates may be absent: a work stands in its cercle's seat until it has its own. A blank or zero cost is no
    payment; the printed total must be the sum of the years. Two works with one identifier stop the run: setting one
    aside would lose a work and mix up what is paid for it.
    """
    reporter = context.reporter
    table = table_of(source, path, reporter, known_of(WORKS))
    years = _years(table, COST, reporter, "cost_2021_usd")
    extras = (*years, "total_usd", *UNREAD)
    frame, problems = from_table(table, WORKS, reporter, extras=extras)
    long, unreadable = _long(table, list(years), reporter)
    payments = pd.DataFrame(
        {
            "payment_id": long["work_id"] + "@" + long["heading"].map(years),
            "work_id": long["work_id"],
            "year": long["heading"].map(years),
            "cost_usd": long["number"],
        }
    )[long["number"] != 0]
    wrong = _wrong_totals(table, long, reporter)
    found = [*table.problems, *problems, *unreadable, *wrong, *_twice(table, reporter)]
    return Reading({WORKS.name: frame, PAYMENTS.name: payments}, found, table.rows_in, table.decimal)


def read_budgets(source: LayerSource, path: Path, context: Context) -> Reading:
    """Read the work plan's lines by year; a line printed without year and amount gives no record, and is told."""
    reporter = context.reporter
    table = table_of(source, path, reporter, known_of(BUDGETS))
    need(table, [column.name for column in BUDGETS.columns], reporter)
    problems = ignored(table, [*(column.name for column in BUDGETS.columns), *UNREAD], reporter)
    blank = table.frame["year"].isna() & table.frame["amount_usd"].isna()
    problems += [
        reporter.info("programme.incomplete", row=row, column="amount_usd", value=value)
        for row, value in cells(table.frame.loc[blank, "line_id"])
    ]
    frame = table.frame[~blank].assign(line_key=lambda rows: rows["line_id"] + "@" + rows["year"])
    kept = frame[[BUDGETS.key, *BUDGETS.names]]
    return Reading({BUDGETS.name: kept}, [*table.problems, *problems], table.rows_in, table.decimal)


def read_indicators(source: LayerSource, path: Path, context: Context) -> Reading:
    """Read indicators from columns `target_<year>` to one row a year; a blank target is none.

    Targets said to be cumulative that fall from one year to a later one stop the run: their years are out of order.
    """
    reporter = context.reporter
    table = table_of(source, path, reporter, known_of(INDICATORS))
    years = _years(table, TARGET, reporter, "target_2021")
    fixed = [column.name for column in INDICATORS.columns if column.name not in ("year", "target")]
    need(table, fixed, reporter)
    problems = ignored(table, [*fixed, *years, "cumulative", *UNREAD], reporter)
    long, unreadable = _long(table, list(years), reporter)
    year = long["heading"].map(years)
    frame = long[fixed].assign(
        target_id=long["code"] + "/" + long["variant"] + "@" + year, year=year, target=long["number"]
    )
    found = [*table.problems, *problems, *unreadable, *_falling(long, reporter)]
    return Reading({INDICATORS.name: frame}, found, table.rows_in, table.decimal)


def read_reference(source: LayerSource, path: Path, context: Context) -> Reading:
    """Read the programme's own selection, one cercle a row."""
    table = table_of(source, path, context.reporter, known_of(REFERENCE))
    frame, problems = from_table(table, REFERENCE, context.reporter, extras=("order", *UNREAD))
    return Reading({REFERENCE.name: frame}, [*table.problems, *problems], table.rows_in, table.decimal)


def read_institutions(source: LayerSource, path: Path, context: Context) -> Reading:
    """Read institutions and counts of them; a status that the document does not print is `unknown`."""
    table = table_of(source, path, context.reporter, known_of(INSTITUTIONS))
    frame, problems = from_table(table, INSTITUTIONS, context.reporter, extras=UNREAD)
    frame = frame.assign(status=frame["status"].fillna("unknown"))
    return Reading({INSTITUTIONS.name: frame}, [*table.problems, *problems], table.rows_in, table.decimal)


def read_redeployment(source: LayerSource, path: Path, context: Context) -> Reading:
    """Read the units that national plans list; a plan dated by month or year counts from the end of it."""
    table = table_of(source, path, context.reporter, known_of(REDEPLOYMENT))
    frame, problems = from_table(table, REDEPLOYMENT, context.reporter, extras=UNREAD)
    if "date" in frame.columns:
        frame = frame.assign(date=last_day(frame["date"]))
    return Reading({REDEPLOYMENT.name: frame}, [*table.problems, *problems], table.rows_in)


def _years(table: Table, pattern: re.Pattern[str], reporter: Reporter, example: str) -> dict[str, str]:
    """Heading -> year of the columns that repeat by year."""
    years = {name: found[1] for name in table.frame.columns if (found := pattern.fullmatch(name))}
    if not years:
        there = ", ".join(table.frame.columns)
        raise RefusedError(reporter.fatal("column.missing", column=example, value=example, there=there))
    return years


def _long(table: Table, headings: Sequence[str], reporter: Reporter) -> tuple[pd.DataFrame, list[Problem]]:
    """One row for each record and filled heading (`heading`, `number`), the index still the row number."""
    parts, problems = [], []
    for heading in headings:
        writing = replace(numbers.MONEY, decimal=table.decimal)
        number, bad = parsing.to_number(table.frame[heading], writing)
        problems += unreadable(table.frame[heading], bad, writing, reporter)
        parts.append(table.frame.assign(heading=heading, number=number)[number.notna()])
    return pd.concat(parts), problems


def _twice(table: Table, reporter: Reporter) -> list[Problem]:
    if "work_id" not in table.frame.columns:
        return []
    rows = table.frame["work_id"].dropna().groupby(table.frame["work_id"]).apply(lambda own: list(own.index))
    return [
        reporter.fatal("programme.work_twice", column="work_id", value=name, rows=", ".join(map(str, own)))
        for name, own in rows.items()
        if len(own) > 1
    ]


def _falling(long: pd.DataFrame, reporter: Reporter) -> list[Problem]:
    """Cumulative targets below an earlier year's."""
    if "cumulative" not in long.columns:
        return []
    adding_up, bad = parsing.to_truth(long["cumulative"])
    unknown = long.loc[bad, "cumulative"][lambda words: ~words.index.duplicated()]
    told = [reporter.error("value.bool", row, "cumulative", value) for row, value in cells(unknown)]
    dated = long[adding_up.fillna(False).astype(bool)].sort_values(["code", "variant", "heading"], kind="stable")
    before = dated.groupby(["code", "variant"])["number"].shift()
    return told + [
        reporter.fatal(
            "programme.target_falls", column=row["heading"], value=row["code"], variant=row["variant"],
            target=f"{row['number']:g}", before=f"{earlier:g}",
        )
        for row, earlier in zip(dated.to_dict("records"), before, strict=True)
        if row["number"] < earlier
    ]  # fmt: skip


def _wrong_totals(table: Table, long: pd.DataFrame, reporter: Reporter) -> list[Problem]:
    if "total_usd" not in table.frame.columns:
        return []
    total, bad = parsing.to_number(table.frame["total_usd"], numbers.MONEY)
    found = unreadable(table.frame["total_usd"], bad, numbers.MONEY, reporter)
    sums = long["number"].groupby(level=0).sum().reindex(total.index, fill_value=0.0)
    wrong = total.notna() & (sums != total)
    return found + [
        reporter.warning(
            "programme.work_total", row=int(row), column="total_usd", value=table.frame.loc[row, "work_id"],
            sum=f"{sums[row]:.0f}", total=f"{total[row]:.0f}",
        )
        for row in total.index[wrong]
    ]  # fmt: skip
