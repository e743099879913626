"""How much violence there was lately, as the chance of a suspension wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.domain.vocabulary import EventClass
from prosmed_gis.targeting.measures.panels import panels

if TYPE_CHECKING:
    from datetime import date


def recent_events(counts: pd.DataFrame | None, pcodes: pd.Index, as_of: date, *, months: int) -> pd.Series:
    """Return events of political violence in the last full months before a date, on `pcodes`.

    Parameters
    ----------
    counts
        Monthly counts by cercle (schema `event_counts`), as targeting uses them.
    months
        Length of the window; months without data add nothing.

    Returns
    -------
    pandas.Series
        NaN for a cercle without any known month in the window.
    """
    panel = panels(counts, pcodes, as_of).get(EventClass.POLITICAL_VIOLENCE)
    if panel is None:
        return pd.Series(np.nan, index=pcodes, name="events")
    window = pd.DataFrame(panel.window(months).events, columns=pcodes)
    return window.sum(min_count=1).rename("events")
