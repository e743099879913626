"""Candidates, costs, budgets and rules of the multi-year plan."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator, model_validator

from prosmed_gis.config.base import Model
from prosmed_gis.domain.vocabulary import EventType, FacilityKind, Service, WorkAction, WorkKind


class OpenWork(Model):
    """A kind of work that the tool may place, its unit cost and the budget that pays it."""

    kind: WorkKind
    action: WorkAction
    unit_cost_usd: float = Field(gt=0)
    envelope: str
    """work_id of the envelope whose yearly money pays for it."""
    needs_existing: bool
    """True where there must be a facility of this service to rehabilitate in the cercle."""
    needs_kind: tuple[FacilityKind, ...] = ()
    """Kinds of facilities of which one must stand in the place itself (a JPCE to transform); empty for none."""
    place_classes: tuple[str, ...] = ()
    """Classes of settlements where this work may stand, among `candidate_classes`; empty for all of these."""
    source: str


class SecurityGate(Model):
    """What recent violence around a site does to it."""

    radius_km: float = Field(gt=0)
    """Events this near to the site count."""
    months: int = Field(gt=0)
    """Events of so many months up to the date of the study count."""
    max_events: int = Field(ge=0)
    """Events that a site may have around it; more set it aside or delay it."""
    event_types: tuple[EventType, ...]
    """Types of events that count."""
    effect: Literal["exclude", "delay"]
    """`exclude`: no work there; `delay`: no work there before `delay_years` have passed since the study's year."""
    delay_years: int = Field(default=1, gt=0)
    source: str


class Siting(Model):
    """The plan over years."""

    years: tuple[int, ...] = Field(min_length=1)
    """Years of the plan, ascending."""
    candidate_classes: tuple[str, ...]
    """Classes of settlements that are candidate sites."""
    open_works: dict[str, OpenWork]
    purse: Literal["envelope", "output"] = "envelope"
    """Whose yearly money pays an open work: its envelope's alone, or that of all envelopes of its output together."""
    carry_over: bool
    """Unspent money of a year may be spent later."""
    budget_changes: dict[str, dict[int, float]] = Field(default_factory=dict)
    """USD added to (negative: taken from) the yearly money of an envelope or of an output: name -> year -> USD. What
    an output loses or gains falls on its envelopes in proportion to their money of the year."""
    forced_sites: dict[str, int | None] = Field(default_factory=dict)
    """Works to be built whatever they are worth: the id of a work, or of a place that must get one, -> the year by
    which it opens (null: any)."""
    forbidden_sites: tuple[str, ...] = ()
    """Works not to be built: ids of works, or of places that may get none."""
    partner_radius_km: float = Field(ge=0)
    """No work of a service is placed this near to a partner's work of the same service."""
    partner_months: int | None = Field(default=None, ge=0)
    """A partner's work dated later than so many months after the study's date keeps no work away (it opens at its
    date all the same); null: any date does. One without a date always does."""
    security_gate: SecurityGate | None = None
    """null: violence around a site is not looked at."""
    max_rains_min: float | None = Field(default=None, gt=0)
    """Minutes from a site to the nearest seat in the rains above which it is set aside; null: not looked at."""
    max_per_cercle: int = Field(gt=0)
    """Works of one service in one cercle, given ones included."""
    max_per_cercle_year: int = Field(gt=0)
    """Works of one service opened in one cercle in one year."""
    same_place_km: float = Field(gt=0)
    """Two points this near to one another are in the same place (town)."""
    standing_within_km: float = Field(gt=0)
    """A work that rehabilitates, transforms or equips says so where nothing of its service is known to stand this
    near to it."""
    given_without_cost_opens: int
    """Year in which a given work opens for which the document prints no money."""
    people_counted: Literal["selected", "all"]
    """Whose new coverage the plan looks for: people of the selected cercles, or all within reach of a work."""
    work_worth_people: dict[str, float]
    """People-equivalents of any work by class of its settlement, times the score's weight: decides where nobody
    is newly covered."""
    year_discount: float = Field(ge=0, lt=1)
    """Worth lost by a year's delay (0.1: a person covered a year later counts 10 % less)."""
    score_weight: float = Field(ge=0)
    """Weight of the targeting score (0-100) in a person's worth: 1 + score_weight * score / 100."""
    chain_bonus_people: float = Field(ge=0)
    """People-equivalents for completing police + court + prison in a cercle, times the score's weight."""
    shortfall_price_people: float = Field(ge=0)
    """People-equivalents lost for each work missing from a yearly target."""
    targets: dict[Service, str]
    """Indicator code whose yearly targets bound each service; justice and prison may share one."""
    targets_hard: bool = False
    """No plan at all rather than one that misses a yearly target; False: each missing work has its price."""
    region_floors: dict[str, dict[Service, int]] = Field(default_factory=dict)
    """Least number of works of a service in a region (P-code) by the end of the plan, given ones included."""
    initiation_first: bool
    """Open works of a year before `others_from` go to initiation-phase cercles only."""
    others_from: int
    """First year in which cercles outside the initiation phase may get open works."""
    precedence: Literal["same_place", "same_cercle"]
    """Where the working police or gendarmerie must be before a court opens."""
    prison_precedence: Literal["same_place", "same_cercle"] = "same_cercle"
    """Where the working court must be before a prison opens."""
    mip_gap: float = Field(ge=0)
    time_limit_s: float = Field(gt=0)

    @field_validator("years")
    @classmethod
    def _years_ascend(cls, years: tuple[int, ...]) -> tuple[int, ...]:
        if list(years) != sorted(set(years)):
            msg = f"years must ascend, each once: {', '.join(str(year) for year in years)}"
            raise ValueError(msg)
        return years

    @field_validator("budget_changes", mode="before")
    @classmethod
    def _outputs_are_text(cls, changes: object) -> object:
        # YAML reads the output 2.1 as a number.
        return {str(name): money for name, money in changes.items()} if isinstance(changes, dict) else changes

    @model_validator(mode="after")
    def _years_are_of_the_plan(self) -> Siting:
        said = {f"budget_changes.{name}": list(money) for name, money in self.budget_changes.items()}
        said |= {f"forced_sites.{name}": [year] for name, year in self.forced_sites.items() if year is not None}
        wrong = [f"{key}: {year}" for key, years in said.items() for year in years if year not in self.years]
        both = sorted(set(self.forced_sites) & set(self.forbidden_sites))
        wrong += [f"{name} is both in forced_sites and in forbidden_sites" for name in both]
        if wrong:
            msg = f"{'; '.join(wrong)} (years of the plan: {', '.join(str(year) for year in self.years)})"
            raise ValueError(msg)
        return self
