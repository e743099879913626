"""The files of the shared folder that were read wrongly without a word: each ends as its table says."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from prosmed_gis.config.documents import read_document
from prosmed_gis.config.root import Config
from prosmed_gis.config.study import LayerSource
from prosmed_gis.domain.problems import Severity
from prosmed_gis.errors import ConfigError
from prosmed_gis.readers.study import Read, read_layers
from prosmed_gis.wording.sentences import say
from tests.readers.conftest import TODAY

pytestmark = pytest.mark.real

FORMAT = {"events": "acled"}
Reads = Callable[..., Read]


@pytest.fixture
def cases(shared: Path) -> Path:
    return shared.parent / "cases"


@pytest.fixture
def mini(base_config: Config, cases: Path) -> Reads:
    """Read the made-up country of the cases with one more layer: name -> path under the folder of cases."""

    def run(admin: str = "mini_admin.gpkg", more: dict[str, Any] | None = None, **layers: str) -> Read:
        sources = {
            name: LayerSource(path=f"inputs/{admin}", layer=name, format="boundaries", vintage="2021")
            for name in ("regions", "cercles", "communes")
        }
        for name, path in layers.items():
            sources[name] = LayerSource(path=path, format=FORMAT.get(name, name), options=more or {})
        study = base_config.study.model_copy(update={"as_of": date(2020, 12, 31)})
        config = base_config.model_copy(update={"layers": sources, "study": study})
        return read_layers(config, cases, today=TODAY)

    return run


def told(read: Read, *, grave: bool = True) -> list[str]:
    worst = (Severity.FATAL, Severity.ERROR) if grave else tuple(Severity)
    return [problem.rule for problem in read.problems if problem.severity in worst]


@pytest.mark.parametrize(
    ("layer", "file", "count"),
    [
        ("events", "events_good.csv", 24),
        ("facilities", "facilities_good.csv", 20),
        ("population", "population_good.csv", 6),
    ],
)
def test_good_files_stay_clean(layer: str, file: str, count: int, mini: Reads) -> None:
    result = mini(**{layer: f"inputs/{file}"})
    assert result.problems == ()
    assert result.layers is not None
    assert len(getattr(result.layers, layer)) == count


@pytest.mark.parametrize(
    ("layer", "file", "count", "rules"),
    [
        ("events", "events_blanks_written_NA.csv", 24, ["cells.blank"]),
        ("facilities", "facilities_sheet_says_it_is_shorter.xlsx", 20, ["sheet.range"]),
        ("facilities", "facilities_sheet_says_A1.xlsx", 20, ["sheet.range"]),
        ("facilities", "facilities_comma_and_three_decimals.csv", 20, []),
    ],
)
def test_these_are_read_whole_and_told(layer: str, file: str, count: int, rules: list[str], mini: Reads) -> None:
    result = mini(**{layer: f"inputs/{file}"})
    assert told(result, grave=False) == rules
    assert result.layers is not None
    assert len(getattr(result.layers, layer)) == count
    if layer == "events":
        assert result.layers.events is not None
        assert result.layers.events["civilian_targeting"].sum() == 8


@pytest.mark.parametrize(
    ("layer", "file", "rule", "words"),
    [
        ("events", "inputs/events_quote_never_closed.csv", "quote.open", r"Ligne 7 "),
        ("population", "inputs/population_thousands_by_dots.csv", "number.doubt", r"6 cellule\(s\) comme « 320\.000 »"),
        ("progress", "trust/exc-AttributeError-_sheet_records-progress.xlsx", "sheet.chart", r"Sheet1"),
        ("progress", "trust/exc-ParseError-_sheet_records-progress.xlsx", "file.unreadable", r"xl/workbook\.xml"),
        ("facilities", "trust/exc-error-_bytes-facilities-f.csv.gz", "file.unreadable", r"GZIP"),
    ],
)
def test_these_are_refused_in_words(layer: str, file: str, rule: str, words: str, mini: Reads) -> None:
    result = mini(**{layer: file})
    assert told(result) == [rule]
    assert re.search(words, say(result.problems[0].remedy, "fr"))


@pytest.mark.parametrize(
    ("layer", "file", "rules"),
    [
        ("events", "events_headings_in_capitals.csv", ["heading.case"]),
        ("events", "events_stop_before_as_of.csv", ["events.stale"]),
        ("events", "events_point_not_in_the_admin2_it_names.csv", ["events.elsewhere", "events.elsewhere_many"]),
        ("events", "events_two_countries.csv", ["scope.countries"]),
        ("facilities", "facilities_two_rows_of_merged_headings.xlsx", ["heading.row"]),
        ("facilities", "facilities_sep_line_of_excel.csv", []),
        ("facilities", "facilities_dos_code_page_850.csv", ["encoding.cp850"]),
        ("facilities", "facilities_degrees_minutes_seconds.csv", ["degrees.sexagesimal"]),
        ("roads", "roads_zipped_on_a_mac.zip", []),
        ("interventions", "interventions_pcodes_semicolon_and_small_letters.csv", ["layer.refused", "pcode.case"]),
    ],
)
def test_these_are_read_or_told_in_words_that_help(layer: str, file: str, rules: list[str], mini: Reads) -> None:
    assert sorted(set(told(mini(**{layer: f"inputs/{file}"}), grave=False))) == rules


def test_a_cercle_that_crosses_itself_stops_everything(mini: Reads) -> None:
    result = mini("admin_one_cercle_crosses_itself.gpkg", events="inputs/events_good.csv")
    assert told(result) == ["geometry.invalid"]
    assert "Cercle 22 / ML0202" in say(result.problems[0].remedy, "en")
    assert result.layers is None


def test_a_sheet_that_states_too_little_gives_every_post(mini: Reads) -> None:
    result = mini(facilities="trust/dimension-too-small.xlsx")
    rows = result.rows.set_index("layer")
    assert rows.loc["facilities", "rows_in"] == 284
    assert "sheet.range" in told(result, grave=False)


def test_a_whole_number_beyond_what_can_be_is_told_with_its_row(mini: Reads) -> None:
    result = mini(population="trust/exc-TypeError-to_whole-population-f.csv")
    assert ("value.huge", 11, "year") in {(p.rule, p.row, p.column) for p in result.problems}


@pytest.mark.parametrize(("name", "line"), [("cycle", 3), ("deep", 2), ("laughs", 8)])
def test_a_configuration_without_end_is_refused_with_its_line(name: str, line: int, cases: Path) -> None:
    with pytest.raises(ConfigError, match=f"{name}.yaml:{line}: ") as error:
        read_document(cases / "trust" / f"{name}.yaml")
    assert error.value.exit_code == 2
