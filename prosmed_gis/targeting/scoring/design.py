"""The configured indicators as arrays: values, who has them, and the rules for those who have not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from prosmed_gis.config.targeting import Indicator, Targeting
from prosmed_gis.targeting.measures import Context, Measured, Spec, measure_of, measured
from prosmed_gis.targeting.scoring.weights import group_shares


@dataclass(frozen=True, eq=False)
class Design:
    """Cercles by indicators; arrays are (cercles, indicators) unless said otherwise."""

    targeting: Targeting
    pcodes: pd.Index
    tracks: pd.Series
    names: tuple[str, ...]
    indicators: tuple[Indicator, ...]
    group_of: np.ndarray
    """Position of each indicator's group in `targeting.groups`."""
    applies: np.ndarray
    """True where the indicator belongs to the cercle's track."""
    measured: np.ndarray
    """Values; NaN where missing or not of this track."""
    filled: np.ndarray
    """As `measured`, with imputed values filled in."""
    found: tuple[Measured, ...]
    """What each measure said, notes included."""
    ceiling: Measured

    @property
    def present(self) -> np.ndarray:
        """True where there is a value to score, measured or imputed."""
        return np.asarray(~np.isnan(self.filled))

    @cached_property
    def questions(self) -> tuple[Spec, ...]:
        """What each indicator asks, and last what the ceiling does."""
        asked = [Spec.of(name, indicator) for name, indicator in zip(self.names, self.indicators, strict=True)]
        return (*asked, Spec.of_ceiling(self.targeting.ceiling))

    @property
    def scales(self) -> np.ndarray:
        """True for indicators (1-d) that the ceiling holds at its level: proportional to events, in its group."""
        group = list(self.targeting.groups).index(self.targeting.ceiling.group)
        kinds = [measure_of(Spec.of(*pair)).scales for pair in zip(self.names, self.indicators, strict=True)]
        return np.asarray(np.array(kinds) & (self.group_of == group))

    @property
    def group_points(self) -> np.ndarray:
        """Share of each group, as configured (1-d, summing to 1)."""
        return group_shares(self.targeting.weighting, list(self.targeting.groups))

    @property
    def indicator_points(self) -> np.ndarray:
        """Points of each indicator inside its group, as configured (1-d)."""
        return np.array([indicator.weight for indicator in self.indicators])

    @property
    def concerned(self) -> np.ndarray:
        """True for cercles (1-d) of a track that the ceiling holds for."""
        return self.tracks.isin(list(self.targeting.ceiling.tracks)).to_numpy()

    def lacking(self) -> list[tuple[str, ...]]:
        """Return for each cercle the indicators without which it may not be scored, and which it lacks."""
        strict = np.array([indicator.missing.rule == "exclude_unit" for indicator in self.indicators])
        gaps = self.applies & strict & np.isnan(self.measured)
        return [tuple(name for name, gap in zip(self.names, row, strict=True) if gap) for row in gaps]


def design(context: Context, targeting: Targeting) -> Design:
    """Measure every configured indicator for every cercle, and the ceiling.

    Raises
    ------
    ConfigError
        An indicator names an unknown measure, or lacks a setting that its measure needs.
    """
    rows = [
        (name, indicator, number, f"targeting.groups.{group_name}.indicators.{name}")
        for number, (group_name, group) in enumerate(targeting.groups.items())
        for name, indicator in group.indicators.items()
    ]
    names, indicators, groups, _ = zip(*rows, strict=True)
    found = tuple(measured(context, Spec.of(name, indicator, key)) for name, indicator, _, key in rows)
    applies = np.column_stack([context.tracks.isin(list(item.tracks)).to_numpy() for item in indicators])
    return Design(
        targeting=targeting,
        pcodes=context.pcodes,
        tracks=context.tracks,
        names=names,
        indicators=indicators,
        group_of=np.array(groups),
        applies=applies,
        measured=_of_track(found, applies),
        filled=_imputed(_of_track(found, applies), applies, indicators),
        found=found,
        ceiling=measured(context, Spec.of_ceiling(targeting.ceiling, "targeting.ceiling")),
    )


def redrawn_values(base: Design, context: Context) -> tuple[np.ndarray, np.ndarray]:
    """Return the values (imputed ones included) and the ceiling's measure for another world of events.

    Only measures made from events are taken anew; the rest is the base's.
    """
    *asked, ceiling = base.questions
    columns = [
        measured(context, spec) if measure_of(spec).of_events else before
        for spec, before in zip(asked, base.found, strict=True)
    ]
    values = _imputed(_of_track(tuple(columns), base.applies), base.applies, base.indicators)
    return values, measured(context, ceiling).numbers


def _of_track(found: tuple[Measured, ...], applies: np.ndarray) -> np.ndarray:
    return np.where(applies, np.column_stack([item.numbers for item in found]), np.nan)


def _imputed(values: np.ndarray, applies: np.ndarray, indicators: tuple[Indicator, ...]) -> np.ndarray:
    stand_in = [item.missing.value if item.missing.rule == "impute" else np.nan for item in indicators]
    return np.where(applies & np.isnan(values), np.array(stand_in, dtype=float), values)
