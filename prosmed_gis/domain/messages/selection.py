"""Texts of the exact choice: what collides, budget and neighbours, the list inside the list."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "selection.infeasible": (
        "Aucune liste n'obéit à toutes les règles. Se contredisent, sur {count} cercles : {rules}. {remedy}",
        "No list obeys all rules. These collide, over {count} cercles: {rules}. {remedy}",
    ),
    "selection.one_is_enough": (
        "Il suffit d'un de ces changements dans la configuration : {changes}.",
        "One of these changes of the configuration is enough: {changes}.",
    ),
    "selection.none_is_enough": (
        (
            "Aucun changement d'une seule de ces règles ne suffit, car d'autres se contredisent aussi : en "
            "assouplir une, puis relancer."
        ),
        "No change of one of these alone is enough, for others collide too: relax one of them, then run again.",
    ),
    "selection.loosen": ("selection.{name}={limit}", "selection.{name}={limit}"),
    "selection.drop": ("retirer selection.{name}", "remove selection.{name}"),
    "rule.budget": (
        "au plus {max_fr} USD pour toute la liste, fixé par {author} le {day:%d/%m/%Y} ({source})",
        "at most {max_en} USD for the whole list, set by {author}, {day:%d/%m/%Y} ({source})",
    ),
    "rule.adjacency": (
        "chaque cercle retenu touche au moins {count} autre(s) cercle(s) retenu(s), sur {border_fr} km ou plus",
        "each selected cercle borders on at least {count} other selected one(s), along {border_en} km or more",
    ),
    "rule.nesting": (
        "la petite liste est tout entière dans la grande",
        "the smaller list lies wholly inside the larger one",
    ),
    "nesting.free": (
        "La liste de {small} tient dans celle de {large} sans rien coûter à aucune des deux.",
        "The list of {small} fits inside that of {large} at no cost to either.",
    ),
    "nesting.price": (
        (
            "Faire tenir la liste de {small} dans celle de {large} coûte {large_price} point(s) à la grande et "
            "{small_price} à la petite, par rapport à la meilleure liste de chaque taille prise seule."
        ),
        (
            "Fitting the list of {small} inside that of {large} costs the larger {large_price} point(s) and the "
            "smaller {small_price}, against the best list of each size taken alone."
        ),
    ),
    "nesting.release": (
        (
            "De {large} à {small} cercles, sortent dans l'ordre : {order}. Si les moyens reviennent, ils rentrent "
            "dans l'ordre inverse."
        ),
        (
            "From {large} down to {small} cercles, these go in this order: {order}. When means return, they come back "
            "in the reverse order."
        ),
    ),
    "nesting.alone": (
        "Après la sortie de {name}, ne touchent plus assez de cercles retenus : {alone}.",
        "Once {name} has gone, these no longer border on enough selected cercles: {alone}.",
    ),
    "replacement.in": (
        "Sans {name}, la meilleure liste perd {cost} point(s) ; entre à sa place : {partners}.",
        "Without {name}, the best list loses {cost} point(s); in its place comes: {partners}.",
    ),
    "replacement.out": (
        "Avec {name}, la meilleure liste perd {cost} point(s) ; lui cède sa place : {partners}.",
        "With {name}, the best list loses {cost} point(s); what makes way for it: {partners}.",
    ),
    "replacement.besides.in": (
        " Les règles font aussi sortir : {besides}.",
        " The rules also put out: {besides}.",
    ),
    "replacement.besides.out": (
        " Les règles font aussi entrer : {besides}.",
        " The rules also bring in: {besides}.",
    ),
    "replacement.never.in": (
        "{name} ne peut pas sortir : sans lui, aucune liste n'obéit aux règles.",
        "{name} cannot leave: without it, no list obeys the rules.",
    ),
    "replacement.never.out": (
        "{name} ne peut pas entrer : avec lui, aucune liste n'obéit aux règles.",
        "{name} cannot enter: with it, no list obeys the rules.",
    ),
}
