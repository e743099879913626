"""A plain second look at a plan: every rule read again from the plan's own rows, without the programme that made it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.access.coverage import service_facilities
from prosmed_gis.crs import distance_km
from prosmed_gis.domain.vocabulary import SERVICE_OF_WORK, Service, WorkKind
from prosmed_gis.overlay.units import assign
from prosmed_gis.siting.sites import COMING, family
from prosmed_gis.siting.verify_money import CENT, Violation, overspent, work_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from prosmed_gis.config.access import Access
    from prosmed_gis.config.siting import Siting
    from prosmed_gis.domain.layers import Layers


def verify(
    works: pd.DataFrame,
    layers: Layers,
    selection: pd.DataFrame,
    config: Siting,
    access: Access,
    *,
    as_of: date,
    variant: str | None = None,
    rains_min: pd.Series | None = None,
) -> list[Violation]:
    """Return every rule that the planned works of a plan break; given works are checked for being intact and paid.

    Parameters
    ----------
    works
        The plan, columns PLAN_COLUMNS.
    layers, selection, config, access
        As `siting.run.make_plan` takes them.
    variant, rains_min
        Likewise; without the first, hard targets are not checked.

    Returns
    -------
    list of Violation
        Rules: `site`, `year`, `phase`, `cost`, `budget`, `given_unpaid`, `one_in_a_place`, `max_per_cercle`,
        `max_per_cercle_year`, `sequence`, `partner_near`, `needs_existing`, `needs_kind`, `violence`, `rains`,
        `region_floor`, `target`, `forced`, `forbidden`, `given`, `people`. Empty when all hold.
    """
    planned = works[works["status"] == "planned"]
    given = works[works["status"] == "given"].drop_duplicates("work_id")
    partners = works[works["status"] == "partner"]
    checks = (
        _sites(planned, layers, selection, config),
        _years(planned, layers, config, as_of),
        _costs(planned, config),
        overspent(planned, layers, config),
        _places(planned, given, config),
        _caps(planned, given, config),
        _sequence(pd.concat([planned, given, partners]), layers, config, access, as_of),
        _neighbours(planned, layers, given, config, as_of),
        _surroundings(planned, layers, config, as_of, rains_min),
        _wishes(planned, works, config),
        _floors(planned, given, layers, config),
        _targets(planned, given, layers, config, variant),
        _intact(works, layers, config),
        _people(works),
    )
    return [found for check in checks for found in check]


def _service(kind: object) -> str:
    try:
        service = SERVICE_OF_WORK.get(WorkKind(str(kind)))
    except ValueError:
        return {"tgi": "justice", "jpce": "justice", "poste": "security"}.get(str(kind), "")
    return service.value if service else ""


def _sites(planned: pd.DataFrame, layers: Layers, selection: pd.DataFrame, config: Siting) -> Iterator[Violation]:
    chosen = set(selection.loc[selection["selected"].astype(bool), "pcode"])
    for _, row in planned.iterrows():
        name, work = work_of(row, config)
        place_id = str(row["work_id"]).removeprefix(f"OPEN-{name.upper()}-")
        if work is None or layers.settlements is None or place_id not in layers.settlements.index:
            yield Violation("site", row["work_id"], "no such open work or settlement")
            continue
        place = layers.settlements.loc[place_id]
        classes = getattr(work, "place_classes", ()) or config.candidate_classes
        if place["place_class"] not in classes or place["place_class"] not in config.candidate_classes:
            yield Violation("site", row["work_id"], f"class {place['place_class']} is no candidate")
        if row["cercle_pcode"] not in chosen:
            yield Violation("site", row["work_id"], f"cercle {row['cercle_pcode']} is not selected")
        if abs(place.geometry.x - row["lon"]) > 1e-9 or abs(place.geometry.y - row["lat"]) > 1e-9:  # noqa: PLR2004
            yield Violation("site", row["work_id"], "position is not the settlement's")


def _years(planned: pd.DataFrame, layers: Layers, config: Siting, as_of: date) -> Iterator[Violation]:
    first = set()
    if layers.reference is not None:
        first = {code for code, row in layers.reference.iterrows() if bool(row["initiation_phase"])}
    for _, row in planned.iterrows():
        year = int(row["year"])
        if year not in config.years or year != int(row["opens_year"]) or year < as_of.year:
            yield Violation("year", row["work_id"], f"{year} is no year to open in")
        if config.initiation_first and year < config.others_from and row["cercle_pcode"] not in first:
            yield Violation("phase", row["work_id"], f"{year} is for cercles of the initiation phase")


def _costs(planned: pd.DataFrame, config: Siting) -> Iterator[Violation]:
    for _, row in planned.iterrows():
        _, work = work_of(row, config)
        if work is None or abs(row["cost_usd"] - work.unit_cost_usd) > CENT:
            yield Violation("cost", row["work_id"], f"{row['cost_usd']} is not its unit cost")


def _apart_km(one: pd.Series, other: pd.Series) -> float:
    if not np.isfinite([one["lon"], one["lat"], other["lon"], other["lat"]]).all():
        return np.inf
    points = (one["lon"], one["lat"], other["lon"], other["lat"])
    return float(distance_km(*(np.asarray(value) for value in points)))


def _places(planned: pd.DataFrame, given: pd.DataFrame, config: Siting) -> Iterator[Violation]:
    rows = [row for _, row in planned.iterrows()]
    for number, row in enumerate(rows):
        for other in rows[:number]:
            same = row["lon"] == other["lon"] and row["lat"] == other["lat"]
            if same and family(row["kind"]) == family(other["kind"]):
                yield Violation("one_in_a_place", row["work_id"], f"with {other['work_id']}")
        for _, other in given.iterrows():
            if family(row["kind"]) == family(other["kind"]) and _apart_km(row, other) <= config.same_place_km:
                yield Violation("one_in_a_place", row["work_id"], f"with given {other['work_id']}")


def _caps(planned: pd.DataFrame, given: pd.DataFrame, config: Siting) -> Iterator[Violation]:
    both = pd.concat([planned, given])
    both = both.assign(service=[_service(kind) for kind in both["kind"]])
    for (cercle, service), own in planned.assign(service=[_service(kind) for kind in planned["kind"]]).groupby(
        ["cercle_pcode", "service"]
    ):
        there = both[(both["cercle_pcode"] == cercle) & (both["service"] == service)]
        if len(there) > config.max_per_cercle:
            yield Violation("max_per_cercle", str(cercle), f"{service}: {len(there)}")
        for year in sorted(own["opens_year"].unique()):
            count = int((there["opens_year"] == year).sum())
            if count > config.max_per_cercle_year:
                yield Violation("max_per_cercle_year", str(cercle), f"{service} {year}: {count}")


def _standing(layers: Layers, access: Access, service: Service, as_of: date) -> pd.DataFrame:
    if layers.facilities is None or service not in access.standards:
        return pd.DataFrame({"lon": [], "lat": [], "cercle_pcode": []})
    found = service_facilities(layers.facilities, service, access.standards[service], as_of=as_of)
    found = found[~(found.geometry.isna() | found.geometry.is_empty)]
    home = found["cercle_pcode"] if "cercle_pcode" in found else assign(found.geometry, layers.cercles)
    return pd.DataFrame({"lon": found.geometry.x, "lat": found.geometry.y, "cercle_pcode": home})


def _sequence(works: pd.DataFrame, layers: Layers, config: Siting, access: Access, as_of: date) -> Iterator[Violation]:
    services = np.array([_service(kind) for kind in works["kind"]])
    security = _standing(layers, access, Service.SECURITY, as_of)
    courts = _standing(layers, access, Service.JUSTICE, as_of)
    for (_, row), service in zip(works.iterrows(), services, strict=True):
        if row["status"] != "planned" or service not in ("justice", "prison"):
            continue
        needs = security if service == "justice" else courts
        enabling = "security" if service == "justice" else "justice"
        opened = works[(services == enabling) & (works["opens_year"] <= row["opens_year"]).to_numpy()]
        whole = pd.concat([needs, opened[["lon", "lat", "cercle_pcode"]]]) if len(needs) else opened
        rule = config.precedence if service == "justice" else config.prison_precedence
        if rule == "same_place":
            holds = any(_apart_km(row, other) <= config.same_place_km for _, other in whole.iterrows())
        else:
            holds = bool((whole["cercle_pcode"] == row["cercle_pcode"]).any())
        if not holds:
            yield Violation("sequence", row["work_id"], f"no {enabling} there by {row['opens_year']}")


def _neighbours(
    planned: pd.DataFrame, layers: Layers, given: pd.DataFrame, config: Siting, as_of: date
) -> Iterator[Violation]:
    if layers.facilities is None:
        return
    facilities = layers.facilities[~(layers.facilities.geometry.isna() | layers.facilities.geometry.is_empty)]
    home = facilities["cercle_pcode"] if "cercle_pcode" in facilities else assign(facilities.geometry, layers.cercles)
    table = pd.DataFrame(
        {"kind": facilities["kind"], "status": facilities["status"], "lon": facilities.geometry.x,
         "lat": facilities.geometry.y, "cercle_pcode": home, "since": pd.to_datetime(facilities["since"])}
    )  # fmt: skip
    table = table.assign(service=[_service(kind) for kind in table["kind"]])
    coming = [row for _, row in table[table["status"].isin(COMING) & (table["service"] != "")].iterrows()]
    others = [row for row in coming if not _is_ours(row, given, config) and not _far_off(row["since"], config, as_of)]
    standing = table[~table["status"].isin(COMING)]
    for _, row in planned.iterrows():
        service = _service(row["kind"])
        if any(other["service"] == service and _apart_km(row, other) <= config.partner_radius_km for other in others):
            yield Violation("partner_near", row["work_id"], f"a partner's {service} work")
        _, work = work_of(row, config)
        here = (standing["cercle_pcode"] == row["cercle_pcode"]) & (standing["service"] == service)
        if getattr(work, "needs_existing", False) and not here.any():
            yield Violation("needs_existing", row["work_id"], f"no {service} in the cercle")
        kinds = {kind.value for kind in getattr(work, "needs_kind", ())}
        of_kind = standing[standing["kind"].isin(kinds)]
        if kinds and not any(_apart_km(row, other) <= config.same_place_km for _, other in of_kind.iterrows()):
            yield Violation("needs_kind", row["work_id"], f"none of {', '.join(sorted(kinds))} in the place")


def _far_off(since: pd.Timestamp, config: Siting, as_of: date) -> bool:
    if config.partner_months is None or pd.isna(since):
        return False
    today = pd.Timestamp(as_of)
    return bool(since > today and since > today + pd.DateOffset(months=config.partner_months))


def _surroundings(
    planned: pd.DataFrame, layers: Layers, config: Siting, as_of: date, rains_min: pd.Series | None
) -> Iterator[Violation]:
    gate, events = config.security_gate, _recent_violence(layers, config, as_of)
    for _, row in planned.iterrows():
        place_id = str(row["work_id"]).removeprefix(f"OPEN-{work_of(row, config)[0].upper()}-")
        if config.max_rains_min is not None and rains_min is not None and place_id in rains_min.index:
            minutes = float(rains_min[place_id])
            if minutes > config.max_rains_min:
                yield Violation("rains", row["work_id"], f"{minutes:.0f} minutes from a seat in the rains")
        if gate is not None and (gate.effect == "exclude" or int(row["year"]) < as_of.year + gate.delay_years):
            # A degree of latitude is more than 100 km: what lies farther north or south needs no exact distance.
            same_band = [event for event in events if abs(event["lat"] - row["lat"]) <= gate.radius_km / 100.0]
            count = sum(_apart_km(row, event) <= gate.radius_km for event in same_band)
            if count > gate.max_events:
                yield Violation("violence", row["work_id"], f"{count} events around it, opens in {row['year']}")


def _recent_violence(layers: Layers, config: Siting, as_of: date) -> list[pd.Series]:
    gate = config.security_gate
    if gate is None or layers.events is None:
        return []
    end = pd.Timestamp(as_of)
    start = end - pd.DateOffset(months=gate.months)
    found = []
    for event in layers.events.itertuples():
        counts = start < event.date <= end and event.type in gate.event_types
        # Precision 3 and 4 know the cercle or the region at best: no place near a site.
        if counts and event.geo_precision <= 2 and event.geometry is not None:  # noqa: PLR2004
            found.append(pd.Series({"lon": event.geometry.x, "lat": event.geometry.y}))
    return found


def _wishes(planned: pd.DataFrame, works: pd.DataFrame, config: Siting) -> Iterator[Violation]:
    years = {str(row["work_id"]): int(row["opens_year"]) for _, row in works.iterrows()}
    place = {
        str(row["work_id"]): str(row["work_id"]).removeprefix(f"OPEN-{work_of(row, config)[0].upper()}-")
        for _, row in planned.iterrows()
    }
    for name in config.forbidden_sites:
        for work_id, place_id in place.items():
            if name in (work_id, place_id):
                yield Violation("forbidden", work_id, "ruled out on request")
    for name, by in config.forced_sites.items():
        own = [years[name]] if name in years else [years[work] for work, place_id in place.items() if place_id == name]
        if not own or (by is not None and min(own) > by):
            yield Violation("forced", name, "not built in time")


def _floors(planned: pd.DataFrame, given: pd.DataFrame, layers: Layers, config: Siting) -> Iterator[Violation]:
    both = pd.concat([planned, given])
    for region, floors in config.region_floors.items():
        cercles = set(layers.cercles.index[layers.cercles["parent_pcode"] == region])
        for service, least in floors.items():
            count = sum(
                row["cercle_pcode"] in cercles
                and _service(row["kind"]) == service.value
                and int(row["opens_year"]) <= max(config.years)
                for _, row in both.iterrows()
            )
            if count < least:
                yield Violation("region_floor", region, f"{service.value}: {count} of {least}")


def _targets(
    planned: pd.DataFrame, given: pd.DataFrame, layers: Layers, config: Siting, variant: str | None
) -> Iterator[Violation]:
    if not config.targets_hard or layers.indicators is None or variant is None:
        return
    both = pd.concat([planned, given])
    for _, row in layers.indicators.iterrows():
        services = [service.value for service, code in config.targets.items() if code == row["code"]]
        if str(row["variant"]) != variant or row["year"] not in config.years or pd.isna(row["target"]):
            continue
        count = sum(
            _service(work["kind"]) in services and work["opens_year"] <= row["year"] for _, work in both.iterrows()
        )
        if services and count < row["target"] - row["baseline"]:
            yield Violation("target", str(row["code"]), f"{row['year']}: {count} works")


def _is_ours(facility: pd.Series, given: pd.DataFrame, config: Siting) -> bool:
    return any(
        family(work["kind"]) == family(facility["kind"]) and _apart_km(work, facility) <= config.same_place_km
        for _, work in given.iterrows()
    )


def _intact(works: pd.DataFrame, layers: Layers, config: Siting) -> Iterator[Violation]:
    if layers.works is None:
        return
    payments = layers.payments if layers.payments is not None else pd.DataFrame(columns=["work_id", "year", "cost_usd"])
    for name in layers.works.index[layers.works["placed"].astype(bool)]:
        own = works[(works["work_id"] == name) & (works["status"] == "given")]
        paid = payments[(payments["work_id"] == name) & (payments["cost_usd"] > 0)]
        wanted = sorted((int(row["year"]), float(row["cost_usd"])) for _, row in paid.iterrows())
        found = sorted((int(row["year"]), float(row["cost_usd"])) for _, row in own.iterrows() if row["cost_usd"] > 0)
        opens = wanted[-1][0] if wanted else config.given_without_cost_opens
        if own.empty or found != wanted or (own["opens_year"] != opens).any():
            yield Violation("given", str(name), "a given work was changed or lost")


def _people(works: pd.DataFrame) -> Iterator[Violation]:
    for _, row in works[works["people_gained"] < 0].iterrows():
        yield Violation("people", row["work_id"], "fewer than no people gained")
