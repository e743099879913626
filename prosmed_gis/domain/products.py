"""Everything a run has found, ready to be written; outputs read it and decide nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from datetime import date

    import geopandas as gpd

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
STANDING_COLUMNS = ("known_standing", "nearest_same_km", "nearest_same_state", "warning_fr", "warning_en")
"""What is known to stand where a work acts on something (`siting.standing`); they follow PLAN_COLUMNS in a plan."""
EXCLUDED_COLUMNS = (
    "cercle_pcode",
    "cercle",
    "place_id",
    "place",
    "open_work",
    "effect",
    "reason",
    "reason_fr",
    "reason_en",
)
COVERAGE_COLUMNS = ("cercle_pcode", "service", "year", "population", "covered", "share")
ACCESS_COLUMNS = (
    "level",
    "pcode",
    "service",
    "season",
    "security",
    "mode",
    "minutes",
    "population",
    "covered",
    "share",
    "unreachable",
)
COMMUNE_COLUMNS = (
    "cercle_pcode",
    "cercle",
    "rank_in_cercle",
    "pcode",
    "commune",
    "rank",
    "score",
    "lead",
    "tied",
    "data_coverage",
    "ceiling_factor",
)
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


@dataclass(frozen=True)
class CeilingRule:
    """The ceiling as configured: past its threshold more violence brings no more points, or fewer, or none."""

    form: str
    """cap, window, gate or none."""
    group: str
    """Group whose worth it acts on."""
    unit_fr: str
    unit_en: str
    threshold: float
    dated: date
    source: str
    what_if_share: float
    """Relative change of the threshold in the what-if."""
    curve: tuple[tuple[float, float, float], ...]
    """Points (measure, share of the measure that still counts, factor on the group's worth)."""


@dataclass(frozen=True, eq=False)
class Criteria:
    """How the score came about; all frames are indexed by cercle P-code, in the order of `selection`."""

    definitions: pd.DataFrame
    """One row per indicator (index): group, group_label_fr/en, group_share (weight of the group before
    renormalisation, sums to 1 over the groups), label_fr/en, unit_fr/en, shown_as (number, percent), source, weight
    (share of the track's total before renormalisation), weight_<track>, value_form (text), curve (points (value, worth)
    that draw the value function by straight lines), goalposts (values at which it bends), goalposts_dated,
    missing_rule, available (False where no cercle has data), note."""
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
    ceiling_rule: CeilingRule
    aggregation: str
    """Method that makes the score of the groups (`arithmetic`, `power_mean`, ...)."""


@dataclass(frozen=True, eq=False)
class NestedLists:
    """A smaller list inside the list."""

    lists: pd.DataFrame
    """Index P-code, bool `large_<reading>`, `small_<reading>` (free, nested, large_first, small_first)."""
    totals: pd.DataFrame
    """Index reading: `large`, `small`, `both`, `large_price`, `small_price`, points of total score."""
    release: pd.DataFrame
    """Index step: `pcode` that goes, `left`, `total`, `alone`; backwards, who comes back first."""


@dataclass(frozen=True, eq=False)
class Robustness:
    """What the list rests on, and what would change it."""

    choices: pd.DataFrame
    """Index choice (weights, dropped, goalposts, ceiling, normalisation, aggregation, events), the most decisive
    first: `first_order`, `total`, shares (0-1) of the list's changes, each with the ends of its interval at 95 %
    (`<name>_low`, `<name>_high`; NaN where nothing tells them); empty where no draw was asked for."""
    inputs: pd.DataFrame
    """`choice`, `name`, `label_fr`, `label_en`, `first_order`, `low`, `high`: the same for single inputs, the most
    decisive first."""
    views: pd.DataFrame
    """Index view (`configured` first): label_fr, label_en, kind (configured, stakeholder, data), source,
    share_<group>, common, jaccard."""
    view_lists: pd.DataFrame
    """Index P-code, one bool column a view."""
    view_ranks: pd.DataFrame
    """Index P-code, one column a view."""
    omissions: pd.DataFrame
    """`kind` (group, indicator), `name`, `label_fr`, `label_en`, `common`, `entered`, `left`, `rank_shift`: the list
    without one group or indicator, the one on which most hangs first."""
    weight_changes: pd.DataFrame
    """`selected`, `left_out` (P-codes), `gap_points`, `moved_percent` (points of weight out of 100 that must move for
    the second to draw level; NaN where no weights do), `from_groups`, `to_groups` (names joined by spaces), `how`,
    `share_<group>`: the nearest exchanges, the smallest gap first."""
    first_change: pd.DataFrame
    """The one row of such an exchange that comes first as weights move (none where no weights change the list)."""
    replacement: pd.DataFrame
    """Index P-code: `selected`, `replacement_cost` (points of the list's total), `partner`, `besides`."""
    nesting: NestedLists | None
    """The smaller list inside the list; None where none is configured, or none exists."""
    notes: tuple[str, ...]
    """What could not be computed and why, and what nesting costs, in the product's language."""


@dataclass(frozen=True, eq=False)
class CommuneOrder:
    """The communes of the selected cercles, from the one to start with to the last."""

    table: pd.DataFrame
    """One row a commune, in order of cercle and rank: COMMUNE_COLUMNS, then `points_<group>` (0-100, summing to the
    score where the aggregation is arithmetic), `measured_<indicator>` (in the indicator's unit), reason_fr, reason_en.
    Ranks start at 1; a commune without a score has none. `lead`: points ahead of the next one of the cercle; `tied`:
    level with another of the cercle; `ceiling_factor` (0-1): what the ceiling leaves of its group's worth."""
    arguments: pd.DataFrame
    """Index P-code, `fr` and `en`: what speaks for and against each, for where its rank stands beside; may be empty."""
    definitions: pd.DataFrame
    """As `Criteria.definitions`; besides: communes (those in the table), communes_known (with a measured value),
    weight_used (mean weight, 0-1, over the ranked ones, after renormalisation)."""
    named: int
    """Communes that the sheet of a cercle names."""
    notes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class PlanResult:
    """The multi-year plan and what proves it."""

    status: str
    """`optimal`, `feasible` (stopped with a gap) or `given_only` (nothing open to place)."""
    gap: float
    objective: float
    works: pd.DataFrame
    """Columns PLAN_COLUMNS, then STANDING_COLUMNS: one row per work and year of payment."""
    shortfalls: pd.DataFrame
    """indicator, year, target, planned, missing."""
    spending: pd.DataFrame
    """envelope, year, budget_usd, carried_usd, spent_usd."""
    coverage: pd.DataFrame
    """Columns COVERAGE_COLUMNS: the year before the plan (baseline), then each plan year."""
    notes: tuple[Any, ...] = ()
    excluded: pd.DataFrame | None = None
    """Columns EXCLUDED_COLUMNS: works that a gate keeps from a place, or (`effect` delayed) makes wait; None for a plan
    read from files."""


@dataclass(frozen=True, eq=False)
class AccessFound:
    """How far people are from the services, in every state of the roads."""

    states: pd.DataFrame
    """Columns ACCESS_COLUMNS, one row for each unit (`level` cercle or commune, its `pcode`), service and state of the
    ground (`season` dry/rains, `security` calm/incidents, `mode` vehicle/foot) and standard (`minutes`): people,
    covered people (time <= minutes), share 0-1 (NaN without people), people whom no path reaches."""
    chain: pd.DataFrame
    """Index cercle P-code: `security`, `justice`, `prison` (number of working facilities in it), `complete` (all
    three), `security_justice_min`, `justice_prison_min` (least minutes from the cercle's facilities of one link to the
    nearest of the next, wherever it stands: `court_id`, `court_pcode`, `prison_id`, `prison_pcode`; inf without a path,
    NaN where a link is missing); `n_<kind>`: facilities by kind."""
    catchments: gpd.GeoDataFrame
    """`service`, `rank` (1 = nearest facility, 2 = second nearest ...), `facility_id`, `name`, `cercle_pcode`,
    `people`, `people_within`, `area_km2`, MultiPolygon in EPSG:4326: the ground whose nearest facility of the service
    it is, today."""
    within: gpd.GeoDataFrame
    """`service`, `year`, `minutes`, `people`, MultiPolygon in EPSG:4326: the ground within the standard at the
    baseline (the year before the plan) and after each year of the plan."""
    crowding: pd.DataFrame
    """`cercle_pcode`, `service`, `staff`, `people`, `staff_per_100k` (within reach, E2SFCA), `stationed`,
    `stationed_per_100k` (of the cercle's own facilities), `facilities`, `without_staff` (whose number is unknown);
    empty where no staff is known."""
    notes: tuple[Any, ...] = ()
    """Notes (`domain.notes`); their sentences once said (`wording.results`)."""
    links: pd.DataFrame = field(default_factory=pd.DataFrame)
    """Index facility of security: `cercle_pcode`, `court_id`, `court_min`, `prison_id`, `prison_min` (from that court),
    `total_min`: the way of a case to the nearest of each, wherever it stands."""
    equity: pd.DataFrame = field(default_factory=pd.DataFrame)
    """`service`, `season`, `security`, `mode`, `group` (all, worst_decile, urban, rural), `people`, `median_min`,
    `p90_min` (weighted by people, inf where so many have no path), `mean_min` (of those with a path), `share`,
    `unreachable`."""
    radii: pd.DataFrame = field(default_factory=pd.DataFrame)
    """`pcode` (cercle), `service`, `km`, `population`, `covered`, `share`, `unreachable`: as the crow flies."""
    ground: pd.DataFrame = field(default_factory=pd.DataFrame)
    """`level`, `pcode`, `service`, `minutes`, `area_km2`, `within_km2`, `share`: ground within the standard today, by
    exact shares of cells."""
    network: pd.DataFrame = field(default_factory=pd.DataFrame)
    """As `states`, by the lines of the roads in place of the surface: each season, calm and by vehicle."""


@dataclass(frozen=True, eq=False)
class PlanMeaning:
    """What the plan rests on, what it is worth, and what else could be done with the money.

    Worth is in the plan's own unit (people-equivalents, `PlanResult.objective`) unless a column says people or USD.
    Frames of plans made anew say how sure each is: `status` (optimal, proved; feasible, stopped before; infeasible,
    there is no such plan; not_run, no time was left) and `gap` (relative; NaN where nothing was found).
    """

    sites: pd.DataFrame
    """Index work id of each planned work: kind, cercle_pcode, cercle, place, year, `loss` (worth lost where it may not
    be built and all else is planned anew), `loss_people` (people covered at the end of the plan, likewise), `core`
    (in every plan within `near_share` of the best, proved), `near_best_share` (0-1 of the near-best plans that hold
    it), `greedy` (a greedy plan builds it too). Besides `service`, `core_settled` (that
    it is core, or is not, is proved), `status`, `gap`. `loss` is inf where no plan is left."""
    money: pd.DataFrame
    """`envelope`, `year`, `budget_usd`, `spent_usd`, `shadow_price` (worth of one more 1,000 USD in the relaxed plan),
    `one_more_worth` (worth gained by the money of one more work that year, planned anew), `work_usd` (cost of that
    work, the cheapest that the envelope pays), `status`, `gap`."""
    frontier: pd.DataFrame
    """At least 10 points: `budget_share` (of the money there is), `budget_usd`, `people_covered` (newly, person-
    services at the end), `works`, `objective`, `gap`, `status`; the plan's own budget among them."""
    near_best: pd.DataFrame
    """One row for each plan (the best is 0, then the next-best sets of works in order): `plan`, `objective`,
    `loss_share`, `works`, `common` (works shared with the best), `people_covered`, `near` (loses at most
    `near_share`), `status`, `gap`."""
    near_best_works: pd.DataFrame
    """`plan`, `work_id`, `year`."""
    scenarios: pd.DataFrame
    """`scenario`, `kind` (security, slippage, both), `label_fr`, `label_en`, `suspended` (P-codes joined by spaces),
    `plan_worth`, `best_worth` (of the best plan in hindsight), `regret`, `greedy_regret`, `robust_regret`;
    `suspended_years` (`P-code:years` joined by spaces), `late` (`work:years late` joined by spaces), `status` and `gap`
    of the best in hindsight."""
    scenario_summary: pd.DataFrame
    """Index plan (`plan`, `greedy`, `robust`): `expected`, `worst`, `max_regret`, `works`, `common`, and
    `objective` (worth where nothing happens)."""
    robust_works: pd.DataFrame
    """`work_id`, `year` of the plan with the least largest regret among those compared."""
    partners: pd.DataFrame
    """Index work id of each partner's dated site: name, cercle_pcode, service, opens_year, `worth` (plan with it less
    plan without it, both planned anew), `people` (whom it is the first to cover), `slips_worth` (lost if a year
    late), `status` and `gap` of the less sure of the two."""
    greedy: pd.DataFrame
    """`work_id`, `year` of the greedy plan."""
    greedy_objective: float
    objective: float
    people_by_year: pd.DataFrame
    """`year`, `cercle_pcode`, `cercle`, `service`, `people` newly covered in that year by all works (given, partners',
    planned)."""
    near_share: float
    notes: tuple[Any, ...] = ()


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
    """Index pcode: frequency, low, high (interval at 95 %), rank_low, rank_median, rank_high, class (core, exchange,
    out)."""
    robustness: Robustness
    beside: pd.DataFrame
    """Index P-code, shown beside the criteria and never scored: `<what>_<indicator>`, as `raw_rate_36m`."""
    settled: pd.Series
    """P-code -> `in` or `out` of the cercles that a rule alone settles, whatever their score."""
    reference: dict[str, object]
    """{"name", "of", "hits", "missed", "extra", "communes", "communes_expected"}, and what chance alone would find
    (`targeting.reference.compare`); `hits` is None, and `note` is `generated_data`, where the data are generated."""
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
    road_note: str = ""
    """What must stand above every travel time, in the product's language; empty where the roads lead to all seats."""
    road_banner: str = ""
    """The same for the head of a page: shorter, without names."""
    communes: CommuneOrder | None = None
    """None where communes are not scored."""
    access: AccessFound | None = None
    meaning: PlanMeaning | None = None
    """None where the plan's meaning was not asked for, or nothing could be placed."""
    set_aside: tuple[str, ...] = ()
    """What was set aside at reading, a sentence a layer; these stand among `notes` too."""

    @property
    def every_note(self) -> tuple[str, ...]:
        """The notes of the run and of all its parts, each once: parts may say the same, and the run repeats them."""
        parts = (self.plan, self.communes, self.access, self.meaning)
        return tuple(dict.fromkeys((*self.notes, *(note for part in parts if part is not None for note in part.notes))))
