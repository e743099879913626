"""Texts on the communes to start with inside a selected cercle: key -> (French, English)."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "communes.first": (
        "Commencer ici : {name} (rang {rank} sur {of} dans le cercle de {cercle}, {score} points sur 100)",
        "Start here: {name} (rank {rank} of {of} in the cercle of {cercle}, {score} points out of 100)",
    ),
    "communes.only": (
        "Commencer ici : {name} (seule commune classée du cercle de {cercle}, {score} points sur 100)",
        "Start here: {name} (the only ranked commune of the cercle of {cercle}, {score} points out of 100)",
    ),
    "communes.next": (
        "{name} (rang {rank} sur {of} dans le cercle de {cercle}, {score} points sur 100)",
        "{name} (rank {rank} of {of} in the cercle of {cercle}, {score} points out of 100)",
    ),
    "communes.item": (
        "{label}, {value} (médiane du cercle {median})",
        "{label}, {value} (median of the cercle {median})",
    ),
    "communes.median": (
        "rien ne la distingue de la médiane de son cercle",
        "nothing sets it apart from the median of its cercle",
    ),
    "communes.lead": ("{points} points d'avance sur {name}", "{points} points ahead of {name}"),
    "communes.tied": (
        "à égalité de points avec {name}, elle passe devant par la règle de départage ({rules})",
        "level with {name}, it comes first by the tie-break ({rules})",
    ),
    "communes.tie.violence": ("violence", "violence"),
    "communes.tie.people": ("population", "people"),
    "communes.tie.pcode": ("code de la commune", "P-code"),
    "communes.data": (
        "{coverage} du poids des critères repose sur des données",
        "{coverage} of the criteria's weight rests on data",
    ),
    "communes.unscored.lacks": (
        "{name} n'est pas classée, faute de données sur : {lacks}",
        "{name} is not ranked, for want of data on: {lacks}",
    ),
    "communes.unscored.coverage": (
        "{name} n'est pas classée : seuls {coverage} du poids des critères reposent sur des données",
        "{name} is not ranked: only {coverage} of the criteria's weight rests on data",
    ),
    "communes.unscored.gate": (
        "{name} est exclue par le plafond de violence : {measure} événements pour un seuil de {threshold}",
        "{name} is shut out by the ceiling on violence: {measure} events against a threshold of {threshold}",
    ),
    "communes.measure.no_counts": (
        (
            "aucun événement situé dans une commune sur la fenêtre : ceux qui ne sont connus que par cercle ne sont "
            "pas répartis entre ses communes ; indicateur laissé hors du calcul, son poids passe aux autres"
        ),
        (
            "no event placed in a commune in the window: those known by cercle only are not shared out among its "
            "communes; indicator left out, its weight passes to the others"
        ),
    ),
    "communes.measure.not_studied": (
        "cercles sans aucun conflit cartographié dans une commune tenus pour non étudiés, et non pour paisibles",
        "cercles without a single conflict mapped in a commune taken as not studied, not as peaceful",
    ),
    "communes.measure.no_plans": (
        "aucun plan national ne nomme de commune ; indicateur laissé hors du calcul, son poids passe aux autres",
        "no national plan names a commune; indicator left out, its weight passes to the others",
    ),
    "communes.measure.no_partners": (
        "aucun projet n'est annoncé pour une commune ; indicateur laissé hors du calcul, son poids passe aux autres",
        "no project is stated for a commune; indicator left out, its weight passes to the others",
    ),
    "communes.measure.all_same": (
        "même valeur pour toutes les communes du pays : ne départage personne",
        "the same for every commune of the country: parts nobody",
    ),
    "communes.measure.no_people": (
        "population des communes inconnue : aucune grille de population fournie",
        "people of the communes unknown: no population raster given",
    ),
    "communes.measure.no_coverage": (
        "temps d'accès des habitants des communes inconnu : il y faut des établissements et une grille de population",
        "travel time of the communes' people unknown: it takes facilities and a population raster",
    ),
    "workbook.sheet.communes": ("Communes", "Communes"),
    "workbook.about.communes": (
        "Où commencer dans chaque cercle retenu : les communes dans l'ordre, avec leurs points et la raison.",
        "Where to start in each selected cercle: the communes in order, with their points and the reason.",
    ),
    "workbook.communes_basis": ("Sur quoi repose l'ordre des communes", "What the order of communes rests on"),
    "workbook.column.rank_in_cercle": ("Rang dans le cercle", "Rank in the cercle"),
    "workbook.column.commune": ("Commune", "Commune"),
    "workbook.column.data_coverage": ("Poids fondé sur des données", "Weight resting on data"),
    "workbook.column.lead": ("Avance sur la suivante", "Lead on the next"),
    "workbook.column.rank_overall": ("Rang d'ensemble", "Rank over all"),
    "workbook.column.weight_set": ("Poids configuré", "Configured weight"),
    "workbook.column.weight_used": ("Poids effectif moyen", "Mean effective weight"),
    "workbook.column.communes_known": ("Communes connues", "Communes known"),
    "workbook.column.about_indicator": (
        "Unité, fonction de valeur, source et réserve",
        "Unit, value function, source and caveat",
    ),
    "qgis.field.rank_in_cercle": ("Rang dans le cercle (1 : commencer ici)", "Rank in the cercle (1: start here)"),
    "qgis.field.rank_overall": ("Rang parmi toutes les communes classées", "Rank among all ranked communes"),
    "qgis.field.lead": ("Avance sur la commune suivante (points)", "Lead on the next commune (points)"),
    "qgis.field.tied": ("À égalité dans le cercle", "Level with another of the cercle"),
    "qgis.field.ceiling_factor": (
        "Part de la violence laissée par le plafond",
        "Share of violence that the ceiling leaves",
    ),
    "communes.note.need": (
        (
            "Le rang des communes dit où le besoin est le plus grand selon les critères, non où il est sûr de se "
            "rendre : la sécurité et l'accès se vérifient avant tout départ."
        ),
        (
            "The rank of communes says where the need is greatest by the criteria, not where it is safe to go: check "
            "security and access before anyone leaves."
        ),
    ),
    "communes.note.indicator": ("Communes – {label} : {note}", "Communes – {label}: {note}"),
    "communes.note.unranked": (
        "{count} commune(s) de cercles retenus sans rang, faute de données ou à cause du plafond : {names}",
        "{count} commune(s) of selected cercles without a rank, for want of data or by the ceiling: {names}",
    ),
    "communes.note.more": (" et {count} autre(s)", " and {count} more"),
    "communes.note.ties": (
        "{count} communes à égalité de points dans leur cercle, départagées par la règle indiquée",
        "{count} communes level in points within their cercle, parted by the stated rule",
    ),
    "communes.note.region_only": (
        "{count} événements de violence connus par la seule région ne comptent pour aucune commune",
        "{count} violent events known by region only count for no commune",
    ),
    "communes.note.lost": (
        (
            "{lost} événements de violence sur {events} dans les cercles retenus ne sont situés dans aucune commune "
            "({worst} : {share}) ; ils ne comptent pour aucune"
        ),
        (
            "{lost} violent events of {events} in the selected cercles are placed in no commune ({worst}: {share}); "
            "they count for none"
        ),
    ),
}
