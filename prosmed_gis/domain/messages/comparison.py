"""Texts of the comparison of two runs: key -> (French, English)."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "factor.data": ("données", "data"),
    "factor.boundaries": ("limites", "boundaries"),
    "factor.weights": ("poids", "weights"),
    "factor.rules": ("règles", "rules"),
    "factor.and": (" et ", " and "),
    "comparison.entered": (
        "{name} entre (rang {rank_a} → {rank_b}, score {score_a} → {score_b}) : {shares}.",
        "{name} enters (rank {rank_a} → {rank_b}, score {score_a} → {score_b}): {shares}.",
    ),
    "comparison.left": (
        "{name} sort (rang {rank_a} → {rank_b}, score {score_a} → {score_b}) : {shares}.",
        "{name} leaves (rank {rank_a} → {rank_b}, score {score_a} → {score_b}): {shares}.",
    ),
    "comparison.new": (
        "{name} entre (rang {rank_b}, score {score_b}) ; ce cercle n'existe pas dans les limites de A : {shares}.",
        "{name} enters (rank {rank_b}, score {score_b}); the boundaries of A do not have this cercle: {shares}.",
    ),
    "comparison.gone": (
        "{name} sort (rang {rank_a}, score {score_a}) ; ce cercle n'existe pas dans les limites de B : {shares}.",
        "{name} leaves (rank {rank_a}, score {score_a}); the boundaries of B do not have this cercle: {shares}.",
    ),
    "comparison.unranked": ("non classé", "unranked"),
    "comparison.grounds": (
        " {factors} uniquement : {points} point(s), dont {items}.",
        " {factors} alone: {points} point(s), of which {items}.",
    ),
    "comparison.others": (
        " Sa place dépend aussi des scores des autres cercles.",
        " Its place also depends on the scores of the other cercles.",
    ),
    "comparison.item": ("{label} {before} → {after} ({points})", "{label} {before} → {after} ({points})"),
    "comparison.ceiling": ("plafond de violence", "ceiling of violence"),
    "comparison.side": (
        "{label} : {name} (au {day}), {count} cercles retenus",
        "{label}: {name} (as of {day}), {count} cercles selected",
    ),
    "comparison.same": (
        "Rien de ce qui peut changer la liste ne diffère entre A et B.",
        "Nothing that may change the list differs between A and B.",
    ),
    "comparison.differs": ("Ce qui diffère : {factors}", "What differs: {factors}"),
    "comparison.more": ("  … et {count} autre(s) réglage(s) : voir --json", "  … and {count} more: see --json"),
    "comparison.common": (
        "{common} cercle(s) en commun, {entered} entre(nt), {left} sort(ent) ; indice de Jaccard {jaccard}",
        "{common} cercle(s) in common, {entered} enter, {left} leave; Jaccard index {jaccard}",
    ),
    "comparison.causes": (
        "Part de chaque cause dans les entrées et les sorties : {causes}",
        "Share of each cause in the entries and exits: {causes}",
    ),
    "comparison.contested": (
        "Ne changent pas de place, mais seulement parce que des causes contraires s'annulent : {names}",
        "Keep their place, but only because opposite causes cancel out: {names}",
    ),
    "comparison.together": (
        "Les parts de {factors} ne peuvent pas être séparées et sont données ensemble : {why}",
        "The shares of {factors} cannot be parted and are given together: {why}",
    ),
    "comparison.foreign_codes": (
        (
            "les P-codes de la section « {section} » sont d'un autre millésime que les limites : les mêmes codes y "
            "désignent d'autres lieux"
        ),
        "the P-codes of the section '{section}' are of another vintage than the boundaries: they name other places",
    ),
    "comparison.by_name": (
        (
            "Les P-codes de A et de B ne sont pas du même millésime : un cercle est tenu pour le même s'il porte le "
            "même nom et garde plus de la moitié de son territoire ; les autres comptent comme disparus et nouveaux."
        ),
        (
            "The P-codes of A and B are not of one vintage: a cercle is taken for the same where it keeps its name and "
            "more than half of its ground; the others count as gone and new."
        ),
    ),
    "comparison.renamed": (
        "À vérifier, même P-code mais autre nom dans A et dans B : {pairs}.",
        "To be checked, one P-code but another name in A and in B: {pairs}.",
    ),
    "comparison.set_aside": (
        (
            "Pour séparer données et limites, il a fallu remplacer les {factor} sans le reste : {count} ligne(s) y "
            "sont mises de côté (au plus {usual} dans A ou B) et comptent dans cette part."
        ),
        (
            "To part data and boundaries, the {factor} were replaced without the rest: {count} row(s) are set aside "
            "there (at most {usual} in A or B) and count in that share."
        ),
    ),
    "comparison.rerun_differs": (
        (
            "{name} : recalculée aujourd'hui, la liste n'est plus celle que le dossier contient (en moins : {lacks} ; "
            "en plus : {extra}). L'outil, ses bibliothèques ou le fichier ont changé depuis ; l'explication porte sur "
            "la liste recalculée."
        ),
        (
            "{name}: computed today, the list is not the one that the folder holds (missing: {lacks}; extra: "
            "{extra}). The tool, its libraries or the file have changed since; what is explained is the list as "
            "computed today."
        ),
    ),
    "comparison.changed_inputs": (
        (
            "{folder} : ce calcul ne peut pas être refait, des fichiers d'entrée manquent ou ont changé depuis "
            "(empreinte d'alors → d'aujourd'hui) :\n  {lines}\nReprenez les fichiers d'alors (au besoin par --layer "
            "NOM=CHEMIN), ou comparez avec un fichier de configuration au lieu du dossier, par exemple "
            "config/prosmed.yaml@2020-12-31."
        ),
        (
            "{folder}: this run cannot be repeated, input files are missing or have changed since (hash then → "
            "now):\n  {lines}\nBring back the files as they were (with --layer NAME=PATH where they stand elsewhere), "
            "or compare with a configuration file instead of the folder, such as config/prosmed.yaml@2020-12-31."
        ),
    ),
}
"""Keys of this room."""
