"""The previous output stays whole until the new one is."""

from __future__ import annotations

from pathlib import Path

import pytest

from prosmed_gis.errors import OutputError
from prosmed_gis.outputs.publish import staged


def filled(folder: Path, words: str) -> Path:
    folder.mkdir()
    (folder / "run.json").write_text(words, encoding="utf-8")
    return folder


def interrupted(out: Path, error: type[BaseException]) -> None:
    with staged(out, overwrite=True) as aside:
        (aside / "run.json").write_text("half", encoding="utf-8")
        raise error


def filled_meanwhile(out: Path) -> None:
    with staged(out, overwrite=False) as aside:
        (aside / "run.json").write_text("new", encoding="utf-8")
        out.mkdir()
        (out / "other").write_text("x", encoding="utf-8")


def left(parent: Path) -> list[str]:
    return sorted(path.name for path in parent.iterdir())


def test_new_folder_appears_only_at_the_end(tmp_path):
    out = tmp_path / "deep" / "run"
    with staged(out, overwrite=False) as aside:
        (aside / "run.json").write_text("new", encoding="utf-8")
        assert not out.exists()
        assert aside.parent == out.parent
    assert (out / "run.json").read_text(encoding="utf-8") == "new"
    assert left(tmp_path / "deep") == ["run"]


def test_failure_leaves_the_old_one_and_no_rest(tmp_path):
    out = filled(tmp_path / "run", "old")
    for error in (RuntimeError, KeyboardInterrupt):
        with pytest.raises(error):
            interrupted(out, error)
        assert (out / "run.json").read_text(encoding="utf-8") == "old"
        assert left(tmp_path) == ["run"]


def test_overwrite_replaces_the_whole_folder(tmp_path):
    out = filled(tmp_path / "run", "old")
    (out / "stale.csv").write_text("x", encoding="utf-8")
    with staged(out, overwrite=True) as aside:
        (aside / "run.json").write_text("new", encoding="utf-8")
    assert left(out) == ["run.json"]
    assert left(tmp_path) == ["run"]


def test_existing_run_needs_leave(tmp_path):
    out = filled(tmp_path / "run", "old")
    with pytest.raises(OutputError, match="--overwrite"), staged(out, overwrite=False):
        pytest.fail("must not begin")


def test_folder_that_is_no_run_is_never_replaced(tmp_path):
    out = tmp_path / "home"
    out.mkdir()
    (out / "thesis.doc").write_text("x", encoding="utf-8")
    for overwrite in (True, False):
        with pytest.raises(OutputError, match=r"no run\.json"), staged(out, overwrite=overwrite):
            pytest.fail("must not begin")
    assert left(out) == ["thesis.doc"]


def test_empty_folder_is_free_and_a_file_is_not(tmp_path):
    out = tmp_path / "run"
    out.mkdir()
    with staged(out, overwrite=False) as aside:
        (aside / "run.json").write_text("new", encoding="utf-8")
    assert left(out) == ["run.json"]
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(OutputError, match="is a file"), staged(tmp_path / "file", overwrite=True):
        pytest.fail("must not begin")


def test_folder_filled_meanwhile_is_not_lost(tmp_path):
    out = tmp_path / "run"
    with pytest.raises(OutputError, match=r"no run\.json"):
        filled_meanwhile(out)
    assert left(out) == ["other"]
    assert left(tmp_path) == ["run"]


def test_failed_swap_brings_the_old_one_back(tmp_path, monkeypatch):
    out = filled(tmp_path / "run", "old")
    rename = Path.rename

    def fails(self, target):
        if self.name.endswith(".partial"):
            raise OSError(5, "broken disk")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fails)
    with pytest.raises(OutputError, match="broken disk"), staged(out, overwrite=True) as aside:
        (aside / "run.json").write_text("new", encoding="utf-8")
    assert (out / "run.json").read_text(encoding="utf-8") == "old"
    assert left(tmp_path) == ["run"]


def test_link_is_followed_not_replaced(tmp_path):
    real = filled(tmp_path / "real", "old")
    link = tmp_path / "link"
    link.symlink_to(real)
    with staged(link, overwrite=True) as aside:
        (aside / "run.json").write_text("new", encoding="utf-8")
    assert link.is_symlink()
    assert (real / "run.json").read_text(encoding="utf-8") == "new"
