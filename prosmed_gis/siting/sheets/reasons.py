"""Why a work stands where it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from prosmed_gis.domain.vocabulary import SERVICE_OF_WORK, Service, WorkKind
from prosmed_gis.siting.sheets.content import Link, Reasons

if TYPE_CHECKING:
    from prosmed_gis.siting.sheets.content import Work


def service_of(kind: str) -> Service | None:
    """Return the link of the chain that a kind of work serves; None for the others."""
    return SERVICE_OF_WORK.get(WorkKind(kind)) if kind in list(WorkKind) else None


def reasons(
    work: Work,
    selection: pd.DataFrame,
    existing: pd.DataFrame,
    works: pd.DataFrame,
    sites: pd.DataFrame | None,
) -> Reasons:
    """Return score and rank of the cercle, its chain of services, and what the site is worth to the plan.

    Parameters
    ----------
    selection
        One row a cercle: `pcode`, `selected`, `score`, `rank`, `track`, `reason_fr`, `reason_en`.
    existing
        `service`, `cercle_pcode` of the facilities that work (`siting.sites.existing_services`).
    works
        One row a work: `work_id`, `kind`, `cercle_pcode`, `opens_year`.
    sites
        `PlanMeaning.sites`; None where it was not asked for.
    """
    rows = selection[selection["pcode"] == work.cercle_pcode]
    row = rows.iloc[0] if len(rows) else pd.Series(dtype=object)
    here = works[works["cercle_pcode"] == work.cercle_pcode]
    here = here.assign(service=here["kind"].map(lambda kind: service_of(str(kind))))
    standing = existing[existing["cercle_pcode"] == work.cercle_pcode]
    own = sites.loc[work.work_id] if sites is not None and work.work_id in sites.index else None
    return Reasons(
        selected=bool(row.get("selected", False)),
        score=_number(row.get("score")),
        rank=int(row["rank"]) if _number(row.get("rank")) is not None else None,
        ranked=int(selection["rank"].notna().sum()),
        track=str(row.get("track", "")),
        sentence_fr=str(row.get("reason_fr", "")),
        sentence_en=str(row.get("reason_en", "")),
        chain=tuple(_link(service, standing, here) for service in Service),
        completes_chain=_completes(work, standing, here),
        loss_people=_number(own["loss_people"]) if own is not None else None,
        core=bool(own["core"]) if own is not None else None,
    )


def _link(service: Service, standing: pd.DataFrame, here: pd.DataFrame) -> Link:
    working = int((standing["service"] == service.value).sum())
    years = here.loc[here["service"] == service, "opens_year"]
    return Link(service, working, int(years.min()) if not working and len(years) else None)


def _completes(work: Work, standing: pd.DataFrame, here: pd.DataFrame) -> bool:
    """Whether all three services are there once it opens, and its own was not there before."""
    if work.service is None:
        return False

    def there(service: Service, works: pd.DataFrame) -> bool:
        return bool((standing["service"] == service.value).any() or (works["service"] == service).any())

    by_then = here[here["opens_year"] <= work.opens_year]
    before = here[here["opens_year"] < work.opens_year]
    return not there(work.service, before) and all(there(service, by_then) for service in Service)


def _number(value: object) -> float | None:
    return None if value is None or pd.isna(value) else float(value)  # type: ignore[arg-type, call-overload]
