"""Symbols of facilities, works and events, and how they are drawn as SVG."""

from __future__ import annotations

from prosmed_gis.domain.symbology.colours import SERVICE_COLOURS
from prosmed_gis.domain.symbology.forms import Frame, Icon, WorkFrame
from prosmed_gis.domain.vocabulary import EventType, FacilityKind, PlanStatus, Service, WorkKind

_STAR = "M12 4.2l2.2 4.8 5.2.6-3.9 3.5 1.1 5.1-4.6-2.6-4.6 2.6 1.1-5.1-3.9-3.5 5.2-.6z"
_CHEVRON = "M5.5 15.5v-3.4L12 6.7l6.5 5.4v3.4L12 10.4z"
_CHEVRONS = "M5.5 12.6V9.7L12 4.6l6.5 5.1v2.9L12 7.6zM5.5 18.8v-2.9l6.5-5.1 6.5 5.1v2.9L12 13.8z"
_SCALES = (
    "M11.1 4.5h1.8v1.7H19v1.6h-.8l2.3 5a3.1 3.1 0 0 1-5.9 0l2.3-5h-4V17h3.2v1.9H7.9V17h3.2V7.8h-4l2.3 5a3.1 3.1 0 0 1"
    "-5.9 0l2.3-5H5V6.2h6.1z"
)
_TEMPLE = "M12 4.2l8 4.1V10H4V8.3zM5.4 11.3h2.4v5H5.4zM10.8 11.3h2.4v5h-2.4zM16.2 11.3h2.4v5h-2.4zM4 17.5h16v2.1H4z"
_GAVEL = (
    "M13.2 4l5.9 5.9-1.6 1.6-.8-.3-3.2 3.2.3.8-1.6 1.6-5.9-5.9 1.6-1.6.8.3 3.2-3.2-.3-.8zM9.1 13.1l1.8 1.8-4.9 4.9"
    "-1.8-1.8zM13 17.8h7v2h-7z"
)
_HALL = "M12 4.2l8 4.1V10H4V8.3zM5.8 11.4h12.4v4.8H5.8zM4 17.5h16v2.1H4z"
_BARS = "M4.5 4.5h15v2.1h-15zM4.5 17.4h15v2.1h-15zM6 6.6h2.1v10.8H6zM11 6.6h2.1v10.8H11zM15.9 6.6H18v10.8h-2.1z"
_HOUSE = "M12 4l8.6 7.4h-2.4v7.9h-4.3v-5h-3.8v5H5.8v-7.9H3.4z"
_PERSON = (
    "M12 3.9a2.4 2.4 0 1 1 0 4.8 2.4 2.4 0 0 1 0-4.8zM5 9.3L6.4 8l3.5 2.3h4.2L17.6 8 19 9.3l-4.5 4v6.5h-1.8v-4.3h-1.4"
    "v4.3H9.5v-6.5z"
)
_TENT = "M12 5l8 14h-5.6L12 14.2 9.6 19H4z"
_BARRIER = "M4.5 6h3v2.9L20 11.8v2.6L7.5 11.5V19h-3z"
_FLAG = "M6 4h1.9v1H18l-2.6 3.5L18 12H7.9v8H6z"
_DASH = "M5.5 10h13v4h-13z"
_DOT = "M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8z"
_QUESTION = (
    "M8.1 9.3c0-2.5 1.6-4.2 4-4.2s4 1.5 4 3.6c0 3-3 3.1-3 5.4h-2.2c0-3.3 2.9-3.5 2.9-5.3 0-1-.7-1.6-1.7-1.6-1.1 0-1.9.8"
    "-1.9 2.1zM10.8 15.8h2.5v2.5h-2.5z"
)

_SECURITY, _JUSTICE, _PRISON = (SERVICE_COLOURS[service] for service in Service)
_OTHER = "#6a7480"

FACILITIES: dict[FacilityKind, Icon] = {
    FacilityKind.COMMISSARIAT: Icon("facility.commissariat", _STAR, Frame.SHIELD, _SECURITY),
    FacilityKind.POSTE: Icon("facility.poste", _CHEVRON, Frame.SHIELD, _SECURITY, 17),
    FacilityKind.BRIGADE: Icon("facility.brigade", _CHEVRONS, Frame.SHIELD, _SECURITY),
    FacilityKind.TGI: Icon("facility.tgi", _SCALES, Frame.SQUARE, _JUSTICE),
    FacilityKind.TI: Icon("facility.ti", _TEMPLE, Frame.SQUARE, _JUSTICE),
    FacilityKind.JPCE: Icon("facility.jpce", _GAVEL, Frame.SQUARE, _JUSTICE, 17),
    FacilityKind.COURT: Icon("facility.court", _HALL, Frame.SQUARE, _JUSTICE),
    FacilityKind.EPES: Icon("facility.epes", _BARS, Frame.HEXAGON, _PRISON),
    FacilityKind.ONE_STOP_CENTRE: Icon("facility.one_stop_centre", _HOUSE, Frame.CIRCLE, "#0f766e"),
    FacilityKind.CNDH_OFFICE: Icon("facility.cndh_office", _PERSON, Frame.CIRCLE, "#a04a00"),
    FacilityKind.BARRACKS: Icon("facility.barracks", _TENT, Frame.DIAMOND, _OTHER, 17),
    FacilityKind.CUSTOMS: Icon("facility.customs", _BARRIER, Frame.DIAMOND, _OTHER, 17),
    FacilityKind.BORDER_POST: Icon("facility.border_post", _FLAG, Frame.DIAMOND, _OTHER, 17),
    FacilityKind.CHECKPOINT: Icon("facility.checkpoint", _DASH, Frame.DIAMOND, _OTHER, 15),
    FacilityKind.SECURITY_OTHER: Icon("facility.security_other", _DOT, Frame.DIAMOND, _OTHER, 15),
    FacilityKind.UNCLASSIFIED: Icon("facility.unclassified", _QUESTION, Frame.DIAMOND, "#8a8a8a", 15),
}

WORKS: dict[WorkKind, Icon] = {
    kind: Icon(f"work.{kind}", icon.path, icon.frame, icon.colour, 26.0)
    for kind, icon in ((kind, FACILITIES[FacilityKind(kind.value)]) for kind in WorkKind)
}
"""A work carries the glyph of what it will be; its status shows in the frame (`WORK_FRAMES`)."""

WORK_FRAMES: dict[PlanStatus, WorkFrame] = {
    PlanStatus.GIVEN: WorkFrame("plan.given", filled=True),
    PlanStatus.PLANNED: WorkFrame("plan.planned", filled=False),
    PlanStatus.PARTNER: WorkFrame("plan.partner", filled=False, dash=(2.5, 2)),
}

EVENTS: dict[EventType, Icon] = {
    EventType.BATTLE: Icon("event.battle", "M5 5h14v14H5z", Frame.SQUARE, "#332288", 7),
    EventType.EXPLOSION: Icon("event.explosion", "M12 4l9 15H3z", Frame.DIAMOND, "#cc6677", 8),
    EventType.CIVILIANS: Icon("event.civilians", "M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16z", Frame.CIRCLE, "#882255", 7),
    EventType.RIOT: Icon("event.riot", "M12 3l9 9-9 9-9-9z", Frame.DIAMOND, "#b8860b", 8),
    EventType.PROTEST: Icon("event.protest", "M10 4h4v6h6v4h-6v6h-4v-6H4v-4h6z", Frame.SQUARE, "#117733", 8),
    EventType.STRATEGIC: Icon("event.strategic", "M3 5h18l-9 15z", Frame.DIAMOND, "#44aa99", 8),
}
"""Events are drawn as the bare glyph without a frame, each type with a form of its own."""

WORK_RIM = "#f2a71b"
"""Rim of every work, so that none is taken for a facility that stands already."""

_FRAMES: dict[Frame, str] = {
    Frame.CIRCLE: "M12 1a11 11 0 1 1 0 22 11 11 0 0 1 0-22z",
    Frame.SQUARE: "M3.5 1.5h17a2 2 0 0 1 2 2v17a2 2 0 0 1-2 2h-17a2 2 0 0 1-2-2v-17a2 2 0 0 1 2-2z",
    Frame.SHIELD: "M12 .8c3 1.6 6.4 2.2 10 2.2v9.2c0 5.2-4 9-10 11.3C6 21.2 2 17.4 2 12.2V3c3.6 0 7-.6 10-2.2z",
    Frame.HEXAGON: "M6.3 1.5h11.4L23.4 12l-5.7 10.5H6.3L.6 12z",
    Frame.DIAMOND: "M12 .5L23.5 12 12 23.5.5 12z",
}
_INSET = "translate(12 12) scale(.74) translate(-12 -12)"
"""The glyph is drawn at three quarters so that it stays inside every frame."""


def icon_svg(icon: Icon, frame: WorkFrame | None = None) -> str:
    """Return a whole SVG picture of an icon, `icon.size` px wide.

    A facility (no `frame`) has a white glyph on its colour. A work has a rim in `WORK_RIM` and follows
    its status: filled, or white inside with a coloured, possibly dashed, border and glyph.

    >>> icon_svg(FACILITIES[FacilityKind.EPES]).startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    True
    """
    filled = frame is None or frame.filled
    inside, glyph = (icon.colour, "#ffffff") if filled else ("#ffffff", icon.colour)
    border = "#ffffff" if filled else icon.colour
    rim = f'<path d="{_FRAMES[icon.frame]}" fill="none" stroke="{WORK_RIM}" stroke-width="6"/>' if frame else ""
    dash = f' stroke-dasharray="{" ".join(_number(step) for step in frame.dash)}"' if frame and frame.dash else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_number(icon.size)}" height="{_number(icon.size)}" '
        f'viewBox="{"-3 -3 30 30" if frame else "-1 -1 26 26"}">{rim}'
        f'<path d="{_FRAMES[icon.frame]}" fill="{inside}" stroke="{border}" '
        f'stroke-width="{1.4 if filled else 2}"{dash}/>'
        f'<path d="{icon.path}" fill="{glyph}" transform="{_INSET}"/></svg>'
    )


def glyph_svg(icon: Icon) -> str:
    """Return the bare glyph of an icon (events), in its colour with a white rim, `icon.size` px wide."""
    size = _number(icon.size)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" viewBox="0 0 24 24">'
        f'<path d="{icon.path}" fill="{icon.colour}" stroke="#ffffff" stroke-width="1.5"/></svg>'
    )


def ring_svg(icon: Icon) -> str:
    """Return the dashed ring of a site that another good plan builds, `icon.size` px wide."""
    size = _number(icon.size)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" viewBox="0 0 24 24">'
        f'<circle cx="12" cy="12" r="9" fill="#ffffff" fill-opacity="0.55" stroke="{icon.colour}" stroke-width="3.4" '
        'stroke-dasharray="3.8 3.2"/></svg>'
    )


def _number(value: float) -> str:
    return f"{value:g}"
