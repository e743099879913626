"""`prosmed-gis config`: what steers a run, and where each value was said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from prosmed_gis.cli.options import json_option, study_options
from prosmed_gis.cli.session import emit, guarded


@click.group("config", short_help="What steers a run.")
def command() -> None:
    """Show the configuration and its schema."""


@command.command("show")
@study_options
@click.argument("key", required=False)
@json_option
@guarded
def show(*, key: str | None, as_json: bool, **options: Any) -> None:
    """Show every value after scenario and overrides, with its origin; KEY limits to one branch."""
    from prosmed_gis.cli.options import dedicated
    from prosmed_gis.config.loading import Request, load
    from prosmed_gis.errors import ConfigError

    loaded = load(
        Request(
            path=options["config_path"],
            scenario=options["scenario"],
            settings=options["settings"],
            layers=options["layers"],
            options=dedicated(options["as_of"], options["audience"], options["lang"]),
        )
    )
    lines = [
        (name, value, origin)
        for name, value, origin in leaves(loaded.config.model_dump(mode="json"), loaded.origins)
        if key is None or name == key or name.startswith(f"{key}.")
    ]
    if key is not None and not lines:
        msg = f"config show {key}: no such key; try `prosmed-gis config show`"
        raise ConfigError(msg)
    if as_json:
        emit({name: {"value": value, "origin": origin} for name, value, origin in lines})
        return
    for name, value, origin in lines:
        click.echo(f"{name} = {value}    # {origin}")


def leaves(tree: Any, origins: dict[str, str], prefix: str = "") -> list[tuple[str, object, str]]:
    """Return (dotted key, value, origin) of every leaf; a default of the model has the origin `default`."""
    if isinstance(tree, dict) and tree:
        return [
            leaf
            for name, value in tree.items()
            for leaf in leaves(value, origins, f"{prefix}.{name}" if prefix else name)
        ]
    return [(prefix, tree, _origin(prefix, origins))]


def _origin(key: str, origins: dict[str, str]) -> str:
    return origins.get(key, "default")


@command.command("schema")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write it to a file.")
@guarded
def schema(*, out: Path | None) -> None:
    """Print the JSON schema of the configuration."""
    import json

    from prosmed_gis.config.root import Config

    content = json.dumps(Config.model_json_schema(), ensure_ascii=False, indent=1) + "\n"
    if out is None:
        click.echo(content, nl=False)
    else:
        out.write_text(content, encoding="utf-8")
