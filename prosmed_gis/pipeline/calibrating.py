"""What weights can explain of a reference list, and what a cercle's place would take, as answers of commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from prosmed_gis.domain.messages import text
from prosmed_gis.errors import ConfigError
from prosmed_gis.outputs.tables import write_table
from prosmed_gis.pipeline.answers import records
from prosmed_gis.pipeline.writing import free
from prosmed_gis.targeting.choice.asked import rules_of
from prosmed_gis.targeting.inverse.calibration import calibrate
from prosmed_gis.targeting.inverse.rechoosing import chosen_with
from prosmed_gis.targeting.inverse.wanting import wanting, wanting_sentences
from prosmed_gis.targeting.numbers import decimal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from prosmed_gis.pipeline.run import Run
    from prosmed_gis.targeting.inverse.calibration import Calibration, Verdict
    from prosmed_gis.targeting.inverse.linear import Level

NAMED = 5
"""Cercles named in a sentence; the rest is counted."""


def calibration(run: Run, level: Level) -> tuple[dict[str, Any], pd.DataFrame]:
    """Return what weights explain of the reference list, as JSON values and as one row for each cercle.

    Raises
    ------
    ConfigError
        There is no reference list, the aggregation is no weighted mean, or the sets of the rules do not nest.
    InfeasibleError
        No list obeys the rules.
    """
    reference = run.layers.reference
    if reference is None or reference.empty:
        raise ConfigError(text("calibration.no_reference", run.language))
    scored, selection = run.scored, run.config.selection
    configured = chosen_with(scored, selection, scored.score, scored.unscored)
    listed = [str(code) for code in reference.index]
    found = calibrate(scored, selection, listed, level=level)
    told = {verdict.pcode: _told(run, found, verdict) for verdict in found.verdicts}
    cercles = _cercles(run, found, configured, told)
    source = run.config.layers["reference"].source if "reference" in run.config.layers else ""
    answer: dict[str, Any] = {
        "reference": {"name": source, "of": len(listed), "note": _note(run)},
        "level": level,
        "how": found.how,
        "status": found.status,
        "most_hits": found.most_hits,
        "whole_list_margin_points": _round(found.reference_margin),
        "whole_list_breaks": [rule.word for rule in found.broken],
        "configured": _held_beside(cercles, "selected_configured"),
        "calibrated": _held_beside(cercles, "selected_calibrated")
        | {
            "margin_points": _round(found.best.margin_points),
            "nearest_margin_points": _round(found.closest.margin_points),
            "nearest_moved_percent": _round(50.0 * float(np.abs(found.closest.weights - found.form.weights).sum())),
            "nearest_proved": found.closest_proved,
        },
        "least_share_percent": scored.design.targeting.calibration.least_share_percent,
        "held": list(found.form.held),
        "weights": records(_weights(run, found)),
        "not_explained": [row for row in told.values() if row["verdict"] != "explained"],
    }
    return answer, cercles


def _note(run: Run) -> str | None:
    """Return the code of what forbids to read the answer as evidence; None on observed data."""
    return "generated_data" if run.config.study.illustrative else None


def _round(number: float | None) -> float | None:
    return None if number is None or not np.isfinite(number) else round(number, 6)


def _cercles(run: Run, found: Calibration, configured: np.ndarray, told: dict[str, dict[str, Any]]) -> pd.DataFrame:
    scored, layers = run.scored, run.layers
    index = scored.design.pcodes
    units = layers.cercles.reindex(index)
    nothing = {"verdict": "", "why_fr": "", "why_en": ""}
    return pd.DataFrame(
        {
            "pcode": index,
            "region": units["parent_pcode"].map(layers.regions["name"]).to_numpy(),
            "cercle": units["name"].to_numpy(),
            "track": scored.tracks.to_numpy(),
            "reference": found.reference,
            "selected_configured": configured,
            "selected_calibrated": found.selected,
            "score_configured": scored.score.to_numpy(),
            "score_calibrated": np.where(scored.score.notna(), found.form.scores(found.best.weights), np.nan),
            "verdict": [told.get(code, nothing)["verdict"] for code in index],
            "reason_fr": [told.get(code, nothing)["why_fr"] for code in index],
            "reason_en": [told.get(code, nothing)["why_en"] for code in index],
        }
    )


def _held_beside(cercles: pd.DataFrame, column: str) -> dict[str, Any]:
    ours, theirs = cercles[column], cercles["reference"]

    def codes(which: pd.Series) -> list[str]:
        return [str(code) for code in cercles.loc[which, "pcode"]]

    return {
        "hits": int((ours & theirs).sum()),
        "selected": codes(ours),
        "missed": codes(theirs & ~ours),
        "extra": codes(ours & ~theirs),
    }


def _weights(run: Run, found: Calibration) -> pd.DataFrame:
    form, groups = found.form, run.config.targeting.groups
    indicators = {name: item for group in groups.values() for name, item in group.indicators.items()}
    named = [groups.get(name) or indicators[name] for name in form.columns]
    return pd.DataFrame(
        {
            "name": form.columns,
            "group": [list(groups)[number] for number in form.inside.argmax(axis=1)],
            "label_fr": [item.label_fr for item in named],
            "label_en": [item.label_en for item in named],
            "configured_percent": (100.0 * form.weights).round(4),
            "widest_percent": (100.0 * found.best.weights).round(4),
            "nearest_percent": (100.0 * found.closest.weights).round(4),
        }
    )


def _told(run: Run, found: Calibration, verdict: Verdict) -> dict[str, Any]:
    return {
        "pcode": verdict.pcode,
        "cercle": _names(run, [verdict.pcode])[0],
        "verdict": verdict.kind,
        "hits_with": verdict.hits_with,
        "best_rank": verdict.best_rank,
        "places": verdict.places,
        "always_ahead": list(verdict.ahead_always),
        "ahead_at_best": list(verdict.ahead_then),
        "why_fr": _sentence(run, found, verdict, "fr"),
        "why_en": _sentence(run, found, verdict, "en"),
    }


def _names(run: Run, codes: Sequence[str]) -> list[str]:
    names = run.layers.cercles["name"]
    return [str(names.get(code, code)) for code in codes]


def _some(run: Run, codes: Sequence[str], language: str) -> str:
    names = _names(run, codes)
    shown = ", ".join(names[:NAMED])
    left = len(names) - NAMED
    return text("calibration.others", language, names=shown, count=left) if left > 0 else shown


def _sentence(run: Run, found: Calibration, verdict: Verdict, language: str) -> str:
    kind: str = "as_many" if verdict.kind == "traded" and verdict.hits_with == found.hits else verdict.kind
    values: dict[str, object] = {"name": _names(run, [verdict.pcode])[0], "hits": verdict.hits_with}
    if kind == "rules":
        rules = rules_of(run.scored, run.config.selection, run.scored.unscored)
        binding = [rule for rule in rules if any(b.high == 0 and verdict.pcode in b.members for b in rule.bounds)]
        values["rules"] = text("reason.and", language).join(rule.sentence(language) for rule in binding or rules)
    if kind == "never":
        ranked = {
            "rank": verdict.best_rank,
            "places": verdict.places,
            "names": _some(run, verdict.ahead_then, language),
        }
        ahead = _some(run, verdict.ahead_always, language)
        values["rank"] = "" if verdict.best_rank is None else text("calibration.rank", language, **ranked)
        values["always"] = text("calibration.always", language, names=ahead) if ahead else ""
        kind = kind if found.how == "exact" else "never_tried"
    return text(f"calibration.verdict.{kind}", language, **values)


def calibration_lines(run: Run, answer: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Return the answer in sentences for people, those before the table of weights and those after it."""
    language, reference = run.language, answer["reference"]
    before, after = answer["configured"]["hits"], answer["calibrated"]["hits"]
    level = text(f"calibration.level.{answer['level']}", language)
    first = [
        *([text("calibration.generated", language)] if reference["note"] else []),
        text("calibration.hits", language, **reference, before=before, after=after, level=level),
        text(_proof(answer), language, most=answer["most_hits"]),
        _whole_line(run, answer),
    ]
    least = text("calibration.least", language, least=decimal(answer["least_share_percent"], language))
    last = [least] if answer["calibrated"]["margin_points"] is None else [_margin_line(answer, language), least]
    if answer["held"]:
        labels = {row["name"]: row[f"label_{language}"] for row in answer["weights"]}
        held = ", ".join(labels[name] for name in answer["held"])
        last.append(text("calibration.held", language, names=held))
    if answer["calibrated"]["extra"]:
        extra = ", ".join(_names(run, answer["calibrated"]["extra"]))
        last.append(text("calibration.extra", language, names=extra))
    last += [f"- {row[f'why_{language}']}" for row in answer["not_explained"]]
    return first, [*last, text("calibration.meaning", language)]


def _proof(answer: dict[str, Any]) -> str:
    if answer["how"] != "exact":
        return f"calibration.tried.{answer['how']}"
    return "calibration.proved" if answer["status"] == "optimal" else "calibration.unproved"


def _whole_line(run: Run, answer: dict[str, Any]) -> str:
    margin, language = answer["whole_list_margin_points"], run.language
    if answer["whole_list_breaks"]:
        rules = rules_of(run.scored, run.config.selection, run.scored.unscored)
        broken = [rule.sentence(language) for rule in rules if rule.word in answer["whole_list_breaks"]]
        return text("calibration.broken", language, rules=text("reason.join", language).join(broken))
    if not answer["calibrated"]["missed"]:
        return text("calibration.whole", language, margin=_points(margin or 0.0, language))
    key = "calibration.not_whole" if answer["how"] == "exact" else "calibration.not_whole_tried"
    return text(key, language, gain=_points(-(margin or 0.0), language))


def _margin_line(answer: dict[str, Any], language: str) -> str:
    found = answer["calibrated"]
    return text(
        "calibration.margins",
        language,
        widest=_points(found["margin_points"], language),
        closest=_points(found["nearest_margin_points"], language),
        moved=decimal(found["nearest_moved_percent"], language),
        proof="" if found["nearest_proved"] else text("calibration.nearer_possible", language),
    )


def weight_rows(run: Run, answer: dict[str, Any]) -> tuple[list[str], list[list[object]]]:
    """Return headings and rows of the table of weights, in percent, for people."""
    columns = ("configured", "widest", "nearest")
    headings = [text(f"calibration.column.{name}", run.language) for name in ("name", *columns)]
    rows: list[list[object]] = [
        [row[f"label_{run.language}"], *(decimal(row[f"{name}_percent"], run.language, digits=2) for name in columns)]
        for row in answer["weights"]
    ]
    return headings, rows


def _points(number: float, language: str) -> str:
    return decimal(number, language, digits=2)


def write_calibration(cercles: pd.DataFrame, out: Path, *, overwrite: bool) -> Path:
    """Write one row for each cercle: in the reference, in our list, in the calibrated list, and why.

    Raises
    ------
    OutputError
        A file stands there and `overwrite` is off, or it cannot be written.
    """
    free(out, overwrite=overwrite)
    return write_table(cercles, out)


def what_it_takes(run: Run, pcode: str) -> dict[str, Any]:
    """Return what would bring a cercle into the list, or put it out: JSON values, and sentences in both languages.

    `gap_points`, `rivals`, `weights` (smallest change of the groups' weights), `indicators` (value needed, one at a
    time), `sentences_fr`, `sentences_en`. Empty for a cercle without a score; where the aggregation is no weighted
    mean or the rules do not nest, only `not_computed` says why.
    """
    scored, chosen = run.scored, run.chosen
    if pcode in scored.unscored:
        return {}
    selected = chosen.selection.set_index("pcode")["selected"].reindex(scored.design.pcodes).to_numpy(dtype=bool)
    try:
        found = wanting(scored, selected, chosen.rules, pcode)
    except ConfigError as error:
        return {"not_computed": str(error)}
    names, definitions = run.layers.cercles["name"], chosen.criteria.definitions
    least = scored.design.targeting.calibration.least_share_percent
    change = found.change
    return {
        "gap_points": _round(found.gap_points),
        "rivals": [
            {
                "pcode": rival.pcode,
                "cercle": str(names[rival.pcode]),
                "gap_points": _round(rival.gap_points),
                "moved_percent": _round(rival.moved_percent),
            }
            for rival in found.rivals
        ],
        "weights": {"status": found.searched, "how": found.how}
        | (
            {}
            if change is None
            else {
                "moved_percent": _round(change.moved_percent),
                "moves_percent": {name: _round(points) for name, points in change.moves.items()},
                "shares": {name: _round(share) for name, share in change.shares.items()},
            }
        ),
        "indicators": [
            {"indicator": need.indicator, "value": _round(need.value), "needed": _round(need.needed)}
            for need in found.needs
        ],
        **{
            f"sentences_{language}": wanting_sentences(found, names, definitions, language, least_share_percent=least)
            for language in ("fr", "en")
        },
    }
