"""What a user reads, in French and in English: one catalogue, one module per room."""

from __future__ import annotations

from importlib import import_module

from prosmed_gis.domain.vocabulary import Language

ROOMS = (
    "labels",
    "inputs",
    "reading",
    "contents",
    "targeting",
    "selection",
    "access",
    "roads",
    "siting",
    "meaning",
    "sheets",
    "tracking",
    "products",
    "agreement",
    "siting_products",
    "workbook",
    "qgis",
    "answers",
    "placing",
    "robustness",
    "comparison",
    "calibration",
    "communes",
    "defence",
    "changes",
)
"""Modules of this package; each holds `TEXTS: dict[str, tuple[str, str]]` (French, English)."""

_CATALOGUE: dict[str, tuple[str, str]] = {}


def _catalogue() -> dict[str, tuple[str, str]]:
    if not _CATALOGUE:
        for room in ROOMS:
            _CATALOGUE.update(import_module(f"{__name__}.{room}").TEXTS)
    return _CATALOGUE


def text(key: str, language: Language | str, **values: object) -> str:
    """Return the sentence of `key` in `language`, its `{fields}` filled; an unknown key raises KeyError."""
    french, english = _catalogue()[key]
    return (french if language == "fr" else english).format(**values)
