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
        "Ouvrage donné dans un cercle non retenu ({cercle}), gardé : {work}.",
        "Given work in a cercle that is not selected ({cercle}), kept: {work}.",
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
    "siting.not_proved": (
        "Plan non prouvé optimal : écart relatif restant {gap}.",
        "Plan not proved optimal: remaining relative gap {gap}.",
    ),
    "siting.infeasible": (
        "Aucun plan ne respecte toutes les règles : {rules}.",
        "No plan obeys all rules: {rules}.",
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
