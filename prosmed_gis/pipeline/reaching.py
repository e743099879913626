"""What `access` answers: whom the services reach today, without planning anything."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from prosmed_gis.domain.messages import text
from prosmed_gis.errors import DataError
from prosmed_gis.outputs.audience import access_for, notes_for, site_ids
from prosmed_gis.outputs.siting_tables import access_tables
from prosmed_gis.outputs.tables import write_table
from prosmed_gis.pipeline.answers import records
from prosmed_gis.pipeline.planning import whom_reached
from prosmed_gis.pipeline.writing import free
from prosmed_gis.wording.numbers import number
from prosmed_gis.wording.results import said_access
from prosmed_gis.wording.sentences import say_all

if TYPE_CHECKING:
    from prosmed_gis.domain.products import AccessFound
    from prosmed_gis.overlay.roads import SeatRoads
    from prosmed_gis.pipeline.run import Run

STATE = ["service", "season", "security", "mode", "minutes"]
COUNTS = ["population", "covered", "unreachable"]

Rows = tuple[list[str], list[list[object]]]


def reached_today(run: Run) -> AccessFound:
    """Return whom the services reach at the study's date, as the run's audience may see it."""
    found = run.timed("reach", lambda: whom_reached(run.overlaid, run.access, run.config, None))
    return access_for(said_access(found, run.language), run.config.study.audience)


def road_lines(run: Run) -> list[str]:
    """Return what must stand above every travel time, where the layer of roads does not lead to all seats."""
    sentence = run.road_sentence()
    return [f"⚠ {sentence}"] if sentence else []


def notes_today(run: Run, found: AccessFound) -> list[str]:
    """Return what a reader must know of the ground and of whom it lets through, as the run's audience may see it."""
    audience = run.config.study.audience
    return [*notes_for(say_all(run.access.notes, run.language), audience, site_ids(run.layers)), *found.notes]


def national(states: pd.DataFrame) -> pd.DataFrame:
    """Return the states of the whole country, the sums of its cercles; `level` is country and `pcode` empty."""
    own = states[states["level"] == "cercle"]
    sums = own.groupby(STATE, sort=False)[COUNTS].sum().reset_index()
    share = sums["covered"] / sums["population"].where(sums["population"] > 0)
    return sums.assign(level="country", pcode="", share=share)[list(states.columns)]


def answer(run: Run, found: AccessFound) -> dict[str, Any]:
    """Return every table as JSON values, shapes apart."""
    tables = {name: value for name, value in vars(found).items() if isinstance(value, pd.DataFrame)}
    flat = {name: _flat(frame) for name, frame in tables.items()}
    country = {"country": records(national(found.states)), "country_network": records(national(found.network))}
    roads = None if run.seat_roads is None else _roads(run.seat_roads, run.road_sentence())
    return {"roads": roads, **country, **flat, "notes": notes_today(run, found)}


def _roads(found: SeatRoads, sentence: str) -> dict[str, Any]:
    rows = [
        {"cercle_pcode": str(code), "name": str(row["name"]), "road_km": _finite(row["road_km"])}
        for code, row in found.beyond.iterrows()
    ]
    return {"beyond_km": found.beyond_km, "of": len(found.table), "seats_beyond": rows, "note": sentence}


def _finite(km: float) -> float | None:
    return round(float(km), 1) if math.isfinite(km) else None


def _flat(frame: pd.DataFrame) -> list[dict[str, Any]]:
    plain = pd.DataFrame(frame.drop(columns="geometry", errors="ignore"))
    return records(plain.reset_index() if plain.index.name else plain)


def network_states(run: Run, found: AccessFound) -> pd.DataFrame:
    """Return the people within each standard along the roads.

    Raises
    ------
    DataError
        The study has no roads, no facilities or no rules for travel along roads.
    """
    if found.network.empty:
        raise DataError(text("access.network_unknown", run.language))
    return found.network


def state_rows(run: Run, states: pd.DataFrame, *, level: str, service: str | None) -> Rows:
    """Return headings and rows of the people within each standard, for people; one service only where asked for."""
    language = run.language
    states = national(states) if level == "country" else states[states["level"] == level]
    states = states if service is None else states[states["service"] == service]
    names = run.layers.communes["name"] if level == "commune" else run.layers.cercles["name"]
    rows = []
    for row in records(states):
        unit = names.get(row["pcode"], row["pcode"]) if row["pcode"] else text("placing.country", language)
        state = [text(f"placing.{part}.{row[part]}", language) for part in ("season", "security", "mode")]
        people = [number(row[name], language) for name in ("population", "covered")]
        share = "-" if row["share"] is None else f"{row['share']:.1%}"
        label = text(f"service.{row['service']}", language)
        rows.append([unit, label, *state, f"{row['minutes']:g}", *people, share, number(row["unreachable"], language)])
    return text("placing.access_headings", language).split("|"), rows


def chain_rows(run: Run, found: AccessFound) -> Rows:
    """Return headings and rows of the chain police, court, prison by cercle, for people."""
    language = run.language
    names = run.layers.cercles["name"]
    yes = {True: text("placing.yes", language), False: text("placing.no", language)}
    rows = []
    for row in _flat(found.chain):
        minutes = [_minutes(row[name]) for name in ("security_justice_min", "justice_prison_min")]
        counts = ["-" if row[name] is None else int(row[name]) for name in ("security", "justice", "prison")]
        rows.append([names.get(row["cercle_pcode"], ""), *counts, yes[bool(row["complete"])], *minutes])
    return text("placing.chain_headings", language).split("|"), rows


def _minutes(value: float | None) -> str:
    return "-" if value is None else f"{value:.0f}"


def write_access(run: Run, found: AccessFound, folder: Path, *, overwrite: bool) -> list[Path]:
    """Write the tables of access into a folder, without planning anything.

    Raises
    ------
    OutputError
        A file stands there and `overwrite` is off, or it cannot be written.
    """
    frames = {name: frame for name, frame in access_tables(found, run.layers.cercles["name"]).items() if len(frame)}
    for name in frames:
        free(folder / f"{name}.csv", overwrite=overwrite)
    folder.mkdir(parents=True, exist_ok=True)
    return [write_table(frame, folder / f"{name}.csv") for name, frame in frames.items()]
