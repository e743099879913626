"""Products are made aside and put in place by renaming: a run that dies leaves the previous one whole."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from prosmed_gis.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator

MARK = "run.json"
"""A folder that holds this file is a run's output, which `overwrite` may replace; no other folder ever is."""


def refuse(out: Path, *, overwrite: bool) -> None:
    """Raise where a run may not put its products at `out`; an absent or empty folder is always free.

    Raises
    ------
    OutputError
        `out` is a file, or a folder that holds something and either `overwrite` is off or it is no run's output.
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


@contextmanager
def staged(out: Path, *, overwrite: bool) -> Iterator[Path]:
    """Give an empty folder beside `out` and put it in the place of `out` when the block ends well.

    Where the block raises, or is interrupted, the folder is removed and `out` stays as it was. The old folder is moved
    aside before the new one takes its name, and comes back should that fail.

    Raises
    ------
    OutputError
        `out` may not be replaced (see `refuse`), or the folders cannot be made or renamed.
    """
    refuse(out, overwrite=overwrite)
    target = out.resolve()
    aside = _made_beside(target)
    try:
        yield aside
        refuse(target, overwrite=overwrite)
        _swap(aside, target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _made_beside(target: Path) -> Path:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".partial", dir=target.parent))
        # mkdtemp gives 0700; the products are for others to read as the umask allows.
        mask = os.umask(0)
        os.umask(mask)
        aside.chmod(0o777 & ~mask)
    except OSError as error:
        msg = f"{target.parent}: no folder can be made there ({error.strerror})"
        raise OutputError(msg) from error
    return aside


def _swap(aside: Path, target: Path) -> None:
    old = aside.with_suffix(".old")
    try:
        if target.exists():
            target.rename(old)
        try:
            aside.rename(target)
        except OSError:
            if old.exists():
                old.rename(target)
            raise
    except OSError as error:
        msg = f"{target}: cannot be put in place ({error.strerror})"
        raise OutputError(msg) from error
    shutil.rmtree(old, ignore_errors=True)
