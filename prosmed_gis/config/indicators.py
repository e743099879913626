"""What is measured of a unit and what it is worth: indicators in groups, and the ceiling on one of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from prosmed_gis.config.base import Model
from prosmed_gis.config.values import Linear, Value
from prosmed_gis.config.weighting import Weighting, check_names, check_sum
from prosmed_gis.domain.vocabulary import EventClass, Track


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
    """Percent of its group; the indicators of a group sum to 100."""
    value: Value
    unit_fr: str
    unit_en: str
    shown_as: Literal["number", "percent"] = "number"
    """How a value is written for a reader; a share (0-1) is written as percent."""
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
    """Age at which an event counts half."""
    radius_km: float | None = Field(default=None, gt=0)
    """Distance at which what lies around a cercle no longer counts."""
    quiet_months: int | None = Field(default=None, gt=0)
    """Months without any event before what counts as a first appearance."""
    max_p: float | None = Field(default=None, gt=0, le=1)
    """Probability of the Mann-Kendall test (both sides) above which a slope counts as none."""
    themes: tuple[str, ...] | None = Field(default=None, min_length=1)
    """Themes of the partners' projects that are counted, as the layer `interventions` writes them."""

    @property
    def months_looked_at(self) -> int:
        """Months of counts that the measure looks back over, at least 1."""
        return max(1, (self.window_months or 0) + (self.quiet_months or 0))

    @property
    def only_measured(self) -> Indicator:
        """The indicator with all that says what it is worth or called, and not how it is measured, made neutral."""
        worth = {"weight": 0.0, "value": Linear(form="linear", lo=0.0, hi=1.0), "goalposts_dated": date.min}
        words = dict.fromkeys(("unit_fr", "unit_en", "label_fr", "label_en", "source"), "")
        missing = self.missing.model_copy(update={"reason": ""})
        return self.model_copy(update={**worth, **words, "missing": missing, "shown_as": "number"})


SETTINGS = (
    "event_class", "window_months", "half_life_months", "radius_km", "quiet_months", "max_p", "themes",
)  # fmt: skip
"""Fields of an indicator that say how its measure is taken; each measure heeds some of them."""


class Group(Model):
    """One of the programme's criteria; what it weighs stands under `weighting`."""

    label_fr: str
    label_en: str
    indicators: dict[str, Indicator] = Field(min_length=1)

    @model_validator(mode="after")
    def _weights_sum_to_the_whole(self) -> Group:
        check_sum({name: indicator.weight for name, indicator in self.indicators.items()}, "weights of the indicators")
        return self

    @property
    def only_measured(self) -> Group:
        """The group with nothing but how its indicators are measured."""
        indicators = {name: indicator.only_measured for name, indicator in self.indicators.items()}
        return self.model_copy(update={"label_fr": "", "label_en": "", "indicators": indicators})


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
    unit_fr: str
    unit_en: str
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

    @property
    def only_measured(self) -> Ceiling:
        """The ceiling with nothing but how the level of violence is measured."""
        level = {"form": "none", "threshold": 1.0, "hi": 2.0, "floor": 0.0, "what_if_share": 0.5, "dated": date.min}
        return self.model_copy(update={**level, **dict.fromkeys(("unit_fr", "unit_en", "source"), ""), "tracks": ()})


def check_groups(groups: Mapping[str, Group], ceiling: Ceiling, weightings: Mapping[str, Weighting]) -> None:
    """Raise ValueError where the ceiling or a weighting (by its place) names no group, or a name stands twice."""
    if ceiling.group not in groups:
        msg = f"ceiling.group '{ceiling.group}' is no group; there are {', '.join(groups)}"
        raise ValueError(msg)
    for place, weighting in weightings.items():
        check_names(weighting, tuple(groups), place)
    names = [name for group in groups.values() for name in group.indicators]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        msg = f"indicator {', '.join(twice)} stands in two groups; names must be unique"
        raise ValueError(msg)
