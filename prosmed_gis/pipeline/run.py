"""One run over one study: each stage is computed once, when it is first asked for."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import geopandas as gpd
import pandas as pd

from prosmed_gis import __version__
from prosmed_gis.access.ground.layers import GroundLayers
from prosmed_gis.access.run import AccessResult, service_access
from prosmed_gis.config.loading import Loaded, with_line
from prosmed_gis.domain.layers import Layers
from prosmed_gis.domain.problems import Problem, Severity
from prosmed_gis.domain.products import (
    AccessFound,
    CommuneOrder,
    Label,
    PlanMeaning,
    PlanResult,
    Products,
    Robustness,
    Tracked,
)
from prosmed_gis.domain.programme_checks import programme_problems
from prosmed_gis.domain.vocabulary import Language
from prosmed_gis.errors import ConfigError, ProsmedError
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
from prosmed_gis.pipeline.producing import products_of
from prosmed_gis.pipeline.steps import Overlaid
from prosmed_gis.readers.study import Read, located, raise_if_fatal, read_layers
from prosmed_gis.siting.run import Planned
from prosmed_gis.targeting.firm.defence import robustness
from prosmed_gis.targeting.inputs import TargetingInputs
from prosmed_gis.targeting.run import Choice, Scored, choose, score
from prosmed_gis.tracking.run import track

STAGES = (
    "read", "check", "overlay", "access", "score", "select", "communes", "defend", "place", "reach", "worth", "track",
    "write",
)  # fmt: skip

BEFORE_THE_PLAN = ("reading", "layers", "overlaid", "access", "scored", "chosen", "communes", "robustness")
"""Answers of a run that no rule of the plan touches."""

T = TypeVar("T")
Notify = Callable[[str], None]
Warn = Callable[[Iterable[Problem]], None]


class Run:
    """The stages of one study, in order; asking for one computes those before it.

    `notify` is told the name of each stage as it begins; `warn` the problems of the inputs, once.
    """

    def __init__(self, loaded: Loaded, *, today: date, notify: Notify, warn: Warn) -> None:
        self.loaded = loaded
        self.config = loaded.config
        self.language: Language = loaded.config.study.language
        self.today = today
        self.timings: dict[str, float] = {}
        self._notify = notify
        self._warn = warn

    def replanned(self, loaded: Loaded) -> Run:
        """Return a run of a configuration that differs in how the plan is made alone; what comes before is shared."""
        other = Run(loaded, today=self.today, notify=self._notify, warn=self._warn)
        vars(other).update({name: value for name, value in vars(self).items() if name in BEFORE_THE_PLAN})
        return other

    def timed(self, stage: str, work: Callable[[], T]) -> T:
        """Announce a stage, do it, and keep how long it took (without the stages that it asked for)."""
        self._notify(stage)
        before, started = sum(self.timings.values()), time.perf_counter()
        try:
            result = work()
        except ConfigError as error:
            raise with_line(error, self.loaded.origins) from error
        inner = sum(self.timings.values()) - before
        self.timings[stage] = self.timings.get(stage, 0.0) + time.perf_counter() - started - inner
        return result

    def advance(self, stage: str) -> None:
        """Compute everything up to a stage."""
        asked = {"check": "layers", "read": "reading", "overlay": "overlaid", "score": "scored", "select": "chosen"}
        asked |= {"defend": "robustness", "place": "planned", "reach": "reached", "worth": "meaning"}
        asked |= {"track": "tracked", "write": "products"}
        getattr(self, asked.get(stage, stage))

    @cached_property
    def reading(self) -> Read:
        """All layers as read, with every problem; nothing is raised yet."""
        return self.timed("read", lambda: read_layers(self.config, self.loaded.base, today=self.today))

    def every_problem(self) -> list[Problem]:
        """Return what is wrong with the inputs and with the programme's own figures."""
        found = list(self.reading.problems)
        if self.reading.layers is not None:
            found += programme_problems(self.reading.layers, language=self.language)
        return found

    def input_paths(self) -> dict[str, Path]:
        """Return the file of each configured layer by the name of its entry, whether it is there or not."""
        return {name: located(source, self.loaded.base) for name, source in self.config.layers.items()}

    @cached_property
    def layers(self) -> Layers:
        """The layers fit for use; problems are told once."""
        return self.timed("check", self._checked)

    def _checked(self) -> Layers:
        self._warn(p for p in self.every_problem() if p.severity is not Severity.INFO)
        raise_if_fatal(self.reading, language=self.language)
        if self.reading.layers is None:
            msg = "the layers hold no fatal problem, yet none came out of reading: a fault of the tool"
            raise ProsmedError(msg)
        return self.reading.layers

    @cached_property
    def overlaid(self) -> Overlaid:
        """Events, people, partners, facilities and works brought onto cercles."""
        return self.timed("overlay", self._overlay)

    def _overlay(self) -> Overlaid:
        layers, rules, study = self.layers, self.config.overlay, self.config.study
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
        counted = count_events(
            events, layers.event_counts, layers.cercles, rules, until=study.as_of, language=self.language
        )
        people, problems = people_by_cercle(
            layers.cercles,
            layers.population,
            layers.population_raster,
            tolerance=self.config.checks.population_tolerance,
            language=self.language,
        )
        return Overlaid(
            layers=replace(layers, facilities=facilities, works=works, settlements=settlements),
            events=hide_uncertain_places(events, rules) if events is not None else None,
            counted=counted,
            people=people,
            cells=self._cells(layers, people["people"]),
            partners=partners_by_cercle(layers.interventions, layers.cercles, layers.communes, study.as_of)
            if layers.interventions is not None
            else None,
            neighbours=neighbours(layers.cercles, seats=points.geometry),
            problems=(*problems, *self._doubts(layers, events, facilities)),
        )

    def _doubts(
        self, layers: Layers, events: gpd.GeoDataFrame | None, facilities: gpd.GeoDataFrame | None
    ) -> list[Problem]:
        points = {"events": events, "facilities": facilities}
        files = {name: path.name for name, path in self.input_paths().items()}
        return doubts(points, layers.cercles, files, self.language)

    def _cells(self, layers: Layers, people: pd.Series) -> pd.DataFrame:
        if layers.population_raster is None:
            points = layers.cercles.representative_point()
            frame = {
                "cercle_pcode": layers.cercles.index,
                "lon": points.x,
                "lat": points.y,
                "people": people.fillna(0.0),
            }
            return pd.DataFrame(frame).reset_index(drop=True)
        scaled = people if self.config.overlay.raster_scaled_to_table else None
        return population_cells(layers.population_raster, layers.cercles, scaled)

    @cached_property
    def access(self) -> AccessResult:
        """Travel times and coverage of what works at the date of the study."""
        return self.timed("access", self._access)

    def _access(self) -> AccessResult:
        done, study = self.overlaid, self.config.study
        return service_access(
            done.layers.facilities,
            done.layers.roads,
            done.layers.rivers,
            done.layers.cercles,
            done.cells,
            self.config.access,
            year=min(self.config.siting.years) - 1,
            as_of=study.as_of,
            language=self.language,
            more=self._ground(),
        )

    def _ground(self) -> GroundLayers:
        done, effect = self.overlaid, self.config.access.security_effect
        events = done.events
        if events is not None and effect is not None:
            events = events[class_masks(events, self.config.overlay)[effect.event_class]]
        return GroundLayers(
            water=done.layers.water,
            barriers=done.layers.barriers,
            landcover=done.layers.landcover,
            elevation=done.layers.elevation,
            events=events,
            event_counts=done.counted.counts if len(done.counted.counts) else None,
        )

    @cached_property
    def scored(self) -> Scored:
        """Criteria and score of every cercle."""
        return self.timed("score", self._score)

    def inputs(self) -> TargetingInputs:
        """Return what the criteria may look at."""
        done, coverage = self.overlaid, self.access.coverage
        return TargetingInputs(
            cercles=done.layers.cercles,
            regions=done.layers.regions,
            neighbours=done.neighbours,
            counts=done.counted.counts if len(done.counted.counts) else None,
            surroundings=self._surroundings(),
            communes=done.layers.communes.groupby("parent_pcode").size(),
            conflicts=done.layers.conflicts,
            redeployment=plans_by_cercle(done.layers.redeployment, done.layers.communes),
            partners=done.partners,
            coverage=coverage if len(coverage) else None,
            people=done.people,
            works=done.layers.works,
        )

    def _surroundings(self) -> Surroundings | None:
        done, config = self.overlaid, self.config
        if done.events is None:
            return None
        return surroundings(
            done.events,
            done.layers.cercles,
            config.overlay,
            until=config.study.as_of,
            reach_km=config.targeting.reach_km,
        )

    def _score(self) -> Scored:
        return score(self.inputs(), self.config.targeting, self.config.study.as_of, language=self.language)

    @cached_property
    def chosen(self) -> Choice:
        """The selection, its firmness, and how it stands to the programme's own list."""
        return self.timed("select", self._choose)

    def _choose(self) -> Choice:
        layers = self.overlaid.layers
        return choose(
            self.scored,
            self.config.selection,
            reference=layers.reference,
            reference_name=self.config.layers["reference"].source if "reference" in self.config.layers else "",
            communes=layers.communes.groupby("parent_pcode").size(),
            language=self.language,
        )

    @cached_property
    def communes(self) -> CommuneOrder | None:
        """Where to start inside the selected cercles."""
        return self.timed(
            "communes", lambda: ordered_communes(self.overlaid, self.access, self.chosen.selection, self.config)
        )

    @cached_property
    def robustness(self) -> Robustness:
        """What the list rests on and what would change it."""
        return self.timed("defend", self._defend)

    def _defend(self) -> Robustness:
        return robustness(self.scored, self.chosen, self.config.selection, language=self.language)

    @cached_property
    def planned(self) -> Planned:
        """The multi-year plan with what it was made from, re-checked rule by rule before anyone sees it."""
        return self.timed("place", lambda: checked_plan(self.overlaid, self.access, self.chosen.selection, self.config))

    @property
    def plan(self) -> PlanResult:
        """The multi-year plan."""
        return self.planned.result

    @cached_property
    def reached(self) -> AccessFound:
        """Whom the services reach in every state of the ground, today and with the plan."""
        return self.timed("reach", lambda: whom_reached(self.overlaid, self.access, self.config, self.planned))

    @cached_property
    def meaning(self) -> PlanMeaning | None:
        """What the plan rests on and what else the money could do; None where that is not asked for."""
        return self.timed("worth", lambda: meaning_of(self.planned, self.overlaid, self.access, self.config))

    @cached_property
    def tracking(self) -> tuple[Tracked, tuple[Problem, ...]]:
        """State of indicators and works, and what is doubtful about the observations."""
        return self.timed("track", self._track)

    def _track(self) -> tuple[Tracked, tuple[Problem, ...]]:
        return track(
            self.overlaid.layers,
            self.plan,
            self.config.tracking,
            self.config.checks,
            self.tracking_date,
            variant=self.config.selection.variant,
            language=self.language,
        )

    @property
    def tracking_date(self) -> date:
        """The date at which progress is judged."""
        return self.config.study.tracking_as_of or self.config.study.as_of

    @property
    def tracked(self) -> Tracked:
        """State of indicators and works."""
        return self.tracking[0]

    @property
    def problems(self) -> list[Problem]:
        """Every problem that the stages so far computed have found."""
        # Two stages may meet the same fault; it is told once.
        return list(dict.fromkeys([*self.every_problem(), *self.overlaid.problems, *self.tracking[1]]))

    @cached_property
    def products(self) -> Products:
        """Everything that the run has to write, for the internal audience."""
        return products_of(self)

    def label(self) -> Label:
        """Return what every product says of itself."""
        study, layers = self.config.study, self.overlaid.layers
        french, english = self.loaded.scenario_labels
        return Label(
            name=study.name,
            title_fr=study.title_fr,
            title_en=study.title_en,
            as_of=study.as_of,
            tracking_as_of=self.tracking_date,
            illustrative=study.illustrative,
            language=study.language,
            audience=study.audience,
            scenario=(french if study.language is Language.FR else english) or self.loaded.scenario,
            sources=tuple(dict.fromkeys(source for _, source in sorted(layers.provenance.items()) if source)),
            version=__version__,
        )

    @property
    def default_folder(self) -> Path:
        """Where products go unless the user says otherwise: `outputs/<name>` beside the configuration's folder."""
        return self.loaded.base.parent / "outputs" / self.config.study.name
