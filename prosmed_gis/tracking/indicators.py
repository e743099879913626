"""Indicators at a date: target, expected, done, state and forecast."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.domain.notes import Note, note
from prosmed_gis.domain.products import TRACKING_COLUMNS
from prosmed_gis.tracking.forecast import forecast
from prosmed_gis.tracking.observations import reached
from prosmed_gis.tracking.states import state_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from prosmed_gis.config.tracking import IndicatorCount, Tracking
    from prosmed_gis.tracking.observations import Observed


@dataclass(frozen=True, eq=False)
class Ground:
    """What indicators are counted on."""

    sites: pd.DataFrame
    """Followed works (`works.followed_works`)."""
    observed: Observed | None
    """None where nobody observes the works."""
    has_plan: bool
    as_of: date


def expected_at(years: Sequence[int], targets: Sequence[float], baseline: float, as_of: date, mode: str) -> float:
    """Return the cumulative target at a date, in the indicator's unit.

    The target of a year holds at its 31 December, the baseline at the end of the year before the first. `linear` goes
    straight between these days; `step` keeps the last one passed. Before the first day the baseline is expected, after
    the last one the last target.

    Examples
    --------
    Targets 1, 1, 5 in 2021-2023 from a baseline of 0: half-way through 2023 about 3 are expected.
    """
    days = [date(years[0] - 1, 12, 31).toordinal(), *(date(year, 12, 31).toordinal() for year in years)]
    values = [baseline, *targets]
    now = as_of.toordinal()
    if mode == "step":
        passed = [value for day, value in zip(days, values, strict=True) if day <= now]
        return float(passed[-1]) if passed else float(baseline)
    return float(np.interp(now, days, values))


def target_at(years: Sequence[int], targets: Sequence[float], as_of: date) -> float:
    """Return the target of the date's year, the last one printed where the year has none, NaN before the first."""
    due = [target for year, target in zip(years, targets, strict=True) if year <= as_of.year]
    return float(due[-1]) if due else float("nan")


def counted_works(sites: pd.DataFrame, count: IndicatorCount) -> pd.DataFrame:
    """Return the followed works that an indicator counts: its kinds, less those that its baseline already holds."""
    kinds = {kind.value for kind in count.kinds}
    return sites[sites["kind"].isin(kinds) & ~sites.index.isin(count.baseline_works)]


def indicator_states(indicators: pd.DataFrame, ground: Ground, config: Tracking) -> pd.DataFrame:
    """Return one row per indicator and variant for the whole programme, columns TRACKING_COLUMNS.

    `done` is the baseline and the works at the counting stage; NaN (state `no_data`) where no layer observes what the
    indicator counts, or none of its works was ever observed. Sorted by variant (21 first) and code.
    """
    rows = []
    for (variant, code), group in indicators.groupby(["variant", "code"], sort=True):
        ordered = group.sort_values("year", kind="stable")
        years, targets = ordered["year"].astype(int).tolist(), ordered["target"].astype(float).tolist()
        baseline = float(ordered["baseline"].iloc[0])
        count = config.counts.get(str(ordered["counts"].iloc[0]))
        done, days, known = _done(ground, count, baseline)
        expected = expected_at(years, targets, baseline, ground.as_of, config.expected)
        state = state_of(done, expected, targets[-1], config)
        rows.append(
            {
                "indicator": str(code),
                "variant": str(variant),
                "cercle_pcode": "",
                "as_of": ground.as_of.isoformat(),
                "target": target_at(years, targets, ground.as_of),
                "expected": expected,
                "done": done,
                "state": state,
                "forecast": _forecast(state, days, (years[0], years[-1]), (done, known), ground=ground, config=config),
            }
        )
    frame = pd.DataFrame(rows, columns=list(TRACKING_COLUMNS))
    return frame.sort_values(["variant", "indicator"], ascending=[False, True], kind="stable", ignore_index=True)


def _done(ground: Ground, count: IndicatorCount | None, baseline: float) -> tuple[float, pd.Series, float]:
    """Return (done, day of each completion, most that can be reached with the works known today)."""
    nothing = pd.Series(dtype="datetime64[us]")
    if count is None or ground.observed is None:
        return float("nan"), nothing, float("nan")
    works = counted_works(ground.sites, count)
    daily = ground.observed.daily
    if not daily["work_id"].isin(works.index).any():
        return float("nan"), nothing, float("nan")
    days = reached(daily[daily["work_id"].isin(works.index)], count.stage)
    return baseline + len(days), days, baseline + len(works) if ground.has_plan else float("inf")


def _forecast(
    state: str,
    days: pd.Series,
    span: tuple[int, int],
    counts: tuple[float, float],
    *,
    ground: Ground,
    config: Tracking,
) -> str | Note:
    """Return the forecast at the end of the targets; the rate is that of completions since their beginning."""
    start, end = date(span[0] - 1, 12, 31), date(span[1], 12, 31)
    if state in ("no_data", "done") or ground.as_of >= end:
        return ""
    days = days[days > pd.Timestamp(start)]
    if len(days) < config.forecast_min_observations:
        return note("tracking.few_data")
    done, known = counts
    seen = (ground.as_of - start).days / 365.25
    left = (end - ground.as_of).days / 365.25
    found = forecast(len(days), seen, left, config.forecast_confidence)
    point, low, high = (int(min(done + more, known)) for more in found)
    return f"{span[1]}: {point} [{low}–{high}]"


def cercle_states(
    indicators: pd.DataFrame, ground: Ground, config: Tracking, cercles: pd.Index, *, variant: str
) -> pd.DataFrame:
    """Return one row per indicator counted on works and cercle that has such works, columns TRACKING_COLUMNS.

    `target` is the number of followed works there that open by the end of the date's year, `expected` those whose
    opening year is over (a building counts whole, so there is no straight line inside a year), `done` those at the
    counting stage; the state is `done` when all works of the cercle are. NaN done (`no_data`) where works are due and
    none of the cercle's was ever observed. The baseline is the programme's and belongs to no cercle.
    """
    codes = indicators[indicators["variant"] == variant].drop_duplicates("code").sort_values("code", kind="stable")
    rows = [
        _cercle_row(str(code), cercle, works, ground=ground, config=config, variant=variant)
        for code, counts in zip(codes["code"], codes["counts"], strict=True)
        if (count := config.counts.get(str(counts))) is not None
        for cercle, works in _by_cercle(counted_works(ground.sites, count), count, ground)
        if cercle in cercles
    ]
    return pd.DataFrame(rows, columns=list(TRACKING_COLUMNS))


def _by_cercle(works: pd.DataFrame, count: IndicatorCount, ground: Ground) -> list[tuple[str, pd.DataFrame]]:
    if ground.observed is None:
        with_done = works.assign(is_seen=False, is_done=False)
    else:
        days = reached(ground.observed.daily, count.stage)
        with_done = works.assign(
            is_seen=works.index.isin(ground.observed.daily["work_id"]), is_done=works.index.isin(days.index)
        )
    due = with_done[with_done["opens_year"].notna() & (with_done["cercle_pcode"] != "")]
    return [(str(cercle), rows) for cercle, rows in due.groupby("cercle_pcode", sort=True)]


def _cercle_row(
    code: str, cercle: str, works: pd.DataFrame, *, ground: Ground, config: Tracking, variant: str
) -> dict[str, object]:
    year = ground.as_of.year
    passed = year if (ground.as_of.month, ground.as_of.day) == (12, 31) else year - 1
    expected = float((works["opens_year"] <= passed).sum())
    done = float(works["is_done"].sum()) if works["is_seen"].any() else float("nan")
    state = "no_target" if np.isnan(done) and expected == 0 else state_of(done, expected, float(len(works)), config)
    return {
        "indicator": code, "variant": variant, "cercle_pcode": cercle, "as_of": ground.as_of.isoformat(),
        "target": float((works["opens_year"] <= year).sum()), "expected": expected, "done": done, "state": state,
        "forecast": "" if state in ("done", "no_data", "no_target") else note("tracking.few_data"),
    }  # fmt: skip
