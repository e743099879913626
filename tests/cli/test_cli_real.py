"""The same tool pointed at the official boundaries and published counts: a change of paths only."""

import json
import os
import re

import pandas as pd
import pytest

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def words(root, shared, monkeypatch_module):
    monkeypatch_module.setenv("PROSMED_DATA", str(shared / "data"))
    return [
        "--config",
        root / "config" / "mali-cod.yaml",
        "--as-of",
        "2021-06-30",
        "-q",
        "--set",
        "targeting.firmness.draws=200",
    ]


@pytest.fixture(scope="module")
def monkeypatch_module():
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(scope="module")
def real(words, invoke, tmp_path_factory):
    out = tmp_path_factory.mktemp("real") / "out"
    result = invoke("run", *words, "--out", out)
    assert result.exit_code == 0, result.stderr
    return out


def test_53_cercles_scored_21_selected_within_the_rules(real):
    selection = pd.read_csv(real / "selection.csv", encoding="utf-8-sig")
    assert selection["score"].notna().sum() == 53
    assert selection["selected"].sum() == 21
    assert (selection["selected"] & (selection["track"] == "prevent")).sum() == 5


def test_no_criterion_is_zero_on_real_data(real):
    selection = pd.read_csv(real / "selection.csv", encoding="utf-8-sig")
    for name in selection.filter(like="_value").columns:
        known = selection[name].dropna()
        assert len(known) > 0, name
        assert known.max() > 0, name
        assert known.max() > known.min(), name


def test_every_commune_and_cercle_came_through(real):
    rows = json.loads((real / "run.json").read_text(encoding="utf-8"))["rows"]["check"]
    assert (rows["regions"], rows["cercles"], rows["communes"]) == (10, 53, 701)


def test_the_dirty_rows_are_named(real):
    problems = pd.read_csv(real / "problems.csv", encoding="utf-8-sig")
    assert (problems["layer"] == "facilities").sum() > 10
    assert problems["remedy"].notna().all()


def test_the_programmes_list_is_held_beside_ours(words, invoke):
    reference = json.loads(invoke("select", *words, "--json").stdout)["reference"]
    assert reference["of"] == 21
    assert reference["hits"] >= 10
    assert len(reference["missed"]) == 21 - reference["hits"]
    # 16 of 31 cercles and 5 of 21: Bamako is held out by a rule.
    assert reference["expected_by_chance"] == pytest.approx(16 * 16 / 31 + 5 * 5 / 21, abs=1e-4)
    assert reference["p_value"] == pytest.approx(0.105, abs=0.001)
    assert reference["at_most"] == 21
    assert "9,4" in reference["note_fr"]


def test_roads_that_miss_seats_are_told_before_anything_is_computed(words, invoke):
    result = invoke("check", *words, "--json")
    (found,) = [row for row in json.loads(result.stdout)["problems"] if row["rule"] == "roads.seats_beyond"]
    assert (found["value"], found["severity"]) == ("20/50", "warning")
    assert "Tombouctou 183" in found["remedy"]


def test_every_work_that_the_tool_placed_says_that_nothing_is_known_to_stand(real):
    plan = pd.read_csv(real / "plan.csv", encoding="utf-8-sig").query("status == 'planned'")
    assert plan["known_standing"].eq("no").all()
    assert plan["warning_fr"].notna().all()
    record = json.loads((real / "run.json").read_text(encoding="utf-8"))["results"]["notes"]
    aside, roads, works = record[:3]
    assert "« facilities » mises de côté : 1 sur 392" in aside
    assert "20 des 50 chefs-lieux" in roads
    assert "21 des 21 ouvrages placés" in works
    assert "2,65 M USD" in works


def test_an_unset_folder_of_data_is_named(root, invoke, monkeypatch):
    monkeypatch.delenv("PROSMED_DATA", raising=False)
    result = invoke("check", "--config", root / "config" / "mali-cod.yaml")
    assert result.exit_code in {2, 5}
    assert "PROSMED_DATA" in result.stderr


def test_the_folder_of_data_may_be_relative_to_where_one_stands(root, shared, invoke, monkeypatch):
    monkeypatch.chdir(root)
    monkeypatch.setenv("PROSMED_DATA", os.path.relpath(shared / "data", root))
    result = invoke("layers", "list", "--config", "config/mali-cod.yaml", "--json")
    assert all(row["there"] for row in json.loads(result.stdout))


@pytest.mark.parametrize(
    ("page", "gaps", "row"),
    [
        ("method.md", r"Nioro is ([\d.]+) points from Yanfolila's place, Diéma ([\d.]+)\.", r"\| 2021-06-30 .* ([\d.]+) \|"),
        ("methode.md", r"Nioro est à ([\d,]+) points de la place de Yanfolila, Diéma à ([\d,]+)\.", r"\| 30/06/2021 .* ([\d,]+) \|"),
    ],
)  # fmt: skip
def test_the_figures_told_of_the_real_study_are_those_of_a_run(real, root, page, gaps, row):
    told = " ".join((root / "docs" / page).read_text(encoding="utf-8").split())
    ranks = pd.read_csv(real / "selection.csv", encoding="utf-8-sig").set_index("cercle")["rank"]
    for name in ("Bla", "San", "Ségou", "Tominian", "Macina", "Anderamboukane"):
        said = re.search(rf"{name} \((\d+)(?:th|rd|ᵉ)\b[^)]*\)", told.partition("PSDG")[2])
        assert int(said[1]) == ranks[name], name
    costs = pd.read_csv(real / "robustness" / "replacement.csv", encoding="utf-8-sig").set_index("pcode")
    numbers = [float(word.replace(",", ".")) for word in re.search(gaps, told).groups()]
    assert numbers == [round(costs["replacement_cost"][code], 1) for code in ("ML0106", "ML0102")]
    changes = pd.read_csv(real / "robustness" / "weight_changes.csv", encoding="utf-8-sig")
    first = float(re.search(row, (root / "docs" / page).read_text(encoding="utf-8"))[1].replace(",", "."))
    assert first == round(changes["moved_percent"].min(), 1)
