"""Measures made from the monthly counts of a cercle itself: how much violence, of what kind, and where it is going."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
from scipy.sparse import csr_array

from prosmed_gis.domain.vocabulary import EventClass
from prosmed_gis.mcda.spatial_rates import spatial_empirical_bayes
from prosmed_gis.targeting.measures.panels import Panel
from prosmed_gis.targeting.measures.question import Context, Measure, Measured, Spec, counted, windowed
from prosmed_gis.targeting.measures.rates import beta_binomial, empirical_bayes, mann_kendall, theil_sen

PER_PEOPLE = 100_000
MONTHS_A_YEAR = 12


def _weighted_sum(window: Panel, series: np.ndarray, half_life_months: float | None) -> np.ndarray:
    weights = np.ones(len(series)) if half_life_months is None else 0.5 ** (window.ages / half_life_months)
    return np.asarray((weights[:, None] * series).sum(axis=0))


def _events(context: Context, spec: Spec) -> Measured:
    return windowed(context, spec, lambda w: _weighted_sum(w, w.events, spec.half_life_months))


def _fatalities(context: Context, spec: Spec) -> Measured:
    return windowed(context, spec, lambda w: _weighted_sum(w, w.deaths, spec.half_life_months))


def _active(window: Panel) -> np.ndarray:
    return np.where(np.isnan(window.events), np.nan, window.events > 0)


def _active_months(context: Context, spec: Spec) -> Measured:
    return windowed(context, spec, lambda w: np.asarray(_active(w).sum(axis=0)))


def _active_months_share(context: Context, spec: Spec) -> Measured:
    return windowed(context, spec, lambda w: np.asarray(_active(w).mean(axis=0)))


def _raw(context: Context, events: np.ndarray) -> np.ndarray:
    return np.asarray(events / np.where(context.people > 0, context.people, np.nan))


def _smoothed(context: Context, events: np.ndarray) -> np.ndarray:
    return empirical_bayes(events, context.people)


def _smoothed_by_neighbours(context: Context, events: np.ndarray) -> np.ndarray:
    """Neighbours are the cercles that share a border."""
    touching = context.between(context.inputs.neighbours.shared_km) > 0
    return spatial_empirical_bayes(events, context.people, csr_array(touching.astype(float)))


def _rate(rate: Callable[[Context, np.ndarray], np.ndarray], context: Context, spec: Spec) -> Measured:
    return windowed(context, spec, lambda w: PER_PEOPLE * rate(context, w.events.sum(axis=0)))


def _civilian_share(share: Callable[[np.ndarray, np.ndarray], np.ndarray], context: Context, spec: Spec) -> Measured:
    """Take the events that target civilians over all events of the spec's class.

    A cercle without any event has 0: nobody was targeted there. The flag also stands on some events outside the class
    (force against protesters), so that there may be more of them than of the class; the share is held at 1.
    """
    targeted, every = (
        windowed(context, replace(spec, event_class=event_class), lambda w: w.events.sum(axis=0))
        for event_class in (EventClass.CIVILIAN_TARGETING, spec.event_class)
    )
    numbers = np.where(np.isnan(targeted.numbers + every.numbers), np.nan, 0.0)
    violent = (every.numbers > 0) & ~np.isnan(numbers)
    numbers[violent] = share(np.minimum(targeted.numbers, every.numbers)[violent], every.numbers[violent])
    told = targeted if targeted.note else every
    return replace(told, numbers=numbers)


def _slope(window: Panel) -> np.ndarray:
    return MONTHS_A_YEAR * theil_sen(window.events)


def _raw_trend(context: Context, spec: Spec) -> Measured:
    return windowed(context, spec, _slope, whole=True)


def _trend_p(context: Context, spec: Spec) -> Measured:
    return windowed(context, spec, lambda w: mann_kendall(w.events).p, whole=True)


def _trend(context: Context, spec: Spec) -> Measured:
    """Take a slope that chance would give more often than `max_p` for no slope."""
    slope, p = _raw_trend(context, spec), _trend_p(context, spec).numbers
    most = 1.0 if spec.max_p is None else spec.max_p
    return replace(slope, numbers=np.where(p > most, 0.0, slope.numbers))


RATE = "events per 100,000 people"
SHARE = "share of the events of the class, 0-1"

EVENTS: dict[str, Measure] = {
    "events": counted(_events, "events, weighted by recency", takes=("half_life_months",), scales=True),
    "fatalities": counted(_fatalities, "deaths, weighted by recency", takes=("half_life_months",), scales=True),
    "active_months": counted(_active_months, "months with an event"),
    "active_months_share": counted(_active_months_share, "share of months with an event, 0-1"),
    "event_rate": counted(
        partial(_rate, _smoothed), RATE, layers=("people",), scales=True, beside=(("raw", "raw_rate"),)
    ),
    "event_rate_spatial": counted(
        partial(_rate, _smoothed_by_neighbours), RATE, layers=("people",), scales=True, beside=(("raw", "raw_rate"),)
    ),
    "raw_rate": counted(partial(_rate, _raw), RATE, layers=("people",), scales=True),
    "civilian_share": counted(partial(_civilian_share, beta_binomial), SHARE, beside=(("raw", "raw_civilian_share"),)),
    "raw_civilian_share": counted(partial(_civilian_share, np.divide), SHARE),
    "trend": counted(
        _trend, "change of monthly events a year", takes=("max_p",), beside=(("raw", "raw_trend"), ("p", "trend_p"))
    ),
    "raw_trend": counted(_raw_trend, "change of monthly events a year", takes=("max_p",)),
    "trend_p": counted(_trend_p, "probability, 0-1", takes=("max_p",)),
}
"""Measures of a cercle's own counts."""
