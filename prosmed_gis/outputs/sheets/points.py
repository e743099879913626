"""The points proposed for a building: for a GPS, and as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import numpy as np

from prosmed_gis.domain.messages import text
from prosmed_gis.outputs.field import GPX, xml_bytes, xml_leaf
from prosmed_gis.outputs.marking import comment, marked, sentences
from prosmed_gis.wording.numbers import number

if TYPE_CHECKING:
    from prosmed_gis.siting.sheets.content import Sheet


def points_gpx(sheet: Sheet) -> bytes:
    """Return the points as GPX waypoints, the best first; empty of waypoints where none was found."""
    language = sheet.label.language
    root = ET.Element("gpx", {"version": "1.1", "creator": "prosmed_gis", "xmlns": GPX})
    metadata = ET.SubElement(root, "metadata")
    xml_leaf(metadata, "name", text("sheet.points.title", language, site=sheet.work.work_id))
    about = [text("sheet.points.about", language).rstrip("."), *sentences(sheet.label, exact=True)]
    xml_leaf(metadata, "desc", ". ".join(about))
    if sheet.suitability is None:
        return xml_bytes(root)
    for rank, row in sheet.suitability.points.iterrows():
        point = ET.SubElement(root, "wpt", {"lat": f"{row['lat']:.5f}", "lon": f"{row['lon']:.5f}"})
        xml_leaf(point, "name", f"{sheet.work.work_id} {rank}")
        xml_leaf(point, "cmt", comment(sheet.label))
        xml_leaf(point, "desc", text("sheet.points.score", language, score=number(float(row["score"]), language)))
        xml_leaf(point, "sym", "Flag, Green")
    return xml_bytes(root)


def points_csv(sheet: Sheet) -> bytes:
    """Return the points as a table: UTF-8 with a mark, comma, one row a point.

    What is not known or not in sight (water, another post) is an empty cell. The last columns say what the table is
    (see `marking.marked`).
    """
    if sheet.suitability is None:
        return b""
    table = sheet.suitability.points.reset_index()
    decimals = {name: 5 if name in ("lon", "lat") else 3 for name in table.columns if name != "rank"}
    rounded = table.assign(work_id=sheet.work.work_id).round(decimals).replace([np.inf, -np.inf], np.nan)
    ordered = ["work_id", *[name for name in rounded.columns if name != "work_id"]]
    body: str = marked(rounded[ordered], sheet.label, exact=True).to_csv(index=False, lineterminator="\n")
    return body.encode("utf-8-sig")
