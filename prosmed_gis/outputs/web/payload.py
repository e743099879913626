"""The data of the page, as one JSON document: texts and classes are ready, the page only draws."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from prosmed_gis.domain import symbology as sy
from prosmed_gis.domain.messages import agreement as agreement_texts
from prosmed_gis.domain.messages import products as product_texts
from prosmed_gis.domain.messages import siting_products as siting_texts
from prosmed_gis.domain.messages import text
from prosmed_gis.domain.vocabulary import EventType, FacilityKind, PlanStatus, Service, Track, WorkKind
from prosmed_gis.outputs import agreement
from prosmed_gis.outputs.access_states import state_name, states
from prosmed_gis.outputs.audience import count_label, may_see_costs
from prosmed_gis.outputs.web import geometry, overlays
from prosmed_gis.outputs.web.defence import defence_themes
from prosmed_gis.outputs.web.fiches import fiches
from prosmed_gis.outputs.web.ground import catchments, ground, other_sites
from prosmed_gis.outputs.web.labels import aspect, dense, label_places
from prosmed_gis.outputs.web.lists import differences, list_themes
from prosmed_gis.outputs.web.placement import access_themes, placement
from prosmed_gis.outputs.web.placement_tables import access_sheets, placement_sheets
from prosmed_gis.outputs.web.telling import judged
from prosmed_gis.outputs.web.themes import fill_id, indicator_labels, latest, themes
from prosmed_gis.outputs.web.trial import trial_data, trial_themes
from prosmed_gis.outputs.web.works import work_rows
from prosmed_gis.wording.numbers import MISSING, day, number

if TYPE_CHECKING:
    from prosmed_gis.config.study import Outputs
    from prosmed_gis.domain.products import Products
    from prosmed_gis.outputs.web.themes import Theme

UI = "web.ui."
TEXTS = {**product_texts.TEXTS, **agreement_texts.TEXTS, **siting_texts.TEXTS}
LINE_TOLERANCE = 2.0
"""Roads and rivers are simplified this many times more than boundaries: they are only the ground of the map."""


def payload(products: Products, settings: Outputs) -> dict[str, Any]:
    """Return everything the page shows; `products` are already those of the audience.

    Values by cercle stand in the order of `cercles`. Nothing in it is markup: the page sets it as text.
    """
    language = products.label.language
    found = overlays.facilities(products)
    offered, said = judged(_every_theme(products), products, settings.map_max_class_share)
    return {
        "meta": meta(products),
        "texts": {key.removeprefix(UI): text_of(key, products) for key in TEXTS if key.startswith(UI)},
        "looks": looks(products),
        "bounds": geometry.bounds(products.layers.cercles),
        "dense": dense(products.layers.cercles, agreement.in_document(products) | agreement.proposed(products)),
        "cercles": _cercles(products, settings),
        "communes": _communes(products, settings),
        "regions": _regions(products, settings),
        "themes": offered,
        "said": said,
        "differences": differences(products),
        "trial": trial_data(products),
        "groups": {
            name: text(f"web.group.{name}", language)
            for name in ("result", "criteria", "trial", "coverage", "access", "follow_up", "measures")
        },
        "facilities": found,
        "facility_kinds": overlays.facility_kinds(found),
        "works": work_rows(products, _centres(products)),
        "years": _years(products),
        "events": overlays.events(products, settings.map_max_events),
        "counts": overlays.counts(products),
        "projects": overlays.projects(products),
        "partner_themes": overlays.themes_of_partners(products),
        "seats": overlays.seats(products),
        "roads": overlays.roads(products, settings.map_simplify_deg * LINE_TOLERANCE),
        "rivers": _lines(products, settings),
        "indicators": _indicators(products),
        "placement": placement(products),
        "ground": ground(products, settings),
        "catchments": catchments(products, settings),
        "other_sites": other_sites(products),
        "access_states": []
        if products.access is None
        else [state_name(state, language) for state in states(products.access)],
        "access_sheets": access_sheets(products),
        "placement_sheets": placement_sheets(products),
    }


def _every_theme(products: Products) -> list[Theme]:
    """Return all themes, the one that the map opens with first: the document's list beside the proposal."""
    return [
        *list_themes(products),
        *themes(products),
        *access_themes(products),
        *defence_themes(products),
        *trial_themes(products),
    ]


def text_of(key: str, products: Products) -> str:
    """Return a text of the page's own, its fields left open for the page to fill."""
    french, english = TEXTS[key]
    return french if products.label.language == "fr" else english


def meta(products: Products) -> dict[str, Any]:
    """Return what the page says of itself: title, dates, scenario, audience, sources, notes."""
    label, language = products.label, products.label.language
    n_selected = int(products.selection["selected"].astype(bool).sum())
    return {
        "title": label.title,
        "result": agreement.sentence(products),
        "chance": str(products.reference.get(f"note_{language}", "")),
        "language": str(language),
        "as_of": text(f"{UI}as_of", language, date=day(label.as_of, language)),
        "tracking": text(f"{UI}tracking", language, date=day(label.tracking_as_of, language)),
        "scenario": text(f"{UI}scenario", language, scenario=label.scenario) if label.scenario else "",
        "count": text(f"{UI}count", language, n=n_selected),
        "audience": text(f"audience.{label.audience}", language),
        "version": text(f"{UI}version", language, version=label.version),
        "illustrative": text("illustrative", language) if label.illustrative else "",
        "roads": products.road_banner,
        "set_aside": list(products.set_aside),
        "sources": list(label.sources),
        "notes": list(products.every_note),
        "costs": may_see_costs(label.audience),
    }


def looks(products: Products) -> dict[str, Any]:
    """Return names and line styles of `domain.symbology` that the page draws with."""
    language = products.label.language
    return {
        "facilities": {kind.value: _icon(sy.FACILITIES[kind], products) for kind in FacilityKind},
        "works": {kind.value: _icon(sy.WORKS[kind], products) for kind in WorkKind},
        "work_frames": {status.value: text(sy.WORK_FRAMES[status].label, language) for status in PlanStatus},
        "events": {
            kind.value: {
                **_icon(sy.EVENTS[kind], products),
                "colour": sy.EVENTS[kind].colour,
                "path": sy.EVENTS[kind].path,
            }
            for kind in EventType
        },
        "states": {
            state.value: {"label": text(state.label, language), "colour": state.fill.colour, "mark": state.mark}
            for state in sy.STATES
        },
        "lines": {
            "cercle": _line(sy.CERCLE),
            "commune": _line(sy.COMMUNE),
            "region": _line(sy.REGION),
            "river": _line(sy.RIVER),
            "counts": {
                **_line(sy.EVENT_COUNTS),
                "fill": sy.EVENT_COUNTS_FILL.colour,
                "opacity": sy.EVENT_COUNTS_FILL.opacity,
            },
            **{f"road-{name}": _line(line) for name, line in sy.ROADS.items()},
            **{f"selected-{track}": _line(sy.SELECTED[track]) for track in Track},
            "catchment": _line(sy.CATCHMENT),
        },
        "ground": {
            name: {"fill": f"url(#{fill_id(fill)})", "colour": fill.hatch_colour}
            for name, fill in (("before", sy.REACHED), ("gained", sy.GAINED), ("lost", sy.LOST))
        },
        "alternative": {"colour": sy.ALTERNATIVE.colour, "size": sy.ALTERNATIVE.size},
        "services": {service.value: text(f"service.{service}", language) for service in Service},
        "service_colours": {service.value: colour for service, colour in sy.SERVICE_COLOURS.items()},
        "radii": list(sy.COUNT_RADII),
        "count_labels": [count_label(k) for k in range(len(sy.COUNT_RADII))],
    }


def _icon(icon: sy.Icon, products: Products) -> dict[str, Any]:
    return {"label": text(icon.label, products.label.language), "size": icon.size}


def _line(line: sy.Line) -> dict[str, Any]:
    return {"colour": line.colour, "width": line.width, "dash": " ".join(f"{step:g}" for step in line.dash)}


def _cercles(products: Products, settings: Outputs) -> list[dict[str, Any]]:
    frame, regions = products.layers.cercles, products.layers.regions["name"]
    tracks = products.selection.set_index("pcode")["track"]
    shapes = geometry.coverage(frame, settings.map_simplify_deg)
    points, sheets, named = geometry.label_points(frame), fiches(products), label_places(frame)
    rows = zip(frame.index, frame["name"], frame["parent_pcode"], shapes, points, named, sheets, strict=True)
    return [
        {
            "code": str(code),
            "name": str(name),
            "region": str(regions.get(parent, "")),
            "track": str(tracks.get(code, "")),
            "g": shape,
            "x": point,
            "names": {"wide": round(aspect(str(name)), 3), "at": places},
            "fiche": fiche,
        }
        for code, name, parent, shape, point, places, fiche in rows
    ]


def _centres(products: Products) -> dict[str, list[float]]:
    frame = products.layers.cercles
    return dict(zip(map(str, frame.index), geometry.label_points(frame), strict=True))


def _communes(products: Products, settings: Outputs) -> list[dict[str, Any]]:
    frame = products.layers.communes
    order = {code: k for k, code in enumerate(products.layers.cercles.index)}
    shapes = geometry.coverage(frame, settings.map_simplify_deg)
    return [
        {"name": str(name), "cercle": order.get(parent, -1), "g": shape}
        for name, parent, shape in zip(frame["name"], frame["parent_pcode"], shapes, strict=True)
    ]


def _regions(products: Products, settings: Outputs) -> list[dict[str, Any]]:
    frame = products.layers.regions
    shapes = geometry.coverage(frame, settings.map_simplify_deg)
    points = geometry.label_points(frame)
    return [
        {"code": str(code), "name": str(name), "g": shape, "x": point}
        for code, name, shape, point in zip(frame.index, frame["name"], shapes, points, strict=True)
    ]


def _lines(products: Products, settings: Outputs) -> list[Any]:
    frame = products.layers.rivers
    if frame is None:
        return []
    return [line for row in geometry.lines(frame, settings.map_simplify_deg * LINE_TOLERANCE) for line in row]


def _years(products: Products) -> list[int]:
    """Return the years that the plan speaks of, the year before it first where coverage is known for it."""
    plan, coverage = products.plan.works["year"], products.plan.coverage["year"]
    return sorted({int(year) for year in pd.concat([plan, coverage]).dropna()})


def _indicators(products: Products) -> list[dict[str, str]]:
    """Return the programme's own rows of the latest date, one per indicator and variant."""
    language, labels = products.label.language, indicator_labels(products)
    states = latest(products.tracked.states)
    rows = states[states["cercle_pcode"].fillna("") == ""].drop_duplicates(["indicator", "variant"])
    return [
        {
            "code": str(row["indicator"]),
            "label": labels.get(str(row["indicator"]), str(row["indicator"])),
            "variant": str(row["variant"]),
            "done": number(row["done"], language),
            "target": number(row["target"], language),
            "expected": number(row["expected"], language, 1),
            "state": str(row["state"]),
            "forecast": row["forecast"] if isinstance(row["forecast"], str) else _forecast(row["forecast"], products),
        }
        for row in rows.to_dict("records")
    ]


def _forecast(value: Any, products: Products) -> str:
    """Return a forecast as text: it may be a year, a number of units or a date."""
    if pd.isna(value):
        return MISSING
    if isinstance(value, pd.Timestamp):
        return day(value, products.label.language)
    return number(float(value), products.label.language)
