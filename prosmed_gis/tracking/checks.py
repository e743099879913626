"""What is doubtful in observations, indicators and the programme's own document, as problems."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from prosmed_gis.domain.notes import Listed, Note, Value, note
from prosmed_gis.domain.problems import Problem, Severity
from prosmed_gis.tracking.works import flag_note

if TYPE_CHECKING:
    from datetime import date

    from prosmed_gis.config.tracking import Tracking
    from prosmed_gis.domain.layers import Layers
    from prosmed_gis.tracking.observations import Observed


OF_A_PROPOSAL = "_proposed"
"""Ending of a rule that is told of a work which the tool placed: other words, and nothing to put right."""
FLAG_NAMES = ("work_id", "observation_id", "rule", "column")


def work_flags(flagged: pd.DataFrame, observed: Observed, sites: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return every flag as a phrase: work_id, observation_id, rule, column, phrase.

    Besides the doubtful observations of `observations.flags`: `after_as_of` (how many of a work's observations are
    too late for the date) and `not_observed` (a work whose opening year is over and that nobody ever observed;
    `not_observed_proposed` where the tool placed it and nobody is known to have decided it).
    """
    rows: list[tuple[str | Note, ...]] = [
        (*names, flag_note(names[2], day, detail))
        for *names, day, detail in flagged[[*FLAG_NAMES, "date", "detail"]].itertuples(index=False, name=None)
    ]
    for work, count in observed.later.groupby("work_id").size().items():
        phrase = note("tracking.flag.after_as_of", count=count, date=as_of)
        rows.append((str(work), "", "after_as_of", "date", phrase))
    over = as_of.year if (as_of.month, as_of.day) == (12, 31) else as_of.year - 1
    unseen = sites[(sites["opens_year"] <= over) & ~sites.index.isin(observed.daily["work_id"])]
    for work, year, proposed in zip(unseen.index, unseen["opens_year"], unseen["proposed"], strict=True):
        rule = f"not_observed{OF_A_PROPOSAL}" if proposed else "not_observed"
        rows.append((str(work), "", rule, "", note(f"tracking.flag.{rule}", year=int(year))))
    return pd.DataFrame(rows, columns=[*FLAG_NAMES, "phrase"])


def flags_by_work(phrases: pd.DataFrame) -> pd.Series:
    """Return work id -> its phrases, each once, as one list."""
    once = phrases.drop_duplicates(["work_id", "phrase"]).groupby("work_id")["phrase"]
    return pd.Series({work: Listed(tuple(told), "; ") for work, told in once}, dtype="object")


def flag_problems(phrases: pd.DataFrame) -> list[Problem]:
    """Return one problem for each flag, `after_as_of` and proposals as information, the others as warnings."""
    return [
        Problem(
            file="",
            layer="progress",
            row=None,
            column=column,
            value=observation or work,
            rule=f"tracking.{rule.removesuffix(OF_A_PROPOSAL)}",
            severity=Severity.INFO if rule == "after_as_of" or rule.endswith(OF_A_PROPOSAL) else Severity.WARNING,
            remedy=note(f"tracking.remedy.{rule}", {work}, work=work, what=phrase),
        )
        for work, observation, rule, column, phrase in phrases.itertuples(index=False, name=None)
    ]


def stray_problems(observed: Observed) -> list[Problem]:
    """Return one warning for each observation of an envelope or of an unknown work."""
    return [
        _problem("progress", "work_id", f"{row.observation_id}: {row.work_id}", rule, Severity.WARNING)
        for frame, rule in ((observed.unknown, "unknown_work"), (observed.envelopes, "envelope_observed"))
        for row in frame.itertuples(index=False)
    ]


def absence_problems(layers: Layers, *, has_plan: bool, config: Tracking) -> list[Problem]:
    """Return what cannot be said because a layer or a plan is not there."""
    found = []
    if layers.progress is None:
        found.append(_problem("progress", "", "", "no_progress", Severity.WARNING))
    if not has_plan:
        found.append(_problem("works", "", "", "no_plan", Severity.INFO))
    if layers.indicators is None:
        found.append(_problem("indicators", "", "", "no_indicators", Severity.WARNING))
        return found
    once = layers.indicators.drop_duplicates(["code", "counts"]).sort_values("code", kind="stable")
    for code, counts in zip(once["code"], once["counts"], strict=True):
        if counts not in config.counts:
            found.append(
                _problem(
                    "indicators",
                    "counts",
                    str(counts),
                    "no_count",
                    Severity.INFO,
                    code=code,
                    counts=counts,
                )
            )
    return found


def _problem(layer: str, column: str, value: str, rule: str, severity: Severity, **values: Value) -> Problem:
    remedy = note(f"tracking.{rule}", **values)
    return Problem("", layer, None, column, value, f"tracking.{rule}", severity, remedy)
