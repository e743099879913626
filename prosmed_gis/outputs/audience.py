"""What each audience may see: products in, products out, less for each audience than for the one before.

========== =====================================================================================
internal   everything
partners   no event points and so no actors of events, no notes, photos or names of observers, and
           no values of refused event or progress rows; not the state of the post nearest to a work;
           of a security post neither staff (nor people for each of them), owner, nor
           since when its state holds
public     cercle level only: no commune, settlement, facility or site; event counts in classes by
           twelve months; works at their cercle, without cost or observations; no measured values;
           of access the shares by cercle, of the plan's meaning its sums and no site
========== =====================================================================================

Every writer calls `for_audience` before it writes; a second call changes nothing.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from prosmed_gis.domain.messages import text
from prosmed_gis.domain.products import STANDING_COLUMNS
from prosmed_gis.domain.symbology import COUNT_LIMITS, count_class
from prosmed_gis.domain.vocabulary import SERVICE_OF_KIND, Audience, Language, PlaceLevel, PlanStatus, Service

if TYPE_CHECKING:
    import geopandas as gpd

    from prosmed_gis.domain.layers import Layers
    from prosmed_gis.domain.products import (
        AccessFound,
        Criteria,
        Label,
        PlanMeaning,
        PlanResult,
        Products,
        Tracked,
    )

GUARDED = ("events", "progress")
"""Layers whose refused rows quote what partners may not see."""

PERSONAL = ("observer", "note", "photo")
"""Columns of observations that only the programme's own people read."""

GUARDED_POSTS = ("staff", "owner", "since")
"""Columns of facilities that are not for partners where the facility is a security post."""

WORD = re.compile(r"\w[\w/.-]*\w")
"""An id, or a word of a sentence."""

PUBLIC_WINDOWS = 5
"""Windows of twelve months in the public counts, the last one ending at `as_of`."""

PUBLIC_COUNTS = ("cercle_pcode", "until", "event_class", "events_class", "source")


def for_audience(products: Products, audience: Audience | None = None) -> Products:
    """Return the products as `audience` may see them; by default the audience of their own label.

    The frames keep their columns wherever their kind allows: what may not be seen is NaN or empty, an optional
    layer is None. One table changes form: the public `counts` has the columns `PUBLIC_COUNTS` in place of numbers.
    """
    audience = products.label.audience if audience is None else audience
    if audience is Audience.INTERNAL:
        return products
    seen = _partners(products)
    if audience is Audience.PUBLIC:
        seen = _public(seen)
    return replace(seen, label=replace(products.label, audience=audience))


def may_see_sites(audience: Audience) -> bool:
    """Return whether points finer than a cercle may be shown."""
    return audience is not Audience.PUBLIC


def may_see_events(audience: Audience) -> bool:
    """Return whether single events may be shown."""
    return audience is Audience.INTERNAL


def may_see_costs(audience: Audience) -> bool:
    """Return whether the cost of a single work may be shown."""
    return audience is not Audience.PUBLIC


def count_label(k: int) -> str:
    """Return the range of a class of event counts: `0`, `1–9`, ..., `150+`.

    >>> [count_label(k) for k in (0, 1, 4)]
    ['0', '1–9', '150+']
    """
    if k == 0:
        return "0"
    low = COUNT_LIMITS[k - 1]
    return f"{low}+" if k == len(COUNT_LIMITS) else f"{low}–{COUNT_LIMITS[k] - 1}"


def twelve_months(counts: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """Return events and deaths by cercle and class in the twelve months that end at `until`.

    Parameters
    ----------
    counts
        Monthly counts (schema `event_counts`).
    until
        A month counts where its first day is not after `until` and after the same day a year before.

    Returns
    -------
    Columns cercle_pcode, event_class, events, fatalities, source (all sources, joined), in order of the first two.
    A cercle without a row in the window is not there.
    """
    inside = counts[(counts["month"] <= until) & (counts["month"] > until - pd.DateOffset(years=1))]
    grouped = inside.groupby(["cercle_pcode", "event_class"], sort=True)
    sums = grouped[["events", "fatalities"]].sum()
    sums["source"] = grouped["source"].agg(lambda names: ", ".join(sorted(names.unique())))
    return sums.reset_index()


def _partners(products: Products) -> Products:
    layers = products.layers
    progress = layers.progress
    if progress is not None:
        progress = _blank(progress, PERSONAL)
    return replace(
        products,
        layers=replace(layers, events=None, progress=progress, facilities=_posts(layers.facilities)),
        events=None,
        plan=plan_for(products.plan, Audience.PARTNERS, frozenset()),
        problems=_redacted(products.problems, _quotes_guarded(products.problems), products.label),
        access=None if products.access is None else access_for(products.access, Audience.PARTNERS),
    )


def _public(products: Products) -> Products:
    parts = (products.access, products.meaning)
    naming = {note for part in parts if part is not None for note in part.notes}
    sites = site_ids(products.layers, products.plan)
    return replace(
        products,
        notes=tuple(note for note in notes_for(products.notes, Audience.PUBLIC, sites) if note not in naming),
        layers=_public_layers(products),
        selection=_plain_reasons(products.selection),
        criteria=_without_measures(products.criteria),
        beside=_emptied(products.beside),
        counts=_public_counts(products),
        partners=_at_cercle(products.partners),
        plan=plan_for(products.plan, Audience.PUBLIC, sites),
        tracked=tracked_for(products.tracked, Audience.PUBLIC, products.plan),
        problems=_redacted(products.problems, pd.Series(data=True, index=products.problems.index), products.label),
        communes=None,
        access=None if products.access is None else access_for(products.access, Audience.PUBLIC),
        meaning=None if products.meaning is None else meaning_for(products.meaning, Audience.PUBLIC),
    )


def access_for(access: AccessFound, audience: Audience) -> AccessFound:
    """Return what is known of access as `audience` may see it: the public sees shares by cercle alone.

    Shapes show where the facilities stand, and notes may name them. The staff of security posts, which people within
    reach would give away, is for the programme's own people.
    """
    if audience is Audience.INTERNAL:
        return access
    if may_see_sites(audience):
        crowding = access.crowding
        shown = crowding[crowding["service"] != Service.SECURITY.value] if len(crowding) else crowding
        return replace(access, crowding=shown.reset_index(drop=True))
    chain = access.chain
    measured = [name for name in chain.columns if name != "complete"]
    lists = {name: getattr(access, name) for name in ("catchments", "within", "crowding", "links")}
    emptied: dict[str, Any] = {name: frame.iloc[:0] for name, frame in lists.items() if frame is not None}
    coarse: dict[str, Any] = {
        name: frame[frame["level"] == PlaceLevel.CERCLE]
        for name in ("states", "ground", "network")
        for frame in (getattr(access, name),)
        if frame is not None and "level" in frame
    }
    return replace(
        access,
        **emptied,
        **coarse,
        chain=chain.assign(**dict.fromkeys(measured, np.nan)),
        notes=(),
    )


def _blank(frame: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    present = [column for column in columns if column in frame.columns]
    return frame.assign(**{column: pd.Series(None, index=frame.index, dtype="str") for column in present})


def _posts(facilities: gpd.GeoDataFrame | None) -> gpd.GeoDataFrame | None:
    """Empty what partners may not see of security posts; a kind that is not known to be another counts as one."""
    if facilities is None:
        return None
    others = [kind for kind, service in SERVICE_OF_KIND.items() if service is not Service.SECURITY]
    open_to_all = facilities["kind"].isin(others)
    present = [column for column in GUARDED_POSTS if column in facilities.columns]
    return facilities.assign(**{column: facilities[column].where(open_to_all) for column in present})


def _quotes_guarded(problems: pd.DataFrame) -> pd.Series:
    """Say which problems quote what partners may not see."""
    post = (problems["layer"] == "facilities") & problems["column"].isin(GUARDED_POSTS)
    return problems["layer"].isin(GUARDED) | post


def _redacted(problems: pd.DataFrame, hidden: pd.Series, label: Label) -> pd.DataFrame:
    """Keep the place and rule of each problem, hide what it quotes; the sentence of remedy may quote it too.

    Problems of no row that then read the same are told once.
    """
    withheld = text("audience.withheld", label.language)
    seen = problems.assign(
        value=problems["value"].where(~hidden, ""), remedy=problems["remedy"].where(~hidden, withheld)
    )
    return seen.drop_duplicates(ignore_index=True)


def _public_layers(products: Products) -> Layers:
    layers = products.layers
    cercles = layers.cercles.index
    population, conflicts, works = layers.population, layers.conflicts, layers.works
    return replace(
        layers,
        communes=layers.communes.iloc[:0],
        settlements=None,
        event_counts=None,
        conflicts=None if conflicts is None else _blank(conflicts, ("commune_pcode",)),
        facilities=None,
        interventions=None if layers.interventions is None else _places_as_cercles(layers.interventions, layers),
        works=None if works is None else _public_works(works, products),
        progress=None,
        institutions=None,
        population=None if population is None else population[population.index.isin(cercles)],
        population_raster=None,
    )


def _places_as_cercles(interventions: pd.DataFrame, layers: Layers) -> pd.DataFrame:
    fine = interventions["level"] == PlaceLevel.COMMUNE
    parents = interventions["pcode"].map(layers.communes["parent_pcode"])
    return interventions.assign(
        pcode=interventions["pcode"].where(~fine, parents),
        level=interventions["level"].where(~fine, PlaceLevel.CERCLE.value),
    )


def _at_cercle(partners: pd.DataFrame) -> pd.DataFrame:
    fine = partners["level"] == PlaceLevel.COMMUNE
    return partners.assign(
        stated_pcode=partners["stated_pcode"].where(~fine, partners["cercle_pcode"]),
        level=partners["level"].where(~fine, PlaceLevel.CERCLE.value),
    )


def _public_works(works: pd.DataFrame, products: Products) -> pd.DataFrame:
    kinds = works["kind"].map(lambda kind: text(f"work.{kind}", products.label.language))
    cercles = works["cercle_pcode"].map(products.layers.cercles["name"])
    labels = kinds.where(cercles.isna(), kinds + " – " + cercles.fillna(""))
    return _without_sites(works).assign(label_fr=labels.astype("str"))


def _without_sites(works: pd.DataFrame) -> pd.DataFrame:
    return _blank(works, ("place",)).assign(lon=np.nan, lat=np.nan)


def _plain_reasons(selection: pd.DataFrame) -> pd.DataFrame:
    """Replace the reasons, which may quote counts, by score and rank."""
    n_ranked = int(selection["rank"].notna().sum())
    reasons = {
        f"reason_{language}": [
            _plain_reason(bool(row.selected), row.rank, n_ranked, language)
            for row in selection[["selected", "rank"]].itertuples(index=False)
        ]
        for language in Language
    }
    return selection.assign(**{name: pd.Series(texts, index=selection.index) for name, texts in reasons.items()})


def _plain_reason(selected: bool, rank: Any, n_ranked: int, language: Language) -> str:
    if pd.isna(rank):
        return text("audience.reason_none", language)
    return text(f"audience.reason_{'in' if selected else 'out'}", language, rank=int(rank), n=n_ranked)


def _without_measures(criteria: Criteria) -> Criteria:
    """Hide measured values and what they could be computed back from; groups, weights and score stay."""
    ceiling = criteria.ceiling
    return replace(
        criteria,
        values=_emptied(criteria.values),
        worths=_emptied(criteria.worths),
        contributions=_emptied(criteria.contributions),
        ceiling=ceiling.assign(**{name: np.nan for name in ("measure", "factor") if name in ceiling}),
    )


def _emptied(frame: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(np.nan, index=frame.index, columns=frame.columns)


def _public_counts(products: Products) -> pd.DataFrame:
    counts = products.counts
    if "events_class" in counts:
        return counts
    last = pd.Timestamp(products.label.as_of)
    windows = [last - pd.DateOffset(years=back) for back in reversed(range(PUBLIC_WINDOWS))]
    parts = [twelve_months(counts, until).assign(until=until) for until in windows]
    frame = pd.concat(parts, ignore_index=True)
    frame["events_class"] = [count_label(count_class(events)) for events in frame["events"]]
    return frame[list(PUBLIC_COUNTS)]


def _public_ids(works: pd.DataFrame) -> dict[str, str]:
    """Give numbers to the works that the tool placed: their own ids may carry the code of the site."""
    placed = works.loc[works["status"] == PlanStatus.PLANNED, "work_id"].drop_duplicates()
    return {work: f"PLAN-{number:03d}" for number, work in enumerate(placed, start=1)}


def site_ids(layers: Layers, plan: PlanResult | None = None) -> frozenset[str]:
    """Return the ids that stand for one place on the ground: facilities, settlements, works that the tool placed."""
    frames = (frame for frame in (layers.facilities, layers.settlements) if frame is not None)
    placed = {} if plan is None else _public_ids(plan.works)
    return frozenset(str(name) for frame in frames for name in frame.index) | frozenset(placed)


def notes_for(notes: tuple[str, ...], audience: Audience, sites: frozenset[str]) -> tuple[str, ...]:
    """Return the notes that `audience` may read: none for the public that names one of the `sites`."""
    return notes if may_see_sites(audience) else tuple(note for note in notes if not names_one(note, sites))


def names_one(words: str, sites: frozenset[str]) -> bool:
    """Return whether a text names one of the `sites` by its id."""
    return not sites.isdisjoint(WORD.findall(words))


def plan_for(plan: PlanResult, audience: Audience, sites: frozenset[str]) -> PlanResult:
    """Return the plan as `audience` may see it; no note for the public names one of the `sites` (see `site_ids`)."""
    if audience is Audience.INTERNAL:
        return plan
    if may_see_sites(audience):
        return replace(plan, works=_blank(plan.works, ("nearest_same_state",)))
    works = _without_sites(plan.works).assign(cost_usd=np.nan)
    works = _blank(works, tuple(name for name in STANDING_COLUMNS if name != "nearest_same_km"))
    works = works.assign(**{name: np.nan for name in ("nearest_same_km",) if name in works})
    works = works.assign(work_id=works["work_id"].replace(_public_ids(works)))
    return replace(plan, works=works, excluded=None, notes=notes_for(plan.notes, audience, sites))


def meaning_for(meaning: PlanMeaning, audience: Audience) -> PlanMeaning:
    """Return what the plan means as `audience` may see it: the public sees the sums, no list of sites and no notes."""
    if may_see_sites(audience):
        return meaning
    lists = ("sites", "near_best_works", "robust_works", "partners", "greedy")
    emptied: dict[str, Any] = {name: getattr(meaning, name).iloc[:0] for name in lists}
    return replace(meaning, **emptied, notes=())


def tracked_for(tracked: Tracked, audience: Audience, plan: PlanResult) -> Tracked:
    """Return the state of the works of a plan (whole) as `audience` may see it."""
    if may_see_sites(audience):
        return tracked
    works = _blank(_without_sites(tracked.works), ("flags",))
    return replace(tracked, works=works.rename(index=_public_ids(plan.works)))


__all__ = [
    "PUBLIC_COUNTS", "access_for", "count_label", "for_audience", "may_see_costs", "may_see_events", "may_see_sites",
    "meaning_for", "names_one", "notes_for", "plan_for", "site_ids", "tracked_for", "twelve_months",
]  # fmt: skip
