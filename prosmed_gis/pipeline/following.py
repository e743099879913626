"""What `track` answers: the state of indicators and works, and which of these works somebody decided."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from prosmed_gis.domain.messages import text
from prosmed_gis.domain.vocabulary import PlanStatus
from prosmed_gis.outputs.audience import tracked_for
from prosmed_gis.pipeline.answers import records
from prosmed_gis.wording.numbers import day as shown_day

if TYPE_CHECKING:
    from prosmed_gis.domain.products import Tracked
    from prosmed_gis.pipeline.run import Run


def tracked(run: Run) -> Tracked:
    """Return the state of indicators and works as the run's audience may see it.

    Its works have the column `proposed` besides (bool): the tool placed the work, and nobody is known to have adopted
    it.
    """
    planned = run.plan.works
    proposed = planned.loc[planned["status"] == PlanStatus.PLANNED.value, "work_id"]
    works = run.tracked.works
    marked = replace(run.tracked, works=works.assign(proposed=works.index.isin(proposed)))
    return tracked_for(marked, run.config.study.audience, run.plan)


def answer(run: Run, found: Tracked) -> dict[str, Any]:
    """Return the whole answer as JSON values; `found` is that of `tracked`."""
    return {
        "as_of": run.tracking_date.isoformat(),
        "plan_as_of": run.config.study.as_of.isoformat(),
        "states": records(found.states),
        "works": records(found.works.reset_index()),
        "notes": notes(run, found),
    }


def notes(run: Run, found: Tracked) -> list[str]:
    """Return what the states rest on, in the run's language: which plan, and how much of it is a proposal."""
    language, count = run.language, int(found.works["proposed"].sum())
    days = {"day": run.tracking_date, "plan_day": run.config.study.as_of}
    told = {name: shown_day(day, language) for name, day in days.items()}
    lines = [text("tracking.plan_of", language, **told)]
    if count:
        lines.append(text("tracking.proposals", language, count=count, all=len(found.works)))
    return lines
