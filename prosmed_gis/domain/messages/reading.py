"""Texts of how a file is written and what stops or repairs a layer: key -> (French, English)."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "whole.boundary": (
        (
            "Il s'agit de {unit}. Les limites sont prises toutes ou pas du tout : sans cette unité, ses événements "
            "et ses habitants disparaîtraient ou passeraient à d'autres. Rien n'est calculé."
        ),
        (
            "It is {unit}. Boundaries are taken all or not at all: without this unit its events and people would "
            "vanish or pass to others. Nothing is computed."
        ),
    ),
    "whole.list": (
        "Il s'agit de {unit}. Une liste de référence est prise entière ou pas du tout. Rien n'est calculé.",
        "It is {unit}. A reference list is taken whole or not at all. Nothing is computed.",
    ),
    "whole.repair": (
        (
            "Pour accepter une réparation automatique, écrivez « options: {{repair: make_valid}} » dans cette "
            "couche de la configuration : l'aire avant et après sera dite."
        ),
        (
            "To accept an automatic repair, write 'options: {{repair: make_valid}}' in this layer of the "
            "configuration: the area before and after will be told."
        ),
    ),
    "problem.kobo.validation": (
        (
            "Ligne {row} : l'état de validation « {value} » n'est pas connu. Elle n'est pas lue tant qu'il n'est "
            "pas corrigé."
        ),
        "Row {row}: the state of validation '{value}' is not known. The row is not read until it is corrected.",
    ),
    "problem.value.flag": (
        (
            "Ligne {row}, colonne {column} : « {value} » n'est pas admis. La colonne contient « {word} », oui, non,"
            " ou rien."
        ),
        "Row {row}, column {column}: '{value}' is not allowed. The column holds '{word}', yes, no, or nothing.",
    ),
    "problem.quote.open": (
        (
            "Ligne {line} de {file} : un guillemet s'ouvre ({value}…) et ne se ferme jamais ; tout ce qui suit "
            "serait perdu. Fermez-le ou supprimez-le."
        ),
        (
            "Line {line} of {file}: a quotation mark opens ({value}…) and is never closed; all that follows would "
            "be lost. Close it or delete it."
        ),
    ),
    "problem.quote.swallows": (
        (
            "Ligne {line} de {file} : un guillemet s'ouvre ({value}…) et se ferme si loin (ligne {last}) qu'il "
            "avale des enregistrements. Fermez-le dans sa cellule ou supprimez-le."
        ),
        (
            "Line {line} of {file}: a quotation mark opens ({value}…) and closes so late (line {last}) that it "
            "swallows records. Close it in its own cell or delete it."
        ),
    ),
    "problem.record.long": (
        (
            "L'enregistrement de la ligne {row} s'étend sur {value} lignes : vérifiez le guillemet ouvert ligne "
            "{opened}. Il est gardé."
        ),
        "The record of line {row} spans {value} lines: check the quotation mark opened on line {opened}. It is kept.",
    ),
    "problem.cells.blank": (
        (
            "{value} cellules de {file} disent qu'il n'y a rien ({words}) et sont lues comme vides : {where}. Si "
            "l'un de ces mots est une vraie valeur, donnez l'option blank."
        ),
        (
            "{value} cells of {file} say that there is nothing ({words}) and are read as empty: {where}. If one of "
            "these words is a true value, give the option blank."
        ),
    ),
    "problem.sheet.range": (
        "La feuille de {file} annonce {value} cellules (lignes × colonnes), il y en a {found} : tout a été lu.",
        "The sheet of {file} states {value} cells (rows × columns), there are {found}: all of it was read.",
    ),
    "problem.sheet.chart": (
        (
            "La feuille « {value} » de {file} est un graphique ; feuilles de cellules : {there}. Nommez celle à "
            "lire (layer)."
        ),
        "The sheet '{value}' of {file} is a chart; sheets of cells: {there}. Name the one to read (layer).",
    ),
    "problem.file.failed": (
        (
            "La lecture de {file} pour la couche « {layer} » a échoué ({reason}) ; les autres couches ont été lues."
            " Rouvrez le fichier dans son logiciel et exportez-le de nouveau."
        ),
        (
            "Reading {file} for layer '{layer}' failed ({reason}); the other layers were read. Open the file in its"
            " own software and export it again."
        ),
    ),
    "problem.number.doubt": (
        (
            "Colonne {column} de {file} : {count} cellule(s) comme « {value} » (ligne {line}) se lisent avec des "
            "milliers ou avec des décimales, et rien ne tranche : la colonne entière est refusée. Écrivez les "
            "milliers sans séparateur (1234567) et les décimales avec un point."
        ),
        (
            "Column {column} of {file}: {count} cell(s) such as '{value}' (row {line}) may hold thousands or "
            "decimals, and nothing decides: the whole column is refused. Write thousands without separator "
            "(1234567) and decimals with a point."
        ),
    ),
    "problem.value.huge": (
        "Ligne {row}, colonne {column} : « {value} » est un nombre trop grand pour être vrai. Corrigez-le.",
        "Row {row}, column {column}: '{value}' is too large a number to be true. Correct it.",
    ),
    "problem.percent.column": (
        (
            "Colonne {column} de {file} : tous les pourcentages vont de 0 à 1 ({value}). Ils sont lus tels quels, "
            "donc moins de 1 % : écrivez 45 ou 45 % si vous vouliez dire 45 %."
        ),
        (
            "Column {column} of {file}: all percents lie between 0 and 1 ({value}). They are read as they stand, so"
            " less than 1 %: write 45 or 45 % if you meant 45 %."
        ),
    ),
    "problem.percent.cell": (
        (
            "Ligne {row}, colonne {column} : {value} est lu comme {value} %. Écrivez {meant} si c'est ce que vous "
            "vouliez dire."
        ),
        "Row {row}, column {column}: {value} is read as {value} %. Write {meant} if that is what you meant.",
    ),
    "problem.boundary.collection": (
        (
            "L'unité {value} (entité {row}) est une collection de géométries : ses polygones ont été lus comme une "
            "seule unité. Vérifiez qu'il n'y manque rien."
        ),
        (
            "Unit {value} (feature {row}) is a collection of geometries: its polygons were read as one unit. Check "
            "that nothing is missing."
        ),
    ),
    "problem.boundary.repaired": (
        (
            "L'unité {value} (entité {row}) n'était pas valide et a été réparée, comme la configuration l'accepte "
            "(repair) : {before} km² avant, {after} km² après. Vérifiez-la."
        ),
        (
            "Unit {value} (feature {row}) was not valid and was repaired, as the configuration accepts (repair): "
            "{before} km² before, {after} km² after. Check it."
        ),
    ),
    "problem.boundary.lost": (
        (
            "L'unité {value} mesure {area} km² et les unités de « {layer} » sous elle {below} km² : il en manque au"
            " moins une. Reprenez la couche entière, de la même édition."
        ),
        (
            "Unit {value} measures {area} km² and the units of '{layer}' under it {below} km²: at least one of them"
            " is missing. Take the whole layer, of the same edition."
        ),
    ),
    "problem.boundary.doubled": (
        (
            "L'unité {value} mesure {area} km² et les unités de « {layer} » sous elle {below} km² : l'une y figure "
            "deux fois, ou vient d'ailleurs. Reprenez la couche de la même édition."
        ),
        (
            "Unit {value} measures {area} km² and the units of '{layer}' under it {below} km²: one of them is there"
            " twice, or comes from elsewhere. Take the layer of the same edition."
        ),
    ),
    "problem.pcode.case": (
        (
            "Ligne {row}, colonne {column} : « {value} » n'est pas un P-code ; vouliez-vous dire {meant} ? Corrigez"
            " la ligne."
        ),
        "Row {row}, column {column}: '{value}' is no P-code; did you mean {meant}? Correct the row.",
    ),
    "problem.scope.countries": (
        "Le fichier {file} couvre plusieurs pays : {value}. Dites lequel prendre : options: {{country: ...}}.",
        "The file {file} covers several countries: {value}. Say which to take: options: {{country: ...}}.",
    ),
    "problem.raster.absurd": (
        (
            "Le raster {file} contient {value} cellule(s) de population impossible (jusqu'à {highest}) : déclarez "
            "sa valeur « sans donnée »."
        ),
        (
            "The raster {file} holds {value} cell(s) with impossible numbers of people (up to {highest}): declare "
            "its no-data value."
        ),
    ),
    "problem.heading.row": (
        "Les en-têtes de {file} se trouvent à la ligne {value} ; ce qui est au-dessus n'a pas été lu.",
        "The headings of {file} stand in row {value}; what is above was not read.",
    ),
    "problem.heading.case": (
        "Colonnes de {file} reconnues sous une autre graphie : {value}.",
        "Columns of {file} known under another spelling: {value}.",
    ),
    "problem.degrees.sexagesimal": (
        (
            "Colonne {column} : {value} coordonnées en degrés, minutes et secondes ont été converties en degrés "
            "décimaux."
        ),
        "Column {column}: {value} coordinates in degrees, minutes and seconds were turned into decimal degrees.",
    ),
    "problem.encoding.cp850": (
        (
            "Le fichier {file} n'est ni en UTF-8 ni, semble-t-il, en Windows-1252 : « {value} » se lirait « {meant}"
            " » en page de code 850 (CSV MS-DOS). Si c'est juste, écrivez options: {{encoding: cp850}}."
        ),
        (
            "The file {file} is neither UTF-8 nor, it seems, Windows-1252: '{value}' would read '{meant}' in code "
            "page 850 (CSV MS-DOS). If that is right, write options: {{encoding: cp850}}."
        ),
    ),
    "problem.events.stale": (
        (
            "Le dernier événement de {file} date du {value}, soit {days} jours avant la date de l'étude ({as_of}) :"
            " ce que les données ne couvrent pas se lit comme calme. Prenez un export plus récent ou une date plus "
            "ancienne."
        ),
        (
            "The last event of {file} is of {value}, {days} days before the date of the study ({as_of}): what the "
            "data do not cover reads as calm. Take a newer export or an earlier date."
        ),
    ),
    "problem.events.elsewhere": (
        (
            "{count} événement(s) de {file} disent « {value} » (admin2) mais leur point tombe dans « {found} » "
            "(lignes {lines}). Vérifiez les coordonnées (signe, inversion) ; ils sont comptés selon leur point."
        ),
        (
            "{count} event(s) of {file} say '{value}' (admin2) but their point lies in '{found}' (rows {lines}). "
            "Check the coordinates (sign, exchange); they are counted where their point is."
        ),
    ),
    "problem.events.elsewhere_many": (
        (
            "{value} des événements de {file} qui nomment un cercle ont leur point dans un autre : les positions de"
            " cette couche ne sont pas sûres. Vérifiez-les avant de vous en servir."
        ),
        (
            "{value} of the events of {file} that name a cercle have their point in another: the positions of this "
            "layer cannot be trusted. Check them before use."
        ),
    ),
}
