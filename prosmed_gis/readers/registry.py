"""Every form of input, by the name that the configuration calls it."""

from __future__ import annotations

from prosmed_gis.domain import schemas
from prosmed_gis.readers import (
    boundaries,
    event_counts,
    events,
    facilities,
    interventions,
    kobo,
    lines,
    obstacles,
    osm,
    population,
    programme,
    raster,
    roads,
    settlements,
    ucdp,
)
from prosmed_gis.readers.own import own_reader
from prosmed_gis.readers.reading import Format

COMMON_OPTIONS = ("into", "blank", "encoding")
"""Options that every format takes: `into` names the canonical layer where the entry's own name is another; `blank`
lists the words that stand for an empty cell of a table, `encoding` is the code page of a text file."""

_FORMATS = (
    Format(
        "boundaries",
        boundaries.read,
        ("regions", "cercles", "communes"),
        ("pcode_field", "name_field", "parent_field", "repair"),
        has_codes=True,
        about="GPKG, SHP (zip), GeoJSON: COD-AB 2015, 2021, newer; pcode/name/parent_pcode",
    ),
    Format(
        "acled",
        events.read,
        ("events",),
        ("country", "licence_class", "label"),
        about="CSV, XLSX: ACLED events, layout since 2023 or before, with or without HXL row",
    ),
    Format(
        "ucdp", ucdp.read, ("events",), ("country", "label"), about="CSV: UCDP GED of 41, 48, 49 columns; HDX country"
    ),
    Format("events", own_reader(schemas.EVENTS), ("events",), about="CSV, GeoJSON, GPKG: canonical columns"),
    Format(
        "acled_hdx_counts",
        event_counts.read_hdx,
        ("event_counts",),
        ("event_class", "country", "label"),
        has_codes=True,
        about="CSV, XLSX: ACLED counts by admin 2 and month (HDX)",
    ),
    Format("event_counts", event_counts.read_own, ("event_counts",), has_codes=True, about="CSV: canonical columns"),
    Format("facilities", facilities.read, ("facilities",), about="CSV (lon, lat), GeoJSON, GPKG: canonical columns"),
    Format("osm", osm.read, ("facilities",), ("country", "label"), about="CSV: OpenStreetMap nodes by tag"),
    Format(
        "settlements",
        own_reader(schemas.SETTLEMENTS),
        ("settlements",),
        has_codes=True,
        about="CSV (lon, lat), GeoJSON, GPKG: canonical columns",
    ),
    Format("settlements_ocha", settlements.read_ocha, ("settlements",), about="CSV: OCHA populated places of 2015"),
    Format(
        "interventions",
        interventions.read_own,
        ("interventions",),
        ("label",),
        has_codes=True,
        about="CSV, XLSX: one row a project, P-codes in one cell",
    ),
    Format("3w", interventions.read_3w, ("interventions",), ("label",), has_codes=True, about="CSV, XLSX: OCHA 3W"),
    Format("works", programme.read_works, ("works",), has_codes=True, about="CSV: works with costs by year"),
    Format("budgets", programme.read_budgets, ("budgets",), about="CSV: budget lines by year"),
    Format("indicators", programme.read_indicators, ("indicators",), about="CSV: indicators with targets by year"),
    Format(
        "reference", programme.read_reference, ("reference",), has_codes=True, about="CSV: a selection to compare with"
    ),
    Format(
        "institutions", programme.read_institutions, ("institutions",), has_codes=True, about="CSV: what stands today"
    ),
    Format("redeployment", programme.read_redeployment, ("redeployment",), has_codes=True, about="CSV: national plans"),
    Format(
        "conflicts",
        own_reader(schemas.CONFLICTS, ("note", "source_line")),
        ("conflicts",),
        has_codes=True,
        about="CSV: mapped local conflicts",
    ),
    Format(
        "contradictions",
        own_reader(schemas.CONTRADICTIONS, ("source_line",)),
        ("contradictions",),
        about="CSV: what the document says twice",
    ),
    Format("progress", own_reader(schemas.PROGRESS), ("progress",), about="CSV, XLSX: dated observations of works"),
    Format("kobo", kobo.read, ("progress",), ("fields",), about="CSV, XLSX: KoboToolbox export of site visits"),
    Format(
        "population", own_reader(schemas.POPULATION), ("population",), has_codes=True, about="CSV: canonical columns"
    ),
    Format("hno", population.read_hno, ("population",), ("year", "label"), has_codes=True, about="CSV: HNO long table"),
    Format(
        "cod_ps", population.read_cod_ps, ("population",), ("year", "label"), has_codes=True, about="CSV: COD-PS adm2"
    ),
    Format("raster", raster.read, ("population_raster",), ("unit", "year", "label"), about="GeoTIFF: people"),
    Format("roads", roads.read_own, ("roads",), about="GeoJSON, GPKG, SHP: canonical columns"),
    Format("trans_african_routes", roads.read_trans_african, ("roads",), ("label",), about="GeoJSON: coarse backbone"),
    Format("lines", lines.read, ("rivers",), about="GeoJSON, GPKG, SHP: rivers"),
    Format("water", obstacles.read_water, ("water",), about="GeoJSON, GPKG, SHP: lakes and other open water"),
    Format("barriers", obstacles.read_barriers, ("barriers",), about="GeoJSON, GPKG, SHP: closed lines and areas"),
    Format("landcover", raster.read_landcover, ("landcover",), ("year", "label"), about="GeoTIFF: land-cover codes"),
    Format("elevation", raster.read_elevation, ("elevation",), ("year", "label"), about="GeoTIFF: heights in metres"),
)

FORMATS: dict[str, Format] = {form.name: form for form in _FORMATS}
"""Name of the format -> its reader, what it gives and its options."""
