"""Monthly counts as matrices of months by cercles, and windows that end at a date."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.domain.vocabulary import EventClass

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, eq=False)
class Panel:
    """Counts of one class: rows are consecutive months up to `last`, columns cercles; NaN is unknown."""

    months: pd.DatetimeIndex
    events: np.ndarray
    deaths: np.ndarray
    last: pd.Timestamp
    """The last month that was over at the date of the study; windows end here, with or without data."""

    def window(self, length: int) -> Panel:
        """Return the panel cut to the last `length` months; it has fewer rows where the data are shorter."""
        first = self.last - pd.DateOffset(months=length - 1)
        inside = np.asarray((self.months >= first) & (self.months <= self.last))
        return replace(self, months=self.months[inside], events=self.events[inside], deaths=self.deaths[inside])

    @property
    def ages(self) -> np.ndarray:
        """Months between each row and `last` (0 for the last)."""
        return np.asarray((self.last.year - self.months.year) * 12 + self.last.month - self.months.month, dtype=float)

    def redrawn(self, rng: np.random.Generator) -> Panel:
        """Return a panel with Poisson counts around the observed; deaths follow their month's events."""
        known = ~np.isnan(self.events)
        drawn = np.where(known, rng.poisson(np.where(known, self.events, 0.0)), np.nan)
        ratio = np.divide(drawn, self.events, out=np.ones_like(drawn), where=self.events > 0)
        return replace(self, events=drawn, deaths=self.deaths * ratio)


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
