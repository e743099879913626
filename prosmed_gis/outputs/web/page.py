"""One HTML file without network: folium's map inside a page of our own, everything inlined and checked."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from importlib import resources
from typing import TYPE_CHECKING, Any

import folium
from branca.element import Figure
from jinja2 import Environment, StrictUndefined
from xstatic.pkg import leaflet

from prosmed_gis.domain import symbology as sy
from prosmed_gis.domain.messages import text
from prosmed_gis.domain.vocabulary import FacilityKind, PlanStatus, WorkKind
from prosmed_gis.errors import OutputError
from prosmed_gis.outputs.web.themes import fill_id

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

    from prosmed_gis.domain.vocabulary import Language

SCRIPTS = (
    "draw.js",
    "names.js",
    "legend.js",
    "panel.js",
    "fiche.js",
    "placement.js",
    "search.js",
    "tables.js",
    "trial.js",
    "start.js",
)
"""Own scripts, in the order in which they are put together: each is closed in itself and shares by `carte` alone."""

MIN_ZOOM, MAX_ZOOM = 3, 12

_REMOTE = re.compile(
    r"""<(?:script|link|img|iframe|source|object|embed)\b[^>]*?(?:src|href|data)\s*=\s*["']?\s*(?:https?:)?//[^\s"'>]*"""
    r"""|url\(\s*["']?\s*(?:https?:)?//[^)]*\)|@import\b[^;]*""",
    re.IGNORECASE,
)


class CarteMap(folium.Map):
    """folium's map without the ten remote files that it would ask for: their content is in the page."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - folium's own form
    default_css: list[tuple[str, str]] = []  # noqa: RUF012 - folium's own form


def compose(data: dict[str, Any], language: Language) -> str:
    """Return the whole page; the same data give the same text.

    folium gives the map's element and its Leaflet options. The page's head, panels and scripts are our own: folium's
    head forbids zooming on phones, has no language and no title, and asks the network for its scripts.

    Parameters
    ----------
    data
        The document of `payload`; it is put into the page as JSON, never as markup.

    Raises
    ------
    OutputError
        A script, style or image would still be asked of the network, or Leaflet's files are not installed.
    """
    element, boot = _map(data["bounds"])
    scripts = [_leaflet("leaflet.js", language), boot, _own_scripts()]
    page = str(
        _template("page.html").render(
            data=data,
            json=_json(data),
            texts=data["texts"],
            meta=data["meta"],
            element=element,
            styles=_styles(language),
            sprite=_sprite(),
            scripts=[_closed(script) for script in scripts],
            hashes=[_digest(_closed(script)) for script in scripts],
        )
    )
    refuse_remote(page, language)
    return page


def refuse_remote(page: str, language: Language) -> None:
    """Raise OutputError where the page asks for a script, style or picture from elsewhere."""
    found = _REMOTE.search(page)
    if found:
        raise OutputError(text("web.remote", language, found=found.group(0)[:200]))


def _map(bounds: list[list[float]]) -> tuple[str, str]:
    """Return the map's element and the script that makes it, with an id that is always the same."""
    (south, west), (north, east) = bounds
    carte = CarteMap(
        location=((south + north) / 2, (west + east) / 2), tiles=None, prefer_canvas=True, zoom_control=False,
        zoom_start=6, max_zoom=MAX_ZOOM,
    )  # fmt: skip
    # folium hands `max_zoom` to its tiles only; without tiles the map itself has to know it.
    carte.options.update({"maxZoom": MAX_ZOOM, "minZoom": MIN_ZOOM, "zoomSnap": 0.1, "attributionControl": False})
    carte._id = "carte"  # noqa: SLF001 - branca draws ids from the system's random numbers
    figure = Figure()
    figure.add_child(carte)
    carte.render()  # type: ignore[no-untyped-call]
    return figure.html.render(), _boot(figure.script.render(), carte.get_name())


def _boot(script: str, name: str) -> str:
    """Return the script that opens the page's namespace and puts folium's map into it; folium's own name stays inside.

    `carte` is the one global that the page adds to Leaflet's: each own script reads from it and adds to it.
    """
    return f"const carte = {{}};\n(function () {{\n'use strict';\n{script}\ncarte.map = {name};\n}}());\n"


def _assets() -> Traversable:
    return resources.files("prosmed_gis.outputs.web") / "assets"


def _template(name: str) -> Any:
    source = (_assets() / name).read_text(encoding="utf-8")
    return Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True).from_string(
        source
    )


def _own_scripts() -> str:
    return "\n".join((_assets() / name).read_text(encoding="utf-8") for name in SCRIPTS)


def _styles(language: Language) -> str:
    """Return Leaflet's style sheet with its pictures inside, then our own."""
    sheet = re.sub(
        r"url\(([^)#]+)\)", lambda match: _picture(match.group(1), language), _leaflet("leaflet.css", language)
    )
    return sheet + (_assets() / "atlas.css").read_text(encoding="utf-8")


def _picture(reference: str, language: Language) -> str:
    name = reference.strip("\"' ")
    return f"url(data:image/png;base64,{base64.b64encode(_leaflet_bytes(name, language)).decode()})"


def _leaflet(name: str, language: Language) -> str:
    source = _leaflet_bytes(name, language).decode("utf-8").replace("\r\n", "\n")
    return re.sub(r"\n//# sourceMappingURL=\S+\s*$", "\n", source)


def _leaflet_bytes(name: str, language: Language) -> bytes:
    try:
        return (resources.files(leaflet) / "data").joinpath(*name.split("/")).read_bytes()
    except OSError as error:
        raise OutputError(text("web.no_leaflet", language, name=name)) from error


def _closed(script: str) -> str:
    """Keep a text inside a script from ending the script's element."""
    return re.sub(r"</(script)", r"<\\/\1", script, flags=re.IGNORECASE).replace("<!--", "<\\!--")


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode()


def _json(data: dict[str, Any]) -> str:
    """Return JSON that may stand inside a script element: no `<`, so no name can close it or open another."""
    dense = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return dense.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _sprite() -> str:
    """Return all icons and patterns as one invisible picture that the page refers to by id."""
    return "".join((*(_symbol(name, svg) for name, svg in _icons()), "<defs>", *map(_pattern, _hatched()), "</defs>"))


def _icons() -> Iterator[tuple[str, str]]:
    for kind in FacilityKind:
        yield f"f-{kind}", sy.icon_svg(sy.FACILITIES[kind])
    for work in WorkKind:
        for status in PlanStatus:
            yield f"w-{work}-{status}", sy.icon_svg(sy.WORKS[work], sy.WORK_FRAMES[status])
    for event, icon in sy.EVENTS.items():
        yield f"e-{event}", sy.glyph_svg(icon)


def _symbol(name: str, svg: str) -> str:
    box = re.search(r'viewBox="([^"]+)"', svg)
    inside = svg[svg.index(">") + 1 : svg.rindex("</svg>")]
    return f'<symbol id="{name}" viewBox="{box.group(1) if box else ""}">{inside}</symbol>'


def _hatched() -> list[sy.Fill]:
    fills = [
        look.fill
        for look in (
            *sy.SELECTION,
            *sy.AGREEMENT,
            *sy.DOCUMENT,
            *sy.NESTED,
            *sy.FIRMNESS,
            *sy.TRIAL,
            *sy.STATES,
            sy.NO_DATA,
        )
        if look.fill.hatch
    ]
    fills += [sy.REACHED, sy.GAINED, sy.LOST]
    return list(dict.fromkeys(fills))


def _pattern(fill: sy.Fill) -> str:
    seen = "" if fill.opacity == 1 else f' fill-opacity="{fill.opacity:g}"'
    ground = f'<rect width="8" height="8" fill="{fill.colour}"{seen}/>'
    if fill.hatch is sy.Hatch.DOTS:
        mark = "".join(f'<circle cx="{at}" cy="{at}" r="1.1" fill="{fill.hatch_colour}"/>' for at in (2, 6))
        turn = ""
    else:
        mark = f'<rect width="1.4" height="8" fill="{fill.hatch_colour}"/>'
        turn = ' patternTransform="rotate(45)"'
    size = 'width="8" height="8" patternUnits="userSpaceOnUse"'
    return f'<pattern id="{fill_id(fill)}" {size}{turn}>{ground}{mark}</pattern>'
