"""The previous output stays whole until the new one is, and what is a person's own is never lost."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from prosmed_gis.errors import OutputError
from prosmed_gis.outputs.publish import claimed, refuse, spare, staged


def record(folder: Path, note: str) -> None:
    """Write a run.json that names all that is in a folder."""
    files = {
        path.relative_to(folder).as_posix(): {"sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
        for path in folder.rglob("*")
        if path.is_file()
    }
    (folder / "run.json").write_text(json.dumps({"note": note, "outputs": files}), encoding="utf-8")


def filled(folder: Path, words: str) -> Path:
    """Make the output of a run whose products hold `words`."""
    (folder / "hxl").mkdir(parents=True)
    for name in ("plan.csv", "classeur.xlsx", "hxl/plan.csv", "stale.csv"):
        (folder / name).write_text(words, encoding="utf-8")
    record(folder, words)
    return folder


def rerun(out: Path, words: str = "new") -> list[str]:
    """Make it again, without `stale.csv`; return what was told."""
    told: list[str] = []
    with staged(out, overwrite=True, tell=lambda key, /, **values: told.append(f"{key} {values}")) as aside:
        (aside / "hxl").mkdir()
        for name in ("plan.csv", "classeur.xlsx", "hxl/plan.csv"):
            (aside / name).write_text(words, encoding="utf-8")
        record(aside, words)
    return told


def note(folder: Path) -> str:
    return str(json.loads((folder / "run.json").read_text(encoding="utf-8"))["note"])


def archive(out: Path) -> Path:
    (found,) = out.parent.glob(f"{out.name}.archive-*")
    return found


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
        assert note(out) == "old"
        assert left(tmp_path) == ["run"]


def test_overwrite_replaces_all_that_the_run_wrote(tmp_path):
    out = filled(tmp_path / "run", "old")
    assert rerun(out) == []
    assert left(out) == ["classeur.xlsx", "hxl", "plan.csv", "run.json"]
    assert note(out) == "new"
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
    assert note(out) == "old"
    assert left(tmp_path) == ["run"]


def test_link_is_followed_not_replaced(tmp_path):
    real = filled(tmp_path / "real", "old")
    link = tmp_path / "link"
    link.symlink_to(real)
    with staged(link, overwrite=True) as aside:
        (aside / "run.json").write_text("new", encoding="utf-8")
    assert link.is_symlink()
    assert (real / "run.json").read_text(encoding="utf-8") == "new"


def test_strangers_stay_and_changed_files_are_kept_beside_and_told(tmp_path):
    out = filled(tmp_path / "run", "old")
    (out / "mes_notes.docx").write_text("a week", encoding="utf-8")
    (out / "hxl" / "à moi" / "deep").mkdir(parents=True)
    (out / "hxl" / "à moi" / "deep" / "x.txt").write_text("x", encoding="utf-8")
    (out / "vide").mkdir()
    (out / "lien").symlink_to("../elsewhere")
    (out / "classeur.xlsx").write_text("weights of the committee", encoding="utf-8")
    (out / "hxl" / "plan.csv").chmod(0o400)
    told = rerun(out)
    assert (out / "mes_notes.docx").read_text(encoding="utf-8") == "a week"
    assert (out / "hxl" / "à moi" / "deep" / "x.txt").read_text(encoding="utf-8") == "x"
    assert (out / "vide").is_dir()
    assert (out / "lien").readlink() == Path("../elsewhere")
    assert (out / "classeur.xlsx").read_text(encoding="utf-8") == "new"
    assert (archive(out) / "classeur.xlsx").read_text(encoding="utf-8") == "weights of the committee"
    assert left(archive(out)) == ["classeur.xlsx"]
    assert left(tmp_path) == ["run", archive(out).name]
    assert [line.split()[0] for line in told] == ["publish.left", "publish.archived"]
    for name in ("mes_notes.docx", "à moi/deep/x.txt", "lien"):
        assert name in told[0]
    assert "classeur.xlsx" in told[1]
    again = rerun(out, "newer")
    assert [line.split()[0] for line in again] == ["publish.left"], "what was kept once is not kept again"
    assert (out / "mes_notes.docx").read_text(encoding="utf-8") == "a week"


def test_a_second_change_gets_a_place_of_its_own(tmp_path):
    out = filled(tmp_path / "run", "old")
    for words in ("first", "second"):
        (out / "classeur.xlsx").write_text(words, encoding="utf-8")
        rerun(out)
    found = sorted(path.read_text(encoding="utf-8") for path in tmp_path.glob("run.archive-*/classeur.xlsx"))
    assert found == ["first", "second"]


def test_a_stranger_whose_place_is_taken_is_kept_beside(tmp_path):
    out = filled(tmp_path / "run", "old")
    (out / "hxl" / "plan.csv").unlink()
    (out / "hxl" / "plan.csv").mkdir()
    (out / "hxl" / "plan.csv" / "mine.txt").write_text("mine", encoding="utf-8")
    rerun(out)
    assert (out / "hxl" / "plan.csv").read_text(encoding="utf-8") == "new"
    assert (archive(out) / "hxl" / "plan.csv" / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_edits_in_the_journal_of_a_database_are_kept_with_it_and_never_lie_beside_the_new_one(tmp_path):
    out = filled(tmp_path / "run", "old")
    for name, words in (("plan.csv-wal", "edits"), ("plan.csv-shm", "i"), ("classeur.xlsx-wal", ""), ("q.qgz~", "q")):
        (out / name).write_text(words, encoding="utf-8")
    rerun(out)
    assert left(out) == ["classeur.xlsx", "hxl", "plan.csv", "q.qgz~", "run.json"]
    assert left(archive(out)) == ["plan.csv", "plan.csv-shm", "plan.csv-wal"]
    assert (archive(out) / "plan.csv").read_text(encoding="utf-8") == "old"


def test_one_product_alone_spares_what_someone_changed_in_a_runs_folder(tmp_path):
    out = filled(tmp_path / "run", "old")
    told: list[str] = []

    def tell(key, /, **values):
        told.append(f"{key} {values['files']}")

    for name in ("classeur.xlsx", "stale.csv"):
        spare(out / name, tell)
    assert left(tmp_path) == ["run"], "nothing was changed"
    (out / "classeur.xlsx").write_text("weights", encoding="utf-8")
    (out / "plan.csv-wal").write_text("edits", encoding="utf-8")
    (out / "hxl" / "plan.csv").write_text("mine", encoding="utf-8")
    for name in ("classeur.xlsx", "plan.csv", "hxl", "stale.csv", "absent"):
        spare(out / name, tell)
    assert (archive(out) / "classeur.xlsx").read_text(encoding="utf-8") == "weights"
    assert (archive(out) / "plan.csv-wal").read_text(encoding="utf-8") == "edits"
    assert (archive(out) / "hxl" / "plan.csv").read_text(encoding="utf-8") == "mine"
    assert not (out / "plan.csv-wal").exists()
    assert told == [
        "publish.archived classeur.xlsx", "publish.archived plan.csv, plan.csv-wal", "publish.archived hxl/plan.csv",
    ]  # fmt: skip


def test_without_links_files_are_copied(tmp_path, monkeypatch):
    out = filled(tmp_path / "run", "old")
    (out / "notes").write_text("mine", encoding="utf-8")
    (out / "plan.csv").write_text("changed", encoding="utf-8")

    def refused(*_args, **_kwargs):
        raise OSError(1, "no links here")

    monkeypatch.setattr(os, "link", refused)
    rerun(out)
    assert (out / "notes").read_text(encoding="utf-8") == "mine"
    assert (archive(out) / "plan.csv").read_text(encoding="utf-8") == "changed"


def test_what_cannot_be_kept_is_not_replaced(tmp_path, monkeypatch):
    out = filled(tmp_path / "run", "old")
    (out / "notes").write_text("mine", encoding="utf-8")

    def refused(*_args, **_kwargs):
        raise OSError(28, "disk full", "notes")

    monkeypatch.setattr(os, "link", refused)
    monkeypatch.setattr("shutil.copy2", refused)
    with pytest.raises(OutputError, match="notes: a file of yours"):
        rerun(out)
    assert note(out) == "old"
    assert (out / "notes").read_text(encoding="utf-8") == "mine"
    assert left(tmp_path) == ["run"]


@pytest.mark.parametrize("words", ["", "{", "[]", "{}", '{"outputs": {"a": 1}}', '{"outputs": []}', "\ud800"])
def test_a_folder_whose_record_is_damaged_is_not_ours(tmp_path, words):
    out = filled(tmp_path / "run", "old")
    (out / "run.json").write_bytes(words.encode("utf-8", "surrogatepass"))
    with pytest.raises(OutputError, match="damaged"):
        refuse(out, overwrite=True)
    assert (out / "plan.csv").read_text(encoding="utf-8") == "old"


def test_an_open_file_that_stops_the_renaming_is_told(tmp_path, monkeypatch):
    out = filled(tmp_path / "run", "old")

    def refused(_self, _target):
        raise PermissionError(13, "used by another process")

    monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(OutputError, match="close it and run again"):
        rerun(out)
    assert note(out) == "old"
    assert left(tmp_path) == ["run"]


def test_a_lone_former_output_is_brought_back_and_leftovers_go(tmp_path):
    out = tmp_path / "run"
    filled(tmp_path / ".run.abcd1234.old", "old")
    filled(tmp_path / ".run.abcd1234.partial", "half")
    filled(tmp_path / ".run.mine.partial", "not ours")
    filled(tmp_path / ".runs.abcd1234.partial", "another's")
    told: list[str] = []
    with (
        pytest.raises(OutputError, match="--overwrite"),
        claimed(out, overwrite=False, tell=lambda key, /, **_: told.append(key)),
    ):
        pytest.fail("must not begin")
    assert note(out) == "old"
    assert told == ["publish.restored"]
    assert left(tmp_path) == [".run.mine.partial", ".runs.abcd1234.partial", "run"]


def test_a_former_output_beside_the_new_one_goes_but_for_what_is_a_persons(tmp_path):
    out = filled(tmp_path / "run", "new")
    old = filled(tmp_path / ".run.abcd1234.old", "old")
    (old / "notes").write_text("mine", encoding="utf-8")
    (old / "plan.csv").write_text("changed", encoding="utf-8")
    with claimed(out, overwrite=True):
        pass
    assert (out / "notes").read_text(encoding="utf-8") == "mine"
    assert (archive(out) / "plan.csv").read_text(encoding="utf-8") == "changed"
    assert left(tmp_path) == ["run", archive(out).name]


WAITING = """
import signal
import sys
sys.path[:0] = sys.argv[2:]
from pathlib import Path
from prosmed_gis.outputs.publish import staged
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it
with staged(Path(sys.argv[1]), overwrite=True) as aside:
    print("ready", flush=True)
    sys.stdin.read()
"""
"""A run that waits until it is ended."""

KILLED = """
import os, sys
sys.path[:0] = sys.argv[2:]
from pathlib import Path
from test_outputs_publish import rerun
STEPS = {"os.rename", "os.mkdir", "os.rmdir", "os.remove", "os.link", "os.symlink", "os.truncate"}
place, done = Path(sys.argv[1]), 0
os.fsync = lambda handle: None

def watch(event, args):
    global done
    if event in STEPS:
        done += 1
        if done == moment:
            os.kill(os.getpid(), 9)

for moment in range(1, len(list(place.iterdir())) + 1):
    process = os.fork()
    if not process:
        sys.addaudithook(watch)
        rerun(place / f"at{moment}" / "run")
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    print(code, flush=True)
    if not code:
        break
"""
"""Runs that are killed just before their first, second, ... step that changes anything on the disk."""


def child(root: Path, words: str, place: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", words, str(place), str(root), str(root / "tests" / "outputs")]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def everything(parent: Path) -> dict[str, str]:
    """Read all files by their paths, hidden ones too."""
    return {
        path.relative_to(parent).as_posix(): path.read_text(encoding="utf-8")
        for path in parent.rglob("*")
        if path.is_file() and not path.is_symlink()
    }


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is POSIX's")
def test_killed_before_any_step_nothing_of_a_persons_is_lost_and_the_next_run_clears_up(tmp_path, root, monkeypatch):
    places = [tmp_path / f"at{moment}" for moment in range(1, 50)]
    for parent in places:
        out = filled(parent / "run", "old")
        (out / "notes").mkdir()
        (out / "notes" / "n.txt").write_text("mine", encoding="utf-8")
        (out / "classeur.xlsx").write_text("changed", encoding="utf-8")
    told, errors = child(root, KILLED, tmp_path).communicate()
    assert not errors
    codes = told.split()
    killed = len(codes) - 1
    assert codes == ["-9"] * killed + ["0"], "every moment was tried"
    assert killed > 20
    monkeypatch.setattr(os, "fsync", lambda _handle: None)
    for parent in places[: killed + 1]:
        out, found = parent / "run", everything(parent)
        if out.exists():
            assert note(out) in {"old", "new"}
            seen = {name: words for name, words in found.items() if not name.startswith(".")}
            assert {"mine", "changed"} <= set(seen.values()), "never in a hidden place alone"
        else:
            (old,) = parent.glob(".run.*.old")
            assert note(old) == "old"
            assert (old / "notes" / "n.txt").exists()
        rerun(out, "newest")
        assert note(out) == "newest"
        assert (out / "notes" / "n.txt").read_text(encoding="utf-8") == "mine"
        assert (archive(out) / "classeur.xlsx").read_text(encoding="utf-8") == "changed"
        assert left(parent) == ["run", archive(out).name], "no leftovers, one archive"


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, None), (signal.SIGKILL, -9)])
def test_two_at_once_are_told_of_each_other_and_signals_clear_up(tmp_path, root, number, code):
    out = filled(tmp_path / "run", "old")
    first = child(root, WAITING, out)
    assert first.stdout.readline() == "ready\n"
    with pytest.raises(OutputError, match=rf"another run \(process {first.pid} on .*\) is writing there"):
        rerun(out)
    first.send_signal(number)
    first.communicate()
    assert code is None or first.returncode == code
    rest = [name for name in left(tmp_path) if name != "run"]
    assert bool(rest) == (number == signal.SIGKILL)
    assert note(out) == "old"
    rerun(out)
    assert left(tmp_path) == ["run"]


def test_the_lock_goes_with_the_run_and_a_dead_one_holds_nothing(tmp_path):
    out = filled(tmp_path / "run", "old")
    (tmp_path / ".run.lock").write_text("4194304 elsewhere", encoding="utf-8")
    with claimed(out, overwrite=True):
        assert (tmp_path / ".run.lock").read_text(encoding="utf-8").split()[0] == str(os.getpid())
        rerun(out)
    assert left(tmp_path) == ["run"]


def test_the_disk_holds_every_file_before_its_folder_gets_the_name(tmp_path, monkeypatch):
    out, settled, at_renaming = filled(tmp_path / "run", "old"), set(), []
    rename, fsync = Path.rename, os.fsync

    def settles(handle):
        settled.add(os.fstat(handle).st_ino)
        fsync(handle)

    def renames(self, target):
        if self.name.endswith(".partial"):
            at_renaming.extend(path.stat().st_ino in settled for path in (self, *self.rglob("*")))
        return rename(self, target)

    monkeypatch.setattr(os, "fsync", settles)
    monkeypatch.setattr(Path, "rename", renames)
    rerun(out)
    assert at_renaming == [True] * 6
    assert tmp_path.stat().st_ino in settled


def test_where_the_file_system_knows_no_locks_a_run_works_and_sweeps_nothing(tmp_path, monkeypatch):
    out = tmp_path / "run"
    filled(tmp_path / ".run.abcd1234.old", "old")
    filled(tmp_path / ".run.efgh5678.partial", "another's, perhaps at work")

    def refused(_handle):
        raise OSError(errno.ENOLCK, "no locks available")

    monkeypatch.setattr("prosmed_gis.outputs.locking._take", refused)
    rerun(out)
    assert note(out) == "new"
    assert left(tmp_path) == [".run.efgh5678.partial", "run"]


def test_only_folders_of_runs_are_cleared_up_not_links_to_others(tmp_path):
    out = filled(tmp_path / "run", "old")
    elsewhere = filled(tmp_path / "elsewhere", "precious")
    (tmp_path / ".run.abcd1234.partial").symlink_to(elsewhere)
    rerun(out)
    assert note(elsewhere) == "precious"
