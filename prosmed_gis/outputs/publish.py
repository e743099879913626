"""Products are made aside and put in place by renaming: a run that dies leaves the previous one whole.

Beside a folder `latest` may stand, hidden: `.latest.lock` while a run is at work; `.latest.XXXXXXXX.partial`, what it
is making; `.latest.XXXXXXXX.old`, the folder that it has just replaced, until all that is a person's own in it has
another place; `.latest.XXXXXXXX.gone`, what may go. What a killed run has left of them the next one clears up.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import stat
import sys
import tempfile
import threading
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, Protocol

from prosmed_gis.errors import OutputError
from prosmed_gis.outputs.keeping import MARK, Kept, keep, keep_changed, recorded
from prosmed_gis.outputs.locking import locked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SHOWN = 20
"""Files told by name; of more, the number."""

ENDINGS = (signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else []))
"""What a system sends to end a process gently, and a terminal that is closed."""

_HELD: ContextVar[frozenset[Path]] = ContextVar("held", default=frozenset())
"""Folders that are claimed where we are."""


class Tell(Protocol):
    """Say a text of the catalogue to the user."""

    def __call__(self, key: str, /, **values: object) -> None:
        """Say the text of `key`, filled with `values`."""


def silent(_key: str, /, **_values: object) -> None:
    """Say nothing."""


def refuse(out: Path, *, overwrite: bool) -> None:
    """Raise where a run may not put its products at `out`; an absent or empty folder is always free.

    Raises
    ------
    OutputError
        `out` is a file, or a folder that holds something and either `overwrite` is off or it is no run's output: no
        `run.json`, or one that cannot be read, so that nobody could say what there is a person's own.
    """
    if not out.exists():
        return
    if not out.is_dir():
        msg = f"{out}: is a file, not a folder; give another --out"
        raise OutputError(msg)
    if not any(out.iterdir()):
        return
    if not (out / MARK).is_file():
        msg = f"{out}: holds other files than a run's products (no {MARK}), so it is never replaced; give another --out"
        raise OutputError(msg)
    if not overwrite:
        msg = f"{out}: holds the products of a run; give --overwrite to replace them, or another --out"
        raise OutputError(msg)
    if recorded(out) is None:
        msg = (
            f"{out}: its {MARK} is damaged or not this tool's, so nobody can say which files are a run's and which a "
            "person's own, and it is never replaced; move it elsewhere, or give another --out"
        )
        raise OutputError(msg)


@contextmanager
def claimed(out: Path, *, overwrite: bool, tell: Tell = silent) -> Iterator[None]:
    """Keep `out` for this run while the block runs: clear up after runs that died, and let no other run in.

    SIGTERM ends the block as Ctrl-C does. Inside the block of the same folder it does nothing more.

    Raises
    ------
    OutputError
        Another run has it, or it may not be replaced (see `refuse`), or its parent cannot be made.
    """
    target = out.resolve()
    if target in _HELD.get():
        refuse(out, overwrite=overwrite)
        yield
        return
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        msg = f"{target.parent}: no folder can be made there ({error.strerror})"
        raise OutputError(msg) from error
    with _ended_gently(), locked(target.parent / f".{target.name}.lock", out) as alone:
        _clear_up(target, tell, sweep=alone)
        refuse(out, overwrite=overwrite)
        held = _HELD.set(_HELD.get() | {target})
        try:
            yield
        finally:
            _HELD.reset(held)


@contextmanager
def staged(out: Path, *, overwrite: bool, tell: Tell = silent) -> Iterator[Path]:
    """Give an empty folder beside `out` and put it in the place of `out` when the block ends well.

    Where the block raises, or is interrupted, the folder is removed and `out` stays as it was. The old folder is moved
    aside before the new one takes its name, and comes back should that fail. What is a person's own in it is kept
    (see `prosmed_gis.outputs.keeping`) and told by name.

    Raises
    ------
    OutputError
        `out` may not be replaced (see `refuse`), another run has it, something in it cannot be kept, or the folders
        cannot be made or renamed.
    """
    with claimed(out, overwrite=overwrite, tell=tell):
        target = out.resolve()
        aside = _made_beside(target)
        try:
            yield aside
            refuse(target, overwrite=overwrite)
            kept = _swap(aside, target)
        finally:
            _remove(aside)
        _say(kept, target, tell)


def _made_beside(target: Path) -> Path:
    try:
        aside = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".partial", dir=target.parent))
        # mkdtemp gives 0700; the products are for others to read as the umask allows.
        mask = os.umask(0)
        os.umask(mask)
        aside.chmod(0o777 & ~mask)
    except OSError as error:
        msg = f"{target.parent}: no folder can be made there ({error.strerror})"
        raise OutputError(msg) from error
    return aside


def _swap(aside: Path, target: Path) -> Kept:
    """Put a whole folder in the place of another and return what was kept of that one."""
    kept = Kept()
    record = recorded(target) if target.exists() else None
    if record is not None:
        keep(target, record, aside, target, kept)
    old = aside.with_suffix(".old")
    try:
        _settle(aside)
        if target.exists():
            target.rename(old)
        try:
            aside.rename(target)
        except BaseException:
            if old.exists() and not target.exists():
                old.rename(target)
            raise
        _settle_folder(target.parent)
    except OSError as error:
        hint = (
            "; a file in it may be open in another program (Excel, QGIS): close it and run again"
            if isinstance(error, PermissionError)
            else ""
        )
        msg = f"{target}: cannot be put in place ({error.strerror}){hint}"
        raise OutputError(msg) from error
    _bury(old, target, kept)
    return kept


def _bury(old: Path, target: Path, kept: Kept) -> None:
    """Remove a folder that has been replaced, once more sure that nothing in it is a person's own and nowhere else.

    Someone may have saved a file in the moment between keeping and renaming, or the run been killed after it.
    """
    if not old.exists():
        return
    keep(old, recorded(old) or {}, target, target, kept)
    gone = old.with_suffix(".gone")
    try:
        old.rename(gone)
    except OSError:
        return
    _remove(gone)


def _clear_up(target: Path, tell: Tell, *, sweep: bool) -> None:
    """Bring back an output that a killed run had moved aside; with `sweep`, remove what killed runs have left."""
    olds = sorted(_left(target, "old"), key=lambda path: path.stat().st_mtime)
    if olds and _is_free(target):
        back = next((path for path in reversed(olds) if recorded(path) is not None), olds[-1])
        try:
            if target.is_dir():
                target.rmdir()
            back.rename(target)
        except OSError as error:
            msg = f"{target}: the output of an earlier run stands in {back} and cannot be put back ({error.strerror})"
            raise OutputError(msg) from error
        olds.remove(back)
        tell("publish.restored", folder=target.name)
    if not sweep:
        return
    kept = Kept()
    for old in olds if recorded(target) is not None else []:
        _bury(old, target, kept)
    _say(kept, target, tell)
    for rest in (*_left(target, "partial"), *_left(target, "gone")):
        _remove(rest)


def _is_free(target: Path) -> bool:
    return not os.path.lexists(target) or (target.is_dir() and not any(target.iterdir()))


def _left(target: Path, ending: str) -> list[Path]:
    """Return the folders of one kind that runs have left beside `target`; nothing but what `mkdtemp` may have named."""
    form = re.compile(rf"\.{re.escape(target.name)}\.[a-z0-9_]{{8}}\.{ending}")
    return [
        path
        for path in sorted(target.parent.iterdir())
        if form.fullmatch(path.name) and path.is_dir() and not path.is_symlink()
    ]


def spare(path: Path, tell: Tell) -> None:
    """Keep a product that someone changed since its run, for it is to be replaced alone, and tell where it is now."""
    _say(keep_changed(path), path.parent.resolve(), tell)


def _say(kept: Kept, target: Path, tell: Tell) -> None:
    if kept.left:
        tell("publish.left", folder=target.name, files=_named(list(kept.left)))
    for archive in sorted(set(kept.archived.values())):
        names = [name for name, place in kept.archived.items() if place == archive]
        tell("publish.archived", folder=archive, files=_named(names))


def _named(names: list[str]) -> str:
    rest = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f", … (+{rest})" if rest > 0 else "")


def _remove(folder: Path) -> None:
    """Remove a folder of our own, read-only files too; what cannot go now goes at the next start."""

    def allowed(remove: Callable[[str], object], name: str, _error: object) -> None:
        path = Path(name)
        with suppress(OSError):
            path.parent.chmod(stat.S_IRWXU)
            # Of a file that has a second place the mode is the user's; POSIX needs none to remove it.
            if os.name == "nt" and path.lstat().st_nlink == 1:
                path.chmod(stat.S_IWRITE)
            remove(name)

    if folder.exists():
        handler: dict[str, Any] = {"onexc" if sys.version_info >= (3, 12) else "onerror": allowed}
        shutil.rmtree(folder, **handler)


def _settle(folder: Path) -> None:
    """Have the disk hold all of a folder before its name is given: after a power cut no file of it is empty."""
    for above, _, names in os.walk(folder):
        for name in names:
            path = Path(above, name)
            if path.is_symlink() or not path.is_file():
                continue
            # A person's own file may be read-only, and has lain there before.
            with suppress(PermissionError), path.open("rb+" if os.name == "nt" else "rb") as stream:
                os.fsync(stream.fileno())
        _settle_folder(Path(above))


def _settle_folder(folder: Path) -> None:
    # Folders can be opened on POSIX alone, and not every file system there can settle them.
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _ended_gently() -> Iterator[None]:
    """Turn the signals that end a process into an exception, so that it clears up; others' handlers stay."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    ours = [number for number in ENDINGS if signal.getsignal(number) is signal.SIG_DFL]

    def ended(number: int, _frame: object) -> NoReturn:
        raise SystemExit(128 + number)

    for number in ours:
        signal.signal(number, ended)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)
