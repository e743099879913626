"""Texts of what is wrong with the contents of a layer, or of the programme: key -> (French, English)."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "problem.pcode.unknown": (
        (
            "Ligne {row}, colonne {column} : le P-code « {value} » n'existe pas dans la couche « {units} ». Vérifiez "
            "le code et son millésime."
        ),
        "Row {row}, column {column}: P-code '{value}' is not in layer '{units}'. Check the code and its vintage.",
    ),
    "problem.pcode.proposed": (
        (
            "Ligne {row} : le P-code « {value} » est inconnu ; le nom « {name} » ressemble à {proposals}. Rien n'a "
            "été remplacé : corrigez le code si c'est bien ce lieu."
        ),
        (
            "Row {row}: P-code '{value}' is unknown; the name '{name}' resembles {proposals}. Nothing was replaced: "
            "correct the code if it is that place."
        ),
    ),
    "problem.pcode.nesting": (
        (
            "Le P-code « {value} » de la couche « {layer} » ne commence pas par celui de son parent {parent}. "
            "Corrigez l'un des deux."
        ),
        "P-code '{value}' of layer '{layer}' does not start with that of its parent {parent}. Correct one of them.",
    ),
    "problem.pcode.name": (
        (
            "Ligne {row} : le P-code {value} est celui de « {expected} », mais la ligne dit « {name} » ({rows} "
            "ligne(s)). Vérifiez le code ; les lignes sont gardées sous le code."
        ),
        (
            "Row {row}: P-code {value} is that of '{expected}', but the row says '{name}' ({rows} row(s)). Check the "
            "code; the rows are kept under the code."
        ),
    ),
    "problem.vintage.names": (
        (
            "{value} des codes de {file} portent un autre nom que dans les limites : ses P-codes sont d'un autre "
            "millésime. Prenez un fichier du millésime des limites, ou des limites du sien."
        ),
        (
            "{value} of the codes of {file} bear another name than in the boundaries: its P-codes are of another "
            "vintage. Take a file of the boundaries' vintage, or boundaries of its own."
        ),
    ),
    "problem.vintage.missing": (
        "Le millésime des P-codes de la couche « {layer} » n'est pas donné : ajoutez vintage dans la configuration.",
        "The vintage of the P-codes of layer '{layer}' is not given: add vintage in the configuration.",
    ),
    "problem.vintage.other": (
        (
            "Les P-codes de la couche « {layer} » sont du millésime {value}, l'étude du millésime {expected} : les "
            "mêmes codes y désignent d'autres lieux. Prenez une couche du millésime {expected}, ou des limites du "
            "millésime {value} (study.pcode_vintage)."
        ),
        (
            "The P-codes of layer '{layer}' are of vintage {value}, the study of vintage {expected}: the same codes "
            "name other places there. Take a layer of vintage {expected}, or boundaries of vintage {value} "
            "(study.pcode_vintage)."
        ),
    ),
    "problem.vintage.location": (
        "Les P-codes {value} de {file} n'ont pas été utilisés : les lieux seront rattachés par leur position.",
        "The P-codes of vintage {value} in {file} were not used: places will be attached by their position.",
    ),
    "problem.geometry.missing": (
        "Ligne {row} : la géométrie ou les coordonnées manquent. Ajoutez-les.",
        "Row {row}: geometry or coordinates are missing. Add them.",
    ),
    "problem.geometry.kind": (
        "Ligne {row} : la géométrie est de type {value}, il faut {expected}. Exportez la bonne couche.",
        "Row {row}: the geometry is a {value}, a {expected} is needed. Export the right layer.",
    ),
    "problem.geometry.globe": (
        "Ligne {row} : les coordonnées {value} ne sont pas des degrés. Donnez la longitude puis la latitude en WGS 84.",
        "Row {row}: the coordinates {value} are not degrees. Give longitude then latitude in WGS 84.",
    ),
    "problem.geometry.unclosed": (
        "Ligne {row} : le contour d'un polygone n'est pas fermé ou la géométrie est brisée ({reason}). Redessinez-la.",
        "Row {row}: a polygon's ring is not closed or the geometry is broken ({reason}). Draw it again.",
    ),
    "problem.geometry.invalid": (
        (
            "Ligne {row} : la géométrie n'est pas valide ({reason}). Corrigez-la dans QGIS (Réparer les géométries) "
            "puis vérifiez le résultat."
        ),
        "Row {row}: the geometry is not valid ({reason}). Repair it in QGIS (Fix geometries) and check the result.",
    ),
    "problem.geometry.zero": (
        "Ligne {row} : les coordonnées sont (0, 0), donc inconnues. Relevez la vraie position.",
        "Row {row}: the coordinates are (0, 0), that is, unknown. Find the true position.",
    ),
    "problem.geometry.swapped": (
        (
            "Ligne {row} : le point {value} tombe hors du pays, mais dedans si l'on échange les coordonnées. "
            "Proposition : longitude {lon:g}, latitude {lat:g}. Rien n'a été changé : corrigez le fichier si c'est "
            "juste."
        ),
        (
            "Row {row}: the point {value} falls outside the country, but inside with its coordinates exchanged. "
            "Proposal: longitude {lon:g}, latitude {lat:g}. Nothing was changed: correct the file if that is right."
        ),
    ),
    "problem.geometry.outside": (
        "Ligne {row} : le point {value} est à {distance} km hors du pays (admis : {allowed} km). Corrigez la position.",
        (
            "Row {row}: the point {value} lies {distance} km outside the country (allowed: {allowed} km). Correct "
            "the position."
        ),
    ),
    "problem.geometry.far": (
        "Ligne {row} : la position {value} est à {distance} km hors du pays (admis : {allowed} km). Corrigez-la.",
        "Row {row}: the position {value} lies {distance} km outside the country (allowed: {allowed} km). Correct it.",
    ),
    "problem.boundary.childless": (
        "L'unité {value} n'a aucune unité de la couche « {units} » sous elle. Vérifiez que les couches vont ensemble.",
        "Unit {value} has no unit of layer '{units}' under it. Check that the layers belong together.",
    ),
    "problem.boundary.area": (
        (
            "L'unité {value} mesure {area} km² et les unités de « {layer} » sous elle {below} km² : les limites des "
            "deux niveaux ne s'emboîtent pas. Prenez des couches de la même édition."
        ),
        (
            "Unit {value} measures {area} km² and the units of '{layer}' under it {below} km²: the limits of the two "
            "levels do not nest. Take layers of the same edition."
        ),
    ),
    "problem.scope.country": (
        "{value} lignes de {file} concernent d'autres pays : elles sont hors sujet et n'ont pas été lues.",
        "{value} rows of {file} concern other countries: they are out of scope and were not read.",
    ),
    "problem.scope.kind": (
        "{value} lignes de {file} sont d'une autre nature ({kinds}) : elles sont hors sujet et n'ont pas été lues.",
        "{value} rows of {file} are of another kind ({kinds}): they are out of scope and were not read.",
    ),
    "problem.scope.breakdown": (
        (
            "{value} lignes de {file} détaillent ou totalisent les mêmes personnes : seules les lignes « tous » par "
            "cercle sont lues."
        ),
        "{value} rows of {file} break down or add up the same people: only the 'all' rows by cercle are read.",
    ),
    "problem.scope.national": (
        "Ligne {row} : le total du pays ({value}) n'est pas une ligne de cercle ; il n'a pas été lu.",
        "Row {row}: the country's total ({value}) is no row of a cercle; it was not read.",
    ),
    "problem.rows.repeated": (
        "{value} lignes de {file} répètent exactement une ligne précédente : chacune est comptée une fois.",
        "{value} rows of {file} repeat an earlier row exactly: each is counted once.",
    ),
    "problem.rows.distinct": (
        (
            "{value} lignes distinctes de {file} redisent un même acteur, cercle et secteur (autre commune) : une "
            "seule est gardée par acteur, cercle et secteur."
        ),
        (
            "{value} distinct rows of {file} restate one actor, cercle and sector (another commune): one is kept for "
            "each actor, cercle and sector."
        ),
    ),
    "problem.event.superseded": (
        (
            "{value} lignes de {file} sont d'anciennes versions d'un événement repris plus bas ou plus haut : la "
            "plus récente est gardée."
        ),
        "{value} rows of {file} are older versions of an event that stands elsewhere in it: the newest is kept.",
    ),
    "problem.event.targeting": (
        "{file} n'a pas de colonne civilian_targeting : elle est déduite de la présence de civils parmi les acteurs.",
        "{file} has no column civilian_targeting: it is derived from the presence of civilians among the actors.",
    ),
    "problem.event.type": (
        "Ligne {row} : le type d'événement « {value} » n'est pas connu. Vérifiez l'édition de l'export.",
        "Row {row}: the event type '{value}' is not known. Check the edition of the export.",
    ),
    "problem.event.actor": (
        "Le type d'acteur « {value} » ({column}) n'est pas connu : {rows} ligne(s) le portent, il est lu « unknown ».",
        "The kind of actor '{value}' ({column}) is not known: {rows} row(s) bear it, it is read as 'unknown'.",
    ),
    "problem.event.precision": (
        "Ligne {row}, colonne {column} : la précision « {value} » n'est pas connue. Vérifiez l'édition de l'export.",
        "Row {row}, column {column}: the precision '{value}' is not known. Check the edition of the export.",
    ),
    "problem.population.missing": (
        "Aucune population n'est donnée pour {value} unité(s) : {units}. Complétez la table.",
        "No population is given for {value} unit(s): {units}. Complete the table.",
    ),
    "problem.facility.unclassified": (
        (
            "Ligne {row} : « {value} » est étiqueté {tag}, mais son nom dit autre chose ; gardé comme non classé, il "
            "ne compte pour aucun service. Vérifiez sur place."
        ),
        (
            "Row {row}: '{value}' is tagged {tag}, but its name says otherwise; kept as unclassified, it counts for "
            "no service. Check on the ground."
        ),
    ),
    "problem.facility.unnamed": (
        "Ligne {row} : un site étiqueté {tag} n'a pas de nom ; il est gardé comme « {kind} », statut inconnu.",
        "Row {row}: a site tagged {tag} has no name; it is kept as '{kind}', status unknown.",
    ),
    "problem.facility.twin": (
        (
            "Ligne {row} : « {value} » est à {distance} m de {other} (ligne {other_row}), de même nature : peut-être "
            "deux fois le même site. Les deux sont gardés."
        ),
        (
            "Row {row}: '{value}' lies {distance} m from {other} (row {other_row}), of the same kind: perhaps one "
            "site twice. Both are kept."
        ),
    ),
    "problem.programme.incomplete": (
        "Ligne {row} : « {value} » est imprimé sans montant ni année ; la ligne ne donne aucun paiement.",
        "Row {row}: '{value}' is printed without amount or year; the line gives no payment.",
    ),
    "problem.programme.work_total": (
        "L'ouvrage {value} : ses années font {sum}, son total imprimé est {total} USD. Corrigez works.csv.",
        "Work {value}: its years add up to {sum}, its printed total is {total} USD. Correct works.csv.",
    ),
    "problem.programme.work_twice": (
        (
            "Deux ouvrages portent l'identifiant {value} (lignes {rows}) : l'un serait perdu et leurs paiements "
            "confondus. Donnez à chacun le sien dans {file}."
        ),
        (
            "Two works bear the identifier {value} (rows {rows}): one would be lost and their payments mixed up. Give "
            "each its own in {file}."
        ),
    ),
    "problem.programme.target_falls": (
        (
            "Indicateur {value} (variante {variant}) : la cible cumulée de {column} ({target}) est sous celle d'avant "
            "({before}). Remettez les années dans l'ordre dans {file}."
        ),
        (
            "Indicator {value} (variant {variant}): the cumulative target of {column} ({target}) is below the one "
            "before ({before}). Put the years in order in {file}."
        ),
    ),
    "problem.programme.subtotal": (
        "Produit {value}, {year} : les lignes font {sum}, le sous-total imprimé est {total} USD. Corrigez budgets.csv.",
        "Output {value}, {year}: the lines add up to {sum}, the printed subtotal is {total} USD. Correct budgets.csv.",
    ),
    "problem.programme.no_subtotal": (
        "Produit {value}, {year} : les lignes ({sum} USD) n'ont pas de sous-total imprimé pour les vérifier.",
        "Output {value}, {year}: the lines ({sum} USD) have no printed subtotal to check them against.",
    ),
    "problem.programme.work_budget": (
        "L'ouvrage {value}, {year} : {cost} USD dans works.csv, {line} USD dans la ligne de budget. Alignez les deux.",
        "Work {value}, {year}: {cost} USD in works.csv, {line} USD in its budget line. Bring the two into line.",
    ),
    "problem.programme.communes": (
        (
            "Le document se contredit : les cercles de la sélection comptent {sum} communes, la cible de "
            "l'indicateur {value} est {target}. Les deux chiffres sont gardés."
        ),
        (
            "The document contradicts itself: the selected cercles hold {sum} communes, the target of indicator "
            "{value} is {target}. Both figures are kept."
        ),
    ),
    "problem.programme.cercle_communes": (
        (
            "{cercle} ({value}) : {stated} communes dans le document, {counted} dans les limites administratives. "
            "Vérifiez l'édition des limites."
        ),
        (
            "{cercle} ({value}): {stated} communes in the document, {counted} in the boundaries. Check the edition "
            "of the boundaries."
        ),
    ),
    "problem.programme.contradiction": (
        (
            "Le document se contredit sur « {subject} » : {value_a} (lignes {lines_a}) ou {value_b} (lignes "
            "{lines_b}). Retenu : {used}."
        ),
        (
            "The document contradicts itself on '{subject}': {value_a} (lines {lines_a}) or {value_b} (lines "
            "{lines_b}). Used: {used}."
        ),
    ),
    "problem.raster.bands": (
        "Le raster {file} a {value} bandes : donnez-en un d'une seule bande.",
        "The raster {file} has {value} bands: give one with a single band.",
    ),
    "problem.raster.turned": (
        "Le raster {file} n'est pas orienté nord en haut : rééchantillonnez-le dans QGIS (Projection > Warp).",
        "The raster {file} is not north-up: warp it in QGIS.",
    ),
    "problem.raster.negative": (
        (
            "Le raster {file} contient {value} valeurs négatives de population (minimum {lowest:g}) : sa valeur « "
            "sans donnée » n'est pas déclarée. Déclarez-la dans QGIS ou GDAL."
        ),
        (
            "The raster {file} holds {value} negative numbers of people (lowest {lowest:g}): its no-data value is "
            "not declared. Declare it in QGIS or GDAL."
        ),
    ),
    "problem.raster.empty": (
        "Le raster {file} ne contient aucune valeur : donnez un fichier rempli.",
        "The raster {file} holds no value: give a filled file.",
    ),
    "problem.raster.partial": (
        (
            "Le raster {file} ne couvre que {value} de l'étendue du pays : les gens du reste ne sont pas comptés. "
            "Prenez un raster entier."
        ),
        (
            "The raster {file} covers only {value} of the country's extent: people of the rest are not counted. Take "
            "a whole raster."
        ),
    ),
    "read.failed": (
        "Les données d'entrée ne permettent pas de continuer ({count} problème(s) bloquant(s)) :",
        "The inputs do not allow to go on ({count} fatal problem(s)):",
    ),
}
