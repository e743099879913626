"""Every product says whether it is illustrative, for whom, as of when, and that exact places are not to be published."""

from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from small_products import products

from prosmed_gis.domain.problems import Problem, Severity, to_frame
from prosmed_gis.domain.vocabulary import Audience, Language
from prosmed_gis.errors import OutputError
from prosmed_gis.outputs.audience import for_audience
from prosmed_gis.outputs.field import GPX, KML, gpx_bytes, kml_bytes
from prosmed_gis.outputs.geojson import write_cercles_geojson
from prosmed_gis.outputs.hxl import write_hxl
from prosmed_gis.outputs.marking import write_datapackage
from prosmed_gis.outputs.tables import write_tables

UNPUBLISHED = "Ne pas publier : emplacement exact"


def observed(whole):
    return replace(whole, label=replace(whole.label, illustrative=False))


def about(whole):
    """Return what the GPX and the KML of products say of themselves."""
    gpx, kml = ET.fromstring(gpx_bytes(whole)), ET.fromstring(kml_bytes(whole))  # noqa: S314 (our own bytes)
    return gpx.findtext(f"{{{GPX}}}metadata/{{{GPX}}}desc"), kml.findtext(f"{{{KML}}}Document/{{{KML}}}description")


def test_field_files_say_what_they_are_and_each_waypoint_too():
    for told in about(products()):
        for words in ("illustratives", UNPUBLISHED, "30/06/2021", "cercles : monde d'essai", "reconnaissance"):
            assert words in told
    root = ET.fromstring(gpx_bytes(products()))  # noqa: S314 (our own bytes)
    for point in root.findall(f"{{{GPX}}}wpt"):
        assert "illustratives" in point.findtext(f"{{{GPX}}}cmt")
        assert UNPUBLISHED in point.findtext(f"{{{GPX}}}cmt")
    assert "Not for publication" in about(products(language=Language.EN))[0]


def test_real_data_are_not_called_illustrative_and_public_files_may_be_published():
    for told in about(observed(products())):
        assert "llustrati" not in told
        assert UNPUBLISHED in told
    for told in about(for_audience(products(Audience.PUBLIC))):
        assert UNPUBLISHED not in told
        assert "Diffusion publique" in told


def test_hxl_carries_its_marking_in_every_row(tmp_path):
    for path in write_hxl(products(), tmp_path):
        heading, tags, *rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
        assert heading[-4:] == ["study_status", "handling", "data_as_of", "source"]
        assert tags[-4:] == ["#meta+status", "#meta+handling", "#date+reference", "#meta+source"]
        assert len(rows) > 3
        for row in rows:
            assert row[-4] == "illustrative"
            assert (UNPUBLISHED in row[-3]) == path.name.startswith("plan")
            assert row[-2] == "2021-06-30"


def test_geojson_carries_a_description(tmp_path):
    write_cercles_geojson(products(), tmp_path / "c.geojson")
    assert "illustratives" in json.loads((tmp_path / "c.geojson").read_text(encoding="utf-8"))["description"]


def test_the_sidecar_lists_every_file_with_its_status_and_hash(tmp_path):
    whole = products()
    whole = replace(whole, layers=replace(whole.layers, provenance={"cercles": whole.label.sources[0]}))
    write_tables(whole, tmp_path)
    write_hxl(whole, tmp_path / "hxl")
    (tmp_path / "Été 2021.bin").write_bytes(b"?")
    first = write_datapackage(whole, tmp_path).read_bytes()
    assert write_datapackage(whole, tmp_path).read_bytes() == first
    package = json.loads(first)
    assert package["study_status"] == "illustrative"
    assert package["name"] == "petit"
    assert package["sources"] == [{"title": "cercles : monde d'essai, 2021", "layers": ["cercles"]}]
    found = {entry["path"]: entry for entry in package["resources"]}
    names = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert set(found) == (names | {"run.json"}) - {"datapackage.json"}
    assert found["Été 2021.bin"]["name"] == "ete-2021.bin"
    plan, coverage = found["plan.csv"], found["coverage.csv"]
    assert plan["hash"] == "sha256:" + hashlib.sha256((tmp_path / "plan.csv").read_bytes()).hexdigest()
    assert UNPUBLISHED in plan["handling"]
    assert UNPUBLISHED not in coverage["handling"]
    assert {plan["publishable"], coverage["publishable"]} == {False}
    assert "hash" not in found["run.json"], "it holds the hash of this file"
    assert json.loads(write_datapackage(observed(whole), tmp_path).read_bytes())["study_status"] == "observed"


def test_a_sidecar_that_cannot_be_written_is_an_output_error(tmp_path):
    with pytest.raises(OutputError, match=r"datapackage\.json"):
        write_datapackage(products(), tmp_path / "absent")


def test_notes_of_the_run_and_its_parts_are_each_told_once():
    whole = products()
    said = replace(whole, notes=(*whole.notes, *whole.plan.notes))
    assert said.every_note == whole.every_note == ("Les événements imprécis sont répartis.", "Note du plan.")


def test_problems_that_read_the_same_to_an_audience_are_told_once():
    hidden = [
        Problem("works", "works", None, "id", value, "programme.contradiction", Severity.WARNING, value)
        for value in ("a", "b")
    ]
    rowed = [replace(problem, row=row) for row, problem in enumerate(hidden, start=2)]
    whole = replace(products(Audience.PUBLIC), problems=to_frame([*hidden, *rowed]))
    assert len(for_audience(whole).problems) == 3
    assert len(for_audience(whole, Audience.PARTNERS).problems) == 4
