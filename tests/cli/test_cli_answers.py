"""Short answers: configuration, layers, tracking, exports, stages."""

import json
import os
import pty
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest


def test_config_show_says_where_a_value_was_said(invoke, study):
    answer = json.loads(invoke("config", "show", "selection.n", *study, "--set", "selection.n=18", "--json").stdout)
    assert answer == {"selection.n": {"value": 18, "origin": "--set"}}
    assert invoke("config", "show", "nothing.there", *study).exit_code == 2


def test_layers_list_names_every_layer_and_the_forms(invoke, study):
    rows = json.loads(invoke("layers", "list", *study, "--json").stdout)
    assert {"cercles", "events", "works"} <= {row["layer"] for row in rows}
    assert all(row["there"] for row in rows)
    forms = json.loads(invoke("layers", "list", *study, "--formats", "--json").stdout)
    assert {"acled", "boundaries", "osm"} <= {row["format"] for row in forms}


def test_track_answers_at_any_date_against_one_plan(invoke, study):
    early, late = (
        json.loads(invoke("track", *study, "--as-of", day, "--json").stdout) for day in ("2021-06-30", "31/12/2024")
    )

    def done(answer):
        rows = [r for r in answer["states"] if r["indicator"] == "2.1.2" and not r["cercle_pcode"]]
        return max(row["done"] or 0 for row in rows)

    assert done(early) < done(late)
    assert (early["as_of"], late["as_of"]) == ("2021-06-30", "2024-12-31")
    assert early["plan_as_of"] == late["plan_as_of"] == "2021-06-30"
    # What is judged does not move with the day of judging.
    plans = [{row["work_id"]: row["opens_year"] for row in answer["works"]} for answer in (early, late)]
    assert plans[0] == plans[1]
    # What the tool placed is told as its proposal; what the document gives is not.
    proposed = {row["work_id"] for row in late["works"] if row["proposed"]}
    assert proposed
    assert all(work.startswith("OPEN-") for work in proposed)
    assert "COM-KORO" in {row["work_id"] for row in late["works"]} - proposed
    assert any(f"{len(proposed)} des" in note and "propositions" in note for note in late["notes"])
    flags = {row["work_id"]: row["flags"] for row in late["works"]}
    assert any("proposition de l'outil" in flags[work] for work in proposed)
    assert not any("proposition de l'outil" in text for work, text in flags.items() if work not in proposed)


@pytest.mark.parametrize(
    ("language", "words"), [("fr", ("s'arrêtent en 12/2022", "30/06/2024")), ("en", ("end in 2022-12", "2024-06-30"))]
)
def test_a_date_past_the_events_is_said_as_it_is(invoke, study, language, words):
    result = invoke("select", *study, "--as-of", "30/06/2024", "--lang", language)
    assert result.exit_code == 2
    for word in words:
        assert word in result.stderr
    assert "absent from the data" not in result.stderr


@pytest.mark.parametrize("day", ["31/12/2020", "31.12.2020", "31-12-2020", "2020-12-31"])
def test_a_date_may_be_typed_as_french_is_written(invoke, study, day):
    told = json.loads(invoke("config", "show", "study.as_of", *study, "--as-of", day, "--json").stdout)
    assert told["study.as_of"] == {"value": "2020-12-31", "origin": "--as-of"}


@pytest.mark.parametrize("day", ["12/31/2020", "31/12/20", "2020/12/31", "31/12-2020", "2021-02-29", "hier"])
def test_what_is_no_date_is_refused_with_how_to_write_it(invoke, study, day):
    result = invoke("select", *study, "--as-of", day)
    assert result.exit_code == 2
    assert "31/12/2020" in result.stderr
    refused = invoke("compare", f"@{day}", "@2021-06-30", *study)
    assert refused.exit_code == 2
    assert "2020-12-31" in refused.stderr


def test_without_a_configuration_the_exit_is_2_and_the_way_out_is_told(invoke, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for words in (("run",), ("select", "--config", "nowhere.yaml"), ("config", "show")):
        result = invoke(*words)
        assert result.exit_code == 2
        assert "--config" in result.stderr


def test_a_run_can_stop_early_or_write_nothing(invoke, study, tmp_path):
    out = tmp_path / "out"
    answer = json.loads(invoke("run", *study, "--until", "overlay", "--out", out, "--json").stdout)
    assert "overlay" in answer["stages"]
    assert "select" not in answer["stages"]
    assert not out.exists()
    assert invoke("run", *study, "--until", "nowhere").exit_code == 2


@pytest.mark.parametrize("words", [("--scenario", "unknown"), ("--set", "selection.nn=1"), ("--audience", "everyone")])
def test_usage_errors_are_exit_2(invoke, study, words):
    assert invoke("select", *study, *words).exit_code == 2


def test_exports_are_written_once_and_whole(invoke, study, tmp_path):
    project = tmp_path / "prosmed.qgz"
    assert invoke("export", "qgis", *study, "--out", project).exit_code == 0
    assert (tmp_path / "prosmed.gpkg").is_file()
    assert [name.endswith(".qgs") for name in zipfile.ZipFile(project).namelist()]
    again = invoke("export", "qgis", *study, "--out", project)
    assert again.exit_code == 1
    assert "--overwrite" in again.stderr
    cercles = tmp_path / "cercles.geojson"
    assert invoke("export", "geojson", *study, "--out", cercles).exit_code == 0
    assert len(json.loads(cercles.read_text(encoding="utf-8"))["features"]) == 53
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cercles.geojson", "prosmed.gpkg", "prosmed.qgz"]


def test_the_public_sees_no_site(invoke, study, tmp_path):
    plan = tmp_path / "plan.csv"
    assert invoke("place", *study, "--audience", "public", "--out", plan, "--json").exit_code == 0
    lines = plan.read_text(encoding="utf-8-sig").splitlines()
    lon = lines[0].split(",").index("lon")
    assert {line.split(",")[lon] for line in lines[1:]} == {""}


def test_english_is_spoken_when_asked(invoke, study):
    answer = json.loads(invoke("explain", "ML0505", *study, "--lang", "en", "--json").stdout)
    assert "points" in answer["reason_en"]
    assert any(line["label"] == "Mapped local conflicts" for line in answer["indicators"])


def test_on_a_terminal_the_stages_are_shown_and_nothing_breaks(study, tmp_path):
    ours, theirs = pty.openpty()
    words = [str(word) for word in study if word != "-q"]
    program = Path(sys.executable).with_name("prosmed-gis")
    process = subprocess.Popen(
        [program, "run", *words, "--out", tmp_path / "out"], stdout=subprocess.DEVNULL, stderr=theirs
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:  # how Linux says that nobody writes to the terminal any more
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    assert process.wait() == 0, shown[-500:]
    assert b"access" in shown
    assert b"write map" in shown
