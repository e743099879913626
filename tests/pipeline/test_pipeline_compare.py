"""`compare A B` over a small study whose lists can be found by hand."""

import json
from dataclasses import replace

import pandas as pd
import pytest
from compare_world import NAMES, Study

from prosmed_gis.config import Config
from prosmed_gis.pipeline.mixing import FACTOR_OF

QUIET = {"ML0102": (1, 0), "ML0103": (1, 1), "ML0202": (0, 0), "ML0203": (0, 1)}
FACTORS = ("data", "boundaries", "weights", "rules")
MEASURES = ("selected", "rank", "score")


@pytest.fixture
def ask(invoke, root, tmp_path):
    """Compare two studies (or words); the answer as JSON, and the rows by P-code."""

    def call(a, b, *words, config=None):
        names = []
        for side, name in ((a, "a"), (b, "b")):
            names.append(side.write(root, tmp_path / name) if isinstance(side, Study) else side)
        result = invoke("compare", *names, "--config", config or names[0], "-q", "--json", *words)
        assert result.exit_code == 0, result.stderr
        answer = json.loads(result.stdout)
        return answer, {row["pcode"]: row for row in answer["cercles"]}

    return call


def shares(row, measure, names=FACTORS):
    return [row[f"{measure}_{name}"] for name in names]


BOTH_NEEDED = Study({"ML0101": (2, 0), "ML0201": (8, 2), **QUIET})
"""Bla leads; Kita passes it only where its deaths rise and deaths weigh."""


def test_new_data_and_new_weights_that_only_together_change_the_list(ask):
    later = replace(BOTH_NEEDED, counts={**BOTH_NEEDED.counts, "ML0101": (2, 10)}, shares=(10, 90))
    answer, rows = ask(BOTH_NEEDED, later)
    assert answer["differing"] == ["data", "weights"]
    assert (answer["entered"], answer["left"]) == (["ML0101"], ["ML0201"])
    assert shares(rows["ML0101"], "selected") == [0.5, 0, 0.5, 0]
    assert shares(rows["ML0201"], "selected") == [-0.5, 0, -0.5, 0]
    # Kita scores 18; 28 with the new data, 2 with the new weights, 92 with both.
    assert shares(rows["ML0101"], "score") == pytest.approx([50, 0, 24, 0], abs=1e-9)
    assert answer["causes"] == {"data": 0.5, "boundaries": 0, "weights": 0.5, "rules": 0}
    assert "+0,5 données, +0,5 poids" in rows["ML0101"]["why_fr"]
    assert "décès 0 → 10 (+10)" in rows["ML0101"]["why_fr"]
    assert "deaths 0 → 10 (+10)" in rows["ML0101"]["why_en"]
    assert rows["ML0102"]["why_fr"] == ""


def test_where_only_weights_differ_all_is_theirs(ask):
    study = replace(BOTH_NEEDED, counts={**BOTH_NEEDED.counts, "ML0101": (2, 10)})
    answer, rows = ask(study, replace(study, shares=(10, 90)))
    assert answer["differing"] == ["weights"]
    assert shares(rows["ML0101"], "selected") == [0, 0, 1, 0]
    for row in rows.values():
        assert row["score_b"] - row["score_a"] == pytest.approx(row["score_weights"], abs=1e-9)
        assert row["rank_b"] - row["rank_a"] == row["rank_weights"]


def test_rules_are_a_cause_of_their_own(ask):
    answer, rows = ask(BOTH_NEEDED, replace(BOTH_NEEDED, selection={"n": 2}))
    assert answer["differing"] == ["rules"]
    assert (answer["entered"], answer["left"]) == (["ML0101"], [])
    assert shares(rows["ML0101"], "selected") == [0, 0, 0, 1]
    assert [line for line in answer["differences"] if line["key"] == "selection.n"] == [
        {"factor": "rules", "key": "selection.n", "a": 1, "b": 2}
    ]


def test_the_other_way_round_every_share_has_the_other_sign(ask):
    later = replace(BOTH_NEEDED, counts={**BOTH_NEEDED.counts, "ML0101": (2, 10)}, shares=(10, 90))
    _, there = ask(BOTH_NEEDED, later)
    _, back = ask(later, BOTH_NEEDED)
    for code, row in there.items():
        for measure in MEASURES:
            assert shares(row, measure) == pytest.approx([-share for share in shares(back[code], measure)], abs=1e-9)


def test_the_same_file_elsewhere_is_the_same_and_equal_runs_say_so(ask):
    answer, rows = ask(BOTH_NEEDED, replace(BOTH_NEEDED))
    assert (answer["differing"], answer["differences"], answer["jaccard"]) == ([], [], 1.0)
    assert not any(share for row in rows.values() for measure in MEASURES for share in shares(row, measure))


def test_a_cercle_that_new_boundaries_do_not_have_is_gone(ask):
    study = Study({**BOTH_NEEDED.counts, "ML0203": (9, 9)})
    merged = {code: name for code, name in NAMES.items() if code != "ML0203"}
    counts = {code: pair for code, pair in study.counts.items() if code != "ML0203"}
    answer, rows = ask(study, replace(study, names=merged, counts=counts))
    assert answer["differing"] == ["data", "boundaries"]
    assert rows["ML0203"]["change"] == "gone"
    assert shares(rows["ML0203"], "rank") == [None] * 4
    # Without its counts, or without its place, San cannot be chosen.
    assert shares(rows["ML0203"], "selected") == [-0.5, -0.5, 0, 0]
    assert "n'existe pas dans les limites de B" in rows["ML0203"]["why_fr"]
    assert any("1 ligne(s) y sont mises de côté" in note.replace("\u202f", " ") for note in answer["notes"])


OTHER_CODES = {
    "ML0101": "Kayes",
    "ML0102": "Kita",
    "ML0103": "Nioro",
    "ML0201": "Niono",
    "ML0202": "San",
    "ML0203": "Bla",
}


def test_between_vintages_names_are_matched_and_data_go_with_their_boundaries(ask):
    counts = {
        "ML0101": (1, 1),
        "ML0102": (9, 0),
        "ML0103": (1, 0),
        "ML0201": (0, 0),
        "ML0202": (0, 1),
        "ML0203": (8, 2),
    }
    answer, rows = ask(BOTH_NEEDED, replace(BOTH_NEEDED, names=OTHER_CODES, counts=counts, vintage="2015"))
    assert answer["factors"] == [["data", "boundaries"], ["weights"], ["rules"]]
    by_name = {row["cercle"]: row for row in answer["cercles"]}
    assert (by_name["Diéma"]["change"], by_name["Nioro"]["change"]) == ("gone", "new")
    assert by_name["Kita"]["pcode"] == "ML0102"
    assert by_name["Kita"]["selected_data_boundaries"] == 1
    assert by_name["Kita"]["score_data_boundaries"] == pytest.approx(63)
    assert "+1 données et limites" in by_name["Kita"]["why_fr"]
    assert len(answer["notes"]) == 2
    assert "2015" in answer["notes"][0]
    assert "P-code" in answer["notes"][1]
    assert len(rows) == 6


def test_between_vintages_a_cercle_that_lost_most_of_its_ground_is_another(ask):
    answer, _ = ask(BOTH_NEEDED, replace(BOTH_NEEDED, vintage="2015", widths={"San": 0.4, "Bla": 0.6}))
    changes = [(row["pcode"], row["change"]) for row in answer["cercles"] if row["change"] in {"gone", "new"}]
    assert sorted(changes) == [("ML0203", "gone"), ("ML0203", "new")]
    assert answer["left"] == answer["entered"] == []


def test_a_lock_in_other_codes_goes_with_its_boundaries(ask):
    lock = {"pcode": "ML0203", "state": "in", "author": "A", "date": "2021-01-01", "reason": "x"}
    later = replace(BOTH_NEEDED, names=OTHER_CODES, vintage="2015", selection={"locks": [lock]})
    answer, _ = ask(BOTH_NEEDED, later)
    assert answer["factors"] == [["data", "boundaries", "rules"], ["weights"]]


def test_one_code_under_two_names_is_told(ask):
    answer, _ = ask(BOTH_NEEDED, replace(BOTH_NEEDED, names={**NAMES, "ML0103": "Yélimané"}))
    assert any("ML0103 Kayes / Yélimané" in note for note in answer["notes"])


def test_tracks_that_only_the_new_boundaries_bear_go_with_them(ask):
    third = {**NAMES, "ML0301": "Kidal"}
    tracks = {"stabilise": ["ML01", "ML03"], "prevent": ["ML02"]}
    later = replace(BOTH_NEEDED, names=third, tracks=tracks, counts={**BOTH_NEEDED.counts, "ML0301": (10, 10)})
    answer, rows = ask(BOTH_NEEDED, later)
    # New boundaries under the old tracks cannot be computed: region ML03 would be in none.
    assert answer["factors"] == [["data"], ["boundaries", "weights"], ["rules"]]
    assert "ML03" in answer["notes"][0]
    assert rows["ML0301"]["change"] == "new"
    total = sum(shares(rows["ML0301"], "selected", ("data", "boundaries_weights", "rules")))
    assert total == 1


def test_people_are_told_in_their_language_and_the_table_is_written_once(invoke, root, tmp_path):
    later = replace(BOTH_NEEDED, counts={**BOTH_NEEDED.counts, "ML0101": (2, 10)}, shares=(10, 90))
    names = [BOTH_NEEDED.write(root, tmp_path / "a"), later.write(root, tmp_path / "b")]
    out = tmp_path / "moves.csv"
    words = ["compare", *names, "--config", names[0], "-q", "--lang", "en", "--all", "--out", out]
    result = invoke(*words)
    assert result.exit_code == 0, result.stderr
    assert "What differs: data, weights" in result.stdout
    assert "Kita enters (rank 2 → 1, score 18 → 92): +0.5 data, +0.5 weights." in result.stdout
    assert "Data alone: +10 point(s), of which deaths 0 → 10 (+10)." in result.stdout
    frame = pd.read_csv(out, encoding="utf-8-sig")
    assert list(frame["pcode"]) == sorted(NAMES)
    assert frame.set_index("pcode").loc["ML0101", "selected_data"] == 0.5
    before = out.read_bytes()
    assert invoke(*words).exit_code == 1
    assert invoke(*words, "--overwrite").exit_code == 0
    assert out.read_bytes() == before


def test_the_lists_are_those_that_select_gives(invoke, tmp_path, ask):
    later = replace(BOTH_NEEDED, counts={**BOTH_NEEDED.counts, "ML0101": (9, 10)}, selection={"n": 3})
    _, rows = ask(BOTH_NEEDED, later)
    for column, name in (("selected_a", "a"), ("selected_b", "b")):
        asked = invoke(
            "select", "--config", tmp_path / name / "study.yaml", "-q", "--json", "--set", "targeting.firmness.draws=0"
        )
        assert json.loads(asked.stdout)["selected"] == sorted(code for code, row in rows.items() if row[column])


def test_every_section_of_the_configuration_belongs_to_a_factor_or_decides_no_list():
    elsewhere = {"layers", "siting", "meaning", "sheets", "suitability", "tracking", "outputs"}
    told = {key.split(".")[0] for key in FACTOR_OF}
    assert set(Config.model_fields) == told | elsewhere
    assert {key.split(".")[1] for key in FACTOR_OF if key.startswith("study.")} == {"as_of", "pcode_vintage"}
