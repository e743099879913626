"""People by cercle: this project's table, OCHA's HNO and COD-PS."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from prosmed_gis.config.study import LayerSource
from prosmed_gis.domain.checking import cells
from prosmed_gis.domain.schemas import POPULATION
from prosmed_gis.readers.reading import Context, Reading, RefusedError, label_of, required_year
from prosmed_gis.readers.tables import need, table_of
from prosmed_gis.readers.units import check_names

HNO_TOTAL = {
    "Sector": "ALL", "Gender": "a", "Age Range": "ALL", "Population Group": "ALL", "Disabled": "a",
}  # fmt: skip
"""Values that mark the row of all people of a place in the HNO's long table."""
HNO_CODE, HNO_REGION, HNO_PEOPLE = "Admin 2 PCode", "Admin 1 PCode", "Population"
COD_CODE, COD_NAME, COD_PEOPLE = "admin2Pcode", "admin2Name_fr", "T_TL"


def read_hno(source: LayerSource, path: Path, context: Context) -> Reading:
    """Read the people of each cercle from an HNO; rows by sector, sex, age or group, and totals, are out of scope.

    Option `year` is the year that the figures speak of; `label` names the source.
    """
    reporter, year = context.reporter, required_year(source, context.reporter)
    table = table_of(source, path, reporter, (HNO_CODE, HNO_REGION, HNO_PEOPLE, *HNO_TOTAL))
    need(table, (HNO_CODE, HNO_REGION, HNO_PEOPLE, *HNO_TOTAL), reporter)
    is_total = pd.Series(True, index=table.frame.index)
    for name, value in HNO_TOTAL.items():
        is_total &= table.frame[name].str.casefold() == value.casefold()
    is_above = table.frame[HNO_CODE].isna()
    problems = [
        reporter.info("scope.national", row=row, column=HNO_PEOPLE, value=value)
        for row, value in cells(table.frame.loc[is_total & is_above, HNO_PEOPLE])
    ]
    others = int((~is_total).sum())
    if others:
        problems.append(reporter.info("scope.breakdown", column=HNO_PEOPLE, value=others))
    rows = table.frame[is_total & ~is_above]
    built = _table(rows[HNO_CODE], rows[HNO_PEOPLE], year, label_of(source, "HNO"))
    return Reading({POPULATION.name: built}, [*table.problems, *problems], table.rows_in)


def read_cod_ps(source: LayerSource, path: Path, context: Context) -> Reading:
    """Read the people of each cercle from a COD-PS of level 2.

    The vintage of its codes must be stated: that of 2018 has Menaka as one cercle. Names are compared with the
    boundaries. Option `year` is the year that the figures speak of.
    """
    reporter, year = context.reporter, required_year(source, context.reporter)
    if source.vintage is None:
        raise RefusedError(reporter.fatal("vintage.missing"))
    table = table_of(source, path, reporter, (COD_CODE, COD_NAME, COD_PEOPLE))
    need(table, (COD_CODE, COD_NAME, COD_PEOPLE), reporter)
    problems = check_names(table.frame[COD_CODE], table.frame[COD_NAME], "cercles", context)
    built = _table(table.frame[COD_CODE], table.frame[COD_PEOPLE], year, label_of(source, "COD-PS"))
    return Reading({POPULATION.name: built}, [*table.problems, *problems], table.rows_in)


def _table(codes: pd.Series, people: pd.Series, year: int, label: str) -> pd.DataFrame:
    return pd.DataFrame({"pcode": codes, "people": people, "year": year, "source": label})
