"""One place in degrees, in degrees-minutes-seconds, in UTM and in MGRS."""

from __future__ import annotations

import math
from functools import cache

import mgrs
from pyproj import CRS

from prosmed_gis.crs import STORED, transformer
from prosmed_gis.siting.sheets.content import Angle, Position

DECIMALS = 1
"""Of the seconds: three metres."""

EDGE = 8
"""Decimals of a degree, a millimetre: what lies nearer to the edge of a zone lies on it. Without that the zone and the
reference of one place, computed apart, may be those of two zones."""

SOUTH, NORTH = -80.0, 84.0
"""Latitudes between which UTM is defined."""

NORWAY, SVALBARD = (56.0, 64.0), (72.0, 84.0)
"""Latitudes at which the zones of UTM are not six degrees wide."""


def position(lon: float, lat: float) -> Position:
    """Return a place (degrees, WGS 84) in every form.

    Raises
    ------
    ValueError
        The latitude lies beyond those of UTM (80 S to 84 N), or the coordinates are no degrees.
    """
    if not (abs(lon) <= 180.0 and SOUTH <= lat <= NORTH):  # noqa: PLR2004 - half a circle
        msg = f"{lon:g}, {lat:g}: no longitude and latitude in the zones of UTM (80 S to 84 N)"
        raise ValueError(msg)
    lon, lat = round(lon, EDGE), round(lat, EDGE)
    zone, north = utm_zone(lon, lat), lat >= 0
    epsg = (32600 if north else 32700) + zone
    easting, northing = transformer(STORED, _system(epsg)).transform(lon, lat)
    return Position(
        lon=lon, lat=lat, lon_dms=dms(lon, "EW"), lat_dms=dms(lat, "NS"), utm_zone=zone, utm_north=north, epsg=epsg,
        easting_m=float(easting), northing_m=float(northing), mgrs=grid_reference(lon, lat),
    )  # fmt: skip


@cache
def _system(epsg: int) -> CRS:
    return CRS.from_epsg(epsg)


def dms(degrees: float, letters: str) -> Angle:
    """Return an angle in degrees, minutes and seconds, `letters` naming the positive and the negative side.

    >>> dms(-4.55, "EW")
    Angle(degrees=4, minutes=33, seconds=0.0, hemisphere='W')
    """
    # Rounded first, so that 59.96 seconds become a minute and never stand as 60.0.
    tenths = round(abs(degrees) * 3600.0 * 10**DECIMALS)
    minutes, seconds = divmod(tenths, 60 * 10**DECIMALS)
    whole, minutes = divmod(minutes, 60)
    return Angle(whole, minutes, seconds / 10**DECIMALS, letters[0] if degrees >= 0 else letters[1])


def utm_zone(lon: float, lat: float) -> int:
    """Return the zone of UTM (1-60), with the wide zones of Norway and Svalbard.

    >>> utm_zone(-7.29, 15.17), utm_zone(3.02, 15.42)
    (29, 31)
    """
    lon, lat = round(lon, EDGE), round(lat, EDGE)
    zone = min(60, math.floor((lon + 180.0) / 6.0) + 1)
    if NORWAY[0] <= lat < NORWAY[1] and 3.0 <= lon < 12.0:  # noqa: PLR2004 - degrees of the standard
        return 32
    if SVALBARD[0] <= lat <= SVALBARD[1] and 0.0 <= lon < 42.0:  # noqa: PLR2004 - degrees of the standard
        return 31 + 2 * sum(lon >= limit for limit in (9.0, 21.0, 33.0))
    return zone


def grid_reference(lon: float, lat: float) -> str:
    """Return the MGRS reference to a metre, in the usual groups: `30P VB 49383 92431`."""
    reference = str(mgrs.MGRS().toMGRS(round(lat, EDGE), round(lon, EDGE), MGRSPrecision=5))
    zone, square, digits = reference[:-12].lstrip("0"), reference[-12:-10], reference[-10:]
    return f"{zone} {square} {digits[:5]} {digits[5:]}"
