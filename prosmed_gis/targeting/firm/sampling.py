"""Joint draws of everything that was decided or measured: the factors on which the list rests."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np

from prosmed_gis.targeting.measures.panels import redrawn
from prosmed_gis.targeting.scoring.aggregate import NORMALISATIONS, Draws
from prosmed_gis.targeting.scoring.design import redrawn_values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from prosmed_gis.targeting.measures import Context
    from prosmed_gis.targeting.scoring.design import Design

CHOICES: dict[str, tuple[str, ...]] = {
    "weights": ("groups", "indicators"),
    "dropped": ("dropped",),
    "goalposts": ("goalposts",),
    "ceiling": ("threshold",),
    "normalisation": ("normalisation",),
    "aggregation": ("aggregation",),
    "events": ("world",),
}
"""What was chosen or measured -> the fields of a sample that say it; drawn independently of one another."""


DRAWS_A_WORLD = 2
"""Draws made in each world of events at the least."""


@dataclass(frozen=True, eq=False)
class Worlds:
    """Observed or re-drawn worlds of events."""

    values: np.ndarray
    """(W, cercles, indicators)."""
    ceiling: np.ndarray
    """(W, cercles)."""

    def __len__(self) -> int:
        """Return the number of worlds."""
        return len(self.values)


@dataclass(frozen=True, eq=False)
class Sample:
    """D joint draws; first axis D everywhere."""

    groups: np.ndarray
    """(D, groups) shares."""
    indicators: np.ndarray
    """(D, indicators) shares inside each group."""
    dropped: np.ndarray
    """(D,) position of the indicator left out, -1 for none."""
    goalposts: np.ndarray
    """(D, indicators) factors."""
    threshold: np.ndarray
    """(D,) factor."""
    normalisation: np.ndarray
    """(D,) position in `aggregate.NORMALISATIONS`."""
    aggregation: np.ndarray
    """(D,) position in `aggregate.aggregations`."""
    world: np.ndarray
    """(D,) position in the worlds; every world has the same number of draws, or one more."""
    redrawn: bool
    """The worlds were drawn at random; otherwise there is the observed one alone."""

    def __len__(self) -> int:
        """Return the number of draws."""
        return len(self.dropped)

    @property
    def cluster(self) -> np.ndarray | None:
        """The event world of each draw, where draws of one world are alike; None where draws are independent."""
        return self.world if self.redrawn else None

    def part(self, rows: slice) -> Sample:
        """Return some of the draws."""
        return replace(self, **{name: getattr(self, name)[rows] for name in DRAWN})

    def taken_from(self, other: Sample, choice: str) -> Sample:
        """Return the sample with one of the `CHOICES` as in another sample of the same size."""
        return replace(self, **{name: getattr(other, name) for name in CHOICES[choice]})

    def draws(self, worlds: Worlds, part: slice) -> Draws:
        """Return some of the draws as the score needs them."""
        own = {name: getattr(self, name)[part] for name in DRAWN}
        points = own["indicators"].copy()
        left_out = np.flatnonzero(own["dropped"] >= 0)
        points[left_out, own["dropped"][left_out]] = 0.0
        return Draws(
            values=worlds.values[own["world"]],
            ceiling=worlds.ceiling[own["world"]],
            group_points=own["groups"],
            indicator_points=points,
            goalposts=own["goalposts"],
            threshold=own["threshold"],
            normalisation=own["normalisation"],
            aggregation=own["aggregation"],
        )


DRAWN = tuple(field.name for field in fields(Sample) if field.name != "redrawn")
"""What a sample holds of each draw."""


@dataclass(frozen=True, eq=False)
class Redrawn:
    """The worlds, and where the generator of chance stood when they were drawn."""

    worlds: Worlds
    then: np.random.Generator
    """Goes on from the worlds; never used itself, for what shares it must find it as it was (`going_on`)."""

    def going_on(self) -> np.random.Generator:
        """Return a generator that goes on from the worlds."""
        return deepcopy(self.then)


def redrawn_by_seed(design: Design, context: Context) -> Redrawn:
    """Return the worlds of the configured draws; they hang on what is measured, and not on what it weighs."""
    settings = design.targeting.firmness
    rng = np.random.default_rng(settings.seed)
    return Redrawn(redrawn_worlds(design, context, settings.draws, rng), rng)


def redrawn_worlds(design: Design, context: Context, draws: int, rng: np.random.Generator) -> Worlds:
    """Return the worlds of events that so many draws are made in; the observed one alone where none is asked for.

    There are `event_replicates` of them, and at most half as many as draws: with two draws or more in each world it
    can be told how much the worlds alone decide (`deciding.by_input`), and what draws of one world are worth together.

    Counts are drawn from Poisson distributions around the observed ones, which is the bootstrap of events with
    independent multiplicities (Hanley and MacGibbon 2006): the events themselves vary, not their reporting. An event
    known by its region only counts a part in each of its cercles, so its place varies too.
    """
    count = min(design.targeting.firmness.event_replicates, max(2, draws // DRAWS_A_WORLD), draws)
    if count == 0 or not context.panels:
        return Worlds(design.filled[None], design.ceiling.numbers[None])
    longest = max([item.months_looked_at for item in design.indicators] + [design.targeting.ceiling.window_months])
    recent = {name: panel.window(longest) for name, panel in context.panels.items()}
    drawn = [redrawn_values(design, replace(context, panels=redrawn(recent, rng))) for _ in range(count)]
    return Worlds(np.stack([values for values, _ in drawn]), np.stack([ceiling for _, ceiling in drawn]))


def sample(design: Design, worlds: Worlds, size: int, rng: np.random.Generator) -> Sample:
    """Return joint draws around the configuration.

    Shares of groups and, inside groups, of indicators come from Dirichlet distributions around the configured ones
    (`concentration`); each indicator's goalposts and the ceiling's threshold are multiplied by uniform factors within
    `goalpost_share`; in `drop_share` of draws one indicator is left out; `other_normalisations` and
    `other_aggregations` say in which share of draws the method itself is another. Event worlds are dealt out evenly, so
    that as many different ones as possible are met.
    """
    settings, names = design.targeting.firmness, len(design.names)
    groups = _around(design.group_points, settings.concentration, size, rng)
    indicators = np.zeros((size, names))
    for number in range(len(design.group_points)):
        inside = design.group_of == number
        indicators[:, inside] = _around(design.indicator_points[inside], settings.concentration, size, rng)
    weighing = np.flatnonzero(design.indicator_points > 0)
    drops, which = rng.random(size) < settings.drop_share, rng.choice(weighing, size)
    share = settings.goalpost_share
    normalisations = [settings.other_normalisations.get(name, 0.0) for name in NORMALISATIONS[1:]]  # type: ignore[call-overload]
    return Sample(
        groups=groups,
        indicators=indicators,
        dropped=np.where(drops, which, -1),
        goalposts=1 + rng.uniform(-share, share, (size, names)),
        threshold=1 + rng.uniform(-share, share, size),
        normalisation=_one_of(normalisations, size, rng),
        aggregation=_one_of([other.share for other in settings.other_aggregations], size, rng),
        world=rng.permutation(np.arange(size) % len(worlds)),
        redrawn=settings.event_replicates > 0 and len(worlds) > 1,
    )


def _around(points: np.ndarray, concentration: float, size: int, rng: np.random.Generator) -> np.ndarray:
    """Draw weights around the points; what weighs nothing keeps weighing nothing."""
    weights = np.zeros((size, len(points)))
    heavy = points > 0
    if heavy.any():
        weights[:, heavy] = rng.dirichlet(concentration * points[heavy] / points[heavy].sum(), size)
    return weights


def _one_of(shares: Sequence[float], size: int, rng: np.random.Generator) -> np.ndarray:
    """Draw 1, 2, ... with the given shares, 0 with the rest."""
    ends = np.cumsum(shares)
    drawn = np.searchsorted(ends, rng.random(size), side="right")
    return np.asarray(np.where(drawn < len(ends), drawn + 1, 0))
