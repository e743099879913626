"""What is asked of a plan once it is made: what it rests on, and what else the money could do."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from prosmed_gis.config.base import Model

Chance = Annotated[float, Field(ge=0, le=1)]
FEWEST_POINTS = 10
FEWEST_SCENARIOS = 20
SURE = 1e-9
"""Chances of one event add up to 1 but for rounding of decimals."""


class Suspension(Model):
    """How likely works in a cercle are suspended for lack of security, and for how long."""

    recent_months: int = Field(gt=0)
    """Months before the study's date whose events count as recent violence."""
    most: Chance
    """Chance that a cercle is suspended once during the plan, where violence has no end."""
    half_events: float = Field(gt=0)
    """Recent events at which the chance is half of `most`."""
    durations: tuple[Annotated[int, Field(gt=0)], ...] = Field(min_length=1)
    """Years that a suspension may last, equally likely."""
    source: str


class Slippage(Model):
    """How likely decided works open late: chances of 0, 1, 2, ... years, which sum to 1."""

    partner: tuple[Chance, ...] = Field(min_length=1)
    """Partners' dated works."""
    given: tuple[Chance, ...] = Field(min_length=1)
    """Works of the programme document."""
    source: str

    @model_validator(mode="after")
    def _sure(self) -> Slippage:
        for name in ("partner", "given"):
            total = sum(getattr(self, name))
            if abs(total - 1.0) > SURE:
                msg = f"{name}: chances sum to {total:g}, they must sum to 1"
                raise ValueError(msg)
        return self


class Meaning(Model):
    """Questions to the plan; each is one more plan, solved and proved like the first."""

    enabled: bool
    """False leaves the meaning out of a run."""
    gap: float = Field(ge=0)
    """Relative gap at which each of these plans counts as optimal."""
    time_limit_s: float = Field(gt=0)
    """Seconds for all questions together; those that are left are told, not answered."""
    question_limit_s: float = Field(gt=0)
    """Seconds for one question; its plan is then told with its gap."""
    near_share: float = Field(gt=0, lt=1)
    """Part of the best plan's worth that a near-best plan may lose."""
    near_plans: int = Field(ge=5)
    """Next-best plans to list, each with another set of works."""
    budget_shares: tuple[Annotated[float, Field(ge=0)], ...]
    """Points of the frontier, as parts of the money there is: at least 10, ascending, with 0, 1 and one above 1."""
    suspended_scenarios: int = Field(ge=0)
    slipping_scenarios: int = Field(ge=0)
    both_scenarios: int = Field(ge=0)
    """Scenarios with suspensions and slippage; the three kinds together are at least 20."""
    suspension: Suspension
    slippage: Slippage
    seed: int = Field(ge=0)

    @model_validator(mode="after")
    def _enough(self) -> Meaning:
        shares = self.budget_shares
        if len(shares) < FEWEST_POINTS or list(shares) != sorted(set(shares)):
            msg = f"budget_shares: at least {FEWEST_POINTS} different points in ascending order are needed"
            raise ValueError(msg)
        if shares[0] != 0 or 1 not in shares or shares[-1] <= 1:
            msg = "budget_shares: 0, 1 and a point above 1 must be among them"
            raise ValueError(msg)
        if self.suspended_scenarios + self.slipping_scenarios + self.both_scenarios < FEWEST_SCENARIOS:
            msg = f"suspended_scenarios, slipping_scenarios, both_scenarios: at least {FEWEST_SCENARIOS} in all"
            raise ValueError(msg)
        return self
