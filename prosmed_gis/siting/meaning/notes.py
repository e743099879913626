"""What a reader of the meaning must know: what is proved, what is not, and what was taken as given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from prosmed_gis.domain.notes import Listed, Note, Number, Percent, note
from prosmed_gis.domain.vocabulary import PlanStatus
from prosmed_gis.siting.meaning.covering import people_covered
from prosmed_gis.siting.meaning.scenarios import dated_works
from prosmed_gis.siting.worth import obeys

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy as np
    import pandas as pd

    from prosmed_gis.config.meaning import Meaning
    from prosmed_gis.siting.meaning.planner import Answer
    from prosmed_gis.siting.world import World

ROUNDING = 1e-6
"""Relative difference of two worths below which they are equal."""


@dataclass(frozen=True, eq=False)
class Found:
    """What the notes speak of."""

    world: World
    people: np.ndarray
    best: Answer
    near_ended: str
    greedy: Mapping[str, int]
    greedy_objective: float
    tables: Mapping[str, pd.DataFrame]
    """Name of the question (`meaning.question.<name>`) -> its frame, with `status`."""


def meaning_notes(found: Found, cercles: pd.DataFrame, config: Meaning) -> tuple[Note, ...]:
    """Return all notes, in a fixed order."""
    return (
        *_proof_notes(found),
        *_core_notes(found, config),
        *_near_notes(found, config),
        *_greedy_notes(found),
        *_scenario_notes(found, cercles),
        *_open_notes(found, config),
    )


def _share(value: float) -> Percent:
    return Percent(value, decimals=2)


def _named(sites: pd.DataFrame) -> Listed:
    return Listed(tuple(Listed((f"{site.place} (", note(f"work.{site.kind}"), ")"), "") for site in sites.itertuples()))


def _proof_notes(found: Found) -> Iterable[Note]:
    if found.best.status != "optimal":
        yield note("meaning.no_plan_proved", gap=_share(found.best.gap))


def _core_notes(found: Found, config: Meaning) -> Iterable[Note]:
    sites, share = found.tables["sites"], _share(config.near_share)
    core, unsettled = sites[sites["core"]], sites[~sites["core_settled"]]
    if len(core):
        yield note("meaning.core", count=len(core), works=len(sites), share=share, names=_named(core))
    elif len(sites) and not len(unsettled):
        yield note("meaning.no_core", share=share)
    if len(unsettled):
        yield note("meaning.core_open", count=len(unsettled), names=_named(unsettled))


def _near_notes(found: Found, config: Meaning) -> Iterable[Note]:
    others = found.tables["near_best"].iloc[1:]
    if len(others):
        yield note(
            "meaning.near_far",
            near=int(others["near"].sum()),
            count=len(others),
            share=_share(config.near_share),
            loss=_share(float(others["loss_share"].iloc[-1])),
        )
    if found.near_ended == "infeasible":
        yield note("meaning.near_none", count=len(others))
    elif found.near_ended == "not_run":
        yield note("meaning.near_stopped", count=len(others))


def _greedy_notes(found: Found) -> Iterable[Note]:
    broken = obeys(found.world, found.greedy)
    loss = found.best.objective - found.greedy_objective
    if broken:
        yield note("meaning.greedy_breaks", rules=", ".join(broken))
    elif loss > ROUNDING * max(1.0, abs(found.best.objective)):
        people, best_people = (
            people_covered(found.world, opens, found.people) for opens in (found.greedy, found.best.opens)
        )
        yield note(
            "meaning.greedy",
            works=len(found.greedy),
            best_works=len(found.best.opens),
            people=Number(people),
            best_people=Number(best_people),
            loss=Number(loss),
        )
    else:
        yield note("meaning.greedy_equal")


def _scenario_notes(found: Found, cercles: pd.DataFrame) -> Iterable[Note]:
    world = found.world
    concerned = sorted({*world.candidates["cercle_pcode"], *world.fixed["cercle_pcode"].dropna()})
    events = cercles["events"].reindex(concerned)
    unknown = events.index[events.isna()]
    if len(unknown) == len(concerned):
        yield note("meaning.no_violence_at_all")
    elif len(unknown):
        names = ", ".join(cercles["name"].reindex(unknown).fillna("?"))
        yield note("meaning.no_violence", count=len(unknown), names=names)
    if dated_works(world, PlanStatus.PARTNER.value).empty:
        yield note("meaning.no_partners")
    else:
        yield note("meaning.partner_sites_aside")


def _open_notes(found: Found, config: Meaning) -> Iterable[Note]:
    for key, statuses in (("meaning.not_answered", ["not_run"]), ("meaning.stopped", ["feasible"])):
        counts = {name: int(frame["status"].isin(statuses).sum()) for name, frame in found.tables.items()}
        if any(counts.values()):
            questions = Listed(
                tuple(note(f"meaning.question.{name}", count=count) for name, count in counts.items() if count)
            )
            yield note(key, questions=questions, seconds=Number(config.time_limit_s, 1, short=True))
