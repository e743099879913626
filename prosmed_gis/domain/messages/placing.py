"""Texts of the commands `place`, `place compare` and `access`: key -> (French, English)."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "placing.headings": (
        "année|ouvrage|nature|cercle|lieu|USD|habitants gagnés|origine|",
        "year|work|kind|cercle|place|USD|people gained|origin|",
    ),
    "placing.difference_headings": (
        "changement|ouvrage|nature|cercle|lieu|année A|année B|habitants A|habitants B",
        "change|work|kind|cercle|place|year A|year B|people A|people B",
    ),
    "plan.status.optimal": ("optimal", "optimal"),
    "plan.status.feasible": ("arrêté avant la preuve", "stopped before the proof"),
    "plan.status.given_only": ("rien à placer", "nothing to place"),
    "placing.short": (
        "Cible {indicator} en {year} : {planned:.0f} sur {target:.0f}, il manque {missing:.0f}",
        "Target {indicator} in {year}: {planned:.0f} of {target:.0f}, {missing:.0f} missing",
    ),
    "placing.what_if": (
        "Avec ce qui est demandé (B) plutôt que sans (A) :",
        "With what is asked (B) rather than without (A):",
    ),
    "placing.enters": ("entre", "enters"),
    "placing.leaves": ("sort", "leaves"),
    "placing.moves": ("change d'année", "moves"),
    "placing.costs": ("change de coût", "costs"),
    "placing.counts": (
        "Ouvrages : {enters} entrent, {leaves} sortent, {moves} changent d'année",
        "Works: {enters} enter, {leaves} leave, {moves} move in time",
    ),
    "placing.objective": ("Valeur du plan : {a} -> {b}", "Worth of the plan: {a} -> {b}"),
    "placing.service": (
        "{service} : habitants à portée à la fin du plan {a} -> {b}",
        "{service}: people within reach at the end of the plan {a} -> {b}",
    ),
    "placing.access_headings": (
        "unité|service|saison|insécurité|mode|minutes|habitants|à portée|part|sans chemin",
        "unit|service|season|insecurity|mode|minutes|people|within|share|without path",
    ),
    "placing.season.dry": ("sèche", "dry"),
    "placing.season.rains": ("pluies", "rains"),
    "placing.security.calm": ("calme", "calm"),
    "placing.security.incidents": ("incidents", "incidents"),
    "placing.mode.vehicle": ("véhicule", "vehicle"),
    "placing.mode.foot": ("à pied", "on foot"),
    "placing.country": ("ensemble", "whole"),
    "placing.chain_headings": (
        "cercle|police|tribunal|prison|chaîne complète|min police-tribunal|min tribunal-prison",
        "cercle|police|court|prison|complete chain|min police-court|min court-prison",
    ),
    "placing.view_headings": (
        "vue|preuve|sites|min en moyenne|min au pire|à portée|sans chemin|lieux",
        "view|proof|sites|mean min|worst min|within reach|without path|places",
    ),
    "placing.view.today": ("en place et décidé", "standing and decided"),
    "placing.view.mean_time": ("temps moyen (p-médian)", "mean time (p-median)"),
    "placing.view.worst_time": ("temps du plus mal placé (p-centre)", "worst time (p-center)"),
    "placing.view.most_people": ("le plus d'habitants à portée (MCLP)", "most people within reach (MCLP)"),
    "placing.view.fewest_sites": ("tous à portée, le moins de sites (LSCP)", "all within reach, fewest sites (LSCP)"),
    "plan.status.infeasible": ("impossible", "infeasible"),
    "placing.no_candidates": (
        "{service} : aucun site possible, rien à comparer.",
        "{service}: no possible site, nothing to compare.",
    ),
    "placing.yes": ("oui", "yes"),
    "placing.no": ("non", "no"),
}
"""Keys of this room."""
