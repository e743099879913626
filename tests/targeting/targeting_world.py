"""A small world: six cercles in two regions."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from prosmed_gis.config.selection import Selection
from prosmed_gis.config.targeting import Targeting
from prosmed_gis.overlay.units import Neighbours
from prosmed_gis.targeting.inputs import TargetingInputs

AS_OF = date(2021, 6, 30)
CODES = ["A1", "A2", "A3", "B1", "B2", "B3"]


def indicator(measure, value, **more):
    base = {
        "measure": measure,
        "weight": 1,  # `group` turns points into percent
        "value": value,
        "unit_fr": "choses",
        "unit_en": "things",
        "label_fr": f"Libellé {measure}",
        "label_en": f"Label {measure}",
        "source": "made",
        "goalposts_dated": date(2021, 1, 1),
        "missing": {"rule": "renormalise", "reason": "x"},
    }
    return {**base, **more}


def linear(hi, lo=0):
    return {"form": "linear", "lo": lo, "hi": hi}


def group(**indicators):
    """Indicators in proportion to their points."""
    total = sum(item["weight"] for item in indicators.values())
    shares = {name: {**item, "weight": 100 * item["weight"] / total} for name, item in indicators.items()}
    return {"label_fr": "Groupe", "label_en": "Group", "indicators": shares}


def events_indicator(measure="events", hi=10, **more):
    return indicator(measure, linear(hi), event_class="political_violence", window_months=12, **more)


def targeting(groups, *, ceiling=None, **more):
    base = {
        "groups": groups,
        "weighting": {"method": "swing", "points": dict.fromkeys(groups, 100)},
        "aggregation": {"method": "arithmetic"},
        "points": {"redeployment": {"listed": 1, "planned": 2, "started": 3, "done": 1}, "region_share": 0.25},
        "ceiling": {
            "form": "none",
            "group": next(iter(groups)),
            "measure": "events",
            "event_class": "political_violence",
            "threshold": 8,
            "hi": 16,
            "floor": 0.5,
            "window_months": 12,
            "unit_fr": "événements",
            "unit_en": "events",
            "dated": date(2021, 1, 1),
            "source": "made",
            "tracks": ["stabilise", "prevent"],
            "what_if_share": 0.25,
            **(ceiling or {}),
        },
        "tracks": {
            "stabilise": {"regions": ["A"], "source": "made"},
            "prevent": {"regions": ["B"], "source": "made"},
        },
        "min_coverage": 0.5,
        "firmness": {
            "draws": 200,
            "seed": 7,
            "concentration": 40,
            "goalpost_share": 0.25,
            "drop_share": 0.2,
            "event_replicates": 5,
            "sensitivity_draws": 64,
            "other_normalisations": {},
            "other_aggregations": (),
            "core_share": 0.95,
            "out_share": 0.05,
        },
        "calibration": {
            "least_share_percent": 1,
            "least_margin_points": 0.01,
            "time_limit_s": 60,
            "ratio_steps": 21,
            "rivals": 3,
        },
    }
    return Targeting.model_validate({**base, **more})


def selection(n=2, **more):
    return Selection.model_validate({"n": n, "variant": "21", "regions": {}, "tracks": {}, **more})


def counts(rows, event_class="political_violence", months=24, last="2021-06"):
    """Monthly counts, zero-filled; rows are (pcode, month, events, deaths)."""
    index = pd.MultiIndex.from_product([CODES, pd.period_range(end=last, periods=months, freq="M").to_timestamp()])
    frame = pd.DataFrame({"events": 0.0, "fatalities": 0.0}, index=index)
    for code, month, events, deaths in rows:
        frame.loc[(code, pd.Timestamp(month)), ["events", "fatalities"]] = [events, deaths]
    frame = frame.rename_axis(["cercle_pcode", "month"]).reset_index().assign(event_class=event_class, source="made")
    return frame.set_index(pd.Index([f"{event_class}{i}" for i in range(len(frame))], name="count_id"))


def inputs(**more):
    """Six cercles in a row, 100 km apart, each sharing a tenth of its border with the next; A's then B's region."""
    cercles = pd.DataFrame(
        {"name": [f"Cercle {code}" for code in CODES], "parent_pcode": [code[0] for code in CODES]},
        index=pd.Index(CODES, name="pcode"),
    )
    place = np.arange(6)
    apart = np.abs(place[:, None] - place[None, :])
    near = Neighbours(
        distances_km=pd.DataFrame(apart * 100.0, index=CODES, columns=CODES),
        shared_km=pd.DataFrame(np.where(apart == 1, 10.0, 0.0), index=CODES, columns=CODES),
        perimeter_km=pd.Series(100.0, index=CODES),
    )
    regions = pd.DataFrame({"name": ["Alpha", "Bêta"]}, index=pd.Index(["A", "B"], name="pcode"))
    return TargetingInputs(cercles=cercles, regions=regions, neighbours=near, **more)
