"""Site visits as KoboToolbox exports them: group prefixes, GPS in columns or in one text, codes or labels."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from prosmed_gis.config.study import LayerSource
from prosmed_gis.domain.checking import cells
from prosmed_gis.domain.names import fold
from prosmed_gis.domain.problems import Problem
from prosmed_gis.domain.reporting import Reporter
from prosmed_gis.domain.schemas import PROGRESS
from prosmed_gis.domain.vocabulary import WorkStage
from prosmed_gis.readers.reading import Context, Reading, RefusedError
from prosmed_gis.readers.tables import Table, table_of
from prosmed_gis.wording.sentences import in_every_language

QUESTIONS: dict[str, tuple[str, ...]] = {
    "observation_id": ("_uuid", "_id"),
    "work_id": ("work_id", "site_id", "ouvrage", "site"),
    "date": ("date", "date_visite", "visit_date", "_submission_time"),
    "stage": ("stage", "stade"),
    "percent": ("percent", "pourcentage", "avancement"),
    "observer": ("observer", "observateur", "_submitted_by"),
    "lat": ("_position_latitude", "_gps_latitude", "lat", "latitude"),
    "lon": ("_position_longitude", "_gps_longitude", "lon", "longitude"),
    "note": ("note", "observation", "remarque"),
    "photo": ("photo", "photo_url"),
}
"""Canonical column -> names of the question, without group prefix, in order of preference."""
POSITION = ("position", "gps")
"""Questions that hold "lat lon alt acc" in one text where the export does not split it."""
REJECTED = ("notapproved", "validationstatusnotapproved", "nonapprouve")
KEPT = (
    "approved", "validationstatusapproved", "approuve", "onhold", "validationstatusonhold", "enattente", "nostatus",
    "aucunstatut",
)  # fmt: skip
"""States of validation, folded: those that are not read, and those that are."""


def read(source: LayerSource, path: Path, context: Context) -> Reading:
    """Read every submission as one observation; several for a site all stay, submissions rejected in Kobo do not.

    Option `fields` names the heading of a canonical column where the form's own name is none of `QUESTIONS`. A stage
    is a code (`works`) or its label in French or English.

    Raises
    ------
    RefusedError
        The export has no question for the identifier, site, date or stage.
    """
    reporter = context.reporter
    table = table_of(source, path, reporter)
    stated = source.options.get("fields")
    headings = _headings(table, stated if isinstance(stated, dict) else {}, reporter)
    frame, problems = _accepted(table.frame, reporter)
    built = frame[list(headings.values())].set_axis(list(headings), axis=1)
    built = built.assign(**_position(frame, headings))
    stages, unknown = _stages(built["stage"], reporter)
    # A time of submission holds a time zone and fractions: the day is what is observed.
    days = built["date"].str.replace(r"T.*$", "", regex=True)
    built = built.assign(stage=stages, date=days)
    return Reading({PROGRESS.name: built}, [*table.problems, *problems, *unknown], table.rows_in)


def _headings(table: Table, stated: Mapping[str, object], reporter: Reporter) -> dict[str, str]:
    by_question: dict[str, str] = {}
    for name in table.frame.columns:
        by_question.setdefault(name.rsplit("/", 1)[-1].casefold(), name)
    found: dict[str, str] = {}
    for column, questions in QUESTIONS.items():
        choices = [str(stated[column])] if column in stated else [by_question.get(word, "") for word in questions]
        heading = next((name for name in choices if name in table.frame.columns), None)
        if heading is not None:
            found[column] = heading
    needed = {column.name for column in PROGRESS.columns if column.required} | {PROGRESS.key} | set(stated)
    missing = sorted(needed - set(found))
    if missing:
        there = ", ".join(table.frame.columns)
        raise RefusedError(
            *(
                reporter.fatal("column.missing", column=name, value=stated.get(name, name), there=there)
                for name in missing
            )
        )
    return found


def _accepted(frame: pd.DataFrame, reporter: Reporter) -> tuple[pd.DataFrame, list[Problem]]:
    if "_validation_status" not in frame.columns:
        return frame, []
    words = frame["_validation_status"].map(lambda word: fold(str(word)), na_action="ignore")
    unknown = words.notna() & ~words.isin([*REJECTED, *KEPT])
    told = [
        reporter.error("kobo.validation", row, "_validation_status", value)
        for row, value in cells(frame.loc[unknown, "_validation_status"])
    ]
    rejected = words.isin(REJECTED)
    count = int(rejected.sum())
    told += [reporter.info("kobo.rejected", column="_validation_status", value=count)] if count else []
    return frame[~rejected], told


def _position(frame: pd.DataFrame, headings: Mapping[str, str]) -> dict[str, pd.Series]:
    if {"lat", "lon"} <= set(headings):
        return {}
    whole = next((name for name in frame.columns if name.rsplit("/", 1)[-1].casefold() in POSITION), None)
    if whole is None:
        return {}
    parts = frame[whole].str.split()
    return {"lat": parts.str[0], "lon": parts.str[1]}


def _stages(values: pd.Series, reporter: Reporter) -> tuple[pd.Series, list[Problem]]:
    words = {
        fold(word): stage.value
        for stage in WorkStage
        for word in (stage.value, *in_every_language(f"stage.{stage.value}"))
    }
    stages = values.map(lambda word: words.get(fold(str(word))), na_action="ignore")
    unknown = stages.isna() & values.notna()
    allowed = ", ".join(stage.value for stage in WorkStage)
    problems = [
        reporter.error("kobo.stage", row, "stage", value, allowed=allowed) for row, value in cells(values[unknown])
    ]
    return stages, problems
