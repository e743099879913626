"""Monthly counts as matrices of months by cercles, and windows that end at a date."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.domain.vocabulary import EventClass

if TYPE_CHECKING:
    from datetime import date

PARTS = (EventClass.CIVILIAN_TARGETING, EventClass.COMMUNAL_VIOLENCE)
"""Classes whose events are, but for a few, events of political violence."""


@dataclass(frozen=True, eq=False)
class Panel:
    """Counts of one class: rows are consecutive months, none after `last`, columns cercles; NaN is unknown."""

    months: pd.DatetimeIndex
    events: np.ndarray
    deaths: np.ndarray
    last: pd.Timestamp
    """The last month that was over at the date of the study; windows end here, with or without data."""

    def window(self, length: int) -> Panel:
        """Return the panel cut to the last `length` months; it has fewer rows where the data are shorter."""
        start = max(0, len(self.months) - max(0, length - self._silent))
        if start == 0:
            return self
        # Several measures ask for the same window, in thousands of redrawn worlds.
        if start not in self._windows:
            rows = slice(start, None)
            cut = replace(self, months=self.months[rows], events=self.events[rows], deaths=self.deaths[rows])
            self._windows[start] = cut
        return self._windows[start]

    def padded(self, length: int) -> np.ndarray:
        """Return the events of the last `length` months, (length, cercles); NaN in months without data."""
        full = np.full((length, self.events.shape[1]), np.nan)
        end = length - self._silent
        rows = min(max(end, 0), len(self.events))
        full[end - rows : end] = self.events[len(self.events) - rows :]
        return full

    @property
    def ages(self) -> np.ndarray:
        """Months between each row and `last` (0 for the last)."""
        return self._silent + np.arange(len(self.months), dtype=float)[::-1]

    @cached_property
    def _windows(self) -> dict[int, Panel]:
        """Windows cut so far, by their first row."""
        return {}

    @cached_property
    def _silent(self) -> int:
        """Months between the last row and `last`, which the data do not reach."""
        end = self.months[-1] if len(self.months) else self.last
        return (self.last.year - end.year) * 12 + self.last.month - end.month

    def with_events(self, drawn: np.ndarray) -> Panel:
        """Return the panel with other counts; deaths follow their month's events."""
        ratio = np.divide(drawn, self.events, out=np.ones_like(drawn), where=self.events > 0)
        return replace(self, events=drawn, deaths=self.deaths * ratio)

    def along(self, other: Panel) -> np.ndarray:
        """Return the events in the months of another panel of the same cercles; 0 where they are unknown here."""
        row = self.months.get_indexer(other.months)
        return np.where((row >= 0)[:, None], np.nan_to_num(self.events[row]), 0.0)


def redrawn(panels: dict[EventClass, Panel], rng: np.random.Generator) -> dict[EventClass, Panel]:
    """Return another world of events: each one comes again 0, 1, 2, ... times, once on average.

    This is the bootstrap with independent Poisson multiplicities (Hanley and MacGibbon 2006), by which a month's count
    is Poisson around the observed one: a month without events stays without. Civilian targeting and communal violence
    are kinds of political violence: their events come again with it, a binomial part of its new count as large as
    their part of the old one (thinning; Kingman 1993, Poisson Processes). What they hold beyond it, and every other
    class, is drawn on its own.
    """
    whole = panels.get(EventClass.POLITICAL_VIOLENCE)
    anew: dict[EventClass, Panel] = {}
    # The class that others are part of comes first.
    for name in sorted(panels, key=lambda name: (name != EventClass.POLITICAL_VIOLENCE, name)):
        panel = panels[name]
        known = ~np.isnan(panel.events)
        counts = np.where(known, panel.events, 0.0)
        drawn = np.zeros(counts.shape)
        if whole is not None and name in PARTS:
            before, after = whole.along(panel), anew[EventClass.POLITICAL_VIOLENCE].along(panel)
            common = np.minimum(counts, before)
            share = np.divide(common, before, out=np.zeros_like(common), where=before > 0)
            drawn, counts = rng.binomial(after.astype(int), share).astype(float), counts - common
        anew[name] = panel.with_events(np.where(known, drawn + rng.poisson(counts), np.nan))
    return {name: anew[name] for name in panels}


def last_full_month(as_of: date) -> pd.Timestamp:
    """Return the first day of the last month that was over at the end of `as_of`.

    A month in course is not compared with whole months: on 15 June the windows end in May.
    """
    day = pd.Timestamp(as_of)
    start = day.replace(day=1)
    return start if (day + pd.Timedelta(days=1)).day == 1 else start - pd.DateOffset(months=1)


def panels(counts: pd.DataFrame | None, pcodes: pd.Index, as_of: date) -> dict[EventClass, Panel]:
    """Return one panel for each class that the counts hold, columns in the order of `pcodes`.

    Months that were not over on `as_of`, and later ones, are left out.
    """
    if counts is None:
        return {}
    last = last_full_month(as_of)
    known = counts[counts["month"] <= last]
    found = {}
    for name, part in known.groupby("event_class", sort=True):
        months = pd.date_range(part["month"].min(), part["month"].max(), freq="MS")
        cells = part.set_index(["month", "cercle_pcode"])[["events", "fatalities"]]
        grid = pd.MultiIndex.from_product([months, pcodes])
        full = cells.reindex(grid).to_numpy(dtype=float).reshape(len(months), len(pcodes), 2)
        found[EventClass(str(name))] = Panel(months, full[:, :, 0], full[:, :, 1], last)
    return found
