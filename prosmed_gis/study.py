"""A study as a library sees it: load it, check it, select, place, track, write."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd

from prosmed_gis.config.loading import Request, load
from prosmed_gis.domain.problems import Problem, to_frame
from prosmed_gis.pipeline.cache import DiskCache, Results, default_folder
from prosmed_gis.pipeline.run import Run
from prosmed_gis.pipeline.writing import write_run


def _silent(_told: object) -> None:
    """Tell nobody."""


@dataclass(frozen=True, eq=False)
class Study:
    """One configuration and what is computed of it, each part when first asked for.

    Frames come whole, whatever the audience; `write` makes files as their audience may see them. Errors are those of
    `prosmed_gis.errors`: ConfigError, DataError and its kinds, InfeasibleError, OutputError.
    """

    run: Run

    @classmethod
    def load(
        cls,
        config: Path | str | Request = Path("config/prosmed.yaml"),
        *settings: str,
        scenario: str | None = None,
        results: Results | None = None,
        today: date | None = None,
        notify: Callable[[str], None] = _silent,
        warn: Callable[[Iterable[Problem]], None] = _silent,
    ) -> Study:
        """Return the study of a configuration file.

        Parameters
        ----------
        config
            The file, or a whole request as the command line makes it.
        settings
            `key=value` words, value in YAML, as after `--set`.
        results
            Where stages are kept; by default with those of earlier commands (`pipeline.cache`). `Results()` keeps
            them for this object alone.
        today
            Day after which an observed date lies in the future; by default the clock's.
        notify, warn
            Told the name of each stage as it begins; told the problems of the inputs, once.

        Raises
        ------
        ConfigError
            The file is not there, or what it says is not valid.
        """
        request = config if isinstance(config, Request) else Request(Path(config), scenario, tuple(settings))
        kept = Results(DiskCache(default_folder())) if results is None else results
        day = today or datetime.now(UTC).date()
        return cls(Run(load(request), today=day, notify=notify, warn=warn, results=kept))

    def check(self) -> pd.DataFrame:
        """Return every problem of the inputs, fatal ones too (`problems.csv`)."""
        return to_frame(self.run.every_problem())

    def select(self) -> pd.DataFrame:
        """Return every cercle with its score, rank, whether it is selected, firmness and reasons (`selection.csv`).

        Raises
        ------
        DataError
            The inputs do not allow it; `check` tells all that is wrong.
        InfeasibleError
            No list satisfies the rules; the message names those that collide.
        """
        return self.run.chosen.selection

    def place(self) -> pd.DataFrame:
        """Return the works by site and year (`plan.csv`); raises as `select`."""
        return self.run.plan.works

    def track(self) -> pd.DataFrame:
        """Return the state of the indicators (`tracking.csv`); raises as `select`."""
        return self.run.tracked.states

    def write(self, folder: Path | str | None = None, *, overwrite: bool = False) -> Path:
        """Write every product for the study's audience into a folder, by default `outputs/NAME`, and return it.

        Raises
        ------
        OutputError
            The folder may not be replaced, or a file cannot be written; what stood there is then whole.
        """
        return write_run(self.run, Path(folder or self.run.default_folder), overwrite=overwrite)
