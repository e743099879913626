"""Texts of the workbook, the field files and their like: key -> (French, English)."""

from __future__ import annotations

_SHEETS: dict[str, tuple[str, str]] = {
    "workbook.sheet.readme": ("Lisez-moi", "Read me"),
    "workbook.sheet.selection": ("Sélection", "Selection"),
    "workbook.sheet.criteria": ("Critères", "Criteria"),
    "workbook.sheet.robustness": ("Robustesse", "Robustness"),
    "workbook.sheet.views": ("Regards", "Views"),
    "workbook.sheet.deciding": ("Ce qui décide", "What decides"),
    "workbook.sheet.indicators": ("Indicateurs", "Indicators"),
    "workbook.sheet.values": ("Valeurs", "Values"),
    "workbook.sheet.functions": ("Fonctions de valeur", "Value functions"),
    "workbook.sheet.plan": ("Plan", "Plan"),
    "workbook.sheet.budget": ("Budget", "Budget"),
    "workbook.sheet.coverage": ("Couverture", "Coverage"),
    "workbook.sheet.tracking": ("Suivi", "Tracking"),
    "workbook.sheet.works": ("Chantiers", "Works"),
    "workbook.sheet.partners": ("Partenaires", "Partners"),
    "workbook.sheet.problems": ("Problèmes", "Problems"),
    "workbook.about.selection": (
        "Les cercles, du premier au dernier rang : retenus, score, points par critère, fermeté et raison.",
        "The cercles from first to last rank: selected, score, points by criterion, firmness and reason.",
    ),
    "workbook.about.criteria": (
        "Le calcul du score. Changer un poids (cases jaunes) recalcule les scores, les rangs et la liste.",
        "How the score is made. Change a weight (yellow cells) and scores, ranks and list follow.",
    ),
    "workbook.about.robustness": (
        "Fermeté de la liste : part des tirages où chaque cercle est retenu, et intervalle de ses rangs.",
        "Firmness of the list: share of the draws in which each cercle is selected, and interval of its ranks.",
    ),
    "workbook.about.views": (
        "La liste sous d'autres pondérations : acteurs, et méthodes tirées des données, côte à côte.",
        "The list under other weights: stakeholders', and methods drawn from the data, side by side.",
    ),
    "workbook.about.deciding": (
        "Quels choix (poids, bornes, plafond, méthode) font changer la liste, et l'effet du plafond sécuritaire.",
        "Which choices (weights, goalposts, ceiling, method) change the list, and what the security ceiling does.",
    ),
    "workbook.about.indicators": (
        "Ce que mesure chaque indicateur : unité, fonction de valeur, poids, source, règle pour les manques.",
        "What each indicator measures: unit, value function, weight, source, rule for what is missing.",
    ),
    "workbook.about.values": (
        "Ce qui a été mesuré dans chaque cercle, avec les valeurs brutes à côté des valeurs lissées.",
        "What was measured in each cercle, with raw values beside smoothed ones.",
    ),
    "workbook.about.functions": (
        "Comment chaque mesure devient une valeur de 0 à 1 : points, courbe, bornes, et place des cercles.",
        "How each measure becomes a worth from 0 to 1: points, curve, goalposts, and where the cercles lie.",
    ),
    "workbook.about.plan": (
        "Les ouvrages par année de paiement, avec sous-totaux.",
        "The works by year of payment, with subtotals.",
    ),
    "workbook.about.budget": (
        "Ce que le plan dépense par enveloppe et par année.",
        "What the plan spends by envelope and year.",
    ),
    "workbook.about.coverage": (
        "Population à portée de chaque service, avant le plan et à sa fin.",
        "People within reach of each service, before the plan and at its end.",
    ),
    "workbook.about.tracking": (
        "Indicateurs : cible, attendu à la date d'état, réalisé, état et projection.",
        "Indicators: target, expected at the date of the state, done, state and forecast.",
    ),
    "workbook.about.works": (
        "État de chaque chantier d'après la dernière observation.",
        "State of each work after its latest observation.",
    ),
    "workbook.sheet.institutions": ("Institutions", "Institutions"),
    "workbook.about.institutions": (
        (
            "Ce que les sources disent de la police, de la justice et des prisons ; les comptes d'une région ou du "
            "pays ne sont jamais répartis entre cercles."
        ),
        (
            "What the sources say of police, courts and prisons; counts of a region or of the country are never spread "
            "over cercles."
        ),
    ),
    "workbook.column.name": ("Nom", "Name"),
    "workbook.column.count": ("Nombre", "Number"),
    "workbook.column.known_on": ("Connu au", "Known on"),
    "workbook.about.partners": (
        "Qui fait quoi dans quel cercle, au niveau où la source le dit.",
        "Who does what in which cercle, at the level that the source states.",
    ),
    "workbook.about.problems": (
        "Tout ce qui est douteux ou refusé dans les données d'entrée.",
        "All that is doubtful or refused in the input data.",
    ),
}

_README: dict[str, tuple[str, str]] = {
    "workbook.as_of": ("Données arrêtées au {date}", "Data as of {date}"),
    "workbook.tracking_as_of": ("État des chantiers au {date}", "State of the works at {date}"),
    "workbook.scenario": ("Scénario", "Scenario"),
    "workbook.scenario_base": ("de base", "base"),
    "workbook.audience": ("Diffusion", "Audience"),
    "workbook.version": ("Version de l'outil", "Version of the tool"),
    "workbook.dates": ("Dates", "Dates"),
    "workbook.selected_count": ("Cercles retenus", "Selected cercles"),
    "workbook.reference": ("Accord avec {name}", "Agreement with {name}"),
    "workbook.reference_value": (
        "{hits} sur {of} ; manquent : {missed} ; en plus : {extra}. {note}",
        "{hits} of {of}; missing: {missed}; in addition: {extra}. {note}",
    ),
    "workbook.reference.generated_data": ("À côté de {name}", "Beside {name}"),
    "workbook.reference_value.generated_data": (
        "{note} Dans le document et pas ici : {missed} ; ici et pas dans le document : {extra}",
        "{note} In the document and not here: {missed}; here and not in the document: {extra}",
    ),
    "workbook.communes": ("Communes des cercles retenus", "Communes of the selected cercles"),
    "workbook.communes_value": ("{count} (document : {expected})", "{count} (document: {expected})"),
    "workbook.firmness": ("Fermeté de la liste", "Firmness of the list"),
    "workbook.firmness_value": (
        "{core} cercle(s) en noyau ferme, {exchange} échangeable(s), {out} hors liste",
        "{core} cercle(s) in the firm core, {exchange} exchangeable, {out} out",
    ),
    "workbook.plan": ("Plan", "Plan"),
    "workbook.plan.optimal": ("optimal, écart prouvé {gap}", "optimal, proved gap {gap}"),
    "workbook.plan.feasible": (
        "réalisable, arrêté avant la preuve ; écart restant {gap}",
        "feasible, stopped before the proof; remaining gap {gap}",
    ),
    "workbook.plan.given_only": (
        "ouvrages du document seulement, rien à placer",
        "works of the document only, nothing to place",
    ),
    "workbook.none": ("aucun", "none"),
    "workbook.contents": ("Feuilles", "Sheets"),
    "workbook.notes": ("À savoir avant de lire", "Before reading"),
    "workbook.sources": ("Sources", "Sources"),
    "workbook.legend": ("Légende des états", "Legend of states"),
    "workbook.empty": (
        "Rien à montrer ici : donnée absente, ou réservée à une diffusion plus restreinte.",
        "Nothing to show here: no data, or kept for a narrower audience.",
    ),
    "workbook.page": ("page", "page"),
    "workbook.sites_without_position": ("{count} ouvrage(s) sans position", "{count} work(s) without position"),
}

_CRITERIA: dict[str, tuple[str, str]] = {
    "workbook.how_to_weigh": (
        (
            "Modifier les cases jaunes : seules comptent les proportions entre poids. Un critère sans donnée dans "
            "un cercle (case vide) laisse son poids aux autres. Scores, rangs et liste suivent : sont retenus les "
            "premiers de chaque volet, autant que dans la liste publiée, et ce qu'une décision ou une règle retient "
            "ou exclut d'office. Les autres limites (par région) ne sont pas recalculées : le choix complet se refait "
            "avec l'outil."
        ),
        (
            "Change the yellow cells: only the proportions between weights matter. A criterion without data in a "
            "cercle (empty cell) leaves its weight to the others. Scores, ranks and list follow: selected are the "
            "first of each track, as many as on the published list, and what a decision or rule alone puts in or "
            "out. Other limits (by region) are not recomputed: the full choice is made again with the tool."
        ),
    ),
    "workbook.published_weights": ("Poids publiés (%)", "Published weights (%)"),
    "workbook.tried_weights": ("Poids à essayer (%) ▶", "Weights to try (%) ▶"),
    "workbook.weights_of": ("Volet « {track} » : poids ramenés à 100 %", "Track '{track}': weights brought to 100 %"),
    "workbook.places_of": ("cercles retenus", "cercles selected"),
    "workbook.total": ("Total", "Total"),
    "workbook.live_rank": ("Rang recalculé", "Rank now"),
    "workbook.published_rank": ("Rang publié", "Published rank"),
    "workbook.rank_move": ("Places gagnées", "Places gained"),
    "workbook.live_choice": ("Retenu (recalculé)", "Selected now"),
    "workbook.published_choice": ("Retenu (publié)", "Selected (published)"),
    "workbook.live_change": ("Change", "Change"),
    "workbook.settled": ("Règle", "Rule"),
    "workbook.settled.in": ("d'office", "held in"),
    "workbook.settled.out": ("exclu", "held out"),
    "workbook.change.in": ("▲ entre", "▲ enters"),
    "workbook.change.out": ("▼ sort", "▼ leaves"),
    "workbook.count.in": ("Par rapport à la liste publiée : ▲ entrent :", "Against the published list: ▲ enter:"),
    "workbook.count.out": (" ; ▼ sortent :", "; ▼ leave:"),
    "workbook.not_arithmetic": (
        "Le score publié est une {method} ; cette feuille recalcule la moyenne arithmétique, qui peut en différer.",
        "The published score is by {method}; this sheet recomputes the arithmetic mean, which may differ from it.",
    ),
    "workbook.rules_bind": (
        "Sans rien changer, {count} cercles diffèrent déjà de la liste publiée : des limites ignorées ici jouent.",
        "Before any change {count} cercles differ from the published list: limits left aside here bind.",
    ),
    "workbook.live_score": ("Score recalculé", "Score now"),
    "workbook.published_score": ("Score publié", "Published score"),
    "workbook.worth_of": ("{group} (valeur 0–1)", "{group} (worth 0–1)"),
    "workbook.points_of": ("{group} (points)", "{group} (points)"),
    "workbook.not_live": (
        "Attention : la formule ne redonne pas le score publié pour {count} cercle(s) (écart maximal {gap}).",
        "Beware: the formula does not give the published score for {count} cercle(s) (largest gap {gap}).",
    ),
    "workbook.not_scored": ("non noté", "not scored"),
}

_COLUMNS: dict[str, tuple[str, str]] = {
    "workbook.column.rank": ("Rang", "Rank"),
    "workbook.column.pcode": ("P-code", "P-code"),
    "workbook.column.region": ("Région", "Region"),
    "workbook.column.cercle": ("Cercle", "Cercle"),
    "workbook.column.track": ("Volet", "Track"),
    "workbook.column.selected": ("Retenu", "Selected"),
    "workbook.column.score": ("Score (0–100)", "Score (0–100)"),
    "workbook.column.firmness": ("Fermeté", "Firmness"),
    "workbook.column.frequency": ("Retenu dans … des tirages", "Selected in … of draws"),
    "workbook.column.reason": ("Raison", "Reason"),
    "workbook.column.group": ("Critère", "Criterion"),
    "workbook.column.indicator": ("Indicateur", "Indicator"),
    "workbook.weight_in": ("Poids, volet « {track} »", "Weight, track '{track}'"),
    "workbook.column.unit": ("Unité", "Unit"),
    "workbook.column.value_form": ("Fonction de valeur", "Value function"),
    "workbook.column.missing_rule": ("Si manquant", "If missing"),
    "workbook.column.available": ("Disponible", "Available"),
    "workbook.column.source": ("Source", "Source"),
    "workbook.column.note": ("Note", "Note"),
    "workbook.column.year": ("Année", "Year"),
    "workbook.column.kind": ("Ouvrage", "Work"),
    "workbook.column.action": ("Action", "Action"),
    "workbook.column.place": ("Lieu", "Place"),
    "workbook.column.status": ("Origine", "Origin"),
    "workbook.column.cost": ("Coût (USD)", "Cost (USD)"),
    "workbook.column.doubt": ("À vérifier", "To verify"),
    "workbook.column.people_gained": ("Population gagnée", "People gained"),
    "workbook.column.opens_year": ("Ouvre en", "Opens in"),
    "workbook.column.lon": ("Longitude", "Longitude"),
    "workbook.column.lat": ("Latitude", "Latitude"),
    "workbook.column.work_id": ("Code", "Code"),
    "workbook.column.envelope": ("Enveloppe", "Envelope"),
    "workbook.column.budget": ("Budget (USD)", "Budget (USD)"),
    "workbook.column.carried": ("Report (USD)", "Carried over (USD)"),
    "workbook.column.spent": ("Dépensé (USD)", "Spent (USD)"),
    "workbook.column.left": ("Reste (USD)", "Left (USD)"),
    "workbook.column.population": ("Population", "Population"),
    "workbook.column.covered": ("Couverts {year}", "Covered {year}"),
    "workbook.column.share": ("Part {year}", "Share {year}"),
    "workbook.column.gain": ("Gain (points)", "Gain (points)"),
    "workbook.column.code": ("Code", "Code"),
    "workbook.column.variant": ("Cadre", "Framework"),
    "workbook.column.target": ("Cible {year}", "Target {year}"),
    "workbook.column.expected": ("Attendu", "Expected"),
    "workbook.column.done": ("Réalisé", "Done"),
    "workbook.column.difference": ("Écart", "Difference"),
    "workbook.column.state": ("État", "State"),
    "workbook.column.forecast": ("Projection [intervalle]", "Forecast [interval]"),
    "workbook.column.stage": ("Stade", "Stage"),
    "workbook.column.percent": ("Avancement", "Completion"),
    "workbook.column.expected_percent": ("Attendu", "Expected"),
    "workbook.column.last_date": ("Dernière observation", "Latest observation"),
    "workbook.column.n_observations": ("Nombre d'observations", "Number of observations"),
    "workbook.column.flags": ("À vérifier", "To be checked"),
    "workbook.column.project": ("Projet", "Project"),
    "workbook.column.actor": ("Acteur", "Actor"),
    "workbook.column.donor": ("Bailleur", "Donor"),
    "workbook.column.theme": ("Thème", "Theme"),
    "workbook.column.level": ("Niveau indiqué", "Stated level"),
    "workbook.column.start": ("Début", "Start"),
    "workbook.column.end": ("Fin", "End"),
    "workbook.column.project_status": ("Statut", "Status"),
    "workbook.column.file": ("Fichier", "File"),
    "workbook.column.layer": ("Couche", "Layer"),
    "workbook.column.row": ("Ligne", "Row"),
    "workbook.column.column": ("Colonne", "Column"),
    "workbook.column.value": ("Valeur", "Value"),
    "workbook.column.rule": ("Règle", "Rule"),
    "workbook.column.severity": ("Gravité", "Severity"),
    "workbook.column.remedy": ("Que faire", "What to do"),
}

_BLOCKS: dict[str, tuple[str, str]] = {
    "workbook.subtotal": ("Sous-total {name}", "Subtotal {name}"),
    "workbook.grand_total": ("Total général", "Grand total"),
    "workbook.payments_by_year": ("Paiements par année et origine (USD)", "Payments by year and origin (USD)"),
    "workbook.envelopes": (
        "Enveloppes : budget, report et dépense du plan",
        "Envelopes: budget, carry-over and spending of the plan",
    ),
    "workbook.shortfalls": ("Cibles que le plan n'atteint pas", "Targets that the plan does not reach"),
    "workbook.missing_works": ("Manque", "Missing"),
    "workbook.planned_works": ("Prévu", "Planned"),
    "workbook.target_works": ("Cible", "Target"),
    "workbook.programme": ("Ensemble du programme", "Whole programme"),
    "workbook.by_cercle": ("Par cercle (ouvrages du plan)", "By cercle (works of the plan)"),
    "workbook.framework": ("{variant} cercles", "{variant} cercles"),
    "workbook.severity.fatal": ("bloquant", "fatal"),
    "workbook.severity.error": ("ligne écartée", "row set aside"),
    "workbook.severity.warning": ("à vérifier", "to be checked"),
    "workbook.severity.info": ("pour information", "for information"),
    "workbook.missing.renormalise": ("poids réparti sur les autres", "weight shared among the others"),
    "workbook.missing.impute": ("valeur imputée", "value imputed"),
    "workbook.missing.exclude_unit": ("cercle non noté", "cercle not scored"),
    "workbook.project.planned": ("prévu", "planned"),
    "workbook.project.ongoing": ("en cours", "ongoing"),
    "workbook.project.completed": ("terminé", "completed"),
    "workbook.project.suspended": ("suspendu", "suspended"),
    "workbook.project.unknown": ("inconnu", "unknown"),
}

TEXTS: dict[str, tuple[str, str]] = {**_SHEETS, **_README, **_CRITERIA, **_COLUMNS, **_BLOCKS}
