"""Criteria, their value functions, the ceiling, and the rules of the selection."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from prosmed_gis.config.base import Model
from prosmed_gis.domain.vocabulary import EventClass, Track


def _apart(lo: float, hi: float) -> None:
    if lo == hi:
        msg = f"goalposts 'lo' and 'hi' are both {lo}; they must differ"
        raise ValueError(msg)


class Linear(Model):
    """0 at `lo`, 1 at `hi`, straight between, flat outside; `lo > hi` makes a decreasing function."""

    form: Literal["linear"]
    lo: float
    hi: float

    @model_validator(mode="after")
    def _goalposts_differ(self) -> Linear:
        _apart(self.lo, self.hi)
        return self


class Log(Model):
    """As linear, on log(1 + x); values below 0 count as 0. `lo > hi` makes a decreasing function."""

    form: Literal["log"]
    lo: float = Field(ge=0)
    hi: float = Field(ge=0)

    @model_validator(mode="after")
    def _goalposts_differ(self) -> Log:
        _apart(self.lo, self.hi)
        return self


class Steps(Model):
    """Value of the last step whose threshold is reached; below the first step 0."""

    form: Literal["steps"]
    steps: tuple[tuple[float, float], ...] = Field(min_length=1)
    """(threshold, worth 0-1), thresholds ascending."""

    @model_validator(mode="after")
    def _steps_ascend(self) -> Steps:
        thresholds = [threshold for threshold, _ in self.steps]
        if thresholds != sorted(set(thresholds)):
            msg = "thresholds of the steps must ascend"
            raise ValueError(msg)
        if any(not 0 <= worth <= 1 for _, worth in self.steps):
            msg = "the worth of a step must lie between 0 and 1"
            raise ValueError(msg)
        return self


class Window(Model):
    """Rises from `lo`, holds 1 between `best_from` and `best_to`, falls to `floor` at `hi`."""

    form: Literal["window"]
    lo: float
    best_from: float
    best_to: float
    hi: float
    floor: float = Field(ge=0, le=1)

    @model_validator(mode="after")
    def _in_order(self) -> Window:
        if not self.lo < self.best_from <= self.best_to < self.hi:
            msg = "a window needs lo < best_from <= best_to < hi"
            raise ValueError(msg)
        return self


Value = Annotated[Linear | Log | Steps | Window, Field(discriminator="form")]


class Missing(Model):
    """What is done where an indicator has no value for a cercle."""

    rule: Literal["renormalise", "impute", "exclude_unit"]
    value: float | None = None
    """Value imputed, in the indicator's unit (rule `impute` only)."""
    reason: str = ""

    @model_validator(mode="after")
    def _imputed_value_has_a_reason(self) -> Missing:
        if self.rule == "impute" and (self.value is None or not self.reason):
            msg = "rule 'impute' needs both a value and a reason"
            raise ValueError(msg)
        return self


class Indicator(Model):
    """One indicator of a group: what is measured, over which window, and what it is worth."""

    measure: str
    """Name of the measure (docs/method.md lists them)."""
    weight: float = Field(ge=0)
    """Points inside its group."""
    value: Value
    unit: str
    label_fr: str
    label_en: str
    source: str
    """Where the measure and its goalposts come from."""
    goalposts_dated: date
    """Day on which the goalposts were fixed; they do not move with the data."""
    missing: Missing
    tracks: tuple[Track, ...] = (Track.STABILISE, Track.PREVENT)
    event_class: EventClass | None = None
    """Class of monthly counts that a measure of events looks at."""
    window_months: int | None = Field(default=None, gt=0)
    half_life_months: float | None = Field(default=None, gt=0)
    radius_km: float | None = Field(default=None, gt=0)


class Group(Model):
    """One of the programme's criteria."""

    label_fr: str
    label_en: str
    weight: float = Field(ge=0)
    """Points; weights of groups are divided by their sum."""
    indicators: dict[str, Indicator]


class Ceiling(Model):
    """Past this level of violence a place needs an excessive security deployment."""

    form: Literal["cap", "window", "gate", "none"]
    """cap: no more points above; window: points fall above; gate: excluded above; none."""
    group: str
    """Group whose points the ceiling acts on."""
    measure: str
    event_class: EventClass
    """Class of monthly counts that the measure looks at."""
    threshold: float = Field(gt=0)
    hi: float = Field(gt=0)
    """Level at which the window form reaches `floor`."""
    floor: float = Field(ge=0, le=1)
    window_months: int = Field(gt=0)
    unit: str
    dated: date
    source: str
    tracks: tuple[Track, ...]
    what_if_share: float = Field(gt=0, lt=1)
    """Relative change of the threshold (and of `hi`) in the what-if that is always made."""

    @model_validator(mode="after")
    def _falls_after_the_threshold(self) -> Ceiling:
        if self.form == "window" and self.hi <= self.threshold:
            msg = "the window form needs hi > threshold"
            raise ValueError(msg)
        return self


class TrackRule(Model):
    """Which regions belong to a track."""

    regions: tuple[str, ...]
    """P-codes of regions."""
    source: str


class Firmness(Model):
    """Joint draws that show how firm the list is."""

    draws: int = Field(ge=0)
    seed: int
    concentration: float = Field(gt=0)
    """Dirichlet concentration around the weights: larger keeps draws nearer to them."""
    goalpost_share: float = Field(ge=0, lt=1)
    """Relative half-width of the uniform change of goalposts and ceiling."""
    drop_share: float = Field(ge=0, le=1)
    """Share of draws in which one indicator, picked at random, is left out."""
    event_replicates: int = Field(ge=0)
    """Worlds with re-drawn event counts (Poisson around the observed); each draw takes one. 0 keeps the observed."""
    core_share: float = Field(gt=0.5, le=1)
    out_share: float = Field(ge=0, lt=0.5)


class Points(Model):
    """What a mention in a plan or a table is worth."""

    redeployment: dict[Literal["listed", "planned", "started", "done"], float]
    """Points of a unit in a national plan, by status."""
    region_share: float = Field(ge=0, le=1)
    """What a mention for a whole region is worth to each of its cercles, as a share of a mention by name."""


class Targeting(Model):
    """Criteria of the selection."""

    groups: dict[str, Group]
    points: Points
    ceiling: Ceiling
    tracks: dict[Track, TrackRule]
    min_coverage: float = Field(ge=0, le=1)
    """Share of the weight that must rest on data for a cercle to be scored."""
    firmness: Firmness

    @model_validator(mode="after")
    def _names_hold_together(self) -> Targeting:
        if self.ceiling.group not in self.groups:
            msg = f"ceiling.group '{self.ceiling.group}' is no group; there are {', '.join(self.groups)}"
            raise ValueError(msg)
        names = [name for group in self.groups.values() for name in group.indicators]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            msg = f"indicator {', '.join(twice)} stands in two groups; names must be unique"
            raise ValueError(msg)
        return self


class Limits(Model):
    """At least and at most so many."""

    min: int = Field(default=0, ge=0)
    max: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _min_below_max(self) -> Limits:
        if self.max is not None and self.min > self.max:
            msg = f"min {self.min} is above max {self.max}"
            raise ValueError(msg)
        return self


class RegionLimits(Limits):
    """Limits that hold for every region, and others for regions named by P-code."""

    by_region: dict[str, Limits] = Field(default_factory=dict)


class Lock(Model):
    """A cercle held in or out by decision, with its author, date and reason."""

    pcode: str
    state: Literal["in", "out"]
    author: str
    date: date
    reason: str


class Selection(Model):
    """Rules of the choice of N cercles."""

    n: int = Field(gt=0)
    variant: Literal["21", "17"]
    """Variant of the results framework that the run is held against."""
    regions: RegionLimits
    tracks: dict[Track, Limits]
    locks: tuple[Lock, ...] = ()
    tie_break: tuple[Literal["violence", "people", "pcode"], ...] = ("violence", "people", "pcode")
    communes_expected: int | None = None
    """The document's number of communes in the selected cercles, shown beside ours."""
