"""`prosmed-gis layers`: what the study reads."""

from __future__ import annotations

from typing import Any

import click

from prosmed_gis.cli.options import json_option, study_options
from prosmed_gis.cli.session import Talk, emit, guarded, open_run, table


@click.group("layers", short_help="What the study reads.")
def command() -> None:
    """List the input layers and the forms that can be read; fetch and verify their files."""


@command.command("list")
@study_options
@click.option("--formats", is_flag=True, help="List the readable formats instead.")
@json_option
@guarded
def list_layers(*, formats: bool, as_json: bool, **options: Any) -> None:
    """List every configured layer: format, file, whether it is there, source."""
    from prosmed_gis.pipeline.answers import format_list, layer_list

    talk = Talk(verbose=options["verbose"], quiet=options["quiet"])
    run = open_run(talk, lambda _stage: None, options)
    rows = format_list() if formats else layer_list(run)
    if as_json:
        emit(rows)
        return
    headings = list(rows[0]) if rows else []
    table(headings, (row.values() for row in rows))


@command.command("fetch")
@click.argument("names", nargs=-1)
@study_options
@click.option("--overwrite", is_flag=True, help="Replace a file that is not the recorded one.")
@guarded
def fetch_layers(*, names: tuple[str, ...], overwrite: bool, **options: Any) -> None:
    """Download the files of layers that have a `url` (all, or NAMES); each is verified by its recorded hash."""
    from prosmed_gis.errors import ConfigError
    from prosmed_gis.sources.download import fetch

    talk = Talk(verbose=options["verbose"], quiet=options["quiet"])
    run = open_run(talk, lambda _stage: None, options)
    layers, paths = run.config.layers, run.input_paths()
    unfit = [name for name in names if name not in layers or layers[name].url is None]
    if unfit:
        msg = f"layers fetch: no layer with a `url` is called {', '.join(unfit)}"
        raise ConfigError(msg)
    for name in names or [name for name, source in layers.items() if source.url]:
        source = layers[name]
        digest = fetch(str(source.url), paths[name], sha256=source.sha256, overwrite=overwrite)
        click.echo(f"{name}  {digest}  {source.path}")


@command.command("verify")
@study_options
@guarded
def verify_layers(**options: Any) -> None:
    """Compare every file with its recorded hash; exit 5 where one is missing or has changed."""
    from prosmed_gis.errors import IntegrityError
    from prosmed_gis.readers.files import sha256

    talk = Talk(verbose=options["verbose"], quiet=options["quiet"])
    run = open_run(talk, lambda _stage: None, options)
    wrong = []
    for name, path in run.input_paths().items():
        recorded = run.config.layers[name].sha256
        found = sha256(path) if path.is_file() else "missing"
        state = "not recorded" if recorded is None else "unchanged" if recorded.casefold() == found else "CHANGED"
        wrong += [name] if state == "CHANGED" or found == "missing" else []
        click.echo(f"{name}  {found}  {state}")
    if wrong:
        msg = f"missing or changed: {', '.join(wrong)}"
        raise IntegrityError(msg)
