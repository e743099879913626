"""Texts of what a plan means (room `siting.meaning`): key -> (French, English)."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "meaning.no_plan_proved": (
        "Le plan lui-même n'est pas prouvé optimal (écart {gap}) : les pertes et regrets se lisent à cet écart près.",
        "The plan itself is not proved optimal (gap {gap}): losses and regrets hold within that gap.",
    ),
    "meaning.core": (
        (
            "{count} des {works} sites planifiés figurent dans tout plan à moins de {share} du meilleur (prouvé) : "
            "{names}."
        ),
        "{count} of the {works} planned sites are in every plan within {share} of the best (proved): {names}.",
    ),
    "meaning.no_core": (
        "Aucun site planifié n'est indispensable : sans lui, un autre plan reste à moins de {share} du meilleur.",
        "No planned site is indispensable: without it another plan stays within {share} of the best.",
    ),
    "meaning.core_open": (
        "Pour {count} sites, il n'est pas établi s'ils sont indispensables (calcul arrêté avant la preuve) : {names}.",
        "For {count} sites it is not settled whether they are indispensable (stopped before the proof): {names}.",
    ),
    "meaning.near_none": (
        "Il n'existe que {count} autres ensembles d'ouvrages permis par les règles (prouvé).",
        "The rules allow only {count} other sets of works (proved).",
    ),
    "meaning.near_stopped": (
        "La recherche d'autres plans s'est arrêtée faute de temps après {count} plans ; il peut en exister d'autres.",
        "The search for other plans ran out of time after {count} plans; there may be more.",
    ),
    "meaning.near_far": (
        "{near} des {count} plans suivants perdent au plus {share} ; le dernier perd {loss}.",
        "{near} of the {count} next plans lose at most {share}; the last one loses {loss}.",
    ),
    "meaning.greedy": (
        (
            "Prendre chaque fois le meilleur ouvrage suivant donnerait {works} ouvrages au lieu de {best_works}, "
            "{people} personnes couvertes au lieu de {best_people} (une personne compte une fois par service) et "
            "{loss} de valeur en moins."
        ),
        (
            "Taking the next best work each time would give {works} works instead of {best_works}, {people} people "
            "covered instead of {best_people} (a person counts once for each service) and {loss} less worth."
        ),
    ),
    "meaning.greedy_equal": (
        "Prendre chaque fois le meilleur ouvrage suivant donne un plan de même valeur : optimiser n'ajoute rien ici.",
        "Taking the next best work each time gives a plan of the same worth: optimising adds nothing here.",
    ),
    "meaning.greedy_breaks": (
        "Le plan pas à pas ne respecte pas toutes les règles ({rules}) ; sa valeur n'est pas comparable.",
        "The step-by-step plan does not obey every rule ({rules}); its worth does not compare.",
    ),
    "meaning.not_answered": (
        "Sans réponse dans le temps imparti ({seconds} s en tout) : {questions}.",
        "Without an answer in the time given ({seconds} s in all): {questions}.",
    ),
    "meaning.stopped": (
        "Arrêtés avant la preuve, l'écart est donné : {questions}.",
        "Stopped before the proof, the gap is told: {questions}.",
    ),
    "meaning.question.sites": ("valeur des sites ({count})", "worth of sites ({count})"),
    "meaning.question.near_best": ("autres plans ({count})", "other plans ({count})"),
    "meaning.question.money": ("argent d'un ouvrage de plus ({count})", "money of one more work ({count})"),
    "meaning.question.frontier": ("points du budget ({count})", "points of the budget ({count})"),
    "meaning.question.scenarios": ("scénarios ({count})", "scenarios ({count})"),
    "meaning.question.partners": ("sites des partenaires ({count})", "partners' sites ({count})"),
    "meaning.no_violence": (
        (
            "Violence récente inconnue pour {count} cercles ; le risque de suspension y est pris égal à celui de la "
            "moyenne des autres : {names}."
        ),
        (
            "Recent violence unknown for {count} cercles; their chance of suspension is taken from the mean of the "
            "others: {names}."
        ),
    ),
    "meaning.no_violence_at_all": (
        "Violence récente inconnue partout : aucune suspension n'est tirée, les scénarios de sécurité n'en ont pas.",
        "Recent violence unknown everywhere: no suspension is drawn, the security scenarios hold none.",
    ),
    "meaning.no_partners": (
        "Aucun ouvrage daté d'un partenaire ne s'ouvre pendant le plan : seuls les ouvrages donnés peuvent tarder.",
        "No dated work of a partner opens within the plan: only given works can be late.",
    ),
    "meaning.partner_sites_aside": (
        "Valeur d'un site de partenaire : les sites écartés à cause de sa proximité restent écartés.",
        "Worth of a partner's site: sites set aside because it is near stay set aside.",
    ),
    "meaning.nothing_happens": ("rien n'arrive", "nothing happens"),
    "meaning.suspended": ("suspension : {cercles}", "suspended: {cercles}"),
    "meaning.late": ("en retard : {works}", "late: {works}"),
    "meaning.late_by": ("{work} d'un an", "{work} by a year"),
    "meaning.late_by_more": ("{work} de {years} ans", "{work} by {years} years"),
    "meaning.late_more": ("{works} et {count} autres", "{works} and {count} more"),
}
