"""What the groups of criteria weigh: four ways to say it, each of which gives shares that sum to 1."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from prosmed_gis.config.base import Model

WHOLE = 100.0
"""Percent."""
SUM_TOLERANCE = 0.011
"""Percent; three shares written as 33.33 are meant to be the whole."""
CONSISTENT = 0.10
"""Consistency ratio up to which pairwise judgements are taken as coherent (Saaty 1980)."""


def check_sum(shares: dict[str, float], what: str) -> None:
    """Raise ValueError where shares in percent do not sum to 100."""
    total = sum(shares.values())
    if abs(total - WHOLE) > SUM_TOLERANCE:
        told = " + ".join(f"{name} {share:g}" for name, share in shares.items())
        msg = f"{what} sum to {total:g}, not to 100 ({told}); they are percent: change them until they sum to 100"
        raise ValueError(msg)


class Direct(Model):
    """Shares in percent."""

    method: Literal["direct"]
    shares: dict[str, Annotated[float, Field(ge=0)]]

    @model_validator(mode="after")
    def _sum_to_the_whole(self) -> Direct:
        check_sum(self.shares, "shares of the groups")
        return self

    @property
    def names(self) -> list[str]:
        """Groups that are weighed."""
        return list(self.shares)


class Rank(Model):
    """Order of importance, the first weighs most; groups in one inner list are equal (rank-order centroid)."""

    method: Literal["rank"]
    order: tuple[str | tuple[str, ...], ...] = Field(min_length=1)

    @property
    def ranks(self) -> dict[str, float]:
        """Rank of each group from 1; equal groups share the mean of their ranks."""
        found: dict[str, float] = {}
        for place in self.order:
            equal = (place,) if isinstance(place, str) else place
            found |= dict.fromkeys(equal, len(found) + (len(equal) + 1) / 2)
        return found

    @property
    def names(self) -> list[str]:
        """Groups that are weighed."""
        return [name for place in self.order for name in ((place,) if isinstance(place, str) else place)]


class Swing(Model):
    """Points for the swing of each group from worst to best; the most wanted swing has 100."""

    method: Literal["swing"]
    points: dict[str, Annotated[float, Field(ge=0, le=100)]]

    @model_validator(mode="after")
    def _greatest_is_whole(self) -> Swing:
        if max(self.points.values(), default=0.0) != WHOLE:
            msg = "the most wanted swing must have 100 points; the others are judged against it"
            raise ValueError(msg)
        return self

    @property
    def names(self) -> list[str]:
        """Groups that are weighed."""
        return list(self.points)


class Comparison(Model):
    """How much more one group matters than another, 1 (equal) to 9 (extremely more); 1/9 to 1 the other way."""

    more: str
    less: str
    times: float = Field(ge=1 / 9, le=9)


class Accepted(Model):
    """Who accepts an incoherence, when and why."""

    author: str = Field(min_length=1)
    date: date
    reason: str = Field(min_length=1)


class Pairwise(Model):
    """Pairwise comparisons of all groups (analytic hierarchy process, Saaty 1980)."""

    method: Literal["ahp"]
    comparisons: tuple[Comparison, ...] = Field(min_length=1)
    accepted: Accepted | None = None
    """Needed where the judgements contradict one another (consistency ratio above 0.10)."""

    @model_validator(mode="after")
    def _complete_and_consistent(self) -> Pairwise:
        names = self.names
        pairs = [frozenset((item.more, item.less)) for item in self.comparisons]
        wrong = sorted({f"{item.more}/{item.less}" for item in self.comparisons if item.more == item.less})
        wanted = {frozenset((a, b)) for number, a in enumerate(names) for b in names[:number]}
        faults = [
            (_listed(wanted - set(pairs)), "not compared"),
            (_listed({pair for pair in pairs if pairs.count(pair) > 1}), "compared twice"),
            (", ".join(wrong), "compared with itself"),
        ]
        told = [f"{what}: {pairs_told}" for pairs_told, what in faults if pairs_told]
        if told:
            msg = "each pair of groups must be compared once; " + "; ".join(told)
            raise ValueError(msg)
        ratio = self.consistency_ratio
        if ratio > CONSISTENT and self.accepted is None:
            msg = (
                f"the comparisons contradict one another: consistency ratio {ratio:.3f}, at most {CONSISTENT:.2f} is "
                "coherent (Saaty 1980); revise them, or say under 'accepted' who accepts this, when and why"
            )
            raise ValueError(msg)
        return self

    @property
    def names(self) -> list[str]:
        """Groups that are weighed."""
        return list(dict.fromkeys(name for item in self.comparisons for name in (item.more, item.less)))

    @property
    def matrix(self) -> list[list[float]]:
        """Judgements as a reciprocal matrix in the order of `names`."""
        names = self.names
        times = {(item.more, item.less): item.times for item in self.comparisons}
        return [[1.0 if a == b else times.get((a, b)) or 1 / times[b, a] for b in names] for a in names]

    @property
    def consistency_ratio(self) -> float:
        """Saaty's consistency ratio of the judgements."""
        # numpy is loaded only where there is a matrix to judge: most configurations have none.
        from prosmed_gis.mcda.weighting import ahp

        return ahp(self.matrix).consistency_ratio


Weighting = Annotated[Direct | Rank | Swing | Pairwise, Field(discriminator="method")]


class Stakeholder(Model):
    """A point of view on what the groups weigh."""

    label_fr: str
    label_en: str
    source: str
    """Where the view comes from: a meeting and its date, or `illustrative`."""
    weighting: Weighting


def _listed(pairs: Iterable[frozenset[str]]) -> str:
    return ", ".join(sorted("/".join(sorted(pair)) for pair in pairs if len(pair) > 1))


def check_names(weighting: Direct | Rank | Swing | Pairwise, groups: tuple[str, ...], place: str) -> None:
    """Raise ValueError where a group is not weighed, is weighed twice or does not exist."""
    names = weighting.names
    faults = (
        ("no weight for", [name for name in groups if name not in names]),
        ("no such group", [name for name in names if name not in groups]),
        ("twice", sorted({name for name in names if names.count(name) > 1})),
    )
    told = [f"{what}: {', '.join(found)}" for what, found in faults if found]
    if told:
        msg = f"{place}: {'; '.join(told)}; the groups are {', '.join(groups)}"
        raise ValueError(msg)
