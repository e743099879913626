"""Measures of violence that comes near: from where, how close, and since when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from prosmed_gis.domain.vocabulary import Track
from prosmed_gis.errors import ConfigError
from prosmed_gis.overlay.surroundings import Surroundings
from prosmed_gis.targeting.measures.panels import Panel
from prosmed_gis.targeting.measures.question import Context, Measure, Measured, Spec, counted, missing, windowed


class Reach(NamedTuple):
    """Which events are seen from around, and how."""

    event_class: str
    first: pd.Timestamp
    last: pd.Timestamp
    radius_km: float
    fades: bool
    """In a straight line from 1 at the border to 0 at the radius; otherwise 1 within the radius."""

    def worth(self, km: np.ndarray) -> np.ndarray:
        """Return what an event at a distance counts, 0 to 1."""
        return np.asarray(np.clip(1 - km / self.radius_km, 0.0, None) if self.fades else km <= self.radius_km, float)


@dataclass(frozen=True, eq=False)
class Kernel:
    """What the events of one place count in another, on average over the window."""

    between: np.ndarray
    """(cercles, cercles): an event of the column's cercle, seen from the row's; 0 on the diagonal, NaN where the column
    has no event whose place is known."""
    abroad: np.ndarray
    """(cercles,): all events beyond the country's border together. They are no cercle's counts, so that redrawn worlds
    keep them as observed."""
    events_abroad: int
    """Their number."""


@lru_cache(maxsize=8)
def _kernel(around: Surroundings, pcodes: tuple[str, ...], reach: Reach) -> Kernel:
    """Average over located events, so that counts multiplied by it give the sum over these very events.

    Counts hold events known by their region only besides: these count as the located ones of their cercle on average.
    The result is kept, for every redrawn world asks for the same.
    """
    codes, size = pd.Index(pcodes), len(pcodes)
    events, pairs = around.events, around.distances
    seen = (events[reach.event_class] & events["month"].between(reach.first, reach.last)).to_numpy(dtype=bool)
    origin = codes.get_indexer(pd.Index(events["cercle_pcode"]))
    event = pairs["event"].to_numpy()
    kept = seen[event]
    goal = codes.get_indexer(pd.Index(pairs["cercle_pcode"]))[kept]
    sums = np.zeros((size, size + 1))
    # An event abroad has no cercle: -1 is the last column.
    np.add.at(sums, (goal, origin[event][kept]), reach.worth(pairs["distance_km"].to_numpy()[kept]))
    number = np.bincount(origin[seen & (origin >= 0)], minlength=size)
    between = np.divide(sums[:, :size], number, out=np.full((size, size), np.nan), where=number > 0)
    np.fill_diagonal(between, 0.0)
    return Kernel(between, sums[:, size], int((seen & (origin < 0)).sum()))


def _located(context: Context, spec: Spec) -> Surroundings | None:
    """Return the located events where they are what the counts of the class were made from."""
    around = context.inputs.surroundings
    if around is None or not around.events[str(spec.event_class)].any():
        return None
    if spec.radius_km is not None and spec.radius_km > around.reach_km:
        msg = f"indicator {spec.name}: radius_km {spec.radius_km:g}, but distances reach {around.reach_km:g} km only"
        raise ConfigError(msg, spec.key)
    return around


def _from_around(
    context: Context, spec: Spec, around: Surroundings, seen: Callable[[Kernel, np.ndarray], np.ndarray], *, fades: bool
) -> Measured:
    """Apply a function to what events count in other places, and to the counts; tell of events abroad."""
    abroad = 0

    def numbers(window: Panel) -> np.ndarray:
        nonlocal abroad
        reach = Reach(str(spec.event_class), window.months[0], window.months[-1], spec.radius_km or 0.0, fades)
        kernel = _kernel(around, tuple(context.pcodes), reach)
        abroad = kernel.events_abroad
        return seen(kernel, window.events.sum(axis=0))

    found = windowed(context, spec, numbers)
    return replace(found, note="measure.abroad", detail=str(abroad)) if abroad and not found.note else found


def _seen(weights: np.ndarray, sums: np.ndarray, beyond: np.ndarray | float = 0.0) -> np.ndarray:
    """Multiply weights and counts, and add what lies beyond; a cercle that would see unknown counts is unknown."""
    unknown = weights[:, np.isnan(sums)].any(axis=1)
    return np.where(unknown, np.nan, (weights * np.nan_to_num(sums)).sum(axis=1) + beyond)


def _nearby_events(context: Context, spec: Spec) -> Measured:
    """Count events of other cercles, in a straight line from 1 at the cercle's border to 0 at the radius.

    With counts alone the distance is that between seats, which is coarser, and said.
    """
    between = context.between(context.inputs.neighbours.distances_km)
    seats = np.clip(1 - between / (spec.radius_km or 1.0), 0.0, None)
    np.fill_diagonal(seats, 0.0)
    around = _located(context, spec)
    if around is None:
        found = windowed(context, spec, lambda w: _seen(seats, w.events.sum(axis=0)))
        told = {"": "measure.from_seats", "measure.short_window": "measure.short_window_from_seats"}
        return replace(found, note=told.get(found.note, found.note))

    def nearby(kernel: Kernel, sums: np.ndarray) -> np.ndarray:
        weights = np.where(np.isnan(kernel.between), seats, kernel.between)
        return _seen(weights, sums, kernel.abroad)

    return _from_around(context, spec, around, nearby, fades=True)


def _unstable(context: Context) -> np.ndarray:
    """Return (cercles,) bool: on the track `stabilise`."""
    return np.array([track == Track.STABILISE for track in context.tracks], dtype=bool)


def _border_presence(context: Context, spec: Spec) -> Measured:
    """Count events within the radius of the border, on its other side: in an unstable neighbour, or abroad."""
    around = _located(context, spec)
    if around is None:
        return missing(context, "measure.no_points")
    near = context.inputs.neighbours
    across = (context.between(near.shared_km) > 0) & _unstable(context)
    outer = context.along(near.abroad_km) > 0

    def present(kernel: Kernel, sums: np.ndarray) -> np.ndarray:
        # Where no event of a neighbour has a known place, none is known to lie near the border.
        weights = np.where(across, np.nan_to_num(kernel.between), 0.0)
        return _seen(weights, sums, np.where(outer, kernel.abroad, 0.0))

    return _from_around(context, spec, around, present, fades=False)


def _border_violence(context: Context, spec: Spec) -> Measured:
    """Weigh the events of each unstable neighbour by the share of the perimeter that lies along it."""
    near = context.inputs.neighbours
    shares = context.between(near.shared_km) / context.along(near.perimeter_km)[:, None]
    return windowed(context, spec, lambda w: _seen(np.where(_unstable(context), shares, 0.0), w.events.sum(axis=0)))


def _border_share(context: Context, _: Spec) -> Measured:
    unstable = [str(code) for code in context.pcodes[_unstable(context)]]
    return Measured(context.along(context.inputs.neighbours.share_along(unstable, abroad=True)))


def _first_appearance(context: Context, spec: Spec) -> Measured:
    """Take the months since the first event of the window, where none was in the `quiet_months` before it.

    Where violence did not appear, or was there before, it is the window's length: nothing new came in it. Where the
    counts do not reach back far enough to tell, it is unknown.
    """
    panel = context.panels.get(spec.event_class) if spec.event_class else None
    if panel is None:
        return missing(context, "measure.no_counts")
    length, quiet = spec.window_months or 0, spec.quiet_months or 0
    numbers = _months_since(panel.padded(length + quiet), quiet)
    unknown = int(np.isnan(numbers).sum())
    return Measured(numbers, "measure.short_history", str(unknown)) if unknown else Measured(numbers)


def _months_since(events: np.ndarray, quiet: int) -> np.ndarray:
    """Return the age of each column's first event past the first `quiet` rows; the rows past them where none is new."""
    last, columns = len(events), np.arange(events.shape[1])
    active, unknown = events > 0, np.isnan(events)
    first = active[quiet:].argmax(axis=0)

    def any_of(what: np.ndarray, start: np.ndarray | int, end: np.ndarray | int) -> np.ndarray:
        sums = np.vstack([np.zeros(events.shape[1]), np.cumsum(what, axis=0)])
        return np.asarray(sums[end, columns] > sums[start, columns])

    appeared = any_of(active, quiet, last)
    old = any_of(active, first, quiet + first)
    # An event in an unknown month would come first, or would make the first one old.
    doubtful = any_of(unknown, quiet, quiet + first) | (~old & any_of(unknown, first, quiet + first))
    lost = np.where(appeared, doubtful, any_of(unknown, quiet, last))
    age = np.where(appeared & ~old, last - quiet - 1.0 - first, last - quiet)
    return np.where(lost, np.nan, age)


SPREAD: dict[str, Measure] = {
    "nearby_events": counted(_nearby_events, "events, weighted by distance", needs=("radius_km",)),
    "border_presence": counted(
        _border_presence, "events within the radius", needs=("radius_km",), layers=("surroundings",)
    ),
    "border_violence": counted(_border_violence, "events, weighted by share of the perimeter"),
    "border_share": Measure(_border_share, "share of the perimeter, 0-1"),
    "first_appearance": counted(_first_appearance, "months", needs=("quiet_months",)),
}
"""Measures of what comes from around a cercle, and of when it came."""
