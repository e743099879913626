"""The printed pages of a project: one map per theme, and an atlas with a sheet for each selected cercle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from prosmed_gis.domain.messages import text
from prosmed_gis.domain.symbology import INK, PAPER, STATES
from prosmed_gis.outputs.qgis import pages, sheet
from prosmed_gis.outputs.qgis.maplayers import source, spatial_reference
from prosmed_gis.outputs.qgis.markup import element
from prosmed_gis.outputs.qgis.pages import Box, LegendLine, MapView, Text

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
FOOTER = Box(MARGIN, 192, 281, 15)


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

    def legend_lines(self, theme: str, *, hidden: tuple[str, ...] = ()) -> list[LegendLine]:
        """Return the legend of a theme, in the order of its layers; tables and `hidden` layers are left out."""
        by_key = {layer.key: layer for layer in self.layers}
        wanted = [by_key[key] for key in self.themes[theme].layers if key not in hidden]
        return [
            LegendLine(layer.identifier, source(layer, self.geopackage), layer.title if _named(layer) else "")
            for layer in wanted
        ]


def _named(layer: Layer) -> bool:
    """Return whether the legend writes the layer's title over its classes (not where its one symbol bears it)."""
    renderer = layer.style.renderer
    return renderer is not None and renderer.get("type") != "singleSymbol"


def frame(press: Press, name: str, title: str, subtitle: str) -> list[ET.Element]:
    """Return header, banner where the data are illustrative, and footer with source, date, scenario and version."""
    label, language = press.label, press.language
    made = [
        pages.box(name, "header", HEADER, INK),
        pages.label(name, "title", Box(MARGIN, 2.2, 200, 8), title, Text(15, bold=True, colour="#ffffff", valign=pages.MIDDLE)),
        pages.label(name, "subtitle", Box(MARGIN, 10, 200, 6), subtitle, Text(9, colour=PAPER, valign=pages.MIDDLE)),
        pages.label(
            name, "date", Box(212, 2.2, 77, 13),
            text("qgis.page.date", language, day=press.day(), scenario=label.scenario or text("qgis.page.no_scenario", language)),
            Text(9, colour=PAPER, halign=pages.RIGHT, valign=pages.MIDDLE),
        ),
        pages.label(name, "source", FOOTER, _imprint(press), Text(6.5)),
    ]  # fmt: skip
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
    return "\n".join(lines)


def shortened(words: str, longest: int) -> str:
    """Return the text, cut at a word with an ellipsis where it is longer than a box can hold."""
    if len(words) <= longest:
        return words
    return words[:longest].rsplit(" ", 1)[0].rstrip(" ;,") + " …"


def overview(press: Press, theme: str) -> ET.Element:
    """Return an A4 landscape page of a theme over the whole country."""
    title, language = text(f"qgis.page.{theme}", press.language), press.language
    place = Box(MARGIN, 27, 188, 156)
    column = Box(202, 27, 87, 120)
    made = [
        *frame(press, title, press.label.title, title),
        pages.map_item(title, "map", place, MapView(press.themes[theme].title, press.bounds), spatial_reference(press.crs)),
        pages.label(title, "legend title", Box(column.x, column.y, column.width, 6), text("qgis.page.legend", language), Text(11, bold=True)),
        pages.legend(title, Box(column.x, column.y + 6, column.width, 110), press.legend_lines(theme, hidden=("background",)), linked="map"),
        pages.scale_bar(title, Box(MARGIN + 3, 173, 60, 9), "map", 200),
        pages.north_arrow(title, Box(MARGIN + 3, 30, 9, 14), "map"),
        *_notes(press, title),
    ]  # fmt: skip
    return _layout(title, made)


def _notes(press: Press, name: str) -> list[ET.Element]:
    if not press.notes:
        return []
    place = Box(202, 152, 87, 38)
    words = "\n".join(f"• {shortened(note, 150)}" for note in press.notes[:4])
    return [
        pages.label(name, "notes title", Box(place.x, place.y, place.width, 5), text("qgis.page.notes", press.language), Text(8.5, bold=True)),
        pages.label(name, "notes", Box(place.x, place.y + 5, place.width, place.height - 5), words, Text(7)),
    ]  # fmt: skip


def atlas(press: Press, columns: Sequence[str]) -> ET.Element:
    """Return the atlas: one A4 landscape sheet for each selected cercle, in the order of ranks.

    `columns` are the columns of the layer of cercles; texts are asked only of columns that are there.
    """
    name, language = text("qgis.page.atlas", press.language), press.language
    main = Box(MARGIN, 27, 150, 156)
    locator = Box(162, 27, 42, 38)
    crs = spatial_reference(press.crs)
    made = [
        *frame(press, name, '[% "cercle" %]', sheet.subtitle(language)),
        pages.map_item(name, "map", main, MapView(press.themes["sheet"].title, press.bounds, atlas=True), crs),
        pages.map_item(name, "locator", locator, MapView(press.themes["locator"].title, press.bounds), crs, seen_from="map"),
        pages.label(name, "legend title", Box(162, 68, 42, 6), text("qgis.page.legend", language), Text(10, bold=True)),
        pages.legend(name, Box(162, 73, 42, 108), press.legend_lines("sheet", hidden=("background", "cercle_names")), linked="map", filtered=True),
        pages.scale_bar(name, Box(MARGIN + 3, 173, 50, 9), "map", 0),
        pages.north_arrow(name, Box(MARGIN + 3, 30, 9, 14), "map"),
        *sheet.texts(name, columns, language),
    ]  # fmt: skip
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
