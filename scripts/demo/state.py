"""The state's presence and plans: facilities, mapped conflicts, redeployment entries."""

from __future__ import annotations

import numpy as np
import pandas as pd
from demo import inputs
from demo.inputs import Inputs

from prosmed_gis.domain.vocabulary import FacilityKind, FacilityStatus

SOURCE = "Illustrative, after the programme document's counts at 2020-12-31"
FACILITY_COLUMNS = [
    "facility_id", "name", "kind", "status", "relocated_to_pcode", "since", "owner", "staff", "position_quality",
    "source", "lon", "lat",
]  # fmt: skip
SECOND_COURT_OF_MOPTI = ("ML0506", "Tribunal pour enfants de Mopti (illustratif)")
"""The document counts nine courts in the eight cercles of Mopti: one seat must hold two."""
LABELS = {
    FacilityKind.COMMISSARIAT: "Commissariat",
    FacilityKind.BRIGADE: "Brigade de gendarmerie",
    FacilityKind.TGI: "TGI",
    FacilityKind.TI: "TI",
    FacilityKind.JPCE: "JPCE",
    FacilityKind.EPES: "EPES",
    FacilityKind.ONE_STOP_CENTRE: "Centre intégré VBG",
    FacilityKind.CNDH_OFFICE: "Antenne CNDH",
}
OWNERS = {
    FacilityKind.COMMISSARIAT: "Police nationale",
    FacilityKind.BRIGADE: "Gendarmerie nationale",
    FacilityKind.EPES: "DNAPES",
    FacilityKind.ONE_STOP_CENTRE: "MPFEF",
    FacilityKind.CNDH_OFFICE: "CNDH",
}
STAFF = {
    FacilityKind.COMMISSARIAT: (18, 46),
    FacilityKind.BRIGADE: (2, 8),
    FacilityKind.TGI: (10, 24),
    FacilityKind.TI: (5, 12),
    FacilityKind.JPCE: (2, 6),
    FacilityKind.COURT: (3, 7),
    FacilityKind.EPES: (6, 20),
    FacilityKind.ONE_STOP_CENTRE: (4, 8),
    FacilityKind.CNDH_OFFICE: (3, 6),
}
STAFFED = (FacilityStatus.WORKING, FacilityStatus.PARTLY)
CONFLICT_YEAR = 2018
CONFLICT_SOURCE = "Illustrative conflict mapping (generated)"
CONFLICT_REGIONS = ("ML04", "ML05", "ML06", "ML07", "ML08", "ML10")
CONFLICT_TYPES = {"land": 0.32, "pastoral": 0.28, "intercommunal": 0.2, "chieftaincy": 0.12, "water": 0.08}
PLAN_NAMES = {"maliko": "plan Maliko", "psdg": "PSDG", "crss": "plan du CRSS"}


def facilities(study: Inputs, places: pd.DataFrame) -> pd.DataFrame:
    """Return the facilities: at seats as the table of state presence says, others at communes' seats.

    Statuses follow the document's counts; staff and dates are drawn, and left empty where nobody works.
    """
    rng = inputs.random("facilities")
    seats = places[places["place_class"] != "village"]
    rows: list[dict[str, object]] = []
    for pcode, presence in study.presence.iterrows():
        rows += _at_seat(str(pcode), presence, seats)
        rows += _elsewhere(str(pcode), presence, seats, rng)
    rows += _offices(study, seats)
    frame = pd.DataFrame(rows)
    frame["facility_id"] = [f"ILF{number:04d}" for number in range(1, len(frame) + 1)]
    frame["staff"] = [_staff(kind, status, rng) for kind, status in zip(frame["kind"], frame["status"], strict=True)]
    frame["since"] = [_since(status, rng) for status in frame["status"]]
    frame["owner"] = [OWNERS.get(FacilityKind(kind), "MJDH") for kind in frame["kind"]]
    frame["position_quality"] = "town"
    frame["source"] = SOURCE
    return frame[FACILITY_COLUMNS]


def conflicts(study: Inputs, communes: pd.DataFrame) -> pd.DataFrame:
    """Return mapped local conflicts of the Centre and North, more of them where violence is stated higher."""
    rng = inputs.random("conflicts")
    rows: list[tuple[object, ...]] = []
    for pcode, level in study.cercles.iterrows():
        if str(pcode)[:4] not in CONFLICT_REGIONS:
            continue
        within = communes.loc[communes["parent_pcode"] == pcode, "pcode"].to_numpy()
        heat = float(np.clip(level["events_per_year"] / 80, 0.05, 1))
        for _ in range(1 + rng.poisson(1.0 + 7.0 * (0.5 * heat + 0.5 * level["communal_share"] / 0.45))):
            kind = str(rng.choice(list(CONFLICT_TYPES), p=list(CONFLICT_TYPES.values())))
            intensity = int(rng.choice([1, 2, 3], p=[0.5 - 0.35 * heat, 0.35, 0.15 + 0.35 * heat]))
            rows.append((pcode, str(rng.choice(within)), kind, intensity, CONFLICT_YEAR, CONFLICT_SOURCE))
    names = ["cercle_pcode", "commune_pcode", "conflict_type", "intensity", "year", "source"]
    frame = pd.DataFrame(rows, columns=names)
    frame.insert(0, "conflict_id", [f"ILC{number:04d}" for number in range(1, len(frame) + 1)])
    return frame


def redeployment(study: Inputs) -> pd.DataFrame:
    """Return one entry per plan and cercle; the plans exist, their lists of places here are invented."""
    rows = [
        {
            "entry_id": f"{plan['plan'].upper()}-{pcode}", "plan": plan["plan"], "level": "cercle", "pcode": pcode,
            "status": plan["status"], "date": plan["date"],
            "document": f"{PLAN_NAMES[plan['plan']]} – liste illustrative",
        }
        for plan in study.plans.to_dict("records")
        for pcode in plan["pcodes"].split()
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _row(kind: FacilityKind, status: str, place: pd.Series, **more: object) -> dict[str, object]:
    town = str(place["name"]).removesuffix(" (chef-lieu illustratif)")
    # Elision and contraction are spared: "de" stands before every name.
    name = f"{LABELS.get(kind, 'Tribunal')} de {town} (illustratif)"
    where = {"lon": place["lon"], "lat": place["lat"]}
    return {"name": name, "kind": str(kind), "status": status, "relocated_to_pcode": "", **where, **more}


def _at_seat(pcode: str, presence: pd.Series, seats: pd.DataFrame) -> list[dict[str, object]]:
    seat = seats[seats["commune_pcode"] == f"{pcode}01"].iloc[0]
    rows = [
        _row(kind, str(presence[column]), seat)
        for column, kind in (
            ("commissariat", FacilityKind.COMMISSARIAT),
            ("brigade", FacilityKind.BRIGADE),
            ("epes", FacilityKind.EPES),
        )
        if isinstance(presence[column], str)
    ]
    if isinstance(presence["court_kind"], str):
        moved = presence["court_relocated_to"] if isinstance(presence["court_relocated_to"], str) else ""
        kind = FacilityKind(presence["court_kind"])
        rows.append(_row(kind, str(presence["court"]), seat, relocated_to_pcode=moved))
    if pcode == SECOND_COURT_OF_MOPTI[0]:
        name = SECOND_COURT_OF_MOPTI[1]
        rows.append(_row(FacilityKind.COURT, FacilityStatus.PERIODIC.value, seat, name=name))
    return rows


def _elsewhere(
    pcode: str, presence: pd.Series, seats: pd.DataFrame, rng: np.random.Generator
) -> list[dict[str, object]]:
    """Return brigades and secondary prisons at seats of communes, the bigger ones being likelier."""
    others = seats[(seats["cercle_pcode"] == pcode) & (seats["place_class"] == "commune_seat")]
    rows = []
    for column, kind in (("other_brigades", FacilityKind.BRIGADE), ("other_epes", FacilityKind.EPES)):
        count = int(presence[column])
        weight = others["population"].to_numpy(dtype=float)
        picked = rng.choice(len(others), count, replace=False, p=weight / weight.sum()).tolist() if count else []
        status = str(presence["brigade"]) if kind is FacilityKind.BRIGADE else FacilityStatus.WORKING.value
        rows += [_row(kind, status, others.iloc[int(number)]) for number in sorted(picked)]
    return rows


def _offices(study: Inputs, seats: pd.DataFrame) -> list[dict[str, object]]:
    """Return the one-stop centres and CNDH offices that the document names, with the status it gives."""
    kinds = ("one_stop_centre", "cndh_office")
    named = study.institutions[study.institutions["kind"].isin(kinds) & (study.institutions["level"] == "place")]
    rows = []
    for office in named.to_dict("records"):
        place = office["place"]
        number = place.rpartition("commune ")[2].rstrip(")") if "commune" in place else "1"
        seat = seats[seats["commune_pcode"] == f"{office['pcode']}{int(number):02d}"].iloc[0]
        rows.append(_row(FacilityKind(office["kind"]), str(office["status"]), seat))
    return rows


def _staff(kind: str, status: str, rng: np.random.Generator) -> int | str:
    low, high = STAFF[FacilityKind(kind)]
    drawn = int(rng.integers(low, high + 1))
    if status not in STAFFED:
        return ""
    return drawn if status == FacilityStatus.WORKING else max(1, drawn // 2)


def _since(status: str, rng: np.random.Generator) -> str:
    year, month = int(rng.integers(1994, 2020)), int(rng.integers(1, 13))
    return f"{year}-{month:02d}-01" if status in STAFFED else ""
