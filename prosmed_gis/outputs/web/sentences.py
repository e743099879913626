"""What the plan rests on, in sentences, for every product that tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from prosmed_gis.domain.messages import text
from prosmed_gis.wording.numbers import number, percent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from prosmed_gis.domain.products import PlanMeaning, PlanResult
    from prosmed_gis.domain.vocabulary import Language

GAP_DECIMALS = 2
"""Of a gap in percent: 0.01 % is what a plan is usually proved to."""


def gap_words(gap: float, language: Language) -> str:
    """Return a gap in percent; one that would be shown as nothing is told to be below the least that is shown."""
    least = 10.0 ** -(GAP_DECIMALS + 2)
    if 0 < gap < least / 2:
        return text("placement.below", language, gap=percent(least, language, GAP_DECIMALS))
    return percent(gap, language, GAP_DECIMALS)


def solved(status: str, gap: float, language: Language) -> str:
    """Return in a few words whether a plan is proved; a stopped one is never called optimal."""
    return text(f"web.solved.{status}", language, gap=gap_words(gap, language))


def status_sentence(plan: PlanResult, language: Language) -> str:
    """Return whether the plan is a proven optimum, with its gap."""
    return text(f"placement.status.{plan.status}", language, gap=gap_words(plan.gap, language))


def sentences(meaning: PlanMeaning, language: Language, *, beside_notes: bool = False) -> list[str]:
    """Return what there is to say of the whole plan: firm sites, greedy plan, regret, partners.

    `beside_notes` leaves out the first two, which the meaning's own notes tell with names.
    """
    first = () if beside_notes else (_core(meaning, language), _greedy(meaning, language))
    told = (*first, _regret(meaning, language), _partners(meaning, language))
    return [sentence for sentence in told if sentence]


def _core(meaning: PlanMeaning, language: Language) -> str:
    if meaning.sites.empty:
        return ""
    counts = {"n": int(meaning.sites["core"].astype(bool).sum()), "of": len(meaning.sites)}
    return text("placement.core", language, **counts, near=percent(meaning.near_share, language))


def _greedy(meaning: PlanMeaning, language: Language) -> str:
    if pd.isna(meaning.greedy_objective):
        return ""
    loss = number(meaning.objective - meaning.greedy_objective, language)
    if meaning.sites.empty:
        return text("placement.greedy.sums", language, loss=loss)
    counts = {"common": int(meaning.sites["greedy"].astype(bool).sum()), "of": len(meaning.sites)}
    if loss == number(0.0, language):
        return text("placement.greedy.same", language, **counts)
    return text("placement.greedy", language, loss=loss, **counts)


def _regret(meaning: PlanMeaning, language: Language) -> str:
    summary = meaning.scenario_summary
    if meaning.scenarios.empty or not {"plan", "greedy", "robust"} <= set(summary.index):
        return ""
    regrets = {str(name): number(value, language) for name, value in summary["max_regret"].items()}
    return text("placement.regret", language, n=len(meaning.scenarios), **regrets)


def _partners(meaning: PlanMeaning, language: Language) -> str:
    if meaning.partners.empty:
        return ""
    worth, slips = (number(float(meaning.partners[name].sum()), language) for name in ("worth", "slips_worth"))
    return text("placement.partners", language, worth=worth, slips=slips)


def site_sentences(meaning: PlanMeaning | None, language: Language) -> Mapping[str, list[str]]:
    """Return work id -> what the plan would be without it, for the placed sites and those of partners."""
    if meaning is None:
        return {}
    near = percent(meaning.near_share, language)
    found: dict[str, list[str]] = {}
    for code, row in meaning.sites.iterrows():
        lines = []
        if row["core"]:
            lines.append(text("placement.site.core", language, near=near))
        else:
            key = "near" if row.get("core_settled", True) else "open"
            share = percent(float(row["near_best_share"]), language)
            lines.append(text(f"placement.site.{key}", language, share=share, near=near))
        if pd.notna(row["loss"]):
            lines.append(_loss(row, language))
        found[str(code)] = lines
    for code, row in meaning.partners.iterrows():
        if pd.notna(row["worth"]):
            worths = {
                key: number(float(row[column]), language)
                for key, column in (("worth", "worth"), ("slips", "slips_worth"))
            }
            found[str(code)] = [text("placement.partner.worth", language, **worths)]
    return found


def _loss(row: pd.Series, language: Language) -> str:
    if row["loss"] == float("inf"):
        return text("placement.site.no_plan", language)
    sentence = text("placement.site.loss", language, loss=number(float(row["loss"]), language))
    if pd.isna(row["loss_people"]):
        return sentence
    return f"{sentence}, " + text(
        "placement.site.loss_people", language, people=number(float(row["loss_people"]), language)
    )
