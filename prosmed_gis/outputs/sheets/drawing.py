"""The small map of a sheet as inline SVG: no script, no picture, no network."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

import shapely
from markupsafe import Markup

from prosmed_gis.domain import symbology as sy
from prosmed_gis.domain.messages import text
from prosmed_gis.domain.vocabulary import FacilityKind, PlanStatus, WorkKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd
    from shapely.geometry.base import BaseGeometry

    from prosmed_gis.domain.vocabulary import Language
    from prosmed_gis.siting.sheets.content import Sheet, SiteMap

SIDE = 440.0
"""Width of the picture in its own units; about 5 a millimetre on the page."""

BANDS = {
    "national_seat": (4.2, 13.0, 700), "region_seat": (4.2, 13.0, 700), "cercle_seat": (3.6, 12.0, 700),
    "commune_seat": (2.4, 10.0, 400), "village": (1.3, 0.0, 400),
}  # fmt: skip
"""Class of settlement -> radius of its dot, size of its name (0 none), weight of the name."""

LABELS = 16
"""Names of settlements on the map; more would hide what they name."""

BORDER_LINES = {
    "commune": sy.Line("#b9b2a2", 0.7, (3, 2)),
    "cercle": sy.Line("#6b6455", 1.5),
    "region": sy.Line("#3a342a", 2.2),
}
ROAD_WIDTH = 1.5
"""Roads are drawn wider here than on the national map by this factor."""

SITE = "#c0143c"
"""Colour of the site's own mark, used for nothing else."""

SCALES_KM = (1, 2, 5, 10, 20, 50)


@dataclass
class _Room:
    """Boxes that are taken; a name goes where it meets none."""

    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)

    def take(self, left: float, top: float, right: float, bottom: float) -> bool:
        """Take a box if it is free and on the map; say whether it was."""
        off = left < 2 or top < 2 or right > SIDE - 2 or bottom > SIDE - 2  # noqa: PLR2004 - the frame's own width
        if off or any(left < r and right > a and top < b and bottom > t for a, t, r, b in self.boxes):
            return False
        self.boxes.append((left, top, right, bottom))
        return True

    def block(self, x: float, y: float, half: float) -> None:
        """Take a square around a mark, whatever it meets."""
        self.boxes.append((x - half, y - half, x + half, y + half))


def map_svg(sheet: Sheet) -> Markup:
    """Return the picture; empty for a sheet without a map. The same content gives the same text."""
    drawn, language = sheet.map, sheet.label.language
    if drawn is None:
        return Markup("")
    room = _Room()
    room.block(SIDE / 2, SIDE / 2, 17)
    room.boxes += [(SIDE - 34, 0, SIDE, 44), (0, SIDE - 30, 130, SIDE)]
    circles = list(_circles(drawn, room))
    marks = [*_facilities(drawn, room), *_works(drawn, room)]
    title = text("sheet.map.alt", language, site=sheet.work.work_id, km=f"{drawn.radius_km:g}")
    parts = [
        f'<svg class="map" viewBox="0 0 {SIDE:g} {SIDE:g}" role="img" aria-label="{escape(title)}">',
        f'<rect width="{SIDE:g}" height="{SIDE:g}" fill="#ebe7dc"/>',
        *(f'<path d="{_path(shape, drawn)}" fill="#fdfbf5"/>' for shape in drawn.cercle),
        *_lines(drawn),
        *circles,
        *_dots(drawn),
        *marks,
        _site(sheet),
        *_names(drawn, room),
        _north(),
        _scale(drawn),
        f'<rect x=".5" y=".5" width="{SIDE - 1:g}" height="{SIDE - 1:g}" fill="none" stroke="#8b8474"/>',
        "</svg>",
    ]
    return Markup("".join(parts))  # noqa: S704 - every text in it is escaped above


def legend(sheet: Sheet) -> list[tuple[Markup, str]]:
    """Return (picture, words) of what the map holds, lines first; kinds that are not on it are left out."""
    drawn, language = sheet.map, sheet.label.language
    if drawn is None:
        return []
    roads = [name for name in sy.ROADS if (drawn.roads["road_class"] == name).any()]
    levels = [level for level in ("cercle", "commune") if (drawn.borders["level"] == level).any()]
    return [
        (_own_mark(), text("sheet.map.site", language)),
        *((_sample(sy.ROADS[name], ROAD_WIDTH), text(f"sheet.road.{name}", language)) for name in roads),
        *([(_sample(sy.RIVER, ROAD_WIDTH), text("sheet.map.river", language))] if len(drawn.rivers) else []),
        *((_sample(BORDER_LINES[level], 1.0), text(f"sheet.map.{level}", language)) for level in levels),
        *_icons(drawn, language),
    ]


def _icons(drawn: SiteMap, language: Language) -> Iterator[tuple[Markup, str]]:
    for kind in sorted(set(drawn.facilities["kind"])):
        icon = sy.FACILITIES[FacilityKind(kind)]
        yield Markup(sy.icon_svg(icon)), text(icon.label, language)  # noqa: S704 - our own drawing
    for row in drawn.works.drop_duplicates("status").sort_values("status", kind="stable").itertuples(index=False):
        frame = sy.WORK_FRAMES[PlanStatus(str(row.status))]
        picture = Markup(sy.icon_svg(sy.WORKS[WorkKind(str(row.kind))], frame))  # noqa: S704 - our own drawing
        yield picture, text("sheet.map.work", language, status=text(frame.label, language))


def _xy(x: Any, y: Any, drawn: SiteMap) -> tuple[float, float]:
    unit = SIDE / (2.0 * drawn.radius_km)
    return SIDE / 2 + x * unit, SIDE / 2 - y * unit


def _path(shape: BaseGeometry, drawn: SiteMap) -> str:
    """Return the path data of lines and areas, a tenth of a unit exact."""
    pieces = []
    for part in shapely.get_parts(shape):
        rings = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
        for ring in rings:
            if ring.geom_type not in {"LineString", "LinearRing"}:
                continue
            spots = (_xy(x, y, drawn) for x, y in ring.coords)
            pieces.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in spots) + ("Z" if part is not ring else ""))
    return "".join(pieces)


def _lines(drawn: SiteMap) -> Iterator[str]:
    for level, line in BORDER_LINES.items():
        for shape in drawn.borders.loc[drawn.borders["level"] == level, "geometry"]:
            yield _stroke(_path(shape, drawn), line, 1.0)
    for shape in drawn.rivers.geometry:
        yield _stroke(_path(shape, drawn), sy.RIVER, ROAD_WIDTH * 1.4)
    for name in reversed(list(sy.ROADS)):
        for shape in drawn.roads.loc[drawn.roads["road_class"] == name, "geometry"]:
            yield _stroke(_path(shape, drawn), sy.ROADS[name], ROAD_WIDTH)


def _stroke(path: str, line: sy.Line, factor: float) -> str:
    dash = f' stroke-dasharray="{" ".join(f"{step:g}" for step in line.dash)}"' if line.dash else ""
    return (
        f'<path d="{path}" fill="none" stroke="{line.colour}" stroke-width="{line.width * factor:.2f}"'
        f' stroke-linejoin="round"{dash}/>'
    )


def _circles(drawn: SiteMap, room: _Room) -> Iterator[str]:
    """Circles of 10 km steps help to judge distances by eye."""
    step = 10.0 if drawn.radius_km > 10 else 1.0  # noqa: PLR2004 - km
    radius = step
    while radius < drawn.radius_km:
        size = radius * SIDE / (2.0 * drawn.radius_km)
        room.boxes.append((SIDE / 2 - 16, SIDE / 2 - size - 11, SIDE / 2 + 16, SIDE / 2 - size))
        yield (
            f'<circle cx="{SIDE / 2:g}" cy="{SIDE / 2:g}" r="{size:.1f}" fill="none" stroke="#22303c"'
            f' stroke-opacity=".28" stroke-dasharray="1.5 3.5"/>'
            f'<text x="{SIDE / 2:g}" y="{SIDE / 2 - size - 2:.1f}" font-size="8.5" fill="#5b6772" text-anchor="middle">'
            f"{radius:g} km</text>"
        )
        radius += step


def _dots(drawn: SiteMap) -> Iterator[str]:
    for row in drawn.settlements.iloc[::-1].itertuples(index=False):
        x, y = _xy(row.x, row.y, drawn)
        radius, size, _ = BANDS.get(str(row.place_class), BANDS["village"])
        colour = "#4a4336" if size else "#9a917e"
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{colour}" stroke="#fff" stroke-width=".7"/>'


def _clusters(points: pd.DataFrame) -> list[pd.DataFrame]:
    """Points that would lie on one another, together; by their place, so that the order is always the same."""
    if points.empty:
        return []
    spot = points["x"].round(0).astype(str) + "/" + points["y"].round(0).astype(str)
    return [group for _, group in points.groupby(spot, sort=True)]


def _facilities(drawn: SiteMap, room: _Room) -> Iterator[str]:
    for group in _clusters(drawn.facilities):
        icons = [sy.icon_svg(sy.FACILITIES[FacilityKind(kind)]) for kind in sorted(set(group["kind"]))]
        yield from _row(icons, group, drawn, room, below=False)


def _works(drawn: SiteMap, room: _Room) -> Iterator[str]:
    for group in _clusters(drawn.works):
        pairs = sorted({(str(row.kind), str(row.status)) for row in group.itertuples(index=False)})
        icons = [sy.icon_svg(sy.WORKS[WorkKind(kind)], sy.WORK_FRAMES[PlanStatus(status)]) for kind, status in pairs]
        yield from _row(icons, group, drawn, room, below=True)


def _row(icons: Sequence[str], group: pd.DataFrame, drawn: SiteMap, room: _Room, *, below: bool) -> Iterator[str]:
    """Lay the pictures of one place side by side under or above its dot; at the site itself they keep clear of it."""
    size = 15.0
    x, y = _xy(float(group["x"].mean()), float(group["y"].mean()), drawn)
    gap = 19.0 if abs(x - SIDE / 2) < 20 and abs(y - SIDE / 2) < 20 else 5.0  # noqa: PLR2004 - width of the site's mark
    top = y + gap if below else y - gap - size
    left = x - size * len(icons) / 2
    for number, icon in enumerate(icons):
        at = left + number * size
        if not (0 <= at <= SIDE - size and 0 <= top <= SIDE - size):
            continue
        room.boxes.append((at, top, at + size, top + size))
        inner = icon.replace("<svg ", f'<svg x="{at:.1f}" y="{top:.1f}" ', 1)
        yield _sized(inner, size)


def _sized(icon: str, size: float) -> str:
    """Return a picture with another width and height."""
    start, end = icon.split(" viewBox=", 1)
    head = start.split(" width=", 1)[0]
    return f'{head} width="{size:g}" height="{size:g}" viewBox={end}'


def _site(sheet: Sheet) -> str:
    middle, size = SIDE / 2, 24.0
    frame = sy.WORK_FRAMES[PlanStatus(sheet.work.status)]
    icon = sy.icon_svg(sy.WORKS[WorkKind(sheet.work.kind)], frame).replace(
        "<svg ", f'<svg x="{middle - size / 2:g}" y="{middle - size / 2:g}" ', 1
    )
    ring = (
        f'<circle cx="{middle:g}" cy="{middle:g}" r="16" fill="#fff" fill-opacity=".55" stroke="{SITE}"'
        f' stroke-width="3"/>'
    )
    return ring + _sized(icon, size)


def _own_mark() -> Markup:
    ring = f'<circle cx="12" cy="12" r="9" fill="none" stroke="{SITE}" stroke-width="4"/>'
    return Markup(f'<svg viewBox="0 0 24 24">{ring}</svg>')  # noqa: S704 - our own drawing


def _names(drawn: SiteMap, room: _Room) -> Iterator[str]:
    """Names of settlements, then of communes whose seat has no name on the map, where there is room."""
    shown: set[str] = set()
    for row in drawn.settlements.itertuples(index=False):
        radius, size, weight = BANDS.get(str(row.place_class), BANDS["village"])
        if not size or len(shown) >= LABELS or not row.name:
            continue
        x, y = _xy(row.x, row.y, drawn)
        at = _place(str(row.name), x, y, size, radius + 3, room)
        if at is not None:
            shown.add(str(row.name))
            yield _words(str(row.name), *at, size=size, style=f'font-weight="{weight}" fill="#22303c"')
    for row in drawn.communes.itertuples(index=False):
        if row.name in shown or len(shown) >= LABELS:
            continue
        x, y = _xy(row.x, row.y, drawn)
        width = _width(str(row.name), 9.0)
        if room.take(x - width / 2, y - 8, x + width / 2, y + 3):
            shown.add(str(row.name))
            yield _words(str(row.name), x - width / 2, y, size=9.0, style='font-style="italic" fill="#7b7361"')


def _place(name: str, x: float, y: float, size: float, gap: float, room: _Room) -> tuple[float, float] | None:
    """Return the left end of a name's base line at the first free side of its dot; at the site's own mark wider."""
    width = _width(name, size)
    if abs(x - SIDE / 2) < 4 and abs(y - SIDE / 2) < 4:  # noqa: PLR2004 - the site itself
        gap += 16
    sides = (
        (x + gap, y + size / 3), (x - gap - width, y + size / 3), (x - width / 2, y - gap - 2),
        (x - width / 2, y + gap + size), (x - width / 2, y - gap - 18), (x - width / 2, y + gap + size + 16),
    )  # fmt: skip
    for left, base in sides:
        if room.take(left, base - size, left + width, base + size / 4):
            return left, base
    return None


def _width(name: str, size: float) -> float:
    return 0.56 * size * len(name)


def _words(name: str, x: float, y: float, *, size: float, style: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" {style} paint-order="stroke" stroke="#fdfbf5"'
        f' stroke-width="2.6" stroke-linejoin="round">{escape(name)}</text>'
    )


def _north() -> str:
    x = SIDE - 18
    return (
        f'<g fill="#22303c"><path d="M{x:g} 8L{x + 6:g} 28L{x:g} 23L{x - 6:g} 28Z"/>'
        f'<text x="{x:g}" y="40" font-size="11" font-weight="700" text-anchor="middle">N</text></g>'
    )


def _scale(drawn: SiteMap) -> str:
    """Return a bar of a round length of at most a quarter of the map."""
    km = max(length for length in SCALES_KM if length <= max(1.0, drawn.radius_km / 2))
    width = km * SIDE / (2.0 * drawn.radius_km)
    y = SIDE - 12
    return (
        f'<g><rect x="6" y="{y - 17:g}" width="{width + 40:.1f}" height="24" rx="3" fill="#fff" fill-opacity=".85"/>'
        f'<path d="M14 {y - 4:g}v6h{width:.1f}v-6" fill="none" stroke="#22303c" stroke-width="1.6"/>'
        f'<text x="{14 + width / 2:.1f}" y="{y - 4:g}" font-size="10" text-anchor="middle" fill="#22303c">'
        f"{km:g} km</text></g>"
    )


def _sample(line: sy.Line, factor: float) -> Markup:
    drawn = _stroke("M1 12H23", sy.Line(line.colour, line.width * 1.6, line.dash), factor)
    return Markup(f'<svg viewBox="0 0 24 24">{drawn}</svg>')  # noqa: S704 - our own drawing
