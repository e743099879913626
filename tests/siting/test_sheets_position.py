"""Coordinates in every form, against published examples and an independent computation."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyproj import Transformer

from prosmed_gis.siting.sheets.position import dms, grid_reference, position, utm_zone

MALI = {"lon": st.floats(-12.3, 4.3), "lat": st.floats(10.1, 25.0)}
BANDS = "CDEFGHJKLMNPQRSTUVWX"
COLUMNS = ("ABCDEFGH", "JKLMNPQR", "STUVWXYZ")
ROWS = "ABCDEFGHJKLMNPQRSTUV"


def by_hand(lon, lat):
    """MGRS after its definition: band of 8 degrees, columns of 100 km in sets of three zones, rows in sets of two."""
    zone = int((lon + 180) // 6) + 1
    east, north = Transformer.from_crs(4326, 32600 + zone, always_xy=True).transform(lon, lat)
    column = COLUMNS[(zone - 1) % 3][int(east // 100_000) - 1]
    row = ROWS[(int(north // 100_000) + (5 if zone % 2 == 0 else 0)) % 20]
    return f"{zone}{BANDS[int((lat + 80) // 8)]}", column + row, east % 100_000, north % 100_000


@pytest.mark.parametrize(
    ("lat", "lon", "reference"),
    [
        (38.8977, -77.0365, "18S UJ 23394 07395"),
        (42.0, -93.0, "15T WG 00000 49776"),
        (21.409796671597924, -157.91608117421092, "4Q FJ 12345 67890"),
        (39.7195959962, -104.7999483247, "13S ED 17146 96655"),
    ],
)
def test_published_references(lat, lon, reference):
    found, wanted = grid_reference(lon, lat).split(), reference.split()
    assert found[:2] == wanted[:2]
    # A published corner of a square of one metre may fall on either side of it.
    assert abs(int(found[2]) - int(wanted[2])) <= 1
    assert abs(int(found[3]) - int(wanted[3])) <= 1


def apart(value, width):
    """Return how far a value is from the nearest multiple of a width, on either side."""
    return abs((value + width / 2) % width - width / 2)


@given(**MALI)
@example(lon=-1.9e-12, lat=16.3)
@example(lon=-6.0 - 1e-11, lat=16.0 - 1e-11)
def test_the_grid_reference_follows_its_definition_everywhere_in_mali(lon, lat):
    zone, square, east, north = by_hand(lon, lat)
    found = grid_reference(lon, lat).split()
    # On the very edge of a zone, a band, a square or a metre two computations may round apart.
    if min(apart(east, 1), apart(north, 1)) < 1e-3 or apart(lat, 8) < 1e-6 or apart(lon, 6) < 1e-6:
        return
    assert found == [zone, square, f"{int(east):05d}", f"{int(north):05d}"]


@given(**MALI)
@example(lon=-1.9e-12, lat=16.3)
@example(lon=-6.0 - 1e-11, lat=16.0 - 1e-11)
def test_every_form_is_the_same_place(lon, lat):
    found = position(lon, lat)
    back = Transformer.from_crs(found.epsg, 4326, always_xy=True).transform(found.easting_m, found.northing_m)
    assert back == pytest.approx((lon, lat), abs=1e-7)
    assert found.epsg == 32600 + found.utm_zone
    assert found.mgrs.startswith(str(found.utm_zone))
    for angle, value in ((found.lon_dms, lon), (found.lat_dms, lat)):
        assert angle.minutes < 60
        assert angle.seconds < 60
        size = angle.degrees + angle.minutes / 60 + angle.seconds / 3600
        assert size * (-1 if angle.hemisphere in "WS" else 1) == pytest.approx(value, abs=0.051 / 3600)


@pytest.mark.parametrize(
    ("value", "letters", "wanted"),
    [
        (-4.55, "EW", (4, 33, 0.0, "W")),
        (13.9999999, "NS", (14, 0, 0.0, "N")),
        (-0.5, "NS", (0, 30, 0.0, "S")),
        (12 + 34 / 60 + 56.7 / 3600, "NS", (12, 34, 56.7, "N")),
    ],
)
def test_degrees_minutes_seconds(value, letters, wanted):
    found = dms(value, letters)
    assert (found.degrees, found.minutes, found.seconds, found.hemisphere) == wanted


@pytest.mark.parametrize(
    ("lon", "lat", "zone"),
    [
        (-8.0, 12.6, 29),
        (-6.0, 14.0, 30),
        (-0.04, 16.27, 30),
        (0.0, 16.0, 31),
        (180.0, 0.0, 60),
        (5.0, 60.0, 32),
        (10.0, 78.0, 33),
    ],
)
def test_zones(lon, lat, zone):
    assert utm_zone(lon, lat) == zone


@pytest.mark.parametrize(("lon", "lat"), [(0.0, 85.0), (181.0, 0.0), (float("nan"), 12.0)])
def test_what_is_no_place_is_refused(lon, lat):
    with pytest.raises(ValueError, match="UTM"):
        position(lon, lat)
