"""The parts of a sheet as words: each function turns one part of the content into rows for the page."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from prosmed_gis.domain.messages import text
from prosmed_gis.domain.symbology import THEMES
from prosmed_gis.domain.vocabulary import Audience, FacilityKind, PlaceLevel, Service
from prosmed_gis.outputs.audience import count_label
from prosmed_gis.outputs.sheets import words
from prosmed_gis.wording.numbers import day, number, percent, short

if TYPE_CHECKING:
    from prosmed_gis.domain.vocabulary import Language
    from prosmed_gis.siting.sheets.content import Leg, Link, NearProject, NearWork, Ring, Route, Sheet

ON_THE_SPOT_MIN = 0.5
"""Below half a minute the two places share a cell of the grid."""

CHECKS = ("land", "position", "water", "flood", "road", "distance", "perimeter", "energy", "network", "community")
"""Questions of every visit; a kind of service adds its own."""

OWN_CHECKS = {Service.SECURITY: "security", Service.JUSTICE: "justice", Service.PRISON: "prison"}


def coordinates(sheet: Sheet) -> list[tuple[str, str]]:
    """Return (form, value) of the position; one row that says so without a position."""
    language, place = sheet.label.language, sheet.position
    if place is None:
        return [(text("sheet.position", language), text("sheet.no_position", language))]
    return [
        (text("sheet.decimal", language), words.decimal(place)),
        (
            text("sheet.dms", language),
            f"{words.angle(place.lat_dms, language)} · {words.angle(place.lon_dms, language)}",
        ),
        (text("sheet.utm", language), words.utm(place, language)),
        (text("sheet.mgrs", language), place.mgrs),
        (text("sheet.quality", language), text("sheet.surveyed" if sheet.surveyed else "sheet.of_town", language)),
    ]


def access_rows(sheet: Sheet) -> list[dict[str, str]]:
    """Return the ways to the site: from, straight, and for each season time and way."""
    return [_access_row(route, sheet) for route in sheet.routes]


def _origin(route: Route, sheet: Sheet) -> str:
    """Return the name of where one comes from; a facility elsewhere with its cercle, one without a name by its kind."""
    language = sheet.label.language
    if route.origin == "main_road":
        return text(f"sheet.road.{route.name}", language)
    name = route.name or text(f"facility.{FacilityKind(route.kind)}", language)
    return f"{name} ({route.cercle})" if route.cercle not in ("", sheet.work.cercle) else name


def _access_row(route: Route, sheet: Sheet) -> dict[str, str]:
    language = sheet.label.language
    dry, rains = route.legs.get("dry"), route.legs.get("rains")
    same = dry is not None and (route.within_cell or dry.minutes < ON_THE_SPOT_MIN)
    return {
        "label": text(f"sheet.from.{route.origin}", language),
        "name": _origin(route, sheet),
        "straight": words.distance(route.straight_km, language) if route.straight_km * 1000 >= 1 else "–",
        "dry": text("sheet.on_the_spot", language) if same else _time(dry, sheet),
        "way": "" if dry is None or same or not _open(dry) else words.way(dry, language),
        "rains": text("sheet.on_the_spot", language) if same and _open(rains) else _time(rains, sheet),
        "passable": text("yes", language) if same and _open(rains) else _passable(rains, language),
    }


def _passable(rains: Leg | None, language: Language) -> str:
    """Return yes, no, or how many km of road are cut, or how many are walked where no road is."""
    if rains is None:
        return ""
    if not _open(rains):
        return text("no", language)
    if rains.cut_km is not None and words.shown(rains.cut_km):
        return text("sheet.cut", language, km=number(rains.cut_km, language))
    if words.shown(rains.walked_km):
        return text("sheet.walked", language, km=number(rains.walked_km, language))
    return text("yes", language)


def _open(leg: Leg | None) -> bool:
    return leg is not None and not math.isinf(leg.minutes)


def _time(leg: Leg | None, sheet: Sheet) -> str:
    """Return the time of a way; marked where it is walked for want of roads in the layer."""
    language, most = sheet.label.language, sheet.doubtful_walk_km
    if leg is None:
        return text("sheet.not_computed", language)
    shown = words.duration(leg.minutes, language)
    return f"⚠ {shown}" if most is not None and _open(leg) and leg.off_road_km > most else shown


def reach_table(sheet: Sheet) -> dict[str, Any]:
    """Return people within each time, one row a state of the ground; without values where it was not computed."""
    language = sheet.label.language
    limits = sorted({reached.minutes for reached in sheet.reach})
    states = [
        state
        for state in dict.fromkeys(reached.state for reached in sheet.reach)
        if state in ("dry", "rains") or any(row.people is not None for row in sheet.reach if row.state == state)
    ]
    found = {(reached.state, reached.minutes): reached.people for reached in sheet.reach}
    return {
        "limits": [f"{limit:g}\u00a0min" for limit in limits],
        "rows": [
            (text(f"sheet.state.{state}", language), [words.people(found[state, limit], language) for limit in limits])
            if found[state, limits[0]] is not None
            else (text(f"sheet.state.{state}", language), [])
            for state in states
        ],
    }


def event_table(sheet: Sheet) -> dict[str, Any]:
    """Return events by circle and period: numbers with deaths, or classes where numbers may not be shown."""
    language, violence = sheet.label.language, sheet.violence
    if violence is None:
        return {"months": [], "rows": [], "notes": []}
    months = sorted(violence.cercle)
    rows = [
        (
            text("sheet.radius", language, km=f"{radius:g}"),
            [_ring(violence.rings, radius, period, language) for period in months],
        )
        for radius in sorted({ring.radius_km for ring in violence.rings})
    ]
    whole = [
        text("sheet.no_data", language)
        if violence.cercle[period] is None
        else number(violence.cercle[period], language)
        for period in months
    ]
    notes = [] if violence.rings else [text("sheet.events.counts_only", language)]
    if violence.rings and sheet.label.audience is not Audience.INTERNAL:
        notes.append(text("sheet.events.classes", language))
    if any(ring.deaths for ring in violence.rings):
        notes.append(text("sheet.events.dagger", language))
    lost = violence.unplaced.get(months[-1]) if violence.unplaced else None
    if lost:
        notes.append(text("sheet.events.unplaced", language, count=lost, months=months[-1]))
    return {
        "months": [text("sheet.months", language, months=period) for period in months],
        "rows": [*rows, (text("sheet.whole_cercle", language, name=sheet.work.cercle), whole)],
        "notes": notes,
    }


def _ring(rings: tuple[Ring, ...], radius: float, months: int, language: Language) -> str:
    ring = next(ring for ring in rings if ring.radius_km == radius and ring.months == months)
    if ring.events is None:
        return count_label(ring.events_class)
    return (
        text("sheet.events.deaths", language, events=ring.events, deaths=ring.deaths)
        if ring.deaths
        else str(ring.events)
    )


def ground_rows(sheet: Sheet) -> list[tuple[str, str]]:
    """Return (what, value) of water and relief; what no layer holds is said."""
    language, ground = sheet.label.language, sheet.ground
    if ground is None:
        return []
    unknown = text("sheet.no_data", language)
    if ground.water_km is None:
        water = unknown
    elif math.isinf(ground.water_km):
        water = text("sheet.no_water", language, km=f"{ground.seen_km:g}")
    else:
        water = (
            f"{ground.water} ({words.distance(ground.water_km, language)})"
            if ground.water
            else words.distance(ground.water_km, language)
        )
    flood = text("sheet.flood.near" if ground.flood_check else "sheet.flood.unknown", language)
    height = unknown if ground.elevation_m is None else f"{number(ground.elevation_m, language)}\u00a0m"
    slope = unknown if ground.slope_percent is None else f"{short(ground.slope_percent, language, 1)}\u00a0%"
    return [
        (text("sheet.water", language), water),
        (text("sheet.flood", language), flood),
        (text("sheet.height", language), height),
        (text("sheet.slope", language), slope),
    ]


def partner_rows(sheet: Sheet, rows: int) -> dict[str, Any]:
    """Return partners' works near and projects of the cercle, and how many more there are than shown."""
    language = sheet.label.language
    works = [_near_work(work, language) for work in sheet.near_works[:rows]]
    projects = sheet.near_projects
    shown = [_project(project, language) for project in (projects or ())[:rows]]
    more = max(0, len(projects or ()) - len(shown)) + max(0, len(sheet.near_works) - len(works))
    return {
        "works": works,
        "projects": shown,
        "unknown": projects is None,
        "more": text("sheet.partners.more", language, count=more) if more else "",
    }


def _near_work(work: NearWork, language: Language) -> str:
    kind = text(f"facility.{FacilityKind(work.kind)}", language)
    when = str(work.year) if work.year is not None else text("sheet.undated", language)
    status = text(f"status.{work.status}", language) if work.status else ""
    parts = [work.name or kind, work.owner, status, when, words.distance(work.distance_km, language)]
    return " · ".join(part for part in parts if part)


def _project(project: NearProject, language: Language) -> str:
    years = " – ".join(str(when.year) if when else "?" for when in (project.start, project.end))
    known = years if project.start or project.end else ""
    level = text("sheet.partners.region", language) if project.level == PlaceLevel.REGION else ""
    themes = ", ".join(_theme(theme, language) for theme in project.themes if theme)
    return " · ".join(part for part in (project.project, project.actor, themes, known, level) if part)


def _theme(theme: str, language: Language) -> str:
    """Return a theme's name; a sector of a source stays as it was said."""
    return text(f"theme.{theme}", language) if theme in THEMES else theme


def reason_rows(sheet: Sheet) -> list[tuple[str, str]]:
    """Return (what, value): people gained, the chain, the cercle's score and rank, what the plan loses without it."""
    language, why, work = sheet.label.language, sheet.reasons, sheet.work
    rows = []
    if work.people_gained is not None:
        rows.append((text("sheet.gained", language), words.people(work.people_gained, language)))
    chain = " · ".join(_link(link, language) for link in why.chain)
    if why.completes_chain:
        chain = f"{chain} – {text('sheet.completes', language, year=work.opens_year)}"
    rows.append((text("sheet.chain", language), chain))
    if why.score is not None and why.rank is not None:
        score = number(why.score, language, 1)
        chosen = text("sheet.selected" if why.selected else "sheet.not_selected", language)
        rows.append(
            (
                text("sheet.score", language),
                text("sheet.ranked", language, score=score, rank=why.rank, of=why.ranked, chosen=chosen),
            )
        )
    else:
        rows.append((text("sheet.score", language), text("sheet.unranked", language)))
    if why.loss_people is not None:
        rows.append((text("sheet.loss", language), words.people(why.loss_people, language)))
    if why.core is not None:
        rows.append((text("sheet.core", language), text("yes" if why.core else "no", language)))
    return rows


def _link(link: Link, language: Language) -> str:
    name = text(f"sheet.link.{link.service.value}", language)
    if link.working:
        return f"{name} {text('sheet.link.works', language, count=link.working)}"
    return f"{name} {link.year}" if link.year is not None else f"{name} {text('sheet.link.none', language)}"


def _labelled(key: str, value: float | None, language: Language) -> str:
    return "" if value is None else text(key, language, value=percent(value / 100.0, language))


def history(sheet: Sheet, rows: int) -> dict[str, Any]:
    """Return stage and state of the work, and the last observations."""
    language, progress = sheet.label.language, sheet.progress
    stage = text(f"stage.{progress.stage}", language) if progress.stage else text("sheet.no_stage", language)
    # Two scales: completion over all stages above, what the observer saw of the building works below.
    done = _labelled("sheet.percent.whole", progress.percent, language)
    state = text(f"state.{progress.state}", language) if progress.state else ""
    seen = [
        {
            "day": day(observation.day, language),
            "stage": text(f"stage.{observation.stage}", language) if observation.stage else "",
            "percent": _labelled("sheet.percent.works", observation.percent, language),
            "note": observation.note,
        }
        for observation in progress.observations[:rows]
    ]
    more = len(progress.observations) - len(seen)
    return {
        "now": " · ".join(part for part in (stage, done, state) if part),
        "rows": seen,
        "more": text("sheet.history.more", language, count=more) if more > 0 else "",
        "flags": progress.flags,
    }


def point_table(sheet: Sheet) -> dict[str, Any] | None:
    """Return the points proposed for the building, with what each measure says; None where not asked for."""
    language, ranked = sheet.label.language, sheet.suitability
    if ranked is None:
        return None
    names = [name.removeprefix("measured_") for name in ranked.points.columns if name.startswith("measured_")]
    rows = [
        {
            "rank": rank,
            "place": f"{row['lat']:.5f}, {row['lon']:.5f}",
            "score": number(float(row["score"]), language),
            "values": [
                f"{words.measured(float(row[f'measured_{name}']), 'percent' if name == 'slope' else 'm', language)}"
                f" ({number(100.0 * float(row[f'worth_{name}']), language)})"
                for name in names
            ],
        }
        for rank, row in ranked.points.iterrows()
    ]
    failed = [
        text("sheet.points.failed", language, name=_measure(name, language), count=number(count, language))
        for name, count in ranked.excluded.items()
        if count
    ]
    missing = ", ".join(_measure(name, language) for name in ranked.missing)
    passed, cells = number(ranked.passed, language), number(ranked.cells, language)
    return {
        "names": [text(f"sheet.measure.{name}", language) for name in names],
        "rows": rows,
        "passed": text("sheet.points.passed", language, passed=passed, cells=cells),
        "failed": ", ".join(failed),
        "missing": text("sheet.points.missing", language, names=missing) if missing else "",
    }


def _measure(name: object, language: Language) -> str:
    return text(f"sheet.measure.{name}", language).lower()


def checklist(sheet: Sheet) -> list[str]:
    """Return the questions of the visit, those of the kind of service last."""
    language = sheet.label.language
    keys = list(CHECKS)
    if sheet.work.service is not None:
        keys.append(OWN_CHECKS[sheet.work.service])
    return [text(f"sheet.check.{key}", language) for key in keys]
