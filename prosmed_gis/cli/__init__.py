"""The command line: `prosmed-gis COMMAND`.

Modules of commands import only click at the top, so that `--help` answers at once; geospatial
libraries are loaded inside the commands that need them.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from prosmed_gis import __version__

COMMANDS = {
    "run": "run",
    "check": "check",
    "layers": "layers",
    "select": "select",
    "robustness": "robustness",
    "explain": "explain",
    "compare": "compare",
    "calibrate": "calibrate",
    "access": "access",
    "place": "place",
    "site": "site",
    "track": "track",
    "map": "map",
    "export": "export",
    "config": "config",
    "cache": "cache",
}
"""Command -> module of this package that holds it as `command`."""


class LazyGroup(click.Group):
    """A group that imports a command's module only when the command is looked at."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names of the commands, in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"prosmed_gis.cli.{COMMANDS[cmd_name]}_command")
        command: Any = module.command
        return command  # type: ignore[no-any-return]


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="prosmed-gis")
def main() -> None:
    """Choose cercles, place works, track them, and show it on a map.

    \b
    Exit codes: 0 done; 1 failure; 2 usage or configuration; 3 invalid input data;
    4 no feasible selection or plan; 5 input missing or changed.
    """  # noqa: D301 - click needs the character itself
