"""Sites forced and forbidden, money changed, and what is said where no plan obeys."""

from __future__ import annotations

import pandas as pd
import pytest
import siting_country as country
from pydantic import ValidationError

from prosmed_gis.domain.products import PlanResult
from prosmed_gis.errors import ConfigError, DataError, InfeasibleError
from prosmed_gis.siting.verify import verify

GROUND = country.layers()


def planned(plan: PlanResult) -> dict[str, int]:
    own = plan.works[plan.works["status"] == "planned"]
    return own.set_index("work_id")["year"].to_dict()


def broken(works: pd.DataFrame, rules: object, ground=GROUND, variant: str = "21") -> set[str]:
    found = verify(
        works, ground, country.selection(), rules, country.access_config(), as_of=country.AS_OF, variant=variant
    )
    return {violation.rule for violation in found}


@pytest.fixture(scope="module")
def free() -> PlanResult:
    return country.plan(GROUND, country.config())


def test_a_forced_work_is_built_by_its_year(free: PlanResult) -> None:
    assert "OPEN-EPES-PB2" not in planned(free)
    rules = country.config(forced_sites={"OPEN-EPES-PB2": 2023})
    found = country.plan(GROUND, rules)
    assert planned(found)["OPEN-EPES-PB2"] <= 2023
    assert found.objective < free.objective
    assert any("Sites imposés à la demande : 1" in note for note in found.notes)
    assert broken(found.works, rules) == set()
    assert "forced" in broken(free.works, rules)


def test_a_forced_place_gets_one_of_its_works(free: PlanResult) -> None:
    assert not any(name.endswith("PB2") for name in planned(free))
    rules = country.config(forced_sites={"PB2": None})
    found = country.plan(GROUND, rules)
    assert any(name.endswith("PB2") for name in planned(found))
    assert broken(found.works, rules) == set()
    assert "forced" in broken(free.works, rules)


def test_a_forbidden_work_or_place_stays_empty(free: PlanResult) -> None:
    rules = country.config(forbidden_sites=["PA2", "OPEN-BRIGADE-PB1"])
    found = country.plan(GROUND, rules)
    assert not {name for name in planned(found) if name.endswith("PA2") or name == "OPEN-BRIGADE-PB1"}
    assert {"forbidden"} == set(found.excluded.loc[found.excluded["place_id"] == "PA2", "reason"])
    assert found.objective < free.objective
    assert "forbidden" in broken(free.works, rules)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"forced_sites": {"OPEN-BRIGADE-PA9": None}}, "OPEN-BRIGADE-PA1"),
        ({"forbidden_sites": ["Bourg"]}, "PB1"),
        ({"forbidden_sites": ["COM-A"]}, "donné par le document"),
        ({"budget_changes": {"ENV-SECURTY": {2022: 1.0}}}, "ENV-SECURITY"),
    ],
)
def test_a_name_that_is_not_known_is_refused_with_near_ones(changes: dict[str, object], said: str) -> None:
    with pytest.raises(ConfigError, match=said) as caught:
        country.plan(GROUND, country.config(**changes))
    assert caught.value.key.startswith("siting.")


def test_every_unknown_name_is_told_at_once() -> None:
    with pytest.raises(ConfigError) as caught:
        country.plan(GROUND, country.config(forced_sites={"X1": None}, forbidden_sites=["X2", "X3"]))
    assert all(name in str(caught.value) for name in ("X1", "X2", "X3"))


@pytest.mark.parametrize(
    "changes",
    [
        {"years": [2022, 2021]},
        {"years": [2021, 2021]},
        {"years": []},
        {"budget_changes": {"2.1": {2030: 5.0}}},
        {"forced_sites": {"PA1": 2030}},
        {"forced_sites": {"PA1": None}, "forbidden_sites": ["PA1"]},
    ],
)
def test_a_configuration_that_cannot_be_meant_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        country.config(**changes)


def test_a_forced_site_that_a_gate_sets_aside_names_the_gate() -> None:
    with pytest.raises(InfeasibleError, match="partenaire") as caught:
        country.plan(GROUND, country.config(forced_sites={"OPEN-BRIGADE-PB2": None}))
    assert "partner_near" in caught.value.rules
    with pytest.raises(InfeasibleError, match="COM-A est donné pour 2022"):
        country.plan(GROUND, country.config(forced_sites={"COM-A": 2021}))
    assert country.plan(GROUND, country.config(forced_sites={"COM-A": 2022})).status == "optimal"


def test_rules_that_collide_are_named_with_whom_they_concern() -> None:
    """A forced court of 2021 finds neither money (none that year) nor police: the fewest needed are named."""
    with pytest.raises(InfeasibleError) as caught:
        country.plan(GROUND, country.config(forced_sites={"OPEN-COURT-PA1": 2021}))
    rules = caught.value.rules
    assert "forced OPEN-COURT-PA1 2021" in rules
    assert len(rules) == 2
    assert {"budget ENV-COURTS 2021", "precedence OPEN-COURT-PA1 2021"} & set(rules)
    assert "OPEN-COURT-PA1" in str(caught.value)


def test_phasing_and_hard_targets_and_floors_collide_too() -> None:
    with pytest.raises(InfeasibleError) as caught:
        country.plan(GROUND, country.config(forced_sites={"OPEN-BRIGADE-PB1": 2021}))
    assert {rule.split()[0] for rule in caught.value.rules} == {"forced", "first_year"}
    with pytest.raises(InfeasibleError) as caught:
        country.plan(GROUND, country.config(targets_hard=True))
    assert any(rule.startswith(("target 2.1.2 2023", "target 2.2.2")) for rule in caught.value.rules)
    with pytest.raises(InfeasibleError) as caught:
        country.plan(GROUND, country.config(region_floors={"ML01": {"prison": 4}}))
    assert "region_floor ML01 prison" in caught.value.rules
    # Nothing to build at all: a hard target still cannot hold.
    with pytest.raises(InfeasibleError):
        country.plan(country.layers(settlements=None), country.config(targets_hard=True))


def test_a_floor_moves_works_to_its_region(free: PlanResult) -> None:
    rules = country.config(region_floors={"ML01": {"security": 3, "prison": 2}})
    found = country.plan(GROUND, rules)
    assert broken(found.works, rules) == set()
    assert "region_floor" in broken(free.works[free.works["kind"] != "epes"], rules)


def test_hard_targets_that_can_be_met_are(free: PlanResult) -> None:
    low = country.indicators().assign(target=lambda table: table["target"].clip(upper=2))
    rules, ground = country.config(targets_hard=True), country.layers(indicators=low)
    found = country.plan(ground, rules)
    assert found.shortfalls["missing"].sum() == 0
    assert broken(found.works, rules, ground) == set()
    assert "target" in broken(free.works[free.works["status"] != "planned"], rules, ground)


def test_changed_money_changes_the_plan(free: PlanResult) -> None:
    less = country.config(budget_changes={"ENV-SECURITY": {2022: -60_000.0}})
    found = country.plan(GROUND, less)
    spending = found.spending.set_index(["envelope", "year"])["budget_usd"]
    assert spending["ENV-SECURITY", 2022] == 40_000
    assert found.objective < free.objective
    assert broken(found.works, less) == set()
    assert "budget" in broken(free.works, less)
    assert any("ENV-SECURITY en 2022, -60000" in note for note in found.notes)
    more = country.plan(GROUND, country.config(budget_changes={"ENV-EPES": {2022: 85_000.0}}))
    assert more.objective > free.objective


def budgets(security_2021: float = 300_000.0) -> pd.DataFrame:
    """Output 2.1: its only given work, three envelopes, other lines of 50,000 a year, and the subtotals."""
    paid = country.payments().groupby("year")["cost_usd"].sum()
    rows = [
        (f"2.1-{work}", "line", year, cost)
        for work, year, cost in country.payments().itertuples(index=False, name=None)
    ]
    rows += [("2.1-TALK", "line", year, 50_000.0) for year in (2021, 2022, 2023)]
    rows += [("2.1-SUB", "subtotal", year, float(paid[year]) + 50_000.0) for year in (2022, 2023)]
    rows.append(("2.1-SUB", "subtotal", 2021, security_2021))
    return pd.DataFrame(rows, columns=["line_id", "level", "year", "amount_usd"]).assign(output="2.1")


def test_an_output_that_adds_up_leaves_the_plan_as_it_is(free: PlanResult) -> None:
    # 2021: given works 140,000, envelope 200,000, other lines 50,000.
    found = country.plan(country.layers(budgets=budgets(390_000.0)), country.config())
    pd.testing.assert_frame_equal(found.works, free.works)


def test_an_output_that_falls_short_has_smaller_envelopes() -> None:
    ground, rules = country.layers(budgets=budgets(330_000.0)), country.config()
    found = country.plan(ground, rules)
    assert found.spending.set_index(["envelope", "year"])["budget_usd"]["ENV-SECURITY", 2021] == 140_000
    assert broken(found.works, rules, ground) == set()
    assert "budget" in broken(country.plan(GROUND, rules).works, rules, ground)


@pytest.mark.parametrize("carry_over", [True, False])
def test_a_budget_that_cannot_pay_a_given_work_names_it(carry_over: bool, free: PlanResult) -> None:
    """390,000 pay all of 2021; 240,000 taken from the output leave 40,000 less than the given works need."""
    ground = country.layers(budgets=budgets(390_000.0))
    rules = country.config(budget_changes={"2.1": {2021: -240_000.0}}, carry_over=carry_over)
    with pytest.raises(InfeasibleError, match="il manque 40000 USD") as caught:
        country.plan(ground, rules)
    assert caught.value.rules == ("budget 2.1 2021",)
    assert "COM-A (100000 USD)" in str(caught.value)
    assert "TI-B (40000 USD)" in str(caught.value)
    assert "given_unpaid" in broken(free.works, rules, ground)
    # What the envelopes alone lose is no matter of the given works.
    assert country.plan(ground, country.config(budget_changes={"2.1": {2021: -200_000.0}})).status == "optimal"


def test_a_given_work_that_the_document_itself_does_not_pay_is_told() -> None:
    with pytest.raises(InfeasibleError, match="COM-A"):
        country.plan(country.layers(budgets=budgets(100_000.0)), country.config())


def test_more_taken_than_there_is_without_given_works() -> None:
    with pytest.raises(InfeasibleError, match="de plus qu'il n'y a"):
        country.plan(GROUND, country.config(budget_changes={"ENV-SECURITY": {2023: -900_000.0}}))


def test_an_output_without_envelopes_that_loses_money_does_not_pay_its_works() -> None:
    works = country.works()
    works.loc["TI-B", "output"] = "2.9"
    ground, rules = country.layers(works=works), country.config(budget_changes={"2.9": {2021: -10_000.0}})
    with pytest.raises(InfeasibleError, match=r"2\.9, 2021 : il manque 10000 USD pour payer TI-B"):
        country.plan(ground, rules)
    assert "given_unpaid" in broken(country.plan(ground, country.config()).works, rules, ground)


def test_one_purse_for_an_output_pays_where_it_is_worth_most(free: PlanResult) -> None:
    rules = country.config(purse="output")
    found = country.plan(GROUND, rules)
    assert set(found.spending["envelope"]) == {"2.1"}
    assert found.objective >= free.objective
    assert broken(found.works, rules) == set()
    assert found.spending.groupby("year")["budget_usd"].sum().to_dict() == {2021: 200_000, 2022: 315_000, 2023: 250_000}


def test_an_envelope_without_any_cost_is_refused() -> None:
    paid = country.payments()
    with pytest.raises(DataError, match="ENV-COURTS, ENV-EPES"):
        country.plan(country.layers(payments=paid[~paid["work_id"].isin(["ENV-COURTS", "ENV-EPES"])]), country.config())
