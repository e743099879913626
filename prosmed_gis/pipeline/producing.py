"""What a run has found, put together for the writers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from prosmed_gis.domain.problems import to_frame
from prosmed_gis.domain.products import Products
from prosmed_gis.overlay.partners import COLUMNS as PARTNER_COLUMNS
from prosmed_gis.pipeline.aside import aside_lines
from prosmed_gis.siting.standing import standing_notes
from prosmed_gis.targeting.choice.rules import settled
from prosmed_gis.wording.sentences import say_all

if TYPE_CHECKING:
    from prosmed_gis.pipeline.run import Run


def products_of(run: Run) -> Products:
    """Return everything that a run has to write, for the internal audience."""
    done, chosen, plan, access, meaning = run.overlaid, run.chosen, run.plan, run.reached, run.meaning
    road_note, language = run.road_sentence(), run.language
    within_km, names = run.config.siting.standing_within_km, done.layers.cercles["name"]
    aside = aside_lines(run.reading, run.language)
    notes = (
        *aside,
        *([road_note] if road_note else []),
        *say_all(standing_notes(plan.works, names, within_km=within_km), language),
        *say_all(done.counted.notes, language),
        *say_all(run.access.notes, language),
        *chosen.notes,
        *plan.notes,
        *access.notes,
        *(meaning.notes if meaning is not None else ()),
    )
    return Products(
        label=run.label(),
        layers=done.layers,
        selection=chosen.selection,
        criteria=chosen.criteria,
        firmness=chosen.firmness,
        robustness=run.robustness,
        beside=chosen.beside,
        settled=settled(chosen.rules),
        reference=chosen.reference,
        events=done.events,
        counts=done.counted.counts,
        people=done.people,
        partners=done.partners if done.partners is not None else pd.DataFrame(columns=list(PARTNER_COLUMNS)),
        plan=plan,
        tracked=run.tracked,
        problems=to_frame(run.problems),
        notes=tuple(dict.fromkeys(notes)),
        road_note=road_note,
        road_banner=run.road_sentence(short=True),
        communes=run.communes,
        access=access,
        meaning=meaning,
        set_aside=aside,
    )
