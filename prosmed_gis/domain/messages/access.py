"""Texts of the room `access`: key -> (French, English)."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "access.no_facilities": (
        "Aucune couche d'équipements : la couverture actuelle est inconnue, elle n'est pas comptée comme nulle.",
        "No layer of facilities: today's coverage is unknown, it is not counted as zero.",
    ),
    "access.no_roads": (
        "Aucune couche de routes : les temps de trajet supposent partout la vitesse hors route.",
        "No layer of roads: travel times take the off-road speed everywhere.",
    ),
    "access.no_rivers": (
        "Aucune couche de cours d'eau : aucune rivière ne fait obstacle.",
        "No layer of rivers: no river stands in the way.",
    ),
    "access.people_without_cell": (
        "Habitants non placés sur la grille, comptés comme non couverts : {people}.",
        "People not placed on the grid, counted as not covered: {people}.",
    ),
    "access.unreachable": (
        "{service} : habitants sans aucun chemin vers ce service, comptés comme non couverts : {people}.",
        "{service}: people without any path to this service, counted as not covered: {people}.",
    ),
    "access.unplaced": (
        "Équipements sans position utilisable, laissés hors du calcul : {facilities}.",
        "Facilities without a usable position, left out of the computation: {facilities}.",
    ),
}
