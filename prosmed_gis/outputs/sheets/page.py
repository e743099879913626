"""The page of a site: one sheet of A4, everything in the file."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from prosmed_gis.domain.messages import text
from prosmed_gis.outputs.sheets.drawing import legend, map_svg
from prosmed_gis.outputs.sheets.parts import (
    access_rows,
    checklist,
    coordinates,
    event_table,
    ground_rows,
    history,
    partner_rows,
    point_table,
    reach_table,
    reason_rows,
)
from prosmed_gis.outputs.sheets.words import money, paid
from prosmed_gis.outputs.web.page import refuse_remote
from prosmed_gis.wording.numbers import day, short

if TYPE_CHECKING:
    from prosmed_gis.siting.sheets.content import Sheet


WRAPS = 40
"""Characters from which a cell of the table of ways takes two lines."""

PROJECT_WRAPS = 85
"""The same for a partner's project."""

BESIDE = 3
"""Observations and payments that have their place beside the map."""

ROOM = 4
"""Lines beyond these that the page holds in its usual print."""


def sheet_page(sheet: Sheet, *, rows: int, index: str | None = None) -> str:
    """Return the whole page of a site.

    Parameters
    ----------
    sheet
        The content, already as its audience may see it.
    rows
        Rows shown of each list; how many more there are is told.
    index
        Address of the index page, where the sheet has one.

    Raises
    ------
    OutputError
        Something in the page would be asked of the network.
    """
    parts = _parts(sheet, rows)
    page = render("sheet.html", {**_head(sheet), "parts": parts, "dense": _is_dense(parts), "index": index})
    refuse_remote(page, sheet.label.language)
    return page


def _is_dense(parts: dict[str, Any]) -> bool:
    """Return whether the sheet holds so much that only small print keeps it on one page."""
    ways = sum(len(row["label"]) + len(row["name"]) > WRAPS or len(row["way"]) > WRAPS for row in parts["access"])
    projects = sum(len(line) > PROJECT_WRAPS for line in parts["partners"]["projects"])
    beside = len(parts["history"]["rows"]) + bool(parts["money"])
    points = parts["points"] is not None and bool(parts["points"]["rows"])
    return points or ways + projects + max(0, beside - BESIDE) + parts["warned"] > ROOM


def render(name: str, values: dict[str, Any]) -> str:
    """Return a template of this package filled with values; every text is escaped."""
    folder = resources.files("prosmed_gis.outputs.sheets") / "assets"
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    style = Markup((folder / "sheet.css").read_text(encoding="utf-8"))  # noqa: S704 - our own file
    return environment.from_string((folder / name).read_text(encoding="utf-8")).render(**values, style=style)


def _head(sheet: Sheet) -> dict[str, Any]:
    work, label, language = sheet.work, sheet.label, sheet.label.language

    def say(key: str, **values: object) -> str:
        return text(f"sheet.{key}", language, **values)

    where = [
        say("commune", name=work.commune) if work.commune else "",
        say("cercle", name=work.cercle),
        say("region", name=work.region) if work.region else "",
    ]
    return {
        "say": say,
        "language": language.value,
        "work": work,
        "title": f"{text(f'work.{work.kind}', language)} – {work.place or work.cercle}",
        "action": _capital(text(f"action.{work.action}", language)),
        "status": text(f"plan.{work.status}", language),
        "where": [name for name in where if name],
        "cost": paid(work, language),
        "doubt": work.warning_fr if language == "fr" else work.warning_en,
        "road_note": sheet.road_note,
        "banner": text("illustrative", language) if label.illustrative else "",
        "study": label.title,
        "as_of": day(label.as_of, language),
        "tracking_as_of": day(label.tracking_as_of, language),
        "audience": text(f"audience.{label.audience.value}", language),
        "version": label.version,
        "sources": " ; ".join(sheet.sources),
        "notes": _notes(sheet),
    }


def _capital(words: str) -> str:
    """Return the words with a capital first; names and short forms in them stay as they are."""
    return words[:1].upper() + words[1:]


def _notes(sheet: Sheet) -> list[str]:
    language = sheet.label.language
    grid = [text("sheet.grid", language, km=short(sheet.cell_km, language, 1))] if sheet.routes else []
    return grid + [text(key, language) for key in sheet.notes]


def _parts(sheet: Sheet, rows: int) -> dict[str, Any]:
    return {
        "map": map_svg(sheet), "legend": legend(sheet), "coordinates": coordinates(sheet),
        "money": _payments(sheet), "warned": 2 * bool(sheet.work.warning_fr) + 4 * bool(sheet.road_note),
        "access": access_rows(sheet), "reach": reach_table(sheet), "events": event_table(sheet),
        "ground": ground_rows(sheet), "partners": partner_rows(sheet, rows), "reasons": reason_rows(sheet),
        "history": history(sheet, rows), "points": point_table(sheet), "checklist": checklist(sheet),
    }  # fmt: skip


def _payments(sheet: Sheet) -> list[tuple[int, str]]:
    language = sheet.label.language
    payments = sheet.work.payments if len(sheet.work.payments) > 1 else ()
    return [(year, money(cost, language)) for year, cost in payments]
