"""Settlements of OCHA (2015): seats of the levels and villages, placed by their position."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from prosmed_gis.config.study import LayerSource
from prosmed_gis.domain.schemas import SETTLEMENTS
from prosmed_gis.readers.own import coordinates
from prosmed_gis.readers.reading import Context, Reading
from prosmed_gis.readers.tables import need, table_of

NEEDED = ("featureNam", "pcode", "popPlaceCl", "longitude", "latitude")
CLASSES = {"1": "national_seat", "2": "region_seat", "3": "cercle_seat", "4": "commune_seat", "5": "village"}


def read_ocha(source: LayerSource, path: Path, context: Context) -> Reading:
    """Read OCHA's populated places.

    Their P-codes are those of 2015, which name other places today, and one in ten lies outside the commune that its own
    code names: cercle and commune stay empty, for the overlay to fill in by position.
    """
    reporter = context.reporter
    table = table_of(source, path, reporter, NEEDED)
    need(table, NEEDED, reporter)
    frame = table.frame
    geometry, wrong = coordinates(frame["longitude"], frame["latitude"], reporter)
    places = pd.DataFrame(
        {
            # The prefix keeps these identifiers from being taken for P-codes of today.
            "place_id": "OCHA2015-" + frame["pcode"],
            "name": frame["featureNam"],
            "place_class": frame["popPlaceCl"].map(CLASSES).fillna(frame["popPlaceCl"]),
            "geometry": geometry,
        }
    )
    remark = reporter.info("vintage.location", column="pcode", value=source.vintage or "2015")
    return Reading({SETTLEMENTS.name: places}, [*table.problems, remark, *wrong], table.rows_in)
