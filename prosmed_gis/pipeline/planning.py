"""The stages that plan: the plan itself, whom it reaches, what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from prosmed_gis.access.found import Places, access_found
from prosmed_gis.access.states import coverage_by_state, minutes_to_places
from prosmed_gis.domain.ground import GroundState
from prosmed_gis.domain.vocabulary import Season
from prosmed_gis.errors import ProsmedError
from prosmed_gis.overlay.communes import commune_cells
from prosmed_gis.overlay.seats import seats
from prosmed_gis.siting.ground import ground_by_year
from prosmed_gis.siting.meaning.run import plan_meaning
from prosmed_gis.siting.meaning.violence import recent_events
from prosmed_gis.siting.run import Planned, make_plan
from prosmed_gis.siting.verify import verify

if TYPE_CHECKING:
    from prosmed_gis.access.run import AccessResult
    from prosmed_gis.config.root import Config
    from prosmed_gis.domain.products import AccessFound, PlanMeaning
    from prosmed_gis.pipeline.steps import Overlaid

RAINS = GroundState(season=Season.RAINS)


def checked_plan(done: Overlaid, access: AccessResult, selection: pd.DataFrame, config: Config) -> Planned:
    """Return the plan, after a second look at every rule.

    Raises
    ------
    ProsmedError
        The plan breaks a rule of its own: a fault of the tool.
    """
    layers, study = done.layers, config.study
    rains_min = _minutes_in_the_rains(done, access, config)
    planned = make_plan(
        layers,
        selection,
        access,
        config.siting,
        config.access,
        variant=config.selection.variant,
        as_of=study.as_of,
        rains_min=rains_min,
        buildings=done.buildings,
    )
    broken = verify(
        planned.result.works,
        layers,
        selection,
        config.siting,
        config.access,
        as_of=study.as_of,
        variant=config.selection.variant,
        rains_min=rains_min,
    )
    if broken:
        msg = "the plan breaks its own rules (a fault of the tool, please report it): "
        raise ProsmedError(msg + "; ".join(str(violation) for violation in broken))
    return planned


def _minutes_in_the_rains(done: Overlaid, access: AccessResult, config: Config) -> pd.Series | None:
    """Return minutes from each settlement to the nearest seat of a cercle in the rains; None where not computed."""
    settlements = done.layers.settlements
    if settlements is None or config.siting.max_rains_min is None:
        return None
    heads = seats(done.layers.cercles, settlements)
    heads = heads[heads["is_seat"]]
    snap = config.access.snap_cells
    return minutes_to_places(access, heads.geometry, settlements.geometry, RAINS, snap_cells=snap)


def whom_reached(done: Overlaid, access: AccessResult, config: Config, planned: Planned | None) -> AccessFound:
    """Return whom the services reach today and, with a plan, the ground that it brings within the standard by year."""
    layers, study = done.layers, config.study
    raster = layers.population_raster
    scaled = done.people["people"] if config.overlay.raster_scaled_to_table else None
    fine = None if raster is None else commune_cells(raster, layers.communes, scaled)
    states = coverage_by_state(access, fine, layers.communes, config.access)
    within = None
    if planned is not None and access.travel:
        years = [planned.world.years[0] - 1, *planned.world.years]
        within = ground_by_year(planned.works, access, config.access, years=years)
    return access_found(
        access,
        states,
        Places(layers.facilities, layers.cercles, layers.communes, done.cells, fine, layers.roads),
        config.access,
        within=within,
        as_of=study.as_of,
    )


def meaning_of(planned: Planned, done: Overlaid, access: AccessResult, config: Config) -> PlanMeaning | None:
    """Return what the plan means; None where the configuration leaves it out or nothing could be placed."""
    rules, cercles = config.meaning, done.layers.cercles
    if not rules.enabled or not len(planned.world.candidates):
        return None
    counts = done.counted.counts if len(done.counted.counts) else None
    events = recent_events(counts, cercles.index, config.study.as_of, months=rules.suspension.recent_months)
    return plan_meaning(
        planned.world,
        planned.opened,
        access.people,
        rules,
        cercles=pd.DataFrame({"name": cercles["name"], "events": events}),
    )
