"""Texts on the programme's list beside the proposal, and on what is said instead of drawn: key -> (French, English)."""

from __future__ import annotations

_LISTS: dict[str, tuple[str, str]] = {
    "agreement.sentence": (
        (
            "L'outil propose {ours} cercles : {both} sont dans le document, {extra} n'y sont pas, "
            "{missed} du document n'y sont plus."
        ),
        (
            "The tool proposes {ours} cercles: {both} are in the document, {extra} are not, "
            "{missed} of the document are left out."
        ),
    ),
    "agreement.sentence.same": (
        "L'outil propose les {ours} cercles du document.",
        "The tool proposes the {ours} cercles of the document.",
    ),
    "agreement.sentence.generated": (
        "Données générées : {ours} cercles proposés, {listed} dans le document ; ni accord ni écarts ne prouvent rien.",
        "Generated data: {ours} cercles proposed, {listed} in the document; no agreement or difference is proof.",
    ),
    "agreement.both": ("Dans les deux listes", "In both lists"),
    "agreement.document_only": ("Document seulement", "Document only"),
    "agreement.tool_only": ("Proposé par l'outil seulement", "Proposed by the tool only"),
    "agreement.neither": ("Ni l'un ni l'autre", "Neither"),
    "agreement.initiation": ("Phase d'initiation", "Initiation phase"),
    "agreement.later": ("Dans le document, après l'initiation", "In the document, after the initiation"),
    "agreement.outside": ("Hors du document", "Not in the document"),
    "agreement.shown.initiation": ("{place}, phase d'initiation", "{place}, initiation phase"),
    "agreement.fiche.initiation": ("Dans le document : phase d'initiation", "In the document: initiation phase"),
    "agreement.fiche.later": ("Dans le document : après l'initiation", "In the document: after the initiation"),
    "agreement.fiche.outside": ("Hors du document", "Not in the document"),
}

_THEMES: dict[str, tuple[str, str]] = {
    "web.theme.agreement": ("Document et proposition", "Document and proposal"),
    "web.theme.document": ("Liste du document", "List of the document"),
    "web.about.agreement": (
        "La liste du document de programme (en bleu) à côté de la proposition de l'outil.",
        "The programme document's list (in blue) beside the tool's proposal.",
    ),
    "web.about.agreement.generated": (
        "La liste du document (en bleu) à côté de la proposition. Données générées : l'accord ne prouve rien.",
        "The document's list (in blue) beside the proposal. Generated data: agreement proves nothing.",
    ),
    "web.about.document": (
        "Les cercles du document de programme, par phase.",
        "The cercles of the programme document, by phase.",
    ),
    "web.about.lower": (
        "Plus la valeur est basse, plus elle compte : les valeurs basses sont foncées.",
        "The lower the value, the more it counts: low values are dark.",
    ),
    "web.about.signed": (
        "Valeur mesurée, de part et d'autre de 0 ; 0 est neutre.",
        "Measured value, on both sides of 0; 0 is neutral.",
    ),
    "web.signed.falling": ("{low} à moins de 0", "{low} to below 0"),
    "web.signed.none": ("0", "0"),
    "web.signed.rising": ("plus de 0 à {high}", "above 0 to {high}"),
    "web.said.all": ("{value} partout", "{value} everywhere"),
    "web.said.most": ("{value} dans {n} cercles sur {of}", "{value} in {n} of {of} cercles"),
    "web.said.unknown": ("sans donnée : {n}", "no data: {n}"),
    "web.said.other": ("{names} : {value}", "{names}: {value}"),
    "web.said.join": (" ; ", "; "),
    "web.said.many": ("{n} autres cercles : d'autres valeurs", "{n} other cercles: other values"),
}

_UI: dict[str, tuple[str, str]] = {
    "web.ui.proposal": ("proposition de l'outil", "proposal of the tool"),
    "web.ui.said": ("Dit plutôt que cartographié", "Said instead of drawn"),
    "web.ui.not_by_year": (
        "Cette couleur ne dépend pas de l'année choisie.",
        "This colour does not depend on the year chosen.",
    ),
    "web.ui.dense": (
        "Agrandir là où les cercles des listes sont serrés",
        "Zoom to where the cercles of the lists are dense",
    ),
    "web.ui.lists": ("Les deux listes", "The two lists"),
    "web.ui.keys": ("Noms par numéro", "Names by number"),
    "web.ui.pins_hidden": (
        "{n} symboles sous un nom : agrandir pour les voir",
        "{n} symbols under a name: zoom in to see them",
    ),
    "web.ui.document": ("Document", "Document"),
    "web.ui.difference": ("Pourquoi les deux listes diffèrent", "Why the two lists differ"),
    "web.ui.differences": ("Écarts avec le document", "Differences with the document"),
    "web.ui.differences_table": (
        "Cercles qui ne sont que dans l'une des deux listes",
        "Cercles that are in one of the two lists only",
    ),
    "web.ui.colon": (" : ", ": "),
    "web.ui.phase": ("Phase", "Phase"),
    "web.ui.place_in_lists": ("Listes", "Lists"),
}

TEXTS: dict[str, tuple[str, str]] = {**_LISTS, **_THEMES, **_UI}
