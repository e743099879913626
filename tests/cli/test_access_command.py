"""`access` as a user calls it, on the embedded study."""

import json
from types import SimpleNamespace

import pandas as pd
import pytest

from prosmed_gis.errors import DataError
from prosmed_gis.pipeline.reaching import network_states


@pytest.fixture(scope="module")
def told(invoke, study, tmp_path_factory):
    out = tmp_path_factory.mktemp("access") / "tables"
    result = invoke("access", *study, "--json", "--out", out)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout), out


def test_every_state_of_every_service_is_told(told):
    rows = pd.DataFrame(told[0]["country"])
    assert set(rows["service"]) == {"security", "justice", "prison"}
    assert len(rows.groupby(["season", "security", "mode"])) == 8
    assert (rows["covered"] + rows["unreachable"] <= rows["population"] + 1).all()


def test_no_state_reaches_more_people_than_the_best(told):
    rows = pd.DataFrame(told[0]["country"]).set_index(["service", "minutes", "season", "security", "mode"])["covered"]
    best = rows.xs(("dry", "calm", "vehicle"), level=("season", "security", "mode"))
    for state, covered in rows.groupby(["season", "security", "mode"]):
        assert (covered.droplevel(["season", "security", "mode"]) <= best + 1e-6).all(), state


def test_communes_sum_to_their_cercles(told):
    states = pd.DataFrame(told[0]["states"])
    keys = ["service", "season", "security", "mode", "minutes"]
    whole = states.pivot_table(index=keys, columns="level", values="population", aggfunc="sum")
    assert (whole["commune"] / whole["cercle"]).between(0.999, 1.001).all()


def test_the_same_tables_stand_in_files_and_are_not_replaced(told, invoke, study):
    answer, out = told
    assert len(pd.read_csv(out / "access.csv", encoding="utf-8-sig")) == len(answer["states"])
    assert len(pd.read_csv(out / "chain.csv", encoding="utf-8-sig")) == 53
    again = invoke("access", *study, "--out", out)
    assert again.exit_code == 1
    assert "--overwrite" in again.stderr


def test_the_public_sees_shares_by_cercle_alone(invoke, study):
    answer = json.loads(invoke("access", *study, "--audience", "public", "--json").stdout)
    assert {row["level"] for row in answer["states"]} == {"cercle"}
    assert answer["catchments"] == answer["links"] == []
    assert {row["level"] for row in answer["network"]} == {"cercle"}
    assert {row["court_id"] for row in answer["chain"]} == {None}


def test_people_read_it_as_a_table(invoke, study):
    lines = invoke("access", *study, "--level", "cercle", "--service", "prison", "--lang", "en").stdout.splitlines()
    assert lines[0].startswith("unit")
    assert any(line.startswith("Gao") and "Prison" in line for line in lines)
    assert invoke("access", *study, "--chain", "--lang", "en").stdout.startswith("cercle")


def test_the_roads_tell_beside_the_surface(told):
    answer, out = told
    rows = pd.DataFrame(answer["network"])
    assert set(rows["level"]) == {"cercle", "commune"}
    assert set(rows["season"]) == {"dry", "rains"}
    assert len(pd.read_csv(out / "network.csv", encoding="utf-8-sig")) == len(rows)
    along, over = (pd.DataFrame(answer[name]) for name in ("country_network", "country"))
    both = along.merge(over, on=["service", "season", "security", "mode", "minutes"])
    assert both["population_x"].tolist() == pytest.approx(both["population_y"].tolist(), rel=1e-3)
    assert along["share"].between(0, 1).all()


def test_people_read_the_roads_as_a_table(invoke, study):
    lines = invoke("access", *study, "--network", "--service", "prison", "--lang", "en").stdout.splitlines()
    shown = [line for line in lines if line.startswith("whole")]
    assert len(shown) == 4
    assert all("calm" in line and "vehicle" in line for line in shown)
    assert any(line.startswith("Along the roads, rains") for line in lines)


def test_without_rules_for_the_roads_nothing_is_shown_in_their_place(invoke, study):
    both = invoke("access", *study, "--network", "--chain")
    assert both.exit_code == 2
    assert "--chain" in both.stderr
    nothing = SimpleNamespace(network=pd.DataFrame())
    with pytest.raises(DataError, match=r"access\.network"):
        network_states(SimpleNamespace(language="en"), nothing)
