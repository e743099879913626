"""What a room has to say, as data: which sentence, with which values, about what; no language yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Number:
    """A number that a reader sees with `decimals` decimals, grouped by thousands as the language has it."""

    value: float
    decimals: int = 0
    short: bool = False
    """Zeros that close the decimals are left out."""


@dataclass(frozen=True, slots=True)
class Percent:
    """A share (0-1) that a reader sees in percent, with at most `decimals` decimals."""

    share: float
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Cased:
    """A value that begins with a capital, or with a small letter."""

    told: Value
    upper: bool = True


@dataclass(frozen=True, slots=True)
class Listed:
    """Several values, one after the other, with `between`: signs as they stand, or those of the language."""

    items: tuple[Value, ...]
    between: str | Note = ", "


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence to be said: its key in the catalogue, what fills its fields, and the ids that it speaks of.

    Notes are compared and counted by what they say. `about` holds P-codes and ids of works or sites, so that a note
    can be kept from an audience which may not see one of them.
    """

    key: str
    values: tuple[tuple[str, Value], ...] = ()
    """(field, value), sorted by field."""
    about: frozenset[str] = frozenset()


Value: TypeAlias = str | int | float | date | Number | Percent | Cased | Listed | Note


def note(key: str, about: Iterable[str] = (), /, **values: Value) -> Note:
    """Return a note; `values` fill the fields of its sentence."""
    return Note(key, tuple(sorted(values.items())), frozenset(about))
