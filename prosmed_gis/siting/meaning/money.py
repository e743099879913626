"""What more or less money would bring: the price of a year's money, one more work's money, the frontier."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.siting.meaning.covering import people_covered
from prosmed_gis.siting.model import relaxed_prices
from prosmed_gis.siting.plan import opened_works, spending_frame

if TYPE_CHECKING:
    from prosmed_gis.siting.meaning.planner import Answer, Planner

THOUSAND = 1000.0


def money_frame(planner: Planner, best: Answer) -> pd.DataFrame:
    """Return what the money of each envelope and year is worth.

    Returns
    -------
    pandas.DataFrame
        `envelope`, `year`, `budget_usd`, `spent_usd`, `shadow_price` (worth of 1,000 USD more where works may be
        built in parts), `work_usd` (cost of the envelope's cheapest candidate), `one_more_worth` (worth gained by so
        much more money that year, planned anew; NaN where not answered), `status`, `gap`. The two differ where money
        comes in steps: a price of 0 does not say that one more work would bring nothing.
    """
    world = planner.world
    frame = spending_frame(world, opened_works(world, best.opens)).drop(columns="carried_usd")
    prices = relaxed_prices(world, planner.asked).set_index(["envelope", "year"])["shadow_price"] * THOUSAND
    cheapest = world.candidates.groupby("envelope")["cost_usd"].min()
    frame = frame.assign(
        shadow_price=prices.reindex(pd.MultiIndex.from_frame(frame[["envelope", "year"]])).to_numpy(),
        work_usd=frame["envelope"].map(cheapest),
    )
    answers = [
        planner.best(budgets=_more(world.budgets, str(envelope), int(year), float(work_usd)))
        for envelope, year, work_usd in zip(frame["envelope"], frame["year"], frame["work_usd"], strict=True)
    ]
    worth = [max(0.0, answer.objective - best.objective) if answer.found else np.nan for answer in answers]
    return frame.assign(
        one_more_worth=worth, status=[answer.status for answer in answers], gap=[answer.gap for answer in answers]
    )


def _more(budgets: pd.DataFrame, envelope: str, year: int, usd: float) -> pd.DataFrame:
    """Return the budgets with more money in one year; as they are where no candidate draws on the envelope."""
    more = pd.DataFrame(0.0, index=budgets.index, columns=budgets.columns)
    more.loc[envelope, year] = np.nan_to_num(usd)
    return budgets + more


def frontier_frame(planner: Planner, best: Answer, people: np.ndarray, *, shares: tuple[float, ...]) -> pd.DataFrame:
    """Return what each part of the money buys, every envelope and year cut or raised alike.

    Returns
    -------
    pandas.DataFrame
        `budget_share`, `budget_usd`, `people_covered` (newly, person-services at the end of the plan; NaN where not
        answered), `works` (planned), `objective`, `gap`, `status`. The objective never falls: a plan stays possible
        with more money, and takes the place of a worse one that a stopped search gave.
    """
    world = planner.world
    total = float(world.budgets.to_numpy().sum())
    rows = []
    before: Answer | None = None
    for share in shares:
        answer = best if share == 1 else planner.best(budgets=world.budgets * share)
        if before is not None and before.found and answer.found and answer.objective < before.objective:
            answer = _kept(before, answer)
        before = answer if answer.found else before
        covered = people_covered(world, answer.opens, people) if answer.found else np.nan
        works = len(answer.opens) if answer.found else np.nan
        rows.append((share, share * total, covered, works, answer.objective, answer.gap, answer.status))
    columns = ["budget_share", "budget_usd", "people_covered", "works", "objective", "gap", "status"]
    return pd.DataFrame(rows, columns=columns)


def _kept(before: Answer, answer: Answer) -> Answer:
    """Return the cheaper, better plan with what the search has proved of the dearer one."""
    gap = max(0.0, answer.bound - before.objective) / max(abs(before.objective), 1.0)
    return replace(answer, opens=before.opens, gap=gap, objective=before.objective)
