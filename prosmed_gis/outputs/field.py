"""Sites for a GPS or a phone: GPX 1.1 and KML 2.2, EPSG:4326, the same bytes each time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pandas as pd

from prosmed_gis.domain.messages import text
from prosmed_gis.domain.vocabulary import PlanStatus
from prosmed_gis.errors import OutputError
from prosmed_gis.outputs.audience import may_see_costs
from prosmed_gis.outputs.marking import comment, sentences, study_status
from prosmed_gis.outputs.standing import doubts
from prosmed_gis.outputs.tables import records
from prosmed_gis.wording.numbers import number

if TYPE_CHECKING:
    from pathlib import Path

    from prosmed_gis.domain.products import Products

GPX = "http://www.topografix.com/GPX/1/1"
KML = "http://www.opengis.net/kml/2.2"

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold."""

COLOURS = {PlanStatus.GIVEN: "#2b6cb0", PlanStatus.PLANNED: "#1f8f4e", PlanStatus.PARTNER: "#7a7a7a"}
"""Colours of the pins by status: blue, green, grey."""

FIELDS = ("work_id", "kind", "action", "status", "cercle", "place", "opens_year", "cost_usd", "known_standing")
"""Fields of a KML placemark."""


def sites(products: Products) -> pd.DataFrame:
    """Return the located works of the plan, one row each, sorted by year of opening and id.

    Columns work_id, kind, action, status, cercle, place, lon, lat, opens_year, cost_usd (over all years; NaN where one
    is not printed, where a partner pays, or where costs may not be shown), known_standing, warning (in the label's
    language; both empty where nothing is to be said). Works without a position (all of them for
    the public) are left out.
    """
    located = products.plan.works.dropna(subset=["lon", "lat"])
    costs = located.groupby("work_id")["cost_usd"].agg(lambda paid: paid.sum(skipna=False))
    works = located.drop_duplicates("work_id")
    shown = may_see_costs(products.label.audience) & (works["status"] != PlanStatus.PARTNER)
    works = works.assign(cost_usd=works["work_id"].map(costs).where(shown))
    told = doubts(works, products.label.language)
    known = works.get("known_standing", "")
    works = works.assign(known_standing=known, warning=[told.get(str(name), "") for name in works["work_id"]])
    columns = ["work_id", "kind", "action", "status", "cercle", "place", "lon", "lat", "opens_year", "cost_usd"]
    columns += ["known_standing", "warning"]
    return works.sort_values(["opens_year", "work_id"], kind="stable", ignore_index=True)[columns]


def write_field(products: Products, folder: Path) -> list[Path]:
    """Write `sites.gpx` and `sites.kml` into a folder, made where absent.

    Raises
    ------
    OutputError
        A file cannot be written.
    """
    documents = {"sites.gpx": gpx_bytes(products), "sites.kml": kml_bytes(products)}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in documents.items():
            (folder / name).write_bytes(content)
    except OSError as error:
        msg = f"{folder.name}: cannot be written ({error.strerror})"
        raise OutputError(msg) from error
    return [folder / name for name in documents]


def gpx_bytes(products: Products) -> bytes:
    """Return the sites as GPX waypoints: what, where and year as name; id, action, origin, year and cost described."""
    root = ET.Element("gpx", {"version": "1.1", "creator": "prosmed_gis", "xmlns": GPX})
    metadata = ET.SubElement(root, "metadata")
    xml_leaf(metadata, "name", products.label.title)
    xml_leaf(metadata, "desc", _about(products))
    xml_leaf(metadata, "time", f"{products.label.as_of.isoformat()}T00:00:00Z")
    xml_leaf(metadata, "keywords", f"{study_status(products.label)}, {products.label.audience}")
    for site in records(sites(products)):
        point = ET.SubElement(root, "wpt", {"lat": f"{site['lat']:.5f}", "lon": f"{site['lon']:.5f}"})
        xml_leaf(point, "name", _name(site, products))
        # A receiver keeps the points and loses the file's own words.
        xml_leaf(point, "cmt", comment(products.label))
        xml_leaf(point, "desc", _description(site, products))
        xml_leaf(point, "sym", "Flag, Blue")
        xml_leaf(point, "type", text(f"work.{site['kind']}", products.label.language))
    return xml_bytes(root)


def kml_bytes(products: Products) -> bytes:
    """Return the sites as KML placemarks, one folder a status, one pin colour each, what is known as fields."""
    root = ET.Element("kml", {"xmlns": KML})
    document = ET.SubElement(root, "Document")
    xml_leaf(document, "name", products.label.title)
    xml_leaf(document, "description", _about(products))
    for status, colour in COLOURS.items():
        style = ET.SubElement(ET.SubElement(document, "Style", {"id": status.value}), "IconStyle")
        xml_leaf(style, "color", kml_colour(colour))
    found = sites(products)
    for status in COLOURS:
        rows = found[found["status"] == status.value]
        if not len(rows):
            continue
        folder = ET.SubElement(document, "Folder")
        xml_leaf(folder, "name", text(f"plan.{status.value}", products.label.language))
        for site in records(rows):
            mark = ET.SubElement(folder, "Placemark", {"id": _xml_id(str(site["work_id"]))})
            xml_leaf(mark, "name", _name(site, products))
            xml_leaf(mark, "description", _description(site, products))
            xml_leaf(mark, "styleUrl", f"#{status.value}")
            _fields(mark, site)
            xml_leaf(ET.SubElement(mark, "Point"), "coordinates", f"{site['lon']:.5f},{site['lat']:.5f},0")
    return xml_bytes(root)


def kml_colour(colour: str) -> str:
    """Return a full colour as KML writes it: opacity, blue, green, red.

    >>> kml_colour("#2b6cb0")
    'ffb06c2b'
    """
    red, green, blue = colour[1:3], colour[3:5], colour[5:7]
    return f"ff{blue}{green}{red}"


def _about(products: Products) -> str:
    language = products.label.language
    lines = [text("workbook.as_of", language, date=_day(products.label.as_of, language))]
    lines += sentences(products.label, exact=True)
    hidden = products.plan.works["work_id"].nunique() - len(sites(products))
    if hidden:
        lines.append(text("workbook.sites_without_position", language, count=hidden))
    return ". ".join(lines)


def _name(site: dict[str, object], products: Products) -> str:
    kind = text(f"work.{site['kind']}", products.label.language)
    where = site["place"] if isinstance(site["place"], str) and site["place"] else site["cercle"]
    return f"{kind} – {where} ({int(str(site['opens_year']))})"


def _description(site: dict[str, Any], products: Products) -> str:
    language = products.label.language
    parts = [
        str(site["work_id"]),
        text(f"action.{site['action']}", language),
        text(f"plan.{site['status']}", language),
        str(site["cercle"]),
        text("field.opens", language, year=site["opens_year"]),
    ]
    if not pd.isna(site["cost_usd"]):
        parts.append(text("field.cost", language, cost=number(site["cost_usd"], language)))
    if site["warning"]:
        parts.append(site["warning"])
    return " – ".join(parts)


def _fields(mark: ET.Element, site: dict[str, Any]) -> None:
    """Put what other tools may sort and filter by beside the description; nothing where nothing is known."""
    data = ET.SubElement(mark, "ExtendedData")
    for name in FIELDS:
        if not pd.isna(site[name]) and site[name] != "":
            value = f"{site[name]:.0f}" if isinstance(site[name], float) else str(site[name])
            xml_leaf(ET.SubElement(data, "Data", {"name": name}), "value", value)


def _day(day: object, language: str) -> str:
    stamp = pd.Timestamp(day)  # type: ignore[arg-type]
    return stamp.strftime("%d/%m/%Y" if language == "fr" else "%Y-%m-%d")


def _xml_id(name: str) -> str:
    return "site-" + re.sub(r"[^A-Za-z0-9_.-]", "-", name)


def xml_leaf(parent: ET.Element, tag: str, value: str) -> None:
    """Add an element that holds a text, without the characters that XML cannot hold."""
    ET.SubElement(parent, tag).text = NOT_XML.sub("", value)


def xml_bytes(root: ET.Element) -> bytes:
    """Return a document as UTF-8, indented, its declaration first."""
    ET.indent(root, space=" ")
    body: bytes = ET.tostring(root, encoding="unicode").encode("utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body + b"\n"
