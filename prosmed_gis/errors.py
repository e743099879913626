"""Name what can go wrong, and the exit code that each kind of failure gives.

Exit codes: 0 done; 1 failure of the tool; 2 usage or configuration; 3 invalid input data;
4 no feasible selection or plan; 5 input missing, or changed since its hash was recorded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from prosmed_gis.domain.notes import Listed, Note
    from prosmed_gis.domain.problems import Problem


class ProsmedError(Exception):
    """Root of every error that a user may meet; the message is fit to be shown as it is.

    Rooms that know no language give a note; who runs the stages puts it into words (`wording.sentences.said_error`).
    """

    exit_code = 1


class ConfigError(ProsmedError, ValueError):
    """The configuration, a scenario or an override says something impossible.

    `key` is the dotted key of the value at fault, where one is: who knows the file adds the line that says it.
    """

    exit_code = 2

    def __init__(self, message: str | Note | Listed, key: str = "") -> None:
        super().__init__(message)
        self.key = key


class DataError(ProsmedError, ValueError):
    """Input data are unusable; `problems` holds everything found, not only the first fault."""

    exit_code = 3

    def __init__(self, message: str | Note | Listed, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


class SchemaError(DataError):
    """A layer lacks a needed column, is empty, or too many of its rows are refused."""


class CrsError(DataError):
    """A layer has no coordinate system, or one that cannot be what it says."""


class InputMissingError(ProsmedError, FileNotFoundError):
    """A file that the configuration names is not there (exit 5)."""

    exit_code = 5

    def __init__(self, message: str | Note | Listed, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


class IntegrityError(InputMissingError):
    """A file differs from the hash recorded for it in the registry (exit 5)."""


class InfeasibleError(ProsmedError):
    """No selection or plan obeys all rules; `rules` is a smallest set that collides (exit 4)."""

    exit_code = 4

    def __init__(self, message: str | Note | Listed, rules: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.rules = tuple(rules)


class OutputError(ProsmedError, OSError):
    """A product cannot be written, or would overwrite another without leave."""


class DataWarning(UserWarning):
    """Something in the data that the reader of the results must know."""
