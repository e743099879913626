"""Texts of the rooms `overlay` and `targeting`: key -> (French, English)."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "overlay.events_win": (
        "Comptages mensuels fournis pour {classes} écartés : les événements localisés les remplacent.",
        "Monthly counts given for {classes} set aside: the located events stand in their place.",
    ),
    "overlay.events_outside": (
        "{count} événement(s) hors de tout cercle, non compté(s).",
        "{count} event(s) in no cercle, not counted.",
    ),
    "overlay.events_dropped": (
        "{count} événement(s) connu(s) par la seule région, non compté(s) (règle « drop »).",
        "{count} event(s) known by region only, not counted (rule `drop`).",
    ),
    "overlay.events_spread": (
        (
            "Les événements connus par la seule région sont répartis entre ses cercles : {cercles} concerné(s), "
            "jusqu'à {percent} % du poids d'un cercle."
        ),
        (
            "Events known by region only are spread over its cercles: {cercles} concerned, up to {percent} % of "
            "a cercle's weight."
        ),
    ),
    "overlay.outside": (
        "Ce point n'est dans aucun cercle ; il n'est pas compté. Le plus proche est {name} ({pcode}), à {distance} km.",
        "This point lies in no cercle; it is not counted. The nearest is {name} ({pcode}), at {distance} km.",
    ),
    "overlay.boundary": (
        "Ce point est sur la limite de deux cercles ; il est compté dans {name} ({pcode}). Préciser sa position.",
        "This point lies on the boundary of two cercles; it is counted in {name} ({pcode}). Give its position better.",
    ),
    "overlay.population_unit": (
        (
            "La grille de population {source} est lue comme {given} : {raster} habitants, alors que le tableau en a "
            "{table}. Lue comme {other} elle en a {others} : c'est une {what}. Corrigez l'option `unit` de la couche."
        ),
        (
            "The population raster {source} is read as {given}: {raster} people, while the table has {table}. Read as "
            "{other} it has {others}: it is a {what}. Correct the layer's option `unit`."
        ),
    ),
    "overlay.people_per_km2": ("densité", "density"),
    "overlay.people_per_cell": ("grille de comptes", "grid of counts"),
    "overlay.population_gap": (
        (
            "La grille de population a {raster} habitants, le tableau {table} ({percent} %, seuil {tolerance} %) ; "
            "vérifier l'année des deux sources et si la grille est une densité."
        ),
        (
            "The population raster has {raster} people, the table {table} ({percent} %, limit {tolerance} %); check "
            "the year of both sources and whether the raster is a density."
        ),
    ),
    "view.configured": ("Pondération retenue", "Configured weights"),
    "view.entropy": ("Entropie (données)", "Entropy (data)"),
    "view.critic": ("CRITIC (données)", "CRITIC (data)"),
    "decides.weights": ("Pondération", "Weights"),
    "decides.dropped": ("Retrait d'un indicateur", "Leaving out one indicator"),
    "decides.goalposts": ("Bornes des fonctions de valeur", "Goalposts of value functions"),
    "decides.ceiling": ("Seuil du plafond", "Threshold of the ceiling"),
    "decides.normalisation": ("Normalisation", "Normalisation"),
    "decides.aggregation": ("Agrégation", "Aggregation"),
    "decides.events": ("Aléa des événements", "Chance in events"),
    "decides.of": ("{kind} – {name}", "{kind} – {name}"),
    "aggregation.arithmetic": ("moyenne arithmétique", "arithmetic mean"),
    "aggregation.power_mean": ("moyenne de puissance", "power mean"),
    "aggregation.topsis": ("TOPSIS", "TOPSIS"),
    "aggregation.promethee2": ("PROMETHEE II", "PROMETHEE II"),
    "aggregation.copeland": ("Copeland", "Copeland"),
    "score.not_additive": (
        (
            "Score par {method} : il n'est pas la somme des points des critères, qui restent ceux de la moyenne "
            "arithmétique et servent d'explication."
        ),
        (
            "Score by {method}: it is not the sum of the criteria's points, which remain those of the arithmetic mean "
            "and serve as explanation."
        ),
    ),
    "choice.clustered": (
        (
            "Les scores voisins se ressemblent (indice de Moran {moran}) : la liste tient ensemble sur le terrain, et "
            "une erreur sur une zone touche plusieurs cercles à la fois."
        ),
        (
            "Neighbouring scores are alike (Moran's I {moran}): the list holds together on the ground, and an error "
            "about one area touches several cercles at once."
        ),
    ),
    "rule.number": ("choisir exactement {n} cercles", "choose exactly {n} cercles"),
    "rule.region.low": ("au moins {count} par région", "at least {count} in each region"),
    "rule.region.high": ("au plus {count} par région", "at most {count} in each region"),
    "rule.one_region.low": ("au moins {count} dans la région {place}", "at least {count} in the region {place}"),
    "rule.one_region.high": ("au plus {count} dans la région {place}", "at most {count} in the region {place}"),
    "rule.track.stabilise.low": (
        "au moins {count} dans le volet stabiliser",
        "at least {count} in the track stabilise",
    ),
    "rule.track.stabilise.high": (
        "au plus {count} dans le volet stabiliser",
        "at most {count} in the track stabilise",
    ),
    "rule.track.prevent.low": (
        "au moins {count} dans le volet prévenir",
        "at least {count} in the track prevent",
    ),
    "rule.track.prevent.high": ("au plus {count} dans le volet prévenir", "at most {count} in the track prevent"),
    "rule.lock.in": (
        "{name} tenu dans la liste par {author}, le {day:%d/%m/%Y} : {reason}",
        "{name} held in by {author}, {day:%d/%m/%Y}: {reason}",
    ),
    "rule.lock.out": (
        "{name} tenu hors de la liste par {author}, le {day:%d/%m/%Y} : {reason}",
        "{name} held out by {author}, {day:%d/%m/%Y}: {reason}",
    ),
    "rule.unscored": (
        "sans note ou exclus par le plafond : {names}",
        "without a score or shut out by the ceiling: {names}",
    ),
    "measure.no_counts": (
        "aucun comptage de cette classe d'événements sur la fenêtre ; indicateur laissé hors du calcul",
        "no counts of this class of events in the window; indicator left out",
    ),
    "measure.short_window": (
        "{detail} mois de la fenêtre couverts par les données ; les sommes sont des minimums",
        "{detail} months of the window covered by data; sums are lower bounds",
    ),
    "measure.too_short": (
        "série plus courte que la fenêtre ; indicateur laissé hors du calcul",
        "series shorter than the window; indicator left out",
    ),
    "measure.no_people": ("population inconnue", "population unknown"),
    "measure.no_conflicts": (
        "aucune cartographie des conflits locaux fournie ; indicateur laissé hors du calcul",
        "no mapping of local conflicts given; indicator left out",
    ),
    "measure.not_studied": (
        "régions sans aucun conflit cartographié tenues pour non étudiées, et non pour paisibles",
        "regions without a single mapped conflict taken as not studied, not as peaceful",
    ),
    "measure.no_plans": (
        "aucune liste des plans nationaux fournie ; indicateur laissé hors du calcul",
        "no list of national plans given; indicator left out",
    ),
    "measure.no_partners": (
        "aucun tableau des interventions fourni ; indicateur laissé hors du calcul",
        "no table of interventions given; indicator left out",
    ),
    "measure.no_coverage": (
        "couverture par les services inconnue ; indicateur laissé hors du calcul",
        "coverage by services unknown; indicator left out",
    ),
    "measure.no_communes": (
        "nombre de communes inconnu ; indicateur laissé hors du calcul",
        "number of communes unknown; indicator left out",
    ),
    "measure.no_works": (
        "aucun tableau des ouvrages fourni ; indicateur laissé hors du calcul",
        "no table of works given; indicator left out",
    ),
    "measure.short_history": (
        (
            "{detail} cercle(s) dont les comptages ne remontent pas assez loin pour dire si la violence y est "
            "nouvelle ; indicateur inconnu pour eux"
        ),
        "{detail} cercle(s) whose counts do not reach back far enough to tell whether violence is new there; unknown",
    ),
    "measure.no_points": (
        (
            "demande des événements localisés, or seuls des comptages par cercle sont fournis ; indicateur laissé hors "
            "du calcul, son poids passe aux autres du groupe"
        ),
        (
            "needs located events, and only counts by cercle are given; indicator left out, its weight passes to the "
            "others of the group"
        ),
    ),
    "measure.from_seats": (
        (
            "comptages sans lieux : distances prises entre chefs-lieux et non depuis la limite du cercle, forme "
            "plus grossière"
        ),
        "counts without places: distances taken between seats and not from the cercle's border, a coarser form",
    ),
    "measure.short_window_from_seats": (
        (
            "comptages sans lieux : distances prises entre chefs-lieux, forme plus grossière ; {detail} mois de la "
            "fenêtre couverts par les données, les sommes sont des minimums"
        ),
        (
            "counts without places: distances taken between seats, a coarser form; {detail} months of the window "
            "covered by data, sums are lower bounds"
        ),
    ),
    "measure.abroad": (
        "{detail} événement(s) de la fenêtre au-delà de la frontière du pays, comptés eux aussi",
        "{detail} event(s) of the window beyond the country's border, counted too",
    ),
    "measure.undated": (
        "{detail} mention(s) sans date, comptée(s) comme connue(s) à la date de l'étude",
        "{detail} mention(s) without a date, counted as known on the date of the study",
    ),
    "measure.no_project": (
        (
            "aucun projet en cours sur ce thème ({detail}) dans le tableau des interventions ; vérifier "
            "l'écriture du thème"
        ),
        "no running project on this theme ({detail}) in the table of interventions; check how the theme is written",
    ),
    "measure.all_same": (
        "a la même valeur pour tous les cercles : ne départage personne",
        "is the same for every cercle: it parts nobody",
    ),
    "score.events_end": (
        (
            "« {label} » : les événements de l'étude s'arrêtent en {end} ; au {as_of} la fenêtre de {first} à {last} "
            "est vide, et rien ne peut être noté. Donnez des événements plus récents (--layer events=FICHIER) ou une "
            "date d'étude plus ancienne (--as-of)."
        ),
        (
            "'{label}': the events of the study end in {end}; as of {as_of} the window from {first} to {last} is "
            "empty, and nothing can be scored. Give later events (--layer events=FILE) or an earlier date of the study "
            "(--as-of)."
        ),
    ),
    "score.imputed": (
        "{label} : valeur supposée pour {count} cercle(s), voir la configuration",
        "{label}: value assumed for {count} cercle(s), see the configuration",
    ),
    "score.unscored": (
        "{count} cercle(s) sans note, qui ne peuvent être retenus : {pcodes}",
        "{count} cercle(s) without a score, which cannot be chosen: {pcodes}",
    ),
    "unscored.lacks": (
        "{name} n'est pas classé, faute de données sur : {lacks}",
        "{name} is not ranked, for want of data on: {lacks}",
    ),
    "unscored.coverage": (
        "{name} n'est pas classé : seuls {coverage} du poids des critères reposent sur des données",
        "{name} is not ranked: only {coverage} of the criteria's weight rests on data",
    ),
    "unscored.gate": (
        "{name} est exclu par le plafond de violence : {measure} événements pour un seuil de {threshold}",
        "{name} is shut out by the ceiling on violence: {measure} events against a threshold of {threshold}",
    ),
    "track.stabilise": ("stabiliser", "stabilise"),
    "track.prevent": ("prévenir", "prevent"),
    "reason.join": (" ; ", "; "),
    "reason.and": (" et ", " and "),
    "reason.head.in": (
        "{name} est proposé (rang {rank} sur {of}, {score} points sur 100, volet {track})",
        "{name} is proposed (rank {rank} of {of}, {score} points out of 100, track {track})",
    ),
    "reason.head.out": (
        "{name} n'est pas proposé (rang {rank} sur {of}, {score} points sur 100, volet {track})",
        "{name} is not proposed (rank {rank} of {of}, {score} points out of 100, track {track})",
    ),
    "reason.item": ("{label}, {value} (médiane du volet {median})", "{label}, {value} (median of the track {median})"),
    "reason.for": ("en sa faveur : {items}", "in its favour: {items}"),
    "reason.against": ("en sa défaveur : {items}", "against it: {items}"),
    "reason.median": (
        "rien ne le distingue de la médiane de son volet",
        "nothing sets it apart from the median of its track",
    ),
    "reason.ceiling": (
        "le plafond ({measure} événements) lui retire {share} de ses points de violence",
        "the ceiling ({measure} events) takes {share} of its points for violence",
    ),
    "reason.gap.in": (
        "il sortirait de la liste au profit de {name} s'il perdait plus de {gap} points",
        "it would leave the list in favour of {name} if it lost more than {gap} points",
    ),
    "reason.gap.out": (
        "il lui manque {gap} points pour prendre la place de {name}",
        "it is {gap} points short of taking the place of {name}",
    ),
    "reason.because.in": (
        ", moins bien noté que d'autres mais porté par la règle « {rule} »",
        ", scored below others but carried by the rule '{rule}'",
    ),
    "reason.because.out": (
        ", mieux noté que d'autres retenus mais écarté par la règle « {rule} »",
        ", scored above others selected but kept out by the rule '{rule}'",
    ),
    "reason.rule.in": (
        "aucune note ne l'en ferait sortir (règle : {rules})",
        "no score would take it out (rule: {rules})",
    ),
    "reason.rule.out": (
        "aucune note ne l'y ferait entrer (règle : {rules})",
        "no score would bring it in (rule: {rules})",
    ),
    "reason.tie.in": (
        "à égalité de points avec un cercle écarté, il le doit à la règle de départage",
        "level with a cercle left out, it owes its place to the tie-break",
    ),
    "reason.tie.out": (
        "à égalité de points avec un cercle retenu, il le doit à la règle de départage",
        "level with a selected cercle, it is out by the tie-break",
    ),
    "reason.firm": ("il est dans la liste dans {share} des tirages", "it is in the list in {share} of the draws"),
    "ceiling.what_if_infeasible": (
        "Avec le plafond à {factor} de sa valeur, aucune liste n'existe : {error}",
        "With the ceiling at {factor} of its value, no list exists: {error}",
    ),
    "choice.ties": (
        "Égalités de points tranchées par la règle de départage (retenu/écarté) : {pairs}",
        "Equal scores parted by the tie-break (selected/left out): {pairs}",
    ),
    "choice.infeasible_draws": (
        "{count} tirages sur {draws} n'ont aucune liste possible et comptent comme « non retenu »",
        "{count} draws of {draws} have no possible list and count as not selected",
    ),
    "choice.no_draws": (
        "Aucun tirage demandé : la fermeté de la liste est inconnue",
        "No draws asked for: how firm the list is, is unknown",
    ),
    "reference.unknown": ("{pcode} n'est pas dans les limites utilisées", "{pcode} is not in the boundaries used"),
    "reference.unscored": ("{name} n'a pas de note, faute de données", "{name} has no score, for want of data"),
    "reference.missed": (
        "{name} est au rang {rank} sur {of}, sous la médiane de son volet pour : {groups}",
        "{name} ranks {rank} of {of}, below the median of its track for: {groups}",
    ),
    "reference.missed.plain": (
        "{name} est au rang {rank} sur {of}, sans être sous la médiane de son volet pour aucun critère",
        "{name} ranks {rank} of {of}, below the median of its track for no criterion",
    ),
    "reference.extra": (
        "{name} est au rang {rank} sur {of}, au-dessus de la médiane de son volet pour : {groups}",
        "{name} ranks {rank} of {of}, above the median of its track for: {groups}",
    ),
    "reference.extra.plain": (
        "{name} est au rang {rank} sur {of}, sans être au-dessus de la médiane de son volet pour aucun critère",
        "{name} ranks {rank} of {of}, above the median of its track for no criterion",
    ),
    "reference.generated": (
        "Données générées : la comparaison avec la liste du document ne prouve rien, et rien n'en est compté.",
        "Generated data: the comparison with the document's list proves nothing, and nothing of it is counted.",
    ),
    "reference.chance": (
        (
            "Le hasard seul, avec autant de cercles par volet, en trouverait {expected} en moyenne, et au moins "
            "autant que cette liste dans {percent} % des tirages."
        ),
        (
            "Chance alone, with as many cercles from each track, would find {expected} on average, and at least as "
            "many as this list in {percent}% of draws."
        ),
    ),
    "reference.at_most": (
        "Avec {n} cercles sous ces quotas, une liste en trouve {most} au plus.",
        "With {n} cercles under these quotas, a list finds {most} at the most.",
    ),
}
