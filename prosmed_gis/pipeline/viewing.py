"""What `place views` answers: the plan's sites beside those that one named rule alone would choose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from prosmed_gis.domain.messages import text
from prosmed_gis.domain.vocabulary import Service
from prosmed_gis.errors import ConfigError
from prosmed_gis.location.answer import Effort
from prosmed_gis.outputs.audience import may_see_sites
from prosmed_gis.overlay.communes import commune_cells
from prosmed_gis.pipeline.answers import records
from prosmed_gis.siting.views import Views, named_views
from prosmed_gis.wording.numbers import number

if TYPE_CHECKING:
    from prosmed_gis.pipeline.run import Run

Rows = tuple[list[str], list[list[object]]]


def views(run: Run, service: Service, n_sites: int | None) -> Views:
    """Return the named views on a service; as many sites as the plan places where no number is asked for.

    Raises
    ------
    ConfigError
        The audience may not see sites, or nothing can be placed for the service.
    """
    if not may_see_sites(run.config.study.audience):
        raise ConfigError(text("sheet.not_public", run.language), "study.audience")
    world = run.planned.world
    own = world.candidates[world.candidates["service"] == service.value]
    if own.empty:
        raise ConfigError(text("placing.no_candidates", run.language, service=text(f"service.{service}", run.language)))
    opened = own["place_id"][own.index.isin(run.planned.opened.opens)].nunique()
    config = run.config.siting
    return named_views(
        world,
        run.access,
        people_by_commune(run),
        run.config.access,
        service=service,
        n_sites=n_sites if n_sites is not None else opened,
        effort=Effort(config.time_limit_s, config.mip_gap),
    )


def people_by_commune(run: Run) -> pd.DataFrame:
    """Return `people` of each commune of the cercles that the plan looks at, where they live on average (`lon`, `lat`).

    Without a raster of people the cercle's people stand at its points (`Overlaid.cells`).
    """
    done, chosen = run.overlaid, run.chosen.selection
    layers, config = done.layers, run.config
    cells, parents = done.cells, None
    if layers.population_raster is not None:
        scaled = done.people["people"] if config.overlay.raster_scaled_to_table else None
        cells = commune_cells(layers.population_raster, layers.communes, scaled)
        parents = layers.communes["parent_pcode"]
    cells = cells[cells["people"] > 0]
    if config.siting.people_counted == "selected":
        home = cells["cercle_pcode"] if parents is None else cells["cercle_pcode"].map(parents)
        cells = cells[home.isin(chosen.loc[chosen["selected"].astype(bool), "pcode"])]
    weights = cells["people"].to_numpy(float)[:, None] * cells[["lon", "lat"]].to_numpy(float)
    sums = pd.DataFrame(weights, columns=["lon", "lat"], index=cells.index).assign(people=cells["people"])
    sums = sums.groupby(cells["cercle_pcode"], sort=True).sum()
    return sums.assign(lon=sums["lon"] / sums["people"], lat=sums["lat"] / sums["people"])


def answer(found: Views) -> dict[str, Any]:
    """Return both tables as JSON values."""
    return {"summary": records(found.summary.reset_index()), "sites": records(found.sites)}


def view_rows(run: Run, found: Views) -> Rows:
    """Return headings and one row a view, for people."""
    language = run.language
    places = found.sites.groupby("view", sort=False)["place"].agg(", ".join)
    rows: list[list[object]] = []
    for row in records(found.summary.reset_index()):
        proof = "" if not row["status"] else f"{text('plan.status.' + row['status'], language)} ({row['gap']:.2%})"
        minutes = ["-" if row[key] is None else f"{row[key]:.0f}" for key in ("mean_min", "worst_min")]
        people = [number(row[key], language) for key in ("within", "without_path")]
        label = text(f"placing.view.{row['view']}", language)
        rows.append([label, proof, row["sites"], *minutes, *people, places.get(row["view"], "")])
    return text("placing.view_headings", language).split("|"), rows
