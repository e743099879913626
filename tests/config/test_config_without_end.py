"""A configuration that nests without end is refused at once, with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from prosmed_gis.config.documents import DEEPEST, check_size, read_document
from prosmed_gis.errors import ConfigError

LAUGHS = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
)


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("a: 1\nb: &s\n  c: *s\n", 3, "inside the value"),
        ("a: &s [1, [2, *s]]\n", 1, "inside the value"),
        ("a: 1\nb: " + "[" * 3000 + "]" * 3000 + "\n", 2, "deeper"),
        ("a: " + "{x: " * 500 + "1" + "}" * 500 + "\n", 1, "deeper"),
        (LAUGHS, 6, "more than"),
    ],
)
def test_what_has_no_end_is_refused_with_its_line(content: str, line: int, words: str, tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=f"^c.yaml:{line}: .*{words}") as error:
        read_document(path)
    assert error.value.exit_code == 2


def test_aliases_and_levels_as_people_use_them_stay(tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    path.write_text("a: &s {x: 1}\nb: *s\nc: [*s, *s]\n", encoding="utf-8")
    assert read_document(path).tree == {"a": {"x": 1}, "b": {"x": 1}, "c": [{"x": 1}, {"x": 1}]}
    check_size("[" * DEEPEST + "]" * DEEPEST, "--set a")
    with pytest.raises(ConfigError, match="--set a:1: "):
        check_size("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1), "--set a")
