"""No file of a public run says where a post, a village or a site is, or who did what: every file is opened."""

from __future__ import annotations

import json
import re
import struct
import zipfile
from html import escape

import pandas as pd
import pytest


def opened(folder):
    """Read every file of a folder by its path, what is packed (workbook, project) also unpacked."""
    found = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        found[name] = path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                found |= {f"{name}/{part}": archive.read(part) for part in archive.namelist()}
    return found


def spellings(word):
    """Return a word as plain text, JSON and markup write it."""
    return {word.encode(), json.dumps(word)[1:-1].encode(), escape(word).encode(), word.encode("utf-16-le")}


def numbers(points):
    """Return positions as text has them and as a geometry's bytes hold them."""
    for lon, lat in points:
        yield f"{lon:.4f}"[:-1].encode(), f"{lat:.4f}"[:-1].encode(), struct.pack("<dd", lon, lat)


def hits(files, words, points):
    """Return `file: word` for each of the words, and each position, that a file holds."""
    forms = {form for word in words for form in spellings(word)}
    whole = re.compile(
        rb"(?<![\w-])(?:" + b"|".join(sorted(map(re.escape, forms), key=len, reverse=True)) + rb")(?![\w-])"
    )
    places = list(numbers(points))
    found = []
    for name, content in files.items():
        found += [f"{name}: {word.decode(errors='replace')}" for word in sorted(set(whole.findall(content)))]
        for lon, lat, packed in places:
            near = re.search(re.escape(lon) + rb"\d*[^\d]{1,30}" + re.escape(lat), content)
            if near or packed in content:
                found.append(f"{name}: {lon.decode()}, {lat.decode()}")
    return found


def secrets(products):
    """Return the words and the positions of whole products that the public may not read."""
    layers, plan = products.layers, products.plan.works
    free = {str(name) for frame in (layers.cercles, layers.regions) for name in frame["name"]}
    words = {str(name) for frame in (layers.facilities, layers.settlements) for name in frame.index}
    words |= {str(name) for frame in (layers.facilities, layers.settlements) for name in frame["name"].dropna()}
    words |= {str(name) for name in plan["place"].dropna()} | {str(name) for name in layers.communes["name"]}
    for column in ("actor1", "actor2", "notes", "note"):
        if column in layers.events:
            words |= {str(word) for word in layers.events[column].dropna().unique()}
    if layers.progress is not None:
        words |= {
            str(word)
            for column in ("observer", "note", "photo")
            if column in layers.progress
            for word in layers.progress[column].dropna()
        }
    shapes = [frame.geometry for frame in (layers.facilities, layers.settlements)]
    points = {(point.x, point.y) for shape in shapes for point in shape if point is not None and not point.is_empty}
    points |= set(plan[["lon", "lat"]].dropna().itertuples(index=False, name=None))
    return sorted(word for word in words if len(word) > 3 and word not in free), sorted(points)


@pytest.fixture(scope="module")
def public_files(public_run):
    _, out = public_run
    return opened(out)


def test_no_file_of_a_public_run_holds_a_canary(public_run, public_files):
    run, _ = public_run
    words, points = secrets(run.products)
    assert len(words) > 100
    assert len(points) > 100
    assert hits(public_files, words, points) == []


def test_the_search_finds_what_partners_may_see(products, public_run):
    run, _ = public_run
    words, points = secrets(run.products)
    names = {hit.partition("/")[0].partition(":")[0] for hit in hits(opened(products), words, points)}
    assert {"plan.csv", "sites.gpx", "sites.kml", "prosmed.gpkg", "classeur.xlsx", "carte.html", "run.json"} <= names


def test_settings_that_name_a_site_are_withheld_from_the_public(public_run, tmp_path):
    from dataclasses import replace

    from prosmed_gis.domain.vocabulary import Audience
    from prosmed_gis.outputs.manifest import manifest
    from prosmed_gis.pipeline.writing import record_of, visible

    run, _ = public_run
    siting = run.config.siting.model_copy(update={"forced_sites": {"OPEN-X": 2022}, "forbidden_sites": ("OPEN-Y",)})
    config = run.config.model_copy(update={"siting": siting})
    record = replace(record_of(run, visible(run)), loaded=replace(run.loaded, config=config))
    assert "OPEN-" not in json.dumps(manifest(record, tmp_path)["configuration"])
    partners = replace(record, label=replace(record.label, audience=Audience.PARTNERS))
    assert "siting.forced_sites.OPEN-X" in manifest(partners, tmp_path)["configuration"]


@pytest.mark.parametrize("which", ["products", "public_run"])
def test_every_note_and_every_problem_is_told_once(request, which):
    found = request.getfixturevalue(which)
    folder = found if which == "products" else found[1]
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    for told in (record["results"]["notes"], record["warnings"]):
        assert len(told) == len(set(told))
    assert len(record["results"]["notes"]) > 10
    page = (folder / "carte.html").read_text(encoding="utf-8")
    lists = [json.loads(text) for text in re.findall(r'"notes":\s*(\[(?:"(?:[^"\\]|\\.)*",?\s*)*\])', page)]
    assert max(map(len, lists)) > 10
    for told in lists:
        assert len(told) == len(set(told))
    problems = pd.read_csv(folder / "problems.csv", encoding="utf-8-sig", dtype="str", keep_default_na=False)
    assert not problems.duplicated().any()
    known = problems[problems["value"] != ""]
    assert not known.duplicated(["layer", "row", "value", "rule", "column"]).any()
    assert problems["rule"].eq("programme.contradiction").sum() == (32 if which == "products" else 1)


def test_every_file_says_that_it_is_illustrative_and_for_whom(products, public_run):
    for folder, audience in ((products, "partners"), (public_run[1], "public")):
        package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        resources = {entry["path"]: entry for entry in package["resources"]}
        names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
        assert set(resources) == names - {"datapackage.json"}
        assert len({entry["name"] for entry in resources.values()}) == len(resources)
        hashes = json.loads((folder / "run.json").read_text(encoding="utf-8"))["outputs"]
        for name, entry in {**resources, "datapackage.json": package}.items():
            assert entry["study_status"] == "illustrative", name
            assert entry["audience"] == audience, name
            assert entry["as_of"] == "2021-06-30", name
            assert ("Ne pas publier" in entry["handling"]) == (audience == "partners" and exact(name)), name
            if name in hashes and name != "datapackage.json":
                assert entry["hash"] == f"sha256:{hashes[name]['sha256']}"
        assert [source["title"] for source in package["sources"]]
        assert all(source["layers"] for source in package["sources"])


def exact(name):
    """Return whether a file of the embedded study tells where a post or a site stands."""
    tables = {"plan.csv", "hxl/plan.hxl.csv", "catchments.csv", "links.csv", "chain.csv", "datapackage.json"}
    return name in tables or name.startswith("placement/") or not name.endswith((".csv", "run.json"))


SAYS_ITSELF = (".html", ".gpkg", ".qgz", ".xlsx", ".gpx", ".kml", ".hxl.csv", ".json")


def test_all_but_plain_tables_say_it_themselves(products):
    files = opened(products)
    for name in files:
        if name.endswith(SAYS_ITSELF):
            inside = b"".join(content for part, content in files.items() if part.startswith(name))
            assert b"llustrati" in inside or b"illustrative" in inside, name
