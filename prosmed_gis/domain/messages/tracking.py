"""Texts of the room `tracking`: key -> (French, English)."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "tracking.plan_of": (
        (
            "État au {day}, tenu contre le plan de la date d'étude, {plan_day} (study.as_of) ; --as-of ne change que "
            "le jour de l'état."
        ),
        (
            "State on {day}, held against the plan of the study's date, {plan_day} (study.as_of); --as-of changes the "
            "day of the state alone."
        ),
    ),
    "tracking.proposals": (
        (
            "{count} des {all} ouvrages suivis sont des propositions de l'outil, que personne n'a adoptées à sa "
            "connaissance ; les lignes par cercle les comptent aussi."
        ),
        (
            "{count} of the {all} works followed are proposals of the tool, which nobody is known to have adopted; "
            "the rows by cercle count them too."
        ),
    ),
    "tracking.flag.not_observed_proposed": (
        "proposition de l'outil, sans décision connue : rien n'est observé (ouverture proposée fin {year})",
        "proposal of the tool, with no known decision: nothing is observed (opening proposed for the end of {year})",
    ),
    "tracking.remedy.not_observed_proposed": (
        "{work} : {what}. Rien n'est en retard tant que personne ne l'a décidé.",
        "{work}: {what}. Nothing is late as long as nobody decided it.",
    ),
    "tracking.flag.backward": (
        "retour en arrière le {date} ({before} → {after})",
        "moved backwards on {date} ({before} → {after})",
    ),
    "tracking.flag.percent_contradicts": (
        "{percent} % de travaux contredit le stade « {stage} » ({date})",
        "{percent} % of works contradicts the stage '{stage}' ({date})",
    ),
    "tracking.flag.percent_missing": (
        "pourcentage de travaux non indiqué ({date}), compté 0 %",
        "percentage of works not given ({date}), taken as 0 %",
    ),
    "tracking.flag.same_day": (
        "observations contraires le {date}, la moins avancée est retenue",
        "observations disagree on {date}, the least advanced one is taken",
    ),
    "tracking.flag.far_from_site": (
        "position à {distance} du site prévu ({date})",
        "position {distance} away from the planned site ({date})",
    ),
    "tracking.flag.after_as_of": (
        "{count} observation(s) postérieure(s) au {date}, non utilisée(s)",
        "{count} observation(s) later than {date}, not used",
    ),
    "tracking.flag.not_observed": (
        "aucune observation alors que l'ouverture était prévue fin {year}",
        "no observation although the opening was planned for the end of {year}",
    ),
    "tracking.remedy.backward": (
        "{work} : {what}. Vérifier les deux observations ; la plus récente est retenue.",
        "{work}: {what}. Check both observations; the latest one is taken.",
    ),
    "tracking.remedy.percent_contradicts": (
        "{work} : {what}. Le stade fait foi ; corriger l'un ou l'autre.",
        "{work}: {what}. The stage is what counts; correct one or the other.",
    ),
    "tracking.remedy.percent_missing": (
        "{work} : {what}. Compléter l'observation.",
        "{work}: {what}. Complete the observation.",
    ),
    "tracking.remedy.same_day": (
        "{work} : {what}. Supprimer ou dater autrement l'observation erronée.",
        "{work}: {what}. Remove the wrong observation or date it otherwise.",
    ),
    "tracking.remedy.far_from_site": (
        "{work} : {what}. Vérifier le relevé GPS, le site visité ou la position prévue.",
        "{work}: {what}. Check the GPS reading, the site visited or the planned position.",
    ),
    "tracking.remedy.after_as_of": (
        "{work} : {what}. Changer la date d'état pour les prendre en compte.",
        "{work}: {what}. Change the date of the state to use them.",
    ),
    "tracking.remedy.not_observed": (
        "{work} : {what}. L'ouvrage n'est pas compté comme achevé ; transmettre une observation.",
        "{work}: {what}. The work is not counted as completed; send an observation.",
    ),
    "tracking.unknown_work": (
        (
            "Observation d'un ouvrage qui n'est ni dans la couche des ouvrages ni dans le plan ; elle n'est pas "
            "comptée. Corriger le code de l'ouvrage."
        ),
        (
            "Observation of a work that is neither in the layer of works nor in the plan; it is not counted. Correct "
            "the work's code."
        ),
    ),
    "tracking.envelope_observed": (
        (
            "Observation d'une enveloppe sans lieu : on ne sait pas quel bâtiment avance ; elle n'est pas comptée. "
            "Donner le code de l'ouvrage placé."
        ),
        (
            "Observation of an envelope without a place: which building moves on is not known; it is not counted. Give "
            "the code of the placed work."
        ),
    ),
    "tracking.no_progress": (
        (
            "Aucune couche d'observations : l'état des ouvrages et des indicateurs bâtis est inconnu, il n'est pas "
            "compté comme nul."
        ),
        (
            "No layer of observations: the state of the works and of the indicators on buildings is unknown, it is not "
            "counted as zero."
        ),
    ),
    "tracking.no_indicators": (
        "Aucune couche d'indicateurs : l'avancement n'est comparé à aucune cible.",
        "No layer of indicators: progress is compared with no target.",
    ),
    "tracking.no_count": (
        "Indicateur {code} : aucune couche n'observe « {counts} » ; l'état est « sans donnée », pas zéro.",
        "Indicator {code}: no layer observes '{counts}'; its state is 'no data', not zero.",
    ),
    "tracking.no_plan": (
        "Pas de plan : les échéances des ouvrages viennent des seuls paiements, et rien n'est attendu par cercle.",
        "No plan: due dates of the works come from payments alone, and nothing is expected by cercle.",
    ),
    "tracking.few_data": ("trop peu de données", "too few data"),
}
