"""One run over one study: each stage is computed once, when it is first asked for."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, cast

from prosmed_gis import __version__
from prosmed_gis.access.run import AccessResult
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
from prosmed_gis.overlay.roads import SeatRoads, seat_roads
from prosmed_gis.pipeline.cache import Results, content_of, key_of, tool_fingerprint
from prosmed_gis.pipeline.producing import products_of
from prosmed_gis.pipeline.stages import BY_NAME, Given, input_paths
from prosmed_gis.pipeline.steps import Overlaid
from prosmed_gis.readers.study import Read, raise_if_fatal
from prosmed_gis.siting.run import Planned
from prosmed_gis.targeting.run import Choice, Scored
from prosmed_gis.wording.results import said_access, said_meaning, said_plan, said_tracking
from prosmed_gis.wording.sentences import said_error, said_problem, say

T = TypeVar("T")
Notify = Callable[[str], None]
Warn = Callable[[Iterable[Problem]], None]


class Run:
    """The stages of one study, in order; asking for one computes those that it needs.

    `notify` is told the name of each stage as it begins; `warn` the problems of the inputs, once. Runs that are given
    the same `results` share every stage whose result depends on nothing in which they differ.
    """

    def __init__(
        self, loaded: Loaded, *, today: date, notify: Notify, warn: Warn, results: Results | None = None
    ) -> None:
        self.loaded = loaded
        self.config = loaded.config
        self.language: Language = loaded.config.study.language
        self.today = today
        self.timings: dict[str, float] = {}
        self.results = results if results is not None else Results()
        self._notify = notify
        self._warn = warn
        self._told = False
        self._keys: dict[str, str] = {}

    def sibling(self, loaded: Loaded) -> Run:
        """Return a run of another configuration; stages that look at nothing that differs are shared."""
        other = Run(loaded, today=self.today, notify=self._notify, warn=self._warn, results=self.results)
        # Whose inputs are the same has heard of their problems already.
        other._told = self._told and other.key("read") == self.key("read")
        return other

    def timed(self, stage: str, work: Callable[[], T]) -> T:
        """Announce a stage, do it, and keep how long it took (without the stages that it asked for)."""
        self._notify(stage)
        before, started = sum(self.timings.values()), time.perf_counter()
        try:
            result = work()
        except ProsmedError as error:
            said_error(error, self.language)
            if isinstance(error, ConfigError):
                raise with_line(error, self.loaded.origins) from error
            raise
        inner = sum(self.timings.values()) - before
        self.timings[stage] = self.timings.get(stage, 0.0) + time.perf_counter() - started - inner
        return result

    def advance(self, stage: str) -> None:
        """Compute every stage up to one, in their order."""
        for name in BY_NAME:
            self.of(name)
            if name == stage:
                return

    def of(self, name: str) -> Any:
        """Return the result of a stage by its name."""
        stage, key = BY_NAME[name], self.key(name)
        if self.results.made(key):
            return self.results.get(key, lambda: None)
        if name != "read" and not self._told:
            # Said of kept results too: what is wrong with the inputs is never passed over because it is old.
            self._told = True
            self._warn(p for p in self.every_problem() if p.severity is not Severity.INFO)
        if not (stage.kept and self.results.ready(key)):
            for need in stage.needs:
                self.of(need)
        given = Given(stage.part(self.config), self.loaded.base, self.today, _Needs(self, stage.needs))
        return self.timed(name, lambda: self.results.get(key, lambda: stage.make(given), kept=stage.kept))

    def key(self, name: str) -> str:
        """Return the key of a stage's result: all that it depends on, files by their content."""
        if name not in self._keys:
            stage = BY_NAME[name]
            parts = [tool_fingerprint(), name, stage.settings(self.config), *(self.key(need) for need in stage.needs)]
            if stage.reads_files:
                files = (f"{entry}={path}={content_of(path)}" for entry, path in self.input_paths().items())
                parts += [str(self.loaded.base), self.today.isoformat(), *files]
            self._keys[name] = key_of(*parts)
        return self._keys[name]

    @property
    def reading(self) -> Read:
        """All layers as read, with every problem; nothing is raised yet."""
        found: Read = self.of("read")
        return found

    def raise_if_fatal(self) -> None:
        """Raise where an input is unusable, as `readers.study.raise_if_fatal`, in the run's language."""
        try:
            raise_if_fatal(self.reading)
        except ProsmedError as error:
            said_error(error, self.language)
            raise

    def every_problem(self) -> list[Problem]:
        """Return what is wrong with the inputs and with the programme's own figures."""
        found = list(self.reading.problems)
        if self.reading.layers is not None:
            found += programme_problems(self.reading.layers)
        return [*self._said(found), *self._road_problems()]

    def _road_problems(self) -> list[Problem]:
        roads = self.seat_roads
        if roads is None or roads.beyond.empty:
            return []
        value, remedy = f"{len(roads.beyond)}/{len(roads.table)}", self.road_sentence()
        file = self.input_paths()["roads"].name if "roads" in self.config.layers else "roads"
        return [Problem(file, "roads", None, "geometry", value, "roads.seats_beyond", Severity.WARNING, remedy)]

    @cached_property
    def seat_roads(self) -> SeatRoads | None:
        """How far the seats of the cercles are from any road; None where no travel time rests on the roads."""
        layers, access = self.reading.layers, self.config.access
        straight = access.straight_line is not None and access.straight_line.use == "always"
        if layers is None or access.fitness is None or straight:
            return None
        return seat_roads(layers.cercles, layers.settlements, layers.roads, beyond_km=access.fitness.seat_beyond_km)

    def road_sentence(self, *, short: bool = False) -> str:
        """Return what must stand above every travel time; empty where the roads lead to all seats (`SeatRoads`)."""
        told = None if self.seat_roads is None else self.seat_roads.note(short=short)
        return "" if told is None else say(told, self.language)

    def input_paths(self) -> dict[str, Path]:
        """Return the file of each configured layer by the name of its entry, whether it is there or not."""
        return input_paths(self.config, self.loaded.base)

    @property
    def layers(self) -> Layers:
        """The layers fit for use; problems are told once."""
        found: Layers = self.of("check")
        return found

    @property
    def overlaid(self) -> Overlaid:
        """Events, people, partners, facilities and works brought onto cercles."""
        found: Overlaid = self.of("overlay")
        return found

    @property
    def access(self) -> AccessResult:
        """Travel times and coverage of what works at the date of the study."""
        found: AccessResult = self.of("access")
        return found

    @property
    def scored(self) -> Scored:
        """Criteria and score of every cercle."""
        found: Scored = self.of("score")
        return found

    @property
    def chosen(self) -> Choice:
        """The selection, its firmness, and how it stands to the programme's own list."""
        found: Choice = self.of("select")
        return found

    @property
    def communes(self) -> CommuneOrder | None:
        """Where to start inside the selected cercles."""
        found: CommuneOrder | None = self.of("communes")
        return found

    @property
    def robustness(self) -> Robustness:
        """What the list rests on and what would change it."""
        found: Robustness = self.of("defend")
        return found

    @property
    def planned(self) -> Planned:
        """The multi-year plan with what it was made from, re-checked rule by rule before anyone sees it."""
        found: Planned = self.of("place")
        return found

    @property
    def plan(self) -> PlanResult:
        """The multi-year plan."""
        return said_plan(self.planned.result, self.language)

    @property
    def reached(self) -> AccessFound:
        """Whom the services reach in every state of the ground, today and with the plan."""
        return said_access(self.of("reach"), self.language)

    @property
    def meaning(self) -> PlanMeaning | None:
        """What the plan rests on and what else the money could do; None where that is not asked for."""
        found: PlanMeaning | None = self.of("worth")
        return None if found is None else said_meaning(found, self.language)

    @property
    def tracking(self) -> tuple[Tracked, tuple[Problem, ...]]:
        """State of indicators and works, and what is doubtful about the observations."""
        found, problems = cast("tuple[Tracked, tuple[Problem, ...]]", self.of("track"))
        return said_tracking(found, self.language), self._said(problems)

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
        return list(dict.fromkeys([*self.every_problem(), *self._said(self.overlaid.problems), *self.tracking[1]]))

    def _said(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        return tuple(said_problem(problem, self.language) for problem in problems)

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


class _Needs(Mapping[str, Any]):
    """Results of the stages that another may look at, computed when first looked at."""

    def __init__(self, run: Run, names: tuple[str, ...]) -> None:
        self._run, self._names = run, names

    def __getitem__(self, name: str) -> Any:
        if name not in self._names:
            raise KeyError(name)
        return self._run.of(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
