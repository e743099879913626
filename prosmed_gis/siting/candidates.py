"""Where open works may go: seats of the selected cercles, with their gates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from prosmed_gis.domain.vocabulary import SERVICE_OF_WORK
from prosmed_gis.siting.gates import reason_against, violent
from prosmed_gis.siting.sites import with_cercle

if TYPE_CHECKING:
    from collections.abc import Hashable
    from datetime import date

    from prosmed_gis.config.siting import OpenWork, Siting
    from prosmed_gis.domain.layers import Layers
    from prosmed_gis.siting.gates import Around

CANDIDATE_COLUMNS = (
    "open_work", "kind", "action", "service", "place_id", "place", "place_class", "cercle_pcode", "lon", "lat",
    "cost_usd", "envelope", "weight", "first_year",
)  # fmt: skip
ASIDE_COLUMNS = ("place_id", "open_work", "reason")


@dataclass(frozen=True, eq=False)
class Candidates:
    """`table`: CANDIDATE_COLUMNS by the work's future id; the two others have ASIDE_COLUMNS.

    `excluded`: what may not be built and why; `delayed`: what may be, but later than elsewhere (`violence`).
    """

    table: pd.DataFrame
    excluded: pd.DataFrame
    delayed: pd.DataFrame

    def without(self, names: list[str], reason: str) -> Candidates:
        """Return the list with some works set aside for one more reason."""
        if not names:
            return self
        aside = self.table.loc[names, ["place_id", "open_work"]].assign(reason=reason)
        excluded = pd.concat([part for part in (self.excluded, aside) if len(part)], ignore_index=True)
        return Candidates(self.table.drop(index=names), excluded, self.delayed)


def weights(selection: pd.DataFrame, config: Siting) -> pd.Series:
    r"""Return what a person of each cercle is worth in the plan, by P-code.

    .. math:: w = 1 + \text{score\_weight} \cdot \text{score} / 100

    A cercle without a score counts 1.
    """
    score = pd.Series(selection["score"].to_numpy(float), index=selection["pcode"].astype("str"))
    return (1.0 + config.score_weight * score / 100.0).fillna(1.0)


def candidates(layers: Layers, selection: pd.DataFrame, around: Around, config: Siting, *, as_of: date) -> Candidates:
    """Return every work that the tool may place, and what was set aside with its reason.

    Sites are settlements of `candidate_classes` in the selected cercles; each open work is possible at each site of
    its `place_classes`, unless (the first that holds is the reason told) it is `forbidden`; the site has no position
    (`no_ground`); a work of the same kind of house is given at the place (`same_kind_given`); a partner's work of the
    same service is near, dated soon enough or not dated (`partner_near`); the work needs a facility of its service in
    the cercle (`nothing_to_rehabilitate`) or of a kind in the place (`nothing_to_transform`) and finds none; the site
    is too far from a seat in the rains (`cut_off_in_rains`) or amid too much violence (`violence`, which may delay
    instead); or no year is left to open in (`never_open`). Sorted by cercle, class (in the configuration's order),
    place and name of the open work.
    """
    worth = weights(selection, config)
    rows, excluded, delayed = [], [], []
    initiation = initiation_cercles(layers)
    gate = config.security_gate
    for site in _sites(layers, selection, config).to_dict("records"):
        first = first_year(site["cercle_pcode"], initiation, config, as_of)
        troubled = violent(site, around, gate)
        start = max(first, as_of.year + gate.delay_years) if troubled and gate is not None else first
        for name, work in _works_at(site, config):
            reason = reason_against(site, _work_id(name, site), work, around, config)
            if reason is None and troubled and gate is not None and gate.effect == "exclude":
                reason = "violence"
            if reason is None and start > max(config.years):
                reason = "never_open"
            if reason is not None:
                excluded.append((site["place_id"], name, reason))
                continue
            if start > first:
                delayed.append((site["place_id"], name, "violence"))
            rows.append(_row(site, name, work, weight=float(worth.get(site["cercle_pcode"], 1.0)), start=start))
    table = pd.DataFrame(rows, columns=["work_id", *CANDIDATE_COLUMNS]).set_index("work_id")
    return Candidates(table, *(pd.DataFrame(aside, columns=list(ASIDE_COLUMNS)) for aside in (excluded, delayed)))


def no_candidates() -> Candidates:
    """Return a list without candidates, for a study that lacks the layers to find any."""
    aside = pd.DataFrame(columns=list(ASIDE_COLUMNS))
    return Candidates(pd.DataFrame(columns=list(CANDIDATE_COLUMNS)), aside, aside)


def _works_at(site: dict[Hashable, Any], config: Siting) -> list[tuple[str, OpenWork]]:
    return [
        (name, work)
        for name, work in config.open_works.items()
        if not work.place_classes or site["place_class"] in work.place_classes
    ]


def _work_id(name: str, site: dict[Hashable, Any]) -> str:
    return f"OPEN-{name.upper()}-{site['place_id']}"


def _row(site: dict[Hashable, Any], name: str, work: OpenWork, *, weight: float, start: int) -> dict[str, object]:
    return {
        "work_id": _work_id(name, site),
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


def initiation_cercles(layers: Layers) -> frozenset[str]:
    """Return the cercles of the initiation phase; empty without the layer `reference`."""
    if layers.reference is None:
        return frozenset()
    return frozenset(layers.reference.index[layers.reference["initiation_phase"].astype(bool)])


def first_year(cercle_pcode: str, initiation: frozenset[str], config: Siting, as_of: date) -> int:
    """Return the first year in which an open work may open in a cercle: when the plan is made and its phase begins."""
    later = config.initiation_first and cercle_pcode not in initiation
    return max(as_of.year, config.others_from if later else min(config.years))
