"""What each indicator measures: one function for each measure that the configuration may name.

A measure returns one number for each cercle in the indicator's unit. Where its layer is missing every number is NaN
and a note says why; absent data never count as zero.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from prosmed_gis.config.targeting import Ceiling, Indicator, Points
from prosmed_gis.domain.vocabulary import EventClass, PlaceLevel, Service, Track
from prosmed_gis.errors import ConfigError
from prosmed_gis.targeting.inputs import TargetingInputs
from prosmed_gis.targeting.panels import Panel
from prosmed_gis.targeting.rates import empirical_bayes, theil_sen

PER_PEOPLE = 100_000
MONTHS_A_YEAR = 12
SYNERGY_THEME = "justice_security"


@dataclass(frozen=True, eq=False)
class Context:
    """What measures look at: inputs, panels of counts, tracks, all in the order of `pcodes`."""

    pcodes: pd.Index
    inputs: TargetingInputs
    panels: dict[EventClass, Panel]
    tracks: pd.Series
    points: Points
    as_of: date


@dataclass(frozen=True, slots=True)
class Spec:
    """One question put to a measure; `name` is the key in the configuration, for messages."""

    name: str
    measure: str
    event_class: EventClass | None = None
    window_months: int | None = None
    half_life_months: float | None = None
    radius_km: float | None = None

    @classmethod
    def of(cls, name: str, indicator: Indicator) -> Spec:
        """Return the question that an indicator asks."""
        return cls(
            name,
            indicator.measure,
            indicator.event_class,
            indicator.window_months,
            indicator.half_life_months,
            indicator.radius_km,
        )

    @classmethod
    def of_ceiling(cls, ceiling: Ceiling) -> Spec:
        """Return the question that the ceiling asks."""
        return cls("ceiling", ceiling.measure, ceiling.event_class, ceiling.window_months)


@dataclass(frozen=True, eq=False)
class Measured:
    """Numbers in the order of the cercles, and the key of the text that says what is missing (empty: nothing)."""

    numbers: np.ndarray
    note: str = ""
    detail: str = ""


Function = Callable[[Context, Spec], Measured]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure and its nature."""

    function: Function
    of_events: bool = False
    """Made from monthly counts, and so re-drawn with them."""
    scales: bool = False
    """Proportional to the number of events, and so held at the level of the ceiling past it."""
    needs: tuple[str, ...] = ()
    """Settings of the indicator without which the measure means nothing."""


def measured(context: Context, spec: Spec) -> Measured:
    """Return the numbers that a question asks for.

    Raises
    ------
    ConfigError
        The measure is unknown, or a setting that it needs is missing.
    """
    measure = measure_of(spec)
    lacking = [need for need in measure.needs if getattr(spec, need) is None]
    if lacking:
        msg = f"indicator {spec.name}: measure '{spec.measure}' needs {', '.join(lacking)}"
        raise ConfigError(msg)
    return measure.function(context, spec)


def measure_of(spec: Spec) -> Measure:
    """Return the measure that a question names; raise ConfigError where there is none of that name."""
    if spec.measure not in MEASURES:
        msg = f"indicator {spec.name}: no measure '{spec.measure}'; there are {', '.join(MEASURES)}"
        raise ConfigError(msg)
    return MEASURES[spec.measure]


def _missing(context: Context, note: str) -> Measured:
    return Measured(np.full(len(context.pcodes), np.nan), note)


def _with_window(context: Context, spec: Spec, function: Callable[[Panel], np.ndarray]) -> Measured:
    """Apply a function to the window of the spec's class; say so where the data are shorter than the window."""
    panel = context.panels.get(spec.event_class) if spec.event_class else None
    length = spec.window_months or 0
    window = panel.window(length) if panel is not None else None
    if window is None or not len(window.months):
        return _missing(context, "measure.no_counts")
    short = len(window.months) < length
    detail = f"{len(window.months)}/{length}"
    return Measured(function(window), "measure.short_window" if short else "", detail if short else "")


def _weighted_sum(window: Panel, series: np.ndarray, half_life_months: float | None) -> np.ndarray:
    weights = np.ones(len(series)) if half_life_months is None else 0.5 ** (window.ages / half_life_months)
    return np.asarray(weights @ series)


def _events(context: Context, spec: Spec) -> Measured:
    return _with_window(context, spec, lambda w: _weighted_sum(w, w.events, spec.half_life_months))


def _fatalities(context: Context, spec: Spec) -> Measured:
    return _with_window(context, spec, lambda w: _weighted_sum(w, w.deaths, spec.half_life_months))


def _active(window: Panel) -> np.ndarray:
    return np.where(np.isnan(window.events), np.nan, window.events > 0)


def _active_months(context: Context, spec: Spec) -> Measured:
    return _with_window(context, spec, lambda w: np.asarray(_active(w).sum(axis=0)))


def _active_months_share(context: Context, spec: Spec) -> Measured:
    return _with_window(context, spec, lambda w: np.asarray(_active(w).mean(axis=0)))


def _people(context: Context) -> np.ndarray | None:
    people = context.inputs.people
    return None if people is None else people["people"].reindex(context.pcodes).to_numpy(dtype=float)


def _event_rate(context: Context, spec: Spec) -> Measured:
    people = _people(context)
    if people is None:
        return _missing(context, "measure.no_people")
    return _with_window(context, spec, lambda w: PER_PEOPLE * empirical_bayes(w.events.sum(axis=0), people))


def _raw_rate(context: Context, spec: Spec) -> Measured:
    people = _people(context)
    if people is None:
        return _missing(context, "measure.no_people")
    inhabited = np.where(people > 0, people, np.nan)
    return _with_window(context, spec, lambda w: np.asarray(PER_PEOPLE * w.events.sum(axis=0) / inhabited))


def _trend(context: Context, spec: Spec) -> Measured:
    found = _with_window(context, spec, lambda w: MONTHS_A_YEAR * theil_sen(w.events))
    # Half a window would tell another story than the window that the goalposts were set for.
    return _missing(context, "measure.too_short") if found.note == "measure.short_window" else found


def _nearby_events(context: Context, spec: Spec) -> Measured:
    between = context.inputs.neighbours.distances_km.reindex(index=context.pcodes, columns=context.pcodes)
    decay = np.clip(1 - between.to_numpy() / (spec.radius_km or 1.0), 0, None)
    np.fill_diagonal(decay, 0.0)

    def nearby(window: Panel) -> np.ndarray:
        sums = window.events.sum(axis=0)
        unknown = decay[:, np.isnan(sums)].any(axis=1)
        return np.where(unknown, np.nan, decay @ np.nan_to_num(sums))

    return _with_window(context, spec, nearby)


def _border_share(context: Context, _: Spec) -> Measured:
    unstable = [str(code) for code in context.pcodes[(context.tracks == Track.STABILISE).to_numpy()]]
    share = context.inputs.neighbours.share_along(unstable, abroad=True)
    return Measured(share.reindex(context.pcodes).to_numpy(dtype=float))


def _local_conflicts(context: Context, _: Spec) -> Measured:
    """Sum intensities; a region in which the study maps no conflict at all was not studied, and is unknown."""
    conflicts = context.inputs.conflicts
    if conflicts is None:
        return _missing(context, "measure.no_conflicts")
    known = conflicts[conflicts["year"] <= context.as_of.year]
    sums = known.groupby("cercle_pcode")["intensity"].sum().reindex(context.pcodes)
    region = context.inputs.cercles["parent_pcode"].reindex(context.pcodes)
    studied = region.isin(set(region[sums.notna()]))
    values = sums.fillna(0.0).where(studied).to_numpy(dtype=float)
    return Measured(values, "" if studied.all() else "measure.not_studied")


def _strategy_points(context: Context, _: Spec) -> Measured:
    """Add up plans; within one plan a cercle keeps its best mention, by name or through its region."""
    plans = context.inputs.redeployment
    if plans is None:
        return _missing(context, "measure.no_plans")
    known = plans[~(plans["date"] > pd.Timestamp(context.as_of))]
    points = known.assign(points=known["status"].map(context.points.redeployment).fillna(0.0))
    named = points[points["level"] == "cercle"][["plan", "pcode", "points"]]
    regions = context.inputs.cercles["parent_pcode"].rename_axis("cercle").reset_index()
    through = points[points["level"] == "region"].merge(regions, left_on="pcode", right_on="parent_pcode")
    through = through.assign(pcode=through["cercle"], points=through["points"] * context.points.region_share)
    best = pd.concat([named, through[["plan", "pcode", "points"]]]).groupby(["pcode", "plan"])["points"].max()
    totals = best.groupby("pcode").sum().reindex(context.pcodes, fill_value=0.0)
    return Measured(totals.to_numpy(dtype=float))


def _partner_synergy(context: Context, spec: Spec) -> Measured:
    """Count running projects in the cercle or in one whose seat is within the radius; regional mentions count less."""
    partners = context.inputs.partners
    if partners is None:
        return _missing(context, "measure.no_partners")
    running = partners[partners["present"] & (partners["theme"] == SYNERGY_THEME)]
    regional = running["level"] == PlaceLevel.REGION
    near = context.inputs.neighbours.distances_km.reindex(index=context.pcodes, columns=context.pcodes)
    within = (near.to_numpy() <= (spec.radius_km or 0.0)).astype(float)
    np.fill_diagonal(within, 1.0)
    here = _by_project(running[~regional], context.pcodes)
    mentioned = _by_project(running[regional], context.pcodes) * context.points.region_share
    projects = here.columns.union(mentioned.columns)
    reached = (within @ here.reindex(columns=projects, fill_value=0.0).to_numpy() > 0).astype(float)
    best = np.maximum(reached, mentioned.reindex(columns=projects, fill_value=0.0).to_numpy())
    return Measured(best.sum(axis=1))


def _by_project(rows: pd.DataFrame, pcodes: pd.Index) -> pd.DataFrame:
    table = pd.crosstab(rows["cercle_pcode"], rows["project_id"]).clip(upper=1)
    return table.reindex(pcodes, fill_value=0).astype(float)


def _gap(service: Service) -> Function:
    def function(context: Context, _: Spec) -> Measured:
        coverage = context.inputs.coverage
        rows = None if coverage is None else coverage[coverage["service"] == service]
        if rows is None or rows.empty:
            return _missing(context, "measure.no_coverage")
        today = rows[rows["year"] == rows["year"].min()].set_index("cercle_pcode")["share"]
        return Measured(1 - today.reindex(context.pcodes).to_numpy(dtype=float))

    return function


_WINDOW = ("event_class", "window_months")

MEASURES: dict[str, Measure] = {
    "local_conflicts": Measure(_local_conflicts),
    "events": Measure(_events, of_events=True, scales=True, needs=_WINDOW),
    "fatalities": Measure(_fatalities, of_events=True, scales=True, needs=_WINDOW),
    "active_months": Measure(_active_months, of_events=True, needs=_WINDOW),
    "active_months_share": Measure(_active_months_share, of_events=True, needs=_WINDOW),
    "event_rate": Measure(_event_rate, of_events=True, scales=True, needs=_WINDOW),
    "raw_rate": Measure(_raw_rate, of_events=True, scales=True, needs=_WINDOW),
    "trend": Measure(_trend, of_events=True, needs=_WINDOW),
    "nearby_events": Measure(_nearby_events, of_events=True, needs=(*_WINDOW, "radius_km")),
    "border_share": Measure(_border_share),
    "strategy_points": Measure(_strategy_points),
    "security_gap": Measure(_gap(Service.SECURITY)),
    "justice_gap": Measure(_gap(Service.JUSTICE)),
    "partner_synergy": Measure(_partner_synergy, needs=("radius_km",)),
}
"""Every measure that an indicator may name."""
