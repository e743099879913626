"""What lies over the cercles: facilities, events or their counts, seats, lines, partners."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import shapely

from prosmed_gis.domain import symbology as sy
from prosmed_gis.domain.messages import text
from prosmed_gis.domain.vocabulary import EventClass, EventType, FacilityKind
from prosmed_gis.outputs.audience import count_label, twelve_months
from prosmed_gis.outputs.web.fiches import project_codes
from prosmed_gis.outputs.web.geometry import lines, site
from prosmed_gis.wording.numbers import day

if TYPE_CHECKING:
    import geopandas as gpd

    from prosmed_gis.domain.products import Products

COUNT_WINDOWS = 36
"""Windows of twelve months that the slider walks through, each ending a month after the one before."""

SEATS = ("national_seat", "region_seat", "cercle_seat")


def facilities(products: Products) -> list[dict[str, Any]]:
    """Return facilities with a point: kind, name, status, point and whether the position is only its town's."""
    frame, language = products.layers.facilities, products.label.language
    if frame is None:
        return []
    rows = _with_points(frame).sort_index(kind="stable")
    return [
        {
            "kind": str(row["kind"]),
            "name": row["name"] if isinstance(row["name"], str) else text(f"facility.{row['kind']}", language),
            "status": text(f"status.{row['status']}", language),
            "works": row["status"] in {"working", "partly", "periodic", "unknown"},
            "x": site(row["geometry"].x, row["geometry"].y),
        }
        for row in rows.to_dict("records")
    ]


def facility_kinds(found: list[dict[str, Any]]) -> list[str]:
    """Return the kinds that are there, in the order of the vocabulary."""
    present = {record["kind"] for record in found}
    return [kind.value for kind in FacilityKind if kind.value in present]


def events(products: Products, limit: int) -> dict[str, list[list[Any]]]:
    """Return located events by type as [lon, lat, date, deaths, text]; none where there are more than `limit`.

    The caller has filtered by audience: where events may not be seen there are none.
    """
    frame, language = products.events, products.label.language
    if frame is None or len(frame) > limit:
        return {}
    rows = _with_points(frame).sort_values(["date"], kind="stable")
    found: dict[str, list[list[Any]]] = {}
    for row in rows.to_dict("records"):
        actors = " – ".join(name for name in (row["actor1"], row["actor2"]) if isinstance(name, str) and name)
        point = site(row["geometry"].x, row["geometry"].y)
        found.setdefault(str(row["type"]), []).append(
            [*point, day(row["date"], language), int(row["fatalities"]), actors]
        )
    return {kind.value: found[kind.value] for kind in EventType if kind.value in found}


def counts(products: Products) -> dict[str, Any] | None:
    """Return the class of each cercle's number of events in windows of twelve months, by class of events.

    `until` holds the windows' last days as text; `of[event_class][window][cercle]` the class, in the order of
    `layers.cercles`. A cercle without a row in a window has class 0.
    """
    frame, language = products.counts, products.label.language
    if frame.empty:
        return None
    by_window = (
        _public_windows(frame) if "events_class" in frame else _windows(frame, pd.Timestamp(products.label.as_of))
    )
    codes = products.layers.cercles.index
    present = [kind.value for kind in EventClass if any(kind.value in classes for classes in by_window.values())]
    of = {
        kind: [classes.get(kind, pd.Series(dtype=int)).reindex(codes, fill_value=0).astype(int).tolist()
               for classes in by_window.values()]
        for kind in present
    }  # fmt: skip
    return {
        "until": [day(until, language) for until in by_window],
        "of": of,
        "labels": {kind: text(f"class.{kind}", language) for kind in present},
    }


def _windows(frame: pd.DataFrame, last: pd.Timestamp) -> dict[pd.Timestamp, dict[str, pd.Series]]:
    # Months end on days of their own: each window ends with a month, the last one with `as_of`.
    first = frame["month"].min()
    ends = [
        last,
        *(last.to_period("M").to_timestamp() - pd.DateOffset(months=k, days=1) for k in range(COUNT_WINDOWS - 1)),
    ]
    found = {}
    for until in sorted(end for end in ends if end - pd.DateOffset(years=1) >= first - pd.DateOffset(days=1)) or [last]:
        sums = twelve_months(frame, until)
        sums["k"] = [sy.count_class(events) for events in sums["events"]]
        found[until] = {str(kind): rows.set_index("cercle_pcode")["k"] for kind, rows in sums.groupby("event_class")}
    return found


def _public_windows(frame: pd.DataFrame) -> dict[pd.Timestamp, dict[str, pd.Series]]:
    order = {count_label(k): k for k in range(len(sy.COUNT_LIMITS) + 1)}
    ranked = frame.assign(k=frame["events_class"].map(order))
    return {
        pd.Timestamp(str(until)): {
            str(kind): rows.set_index("cercle_pcode")["k"] for kind, rows in of_one.groupby("event_class")
        }
        for until, of_one in ranked.groupby("until", sort=True)
    }


def projects(products: Products) -> list[dict[str, str]]:
    """Return the projects that are in some cercle: name, actor and donor, status, years; in order of their ids."""
    rows = products.partners.drop_duplicates("project_id").set_index("project_id")
    found = []
    for code in project_codes(products):
        row = rows.loc[code]
        years = [str(date.year) for date in (row["start"], row["end"]) if not pd.isna(date)]
        people = [name for name in (row["actor"], row["donor"]) if isinstance(name, str) and name]
        found.append({"name": str(row["project"]), "who": " · ".join(people), "years": "–".join(dict.fromkeys(years))})
    return found


def themes_of_partners(products: Products) -> list[dict[str, str]]:
    """Return the themes that are there with label, colour and letter, known themes first."""
    language = products.label.language
    present = set(products.partners["theme"].dropna().astype(str))
    ordered = [name for name in sy.THEMES if name in present] + sorted(present - set(sy.THEMES))
    found = []
    for name in ordered:
        look = sy.theme(name)
        label = text(look.label, language) if name in sy.THEMES else name
        found.append({"id": name, "label": label, "colour": look.fill.colour, "mark": look.mark})
    return found


def seats(products: Products) -> list[dict[str, Any]]:
    """Return the seats of regions and cercles: name, rank (0 national, 1 region, 2 cercle) and point."""
    frame = products.layers.settlements
    if frame is None:
        return []
    rows = _with_points(frame[frame["place_class"].isin(SEATS)]).sort_index(kind="stable")
    return [
        {
            "name": str(row["name"]),
            "rank": SEATS.index(row["place_class"]),
            "x": site(row["geometry"].x, row["geometry"].y),
        }
        for row in rows.to_dict("records")
    ]


def roads(products: Products, tolerance_deg: float) -> list[dict[str, Any]]:
    """Return roads by class: one entry of lines per class, the most important last so that it lies on top."""
    frame = products.layers.roads
    if frame is None:
        return []
    shown = [name for name in reversed(list(sy.ROADS)) if (frame["road_class"] == name).any()]
    return [
        {"class": name, "g": [line for row in lines(frame[frame["road_class"] == name], tolerance_deg) for line in row]}
        for name in shown
    ]


def _with_points(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    geometries = frame.geometry.to_numpy()
    return frame[~(shapely.is_missing(geometries) | shapely.is_empty(geometries))]
