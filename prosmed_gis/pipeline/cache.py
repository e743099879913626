"""Results of stages kept on disk by the content of what they were made from.

A key is made of everything that a result depends on, so that a kept result is either right or not found. Nothing of
a run is lost with the folder: it only takes longer again.
"""

from __future__ import annotations

import contextlib
import glob
import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distributions
from pathlib import Path
from typing import Any, TypeVar

import joblib
import platformdirs
from filelock import FileLock, Timeout

T = TypeVar("T")

SUFFIX = ".kept"
PARTIAL = ".partial"
LIMIT_BYTES = 2 * 1024**3
"""Some fifteen studies of a country; an old laptop has that much to spare."""
PARTIAL_LIVES_S = 3600.0
"""Age past which a half-written file belongs to no living process: no stage takes that long to write."""
LOCK_PATIENCE_S = 30.0
"""How long a process waits for another that tidies the folder; then the folder is left as it is."""


@dataclass(frozen=True)
class Kept:
    """What the folder holds: number of results, their bytes in all, and the most it may hold."""

    folder: Path
    results: int
    bytes: int
    limit: int


class Results:
    """Results of one process by their keys, on disk besides where a store is given."""

    def __init__(self, store: DiskCache | None = None) -> None:
        """Keep results in memory, and those that are worth it in the store."""
        self._store = store
        self._made: dict[str, Any] = {}

    def made(self, key: str) -> bool:
        """Return whether the result is in memory."""
        return key in self._made

    def ready(self, key: str) -> bool:
        """Return whether the result need not be made."""
        return self.made(key) or (self._store is not None and self._store.path(key).exists())

    def get(self, key: str, make: Callable[[], Any], *, kept: bool = False) -> Any:
        """Return a result, made where it is not there; `kept` puts it on disk too."""
        if key not in self._made:
            self._made[key] = self._store.get(key, make) if kept and self._store is not None else make()
        return self._made[key]


class DiskCache:
    """Results in files of one folder that only its owner may read.

    A file is written aside and renamed, so that a process that dies leaves no half result, and two processes that
    make the same one leave it whole. A file that cannot be read is made again.
    """

    def __init__(self, folder: Path, limit_bytes: int = LIMIT_BYTES) -> None:
        """Take a folder, which is made when something is first kept, and the most it may hold."""
        self.folder = folder
        self.limit_bytes = limit_bytes

    def path(self, key: str) -> Path:
        """Return the file of a key."""
        return self.folder / f"{key}{SUFFIX}"

    def get(self, key: str, make: Callable[[], T]) -> T:
        """Return the result kept under a key, or make and keep it; a full disk keeps nothing and harms nothing."""
        path = self.path(key)
        found, value = _read(path)
        if found:
            return value  # type: ignore[no-any-return]
        made = make()
        # A folder that cannot be written (a full disk, a read-only home) costs time, never the answer.
        with contextlib.suppress(OSError):
            self._keep(path, made)
        return made

    def _keep(self, path: Path, value: object) -> None:
        _private(self.folder)
        handle, name = tempfile.mkstemp(prefix=f"{path.stem}.", suffix=PARTIAL, dir=self.folder)
        aside = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                joblib.dump(value, stream)
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
        self.tidy()

    def tidy(self) -> None:
        """Remove what dead processes left half-written, and the results not used for longest past the limit."""
        with contextlib.suppress(Timeout), FileLock(self.folder / ".lock", timeout=LOCK_PATIENCE_S):
            for path in self.folder.glob(f"*{PARTIAL}"):
                if time.time() - _stat(path)[0] > PARTIAL_LIVES_S:
                    path.unlink(missing_ok=True)
            files = sorted(((*_stat(path), path) for path in self._files()), reverse=True)
            total = 0
            for _, size, path in files:
                total += size
                if total > self.limit_bytes:
                    path.unlink(missing_ok=True)

    def info(self) -> Kept:
        """Return what the folder holds."""
        sizes = [_stat(path)[1] for path in self._files()]
        return Kept(self.folder, len(sizes), sum(sizes), self.limit_bytes)

    def clear(self) -> Kept:
        """Remove every kept result and return what there was; other files of the folder are left."""
        found = self.info()
        for path in self._files():
            path.unlink(missing_ok=True)
        return found

    def _files(self) -> Iterator[Path]:
        return self.folder.glob(f"*{SUFFIX}")


def _read(path: Path) -> tuple[bool, Any]:
    """Return whether a result is there and can be read, and the result; reading it counts as use."""
    try:
        if not _owned(path):
            return False, None
        value = joblib.load(path)
        os.utime(path)
    except FileNotFoundError:
        return False, None
    except Exception:  # noqa: BLE001 - a damaged file may fail in any way; it is made again
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
        return False, None
    return True, value


def _owned(path: Path) -> bool:
    """Return whether a file is the user's own: reading one runs what it says, so another's is never read."""
    return not hasattr(os, "getuid") or path.stat().st_uid == os.getuid()


def _private(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if hasattr(os, "getuid") and folder.stat().st_uid == os.getuid():
        folder.chmod(0o700)


def _stat(path: Path) -> tuple[float, int]:
    """Return the time of last use and the size; zeros where another process has just removed it."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return 0.0, 0
    return found.st_mtime, found.st_size


def default_folder() -> Path:
    """Return the folder of kept results: `PROSMED_CACHE`, or the user's own cache folder of this system."""
    said = os.environ.get("PROSMED_CACHE")
    return Path(said) if said else Path(platformdirs.user_cache_dir("prosmed-gis")) / "stages"


@cache
def tool_fingerprint() -> str:
    """Return a hash of this package's own files and of the versions of everything installed beside it."""
    found = hashlib.sha256()
    package = Path(__file__).resolve().parents[1]
    for path in own_files(package):
        found.update(path.relative_to(package).as_posix().encode())
        found.update(path.read_bytes())
    for line in sorted(f"{item.metadata['Name']}=={item.version}" for item in distributions()):
        found.update(line.encode())
    return found.hexdigest()


def own_files(package: Path) -> list[Path]:
    """Return the files of a package, in order, without what is compiled from them while it is used.

    Python and numba write beside the sources at the first call of a function; that changes no answer.
    """
    files = (item for item in package.rglob("*") if item.is_file() and item.suffix != ".pyc")
    return sorted(item for item in files if "__pycache__" not in item.relative_to(package).parts)


def content_of(path: Path) -> str:
    """Return a hash of a file and of those that stand beside it under its name, or of a folder; empty where absent.

    A shapefile's codes, a raster's place and a GeoPackage's last changes may stand in such neighbours.
    """
    if path.is_dir():
        files = [item for item in path.rglob("*") if item.is_file()]
    elif path.parent.is_dir():
        files = [item for item in path.parent.glob(f"{glob.escape(path.stem)}.*") if item.is_file()]
    else:
        files = []
    return key_of(*(f"{item.name} {_digest(item, *_stat(item))}" for item in sorted(files)))


@cache
def _digest(path: Path, _changed: float, _size: int) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def key_of(*parts: str) -> str:
    """Return the key of what was made from the parts, in their order."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
