"""OpenStreetMap nodes of security, justice and prisons, told apart by their tag and their name.

`amenity=police` mixes police, gendarmerie, customs, border posts and road checks. The name decides; where it
says nothing known, the site is kept as unclassified and serves nobody in the computations.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pandas as pd

from prosmed_gis.config.study import LayerSource
from prosmed_gis.domain.notes import note
from prosmed_gis.domain.problems import Problem
from prosmed_gis.domain.reporting import Reporter
from prosmed_gis.domain.schemas import FACILITIES
from prosmed_gis.domain.vocabulary import FacilityKind as Kind
from prosmed_gis.readers.events import in_country
from prosmed_gis.readers.facilities import twins
from prosmed_gis.readers.own import coordinates
from prosmed_gis.readers.reading import Context, Reading, label_of, option_text
from prosmed_gis.readers.tables import need, table_of

NEEDED = ("osm_node_id", "lat", "lon", "name", "tag", "value", "extract")
PATTERNS: dict[str, tuple[tuple[str, Kind], ...]] = {
    "amenity=police": (
        (r"douan|\bcustoms?\b|\bzoll", Kind.CUSTOMS),
        (r"frontier|\bborder|grenz", Kind.BORDER_POST),
        (r"controle?\b|check ?(?:point|post)|kontroll|peage", Kind.CHECKPOINT),
        (
            (
                r"direction (?:generale|regionale|nationale)|etat[ -]major|\blegion\b|cynophile|fluviale|recherches?\b"
                r"|investigation|garde nationale|circulation|surveillance|security post"
            ),
            Kind.SECURITY_OTHER,
        ),
        (r"g[ae]nd[ae]r?m", Kind.BRIGADE),
        (r"commissariat", Kind.COMMISSARIAT),
        (r"polic", Kind.POSTE),
    ),
    "amenity=courthouse": (
        (r"grande instance|\btgi\b", Kind.TGI),
        (r"tribunal d ?instance|\bti\b", Kind.TI),
        (r"justice de paix|\bjpce\b", Kind.JPCE),
        (r"tribunal|palais de justice|justice palace|\bcourt\b|\bcour\b|courthouse", Kind.COURT),
    ),
    "amenity=prison": ((r"", Kind.EPES),),
    "military=barracks": ((r"", Kind.BARRACKS),),
    "military=checkpoint": ((r"", Kind.CHECKPOINT),),
    "barrier=checkpoint": ((r"", Kind.CHECKPOINT),),
}
"""Tag -> patterns over the name (no case, no accents) in order of precedence, and the kind that each means."""
UNNAMED = {"amenity=police": Kind.POSTE, "amenity=courthouse": Kind.COURT, "amenity=prison": Kind.EPES}
"""What a site without a name is kept as; its status stays unknown."""


def read(source: LayerSource, path: Path, context: Context) -> Reading:
    """Read OSM nodes; every kept site has status `unknown` and position quality `unknown`.

    Option `country` is the code of the extract to keep (`ML`); rows of other extracts and of tags that are no
    facility of the criminal-justice chain are out of scope and counted in a remark.
    """
    reporter = context.reporter
    table = table_of(source, path, reporter, NEEDED)
    need(table, NEEDED, reporter)
    frame, problems = in_country(table.frame, "extract", option_text(source, "country"), reporter)
    tags = frame["tag"] + "=" + frame["value"]
    outside = ~tags.isin(list(PATTERNS))
    if outside.any():
        counts = tags[outside].value_counts().sort_index()
        kinds = ", ".join(f"{tag} {count}" for tag, count in counts.items())
        problems = [*problems, reporter.info("scope.kind", column="value", value=int(outside.sum()), kinds=kinds)]
    frame, tags = frame[~outside], tags[~outside]
    kinds_found, remarks = _classified(frame, tags, reporter)
    geometry, wrong = coordinates(frame["lon"], frame["lat"], reporter)
    sites = pd.DataFrame(
        {
            "facility_id": "OSM-" + frame["osm_node_id"],
            "name": frame["name"],
            "kind": kinds_found,
            "status": "unknown",
            "position_quality": "unknown",
            "source": label_of(source, "OpenStreetMap"),
            "geometry": geometry,
        }
    )
    told = [*table.problems, *problems, *remarks, *wrong, *twins(sites, reporter)]
    return Reading({FACILITIES.name: sites}, told, table.rows_in)


def classify(tag: str, name: str) -> Kind:
    """Return the kind of a named site of a tag of `PATTERNS`.

    >>> classify("amenity=police", "Gandarmerie de Diré").value
    'brigade'
    >>> classify("amenity=courthouse", "Mosque").value
    'unclassified'
    """
    decomposed = unicodedata.normalize("NFD", name.casefold())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    words = " ".join(re.sub(r"['’]", " ", plain).split())
    return next((kind for pattern, kind in PATTERNS[tag] if re.search(pattern, words)), Kind.UNCLASSIFIED)


def _classified(frame: pd.DataFrame, tags: pd.Series, reporter: Reporter) -> tuple[list[str], list[Problem]]:
    kinds, problems = [], []
    for row, name, tag in zip(frame.index, frame["name"], tags, strict=True):
        if pd.isna(name):
            kind = UNNAMED.get(tag) or classify(tag, "")
            if tag in UNNAMED:
                shown = note(f"facility.{kind.value}")
                problems.append(reporter.info("facility.unnamed", row=int(row), column="name", tag=tag, kind=shown))
        else:
            kind = classify(tag, str(name))
            if kind is Kind.UNCLASSIFIED:
                problems.append(
                    reporter.warning("facility.unclassified", row=int(row), column="name", value=name, tag=tag)
                )
        kinds.append(kind.value)
    return kinds, problems
