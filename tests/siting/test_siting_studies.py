"""The plan of the two studies, for 21 and for 17 cercles, read back from its own rows and checked anew."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest

from prosmed_gis.config.loading import Request, load
from prosmed_gis.pipeline.cache import Results
from prosmed_gis.pipeline.run import Run
from prosmed_gis.siting.verify import verify

ROOT = Path(__file__).parents[2]
FEW_DRAWS = ("targeting.firmness.draws=20", "targeting.firmness.sensitivity_draws=0")


@pytest.fixture(scope="module", params=["prosmed", pytest.param("mali-cod", marks=pytest.mark.real)])
def runs(request: pytest.FixtureRequest) -> Iterator[dict[str, Run]]:
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "mali-cod":
            patch.setenv("PROSMED_DATA", str(request.getfixturevalue("shared") / "data"))
        made: dict[str, Run] = {}
        results = Results()
        for scenario in (None, "17-cercles"):
            asked = Request(ROOT / "config" / f"{request.param}.yaml", scenario=scenario, settings=FEW_DRAWS)
            run = Run(load(asked), today=date(2026, 1, 1), notify=lambda _: None, warn=list, results=results)
            assert run.plan.status == "optimal"
            made["17" if scenario else "21"] = run
        yield made


@pytest.mark.parametrize("cercles", ["21", "17"])
def test_the_open_works_are_placed_within_every_rule(runs: dict[str, Run], cercles: str) -> None:
    run = runs[cercles]
    assert int(run.chosen.selection["selected"].sum()) == int(cercles)
    plan, config = run.plan, run.config
    rows = pd.read_csv(StringIO(plan.works.to_csv(index=False)))
    broken = verify(
        rows, run.overlaid.layers, run.chosen.selection, config.siting, config.access, as_of=config.study.as_of,
        variant=config.selection.variant,
    )  # fmt: skip
    assert broken == []
    assert plan.gap <= config.siting.mip_gap
    left = plan.spending["budget_usd"] + plan.spending["carried_usd"] - plan.spending["spent_usd"]
    assert (left >= 0).all()


@pytest.mark.parametrize("cercles", ["21", "17"])
def test_targets_are_met_by_the_end_or_what_is_missing_is_told(runs: dict[str, Run], cercles: str) -> None:
    plan = runs[cercles].plan
    last = plan.shortfalls[plan.shortfalls["year"] == 2025].set_index("indicator")
    assert set(last.index) == {"2.1.2", "2.2.2"}
    assert last["missing"].to_dict() == {"2.1.2": 0, "2.2.2": 0}
    told = sum("Cible non atteinte" in note for note in plan.notes)
    assert told == int((plan.shortfalls["missing"] > 0).sum())
    open_works = plan.works[plan.works["status"] == "planned"]["kind"].map(
        {"brigade": "security", "commissariat": "security"}
    )
    # The document names 9 + 11; its 20 + 20 leave 11 + 9 to place.
    assert int(open_works.eq("security").sum()) >= 11
    assert int(open_works.isna().sum()) >= 9


def test_the_named_works_keep_their_years(runs: dict[str, Run]) -> None:
    given = runs["21"].plan.works
    opens = given[given["status"] == "given"].groupby("work_id")["opens_year"].first()
    assert opens[["COM-DJENNE", "COM-MACINA", "COM-BLA", "COM-YELIMANE"]].tolist() == [2021, 2022, 2023, 2024]
    assert opens[["TI-KORO", "TI-DOUENTZA", "TI-YOROSSO", "TI-NARA"]].tolist() == [2021, 2022, 2023, 2022]
    assert opens.filter(regex="^COM-").size == 9
    assert opens.filter(regex="^TI-").size == 7
    again = runs["17"].plan.works
    pd.testing.assert_series_equal(opens, again[again["status"] == "given"].groupby("work_id")["opens_year"].first())
