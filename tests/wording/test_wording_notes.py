"""Notes are data until they are said, and rooms that compute know no language."""

import ast
from datetime import date

import pytest

from prosmed_gis.domain.notes import Listed, Number, note
from prosmed_gis.wording.sentences import in_every_language, said_error, say

# One room still speaks and is not listed yet: targeting.
WITHOUT_LANGUAGE = ("domain", "mcda", "location", "overlay", "access", "siting", "tracking", "readers", "sources")
MAY_NAME_IT = {"domain/vocabulary.py", "domain/products.py", "domain/messages/__init__.py"}
"""The list of languages, what a product says of itself, and the catalogue."""


@pytest.mark.parametrize("room", WITHOUT_LANGUAGE)
def test_a_room_that_computes_knows_no_language(root, room):
    package = root / "prosmed_gis"
    named = []
    for path in sorted((package / room).rglob("*.py")):
        if path.relative_to(package).as_posix() in MAY_NAME_IT:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            word = {ast.arg: "arg", ast.Name: "id", ast.Attribute: "attr"}.get(type(node))
            if word and getattr(node, word).casefold() == "language":
                named.append(f"{path.name}:{node.lineno}")
    assert named == []


def test_one_note_is_said_in_either_language():
    told = note("tracking.flag.after_as_of", count=2, date=date(2022, 12, 31))
    assert "31/12/2022" in say(told, "fr")
    assert "2022-12-31" in say(told, "en")


def test_numbers_and_lists_inside_a_note_follow_its_language():
    gap = note(
        "overlay.population_gap", raster=Number(1234567), table=Number(2), percent=Number(-1.5, 1), tolerance=Number(5)
    )
    assert "1\u202f234\u202f567" in say(gap, "fr")
    assert "-1,5" in say(gap, "fr")
    assert "1,234,567" in say(gap, "en")
    assert say(Listed((Number(2.5, 2, short=True), "km"), " "), "fr") == "2,5 km"
    assert say(Listed((note("stage.works"), "!"), ""), "en") == say(note("stage.works"), "en") + "!"


def test_the_same_note_is_one_note_and_what_it_is_about_counts():
    assert note("a", x=1, y="b") == note("a", y="b", x=1)
    assert len({note("a", {"ML01"}, x=1), note("a", {"ML01"}, x=1), note("a", {"ML02"}, x=1)}) == 2


def test_a_field_that_a_note_lacks_is_a_fault_not_a_gap():
    with pytest.raises(KeyError):
        say(note("tracking.flag.after_as_of", count=2), "fr")


def test_an_error_is_put_into_words_in_place():
    error = ValueError(note("overlay.people_per_km2"), "kept")
    said_error(error, "fr")
    assert error.args == (say(note("overlay.people_per_km2"), "fr"), "kept")


def test_a_word_is_had_in_every_language():
    assert len(set(in_every_language("stage.works"))) == 2
