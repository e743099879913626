"""`prosmed-gis check`: tell whether the input is fit to decide with."""

from __future__ import annotations

from collections import Counter
from typing import Any

import click

from prosmed_gis.cli.options import json_option, study_options
from prosmed_gis.cli.session import Talk, describe, emit, guarded, open_run


@click.command("check", short_help="Read every layer and tell every problem.")
@study_options
@json_option
@guarded
def command(*, as_json: bool, **options: Any) -> None:
    """Read and check every layer; tell every problem of every layer in one go.

    Exit code 5 where a file is missing or has changed, 3 where any error stands, else 0.
    """
    talk = Talk(verbose=options["verbose"], quiet=True)
    run = open_run(talk, lambda _stage: None, options)
    problems = run.every_problem()
    counts = Counter(problem.severity.value for problem in problems)
    if as_json:
        emit(
            {
                "counts": {grade: counts.get(grade, 0) for grade in ("fatal", "error", "warning", "info")},
                "layers": run.reading.rows.to_dict("records"),
                "problems": [
                    {**{name: getattr(p, name) for name in p.__slots__}, "severity": p.severity.value} for p in problems
                ],
            }
        )
    else:
        for problem in problems:
            if options["verbose"] or problem.severity.value != "info":
                click.echo(describe(problem))
        click.echo(", ".join(f"{counts.get(grade, 0)} {grade}" for grade in ("fatal", "error", "warning", "info")))
    run.raise_if_fatal()
    if counts.get("error", 0):
        raise click.exceptions.Exit(3)
