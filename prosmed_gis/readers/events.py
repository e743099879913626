"""ACLED events, in the layout since 2023 and in the one before."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd

from prosmed_gis.config.study import LayerSource
from prosmed_gis.domain import parsing
from prosmed_gis.domain.checking import cells
from prosmed_gis.domain.names import fold
from prosmed_gis.domain.problems import Problem
from prosmed_gis.domain.reporting import Reporter
from prosmed_gis.domain.vocabulary import ActorKind, EventType
from prosmed_gis.overlay.units import assign
from prosmed_gis.readers.own import coordinates
from prosmed_gis.readers.reading import Context, Reading, RefusedError, label_of, option_text
from prosmed_gis.readers.tables import need, table_of

NEEDED = (
    "event_id_cnty", "event_date", "time_precision", "event_type", "sub_event_type", "actor1", "inter1", "actor2",
    "inter2", "country", "latitude", "longitude", "geo_precision", "fatalities",
)  # fmt: skip
TYPES = {
    "battles": EventType.BATTLE,
    "battle-no change of territory": EventType.BATTLE,
    "battle-government regains territory": EventType.BATTLE,
    "battle-non-state actor overtakes territory": EventType.BATTLE,
    "explosions/remote violence": EventType.EXPLOSION,
    "remote violence": EventType.EXPLOSION,
    "violence against civilians": EventType.CIVILIANS,
    "riots": EventType.RIOT,
    "protests": EventType.PROTEST,
    "strategic developments": EventType.STRATEGIC,
    "strategic development": EventType.STRATEGIC,
    "non-violent transfer of territory": EventType.STRATEGIC,
    "headquarters or base established": EventType.STRATEGIC,
}
"""Event types of all editions, in lower case; `riots/protests` is told apart by its first actor."""
RIOTS_OR_PROTESTS = "riots/protests"
KINDS = {
    "1": ActorKind.STATE, "2": ActorKind.REBEL, "3": ActorKind.POLITICAL_MILITIA, "4": ActorKind.IDENTITY_MILITIA,
    "5": ActorKind.RIOTERS, "6": ActorKind.PROTESTERS, "7": ActorKind.CIVILIANS, "8": ActorKind.EXTERNAL,
    "state forces": ActorKind.STATE, "rebel group": ActorKind.REBEL, "rebel groups": ActorKind.REBEL,
    "rebel forces": ActorKind.REBEL, "political militia": ActorKind.POLITICAL_MILITIA,
    "political militias": ActorKind.POLITICAL_MILITIA, "identity militia": ActorKind.IDENTITY_MILITIA,
    "identity militias": ActorKind.IDENTITY_MILITIA, "rioters": ActorKind.RIOTERS,
    "protesters": ActorKind.PROTESTERS, "civilians": ActorKind.CIVILIANS, "external/other forces": ActorKind.EXTERNAL,
    "external forces": ActorKind.EXTERNAL, "other forces": ActorKind.EXTERNAL,
}  # fmt: skip
"""Inter codes as digits (old exports) and as words."""
GEO_PRECISION = {"1": 1, "2": 2, "3": 4}
"""ACLED's 3 says no more than the region, which is 4 in the canonical scale."""
TIME_PRECISION = {"1": 1, "2": 2, "3": 3}
SHOWN_ROWS = 5
"""Rows named of the events that share one doubt."""
LICENCES = ("open", "restricted")
CIVILIAN_TARGETING = "civilian targeting"
"""Word by which ACLED marks an event that targets civilians, in lower case; all others are blank."""


def read(source: LayerSource, path: Path, context: Context) -> Reading:
    """Read an ACLED export, event by event.

    Options: `country` (name as in the file) leaves the events of other countries out of scope; `licence_class`
    (default `restricted`: ACLED's events may not be republished); `label` for the column `source`. Of several
    versions of one event the newest (`timestamp`) is kept.
    """
    reporter = context.reporter
    table = table_of(source, path, reporter, (*NEEDED, "civilian_targeting", "timestamp", "admin2"))
    need(table, NEEDED, reporter)
    country = option_text(source, "country")
    if country is None:
        # A regional export is thousands of points outside the country; one sentence says it better.
        _refuse_several(table.frame["country"], reporter)
    frame, problems = in_country(table.frame, "country", country, reporter)
    frame, superseded = _newest(frame, reporter)
    geometry, wrong = coordinates(frame["longitude"], frame["latitude"], reporter)
    kinds, unknown = zip(*(actor_kinds(frame[name], KINDS, reporter) for name in ("inter1", "inter2")), strict=True)
    types, bad_types = _types(frame, kinds[0], reporter)
    precise, vague = coded(frame["geo_precision"], GEO_PRECISION, reporter)
    timed, untimed = coded(frame["time_precision"], TIME_PRECISION, reporter)
    targeted, derived = _targeting(frame, kinds, reporter)
    placed = check_places(geometry, frame["admin2"], context) if "admin2" in frame.columns else []
    events = pd.DataFrame(
        {
            "event_id": frame["event_id_cnty"],
            "date": frame["event_date"],
            "date_precision": timed,
            "geo_precision": precise,
            "type": types,
            "sub_type": frame["sub_event_type"],
            "actor1": frame["actor1"],
            "actor2": frame["actor2"],
            "actor1_kind": kinds[0],
            "actor2_kind": kinds[1],
            "civilian_targeting": targeted,
            "fatalities": frame["fatalities"],
            "source": label_of(source, "ACLED"),
            "licence_class": _licence(source, reporter),
            "geometry": geometry,
        }
    )
    told = [*table.problems, *problems, *superseded, *wrong, *unknown[0], *unknown[1]]
    return Reading({"events": events}, [*told, *bad_types, *vague, *untimed, *derived, *placed], table.rows_in)


def in_country(
    frame: pd.DataFrame, column: str, country: str | None, reporter: Reporter
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the rows of a country (all where none is asked for) and a remark with the number of the others."""
    if country is None:
        return frame, []
    here = frame[column].str.casefold() == country.casefold()
    others = int((~here).sum())
    return frame[here], [reporter.info("scope.country", column=column, value=others)] if others else []


def _refuse_several(values: pd.Series, reporter: Reporter) -> None:
    counts = values.str.strip().value_counts().sort_index()
    if len(counts) > 1:
        shown = ", ".join(f"{name} ({count})" for name, count in counts.items())
        raise RefusedError(reporter.fatal("scope.countries", column=str(values.name), value=shown))


def coded(values: pd.Series, codes: dict[str, int], reporter: Reporter) -> tuple[pd.Series, list[Problem]]:
    """Return a source's codes in the canonical scale, missing where unknown, with a problem for each."""
    plain = values.str.removesuffix(".0")
    found = plain.map(codes).astype("Int64")
    unknown = found.isna() & values.notna()
    name = str(values.name)
    return found, [reporter.error("event.precision", row, name, value) for row, value in cells(values[unknown])]


def actor_kinds(values: pd.Series, kinds: dict[str, ActorKind], reporter: Reporter) -> tuple[pd.Series, list[Problem]]:
    """Return kinds of actors: missing where there is no actor (blank or 0), `unknown` and told where not known."""
    words = values.str.casefold().str.removesuffix(".0").where(values != "0")
    known = words.map({word: kind.value for word, kind in kinds.items()})
    unknown = words.notna() & known.isna()
    counts = values[unknown].value_counts().sort_index()
    problems = [
        reporter.warning("event.actor", column=str(values.name), value=value, rows=int(count))
        for value, count in counts.items()
    ]
    return known.mask(unknown, ActorKind.UNKNOWN.value), problems


def _newest(frame: pd.DataFrame, reporter: Reporter) -> tuple[pd.DataFrame, list[Problem]]:
    if "timestamp" not in frame.columns:
        return frame, []
    stamps, _ = parsing.to_number(frame["timestamp"])
    stamps = stamps.fillna(-1)
    newest = stamps.groupby(frame["event_id_cnty"]).transform("max").fillna(stamps)
    older = stamps < newest
    count = int(older.sum())
    return frame[~older], [reporter.info("event.superseded", column="timestamp", value=count)] if count else []


def _types(frame: pd.DataFrame, first_kind: pd.Series, reporter: Reporter) -> tuple[pd.Series, list[Problem]]:
    words = frame["event_type"].str.casefold()
    types = words.map({word: kind.value for word, kind in TYPES.items()})
    both = words == RIOTS_OR_PROTESTS
    by_actor = {ActorKind.RIOTERS.value: EventType.RIOT.value, ActorKind.PROTESTERS.value: EventType.PROTEST.value}
    types = types.mask(both, first_kind.map(by_actor))
    unknown = types.isna() & words.notna()
    values = frame.loc[unknown, "event_type"]
    return types, [reporter.error("event.type", row, "event_type", value) for row, value in cells(values)]


def _targeting(
    frame: pd.DataFrame, kinds: tuple[pd.Series, ...], reporter: Reporter
) -> tuple[pd.Series, list[Problem]]:
    if "civilian_targeting" in frame.columns:
        return flagged(frame["civilian_targeting"], CIVILIAN_TARGETING, reporter)
    civilians = (kinds[0] == ActorKind.CIVILIANS) | (kinds[1] == ActorKind.CIVILIANS)
    return civilians, [reporter.info("event.targeting", column="civilian_targeting")]


def flagged(values: pd.Series, word: str, reporter: Reporter) -> tuple[pd.Series, list[Problem]]:
    """Return where a column that marks rows by a word does; a blank is no mark, a word that is not known is told.

    Yes and no in any of their spellings are read as well; the answer is missing where the word is not known.
    """
    words = values.map(lambda cell: " ".join(str(cell).casefold().split()), na_action="ignore").astype("str")
    truths, bad = parsing.to_truth(words.mask(words == word, "yes"))
    name = str(values.name)
    problems = [reporter.error("value.flag", row, name, value, word=word) for row, value in cells(values[bad])]
    return truths.mask(values.isna(), other=False), problems


def _licence(source: LayerSource, reporter: Reporter) -> str:
    licence = option_text(source, "licence_class", "restricted")
    if licence not in LICENCES:
        shown = ", ".join(LICENCES)
        raise RefusedError(reporter.fatal("option.value", column="licence_class", value=licence, allowed=shown))
    return str(licence)


def check_places(geometry: gpd.GeoSeries, names: pd.Series, context: Context) -> list[Problem]:
    """Warn of events whose point lies in another cercle than the one that the row names; nothing is moved.

    `geometry` and `names` share their index (row numbers). Only a name that some cercle of the boundaries bears is
    compared: other spellings say nothing about the point. One warning a pair of cercles, and one for the layer where
    the share of such events is above `context.max_refused_share`.
    """
    units = context.units.get("cercles")
    if units is None:
        return []
    folded = units["name"].map(fold)
    said = names.map(fold, na_action="ignore")
    usable = said.isin(list(folded)) & geometry.notna()
    where = assign(gpd.GeoSeries(geometry[usable]), units).map(units["name"])
    other = where.notna() & (where.map(fold, na_action="ignore") != said[usable])
    pairs = pd.DataFrame({"said": names[usable][other], "found": where[other]})
    problems = [
        context.reporter.warning(
            "events.elsewhere", row=int(rows.index[0]), column="admin2", value=named, found=found, count=len(rows),
            lines=", ".join(str(row) for row in rows.index[:SHOWN_ROWS]) + (" …" if len(rows) > SHOWN_ROWS else ""),
        )
        for (named, found), rows in pairs.groupby(["said", "found"], sort=True)
    ]  # fmt: skip
    share = len(pairs) / max(1, int(usable.sum()))
    if share > context.max_refused_share:
        problems.append(context.reporter.warning("events.elsewhere_many", column="admin2", value=f"{share:.0%}"))
    return problems
