"""Where open works may go: seats of the selected cercles, with their gates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from prosmed_gis.domain.vocabulary import SERVICE_OF_KIND, SERVICE_OF_WORK, FacilityStatus
from prosmed_gis.siting.sites import COMING, family, near, with_cercle

if TYPE_CHECKING:
    from collections.abc import Hashable
    from datetime import date

    from prosmed_gis.config.siting import OpenWork, Siting
    from prosmed_gis.domain.layers import Layers

CANDIDATE_COLUMNS = (
    "open_work", "kind", "action", "service", "place_id", "place", "place_class", "cercle_pcode", "lon", "lat",
    "cost_usd", "envelope", "weight", "first_year",
)  # fmt: skip
STANDING = tuple(status.value for status in FacilityStatus if status.value not in COMING)


@dataclass(frozen=True, eq=False)
class Candidates:
    """`table`: CANDIDATE_COLUMNS by the work's future id; `excluded`: `place_id`, `open_work`, `reason`."""

    table: pd.DataFrame
    excluded: pd.DataFrame


def weights(selection: pd.DataFrame, config: Siting) -> pd.Series:
    r"""Return what a person of each cercle is worth in the plan, by P-code.

    .. math:: w = 1 + \text{score\_weight} \cdot \text{score} / 100

    A cercle without a score counts 1.
    """
    score = pd.Series(selection["score"].to_numpy(float), index=selection["pcode"].astype("str"))
    return (1.0 + config.score_weight * score / 100.0).fillna(1.0)


def candidates(
    layers: Layers,
    selection: pd.DataFrame,
    given: pd.DataFrame,
    partners: pd.DataFrame,
    config: Siting,
    *,
    as_of: date,
) -> Candidates:
    """Return every work that the tool may place, and what was set aside with its reason.

    Sites are settlements of `candidate_classes` in the selected cercles; each open work is possible at each site of
    its `place_classes`, unless a work of the same kind of house is given at the place (`same_kind_given`), a
    partner's work of the same service is within `partner_radius_km` (`partner_near`), a work that needs an existing
    facility of its service in the cercle finds none (`nothing_to_rehabilitate`), the site has no position
    (`no_ground`) or no year is left to open in (`never_open`). Sorted by cercle, class (in the configuration's
    order), place and name of the open work.
    """
    worth = weights(selection, config)
    rows, excluded = [], []
    standing = _standing(layers)
    initiation = initiation_cercles(layers)
    for site in _sites(layers, selection, config).to_dict("records"):
        start = first_year(site["cercle_pcode"], initiation, config, as_of)
        for name, work in config.open_works.items():
            if work.place_classes and site["place_class"] not in work.place_classes:
                continue
            reason = _gate(site, work, given, partners, standing, config=config) or (
                "never_open" if start > max(config.years) else None
            )
            if reason is not None:
                excluded.append((site["place_id"], name, reason))
                continue
            rows.append(_row(site, name, work, weight=float(worth.get(site["cercle_pcode"], 1.0)), start=start))
    table = pd.DataFrame(rows, columns=["work_id", *CANDIDATE_COLUMNS]).set_index("work_id")
    return Candidates(table, pd.DataFrame(excluded, columns=["place_id", "open_work", "reason"]))


def _row(site: dict[Hashable, Any], name: str, work: OpenWork, *, weight: float, start: int) -> dict[str, object]:
    return {
        "work_id": f"OPEN-{name.upper()}-{site['place_id']}",
        "open_work": name,
        "kind": work.kind.value,
        "action": work.action.value,
        "service": SERVICE_OF_WORK[work.kind].value,
        "place_id": site["place_id"],
        "place": site["name"],
        "place_class": site["place_class"],
        "cercle_pcode": site["cercle_pcode"],
        "lon": float(site["geometry"].x),
        "lat": float(site["geometry"].y),
        "cost_usd": work.unit_cost_usd,
        "envelope": work.envelope,
        "weight": weight,
        "first_year": start,
    }


def _sites(layers: Layers, selection: pd.DataFrame, config: Siting) -> pd.DataFrame:
    """Settlements of the candidate classes in selected cercles, in the order in which they become candidates."""
    if layers.settlements is None:
        return pd.DataFrame({"place_id": []})
    chosen = selection.loc[selection["selected"].astype(bool), "pcode"]
    sites = layers.settlements[layers.settlements["place_class"].isin(config.candidate_classes)]
    sites = with_cercle(sites, layers.cercles)
    sites = sites[sites["cercle_pcode"].isin(chosen)]
    order = {name: position for position, name in enumerate(config.candidate_classes)}
    keyed = sites.rename_axis(None).assign(rank=sites["place_class"].map(order), place_id=sites.index)
    return pd.DataFrame(keyed.sort_values(["cercle_pcode", "rank", "place_id"], kind="stable"))


def _standing(layers: Layers) -> pd.DataFrame:
    """Facilities that stand, whether they work or not: `service`, `cercle_pcode`."""
    if layers.facilities is None:
        return pd.DataFrame({"service": [], "cercle_pcode": []})
    facilities = layers.facilities[layers.facilities["status"].isin(STANDING)]
    serving = facilities[facilities["kind"].isin([kind.value for kind in SERVICE_OF_KIND])]
    serving = serving[~(serving.geometry.isna() | serving.geometry.is_empty)]
    home = serving if "cercle_pcode" in serving else with_cercle(serving.assign(cercle_pcode=pd.NA), layers.cercles)
    return pd.DataFrame(
        {"service": serving["kind"].map(lambda kind: SERVICE_OF_KIND[kind].value), "cercle_pcode": home["cercle_pcode"]}
    )


def initiation_cercles(layers: Layers) -> frozenset[str]:
    """Return the cercles of the initiation phase; empty without the layer `reference`."""
    if layers.reference is None:
        return frozenset()
    return frozenset(layers.reference.index[layers.reference["initiation_phase"].astype(bool)])


def first_year(cercle_pcode: str, initiation: frozenset[str], config: Siting, as_of: date) -> int:
    """Return the first year in which an open work may open in a cercle: when the plan is made and its phase begins."""
    later = config.initiation_first and cercle_pcode not in initiation
    return max(as_of.year, config.others_from if later else min(config.years))


def _gate(
    site: dict[Hashable, Any],
    work: OpenWork,
    given: pd.DataFrame,
    partners: pd.DataFrame,
    standing: pd.DataFrame,
    *,
    config: Siting,
) -> str | None:
    point = site["geometry"]
    if point is None or point.is_empty:
        return "no_ground"
    here = near(point.x, point.y, given, config.same_place_km)
    if np.any(here & (given["kind"].map(family) == family(work.kind.value)).to_numpy(dtype=bool)):
        return "same_kind_given"
    service = SERVICE_OF_WORK[work.kind].value
    close = near(point.x, point.y, partners, config.partner_radius_km)
    if np.any(close & (partners["service"] == service).to_numpy(dtype=bool)):
        return "partner_near"
    in_cercle = standing["cercle_pcode"] == site["cercle_pcode"]
    if work.needs_existing and not bool((in_cercle & (standing["service"] == service)).any()):
        return "nothing_to_rehabilitate"
    return None
