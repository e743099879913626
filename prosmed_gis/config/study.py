"""What is studied, at which date, from which files, and for whom the products are made."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from prosmed_gis.config.base import Model
from prosmed_gis.domain.vocabulary import Audience, Language

Scalar = str | int | float | bool


class LayerSource(Model):
    """One input layer: where it is and in which form."""

    path: str
    """Path relative to the configuration file; `${NAME}` takes an environment variable, and a path that begins with
    one is relative to the working folder."""
    format: str
    """Name of the reader, as listed by `prosmed-gis layers list`."""
    layer: str | None = None
    """Layer inside a file that holds several (GeoPackage, zip, workbook sheet)."""
    vintage: str | None = None
    """Vintage of the P-codes that the layer uses (`2015`, `2018`, `2021`)."""
    source: str = ""
    """Who made it, licence and date, as shown on the products."""
    url: str | None = None
    """Address from which `prosmed-gis layers fetch` gets the file; a run never touches the network."""
    sha256: str | None = None
    """Hash of the file; a file that differs stops the run with exit code 5."""
    options: dict[str, Scalar | list[Scalar] | dict[str, Scalar]] = Field(default_factory=dict)
    """Options of the reader (column names, filters, year of a raster, ...)."""


class Study(Model):
    """The study and the date at which it looks."""

    name: str
    """Name of the run: products go to `outputs/<name>/` unless `--out` says otherwise."""
    title_fr: str
    title_en: str
    as_of: date
    """Only events, observations and plans known by this date are used."""
    tracking_as_of: date | None = None
    """Date at which progress is judged; the same as `as_of` where empty."""
    illustrative: bool
    """True marks every product as made from generated, not observed, geometry and events."""
    language: Language
    audience: Audience
    pcode_vintage: str
    """Vintage of the boundaries' P-codes; layers of another vintage are refused, never joined by code."""


class Checks(Model):
    """How strict the reading of inputs is."""

    max_refused_share: float = Field(ge=0, le=1)
    """Share of refused rows above which a whole layer is refused."""
    population_tolerance: float = Field(ge=0)
    """Relative difference between raster and table totals above which a warning is given."""
    site_tolerance_m: float = Field(ge=0)
    """Distance in metres between an observation's position and its work above which it is flagged."""
    outside_tolerance_km: float = Field(ge=0)
    """Distance in kilometres outside the country from which a point is refused."""
    name_match_score: float = Field(ge=0, le=100)
    """Similarity from which a spelling is *proposed* (never taken) for an unknown name."""


class Outputs(Model):
    """Which products are made, and their form."""

    products: tuple[Literal["map", "geopackage", "qgis", "workbook", "field", "hxl"], ...]
    map_simplify_deg: float = Field(ge=0)
    """Tolerance in degrees of the coverage-preserving simplification on the web map."""
    map_max_events: int = Field(ge=0)
    """Event points above which the map shows counts by cercle instead (internal audience only)."""
    map_max_class_share: float = Field(gt=0, le=1)
    """Share (0-1) of cercles in one class from which a theme of the web map is a sentence, not a map."""
