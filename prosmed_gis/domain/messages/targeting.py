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
    "selection.infeasible": (
        "Aucune liste n'obéit à toutes les règles. Se contredisent, sur {count} cercles : {rules}. En assouplir une.",
        "No list obeys all rules. These collide, over {count} cercles: {rules}. Relax one of them.",
    ),
    "rule.number": ("choisir exactement {n} cercles", "choose exactly {n} cercles"),
    "rule.region.low": ("au moins {count} par région", "at least {count} in each region"),
    "rule.region.high": ("au plus {count} par région", "at most {count} in each region"),
    "rule.one_region.low": ("au moins {count} dans la région {place}", "at least {count} in the region {place}"),
    "rule.one_region.high": ("au plus {count} dans la région {place}", "at most {count} in the region {place}"),
    "rule.track.stabilise.low": (
        "au moins {count} dans le volet « stabiliser »",
        "at least {count} in the track 'stabilise'",
    ),
    "rule.track.stabilise.high": (
        "au plus {count} dans le volet « stabiliser »",
        "at most {count} in the track 'stabilise'",
    ),
    "rule.track.prevent.low": (
        "au moins {count} dans le volet « prévenir »",
        "at least {count} in the track 'prevent'",
    ),
    "rule.track.prevent.high": ("au plus {count} dans le volet « prévenir »", "at most {count} in the track 'prevent'"),
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
}
