"""Dated observations on the programme's works: an invented course of each, at the true seat."""

from __future__ import annotations

import numpy as np
import pandas as pd
from demo import inputs
from demo.inputs import Inputs

COLUMNS = ["observation_id", "work_id", "date", "stage", "percent", "observer", "lon", "lat", "note", "photo"]
SPREAD_M = 120.0
"""One standard deviation of a handheld position around the site, and of the site within its town."""


def progress(study: Inputs) -> pd.DataFrame:
    """Return the observations in order of date; positions lie within a few hundred metres of the seat.

    Raises
    ------
    KeyError
        Where an observation speaks of a work that the programme's table lacks.
    """
    rng = inputs.random("progress")
    visits = study.visits.sort_values(["date", "work_id"], kind="stable").reset_index(drop=True)
    cercle = study.works.set_index("work_id")["cercle_pcode"].loc[visits["work_id"]].to_numpy()
    town = study.towns.loc[cercle]
    km = inputs.to_km(town["seat_lon"].to_numpy(), town["seat_lat"].to_numpy())
    offset = np.clip(rng.normal(0, SPREAD_M / 1000, km.shape), -2 * SPREAD_M / 1000, 2 * SPREAD_M / 1000)
    places = inputs.to_degrees(km + offset)
    visits["observation_id"] = [f"ILO{number:03d}" for number in range(1, len(visits) + 1)]
    visits["percent"] = visits["percent"].astype("Int64")
    visits["note"] = visits["note"] + " (illustratif)"
    visits["photo"] = ""
    return visits.assign(lon=places[:, 0], lat=places[:, 1])[COLUMNS]
