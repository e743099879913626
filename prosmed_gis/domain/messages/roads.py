"""Texts on the fitness of the layer of roads: key -> (French, English)."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "roads.beyond": (
        (
            "Couche de routes incomplète : {count} des {of} chefs-lieux de cercle sont à plus de {km} km de toute "
            "route (km : {seats}). Les temps de trajet y comptent cette distance à pied : ne pas les croire, ni la "
            "couverture qui en vient, avant d'avoir donné une couche de routes complète."
        ),
        (
            "Incomplete layer of roads: {count} of the {of} seats of cercles are more than {km} km from any road (km: "
            "{seats}). Travel times count that distance on foot: do not believe them, nor the coverage that comes from "
            "them, before a complete layer of roads is given."
        ),
    ),
    "roads.beyond.short": (
        (
            "Couche de routes incomplète : {count} des {of} chefs-lieux de cercle sont à plus de {km} km de toute "
            "route. Ne pas croire les temps de trajet."
        ),
        (
            "Incomplete layer of roads: {count} of the {of} seats of cercles are more than {km} km from any road. Do "
            "not believe the travel times."
        ),
    ),
}
"""Keys of this room."""
