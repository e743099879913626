"""What in a run's folder is a person's own, and how it outlives the next run.

`run.json` holds the hash of every file that the run wrote. A file that it does not name is a stranger and stays where
it is; a file that differs from its hash was changed since and is kept in a folder beside (`latest.archive-2026-11-30`),
for the new product takes its place. Both are linked (copied where links are not to be had), so that no moment exists
at which they stand nowhere.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from prosmed_gis.errors import OutputError

MARK = "run.json"
"""A folder that holds this file is a run's output."""

JOURNALS = ("-wal", "-journal", "-shm")
"""Files that SQLite keeps beside a database. The first two may hold what someone has just edited; beside another
database of the same name they would spoil it."""


@dataclass(frozen=True)
class Own:
    """What is a person's, as paths in the folder, sorted."""

    strangers: tuple[str, ...] = ()
    """Files that the run did not write, and folders without anything."""
    changed: tuple[str, ...] = ()
    """Files of the run that are no longer what it wrote, with the journals of a database that has any."""


@dataclass
class Kept:
    """What has been kept so far, as paths in the run's folder."""

    left: dict[str, None] = field(default_factory=dict)
    """Strangers that stay where they are."""
    archived: dict[str, str] = field(default_factory=dict)
    """File -> name of the folder beside that holds it now."""


def recorded(folder: Path) -> dict[str, str] | None:
    """Return the hashes of a run's files by their paths in its folder.

    None where the folder holds no readable `run.json` of this tool, and so is not known to be a run's.
    """
    mark = folder / MARK
    try:
        if mark.is_symlink() or not mark.is_file():
            return None
        content = json.loads(mark.read_bytes())
        return {str(name): str(entry["sha256"]) for name, entry in content["outputs"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def own(folder: Path, record: dict[str, str]) -> Own:
    """Return what in a folder is a person's own, by the record of the run that made it. No link is followed.

    Raises
    ------
    OutputError
        A folder inside cannot be read.
    """
    found = _entries(folder, "")
    edited = {
        name[: -len(journal)]
        for name in found
        for journal in JOURNALS[:2]
        if name.endswith(journal) and name[: -len(journal)] in record and (folder / name).lstat().st_size
    }
    strangers, changed = [], []
    for name in found:
        base = next((name[: -len(end)] for end in JOURNALS if name.endswith(end)), "")
        if name in record:
            if name in edited or _digest(folder / name) != record[name]:
                changed.append(name)
        elif base in record:
            changed += [name] if base in edited else []
        elif name != MARK:
            strangers.append(name)
    return Own(tuple(strangers), tuple(changed))


def keep(old: Path, record: dict[str, str], new: Path, target: Path, kept: Kept) -> None:
    """Give a second place to all that is a person's own in `old`: in `new`, or in the archive beside `target`.

    What stands there already with the same content is not kept twice. `kept` is told.

    Raises
    ------
    OutputError
        A file can be neither linked nor copied; nothing has been taken away then.
    """
    found = own(old, record)
    journaled = {name[: -len(end)] for name in found.changed for end in JOURNALS if name.endswith(end)}
    moving = [name for name in found.changed if name in journaled or not _alike(old / name, new / name)]
    try:
        for name in found.strangers:
            if _free(new, name):
                _placed(old, name, new)
            elif not _alike(old / name, new / name):
                moving.append(name)
                continue
            kept.left[name] = None
        _archive(old, moving, target, kept)
    except OSError as error:
        if isinstance(error, OutputError):
            raise
        msg = (
            f"{error.filename or old}: a file of yours that cannot be kept elsewhere ({error.strerror}), so it stays "
            f"in {old}; move it yourself, or give another --out"
        )
        raise OutputError(msg) from error


def keep_changed(path: Path) -> Kept:
    """Give a place in the archive to a product (file or folder) of a run's folder that someone changed since.

    For one who is about to replace that product alone. Journals of a database go there for good, lest they spoil the
    next one. Nothing is done where `path` stands in no run's folder.

    Raises
    ------
    OutputError
        It can be neither linked nor copied.
    """
    kept, folder = Kept(), path.parent.resolve()
    record = recorded(folder)
    if record is None or not os.path.lexists(path):
        return kept
    journals = [f"{path.name}{end}" for end in JOURNALS]
    names = [
        name
        for name in own(folder, record).changed
        if name in (path.name, *journals) or name.startswith(f"{path.name}/")
    ]
    try:
        _archive(folder, names, folder, kept)
        for name in journals if path.name in record else []:
            (folder / name).unlink(missing_ok=True)
    except OSError as error:
        msg = f"{path}: was changed since the run and cannot be kept elsewhere ({error.strerror})"
        raise OutputError(msg) from error
    return kept


def _archive(old: Path, names: list[str], target: Path, kept: Kept) -> None:
    there = archives(target)
    for name in names:
        folder = next((path for path in there if _alike(old / name, path / name)), None)
        if folder is None:
            folder = archive_for(target, name)
            _placed(old, name, folder)
        kept.archived[name] = folder.name


def archives(target: Path) -> list[Path]:
    """Return the folders beside `target` that hold what was kept of it, sorted."""
    return sorted(path for path in target.parent.glob(f"{_plain(target.name)}.archive-*") if path.is_dir())


def archive_for(target: Path, name: str) -> Path:
    """Return today's folder beside `target` in which the place `name` is free, made where there is none.

    Raises
    ------
    OSError
        It cannot be made.
    """
    base = f"{target.name}.archive-{datetime.now().astimezone().date().isoformat()}"
    number = 1
    while True:
        folder = target.parent / (base if number == 1 else f"{base}-{number}")
        if not os.path.lexists(folder):
            folder.mkdir()
        if folder.is_dir() and _free(folder, name):
            return folder
        number += 1


def _plain(name: str) -> str:
    """Return a name in which a pattern's characters stand for themselves."""
    return "".join(f"[{char}]" if char in "*?[" else char for char in name)


def _entries(folder: Path, prefix: str) -> list[str]:
    """Return all files and links below a folder and the folders that hold nothing, by their paths, sorted."""
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        msg = f"{folder}: cannot be read ({error.strerror}), so what it holds could not be kept"
        raise OutputError(msg) from error
    names = []
    for entry in found:
        name = f"{prefix}{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            names += _entries(Path(entry.path), f"{name}/") or [name]
        else:
            names.append(name)
    return names


def _digest(path: Path) -> str | None:
    """Return the SHA-256 of a plain file; None of anything else, and where it cannot be read."""
    try:
        if path.is_symlink() or not path.is_file():
            return None
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None


def _alike(one: Path, other: Path) -> bool:
    """Return whether two places hold the same: the same file, link, empty folder, or content."""
    if not os.path.lexists(other):
        return False
    if one.is_symlink() or other.is_symlink():
        return one.is_symlink() and other.is_symlink() and one.readlink() == other.readlink()
    if one.is_dir():
        return other.is_dir()
    if one.samefile(other):
        return True
    if not one.is_file() or not other.is_file() or one.stat().st_size != other.stat().st_size:
        return False
    content = _digest(one)
    return content is not None and content == _digest(other)


def _free(folder: Path, name: str) -> bool:
    """Return whether a path may be made in a folder: it is not there, and all above it are folders or not there."""
    parts = name.split("/")
    above = [folder.joinpath(*parts[:k]) for k in range(1, len(parts))]
    blocked = any(os.path.lexists(path) and (path.is_symlink() or not path.is_dir()) for path in above)
    return not blocked and not os.path.lexists(folder / name)


def _placed(old: Path, name: str, new: Path) -> None:
    parts = name.split("/")
    made = []
    for k in range(1, len(parts)):
        above = new.joinpath(*parts[:k])
        if not above.is_dir():
            above.mkdir()
            made.append((old.joinpath(*parts[:k]), above))
    source, place = old / name, new / name
    if source.is_symlink():
        place.symlink_to(source.readlink(), target_is_directory=source.is_dir())
    elif source.is_dir():
        place.mkdir()
        made.append((source, place))
    else:
        _linked(source, place)
    for one, other in reversed(made):
        # A folder that may not be written must still take the rest of its files.
        shutil.copystat(one, other)
        other.chmod(other.stat().st_mode | 0o700)


def _linked(source: Path, place: Path) -> None:
    try:
        os.link(source, place)
    except OSError:
        # No links on this file system, or none to a file of another user's.
        if not source.is_file():
            raise
        try:
            shutil.copy2(source, place)
            with place.open("rb+") as stream:
                os.fsync(stream.fileno())
        except OSError:
            with suppress(OSError):
                place.unlink()
            raise
