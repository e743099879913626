"""Invented conflict events in ACLED's layout of 31 columns; no event, actor or source is real."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from demo import inputs
from demo.inputs import Inputs

FIRST_YEAR, LAST_YEAR = 2018, 2022
NATIONAL_COURSE = {2018: 0.45, 2019: 0.7, 2020: 0.95, 2021: 1.0, 2022: 1.15}
"""Violence by year, relative to the level stated for 2021."""
REFERENCE_YEAR = 2021
RIOT_SHARE = 0.2
EXTERNAL_SHARE = 0.2
MOB_ON_CIVILIANS = 0.5
REGION_ONLY = 3
"""ACLED's geo_precision of an event known to its region only."""
COLUMNS = [
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type",
    "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting",
    "iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision",
    "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
]  # fmt: skip
REBELS = ["Armed group A (illustrative)", "Armed group B (illustrative)", "Armed group C (illustrative)"]
COMMUNAL = ["Communal militia X (illustrative)", "Communal militia Y (illustrative)"]
POLITICAL = "Self-defence group Z (illustrative)"
STATE = "State forces (illustrative)"
EXTERNAL = "International force (illustrative)"
CIVILIANS, RIOTERS, PROTESTERS = "Civilians (illustrative)", "Rioters (illustrative)", "Protesters (illustrative)"
INTER = {
    STATE: "State forces", EXTERNAL: "External/Other forces", POLITICAL: "Political militia", CIVILIANS: "Civilians",
    RIOTERS: "Rioters", PROTESTERS: "Protesters", "": "",
    **dict.fromkeys(REBELS, "Rebel group"), **dict.fromkeys(COMMUNAL, "Identity militia"),
}  # fmt: skip
POLITICAL_VIOLENCE, DEMONSTRATIONS = "Political violence", "Demonstrations"
TARGETED = "Civilian targeting"

# kind: share, disorder type, event type, sub types with their shares, mean of fatalities
KINDS: dict[str, tuple[float, str, str, dict[str, float], float]] = {
    "battle": (
        0.27, POLITICAL_VIOLENCE, "Battles",
        {"Armed clash": 0.97, "Non-state actor overtakes territory": 0.03}, 3.0,
    ),
    "explosion": (
        0.16, POLITICAL_VIOLENCE, "Explosions/Remote violence",
        {"Remote explosive/landmine/IED": 0.72, "Air/drone strike": 0.16, "Shelling/artillery/missile attack": 0.12},
        1.6,
    ),
    "civilians": (
        0.40, POLITICAL_VIOLENCE, "Violence against civilians",
        {"Attack": 0.68, "Abduction/forced disappearance": 0.31, "Sexual violence": 0.01}, 1.3,
    ),
    "mob": (0.02, f"{POLITICAL_VIOLENCE}; {DEMONSTRATIONS}", "Riots", {"Mob violence": 1.0}, 0.3),
    "strategic": (
        0.15, "Strategic developments", "Strategic developments",
        {"Looting/property destruction": 0.55, "Change to group/activity": 0.2, "Arrests": 0.15, "Agreement": 0.1}, 0.0,
    ),
    "protest": (0.0, DEMONSTRATIONS, "Protests", {"Peaceful protest": 0.93, "Protest with intervention": 0.07}, 0.02),
    "riot": (0.0, DEMONSTRATIONS, "Riots", {"Violent demonstration": 1.0}, 0.1),
}  # fmt: skip


def events(study: Inputs, places: pd.DataFrame) -> pd.DataFrame:
    """Return the events in order of date, each at a listed place, as ACLED codes them.

    `geo_precision` 3 rows stand at the seat of their region, `fatalities` are whole and heavy-tailed.
    """
    rng = inputs.random("events")
    drawn = [{"cercle": pcode, **row} for pcode in study.cercles.index for row in _of_cercle(study, pcode, places, rng)]
    frame = pd.DataFrame(drawn).sort_values(["event_date", "cercle", "place"], kind="stable").reset_index(drop=True)
    frame = _located(frame, study, places, rng)
    # Two draws may agree in everything: readers would rightly call the second a duplicate.
    frame = frame.drop_duplicates(
        [name for name in frame.columns if name not in ("cercle", "place")], ignore_index=True
    )
    frame["event_id_cnty"] = [f"ILL{number:05d}" for number in range(1, len(frame) + 1)]
    frame["year"] = frame["event_date"].str[:4].astype(int)
    inter1, inter2 = frame["actor1"].map(INTER), frame["actor2"].map(INTER)
    frame["inter1"], frame["inter2"] = inter1, inter2
    frame["interaction"] = [f"{a}-{b}" if b else f"{a} only" for a, b in zip(inter1, inter2, strict=True)]
    days = pd.to_datetime(frame["event_date"]) + pd.Timedelta(days=9)
    constant: dict[str, Any] = {
        "assoc_actor_1": "", "assoc_actor_2": "", "iso": 466, "region": "Western Africa", "country": "Mali",
        "source": "Illustrative", "source_scale": "Illustrative", "notes": "generated (illustrative)", "tags": "",
        "timestamp": (days - pd.Timestamp("1970-01-01")) // pd.Timedelta(seconds=1),
    }  # fmt: skip
    return frame.assign(**constant)[COLUMNS]


def _of_cercle(study: Inputs, pcode: str, places: pd.DataFrame, rng: np.random.Generator) -> list[dict[str, object]]:
    level = study.cercles.loc[[pcode]].iloc[0]
    mine = places[places["cercle_pcode"] == pcode]
    rural, urban = _rural_weight(mine, rng), mine["population"].to_numpy(dtype=float)
    rows: list[dict[str, object]] = []
    for month in pd.period_range(f"{FIRST_YEAR}-01", f"{LAST_YEAR}-12", freq="M"):
        violent, demonstrations = _monthly_rates(level, month)
        for _ in range(rng.poisson(violent * rng.gamma(2.5, 1 / 2.5))):
            kind = str(rng.choice(list(KINDS), p=[spec[0] for spec in KINDS.values()]))
            rows.append(_event(kind, month, _pick(mine, rural, rng), float(level["communal_share"]), rng))
        for _ in range(rng.poisson(demonstrations)):
            kind = "riot" if rng.random() < RIOT_SHARE else "protest"
            rows.append(_event(kind, month, _pick(mine, urban**2, rng), 0.0, rng))
    return rows


def _monthly_rates(level: pd.Series, month: pd.Period) -> tuple[float, float]:
    started = month.year >= level["first_year"]
    season = 1 + 0.2 * np.cos(2 * np.pi * (month.month - 4) / 12)  # roads are dry in spring, flooded in autumn
    course = NATIONAL_COURSE[month.year] * level["rise"] ** (month.year - REFERENCE_YEAR)
    return float(started * level["events_per_year"] * course * season / 12), float(
        level["demonstrations_per_year"] / 12
    )


def _rural_weight(mine: pd.DataFrame, rng: np.random.Generator) -> np.ndarray:
    """Return the pull of each place on violence: villages around a few hot spots of the cercle."""
    km = inputs.to_km(mine["lon"].to_numpy(), mine["lat"].to_numpy())
    hot = km[rng.integers(0, len(km), 3)]
    away = np.hypot(*(km[:, None, :] - hot[None, :, :]).transpose(2, 0, 1)).min(axis=1)
    size = np.sqrt(np.minimum(mine["population"].to_numpy(dtype=float), 20_000))
    return np.asarray(size * (0.25 + np.exp(-away / 30.0)))


def _pick(mine: pd.DataFrame, weight: np.ndarray, rng: np.random.Generator) -> str:
    return str(mine["place_id"].to_numpy()[rng.choice(len(mine), p=weight / weight.sum())])


def _event(kind: str, month: pd.Period, place: str, communal: float, rng: np.random.Generator) -> dict[str, object]:
    _, disorder, event_type, sub_types, deaths = KINDS[kind]
    sub_type = str(rng.choice(list(sub_types), p=list(sub_types.values())))
    actor1, actor2 = _actors(kind, sub_type, communal, rng)
    mean = 0.0 if sub_type.startswith("Abduction") else deaths
    date = month.start_time + pd.Timedelta(days=int(rng.integers(0, month.days_in_month)))
    targeted = POLITICAL_VIOLENCE in disorder and actor2 == CIVILIANS
    return {
        "event_date": date.strftime("%Y-%m-%d"), "time_precision": int(rng.choice([1, 2, 3], p=[0.86, 0.11, 0.03])),
        "disorder_type": disorder, "event_type": event_type, "sub_event_type": sub_type, "actor1": actor1,
        "actor2": actor2, "civilian_targeting": TARGETED if targeted else "", "place": place,
        "fatalities": int(rng.poisson(mean * rng.gamma(0.35, 1 / 0.35))) if mean else 0,
    }  # fmt: skip


def _actors(kind: str, sub_type: str, communal: float, rng: np.random.Generator) -> tuple[str, str]:
    rebel = str(rng.choice(REBELS, p=[0.5, 0.35, 0.15]))
    armed = str(rng.choice(COMMUNAL)) if rng.random() < communal else rebel
    state = EXTERNAL if rng.random() < EXTERNAL_SHARE else STATE
    against = {
        "battle": str(rng.choice([STATE, POLITICAL, COMMUNAL[0] if communal else REBELS[1]], p=[0.7, 0.15, 0.15])),
        "explosion": str(rng.choice([STATE, CIVILIANS], p=[0.7, 0.3])),
        "civilians": CIVILIANS,
        "mob": CIVILIANS if rng.random() < MOB_ON_CIVILIANS else "",
    }.get(kind, "")
    if kind in ("mob", "riot"):
        return RIOTERS, against
    if kind == "protest":
        return PROTESTERS, STATE if sub_type.endswith("intervention") else ""
    if sub_type.startswith("Air"):
        return state, rebel
    if sub_type == "Arrests":
        return state, CIVILIANS
    return (rebel if kind == "explosion" else armed), against if against != armed else STATE


def _located(frame: pd.DataFrame, study: Inputs, places: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return the frame with names and coordinates; vague events go to the seat of their region."""
    chief = places["place_class"].isin(["national_seat", "region_seat"])
    seats = places[chief].set_index("cercle_pcode")["place_id"]
    region = frame["cercle"].str[:4]
    precision = rng.choice([1, 2, 3], len(frame), p=[0.6, 0.35, 0.05])
    place = frame["place"].where(precision < REGION_ONLY, region.map(inputs.REGION_SEATS).map(seats))
    found = places.set_index("place_id").loc[place].reset_index()
    return frame.assign(
        geo_precision=precision,
        admin1=found["cercle_pcode"].str[:4].map(inputs.REGION_NAMES),
        admin2=found["cercle_pcode"].map(study.towns["cercle"]),
        admin3=_commune_names(found, study),
        location=found["name"],
        latitude=found["lat"],
        longitude=found["lon"],
    )


def _commune_names(found: pd.DataFrame, study: Inputs) -> list[str]:
    cercles = found["cercle_pcode"].map(study.towns["cercle"])
    numbers = found["commune_pcode"].str[6:]
    return [cercle if number == "01" else f"{cercle} {number}" for cercle, number in zip(cercles, numbers, strict=True)]
