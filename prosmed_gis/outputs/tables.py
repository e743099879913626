"""The tables of a run: CSV for people and for other tools, one form for all.

UTF-8 with a byte-order mark (Excel shows accents right), comma, LF, header line; numbers with a point and a fixed
number of decimals by column, `true`/`false`, dates as 2022-12-31, nothing where nothing is known. A text that a
spreadsheet would run as a formula gets an apostrophe in front.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from prosmed_gis.domain.problems import COLUMNS as PROBLEM_COLUMNS
from prosmed_gis.domain.products import COVERAGE_COLUMNS, PLAN_COLUMNS, STANDING_COLUMNS, TRACKING_COLUMNS
from prosmed_gis.domain.vocabulary import Audience
from prosmed_gis.errors import OutputError
from prosmed_gis.outputs.siting_tables import siting_tables

if TYPE_CHECKING:
    from pathlib import Path

    from prosmed_gis.domain.products import Products, Tracked

DECIMALS = {
    "rank": 0,
    "year": 0,
    "opens_year": 0,
    "row": 0,
    "cost_usd": 0,
    "people_gained": 0,
    "population": 0,
    "covered": 0,
    "unreachable": 0,
    "minutes": 1,
    "people": 0,
    "people_within": 0,
    "people_covered": 0,
    "loss_people": 0,
    "area_km2": 1,
    "budget_usd": 0,
    "spent_usd": 0,
    "nearest_same_km": 1,
    "gap": 6,
    "lon": 5,
    "lat": 5,
}
"""Decimals by column; others have `USUAL_DECIMALS`. 5 decimals of a degree are a metre."""

SCORE_DECIMALS, PART_DECIMALS = 6, 8
"""Lists are chosen by scores in millionths of a point: who works with the tables gets them all, and of what scores are
made two more, so that its sum has them too. The public has the usual decimals."""
HELD = 10
"""Decimals past which a computed number is arithmetic."""
PARTS = ("value", "worth", "weight", "contribution")
"""Columns of which scores are made, or ends of their names (`violence_contribution`)."""

USUAL_DECIMALS = 4
"""Scores, shares, contributions, values."""

SELECTION_COLUMNS = ("score", "rank", "selected", "firmness", "reason_fr", "reason_en")
"""Last columns of `selection.csv`, after the ones by group."""

CRITERIA_COLUMNS = ("pcode", "group", "indicator", "label", "unit", "value", "worth", "weight", "contribution")

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def tables(products: Products) -> dict[str, pd.DataFrame]:
    """Return every table by file name, with the columns of its contract; a missing column comes out empty.

    A name may hold a folder (`placement/sites.csv`); tables of access and of the plan's meaning are there where they
    were asked for and the audience may see them.
    """
    return {
        "selection.csv": selection_table(products),
        "plan.csv": products.plan.works.reindex(columns=[*PLAN_COLUMNS, *STANDING_COLUMNS]),
        "coverage.csv": products.plan.coverage.reindex(columns=list(COVERAGE_COLUMNS)),
        "tracking.csv": tracking_table(products.tracked),
        "problems.csv": products.problems.reindex(columns=list(PROBLEM_COLUMNS)),
        "criteres.csv": criteria_table(products),
        **({} if products.communes is None else {"communes.csv": products.communes.table}),
        **siting_tables(products),
    }


def selection_table(products: Products) -> pd.DataFrame:
    """Return the selection in the order of its contract: unit, criteria by group, then score, rank and reasons."""
    frame = products.selection
    first = ["pcode", "region", "cercle", "track"]
    middle = [name for name in frame.columns if name not in first and name not in SELECTION_COLUMNS]
    return fine(frame.reindex(columns=[*first, *middle, *SELECTION_COLUMNS]), products.label.audience)


def fine(frame: pd.DataFrame, audience: Audience) -> pd.DataFrame:
    """Return a table of scores or their parts marked to be written so finely that lists can be chosen from it again."""
    marked = frame.copy(deep=False)
    if audience is not Audience.PUBLIC:
        parts = {str(name): PART_DECIMALS for name in frame.columns if str(name).rpartition("_")[2] in PARTS}
        marked.attrs["decimals"] = {**parts, "score": SCORE_DECIMALS}
    return marked


def tracking_table(tracked: Tracked) -> pd.DataFrame:
    """Return the states of indicators; an empty P-code stands for the whole programme."""
    return tracked.states.reindex(columns=list(TRACKING_COLUMNS))


def criteria_table(products: Products) -> pd.DataFrame:
    """Return value, worth, weight and contribution of each indicator and cercle, columns CRITERIA_COLUMNS.

    One row for each cercle (in the order of the selection) and indicator that has a weight or a value there.
    """
    criteria, language = products.criteria, str(products.label.language)
    definitions = criteria.definitions
    cercles, names = criteria.weights.index, list(definitions.index)
    frame = pd.DataFrame(
        {
            "pcode": np.repeat(cercles.to_numpy(), len(names)),
            "group": np.tile(definitions["group"].to_numpy(), len(cercles)),
            "indicator": np.tile(np.array(names, dtype=object), len(cercles)),
            "label": np.tile(definitions[f"label_{language}"].to_numpy(), len(cercles)),
            "unit": np.tile(definitions[f"unit_{language}"].to_numpy(), len(cercles)),
            **{
                column: part.reindex(index=cercles, columns=names).to_numpy(float).ravel()
                for column, part in (
                    ("value", criteria.values),
                    ("worth", criteria.worths),
                    ("weight", criteria.weights),
                    ("contribution", criteria.contributions),
                )
            },
        },
        columns=list(CRITERIA_COLUMNS),
    )
    frame = frame[frame["value"].notna() | (frame["weight"] > 0)].reset_index(drop=True)
    return fine(frame, products.label.audience)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame as dictionaries by column name, without its index."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def csv_text(frame: pd.DataFrame) -> str:
    """Return a frame as CSV text, LF at line ends, without its index."""
    usual = {**DECIMALS, **frame.attrs.get("decimals", {})}
    cells = pd.DataFrame(
        {str(name): _cells(frame[name], usual.get(str(name), USUAL_DECIMALS)) for name in frame.columns},
        columns=[str(name) for name in frame.columns],
    )
    return str(cells.to_csv(index=False, lineterminator="\n"))


def _cells(column: pd.Series, decimals: int) -> np.ndarray:
    form = _form(column, decimals)
    if column.dtype == object:
        return np.array([form(value) for value in column], dtype=object)
    # A long table says the same few things again and again. (Among objects 1 and True would be the same thing.)
    codes, values = pd.factorize(column, use_na_sentinel=False)
    return np.array([form(value) for value in values], dtype=object)[codes]


def write_table(frame: pd.DataFrame, path: Path, *, encoding: str = "utf-8-sig") -> Path:
    """Write one table; its folder must exist.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    try:
        path.write_bytes(csv_text(frame).encode(encoding))
    except OSError as error:
        msg = f"{path.name}: cannot be written ({error.strerror})"
        raise OutputError(msg) from error
    return path


def write_tables(products: Products, folder: Path) -> list[Path]:
    """Write every table of a run into a folder, some into folders inside it; return the files in order of name.

    Raises
    ------
    OutputError
        A file cannot be written.
    """
    found = sorted(tables(products).items())
    for path in (folder / name for name, _ in found):
        if path.parent != folder and folder.is_dir():
            path.parent.mkdir(exist_ok=True)
    return [write_table(frame, folder / name) for name, frame in found]


def _form(column: pd.Series, decimals: int) -> Callable[[object], str]:
    is_whole = pd.api.types.is_integer_dtype(column.dtype)

    def written(value: object) -> str:
        if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and np.isnan(value)):
            return ""
        if isinstance(value, bool | np.bool_):
            return "true" if value else "false"
        if is_whole or isinstance(value, int | np.integer):
            return str(int(value))  # type: ignore[call-overload]
        if isinstance(value, float | np.floating):
            return number(float(value), decimals)
        if isinstance(value, pd.Timestamp):
            return value.date().isoformat()
        return harmless(str(value))

    return written


def number(value: float, decimals: int) -> str:
    """Return a number with fixed decimals, rounded half to even on its binary value; never `-0`.

    It is cut to the digits that hold first, so that a half is a half on every processor.
    """
    return f"{round(round(value, HELD), decimals) + 0.0:.{decimals}f}"


def harmless(value: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    >>> harmless("=1+1")
    "'=1+1"
    >>> harmless("-3.5")
    '-3.5'
    """
    if not value.startswith(FORMULA_STARTS) or value.lstrip("+-").replace(".", "", 1).isdigit():
        return value
    return f"'{value}"
