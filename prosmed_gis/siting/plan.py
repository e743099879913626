"""The plan as frames: works, spending, shortfalls, coverage by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.access.coverage import coverage_frame
from prosmed_gis.domain.notes import note
from prosmed_gis.domain.products import PLAN_COLUMNS
from prosmed_gis.domain.vocabulary import PlanStatus, Service
from prosmed_gis.siting.sites import with_cercle

if TYPE_CHECKING:
    from prosmed_gis.domain.layers import Layers
    from prosmed_gis.siting.candidates import Candidates
    from prosmed_gis.siting.world import World

ORDER = {PlanStatus.GIVEN.value: 0, PlanStatus.PARTNER.value: 1, PlanStatus.PLANNED.value: 2}
"""Of works that open in the same year, the decided ones come first."""
GATED_COLUMNS = ("cercle_pcode", "cercle", "place_id", "place", "open_work", "effect", "reason", "told")
"""`told` is the reason as a note."""


def opened_works(world: World, opens: dict[str, int]) -> pd.DataFrame:
    """Return every work of the plan once, in order of opening (year, status, work id).

    Index work id; columns kind, action, service, cercle_pcode, place, lon, lat, opens_year, status, cost_usd (unit
    cost of planned works, NaN for the others). Works that open after the plan are there too.
    """
    columns = ["kind", "action", "service", "cercle_pcode", "place", "lon", "lat", "opens_year", "status", "cost_usd"]
    planned = world.candidates.loc[list(opens)].assign(opens_year=list(opens.values()), status=PlanStatus.PLANNED.value)
    parts = [world.fixed.assign(cost_usd=np.nan)[columns], planned[columns]]
    whole = pd.concat([part for part in parts if len(part)] or parts[:1])
    whole = whole.rename_axis("work_id").reset_index()
    whole = whole.assign(order=whole["status"].map(ORDER))
    whole = whole.sort_values(["opens_year", "order", "work_id"], kind="stable").set_index("work_id")
    return whole[columns].astype({"opens_year": "int64"})


def people_gained(works: pd.DataFrame, world: World, people: np.ndarray) -> pd.Series:
    """Return people newly covered by each work when it opens, on the works' index.

    First come, first counted: a person counts for the first work of a service (in the order of `works`) that brings
    them within its standard, never for two. NaN for works that give none of the three services. All people count here,
    also those outside the selected cercles, so that the gains add up to the change in coverage.
    """
    covered = {service: rows.copy() for service, rows in world.reach.covered_today.items()}
    gains = []
    for name, service in works["service"].items():
        if pd.isna(service) or Service(service) not in covered:
            gains.append(np.nan)
            continue
        rows = world.reach.rows[str(name)]
        new = rows[~covered[Service(service)][rows]]
        covered[Service(service)][new] = True
        gains.append(float(people[new].sum()))
    return pd.Series(gains, index=works.index, dtype=float, name="people_gained")


def plan_frame(
    works: pd.DataFrame,
    gains: pd.Series,
    payments: pd.DataFrame | None,
    cercle_names: pd.Series,
    years: list[int],
    stands: pd.DataFrame,
) -> pd.DataFrame:
    """Return one row for each work and year of payment, columns PLAN_COLUMNS and those of `stands`.

    `stands` is what `siting.standing.standing` says of each work, the same on all rows of one.

    `people_gained` stands on the row of the opening year and is 0 on the other rows of a work, so that it sums up.
    A work without printed money has one row, in its opening year, with cost NaN; a partner's costs the programme 0.
    Partners' works that do not open inside the plan are left out. Sorted by year, status, cercle and work id.
    """
    rows = []
    for key, work in works.iterrows():
        name = str(key)
        if work["status"] == PlanStatus.PARTNER.value and work["opens_year"] not in years:
            continue
        for year, cost in _payments_of(name, work, payments):
            gain = gains[name] if year == work["opens_year"] or np.isnan(gains[name]) else 0.0
            rows.append(
                {
                    **work.drop(["service", "cost_usd"]).to_dict(),
                    "work_id": name,
                    "year": year,
                    "cost_usd": cost,
                    "people_gained": gain,
                    "cercle": cercle_names.get(work["cercle_pcode"], ""),
                }
            )
    frame = pd.DataFrame(rows, columns=list(PLAN_COLUMNS))
    text_columns = ["work_id", "kind", "action", "cercle_pcode", "cercle", "place", "status"]
    frame = frame.astype({**dict.fromkeys(text_columns, "str"), "year": "int64", "opens_year": "int64"})
    frame = frame.assign(order=frame["status"].map(ORDER))
    frame = frame.sort_values(["year", "order", "cercle_pcode", "work_id"], kind="stable", ignore_index=True)
    return frame[list(PLAN_COLUMNS)].join(stands, on="work_id")


def _payments_of(name: str, work: pd.Series, payments: pd.DataFrame | None) -> list[tuple[int, float]]:
    opens = int(work["opens_year"])
    if work["status"] == PlanStatus.PLANNED.value:
        return [(opens, float(work["cost_usd"]))]
    if work["status"] == PlanStatus.PARTNER.value:
        return [(opens, 0.0)]
    if payments is None:
        return [(opens, np.nan)]
    own = payments[(payments["work_id"] == name) & (payments["cost_usd"] > 0)].groupby("year")["cost_usd"].sum()
    return [(int(year), float(cost)) for year, cost in zip(own.index, own, strict=True)] or [(opens, np.nan)]


def spending_frame(world: World, works: pd.DataFrame) -> pd.DataFrame:
    """Return envelope, year, budget_usd, carried_usd (unspent from earlier years), spent_usd by envelope and year."""
    planned = works[works["status"] == PlanStatus.PLANNED.value]
    envelope = world.candidates["envelope"].reindex(planned.index)
    rows = []
    for name in world.budgets.index:
        carried = 0.0
        for year in world.years:
            budget = float(world.budgets.loc[name, year])
            spent = float(planned.loc[(envelope == name) & (planned["opens_year"] == year), "cost_usd"].sum())
            rows.append((str(name), year, budget, carried, spent))
            carried = carried + budget - spent if world.config.carry_over else 0.0
    return pd.DataFrame(rows, columns=["envelope", "year", "budget_usd", "carried_usd", "spent_usd"])


def excluded_frame(found: Candidates, layers: Layers) -> pd.DataFrame:
    """Return what gates did to possible works: GATED_COLUMNS, by cercle, place and work, then effect."""
    parts = [found.excluded.assign(effect="excluded"), found.delayed.assign(effect="delayed")]
    table = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    places = layers.settlements
    if places is None or table.empty:
        return pd.DataFrame(columns=list(GATED_COLUMNS))
    names, cercles = places["name"], with_cercle(places.loc[table["place_id"].unique()], layers.cercles)["cercle_pcode"]
    home = table["place_id"].map(cercles)
    told = table["reason"].map(lambda reason: note(f"siting.reason.{reason}"))
    table = table.assign(
        place=table["place_id"].map(names), cercle_pcode=home, cercle=home.map(layers.cercles["name"]), told=told
    )
    return table.sort_values(["cercle_pcode", "place_id", "open_work", "effect"], kind="stable", ignore_index=True)[
        list(GATED_COLUMNS)
    ]


def shortfall_frame(world: World, works: pd.DataFrame) -> pd.DataFrame:
    """Return indicator, year, target, planned, missing: given and planned works against cumulative targets.

    `target` has the indicator's baseline taken off; partners' works do not count.
    """
    counts = works[works["status"] != PlanStatus.PARTNER.value]
    rows = []
    for code in world.targets.index:
        services = [service.value for service, counted in world.counted.items() if counted == code]
        for year in world.years:
            target = float(world.targets.loc[code, year])
            if np.isfinite(target):
                done = float((counts["service"].isin(services) & (counts["opens_year"] <= year)).sum())
                rows.append((str(code), year, target, done, max(0.0, target - done)))
    return pd.DataFrame(rows, columns=["indicator", "year", "target", "planned", "missing"])


def coverage_by_year(
    world: World, works: pd.DataFrame, people: pd.DataFrame, cercle_pcodes: tuple[str, ...]
) -> pd.DataFrame:
    """Return coverage (COVERAGE_COLUMNS) at the baseline (the year before the plan) and after each year of the plan."""
    frames = []
    for year in [world.years[0] - 1, *world.years]:
        covered = {service: rows.copy() for service, rows in world.reach.covered_today.items()}
        for name, service in works.loc[works["opens_year"] <= year, "service"].items():
            if not pd.isna(service) and Service(service) in covered:
                covered[Service(service)][world.reach.rows[str(name)]] = True
        frames.append(coverage_frame(people, covered, year=year, cercle_pcodes=cercle_pcodes))
    return pd.concat(frames, ignore_index=True)
