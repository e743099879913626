"""Texts of the room `siting`: key -> (French, English)."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "siting.no_facilities": (
        (
            "Équipements existants inconnus : les gains de population du plan sont des maximums, et la règle de "
            "séquence ne voit que les ouvrages du plan."
        ),
        (
            "Existing facilities unknown: the plan's gains in people are upper bounds, and the rule of sequence "
            "sees only the plan's own works."
        ),
    ),
    "siting.no_works": (
        "Aucune couche d'ouvrages ou de paiements : ni ouvrage donné ni budget, rien n'est planifié.",
        "No layer of works or payments: no given work and no budget, nothing is planned.",
    ),
    "siting.no_settlements": (
        "Aucune couche de localités : aucun site candidat.",
        "No layer of settlements: no candidate site.",
    ),
    "siting.standing.planned": (
        (
            "À vérifier avant de décider : {count} des {of} ouvrages placés par l'outil ({money} M USD) réhabilitent "
            "ou transforment là où aucun bâtiment du même service n'est connu debout à moins de {km} km. Le plan leur "
            "compte le prix d'une réhabilitation, non d'une construction neuve. Par cercle : {cercles}"
        ),
        (
            "To be verified before deciding: {count} of the {of} works placed by the tool (USD {money} M) rehabilitate "
            "or transform where no building of the same service is known to stand within {km} km. The plan counts the "
            "price of a rehabilitation for them, not of a new building. By cercle: {cercles}"
        ),
    ),
    "siting.standing.given": (
        (
            "{count} des {of} ouvrages du document ({money} M USD) réhabilitent, transforment ou équipent là où aucun "
            "bâtiment du même service n'est connu debout à moins de {km} km. Par cercle : {cercles}"
        ),
        (
            "{count} of the document's {of} works (USD {money} M) rehabilitate, transform or equip where no building "
            "of the same service is known to stand within {km} km. By cercle: {cercles}"
        ),
    ),
    "siting.standing.warning": (
        "« {action} », mais {what} n'est connu debout à moins de {km} km{nearest}. À vérifier sur place ; {price}.",
        "'{action}', but {what} is known to stand within {km} km{nearest}. To be verified on the spot; {price}.",
    ),
    "siting.standing.nearest": (" (le plus proche : {km} km)", " (the nearest: {km} km)"),
    "siting.standing.what.security": ("aucun poste de police ou de gendarmerie", "no police or gendarmerie post"),
    "siting.standing.what.justice": ("aucun bâtiment de juridiction", "no court building"),
    "siting.standing.what.prison": ("aucun bâtiment de prison", "no prison building"),
    "siting.standing.price": (
        "une construction neuve coûte {usd} USD selon le document (médiane de {count})",
        "a new building costs {usd} USD by the document (median of {count})",
    ),
    "siting.standing.no_price": (
        "le document ne chiffre aucune construction neuve de ce service",
        "the document prices no new building of this service",
    ),
    "siting.standing.unknown": ("inconnu", "unknown"),
    "siting.standing.short": ("à vérifier : rien de connu debout", "to verify: nothing known to stand"),
    "siting.no_target": (
        "L'indicateur {code} n'a pas de cible : le plan n'en tient pas compte.",
        "Indicator {code} has no target: the plan does not look at it.",
    ),
    "siting.given_without_cost": (
        "Ouvrage donné sans montant dans le document, supposé ouvert en {year} : {work}.",
        "Given work without an amount in the document, taken to open in {year}: {work}.",
    ),
    "siting.given_without_place": (
        "Ouvrage donné sans position connue, sans effet sur la couverture : {work}.",
        "Given work without a known position, without effect on coverage: {work}.",
    ),
    "siting.given_outside": (
        "Ouvrage donné dans un cercle que l'outil ne propose pas ({cercle}), gardé : {work}.",
        "Given work in a cercle that the tool does not propose ({cercle}), kept: {work}.",
    ),
    "siting.given_before_security": (
        (
            "Séquence : {work} ouvre en {year} sans commissariat ni brigade en service sur place ; l'ouvrage "
            "donné n'est pas déplacé."
        ),
        (
            "Sequence: {work} opens in {year} without a working commissariat or brigade there; the given work is "
            "not moved."
        ),
    ),
    "siting.given_before_justice": (
        (
            "Séquence : {work} ouvre en {year} sans juridiction en service dans le cercle ; l'ouvrage donné n'est"
            " pas déplacé."
        ),
        "Sequence: {work} opens in {year} without a working court in the cercle; the given work is not moved.",
    ),
    "siting.given_over_cap": (
        (
            "Les ouvrages donnés dépassent à eux seuls la limite « {rule} » ({count} pour {limit}, {cercle}, "
            "{service}) ; ils sont gardés."
        ),
        "Given works alone pass the limit '{rule}' ({count} for {limit}, {cercle}, {service}); they are kept.",
    ),
    "siting.shortfall": (
        "Cible non atteinte : {code} en {year}, {planned} sur {target}.",
        "Target not reached: {code} in {year}, {planned} of {target}.",
    ),
    "siting.excluded": (
        "Sites écartés, {reason} : {count}.",
        "Sites set aside, {reason}: {count}.",
    ),
    "siting.reason.same_kind_given": (
        "un ouvrage du même genre y est déjà prévu",
        "a work of the same kind is already given there",
    ),
    "siting.reason.partner_near": (
        "un ouvrage d'un partenaire du même service est trop proche",
        "a partner's work of the same service is too near",
    ),
    "siting.reason.nothing_to_rehabilitate": (
        "aucun équipement de ce service à réhabiliter dans le cercle",
        "no facility of this service to rehabilitate in the cercle",
    ),
    "siting.reason.no_ground": (
        "position inconnue ou hors du territoire",
        "position unknown or outside the country",
    ),
    "siting.reason.never_open": (
        "aucune année d'ouverture permise par le phasage et la date d'observation",
        "no opening year allowed by the phasing and the date of observation",
    ),
    "siting.reason.forbidden": ("exclu à la demande", "ruled out on request"),
    "siting.reason.nothing_to_transform": (
        "aucun équipement du genre à transformer sur place",
        "no facility of the kind to transform in the place",
    ),
    "siting.reason.cut_off_in_rains": (
        "trop loin d'un chef-lieu, ou sans accès, pendant les pluies",
        "too far from a seat, or without access, in the rains",
    ),
    "siting.reason.violence": (
        "trop de violences aux alentours avant la date d'observation",
        "too much violence around before the date of observation",
    ),
    "siting.reason.no_candidate": (
        "le lieu n'est pas un site candidat (classe, cercle non retenu)",
        "the place is no candidate site (its class, or a cercle that is not selected)",
    ),
    "siting.delayed": (
        "Ouvrages possibles retardés, {reason} : {count}.",
        "Possible works delayed, {reason}: {count}.",
    ),
    "siting.rains_unknown": (
        (
            "Accès des sites pendant les pluies non vérifié (limite {limit} min) : aucun temps de trajet en saison "
            "des pluies n'a été donné{count}."
        ),
        (
            "Access to the sites in the rains not checked (limit {limit} min): no travel time of the rainy season "
            "was given{count}."
        ),
    ),
    "siting.rains_unknown_for": (" pour {count} lieux", " for {count} places"),
    "siting.events_unknown": (
        "Violences autour des sites non vérifiées : aucune couche d'événements localisés.",
        "Violence around the sites not checked: no layer of located events.",
    ),
    "siting.partners_certain": (
        (
            "{count} ouvrages datés de partenaires sont supposés ouvrir à leur date ; s'ils glissent, le plan vaut "
            "moins (voir les scénarios)."
        ),
        (
            "{count} dated works of partners are taken to open at their date; if they slip, the plan is worth less "
            "(see the scenarios)."
        ),
    ),
    "siting.out_of_reach": (
        (
            "{service} : {people} habitants des cercles retenus restent hors de portée de tout site possible, "
            "existant ou décidé."
        ),
        (
            "{service}: {people} people of the selected cercles stay out of reach of every possible, existing or "
            "decided site."
        ),
    ),
    "siting.reaches_nobody": (
        "Ouvrages possibles qui ne rapprochent personne : {count}.",
        "Possible works that bring nobody nearer: {count}.",
    ),
    "siting.budget_changed": (
        "Budget modifié à la demande : {name} en {year}, {usd} USD.",
        "Budget changed on request: {name} in {year}, {usd} USD.",
    ),
    "siting.forced": (
        "Sites imposés à la demande : {count}.",
        "Sites forced on request: {count}.",
    ),
    "siting.unpaid": (
        "Le budget ne paie plus des ouvrages donnés :",
        "The budget no longer pays given works:",
    ),
    "siting.given_unpaid": (
        "produit {output}, {year} : il manque {missing} USD pour payer {works}",
        "output {output}, {year}: {missing} USD are missing to pay {works}",
    ),
    "siting.purse_below_nothing": (
        "produit {output}, {year} : il est retiré {missing} USD de plus qu'il n'y a",
        "output {output}, {year}: {missing} USD more are taken than there are",
    ),
    "siting.envelope_empty": (
        (
            "Couche des ouvrages : aucun montant pour {envelopes}, dont dépendent des ouvrages à placer "
            "(siting.open_works) ; renseigner cost_<année>_usd, ou retirer ces ouvrages de la configuration."
        ),
        (
            "Layer of works: no amount for {envelopes}, on which works to be placed draw (siting.open_works); fill "
            "in cost_<year>_usd, or take these works out of the configuration."
        ),
    ),
    "siting.budget_unknown": (
        "siting.budget_changes : « {name} » n'est ni une enveloppe ni un produit ; proches : {near}.",
        "siting.budget_changes: '{name}' is neither an envelope nor an output; near: {near}.",
    ),
    "siting.site_unknown": (
        "siting.{field} : « {name} » n'est ni un ouvrage possible ni un lieu ; proches : {near}.",
        "siting.{field}: '{name}' is neither a possible work nor a place; near: {near}.",
    ),
    "siting.given_forbidden": (
        "siting.forbidden_sites : « {name} » est un ouvrage donné par le document, il n'est pas à placer.",
        "siting.forbidden_sites: '{name}' is given by the document, it is not for placing.",
    ),
    "siting.given_later": (
        "{name} est donné pour {opens} par le document et ne peut pas ouvrir dès {year}.",
        "{name} is given for {opens} by the document and cannot open by {year}.",
    ),
    "siting.forced_aside": (
        "Site imposé mais écarté, {name} : {reasons}.",
        "Site forced but set aside, {name}: {reasons}.",
    ),
    "siting.rule.budget": ("budget annuel ({about})", "yearly budget ({about})"),
    "siting.rule.one_in_a_place": (
        "un seul ouvrage d'un genre par lieu ({about})",
        "one work of a kind in a place ({about})",
    ),
    "siting.rule.max_per_cercle": (
        "plafond par cercle, max_per_cercle ({about})",
        "cap by cercle, max_per_cercle ({about})",
    ),
    "siting.rule.max_per_cercle_year": (
        "plafond par cercle et par an, max_per_cercle_year ({about})",
        "cap by cercle and year, max_per_cercle_year ({about})",
    ),
    "siting.rule.first_year": (
        "phasage, date d'observation ou insécurité : pas d'ouverture jusqu'à cette année ({about})",
        "phasing, date of observation or violence: no opening up to that year ({about})",
    ),
    "siting.rule.precedence": (
        "séquence sécurité, justice, prison ({about})",
        "sequence of security, court, prison ({about})",
    ),
    "siting.rule.target": ("cible impérative, targets_hard ({about})", "hard target, targets_hard ({about})"),
    "siting.rule.region_floor": (
        "plancher par région, region_floors ({about})",
        "floor by region, region_floors ({about})",
    ),
    "siting.rule.forced": ("site imposé ({about})", "forced site ({about})"),
    "siting.rule.forbidden": ("site interdit ({about})", "forbidden site ({about})"),
    "siting.rule.different": ("différence avec un autre plan ({about})", "difference from another plan ({about})"),
    "siting.not_proved": (
        "Plan non prouvé optimal : écart relatif restant {gap}.",
        "Plan not proved optimal: remaining relative gap {gap}.",
    ),
    "siting.infeasible": (
        "Aucun plan ne respecte toutes les règles ; celles-ci se heurtent, et aucune n'est de trop :",
        "No plan obeys all rules; these collide, and none of them could be spared:",
    ),
    "siting.envelope_unknown": (
        "siting.open_works.{name}.envelope : « {envelope} » n'est pas une enveloppe de la couche des ouvrages.",
        "siting.open_works.{name}.envelope: '{envelope}' is no envelope of the layer of works.",
    ),
    "siting.no_reference": (
        (
            "siting.initiation_first demande la couche « reference » (cercles de la phase d'initiation) ; la "
            "fournir ou mettre initiation_first à false."
        ),
        (
            "siting.initiation_first needs the layer 'reference' (cercles of the initiation phase); give it or "
            "set initiation_first to false."
        ),
    ),
}
