"""The stage that says where to start inside the selected cercles."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from prosmed_gis.access.communes import commune_coverage
from prosmed_gis.domain.messages import text
from prosmed_gis.overlay import communes as on_communes
from prosmed_gis.overlay.communes import REGION_ROW
from prosmed_gis.targeting.communes.order import order_communes
from prosmed_gis.targeting.inputs import TargetingInputs
from prosmed_gis.targeting.numbers import percent

if TYPE_CHECKING:
    import pandas as pd

    from prosmed_gis.access.run import AccessResult
    from prosmed_gis.config.root import Config
    from prosmed_gis.domain.products import CommuneOrder
    from prosmed_gis.pipeline.steps import Overlaid


def ordered_communes(
    done: Overlaid, access: AccessResult, selection: pd.DataFrame, config: Config
) -> CommuneOrder | None:
    """Return the communes of the selected cercles in order; None where communes are not scored."""
    if config.targeting.communes is None:
        return None
    order = order_communes(
        commune_inputs(done, access, config), config.targeting, selection, config.study.as_of,
        tie_break=config.selection.tie_break, language=config.study.language,
    )  # fmt: skip
    return None if order is None else replace(order, notes=(*order.notes, *_lost_events(done, selection, config)))


def commune_inputs(done: Overlaid, access: AccessResult, config: Config) -> TargetingInputs:
    """Return what the criteria of communes may look at."""
    layers, as_of = done.layers, config.study.as_of
    communes, raster = layers.communes, layers.population_raster
    scaled = done.people["people"] if config.overlay.raster_scaled_to_table else None
    cells = None if raster is None else on_communes.commune_cells(raster, communes, scaled)
    coverage = None if cells is None else commune_coverage(access, cells, communes, config.access)
    return TargetingInputs(
        cercles=communes,
        regions=layers.cercles,
        neighbours=on_communes.distances_between(communes),
        counts=on_communes.commune_counts(done.events, communes, config.overlay, until=as_of),
        conflicts=on_communes.conflicts_by_commune(layers.conflicts),
        redeployment=on_communes.plans_by_commune(layers.redeployment),
        partners=on_communes.partners_by_commune(layers.interventions, communes, as_of),
        coverage=coverage if coverage is not None and len(coverage) else None,
        people=on_communes.people_by_commune(cells, communes),
        works=on_communes.works_by_commune(layers.works, communes),
    )


def _lost_events(done: Overlaid, selection: pd.DataFrame, config: Config) -> list[str]:
    """Say how many violent events count for no commune, for they are known by cercle or by region only."""
    names = selection.loc[selection["selected"].astype(bool)].set_index("pcode")["cercle"]
    found = on_communes.events_without_commune(done.events, config.overlay, until=config.study.as_of)
    inside, vague = found[found.index.isin(names.index)], found.reindex([REGION_ROW], fill_value=0)
    language, notes = config.study.language, []
    if inside["lost"].sum():
        share = inside["lost"] / inside["events"]
        values = {name: int(inside[name].sum()) for name in ("lost", "events")}
        worst = names[str(share.idxmax())]
        notes.append(
            text("communes.note.lost", language, **values, worst=worst, share=percent(float(share.max()), language))
        )
    if vague["lost"].sum():
        notes.append(text("communes.note.region_only", language, count=int(vague["lost"].sum())))
    return notes
