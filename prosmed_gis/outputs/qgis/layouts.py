"""The printed pages of a project: one map per theme, and an atlas with a sheet for each selected cercle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from prosmed_gis.domain.messages import text
from prosmed_gis.domain.symbology import INK, PAPER, STATES
from prosmed_gis.outputs.qgis import pages, sheet
from prosmed_gis.outputs.qgis.maplayers import source, spatial_reference
from prosmed_gis.outputs.qgis.markup import element
from prosmed_gis.outputs.qgis.pages import Box, Legend, LegendLine, MapView, Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from xml.etree import ElementTree as ET

    from pyproj import CRS

    from prosmed_gis.domain.products import Label
    from prosmed_gis.outputs.qgis.catalogue import Layer, Theme
    from prosmed_gis.outputs.qgis.maplayers import Bounds

BANNER = next(state.fill.colour for state in STATES if state.value == "watch")
"""The colour of what must be watched also marks generated data."""

MARGIN = 8.0
HEADER = Box(0, 0, 297, 17)
BANNER_BOX = Box(0, 17, 297, 6)
FOOTER = Box(MARGIN, 194.5, 281, 13)


@dataclass(frozen=True, eq=False)
class Press:
    """What all pages of a project share."""

    label: Label
    layers: Sequence[Layer]
    themes: Mapping[str, Theme]
    geopackage: str
    crs: CRS
    bounds: Bounds
    """Of the whole country, in `crs`."""
    notes: tuple[str, ...] = ()

    @property
    def language(self) -> str:
        """Language of everything printed."""
        return self.label.language.value

    def day(self) -> str:
        """Return the study's date as it is written in the language."""
        return self.label.as_of.strftime("%d/%m/%Y" if self.language == "fr" else "%Y-%m-%d")

    def legend(self, theme: str) -> Legend:
        """Return the legend of a theme: layers of several classes first, then the base map's of one symbol each."""
        by_key = {layer.key: layer for layer in self.layers}
        wanted = [by_key[key] for key in self.themes[theme].layers if key not in UNEXPLAINED]
        lines = [LegendLine(layer.identifier, source(layer, self.geopackage), layer.title) for layer in wanted]
        several = [line for line, layer in zip(lines, wanted, strict=True) if not _single(layer)]
        single = [line for line, layer in zip(lines, wanted, strict=True) if _single(layer)]
        return Legend(tuple(several), tuple(single), text("qgis.group.base", self.language))


UNEXPLAINED = ("background", "cercle_names", "settlements", "commune_seats")
"""Layers that a reader knows without a legend."""


def _single(layer: Layer) -> bool:
    """Return whether the layer has one symbol, which then bears the layer's title."""
    renderer = layer.style.renderer
    return renderer is not None and renderer.get("type") == "singleSymbol"


def plain(words: str) -> str:
    """Return a text in which QGIS finds no expression to evaluate, wherever the text comes from."""
    return words.replace("[%", "[ %")


def frame(press: Press, name: str, title: str, subtitle: str) -> list[ET.Element]:
    """Return header, banner where the data are illustrative, and footer with source, date, scenario and version."""
    label, language = press.label, press.language
    scenario = label.scenario or text("qgis.page.no_scenario", language)
    made = [
        pages.box(name, "header", HEADER, INK),
        pages.label(
            name, "title", Box(MARGIN, 2.2, 200, 8), title, Text(15, bold=True, colour="#ffffff", valign=pages.MIDDLE)
        ),
        pages.label(name, "subtitle", Box(MARGIN, 10, 200, 6), subtitle, Text(10.5, colour=PAPER, valign=pages.MIDDLE)),
        pages.label(
            name,
            "date",
            Box(212, 2.2, 77, 13),
            plain(text("qgis.page.date", language, day=press.day(), scenario=scenario)),
            Text(9, colour=PAPER, halign=pages.RIGHT, valign=pages.MIDDLE),
        ),
        pages.label(name, "source", FOOTER, _imprint(press), Text(6.5)),
    ]
    if label.illustrative:
        look = Text(8.5, bold=True, background=BANNER, halign=pages.CENTRE, valign=pages.MIDDLE)
        made.append(pages.label(name, "banner", BANNER_BOX, text("illustrative", language), look))
    return made


def _imprint(press: Press) -> str:
    label, language = press.label, press.language
    sources = " ; ".join(label.sources) or text("qgis.page.no_source", language)
    audience = text(f"qgis.audience.{label.audience.value}", language)
    lines = (
        text("qgis.page.source", language, sources=shortened(sources, 330)),
        text("qgis.page.version", language, version=label.version, audience=audience),
        text("qgis.limits", language),
    )
    return plain("\n".join(lines))


def shortened(words: str, longest: int) -> str:
    """Return the text, cut at a word with an ellipsis where it is longer than a box can hold."""
    if len(words) <= longest:
        return words
    return words[:longest].rsplit(" ", 1)[0].rstrip(" ;,") + " …"


def overview(press: Press, theme: str) -> ET.Element:
    """Return an A4 landscape page of a theme over the whole country."""
    title, language = text(f"qgis.page.{theme}", press.language), press.language
    place = Box(MARGIN, 27, 188, 161)
    column = Box(202, 27, 87, 120)
    made = [
        *frame(press, title, plain(press.label.title), title),
        pages.map_item(
            title, "map", place, MapView(press.themes[theme].title, press.bounds), spatial_reference(press.crs)
        ),
        pages.label(
            title,
            "legend title",
            Box(column.x, column.y, column.width, 6),
            text("qgis.page.legend", language),
            Text(11, bold=True),
        ),
        pages.legend(title, Box(column.x, column.y + 6, column.width, 110), press.legend(theme), linked="map"),
        pages.scale_bar(title, Box(MARGIN + 3, 177, 60, 9), "map", 200),
        pages.north_arrow(title, Box(MARGIN + 3, 30, 9, 14), "map"),
        *_notes(press, title, theme),
    ]
    return _layout(title, made)


LEGEND_FROM, NOTES_FROM, NOTES_TO = 33.0, 150.0, 178.0
LINE_HEIGHT, TITLE_HEIGHT, NOTE_HEIGHT = 5.0, 6.6, 6.4
LONGEST_NOTE = 120
"""Notes get the room that the legend leaves; what is left out stands in the table of metadata, and the box says so."""


def legend_height(press: Press, theme: str) -> float:
    """Return about how high the legend of a theme comes out, in millimetres."""
    by_key = {layer.key: layer for layer in press.layers}
    shown = [by_key[key] for key in press.themes[theme].layers if key not in UNEXPLAINED]
    symbols = [
        0 if layer.style.renderer is None else len(layer.style.renderer.findall("symbols/symbol")) for layer in shown
    ]
    titles = 1 + sum(not _single(layer) for layer in shown)
    return LINE_HEIGHT * sum(symbols) + TITLE_HEIGHT * titles


def _notes(press: Press, name: str, theme: str) -> list[ET.Element]:
    if not press.notes:
        return []
    top = min(NOTES_TO, max(NOTES_FROM, LEGEND_FROM + legend_height(press, theme) + 4))
    place = Box(202, top, 87, FOOTER.y - 2 - top)
    most = max(0, int((place.height - 5) / NOTE_HEIGHT) - 1)
    lines = [f"• {shortened(note, LONGEST_NOTE)}" for note in press.notes[:most]]
    if len(press.notes) > most or any(len(note) > LONGEST_NOTE for note in press.notes):
        lines.append(text("qgis.page.more_notes", press.language))
    words = "\n".join(lines)
    return [
        pages.label(
            name,
            "notes title",
            Box(place.x, place.y, place.width, 5),
            text("qgis.page.notes", press.language),
            Text(8.5, bold=True),
        ),
        pages.label(name, "notes", Box(place.x, place.y + 5, place.width, place.height - 5), plain(words), Text(7)),
    ]


def atlas(press: Press, columns: Sequence[str]) -> ET.Element:
    """Return the atlas: one A4 landscape sheet for each selected cercle, in the order of ranks.

    `columns` are the columns of the layer of cercles; texts are asked only of columns that are there.
    """
    name, language = text("qgis.page.atlas", press.language), press.language
    main = Box(MARGIN, 27, 180, 108)
    locator = Box(153, 27, 35, 31)
    crs = spatial_reference(press.crs)
    title = sheet.evaluated('"cercle"')
    made = [
        *frame(press, name, title, sheet.subtitle(language)),
        pages.map_item(name, "map", main, MapView(press.themes["sheet"].title, press.bounds, atlas=True), crs),
        pages.map_item(
            name, "locator", locator, MapView(press.themes["locator"].title, press.bounds), crs, seen_from="map"
        ),
        pages.legend(
            name, Box(MARGIN, 136.5, 180, 54), press.legend("sheet"), linked="map", filtered=True, columns=3, size=7
        ),
        pages.scale_bar(name, Box(MARGIN + 3, 125, 50, 9), "map", 0),
        pages.north_arrow(name, Box(MARGIN + 3, 30, 9, 14), "map"),
        *sheet.texts(name, columns, language),
    ]
    coverage = next(layer for layer in press.layers if layer.key == "selection")
    settings = {
        "enabled": 1,
        "coverageLayer": coverage.identifier,
        "coverageLayerName": coverage.title,
        "coverageLayerSource": source(coverage, press.geopackage),
        "coverageLayerProvider": "ogr",
        "hideCoverage": 0,
        "filterFeatures": 1,
        "featureFilter": '"selected" = 1',
        "sortFeatures": 1,
        "sortKey": '"rank"',
        "sortAscending": 1,
        "pageNameExpression": '"cercle"',
        "filenamePattern": "'fiche_' || \"pcode\"",
    }
    return _layout(name, made, element("Atlas", settings))


def _layout(name: str, items: list[ET.Element], *others: ET.Element) -> ET.Element:
    attributes = {"name": name, "units": "mm", "printResolution": 200, "worldFileMap": ""}
    return element("Layout", attributes, pages.page(name, pages.A4_LANDSCAPE), *items, *others)
