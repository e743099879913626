"""The looks of the layers: `domain.symbology` applied to the columns of the GeoPackage."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from prosmed_gis.domain import symbology as sy
from prosmed_gis.domain.messages import text
from prosmed_gis.domain.vocabulary import EventType, FacilityKind, PlanStatus, Track
from prosmed_gis.outputs.audience import count_label
from prosmed_gis.outputs.qgis import renderers, symbols
from prosmed_gis.outputs.qgis.renderers import Entry

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree import ElementTree as ET

    import pandas as pd

    from prosmed_gis.domain.vocabulary import Language

FACILITY_STEP_MM = round(0.9 * max(icon.size for icon in sy.FACILITIES.values()) * sy.PX_TO_MM, 1)
WORK_STEP_MM = round(max(icon.size for icon in sy.WORKS.values()) * sy.PX_TO_MM, 1)
"""Distance between symbols at one point: as wide as the icons, so that they stand side by side."""
WORK_RISE_MM = -3.4
"""Works stand above their point, so that the facility on it stays in sight."""
BADGE_PX = 15.0
BADGE_SHIFT_MM = (2.3, 2.1)
"""A state's disc sits on the lower right of the work's icon."""

FAR_SCALE = 4_000_000
FAR_FACTOR = 0.7
"""Beyond this denominator the points of the whole country are on the map and need smaller symbols."""

SETTLEMENT_PX = {"national_seat": 9.0, "region_seat": 7.0, "cercle_seat": 5.0, "commune_seat": 3.2}


def selection(language: Language) -> ET.Element:
    """Return cercles by selected, by track, or not selected."""
    attribute = "CASE WHEN \"selected\" = 1 THEN 'selected_' || \"track\" ELSE 'not_selected' END"
    return renderers.categories(attribute, sy.SELECTION, sy.CERCLE, language)


def firmness(language: Language) -> ET.Element:
    """Return cercles by how firm their place in or out of the list is."""
    found = (*sy.FIRMNESS, sy.NO_DATA)
    return renderers.categories(f"coalesce(\"firmness_class\", '{sy.NO_DATA.value}')", found, sy.CERCLE, language)


def states(column: str, values: pd.Series, language: Language) -> ET.Element:
    """Return cercles by the state of an indicator; cercles without one count as without data."""
    present = set(values.fillna(sy.NO_DATA.value))
    found = [category for category in sy.STATES if category.value in present]
    return renderers.categories(f"coalesce(\"{column}\", '{sy.NO_DATA.value}')", found, sy.CERCLE, language)


def ramp(name: str, column: str, values: pd.Series, language: Language) -> ET.Element:
    """Return cercles by classes of a number, after one of the common ramps."""
    return renderers.graduated(column, values, sy.RAMPS[name], sy.CERCLE, language)


def counts(column: str, values: pd.Series, language: Language) -> ET.Element:
    """Return cercles by a count of which zero is a class of its own: none and one must never look alike."""
    people = sy.RAMPS["people"]
    distinct = sorted({float(value) for value in values})
    if len(distinct) <= sy.MAX_CLASSES:
        limits = tuple(distinct[1:])
    else:
        shorter = replace(people, colours=people.colours[1:])
        limits = (1.0, *sy.class_limits([value for value in values if value > 0], shorter))
    fixed = replace(people, breaks=sy.Breaks.FIXED, limits=tuple(dict.fromkeys(limits)))
    return renderers.graduated(column, values, fixed, sy.CERCLE, language)


def violence() -> ET.Element:
    """Return circles by classes of events in twelve months, one inside each cercle."""
    entries = [
        Entry(count_label(k), count_label(k), symbols.centroid_symbol(sy.EVENT_COUNTS_FILL, sy.EVENT_COUNTS, radius))
        for k, radius in enumerate(sy.COUNT_RADII)
        if radius
    ]
    return renderers.categorised("events_class", entries)


def selected_outline(language: Language) -> ET.Element:
    """Return the outline of the selected cercles, full or dashed by track; others are not drawn."""
    entries = [
        Entry(
            f'"selected" = 1 AND "track" = \'{track.value}\'',
            text(f"qgis.outline.{track.value}", language),
            symbols.outline_symbol(sy.SELECTED[track]),
        )
        for track in Track
    ]
    return renderers.rules("selected_outline", entries)


def facilities(kinds: Sequence[str], language: Language) -> ET.Element:
    """Return facilities by kind, for the kinds that occur."""
    beside = _beside(FACILITY_STEP_MM)
    entries = [
        Entry(kind, text(icon.label, language), _picture(sy.icon_svg(icon), icon.size, beside))
        for kind, icon in ((kind, sy.FACILITIES[FacilityKind(kind)]) for kind in kinds)
    ]
    return renderers.categorised("kind", entries)


def _shrunk() -> str:
    """Return the factor of a point's symbol: whole near by, smaller on a map of the country."""
    return f"(CASE WHEN @map_scale > {FAR_SCALE} THEN {FAR_FACTOR} ELSE 1 END)"


def _beside(step: float, right: float = 0.0, down: float = 0.0) -> str:
    """Return the offset of a symbol among those at its point.

    A legend has no row, and the legend of an atlas has the cercle's in its place: only a point is ever moved.
    """
    across = f'(("slot" - ("slots" - 1) / 2.0) * {step} + {right}) * {_shrunk()}'
    moved = f"to_string({across}) || ',' || to_string({down:g} * {_shrunk()})"
    return f"CASE WHEN num_points($geometry) = 1 THEN {moved} ELSE '0,0' END"


def _picture(svg: str, size: float, offset: str) -> ET.Element:
    # Without a point (a legend) there is no value, and the size is the one that the legend asks for.
    scaled = f"CASE WHEN num_points($geometry) = 1 THEN {symbols.millimetres(size)} * {_shrunk()} END"
    return symbols.picture_symbol(svg, size, expressions={"offset": offset, "size": scaled})


def _work_beside(right: float = 0.0, down: float = 0.0) -> str:
    return _beside(WORK_STEP_MM, right, WORK_RISE_MM + down)


def _work_entries(works: pd.DataFrame, language: Language) -> list[Entry]:
    """Return an entry for each kind and status of work that occurs, in the order of the vocabularies."""
    present = set(zip(works["kind"], works["status"].fillna(PlanStatus.GIVEN.value), strict=True))
    entries = []
    for kind, icon in sy.WORKS.items():
        for status, frame in sy.WORK_FRAMES.items():
            if (kind.value, status.value) in present:
                drawn = _picture(sy.icon_svg(icon, frame), icon.size, _work_beside())
                label = f"{text(icon.label, language)} – {text(frame.label, language)}"
                entries.append(Entry(f"{kind.value}|{status.value}", label, drawn))
    return entries


def works(frame: pd.DataFrame, language: Language) -> ET.Element:
    """Return works by kind, with the frame of their status; works at one point stand side by side."""
    attribute = "\"kind\" || '|' || coalesce(\"status\", 'given')"
    return renderers.categorised(attribute, _work_entries(frame, language))


def work_states(frame: pd.DataFrame, language: Language) -> ET.Element:
    """Return works by kind with a disc of their state: colour and mark say the same."""
    entries = []
    for kind, icon in sy.WORKS.items():
        if kind.value in set(frame["kind"]):
            drawn = _picture(sy.icon_svg(icon), icon.size, _work_beside())
            entries.append(Entry(f"\"kind\" = '{kind.value}'", text(icon.label, language), drawn))
    present = set(frame["state"])
    for category in sy.STATES:
        if category.value in present:
            drawn = _picture(symbols.badge_svg(category.fill, category.mark), BADGE_PX, _work_beside(*BADGE_SHIFT_MM))
            entries.append(Entry(f"\"state\" = '{category.value}'", text(category.label, language), drawn))
    return renderers.rules("work_states", entries)


def placed_sites(language: Language) -> ET.Element:
    """Return placed sites with a disc that says whether every good plan builds them."""
    filters = {"core": '"core" = 1', "some": '"core" = 0'}
    entries = []
    for category in sy.CORE:
        drawn = _picture(symbols.badge_svg(category.fill, category.mark), BADGE_PX, _work_beside(*BADGE_SHIFT_MM))
        entries.append(Entry(filters[category.value], text(category.label, language), drawn))
    return renderers.rules("placed_sites", entries)


def other_sites(language: Language) -> ET.Element:
    """Return sites of other good plans as faint dashed rings."""
    ring = symbols.picture_symbol(sy.ring_svg(sy.ALTERNATIVE), sy.ALTERNATIVE.size)
    return renderers.rules("other_sites", [Entry("TRUE", text(sy.ALTERNATIVE.label, language), ring)])


def reach(first: int, last: int, language: Language) -> ET.Element:
    """Return ground within reach: that of the year before the plan over that of its last year, which shows beyond."""
    shown = {
        first: (sy.REACHED_GROUND, text("web.ui.ground_before", language, year=first)),
        last: (sy.GAINED_GROUND, text("web.ui.ground_gained", language, year=last)),
    }
    entries = [
        Entry(
            f'"year" = {year}',
            words[:1].upper() + words[1:],
            symbols.fill_symbol(fill, sy.Line(fill.hatch_colour, 0.4)),
        )
        for year, (fill, words) in shown.items()
    ]
    return renderers.rules("reach", entries, falling="year")


def services(language: Language) -> ET.Element:
    """Return areas by service, seen through."""
    entries = [
        Entry(
            service.value,
            text(f"service.{service}", language),
            symbols.fill_symbol(sy.Fill(colour, opacity=0.35), sy.Line(colour, 0.8)),
        )
        for service, colour in sy.SERVICE_COLOURS.items()
    ]
    return renderers.categorised("service", entries)


def chain(values: pd.Series, language: Language) -> ET.Element:
    """Return cercles by whether police, court and prison all work in them."""
    found = [*sy.CHAIN, *([sy.NO_DATA] if values.isna().any() else [])]
    return renderers.categories(f"coalesce(\"chain\", '{sy.NO_DATA.value}')", found, sy.CERCLE, language)


def events(language: Language) -> ET.Element:
    """Return events by type, each with a form of its own."""
    entries = [
        Entry(kind.value, text(icon.label, language), symbols.picture_symbol(sy.glyph_svg(icon), icon.size))
        for kind, icon in ((kind, sy.EVENTS[kind]) for kind in EventType)
    ]
    return renderers.categorised("type", entries)


def roads(language: Language) -> ET.Element:
    """Return roads by class, the lesser drawn first."""
    entries = [
        Entry(name, text(f"qgis.road.{name}", language), symbols.line_symbol(line)) for name, line in sy.ROADS.items()
    ]
    return renderers.categorised("road_class", entries)


def settlements(ranks: Sequence[str], language: Language) -> ET.Element:
    """Return seats of the given ranks, as dots of falling size."""
    entries = [
        Entry(name, text(f"qgis.place.{name}", language), symbols.circle_symbol(sy.INK, SETTLEMENT_PX[name]))
        for name in ranks
    ]
    return renderers.categorised("place_class", entries)


def outline(line: sy.Line) -> ET.Element:
    """Return areas of which only the outline shows."""
    return renderers.single(symbols.outline_symbol(line))


def line(line: sy.Line) -> ET.Element:
    """Return lines of one look."""
    return renderers.single(symbols.line_symbol(line))


def background() -> ET.Element:
    """Return areas as plain paper, the ground on which everything else lies."""
    return renderers.single(symbols.fill_symbol(sy.Fill(sy.PAPER), sy.COMMUNE))
