"""What a planner asks of the plan by name: sites forced or forbidden, checked against what there is."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from prosmed_gis.domain.names import fold
from prosmed_gis.domain.notes import Listed, note
from prosmed_gis.errors import ConfigError, InfeasibleError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from prosmed_gis.config.siting import Siting
    from prosmed_gis.domain.layers import Layers
    from prosmed_gis.siting.candidates import Candidates

SHOWN = 5
"""Names proposed for one that is not known."""


@dataclass(frozen=True)
class Demand:
    """At least one of these works is open by the end of a year (None: of the plan)."""

    works: frozenset[str]
    year: int | None


def near_words(word: str, known: Iterable[str]) -> str:
    """Return the known words most like one that is not known, or the first few where none is."""
    choices = sorted(known)
    return ", ".join(get_close_matches(word, choices, n=SHOWN, cutoff=0.5) or choices[:SHOWN])


def demands(found: Candidates, given: pd.DataFrame, layers: Layers, config: Siting) -> dict[str, Demand]:
    """Return what must be built, by the id that asks for it; a given work is there anyway and needs no demand.

    Raises
    ------
    ConfigError
        An id (forced or forbidden) is neither a possible work nor a place, or a given work is forbidden.
    InfeasibleError
        A forced work or place was set aside by a gate, or is given with a later year: the reasons are named.
    """
    _known(found, given, layers, config)
    demanded, lines, rules = {}, [], []
    for name, year in config.forced_sites.items():
        if name in given.index:
            opens = int(given["opens_year"][name])
            if year is not None and opens > year:
                lines.append(note("siting.given_later", name=name, opens=opens, year=year))
                rules += [f"forced {name} {year}", f"given {name} {opens}"]
            continue
        table = found.table
        works = frozenset(table.index[(table.index == name) | (table["place_id"] == name)].astype("str"))
        if works:
            demanded[name] = Demand(works, year)
            continue
        reasons = _reasons(found.excluded, name)
        shown = [note(f"siting.reason.{reason}") for reason in reasons or ["no_candidate"]]
        lines.append(note("siting.forced_aside", name=name, reasons=Listed(tuple(shown), note("list.between"))))
        rules += [f"forced {name}", *reasons]
    if lines:
        raise InfeasibleError(Listed(tuple(lines), "\n  "), rules)
    return demanded


def _reasons(excluded: pd.DataFrame, name: str) -> list[str]:
    works = "OPEN-" + excluded["open_work"].str.upper() + "-" + excluded["place_id"]
    own = excluded[((works == name) | (excluded["place_id"] == name)).to_numpy(dtype=bool)]
    return sorted(own["reason"].unique())


def _known(found: Candidates, given: pd.DataFrame, layers: Layers, config: Siting) -> None:
    places = {} if layers.settlements is None else layers.settlements["name"].to_dict()
    excluded = found.excluded
    works = {*found.table.index, *("OPEN-" + excluded["open_work"].str.upper() + "-" + excluded["place_id"])}
    lines, key = [], ""
    for field, names in (("forced_sites", config.forced_sites), ("forbidden_sites", config.forbidden_sites)):
        for name in names:
            if name in works or name in places or (name in given.index and field == "forced_sites"):
                continue
            key = key or f"siting.{field}"
            if name in given.index:
                lines.append(note("siting.given_forbidden", name=name))
                continue
            # Somebody may well have written a place's name for its id.
            named = [str(code) for code, place in places.items() if fold(str(place)) == fold(name)][:SHOWN]
            near = ", ".join(named) or near_words(
                name, {*works, *map(str, found.table["place_id"]), *map(str, given.index)}
            )
            lines.append(note("siting.site_unknown", field=field, name=name, near=near))
    if lines:
        raise ConfigError(Listed(tuple(lines), "\n  "), key)
