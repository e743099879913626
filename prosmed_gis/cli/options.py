"""Options that several commands share.

--config, --scenario, --set, --layer, --as-of, --audience, --lang: every command that computes.
--out, --overwrite: commands that write files. --json: commands that answer something.
--force, --forbid, --budget: `place` and `place compare`.
-v / -q: every command.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from prosmed_gis.domain.days import day_of

Command = Callable[..., Any]

DEFAULT_CONFIG = Path("config") / "prosmed.yaml"


def stacked(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Return several options as one decorator, in the order given."""

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


class Day(click.ParamType[date]):
    """A day, ISO or as French is written (`domain.days.day_of`)."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day; a word that is none is a usage error that says how to write it."""
        if isinstance(value, date):
            return value
        try:
            return day_of(str(value))
        except ValueError:
            self.fail(
                f"'{value}' n'est pas une date : écrire 2020-12-31 ou, le jour d'abord, 31/12/2020. / "
                f"'{value}' is no date: write 2020-12-31 or, the day first, 31/12/2020.",
                param,
                ctx,
            )


NO_CACHE = "prosmed_gis.no_cache"
"""Key of the context's `meta` that holds whether results of earlier commands may be used."""


def _no_cache(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    ctx.meta[NO_CACHE] = value


def study_options_with(as_of: str) -> Callable[[Command], Command]:
    """Return the options of every command that reads the study; `as_of` says what its date does."""
    return stacked(
        click.option(
            "--config",
            "config_path",
            type=click.Path(dir_okay=False, path_type=Path),
            default=DEFAULT_CONFIG,
            show_default=True,
            help="Configuration file.",
        ),
        click.option("--scenario", metavar="NAME", help="Scenario of config/scenarios laid on the configuration."),
        click.option(
            "--set", "settings", multiple=True, metavar="KEY=VALUE", help="Change one value, e.g. selection.n=17."
        ),
        click.option(
            "--layer", "layers", multiple=True, metavar="NAME=PATH", help="Read a canonical layer from another file."
        ),
        click.option("--as-of", type=Day(), metavar="DATE", help=f"{as_of} (2020-12-31 or 31/12/2020)."),
        click.option(
            "--audience", type=click.Choice(["internal", "partners", "public"]), help="For whom products are made."
        ),
        click.option("--lang", type=click.Choice(["fr", "en"]), help="Language of products and messages."),
        click.option(
            "--no-cache",
            is_flag=True,
            expose_value=False,
            callback=_no_cache,
            help="Compute everything anew; keep nothing of it.",
        ),
        click.option("-v", "--verbose", count=True, help="Say more; twice shows tracebacks."),
        click.option("-q", "--quiet", is_flag=True, help="Say only errors."),
    )


study_options = study_options_with("Use only what was known that day")
"""Options of every command that reads the study."""

json_option = click.option("--json", "as_json", is_flag=True, help="Answer in JSON on stdout.")

output_options = stacked(
    click.option("--out", type=click.Path(path_type=Path), help="Folder (or file) to write."),
    click.option("--overwrite", is_flag=True, help="Replace what stands there."),
)


def dedicated(as_of: date | None, audience: str | None, lang: str | None) -> tuple[tuple[str, str, object], ...]:
    """Return the (option, key, value) triples of the dedicated options that were given."""
    chosen: list[tuple[str, str, object]] = []
    if as_of is not None:
        chosen += [("--as-of", "study.as_of", as_of), ("--as-of", "study.tracking_as_of", None)]
    if audience is not None:
        chosen.append(("--audience", "study.audience", audience))
    if lang is not None:
        chosen.append(("--lang", "study.language", lang))
    return tuple(chosen)
