"""Texts of the command line's answers: key -> (French, English)."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "answers.no_cercle": (
        "« {name} » n'est pas un cercle de l'étude ; noms proches : {near}",
        "'{name}' is no cercle of the study; near names: {near}",
    ),
    "answers.reference": (
        "Liste du document : {hits} sur {of} retenus aussi ici ; en moins : {missed} ; en plus : {extra}. {note}",
        "The document's list: {hits} of {of} are here too; missing: {missed}; extra: {extra}. {note}",
    ),
    "answers.reference.generated_data": (
        "{note} Dans le document et pas ici : {missed} ; ici et pas dans le document : {extra}",
        "{note} In the document and not here: {missed}; here and not in the document: {extra}",
    ),
    "answers.communes": (
        "Communes des cercles retenus : {found} (document : {expected})",
        "Communes of the selected cercles: {found} (document: {expected})",
    ),
    "answers.selected": ("{n} cercles retenus : {names}", "{n} cercles selected: {names}"),
    "answers.plan": ("Plan des ouvrages : {status}, écart prouvé {gap}", "Plan of works: {status}, proved gap {gap}"),
    "answers.aside": (
        (
            "⚠ Lignes de la couche « {layer} » mises de côté : {rows} sur {of} ({share}) ; voir problems.csv ou "
            "prosmed-gis check"
        ),
        "⚠ {rows} of {of} rows ({share}) of layer '{layer}' were set aside: see problems.csv or prosmed-gis check",
    ),
    "answers.written": ("Produits écrits dans {out}", "Products written to {out}"),
}
"""Keys of this room."""
