"""What every command does around its work: load the study, talk on stderr, turn errors into exit codes."""

from __future__ import annotations

import json
import os
import sys
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from prosmed_gis.cli.options import NO_CACHE, dedicated
from prosmed_gis.errors import ProsmedError

if TYPE_CHECKING:
    from prosmed_gis.config.loading import Request
    from prosmed_gis.domain.problems import Problem
    from prosmed_gis.domain.vocabulary import Language
    from prosmed_gis.outputs.publish import Tell
    from prosmed_gis.pipeline import Run
    from prosmed_gis.pipeline.cache import Results

SHOWN = 25
"""Problems listed on stderr; the rest is counted, `problems.csv` and `check` hold all."""


def today() -> date:
    """Return the day that 'future' is judged against: SOURCE_DATE_EPOCH where set, else the clock's."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch else datetime.now(UTC).date()


class Talk:
    """Everything said on stderr, as loud as asked for."""

    def __init__(self, *, verbose: int, quiet: bool) -> None:
        self.verbose = verbose
        self.quiet = quiet

    def say(self, message: str, *, level: int = 0) -> None:
        """Say a line unless the user asked for less."""
        if not self.quiet and self.verbose >= level:
            click.echo(message, err=True)

    def problems(self, problems: Iterable[Problem]) -> None:
        """Tell the rows set aside, at most `SHOWN` of them, and count the warnings; tell all where verbose."""
        found = list(problems)
        grave = [problem for problem in found if problem.severity.value in {"fatal", "error"}]
        doubtful = [problem for problem in found if problem.severity.value == "warning"]
        shown = [*grave, *doubtful] if self.verbose else grave[:SHOWN]
        for problem in shown:
            self.say(describe(problem))
        if len(shown) < len(found):
            counts = Counter(problem.layer for problem in doubtful)
            by_layer = ", ".join(f"{layer} {count}" for layer, count in sorted(counts.items()))
            self.say(f"{len(grave)} error(s), {len(doubtful)} warning(s) ({by_layer}); all: prosmed-gis check")

    def telling(self, language: Language) -> Tell:
        """Return what says texts of the catalogue on stderr, in a language."""
        from prosmed_gis.domain.messages import text

        return lambda key, /, **values: self.say(text(key, language, **values))

    @contextmanager
    def stages(self) -> Iterator[Callable[[str], None]]:
        """Give a function that announces a stage: a progress line on a terminal, else lines with -v."""
        if self.quiet or not sys.stderr.isatty():
            yield lambda stage: self.say(f"- {stage}", level=1)
            return
        from rich.console import Console
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        from prosmed_gis.pipeline import NAMES

        columns = (SpinnerColumn(), TextColumn("{task.description:<10}"), BarColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("", total=len(NAMES))
            # The last stage tells its products one by one: "write map", "write gpkg".
            yield lambda stage: progress.update(task, description=stage, completed=NAMES.index(stage.split()[0]))


def describe(problem: Problem) -> str:
    """Return one problem as one line: gravity, place, value, what to do."""
    place = f"{problem.file}" + (f", row {problem.row}" if problem.row is not None else "")
    column = f", {problem.column}={problem.value!r}" if problem.column else ""
    return f"{problem.severity.value}: {problem.layer} ({place}{column}) {problem.remedy}"


def guarded(command: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a command so that no traceback reaches the user and every error has its exit code."""

    @wraps(command)
    def wrapper(*args: object, **kwargs: Any) -> Any:
        verbose = int(kwargs.get("verbose") or 0)
        try:
            with warnings.catch_warnings():
                if not verbose:
                    warnings.simplefilter("ignore")
                return command(*args, **kwargs)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except ProsmedError as error:
            _tell(error, verbose=verbose)
            raise click.exceptions.Exit(error.exit_code) from error
        except BrokenPipeError:
            raise
        except Exception as error:
            _tell(error, verbose=verbose, prefix="internal error: ")
            raise click.exceptions.Exit(1) from error

    return wrapper


def _tell(error: Exception, *, verbose: int, prefix: str = "") -> None:
    text = str(error) or type(error).__name__
    click.secho(f"prosmed-gis: {prefix}{text}", fg="red", err=True)
    if verbose > 1:
        click.echo("".join(traceback.format_exception(error)), err=True)


def request_of(options: dict[str, Any]) -> Request:
    """Return what the options of every command ask of the configuration."""
    from prosmed_gis.config.loading import Request

    return Request(
        path=options["config_path"],
        scenario=options["scenario"],
        settings=options["settings"],
        layers=options["layers"],
        options=dedicated(options["as_of"], options["audience"], options["lang"]),
    )


def kept_results() -> Results:
    """Return where the command's stages are kept: with those of earlier commands, unless --no-cache was given."""
    from prosmed_gis.pipeline.cache import DiskCache, Results, default_folder

    context = click.get_current_context(silent=True)
    if context is not None and context.meta.get(NO_CACHE):
        return Results()
    return Results(DiskCache(default_folder()))


def open_run(talk: Talk, notify: Callable[[str], None], asked: dict[str, Any] | Request) -> Run:
    """Load the configuration that the options (or the request made of them) ask for and return the run over it."""
    from prosmed_gis.study import Study

    request = request_of(asked) if isinstance(asked, dict) else asked
    return Study.load(request, results=kept_results(), today=today(), notify=notify, warn=talk.problems).run


def emit(answer: object, run: Run | None = None) -> None:
    """Write an answer as JSON on stdout, in UTF-8, keys in the order given, numbers to the digits that hold.

    What `run` set aside is the last key.
    """
    from prosmed_gis.domain.digits import filed

    if run is not None and isinstance(answer, dict):
        from prosmed_gis.pipeline.aside import set_aside

        answer = {**answer, "set_aside": set_aside(run.reading)}
    click.echo(json.dumps(filed(answer), ensure_ascii=False, indent=2, default=str))


def say_aside(run: Run) -> None:
    """Write under an answer what was set aside at reading, a line a layer; nothing where nothing was."""
    from prosmed_gis.pipeline.aside import aside_lines

    for line in aside_lines(run.reading, run.language):
        click.echo(line)


def table(headings: list[str], rows: Iterable[Iterable[object]]) -> None:
    """Write a table for people on stdout, columns aligned by their widest value."""
    cells = [headings, *[["" if value is None else str(value) for value in row] for row in rows]]
    widths = [max(len(row[i]) for row in cells) for i in range(len(headings))]
    for row in cells:
        click.echo("  ".join(value.ljust(width) for value, width in zip(row, widths, strict=True)).rstrip())
