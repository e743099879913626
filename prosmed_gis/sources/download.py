"""Getting a file that a layer names by its address: whole, verified, or not at all."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pooch

from prosmed_gis.errors import InputMissingError, IntegrityError, OutputError


def fetch(url: str, target: Path, *, sha256: str | None = None, overwrite: bool = False) -> str:
    """Download `url` to `target` and return the file's SHA-256.

    The file is written aside and takes its name only when it is whole and, where `sha256` is given, the very file
    that was recorded. A file that is already there and has that hash is left alone, with nothing downloaded.

    Raises
    ------
    OutputError
        Another file stands at `target` and `overwrite` is off.
    IntegrityError
        What came has another hash than recorded (exit 5); the old file stays.
    InputMissingError
        Nothing could be had from the address (exit 5).
    """
    wanted = sha256.casefold() if sha256 else None
    if target.exists():
        found = str(pooch.file_hash(str(target)))
        if found == wanted:
            return found
        if not overwrite:
            msg = f"{target}: stands there already and is not the recorded file; give --overwrite to replace it"
            raise OutputError(msg)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".fetch-", dir=target.parent) as aside:
        part = _downloaded(url, Path(aside))
        found = str(pooch.file_hash(str(part)))
        if wanted is not None and found != wanted:
            msg = f"{url}: the file has changed: SHA-256 {found}, recorded {wanted}; look at it before you trust it"
            raise IntegrityError(msg)
        part.replace(target)
    return found


def _downloaded(url: str, folder: Path) -> Path:
    import requests

    try:
        return Path(pooch.retrieve(url, known_hash=None, fname="part", path=folder, progressbar=False))
    except (requests.RequestException, OSError, ValueError) as error:
        msg = f"{url}: could not be had ({type(error).__name__}); check the address and the network"
        raise InputMissingError(msg) from error
