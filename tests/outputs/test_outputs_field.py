"""GPX and KML: well-formed, in degrees, complete."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

from small_products import products

from prosmed_gis.domain.vocabulary import Audience, Language
from prosmed_gis.outputs.audience import for_audience
from prosmed_gis.outputs.field import GPX, KML, gpx_bytes, kml_bytes, write_field


def test_waypoints_are_the_located_works_once_each():
    root = ET.fromstring(gpx_bytes(products()))  # noqa: S314 (our own bytes)
    points = root.findall(f"{{{GPX}}}wpt")
    assert [(point.get("lon"), point.get("lat")) for point in points] == [
        ("-4.50000", "13.25000"), ("-5.50000", "13.50000"), ("-3.50000", "13.10000"),
    ]  # fmt: skip
    names = [point.findtext(f"{{{GPX}}}name") for point in points]
    assert names[1] == "Commissariat – Alpha-Ville (2022)"
    assert names[2] == "Établissement pénitentiaire – Gâma <Ville> & co (2023)"
    told = root.findtext(f"{{{GPX}}}metadata/{{{GPX}}}desc")
    assert "illustratives" in told
    assert "1 ouvrage(s) sans position" in told


def test_placemarks_by_status():
    root = ET.fromstring(kml_bytes(products(language=Language.EN)))  # noqa: S314 (our own bytes)
    folders = root.findall(f"{{{KML}}}Document/{{{KML}}}Folder")
    assert [folder.findtext(f"{{{KML}}}name") for folder in folders] == [
        "given by the document", "placed by the tool", "a partner's",
    ]  # fmt: skip
    spot = folders[0].findtext(f"{{{KML}}}Placemark/{{{KML}}}Point/{{{KML}}}coordinates")
    assert spot == "-5.50000,13.50000,0"


def test_public_gets_no_point():
    public = for_audience(products(Audience.PUBLIC))
    assert b"<wpt" not in gpx_bytes(public)
    assert b"<Placemark" not in kml_bytes(public)
    ET.fromstring(gpx_bytes(public))  # noqa: S314 (our own bytes)


def test_control_characters_do_not_break_the_file():
    whole = products()
    works = whole.plan.works.assign(place="a\x00b\x0bc ]]> é")
    bad = replace(whole, plan=replace(whole.plan, works=works))
    for content in (gpx_bytes(bad), kml_bytes(bad)):
        ET.fromstring(content)  # noqa: S314 (our own bytes)
        assert "abc ]]&gt; é".encode() in content


def test_files_are_the_same_bytes_twice(tmp_path):
    first = [path.read_bytes() for path in write_field(products(), tmp_path / "a")]
    second = [path.read_bytes() for path in write_field(products(), tmp_path / "b")]
    assert first == second
