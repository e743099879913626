"""What was set aside at reading is told on the answer itself."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from prosmed_gis.cli.session import emit, say_aside
from prosmed_gis.domain.problems import Problem, Severity
from prosmed_gis.domain.vocabulary import Language
from prosmed_gis.pipeline.aside import aside_lines, set_aside
from prosmed_gis.readers.study import Read


def problem(layer: str, row: int | None, severity: Severity = Severity.ERROR) -> Problem:
    return Problem("f.csv", layer, row, "c", "v", "rule", severity, "Do this.")


def reading(*problems: Problem, **rows_in: int) -> Read:
    rows = pd.DataFrame(
        [(name, "f.csv", count, count, "") for name, count in rows_in.items()],
        columns=["layer", "file", "rows_in", "rows_out", "sha256"],
    )
    return Read(None, problems, rows, {}, {})


def test_every_row_counts_once_however_many_problems_it_has() -> None:
    found = [problem("events", row) for row in (2, 2, 3, 9)] + [problem("events", 4, Severity.WARNING)]
    read = reading(*found, problem("works", None), problem("works", None), events=1500, works=28, roads=3)
    assert set_aside(read) == [
        {"layer": "events", "rows": 3, "of": 1500, "share": 0.002},
        {"layer": "works", "rows": 2, "of": 28, "share": 0.0714},
    ]
    assert aside_lines(read, Language.EN)[0].startswith("⚠ 3 of 1,500 rows (0.2%) of layer 'events' were set aside")
    assert "mises de côté : 3 sur 1\u202f500 (0,2\u00a0%)" in aside_lines(read, Language.FR)[0]


def test_nothing_is_said_where_nothing_was_set_aside() -> None:
    read = reading(problem("events", 2, Severity.INFO), events=5)
    assert set_aside(read) == []
    assert aside_lines(read, Language.EN) == ()


def test_a_share_is_never_rounded_to_none() -> None:
    assert "(< 0.1%)" in aside_lines(reading(problem("events", 2), events=4000), Language.EN)[0]


def test_an_answer_says_it_on_the_screen_and_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    run: Any = SimpleNamespace(reading=reading(problem("events", 2), events=5), language=Language.FR)
    say_aside(run)
    assert capsys.readouterr().out.startswith("⚠ Lignes de la couche « events » mises de côté : 1 sur 5 (20,0\u00a0%)")
    emit({"n": 3}, run)
    assert json.loads(capsys.readouterr().out) == {
        "n": 3,
        "set_aside": [{"layer": "events", "rows": 1, "of": 5, "share": 0.2}],
    }
