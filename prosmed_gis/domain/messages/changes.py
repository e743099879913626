"""Texts of what would change the list, in the workbook, on the map and in QGIS: key -> (French, English)."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "nested.difference": (
        ("Choisie avec la petite, la grande liste n'est pas la liste publiée : y entre {entered} ; en sort {left}."),
        "Chosen together with the smaller list, the larger is not the published one: in {entered}; out {left}.",
    ),
    "workbook.sheet.nesting": ("{large} et {small}", "{large} and {small}"),
    "workbook.about.nesting": (
        (
            "Si les moyens ne suffisent que pour {small} cercles : lesquels gardent leur place, ce que cela coûte, qui "
            "sort et qui revient en premier."
        ),
        (
            "If means allow for {small} cercles only: which keep their places, what it costs, who goes and who comes "
            "back first."
        ),
    ),
    "workbook.nesting.how": (
        "● : retenu dans la liste. Fond vert : dans les deux listes ; orange : seulement dans celle de {large}.",
        "●: selected in the list. Green: in both lists; orange: in that of {large} only.",
    ),
    "workbook.column.nested_place": ("Si les moyens baissent", "If means fall"),
    "workbook.nesting.small": ("reste", "stays"),
    "workbook.nesting.large": ("sort à l'étape {step}", "goes at step {step}"),
    "workbook.nesting.out": ("n'est dans aucune des deux", "is in neither"),
    "workbook.nesting.total": ("Score total (points)", "Total score (points)"),
    "workbook.nesting.price": ("Prix de l'emboîtement", "Price of nesting"),
    "workbook.nesting.release": (
        "Dans quel ordre sortir, dans quel ordre revenir",
        "Who goes first, who returns first",
    ),
    "workbook.nesting.goes": ("Si les moyens baissent, sortent", "If means fall, these go"),
    "workbook.nesting.returns": ("Si les moyens reviennent, rentrent", "If means return, these come back"),
    "workbook.nesting.step_down": ("{step}. {name} ({more} → {left})", "{step}. {name} ({more} → {left})"),
    "workbook.nesting.step_up": ("{step}. {name} ({left} → {more})", "{step}. {name} ({left} → {more})"),
    "workbook.nesting.published": (
        "La liste de {large} de la colonne « Ensemble (retenu) » est la liste publiée.",
        "The list of {large} in the column 'Together (kept)' is the published list.",
    ),
    "workbook.changes": ("Ce qui changerait la liste", "What would change the list"),
    "workbook.changes.how": (
        (
            "Les échanges les plus proches, et les points de poids (sur 100) à déplacer entre critères pour que l'un "
            "prenne la place de l'autre."
        ),
        (
            "The nearest exchanges, and the points of weight (out of 100) to move between criteria for one to take "
            "the place of the other."
        ),
    ),
    "workbook.changes.none": (
        "Aucun changement de poids n'a été calculé (voir les notes).",
        "No change of weights was computed (see the notes).",
    ),
    "workbook.changes.first_none": (
        "Aucun changement des poids ne change la liste.",
        "No change of weights changes the list.",
    ),
    "workbook.column.replaced": ("Serait remplacé", "Would be replaced"),
    "workbook.column.by": ("par", "by"),
    "workbook.column.gap": ("Écart de score", "Gap in score"),
    "workbook.column.moved": ("Poids à déplacer", "Weight to move"),
    "workbook.column.from": ("de", "from"),
    "workbook.column.to": ("vers", "to"),
    "workbook.changes_notes": ("À savoir", "To know"),
    "workbook.column.replacement_cost": ("Prix de la place (points)", "Price of the place (points)"),
    "workbook.column.partner": (
        "Retenu : remplacé par … Non retenu : prendrait la place de …",
        "In: replaced by … Out: would take the place of …",
    ),
    "workbook.partner_besides": ("{partners} (et aussi {besides})", "{partners} (and also {besides})"),
    "workbook.partner_never": ("jamais, les règles l'interdisent", "never, the rules forbid it"),
    "workbook.price_is": (
        "Prix de la place : points que perd le score total sans ce cercle (retenu) ou avec lui (non retenu).",
        "Price of the place: points that the list's total score loses without the cercle (in) or with it (out).",
    ),
    "workbook.beside.gi_star_score": ("foyer (Gi*) du score", "hot spot (Gi*) of the score"),
    "workbook.beside.gi_star_violence": ("foyer (Gi*) de la violence", "hot spot (Gi*) of violence"),
    "workbook.gi_star_is": (
        (
            "Gi* (Getis et Ord) compare un cercle et ses voisins à l'ensemble, en écarts-types : plus de 2, "
            "un foyer de valeurs hautes ; moins de −2, de valeurs basses."
        ),
        (
            "Gi* (Getis and Ord) sets a cercle and its neighbours against all, in standard deviations: above 2 a "
            "hot spot of high values, below −2 of low ones."
        ),
    ),
    "web.theme.nested": ("Liste réduite", "Reduced list"),
    "web.about.nested": (
        "Si les moyens passent de {large} à {small} cercles : qui garde sa place, et qui sort à quelle étape.",
        "If means fall from {large} to {small} cercles: who keeps a place, and who goes at which step.",
    ),
    "web.nested.small": ("Reste dans la liste réduite", "Stays in the reduced list"),
    "web.nested.released": ("Sort quand les moyens baissent", "Goes as means fall"),
    "web.nested.step": ("Sort à l'étape {step}", "Goes at step {step}"),
    "web.nested.out": ("Non proposé", "Not proposed"),
    "web.theme.gi_star_score": ("Foyer (Gi*) du score", "Hot spot (Gi*) of the score"),
    "web.theme.gi_star_violence": ("Foyer (Gi*) de la violence", "Hot spot (Gi*) of violence"),
    "web.about.gi_star_score": (
        "Scores hauts ou bas qui se touchent : un cercle et ses voisins, en écarts-types. Montré à côté, jamais noté.",
        "High or low scores that lie together: a cercle and its neighbours, in standard deviations. Never scored.",
    ),
    "web.about.gi_star_violence": (
        "Violences hautes ou basses qui se touchent, en écarts-types. Montré à côté des critères, jamais noté.",
        "High or low violence that lies together, in standard deviations. Shown beside the criteria, never scored.",
    ),
    "web.gi_star.hot": ("plus de 2 : foyer", "above 2: hot spot"),
    "web.gi_star.between": ("de −2 à 2 : rien de net", "from −2 to 2: nothing clear"),
    "web.gi_star.cold": ("moins de −2 : foyer bas", "below −2: cold spot"),
    "web.fiche.nested.small": (
        "Si la liste passe de {large} à {small} cercles, il y reste.",
        "If the list falls from {large} to {small} cercles, it stays.",
    ),
    "web.fiche.nested.large": (
        "Si les moyens baissent, il sort à l'étape {step} ({more} → {left} cercles) ; il rentre dans l'ordre inverse.",
        "If means fall, it goes at step {step} ({more} → {left} cercles); it comes back in the reverse order.",
    ),
    "web.fiche.change.in": (
        (
            "Plus petit changement de poids qui l'écarte : {moved} points sur 100, de {source} vers {goal} ; {other} "
            "prend alors sa place."
        ),
        (
            "Smallest change of weights that puts it out: {moved} points out of 100, from {source} to {goal}; {other} "
            "then takes its place."
        ),
    ),
    "web.fiche.change.out": (
        (
            "Plus petit changement de poids qui le fait entrer : {moved} points sur 100, de {source} vers {goal} ; il "
            "prend alors la place de {other}."
        ),
        (
            "Smallest change of weights that brings it in: {moved} points out of 100, from {source} to {goal}; it then "
            "takes the place of {other}."
        ),
    ),
    "qgis.field.replacement_cost": ("Prix de la place (points de score total)", "Price of the place (points of total)"),
    "qgis.field.in_small_list": ("Dans la liste réduite", "In the reduced list"),
    "qgis.field.release_step": ("Étape de sortie si les moyens baissent", "Step of release as means fall"),
}
