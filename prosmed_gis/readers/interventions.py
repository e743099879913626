"""Who does what where: the programme's annex (or a user's table), and OCHA's 3W."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from prosmed_gis.config.study import LayerSource
from prosmed_gis.domain.names import fold
from prosmed_gis.domain.schemas import INTERVENTIONS
from prosmed_gis.readers.own import from_table
from prosmed_gis.readers.periods import first_day, last_day
from prosmed_gis.readers.reading import Context, Reading, RefusedError, label_of
from prosmed_gis.readers.tables import Table, need, table_of
from prosmed_gis.readers.units import check_names

OWN_NEEDED = ("project_id", "project", "theme", "level", "pcodes")
OWN_OPTIONAL = {
    "activity_fr": "activity", "actors": "actor", "donor": "donor", "amount": "budget", "currency": "currency",
    "start": "start", "end": "end", "status": "status",
}  # fmt: skip
OWN_UNREAD = ("amount_text", "places_text", "note", "source_line")
TAGS = {
    "org": "#org+name",
    "acronym": "#org+acronym",
    "code": "#adm2+code",
    "cercle": "#adm2+name",
    "sector": "#sector",
}
"""HXL tags by which the columns of a 3W are known."""
HEADINGS = {
    "org": "Nom Organisation", "acronym": "Organisation Accronyme", "code": "admin2Pcod", "cercle": "Cercle",
    "sector": "Cluster",
}  # fmt: skip
"""French headings for a 3W whose HXL row was cut off."""


def read_own(source: LayerSource, path: Path, context: Context) -> Reading:
    """Read one row a project (or a project and level), several P-codes in a cell set apart by spaces, `;` or `,`.

    Each project and P-code gives one canonical row. A project's money stands on its first row only, so that sums
    count it once; rows for other places have no budget. A year alone is its first day as a start, its last as an end.
    """
    reporter = context.reporter
    table = table_of(source, path, reporter, (*OWN_NEEDED, *OWN_OPTIONAL, *INTERVENTIONS.names))
    if INTERVENTIONS.key in table.frame.columns:
        frame, problems = from_table(table, INTERVENTIONS, reporter, extras=OWN_UNREAD)
        return Reading({INTERVENTIONS.name: frame}, [*table.problems, *problems], table.rows_in, table.decimal)
    need(table, OWN_NEEDED, reporter)
    known = {*OWN_NEEDED, *OWN_OPTIONAL, *OWN_UNREAD, "source"}
    problems = [
        reporter.info("column.ignored", column=name, value=name) for name in table.frame.columns if name not in known
    ]
    frame = table.frame.rename(columns=OWN_OPTIONAL)
    for name in [name for name in OWN_OPTIONAL.values() if name not in frame.columns]:
        frame[name] = pd.Series(None, index=frame.index, dtype="str")
    frame = frame.assign(pcode=frame["pcodes"].str.findall(r"[^\s;,]+"), line=frame.index).explode("pcode")
    is_first = ~frame["line"].duplicated()
    frame = frame.assign(
        row_id=frame["project_id"] + ":" + frame["level"] + ":" + frame["pcode"].fillna("-"),
        budget=frame["budget"].where(is_first),
        start=first_day(frame["start"]),
        end=last_day(frame["end"]),
        status=frame["status"].fillna("unknown"),
        source=frame["source"] if "source" in frame.columns else label_of(source, path.stem),
    )
    kept = frame[[INTERVENTIONS.key, *INTERVENTIONS.names]]
    return Reading({INTERVENTIONS.name: kept}, [*table.problems, *problems], table.rows_in, table.decimal)


def read_3w(source: LayerSource, path: Path, context: Context) -> Reading:
    """Read OCHA's 3W: one row for each distinct organisation, cercle and sector.

    The table says presence, with neither project, date nor money: the project bears the organisation's name, the theme
    is the sector and the status is `unknown`. Rows that repeat another exactly are dropped and counted. The name of
    each cercle is compared with the boundaries.
    """
    reporter = context.reporter
    table = table_of(source, path, reporter, HEADINGS.values())
    columns = _columns(table, context)
    repeated = table.frame.duplicated()
    rows = table.frame.loc[~repeated, list(columns.values())].set_axis(list(columns), axis=1)
    problems = check_names(table.frame[columns["code"]], table.frame[columns["cercle"]], "cercles", context)
    if repeated.any():
        problems.append(reporter.info("rows.repeated", value=int(repeated.sum())))
    key = rows["acronym"].fillna(rows["org"]).map(fold, na_action="ignore")
    parts = [key, rows["code"].fillna("-"), rows["sector"].map(fold, na_action="ignore")]
    rows = rows.assign(key=key, row_id="3W:" + parts[0] + ":" + parts[1] + ":" + parts[2])
    again = rows["row_id"].duplicated() & rows["row_id"].notna()
    if again.any():
        problems.append(reporter.info("rows.distinct", value=int(again.sum())))
    rows = rows[~again]
    built = pd.DataFrame(
        {
            "row_id": rows["row_id"],
            "project_id": "3W-" + rows["key"],
            "project": rows["org"],
            "actor": rows["acronym"].fillna(rows["org"]),
            "theme": rows["sector"],
            "status": "unknown",
            "level": rows["code"].isna().map({True: "unstated", False: "cercle"}),
            "pcode": rows["code"],
            "source": label_of(source, "3W"),
        }
    )
    return Reading({INTERVENTIONS.name: built}, [*table.problems, *problems], table.rows_in)


def _columns(table: Table, context: Context) -> dict[str, str]:
    by_tag = {tag: name for name, tag in table.tags.items()}
    found = {part: by_tag.get(tag, HEADINGS[part]) for part, tag in TAGS.items()}
    missing = [part for part, name in found.items() if name not in table.frame.columns]
    if missing:
        there = ", ".join(table.frame.columns)
        raise RefusedError(
            *(
                context.reporter.fatal("column.missing", column=TAGS[part], value=TAGS[part], there=there)
                for part in missing
            )
        )
    return found
