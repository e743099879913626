"""GPX and KML: well-formed, in degrees, complete."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

from small_products import products

from prosmed_gis.domain.vocabulary import Audience, Language
from prosmed_gis.outputs.audience import for_audience
from prosmed_gis.outputs.field import GPX, KML, gpx_bytes, kml_bytes, kml_colour, write_field


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


def test_colours_of_pins_stand_in_kmls_order():
    assert kml_colour("#2b6cb0") == "ffb06c2b", "opacity, blue, green, red"
    root = ET.fromstring(kml_bytes(products()))  # noqa: S314 (our own bytes)
    styles = {
        style.get("id"): style.findtext(f"{{{KML}}}IconStyle/{{{KML}}}color") for style in root.iter(f"{{{KML}}}Style")
    }
    assert styles == {"given": "ffb06c2b", "planned": "ff4e8f1f", "partner": "ff7a7a7a"}


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


def test_waypoints_and_placemarks_carry_year_action_and_cost():
    point = ET.fromstring(gpx_bytes(products())).findall(f"{{{GPX}}}wpt")[1]  # noqa: S314 (our own bytes)
    said = point.findtext(f"{{{GPX}}}desc").replace("\u202f", " ")
    assert said == "COM-A – construire – prévu par le document – Alpha – ouverture 2022 – coût 150 000 USD"
    marks = ET.fromstring(kml_bytes(products())).iter(f"{{{KML}}}Placemark")  # noqa: S314 (our own bytes)
    fields = [
        {data.get("name"): data.findtext(f"{{{KML}}}value") for data in mark.iter(f"{{{KML}}}Data")} for mark in marks
    ]
    assert fields[0] == {
        "work_id": "COM-A", "kind": "commissariat", "action": "build", "status": "given", "cercle": "Alpha",
        "place": "Alpha-Ville", "opens_year": "2022", "cost_usd": "150000",
    }  # fmt: skip
    assert "cost_usd" not in fields[-1], "a partner's work costs the programme nothing that could be said"


def test_a_work_with_a_year_that_is_not_printed_has_no_cost():
    whole = products()
    works = whole.plan.works.assign(cost_usd=whole.plan.works["cost_usd"].where(whole.plan.works["year"] != 2022))
    bare = gpx_bytes(replace(whole, plan=replace(whole.plan, works=works))).decode()
    assert "coût" not in bare


GPX_ORDER = {
    "gpx": ["metadata", "wpt", "rte", "trk", "extensions"],
    "metadata": ["name", "desc", "author", "copyright", "link", "time", "keywords", "bounds", "extensions"],
    "wpt": ["ele", "time", "magvar", "geoidheight", "name", "cmt", "desc", "src", "link", "sym", "type", "fix"],
}
KML_ORDER = {
    "Document": ["name", "visibility", "open", "description", "styleUrl", "Style", "Schema", "Folder"],
    "Folder": ["name", "visibility", "open", "description", "Placemark"],
    "Placemark": [
        "name",
        "visibility",
        "description",
        "TimeStamp",
        "styleUrl",
        "Style",
        "Region",
        "ExtendedData",
        "Point",
    ],
    "ExtendedData": ["Data"],
}
"""Order of the children in the schemas of GPX 1.1 and KML 2.2, as far as these files use them."""


def in_order(root, order):
    for element in root.iter():
        wanted = order.get(element.tag.split("}")[1])
        if wanted is not None:
            found = [wanted.index(child.tag.split("}")[1]) for child in element]
            assert found == sorted(found), element.tag


def test_the_elements_stand_in_the_order_of_their_schemas():
    in_order(ET.fromstring(gpx_bytes(products())), GPX_ORDER)  # noqa: S314 (our own bytes)
    in_order(ET.fromstring(kml_bytes(products())), KML_ORDER)  # noqa: S314 (our own bytes)


def test_gdal_reads_both(tmp_path):
    import pyogrio

    write_field(products(), tmp_path)
    waypoints = pyogrio.read_dataframe(tmp_path / "sites.gpx", layer="waypoints")
    assert len(waypoints) == 3
    assert (
        sum(
            len(pyogrio.read_dataframe(tmp_path / "sites.kml", layer=name))
            for name, _ in pyogrio.list_layers(tmp_path / "sites.kml")
        )
        == 3
    )


def test_a_work_on_nothing_that_is_known_says_so():
    whole = products()
    works = whole.plan.works.assign(known_standing="no", warning_fr="rien de connu", warning_en="nothing known")
    doubted = replace(whole, plan=replace(whole.plan, works=works))
    for content in (gpx_bytes(doubted), kml_bytes(doubted)):
        assert content.decode().count("rien de connu") == 3
    assert b"known_standing" in kml_bytes(doubted)
    assert b"known_standing" not in kml_bytes(whole)
