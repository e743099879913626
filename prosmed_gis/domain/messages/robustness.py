"""Texts of what the list rests on: key -> (French, English)."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "robustness.title.classes": (
        (
            "Fermeté sur {draws} tirages (la liste reste exactement la même dans {same} d'entre eux, intervalle à 95 % "
            ": {interval} %) ; les cercles « hors liste » ne sont pas montrés"
        ),
        (
            "Firmness over {draws} draws (the list stays exactly the same in {same} of them, 95% interval "
            "{interval}%); cercles `out` are not shown"
        ),
    ),
    "robustness.title.first": (
        (
            "Le plus petit changement de poids qui change la liste : {moved} points sur 100, de {source} vers {goal} ; "
            "{left_out} prend alors la place de {selected}"
        ),
        (
            "The smallest change of weights that changes the list: {moved} points out of 100, from {source} to {goal}; "
            "{left_out} then takes the place of {selected}"
        ),
    ),
    "robustness.title.changes": (
        "Échanges les plus proches et changement de poids qui les provoquerait (points sur 100)",
        "Nearest exchanges and the change of weights that would bring them about (points out of 100)",
    ),
    "robustness.title.replacement": (
        "Ce que coûte chaque place : points de score total perdus sans ce cercle, et qui le remplace",
        "What each place costs: points of total score lost without the cercle, and who replaces it",
    ),
    "robustness.title.nesting": (
        "La petite liste dans la grande : points de score total",
        "The smaller list inside the larger: points of total score",
    ),
    "robustness.title.release": (
        "Ordre de retrait si les moyens baissent ; à rebours, ordre de retour",
        "Order of release if means fall; backwards, order of return",
    ),
    "robustness.title.notes": ("À savoir", "To know"),
    "robustness.column.in": ("retenu", "in"),
    "robustness.column.out": ("écarté", "out"),
    "robustness.column.gap": ("écart de score", "gap in score"),
    "robustness.column.moved": ("poids à déplacer", "weight to move"),
    "robustness.column.from": ("de", "from"),
    "robustness.column.to": ("vers", "to"),
    "robustness.column.cost": ("coût", "cost"),
    "robustness.column.partner": ("remplacé par", "replaced by"),
    "robustness.column.reading": ("lecture", "reading"),
    "robustness.column.large": ("grande liste", "larger list"),
    "robustness.column.small": ("petite liste", "smaller list"),
    "robustness.column.large_price": ("prix, grande", "price, larger"),
    "robustness.column.small_price": ("prix, petite", "price, smaller"),
    "robustness.column.step": ("étape", "step"),
    "robustness.column.goes": ("sort", "goes"),
    "robustness.column.remaining": ("reste", "left"),
    "robustness.reading.free": ("chacune pour soi", "each for itself"),
    "robustness.reading.nested": ("ensemble (retenu)", "together (kept)"),
    "robustness.reading.large_first": ("la grande d'abord", "larger first"),
    "robustness.reading.small_first": ("la petite d'abord", "smaller first"),
    "stability.not_nested": (
        (
            "Le plus petit changement de poids n'est pas cherché : avec un budget, un voisinage ou des ensembles qui "
            "se croisent, plusieurs cercles peuvent changer de place à la fois, plus tôt que deux d'entre eux."
        ),
        (
            "The smallest change of weights is not sought: with a budget, neighbours or overlapping sets several "
            "cercles may change places at once, sooner than any two of them."
        ),
    ),
    "stability.scanned": (
        (
            "Des cercles qui n'ont pas les mêmes critères se disputent une place : le plus petit changement de poids a "
            "été cherché de proche en proche, un plus petit peut exister."
        ),
        (
            "Cercles with different criteria compete for a place: the smallest change of weights was sought step by "
            "step, a smaller one may exist."
        ),
    ),
    "robustness.never": ("jamais", "never"),
    "robustness.title.choices": (
        "Ce qui décide de la liste : part de ses changements due à chaque choix, seul puis avec ses interactions",
        "What decides the list: share of its changes that each choice accounts for, alone and with its interactions",
    ),
    "robustness.title.inputs": ("Dans le détail, seuls", "In detail, alone"),
    "robustness.title.omissions": (
        "Sans un critère ou sans un indicateur, chacun à son tour",
        "Without one criterion or one indicator, each in turn",
    ),
    "robustness.column.without": ("sans", "without"),
    "robustness.column.shift": ("rangs déplacés en moyenne", "mean move of ranks"),
    "robustness.title.views": (
        "Sous d'autres regards (entropie et CRITIC : simple question, jamais une proposition)",
        "Under other views (entropy and CRITIC: a what-if, never a proposal)",
    ),
    "robustness.column.pcode": ("code", "pcode"),
    "robustness.column.cercle": ("cercle", "cercle"),
    "robustness.column.frequency": ("retenu", "selected"),
    "robustness.column.interval": ("intervalle 95 % (en %)", "95% interval (in %)"),
    "robustness.column.ranks": ("rangs 5-95 %", "ranks 5-95%"),
    "robustness.column.class": ("classe", "class"),
    "robustness.column.selected": ("liste", "list"),
    "robustness.column.choice": ("choix", "choice"),
    "robustness.column.alone": ("seul", "alone"),
    "robustness.column.total": ("au total", "in total"),
    "robustness.column.input": ("entrée", "input"),
    "robustness.column.view": ("regard", "view"),
    "robustness.column.common": ("en commun", "in common"),
    "robustness.column.entered": ("entrent", "enter"),
    "robustness.column.left": ("sortent", "leave"),
}
