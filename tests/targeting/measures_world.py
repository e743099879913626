"""Questions put to measures in the small world of six cercles."""

from __future__ import annotations

import numpy as np
import pandas as pd
from targeting_world import AS_OF, CODES, events_indicator, group, inputs, targeting

from prosmed_gis.domain.vocabulary import EventClass
from prosmed_gis.overlay.surroundings import Surroundings
from prosmed_gis.targeting.measures import MEASURES, Context, Spec, measured
from prosmed_gis.targeting.measures.panels import panels
from prosmed_gis.targeting.tracks import track_of

PV = EventClass.POLITICAL_VIOLENCE
CIVILIANS = EventClass.CIVILIAN_TARGETING
USUAL = {
    "event_class": PV,
    "window_months": 12,
    "radius_km": 150.0,
    "quiet_months": 6,
    "themes": ("justice_security",),
}
"""A setting for each need of a measure."""


def context(as_of=AS_OF, **layers):
    given = inputs(**layers)
    config = targeting({"violence": group(events=events_indicator())})
    units = given.cercles.sort_index()
    return Context(
        pcodes=units.index,
        inputs=given,
        panels=panels(given.counts, units.index, as_of),
        tracks=track_of(units, config.tracks),
        points=config.points,
        as_of=as_of,
    )


def ask(measure, ctx, **settings):
    """Ask with the settings given, and the usual ones for what else the measure needs."""
    needed = {need: USUAL[need] for need in MEASURES[measure].needs}
    return measured(ctx, Spec("i", measure, **{**needed, **settings}))


def around(rows, reach_km=200.0):
    """Located events; rows are (month, cercle or None, {cercle: km}, *classes), political violence where none is said."""
    events = pd.DataFrame(
        {
            "month": pd.to_datetime([row[0] for row in rows]),
            "cercle_pcode": pd.Series([row[1] for row in rows], dtype="str"),
            **{name.value: [name in (row[3:] or (PV,)) for row in rows] for name in EventClass},
        }
    )
    pairs = [(number, code, float(km)) for number, row in enumerate(rows) for code, km in sorted(row[2].items())]
    return Surroundings(events, pd.DataFrame(pairs, columns=["event", "cercle_pcode", "distance_km"]), reach_km)


def table(number, last="2021-06", event_class=PV, deaths=0.0):
    """Monthly counts of the six cercles, (months, cercles), the last row in the month `last`; `deaths` an event."""
    found = np.asarray(number, dtype=float)
    index = pd.MultiIndex.from_product(
        [pd.period_range(end=last, periods=len(found), freq="M").to_timestamp(), CODES],
        names=["month", "cercle_pcode"],
    )
    frame = pd.DataFrame({"events": found.ravel(), "fatalities": deaths * found.ravel()}, index=index).reset_index()
    frame = frame.assign(event_class=event_class.value, source="made")
    return frame.set_index(pd.Index([f"{event_class}{i}" for i in range(len(frame))], name="count_id"))
