"""One run a folder: a lock held by the operating system, which no death of a process can leave behind.

Python's own calls do it in a few lines; the libraries for it leave their file in the user's folder for ever.
"""

from __future__ import annotations

import errno
import os
import platform
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from prosmed_gis.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BUSY = {errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK}
"""What a system answers where another process holds the lock; anything else says that there are no locks."""

PLACE = 1 << 30
"""The byte that is locked where a system locks bytes: far behind what is written, so that others may read it."""

TRIES = 100
"""How often the file may vanish under our hands (its holder has just ended) before we give up."""


@contextmanager
def locked(path: Path, about: Path) -> Iterator[bool]:
    """Hold the lock of the file `path`, made where absent and gone at the end, while the block runs.

    Parameters
    ----------
    path
        The lock's own file, beside what it guards; its folder must exist.
    about
        What it guards, for the message.

    Yields
    ------
    True; False where the file system knows no locks, and nothing is held.

    Raises
    ------
    OutputError
        Another process holds it (it is named), or the file cannot be made.
    """
    handle = _opened(path, about)
    if handle is None:
        yield False
        return
    try:
        os.truncate(handle, 0)
        os.write(handle, f"{os.getpid()} {platform.node()}".encode())
        yield True
    finally:
        _let_go(handle, path)


def _opened(path: Path, about: Path) -> int | None:
    for _ in range(TRIES):
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
        except OSError as error:
            msg = f"{path}: cannot be made ({error.strerror})"
            raise OutputError(msg) from error
        try:
            _take(handle)
            # Its last holder takes the file away: a lock on a file that is no longer there guards nothing.
            if _same(handle, path):
                return handle
        except OSError as error:
            who = _holder(handle)
            os.close(handle)
            if error.errno in BUSY:
                msg = f"{about}: another run{who} is writing there; wait until it has ended, or give another --out"
                raise OutputError(msg) from error
            with suppress(OSError):
                path.unlink()
            return None
        os.close(handle)
    msg = f"{path}: cannot be locked; are many runs writing there at once?"
    raise OutputError(msg)


def _same(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _holder(handle: int) -> str:
    """Return who holds the lock, as ` (process 12 on host)`; empty where that cannot be read."""
    try:
        os.lseek(handle, 0, os.SEEK_SET)
        process, _, host = os.read(handle, 200).decode(errors="replace").partition(" ")
    except OSError:
        return ""
    return f" (process {process} on {host})" if process.isdigit() else ""


def _take(handle: int) -> None:
    if os.name == "nt":
        import msvcrt

        os.lseek(handle, PLACE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]
        os.lseek(handle, 0, os.SEEK_SET)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _let_go(handle: int, path: Path) -> None:
    """Take the file away and let go: in this order, lest another's lock be taken away; Windows wants the other."""
    if os.name == "nt":
        os.close(handle)
        with suppress(OSError):
            path.unlink()
        return
    with suppress(OSError):
        path.unlink()
    os.close(handle)
