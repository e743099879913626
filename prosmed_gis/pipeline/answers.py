"""What a run answers to a command: short frames, records and lines, by the audience's rights."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from prosmed_gis.domain.messages import text
from prosmed_gis.domain.names import fold
from prosmed_gis.errors import ConfigError
from prosmed_gis.readers.registry import FORMATS

if TYPE_CHECKING:
    from prosmed_gis.domain.products import Criteria
    from prosmed_gis.pipeline.run import Run


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame as JSON values; what is missing is None, dates are ISO text."""
    plain = frame.astype(object).where(frame.notna(), None)
    return [
        {str(key): value.isoformat() if hasattr(value, "isoformat") else value for key, value in row.items()}
        for row in plain.to_dict("records")
    ]


def find_cercle(run: Run, name: str) -> str:
    """Return the P-code of a cercle given by P-code or name; accents, case and hyphens do not matter.

    Raises
    ------
    ConfigError
        No cercle, or more than one, has that name; the nearest names are told.
    """
    cercles = run.layers.cercles
    if name.upper() in cercles.index:
        return name.upper()
    folded = cercles["name"].map(fold)
    exact = cercles.index[folded == fold(name)]
    if len(exact) == 1:
        return str(exact[0])
    near = cercles.loc[exact if len(exact) else folded.str.contains(fold(name)[:3], regex=False), "name"]
    raise ConfigError(text("answers.no_cercle", run.language, name=name, near=", ".join(sorted(near)) or "-"))


def explain(run: Run, name: str) -> dict[str, Any]:
    """Return the numbers and the sentences that say why a cercle is in or out."""
    pcode = find_cercle(run, name)
    chosen = run.chosen
    row = chosen.selection.set_index("pcode").loc[pcode]
    criteria = chosen.criteria
    return {
        "pcode": pcode,
        "cercle": row["cercle"],
        "region": row["region"],
        "track": row["track"],
        "selected": bool(row["selected"]),
        "rank": None if pd.isna(row["rank"]) else int(row["rank"]),
        "score": None if pd.isna(row["score"]) else round(float(row["score"]), 4),
        "firmness": None if pd.isna(row["firmness"]) else round(float(row["firmness"]), 4),
        "reason_fr": row["reason_fr"],
        "reason_en": row["reason_en"],
        "indicators": records(_indicators(criteria, pcode, run.language)),
    }


def _indicators(criteria: Criteria, pcode: str, language: str) -> pd.DataFrame:
    """Return the indicators that weigh on a cercle or are known of it."""
    definitions = criteria.definitions
    frame = pd.DataFrame(
        {
            "indicator": definitions.index,
            "label": definitions[f"label_{language}"].to_numpy(),
            "value": criteria.values.loc[pcode].reindex(definitions.index).to_numpy(float).round(3),
            "worth": criteria.worths.loc[pcode].reindex(definitions.index).to_numpy(float).round(3),
            "points": criteria.contributions.loc[pcode].reindex(definitions.index).to_numpy(float).round(3),
        }
    )
    weighed = criteria.weights.loc[pcode].reindex(definitions.index).to_numpy(float) > 0
    return frame[weighed | frame["value"].notna().to_numpy()]


def reference_lines(run: Run) -> list[str]:
    """Return how the selection stands to the programme's own list, in sentences."""
    reference = run.chosen.reference
    names = run.layers.cercles["name"]
    lines = []
    if reference.get("of"):
        missed, extra = (", ".join(names.reindex(reference[key]).fillna("?")) or "-" for key in ("missed", "extra"))
        key = "answers.reference" if reference["hits"] is not None else "answers.reference.generated_data"
        values = {"hits": reference["hits"], "of": reference["of"], "note": reference[f"note_{run.language}"]}
        lines.append(text(key, run.language, missed=missed, extra=extra, **values))
    if reference.get("communes_expected") is not None:
        lines.append(
            text("answers.communes", run.language, found=reference["communes"], expected=reference["communes_expected"])
        )
    return lines


def summary(run: Run, written: Path | None) -> dict[str, Any]:
    """Return the answer of `run`: what was found in short, and where the products are."""
    answer: dict[str, Any] = {"out": str(written) if written else None, "stages": list(run.timings)}
    if "select" in run.timings:
        selection = run.chosen.selection
        answer["n"] = int(selection["selected"].sum())
        answer["selected"] = sorted(selection.loc[selection["selected"], "pcode"])
        answer["reference"] = run.chosen.reference
    if "place" in run.timings:
        answer["plan"] = {"status": run.plan.status, "gap": run.plan.gap, "objective": run.plan.objective}
    answer["problems"] = (
        pd.Series([p.severity.value for p in run.every_problem()], dtype="str").value_counts().to_dict()
    )
    return answer


def summary_lines(run: Run, answer: dict[str, Any]) -> list[str]:
    """Return the summary as sentences for people."""
    lines = []
    if "n" in answer:
        names = run.layers.cercles["name"].reindex(answer["selected"])
        lines.append(text("answers.selected", run.language, n=answer["n"], names=", ".join(names)))
        lines += reference_lines(run)
    if "plan" in answer:
        plan = answer["plan"]
        lines.append(text("answers.plan", run.language, status=plan["status"], gap=f"{plan['gap']:.2%}"))
    if answer["out"]:
        lines.append(text("answers.written", run.language, out=answer["out"]))
    return lines


def layer_list(run: Run) -> list[dict[str, Any]]:
    """Return every configured layer: name, form, file and whether it is there."""
    paths = run.input_paths()
    return [
        {
            "layer": name,
            "format": source.format,
            "there": paths[name].is_file(),
            "path": source.path,
            "source": source.source,
        }
        for name, source in run.config.layers.items()
    ]


def format_list() -> list[dict[str, Any]]:
    """Return the forms that can be read and what each is."""
    return [
        {"format": name, "layers": ", ".join(form.layers), "what": form.about} for name, form in sorted(FORMATS.items())
    ]
