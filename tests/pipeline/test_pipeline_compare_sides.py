"""What A and B may be called: files, scenarios, dates, and the folder of a run that is made again."""

import csv
import json
from dataclasses import replace
from datetime import date

import pytest
import yaml
from compare_world import Study

from prosmed_gis.config.loading import Request, load
from prosmed_gis.domain.products import Label
from prosmed_gis.errors import ConfigError, IntegrityError
from prosmed_gis.outputs.manifest import Record, write_manifest
from prosmed_gis.pipeline.sides import side
from prosmed_gis.readers.files import located

SMALL = Study(
    {"ML0101": (9, 0), "ML0102": (8, 0), "ML0103": (1, 1), "ML0201": (2, 0), "ML0202": (0, 0), "ML0203": (0, 1)}
)


@pytest.fixture
def study(root, tmp_path):
    path = SMALL.write(root, tmp_path / "config")
    (path.parent / "scenarios").mkdir()
    scenario = {"label_fr": "Deux", "label_en": "Two", "set": {"selection.n": 2}}
    (path.parent / "scenarios" / "two.yaml").write_text(yaml.safe_dump(scenario), encoding="utf-8")
    return path


@pytest.fixture
def made(study, tmp_path):
    """The folder of a run of the study: its record, and the list that it chose."""

    def make(*, chosen=("ML0101",), **request):
        loaded = load(Request(study, **request))
        day = loaded.config.study.as_of
        label = Label("small", "", "", day, day, True, "fr", "internal", "", (), "0.1.0")
        folder = tmp_path / "out"
        folder.mkdir()
        with (folder / "selection.csv").open("w", encoding="utf-8-sig", newline="") as file:
            rows = [("pcode", "selected"), *((code, str(code in chosen).lower()) for code in SMALL.counts)]
            csv.writer(file).writerows(rows)
        inputs = {name: located(source, loaded.base) for name, source in loaded.config.layers.items()}
        write_manifest(Record(loaded, label, inputs, rows={}), folder)
        return folder

    return make


def test_a_folder_gives_back_the_configuration_of_its_run(study, made):
    folder = made(settings=("selection.n=2", "targeting.min_coverage=0.25"), scenario="two")
    again = side(str(folder), Request(study)).loaded
    assert again.config == load(Request(study, "two", ("targeting.min_coverage=0.25",))).config
    assert again.origins["targeting.min_coverage"] == "--set"


def test_a_folder_against_a_scenario(invoke, study, made):
    result = invoke("compare", made(), "two", "--config", study, "-q", "--json")
    assert result.exit_code == 0, result.stderr
    answer = json.loads(result.stdout)
    assert answer["differing"] == ["rules"]
    assert (answer["entered"], answer["notes"]) == (["ML0102"], [])


def test_a_list_that_the_run_does_not_give_any_more_is_told(invoke, study, made):
    answer = json.loads(invoke("compare", made(chosen=["ML0203"]), study, "--config", study, "-q", "--json").stdout)
    assert "ML0203" in answer["notes"][0]
    assert "ML0101" in answer["notes"][0]
    assert answer["entered"] == []


def test_a_changed_input_is_refused_with_its_name_and_what_to_do(invoke, study, made):
    folder = made()
    counts = study.parent / "counts.csv"
    counts.write_text(counts.read_text(encoding="utf-8").replace(",9,", ",7,"), encoding="utf-8")
    result = invoke("compare", folder, study, "--config", study, "-q")
    assert result.exit_code == 5
    assert "event_counts: counts.csv" in result.stderr
    assert "--layer" in result.stderr


def test_a_file_that_lay_outside_the_study_is_asked_for(study, made, tmp_path):
    elsewhere = tmp_path / "elsewhere" / "more" / "counts.csv"
    elsewhere.parent.mkdir(parents=True)
    (study.parent / "counts.csv").rename(elsewhere)
    folder = made(layers=(f"event_counts={elsewhere}",))
    manifest = (folder / "run.json").read_text(encoding="utf-8")
    (folder / "run.json").write_text(manifest.replace("../elsewhere/more/", "(outside)/"), encoding="utf-8")
    with pytest.raises(IntegrityError, match="event_counts"):
        side(str(folder), Request(study))
    assert side(str(folder), Request(study, layers=(f"event_counts={elsewhere}",))).listed == {"ML0101"}


def test_any_side_may_be_taken_at_another_date(study, made):
    folder = made()
    for word in ("@2020-12-31", f"{study}@2020-12-31", "two@2020-12-31", f"{folder}@2020-12-31"):
        found = side(word, Request(study)).loaded.config
        assert (found.study.as_of, found.study.tracking_as_of) == (date(2020, 12, 31), None)
        assert found.selection.n == (2 if word.startswith("two") else 1)


def test_what_is_set_on_the_command_line_holds_on_both_sides(study):
    request = Request(study, settings=("selection.n=3",))
    assert [side(word, request).loaded.config.selection.n for word in (str(study), "two", "@2020-12-31")] == [3, 3, 3]


@pytest.mark.parametrize("word", ["nowhere", "nowhere.yaml@2020-12-31", "two@yesterday", "config"])
def test_what_names_nothing_is_a_usage_error_that_says_what_there_is(study, word, monkeypatch):
    monkeypatch.chdir(study.parent.parent)
    with pytest.raises(ConfigError, match=r"two|2020-12-31"):
        side(word, Request(study))


def test_a_name_of_two_things_is_not_guessed(study, monkeypatch):
    monkeypatch.chdir(study.parent)
    (study.parent / "two").mkdir()
    with pytest.raises(ConfigError, match=r"\./two"):
        side("two", Request(study))


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"configuration": {"a": 1}, "inputs": {}}'])
def test_a_record_that_is_none_is_refused(study, tmp_path, content):
    (tmp_path / "run.json").write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"run\.json"):
        side(str(tmp_path), Request(study))


def test_a_configuration_of_another_version_is_refused_with_the_keys(study, made):
    folder = made()
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    record["configuration"]["selection.old_rule"] = {"value": 1, "origin": "x.yaml:3"}
    (folder / "run.json").write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"(?s)version 0\.1\.0.*selection\.old_rule"):
        side(str(folder), Request(study))


def test_a_side_that_cannot_be_chosen_is_exit_4(invoke, study):
    result = invoke("compare", study, "two", "--config", study, "-q", "--set", "selection.tracks.prevent.min=3")
    assert result.exit_code == 4


def test_studies_in_other_folders_keep_their_own_files(invoke, root, study, tmp_path):
    other = replace(SMALL, counts={**SMALL.counts, "ML0102": (10, 0)}).write(root, tmp_path / "far" / "config")
    answer = json.loads(invoke("compare", study, other, "--config", study, "-q", "--json").stdout)
    assert answer["differing"] == ["data"]
    assert (answer["entered"], answer["left"]) == (["ML0102"], ["ML0101"])
