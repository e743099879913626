"""What a reader of the plan must know: gaps in the inputs, given works that break a rule, targets out of reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.domain.notes import Note, Number, Value, note
from prosmed_gis.domain.vocabulary import PlanStatus, Service
from prosmed_gis.siting.sites import near
from prosmed_gis.siting.world import World

if TYPE_CHECKING:
    from prosmed_gis.access.run import AccessResult
    from prosmed_gis.domain.layers import Layers
    from prosmed_gis.siting.candidates import Candidates


def plan_notes(
    layers: Layers,
    selection: pd.DataFrame,
    world: World,
    found: Candidates,
    works: pd.DataFrame,
    *,
    shortfalls: pd.DataFrame,
    access: AccessResult,
    rains_min: pd.Series | None,
) -> tuple[Note, ...]:
    """Return all notes on a plan, in a fixed order."""
    return (
        *_missing_layers(layers, access),
        *_unchecked_notes(layers, world, rains_min),
        *_wish_notes(world),
        *_given_notes(layers, selection, world),
        *_sequence_notes(world, works),
        *_cap_notes(layers, world),
        *_excluded_notes(found),
        *_partner_notes(world),
        *_reach_notes(world, access),
        *_target_notes(world, shortfalls),
    )


def _missing_layers(layers: Layers, access: AccessResult) -> list[Note]:
    notes = []
    if layers.facilities is None or not access.travel:
        notes.append(note("siting.no_facilities"))
    if layers.works is None or layers.payments is None:
        notes.append(note("siting.no_works"))
    if layers.settlements is None:
        notes.append(note("siting.no_settlements"))
    return notes


def _given_notes(layers: Layers, selection: pd.DataFrame, world: World) -> list[Note]:
    chosen = set(selection.loc[selection["selected"].astype(bool), "pcode"])
    names = layers.cercles["name"]
    notes = []
    for name, work in world.given.iterrows():
        if pd.isna(work["service"]):
            continue
        if not work["priced"]:
            notes.append(note("siting.given_without_cost", work=str(name), year=work["opens_year"]))
        if name in world.reach.off_ground:
            notes.append(note("siting.given_without_place", work=str(name)))
        if work["cercle_pcode"] not in chosen:
            cercle = names.get(work["cercle_pcode"], "")
            notes.append(note("siting.given_outside", work=str(name), cercle=cercle))
    return notes


def _sequence_notes(world: World, works: pd.DataFrame) -> list[Note]:
    given = works[works["status"] == PlanStatus.GIVEN.value]
    notes = []
    for name, work in given[given["service"] == Service.JUSTICE.value].iterrows():
        if not _secured(world, works, work):
            notes.append(note("siting.given_before_security", work=str(name), year=work["opens_year"]))
    for name, work in given[given["service"] == Service.PRISON.value].iterrows():
        if not _has_service(world, works, work, Service.JUSTICE):
            notes.append(note("siting.given_before_justice", work=str(name), year=work["opens_year"]))
    return notes


def _secured(world: World, works: pd.DataFrame, work: pd.Series) -> bool:
    if world.config.precedence == "same_cercle" or not np.isfinite(work["lon"]):
        return _has_service(world, works, work, Service.SECURITY)
    if world.served_at(Service.SECURITY, work["lon"], work["lat"]) <= work["opens_year"]:
        return True
    opened = works[(works["service"] == Service.SECURITY.value) & (works["opens_year"] <= work["opens_year"])]
    return bool(np.any(near(work["lon"], work["lat"], opened, world.config.same_place_km)))


def _has_service(world: World, works: pd.DataFrame, work: pd.Series, service: Service) -> bool:
    cercle = work["cercle_pcode"]
    if world.served_from(service, cercle) <= work["opens_year"]:
        return True
    opened = works[(works["service"] == service.value) & (works["opens_year"] <= work["opens_year"])]
    return bool((opened["cercle_pcode"] == cercle).any())


def _cap_notes(layers: Layers, world: World) -> list[Note]:
    given = world.given[world.given["service"].notna()]
    rules = (
        ("max_per_cercle", world.config.max_per_cercle, ["cercle_pcode", "service"]),
        ("max_per_cercle_year", world.config.max_per_cercle_year, ["cercle_pcode", "service", "opens_year"]),
    )
    notes = []
    for rule, limit, keys in rules:
        for key, count in given.groupby(keys, sort=True).size().items():
            if count > limit:
                parts = key if isinstance(key, tuple) else (key,)
                cercle, service = layers.cercles["name"].get(parts[0], ""), note(f"service.{parts[1]}")
                notes.append(
                    note(
                        "siting.given_over_cap",
                        rule=rule,
                        count=count,
                        limit=limit,
                        cercle=cercle,
                        service=service,
                    )
                )
    return notes


def _excluded_notes(found: Candidates) -> list[Note]:
    return [
        note(key, reason=note(f"siting.reason.{reason}"), count=count)
        for key, aside in (("siting.excluded", found.excluded), ("siting.delayed", found.delayed))
        for reason, count in aside.groupby("reason", sort=True).size().items()
    ]


def _unchecked_notes(layers: Layers, world: World, rains_min: pd.Series | None) -> list[Note]:
    """Gates that are asked for, but for which the study has no data."""
    notes = []
    limit, gate = world.config.max_rains_min, world.config.security_gate
    places = world.candidates["place_id"].unique()
    if limit is not None and len(places):
        known = set() if rains_min is None else set(rains_min.dropna().index)
        unknown = sum(place not in known for place in places)
        count = "" if rains_min is None else note("siting.rains_unknown_for", count=unknown)
        if unknown:
            notes.append(note("siting.rains_unknown", limit=f"{limit:g}", count=count))
    if gate is not None and layers.events is None:
        notes.append(note("siting.events_unknown"))
    return notes


def _wish_notes(world: World) -> list[Note]:
    changes = sorted(
        (name, year, usd) for name, money in world.config.budget_changes.items() for year, usd in money.items()
    )
    return [
        *([note("siting.forced", count=len(world.demanded))] if world.demanded else []),
        *(note("siting.budget_changed", name=name, year=year, usd=f"{usd:+.0f}") for name, year, usd in changes),
    ]


def _partner_notes(world: World) -> list[Note]:
    partners = world.fixed[world.fixed["status"] == PlanStatus.PARTNER.value]
    dated = int(partners["opens_year"].isin(world.years).sum())
    return [note("siting.partners_certain", count=dated)] if dated else []


def _reach_notes(world: World, access: AccessResult) -> list[Note]:
    """Whom nothing that is or could be built brings within the standard, and sites that bring nobody."""
    notes = []
    people = access.people["people"].to_numpy(float)
    for service, today in world.reach.covered_today.items():
        own = [name for name, served in _services(world).items() if served == service.value]
        reached = today.copy()
        for name in own:
            reached[world.reach.rows[name]] = True
        left = float(people[(world.people_worth > 0) & ~reached].sum())
        if own and left >= 1:
            label = note(f"service.{service.value}")
            notes.append(note("siting.out_of_reach", service=label, people=Number(left)))
    idle = [name for name in world.candidates.index if not len(world.reach.rows[str(name)])]
    if idle:
        notes.append(note("siting.reaches_nobody", count=len(idle)))
    return notes


def _services(world: World) -> dict[str, str]:
    return {
        str(name): str(service) for part in (world.fixed, world.candidates) for name, service in part["service"].items()
    }


def _target_notes(world: World, shortfalls: pd.DataFrame) -> list[Note]:
    notes = [
        note("siting.no_target", code=code) for code in world.targets.index if world.targets.loc[code].isna().all()
    ]
    for row in shortfalls[shortfalls["missing"] > 0].itertuples():
        values: dict[str, Value] = {
            "code": str(row.indicator),
            "year": str(row.year),
            "planned": f"{row.planned:.0f}",
            "target": f"{row.target:.0f}",
        }
        notes.append(note("siting.shortfall", **values))
    return notes
