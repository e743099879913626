"""The list of all sheets: by year and cercle, each with its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prosmed_gis.domain.messages import text
from prosmed_gis.outputs.sheets import words
from prosmed_gis.outputs.sheets.page import render
from prosmed_gis.outputs.web.page import refuse_remote
from prosmed_gis.wording.numbers import day

if TYPE_CHECKING:
    from collections.abc import Callable

    from prosmed_gis.siting.sheets.content import Sheet


def index_page(sheets: list[Sheet], address: Callable[[Sheet], str]) -> str:
    """Return the page that lists the sheets, in order of opening year, cercle and id.

    `address` gives the file of each sheet, beside this page. At least one sheet.
    """
    label = sheets[0].label
    language = label.language

    def say(key: str, **values: object) -> str:
        return text(f"sheet.{key}", language, **values)

    ordered = sorted(sheets, key=lambda sheet: (sheet.work.opens_year, sheet.work.cercle, sheet.work.work_id))
    rows = [
        {
            "address": address(sheet),
            "year": sheet.work.opens_year,
            "id": sheet.work.work_id,
            "kind": text(f"work.{sheet.work.kind}", language),
            "action": text(f"action.{sheet.work.action}", language),
            "place": sheet.work.place or sheet.work.cercle,
            "cercle": sheet.work.cercle,
            "region": sheet.work.region,
            "status": text(f"plan.{sheet.work.status}", language),
            "cost": words.paid(sheet.work, language),
            "doubt": bool(sheet.work.warning_fr),
            "people": "–" if sheet.work.people_gained is None else words.people(sheet.work.people_gained, language),
        }
        for sheet in ordered
    ]
    page = render(
        "index.html",
        {
            "say": say, "language": language.value, "rows": rows, "study": label.title,
            "as_of": day(label.as_of, language),
            "audience": text(f"audience.{label.audience.value}", language), "version": label.version,
            "banner": text("illustrative", language) if label.illustrative else "",
        },
    )  # fmt: skip
    refuse_remote(page, language)
    return page
