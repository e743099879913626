"""What a reader of the meaning must know: what is proved, what is not, and what was taken as given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from prosmed_gis.domain.messages import text
from prosmed_gis.domain.vocabulary import PlanStatus
from prosmed_gis.siting.meaning.covering import people_covered
from prosmed_gis.siting.meaning.scenarios import dated_works
from prosmed_gis.siting.worth import obeys
from prosmed_gis.targeting.numbers import decimal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy as np
    import pandas as pd

    from prosmed_gis.config.meaning import Meaning
    from prosmed_gis.domain.vocabulary import Language
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


def meaning_notes(found: Found, cercles: pd.DataFrame, config: Meaning, language: Language) -> tuple[str, ...]:
    """Return all notes, in a fixed order."""
    return (
        *_proof_notes(found, language),
        *_core_notes(found, config, language),
        *_near_notes(found, config, language),
        *_greedy_notes(found, language),
        *_scenario_notes(found, cercles, language),
        *_open_notes(found, config, language),
    )


def _share(value: float, language: Language) -> str:
    return decimal(100.0 * value, language, digits=2) + (" %" if language == "fr" else "%")


def _named(sites: pd.DataFrame, language: Language) -> str:
    return ", ".join(f"{site.place} ({text(f'work.{site.kind}', language)})" for site in sites.itertuples())


def _proof_notes(found: Found, language: Language) -> Iterable[str]:
    if found.best.status != "optimal":
        yield text("meaning.no_plan_proved", language, gap=_share(found.best.gap, language))


def _core_notes(found: Found, config: Meaning, language: Language) -> Iterable[str]:
    sites, share = found.tables["sites"], _share(config.near_share, language)
    core, unsettled = sites[sites["core"]], sites[~sites["core_settled"]]
    if len(core):
        yield text(
            "meaning.core", language, count=len(core), works=len(sites), share=share, names=_named(core, language)
        )
    elif len(sites) and not len(unsettled):
        yield text("meaning.no_core", language, share=share)
    if len(unsettled):
        yield text("meaning.core_open", language, count=len(unsettled), names=_named(unsettled, language))


def _near_notes(found: Found, config: Meaning, language: Language) -> Iterable[str]:
    others = found.tables["near_best"].iloc[1:]
    if len(others):
        yield text(
            "meaning.near_far",
            language,
            near=int(others["near"].sum()),
            count=len(others),
            share=_share(config.near_share, language),
            loss=_share(float(others["loss_share"].iloc[-1]), language),
        )
    if found.near_ended == "infeasible":
        yield text("meaning.near_none", language, count=len(others))
    elif found.near_ended == "not_run":
        yield text("meaning.near_stopped", language, count=len(others))


def _greedy_notes(found: Found, language: Language) -> Iterable[str]:
    broken = obeys(found.world, found.greedy)
    loss = found.best.objective - found.greedy_objective
    if broken:
        yield text("meaning.greedy_breaks", language, rules=", ".join(broken))
    elif loss > ROUNDING * max(1.0, abs(found.best.objective)):
        people, best_people = (
            people_covered(found.world, opens, found.people) for opens in (found.greedy, found.best.opens)
        )
        yield text(
            "meaning.greedy",
            language,
            works=len(found.greedy),
            best_works=len(found.best.opens),
            people=decimal(people, language, digits=0),
            best_people=decimal(best_people, language, digits=0),
            loss=decimal(loss, language, digits=0),
        )
    else:
        yield text("meaning.greedy_equal", language)


def _scenario_notes(found: Found, cercles: pd.DataFrame, language: Language) -> Iterable[str]:
    world = found.world
    concerned = sorted({*world.candidates["cercle_pcode"], *world.fixed["cercle_pcode"].dropna()})
    events = cercles["events"].reindex(concerned)
    unknown = events.index[events.isna()]
    if len(unknown) == len(concerned):
        yield text("meaning.no_violence_at_all", language)
    elif len(unknown):
        names = ", ".join(cercles["name"].reindex(unknown).fillna("?"))
        yield text("meaning.no_violence", language, count=len(unknown), names=names)
    if dated_works(world, PlanStatus.PARTNER.value).empty:
        yield text("meaning.no_partners", language)
    else:
        yield text("meaning.partner_sites_aside", language)


def _open_notes(found: Found, config: Meaning, language: Language) -> Iterable[str]:
    for key, statuses in (("meaning.not_answered", ["not_run"]), ("meaning.stopped", ["feasible"])):
        counts = {name: int(frame["status"].isin(statuses).sum()) for name, frame in found.tables.items()}
        if any(counts.values()):
            questions = ", ".join(
                text(f"meaning.question.{name}", language, count=count) for name, count in counts.items() if count
            )
            yield text(key, language, questions=questions, seconds=decimal(config.time_limit_s, language))
