"""Monthly counts of events by cercle, as published on HDX, or in this project's own columns."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from prosmed_gis.config.study import LayerSource
from prosmed_gis.domain import parsing
from prosmed_gis.domain.checking import cells
from prosmed_gis.domain.schemas import EVENT_COUNTS
from prosmed_gis.domain.vocabulary import EventClass
from prosmed_gis.readers.events import in_country
from prosmed_gis.readers.own import from_table, known_of
from prosmed_gis.readers.reading import Context, Reading, label_of, option_text, required_option
from prosmed_gis.readers.tables import need, table_of
from prosmed_gis.readers.units import check_names

NEEDED = ("Country", "Admin2", "Admin2 Pcode", "Month", "Year", "Events", "Fatalities")


def read_hdx(source: LayerSource, path: Path, context: Context) -> Reading:
    """Read the counts that ACLED publishes by admin 2 and month; one file holds one class of events.

    Option `event_class` says which (classes overlap and are never added up); `country` leaves other countries out of
    scope; `label` names the source. Names are compared with the boundaries, for P-codes change between vintages.
    """
    reporter = context.reporter
    event_class = required_option(source, "event_class", reporter, [member.value for member in EventClass])
    table = table_of(source, path, reporter, NEEDED)
    need(table, NEEDED, reporter)
    frame, problems = in_country(table.frame, "Country", option_text(source, "country"), reporter)
    problems = problems + check_names(frame["Admin2 Pcode"], frame["Admin2"], "cercles", context)
    months = frame["Month"].str.casefold().map(parsing.MONTHS)
    years, _ = parsing.to_whole(frame["Year"])
    unknown = (months.isna() & frame["Month"].notna()) | (years.isna() & frame["Year"].notna())
    problems += [reporter.error("value.date", row, "Month", value) for row, value in cells(frame.loc[unknown, "Month"])]
    first_days = years.astype("str") + "-" + months.astype("Int64").astype("str").str.zfill(2) + "-01"
    first_days = first_days.where(years.notna() & months.notna())
    counts = pd.DataFrame(
        {
            "count_id": frame["Admin2 Pcode"] + "_" + first_days.str[:7] + "_" + event_class,
            "cercle_pcode": frame["Admin2 Pcode"],
            "month": first_days,
            "event_class": event_class,
            "events": frame["Events"],
            "fatalities": frame["Fatalities"],
            "source": label_of(source, "ACLED (HDX)"),
        }
    )
    return Reading({EVENT_COUNTS.name: counts}, [*table.problems, *problems], table.rows_in)


def read_own(source: LayerSource, path: Path, context: Context) -> Reading:
    """Read counts in the canonical columns; a file without `count_id` gets cercle, month and class as identifier."""
    table = table_of(source, path, context.reporter, known_of(EVENT_COUNTS))
    if EVENT_COUNTS.key not in table.frame.columns:
        need(table, ("cercle_pcode", "month", "event_class"), context.reporter)
        parts = table.frame["cercle_pcode"] + "_" + table.frame["month"].str[:7] + "_" + table.frame["event_class"]
        table.frame.insert(0, EVENT_COUNTS.key, parts)
    frame, problems = from_table(table, EVENT_COUNTS, context.reporter)
    return Reading({EVENT_COUNTS.name: frame}, [*table.problems, *problems], table.rows_in, table.decimal)
