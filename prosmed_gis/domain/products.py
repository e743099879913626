"""Everything a run has found, ready to be written; outputs read it and decide nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    import geopandas as gpd
    import pandas as pd

    from prosmed_gis.domain.layers import Layers
    from prosmed_gis.domain.vocabulary import Audience, Language

PLAN_COLUMNS = (
    "work_id",
    "kind",
    "action",
    "cercle_pcode",
    "cercle",
    "place",
    "lon",
    "lat",
    "year",
    "cost_usd",
    "status",
    "people_gained",
    "opens_year",
)
COVERAGE_COLUMNS = ("cercle_pcode", "service", "year", "population", "covered", "share")
TRACKING_COLUMNS = ("indicator", "variant", "cercle_pcode", "as_of", "target", "expected", "done", "state", "forecast")


@dataclass(frozen=True)
class Label:
    """What every product says of itself."""

    name: str
    title_fr: str
    title_en: str
    as_of: date
    tracking_as_of: date
    illustrative: bool
    language: Language
    audience: Audience
    scenario: str
    sources: tuple[str, ...]
    """One short text per input layer: source, licence, vintage."""
    version: str

    @property
    def title(self) -> str:
        """The title in the product's language."""
        return self.title_fr if self.language == "fr" else self.title_en


@dataclass(frozen=True, eq=False)
class Criteria:
    """How the score came about; all frames are indexed by cercle P-code, in the order of `selection`."""

    definitions: pd.DataFrame
    """One row per indicator (index): group, group_label_fr/en, label_fr/en, unit, source, weight (share of the
    track's total before renormalisation), value_form (text), missing_rule, available (False where no cercle has
    data), note."""
    values: pd.DataFrame
    """Measured values in the indicator's unit; NaN missing or not of this track."""
    worths: pd.DataFrame
    """Value functions applied: 0..1, NaN where missing."""
    weights: pd.DataFrame
    """Effective weight of each indicator for each cercle after renormalisation; rows sum to 1."""
    contributions: pd.DataFrame
    """weights * worths * 100: rows sum to the score before the ceiling."""
    group_worths: pd.DataFrame
    """0..1 per group (columns are group ids), after the ceiling."""
    group_contributions: pd.DataFrame
    """Points per group, after the ceiling; rows sum to the score (0-100)."""
    data_coverage: pd.Series
    """Share (0-1) of the weight that rests on data."""
    ceiling: pd.DataFrame
    """measure, threshold, factor (0-1), selected_low, selected_high (selected when the threshold is lower/higher)."""


@dataclass(frozen=True, eq=False)
class PlanResult:
    """The multi-year plan and what proves it."""

    status: str
    """`optimal`, `feasible` (stopped with a gap) or `given_only` (nothing open to place)."""
    gap: float
    objective: float
    works: pd.DataFrame
    """Columns PLAN_COLUMNS: one row per work and year of payment."""
    shortfalls: pd.DataFrame
    """indicator, year, target, planned, missing."""
    spending: pd.DataFrame
    """envelope, year, budget_usd, carried_usd, spent_usd."""
    coverage: pd.DataFrame
    """Columns COVERAGE_COLUMNS: the year before the plan (baseline), then each plan year."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Tracked:
    """State of indicators and of each work."""

    states: pd.DataFrame
    """Columns TRACKING_COLUMNS; states are on_time, watch, late, done, no_target, no_data."""
    works: pd.DataFrame
    """Index work_id: kind, action, cercle_pcode, place, lon, lat, stage, percent, last_date, expected_percent,
    state, n_observations, flags (text)."""


@dataclass(frozen=True, eq=False)
class Products:
    """All that a run has to write."""

    label: Label
    layers: Layers
    selection: pd.DataFrame
    """Index is positional; columns as `selection.csv`: pcode, region, cercle, track, <group>_value,
    <group>_contribution ..., score, rank, selected, firmness, reason_fr, reason_en."""
    criteria: Criteria
    firmness: pd.DataFrame
    """Index pcode: frequency, low, high (Wilson 95 %), rank_low, rank_high, class (core, exchange, out)."""
    reference: dict[str, object]
    """{"name", "of", "hits", "missed", "extra", "communes", "communes_expected"}."""
    events: gpd.GeoDataFrame | None
    """Located events (schema `events` plus cercle_pcode, commune_pcode); outputs filter by audience."""
    counts: pd.DataFrame
    """Monthly counts by cercle (schema `event_counts`)."""
    people: pd.DataFrame
    """Index cercle P-code: people, year, source, raster_people, raster_gap."""
    partners: pd.DataFrame
    """row per (cercle_pcode, project_id): project, actor, donor, theme, level, stated_pcode, start, end, status."""
    plan: PlanResult
    tracked: Tracked
    problems: pd.DataFrame
    notes: tuple[str, ...]
    """What the reader must know, in the product's language (smoothing, spreading, imputation, gaps)."""
