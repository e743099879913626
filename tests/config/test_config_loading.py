"""Files, scenarios and overrides become one checked configuration whose values know where they were said."""

import json
from datetime import date
from pathlib import Path

import pytest
import yaml

from prosmed_gis.config.documents import Document, assign, merge, read_document
from prosmed_gis.config.loading import USUAL_FORMATS, Request, load, scenarios
from prosmed_gis.config.root import Config
from prosmed_gis.errors import ConfigError
from prosmed_gis.readers.registry import FORMATS

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / "config" / "prosmed.yaml"


def test_the_embedded_configuration_is_valid_and_every_leaf_has_its_line():
    loaded = load(Request(CONFIG))
    assert loaded.config.selection.n == 21
    file, line = loaded.origins["selection.n"].split(":")
    assert file == "prosmed.yaml"
    assert "n: 21" in CONFIG.read_text(encoding="utf-8").splitlines()[int(line) - 1]


def test_later_words_win_and_say_so():
    loaded = load(
        Request(CONFIG, "17-cercles", ("selection.n=18",), options=(("--as-of", "study.as_of", date(2020, 12, 31)),))
    )
    assert loaded.config.selection.n == 18
    assert loaded.origins["selection.n"] == "--set"
    assert loaded.config.selection.variant == "17"
    assert loaded.origins["selection.variant"].startswith("scenarios/17-cercles.yaml:")
    assert loaded.config.study.as_of == date(2020, 12, 31)
    assert loaded.scenario_labels[0]


def test_scenarios_stand_beside_the_configuration():
    assert scenarios(CONFIG) == ["17-cercles", "21-cercles"]


def test_every_fault_is_told_at_once_with_key_value_and_origin():
    words = ("selection.n=abc", "selection.foo=1", "targeting.groups.conflict.indicators.persistence.weight=-3")
    with pytest.raises(ConfigError) as caught:
        load(Request(CONFIG, None, words))
    message = str(caught.value)
    assert "selection.n" in message
    assert "'abc'" in message
    assert "selection.foo" in message
    assert "persistence.weight" in message
    assert message.count("--set") == 3


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (Request(CONFIG, "nowhere"), "17-cercles"),
        (Request(CONFIG, None, ("selection.n",)), "key=value"),
        (Request(CONFIG, None, ("selection.n.deep=1",)), "selection.n"),
        (Request(CONFIG, None, (), ("nothing=x.csv",)), "nothing"),
        (Request(CONFIG, None, ("study.name=[",)), "YAML"),
    ],
)
def test_a_wrong_word_is_named(request_, words):
    with pytest.raises(ConfigError, match=words):
        load(request_)


def test_a_missing_configuration_is_a_fault_of_configuration_and_says_what_to_do(tmp_path):
    with pytest.raises(ConfigError, match=r"nowhere\.yaml.*--config") as error:
        load(Request(tmp_path / "nowhere.yaml"))
    assert error.value.exit_code == 2


@pytest.mark.parametrize(("content", "words"), [("- a\n", "mapping"), ("a: [\n", "YAML"), ("a: 1\na: 2\n", "twice")])
def test_a_file_that_is_no_configuration_is_refused(tmp_path, content, words):
    path = tmp_path / "bad.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=words):
        read_document(path)


def test_extends_merges_deep_but_replaces_layers_whole(tmp_path):
    (tmp_path / "base.yaml").write_text(CONFIG.read_text(encoding="utf-8"), encoding="utf-8")
    child = tmp_path / "child.yaml"
    child.write_text(
        "extends: base.yaml\nstudy: {name: other}\nlayers:\n  events: null\n  roads: {path: r.geojson, format: roads}\n",
        encoding="utf-8",
    )
    loaded = load(Request(child))
    assert loaded.config.study.name == "other"
    assert loaded.config.study.language == "fr"
    assert "events" not in loaded.config.layers
    assert loaded.config.layers["roads"].path == "r.geojson"
    assert loaded.origins["layers.roads.path"] == "child.yaml:5"


def test_extends_from_another_folder_keeps_the_parents_paths(tmp_path):
    child = tmp_path / "child.yaml"
    child.write_text(f"extends: {CONFIG}\n", encoding="utf-8")
    source = load(Request(child)).config.layers["cercles"]
    assert Path(source.path).name == "admin.gpkg"
    assert (tmp_path / source.path).resolve().parent == ROOT / "layers" / "demo"


def test_a_file_that_extends_itself_is_refused(tmp_path):
    path = tmp_path / "circle.yaml"
    path.write_text("extends: circle.yaml\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="circle"):
        load(Request(path))


def test_merge_and_assign_leave_their_arguments_alone():
    base = Document({"a": {"b": 1}, "layers": {"x": {"path": "p"}}}, {"a.b": "f:1"})
    merged = merge(base, Document({"a": {"c": 2}}, {"a.c": "g:1"}))
    changed = assign(merged, "a.b", 5, "--set")
    assert base.tree == {"a": {"b": 1}, "layers": {"x": {"path": "p"}}}
    assert changed.tree["a"] == {"b": 5, "c": 2}
    assert changed.origins == {"a.b": "--set", "a.c": "g:1"}


def test_the_committed_schema_is_in_step_with_the_models():
    committed = json.loads((ROOT / "config" / "schema.json").read_text(encoding="utf-8"))
    assert committed == Config.model_json_schema(), "run: prosmed-gis config schema --out config/schema.json"


def test_weights_have_a_source_and_a_date_for_their_goalposts():
    tree = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))
    for group in tree["targeting"]["groups"].values():
        for indicator in group["indicators"].values():
            assert indicator["source"]
            assert indicator["goalposts_dated"]


def test_a_canonical_layer_that_the_study_lacks_can_be_given():
    lacking = load(Request(ROOT / "config" / "mali-cod.yaml"))
    assert "events" not in lacking.config.layers
    given = load(Request(ROOT / "config" / "mali-cod.yaml", layers=("events=acled.csv",))).config.layers["events"]
    assert given.format == "acled"
    assert Path(given.path).name == "acled.csv"
    assert set(USUAL_FORMATS.values()) <= set(FORMATS)


def test_a_path_that_a_variable_gives_is_not_moved_by_a_child_elsewhere(tmp_path):
    child = tmp_path / "mine.yaml"
    child.write_text(f"extends: {ROOT / 'config' / 'mali-cod.yaml'}\n", encoding="utf-8")
    layers = load(Request(child)).config.layers
    assert layers["cercles"].path.startswith("${PROSMED_DATA}/")
    assert Path(layers["works"].path).is_file()
