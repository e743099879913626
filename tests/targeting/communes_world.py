"""Three cercles: A1 with three communes, A2 with two, and B1 with one."""

from __future__ import annotations

import numpy as np
import pandas as pd
from targeting_world import AS_OF, events_indicator, group, indicator, linear, targeting

from prosmed_gis.domain.vocabulary import Service
from prosmed_gis.overlay.units import Neighbours
from prosmed_gis.targeting.communes.order import order_communes
from prosmed_gis.targeting.inputs import TargetingInputs

COMMUNES = ["A1a", "A1b", "A1c", "A2a", "A2b", "B1a"]
CERCLES = ["A1", "A2", "B1"]


def config(groups=None, *, min_coverage=0.4, ceiling=None, shares=None, **more):
    """Violence 50, conflict 25 and people 25, each on a straight line."""
    groups = groups or {
        "violence": group(events=events_indicator(hi=10)),
        "conflict": group(conflicts=indicator("local_conflicts", linear(6))),
        "people": group(people=indicator("people", linear(100))),
    }
    communes = {
        "groups": groups,
        "weighting": {"method": "direct", "shares": shares or {"violence": 50, "conflict": 25, "people": 25}},
        "ceiling": {
            "form": "none", "group": next(iter(groups)), "measure": "events", "event_class": "political_violence",
            "threshold": 8, "hi": 16, "floor": 0.5, "window_months": 12, "unit_fr": "événements", "unit_en": "events",
            "dated": AS_OF, "source": "made", "tracks": ["stabilise", "prevent"], "what_if_share": 0.25,
            **(ceiling or {}),
        },
        "min_coverage": min_coverage,
        "named": 2,
    }  # fmt: skip
    return targeting({"violence": group(events=events_indicator())}, communes=communes, **more)


def counts(events):
    """Events of June 2021 by commune, over a zero-filled year."""
    index = pd.MultiIndex.from_product([COMMUNES, pd.period_range(end="2021-06", periods=12, freq="M").to_timestamp()])
    frame = pd.DataFrame({"events": 0.0, "fatalities": 0.0}, index=index)
    for code, number in events.items():
        frame.loc[(code, pd.Timestamp("2021-06-01")), "events"] = float(number)
    frame = frame.rename_axis(["cercle_pcode", "month"]).reset_index()
    return frame.assign(event_class="political_violence", source="made")


def conflicts(intensities):
    rows = [(code, value) for code, values in intensities.items() for value in values]
    return pd.DataFrame(rows, columns=["cercle_pcode", "intensity"]).assign(year=2018)


def people(numbers):
    return pd.DataFrame({"people": pd.Series(numbers, dtype=float).reindex(COMMUNES)})


def coverage(**shares):
    """Share covered by commune and service, as (commune, service) -> share."""
    rows = [(code, service.value, 2020, share) for code, share in shares.items() for service in Service]
    return pd.DataFrame(rows, columns=["cercle_pcode", "service", "year", "share"])


def world(**layers):
    communes = pd.DataFrame(
        {"name": [f"Commune {code}" for code in COMMUNES], "parent_pcode": [code[:2] for code in COMMUNES]},
        index=pd.Index(COMMUNES, name="pcode"),
    )
    cercles = pd.DataFrame(
        {"name": [f"Cercle {code}" for code in CERCLES], "parent_pcode": [code[0] for code in CERCLES]},
        index=pd.Index(CERCLES, name="pcode"),
    )
    blank = pd.DataFrame(np.nan, index=COMMUNES, columns=COMMUNES)
    apart = Neighbours(blank.fillna(100.0), blank, pd.Series(np.nan, index=COMMUNES))
    return TargetingInputs(cercles=communes, regions=cercles, neighbours=apart, **layers)


def full():
    """Every commune known but A2, where no conflict was mapped, and A2b, whose people are unknown."""
    return world(
        counts=counts({"A1a": 10, "A1b": 5, "A2a": 2, "A2b": 2, "B1a": 9}),
        conflicts=conflicts({"A1a": [3, 3], "A1c": [1, 2], "B1a": [1]}),
        people=people({"A1a": 100, "A1b": 40, "A1c": 100, "A2a": 50, "B1a": 10}),
    )


def selection(*chosen):
    tracks = {"A1": "stabilise", "A2": "stabilise", "B1": "prevent"}
    return pd.DataFrame(
        {
            "pcode": CERCLES,
            "track": [tracks[code] for code in CERCLES],
            "selected": [code in chosen for code in CERCLES],
        }
    )


def ordered(inputs=None, rules=None, chosen=("A1", "A2"), **more):
    return order_communes(inputs or full(), rules or config(), selection(*chosen), AS_OF, **more)


def by_code(order):
    return order.table.set_index("pcode")
