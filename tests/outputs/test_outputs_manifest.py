"""run.json: complete, the same twice but for timings, no path of the machine, no secret."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from small_products import label

from prosmed_gis.config.loading import Request, load
from prosmed_gis.config.study import LayerSource
from prosmed_gis.errors import OutputError
from prosmed_gis.outputs import manifest as module
from prosmed_gis.outputs.manifest import Record, configuration, manifest, portable, write_manifest

CONFIG = Path(__file__).resolve().parents[2] / "config" / "prosmed.yaml"


@pytest.fixture
def loaded():
    return load(Request(path=CONFIG, settings=("targeting.firmness.seed=7",)))


@pytest.fixture
def record(loaded, tmp_path):
    events = tmp_path / "events.csv"
    events.write_text("a\n", encoding="utf-8")
    works = CONFIG.parent.parent / "layers" / "programme" / "works.csv"
    return Record(
        loaded=loaded,
        label=label(),
        inputs={"works": works, "events": events},
        rows={"read": {"works": 28, "events": 1}},
        warnings=(f"lu dans {tmp_path}/events.csv",),
        timings={"read": 0.1234567},
    )


@pytest.fixture
def folder(tmp_path):
    out = tmp_path / "out"
    (out / "hxl").mkdir(parents=True)
    (out / "plan.csv").write_bytes(b"x")
    (out / "hxl" / "plan.hxl.csv").write_bytes(b"y")
    return out


def test_hashes_of_inputs_and_outputs(record, folder):
    content = json.loads(write_manifest(record, folder).read_text("utf-8"))
    assert list(content["outputs"]) == ["hxl/plan.hxl.csv", "plan.csv"]
    assert content["outputs"]["plan.csv"] == {"sha256": hashlib.sha256(b"x").hexdigest(), "bytes": 1}
    assert content["inputs"]["works"]["path"] == "../layers/programme/works.csv"
    assert content["inputs"]["events"]["path"] == "(outside)/events.csv"
    assert list(content)[-1] == "timings"
    assert content["timings"] == {"read": 0.123}
    assert re.fullmatch(r"[0-9a-f]{40}\+?", content["tool"]["commit"] or "0" * 40)


def test_origin_of_every_value(record, folder):
    content = json.loads(write_manifest(record, folder).read_text("utf-8"))
    values = content["configuration"]
    assert values["targeting.firmness.seed"] == {"value": 7, "origin": "--set"}
    assert values["selection.n"]["origin"].startswith("prosmed.yaml:")
    assert values["layers.works.sha256"]["origin"] == "default" or values["layers.works.sha256"]["value"]
    assert content["seed"] == 7


def test_same_but_for_timings(record, folder):
    first = json.loads(write_manifest(record, folder).read_text("utf-8"))
    second = json.loads(write_manifest(replace(record, timings={"read": 9.0}), folder).read_text("utf-8"))
    assert first.pop("timings") != second.pop("timings")
    assert first == second


def test_no_path_of_the_machine_and_no_secret(record, folder, tmp_path, loaded):
    sources = {
        **loaded.config.layers,
        "events": LayerSource(
            path=str(tmp_path / "private" / "acled.csv"),
            format="acled",
            options={"api_key": "s3cret", "token": "t0ken"},
        ),
    }
    config = loaded.config.model_copy(update={"layers": sources})
    content = write_manifest(replace(record, loaded=replace(loaded, config=config)), folder).read_text("utf-8")
    assert "s3cret" not in content
    assert "t0ken" not in content
    assert "(outside)/acled.csv" in content
    for place in (str(tmp_path), str(CONFIG.parents[1]), str(Path.home())):
        assert place not in content


def test_portable_paths(tmp_path):
    base = tmp_path / "study" / "config"
    assert portable(base / "a.yaml", base) == "a.yaml"
    assert portable(base.parent / "layers" / "x.csv", base) == "../layers/x.csv"
    assert portable(Path("/etc/passwd"), base) == "(outside)/passwd"


def test_leaves_of_empty_sections_are_kept(loaded):
    values = configuration(loaded)
    assert "selection.locks" in values
    assert all(set(entry) == {"value", "origin"} for entry in values.values())


def test_absent_input_is_told_and_a_folder_is_hashed_by_its_files(record, folder, tmp_path):
    shapes = tmp_path / "shapes"
    shapes.mkdir()
    (shapes / "a.shp").write_bytes(b"x")
    absent = replace(record, inputs={"works": tmp_path / "gone.csv", "roads": shapes})
    first = manifest(absent, folder)["inputs"]
    assert first["works"] == {"path": "(outside)/gone.csv", "absent": True}
    assert first["roads"]["bytes"] == 1
    (shapes / "a.shp").rename(shapes / "b.shp")
    assert manifest(absent, folder)["inputs"]["roads"]["sha256"] != first["roads"]["sha256"]


def test_unwritable_folder_is_an_output_error_without_its_place(record, tmp_path):
    with pytest.raises(OutputError) as caught:
        write_manifest(record, tmp_path / "absent")
    assert "run.json" in str(caught.value)
    assert str(tmp_path) not in str(caught.value)


def test_no_commit_without_git(monkeypatch):
    def absent(*_args, **_kwargs):
        raise FileNotFoundError

    monkeypatch.setattr(module.subprocess, "run", absent)
    assert module.commit() is None


def test_versions_name_the_engines(capsys):
    found = module.versions()
    assert all(found[name] for name in ("geopandas", "geos", "proj", "highs", "gdal (pyogrio)"))
    # highspy is fond of a banner; standard output belongs to answers.
    assert capsys.readouterr().out == ""
