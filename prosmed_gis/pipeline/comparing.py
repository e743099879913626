"""Two runs held against each other: what changed in the list, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from prosmed_gis.domain.messages import text
from prosmed_gis.domain.names import fold
from prosmed_gis.errors import ConfigError, DataError, InfeasibleError, ProsmedError
from prosmed_gis.pipeline.answers import records
from prosmed_gis.pipeline.mixing import READ, Worlds
from prosmed_gis.targeting.compared.changes import Grounds, factors, grounds, sentences
from prosmed_gis.targeting.compared.shapley import MEASURES, Comparison, World, compared, name_of, summary, worlds_of
from prosmed_gis.targeting.numbers import decimal, percent

if TYPE_CHECKING:
    from prosmed_gis.pipeline.cache import Results
    from prosmed_gis.pipeline.run import Notify, Warn
    from prosmed_gis.pipeline.sides import Side

MISFITS = (ConfigError, DataError, InfeasibleError)
"""What may be wrong with a world between A and B though A and B are sound."""
SAID_OF_MISFIT = 2
"""Lines of a misfit's message that are passed on: the head and the first fault."""
SHOWN = 8
"""Differing settings that are told to people; the JSON answer has all."""
LONGEST = 40
"""Characters of a setting's value that are told to people."""


@dataclass(frozen=True, eq=False)
class Compared:
    """A comparison and what must be said with it."""

    sides: tuple[Side, Side]
    comparison: Comparison
    differences: list[tuple[str, str, object, object]]
    """(factor, key, A's value, B's value)."""
    why_fr: pd.Series
    why_en: pd.Series
    """On the index of the comparison; empty for a cercle that neither enters nor leaves."""
    notes: tuple[str, ...]
    language: str


def compare(a: Side, b: Side, *, today: date, notify: Notify, warn: Warn, results: Results) -> Compared:
    """Compute A, B and every world between them, and split what changed.

    Raises
    ------
    ProsmedError
        A or B cannot be computed. A world between them that cannot is no error: the factors that do not go one
        without the other are then replaced together, and a note says so.
    """
    worlds = Worlds(a.loaded, b.loaded, today=today, notify=notify, warn=warn, results=results)
    lists: dict[World, pd.DataFrame] = {}
    misfits: dict[World, ProsmedError] = {}
    for number, world in enumerate(worlds_of(worlds.differing)):
        try:
            lists[world] = worlds.listed(world)
        except MISFITS as error:
            if number < len((a, b)):
                raise
            misfits[world] = error
    comparison = compared(lists, worlds.differing)
    before, after = _grounds(worlds, lists, comparison)
    return Compared(
        sides=(a, b),
        comparison=comparison,
        differences=worlds.differences,
        why_fr=sentences(comparison, before, after, "fr"),
        why_en=sentences(comparison, before, after, "en"),
        notes=(
            *_together(comparison, misfits, worlds.language),
            *_places(worlds, lists, comparison),
            *_reruns(a, lists[frozenset()], worlds.language),
            *_reruns(b, lists[frozenset(worlds.differing)], worlds.language),
        ),
        language=worlds.language,
    )


def _grounds(worlds: Worlds, lists: dict[World, pd.DataFrame], comparison: Comparison) -> tuple[Grounds, Grounds]:
    """Return the grounds of A, and of A with B's data."""
    data = next(player for player in comparison.players if "data" in player)
    found = [
        grounds(worlds.scored(world).criteria, lists[world].index)
        for world in (frozenset[str](), frozenset(data) & frozenset(comparison.differing))
    ]
    return found[0], found[1]


def _together(comparison: Comparison, misfits: dict[World, ProsmedError], language: str) -> list[str]:
    """Say which factors could not be replaced one without the other, and what stood in the way."""
    notes = []
    for player in comparison.players:
        parting = [error for world, error in misfits.items() if 0 < len(world & set(player)) < len(player)]
        if parting:
            why = " ".join(" ".join(str(parting[0]).split("\n")[:SAID_OF_MISFIT]).split())
            notes.append(text("comparison.together", language, factors=factors(player, language), why=why))
    return notes


def _places(worlds: Worlds, lists: dict[World, pd.DataFrame], comparison: Comparison) -> list[str]:
    """Say how cercles were matched, and what was lost where data were laid on the other side's boundaries."""
    language, notes = worlds.language, []
    first, last = lists[frozenset()], lists[frozenset(comparison.differing)]
    if not worlds.one_vintage:
        notes.append(text("comparison.by_name", language))
    else:
        names = pd.concat([first["cercle"], last["cercle"]], axis=1, keys=["a", "b"]).dropna()
        renamed = names[names["a"].map(fold) != names["b"].map(fold)]
        if len(renamed):
            pairs = ", ".join(f"{code} {was} / {is_now}" for code, was, is_now in renamed.itertuples())
            notes.append(text("comparison.renamed", language, pairs=pairs))
    usual = max(worlds.set_aside(world) for world in (frozenset[str](), frozenset(comparison.differing)))
    for factor in sorted(READ) if set(comparison.differing) >= READ else ():
        world = frozenset({factor})
        if world in lists and worlds.set_aside(world) > usual:
            values = {"factor": factors((factor,), language), "count": worlds.set_aside(world), "usual": usual}
            notes.append(text("comparison.set_aside", language, **values))
    return notes


def _reruns(side: Side, found: pd.DataFrame, language: str) -> list[str]:
    """Say where a run computed again gives another list than it gave when it was made."""
    now = frozenset(found.loc[found["selected"], "pcode"])
    if side.listed is None or side.listed == now:
        return []
    lacks, extra = (", ".join(sorted(codes)) or "–" for codes in (side.listed - now, now - side.listed))
    return [text("comparison.rerun_differs", language, name=side.name, lacks=lacks, extra=extra)]


def plain(found: Compared) -> pd.DataFrame:
    """Return the frame of a comparison for people and for other tools: shares as numbers, sentences at the end."""
    frame = found.comparison.frame
    shares = [f"{measure}_{name_of(player)}" for measure in MEASURES for player in found.comparison.players]
    numbers = {name: frame[name].astype(float) for name in shares}
    return frame.assign(**numbers, why_fr=found.why_fr, why_en=found.why_en).reset_index(drop=True)


def table_columns(found: Compared) -> tuple[str, ...]:
    """Return the columns that a table for people shows: shares of those factors only that differ."""
    moving = [name_of(player) for player in found.comparison.players if set(player) & set(found.comparison.differing)]
    shares = (f"{measure}_{name}" for measure in MEASURES for name in moving)
    return ("pcode", "cercle", "change", "rank_a", "rank_b", "score_a", "score_b", *shares)


def answer(found: Compared) -> dict[str, Any]:
    """Return the whole comparison as JSON values."""
    short = summary(found.comparison)
    return {
        **{
            label: {
                "name": side.name,
                "scenario": side.loaded.scenario,
                "as_of": side.loaded.config.study.as_of.isoformat(),
            }
            for label, side in zip("ab", found.sides, strict=True)
        },
        "differing": list(found.comparison.differing),
        "factors": [list(player) for player in found.comparison.players],
        "differences": [dict(zip(("factor", "key", "a", "b"), line, strict=True)) for line in found.differences],
        **short,
        "causes": {name: float(share) for name, share in short["causes"].items()},
        "notes": list(found.notes),
        "cercles": records(plain(found)),
    }


def lines(found: Compared) -> list[str]:
    """Return the comparison as sentences: what differs, what changed, why, and what must be known."""
    language, frame, short = found.language, found.comparison.frame, summary(found.comparison)

    def say(key: str, **values: object) -> str:
        return text(f"comparison.{key}", language, **values)

    told = [
        say("side", label=label.upper(), name=side.name, day=side.loaded.config.study.as_of, count=short[f"n_{label}"])
        for label, side in zip("ab", found.sides, strict=True)
    ]
    told += _differences(found)
    counts = {name: len(short[name]) for name in ("entered", "left")}
    told.append(say("common", common=short["common"], jaccard=decimal(short["jaccard"], language, digits=2), **counts))
    players = {name_of(player): factors(player, language) for player in found.comparison.players}
    causes = [f"{players[name]} {percent(float(share), language)}" for name, share in short["causes"].items() if share]
    told += [say("causes", causes=", ".join(causes))] if causes else []
    why = found.why_fr if language == "fr" else found.why_en
    told += [*why[frame["selected_b"] & (why != "")], *why[frame["selected_a"] & (why != "")]]
    contested = frame.loc[found.comparison.contested, "cercle"]
    told += [say("contested", names=", ".join(contested))] if len(contested) else []
    return [*told, *found.notes]


def _differences(found: Compared) -> list[str]:
    language, differing = found.language, found.comparison.differing
    if not differing:
        return [text("comparison.same", language)]
    told = [text("comparison.differs", language, factors=", ".join(factors((name,), language) for name in differing))]
    told += [f"  {key}: {_short(was)} → {_short(is_now)}" for _, key, was, is_now in found.differences[:SHOWN]]
    more = len(found.differences) - SHOWN
    return [*told, text("comparison.more", language, count=more)] if more > 0 else told


def _short(value: object) -> str:
    shown = "–" if value is None else str(value)
    return shown if len(shown) <= LONGEST else f"{shown[: LONGEST - 1]}…"
