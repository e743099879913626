"""UCDP georeferenced events (GED): the layouts of 41, 48 and 49 columns and HDX's country files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from prosmed_gis.config.study import LayerSource
from prosmed_gis.domain.checking import cells
from prosmed_gis.domain.problems import Problem
from prosmed_gis.domain.reporting import Reporter
from prosmed_gis.domain.vocabulary import ActorKind, EventType
from prosmed_gis.readers.events import coded, in_country
from prosmed_gis.readers.own import coordinates
from prosmed_gis.readers.reading import Context, Reading, label_of, option_text
from prosmed_gis.readers.tables import need, table_of

NEEDED = (
    "id", "type_of_violence", "side_a", "side_b", "where_prec", "latitude", "longitude", "country", "date_prec",
    "date_start", "best", "low", "high",
)  # fmt: skip
TYPES = {
    "1": (EventType.BATTLE, "state-based"),
    "2": (EventType.BATTLE, "non-state"),
    "3": (EventType.CIVILIANS, "one-sided"),
}
"""GED knows organised violence with at least one death: battles, or violence against civilians."""
ONE_SIDED = "3"
GEO_PRECISION = {"1": 1, "2": 2, "3": 3, "4": 4, "5": 4, "6": 4, "7": 4}
"""3 is the centre of a cercle; 4 and more says no more than the region, a line or the country."""
DATE_PRECISION = {"1": 1, "2": 2, "3": 2, "4": 3, "5": 3}
"""Day; 2-6 days and week; month and more."""


STATE_NUMBERS = r"[1-9]\d*(?:\.0)?(?:[,;] ?[1-9]\d*)*"
"""Gleditsch-Ward numbers of one government or several."""
NO_STATE = ("0", "-99")


def read(source: LayerSource, path: Path, context: Context) -> Reading:
    """Read GED events; the date is the first day of the event (`date_start`).

    Option `country` (name as in the file) leaves the events of other countries out of scope; `label` names the source.
    A government is `state`, the other side of a state-based conflict `rebel`; other groups are `unknown`, for GED
    does not say what kind they are.
    """
    reporter = context.reporter
    table = table_of(source, path, reporter, (*NEEDED, "gwnoa", "gwnob"))
    need(table, NEEDED, reporter)
    frame, problems = in_country(table.frame, "country", option_text(source, "country"), reporter)
    geometry, wrong = coordinates(frame["longitude"], frame["latitude"], reporter)
    precise, vague = coded(frame["where_prec"], GEO_PRECISION, reporter)
    timed, untimed = coded(frame["date_prec"], DATE_PRECISION, reporter)
    violence = frame["type_of_violence"].str.removesuffix(".0")
    unknown = violence.notna() & ~violence.isin(list(TYPES))
    bad_types = [
        reporter.error("event.type", int(row), "type_of_violence", value)
        for row, value in zip(frame.index[unknown], violence[unknown], strict=True)
    ]
    for name in ("gwnoa", "gwnob"):
        bad_types += _bad_numbers(frame, name, reporter)
    events = pd.DataFrame(
        {
            "event_id": "UCDP-" + frame["id"].str.removesuffix(".0"),
            "date": frame["date_start"],
            "date_precision": timed,
            "geo_precision": precise,
            "type": violence.map({code: kind.value for code, (kind, _) in TYPES.items()}),
            "sub_type": violence.map({code: word for code, (_, word) in TYPES.items()}),
            "actor1": frame["side_a"],
            "actor2": frame["side_b"],
            "actor1_kind": _kinds(frame, "side_a", "gwnoa", violence),
            "actor2_kind": _kinds(frame, "side_b", "gwnob", violence),
            "civilian_targeting": violence == ONE_SIDED,
            "fatalities": frame["best"],
            "fatalities_low": frame["low"],
            "fatalities_high": frame["high"],
            "source": label_of(source, "UCDP GED"),
            "licence_class": "open",
            "geometry": geometry,
        }
    )
    return Reading(
        {"events": events}, [*table.problems, *problems, *wrong, *vague, *untimed, *bad_types], table.rows_in
    )


def _bad_numbers(frame: pd.DataFrame, name: str, reporter: Reporter) -> list[Problem]:
    """Problems of numbers of governments that are none: a word there is no government."""
    if name not in frame.columns:
        return []
    values = frame[name]
    known = values.isna() | values.isin(NO_STATE) | values.str.fullmatch(STATE_NUMBERS, na=False)
    return [reporter.error("value.int", row, name, value) for row, value in cells(values[~known])]


def _kinds(frame: pd.DataFrame, side: str, number: str, violence: pd.Series) -> pd.Series:
    name = frame[side]
    # Only governments bear a Gleditsch-Ward number; older layouts lack it for side A.
    is_state = name.str.startswith("Government of", na=False)
    if number in frame.columns:
        is_state |= frame[number].str.fullmatch(STATE_NUMBERS, na=False)
    is_civilians = name.str.casefold().eq("civilians") & (violence == ONE_SIDED)
    is_rebel = (violence == "1") & (side == "side_b") & ~is_state
    choices = [ActorKind.CIVILIANS.value, ActorKind.STATE.value, ActorKind.REBEL.value]
    kinds = np.select([is_civilians, is_state, is_rebel], choices, default=ActorKind.UNKNOWN.value)
    return pd.Series(kinds, index=frame.index).where(name.notna())
