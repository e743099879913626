"""Which of the programme's two logics a cercle falls under."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from prosmed_gis.errors import ConfigError

if TYPE_CHECKING:
    from prosmed_gis.config.targeting import TrackRule
    from prosmed_gis.domain.vocabulary import Track


def track_of(cercles: pd.DataFrame, tracks: dict[Track, TrackRule]) -> pd.Series:
    """Return the track (`stabilise`, `prevent`) of each cercle by its region, on the cercles' index.

    Raises
    ------
    ConfigError
        A region is in two tracks, or a cercle's region is in none.
    """
    region_track: dict[str, str] = {}
    for track, rule in tracks.items():
        for region in rule.regions:
            if region in region_track:
                msg = f"targeting.tracks: region {region} is in both {region_track[region]} and {track.value}"
                raise ConfigError(msg)
            region_track[region] = track.value
    found = cercles["parent_pcode"].map(region_track)
    lacking = sorted(cercles.loc[found.isna(), "parent_pcode"].unique())
    if lacking:
        msg = (
            f"targeting.tracks: region {', '.join(lacking)} is in no track; add it to targeting.tracks.<track>.regions"
        )
        raise ConfigError(msg)
    return found.rename("track").astype("str")
