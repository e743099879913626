"""What a measure is asked, what it may look at, and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from prosmed_gis.config.indicators import SETTINGS, Ceiling, Indicator
from prosmed_gis.config.targeting import Points
from prosmed_gis.domain.vocabulary import EventClass
from prosmed_gis.targeting.inputs import TargetingInputs
from prosmed_gis.targeting.measures.panels import Panel


@dataclass(frozen=True, eq=False)
class Context:
    """What measures look at: inputs, panels of counts, tracks, all in the order of `pcodes`."""

    pcodes: pd.Index
    inputs: TargetingInputs
    panels: dict[EventClass, Panel]
    tracks: pd.Series
    points: Points
    as_of: date

    @property
    def people(self) -> np.ndarray:
        """People of each cercle; NaN where unknown. Only asked for where the layer is there."""
        return self.along(self.inputs.people["people"])  # type: ignore[index]

    def along(self, values: pd.Series) -> np.ndarray:
        """Return values by P-code in the order of `pcodes`, NaN where there is none."""
        found = values if values.index.equals(self.pcodes) else values.reindex(self.pcodes)
        return found.to_numpy(dtype=float)

    def between(self, matrix: pd.DataFrame) -> np.ndarray:
        """Return values between cercles, rows and columns in the order of `pcodes`."""
        if not (matrix.index.equals(self.pcodes) and matrix.columns.equals(self.pcodes)):
            matrix = matrix.reindex(index=self.pcodes, columns=self.pcodes)
        return matrix.to_numpy(dtype=float)


@dataclass(frozen=True, slots=True)
class Spec:
    """One question put to a measure; `name` is the key in the configuration, for messages."""

    name: str
    measure: str
    event_class: EventClass | None = None
    window_months: int | None = None
    half_life_months: float | None = None
    radius_km: float | None = None
    quiet_months: int | None = None
    max_p: float | None = None
    themes: tuple[str, ...] | None = None
    key: str = ""
    """Dotted key of the indicator in the configuration, so that an error can name its line; empty where not known."""

    @classmethod
    def of(cls, name: str, indicator: Indicator, key: str = "") -> Spec:
        """Return the question that an indicator asks."""
        settings = {setting: getattr(indicator, setting) for setting in SETTINGS}
        return cls(name, indicator.measure, key=key, **settings)

    @classmethod
    def of_ceiling(cls, ceiling: Ceiling, key: str = "") -> Spec:
        """Return the question that the ceiling asks."""
        return cls("ceiling", ceiling.measure, ceiling.event_class, ceiling.window_months, key=key)

    @property
    def given(self) -> set[str]:
        """Names of the settings that the indicator states."""
        return {setting for setting in SETTINGS if getattr(self, setting) is not None}


@dataclass(frozen=True, eq=False)
class Measured:
    """Numbers in the order of the cercles, and the key of the text that says what is missing (empty: nothing)."""

    numbers: np.ndarray
    note: str = ""
    detail: str = ""


Function = Callable[[Context, Spec], Measured]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure and its nature."""

    function: Function
    unit: str
    """Of the numbers, as a technician writes it; indicators carry the words that a reader sees."""
    layers: tuple[str, ...] = ()
    """Fields of `TargetingInputs` without which nothing can be measured."""
    needs: tuple[str, ...] = ()
    """Settings of the indicator without which the measure means nothing."""
    takes: tuple[str, ...] = ()
    """Settings that it heeds where they are given; any other is refused, for it would be ignored in silence."""
    of_events: bool = False
    """Made from monthly counts, and so re-drawn with them."""
    scales: bool = False
    """Proportional to the number of events, and so held at the level of the ceiling past it."""
    beside: tuple[tuple[str, str], ...] = ()
    """What a reader must see beside the numbers: (word, measure), asked with the same settings."""

    @property
    def needs_points(self) -> bool:
        """Needs located events: on counts alone it is unknown everywhere."""
        return "surroundings" in self.layers


def counted(function: Function, unit: str, *, needs: tuple[str, ...] = (), **more: Any) -> Measure:
    """Return a measure made from the counts of one class in one window."""
    return Measure(function, unit, needs=("event_class", "window_months", *needs), of_events=True, **more)


LACKING = {
    "people": "measure.no_people",
    "conflicts": "measure.no_conflicts",
    "communes": "measure.no_communes",
    "redeployment": "measure.no_plans",
    "partners": "measure.no_partners",
    "coverage": "measure.no_coverage",
    "works": "measure.no_works",
    "surroundings": "measure.no_points",
}
"""What is said where a layer that a measure needs is absent."""


def missing(context: Context, note: str, detail: str = "") -> Measured:
    """Return the answer that nothing is known of any cercle, and why."""
    return Measured(np.full(len(context.pcodes), np.nan), note, detail)


def windowed(context: Context, spec: Spec, function: Callable[[Panel], np.ndarray], *, whole: bool = False) -> Measured:
    """Apply a function to the window of the spec's class; say so where the data are shorter than the window.

    With `whole` a shorter series is no answer: half a window would tell another story than the one that the goalposts
    were set for.
    """
    panel = context.panels.get(spec.event_class) if spec.event_class else None
    length = spec.window_months or 0
    window = panel.window(length) if panel is not None else None
    if window is None or not len(window.months):
        return missing(context, "measure.no_counts")
    if len(window.months) == length:
        return Measured(function(window))
    if whole:
        return missing(context, "measure.too_short")
    return Measured(function(window), "measure.short_window", f"{len(window.months)}/{length}")
