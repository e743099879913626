"""Where to start inside a selected cercle: communes scored by the machinery that scores cercles.

The units are the communes of the whole country, the units above them their cercles; indicators, value functions,
weights, missing rules and ceiling are those of `targeting.communes`. Only communes of selected cercles get a rank.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from prosmed_gis.config.targeting import TrackRule
from prosmed_gis.domain.messages import text
from prosmed_gis.domain.products import COMMUNE_COLUMNS, CommuneOrder
from prosmed_gis.domain.vocabulary import Language, Track
from prosmed_gis.targeting.communes.reasons import commune_reasons
from prosmed_gis.targeting.run import Scored, score

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from prosmed_gis.config.communes import Communes
    from prosmed_gis.config.targeting import Targeting
    from prosmed_gis.targeting.inputs import TargetingInputs

OF_COMMUNES = (
    "measure.no_counts",
    "measure.not_studied",
    "measure.no_plans",
    "measure.no_partners",
    "measure.no_people",
    "measure.no_coverage",
    "measure.all_same",
)
"""Notes of measures that say another thing of communes than of cercles: their text is `communes.<key>`."""
NAMED_WITHOUT = 10
"""Communes without a rank that a note names; the rest is in the table."""


def order_communes(
    inputs: TargetingInputs,
    targeting: Targeting,
    selection: pd.DataFrame,
    as_of: date,
    *,
    tie_break: Sequence[str] = ("violence", "people", "pcode"),
    language: Language | str = Language.FR,
) -> CommuneOrder | None:
    """Score the communes and rank those of selected cercles, within their cercle and over all.

    Parameters
    ----------
    inputs
        Layers brought onto communes (`overlay.communes`): `cercles` holds the communes of the country, `regions` their
        cercles, and every `cercle_pcode` is a commune's. A layer that is None makes its measures missing, never zero.
    targeting
        Its `communes` say what is scored; points and aggregation are those of cercles.
    selection
        All cercles: `pcode`, `track`, `selected`.
    tie_break
        What parts equal scores (to the millionth of a point): more events of the ceiling's measure, more people, the
        smaller P-code; what is unknown counts as none.

    Returns
    -------
    CommuneOrder or None
        None where `targeting.communes` is not configured.

    Raises
    ------
    ConfigError
        A measure is unknown or lacks a setting.
    """
    rules = targeting.communes
    if rules is None:
        return None
    scored = score(inputs, _targeting_of(targeting, rules, selection), as_of, language=language)
    chosen = selection.loc[selection["selected"].astype(bool), "pcode"]
    cercle = inputs.cercles["parent_pcode"].reindex(scored.score.index)
    mine = cercle.index[cercle.isin(chosen)]
    table = _ranked(scored, inputs, mine, tie_break)
    definitions = _definitions(scored, table, str(language))
    words = {str(each): commune_reasons(table, scored, definitions, tie_break, each) for each in Language}
    table = table.assign(**{f"reason_{each}": found["reason"] for each, found in words.items()}).reset_index()
    return CommuneOrder(
        table=table[[*COMMUNE_COLUMNS, *(name for name in table.columns if name not in COMMUNE_COLUMNS)]],
        arguments=pd.DataFrame({each: found["arguments"] for each, found in words.items()}),
        definitions=definitions,
        named=rules.named,
        notes=_notes(table, definitions, str(language)),
    )


def _targeting_of(targeting: Targeting, rules: Communes, selection: pd.DataFrame) -> Targeting:
    """Return the criteria of communes in the form of those of cercles; a commune is in the track of its cercle."""
    tracks = {
        track: TrackRule(regions=tuple(sorted(selection.loc[selection["track"] == track, "pcode"])), source="")
        for track in Track
    }
    return targeting.model_copy(
        update={
            "groups": rules.groups,
            "weighting": rules.weighting,
            "ceiling": rules.ceiling,
            "min_coverage": rules.min_coverage,
            "stakeholders": {},
            "tracks": tracks,
        }
    )


def _ranked(scored: Scored, inputs: TargetingInputs, mine: pd.Index, tie_break: Sequence[str]) -> pd.DataFrame:
    """Return the table without its sentences, index commune P-code, in order of cercle and rank."""
    found, communes = scored.criteria, inputs.cercles
    violence = pd.Series(scored.design.ceiling.numbers, index=scored.score.index)
    people = None if inputs.people is None else inputs.people["people"]
    frame = pd.DataFrame(
        {
            "commune": communes["name"].reindex(mine),
            "cercle_pcode": communes["parent_pcode"].reindex(mine),
            "score": scored.score.reindex(mine),
            "violence": violence.reindex(mine).fillna(0.0),
            "people": np.nan if people is None else people.reindex(mine),
        },
        index=mine.rename("pcode"),
    )
    frame["cercle"] = frame["cercle_pcode"].map(inputs.regions["name"])
    frame = _ordered(frame, tie_break)
    scores = frame.groupby("cercle_pcode")["score"]
    frame["rank"] = (
        pd.Series(np.arange(1, len(frame) + 1), index=frame.index).where(frame["score"].notna()).astype("Int64")
    )
    frame["rank_in_cercle"] = (scores.cumcount() + 1).where(frame["score"].notna()).astype("Int64")
    frame["lead"] = frame["score"] - scores.shift(-1)
    frame["tied"] = frame["score"].notna() & frame.duplicated(["cercle_pcode", "score"], keep=False)
    frame["data_coverage"] = found.data_coverage.reindex(frame.index)
    frame["ceiling_factor"] = found.ceiling["factor"].reindex(frame.index)
    # A group without data has unknown points, not 0 of them.
    points = found.group_contributions.where(found.group_worths.notna()).reindex(frame.index)
    points = points.where(frame["score"].notna(), axis=0)
    frame = frame.join(points.add_prefix("points_")).join(found.values.reindex(frame.index).add_prefix("measured_"))
    in_cercle = frame.rename_axis("pcode").reset_index()
    in_cercle = in_cercle.sort_values(["cercle_pcode", "rank_in_cercle", "pcode"], kind="stable", na_position="last")
    return in_cercle.set_index("pcode").drop(columns=["violence", "people"])


def _ordered(frame: pd.DataFrame, tie_break: Sequence[str]) -> pd.DataFrame:
    """Return the communes from the first to the last, those without a score at the end."""
    keys = ["score", *(name for name in tie_break if name != "pcode")]
    by_code = frame.fillna({"people": 0.0}).sort_index(kind="stable")
    order = by_code.sort_values(keys, ascending=False, kind="stable", na_position="last").index
    return frame.reindex(order)


def _definitions(scored: Scored, table: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return the definitions of the indicators, with what they rest on in the communes that are shown."""
    found = scored.criteria
    frame = found.definitions.copy()
    ranked = table.index[table["rank"].notna()]
    known = found.values.reindex(table.index).notna().sum()
    frame["communes_known"] = known.reindex(frame.index).astype("int64")
    frame["communes"] = len(table)
    frame["available"] = frame["communes_known"] > 0
    frame["weight_used"] = found.weights.reindex(ranked).mean().reindex(frame.index)
    for name, measured in zip(scored.design.names, scored.design.found, strict=True):
        if measured.note in OF_COMMUNES:
            frame.loc[name, "note"] = text(f"communes.{measured.note}", language, detail=measured.detail)
    return frame


def _notes(table: pd.DataFrame, definitions: pd.DataFrame, language: str) -> tuple[str, ...]:
    notes = [text("communes.note.need", language)]
    told = definitions[definitions["note"] != ""]
    notes += [
        text("communes.note.indicator", language, label=row[f"label_{language}"], note=row["note"])
        for _, row in told.iterrows()
    ]
    without = table[table["rank"].isna()]
    if len(without):
        names = ", ".join(f"{row.commune} ({row.cercle})" for row in without.head(NAMED_WITHOUT).itertuples())
        more = len(without) - NAMED_WITHOUT
        rest = text("communes.note.more", language, count=more) if more > 0 else ""
        notes.append(text("communes.note.unranked", language, count=len(without), names=names + rest))
    if table["tied"].any():
        notes.append(text("communes.note.ties", language, count=int(table["tied"].sum())))
    return tuple(notes)
