"""How the list drifts on the official boundaries and the published counts, and that the data alone are the cause."""

import json

import pytest

pytestmark = pytest.mark.real

FACTORS = ("data", "boundaries", "weights", "rules")


@pytest.mark.parametrize("later", ["2021-06-30", "2022-12-31"])
def test_between_two_dates_the_data_alone_change_the_list(root, shared, invoke, monkeypatch, later):
    monkeypatch.setenv("PROSMED_DATA", str(shared / "data"))
    config = root / "config" / "mali-cod.yaml"
    result = invoke("compare", "@2020-12-31", f"@{later}", "--config", config, "-q", "--json")
    assert result.exit_code == 0, result.stderr
    answer = json.loads(result.stdout)
    assert answer["differing"] == ["data"]
    assert [line["key"] for line in answer["differences"]] == ["study.as_of"]
    assert (answer["n_a"], answer["n_b"]) == (21, 21)
    assert 0 < len(answer["entered"]) == len(answer["left"]) < 10
    assert answer["causes"] == {"data": 1, "boundaries": 0, "weights": 0, "rules": 0}
    rows = answer["cercles"]
    assert len(rows) == 53
    for row in rows:
        change = int(row["selected_b"]) - int(row["selected_a"])
        assert [row[f"selected_{factor}"] for factor in FACTORS] == [change, 0, 0, 0]
        assert [row[f"rank_{factor}"] for factor in FACTORS] == [row["rank_b"] - row["rank_a"], 0, 0, 0]
        assert row["score_data"] == pytest.approx(row["score_b"] - row["score_a"], abs=1e-9)
        assert bool(row["why_fr"]) == bool(row["why_en"]) == (change != 0)
