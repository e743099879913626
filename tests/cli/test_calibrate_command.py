"""`calibrate` as users call it, and what it takes to change a place."""

from __future__ import annotations

import json
from datetime import date

import pandas as pd
import pytest

from prosmed_gis.config.loading import Request, load
from prosmed_gis.pipeline import Run
from prosmed_gis.pipeline.calibrating import calibration, calibration_lines, weight_rows, what_it_takes
from prosmed_gis.targeting.inverse.linear import linear_score
from prosmed_gis.targeting.inverse.rechoosing import chosen_with, reweighted


@pytest.fixture(scope="module")
def run(root):
    request = Request(root / "config" / "prosmed.yaml", settings=("targeting.firmness.draws=0",))
    return Run(load(request), today=date(2022, 12, 31), notify=lambda _: None, warn=lambda _: None)


@pytest.fixture(scope="module")
def answer(invoke, study):
    result = invoke("calibrate", *study, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_the_answer_is_one_document_that_adds_up(answer):
    assert answer["reference"]["of"] == 21
    assert answer["level"] == "groups"
    assert (answer["status"], answer["how"]) == ("optimal", "exact")
    for side in ("configured", "calibrated"):
        part = answer[side]
        assert len(part["selected"]) == 21
        assert part["hits"] + len(part["missed"]) == 21
        assert len(part["missed"]) == len(part["extra"])
    assert answer["calibrated"]["hits"] == answer["most_hits"] >= answer["configured"]["hits"]
    assert answer["calibrated"]["margin_points"] >= answer["calibrated"]["nearest_margin_points"] > 0
    assert {row["pcode"] for row in answer["not_explained"]} == set(answer["calibrated"]["missed"])
    for column in ("configured_percent", "widest_percent", "nearest_percent"):
        assert sum(row[column] for row in answer["weights"]) == pytest.approx(100, abs=1e-3)


def test_the_same_study_gives_the_same_answer(answer, run):
    again, cercles = calibration(run, "groups")
    assert {**json.loads(json.dumps(again)), "set_aside": []} == answer
    assert cercles.loc[cercles["selected_calibrated"], "pcode"].tolist() == answer["calibrated"]["selected"]


def test_the_weights_it_prints_choose_what_it_says(answer, invoke, study):
    """Typed into the configuration they give the calibrated list."""
    shares = {row["name"]: row["nearest_percent"] for row in answer["weights"]}
    words = ["--set", f"targeting.weighting={json.dumps({'method': 'direct', 'shares': shares})}"]
    again = invoke("select", *study, *words, "--set", "targeting.firmness.draws=0", "--json")
    assert again.exit_code == 0, again.stderr
    assert json.loads(again.stdout)["selected"] == answer["calibrated"]["selected"]


def test_configured_hits_are_those_of_the_selection(answer, run):
    assert answer["configured"]["hits"] + len(run.chosen.reference["missed"]) == run.chosen.reference["of"]
    assert answer["configured"]["missed"] == run.chosen.reference["missed"]


def test_people_read_sentences_in_their_language(answer, invoke, study, run, monkeypatch):
    english = invoke("calibrate", *study, "--lang", "en").stdout
    french = "\n".join(line for part in calibration_lines(run, answer) for line in part)
    assert f"{answer['calibrated']['hits']} avec les poids calés" in french
    assert f"{answer['calibrated']['hits']} with the calibrated weights" in english
    assert "ne la justifient pas" in french
    assert french.startswith("Données générées")
    assert answer["reference"]["note"] == "generated_data"
    for row in answer["not_explained"]:
        assert row["why_fr"] in french
        assert row["why_en"] in english
    assert "{" not in french + english
    headings, rows = weight_rows(run, answer)
    assert [len(row) for row in rows] == [len(headings)] * 5
    monkeypatch.setattr(run, "language", "en")
    shown = [line for part in calibration_lines(run, answer) for line in part]
    assert all(line in english for line in shown)
    for other in ({"status": "feasible"}, {"how": "scanned"}, {"how": "held"}):
        assert any("no" in line.lower() for line in calibration_lines(run, answer | other)[0])


def test_weights_of_indicators_explain_at_least_as_much(answer, run):
    finer, cercles = calibration(run, "indicators")
    assert finer["level"] == "indicators"
    assert len(finer["weights"]) > len(answer["weights"])
    assert finer["held"] or finer["calibrated"]["hits"] >= answer["calibrated"]["hits"]
    if finer["held"]:
        assert any(cercles["verdict"] != "")
        labels = [row["label_fr"] for row in finer["weights"] if row["name"] in finer["held"]]
        assert all(label in "\n".join(calibration_lines(run, finer)[1]) for label in labels)


def test_another_list_can_be_given_and_a_table_written(invoke, study, root, tmp_path):
    own = tmp_path / "liste.csv"
    lines = (root / "layers" / "programme" / "selection.csv").read_text(encoding="utf-8").splitlines()
    own.write_text("\n".join(lines[:1] + lines[-3:]) + "\n", encoding="utf-8")
    out = tmp_path / "calage.csv"
    result = invoke("calibrate", *study, "--reference", own, "--out", out, "--json")
    assert result.exit_code == 0, result.stderr
    other = json.loads(result.stdout)
    assert other["reference"]["of"] == 3
    assert other["whole_list_breaks"]
    table = pd.read_csv(out, encoding="utf-8-sig")
    assert len(table) == 53
    assert table["reference"].sum() == 3
    assert table["selected_calibrated"].sum() == 21
    assert (table["reference"] & table["selected_calibrated"]).sum() == other["calibrated"]["hits"]
    again = invoke("calibrate", *study, "--reference", own, "--out", out)
    assert again.exit_code == 1
    assert "--overwrite" in again.stderr


def test_what_cannot_be_asked_is_refused_with_its_remedy(invoke, study, tmp_path):
    bare = tmp_path / "bare.yaml"
    bare.write_text(f"extends: {study[1]}\nlayers:\n  reference: null\n", encoding="utf-8")
    none = invoke("calibrate", "--config", bare, "-q")
    assert none.exit_code == 2
    assert "--reference" in none.stderr
    curved = invoke("calibrate", *study, "--set", "targeting.aggregation={method: topsis}")
    assert curved.exit_code == 2
    assert "arithmetic" in curved.stderr
    lost = invoke("calibrate", *study, "--reference", "nowhere.csv")
    assert lost.exit_code == 5
    assert "nowhere.csv" in lost.stderr


def test_what_it_takes_is_told_for_every_cercle(run):
    scored, rules = run.scored, run.config.selection
    selected = run.chosen.selection.set_index("pcode")["selected"]
    told = {code: what_it_takes(run, code) for code in ("ML0505", "ML0405", "ML0901")}
    for code, found in told.items():
        json.dumps(found)
        assert all("{" not in line for line in (*found["sentences_fr"], *found["sentences_en"]))
        shares = found["weights"].get("shares")
        if shares is None:
            continue

        form = linear_score(scored, "groups")
        total, shut = reweighted(scored, form, pd.Series(shares)[list(form.columns)].to_numpy())
        there = pd.Series(chosen_with(scored, rules, total, shut), index=scored.design.pcodes)
        assert there[code] != selected[code]
    assert told["ML0901"]["rivals"] == []
    assert "règles" in told["ML0901"]["sentences_fr"][0]
