"""Texts of the workbook's sheets on what the list rests on: key -> (French, English)."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "workbook.column.class": ("Classe", "Class"),
    "workbook.column.low": ("De (95 %)", "From (95 %)"),
    "workbook.column.high": ("à (95 %)", "to (95 %)"),
    "workbook.column.rank_low": ("Rang bas (5 %)", "Low rank (5 %)"),
    "workbook.column.rank_median": ("Rang médian", "Median rank"),
    "workbook.column.rank_high": ("Rang haut (95 %)", "High rank (95 %)"),
    "workbook.column.strip": (
        "Intervalle des rangs, du rang 1 (à gauche) au rang {last} ; ● rang médian",
        "Interval of ranks, from rank 1 (left) to rank {last}; ● median rank",
    ),
    "workbook.column.n_views": ("Regards qui retiennent", "Views that select"),
    "workbook.views_decide_nothing": (
        (
            "Ces regards éclairent la liste et ne décident rien ; entropie et CRITIC pondèrent selon les écarts entre "
            "cercles dans les données : une question posée, jamais une proposition."
        ),
        (
            "These views shed light on the list and decide nothing; entropy and CRITIC weigh by how far cercles "
            "differ in the data: a what-if, never a proposal."
        ),
    ),
    "workbook.column.criterion_or_cercle": ("Critère, puis cercle", "Criterion, then cercle"),
    "workbook.weights_by_view": ("Poids des critères", "Weights of the criteria"),
    "workbook.agreement": ("Accord avec la liste publiée", "Agreement with the published list"),
    "workbook.common": ("Cercles en commun (sur {count})", "Cercles in common (of {count})"),
    "workbook.jaccard": ("Communs / retenus par l'un ou l'autre", "Common / selected by either"),
    "workbook.view_kind": ("Nature", "Kind"),
    "workbook.view_kind.configured": ("publié", "published"),
    "workbook.view_kind.stakeholder": ("regard d'acteur", "stakeholder's view"),
    "workbook.view_kind.data": ("tiré des données", "drawn from the data"),
    "workbook.chosen_by_view": ("Cercles retenus (●), par rang publié", "Selected cercles (●), by published rank"),
    "workbook.chosen_by_none": (
        "{all} cercles sont retenus sous tous les regards (fond vert) ; {none} ne le sont sous aucun (non montrés).",
        "{all} cercles are selected under all views (green); {none} under none (not shown).",
    ),
    "workbook.decides_choices": ("Quel type de choix décide de la liste", "Which kind of choice decides the list"),
    "workbook.decides_choices.how": (
        (
            "Part des changements de la liste due à chaque choix : seul, puis avec ses interactions (ce qui resterait "
            "d'instabilité si tout le reste était fixé). Les parts ne s'additionnent pas à 100 %."
        ),
        (
            "Share of the list's changes that each choice accounts for: alone, then with its interactions (the "
            "instability left if all else were settled). The shares do not add up to 100 %."
        ),
    ),
    "workbook.decides_inputs": (
        "Les dix réglages qui pèsent le plus, chacun seul",
        "The ten settings that matter most, each alone",
    ),
    "workbook.decides_inputs.how": (
        "Part des changements de la liste qu'explique ce seul réglage.",
        "Share of the list's changes that this setting alone explains.",
    ),
    "workbook.column.choice": ("Choix", "Choice"),
    "workbook.column.input": ("Réglage", "Setting"),
    "workbook.column.alone": ("Seul", "Alone"),
    "workbook.column.together": ("Avec ses interactions", "With interactions"),
    "workbook.no_draws": ("Aucun tirage demandé.", "No draws were asked for."),
    "workbook.omissions": (
        "La liste sans un critère ou un indicateur, chacun à son tour",
        "The list without one criterion or indicator, each in turn",
    ),
    "workbook.omissions.how": (
        "Le poids de ce qui est retiré passe aux autres. ▲ entrent dans la liste, ▼ en sortent.",
        "The weight of what is left out passes to the rest. ▲ enter the list, ▼ leave it.",
    ),
    "workbook.omissions.none": (
        "Retirer l'un des {count} autres ne change pas la liste.",
        "Leaving out any of the other {count} does not change the list.",
    ),
    "workbook.omission.group": ("critère", "criterion"),
    "workbook.omission.indicator": ("indicateur", "indicator"),
    "workbook.column.left_out": ("Sans", "Without"),
    "workbook.column.kind_of": ("Nature", "Kind"),
    "workbook.column.common": ("En commun", "In common"),
    "workbook.column.changes": ("Ce qui change", "What changes"),
    "workbook.ceiling": ("Plafond sécuritaire", "Security ceiling"),
    "workbook.ceiling.window": (
        "Au-delà de {threshold} {unit}, les points de « {group} » diminuent. Seuil fixé le {date}.",
        "Above {threshold} {unit}, the points of '{group}' fall. Threshold fixed on {date}.",
    ),
    "workbook.ceiling.cap": (
        "Au-delà de {threshold} {unit}, les points de « {group} » n'augmentent plus. Seuil fixé le {date}.",
        "Above {threshold} {unit}, the points of '{group}' rise no more. Threshold fixed on {date}.",
    ),
    "workbook.ceiling.gate": (
        "Au-delà de {threshold} {unit}, un cercle n'est pas retenu. Seuil fixé le {date}.",
        "Above {threshold} {unit}, a cercle is not selected. Threshold fixed on {date}.",
    ),
    "workbook.ceiling.none": ("Aucun plafond.", "No ceiling."),
    "workbook.ceiling.touches_none": (
        "Le plafond ne touche aucun cercle et un autre seuil ne changerait pas la liste.",
        "The ceiling touches no cercle and another threshold would not change the list.",
    ),
    "workbook.ceiling.changes": (
        "{touched} cercle(s) touché(s) ; un autre seuil changerait le choix de {changed} cercle(s).",
        "{touched} cercle(s) touched; another threshold would change the choice of {changed} cercle(s).",
    ),
    "workbook.values_are_measured": (
        (
            "Mesures brutes, unités : feuille « Fonctions de valeur ». Case vide : donnée manquante ou sans objet "
            "dans ce volet. Colonnes « brut » (avant lissage), « p », « foyer » : pour information, hors score."
        ),
        (
            "Measures as such, units: sheet 'Value functions'. Empty cell: missing or not of this track. Columns "
            "'raw' (before smoothing), 'p', 'hot spot': for information, not scored."
        ),
    ),
    "workbook.beside.raw": ("brut", "raw"),
    "workbook.beside.p": ("p (Mann-Kendall)", "p (Mann-Kendall)"),
    "workbook.functions_how": (
        "Une mesure (en abscisse) vaut de 0 à 1 (en ordonnée) sur des bornes fixes et datées. ● orange : les cercles.",
        "A measure (across) is worth 0 to 1 (upright) on fixed and dated goalposts. Orange ●: the cercles.",
    ),
    "workbook.worth": ("Valeur 0–1", "Worth 0–1"),
    "workbook.unit_is": ("Unité : {unit}", "Unit: {unit}"),
    "workbook.goalposts_dated": ("Bornes fixées le {date}.", "Goalposts fixed on {date}."),
    "workbook.source_is": ("Source : {source}", "Source: {source}"),
    "workbook.form.linear": ("Linéaire croissante :", "Linear, rising:"),
    "workbook.form.decreasing": ("Linéaire décroissante :", "Linear, falling:"),
    "workbook.form.log": ("Logarithmique, log(1 + x) :", "Logarithmic, log(1 + x):"),
    "workbook.form.steps": ("Par paliers (seuil : valeur) :", "Steps (threshold: worth):"),
    "workbook.form.window": ("Fenêtre (monte, tient, descend) :", "Window (rises, holds, falls):"),
    "workbook.ceiling_curves": (
        "Trait plein : par quoi la note du critère est multipliée. Tireté : part des événements prise en compte.",
        "Full line: what the criterion's worth is multiplied by. Dashed: share of the events that counts.",
    ),
    "workbook.column.counted": ("Part prise en compte", "Share that counts"),
    "workbook.column.measure": ("Mesure", "Measure"),
    "workbook.column.factor": ("Points conservés", "Points kept"),
    "workbook.column.lower": ("Retenu si seuil −{part}", "Selected if threshold −{part}"),
    "workbook.column.higher": ("Retenu si seuil +{part}", "Selected if threshold +{part}"),
}
