"""`prosmed-gis cache`: results of stages that earlier commands left for later ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from prosmed_gis.cli.options import json_option
from prosmed_gis.cli.session import emit, guarded

if TYPE_CHECKING:
    from prosmed_gis.pipeline.cache import Kept

MEGABYTE = 1e6


@click.group("cache", short_help="Results kept from earlier commands.")
def command() -> None:
    """Show or remove the results that make the next command quicker; no answer depends on them."""


@command.command("info")
@json_option
@guarded
def info(*, as_json: bool) -> None:
    """Say where results are kept, how many, and how much room they take."""
    from prosmed_gis.pipeline.cache import DiskCache, default_folder

    _tell(DiskCache(default_folder()).info(), as_json=as_json)


@command.command("clear")
@json_option
@guarded
def clear(*, as_json: bool) -> None:
    """Remove every kept result and say what there was."""
    from prosmed_gis.pipeline.cache import DiskCache, default_folder

    _tell(DiskCache(default_folder()).clear(), as_json=as_json)


def _tell(kept: Kept, *, as_json: bool) -> None:
    if as_json:
        emit({"folder": str(kept.folder), "results": kept.results, "bytes": kept.bytes, "limit_bytes": kept.limit})
        return
    click.echo(f"{kept.folder}: {kept.results} / {kept.bytes / MEGABYTE:.1f} MB (max {kept.limit / MEGABYTE:.0f} MB)")
