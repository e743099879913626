"""Located events turned into monthly counts by cercle and class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from prosmed_gis.domain.notes import Note, note
from prosmed_gis.domain.vocabulary import EventClass, EventType
from prosmed_gis.errors import DataError

if TYPE_CHECKING:
    from datetime import date

    import geopandas as gpd

    from prosmed_gis.config.overlay import Overlay

CERCLE_ONLY = 3
"""`geo_precision` from which only the cercle is known, never the commune."""
REGION_ONLY = 4
"""`geo_precision` from which only the region is known, never the cercle."""
COLUMNS = ("cercle_pcode", "month", "event_class", "events", "fatalities", "source")


@dataclass(frozen=True, eq=False)
class Counted:
    """Monthly counts and what was done to get them."""

    counts: pd.DataFrame
    """Schema `event_counts`, zero-filled between the first and the last month of each class."""
    spread_share: pd.DataFrame
    """Index cercle P-code, one column a class counted from events: share (0-1) of the weight that was spread."""
    outside: int
    """Events in no cercle, left out."""
    dropped: int
    """Events known by region only, left out by the policy `drop`."""
    notes: tuple[Note, ...]


def hide_uncertain_places(located: gpd.GeoDataFrame, rules: Overlay) -> gpd.GeoDataFrame:
    """Blank the commune of events known by cercle only, and the cercle of those known by region only.

    With the policy `keep` a region-level event keeps the cercle of its point, never the commune.
    """
    precision = located["geo_precision"]
    commune = located["commune_pcode"].where(precision < CERCLE_ONLY, pd.NA)
    known = (precision < REGION_ONLY) | (rules.low_precision == "keep")
    return located.assign(cercle_pcode=located["cercle_pcode"].where(known, pd.NA), commune_pcode=commune)


def class_masks(events: pd.DataFrame, rules: Overlay) -> dict[EventClass, pd.Series]:
    """Return for each class which events belong to it; the classes overlap.

    Political violence: the configured types and sub-types. Civilian targeting: the source's own flag. Communal
    violence: political violence with a configured kind among the actors. Demonstrations: protests, and riots that
    are not political violence.
    """
    violent = events["type"].isin(rules.political_violence) | events["sub_type"].isin(
        rules.political_violence_sub_types
    )
    actors = events["actor1_kind"].isin(rules.communal_actors) | events["actor2_kind"].isin(rules.communal_actors)
    street = events["type"].isin([EventType.PROTEST, EventType.RIOT])
    return {
        EventClass.POLITICAL_VIOLENCE: violent,
        EventClass.CIVILIAN_TARGETING: events["civilian_targeting"].astype(bool),
        EventClass.COMMUNAL_VIOLENCE: violent & actors,
        EventClass.DEMONSTRATIONS: street & ~violent,
    }


def count_events(
    located: pd.DataFrame | None,
    given: pd.DataFrame | None,
    cercles: pd.DataFrame,
    rules: Overlay,
    *,
    until: date,
) -> Counted:
    """Return monthly counts by cercle and class, from located events, given counts, or both.

    Where both speak of a class, the events win and a note says so. A class of which the events hold not one is
    left out, for a source that does not record a class looks the same as peace. Nothing after `until` is used;
    given counts of a month that was not over on that day are left out whole.

    Parameters
    ----------
    located
        Schema `events` plus `cercle_pcode` (see `overlay.units.locate`), or None.
    given
        Schema `event_counts`, or None.
    cercles
        Index P-code, column `parent_pcode`.
    """
    parts: list[pd.DataFrame] = []
    shares: dict[str, pd.Series] = {}
    notes: list[Note] = []
    outside = dropped = 0
    if located is not None:
        known = located[located["date"] <= pd.Timestamp(until)]
        inside = known[known["cercle_pcode"].notna()]
        outside = len(known) - len(inside)
        if rules.low_precision == "drop":
            dropped = int((inside["geo_precision"] >= REGION_ONLY).sum())
        for event_class, mask in class_masks(inside, rules).items():
            if mask.any():
                weights = _weights(inside[mask], cercles, rules.low_precision)
                parts.append(_monthly(weights, cercles, event_class, _months(inside["date"])))
                shares[event_class.value] = _spread_share(weights, cercles)
        notes += _event_notes(outside, dropped, shares)
    if given is not None:
        parts.append(_complete_given(given, shares, cercles, until=until))
        both = sorted(set(given["event_class"]) & set(shares))
        notes += [note("overlay.events_win", classes=", ".join(both))] if both else []
    parts = [part for part in parts if len(part)]
    counts = pd.concat(parts) if parts else _with_ids(pd.DataFrame(columns=list(COLUMNS)))
    return Counted(counts, pd.DataFrame(shares, index=cercles.index), outside, dropped, tuple(notes))


def _event_notes(outside: int, dropped: int, shares: dict[str, pd.Series]) -> list[Note]:
    notes = []
    if outside:
        notes.append(note("overlay.events_outside", count=outside))
    if dropped:
        notes.append(note("overlay.events_dropped", count=dropped))
    spread = shares.get(EventClass.POLITICAL_VIOLENCE.value)
    if spread is not None and spread.max() > 0:
        notes.append(note("overlay.events_spread", cercles=int((spread > 0).sum()), percent=round(100 * spread.max())))
    return notes


def _weights(events: pd.DataFrame, cercles: pd.DataFrame, policy: str) -> pd.DataFrame:
    """Return rows (cercle_pcode, month, weight, fatalities, spread) whose weights sum to one for each event kept."""
    rows = pd.DataFrame(
        {
            "cercle_pcode": events["cercle_pcode"].to_numpy(),
            "month": events["date"].dt.to_period("M").dt.to_timestamp().to_numpy(),
            "weight": 1.0,
            "fatalities": events["fatalities"].to_numpy(dtype=float),
            "spread": (events["geo_precision"] >= REGION_ONLY).to_numpy() & (policy == "spread"),
        }
    )
    vague = (events["geo_precision"] >= REGION_ONLY).to_numpy()
    if policy == "keep" or not vague.any():
        return rows
    precise = rows[~vague]
    return precise if policy == "drop" else pd.concat([precise, _spread(rows[vague], precise, cercles)])


def _spread(vague: pd.DataFrame, precise: pd.DataFrame, cercles: pd.DataFrame) -> pd.DataFrame:
    smoothed = precise.groupby("cercle_pcode").size().reindex(cercles.index, fill_value=0) + 1.0
    shares = pd.DataFrame({"region": cercles["parent_pcode"], "share": smoothed}).rename_axis("to_pcode").reset_index()
    shares["share"] /= shares.groupby("region")["share"].transform("sum")
    region = vague["cercle_pcode"].map(cercles["parent_pcode"])
    rows = vague.assign(region=region.to_numpy()).merge(shares, on="region", how="left")
    return rows.assign(
        cercle_pcode=rows["to_pcode"],
        weight=rows["weight"] * rows["share"],
        fatalities=rows["fatalities"] * rows["share"],
    )[list(vague.columns)]


def _months(dates: pd.Series) -> pd.DatetimeIndex:
    return pd.date_range(dates.min().replace(day=1), dates.max().replace(day=1), freq="MS")


def _monthly(
    weights: pd.DataFrame, cercles: pd.DataFrame, event_class: EventClass, months: pd.DatetimeIndex
) -> pd.DataFrame:
    full = pd.MultiIndex.from_product([cercles.index, months], names=["cercle_pcode", "month"])
    sums = weights.groupby(["cercle_pcode", "month"])[["weight", "fatalities"]].sum().reindex(full, fill_value=0.0)
    frame = sums.rename(columns={"weight": "events"}).reset_index()
    return _with_ids(frame.assign(event_class=event_class.value, source="events"))


def _spread_share(weights: pd.DataFrame, cercles: pd.DataFrame) -> pd.Series:
    total = weights.groupby("cercle_pcode")["weight"].sum().reindex(cercles.index, fill_value=0.0)
    spread = weights[weights["spread"]].groupby("cercle_pcode")["weight"].sum().reindex(cercles.index, fill_value=0.0)
    return (spread / total.where(total > 0)).fillna(0.0)


def _complete_given(
    given: pd.DataFrame, taken: dict[str, pd.Series], cercles: pd.DataFrame, *, until: date
) -> pd.DataFrame:
    """Keep the months that were over, and fill the silence of a file that lists only months with events.

    A file in which zeros are written out means what it says: a cercle and month that it lacks is unknown. A file
    without a single zero lists only what happened: there silence is zero.
    """
    twice = given.duplicated(["cercle_pcode", "month", "event_class"])
    if twice.any():
        first = given[twice].iloc[0]
        place = f"{first['cercle_pcode']} {first['month']:%Y-%m} {first['event_class']}"
        msg = f"event_counts: {place} stands twice; keep one source for each class"
        raise DataError(msg)
    over = given["month"] + pd.offsets.MonthEnd(0) <= pd.Timestamp(until)
    kept = given[over & ~given["event_class"].isin(list(taken)) & given["cercle_pcode"].isin(cercles.index)]
    parts = [_filled(part, cercles) for _, part in kept.groupby("event_class", sort=True)]
    return pd.concat(parts) if parts else kept


def _filled(part: pd.DataFrame, cercles: pd.DataFrame) -> pd.DataFrame:
    rows = part[list(COLUMNS)]
    if (part["events"] > 0).all():
        full = pd.MultiIndex.from_product([cercles.index, _months(part["month"])], names=["cercle_pcode", "month"])
        rows = rows.set_index(["cercle_pcode", "month"]).reindex(full).reset_index()
        rows[["events", "fatalities"]] = rows[["events", "fatalities"]].fillna(0.0)
        rows["event_class"] = part["event_class"].iloc[0]
        rows["source"] = rows["source"].fillna(part["source"].iloc[0])
    return _with_ids(rows.sort_values(["cercle_pcode", "month"], kind="stable"))


def _with_ids(frame: pd.DataFrame) -> pd.DataFrame:
    month = pd.to_datetime(frame["month"]).dt.strftime("%Y-%m")
    ids = frame["event_class"].astype("str") + ":" + frame["cercle_pcode"].astype("str") + ":" + month
    return frame[list(COLUMNS)].set_axis(pd.Index(ids, name="count_id", dtype="str"), axis=0)
