"""Where the works of one service would go by the named rules of location, beside the plan's own.

A view knows neither years, money nor precedence: it takes what stands and what is decided as given, and places a number
of sites by one rule alone. It is there to be held against the plan, not to be built.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.access.grid import OUTSIDE
from prosmed_gis.access.run import AccessResult
from prosmed_gis.access.search.result import limit_of
from prosmed_gis.access.travel_time import is_within
from prosmed_gis.location.named import Question, fewest_for_all, least_time, least_worst_time, most_people
from prosmed_gis.siting.cells import site_cells

if TYPE_CHECKING:
    from collections.abc import Callable

    from prosmed_gis.config.access import Access
    from prosmed_gis.domain.vocabulary import Service
    from prosmed_gis.location.answer import Effort, Location
    from prosmed_gis.siting.world import World

VIEWS = ("mean_time", "worst_time", "most_people", "fewest_sites")
"""p-median, p-center, maximal cover and full cover (LSCP)."""

DECIDED = 1
"""Columns of the matrix before the candidates: what stands or is decided counts as one site, always open."""


@dataclass(frozen=True, eq=False)
class Views:
    """What each named rule would choose."""

    summary: pd.DataFrame
    """Index view (`today` without new sites, then VIEWS): `status`, `gap`, `sites` (new ones), `mean_min`
    (people-weighted over those who have a path), `worst_min`, `within` (people within the standard), `without_path`."""
    sites: pd.DataFrame
    """`view`, `place_id`, `place`, `cercle_pcode`, by view and in the order of the candidates."""


def named_views(
    world: World,
    access: AccessResult,
    groups: pd.DataFrame,
    config: Access,
    *,
    service: Service,
    n_sites: int,
    effort: Effort,
) -> Views:
    """Return the sites that each named rule would add for a service to what stands and is decided.

    Parameters
    ----------
    world
        Candidates (places of the service), given and partners' works.
    access, config
        Travel times to what works today, the friction of the planning state, standards.
    groups
        People by group: `lon`, `lat` (degrees), `people`.
    n_sites
        New sites that the views may place; the view `fewest_sites` takes as many as it needs.
    effort
        For each view.

    Notes
    -----
    Whoever no site reaches counts, in the mean time, the longest time found anywhere; in the worst time and in the
    full cover, people whom no candidate reaches at all ask for nothing and are counted in `without_path`.
    """
    places = _places(world, service)
    minutes = _minutes(places, _decided(world, service), groups, access, config, service)
    people = groups["people"].to_numpy(float)
    reachable = np.isfinite(minutes).any(axis=1)
    standard = config.standards[service].minutes
    longest = float(minutes[np.isfinite(minutes)].max(initial=standard))
    question = Question(
        minutes, np.where(reachable, people, 0.0), min(n_sites, len(places)) + DECIDED, limit_of(standard), fixed=(0,)
    )
    ask: dict[str, Callable[[], Location]] = {
        "mean_time": lambda: least_time(question, unreached_min=longest, effort=effort),
        "worst_time": lambda: least_worst_time(question, effort=effort),
        "most_people": lambda: most_people(question, effort=effort),
        "fewest_sites": lambda: fewest_for_all(question, effort=effort),
    }
    rows = {"today": _figures(minutes, people, np.array([0]), standard) | {"status": "", "gap": 0.0, "sites": 0}}
    parts = []
    for name in VIEWS:
        found = ask[name]()
        chosen = found.sites[found.sites >= DECIDED]
        told = {"status": found.status, "gap": found.gap, "sites": len(chosen)}
        rows[name] = _figures(minutes, people, np.append(0, chosen), standard) | told
        parts.append(places.iloc[chosen - DECIDED].reset_index().assign(view=name))
    columns = ["status", "gap", "sites", "mean_min", "worst_min", "within", "without_path"]
    summary = pd.DataFrame.from_dict(rows, orient="index")[columns].rename_axis("view")
    return Views(summary, pd.concat(parts, ignore_index=True)[["view", "place_id", "place", "cercle_pcode"]])


def _places(world: World, service: Service) -> pd.DataFrame:
    """Candidate places of a service, each once, by `place_id`."""
    own = world.candidates[world.candidates["service"] == service.value]
    places = own.drop_duplicates("place_id").set_index("place_id")
    return places[["place", "cercle_pcode", "lon", "lat"]]


def _decided(world: World, service: Service) -> pd.DataFrame:
    fixed = world.fixed[(world.fixed["service"] == service.value) & (world.fixed["opens_year"] <= world.years[-1])]
    return fixed[["lon", "lat"]]


def _minutes(
    places: pd.DataFrame,
    decided: pd.DataFrame,
    groups: pd.DataFrame,
    access: AccessResult,
    config: Access,
    service: Service,
) -> np.ndarray:
    """Minutes from each group to what stands or is decided (first column) and to each candidate place."""
    row, column = site_cells(groups, access, config)
    at = np.maximum(row, 0), np.maximum(column, 0)
    today = access.travel[service].minutes[at] if service in access.travel else np.full(len(groups), np.inf)
    columns = [np.minimum(today, _from(*site_cells(decided, access, config), access)[at])]
    for own_row, own_column in zip(*site_cells(places, access, config), strict=True):
        columns.append(_from(np.array([own_row]), np.array([own_column]), access)[at])
    found = np.column_stack(columns)
    found[row == OUTSIDE] = np.inf
    return found


def _from(row: np.ndarray, column: np.ndarray, access: AccessResult) -> np.ndarray:
    there = row != OUTSIDE
    return access.travel_to(row[there], column[there]).minutes


def _figures(minutes: np.ndarray, people: np.ndarray, sites: np.ndarray, standard_min: float) -> dict[str, float]:
    nearest = minutes[:, sites].min(axis=1)
    there = np.isfinite(nearest)
    counted = float(people[there].sum())
    return {
        "mean_min": float((nearest[there] * people[there]).sum() / counted) if counted else np.nan,
        "worst_min": float(nearest[there & (people > 0)].max(initial=0.0)),
        "within": float(people[is_within(nearest, standard_min)].sum()),
        "without_path": float(people[~there].sum()),
    }
