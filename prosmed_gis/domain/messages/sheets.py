"""Texts of the site sheets: key -> (French, English)."""

from __future__ import annotations

_COMMAND: dict[str, tuple[str, str]] = {
    "sheet.no_site": (
        "« {name} » : le plan n'a pas d'ouvrage de ce code. Les plus proches : {near}. Tous : prosmed-gis place.",
        "'{name}': the plan has no work of that id. The nearest: {near}. All: prosmed-gis place.",
    ),
    "sheet.not_public": (
        (
            "Une fiche dit l'emplacement exact d'un ouvrage de police, de justice ou de prison : il n'y en a pas pour "
            "la diffusion publique. Demandez --audience partners ou internal, et ne publiez pas les fiches."
        ),
        (
            "A sheet tells the exact place of a police, justice or prison work: there is none for the public. Ask for "
            "--audience partners or internal, and do not publish the sheets."
        ),
    ),
}

_HEAD: dict[str, tuple[str, str]] = {
    "sheet.sheet": ("Fiche de site", "Site sheet"),
    "sheet.sheets": ("Fiches de site", "Site sheets"),
    "sheet.back": ("Toutes les fiches", "All sheets"),
    "sheet.print": ("Imprimer", "Print"),
    "sheet.commune": ("commune de {name}", "commune of {name}"),
    "sheet.cercle": ("cercle de {name}", "cercle of {name}"),
    "sheet.region": ("région de {name}", "region of {name}"),
    "sheet.opens": ("Ouverture", "Opens"),
    "sheet.cost": ("Coût", "Cost"),
    "sheet.cost_doubt": ("prix à vérifier", "price to verify"),
    "sheet.doubt": ("Rien n'est connu debout ici.", "Nothing is known to stand here."),
    "sheet.partner_pays": ("payé par un partenaire", "paid by a partner"),
    "sheet.no_money": ("montant non imprimé", "no amount printed"),
    "sheet.payments": ("Paiements", "Payments"),
    "sheet.identity": ("Où exactement", "Where exactly"),
    "sheet.position": ("Position", "Position"),
    "sheet.no_position": ("inconnue : à relever", "not known: to be surveyed"),
    "sheet.decimal": ("Degrés décimaux", "Decimal degrees"),
    "sheet.dms": ("Deg. min. sec.", "Deg. min. sec."),
    "sheet.utm": ("UTM (WGS 84)", "UTM (WGS 84)"),
    "sheet.mgrs": ("MGRS", "MGRS"),
    "sheet.quality": ("Qualité", "Quality"),
    "sheet.surveyed": ("position donnée pour l'ouvrage", "position given for the work"),
    "sheet.of_town": ("point de la localité : parcelle à relever", "point of the town: plot to be surveyed"),
    "sheet.hemisphere.N": ("N", "N"),
    "sheet.hemisphere.S": ("S", "S"),
    "sheet.hemisphere.E": ("E", "E"),
    "sheet.hemisphere.W": ("O", "W"),
}

_MAP: dict[str, tuple[str, str]] = {
    "sheet.map.alt": (
        "Carte des environs de {site}, {km} km de part et d'autre",
        "Map around {site}, {km} km either side",
    ),
    "sheet.map.site": ("ce site", "this site"),
    "sheet.map.river": ("cours d'eau", "river"),
    "sheet.map.cercle": ("limite de cercle", "cercle border"),
    "sheet.map.commune": ("limite de commune", "commune border"),
    "sheet.map.work": ("ouvrage {status}", "work {status}"),
    "sheet.road.primary": ("route primaire", "primary road"),
    "sheet.road.secondary": ("route secondaire", "secondary road"),
    "sheet.road.tertiary": ("route tertiaire", "tertiary road"),
    "sheet.road.track": ("piste", "track"),
}

_ACCESS: dict[str, tuple[str, str]] = {
    "sheet.access": ("Accès en véhicule", "Access by vehicle"),
    "sheet.from": ("Depuis", "From"),
    "sheet.from.cercle_seat": ("Chef-lieu de cercle", "Cercle seat"),
    "sheet.from.region_seat": ("Chef-lieu de région", "Region seat"),
    "sheet.from.main_road": ("Grand axe", "Main road"),
    "sheet.from.security": ("Police, gendarmerie", "Police, gendarmerie"),
    "sheet.from.justice": ("Juridiction", "Court"),
    "sheet.from.prison": ("Prison", "Prison"),
    "sheet.straight": ("Ligne droite", "Straight"),
    "sheet.dry": ("Saison sèche", "Dry season"),
    "sheet.rains": ("Pluies", "Rains"),
    "sheet.passable": ("En véhicule", "By vehicle"),
    "sheet.way": ("Distance, dont km par voie", "Distance, km by kind of road"),
    "sheet.colon": ("\u00a0:", ":"),
    "sheet.way.primary": ("primaire", "primary"),
    "sheet.way.secondary": ("secondaire", "secondary"),
    "sheet.way.tertiary": ("tertiaire", "tertiary"),
    "sheet.way.track": ("piste", "track"),
    "sheet.way.off_road": ("à pied", "on foot"),
    "sheet.way.crossings": ("{count} cours d'eau sans pont connu", "{count} river(s) without a known bridge"),
    "sheet.cut": ("coupé {km}\u00a0km", "cut {km}\u00a0km"),
    "sheet.walked": ("à pied {km}\u00a0km", "on foot {km}\u00a0km"),
    "sheet.no_way": ("aucune voie", "no way"),
    "sheet.on_the_spot": ("sur place", "on the spot"),
    "sheet.not_computed": ("non calculé", "not computed"),
    "sheet.no_data": ("pas de donnée", "no data"),
}

_AROUND: dict[str, tuple[str, str]] = {
    "sheet.reach": ("Habitants à portée", "People within reach"),
    "sheet.state.dry": ("véhicule, sec", "vehicle, dry"),
    "sheet.state.rains": ("véhicule, pluies", "vehicle, rains"),
    "sheet.state.dry_foot": ("à pied, sec", "on foot, dry"),
    "sheet.state.rains_foot": ("à pied, pluies", "on foot, rains"),
    "sheet.events": ("Violence politique au {date}", "Political violence to {date}"),
    "sheet.months": ("{months} mois", "{months} months"),
    "sheet.radius": ("à moins de {km} km", "within {km} km"),
    "sheet.whole_cercle": ("cercle de {name}", "cercle of {name}"),
    "sheet.events.deaths": ("{events} ({deaths}\u00a0†)", "{events} ({deaths}\u00a0†)"),
    "sheet.events.dagger": ("† morts.", "† deaths."),
    "sheet.events.counts_only": (
        "Seuls des totaux par cercle sont connus : rien ne peut être dit autour du site.",
        "Only totals by cercle are known: nothing can be said around the site.",
    ),
    "sheet.events.classes": ("Par classes (diffusion aux partenaires).", "In classes (for partners)."),
    "sheet.events.unplaced": (
        "{count} événement(s) du cercle en {months} mois sans lieu précis : non comptés autour du site.",
        "{count} event(s) of the cercle in {months} months without a precise place: not counted around the site.",
    ),
    "sheet.ground": ("Eau et relief", "Water and relief"),
    "sheet.water": ("Cours d'eau", "River"),
    "sheet.no_water": ("aucun à moins de {km} km", "none within {km} km"),
    "sheet.flood": ("Inondation", "Flood"),
    "sheet.flood.near": ("eau proche : à vérifier sur place", "water near: check on the ground"),
    "sheet.flood.unknown": ("sans donnée : à demander", "no data: to be asked"),
    "sheet.height": ("Altitude", "Height"),
    "sheet.slope": ("Pente", "Slope"),
    "sheet.partners": ("Partenaires à proximité", "Partners near"),
    "sheet.partners.works": ("Ouvrages d'autres à proximité", "Works of others near"),
    "sheet.partners.projects": (
        "Projets qui citent le cercle ou sa région",
        "Projects that name the cercle or its region",
    ),
    "sheet.partners.region": ("cite la région", "names the region"),
    "sheet.partners.none": ("aucun ouvrage connu à proximité", "no known work near"),
    "sheet.partners.no_project": ("aucun projet déclaré", "no project stated"),
    "sheet.partners.more": ("et {count} de plus", "and {count} more"),
    "sheet.undated": ("date inconnue", "date unknown"),
}

_WHY: dict[str, tuple[str, str]] = {
    "sheet.reasons": ("Pourquoi ici", "Why here"),
    "sheet.gained": ("Habitants gagnés", "People gained"),
    "sheet.chain": ("Chaîne pénale", "Justice chain"),
    "sheet.link.security": ("police", "police"),
    "sheet.link.justice": ("tribunal", "court"),
    "sheet.link.prison": ("prison", "prison"),
    "sheet.link.works": ("en service ({count})", "working ({count})"),
    "sheet.link.none": ("aucune", "none"),
    "sheet.completes": ("cet ouvrage complète la chaîne en {year}", "this work completes the chain in {year}"),
    "sheet.score": ("Ciblage du cercle", "Targeting"),
    "sheet.ranked": (
        "{score} sur 100, rang {rank} sur {of}, {chosen}",
        "{score} of 100, rank {rank} of {of}, {chosen}",
    ),
    "sheet.unranked": ("non classé : données insuffisantes", "not ranked: too few data"),
    "sheet.selected": ("retenu", "selected"),
    "sheet.not_selected": ("non retenu", "not selected"),
    "sheet.loss": ("Habitants perdus sans ce site", "People lost without this site"),
    "sheet.core": ("Dans tous les plans proches du meilleur", "In every plan near the best"),
    "sheet.history": ("Avancement au {date}", "Progress on {date}"),
    "sheet.no_stage": ("aucune observation", "no observation"),
    "sheet.percent.whole": ("{value} de l'ensemble des étapes", "{value} of all stages"),
    "sheet.percent.works": ("{value} des travaux", "{value} of the building works"),
    "sheet.history.more": ("et {count} observation(s) plus ancienne(s)", "and {count} older observation(s)"),
}

_POINTS: dict[str, tuple[str, str]] = {
    "sheet.points": ("Points proposés pour le bâtiment", "Points proposed for the building"),
    "sheet.points.title": ("Points proposés pour {site}", "Points proposed for {site}"),
    "sheet.points.about": (
        "Propositions à vérifier sur le terrain : couches et pondérations de l'étude.",
        "Proposals to be checked on the ground: the study's layers and weights.",
    ),
    "sheet.points.score": ("Score {score} sur 100", "Score {score} of 100"),
    "sheet.points.scored": ("Score", "Score"),
    "sheet.points.worth": ("valeur (note sur 100)", "value (worth of 100)"),
    "sheet.points.passed": (
        "{passed} points sur {cells} passent les critères d'exclusion",
        "{passed} points of {cells} pass the gates",
    ),
    "sheet.points.failed": ("{name} : {count}", "{name}: {count}"),
    "sheet.points.excluded": ("exclus", "excluded"),
    "sheet.points.missing": (
        "Sans donnée, non vérifié, poids reporté sur le reste : {names}.",
        "No data, not checked, weight moved to the rest: {names}.",
    ),
    "sheet.points.none": (
        "Aucun point ne passe : couches trop grossières ou critères trop stricts.",
        "No point passes: layers too coarse or gates too strict.",
    ),
    "sheet.measure.road": ("Route", "Road"),
    "sheet.measure.town": ("Centre", "Centre"),
    "sheet.measure.water": ("Eau", "Water"),
    "sheet.measure.post": ("Même service", "Same service"),
    "sheet.measure.slope": ("Pente", "Slope"),
    "sheet.measure.unknown": ("Valeur manquante", "Value missing"),
    "sheet.out_of_sight": ("aucun en vue", "none in sight"),
}

_VISIT: dict[str, tuple[str, str]] = {
    "sheet.visit": ("À vérifier pendant la visite", "To check during the visit"),
    "sheet.check.land": (
        "Titre foncier ou attribution, bornes",
        "Land title or allotment, boundary marks",
    ),
    "sheet.check.position": (
        "Position GPS, photos des quatre côtés",
        "GPS position, photos of the four sides",
    ),
    "sheet.check.water": ("Eau potable : source, débit, distance", "Drinking water: source, flow, distance"),
    "sheet.check.flood": ("Plus hautes eaux selon les habitants", "Highest flood shown by the inhabitants"),
    "sheet.check.road": (
        "Pluies : ponts, gués, mois de coupure",
        "Rains: bridges, fords, months cut off",
    ),
    "sheet.check.distance": ("Distance : marché, école, mairie", "Distance: market, school, town hall"),
    "sheet.check.perimeter": (
        "Périmètre de sécurité, vues, issues",
        "Security perimeter, sight lines, exits",
    ),
    "sheet.check.energy": ("Électricité : réseau, solaire, groupe", "Electricity: grid, solar, generator"),
    "sheet.check.network": ("Réseau téléphonique et radio", "Telephone and radio coverage"),
    "sheet.check.community": (
        "Communauté, femmes, jeunes consultés",
        "Community, women, youth consulted",
    ),
    "sheet.check.security": (
        "Garde à vue, armurerie, accueil femmes",
        "Cells, armoury, reception for women",
    ),
    "sheet.check.justice": (
        "Audience, greffe, archives, logement",
        "Hearing room, registry, lodging",
    ),
    "sheet.check.prison": (
        "Quartiers femmes et mineurs, infirmerie",
        "Women's and minors' quarters, infirmary",
    ),
    "sheet.notes": ("Notes", "Notes"),
    "sheet.signed": ("Nom, date et signature", "Name, date and signature"),
}

_FOOT: dict[str, tuple[str, str]] = {
    "sheet.note.no_position": (
        "La position de l'ouvrage est inconnue : rien n'est dit de ses environs.",
        "The position of the work is not known: nothing is said of its surroundings.",
    ),
    "sheet.note.off_ground": (
        "Le site est hors du terrain calculé : ni temps, ni habitants à portée.",
        "The site lies off the ground that was computed: neither times nor people within reach.",
    ),
    "sheet.note.no_rains": (
        "Saison des pluies non calculée dans cette étude : interroger les habitants sur les coupures.",
        "The rains were not computed in this study: ask the inhabitants when the road is cut.",
    ),
    "sheet.note.no_dry_foot": ("À pied, saison sèche : non calculé.", "On foot, dry season: not computed."),
    "sheet.note.no_rains_foot": ("À pied, pluies : non calculé.", "On foot, rains: not computed."),
    "sheet.note.no_foot": ("Temps à pied non calculés.", "Times on foot not computed."),
    "sheet.note.worth_of_placed_only": (
        "Ce que perdrait le plan n'est calculé que pour les sites placés par l'outil.",
        "What the plan would lose is computed for sites placed by the tool only.",
    ),
    "sheet.sources": ("Sources", "Sources"),
    "sheet.situation": ("situation au {date}", "situation on {date}"),
    "sheet.handle": ("Ne pas publier : emplacement exact.", "Not for publication: exact place."),
    "sheet.grid": (
        "Temps sur une grille de {km} km : ordre de grandeur, à confirmer.",
        "Times on a grid of {km} km: order of magnitude, to be confirmed.",
    ),
    "sheet.column.year": ("Année", "Year"),
    "sheet.column.site": ("Ouvrage", "Work"),
    "sheet.column.code": ("Code", "Id"),
    "sheet.column.place": ("Lieu", "Place"),
    "sheet.column.status": ("Origine", "Origin"),
    "sheet.column.people": ("Habitants gagnés", "People gained"),
    "sheet.count": ("{count} ouvrages", "{count} works"),
    "field.cost": ("coût {cost} USD", "cost {cost} USD"),
    "field.opens": ("ouverture {year}", "opens {year}"),
}

TEXTS: dict[str, tuple[str, str]] = {
    **_COMMAND, **_HEAD, **_MAP, **_ACCESS, **_AROUND, **_WHY, **_POINTS, **_VISIT, **_FOOT,
}  # fmt: skip
