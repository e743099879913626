"""What a reader of the plan must know: gaps in the inputs, given works that break a rule, targets out of reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.domain.messages import text
from prosmed_gis.domain.vocabulary import PlanStatus, Service
from prosmed_gis.siting.sites import near
from prosmed_gis.siting.world import World

if TYPE_CHECKING:
    from prosmed_gis.access.run import AccessResult
    from prosmed_gis.domain.layers import Layers
    from prosmed_gis.domain.vocabulary import Language
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
    language: Language,
) -> tuple[str, ...]:
    """Return all notes on a plan, in the language asked for, in a fixed order."""
    return (
        *_missing_layers(layers, access, language),
        *_given_notes(layers, selection, world, language),
        *_sequence_notes(world, works, language),
        *_cap_notes(layers, world, language),
        *_excluded_notes(found, language),
        *_target_notes(world, shortfalls, language),
    )


def _missing_layers(layers: Layers, access: AccessResult, language: Language) -> list[str]:
    notes = []
    if layers.facilities is None or not access.travel:
        notes.append(text("siting.no_facilities", language))
    if layers.works is None or layers.payments is None:
        notes.append(text("siting.no_works", language))
    if layers.settlements is None:
        notes.append(text("siting.no_settlements", language))
    return notes


def _given_notes(layers: Layers, selection: pd.DataFrame, world: World, language: Language) -> list[str]:
    chosen = set(selection.loc[selection["selected"].astype(bool), "pcode"])
    names = layers.cercles["name"]
    notes = []
    for name, work in world.given.iterrows():
        if pd.isna(work["service"]):
            continue
        if not work["priced"]:
            notes.append(text("siting.given_without_cost", language, work=name, year=work["opens_year"]))
        if name in world.reach.off_ground:
            notes.append(text("siting.given_without_place", language, work=name))
        if work["cercle_pcode"] not in chosen:
            cercle = names.get(work["cercle_pcode"], "")
            notes.append(text("siting.given_outside", language, work=name, cercle=cercle))
    return notes


def _sequence_notes(world: World, works: pd.DataFrame, language: Language) -> list[str]:
    given = works[works["status"] == PlanStatus.GIVEN.value]
    notes = []
    for name, work in given[given["service"] == Service.JUSTICE.value].iterrows():
        if not _secured(world, works, work):
            notes.append(text("siting.given_before_security", language, work=name, year=work["opens_year"]))
    for name, work in given[given["service"] == Service.PRISON.value].iterrows():
        if not _has_service(world, works, work, Service.JUSTICE):
            notes.append(text("siting.given_before_justice", language, work=name, year=work["opens_year"]))
    return notes


def _secured(world: World, works: pd.DataFrame, work: pd.Series) -> bool:
    if world.config.precedence == "same_cercle" or not np.isfinite(work["lon"]):
        return _has_service(world, works, work, Service.SECURITY)
    if world.secured_from(work["lon"], work["lat"], work["cercle_pcode"]) <= work["opens_year"]:
        return True
    opened = works[(works["service"] == Service.SECURITY.value) & (works["opens_year"] <= work["opens_year"])]
    return bool(np.any(near(work["lon"], work["lat"], opened, world.config.same_place_km)))


def _has_service(world: World, works: pd.DataFrame, work: pd.Series, service: Service) -> bool:
    cercle = work["cercle_pcode"]
    if world.served_from(service, cercle) <= work["opens_year"]:
        return True
    opened = works[(works["service"] == service.value) & (works["opens_year"] <= work["opens_year"])]
    return bool((opened["cercle_pcode"] == cercle).any())


def _cap_notes(layers: Layers, world: World, language: Language) -> list[str]:
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
                cercle, service = layers.cercles["name"].get(parts[0], ""), text(f"service.{parts[1]}", language)
                notes.append(
                    text(
                        "siting.given_over_cap",
                        language,
                        rule=rule,
                        count=count,
                        limit=limit,
                        cercle=cercle,
                        service=service,
                    )
                )
    return notes


def _excluded_notes(found: Candidates, language: Language) -> list[str]:
    counts = found.excluded.groupby("reason", sort=True).size()
    return [
        text("siting.excluded", language, reason=text(f"siting.reason.{reason}", language), count=count)
        for reason, count in counts.items()
    ]


def _target_notes(world: World, shortfalls: pd.DataFrame, language: Language) -> list[str]:
    notes = [
        text("siting.no_target", language, code=code)
        for code in world.targets.index
        if world.targets.loc[code].isna().all()
    ]
    for row in shortfalls[shortfalls["missing"] > 0].itertuples():
        values = {
            "code": row.indicator,
            "year": row.year,
            "planned": f"{row.planned:.0f}",
            "target": f"{row.target:.0f}",
        }
        notes.append(text("siting.shortfall", language, **values))
    return notes
