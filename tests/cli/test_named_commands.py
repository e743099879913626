"""What texts, docs and README tell people to type is there to be typed."""

from __future__ import annotations

import ast
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest

from prosmed_gis.cli import main

ROOT = Path(__file__).parents[2]
PACKAGE = sorted((ROOT / "prosmed_gis").rglob("*.py"))
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
SETTINGS = [ROOT / "Makefile", *sorted((ROOT / "config").rglob("*.yaml"))]
NAMED = re.compile(r"prosmed-gis((?: [a-z][a-z-]*)+)([^`#\n]*)")
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")


def texts():
    """Every text that a person can meet, with where it stands."""
    for path in PACKAGE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield path.name, node.value
            elif isinstance(node, ast.JoinedStr):
                parts = [part.value if isinstance(part, ast.Constant) else "{}" for part in node.values]
                yield path.name, "".join(map(str, parts))
    for path in (*PAGES, *SETTINGS):
        yield path.name, path.read_text(encoding="utf-8")


def resolved(words):
    """Return the command that words name, and the words left; None where there is no such command."""
    command, left = main, list(words)
    while isinstance(command, click.Group) and left:
        inner = command.get_command(click.Context(command), left[0])
        if inner is None:
            return (command, left) if command.invoke_without_command else None
        command, left = inner, left[1:]
    return command, left


def options_of(command):
    return {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)} | {"--help"}


def every_option():
    found, waiting = set(), [main]
    while waiting:
        command = waiting.pop()
        found |= options_of(command)
        if isinstance(command, click.Group):
            waiting += [command.get_command(click.Context(command), name) for name in command.list_commands(None)]
    return found


def wrong(name, text):
    """Return what a text tells to type that is not there."""
    for words, rest in NAMED.findall(text):
        found = resolved(words.split())
        if found is None:
            yield f"{name}: prosmed-gis{words}"
        else:
            yield from (
                f"{name}: prosmed-gis{words} {word}"
                for word in OPTION.findall(rest)
                if word not in options_of(found[0])
            )


def test_no_text_names_a_command_or_an_option_that_does_not_exist():
    assert [fault for name, text in texts() for fault in wrong(name, text)] == []


def test_such_a_text_would_be_found():
    assert list(wrong("x", "see `prosmed-gis config init`")) == ["x: prosmed-gis config init"]
    assert list(wrong("x", "prosmed-gis select --what-if")) == ["x: prosmed-gis select --what-if"]
    assert list(wrong("x", "prosmed-gis place --what-if --forbid A, prosmed-gis site X --out y")) == []


def test_options_named_alone_in_the_catalogue_exist():
    known = every_option()
    catalogue = (ROOT / "prosmed_gis" / "domain" / "messages").glob("*.py")
    named = {word for path in catalogue for word in OPTION.findall(path.read_text(encoding="utf-8"))}
    assert "--layer" in named
    assert named - known == set()


def shown_commands(path):
    for block in re.findall(r"```[a-z]*\n(.*?)```", path.read_text(encoding="utf-8"), flags=re.DOTALL):
        for line in block.splitlines():
            words = shlex.split(line, comments=True)
            while words and re.fullmatch(r"[A-Z_]+=.*", words[0]):
                words.pop(0)
            if words and words[0] == "prosmed-gis":
                yield words[1:]


def parsed(words):
    """Parse a command line as the program does, without doing anything."""
    command, context, left = main, None, list(words)
    while True:
        context = command.make_context(left[0] if left else "prosmed-gis", left, parent=context)
        # click 8.2 deprecates the name; what it holds are the words past the group's own options.
        rest = [*context._protected_args, *context.args]
        if not isinstance(command, click.Group) or not rest:
            return context
        _, command, left = command.resolve_command(context, rest)
        assert command is not None


README_COMMANDS = list(shown_commands(PAGES[0]))


def test_readme_shows_commands():
    assert len(README_COMMANDS) >= 10


@pytest.mark.parametrize("words", README_COMMANDS, ids=" ".join)
def test_each_command_of_the_readme_can_be_typed(words):
    parsed(words)


def test_the_readme_says_first_how_to_have_the_program_at_hand():
    text = PAGES[0].read_text(encoding="utf-8")
    made = text.index("make run")
    at_hand = text.index("\n. .venv/bin/activate\n")
    assert made < at_hand < text.index("\nprosmed-gis ")
    # `make run` does make that very folder, and puts the program there.
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "VENV ?= .venv\n" in makefile
    assert "-m venv $(VENV)" in makefile
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["scripts"]["prosmed-gis"] == "prosmed_gis.cli:main"


def test_the_package_runs_as_a_module():
    done = subprocess.run(
        [sys.executable, "-m", "prosmed_gis", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("Usage: prosmed-gis ")
    assert "robustness" in done.stdout
