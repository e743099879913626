"""Dated observations of works: which one wins, and which are doubtful."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.crs import distance_km
from prosmed_gis.domain.vocabulary import WorkStage

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

STAGE_ORDER = {stage.value: order for order, stage in enumerate(WorkStage)}
"""Position of each stage, from 0."""

FLAG_COLUMNS = ("work_id", "observation_id", "rule", "column", "date", "detail")


@dataclass(frozen=True, eq=False)
class Observed:
    """Observations told apart; every one of the layer is in exactly one of the four frames."""

    daily: pd.DataFrame
    """One row per work and day, the winner of the day: observation_id, work_id, date, stage, percent, lon, lat, order
    (0-8) and share (0-1) of completion; by work and date."""
    used: pd.DataFrame
    """As `daily`, with all observations of the same day, the most advanced first."""
    later: pd.DataFrame
    """Observations after the date of the state, not used."""
    envelopes: pd.DataFrame
    """Observations of works without a place."""
    unknown: pd.DataFrame
    """Observations of works that nobody knows."""


def completion(stage: pd.Series, percent: pd.Series, shares: Mapping[WorkStage, float]) -> pd.Series:
    """Return the share of completion (0-1) on the same index.

    Every stage has its share; inside `works` it goes straight to the share of the next stage with the percentage
    (0-100) of the building works, a missing percentage counting 0. At other stages the percentage is not looked at.
    """
    table = {known.value: share for known, share in shares.items()}
    base = stage.map(table).astype(float)
    step = table[WorkStage.PROVISIONAL_ACCEPTANCE.value] - table[WorkStage.WORKS.value]
    inside = (stage == WorkStage.WORKS.value).to_numpy() * percent.fillna(0.0).to_numpy(float) / 100.0
    return pd.Series(base.to_numpy() + step * inside, index=stage.index, dtype=float, name="share")


def observe(
    progress: pd.DataFrame, known: pd.Index, envelopes: pd.Index, as_of: date, shares: Mapping[WorkStage, float]
) -> Observed:
    """Return the observations by use; the latest date up to `as_of` wins, of one day the least advanced.

    Parameters
    ----------
    progress
        Layer `progress`.
    known, envelopes
        Ids of works that are followed, and of works without a place.
    as_of
        Date of the state, included.
    shares
        Share of completion of each stage.
    """
    rows = progress.rename_axis("observation_id").reset_index()
    rows["share"] = completion(rows["stage"], rows["percent"], shares)
    rows["order"] = rows["stage"].map(STAGE_ORDER).astype("int64")
    rows = rows.sort_values(
        ["work_id", "date", "share", "order", "observation_id"],
        ascending=[True, True, False, False, True],
        kind="stable",
        ignore_index=True,
    )
    is_known = rows["work_id"].isin(known)
    is_envelope = rows["work_id"].isin(envelopes) & ~is_known
    in_time = rows["date"] <= pd.Timestamp(as_of)
    used = rows[is_known & in_time]
    return Observed(
        daily=used.drop_duplicates(["work_id", "date"], keep="last").reset_index(drop=True),
        used=used.reset_index(drop=True),
        later=rows[is_known & ~in_time].reset_index(drop=True),
        envelopes=rows[is_envelope].reset_index(drop=True),
        unknown=rows[~is_known & ~is_envelope].reset_index(drop=True),
    )


def reached(daily: pd.DataFrame, stage: WorkStage) -> pd.Series:
    """Return work id -> day from which a work was seen at `stage` or past it without falling back since.

    Works whose latest observation stands before the stage are not in it. The true day lies between that
    observation and the one before.
    """
    past = daily["order"] >= STAGE_ORDER[stage.value]
    last_before = daily["date"].where(~past).groupby(daily["work_id"]).transform("max")
    since = last_before.isna() | (daily["date"] > last_before)
    return daily[past & since].groupby("work_id")["date"].min()


def flags(observed: Observed, sites: pd.DataFrame, tolerance_m: float) -> pd.DataFrame:
    """Return doubtful observations, FLAG_COLUMNS; one observation may have several flags.

    Rules: `backward` (less complete than on an earlier day), `percent_contradicts` (works reported before the stage
    `works`, or unfinished after it), `percent_missing` (stage `works` without percentage), `same_day` (two different
    observations on one day), `far_from_site` (position further than `tolerance_m` metres from the work's `lon`, `lat`
    in `sites`; not checked where either is missing).
    """
    found = [
        _backward(observed.daily),
        _percent(observed.used),
        _same_day(observed.used),
        _far(observed.used, sites, tolerance_m),
    ]
    rows = [row for part in found for row in part]
    frame = pd.DataFrame(rows, columns=list(FLAG_COLUMNS))
    return frame.sort_values(["work_id", "date", "rule", "observation_id"], kind="stable", ignore_index=True)


def _rows(frame: pd.DataFrame, rule: str, column: str, detail: pd.Series) -> list[tuple[object, ...]]:
    return [
        (work, observation, rule, column, day, value)
        for work, observation, day, value in zip(
            frame["work_id"], frame["observation_id"], frame["date"], detail, strict=True
        )
    ]


def _backward(daily: pd.DataFrame) -> list[tuple[object, ...]]:
    before = daily.groupby("work_id")["share"].shift()
    fell = daily["share"] < before - 1e-9
    detail = daily.groupby("work_id")["stage"].shift().astype("str") + ">" + daily["stage"]
    return _rows(daily[fell], "backward", "stage", detail[fell])


def _percent(used: pd.DataFrame) -> list[tuple[object, ...]]:
    works = STAGE_ORDER[WorkStage.WORKS.value]
    early = (used["order"] < works) & (used["percent"] > 0)
    unfinished = (used["order"] > works) & (used["percent"] < 100)  # noqa: PLR2004
    wrong = early | unfinished
    missing = (used["order"] == works) & used["percent"].isna()
    told = used["percent"].map("{:g}".format).astype("str") + ">" + used["stage"]
    return [
        *_rows(used[wrong], "percent_contradicts", "percent", told[wrong]),
        *_rows(used[missing], "percent_missing", "percent", used.loc[missing, "stage"]),
    ]


def _same_day(used: pd.DataFrame) -> list[tuple[object, ...]]:
    by_day = used.groupby(["work_id", "date"])["share"]
    unequal = (by_day.transform("max") - by_day.transform("min")) > 1e-9  # noqa: PLR2004
    losers = unequal & used.duplicated(["work_id", "date"], keep="last")
    return _rows(used[losers], "same_day", "stage", used.loc[losers, "stage"])


def _far(used: pd.DataFrame, sites: pd.DataFrame, tolerance_m: float) -> list[tuple[object, ...]]:
    at = sites.reindex(used["work_id"])[["lon", "lat"]].to_numpy(float)
    seen = used[["lon", "lat"]].to_numpy(float)
    whole = np.isfinite(at).all(axis=1) & np.isfinite(seen).all(axis=1)
    metres = np.full(len(used), np.nan)
    metres[whole] = 1000.0 * distance_km(at[whole, 0], at[whole, 1], seen[whole, 0], seen[whole, 1])
    far = metres > tolerance_m
    return _rows(used[far], "far_from_site", "lon", pd.Series(metres[far]))
