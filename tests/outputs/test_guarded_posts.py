"""What partners may see of a security post."""

from dataclasses import replace

import geopandas as gpd
import pandas as pd
from made_up_siting import with_siting
from shapely.geometry import Point
from small_products import products

from prosmed_gis.domain.vocabulary import Audience
from prosmed_gis.outputs.audience import _posts, _quotes_guarded, for_audience


def test_of_a_security_post_staff_owner_and_since_are_empty() -> None:
    made = gpd.GeoDataFrame(
        {
            "kind": ["brigade", "tgi", "never heard of"],
            "staff": [12.0, 5.0, 3.0],
            "owner": ["A", "B", "C"],
            "since": pd.to_datetime(["2024-01-01"] * 3),
        },
        geometry=[Point(0, 0)] * 3,
        crs=4326,
    )
    seen = _posts(made)
    assert seen is not None
    kept = seen[["staff", "owner", "since"]].notna()
    assert kept.all(axis=1).tolist() == [False, True, False]
    assert kept.any(axis=1).tolist() == [False, True, False]
    assert made["staff"].tolist() == [12.0, 5.0, 3.0]


def test_the_staff_of_security_for_its_people_is_inside_only() -> None:
    whole = with_siting(products())
    mixed = pd.concat([whole.access.crowding, whole.access.crowding.assign(service="justice")], ignore_index=True)
    whole = replace(whole, access=replace(whole.access, crowding=mixed))
    services = {
        audience: set(for_audience(whole, audience).access.crowding["service"])
        for audience in (Audience.INTERNAL, Audience.PARTNERS)
    }
    assert services == {Audience.INTERNAL: {"security", "justice"}, Audience.PARTNERS: {"justice"}}


def test_a_refused_staff_of_a_post_is_not_quoted() -> None:
    told = pd.DataFrame(
        {"layer": ["facilities", "facilities", "events", "roads"], "column": ["staff", "kind", "date", "staff"]}
    )
    assert _quotes_guarded(told).tolist() == [True, False, True, False]
