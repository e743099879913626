"""Numbers of a sheet as a reader expects them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from prosmed_gis.domain.messages import text
from prosmed_gis.domain.vocabulary import PlanStatus
from prosmed_gis.wording.numbers import number, short

if TYPE_CHECKING:
    from prosmed_gis.domain.vocabulary import Language
    from prosmed_gis.siting.sheets.content import Angle, Leg, Position, Work

HOUR = 60


def duration(minutes: float, language: Language) -> str:
    """Return `45 min` or `2 h 05`; a time without end is said in words.

    >>> duration(125.4, "en")
    '2 h 05'
    """
    if math.isinf(minutes):
        return text("sheet.no_way", language)
    whole = round(minutes)
    return f"{whole}\u00a0min" if whole < HOUR else f"{whole // HOUR}\u00a0h\u00a0{whole % HOUR:02d}"


def distance(km: float, language: Language) -> str:
    """Return km with one decimal below 10; metres below one km."""
    if km < 1:
        return f"{number(1000 * km, language)}\u00a0m"
    return f"{number(km, language, 1 if km < 10 else 0)}\u00a0km"  # noqa: PLR2004 - where a decimal says nothing


def angle(value: Angle, language: Language) -> str:
    """Return `4° 33′ 00,0″ O`; West is O (ouest) in French."""
    letter = text(f"sheet.hemisphere.{value.hemisphere}", language)
    return f"{value.degrees}°\u00a0{value.minutes:02d}′\u00a0{_seconds(value.seconds, language)}″\u00a0{letter}"


def _seconds(seconds: float, language: Language) -> str:
    shown = f"{seconds:04.1f}"
    return shown.replace(".", ",") if language == "fr" else shown


def decimal(position: Position) -> str:
    """Return latitude, longitude with a point, as every receiver and search box wants them."""
    return f"{position.lat:.5f}, {position.lon:.5f}"


def utm(position: Position, language: Language) -> str:
    """Return zone, easting and northing in metres: `30 N · 445 678 E · 1 538 912 N`."""
    half = "N" if position.utm_north else "S"
    east, north = number(position.easting_m, language), number(position.northing_m, language)
    return f"{position.utm_zone}\u00a0{half} · {east}\u00a0m\u00a0E · {north}\u00a0m\u00a0N"


def way(leg: Leg, language: Language) -> str:
    """Return the length of a way, its km by class of road and off it, and the rivers that it fords."""
    parts = [f"{_km(km, language)} {text(f'sheet.way.{name}', language)}" for name, km in leg.km_by_class if shown(km)]
    if shown(leg.off_road_km):
        parts.append(f"{_km(leg.off_road_km, language)} {text('sheet.way.off_road', language)}")
    if leg.crossings:
        parts.append(text("sheet.way.crossings", language, count=leg.crossings))
    whole = distance(leg.km, language)
    return f"{whole}{text('sheet.colon', language)} {', '.join(parts)}" if parts else whole


def shown(km: float) -> bool:
    """Return whether a length does not round to nothing."""
    return km >= 0.5  # noqa: PLR2004 - less rounds to nothing


def _km(km: float, language: Language) -> str:
    return number(km, language)


def money(usd: float | None, language: Language) -> str:
    """Return an amount in USD, or that none is printed."""
    if usd is None:
        return text("sheet.no_money", language)
    return f"{number(usd, language)}\u00a0USD"


def paid(work: Work, language: Language) -> str:
    """Return what a work costs the programme, or that a partner pays."""
    if work.status == PlanStatus.PARTNER:
        return text("sheet.partner_pays", language)
    return money(work.cost_usd, language)


def people(count: float | None, language: Language) -> str:
    """Return people to the nearest hundred where there are many: the grid knows no better."""
    if count is None:
        return text("sheet.not_computed", language)
    step = 100 if count >= 1000 else 10  # noqa: PLR2004 - four figures
    return number(round(count / step) * step, language)


def measured(value: float, unit: str, language: Language) -> str:
    """Return a measure of suitability in its unit; a distance beyond sight is said so."""
    if math.isinf(value):
        return text("sheet.out_of_sight", language)
    if unit == "percent":
        return f"{short(value, language, 1)}\u00a0%"
    return distance(value / 1000.0, language)
