"""A note said in a language: fields filled, numbers and dates as its readers write them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pandas as pd

from prosmed_gis.domain.messages import text
from prosmed_gis.domain.notes import Cased, Listed, Note, Number, Percent, Value
from prosmed_gis.domain.problems import Problem
from prosmed_gis.domain.vocabulary import Language
from prosmed_gis.wording.numbers import day, number, short


def say(told: Value, language: Language | str) -> str:
    """Return a note, or a value of one, as a reader of `language` reads it; text stays as it is.

    Raises
    ------
    KeyError
        The catalogue has no such sentence, or the note lacks one of its fields: a fault of the tool.
    """
    if isinstance(told, Note):
        return text(told.key, language, **{name: _filled(value, language) for name, value in told.values})
    return str(_filled(told, language))


def _filled(value: Value, language: Language | str) -> str | int | float:
    if isinstance(value, Note):
        return say(value, language)
    if isinstance(value, Number):
        return (short if value.short else number)(value.value, language, value.decimals)
    if isinstance(value, Percent):
        sign = "\u00a0%" if language == "fr" else "%"
        return short(100.0 * value.share, language, value.decimals) + sign
    if isinstance(value, Cased):
        words = say(value.told, language)
        return (words[:1].upper() if value.upper else words[:1].lower()) + words[1:]
    if isinstance(value, Listed):
        return say(value.between, language).join(say(item, language) for item in value.items)
    return day(value, language) if isinstance(value, date) else value


def in_every_language(key: str) -> tuple[str, ...]:
    """Return a word of the catalogue in each language, for who reads what people wrote."""
    return tuple(text(key, language) for language in Language)


def say_all(told: Iterable[Value], language: Language | str) -> tuple[str, ...]:
    """Return each note said, in order."""
    return tuple(say(one, language) for one in told)


def said_column(column: pd.Series, language: Language | str) -> pd.Series:
    """Return a column of notes and text as text, on its index."""
    return column.map(lambda cell: say(cell, language)).astype("str")


def said_problem(problem: Problem, language: Language | str) -> Problem:
    """Return a problem whose remedy is a sentence."""
    return replace(problem, remedy=say(problem.remedy, language))


def said_error(error: Exception, language: Language | str) -> None:
    """Put the message of an error that a pure room raised with a note into words, in place."""
    error.args = tuple(say(part, language) if isinstance(part, Note | Listed) else part for part in error.args)
