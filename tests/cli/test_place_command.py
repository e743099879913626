"""`place` with other money or sites, what a plan is worth, and two plans compared, on the embedded study."""

import json

import pytest

FEWER = ["--set", "meaning.both_scenarios=5"]


def planned(answer):
    return {work["work_id"]: work["opens_year"] for work in answer["works"] if work["status"] == "planned"}


@pytest.fixture(scope="module")
def plain(invoke, study):
    result = invoke("place", *study, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def changed(invoke, study, plain):
    """The plan without one of its sites and with less money in a year, beside the plan itself."""
    site = next(name for name in planned(plain) if name.startswith("OPEN-BRIGADE"))
    words = ("--what-if", "--forbid", site, "--budget", "ENV-SECURITY@2023=-150000")
    result = invoke("place", *study, *words, "--json")
    assert result.exit_code == 0, result.stderr
    return site, json.loads(result.stdout)


def test_a_what_if_is_another_plan_beside_the_configured_one(plain, changed):
    site, answer = changed
    assert site not in planned(answer)
    assert answer["status"] == "optimal"
    assert answer["objective"] <= plain["objective"] + 1e-6
    what_if = answer["what_if"]
    assert what_if["a"]["objective"] == pytest.approx(plain["objective"])
    assert what_if["b"]["objective"] == pytest.approx(answer["objective"])
    left = {row["work_id"] for row in what_if["works"] if row["change"] == "leaves"}
    entered = {row["work_id"] for row in what_if["works"] if row["change"] == "enters"}
    assert site in left
    assert planned(plain).keys() - left | entered == planned(answer).keys()


def test_less_money_is_spent_where_there_is_less(changed):
    before, after = (
        {(row["envelope"], row["year"]): row["budget_usd"] for row in changed[1]["what_if"]["spending"][side]}
        for side in "ab"
    )
    assert before["ENV-SECURITY", 2023] - after["ENV-SECURITY", 2023] == 150_000


def test_a_forced_site_is_built_by_its_year(invoke, study, plain):
    opens = planned(plain)
    late = max((year, name) for name, year in opens.items() if name.startswith("OPEN-BRIGADE"))[1]
    answer = json.loads(invoke("place", *study, "--force", f"{late}@{opens[late] - 1}", "--json").stdout)
    assert planned(answer)[late] < opens[late]
    assert answer["objective"] <= plain["objective"] + 1e-6


def test_a_site_forced_against_a_rule_names_the_rules_that_collide(invoke, study):
    # A given commissariat opens in this cercle in 2022, and one work a year is the limit there.
    result = invoke("place", *study, "--force", "OPEN-BRIGADE-PL00807@2022")
    assert result.exit_code == 4
    assert "OPEN-BRIGADE-PL00807 2022" in result.stderr
    assert "max_per_cercle_year" in result.stderr


def test_what_was_said_cannot_be_read_is_told_at_once(invoke, study):
    result = invoke("place", *study, "--force", "A@soon", "--budget", "ENV-SECURITY", "--budget", "X@2023=much")
    assert result.exit_code == 2
    assert result.stderr.count("--budget") == 2
    assert "--force A@soon" in result.stderr
    unknown = invoke("place", *study, "--forbid", "OPEN-NOWHERE")
    assert unknown.exit_code == 2
    assert "OPEN-NOWHERE" in unknown.stderr


def test_money_that_no_longer_pays_a_given_work_is_no_plan(invoke, study):
    result = invoke("place", *study, "--budget", "2.1@2021=-2200000")
    assert result.exit_code == 4
    assert "2.1" in result.stderr
    assert "2021" in result.stderr


def test_plans_of_two_scenarios_are_compared(invoke, study, tmp_path):
    out = tmp_path / "differences.csv"
    result = invoke("place", "compare", "21-cercles", "17-cercles", *study, "--json", "--out", out)
    assert result.exit_code == 0, result.stderr
    answer = json.loads(result.stdout)
    assert [answer[side]["name"] for side in "ab"] == ["21-cercles", "17-cercles"]
    assert {row["change"] for row in answer["works"]} >= {"enters", "leaves"}
    assert len(out.read_text(encoding="utf-8-sig").splitlines()) == len(answer["works"]) + 1
    assert invoke("place", "compare", "21-cercles", "17-cercles", *study, "--out", out).exit_code == 1


def test_the_public_sees_what_differs_by_cercle_and_no_site(invoke, study, changed):
    site, whole = changed
    words = ("--what-if", "--forbid", site, "--budget", "ENV-SECURITY@2023=-150000", "--audience", "public", "--json")
    answer = json.loads(invoke("place", *study, *words).stdout)
    seen, known = answer["what_if"]["works"], whole["what_if"]["works"]
    assert {row["work_id"] for row in seen} == {""}
    assert {row["place"] for row in seen} == {""}
    assert {row["cost_usd_a"] for row in seen} | {row["cost_usd_b"] for row in seen} == {None}
    assert site not in json.dumps(answer)
    what = ("change", "cercle", "kind", "year_a", "year_b")
    assert [[row[name] for name in what] for row in seen] == [
        [row[name] for name in what] for row in known if row["change"] != "costs"
    ]


def test_what_the_plan_is_worth(invoke, study, plain):
    result = invoke("place", *study, "--worth", "--set", "meaning.enabled=true", *FEWER, "--json")
    assert result.exit_code == 0, result.stderr
    worth = json.loads(result.stdout)["worth"]
    assert {row["work_id"] for row in worth["sites"]} == set(planned(plain))
    assert len(worth["frontier"]) >= 10
    assert len({row["plan"] for row in worth["near_best"]}) >= 6
    assert len(worth["scenarios"]) >= 20
    assert worth["greedy_objective"] <= plain["objective"]
    assert all(row["loss"] >= 0 for row in worth["sites"])
