"""Texts of the room `access`: key -> (French, English)."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "access.no_facilities": (
        "Aucune couche d'équipements : la couverture actuelle est inconnue, elle n'est pas comptée comme nulle.",
        "No layer of facilities: today's coverage is unknown, it is not counted as zero.",
    ),
    "access.no_roads": (
        "Aucune couche de routes : les temps de trajet supposent partout la vitesse hors route.",
        "No layer of roads: travel times take the off-road speed everywhere.",
    ),
    "access.no_rivers": (
        "Aucune couche de cours d'eau : aucune rivière ne fait obstacle.",
        "No layer of rivers: no river stands in the way.",
    ),
    "access.people_without_cell": (
        "Habitants non placés sur la grille, comptés comme non couverts : {people}.",
        "People not placed on the grid, counted as not covered: {people}.",
    ),
    "access.unreachable": (
        "{service} : habitants sans aucun chemin vers ce service, comptés comme non couverts : {people}.",
        "{service}: people without any path to this service, counted as not covered: {people}.",
    ),
    "access.unplaced": (
        "Équipements sans position utilisable, laissés hors du calcul : {count} ({facilities}).",
        "Facilities without a usable position, left out of the computation: {count} ({facilities}).",
    ),
    "access.shut": (
        "Équipements sur un terrain fermé dans l'état retenu, sans effet : {count} ({facilities}).",
        "Facilities on ground that is closed in the state used, without effect: {count} ({facilities}).",
    ),
    "access.straight_line": (
        (
            "Distances à vol d'oiseau, sans routes ni obstacles autres que la frontière : {km} km comptent pour "
            "{minutes} minutes. Ce ne sont pas des temps de trajet."
        ),
        (
            "Distances as the crow flies, without roads or barriers but the border: {km} km count as {minutes} "
            "minutes. They are no travel times."
        ),
    ),
    "access.landcover_unknown": (
        "Classes d'occupation du sol sans vitesse configurée, valeur (cellules) : {classes} ; marche à {speed} km/h.",
        "Land-cover classes without a configured speed, value (cells): {classes}; walked at {speed} km/h.",
    ),
    "access.landcover_blank": (
        "Cellules sans occupation du sol, parcourues à {speed} km/h : {cells}.",
        "Cells without land cover, walked at {speed} km/h: {cells}.",
    ),
    "access.incidents": (
        (
            "État « incidents » : {events} événements en {months} mois, chacun à moins de {radius} km ; ralentis à "
            "{percent} % : {slowed_cells} cellules ({slowed_km2} km², {people_slowed} habitants) ; fermés : "
            "{closed_cells} cellules ({closed_km2} km², {people_closed} habitants) ; cercles touchés : {cercles}."
        ),
        (
            "State “incidents”: {events} events in {months} months, each within {radius} km; slowed to {percent} %: "
            "{slowed_cells} cells ({slowed_km2} km², {people_slowed} people); closed: {closed_cells} cells "
            "({closed_km2} km², {people_closed} people); cercles touched: {cercles}."
        ),
    ),
    "access.incidents_by_cercle": (
        (
            "État « incidents » : les événements ne sont connus que par cercle, l'effet est donc plus grossier : tout "
            "un cercle d'au moins {least} événements en {months} mois est ramené à {percent} % de ses vitesses. "
            "Cercles touchés : {cercles} ({slowed_km2} km² et {people_slowed} habitants ralentis, {closed_km2} km² et "
            "{people_closed} habitants fermés)."
        ),
        (
            "State “incidents”: events are known by cercle only, so the effect is coarser: a whole cercle with at "
            "least {least} events in {months} months goes at {percent} % of its speeds. Cercles touched: {cercles} "
            "({slowed_km2} km² and {people_slowed} people slowed, {closed_km2} km² and {people_closed} people closed)."
        ),
    ),
    "access.incidents_vague": (
        "Événements au lieu trop vague pour agir sur le terrain, laissés de côté : {events}.",
        "Events whose place is too vague to act on the ground, left aside: {events}.",
    ),
    "access.states_left_out": (
        "Sans événements connus, ces états ne sont pas calculés : {states}.",
        "Without known events these states are not computed: {states}.",
    ),
    "access.state_unreachable": (
        "{state} – {service} : habitants sans aucun chemin de plus que dans l'état retenu : {people}.",
        "{state} – {service}: people without any path, beyond those of the state used: {people}.",
    ),
    "access.state_shut": (
        "{state} : équipements sur un terrain fermé, sans effet : {count} ({facilities}).",
        "{state}: facilities on closed ground, without effect: {count} ({facilities}).",
    ),
    "access.season.dry": ("saison sèche", "dry season"),
    "access.season.rains": ("saison des pluies", "rains"),
    "access.security.calm": ("calme", "calm"),
    "access.security.incidents": ("incidents", "incidents"),
    "access.mode.vehicle": ("en véhicule", "by vehicle"),
    "access.mode.foot": ("à pied", "on foot"),
    # Who is reached: chain, catchments, crowding.
    "access.chain": (
        "Chaîne pénale complète (police ou gendarmerie, tribunal, prison) dans {complete} cercles sur {cercles}.",
        "The chain of criminal justice (police or gendarmerie, court, prison) is complete in {complete} of {cercles}.",
    ),
    "access.no_ground_of_its_own": (
        "{service} : équipements dans la cellule d'un autre, sans aire de desserte propre : {count} ({facilities}).",
        "{service}: facilities in the cell of another, without a catchment of their own: {count} ({facilities}).",
    ),
    "access.no_staff": (
        "Aucun effectif connu : le nombre d'agents par habitant n'est pas calculé.",
        "No staff is known: the number of staff per person is not computed.",
    ),
    "access.staff_partly": (
        (
            "{service} : effectif connu pour {known} équipements sur {all} ; les autres ne comptent pas comme vides, "
            "leurs agents manquent dans les taux."
        ),
        (
            "{service}: staff is known for {known} of {all} facilities; the others do not count as empty, their staff "
            "is missing from the rates."
        ),
    ),
    "access.network": (
        (
            "Le long des routes, {season}, en véhicule : {shares}. Habitants au centre de leur cellule de population ; "
            "les marches jusqu'aux routes ignorent rivières et terrain fermé."
        ),
        (
            "Along the roads, {season}, by vehicle: {shares}. People are at the centre of their population cell; the "
            "walks to the roads know neither rivers nor closed ground."
        ),
    ),
    "access.network_share": (
        "{service} {network} % à {minutes} minutes ({surface} % par la surface)",
        "{service} {network} % within {minutes} minutes ({surface} % over the surface)",
    ),
    "access.network_unknown": (
        (
            "Le long des routes rien n'est calculé : il faut une couche de routes, des équipements et la section "
            "access.network de la configuration."
        ),
        (
            "Nothing is computed along the roads: that needs a layer of roads, facilities and the section "
            "access.network of the configuration."
        ),
    ),
}
