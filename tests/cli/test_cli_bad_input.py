"""Bad input: rows set aside with reasons, layers refused, exit codes, nothing written over, no traceback."""

import json

import geopandas as gpd
import pandas as pd
import pytest
import shapely


@pytest.fixture
def events(root, tmp_path):
    frame = pd.read_csv(root / "layers" / "demo" / "events_acled_layout.csv", dtype="str")

    def write(rows, **options):
        path = tmp_path / "events.csv"
        pd.concat([frame, pd.DataFrame(rows)], ignore_index=True).to_csv(path, index=False, **options)
        return path

    write.good = frame.iloc[0].to_dict()
    return write


def check(invoke, study, *words):
    result = invoke("check", *study, "--json", *words)
    return result, json.loads(result.stdout)["problems"]


def test_the_embedded_study_is_fit(invoke, study):
    result, problems = check(invoke, study)
    assert result.exit_code == 0
    assert not [p for p in problems if p["severity"] in {"error", "fatal"}]


def test_bad_rows_are_set_aside_each_with_its_reason_and_the_run_goes_on(invoke, study, events, tmp_path):
    good = events.good
    path = events(
        [
            {**good, "event_id_cnty": "BAD1", "fatalities": "-4"},
            {**good, "event_id_cnty": "BAD2", "event_date": "2999-01-01"},
            good,
            {**good, "event_id_cnty": "BAD4", "latitude": "48.85", "longitude": "2.35"},
            {**good, "event_id_cnty": "BAD5", "latitude": "north"},
        ]
    )
    result, problems = check(invoke, study, "--layer", f"events={path}")
    assert result.exit_code == 3
    bad = [p for p in problems if p["severity"] == "error"]
    assert {p["column"] for p in bad} >= {"fatalities", "date"}
    assert len({p["row"] for p in bad}) == 5
    assert all(p["remedy"] and p["file"] and p["layer"] == "events" for p in bad)
    out = tmp_path / "out"
    told = [word for word in study if word != "-q"]
    run = invoke("run", *told, "--layer", f"events={path}", "--out", out)
    assert run.exit_code == 0, run.stderr
    assert "events" in run.stderr
    rows = pd.read_csv(out / "problems.csv", encoding="utf-8-sig")
    assert (rows["severity"] == "error").sum() == len(bad)


@pytest.mark.parametrize("options", [{"sep": ";"}, {"encoding": "cp1252"}, {"sep": ";", "encoding": "utf-8-sig"}])
def test_other_separators_and_encodings_are_simply_read(invoke, study, events, options):
    path = events([{**events.good, "event_id_cnty": "ACC", "location": "Ségou été"}], **options)
    result, problems = check(invoke, study, "--layer", f"events={path}")
    assert result.exit_code == 0, [p for p in problems if p["severity"] == "error"]


def test_every_bad_layer_is_told_in_one_go_and_nothing_is_written(invoke, study, tmp_path):
    empty = tmp_path / "empty.csv"
    empty.write_text("facility_id,name,kind,status,lon,lat\n", encoding="utf-8")
    lacking = tmp_path / "population.csv"
    lacking.write_text("pcode,year,source\nML0101,2020,x\n", encoding="utf-8")
    nonsense = tmp_path / "roads.geojson"
    nonsense.write_bytes(b"\x00\x01not a map")
    out = tmp_path / "out"
    words = ["--layer", f"facilities={empty}", "--layer", f"population={lacking}", "--layer", f"roads={nonsense}"]
    result = invoke("run", *study, *words, "--out", out)
    assert result.exit_code == 3
    for name in ("facilities", "population", "roads"):
        assert name in result.stderr
    assert "Traceback" not in result.stderr
    assert not out.exists()
    assert invoke("check", *study, *words).exit_code == 3


def test_a_missing_file_is_exit_5(invoke, study, tmp_path):
    result = invoke("run", *study, "--layer", f"roads={tmp_path / 'nowhere.geojson'}", "--out", tmp_path / "out")
    assert result.exit_code == 5
    assert "nowhere.geojson" in result.stderr


def test_a_changed_hash_is_exit_5(invoke, study):
    result = invoke("check", *study, "--set", f"layers.roads.sha256='{'0' * 64}'")
    assert result.exit_code == 5


def test_too_many_refused_rows_refuse_the_layer(invoke, study, tmp_path):
    path = tmp_path / "population.csv"
    rows = [f"ML01{i:02d},{-i},2020,x" for i in range(1, 8)]
    path.write_text("pcode,people,year,source\n" + "\n".join(rows) + "\n", encoding="utf-8")
    result, problems = check(invoke, study, "--layer", f"population={path}")
    assert result.exit_code == 3
    assert any(p["severity"] == "fatal" and p["layer"] == "population" for p in problems)


def test_projected_numbers_called_degrees_are_refused(invoke, study, root, tmp_path):
    roads = gpd.read_file(root / "layers" / "demo" / "roads.geojson").to_crs(32630)
    path = tmp_path / "roads.gpkg"
    roads.set_crs(4326, allow_override=True).to_file(path, layer="roads")
    result, problems = check(invoke, study, "--layer", f"roads={path}")
    assert result.exit_code == 3
    assert any(p["layer"] == "roads" and p["severity"] in {"fatal", "error"} for p in problems)


def test_a_layer_without_crs_is_refused(invoke, study, root, tmp_path):
    roads = gpd.read_file(root / "layers" / "demo" / "roads.geojson")
    path = tmp_path / "roads.shp"
    roads[["road_id", "road_class", "state", "source", "geometry"]].to_file(path)
    path.with_suffix(".prj").unlink()
    result, problems = check(invoke, study, "--layer", f"roads={path}")
    assert result.exit_code == 3
    assert any(p["layer"] == "roads" and p["severity"] == "fatal" for p in problems)


def test_a_broken_boundary_stops_the_run_with_its_number(invoke, study, root, tmp_path):
    communes = gpd.read_file(root / "layers" / "demo" / "admin.gpkg", layer="communes")
    x, y = communes.geometry.iloc[5].representative_point().coords[0]
    bow = shapely.Polygon([(x, y), (x + 0.01, y + 0.01), (x + 0.01, y), (x, y + 0.01)])
    communes.geometry = communes.geometry.where(communes.index != 5, bow)
    path = tmp_path / "communes.gpkg"
    communes.to_file(path, layer="communes")
    _, problems = check(invoke, study, "--layer", f"communes={path}")
    assert any(p["layer"] == "communes" and p["row"] == 6 and p["severity"] == "fatal" for p in problems)
