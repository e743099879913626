"""Texts of weights sought for a list, and of what a cercle's place would take: key -> (French, English)."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "wanting.rules.in": (
        "Les règles seules le tiennent dans la liste : ni note ni poids ne l'en feraient sortir",
        "The rules alone hold it in the list: neither score nor weights would take it out",
    ),
    "wanting.rules.out": (
        "Les règles seules le tiennent hors de la liste : ni note ni poids ne l'y feraient entrer",
        "The rules alone hold it out of the list: neither score nor weights would bring it in",
    ),
    "wanting.rival": (
        "{name} ({gap})",
        "{name} ({gap})",
    ),
    "wanting.rivals.in": (
        "Les plus proches de prendre sa place (points d'écart) : {rivals}",
        "Nearest to taking its place (points between them): {rivals}",
    ),
    "wanting.rivals.out": (
        "Les plus proches de lui céder leur place (points d'écart) : {rivals}",
        "Nearest to yielding it their place (points between them): {rivals}",
    ),
    "wanting.share": (
        "{label} ({points})",
        "{label} ({points})",
    ),
    "wanting.weights.in": (
        "Par les poids : il sortirait si {moved} points de poids sur 100 passaient de {source} à {target}",
        "By the weights: it would leave if {moved} points of weight out of 100 went from {source} to {target}",
    ),
    "wanting.weights.out": (
        "Par les poids : il entrerait si {moved} points de poids sur 100 passaient de {source} à {target}",
        "By the weights: it would enter if {moved} points of weight out of 100 went from {source} to {target}",
    ),
    "wanting.weights.drawn.in": (
        (
            "Par les poids : sa place ne tiendrait plus qu'au départage si {moved} points de poids sur 100 "
            "passaient de {source} à {target}"
        ),
        (
            "By the weights: only the tie-break would keep its place if {moved} points of weight out of 100 went "
            "from {source} to {target}"
        ),
    ),
    "wanting.weights.drawn.out": (
        (
            "Par les poids : son entrée ne tiendrait plus qu'au départage si {moved} points de poids sur 100 "
            "passaient de {source} à {target}"
        ),
        (
            "By the weights: only the tie-break would keep it out if {moved} points of weight out of 100 went "
            "from {source} to {target}"
        ),
    ),
    "wanting.weights.level": (
        "Par les poids : il est à égalité aux poids actuels, la règle de départage décide",
        "By the weights: it is level under the present weights, the tie-break decides",
    ),
    "wanting.weights.none.in": (
        (
            "Par les poids : aucun poids des critères (chacun au moins {least} %, ou son poids actuel s'il est "
            "moindre) ne l'en ferait sortir"
        ),
        (
            "By the weights: no weights of the criteria (each at least {least}%, or its present weight where "
            "that is less) would take it out"
        ),
    ),
    "wanting.weights.none.out": (
        (
            "Par les poids : aucun poids des critères (chacun au moins {least} %, ou son poids actuel s'il est "
            "moindre) ne l'y ferait entrer"
        ),
        (
            "By the weights: no weights of the criteria (each at least {least}%, or its present weight where "
            "that is less) would bring it in"
        ),
    ),
    "wanting.weights.unknown.in": (
        "Par les poids : la recherche a été arrêtée avant de savoir si des poids l'en feraient sortir",
        "By the weights: the search was stopped before it was known whether any weights take it out",
    ),
    "wanting.weights.unknown.out": (
        "Par les poids : la recherche a été arrêtée avant de savoir si des poids l'y feraient entrer",
        "By the weights: the search was stopped before it was known whether any weights bring it in",
    ),
    "wanting.unproved": (
        " (recherche arrêtée : un changement moindre est possible)",
        " (search stopped: a smaller change is possible)",
    ),
    "wanting.how.exact": (
        "",
        "",
    ),
    "wanting.how.scanned": (
        (
            " (rapports de poids essayés un à un : des cercles notés sur d'autres critères concourent pour la "
            "même place)"
        ),
        " (ratios of weights tried one by one: cercles scored on other criteria compete for the same place)",
    ),
    "wanting.how.held": (
        (" (aux rapports de poids actuels : des cercles notés sur d'autres critères concourent pour la même place)"),
        " (at the present ratios of weights: cercles scored on other criteria compete for the same place)",
    ),
    "wanting.value": (
        "{label}, {needed} au lieu de {value}",
        "{label}, {needed} instead of {value}",
    ),
    "wanting.percent": (
        " %",
        "%",
    ),
    "wanting.values.in": (
        (
            "Par un seul indicateur, le reste inchangé et le plafond tel qu'il agit, au plus près : il céderait "
            "sa place avec {items}"
        ),
        (
            "By one indicator alone, the rest and the ceiling's effect unchanged, nearest first: it would yield "
            "its place with {items}"
        ),
    ),
    "wanting.values.out": (
        (
            "Par un seul indicateur, le reste inchangé et le plafond tel qu'il agit, au plus près : il prendrait "
            "une place avec {items}"
        ),
        (
            "By one indicator alone, the rest and the ceiling's effect unchanged, nearest first: it would take a "
            "place with {items}"
        ),
    ),
    "wanting.values.none.in": (
        "Par un seul indicateur, le reste inchangé : aucun ne suffirait à le faire sortir",
        "By one indicator alone, the rest unchanged: none would be enough to take it out",
    ),
    "wanting.values.none.out": (
        "Par un seul indicateur, le reste inchangé : aucun ne suffirait à le faire entrer, même au plus haut",
        "By one indicator alone, the rest unchanged: none would be enough to bring it in, even at its highest",
    ),
    "calibration.generated": (
        "Données générées : ce que les poids y retrouvent de la liste montre le calcul et ne prouve rien.",
        "Generated data: what the weights find of the list shows how it is computed and proves nothing.",
    ),
    "calibration.no_reference": (
        "Aucune liste de référence : donner --reference FICHIER (colonnes de layers/programme/selection.csv)",
        "No reference list: give --reference FILE (columns of layers/programme/selection.csv)",
    ),
    "calibration.level.groups": (
        "poids des critères",
        "weights of the criteria",
    ),
    "calibration.level.indicators": (
        "poids des indicateurs",
        "weights of the indicators",
    ),
    "calibration.hits": (
        (
            "{name}, {of} cercles : {before} retrouvés avec les poids de la configuration, {after} avec les "
            "poids calés ({level})"
        ),
        (
            "{name}, {of} cercles: {before} found with the configured weights, {after} with the calibrated "
            "weights ({level})"
        ),
    ),
    "calibration.proved": (
        "Aucun poids n'en retrouve davantage : c'est prouvé.",
        "No weights find more of them: this is proved.",
    ),
    "calibration.unproved": (
        (
            "Recherche arrêtée au bout du temps accordé : des poids en retrouvent peut-être davantage, jamais "
            "plus de {most}."
        ),
        "Search stopped at its time limit: some weights may find more of them, never more than {most}.",
    ),
    "calibration.tried.scanned": (
        (
            "Aucun des poids essayés n'en retrouve davantage. Ce n'est pas une preuve : des cercles notés sur "
            "des critères différents concourent pour les mêmes places, et seuls certains rapports de poids ont "
            "été essayés."
        ),
        (
            "None of the weights tried finds more of them. This is no proof: cercles scored on different "
            "criteria compete for the same places, and only some ratios of weights were tried."
        ),
    ),
    "calibration.tried.held": (
        (
            "Aucun des poids essayés n'en retrouve davantage. Ce n'est pas une preuve : des cercles notés sur "
            "des critères différents concourent pour les mêmes places, et seuls les rapports de poids actuels "
            "ont été essayés."
        ),
        (
            "None of the weights tried finds more of them. This is no proof: cercles scored on different "
            "criteria compete for the same places, and only the present ratios of weights were tried."
        ),
    ),
    "calibration.whole": (
        (
            "La liste entière s'explique : sous les poids calés, tout échange permis lui ferait perdre au moins "
            "{margin} point(s)."
        ),
        (
            "The whole list is explained: under the calibrated weights every allowed exchange loses at least "
            "{margin} point(s)."
        ),
    ),
    "calibration.not_whole": (
        (
            "La liste entière ne s'explique par aucun poids : même sous les meilleurs, un échange permis "
            "gagnerait {gain} point(s)."
        ),
        "No weights explain the whole list: even under the best, an allowed exchange would gain {gain} point(s).",
    ),
    "calibration.not_whole_tried": (
        (
            "La liste entière ne s'explique par aucun des poids essayés : au mieux, un échange permis gagnerait "
            "{gain} point(s)."
        ),
        ("None of the weights tried explains the whole list: at best, an allowed exchange would gain {gain} point(s)."),
    ),
    "calibration.broken": (
        "La liste entière enfreint les règles du choix : {rules}.",
        "The whole list breaks rules of the choice: {rules}.",
    ),
    "calibration.margins": (
        (
            "Poids calés : tout échange permis perd au moins {widest} point(s) avec la marge la plus large, "
            "{closest} avec les poids les plus proches de la configuration, d'où {moved} points de poids sur 100 "
            "se déplacent{proof}."
        ),
        (
            "Calibrated weights: every allowed exchange loses at least {widest} point(s) with the widest margin, "
            "{closest} with the weights nearest to the configuration, of which {moved} points out of 100 "
            "move{proof}."
        ),
    ),
    "calibration.nearer_possible": (
        " (de plus proches sont possibles)",
        " (nearer ones are possible)",
    ),
    "calibration.least": (
        "Chaque critère garde au moins {least} % du poids, ou le sien s'il est moindre.",
        "Each criterion keeps at least {least}% of the weight, or its own where that is less.",
    ),
    "calibration.held": (
        "Part tenue dans leur critère, parce que des cercles n'ont que ces indicateurs : {names}.",
        "Share held inside their criterion, because some cercles have only these indicators: {names}.",
    ),
    "calibration.extra": (
        "Retenus à la place des absents avec les poids calés : {names}.",
        "Selected in place of those missing with the calibrated weights: {names}.",
    ),
    "calibration.meaning": (
        (
            "Ces poids décrivent la liste de référence ; ils ne la justifient pas et ne changent rien à la "
            "configuration."
        ),
        ("These weights describe the reference list; they do not justify it and change nothing in the configuration."),
    ),
    "calibration.column.name": (
        "poids, en %",
        "weight, in %",
    ),
    "calibration.column.configured": (
        "configuration",
        "configured",
    ),
    "calibration.column.widest": (
        "marge la plus large",
        "widest margin",
    ),
    "calibration.column.nearest": (
        "au plus proche",
        "nearest",
    ),
    "calibration.verdict.explained": (
        "{name} est retenu par les poids calés",
        "{name} is selected by the calibrated weights",
    ),
    "calibration.verdict.traded": (
        "{name} : d'autres poids le retiennent, mais la liste n'est alors retrouvée que pour {hits} cercles",
        "{name}: other weights select it, but then only {hits} cercles of the list are found",
    ),
    "calibration.verdict.as_many": (
        ("{name} : d'autres poids le retiennent et retrouvent autant de la liste ({hits} cercles), au prix d'un autre"),
        "{name}: other weights select it and find as much of the list ({hits} cercles), at the cost of another",
    ),
    "calibration.verdict.never": (
        (
            "{name} : aucun poids ne le retient{rank}{always}. S'il est dans la liste, c'est par un choix "
            "politique ou pratique que ces critères n'expliquent pas"
        ),
        (
            "{name}: no weights select it{rank}{always}. If it is in the list, that was a political or practical "
            "choice, which these criteria do not explain"
        ),
    ),
    "calibration.verdict.never_tried": (
        "{name} : aucun des poids essayés ne le retient{rank}{always}",
        "{name}: none of the weights tried selects it{rank}{always}",
    ),
    "calibration.rank": (
        " ; aux poids qui lui sont le plus favorables, il est {rank}ᵉ pour {places} place(s), derrière {names}",
        "; under the weights that favour it most it ranks {rank} for {places} place(s), behind {names}",
    ),
    "calibration.always": (
        " ; sont au moins aussi bien placés sur tout : {names}",
        "; at least as well placed on everything: {names}",
    ),
    "calibration.others": (
        "{names} et {count} autres",
        "{names} and {count} others",
    ),
    "calibration.verdict.unsettled": (
        "{name} : la recherche a été arrêtée avant de savoir si des poids le retiennent",
        "{name}: the search was stopped before it was known whether any weights select it",
    ),
    "calibration.verdict.rules": (
        "{name} : les règles du choix le tiennent hors de la liste, quels que soient les poids ({rules})",
        "{name}: the rules of the choice keep it out, whatever the weights ({rules})",
    ),
    "calibration.verdict.unscored": (
        "{name} : il n'a pas de note, faute de données ou par le plafond, quels que soient les poids",
        "{name}: it has no score, for want of data or by the ceiling, whatever the weights",
    ),
    "calibration.verdict.absent": (
        "{name} n'est pas dans les limites utilisées",
        "{name} is not in the boundaries used",
    ),
}
