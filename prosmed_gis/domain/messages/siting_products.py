"""Texts of products that show access and the plan's meaning: key -> (French, English)."""

from __future__ import annotations

_STATES: dict[str, tuple[str, str]] = {
    "access.season.dry": ("saison sèche", "dry season"),
    "access.season.rains": ("saison des pluies", "rains"),
    "access.security.calm": ("situation calme", "calm"),
    "access.security.incidents": ("incidents récents", "recent incidents"),
    "access.mode.vehicle": ("en véhicule", "by vehicle"),
    "access.mode.foot": ("à pied", "on foot"),
    "access.state.dry.calm.vehicle": ("Saison sèche", "Dry season"),
    "access.state.rains.calm.vehicle": ("Saison des pluies", "Rains"),
    "access.state.dry.incidents.vehicle": ("Incidents récents", "Recent incidents"),
    "access.state.rains.incidents.vehicle": ("Pluies et incidents", "Rains and incidents"),
    "access.state.dry.calm.foot": ("À pied", "On foot"),
    "access.state.rains.calm.foot": ("À pied, pluies", "On foot, rains"),
    "access.state.dry.incidents.foot": ("À pied, incidents", "On foot, incidents"),
    "access.state.rains.incidents.foot": ("À pied, pluies et incidents", "On foot, rains and incidents"),
    "access.minutes": ("{minutes} min", "{minutes} min"),
    "access.link.security": ("police ou gendarmerie", "police or gendarmerie"),
    "access.link.justice": ("juridiction", "court"),
    "access.link.prison": ("prison", "prison"),
    "access.chain.complete": ("Chaîne complète", "Complete chain"),
    "access.chain.incomplete": ("Il manque un maillon", "A link is missing"),
    "access.chain.missing": ("Manque : {links}", "Missing: {links}"),
    "plan.whole": ("plan", "plan"),
    "plan.greedy": ("plan glouton", "greedy plan"),
    "plan.robust": ("plan robuste", "robust plan"),
    "scenario.security": ("sécurité", "security"),
    "scenario.slippage": ("retard", "delay"),
    "scenario.both": ("sécurité et retard", "security and delay"),
}

_SENTENCES: dict[str, tuple[str, str]] = {
    "placement.status.optimal": ("Optimum prouvé (écart {gap}).", "Proven optimum (gap {gap})."),
    "placement.status.feasible": (
        "Calcul arrêté à {gap} de la borne : ce n'est pas un optimum prouvé.",
        "Stopped at {gap} of the bound: not a proven optimum.",
    ),
    "placement.status.given_only": (
        "Rien à placer : seuls les travaux donnés comptent.",
        "Nothing to place: only given works count.",
    ),
    "placement.below": ("moins de {gap}", "below {gap}"),
    "placement.core": (
        "{n} des {of} sites placés par l'outil sont dans tous les plans à moins de {near} du meilleur.",
        "{n} of the {of} sites placed by the tool are in every plan within {near} of the best.",
    ),
    "placement.greedy": (
        (
            "Choisir les sites un par un, le plus rentable d'abord, vaudrait {loss} équivalents-personnes de "
            "moins, manques aux cibles compris ({common} sites sur {of} en commun)."
        ),
        (
            "Choosing sites one by one, the most rewarding first, would be worth {loss} people-equivalents "
            "less, missed targets included ({common} of {of} sites in common)."
        ),
    ),
    "placement.greedy.same": (
        ("Choisir les sites un par un, le plus rentable d'abord, vaudrait autant ({common} sites sur {of} en commun)."),
        (
            "Choosing sites one by one, the most rewarding first, would be worth as much ({common} of {of} "
            "sites in common)."
        ),
    ),
    "placement.greedy.sums": (
        (
            "Choisir les sites un par un, le plus rentable d'abord, vaudrait {loss} équivalents-personnes de "
            "moins, manques aux cibles compris."
        ),
        (
            "Choosing sites one by one, the most rewarding first, would be worth {loss} people-equivalents "
            "less, missed targets included."
        ),
    ),
    "placement.regret": (
        (
            "Sur {n} scénarios (insécurité, retards), le plan perd au plus {plan} équivalents-personnes face au"
            " meilleur plan du scénario ; le plan robuste {robust}, le plan glouton {greedy}."
        ),
        (
            "Over {n} scenarios (insecurity, delays) the plan loses at most {plan} people-equivalents against "
            "the best plan of the scenario; the robust plan {robust}, the greedy plan {greedy}."
        ),
    ),
    "placement.partners": (
        (
            "Les sites des partenaires valent {worth} équivalents-personnes au plan ; un an de retard de chacun"
            " coûterait {slips}."
        ),
        (
            "Partners' sites are worth {worth} people-equivalents to the plan; a year's delay of each would "
            "cost {slips}."
        ),
    ),
    "placement.site.core": (
        "Présent dans tous les plans à moins de {near} du meilleur (prouvé)",
        "In every plan within {near} of the best (proved)",
    ),
    "placement.site.open": (
        "Dans {share} des bons plans examinés ; non établi qu'aucun ne s'en passe (calcul arrêté avant la preuve)",
        "In {share} of the good plans looked at; not settled whether one does without (stopped before the proof)",
    ),
    "placement.site.no_plan": (
        "Aucun plan ne respecte les règles sans ce site",
        "No plan obeys the rules without this site",
    ),
    "placement.no_plan": ("aucun plan sans lui", "no plan without it"),
    "placement.site.near": (
        "Dans {share} des bons plans examinés ; un plan à moins de {near} du meilleur s'en passe",
        "In {share} of the good plans looked at; a plan within {near} of the best does without",
    ),
    "placement.site.loss": (
        "Sans ce site, tout replanifié : {loss} équivalents-personnes perdus",
        "Without this site, all planned anew: {loss} people-equivalents lost",
    ),
    "placement.site.loss_people": (
        "et {people} personnes de moins à portée en fin de plan",
        "and {people} fewer people within reach at the end of the plan",
    ),
    "placement.partner.worth": (
        "Vaut {worth} équivalents-personnes au plan ; {slips} perdus s'il a un an de retard",
        "Worth {worth} people-equivalents to the plan; {slips} lost if it is a year late",
    ),
    "placement.alternative": ("Dans {n} des {of} autres bons plans", "In {n} of the {of} other good plans"),
    "placement.alternative.robust": ("Dans le plan robuste", "In the robust plan"),
    "placement.alternative.unknown": ("Site de rechange", "Alternative site"),
}

_MAP: dict[str, tuple[str, str]] = {
    "web.group.access": ("Accès selon la saison et la sécurité", "Access by season and security"),
    "web.theme.chain": ("Chaîne police – juridiction – prison", "Chain police – court – prison"),
    "web.about.chain": (
        "Chaîne complète : les trois services fonctionnent dans le cercle.",
        "Complete chain: all three services work in the cercle.",
    ),
    "web.about.access": (
        (
            "Part des habitants à moins de {minutes} min d'un service qui fonctionne, {season}, {security}, "
            "{mode}. Situation avant le plan."
        ),
        ("Share of people within {minutes} min of a working service, {season}, {security}, {mode}. Before the plan."),
    ),
    "web.access.theme": ("{service} – {state}", "{service} – {state}"),
    "web.fiche.chain.complete": (
        "Chaîne complète : police ou gendarmerie, juridiction et prison fonctionnent dans le cercle.",
        "Complete chain: police or gendarmerie, court and prison work in the cercle.",
    ),
    "web.fiche.chain.missing": ("Chaîne incomplète ; il manque : {links}.", "Incomplete chain; missing: {links}."),
    "web.fiche.chain.incomplete": ("Chaîne incomplète.", "Incomplete chain."),
    "web.fiche.chain.minutes": (
        "De la police au tribunal {first} ; du tribunal à la prison {second}.",
        "From police to court {first}; from court to prison {second}.",
    ),
    "web.fiche.no_path": ("aucun chemin", "no path"),
    "web.placement.budget_point": (
        "{share} du budget ({usd} USD) : {people} personnes-services, {works} travaux",
        "{share} of the budget ({usd} USD): {people} person-services, {works} works",
    ),
    "web.placement.chart": (
        (
            "Personnes-services nouvellement à portée selon le budget. Avec {low} du budget : {least} ; avec le"
            " budget actuel : {own} ; avec {high} : {most}."
        ),
        (
            "Person-services newly within reach by budget. With {low} of the budget: {least}; with the present "
            "budget: {own}; with {high}: {most}."
        ),
    ),
    "web.placement.unproved": ("écart {gap}", "gap {gap}"),
    "web.placement.people": ("{people} personnes", "{people} people"),
    "web.ui.group.siting": ("Accès et placement", "Access and placement"),
    "web.ui.views": ("Vue", "View"),
    "web.ui.view_targeting": ("Ciblage", "Targeting"),
    "web.ui.view_placement": ("Placement", "Placement"),
    "web.ui.placement_title": ("Placement des sites", "Siting"),
    "web.ui.placement_service": ("Service montré sur la carte", "Service on the map"),
    "web.ui.placement_people": (
        "Personnes nouvellement à portée, par année d'ouverture",
        "People newly within reach, by year of opening",
    ),
    "web.ui.placement_people_note": (
        "Tous travaux : donnés, placés, partenaires. Une personne compte une fois par service.",
        "All works: given, placed, partners'. A person counts once for each service.",
    ),
    "web.ui.placement_frontier": ("Si le budget changeait", "If the budget changed"),
    "web.ui.placement_frontier_x": ("Part du budget", "Share of the budget"),
    "web.ui.placement_frontier_y": ("Personnes-services gagnées", "Person-services gained"),
    "web.ui.placement_own": ("budget actuel", "present budget"),
    "web.ui.placement_hollow": (
        "Point creux : calcul arrêté avant la preuve de l'optimum.",
        "Hollow point: stopped before the optimum was proved.",
    ),
    "web.ui.placement_firm": ("Solidité du plan", "How firm the plan is"),
    "web.ui.placement_year": ("Année d'ouverture", "Opening year"),
    "web.ui.ground": ("À portée : {service} ({minutes} min)", "Within reach: {service} ({minutes} min)"),
    "web.ui.ground_before": ("à portée en {year}, avant le plan", "within reach in {year}, before the plan"),
    "web.ui.ground_gained": ("gagné par le plan jusqu'en {year}", "gained by the plan up to {year}"),
    "web.ui.ground_lost": ("perdu depuis {year}", "lost since {year}"),
    "web.ui.catchments": ("Aires desservies : {service}", "Catchments: {service}"),
    "web.ui.catchment": ("limite de l'aire la plus proche d'un service", "limit of the ground nearest to a facility"),
    "web.ui.catchment_people": (
        "{people} personnes au plus près, dont {within} dans le délai",
        "{people} people nearest to it, {within} of them in time",
    ),
    "web.ui.alternatives": ("Sites des autres bons plans", "Sites of other good plans"),
    "web.ui.access": ("Accès", "Access"),
    "web.ui.access_before": ("Accès avant le plan", "Access before the plan"),
    "web.ui.placement": ("Placement", "Placement"),
    "web.ui.service": ("Service", "Service"),
    "web.ui.state_of_ground": ("Saison et situation", "Season and situation"),
    "web.ui.total": ("Total", "Total"),
    "web.ui.placement_points": ("Les points un par un", "The points one by one"),
}

_TABLES: dict[str, tuple[str, str]] = {
    "web.table.access": (
        "Part des habitants à portée d'un service, avant le plan",
        "Share of people within reach of a service, before the plan",
    ),
    "web.table.chain": ("Chaîne police – juridiction – prison, par cercle", "Chain police – court – prison by cercle"),
    "web.table.catchments": ("Aires desservies par établissement", "Catchments by facility"),
    "web.table.people": (
        "Personnes nouvellement à portée, par service et année d'ouverture",
        "People newly within reach by service and opening year",
    ),
    "web.table.sites": ("Ce que vaut chaque site placé", "What each placed site is worth"),
    "web.table.alternatives": ("Sites des autres bons plans", "Sites of other good plans"),
    "web.table.partners": ("Ce que valent les sites des partenaires", "What partners' sites are worth"),
    "web.table.frontier": ("Couverture selon le budget", "Coverage by budget"),
    "web.table.money": ("Ce que vaudrait un peu plus d'argent", "What a little more money would be worth"),
    "web.table.scenarios": ("Le plan sous d'autres scénarios", "The plan under other scenarios"),
    "web.table.summary": ("Trois plans comparés sur tous les scénarios", "Three plans compared over all scenarios"),
    "web.table.near_best": ("Plans presque aussi bons", "Plans nearly as good"),
    "web.head.cercle": ("Cercle", "Cercle"),
    "web.head.service": ("Service", "Service"),
    "web.head.minutes": ("Délai (min)", "Time (min)"),
    "web.head.people": ("Personnes", "People"),
    "web.head.within": ("dont dans le délai", "of them in time"),
    "web.head.facility": ("Établissement", "Facility"),
    "web.head.area": ("Superficie (km²)", "Area (km²)"),
    "web.head.chain": ("Chaîne", "Chain"),
    "web.head.first_link": ("Police → juridiction (min)", "Police → court (min)"),
    "web.head.second_link": ("Juridiction → prison (min)", "Court → prison (min)"),
    "web.head.work": ("Ouvrage", "Work"),
    "web.head.place": ("Lieu", "Place"),
    "web.head.year": ("Année", "Year"),
    "web.head.total": ("Total", "Total"),
    "web.head.loss": ("Perdu sans lui (éq.-pers.)", "Lost without it (people-eq.)"),
    "web.head.loss_people": ("Personnes perdues", "People lost"),
    "web.head.core": ("Dans tous les bons plans", "In every good plan"),
    "web.head.near": ("Part des bons plans examinés", "Share of good plans looked at"),
    "web.head.doubt": ("À vérifier", "To verify"),
    "web.head.greedy": ("Dans le plan glouton", "In the greedy plan"),
    "web.head.worth": ("Vaut (éq.-pers.)", "Worth (people-eq.)"),
    "web.head.slips": ("Perdu si un an de retard", "Lost if a year late"),
    "web.head.budget_share": ("Part du budget", "Share of the budget"),
    "web.head.budget": ("Budget (USD)", "Budget (USD)"),
    "web.head.spent": ("Dépensé (USD)", "Spent (USD)"),
    "web.head.covered": ("Personnes-services gagnées", "Person-services gained"),
    "web.head.works": ("Travaux", "Works"),
    "web.head.status": ("Calcul", "Computation"),
    "web.head.envelope": ("Enveloppe", "Envelope"),
    "web.head.shadow": ("1 000 USD de plus (éq.-pers., plan relâché)", "1,000 USD more (people-eq., relaxed plan)"),
    "web.head.one_more": ("Un ouvrage de plus (éq.-pers.)", "One more work (people-eq.)"),
    "web.head.scenario": ("Scénario", "Scenario"),
    "web.head.kind": ("Nature", "Kind"),
    "web.head.suspended": ("Cercles suspendus", "Suspended cercles"),
    "web.head.regret": ("Regret du plan", "Regret of the plan"),
    "web.head.greedy_regret": ("Regret du plan glouton", "Regret of the greedy plan"),
    "web.head.robust_regret": ("Regret du plan robuste", "Regret of the robust plan"),
    "web.head.plan": ("Plan", "Plan"),
    "web.head.expected": ("Valeur moyenne", "Mean worth"),
    "web.head.worst": ("Valeur au pire", "Worst worth"),
    "web.head.max_regret": ("Plus grand regret", "Largest regret"),
    "web.head.common": ("Travaux communs", "Works in common"),
    "web.head.loss_share": ("Perte", "Loss"),
    "web.near.best": ("Le meilleur", "The best"),
    "web.near.other": ("Autre plan {n}", "Other plan {n}"),
    "web.solved.optimal": ("optimum prouvé", "proven optimum"),
    "web.solved.feasible": ("arrêté, écart {gap}", "stopped, gap {gap}"),
    "web.solved.infeasible": ("aucun plan possible", "no plan possible"),
    "web.solved.not_run": ("sans réponse dans le temps imparti", "not answered in the time given"),
    "web.solved.given_only": ("rien à placer", "nothing to place"),
}

_WORKBOOK: dict[str, tuple[str, str]] = {
    "web.table.matrix": (
        "Année d'ouverture de chaque site dans chaque bon plan",
        "Opening year of each site in each good plan",
    ),
    "workbook.sheet.access": ("Accès", "Access"),
    "workbook.about.access": (
        (
            "Population à portée de chaque service selon la saison, la sécurité et le mode ; chaîne police, "
            "juridiction, prison."
        ),
        "People within reach of each service by season, security and mode, before the plan.",
    ),
    "workbook.sheet.chain": ("Chaîne", "Chain"),
    "workbook.about.chain": (
        "Police, juridiction et prison qui fonctionnent dans chaque cercle, et minutes de l'une à l'autre.",
        "Police, court and prison that work in each cercle, and minutes from one to the next.",
    ),
    "workbook.access.chain": (
        "Établissements qui fonctionnent dans le cercle ; en vert, la chaîne complète.",
        "Facilities that work in the cercle; in green the complete chain.",
    ),
    "workbook.sheet.placement": ("Placement", "Siting"),
    "workbook.about.placement": (
        "Ce que valent sites et argent, couverture selon le budget, plans presque aussi bons, autres scénarios.",
        "What sites and money are worth, coverage by budget, plans nearly as good, other scenarios.",
    ),
    "workbook.access.before": (
        "Situation avant le plan. Cercles retenus en vert ; totaux par service en bas.",
        "Before the plan. Selected cercles in green; totals by service at the bottom.",
    ),
    "workbook.access.covered": ("{state} : personnes", "{state}: people"),
    "workbook.access.share": ("{state} : part", "{state}: share"),
    "workbook.access.unreachable": ("Personnes sans aucun chemin", "People without any path"),
    "workbook.access.missing": ("Maillons manquants", "Missing links"),
    "workbook.placement.marginal": ("Gain par 100 000 USD de plus", "Gain by 100,000 USD more"),
    "workbook.placement.plan_worth": ("Valeur du plan", "Worth of the plan"),
    "workbook.placement.best_worth": ("Valeur du meilleur plan", "Worth of the best plan"),
    "workbook.placement.worth": ("Valeur", "Worth"),
    "workbook.placement.n_plans": ("Plans qui le tiennent", "Plans that hold it"),
}

_QGIS: dict[str, tuple[str, str]] = {
    "placement.class.core": ("Dans tous les bons plans", "In every good plan"),
    "placement.class.some": ("Remplaçable, ou non établi", "Replaceable, or not settled"),
    "qgis.theme.access": ("Accès", "Access"),
    "qgis.theme.placement": ("Placement", "Siting"),
    "qgis.page.access": ("Carte – Accès", "Map – Access"),
    "qgis.page.placement": ("Carte – Placement", "Map – Siting"),
    "qgis.layer.placed_sites": ("Solidité des sites placés", "How firm the placed sites are"),
    "qgis.layer.other_sites": ("Sites des autres bons plans", "Sites of other good plans"),
    "qgis.table.within_standard": ("Terrain à portée, par service et année", "Ground within reach by service and year"),
    "qgis.table.catchments": ("Aires desservies", "Catchments"),
    "qgis.table.other_sites": ("Sites des autres bons plans", "Sites of other good plans"),
    "qgis.table.access_states": ("Accès par saison, sécurité et mode", "Access by season, security and mode"),
    "qgis.about.within_standard": (
        "Terrain d'où un service est atteint dans le délai, avant le plan et après chaque année du plan.",
        "Ground from which a service is reached in time, before the plan and after each of its years.",
    ),
    "qgis.about.catchments": (
        (
            "Terrain dont l'établissement le plus proche est le même, aujourd'hui ; personnes au plus près et "
            "dans le délai."
        ),
        "Ground whose nearest facility is the same, today; people nearest to it and in time.",
    ),
    "qgis.about.other_sites": (
        (
            "Sites que d'autres plans presque aussi bons, ou le plan robuste, construisent et que le plan ne "
            "construit pas."
        ),
        "Sites that other plans nearly as good, or the robust plan, build and the plan does not.",
    ),
    "qgis.about.access_states": (
        (
            "Personnes à portée de chaque service par cercle et commune, selon la saison, la sécurité et le "
            "mode, avant le plan."
        ),
        ("People within reach of each service by cercle and commune, by season, security and mode, before the plan."),
    ),
    "qgis.field.access": (
        "{service}, {state} : part à {minutes} min",
        "{service}, {state}: share within {minutes} min",
    ),
    "qgis.field.chain": ("Chaîne police – juridiction – prison", "Chain police – court – prison"),
    "qgis.field.chain_text": ("Chaîne : ce qui manque", "Chain: what is missing"),
    "qgis.field.security_n": ("Police et gendarmerie en service", "Police and gendarmerie at work"),
    "qgis.field.justice_n": ("Juridictions en service", "Courts at work"),
    "qgis.field.prison_n": ("Prisons en service", "Prisons at work"),
    "qgis.field.security_justice_min": ("Police → juridiction (min)", "Police → court (min)"),
    "qgis.field.justice_prison_min": ("Juridiction → prison (min)", "Court → prison (min)"),
    "qgis.field.minutes": ("Délai (min)", "Time (min)"),
    "qgis.field.people_within": ("Personnes dans le délai", "People in time"),
    "qgis.field.season": ("Saison", "Season"),
    "qgis.field.security": ("Sécurité", "Security"),
    "qgis.field.mode": ("Mode", "Mode"),
    "qgis.field.unreachable": ("Personnes sans aucun chemin", "People without any path"),
    "qgis.field.loss": ("Perdu sans lui (éq.-pers.)", "Lost without it (people-eq.)"),
    "qgis.field.loss_people": ("Personnes perdues sans lui", "People lost without it"),
    "qgis.field.core": ("Dans tous les bons plans", "In every good plan"),
    "qgis.field.near_best_share": ("Part des bons plans (0-1)", "Share of good plans (0-1)"),
    "qgis.field.greedy": ("Dans le plan glouton", "In the greedy plan"),
    "qgis.field.plans_n": ("Nombre de bons plans", "Number of good plans"),
    "qgis.field.robust": ("Dans le plan robuste", "In the robust plan"),
}

TEXTS: dict[str, tuple[str, str]] = {**_STATES, **_SENTENCES, **_MAP, **_TABLES, **_WORKBOOK, **_QGIS}
