"""What the sheet of a cercle says, as expressions over the layer of cercles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prosmed_gis.domain.messages import text
from prosmed_gis.domain.symbology import PAPER
from prosmed_gis.domain.vocabulary import Service
from prosmed_gis.outputs.qgis import pages
from prosmed_gis.outputs.qgis.cercles import WORST_FIRST
from prosmed_gis.outputs.qgis.markup import quoted
from prosmed_gis.outputs.qgis.pages import Box, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from xml.etree import ElementTree as ET

COLUMN = Box(194, 27, 95, 162)
"""The right-hand column of the sheet."""

LONGEST_LIST = 520
"""Characters of a list that its box can hold; the table of attributes has the rest."""


def evaluated(expression: str) -> str:
    """Return a text of which QGIS evaluates the expression."""
    return f"[% {expression} %]"


def number(column: str, decimals: int, language: str, suffix: str = "") -> str:
    """Return an expression of a number as written in the language; a dash where it is missing."""
    return f"coalesce(format_number(\"{column}\", {decimals}, '{language}') || {quoted(suffix)}, '–')"


def percent(column: str, language: str) -> str:
    """Return an expression of a share in percent; a dash where it is missing."""
    return f"coalesce(format_number(100 * \"{column}\", 0, '{language}') || ' %', '–')"


def coded(column: str, prefix: str, codes: Iterable[str], language: str) -> str:
    """Return an expression of a coded value's text; a dash where it is missing."""
    pairs = ", ".join(f"{quoted(code)}, {quoted(text(f'{prefix}.{code}', language))}" for code in codes)
    return f"coalesce(map_get(map({pairs}), \"{column}\"), '–')"


def subtitle(language: str) -> str:
    """Return the line under the cercle's name: region, P-code and track."""
    track = coded("track", "track", ("stabilise", "prevent"), language)
    return evaluated(
        f"{quoted(text('qgis.sheet.region', language))} || coalesce(\"region\", '–') || ' · ' || \"pcode\" || ' · ' || "
        f"{quoted(text('qgis.sheet.track', language))} || {track}"
    )


def texts(layout: str, columns: Sequence[str], language: str) -> list[ET.Element]:
    """Return the boxes of the right-hand column: figures, reason, coverage, works, indicators, projects."""
    present = set(columns)
    made = _figures(layout, present, language)
    y = COLUMN.y + 21
    for key, content, height in _sections(present, columns, language):
        made += _section(layout, key, Box(COLUMN.x, y, COLUMN.width, height), content, language)
        y += height
    return made


def _figures(layout: str, present: set[str], language: str) -> list[ET.Element]:
    wanted = [
        ("score", number("score", 1, language), "score" in present),
        ("rank", "coalesce(to_string(\"rank\"), '–')", "rank" in present),
        (
            "firmness",
            coded("firmness_class", "firmness", ("core", "exchange", "out"), language),
            "firmness_class" in present,
        ),
    ]
    shown = [(key, expression) for key, expression, known in wanted if known]
    made = []
    width = COLUMN.width / max(len(shown), 1)
    for k, (key, expression) in enumerate(shown):
        x = COLUMN.x + k * width
        size = 11 if key == "firmness" else 17
        made += [
            pages.box(layout, f"{key} box", Box(x, COLUMN.y, width - 1.5, 18), PAPER),
            pages.label(
                layout,
                f"{key} name",
                Box(x, COLUMN.y + 1, width - 1.5, 5),
                text(f"qgis.sheet.{key}", language),
                Text(7.5, halign=pages.CENTRE),
            ),
            pages.label(
                layout,
                key,
                Box(x, COLUMN.y + 6, width - 1.5, 11),
                evaluated(expression),
                Text(size, bold=True, halign=pages.CENTRE, valign=pages.MIDDLE),
            ),
        ]
    return made


def _section(layout: str, key: str, place: Box, content: str, language: str) -> list[ET.Element]:
    title = Box(place.x, place.y, place.width, 5)
    below = Box(place.x, place.y + 4.6, place.width, place.height - 5.6)
    return [
        pages.label(layout, f"{key} title", title, text(f"qgis.sheet.{key}", language), Text(8.5, bold=True)),
        pages.label(layout, key, below, content, Text(7.5)),
    ]


def _sections(present: set[str], columns: Sequence[str], language: str) -> list[tuple[str, str, float]]:
    """Return key, content and height in millimetres of the sections whose columns are there."""
    none = quoted(text("qgis.sheet.none", language))
    found = []
    if f"reason_{language}" in present:
        found.append(("reason", evaluated(f"coalesce(\"reason_{language}\", '–')"), 36.0))
    if "people" in present:
        found.append(
            ("people", evaluated(number("people", 0, language, text("qgis.sheet.people_unit", language))), 10.5)
        )
    services = [service for service in Service if f"cover_{service.value}_last" in present]
    if services:
        lines = "\n".join(_coverage_line(service, language) for service in services)
        found.append(("coverage", lines, 18.0))
    if "works_text" in present:
        found.append(("works", evaluated(f'coalesce(left("works_text", {LONGEST_LIST}), {none})'), 27.0))
    states = [column for column in columns if column.startswith("state_")]
    if states:
        lines = " · ".join(_state_line(column, language) for column in states)
        found.append(("states", lines, 15.0))
    if "projects_text" in present:
        found.append(("projects", evaluated(f'coalesce(left("projects_text", {LONGEST_LIST}), {none})'), 30.0))
    return found


def _coverage_line(service: Service, language: str) -> str:
    base, last = (percent(f"cover_{service.value}_{part}", language) for part in ("base", "last"))
    name = text(f"service.{service.value}", language)
    return text("qgis.sheet.coverage_line", language, service=name, base=evaluated(base), last=evaluated(last))


def _state_line(column: str, language: str) -> str:
    indicator = column.removeprefix("state_").replace("_", ".")
    return f"{indicator} : {evaluated(coded(column, 'state', WORST_FIRST, language))}"
