"""What an audience sees of a sheet: content in, content out, never more.

Internal sees everything. Partners see events around the site in classes, no deaths, and no notes of observers (see
`outputs.audience`). The public gets no sheet: the exact place of a police work is nobody's business.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from prosmed_gis.domain.vocabulary import Audience
from prosmed_gis.errors import OutputError
from prosmed_gis.outputs.audience import may_see_events, may_see_sites

if TYPE_CHECKING:
    from prosmed_gis.siting.sheets.content import Progress, Sheet, Violence


def sheet_for(sheet: Sheet, audience: Audience) -> Sheet:
    """Return the sheet as an audience may see it.

    Raises
    ------
    OutputError
        The audience may not see sites at all.
    """
    if not may_see_sites(audience):
        msg = f"{sheet.work.work_id}: a sheet tells the exact place of a site, which {audience.value} may not see"
        raise OutputError(msg)
    label = replace(sheet.label, audience=audience)
    if may_see_events(audience):
        return replace(sheet, label=label)
    return replace(sheet, label=label, violence=_classes(sheet.violence), progress=_unsigned(sheet.progress))


def _classes(violence: Violence | None) -> Violence | None:
    if violence is None:
        return None
    rings = tuple(replace(ring, events=None, deaths=None) for ring in violence.rings)
    return replace(violence, rings=rings, unplaced=dict.fromkeys(violence.unplaced, None))


def _unsigned(progress: Progress) -> Progress:
    return replace(progress, observations=tuple(replace(seen, note="") for seen in progress.observations))
