"""What keeps a work away from a site, or makes it wait, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.domain.vocabulary import SERVICE_OF_KIND, SERVICE_OF_WORK, FacilityStatus
from prosmed_gis.overlay.events import CERCLE_ONLY
from prosmed_gis.siting.sites import COMING, NEVER, family, near, with_cercle

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping
    from datetime import date
    from typing import Any

    import geopandas as gpd

    from prosmed_gis.config.siting import OpenWork, SecurityGate, Siting
    from prosmed_gis.domain.layers import Layers

STANDING = tuple(status.value for status in FacilityStatus if status.value not in COMING)


@dataclass(frozen=True, eq=False)
class Around:
    """Everything that the gates look at, besides the site itself.

    `given`: works of the document with their `house` (`sites.family`); `partners`: those of others that keep a work
    away; `standing`: facilities that stand, whether they work or not (`kind`, `service`, `cercle_pcode`, `lon`,
    `lat`); `events`: `lon`, `lat` of the violence that counts, None where it is not looked at or not known;
    `rains_min`: minutes to the nearest seat in the rains by place (inf: no path), empty where not known; `forbidden`:
    works and places that are asked to stay empty.
    """

    given: pd.DataFrame
    partners: pd.DataFrame
    standing: pd.DataFrame
    events: pd.DataFrame | None
    rains_min: Mapping[str, float]
    forbidden: frozenset[str]


def around(
    layers: Layers,
    given: pd.DataFrame,
    partners: pd.DataFrame,
    config: Siting,
    *,
    as_of: date,
    rains_min: pd.Series | None = None,
) -> Around:
    """Return what the gates of `config` look at; see `siting.run.make_plan` for `rains_min`."""
    known = rains_min if rains_min is not None and config.max_rains_min is not None else pd.Series(dtype=float)
    return Around(
        given=given.assign(house=given["kind"].map(family)),
        partners=partners[_keeps_away(partners, config, as_of)],
        standing=_standing(layers),
        events=_violence(layers.events, config.security_gate, as_of) if config.security_gate is not None else None,
        rains_min={str(place): float(minutes) for place, minutes in known.dropna().items()},
        forbidden=frozenset(config.forbidden_sites),
    )


def reason_against(
    site: dict[Hashable, Any], work_id: str, work: OpenWork, around: Around, config: Siting
) -> str | None:
    """Return why a work may not stand at a site at all (the first of the reasons of `candidates`), or None."""
    if {work_id, str(site["place_id"])} & around.forbidden:
        return "forbidden"
    point = site["geometry"]
    if point is None or point.is_empty:
        return "no_ground"
    return _taken(point.x, point.y, work, around, config) or _unfit(site, work, around, config)


def violent(site: dict[Hashable, Any], around: Around, gate: SecurityGate | None) -> bool:
    """Return True where more violence happened around a site than the gate allows."""
    point = site["geometry"]
    if gate is None or around.events is None or point is None or point.is_empty:
        return False
    return bool(near(point.x, point.y, around.events, gate.radius_km).sum() > gate.max_events)


def _taken(lon: float, lat: float, work: OpenWork, around: Around, config: Siting) -> str | None:
    """Return who builds there already: the document itself, or a partner."""
    here = near(lon, lat, around.given, config.same_place_km)
    if np.any(here & (around.given["house"] == family(work.kind.value)).to_numpy(dtype=bool)):
        return "same_kind_given"
    close = near(lon, lat, around.partners, config.partner_radius_km)
    service = SERVICE_OF_WORK[work.kind].value
    if np.any(close & (around.partners["service"] == service).to_numpy(dtype=bool)):
        return "partner_near"
    return None


def _unfit(site: dict[Hashable, Any], work: OpenWork, around: Around, config: Siting) -> str | None:
    """Return what the site lacks for the work."""
    standing, point = around.standing, site["geometry"]
    if work.needs_existing:
        in_cercle = standing["cercle_pcode"] == site["cercle_pcode"]
        if not bool((in_cercle & (standing["service"] == SERVICE_OF_WORK[work.kind].value)).any()):
            return "nothing_to_rehabilitate"
    if work.needs_kind:
        own = standing[standing["kind"].isin([kind.value for kind in work.needs_kind])]
        if not np.any(near(point.x, point.y, own, config.same_place_km)):
            return "nothing_to_transform"
    limit = np.inf if config.max_rains_min is None else config.max_rains_min
    if around.rains_min.get(str(site["place_id"]), 0.0) > limit:
        return "cut_off_in_rains"
    return None


def _keeps_away(partners: pd.DataFrame, config: Siting, as_of: date) -> np.ndarray:
    """Partners' works that are near enough in time; one without a date may come at any time."""
    if config.partner_months is None or partners.empty:
        return np.ones(len(partners), dtype=bool)
    until = pd.Timestamp(as_of) + pd.DateOffset(months=config.partner_months)
    undated = partners["opens_year"] == NEVER
    return np.asarray(undated | (partners["opens_on"] <= until), dtype=bool)


def _standing(layers: Layers) -> pd.DataFrame:
    columns = ["kind", "service", "cercle_pcode", "lon", "lat"]
    if layers.facilities is None:
        return pd.DataFrame(columns=columns)
    facilities = layers.facilities[layers.facilities["status"].isin(STANDING)]
    serving = facilities[facilities["kind"].isin([kind.value for kind in SERVICE_OF_KIND])]
    serving = serving[~(serving.geometry.isna() | serving.geometry.is_empty)]
    home = serving if "cercle_pcode" in serving else with_cercle(serving.assign(cercle_pcode=pd.NA), layers.cercles)
    return pd.DataFrame(
        {
            "kind": serving["kind"],
            "service": serving["kind"].map(lambda kind: SERVICE_OF_KIND[kind].value),
            "cercle_pcode": home["cercle_pcode"],
            "lon": serving.geometry.x,
            "lat": serving.geometry.y,
        }
    )


def _violence(events: gpd.GeoDataFrame | None, gate: SecurityGate, as_of: date) -> pd.DataFrame | None:
    """Events that count, by position; one known only by its cercle or worse has no place near a site."""
    if events is None:
        return None
    end = pd.Timestamp(as_of)
    recent = (events["date"] > end - pd.DateOffset(months=gate.months)) & (events["date"] <= end)
    counted = events["type"].isin([kind.value for kind in gate.event_types])
    placed = (events["geo_precision"] < CERCLE_ONLY) & ~(events.geometry.isna() | events.geometry.is_empty)
    own = events[recent & counted & placed]
    return pd.DataFrame({"lon": own.geometry.x, "lat": own.geometry.y})
