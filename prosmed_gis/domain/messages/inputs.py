"""Texts of what is wrong with a file, its columns and its values: key -> (French, English)."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "problem.kobo.rejected": (
        "{value} envois de {file} ont été rejetés à la validation : ils n'ont pas été lus.",
        "{value} submissions of {file} were rejected at validation: they were not read.",
    ),
    "problem.kobo.stage": (
        "Ligne {row} : le stade « {value} » n'est ni un code ni un libellé connu. Codes : {allowed}.",
        "Row {row}: the stage '{value}' is no known code or label. Codes: {allowed}.",
    ),
    "problem.key.taken": (
        (
            "L'identifiant « {value} » ({column}) est déjà pris par un autre fichier de la même couche. "
            "L'enregistrement est mis de côté : donnez-lui un autre identifiant."
        ),
        (
            "The identifier '{value}' ({column}) is already used by another file of the same layer. The record is "
            "set aside: give it another identifier."
        ),
    ),
    "problem.file.missing": (
        (
            "Le fichier {file} de la couche « {layer} » n'existe pas : corrigez son chemin dans la configuration ou "
            "déposez le fichier."
        ),
        (
            "The file {file} of layer '{layer}' does not exist: correct its path in the configuration or put the "
            "file there."
        ),
    ),
    "problem.file.variable": (
        (
            "Le chemin {file} de la couche « {layer} » emploie la variable d'environnement {value}, qui n'est pas "
            "définie : définissez-la."
        ),
        "The path {file} of layer '{layer}' uses the environment variable {value}, which is not set: set it.",
    ),
    "problem.file.hash": (
        (
            "Le fichier {file} de la couche « {layer} » a changé : son empreinte est {value}, la configuration "
            "attend {expected}. Reprenez le fichier d'origine, ou vérifiez le nouveau puis notez son empreinte."
        ),
        (
            "The file {file} of layer '{layer}' has changed: its hash is {value}, the configuration expects "
            "{expected}. Restore the file, or check the new one and record its hash."
        ),
    ),
    "problem.file.unreadable": (
        "Le fichier {file} ne se lit pas ({reason}) : rouvrez-le dans son logiciel et exportez-le de nouveau.",
        "The file {file} cannot be read ({reason}): open it in its own software and export it again.",
    ),
    "problem.format.other": (
        (
            "Le fichier {file} n'est pas du {expected} comme son nom le dit (il commence par {value}) : donnez le "
            "bon fichier."
        ),
        "The file {file} is not {expected} as its name says (it starts with {value}): give the right file.",
    ),
    "problem.format.unknown": (
        "Les fichiers « {value} » ne se lisent pas ; formats lus : {allowed}. Exportez la couche dans l'un d'eux.",
        "Files of type '{value}' are not read; those read are {allowed}. Export the layer to one of them.",
    ),
    "problem.option.unknown": (
        (
            "L'option « {value} » n'existe pas pour le format {format} de la couche « {layer} » ; options : "
            "{allowed}. Corrigez la configuration."
        ),
        (
            "Option '{value}' does not exist for format {format} of layer '{layer}'; options are {allowed}. Correct "
            "the configuration."
        ),
    ),
    "problem.option.value": (
        (
            "L'option « {column} » de la couche « {layer} » vaut « {value} » ; attendu : {allowed}. Corrigez la "
            "configuration."
        ),
        "Option '{column}' of layer '{layer}' is '{value}'; expected: {allowed}. Correct the configuration.",
    ),
    "problem.format.reader": (
        (
            "Le format « {value} » de la couche « {layer} » n'a pas de lecteur ; formats : {allowed}. Corrigez la "
            "configuration."
        ),
        "There is no reader for format '{value}' of layer '{layer}'; formats are {allowed}. Correct the configuration.",
    ),
    "problem.format.layer": (
        "Le format « {value} » ne donne pas de couche « {target} », mais : {allowed}. Corrigez la configuration.",
        "Format '{value}' does not give a layer '{target}' but {allowed}. Correct the configuration.",
    ),
    "problem.layer.missing": (
        (
            "Le fichier {file} n'a pas de couche ou de feuille « {value} » ; il contient : {there}. Corrigez la "
            "configuration."
        ),
        "The file {file} has no layer or sheet '{value}'; it holds {there}. Correct the configuration.",
    ),
    "problem.layer.which": (
        "Le fichier {file} contient plusieurs couches ({there}) : nommez celle à lire dans la configuration (layer).",
        "The file {file} holds several layers ({there}): name the one to read in the configuration (layer).",
    ),
    "problem.encoding.cp1252": (
        "Le fichier {file} n'est pas en UTF-8 : il a été lu en Windows-1252. Vérifiez les accents.",
        "The file {file} is not UTF-8: it was read as Windows-1252. Check the accents.",
    ),
    "problem.encoding.utf16": (
        "Le fichier {file} est en UTF-16 (« texte Unicode » d'Excel) ; il a été lu ainsi.",
        "The file {file} is UTF-16 (Excel's 'Unicode text'); it was read as such.",
    ),
    "problem.encoding.unknown": (
        "Le fichier {file} n'est ni en UTF-8 ni en Windows-1252 : enregistrez-le en UTF-8.",
        "The file {file} is neither UTF-8 nor Windows-1252: save it as UTF-8.",
    ),
    "problem.encoding.mojibake": (
        (
            "Les accents du fichier {file} sont abîmés (« {value} », colonne {column}) : l'encodage déclaré est "
            "faux. Exportez de nouveau en UTF-8, avec le fichier .cpg s'il s'agit d'un shapefile."
        ),
        (
            "The accents of {file} are broken ('{value}', column {column}): the declared encoding is wrong. Export "
            "again as UTF-8, with the .cpg file if it is a shapefile."
        ),
    ),
    "problem.text.garbled": (
        (
            "Ligne {row}, colonne {column} : les accents de « {value} » sont abîmés. Corrigez le texte ; la ligne "
            "est gardée."
        ),
        "Row {row}, column {column}: the accents of '{value}' are broken. Correct the text; the row is kept.",
    ),
    "problem.row.cells": (
        (
            "La ligne {row} a {value} cellules au lieu de {expected} : un séparateur ou un guillemet manque ou est "
            "de trop. Elle est mise de côté."
        ),
        (
            "Row {row} has {value} cells instead of {expected}: a separator or quotation mark is missing or one too "
            "many. It is set aside."
        ),
    ),
    "problem.column.twice": (
        "La colonne « {value} » figure deux fois dans {file} : supprimez ou renommez l'une d'elles.",
        "Column '{value}' stands twice in {file}: delete or rename one of them.",
    ),
    "problem.column.missing": (
        "La colonne « {value} » manque dans {file} ; colonnes présentes : {there}. Ajoutez-la ou renommez la bonne.",
        "Column '{value}' is absent from {file}; columns there: {there}. Add it or rename the right one.",
    ),
    "problem.column.ignored": (
        "La colonne « {value} » de {file} n'est pas lue : ce nom n'est pas connu. Vérifiez son orthographe.",
        "Column '{value}' of {file} is not read: its name is not known. Check its spelling.",
    ),
    "problem.layer.empty": (
        (
            "Le fichier {file} ne contient aucun enregistrement pour la couche « {layer} » : donnez un fichier "
            "rempli, ou retirez la couche de la configuration."
        ),
        (
            "The file {file} holds no record for layer '{layer}': give a filled file, or take the layer out of the "
            "configuration."
        ),
    ),
    "problem.layer.refused": (
        (
            "{refused} lignes sur {rows} ({value}) de la couche « {layer} » sont refusées, plus que la part admise "
            "({allowed}) : la couche entière n'est pas sûre. Corrigez les lignes signalées."
        ),
        (
            "{refused} rows of {rows} ({value}) of layer '{layer}' are refused, more than the share allowed "
            "({allowed}): the whole layer cannot be trusted. Correct the rows reported."
        ),
    ),
    "problem.crs.missing": (
        (
            "Le fichier {file} n'a pas de système de coordonnées : définissez-le dans QGIS (Vecteur > Définir la "
            "projection) ou joignez le fichier .prj."
        ),
        "The file {file} has no coordinate system: set it in QGIS (Vector > Define projection) or add the .prj file.",
    ),
    "problem.crs.wrong": (
        (
            "Le système de coordonnées annoncé par {file} ({value}) ne peut pas être le bon : les coordonnées vont "
            "de {low} à {high}. Retrouvez le vrai système et définissez-le dans QGIS."
        ),
        (
            "The coordinate system stated by {file} ({value}) cannot be right: coordinates run from {low} to {high}. "
            "Find the true system and set it in QGIS."
        ),
    ),
    "problem.crs.elsewhere": (
        (
            "La couche « {layer} » ({file}) ne touche pas le pays ({value}) : son système de coordonnées ou son "
            "fichier est faux."
        ),
        "Layer '{layer}' ({file}) does not touch the country ({value}): its coordinate system or its file is wrong.",
    ),
    "problem.value.missing": (
        "Ligne {row} : la colonne {column} est vide alors qu'elle est obligatoire. Remplissez-la.",
        "Row {row}: column {column} is empty but needed. Fill it in.",
    ),
    "problem.value.int": (
        "Ligne {row}, colonne {column} : « {value} » n'est pas un nombre entier. Écrivez ses chiffres, tous.",
        "Row {row}, column {column}: '{value}' is not a whole number. Write all its digits and nothing else.",
    ),
    "problem.value.float": (
        (
            "Ligne {row}, colonne {column} : « {value} » ne se lit pas comme un nombre. Écrivez des chiffres, avec un "
            "point ou une virgule pour les décimales, sans unité ni séparateur de milliers."
        ),
        (
            "Row {row}, column {column}: '{value}' cannot be read as a number. Write digits, with a point or comma for "
            "decimals, without unit or thousands separators."
        ),
    ),
    "problem.value.bool": (
        "Ligne {row}, colonne {column} : « {value} » n'est ni oui ni non. Écrivez yes ou no.",
        "Row {row}, column {column}: '{value}' is neither yes nor no. Write yes or no.",
    ),
    "problem.value.date": (
        "Ligne {row}, colonne {column} : « {value} » n'est pas une date lisible. Écrivez AAAA-MM-JJ.",
        "Row {row}, column {column}: '{value}' is no readable date. Write YYYY-MM-DD.",
    ),
    "problem.date.order": (
        (
            "Colonne {column} : rien ne prouve que les dates du type 03/04/2021 sont au format jour/mois/année ; "
            "elles ont été lues ainsi. Écrivez AAAA-MM-JJ."
        ),
        (
            "Column {column}: nothing proves that dates such as 03/04/2021 are day/month/year; they were read so. "
            "Write YYYY-MM-DD."
        ),
    ),
    "problem.value.minimum": (
        "Ligne {row}, colonne {column} : {value} est inférieur au minimum {limit} ({unit}). Corrigez la valeur.",
        "Row {row}, column {column}: {value} is below the minimum {limit} ({unit}). Correct the value.",
    ),
    "problem.value.maximum": (
        "Ligne {row}, colonne {column} : {value} dépasse le maximum {limit} ({unit}). Corrigez la valeur.",
        "Row {row}, column {column}: {value} is above the maximum {limit} ({unit}). Correct the value.",
    ),
    "problem.value.allowed": (
        "Ligne {row}, colonne {column} : « {value} » n'est pas admis. Valeurs admises : {allowed}.",
        "Row {row}, column {column}: '{value}' is not allowed. Allowed values: {allowed}.",
    ),
    "problem.value.future": (
        "Ligne {row}, colonne {column} : la date {value} est dans le futur. Corrigez-la.",
        "Row {row}, column {column}: the date {value} lies in the future. Correct it.",
    ),
    "problem.key.duplicate": (
        (
            "Ligne {row} : l'identifiant « {value} » ({column}) est déjà pris par la ligne {first}. Donnez-lui un "
            "autre identifiant ou supprimez-la."
        ),
        (
            "Row {row}: the identifier '{value}' ({column}) is already used by row {first}. Give it another "
            "identifier or delete it."
        ),
    ),
    "problem.key.unknown": (
        "Ligne {row}, colonne {column} : « {value} » ne figure pas dans la couche « {units} ». Corrigez l'identifiant.",
        "Row {row}, column {column}: '{value}' is not in layer '{units}'. Correct the identifier.",
    ),
    "problem.raster.warped_nearest": (
        "Le raster {file} est en {value} : chaque cellule d'accès prend la classe de son centre (plus proche voisin).",
        "The raster {file} is in {value}: each cell of access takes the class at its centre (nearest neighbour).",
    ),
    "problem.raster.warped_bilinear": (
        "Le raster {file} est en {value} : altitudes amenées sur la grille d'accès par interpolation bilinéaire.",
        "The raster {file} is in {value}: heights are brought onto the access grid by bilinear interpolation.",
    ),
    "problem.raster.incomplete": (
        (
            "Le raster {file} ne couvre que {value} de l'étendue du pays : le terrain du reste serait inventé. Donnez "
            "un raster entier ou retirez la couche."
        ),
        (
            "The raster {file} covers only {value} of the country's extent: the rest of the ground would be made up. "
            "Give a whole raster or leave the layer out."
        ),
    ),
    "problem.raster.codes": (
        (
            "Le raster {file} contient {value} valeurs qui ne sont pas des codes d'occupation du sol (par exemple "
            "{example}) : donnez des classes entières et déclarez la valeur « sans donnée »."
        ),
        (
            "The raster {file} holds {value} values that are no land-cover codes (such as {example}): give whole "
            "classes and declare the no-data value."
        ),
    ),
    "problem.raster.heights": (
        (
            "Le raster {file} contient {value} altitudes impossibles (de {lowest} à {highest} m) : déclarez sa valeur "
            "« sans donnée » et vérifiez que l'unité est le mètre."
        ),
        (
            "The raster {file} holds {value} impossible heights (from {lowest} to {highest} m): declare its no-data "
            "value and check that its unit is the metre."
        ),
    ),
}
