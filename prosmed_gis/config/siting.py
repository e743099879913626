"""Candidates, costs, budgets and rules of the multi-year plan."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from prosmed_gis.config.base import Model
from prosmed_gis.domain.vocabulary import Service, WorkAction, WorkKind


class OpenWork(Model):
    """A kind of work that the tool may place, its unit cost and the budget that pays it."""

    kind: WorkKind
    action: WorkAction
    unit_cost_usd: float = Field(gt=0)
    envelope: str
    """work_id of the envelope whose yearly money pays for it."""
    needs_existing: bool
    """True where there must be a facility of this service to rehabilitate in the cercle."""
    place_classes: tuple[str, ...] = ()
    """Classes of settlements where this work may stand, among `candidate_classes`; empty for all of these."""
    source: str


class Siting(Model):
    """The plan over years."""

    years: tuple[int, ...]
    candidate_classes: tuple[str, ...]
    """Classes of settlements that are candidate sites."""
    open_works: dict[str, OpenWork]
    carry_over: bool
    """Unspent money of a year may be spent later."""
    partner_radius_km: float = Field(ge=0)
    """No work of a service is placed this near to a partner's work of the same service."""
    max_per_cercle: int = Field(gt=0)
    """Works of one service in one cercle, given ones included."""
    max_per_cercle_year: int = Field(gt=0)
    """Works of one service opened in one cercle in one year."""
    same_place_km: float = Field(gt=0)
    """Two points this near to one another are in the same place (town)."""
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
    partner_slip_probability: float = Field(default=0.0, ge=0, le=1)
    """Chance that a partner's dated work opens late, in the scenarios; the plan itself takes its date as certain."""
    partner_slip_years: int = Field(default=1, gt=0)
    """Years by which such a work is late."""
    initiation_first: bool
    """Open works of a year before `others_from` go to initiation-phase cercles only."""
    others_from: int
    """First year in which cercles outside the initiation phase may get open works."""
    precedence: Literal["same_place", "same_cercle"]
    """Where the working police or gendarmerie must be before a court opens."""
    mip_gap: float = Field(ge=0)
    time_limit_s: float = Field(gt=0)
