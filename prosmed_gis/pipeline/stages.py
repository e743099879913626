"""The stages of a run as one table: what each needs, which part of the configuration it looks at, how it is made."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, cast

import geopandas as gpd
import pandas as pd

from prosmed_gis.access.ground.layers import GroundLayers
from prosmed_gis.access.run import AccessResult, service_access
from prosmed_gis.config.base import Model
from prosmed_gis.config.root import Config
from prosmed_gis.domain.layers import Layers
from prosmed_gis.domain.problems import Problem
from prosmed_gis.domain.products import Robustness
from prosmed_gis.errors import ProsmedError
from prosmed_gis.overlay.communes import plans_by_cercle
from prosmed_gis.overlay.doubts import doubts
from prosmed_gis.overlay.events import class_masks, count_events, hide_uncertain_places
from prosmed_gis.overlay.facilities import placed_facilities
from prosmed_gis.overlay.partners import partners_by_cercle
from prosmed_gis.overlay.people import people_by_cercle, population_cells
from prosmed_gis.overlay.seats import seats
from prosmed_gis.overlay.surroundings import Surroundings, surroundings
from prosmed_gis.overlay.units import locate, neighbours
from prosmed_gis.overlay.works import works_at_places
from prosmed_gis.pipeline.communes import ordered_communes
from prosmed_gis.pipeline.planning import checked_plan, meaning_of, whom_reached
from prosmed_gis.pipeline.steps import Overlaid
from prosmed_gis.readers.study import Read, located, raise_if_fatal, read_layers
from prosmed_gis.targeting.firm.defence import robustness
from prosmed_gis.targeting.firm.sampling import Redrawn
from prosmed_gis.targeting.inputs import TargetingInputs
from prosmed_gis.targeting.run import Choice, Scored, choose, event_worlds, score
from prosmed_gis.tracking.run import track


class Part:
    """The part of a configuration that a stage said it looks at; the rest cannot be read through it.

    So a stage can never depend on a value that is not in the key of its result.
    """

    def __init__(self, model: Model, keys: Iterable[str]) -> None:
        """Take the dotted keys that may be read; a section's own name gives all of it."""
        self._model = model
        self._inner: dict[str, list[str]] = {}
        for key in keys:
            first, _, rest = key.partition(".")
            self._inner.setdefault(first, []).append(rest)

    def __getattr__(self, name: str) -> Any:
        """Return a value, or the part of a section."""
        if name not in self._inner:
            msg = f"a stage reads '{name}' of the configuration and does not say so: a fault of the tool"
            raise ProsmedError(msg)
        value, inner = getattr(self._model, name), self._inner[name]
        return value if "" in inner else Part(value, inner)


@dataclass(frozen=True, eq=False)
class Given:
    """What a stage is made from."""

    config: Config
    """Of which only what the stage looks at can be read."""
    base: Path
    today: date
    of: Mapping[str, Any]
    """Results of the stages it needs."""


@dataclass(frozen=True)
class Stage:
    """One stage: its name, the stages it needs, the keys of the configuration it looks at, and how it is made."""

    name: str
    needs: tuple[str, ...]
    looks_at: tuple[str, ...]
    make: Callable[[Given], Any]
    reads_files: bool = False
    """The result depends on the content of the configured files and on the day besides."""
    kept: bool = True
    """False where making it is as quick as reading it back."""

    def part(self, config: Config) -> Config:
        """Return the configuration of which only what this stage looks at can be read."""
        return cast("Config", Part(config, self.looks_at))

    def settings(self, config: Config) -> str:
        """Return the values that this stage looks at, as one text."""
        values = {}
        for key in sorted(self.looks_at):
            value: Any = config
            for name in key.split("."):
                value = getattr(value, name)
            values[key] = _plain(value)
        # Names inside a value keep their order: that of the indicators is the order of the columns made from them.
        return json.dumps(values, default=str)


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return value.model_dump(mode="json")
    return {key: _plain(item) for key, item in value.items()} if isinstance(value, dict) else value


def input_paths(config: Config, base: Path) -> dict[str, Path]:
    """Return the file of each configured layer by the name of its entry, whether it is there or not."""
    return {name: located(source, base) for name, source in config.layers.items()}


def _read(given: Given) -> Read:
    return read_layers(given.config, given.base, today=given.today)


def _check(given: Given) -> Layers:
    reading: Read = given.of["read"]
    raise_if_fatal(reading)
    if reading.layers is None:
        msg = "the layers hold no fatal problem, yet none came out of reading: a fault of the tool"
        raise ProsmedError(msg)
    return reading.layers


def _overlay(given: Given) -> Overlaid:
    layers: Layers = given.of["check"]
    rules, study = given.config.overlay, given.config.study
    points = seats(layers.cercles, layers.settlements)
    facilities = (
        placed_facilities(layers.facilities, layers.cercles, layers.communes, points)
        if layers.facilities is not None
        else None
    )
    works = works_at_places(layers.works, points) if layers.works is not None else None
    settlements = layers.settlements
    if settlements is not None and settlements["cercle_pcode"].isna().any():
        settlements = locate(settlements, layers.cercles, layers.communes)
    events = locate(layers.events, layers.cercles, layers.communes) if layers.events is not None else None
    counted = count_events(events, layers.event_counts, layers.cercles, rules, until=study.as_of)
    people, problems = people_by_cercle(
        layers.cercles,
        layers.population,
        layers.population_raster,
        tolerance=given.config.checks.population_tolerance,
    )
    return Overlaid(
        layers=replace(layers, facilities=facilities, works=works, settlements=settlements),
        buildings=layers.facilities,
        events=hide_uncertain_places(events, rules) if events is not None else None,
        counted=counted,
        people=people,
        cells=_cells(layers, people["people"], scaled=rules.raster_scaled_to_table),
        partners=partners_by_cercle(layers.interventions, layers.cercles, layers.communes, study.as_of)
        if layers.interventions is not None
        else None,
        neighbours=neighbours(layers.cercles, seats=points.geometry),
        problems=(*problems, *_doubts(given, layers, events, facilities)),
    )


def _doubts(
    given: Given, layers: Layers, events: gpd.GeoDataFrame | None, facilities: gpd.GeoDataFrame | None
) -> list[Problem]:
    points = {"events": events, "facilities": facilities}
    files = {name: path.name for name, path in input_paths(given.config, given.base).items()}
    return doubts(points, layers.cercles, files)


def _cells(layers: Layers, people: pd.Series, *, scaled: bool) -> pd.DataFrame:
    if layers.population_raster is None:
        points = layers.cercles.representative_point()
        frame = {"cercle_pcode": layers.cercles.index, "lon": points.x, "lat": points.y, "people": people.fillna(0.0)}
        return pd.DataFrame(frame).reset_index(drop=True)
    return population_cells(layers.population_raster, layers.cercles, people if scaled else None)


def _access(given: Given) -> AccessResult:
    done: Overlaid = given.of["overlay"]
    rules, study = given.config.access, given.config.study
    return service_access(
        done.layers.facilities,
        done.layers.roads,
        done.layers.rivers,
        done.layers.cercles,
        done.cells,
        rules,
        year=min(given.config.siting.years) - 1,
        as_of=study.as_of,
        more=_ground(done, given.config),
    )


def _ground(done: Overlaid, config: Config) -> GroundLayers:
    events, effect = done.events, config.access.security_effect
    if events is not None and effect is not None:
        events = events[class_masks(events, config.overlay)[effect.event_class]]
    return GroundLayers(
        water=done.layers.water,
        barriers=done.layers.barriers,
        landcover=done.layers.landcover,
        elevation=done.layers.elevation,
        events=events,
        event_counts=done.counted.counts if len(done.counted.counts) else None,
    )


def targeting_inputs(done: Overlaid, access: AccessResult, config: Config) -> TargetingInputs:
    """Return what the criteria may look at."""
    coverage = access.coverage
    return TargetingInputs(
        cercles=done.layers.cercles,
        regions=done.layers.regions,
        neighbours=done.neighbours,
        counts=done.counted.counts if len(done.counted.counts) else None,
        surroundings=_surroundings(done, config),
        communes=done.layers.communes.groupby("parent_pcode").size(),
        conflicts=done.layers.conflicts,
        redeployment=plans_by_cercle(done.layers.redeployment, done.layers.communes),
        partners=done.partners,
        coverage=coverage if len(coverage) else None,
        people=done.people,
        works=done.layers.works,
    )


def _surroundings(done: Overlaid, config: Config) -> Surroundings | None:
    if done.events is None:
        return None
    return surroundings(
        done.events,
        done.layers.cercles,
        config.overlay,
        until=config.study.as_of,
        reach_km=config.targeting.reach_km,
    )


def _score(given: Given) -> Scored:
    config = given.config
    inputs = targeting_inputs(given.of["overlay"], given.of["access"], config)
    return score(inputs, config.targeting, config.study.as_of, language=config.study.language)


def _worlds(given: Given) -> Redrawn:
    config = given.config
    inputs = targeting_inputs(given.of["overlay"], given.of["access"], config)
    return event_worlds(inputs, config.targeting.only_measured, config.study.as_of)


def _select(given: Given) -> Choice:
    layers, config = given.of["overlay"].layers, given.config
    return choose(
        given.of["score"],
        config.selection,
        worlds=given.of["worlds"],
        reference=layers.reference,
        reference_name=config.layers["reference"].source if "reference" in config.layers else "",
        communes=layers.communes.groupby("parent_pcode").size(),
        illustrative=config.study.illustrative,
        language=config.study.language,
    )


def _communes(given: Given) -> Any:
    return ordered_communes(given.of["overlay"], given.of["access"], given.of["select"].selection, given.config)


def _defend(given: Given) -> Robustness:
    config = given.config
    return robustness(given.of["score"], given.of["select"], config.selection, language=config.study.language)


def _place(given: Given) -> Any:
    return checked_plan(given.of["overlay"], given.of["access"], given.of["select"].selection, given.config)


def _reach(given: Given) -> Any:
    return whom_reached(given.of["overlay"], given.of["access"], given.config, given.of["place"])


def _worth(given: Given) -> Any:
    return meaning_of(given.of["place"], given.of["overlay"], given.of["access"], given.config)


def _track(given: Given) -> Any:
    config = given.config
    return track(
        given.of["overlay"].layers,
        given.of["place"].result,
        config.tracking,
        config.checks,
        config.study.tracking_as_of or config.study.as_of,
        variant=config.selection.variant,
    )


DAY_AND_WORDS = ("study.as_of", "study.language")

STAGES = (
    Stage(
        "read",
        (),
        ("layers", "checks", "study.as_of", "study.pcode_vintage"),
        _read,
        reads_files=True,
    ),
    Stage("check", ("read",), (), _check, kept=False),
    Stage("overlay", ("check",), ("layers", "checks", "overlay", "study.as_of"), _overlay),
    Stage("access", ("overlay",), ("access", "overlay", "siting.years", "study.as_of"), _access),
    Stage("score", ("overlay", "access"), ("overlay", "targeting", *DAY_AND_WORDS), _score),
    Stage(
        "worlds",
        ("overlay", "access"),
        ("overlay", "targeting.only_measured", "targeting.reach_km", "study.as_of"),
        _worlds,
    ),
    Stage(
        "select",
        ("overlay", "score", "worlds"),
        ("layers", "selection", "study.illustrative", "study.language"),
        _select,
    ),
    Stage(
        "communes",
        ("overlay", "access", "select"),
        ("overlay", "targeting", "access", "selection", *DAY_AND_WORDS),
        _communes,
    ),
    Stage("defend", ("score", "select"), ("selection", "study.language"), _defend),
    Stage(
        "place",
        ("overlay", "access", "select"),
        ("access", "siting", "selection.variant", "study.as_of"),
        _place,
    ),
    Stage("reach", ("overlay", "access", "place"), ("access", "overlay", "study.as_of"), _reach),
    Stage("worth", ("overlay", "access", "place"), ("meaning", "study.as_of"), _worth),
    Stage(
        "track",
        ("overlay", "place"),
        ("tracking", "checks", "selection.variant", "study.tracking_as_of", "study.as_of"),
        _track,
        kept=False,
    ),
)
"""In the order in which they need one another."""

BY_NAME = {stage.name: stage for stage in STAGES}
LAST = "write"
"""What a whole run does after its last stage."""
NAMES = (*BY_NAME, LAST)
"""Stages as a user reads them."""
