"""State of each building work at a date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.domain.notes import Listed, Note, Number, Value, note
from prosmed_gis.domain.vocabulary import PlanStatus
from prosmed_gis.tracking.states import state_of

if TYPE_CHECKING:
    from datetime import date

    from prosmed_gis.config.tracking import Tracking
    from prosmed_gis.domain.layers import Layers
    from prosmed_gis.domain.products import PlanResult
    from prosmed_gis.tracking.observations import Observed

SITE_COLUMNS = ("kind", "action", "cercle_pcode", "place", "lon", "lat", "starts_year", "opens_year", "proposed")
"""`proposed`: placed by the tool, and not known to be decided by anybody."""
WORK_COLUMNS = (
    "kind", "action", "cercle_pcode", "place", "lon", "lat", "stage", "percent", "works_percent", "last_date",
    "starts_year", "opens_year", "expected_percent", "state", "n_observations", "flags",
)  # fmt: skip
"""`percent` is the completion (0-100) by stage shares, `works_percent` what the observer reported."""

FAR_M = 10_000.0
"""Metres from which a distance is told in whole kilometres."""


def followed_works(layers: Layers, plan: PlanResult | None) -> pd.DataFrame:
    """Return the works that the programme follows, index work id, columns SITE_COLUMNS.

    The works of the plan but partners' ones, and the placed works of the layer that the plan does not hold.
    `starts_year` is the first year of payment, `opens_year` the plan's, or the last year of payment where there is no
    plan; NaN where neither is known.
    """
    parts = [part for part in (_planned(plan), _given(layers)) if part is not None and len(part)]
    if not parts:
        return pd.DataFrame(columns=list(SITE_COLUMNS), index=pd.Index([], name="work_id", dtype="str"))
    whole = pd.concat(parts)
    whole = whole[~whole.index.duplicated(keep="first")].sort_index()
    text_columns = ["kind", "action", "cercle_pcode", "place"]
    number_columns = ["lon", "lat", "starts_year", "opens_year"]
    whole[text_columns] = whole[text_columns].fillna("")
    whole["proposed"] = whole["status"] == PlanStatus.PLANNED.value if "status" in whole else False
    return whole[list(SITE_COLUMNS)].astype(
        {**dict.fromkeys(text_columns, "str"), **dict.fromkeys(number_columns, "float"), "proposed": "bool"}
    )


def _planned(plan: PlanResult | None) -> pd.DataFrame | None:
    if plan is None:
        return None
    own = plan.works[plan.works["status"] != PlanStatus.PARTNER.value]
    first = own.drop_duplicates("work_id").set_index("work_id").rename_axis("work_id")
    return first.assign(starts_year=own.groupby("work_id")["year"].min())


def _given(layers: Layers) -> pd.DataFrame | None:
    if layers.works is None:
        return None
    placed = layers.works[layers.works["placed"].astype(bool)].rename_axis("work_id")
    if layers.payments is None:
        return placed.assign(starts_year=np.nan, opens_year=np.nan)
    paid = layers.payments[layers.payments["cost_usd"] > 0].groupby("work_id")["year"]
    return placed.assign(starts_year=paid.min(), opens_year=paid.max())


def expected_percent(starts_year: pd.Series, opens_year: pd.Series, as_of: date, mode: str) -> pd.Series:
    """Return the completion (0-100) that the plan asks for at a date, on the same index.

    `linear` goes straight from 1 January of the first year of payment to 31 December of the opening year; `step` is 0
    until that day. NaN where the opening year is unknown; a first year that is unknown or later than the opening is
    the opening year's.
    """
    first = starts_year.fillna(opens_year).clip(upper=opens_year)
    begin = pd.to_datetime({"year": first.fillna(as_of.year).astype(int), "month": 1, "day": 1})
    end = pd.to_datetime({"year": opens_year.fillna(as_of.year).astype(int), "month": 12, "day": 31})
    now = pd.Timestamp(as_of)
    if mode == "step":
        share = (end <= now).astype(float)
    else:
        share = (((now - begin).dt.days + 1) / ((end - begin).dt.days + 1)).clip(0, 1)
    return (100.0 * share).where(opens_year.notna()).rename("expected_percent")


def work_states(
    sites: pd.DataFrame, observed: Observed | None, flagged: pd.Series, as_of: date, config: Tracking
) -> pd.DataFrame:
    """Return the state of each followed work, on the index of `sites`, columns WORK_COLUMNS.

    A work without observation has no stage and NaN percent: its state is `no_data` where something was due, else
    `no_target`. `done` means that the last stage is reached. `flagged` holds the notes of the flags by work id; a
    work without flags has an empty text there.
    """
    frame = sites.copy()
    frame["expected_percent"] = expected_percent(frame["starts_year"], frame["opens_year"], as_of, config.expected)
    if observed is None:
        latest = pd.DataFrame(columns=["stage", "percent", "share", "date"], index=pd.Index([], dtype="str"))
        seen = pd.Series(dtype=float)
    else:
        latest = observed.daily.drop_duplicates("work_id", keep="last").set_index("work_id")
        seen = observed.used.groupby("work_id").size()
    latest = latest.reindex(frame.index)
    frame["stage"] = latest["stage"].astype("object").where(latest["stage"].notna(), "").astype("str")
    frame["percent"] = 100.0 * latest["share"].astype(float)
    frame["works_percent"] = latest["percent"].astype(float)
    frame["last_date"] = pd.to_datetime(latest["date"])
    frame["n_observations"] = seen.reindex(frame.index).fillna(0).astype("int64")
    frame["flags"] = flagged.reindex(frame.index).astype("object").fillna("")
    frame["state"] = [
        _state(percent, expected, config)
        for percent, expected in zip(frame["percent"], frame["expected_percent"], strict=True)
    ]
    frame["state"] = frame["state"].astype("str")
    return frame[list(WORK_COLUMNS)]


def _state(percent: float, expected: float, config: Tracking) -> str:
    if np.isnan(percent) and not expected > 0:
        return "no_target"
    return state_of(percent, expected, 100.0, config)


def flag_note(rule: str, day: pd.Timestamp, detail: object) -> Note:
    """Return one flag as a phrase; `detail` is what `observations.flags` found."""
    values: dict[str, Value] = {"date": day.date()}
    if rule == "backward":
        before, after = str(detail).split(">")
        values |= {"before": note(f"stage.{before}"), "after": note(f"stage.{after}")}
    elif rule == "far_from_site":
        values["distance"] = _distance(float(str(detail)))
    elif rule == "percent_contradicts":
        percent, stage = str(detail).split(">")
        values |= {"percent": percent, "stage": note(f"stage.{stage}")}
    return note(f"tracking.flag.{rule}", **values)


def _distance(metres: float) -> Listed:
    if metres >= FAR_M:
        return Listed((Number(metres / 1000), "km"), " ")
    return Listed((Number(round(metres, -1)), "m"), " ")
