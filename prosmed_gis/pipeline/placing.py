"""What `place` answers: the plan, what it is worth, what it would be otherwise, and how two plans differ."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from prosmed_gis.config.loading import Request, load
from prosmed_gis.domain.layers import Layers
from prosmed_gis.domain.messages import text
from prosmed_gis.domain.products import PLAN_COLUMNS, STANDING_COLUMNS, Label, PlanMeaning, PlanResult
from prosmed_gis.errors import ConfigError
from prosmed_gis.outputs.audience import may_see_sites, meaning_for, plan_for, site_ids
from prosmed_gis.outputs.tables import write_table
from prosmed_gis.pipeline.answers import records
from prosmed_gis.pipeline.cache import Results
from prosmed_gis.pipeline.run import Notify, Run, Warn
from prosmed_gis.pipeline.sides import Side
from prosmed_gis.pipeline.writing import free
from prosmed_gis.siting.compared import PlanDifference, compare_plans
from prosmed_gis.wording.numbers import number

WISHES = ("siting.forced_sites", "siting.forbidden_sites", "siting.budget_changes")
HIDDEN: dict[str, Any] = {"work_id": "", "place": "", "cost_usd_a": np.nan, "cost_usd_b": np.nan}
"""What the public does not see of a work that differs."""
BARE = ("no", "unknown")
"""Of a work that acts on a building: none is known to stand there."""
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def wished(
    request: Request, force: Sequence[str], forbid: Sequence[str], budget: Sequence[str], *, worth: bool
) -> Request:
    """Return the request with sites forced or forbidden and money changed, as the words of the command line say.

    Parameters
    ----------
    force
        `SITE` or `SITE@YEAR`.
    forbid
        `SITE`.
    budget
        `NAME@YEAR=USD`: an envelope or an output, and what is added to its money that year (negative: taken).
    worth
        Whether what the plan means is computed too.

    Raises
    ------
    ConfigError
        A word cannot be read; all of them are named.
    """
    faults: list[str] = []
    forced = dict(_forced(word, faults) for word in force)
    money: dict[str, dict[int, float]] = {}
    for word in budget:
        name, year, usd = _budget(word, faults)
        money.setdefault(name, {})[year] = usd
    if faults:
        raise ConfigError("\n  ".join(("the plan asked for cannot be read:", *faults)))
    off: list[tuple[str, str, object]] = [] if worth else [("place", "meaning.enabled", False)]
    said = zip(("--force", "--forbid", "--budget"), WISHES, (forced, list(forbid), money), strict=True)
    options = (*off, *((option, key, value) for option, key, value in said if value))
    return replace(request, options=(*request.options, *options))


def _forced(word: str, faults: list[str]) -> tuple[str, int | None]:
    site, sign, year = word.partition("@")
    if not site or (sign and not year.isdigit()):
        faults.append(f"--force {word}: write SITE, or SITE@YEAR as OPEN-BRIGADE-PL00003@2023")
        return word, None
    return site, int(year) if sign else None


def _budget(word: str, faults: list[str]) -> tuple[str, int, float]:
    place, sign, written = word.partition("=")
    name, at, year = place.partition("@")
    number = NUMBER.fullmatch(written)
    if name and at and sign and year.isdigit() and number:
        return name, int(year), float(written)
    faults.append(f"--budget {word}: write NAME@YEAR=USD as ENV-SECURITY@2023=-100000")
    return word, 0, 0.0


@dataclass(frozen=True, eq=False)
class Placed:
    """A plan and what it means, None where that was not asked for; whole, whatever the audience of the label."""

    label: Label
    layers: Layers
    plan: PlanResult
    meaning: PlanMeaning | None

    def seen(self) -> Placed:
        """Return it as its audience may see it."""
        audience = self.label.audience
        meaning = None if self.meaning is None else meaning_for(self.meaning, audience)
        return replace(self, plan=plan_for(self.plan, audience, site_ids(self.layers, self.plan)), meaning=meaning)


def placed(run: Run) -> Placed:
    """Return the plan of a run, and what it means where that is asked for."""
    return Placed(run.label(), run.overlaid.layers, run.plan, run.meaning)


def without(run: Run, request: Request) -> Run:
    """Return the run as configured, without what `wished` laid on it; all stages before the plan are shared."""
    plain = tuple(option for option in request.options if option[1] not in WISHES)
    return run.sibling(load(replace(request, options=(*plain, ("place", "meaning.enabled", False)))))


def answer(whole: Placed, before: Placed | None) -> dict[str, Any]:
    """Return the plan as JSON values; with `before` also what it changes, with a meaning also what it is worth."""
    seen = whole.seen()
    plan = seen.plan
    found: dict[str, Any] = {
        "status": plan.status,
        "gap": plan.gap,
        "objective": plan.objective,
        "works": records(plan.works),
        "shortfalls": records(plan.shortfalls),
    }
    if seen.meaning is not None:
        tables = {name: value for name, value in vars(seen.meaning).items() if isinstance(value, pd.DataFrame)}
        found["worth"] = {name: records(_keyed(frame)) for name, frame in tables.items()}
        found["worth"]["greedy_objective"] = seen.meaning.greedy_objective
        found["worth"]["notes"] = list(seen.meaning.notes)
    if before is not None:
        spending = {"a": records(before.plan.spending), "b": records(plan.spending)}
        found["what_if"] = {**_difference(before, whole).answer(), "spending": spending}
    return found


def _keyed(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.reset_index() if frame.index.name else frame


@dataclass(frozen=True, eq=False)
class Compared:
    """Two plans by name, and what differs from the first to the second."""

    names: tuple[str, str]
    plans: tuple[PlanResult, PlanResult]
    difference: PlanDifference
    language: str

    def answer(self) -> dict[str, Any]:
        """Return the comparison as JSON values."""
        plans = [
            {"name": name, "status": plan.status, "gap": plan.gap, "objective": plan.objective}
            for name, plan in zip(self.names, self.plans, strict=True)
        ]
        frames = {key: records(frame) for key, frame in vars(self.difference).items()}
        return {"a": plans[0], "b": plans[1], **frames}


def _difference(a: Placed, b: Placed, names: tuple[str, str] = ("", "")) -> Compared:
    # The whole plans are compared: for the public, placed works are numbered anew in each.
    found = compare_plans(a.plan, b.plan)
    if not (may_see_sites(a.label.audience) and may_see_sites(b.label.audience)):
        found = _by_cercle(found)
    return Compared(names, (a.plan, b.plan), found, b.label.language)


def _by_cercle(found: PlanDifference) -> PlanDifference:
    works = found.works[found.works["change"] != "costs"]
    return replace(found, works=works.assign(**HIDDEN).reset_index(drop=True))


def compared(a: Side, b: Side, *, today: date, notify: Notify, warn: Warn, results: Results) -> Compared:
    """Return how the plans of two configurations differ, as both their audiences may see it."""
    runs = (Run(side.loaded, today=today, notify=notify, warn=warn, results=results) for side in (a, b))
    first, second = (placed(run) for run in runs)
    return _difference(first, second, (a.name, b.name))


def write_plan(whole: Placed, out: Path, *, overwrite: bool) -> Path:
    """Write the table of the plan to a CSV; see `writing.write_selection`."""
    free(out, overwrite=overwrite)
    return write_table(whole.seen().plan.works.reindex(columns=[*PLAN_COLUMNS, *STANDING_COLUMNS]), out)


def write_differences(found: Compared, out: Path, *, overwrite: bool) -> Path:
    """Write the works that differ to a CSV; see `writing.write_selection`."""
    free(out, overwrite=overwrite)
    return write_table(found.difference.works, out)


Rows = tuple[list[str], list[list[object]]]


def plan_rows(whole: Placed) -> Rows:
    """Return headings and rows of the plan for people."""
    seen = whole.seen()
    language = seen.label.language
    headings = text("placing.headings", language).split("|")
    return headings, [_plan_row(work, language) for work in records(seen.plan.works)]


def _plan_row(work: dict[str, Any], language: str) -> list[object]:
    cost, gained = (
        "-" if work[name] is None else number(work[name], language) for name in ("cost_usd", "people_gained")
    )
    named = text(f"work.{work['kind']}", language), work["cercle"], work["place"]
    doubt = text("siting.standing.short", language) if work.get("known_standing") in BARE else ""
    return [work["year"], work["work_id"], *named, cost, gained, text(f"plan.{work['status']}", language), doubt]


def lines(whole: Placed, before: Placed | None) -> list[str]:
    """Return what is said under the plan: proof, targets missed, what it is worth, what a what-if changes, notes."""
    seen = whole.seen()
    plan, language = seen.plan, seen.label.language
    said = [text("answers.plan", language, status=text(f"plan.status.{plan.status}", language), gap=f"{plan.gap:.2%}")]
    said += [text("placing.short", language, **row) for row in records(plan.shortfalls[plan.shortfalls["missing"] > 0])]
    if seen.meaning is not None:
        said += list(seen.meaning.notes)
    if before is not None:
        said += [text("placing.what_if", language), *difference_lines(_difference(before, whole))]
    return [*said, *plan.notes]


def difference_rows(found: Compared) -> Rows:
    """Return headings and rows of the works that differ, for people."""
    language = found.language
    headings = text("placing.difference_headings", language).split("|")
    return headings, [_difference_row(row, language) for row in records(found.difference.works)]


def _difference_row(row: dict[str, Any], language: str) -> list[object]:
    years = [row["year_a"] or "-", row["year_b"] or "-"]
    people = [
        "-" if row[name] is None else number(row[name], language) for name in ("people_gained_a", "people_gained_b")
    ]
    change = text(f"placing.{row['change']}", language)
    return [change, row["work_id"], text(f"work.{row['kind']}", language), row["cercle"], row["place"], *years, *people]


def difference_lines(found: Compared) -> list[str]:
    """Return the differences in sentences: works, objective, people by service."""
    language, difference = found.language, found.difference
    counts = difference.works["change"].value_counts()
    said = [
        text("placing.counts", language, **{name: int(counts.get(name, 0)) for name in ("enters", "leaves", "moves")})
    ]
    first, second = found.plans
    said.append(
        text("placing.objective", language, a=number(first.objective, language), b=number(second.objective, language))
    )
    for row in records(difference.services):
        service = text(f"service.{row['service']}", language)
        shares = {name: _percent(row[f"share_{name}"]) for name in ("a", "b")}
        said.append(text("placing.service", language, service=service, **shares))
    return said


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.1%}"
